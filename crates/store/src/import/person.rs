//! Imported patients and their stays.

use cloudcare_domain::{
    address::Address,
    id::{AdmissionId, IdGen, PatientId},
    import::{PatientRecord, StayRecord},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork};

use super::new_id;

/// Registers a patient whose allergies nobody has asked for yet.
pub async fn insert_patient(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    told: &PatientRecord,
    registered_at: Option<Uuid>,
) -> Result<PatientId, StoreError> {
    let id = PatientId::generate(ids);
    sqlx::query!(
        "insert into patients (id, family_name, given_name, title, date_of_birth, date_of_birth_is_estimated, gender,
                               contact, email, address, registered_hospital_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.0,
        told.family_name,
        told.given_name,
        told.title,
        told.date_of_birth.to_sqlx() as _,
        told.date_of_birth_is_estimated,
        told.gender.as_str(),
        told.contact,
        told.email,
        told.address.as_ref().map(Json) as Option<Json<&Address>>,
        registered_at
    )
    .execute(uow.connection())
    .await?;
    Ok(id)
}

/// Writes over what an import wrote.
pub async fn update_patient(
    uow: &mut UnitOfWork,
    id: Uuid,
    version: i32,
    told: &PatientRecord,
) -> Result<Option<i32>, StoreError> {
    let version = sqlx::query_scalar!(
        "update patients set family_name = $3, given_name = $4, title = $5, date_of_birth = $6,
                date_of_birth_is_estimated = $7, gender = $8, contact = $9, email = $10, address = $11,
                version = version + 1, updated_at = clock_timestamp()
         where id = $1 and version = $2 and is_active returning version",
        id,
        version,
        told.family_name,
        told.given_name,
        told.title,
        told.date_of_birth.to_sqlx() as _,
        told.date_of_birth_is_estimated,
        told.gender.as_str(),
        told.contact,
        told.email,
        told.address.as_ref().map(Json) as Option<Json<&Address>>,
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(version)
}

/// Records a death another system tells of, unless one was ever recorded here: a reversal stands.
pub async fn insert_death(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: Uuid,
    died_at: Timestamp,
    verified_by: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into deaths (id, patient_id, died_at, verified_by)
         select $1, $2, $3, $4 where not exists (select from deaths where patient_id = $2)",
        new_id(ids),
        patient,
        died_at.to_sqlx() as _,
        verified_by
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Whether a patient is in a hospital now, but for one stay.
pub async fn has_open_inpatient_stay(
    source: &mut impl Source,
    patient: Uuid,
    but_for: Option<Uuid>,
) -> Result<bool, StoreError> {
    let open = sqlx::query_scalar!(
        r#"select exists (select from admissions where patient_id = $1 and discharged_at is null
                          and treatment_type = 'inpatient' and id is distinct from $2) as "open!""#,
        patient,
        but_for
    )
    .fetch_one(source.connection())
    .await?;
    Ok(open)
}

/// Adds a stay without a bed.
pub async fn insert_stay(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: Uuid,
    hospital: Uuid,
    doctor: Option<Uuid>,
    told: &StayRecord,
) -> Result<AdmissionId, StoreError> {
    let id = AdmissionId::generate(ids);
    sqlx::query!(
        "insert into admissions (id, patient_id, hospital_id, treatment_type, reason, responsible_doctor_id,
                                 admitted_at, discharged_at, disposition)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        patient,
        hospital,
        told.treatment_type.as_str(),
        told.reason,
        doctor,
        told.admitted_at.to_sqlx() as _,
        told.discharged_at.map(ToSqlx::to_sqlx) as _,
        told.disposition
    )
    .execute(uow.connection())
    .await?;
    Ok(id)
}

/// Writes over what an import wrote.
pub async fn update_stay(
    uow: &mut UnitOfWork,
    id: Uuid,
    version: i32,
    hospital: Uuid,
    doctor: Option<Uuid>,
    told: &StayRecord,
) -> Result<Option<i32>, StoreError> {
    let version = sqlx::query_scalar!(
        "update admissions set hospital_id = $3, treatment_type = $4, reason = $5, responsible_doctor_id = $6,
                admitted_at = $7, discharged_at = $8, disposition = $9, version = version + 1
         where id = $1 and version = $2 and cancelled_at is null returning version",
        id,
        version,
        hospital,
        told.treatment_type.as_str(),
        told.reason,
        doctor,
        told.admitted_at.to_sqlx() as _,
        told.discharged_at.map(ToSqlx::to_sqlx) as _,
        told.disposition
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(version)
}
