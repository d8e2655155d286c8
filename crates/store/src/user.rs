//! Users and where they work.

use cloudcare_domain::{
    access::Role,
    id::{DoctorId, HospitalId, IdGen, PatientId, UserId, WardId},
    user::User,
};
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// An account about to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Id.
    pub id: UserId,
    /// Address, already lower-cased.
    pub email: String,
    /// Given name first.
    pub full_name: String,
    /// Role.
    pub role: Role,
    /// PHC string.
    pub password_hash: String,
    /// Whose own account this is.
    pub patient_id: Option<PatientId>,
    /// Which doctor's account this is.
    pub doctor_id: Option<DoctorId>,
}

/// An account with what proves its holder.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The account.
    pub user: User,
    /// PHC string.
    pub password_hash: String,
}

/// Adds an account. A taken address is a conflict on `users_email_idx`.
pub async fn insert(uow: &mut UnitOfWork, new: &NewUser) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into users (id, email, username, full_name, role, password_hash, patient_id, doctor_id)
         values ($1, $2, $2, $3, $4, $5, $6, $7)",
        new.id.0,
        new.email,
        new.full_name,
        new.role.as_str(),
        new.password_hash,
        new.patient_id.map(Uuid::from),
        new.doctor_id.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Makes a person work at a hospital, or at one ward of it, from now on.
pub async fn affiliate(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    user: UserId,
    hospital: HospitalId,
    ward: Option<WardId>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into affiliations (id, user_id, hospital_id, ward_id) values ($1, $2, $3, $4)",
        ids.uuid(),
        user.0,
        hospital.0,
        ward.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// An active or inactive account by its address.
pub async fn credentials(
    source: &mut impl Source,
    email: &str,
) -> Result<Option<Credentials>, StoreError> {
    let row = sqlx::query!(
        "select id, email, full_name, role, patient_id, doctor_id, is_active, last_login, password_hash
         from users where lower(email) = lower($1)",
        email
    )
    .fetch_optional(source.connection())
    .await?;
    row.map(|r| {
        Ok(Credentials {
            user: User {
                id: r.id.into(),
                email: r.email,
                full_name: r.full_name,
                role: parse("users.role", &r.role)?,
                patient_id: r.patient_id.map(PatientId),
                doctor_id: r.doctor_id.map(DoctorId),
                is_active: r.is_active,
                last_login: r.last_login.map(jiff_sqlx::Timestamp::to_jiff),
            },
            password_hash: r.password_hash,
        })
    })
    .transpose()
}

/// The address of an account.
pub async fn email(source: &mut impl Source, id: UserId) -> Result<Option<String>, StoreError> {
    Ok(
        sqlx::query_scalar!("select email from users where id = $1", id.0)
            .fetch_optional(source.connection())
            .await?,
    )
}

/// Notes a successful sign-in.
pub async fn signed_in(uow: &mut UnitOfWork, id: UserId) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update users set last_login = clock_timestamp() where id = $1",
        id.0
    )
    .execute(uow.connection())
    .await?;
    affected("note sign-in", 1, &result)
}

/// Whether anybody at all can sign in.
pub async fn any(source: &mut impl Source) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"select exists (select from users) as "any!""#)
            .fetch_one(source.connection())
            .await?,
    )
}

/// One line of the demo's list of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// Address.
    pub email: String,
    /// Name.
    pub full_name: String,
    /// Role.
    pub role: Role,
}

/// Every account, oldest first: for the demo's sign-in screen, which has five.
pub async fn all_accounts(source: &mut impl Source) -> Result<Vec<AccountLine>, StoreError> {
    let rows = sqlx::query!(
        "select email, full_name, role from users where is_active order by created_at, id limit 20"
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(AccountLine {
                email: r.email,
                full_name: r.full_name,
                role: parse("users.role", &r.role)?,
            })
        })
        .collect()
}

/// Gives every account one password: only ever done to a demo.
pub async fn set_every_password(
    uow: &mut UnitOfWork,
    password_hash: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update users set password_hash = $1, version = version + 1, updated_at = clock_timestamp()
         where exists (select from installation where is_demo)",
        password_hash
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}
