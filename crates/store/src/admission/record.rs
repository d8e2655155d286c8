//! Admissions as they are read and changed.

use cloudcare_domain::{
    admission::{AdmissionRecord, Disposition, Isolation},
    bed::Needs,
    id::{AdmissionId, BedId, DoctorId, HospitalId, PatientId, UserId, WardId},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use super::{AdmittedWith, NewAdmission, insert, needs};
use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// Which admissions.
#[derive(Debug, Clone, Default)]
struct Filter {
    id: Option<AdmissionId>,
    patient: Option<PatientId>,
    hospital: Option<HospitalId>,
    open_only: bool,
    skip: i64,
    limit: i64,
}

async fn list(source: &mut impl Source, filter: &Filter) -> Result<Vec<AdmissionRecord>, StoreError> {
    let rows = sqlx::query!(
        r#"select a.id, a.patient_id, a.hospital_id, h.name as hospital_name, a.ward_id, w.name as "ward_name?",
                  b.id as "bed_id?", b.label as "bed_label?",
                  case when upper_inf(s.during) then lower(s.during) end as lying_since,
                  a.treatment_type, a.reason, a.place, a.away_since, a.isolation, a.needs, a.responsible_doctor_id,
                  d.full_name as "doctor?", a.admitted_at, a.expected_discharge_at, a.discharged_at, a.disposition,
                  a.discharge_summary, a.cancelled_at, a.cancel_reason, a.version
           from admissions a
           join hospitals h on h.id = a.hospital_id
           left join wards w on w.id = a.ward_id
           left join doctors d on d.id = a.responsible_doctor_id
           left join lateral (select x.bed_id, x.during from bed_stays x
                              where x.admission_id = a.id and (upper_inf(x.during) or a.discharged_at is not null)
                              order by lower(x.during) desc limit 1) s on true
           left join beds b on b.id = s.bed_id
           where ($1::uuid is null or a.id = $1)
             and ($2::uuid is null or a.patient_id = $2)
             and ($3::uuid is null or a.hospital_id = $3)
             and (not $4 or a.discharged_at is null)
           order by a.admitted_at desc, a.id desc offset $5 limit $6"#,
        filter.id.map(Uuid::from),
        filter.patient.map(Uuid::from),
        filter.hospital.map(Uuid::from),
        filter.open_only,
        filter.skip,
        filter.limit
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(AdmissionRecord {
                id: r.id.into(),
                patient_id: r.patient_id.into(),
                hospital_id: r.hospital_id.into(),
                hospital_name: r.hospital_name,
                ward: r.ward_id.map(WardId).zip(r.ward_name),
                bed: r.bed_id.map(BedId).zip(r.bed_label),
                lying_since: r.lying_since.map(jiff_sqlx::Timestamp::to_jiff),
                treatment_type: parse("admissions.treatment_type", &r.treatment_type)?,
                reason: r.reason,
                place: r.place,
                away_since: r.away_since.map(jiff_sqlx::Timestamp::to_jiff),
                needs: needs(r.isolation.as_deref(), r.needs)?,
                responsible_doctor: r.responsible_doctor_id.map(DoctorId).zip(r.doctor),
                admitted_at: r.admitted_at.to_jiff(),
                expected_discharge_at: r.expected_discharge_at.map(jiff_sqlx::Timestamp::to_jiff),
                discharged_at: r.discharged_at.map(jiff_sqlx::Timestamp::to_jiff),
                disposition: r
                    .disposition
                    .as_deref()
                    .map(|d| parse("admissions.disposition", d))
                    .transpose()?,
                discharge_summary: r.discharge_summary,
                cancelled_at: r.cancelled_at.map(jiff_sqlx::Timestamp::to_jiff),
                cancel_reason: r.cancel_reason,
                version: r.version,
            })
        })
        .collect()
}

/// One admission.
pub async fn get(
    source: &mut impl Source,
    id: AdmissionId,
) -> Result<Option<AdmissionRecord>, StoreError> {
    let filter = Filter {
        id: Some(id),
        limit: 1,
        ..Filter::default()
    };
    Ok(list(source, &filter).await?.pop())
}

/// One admission, its row locked until the unit of work ends. Lock the patient and the beds before.
pub async fn lock(
    uow: &mut UnitOfWork,
    id: AdmissionId,
) -> Result<Option<AdmissionRecord>, StoreError> {
    sqlx::query!("select id from admissions where id = $1 for no key update", id.0)
        .fetch_optional(uow.connection())
        .await?;
    get(uow, id).await
}

/// A patient's admissions, newest first.
pub async fn of_patient(
    source: &mut impl Source,
    patient: PatientId,
    skip: i64,
    limit: i64,
) -> Result<Vec<AdmissionRecord>, StoreError> {
    let filter = Filter {
        patient: Some(patient),
        skip,
        limit,
        ..Filter::default()
    };
    list(source, &filter).await
}

/// How many admissions a patient has, counted to 1,001 at most.
pub async fn count_of_patient(
    source: &mut impl Source,
    patient: PatientId,
) -> Result<usize, StoreError> {
    let n = sqlx::query_scalar!(
        r#"select count(*) as "n!" from (select from admissions where patient_id = $1 limit 1001) as counted"#,
        patient.0
    )
    .fetch_one(source.connection())
    .await?;
    Ok(usize::try_from(n).unwrap_or(0))
}

/// A patient's open admissions, newest first, in one hospital or in all.
pub async fn open_of_patient(
    source: &mut impl Source,
    patient: PatientId,
    hospital: Option<HospitalId>,
) -> Result<Vec<AdmissionRecord>, StoreError> {
    let filter = Filter {
        patient: Some(patient),
        hospital,
        open_only: true,
        limit: 50,
        ..Filter::default()
    };
    list(source, &filter).await
}

/// Why a person can't be admitted under a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A death is on record.
    Died,
    /// The record was linked to the person's own; that one is to be used.
    Linked,
}

/// Whether anything on the patient's own record stands against an admission.
pub async fn obstacle(
    source: &mut impl Source,
    patient: PatientId,
) -> Result<Option<Obstacle>, StoreError> {
    let row = sqlx::query!(
        r#"select identity_state = 'linked' as "linked!",
                  exists (select from deaths d where d.patient_id = p.id and d.reversed_at is null) as "died!"
           from patients p where id = $1"#,
        patient.0
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(row.and_then(|r| match (r.linked, r.died) {
        (true, _) => Some(Obstacle::Linked),
        (false, true) => Some(Obstacle::Died),
        (false, false) => None,
    }))
}

/// Adds an admission with what a person who admits says beyond the stay itself.
pub async fn admit(
    uow: &mut UnitOfWork,
    new: &NewAdmission,
    with: &AdmittedWith,
) -> Result<(), StoreError> {
    insert(uow, new).await?;
    let result = sqlx::query!(
        "update admissions set needs = $2, department_id = $3, admitted_by = $4 where id = $1",
        new.admission.id.0,
        &with.needs,
        with.department_id.map(Uuid::from),
        with.by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    affected("admit", 1, &result)
}

/// Writes where a patient is: the ward that answers, and the place of one without a bed.
pub async fn relocate(
    uow: &mut UnitOfWork,
    admission: &AdmissionRecord,
    ward: Option<WardId>,
    place: Option<&str>,
    away_since: Option<Timestamp>,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update admissions set ward_id = $3, place = $4, away_since = $5, version = version + 1
         where id = $1 and version = $2 and discharged_at is null",
        admission.id.0,
        admission.version,
        ward.map(Uuid::from),
        place,
        away_since.map(ToSqlx::to_sqlx) as _
    )
    .execute(uow.connection())
    .await?;
    affected("relocate", 1, &result)
}

/// Writes the end of a stay.
pub async fn discharge(
    uow: &mut UnitOfWork,
    admission: &AdmissionRecord,
    at: Timestamp,
    disposition: Disposition,
    summary: Option<&str>,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update admissions set discharged_at = $3, disposition = $4, discharge_summary = $5, discharged_by = $6,
                               away_since = null, version = version + 1
         where id = $1 and version = $2 and discharged_at is null",
        admission.id.0,
        admission.version,
        at.to_sqlx() as _,
        disposition.as_str(),
        summary,
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    affected("discharge", 1, &result)
}

/// Writes that an admission was a mistake: it ends, and never counts as treatment.
pub async fn cancel(
    uow: &mut UnitOfWork,
    admission: &AdmissionRecord,
    at: Timestamp,
    reason: &str,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update admissions set discharged_at = $3, cancelled_at = $3, cancel_reason = $4, cancelled_by = $5,
                               away_since = null, version = version + 1
         where id = $1 and version = $2 and discharged_at is null",
        admission.id.0,
        admission.version,
        at.to_sqlx() as _,
        reason,
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    affected("cancel admission", 1, &result)
}

/// What can be changed while a stay lasts.
#[derive(Debug, Clone)]
pub struct Change {
    /// Why.
    pub reason: Option<String>,
    /// What the place must have.
    pub needs: Needs,
    /// Who answers for the treatment.
    pub responsible_doctor: Option<DoctorId>,
    /// Planned end.
    pub expected_discharge_at: Option<Timestamp>,
}

/// Writes reason, needs, doctor and plan.
pub async fn change(
    uow: &mut UnitOfWork,
    admission: &AdmissionRecord,
    change: &Change,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update admissions set reason = $3, isolation = $4, needs = $5, responsible_doctor_id = $6,
                               expected_discharge_at = $7, version = version + 1
         where id = $1 and version = $2 and discharged_at is null",
        admission.id.0,
        admission.version,
        change.reason,
        change.needs.isolation.map(Isolation::as_str),
        &change.needs.capabilities,
        change.responsible_doctor.map(Uuid::from),
        change.expected_discharge_at.map(ToSqlx::to_sqlx) as _
    )
    .execute(uow.connection())
    .await?;
    affected("change admission", 1, &result)
}
