//! Who is owed an alert as it stands now, what their stations did with it, and who was reached.

use std::collections::HashMap;

use cloudcare_domain::{
    alert::ReceiptKind,
    id::{AlertId, IdGen, WorkstationId},
};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, parse};

/// Writes who is owed the alert as it stands now: its current step, and that step's recipients.
pub async fn insert_step(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    alert: AlertId,
    stations: &[WorkstationId],
) -> Result<(), StoreError> {
    let outcome = stations.is_empty().then_some("nobody_there");
    let step = sqlx::query_scalar!(
        "insert into alert_steps (id, alert_id, step, audience, due_at, started_at, outcome)
         select $1, id, current_step, 'ward', clock_timestamp(), clock_timestamp(), $3 from alerts where id = $2
         returning step",
        ids.uuid(),
        alert.0,
        outcome
    )
    .fetch_one(uow.connection())
    .await?;
    for station in stations {
        sqlx::query!(
            "insert into alert_recipients (id, alert_id, step, workstation_id) values ($1, $2, $3, $4)",
            ids.uuid(),
            alert.0,
            step,
            station.0
        )
        .execute(uow.connection())
        .await?;
    }
    Ok(())
}

/// Notes what a station did with the alert as it stands now. Answers false where it was noted before.
pub async fn insert_receipt(
    uow: &mut UnitOfWork,
    alert: AlertId,
    station: WorkstationId,
    kind: ReceiptKind,
) -> Result<bool, StoreError> {
    let step = sqlx::query_scalar!(
        "insert into alert_receipts (alert_id, workstation_id, step, kind)
         select id, $2, current_step, $3 from alerts where id = $1 on conflict do nothing returning step",
        alert.0,
        station.0,
        kind.as_str()
    )
    .fetch_optional(uow.connection())
    .await?;
    if let (Some(step), ReceiptKind::Displayed) = (step, kind) {
        sqlx::query!(
            "update alert_steps set outcome = 'reached' where alert_id = $1 and step = $2",
            alert.0,
            step
        )
        .execute(uow.connection())
        .await?;
    }
    Ok(step.is_some())
}

/// What one station did with one alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationReach {
    /// Station.
    pub workstation_id: WorkstationId,
    /// Name.
    pub name: String,
    /// Whether it was reckoned a recipient when the alert was raised.
    pub is_recipient: bool,
    /// Whether it was listening within the last `listening_within`.
    pub is_listening: bool,
    /// Receipts so far.
    pub receipts: Vec<ReceiptKind>,
}

/// Who was reached, per alert.
pub async fn reach(
    source: &mut impl Source,
    alerts: &[AlertId],
    listening_within: SignedDuration,
) -> Result<HashMap<AlertId, Vec<StationReach>>, StoreError> {
    let ids: Vec<Uuid> = alerts.iter().map(|a| a.0).collect();
    let rows = sqlx::query!(
        r#"with told as (
             select r.alert_id, r.workstation_id, true as recipient, null::text as kind
             from alert_recipients r join alerts a on a.id = r.alert_id and a.current_step = r.step
             where r.alert_id = any($1) and r.workstation_id is not null
             union all
             select r.alert_id, r.workstation_id, false, r.kind
             from alert_receipts r join alerts a on a.id = r.alert_id and a.current_step = r.step
             where r.alert_id = any($1)
           )
           select t.alert_id as "alert_id!", t.workstation_id as "workstation_id!", w.name,
                  bool_or(t.recipient) as "is_recipient!",
                  coalesce(w.revoked_at is null and w.last_seen_at > clock_timestamp() - make_interval(secs => $2), false) as "is_listening!",
                  coalesce(array_agg(t.kind) filter (where t.kind is not null), '{}') as "kinds!"
           from told t join workstations w on w.id = t.workstation_id
           group by t.alert_id, t.workstation_id, w.name, w.revoked_at, w.last_seen_at
           order by w.name, t.workstation_id"#,
        &ids,
        listening_within.as_secs_f64()
    )
    .fetch_all(source.connection())
    .await?;
    let mut reach: HashMap<AlertId, Vec<StationReach>> = HashMap::new();
    for row in rows {
        reach
            .entry(AlertId(row.alert_id))
            .or_default()
            .push(StationReach {
                workstation_id: row.workstation_id.into(),
                name: row.name,
                is_recipient: row.is_recipient,
                is_listening: row.is_listening,
                receipts: row
                    .kinds
                    .iter()
                    .map(|k| parse("alert_receipts.kind", k))
                    .collect::<Result<_, _>>()?,
            });
    }
    Ok(reach)
}
