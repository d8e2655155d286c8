//! Doctors.

use cloudcare_domain::{
    code::DoctorCode,
    doctor::Doctor,
    id::{DoctorId, IdGen, PatientId},
};
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork};

/// Which doctors.
#[derive(Debug, Clone, Default)]
pub struct DoctorFilter {
    /// By id.
    pub id: Option<DoctorId>,
    /// By code.
    pub code: Option<DoctorCode>,
    /// Current doctors of a patient.
    pub patient: Option<PatientId>,
    /// With this specialisation.
    pub specialization: Option<String>,
    /// Only those who can be called on now.
    pub available_only: bool,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

/// Active doctors in order of their names.
pub async fn list(
    source: &mut impl Source,
    filter: &DoctorFilter,
) -> Result<Vec<Doctor>, StoreError> {
    let rows = sqlx::query!(
        "select id, code, full_name, specializations, license_number, license_expires_on, is_available
         from doctors
         where is_active and ($1::uuid is null or id = $1) and ($2::text is null or code = $2)
           and ($3::text is null or $3 = any(specializations)) and (not $4 or is_available)
           and ($5::uuid is null or exists (select from patient_doctors r
                 where r.doctor_id = doctors.id and r.patient_id = $5 and r.ended_at is null))
         order by full_name, id offset $6 limit $7",
        filter.id.map(Uuid::from),
        filter.code.as_ref().map(DoctorCode::as_str),
        filter.specialization,
        filter.available_only,
        filter.patient.map(Uuid::from),
        filter.skip,
        filter.limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Doctor {
            id: r.id.into(),
            code: DoctorCode::from_database(r.code),
            full_name: r.full_name,
            specializations: r.specializations,
            license_number: r.license_number,
            license_expires_on: r.license_expires_on.map(jiff_sqlx::Date::to_jiff),
            is_available: r.is_available,
        })
        .collect())
}

/// Adds a doctor; the database makes the code, whatever `doctor.code` says.
pub async fn insert(uow: &mut UnitOfWork, doctor: &Doctor) -> Result<DoctorCode, StoreError> {
    let code = sqlx::query_scalar!(
        "insert into doctors (id, full_name, specializations, license_number, license_expires_on, is_available)
         values ($1, $2, $3, $4, $5, $6) returning code",
        doctor.id.0,
        doctor.full_name,
        &doctor.specializations,
        doctor.license_number,
        doctor.license_expires_on.map(ToSqlx::to_sqlx) as _,
        doctor.is_available
    )
    .fetch_one(uow.connection())
    .await?;
    Ok(DoctorCode::from_database(code))
}

/// Makes a doctor a patient's current doctor.
pub async fn assign(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: PatientId,
    doctor: DoctorId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into patient_doctors (id, patient_id, doctor_id) values ($1, $2, $3)",
        ids.uuid(),
        patient.0,
        doctor.0
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}
