//! An admission's story: lines that are only ever added.

use cloudcare_domain::{
    admission::AdmissionEventKind,
    id::{AdmissionId, BedId, IdGen, UserId},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use serde_json::Value;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, parse};

/// A line about to be added.
#[derive(Debug, Clone)]
pub struct NewStoryLine {
    /// Whose story.
    pub admission_id: AdmissionId,
    /// What.
    pub kind: AdmissionEventKind,
    /// When it happened.
    pub at: Timestamp,
    /// Who says so.
    pub by: Option<UserId>,
    /// Out of which bed.
    pub from_bed: Option<BedId>,
    /// Into which.
    pub to_bed: Option<BedId>,
    /// Words and details: part of the record, read by whoever may read the admission.
    pub detail: Value,
}

/// Adds a line.
pub async fn add_to_story(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    line: &NewStoryLine,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into admission_events (id, admission_id, kind, at, by_user, from_bed_id, to_bed_id, detail)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        ids.uuid(),
        line.admission_id.0,
        line.kind.as_str(),
        line.at.to_sqlx() as _,
        line.by.map(Uuid::from),
        line.from_bed.map(Uuid::from),
        line.to_bed.map(Uuid::from),
        line.detail
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// One line as read back.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryLine {
    /// Id.
    pub id: Uuid,
    /// What.
    pub kind: AdmissionEventKind,
    /// When it happened.
    pub at: Timestamp,
    /// When it was told.
    pub recorded_at: Timestamp,
    /// Who told it.
    pub by: Option<String>,
    /// Out of which bed.
    pub from_bed: Option<String>,
    /// Into which.
    pub to_bed: Option<String>,
    /// Words and details.
    pub detail: Value,
}

/// An admission's story in the order in which it happened.
pub async fn story(
    source: &mut impl Source,
    admission: AdmissionId,
) -> Result<Vec<StoryLine>, StoreError> {
    let rows = sqlx::query!(
        r#"select e.id, e.kind, e.at, e.recorded_at, u.full_name as "by?", f.label as "from_bed?", t.label as "to_bed?", e.detail
           from admission_events e
           left join users u on u.id = e.by_user
           left join beds f on f.id = e.from_bed_id
           left join beds t on t.id = e.to_bed_id
           where e.admission_id = $1 order by e.at, e.id limit 1000"#,
        admission.0
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(StoryLine {
                id: r.id,
                kind: parse("admission_events.kind", &r.kind)?,
                at: r.at.to_jiff(),
                recorded_at: r.recorded_at.to_jiff(),
                by: r.by,
                from_bed: r.from_bed,
                to_bed: r.to_bed,
                detail: r.detail,
            })
        })
        .collect()
}
