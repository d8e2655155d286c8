//! Alerts: the rows. Their story and whom they reached are beside.

mod history;
mod reach;

pub use history::{HistoryLine, add_history, history};
pub use reach::{StationReach, insert_receipt, insert_step, reach};

use cloudcare_domain::{
    access::Scope,
    admission::Whereabouts,
    alert::{Alert, AlertStatus, Answer, Severity},
    id::{AlertId, PatientId, UserId, WorkstationId},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use serde_json::Value;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// The constraint that keeps caller-supplied ids unique.
pub const UNIQUE_REF: &str = "alerts_alert_ref_key";
/// The constraint that keeps one open alert per patient and rule.
pub const ONE_OPEN_PER_RULE: &str = "alerts_one_open_per_rule_idx";

/// Which alerts.
#[derive(Debug, Clone, Default)]
pub struct AlertFilter {
    /// By id.
    pub id: Option<AlertId>,
    /// By the caller's id.
    pub alert_ref: Option<String>,
    /// Every open state.
    pub open_only: bool,
    /// Of one severity.
    pub severity: Option<Severity>,
    /// About one of these patients.
    pub patients: Option<Vec<PatientId>>,
    /// In these places; none means everywhere.
    pub scope: Option<Scope>,
    /// Of one rule.
    pub rule: Option<String>,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

/// Alerts, newest first.
pub async fn list(
    source: &mut impl Source,
    filter: &AlertFilter,
) -> Result<Vec<Alert>, StoreError> {
    let scope = filter.scope.as_ref();
    let hospitals: Option<Vec<Uuid>> = scope.map(|s| s.hospitals.iter().map(|h| h.0).collect());
    let wards: Option<Vec<Uuid>> = scope.map(|s| s.wards.iter().map(|w| w.0).collect());
    let at: Option<Vec<Uuid>> = scope.map(|s| s.at.iter().map(|h| h.0).collect());
    let patients: Option<Vec<Uuid>> = filter
        .patients
        .as_ref()
        .map(|p| p.iter().map(|p| p.0).collect());
    let rows = sqlx::query_as!(
        Row,
        r#"select a.id, a.alert_ref, a.hospital_id, a.ward_id, w.name as "ward_name?", a.bed_id, b.label as "bed_label?",
                  b.bay as "bed_bay?", a.place, a.patient_id, a.alert_type, a.severity, a.status, a.description,
                  a.triggered_by, a.trigger_data, a.location, a.rule, a.occurrences, a.taken_at, a.raised_at,
                  a.last_occurrence_at, a.acknowledged_by, ack.full_name as "acknowledged_name?", a.acknowledged_at,
                  a.acknowledged_on, station.name as "acknowledged_station?", a.responder_id,
                  responder.full_name as "responder_name?", a.responding_at, a.closed_by,
                  closer.full_name as "closed_name?", a.closed_at, a.closing_notes, a.version
           from alerts a
           left join wards w on w.id = a.ward_id
           left join beds b on b.id = a.bed_id
           left join users ack on ack.id = a.acknowledged_by
           left join workstations station on station.id = a.acknowledged_on
           left join users responder on responder.id = a.responder_id
           left join users closer on closer.id = a.closed_by
           where ($1::uuid is null or a.id = $1)
             and ($2::text is null or a.alert_ref = $2)
             and (not $3 or a.status in ('active', 'acknowledged', 'responding'))
             and ($4::text is null or a.severity = $4)
             and ($5::uuid[] is null or a.patient_id = any($5))
             and ($6::uuid[] is null or a.hospital_id = any($6) or a.ward_id = any($7)
                  or (a.ward_id is null and a.hospital_id = any($11)))
             and ($8::text is null or a.rule = $8)
           order by a.raised_at desc, a.id desc offset $9 limit $10"#,
        filter.id.map(Uuid::from),
        filter.alert_ref,
        filter.open_only,
        filter.severity.map(Severity::as_str),
        patients.as_deref(),
        hospitals.as_deref(),
        wards.as_deref(),
        filter.rule,
        filter.skip,
        filter.limit,
        at.as_deref()
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter().map(Alert::try_from).collect()
}

/// How many alerts a filter finds, counted to 1,001 at most.
pub async fn count(source: &mut impl Source, filter: &AlertFilter) -> Result<usize, StoreError> {
    let filter = AlertFilter {
        skip: 0,
        limit: 1_001,
        ..filter.clone()
    };
    Ok(list(source, &filter).await?.len())
}

/// One alert, its row locked until the unit of work ends.
pub async fn lock(uow: &mut UnitOfWork, id: AlertId) -> Result<Option<Alert>, StoreError> {
    sqlx::query!("select id from alerts where id = $1 for update", id.0)
        .fetch_optional(uow.connection())
        .await?;
    Ok(list(
        uow,
        &AlertFilter {
            id: Some(id),
            limit: 1,
            ..AlertFilter::default()
        },
    )
    .await?
    .pop())
}

/// The open alert of a patient and a rule, locked.
pub async fn lock_open_of_rule(
    uow: &mut UnitOfWork,
    patient: PatientId,
    rule: &str,
) -> Result<Option<Alert>, StoreError> {
    let id = sqlx::query_scalar!(
        "select id from alerts where patient_id = $1 and rule = $2 and status in ('active', 'acknowledged', 'responding') for update",
        patient.0,
        rule
    )
    .fetch_optional(uow.connection())
    .await?;
    match id {
        Some(id) => Ok(list(
            uow,
            &AlertFilter {
                id: Some(AlertId(id)),
                limit: 1,
                ..AlertFilter::default()
            },
        )
        .await?
        .pop()),
        None => Ok(None),
    }
}

/// The open alerts of a patient, locked in one order.
pub async fn lock_open_of_patient(
    uow: &mut UnitOfWork,
    patient: PatientId,
) -> Result<Vec<Alert>, StoreError> {
    let locked = sqlx::query_scalar!(
        "select id from alerts where patient_id = $1 and status in ('active', 'acknowledged', 'responding')
         order by id for update",
        patient.0
    )
    .fetch_all(uow.connection())
    .await?;
    if locked.is_empty() {
        return Ok(Vec::new());
    }
    list(
        uow,
        &AlertFilter {
            patients: Some(vec![patient]),
            open_only: true,
            limit: 1_000,
            ..AlertFilter::default()
        },
    )
    .await
}

/// Writes where the patient of an open alert is now. `told_anew` starts another step: whoever is
/// there was not told before.
pub async fn follow(
    uow: &mut UnitOfWork,
    alert: &Alert,
    at: &Whereabouts,
    told_anew: bool,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update alerts set hospital_id = $3, ward_id = $4, bed_id = $5, place = $6,
           current_step = case when $7 then current_step + 1 else current_step end, version = version + 1
         where id = $1 and version = $2",
        alert.id.0,
        alert.version,
        at.hospital_id.0,
        at.ward_id.map(Uuid::from),
        at.bed_id.map(Uuid::from),
        at.describe(),
        told_anew
    )
    .execute(uow.connection())
    .await?;
    affected("follow", 1, &result)
}

/// Adds an alert as just raised. `request_hash` tells a repeated request from another with the same id.
pub async fn insert(
    uow: &mut UnitOfWork,
    alert: &Alert,
    request_hash: &[u8; 32],
    raised_by: Option<UserId>,
    raised_on: Option<WorkstationId>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into alerts (id, alert_ref, request_hash, hospital_id, ward_id, bed_id, place, patient_id, alert_type, severity,
                             status, description, triggered_by, trigger_data, location, rule, raised_by_user,
                             raised_by_station, taken_at, raised_at, last_occurrence_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'active', $11, $12, $13, $14, $15, $16, $17, $18, $19, $19)",
        alert.id.0,
        alert.alert_ref,
        request_hash.as_slice(),
        alert.hospital_id.0,
        alert.ward.as_ref().map(|w| w.0.0),
        alert.bed.as_ref().map(|b| b.0.0),
        alert.place,
        alert.patient_id.map(Uuid::from),
        alert.alert_type.as_str(),
        alert.severity.as_str(),
        alert.description,
        alert.triggered_by.as_str(),
        alert.trigger_data,
        alert.location,
        alert.rule,
        raised_by.map(Uuid::from),
        raised_on.map(Uuid::from),
        alert.taken_at.map(ToSqlx::to_sqlx) as _,
        alert.raised_at.to_sqlx() as _,
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// What an alert was asked for with, by the caller's id.
pub async fn request_hash(
    source: &mut impl Source,
    alert_ref: &str,
) -> Result<Option<(AlertId, Vec<u8>)>, StoreError> {
    let row = sqlx::query!(
        "select id, request_hash from alerts where alert_ref = $1",
        alert_ref
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(row.map(|r| (AlertId(r.id), r.request_hash)))
}

/// Writes the status an answer led to.
pub async fn answer(
    uow: &mut UnitOfWork,
    alert: &Alert,
    to: AlertStatus,
    by: UserId,
    on: Option<WorkstationId>,
    notes: Option<&str>,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update alerts set
           status = $3,
           acknowledged_by = case when acknowledged_at is null and $3 <> 'false_alarm' then $4 else acknowledged_by end,
           acknowledged_on = case when acknowledged_at is null and $3 <> 'false_alarm' then $5 else acknowledged_on end,
           acknowledged_at = case when acknowledged_at is null and $3 <> 'false_alarm' then clock_timestamp() else acknowledged_at end,
           responder_id = case when $3 = 'responding' then $4 else responder_id end,
           responding_at = case when $3 = 'responding' then clock_timestamp() else responding_at end,
           closed_by = case when $3 in ('resolved', 'false_alarm') then $4 end,
           closed_at = case when $3 in ('resolved', 'false_alarm') then clock_timestamp() end,
           closing_notes = case when $3 in ('resolved', 'false_alarm') then $6 end,
           version = version + 1
         where id = $1 and version = $2",
        alert.id.0,
        alert.version,
        to.as_str(),
        by.0,
        on.map(Uuid::from),
        notes
    )
    .execute(uow.connection())
    .await?;
    affected("answer alert", 1, &result)
}

/// What a further breach of the same rule changes.
#[derive(Debug, Clone)]
pub struct Repetition<'a> {
    /// Severity of this breach.
    pub severity: Severity,
    /// The headline; what stood there before where this breach says less.
    pub description: &'a str,
    /// Its data, with every reading so far.
    pub trigger_data: &'a Value,
    /// When it happened to the patient.
    pub taken_at: Option<Timestamp>,
    /// Where the patient is now: an open alert follows the patient (H22).
    pub at: &'a Whereabouts,
}

/// Appends a further breach of the same rule. A worse one re-opens the alert under a new step: what
/// somebody acknowledged, and what stations showed, was less bad than what is there now (H3).
pub async fn repeat(
    uow: &mut UnitOfWork,
    alert: &Alert,
    new: &Repetition<'_>,
) -> Result<(), StoreError> {
    let worse = new.severity > alert.severity;
    let result = sqlx::query!(
        "update alerts set
           severity = $3, description = $4, trigger_data = $5, taken_at = $6,
           status = case when $7 then 'active' else status end,
           current_step = case when $7 then current_step + 1 else current_step end,
           acknowledged_by = case when $7 then null else acknowledged_by end,
           acknowledged_on = case when $7 then null else acknowledged_on end,
           acknowledged_at = case when $7 then null else acknowledged_at end,
           responder_id = case when $7 then null else responder_id end,
           responding_at = case when $7 then null else responding_at end,
           ward_id = $8, bed_id = $9, place = $10,
           occurrences = occurrences + 1, last_occurrence_at = clock_timestamp(), version = version + 1
         where id = $1 and version = $2",
        alert.id.0,
        alert.version,
        new.severity.max(alert.severity).as_str(),
        new.description,
        new.trigger_data,
        new.taken_at.map(ToSqlx::to_sqlx) as _,
        worse,
        new.at.ward_id.map(Uuid::from),
        new.at.bed_id.map(Uuid::from),
        new.at.describe()
    )
    .execute(uow.connection())
    .await?;
    affected("repeat alert", 1, &result)
}

struct Row {
    id: Uuid,
    alert_ref: String,
    hospital_id: Uuid,
    ward_id: Option<Uuid>,
    ward_name: Option<String>,
    bed_id: Option<Uuid>,
    bed_label: Option<String>,
    bed_bay: Option<String>,
    place: String,
    patient_id: Option<Uuid>,
    alert_type: String,
    severity: String,
    status: String,
    description: String,
    triggered_by: String,
    trigger_data: Option<Value>,
    location: Option<Value>,
    rule: Option<String>,
    occurrences: i32,
    taken_at: Option<jiff_sqlx::Timestamp>,
    raised_at: jiff_sqlx::Timestamp,
    last_occurrence_at: jiff_sqlx::Timestamp,
    acknowledged_by: Option<Uuid>,
    acknowledged_name: Option<String>,
    acknowledged_at: Option<jiff_sqlx::Timestamp>,
    acknowledged_on: Option<Uuid>,
    acknowledged_station: Option<String>,
    responder_id: Option<Uuid>,
    responder_name: Option<String>,
    responding_at: Option<jiff_sqlx::Timestamp>,
    closed_by: Option<Uuid>,
    closed_name: Option<String>,
    closed_at: Option<jiff_sqlx::Timestamp>,
    closing_notes: Option<String>,
    version: i32,
}

impl TryFrom<Row> for Alert {
    type Error = StoreError;

    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: r.id.into(),
            alert_ref: r.alert_ref,
            hospital_id: r.hospital_id.into(),
            ward: r.ward_id.map(Into::into).zip(r.ward_name),
            bed: match (r.bed_id, r.bed_label, r.bed_bay) {
                (Some(id), Some(label), Some(bay)) => Some((id.into(), label, bay)),
                _ => None,
            },
            place: r.place,
            patient_id: r.patient_id.map(PatientId),
            alert_type: parse("alerts.alert_type", &r.alert_type)?,
            severity: parse("alerts.severity", &r.severity)?,
            status: parse("alerts.status", &r.status)?,
            description: r.description,
            triggered_by: parse("alerts.triggered_by", &r.triggered_by)?,
            trigger_data: r.trigger_data,
            location: r.location,
            rule: r.rule,
            occurrences: r.occurrences,
            taken_at: r.taken_at.map(jiff_sqlx::Timestamp::to_jiff),
            raised_at: r.raised_at.to_jiff(),
            last_occurrence_at: r.last_occurrence_at.to_jiff(),
            acknowledged: answer_of(
                r.acknowledged_by,
                r.acknowledged_name,
                r.acknowledged_at,
                r.acknowledged_on
                    .map(WorkstationId)
                    .zip(r.acknowledged_station),
            ),
            responding: answer_of(r.responder_id, r.responder_name, r.responding_at, None),
            closed: answer_of(r.closed_by, r.closed_name, r.closed_at, None),
            closing_notes: r.closing_notes,
            version: r.version,
        })
    }
}

fn answer_of(
    by: Option<Uuid>,
    full_name: Option<String>,
    at: Option<jiff_sqlx::Timestamp>,
    workstation: Option<(WorkstationId, String)>,
) -> Option<Answer> {
    match (by, full_name, at) {
        (Some(by), Some(full_name), Some(at)) => Some(Answer {
            user_id: by.into(),
            full_name,
            at: at.to_jiff(),
            workstation,
        }),
        _ => None,
    }
}
