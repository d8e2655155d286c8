//! Who is and was in a hospital.

use cloudcare_domain::{
    access::Scope,
    admission::TreatmentType,
    id::{AdmissionId, HospitalId, PatientId},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, parse};

/// A place in the list of a hospital's stays, the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewestStay {
    /// When the last one seen began.
    pub admitted_at: Timestamp,
    /// Which one that was.
    pub id: AdmissionId,
}

/// Which stays.
#[derive(Debug, Clone)]
pub struct StayFilter {
    /// In this hospital.
    pub hospital: HospitalId,
    /// Only those that last.
    pub current_only: bool,
    /// Only of patients within this reach.
    pub within: Option<Scope>,
    /// Those that began before this one.
    pub after: Option<NewestStay>,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

/// A line of the list of a hospital's stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayInHospital {
    /// Which.
    pub id: AdmissionId,
    /// Whose.
    pub patient_id: PatientId,
    /// Since when.
    pub admitted_at: Timestamp,
    /// Until when; absent while it lasts.
    pub discharged_at: Option<Timestamp>,
    /// How.
    pub treatment_type: TreatmentType,
    /// The ward that answers, or answered.
    pub ward_name: Option<String>,
    /// The bed lain in now, or the last one.
    pub bed_label: Option<String>,
    /// The department; the ward's where the stay has none of its own.
    pub department: Option<String>,
    /// Why, in the admitting person's words.
    pub reason: Option<String>,
}

/// Stays in a hospital, the newest first; mistakes are none. Whom a scope reaches is what
/// [`super::subjects`] says and `Scope::reaches` decides; a list can't ask it for every row.
pub async fn in_hospital(
    source: &mut impl Source,
    filter: &StayFilter,
) -> Result<Vec<StayInHospital>, StoreError> {
    let (hospitals, wards, at) = places(filter);
    let rows = sqlx::query!(
        r#"select a.id, a.patient_id, a.admitted_at, a.discharged_at, a.treatment_type, a.reason,
                  w.name as "ward_name?", d.name as "department?",
                  (select b.label from bed_stays s join beds b on b.id = s.bed_id
                   where s.admission_id = a.id order by lower(s.during) desc limit 1) as bed_label
           from admissions a
           join patients p on p.id = a.patient_id
           left join wards w on w.id = a.ward_id
           left join departments d on d.id = coalesce(a.department_id, w.department_id)
           where a.hospital_id = $1 and a.cancelled_at is null and p.is_active
             and (not $2 or a.discharged_at is null)
             and ($3::timestamptz is null or (a.admitted_at, a.id) < ($3, $4))
             and ($5
               or exists (select from admissions t
                   where t.patient_id = a.patient_id and (t.hospital_id = any($6) or t.ward_id = any($7))
                     and (t.discharged_at is null or t.discharged_at > clock_timestamp() - interval '72 hours'
                          or exists (select from hospital_transfers x
                                     where x.from_admission_id = t.id and x.status in ('requested', 'accepted', 'in_transit'))))
               or exists (select from hospital_transfers x
                   where x.patient_id = a.patient_id and x.status in ('requested', 'accepted', 'in_transit')
                     and (x.to_hospital_id = any($6) or x.to_ward_id = any($7)
                          or x.to_ward_id is null and x.to_hospital_id = any($8)))
               or p.created_at > clock_timestamp() - interval '72 hours'
                  and (p.registered_hospital_id = any($6) or p.registered_hospital_id = any($8)))
           order by a.admitted_at desc, a.id desc offset $9 limit $10"#,
        filter.hospital.0,
        filter.current_only,
        filter.after.map(|a| a.admitted_at.to_sqlx()) as _,
        filter.after.map(|a| a.id.0),
        filter.within.is_none(),
        &hospitals,
        &wards,
        &at,
        filter.skip,
        filter.limit
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(StayInHospital {
                id: r.id.into(),
                patient_id: r.patient_id.into(),
                admitted_at: r.admitted_at.to_jiff(),
                discharged_at: r.discharged_at.map(jiff_sqlx::Timestamp::to_jiff),
                treatment_type: parse("admissions.treatment_type", &r.treatment_type)?,
                ward_name: r.ward_name,
                bed_label: r.bed_label,
                department: r.department,
                reason: r.reason,
            })
        })
        .collect()
}

/// How many stays a filter finds, page or not, counted up to 1,001.
pub async fn count_in_hospital(
    source: &mut impl Source,
    filter: &StayFilter,
) -> Result<usize, StoreError> {
    let (hospitals, wards, at) = places(filter);
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
           select from admissions a join patients p on p.id = a.patient_id
           where a.hospital_id = $1 and a.cancelled_at is null and p.is_active
             and (not $2 or a.discharged_at is null)
             and ($3
               or exists (select from admissions t
                   where t.patient_id = a.patient_id and (t.hospital_id = any($4) or t.ward_id = any($5))
                     and (t.discharged_at is null or t.discharged_at > clock_timestamp() - interval '72 hours'
                          or exists (select from hospital_transfers x
                                     where x.from_admission_id = t.id and x.status in ('requested', 'accepted', 'in_transit'))))
               or exists (select from hospital_transfers x
                   where x.patient_id = a.patient_id and x.status in ('requested', 'accepted', 'in_transit')
                     and (x.to_hospital_id = any($4) or x.to_ward_id = any($5)
                          or x.to_ward_id is null and x.to_hospital_id = any($6)))
               or p.created_at > clock_timestamp() - interval '72 hours'
                  and (p.registered_hospital_id = any($4) or p.registered_hospital_id = any($6)))
           limit 1001) as found"#,
        filter.hospital.0,
        filter.current_only,
        filter.within.is_none(),
        &hospitals,
        &wards,
        &at
    )
    .fetch_one(source.connection())
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

fn places(filter: &StayFilter) -> (Vec<Uuid>, Vec<Uuid>, Vec<Uuid>) {
    filter
        .within
        .as_ref()
        .map_or_else(Default::default, |scope| {
            (
                scope.hospitals.iter().map(|h| h.0).collect(),
                scope.wards.iter().map(|w| w.0).collect(),
                scope.at.iter().map(|h| h.0).collect(),
            )
        })
}
