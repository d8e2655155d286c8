//! Imported hospitals and doctors.

use cloudcare_domain::{
    address::Address,
    doctor::DoctorProfile,
    id::{DoctorId, HospitalId, IdGen},
    import::HospitalRecord,
    patient::Gender,
};
use jiff_sqlx::ToSqlx;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, doctor};

/// Whether another hospital than `than` has a name, active or not.
pub async fn is_name_taken(
    source: &mut impl Source,
    name: &str,
    than: Option<Uuid>,
) -> Result<bool, StoreError> {
    let taken = sqlx::query_scalar!(
        r#"select exists (select from hospitals where name = $1 and id is distinct from $2) as "taken!""#,
        name,
        than
    )
    .fetch_one(source.connection())
    .await?;
    Ok(taken)
}

/// Adds a hospital under a name nobody has. Whether it takes emergencies is not known, so it is not
/// said.
pub async fn insert_hospital(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    name: &str,
    told: &HospitalRecord,
    time_zone: &str,
) -> Result<HospitalId, StoreError> {
    let id = HospitalId::generate(ids);
    sqlx::query!(
        "insert into hospitals (id, name, contact, email, website, address, emergency_services, time_zone)
         values ($1, $2, $3, $4, $5, $6, false, $7)",
        id.0,
        name,
        told.contact,
        told.email,
        told.website,
        told.address.as_ref().map(Json) as Option<Json<&Address>>,
        time_zone
    )
    .execute(uow.connection())
    .await?;
    Ok(id)
}

/// Writes over what an import wrote.
pub async fn update_hospital(
    uow: &mut UnitOfWork,
    id: Uuid,
    version: i32,
    name: &str,
    told: &HospitalRecord,
) -> Result<Option<i32>, StoreError> {
    let version = sqlx::query_scalar!(
        "update hospitals set name = $3, contact = $4, email = $5, website = $6, address = $7,
                version = version + 1, updated_at = clock_timestamp()
         where id = $1 and version = $2 returning version",
        id,
        version,
        name,
        told.contact,
        told.email,
        told.website,
        told.address.as_ref().map(Json) as Option<Json<&Address>>,
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(version)
}

/// Whether another doctor than `than` has a licence number.
pub async fn is_licence_taken(
    source: &mut impl Source,
    number: &str,
    than: Option<Uuid>,
) -> Result<bool, StoreError> {
    let taken = sqlx::query_scalar!(
        r#"select exists (select from doctors where license_number = $1 and id is distinct from $2) as "taken!""#,
        number,
        than
    )
    .fetch_one(source.connection())
    .await?;
    Ok(taken)
}

/// Adds a doctor who can't be called on: nobody has said so.
pub async fn insert_doctor(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    profile: &DoctorProfile,
) -> Result<DoctorId, StoreError> {
    let id = DoctorId::generate(ids);
    doctor::insert(uow, id, profile).await?;
    sqlx::query!(
        "update doctors set is_available = false where id = $1",
        id.0
    )
    .execute(uow.connection())
    .await?;
    Ok(id)
}

/// Writes over what an import wrote.
pub async fn update_doctor(
    uow: &mut UnitOfWork,
    id: Uuid,
    version: i32,
    profile: &DoctorProfile,
) -> Result<Option<i32>, StoreError> {
    let version = sqlx::query_scalar!(
        "update doctors set full_name = $3, gender = $4, phone = $5, email = $6, license_number = $7,
                license_expires_on = $8, qualifications = $9,
                version = version + 1, updated_at = clock_timestamp()
         where id = $1 and version = $2 returning version",
        id,
        version,
        profile.full_name,
        profile.gender.map(Gender::as_str),
        profile.contact,
        profile.email,
        profile.license_number,
        profile.license_expires_on.map(ToSqlx::to_sqlx) as _,
        &profile.qualifications
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(version)
}
