//! Patients in lists: who they are, for all staff; where they are, for those within reach.

use std::collections::HashMap;

use cloudcare_domain::{
    access::Scope,
    admission::Whereabouts,
    code::PatientCode,
    id::{BedId, HospitalId, PatientId, WardId},
    patient::{IdentityState, PatientIdentity},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, parse};

/// A place in the list of everybody, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest {
    /// When the last one seen was registered.
    pub created_at: Timestamp,
    /// Who that was.
    pub id: PatientId,
}

/// A page of the list of everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryPage {
    /// Who stands on it.
    pub ids: Vec<PatientId>,
    /// Its last line.
    pub last: Option<Newest>,
}

/// Everybody, newest first; of them only `among`, where given.
pub async fn newest(
    source: &mut impl Source,
    among: Option<&[PatientId]>,
    after: Option<Newest>,
    skip: i64,
    limit: i64,
) -> Result<SummaryPage, StoreError> {
    let among: Option<Vec<Uuid>> = among.map(|ids| ids.iter().map(|id| id.0).collect());
    let rows = sqlx::query!(
        "select id, created_at from patients
         where is_active and identity_state <> 'linked' and ($1::uuid[] is null or id = any($1))
           and ($2::timestamptz is null or (created_at, id) < ($2, $3))
         order by created_at desc, id desc offset $4 limit $5",
        among.as_deref(),
        after.map(|a| a.created_at.to_sqlx()) as _,
        after.map(|a| a.id.0),
        skip,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(SummaryPage {
        last: rows.last().map(|r| Newest {
            created_at: r.created_at.to_jiff(),
            id: r.id.into(),
        }),
        ids: rows.into_iter().map(|r| PatientId(r.id)).collect(),
    })
}

/// How many patients there are, counted to 1,001 at most.
pub async fn count(source: &mut impl Source) -> Result<usize, StoreError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from
             (select from patients where is_active and identity_state <> 'linked' limit 1001) p"#
    )
    .fetch_one(source.connection())
    .await?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Patients with an open alert in these places.
pub async fn with_open_alerts(
    source: &mut impl Source,
    scope: &Scope,
) -> Result<Vec<PatientId>, StoreError> {
    let hospitals: Vec<Uuid> = scope.hospitals.iter().map(|h| h.0).collect();
    let wards: Vec<Uuid> = scope.wards.iter().map(|w| w.0).collect();
    let at: Vec<Uuid> = scope.at.iter().map(|h| h.0).collect();
    let ids = sqlx::query_scalar!(
        r#"select distinct patient_id as "id!" from alerts
           where status in ('active', 'acknowledged', 'responding') and patient_id is not null
             and (hospital_id = any($1) or ward_id = any($2) or (ward_id is null and hospital_id = any($3)))"#,
        &hospitals,
        &wards,
        &at
    )
    .fetch_all(source.connection())
    .await?;
    Ok(ids.into_iter().map(PatientId).collect())
}

/// What everybody of the staff may know of a patient (H20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Who.
    pub identity: PatientIdentity,
    /// How well it is known who it is.
    pub identity_state: IdentityState,
    /// Whether a death is recorded.
    pub is_deceased: bool,
}

/// Summaries by id; unknown and deactivated ids are missing.
pub async fn summaries(
    source: &mut impl Source,
    ids: &[PatientId],
) -> Result<HashMap<PatientId, Summary>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|p| p.0).collect();
    let rows = sqlx::query!(
        r#"select id, code, family_name, given_name, title, date_of_birth, gender, date_of_birth_is_estimated, identity_state,
                  exists (select from deaths d where d.patient_id = p.id and d.reversed_at is null) as "is_deceased!"
           from patients p where id = any($1) and is_active"#,
        &ids
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            let summary = Summary {
                identity: PatientIdentity {
                    id: r.id.into(),
                    code: PatientCode::from_database(r.code),
                    family_name: r.family_name,
                    given_name: r.given_name,
                    title: r.title,
                    date_of_birth: r.date_of_birth.to_jiff(),
                    is_estimated: r.date_of_birth_is_estimated,
                    gender: parse("patients.gender", &r.gender)?,
                },
                identity_state: parse("patients.identity_state", &r.identity_state)?,
                is_deceased: r.is_deceased,
            };
            Ok((summary.identity.id, summary))
        })
        .collect()
}

/// What only those within reach may know beside a summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// Where the patient is admitted.
    pub at: Option<Whereabouts>,
    /// Whether an alert is open.
    pub has_open_alert: bool,
}

/// Where patients are now, and for whom an alert is open.
pub async fn presence(
    source: &mut impl Source,
    ids: &[PatientId],
) -> Result<HashMap<PatientId, Presence>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|p| p.0).collect();
    let rows = sqlx::query!(
        r#"select p.id as "id!", a.hospital_id as "hospital_id?", a.ward_id as "ward_id?", w.name as "ward_name?",
                  b.id as "bed_id?", b.label as "bed_label?", a.place as "place?",
                  exists (select from alerts al where al.patient_id = p.id
                          and al.status in ('active', 'acknowledged', 'responding')) as "has_open_alert!"
           from unnest($1::uuid[]) as p (id)
           left join lateral (select id, hospital_id, ward_id, place from admissions
                              where patient_id = p.id and discharged_at is null
                              order by (treatment_type = 'inpatient') desc, admitted_at desc limit 1) a on true
           left join wards w on w.id = a.ward_id
           left join bed_stays s on s.admission_id = a.id and upper_inf(s.during)
           left join beds b on b.id = s.bed_id"#,
        &ids
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let at = r.hospital_id.map(|hospital| Whereabouts {
                hospital_id: HospitalId(hospital),
                ward_id: r.ward_id.map(WardId),
                ward_name: r.ward_name,
                bed_id: r.bed_id.map(BedId),
                bed_label: r.bed_label,
                place: r.place,
            });
            let presence = Presence {
                at,
                has_open_alert: r.has_open_alert,
            };
            (PatientId(r.id), presence)
        })
        .collect())
}
