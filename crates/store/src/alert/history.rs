//! An alert's story: lines that are only ever added.

use cloudcare_domain::{
    alert::HistoryKind,
    id::{AlertId, IdGen, UserId, WorkstationId},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, parse};

/// Adds a line to an alert's story.
pub async fn add_history(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    alert: AlertId,
    kind: HistoryKind,
    user: Option<UserId>,
    workstation: Option<WorkstationId>,
    notes: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into alert_history (id, alert_id, kind, user_id, workstation_id, notes) values ($1, $2, $3, $4, $5, $6)",
        ids.uuid(),
        alert.0,
        kind.as_str(),
        user.map(Uuid::from),
        workstation.map(Uuid::from),
        notes
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// One line of an alert's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// What.
    pub kind: HistoryKind,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Option<(UserId, String)>,
    /// On which station.
    pub workstation: Option<(WorkstationId, String)>,
    /// In whose words.
    pub notes: Option<String>,
}

/// An alert's story, oldest first.
pub async fn history(
    source: &mut impl Source,
    alert: AlertId,
) -> Result<Vec<HistoryLine>, StoreError> {
    let rows = sqlx::query!(
        r#"select h.kind, h.at, h.user_id, u.full_name as "full_name?", h.workstation_id, w.name as "station?", h.notes
           from alert_history h
           left join users u on u.id = h.user_id
           left join workstations w on w.id = h.workstation_id
           where h.alert_id = $1 order by h.at, h.id"#,
        alert.0
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(HistoryLine {
                kind: parse("alert_history.kind", &r.kind)?,
                at: r.at.to_jiff(),
                by: r.user_id.map(UserId).zip(r.full_name),
                workstation: r.workstation_id.map(WorkstationId).zip(r.station),
                notes: r.notes,
            })
        })
        .collect()
}
