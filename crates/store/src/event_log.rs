//! The event log: written in the transaction of the change, read by cursor.

use cloudcare_domain::{
    event::{Audience, Epoch, EventKind, NewEvent},
    id::{AlertId, HospitalId, PatientId, SessionId, UserId, WardId},
};
use jiff::Timestamp;
use serde_json::Value;

use crate::{Source, StoreError, UnitOfWork, parse};

/// `NOTIFY` channel. It only wakes readers; the rows are the truth.
pub const CHANNEL: &str = "cloudcare_events";

/// One advisory lock orders all writers of the log ("ccev" in ASCII).
const ORDER_LOCK: i64 = 0x6363_6576;

/// A row of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggedEvent {
    /// Its number; strictly growing in the order of commits.
    pub n: i64,
    /// When, by the database.
    pub at: Timestamp,
    /// Kind.
    pub kind: EventKind,
    /// Whom it concerns.
    pub audience: Audience,
    /// The body with names.
    pub payload: Value,
}

/// Where the log stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPosition {
    /// Which history.
    pub epoch: Epoch,
    /// The newest number, 0 if there never was one.
    pub newest: i64,
    /// Everything up to this number is gone.
    pub pruned_through: i64,
    /// The database's clock.
    pub now: Timestamp,
}

pub(crate) async fn append(uow: &mut UnitOfWork, events: &[NewEvent]) -> Result<(), StoreError> {
    sqlx::query!("select pg_advisory_xact_lock($1)", ORDER_LOCK)
        .execute(uow.connection())
        .await?;
    for event in events {
        let a = &event.audience;
        sqlx::query!(
            "insert into events (kind, hospital_id, ward_id, patient_id, alert_id, session_id, user_id, payload)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            event.kind.as_str(),
            a.hospital_id.map(|id| id.0),
            a.ward_id.map(|id| id.0),
            a.patient_id.map(|id| id.0),
            a.alert_id.map(|id| id.0),
            a.session_id.map(|id| id.0),
            a.user_id.map(|id| id.0),
            event.payload,
        )
        .execute(uow.connection())
        .await?;
    }
    sqlx::query!("select pg_notify($1, '')", CHANNEL)
        .execute(uow.connection())
        .await?;
    Ok(())
}

/// Where the log stands now.
pub async fn position(source: &mut impl Source) -> Result<LogPosition, StoreError> {
    let row = sqlx::query!(
        r#"select (select system_identifier from pg_control_system()) as "system_identifier!",
                  (select timeline_id from pg_control_checkpoint()) as "timeline!",
                  greatest((select max(n) from events), (select pruned_through from event_log_state)) as "newest!",
                  (select pruned_through from event_log_state) as "pruned_through!",
                  clock_timestamp() as "now!""#
    )
    .fetch_one(source.connection())
    .await?;
    Ok(LogPosition {
        epoch: Epoch::new(row.system_identifier, row.timeline),
        newest: row.newest,
        pruned_through: row.pruned_through,
        now: row.now.to_jiff(),
    })
}

/// Events after `n`, oldest first.
pub async fn after(
    source: &mut impl Source,
    n: i64,
    limit: i64,
) -> Result<Vec<LoggedEvent>, StoreError> {
    let rows = sqlx::query!(
        "select n, at, kind, hospital_id, ward_id, patient_id, alert_id, session_id, user_id, payload
         from events where n > $1 order by n limit $2",
        n,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(LoggedEvent {
                n: r.n,
                at: r.at.to_jiff(),
                kind: parse("events.kind", &r.kind)?,
                audience: Audience {
                    hospital_id: r.hospital_id.map(HospitalId),
                    ward_id: r.ward_id.map(WardId),
                    patient_id: r.patient_id.map(PatientId),
                    alert_id: r.alert_id.map(AlertId),
                    session_id: r.session_id.map(SessionId),
                    user_id: r.user_id.map(UserId),
                },
                payload: r.payload,
            })
        })
        .collect()
}

/// Forgets events older than `days` (at least one); answers the last number forgotten, 0 for none.
pub async fn prune(uow: &mut UnitOfWork, days: i32) -> Result<i64, StoreError> {
    let last = sqlx::query_scalar!(
        r#"select prune_events(make_interval(days => $1)) as "last!""#,
        days
    )
    .fetch_one(uow.connection())
    .await?;
    Ok(last)
}
