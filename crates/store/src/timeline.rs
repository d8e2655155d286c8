//! A patient's timeline: one query for each kind, each with the same limit, merged by the domain.

use cloudcare_domain::{
    id::PatientId,
    timeline::{TimelineCursor, TimelineEntry, TimelineKind},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, parse};

struct Row {
    id: Uuid,
    at: jiff_sqlx::Timestamp,
    /// A code, or words where the thing has its own.
    what: String,
    detail: Option<String>,
    by: Option<String>,
    severity: Option<String>,
}

/// The newest entries of one kind, older than `after`.
pub async fn of_kind(
    source: &mut impl Source,
    patient: PatientId,
    kind: TimelineKind,
    after: Option<&TimelineCursor>,
    limit: i64,
) -> Result<Vec<TimelineEntry>, StoreError> {
    let at = after.map(|c| c.at);
    // Keys of other kinds at the same instant stand before or after all keys of this kind.
    let key = after.map(|c| c.key.as_str());
    let rows = match kind {
        TimelineKind::Admission => admissions(source, patient, at, key, limit).await?,
        TimelineKind::Discharge => discharges(source, patient, at, key, limit).await?,
        TimelineKind::Move => moves(source, patient, at, key, limit).await?,
        TimelineKind::Alert => alerts(source, patient, at, key, limit).await?,
        TimelineKind::Condition => conditions(source, patient, at, key, limit).await?,
        TimelineKind::Allergy => allergies(source, patient, at, key, limit).await?,
        TimelineKind::ObservationSet => observations(source, patient, at, key, limit).await?,
        TimelineKind::Medication => medications(source, patient, at, key, limit).await?,
        TimelineKind::Death => deaths(source, patient, at, key, limit).await?,
        TimelineKind::Registration => registration(source, patient, at, key).await?,
    };
    rows.into_iter()
        .map(|r| {
            Ok(TimelineEntry {
                key: format!("{kind}:{}", r.id),
                kind,
                at: r.at.to_jiff(),
                title: title(kind, &r.what),
                detail: r.detail.filter(|d| !d.is_empty()),
                by: r.by,
                severity: r
                    .severity
                    .as_deref()
                    .map(|s| parse("alerts.severity", s))
                    .transpose()?,
            })
        })
        .collect()
}

fn title(kind: TimelineKind, what: &str) -> String {
    let words = match (kind, what) {
        (TimelineKind::Discharge, "home") => "Discharged home",
        (TimelineKind::Discharge, "other_hospital") => "Discharged to another hospital",
        (TimelineKind::Discharge, "self_discharge") => "Discharged at own request",
        (TimelineKind::Discharge, "absconded") => "Left without telling",
        (TimelineKind::Discharge, "died") => "Died in hospital",
        (TimelineKind::Discharge, "cancelled") => "Admission cancelled: a mistake",
        (TimelineKind::Discharge, _) => "Discharged",
        (TimelineKind::Move, "moved") => "Moved",
        (TimelineKind::Move, "away") => "Away from the bed",
        (TimelineKind::Move, "returned") => "Back in the bed",
        (TimelineKind::Move, "isolation_changed") => "Isolation changed",
        (TimelineKind::Move, "sent") => "Sent to another hospital",
        (TimelineKind::Move, "arrived") => "Arrived from another hospital",
        (TimelineKind::Alert, "cardiac_arrest") => "Alert: cardiac arrest",
        (TimelineKind::Alert, "fall_detection") => "Alert: fall",
        (TimelineKind::Alert, "abnormal_vitals") => "Alert: abnormal vital signs",
        (TimelineKind::Alert, "manual_trigger") => "Alert: called for help",
        (TimelineKind::Alert, "seizure") => "Alert: seizure",
        (TimelineKind::Alert, "unconscious") => "Alert: unconscious",
        (TimelineKind::Alert, _) => "Alert",
        (TimelineKind::ObservationSet, _) => "Vital signs",
        (TimelineKind::Death, "reversed") => "Death recorded by mistake",
        (TimelineKind::Death, _) => "Died",
        (TimelineKind::Registration, "unidentified") => "Registered, not identified",
        (TimelineKind::Registration, _) => "Registered",
        // The thing's own words.
        (_, words) => words,
    };
    words.to_owned()
}

async fn admissions(
    source: &mut impl Source,
    patient: PatientId,
    at: Option<Timestamp>,
    key: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select a.id, a.admitted_at as at, 'Admitted to ' || h.name as "what!",
                  concat_ws(', ', w.name, a.reason) as detail, u.full_name as "by?", null::text as severity
           from admissions a
           join hospitals h on h.id = a.hospital_id
           left join wards w on w.id = a.ward_id
           left join users u on u.id = a.admitted_by
           where a.patient_id = $1
             and ($2::timestamptz is null or a.admitted_at < $2
                  or (a.admitted_at = $2 and ('admission:' || a.id) collate "C" < $3))
           order by a.admitted_at desc, a.id desc limit $4"#,
        patient.0,
        at.map(ToSqlx::to_sqlx) as _,
        key,
        limit
    )
    .fetch_all(source.connection())
    .await?)
}

async fn discharges(
    source: &mut impl Source,
    patient: PatientId,
    at: Option<Timestamp>,
    key: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select a.id, a.discharged_at as "at!",
                  case when a.cancelled_at is not null then 'cancelled' else coalesce(a.disposition, 'unknown') end as "what!",
                  concat_ws(', ', h.name, coalesce(a.cancel_reason, a.discharge_summary)) as detail,
                  u.full_name as "by?", null::text as severity
           from admissions a
           join hospitals h on h.id = a.hospital_id
           left join users u on u.id = coalesce(a.cancelled_by, a.discharged_by)
           where a.patient_id = $1 and a.discharged_at is not null
             and ($2::timestamptz is null or a.discharged_at < $2
                  or (a.discharged_at = $2 and ('discharge:' || a.id) collate "C" < $3))
           order by a.discharged_at desc, a.id desc limit $4"#,
        patient.0,
        at.map(ToSqlx::to_sqlx) as _,
        key,
        limit
    )
    .fetch_all(source.connection())
    .await?)
}

async fn moves(
    source: &mut impl Source,
    patient: PatientId,
    at: Option<Timestamp>,
    key: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select e.id, e.at, e.kind as what,
                  concat_ws(' → ', wf.name || ', bed ' || f.label, wt.name || ', bed ' || t.label) as detail,
                  u.full_name as "by?", null::text as severity
           from admission_events e
           join admissions a on a.id = e.admission_id
           left join beds f on f.id = e.from_bed_id
           left join wards wf on wf.id = f.ward_id
           left join beds t on t.id = e.to_bed_id
           left join wards wt on wt.id = t.ward_id
           left join users u on u.id = e.by_user
           where a.patient_id = $1 and e.kind in ('moved', 'away', 'returned', 'isolation_changed', 'sent', 'arrived')
             and ($2::timestamptz is null or e.at < $2 or (e.at = $2 and ('move:' || e.id) collate "C" < $3))
           order by e.at desc, e.id desc limit $4"#,
        patient.0,
        at.map(ToSqlx::to_sqlx) as _,
        key,
        limit
    )
    .fetch_all(source.connection())
    .await?)
}

async fn alerts(
    source: &mut impl Source,
    patient: PatientId,
    at: Option<Timestamp>,
    key: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select a.id, a.raised_at as at, a.alert_type as what, a.description as "detail?",
                  u.full_name as "by?", a.severity as "severity?"
           from alerts a left join users u on u.id = a.raised_by_user
           where a.patient_id = $1
             and ($2::timestamptz is null or a.raised_at < $2
                  or (a.raised_at = $2 and ('alert:' || a.id) collate "C" < $3))
           order by a.raised_at desc, a.id desc limit $4"#,
        patient.0,
        at.map(ToSqlx::to_sqlx) as _,
        key,
        limit
    )
    .fetch_all(source.connection())
    .await?)
}

async fn conditions(
    source: &mut impl Source,
    patient: PatientId,
    at: Option<Timestamp>,
    key: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select c.id as "id!", c.at as "at!", c.description as "what!",
                  concat_ws(', ', c.icd10_code, 'until ' || c.ended_on::text,
                            case when c.status = 'entered_in_error' then 'entered in error: ' || c.error_reason end) as detail,
                  u.full_name as "by?", null::text as severity
           from (select *, coalesce(started_on::timestamp at time zone 'UTC', recorded_at) as at from conditions
                 where patient_id = $1) c
           left join users u on u.id = c.recorded_by
           where $2::timestamptz is null or c.at < $2 or (c.at = $2 and ('condition:' || c.id) collate "C" < $3)
           order by c.at desc, c.id desc limit $4"#,
        patient.0,
        at.map(ToSqlx::to_sqlx) as _,
        key,
        limit
    )
    .fetch_all(source.connection())
    .await?)
}

async fn allergies(
    source: &mut impl Source,
    patient: PatientId,
    at: Option<Timestamp>,
    key: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select a.id, a.recorded_at as at, 'Allergy: ' || a.substance as "what!",
                  concat_ws(', ', a.reaction, replace(a.severity, '_', '-'),
                            case a.status when 'refuted' then 'refuted: ' || a.status_reason
                                          when 'entered_in_error' then 'entered in error: ' || a.status_reason end) as detail,
                  u.full_name as "by?", null::text as severity
           from allergies a left join users u on u.id = a.recorded_by
           where a.patient_id = $1
             and ($2::timestamptz is null or a.recorded_at < $2
                  or (a.recorded_at = $2 and ('allergy:' || a.id) collate "C" < $3))
           order by a.recorded_at desc, a.id desc limit $4"#,
        patient.0,
        at.map(ToSqlx::to_sqlx) as _,
        key,
        limit
    )
    .fetch_all(source.connection())
    .await?)
}

async fn observations(
    source: &mut impl Source,
    patient: PatientId,
    at: Option<Timestamp>,
    key: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select o.id, o.taken_at as at, 'vital_signs' as "what!",
                  concat_ws(', ',
                    'respiration ' || trim_scale(o.respiration_per_min) || '/min',
                    'SpO2 ' || trim_scale(o.oxygen_saturation_percent) || ' %',
                    case when o.on_oxygen then 'on oxygen' end,
                    case when o.systolic_mmhg is not null then
                      trim_scale(o.systolic_mmhg) || coalesce('/' || trim_scale(o.diastolic_mmhg), '') || ' mmHg' end,
                    'pulse ' || trim_scale(o.pulse_per_min) || '/min',
                    o.temperature_c || ' °C', o.consciousness,
                    trim_scale(o.weight_kg) || ' kg', trim_scale(o.height_cm) || ' cm',
                    case when o.status = 'entered_in_error' then 'entered in error' end) as detail,
                  u.full_name as "by?", null::text as severity
           from observation_sets o left join users u on u.id = o.recorded_by
           where o.patient_id = $1
             and ($2::timestamptz is null or o.taken_at < $2
                  or (o.taken_at = $2 and ('observation_set:' || o.id) collate "C" < $3))
           order by o.taken_at desc, o.id desc limit $4"#,
        patient.0,
        at.map(ToSqlx::to_sqlx) as _,
        key,
        limit
    )
    .fetch_all(source.connection())
    .await?)
}

async fn medications(
    source: &mut impl Source,
    patient: PatientId,
    at: Option<Timestamp>,
    key: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select m.id as "id!", m.at as "at!", m.medication_name as "what!",
                  concat_ws(', ', replace(m.status, '_', ' '), m.dosage) as detail, null::text as by, null::text as severity
           from (select *, coalesce(authored_at, recorded_at) as at from medication_statements where patient_id = $1) m
           where $2::timestamptz is null or m.at < $2 or (m.at = $2 and ('medication:' || m.id) collate "C" < $3)
           order by m.at desc, m.id desc limit $4"#,
        patient.0,
        at.map(ToSqlx::to_sqlx) as _,
        key,
        limit
    )
    .fetch_all(source.connection())
    .await?)
}

async fn deaths(
    source: &mut impl Source,
    patient: PatientId,
    at: Option<Timestamp>,
    key: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select d.id, d.died_at as at, case when d.reversed_at is null then 'died' else 'reversed' end as "what!",
                  concat_ws(', ', 'verified by ' || d.verified_by, d.reversal_reason) as detail,
                  u.full_name as "by?", null::text as severity
           from deaths d left join users u on u.id = coalesce(d.reversed_by, d.recorded_by)
           where d.patient_id = $1
             and ($2::timestamptz is null or d.died_at < $2
                  or (d.died_at = $2 and ('death:' || d.id) collate "C" < $3))
           order by d.died_at desc, d.id desc limit $4"#,
        patient.0,
        at.map(ToSqlx::to_sqlx) as _,
        key,
        limit
    )
    .fetch_all(source.connection())
    .await?)
}

async fn registration(
    source: &mut impl Source,
    patient: PatientId,
    at: Option<Timestamp>,
    key: Option<&str>,
) -> Result<Vec<Row>, StoreError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select p.id, p.created_at as at, p.identity_state as what, concat_ws(', ', h.name, p.description) as detail,
                  u.full_name as "by?", null::text as severity
           from patients p
           left join hospitals h on h.id = p.registered_hospital_id
           left join users u on u.id = p.registered_by
           where (p.id = $1 or p.linked_to = $1)
             and ($2::timestamptz is null or p.created_at < $2
                  or (p.created_at = $2 and ('registration:' || p.id) collate "C" < $3))
           order by p.created_at desc, p.id desc limit 100"#,
        patient.0,
        at.map(ToSqlx::to_sqlx) as _,
        key
    )
    .fetch_all(source.connection())
    .await?)
}
