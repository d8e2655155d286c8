//! Whom a doctor treats and where a doctor works, now and before.

use cloudcare_domain::{
    access::Scope,
    doctor::{CURRENT_DOCTOR, Post, Treatment},
    id::{DoctorId, HospitalId, IdGen, PatientId},
};
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork};

/// Makes a doctor a patient's current doctor.
pub async fn assign(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: PatientId,
    doctor: DoctorId,
) -> Result<(), StoreError> {
    assign_as(uow, ids.uuid(), patient, doctor, CURRENT_DOCTOR).await
}

/// Begins a relationship. One that is there already is a conflict on `patient_doctors_current_idx`.
pub async fn assign_as(
    uow: &mut UnitOfWork,
    id: Uuid,
    patient: PatientId,
    doctor: DoctorId,
    relationship_type: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into patient_doctors (id, patient_id, doctor_id, relationship_type) values ($1, $2, $3, $4)",
        id,
        patient.0,
        doctor.0,
        relationship_type
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Ends the relationships of a patient and a doctor that are there, of one type or of all. Answers
/// how many.
pub async fn end_treatments(
    uow: &mut UnitOfWork,
    patient: PatientId,
    doctor: DoctorId,
    relationship_type: Option<&str>,
) -> Result<u64, StoreError> {
    let result = sqlx::query!(
        "update patient_doctors set ended_at = greatest(clock_timestamp(), started_at)
         where patient_id = $1 and doctor_id = $2 and ($3::text is null or relationship_type = $3)
           and ended_at is null",
        patient.0,
        doctor.0,
        relationship_type
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected())
}

/// Which relationships.
#[derive(Debug, Clone, Default)]
pub struct TreatmentFilter {
    /// By id.
    pub id: Option<Uuid>,
    /// Of this doctor.
    pub doctor: Option<DoctorId>,
    /// Only those of now.
    pub current_only: bool,
    /// Only of patients for whom a place in this scope answers, or did within 72 hours of
    /// discharge (H19).
    pub within: Option<Scope>,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

/// Relationships: those of now first, the newest first.
pub async fn treatments(
    source: &mut impl Source,
    filter: &TreatmentFilter,
) -> Result<Vec<Treatment>, StoreError> {
    let within = filter.within.as_ref();
    let hospitals: Vec<Uuid> =
        within.map_or(Vec::new(), |s| s.hospitals.iter().map(|h| h.0).collect());
    let wards: Vec<Uuid> = within.map_or(Vec::new(), |s| s.wards.iter().map(|w| w.0).collect());
    let rows = sqlx::query!(
        "select r.patient_id, r.relationship_type, r.started_at, r.ended_at
           from patient_doctors r
           join patients p on p.id = r.patient_id
           where p.is_active and ($1::uuid is null or r.id = $1) and ($2::uuid is null or r.doctor_id = $2)
             and (not $3 or r.ended_at is null)
             and ($4 or exists (
               select from admissions t
               where t.patient_id = r.patient_id and (t.hospital_id = any($5) or t.ward_id = any($6))
                 and (t.discharged_at is null or t.discharged_at > clock_timestamp() - interval '72 hours')))
           order by (r.ended_at is null) desc, r.started_at desc, r.id offset $7 limit $8",
        filter.id,
        filter.doctor.map(Uuid::from),
        filter.current_only,
        within.is_none(),
        &hospitals,
        &wards,
        filter.skip,
        filter.limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Treatment {
            patient_id: r.patient_id.into(),
            relationship_type: r.relationship_type,
            started_at: r.started_at.to_jiff(),
            ended_at: r.ended_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
        .collect())
}

/// Begins a post. The same department of the same hospital twice is a conflict on
/// `doctor_hospitals_current_idx`.
pub async fn employ(
    uow: &mut UnitOfWork,
    id: Uuid,
    doctor: DoctorId,
    hospital: HospitalId,
    department: &str,
    position: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into doctor_hospitals (id, doctor_id, hospital_id, department, position) values ($1, $2, $3, $4, $5)",
        id,
        doctor.0,
        hospital.0,
        department,
        position
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Ends a doctor's posts at a hospital that are there, in one department or in all. Answers how many.
pub async fn end_posts(
    uow: &mut UnitOfWork,
    doctor: DoctorId,
    hospital: HospitalId,
    department: Option<&str>,
) -> Result<u64, StoreError> {
    let result = sqlx::query!(
        "update doctor_hospitals set ended_at = greatest(clock_timestamp(), started_at)
         where doctor_id = $1 and hospital_id = $2 and ($3::text is null or department = $3) and ended_at is null",
        doctor.0,
        hospital.0,
        department
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected())
}

/// Where a doctor works and worked, the posts of now first.
pub async fn posts(
    source: &mut impl Source,
    doctor: DoctorId,
    current_only: bool,
) -> Result<Vec<Post>, StoreError> {
    posts_where(source, Some(doctor), None, current_only).await
}

/// One post.
pub async fn post(source: &mut impl Source, id: Uuid) -> Result<Option<Post>, StoreError> {
    Ok(posts_where(source, None, Some(id), false).await?.pop())
}

async fn posts_where(
    source: &mut impl Source,
    doctor: Option<DoctorId>,
    id: Option<Uuid>,
    current_only: bool,
) -> Result<Vec<Post>, StoreError> {
    let rows = sqlx::query!(
        "select r.hospital_id, h.name, r.department, r.position, r.started_at, r.ended_at
         from doctor_hospitals r join hospitals h on h.id = r.hospital_id
         where ($1::uuid is null or r.doctor_id = $1) and ($2::uuid is null or r.id = $2)
           and (not $3 or r.ended_at is null)
         order by (r.ended_at is null) desc, r.started_at desc, r.id",
        doctor.map(Uuid::from),
        id,
        current_only
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Post {
            hospital_id: r.hospital_id.into(),
            hospital_name: r.name,
            department: r.department,
            position: r.position,
            started_at: r.started_at.to_jiff(),
            ended_at: r.ended_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
        .collect())
}

/// Who works and worked at a hospital, in a department without regard to case or in all of them; the
/// posts of now first, by department.
pub async fn posts_at(
    source: &mut impl Source,
    hospital: HospitalId,
    department: Option<&str>,
    current_only: bool,
) -> Result<Vec<(DoctorId, Post)>, StoreError> {
    let rows = sqlx::query!(
        "select r.doctor_id, h.name, r.department, r.position, r.started_at, r.ended_at
         from doctor_hospitals r
         join hospitals h on h.id = r.hospital_id
         join doctors d on d.id = r.doctor_id
         where r.hospital_id = $1 and ($2::text is null or lower(r.department) = lower($2))
           and (not $3 or r.ended_at is null)
         order by (r.ended_at is null) desc, r.department, d.full_name, r.started_at desc, r.id",
        hospital.0,
        department,
        current_only
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let post = Post {
                hospital_id: hospital,
                hospital_name: r.name,
                department: r.department,
                position: r.position,
                started_at: r.started_at.to_jiff(),
                ended_at: r.ended_at.map(jiff_sqlx::Timestamp::to_jiff),
            };
            (DoctorId(r.doctor_id), post)
        })
        .collect())
}

/// Ends everything a doctor who leaves still has: patients and posts.
pub async fn end_all(uow: &mut UnitOfWork, doctor: DoctorId) -> Result<(), StoreError> {
    sqlx::query!(
        "update patient_doctors set ended_at = greatest(clock_timestamp(), started_at)
         where doctor_id = $1 and ended_at is null",
        doctor.0
    )
    .execute(uow.connection())
    .await?;
    sqlx::query!(
        "update doctor_hospitals set ended_at = greatest(clock_timestamp(), started_at)
         where doctor_id = $1 and ended_at is null",
        doctor.0
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}
