//! Wearable records, devices, limits and late findings.

use std::collections::HashMap;

use cloudcare_domain::{
    id::{HospitalId, IdGen, PatientId, PatientKeyId, UserId, WearableRecordId},
    wearable::{Breach, Limit, RecordKind},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, parse};

/// A record sealed for keeping.
#[derive(Debug, Clone)]
pub struct SealedRecord {
    /// Row.
    pub id: WearableRecordId,
    /// Whose.
    pub patient_id: PatientId,
    /// Kind.
    pub kind: RecordKind,
    /// The sender's id for it.
    pub record_id: String,
    /// Which key opens it.
    pub key_id: PatientKeyId,
    /// Fernet token.
    pub payload: String,
    /// Keyed hash of the content.
    pub content_mac: [u8; 32],
    /// Application that wrote it.
    pub data_origin: String,
    /// Start or instant.
    pub taken_at: Timestamp,
    /// End of an interval.
    pub ended_at: Option<Timestamp>,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// New.
    Stored,
    /// Known under this id, now with other content.
    Updated,
    /// Known, the same.
    Duplicate,
}

/// Keeps a record. Sent again it changes nothing; sent corrected it replaces the former content.
pub async fn keep(uow: &mut UnitOfWork, record: &SealedRecord) -> Result<Kept, StoreError> {
    let inserted = sqlx::query_scalar!(
        r#"insert into wearable_records as w
             (id, patient_id, kind, record_id, key_id, payload, content_mac, data_origin, taken_at, ended_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (patient_id, kind, record_id) do update set
             key_id = excluded.key_id, payload = excluded.payload, content_mac = excluded.content_mac,
             data_origin = excluded.data_origin, taken_at = excluded.taken_at, ended_at = excluded.ended_at,
             updated_at = clock_timestamp()
           where w.key_id <> excluded.key_id or w.content_mac <> excluded.content_mac
           returning (w.id = $1) as "inserted!""#,
        record.id.0,
        record.patient_id.0,
        record.kind.as_str(),
        record.record_id,
        record.key_id.0,
        record.payload,
        record.content_mac.as_slice(),
        record.data_origin,
        record.taken_at.to_sqlx() as _,
        record.ended_at.map(ToSqlx::to_sqlx) as _
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(match inserted {
        Some(true) => Kept::Stored,
        Some(false) => Kept::Updated,
        None => Kept::Duplicate,
    })
}

/// A stored record, still sealed.
#[derive(Debug, Clone)]
pub struct StoredRecord {
    /// Fernet token.
    pub payload: String,
    /// Wrapped key that opens it.
    pub wrapped_key: String,
    /// When.
    pub taken_at: Timestamp,
}

/// The newest records of a kind, newest first.
pub async fn newest(
    source: &mut impl Source,
    patient: PatientId,
    kind: RecordKind,
    limit: i64,
) -> Result<Vec<StoredRecord>, StoreError> {
    let rows = sqlx::query!(
        r#"select w.payload, k.wrapped_key as "wrapped_key!", w.taken_at
           from wearable_records w join patient_keys k on k.id = w.key_id
           where w.patient_id = $1 and w.kind = $2 and k.wrapped_key is not null
           order by w.taken_at desc limit $3"#,
        patient.0,
        kind.as_str(),
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| StoredRecord {
            payload: r.payload,
            wrapped_key: r.wrapped_key,
            taken_at: r.taken_at.to_jiff(),
        })
        .collect())
}

/// Binds a device to a patient.
pub async fn bind_device(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: PatientId,
    label: &str,
    data_origin: &str,
    bound_by: Option<UserId>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into wearable_devices (id, patient_id, label, data_origin, bound_by) values ($1, $2, $3, $4, $5)",
        ids.uuid(),
        patient.0,
        label,
        data_origin,
        bound_by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// A device that is bound now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundDevice {
    /// In words.
    pub label: String,
    /// Application that writes for it.
    pub data_origin: String,
}

/// Devices bound to a patient now.
pub async fn bound_devices(
    source: &mut impl Source,
    patient: PatientId,
) -> Result<Vec<BoundDevice>, StoreError> {
    Ok(sqlx::query_as!(
        BoundDevice,
        "select label, data_origin from wearable_devices where patient_id = $1 and unbound_at is null order by bound_at",
        patient.0
    )
    .fetch_all(source.connection())
    .await?)
}

/// For the board: the device of each patient and when it last told something.
pub async fn watching(
    source: &mut impl Source,
    patients: &[PatientId],
) -> Result<HashMap<PatientId, (String, Option<Timestamp>)>, StoreError> {
    let ids: Vec<Uuid> = patients.iter().map(|p| p.0).collect();
    let rows = sqlx::query!(
        r#"select distinct on (d.patient_id) d.patient_id, d.label,
                  (select max(w.taken_at) from wearable_records w where w.patient_id = d.patient_id) as last_taken_at
           from wearable_devices d where d.patient_id = any($1) and d.unbound_at is null
           order by d.patient_id, d.bound_at desc"#,
        &ids
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            (
                PatientId(r.patient_id),
                (r.label, r.last_taken_at.map(jiff_sqlx::Timestamp::to_jiff)),
            )
        })
        .collect())
}

/// Limits in force for a hospital: its own where it has any for a rule, else the defaults.
pub async fn limits(
    source: &mut impl Source,
    hospital: Option<HospitalId>,
    kind: RecordKind,
) -> Result<Vec<Limit>, StoreError> {
    let rows = sqlx::query!(
        "select l.rule, l.record_kind, l.comparison, l.limit_value, l.severity, l.source, l.version
         from wearable_limits l
         where l.record_kind = $2 and l.valid_from <= clock_timestamp() and (l.valid_to is null or l.valid_to > clock_timestamp())
           and (l.hospital_id = $1 or (l.hospital_id is null and not exists (
                 select from wearable_limits own where own.hospital_id = $1 and own.rule = l.rule
                   and own.valid_from <= clock_timestamp() and (own.valid_to is null or own.valid_to > clock_timestamp()))))
         order by l.rule, l.limit_value",
        hospital.map(Uuid::from),
        kind.as_str()
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Limit {
                rule: r.rule,
                kind: parse("wearable_limits.record_kind", &r.record_kind)?,
                comparison: parse("wearable_limits.comparison", &r.comparison)?,
                value: r.limit_value.normalize(),
                severity: parse("wearable_limits.severity", &r.severity)?,
                source: r.source,
                version: r.version,
            })
        })
        .collect()
}

/// Notes breaches that were too old to page.
pub async fn insert_late_finding(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: PatientId,
    breach: &Breach,
) -> Result<(), StoreError> {
    let (Some(first), Some(last)) = (breach.readings.first(), breach.readings.last()) else {
        return Ok(());
    };
    sqlx::query!(
        "insert into late_findings (id, patient_id, rule, severity, readings, first_taken_at, last_taken_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        ids.uuid(),
        patient.0,
        breach.limit.rule,
        breach.limit.severity.as_str(),
        i32::try_from(breach.readings.len()).unwrap_or(i32::MAX),
        first.taken_at.to_sqlx() as _,
        last.taken_at.to_sqlx() as _
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}
