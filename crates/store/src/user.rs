//! Users and where they work.

use cloudcare_domain::{
    access::Role,
    id::{DoctorId, HospitalId, IdGen, PatientId, UserId, WardId},
    user::{AccountState, User, UserProfile, license_state},
};
use jiff_sqlx::ToSqlx;
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

/// What proves an account's holder.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The account.
    pub id: UserId,
    /// PHC string, or a bcrypt hash of an account that came from another system; none before an
    /// invitation is accepted.
    pub password_hash: Option<String>,
    /// Disabled accounts can do nothing.
    pub is_active: bool,
}

/// Which accounts.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// This one alone.
    pub id: Option<UserId>,
    /// A part of the name, the short name or the address, without regard to case.
    pub words: Option<String>,
    /// In this role.
    pub role: Option<Role>,
    /// In this state.
    pub state: Option<AccountState>,
    /// Only those who asked for a new password and have not set one.
    pub waits_for_password: bool,
    /// Who works at this hospital now.
    pub hospital: Option<HospitalId>,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

/// Accounts in order of their names, disabled ones included.
pub async fn list(source: &mut impl Source, filter: &UserFilter) -> Result<Vec<User>, StoreError> {
    let rows = sqlx::query!(
        r#"select u.id, u.email, u.username, u.full_name, u.role, u.phone, u.license_number, u.license_expires_on,
                  u.patient_id, u.doctor_id, u.is_active, u.is_verified, u.password_hash is not null as "has_password!",
                  u.reset_requested_at, u.last_login, u.created_at, u.updated_at, u.version, current_date as "today!",
                  exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "has_second_factor!"
           from users u
           where ($1::uuid is null or u.id = $1)
             and ($2::text is null or u.full_name ilike $2 or u.email ilike $2 or u.username ilike $2)
             and ($3::text is null or u.role = $3)
             and ($4::text is null or $4 = case when not u.is_active then 'disabled'
                                                when u.password_hash is null then 'invited' else 'active' end)
             and (not $5 or u.reset_requested_at is not null)
             and ($6::uuid is null or exists (select from affiliations a
                  where a.user_id = u.id and a.hospital_id = $6 and a.during @> clock_timestamp()))
           order by u.full_name, u.id offset $7 limit $8"#,
        filter.id.map(Uuid::from),
        filter.words.as_deref().map(containing),
        filter.role.map(Role::as_str),
        filter.state.map(AccountState::as_str),
        filter.waits_for_password,
        filter.hospital.map(Uuid::from),
        filter.skip,
        filter.limit
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            let profile = UserProfile {
                email: r.email,
                username: r.username,
                full_name: r.full_name,
                role: parse("users.role", &r.role)?,
                phone: r.phone,
                license_number: r.license_number,
                license_expires_on: r.license_expires_on.map(jiff_sqlx::Date::to_jiff),
                patient_id: r.patient_id.map(PatientId),
                doctor_id: r.doctor_id.map(DoctorId),
            };
            Ok(User {
                id: r.id.into(),
                license: license_state(
                    profile.license_number.as_deref(),
                    profile.license_expires_on,
                    r.today.to_jiff(),
                ),
                profile,
                state: match (r.is_active, r.has_password) {
                    (false, _) => AccountState::Disabled,
                    (true, false) => AccountState::Invited,
                    (true, true) => AccountState::Active,
                },
                is_verified: r.is_verified,
                has_second_factor: r.has_second_factor,
                reset_requested_at: r.reset_requested_at.map(jiff_sqlx::Timestamp::to_jiff),
                last_login: r.last_login.map(jiff_sqlx::Timestamp::to_jiff),
                created_at: r.created_at.to_jiff(),
                updated_at: r.updated_at.to_jiff(),
                version: r.version,
            })
        })
        .collect()
}

/// How many accounts a filter finds, counted up to `most`.
pub async fn count(
    source: &mut impl Source,
    filter: &UserFilter,
    most: i64,
) -> Result<usize, StoreError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
             select from users u
             where ($1::text is null or u.full_name ilike $1 or u.email ilike $1 or u.username ilike $1)
               and ($2::text is null or u.role = $2)
               and ($3::text is null or $3 = case when not u.is_active then 'disabled'
                                                  when u.password_hash is null then 'invited' else 'active' end)
               and (not $4 or u.reset_requested_at is not null)
               and ($5::uuid is null or exists (select from affiliations a
                    where a.user_id = u.id and a.hospital_id = $5 and a.during @> clock_timestamp()))
             limit $6) as found"#,
        filter.words.as_deref().map(containing),
        filter.role.map(Role::as_str),
        filter.state.map(AccountState::as_str),
        filter.waits_for_password,
        filter.hospital.map(Uuid::from),
        most
    )
    .fetch_one(source.connection())
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// A pattern that finds the words anywhere; what PostgreSQL would read as a pattern is only text.
fn containing(words: &str) -> String {
    let text = words
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{text}%")
}

/// One account, disabled or not.
pub async fn get(source: &mut impl Source, id: UserId) -> Result<Option<User>, StoreError> {
    let filter = UserFilter {
        id: Some(id),
        limit: 1,
        ..UserFilter::default()
    };
    Ok(list(source, &filter).await?.pop())
}

/// Locks an account, so that changes to it follow one another; what only refers to it, such as the
/// record of a refusal, does not wait.
pub async fn lock(uow: &mut UnitOfWork, id: UserId) -> Result<(), StoreError> {
    sqlx::query!("select id from users where id = $1 for no key update", id.0)
        .fetch_optional(uow.connection())
        .await?;
    Ok(())
}

/// Makes changes to who administers follow one another ("ccad" in ASCII), and answers how many
/// administrators can sign in.
pub async fn lock_administrators(uow: &mut UnitOfWork) -> Result<i64, StoreError> {
    sqlx::query!("select pg_advisory_xact_lock($1)", 0x6363_6164_i64)
        .execute(uow.connection())
        .await?;
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from users where role = 'admin' and is_active and password_hash is not null"#
    )
    .fetch_one(uow.connection())
    .await?)
}

/// Adds an account that nobody can sign in to yet. A taken address is a conflict on
/// `users_email_idx`, a taken short name one on `users_username_key`.
pub async fn invite(
    uow: &mut UnitOfWork,
    id: UserId,
    profile: &UserProfile,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into users (id, email, username, full_name, role, phone, license_number, license_expires_on, patient_id, doctor_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        profile.email,
        profile.username,
        profile.full_name,
        profile.role.as_str(),
        profile.phone,
        profile.license_number,
        profile.license_expires_on.map(jiff::civil::Date::to_sqlx) as _,
        profile.patient_id.map(Uuid::from),
        profile.doctor_id.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Writes a profile anew; another address is not checked yet.
pub async fn update(
    uow: &mut UnitOfWork,
    id: UserId,
    profile: &UserProfile,
    is_active: bool,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update users set is_verified = is_verified and email = $2, email = $2, username = $3, full_name = $4, role = $5,
                          phone = $6, license_number = $7, license_expires_on = $8, patient_id = $9, doctor_id = $10,
                          is_active = $11, version = version + 1, updated_at = clock_timestamp()
         where id = $1",
        id.0,
        profile.email,
        profile.username,
        profile.full_name,
        profile.role.as_str(),
        profile.phone,
        profile.license_number,
        profile.license_expires_on.map(jiff::civil::Date::to_sqlx) as _,
        profile.patient_id.map(Uuid::from),
        profile.doctor_id.map(Uuid::from),
        is_active
    )
    .execute(uow.connection())
    .await?;
    affected("update user", 1, &result)
}

/// Counts a change that is not in the account's own row.
pub async fn touch(uow: &mut UnitOfWork, id: UserId) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update users set version = version + 1, updated_at = clock_timestamp() where id = $1",
        id.0
    )
    .execute(uow.connection())
    .await?;
    affected("touch user", 1, &result)
}

/// Sets a password that its holder has chosen.
pub async fn set_password(
    uow: &mut UnitOfWork,
    id: UserId,
    password_hash: &str,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update users set password_hash = $2, password_changed_at = clock_timestamp(), reset_requested_at = null,
                          version = version + 1, updated_at = clock_timestamp()
         where id = $1",
        id.0,
        password_hash
    )
    .execute(uow.connection())
    .await?;
    affected("set password", 1, &result)
}

/// Keeps the same password under another hash, unless it was changed in the meantime.
pub async fn rehash(
    uow: &mut UnitOfWork,
    id: UserId,
    old_hash: &str,
    new_hash: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update users set password_hash = $3 where id = $1 and password_hash = $2",
        id.0,
        old_hash,
        new_hash
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Notes that somebody asked for a new password; false where no such account can have one.
pub async fn request_reset(uow: &mut UnitOfWork, email: &str) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update users set reset_requested_at = clock_timestamp()
         where lower(email) = lower($1) and is_active and password_hash is not null",
        email
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Notes that an address is its holder's; false where the account has another one by now.
pub async fn verify_email(
    uow: &mut UnitOfWork,
    id: UserId,
    email: &str,
) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update users set is_verified = true, version = version + 1, updated_at = clock_timestamp()
         where id = $1 and email = $2",
        id.0,
        email
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
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

/// What proves the holder of an account, by its address.
pub async fn credentials(
    source: &mut impl Source,
    email: &str,
) -> Result<Option<Credentials>, StoreError> {
    let row = sqlx::query!(
        "select id, password_hash, is_active from users where lower(email) = lower($1)",
        email
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(row.map(|r| Credentials {
        id: r.id.into(),
        password_hash: r.password_hash,
        is_active: r.is_active,
    }))
}

/// What proves the holder of an account.
pub async fn credentials_of(
    source: &mut impl Source,
    id: UserId,
) -> Result<Option<Credentials>, StoreError> {
    let row = sqlx::query!(
        "select id, password_hash, is_active from users where id = $1",
        id.0
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(row.map(|r| Credentials {
        id: r.id.into(),
        password_hash: r.password_hash,
        is_active: r.is_active,
    }))
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
