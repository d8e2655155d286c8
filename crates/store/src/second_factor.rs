//! Second factors, recovery codes, sign-ins that wait for a code, and who must have one.

use cloudcare_domain::{
    access::Role,
    id::{UserId, WorkstationId},
    second_factor::SecondFactorPolicy,
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// A shared secret as it rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Sealed by the master key.
    pub sealed_secret: String,
    /// Whether a first code was right.
    pub is_confirmed: bool,
}

/// The factor of an account.
pub async fn get(
    source: &mut impl Source,
    user: UserId,
) -> Result<Option<SecondFactor>, StoreError> {
    Ok(sqlx::query_as!(
        SecondFactor,
        r#"select sealed_secret, confirmed_at is not null as "is_confirmed!" from second_factors where user_id = $1"#,
        user.0
    )
    .fetch_optional(source.connection())
    .await?)
}

/// Keeps a secret that waits for its first code; false where a confirmed one is there.
pub async fn prepare(
    uow: &mut UnitOfWork,
    user: UserId,
    sealed_secret: &str,
) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "insert into second_factors as f (user_id, sealed_secret) values ($1, $2)
         on conflict (user_id) do update set sealed_secret = $2, created_at = clock_timestamp()
         where f.confirmed_at is null",
        user.0,
        sealed_secret
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Takes the code of a step, once: false where this one or a later one was taken before.
pub async fn use_step(uow: &mut UnitOfWork, user: UserId, step: i64) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update second_factors set last_step = $2, confirmed_at = coalesce(confirmed_at, clock_timestamp())
         where user_id = $1 and last_step < $2",
        user.0,
        step
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Takes a factor and its recovery codes away; false where there was none.
pub async fn remove(uow: &mut UnitOfWork, user: UserId) -> Result<bool, StoreError> {
    sqlx::query!("delete from recovery_codes where user_id = $1", user.0)
        .execute(uow.connection())
        .await?;
    let result = sqlx::query!("delete from second_factors where user_id = $1", user.0)
        .execute(uow.connection())
        .await?;
    Ok(result.rows_affected() == 1)
}

/// Replaces every recovery code of an account.
pub async fn replace_recovery_codes(
    uow: &mut UnitOfWork,
    user: UserId,
    codes: &[(Uuid, [u8; 32])],
) -> Result<(), StoreError> {
    sqlx::query!("delete from recovery_codes where user_id = $1", user.0)
        .execute(uow.connection())
        .await?;
    let ids: Vec<Uuid> = codes.iter().map(|(id, _)| *id).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|(_, hash)| hash.to_vec()).collect();
    let result = sqlx::query!(
        "insert into recovery_codes (id, user_id, code_hash)
         select id, $1, hash from unnest($2::uuid[], $3::bytea[]) as new (id, hash)",
        user.0,
        &ids,
        &hashes
    )
    .execute(uow.connection())
    .await?;
    affected("keep recovery codes", codes.len() as u64, &result)
}

/// Takes a recovery code, once: false where there is none like it, or it was used.
pub async fn use_recovery_code(
    uow: &mut UnitOfWork,
    user: UserId,
    code_hash: &[u8; 32],
) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update recovery_codes set used_at = clock_timestamp() where user_id = $1 and code_hash = $2 and used_at is null",
        user.0,
        code_hash.as_slice()
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// A sign-in whose password was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Its row.
    pub id: Uuid,
    /// Whose.
    pub user_id: UserId,
    /// The station signed in at.
    pub workstation_id: Option<WorkstationId>,
    /// When the password was given.
    pub created_at: Timestamp,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
    /// When it was answered.
    pub used_at: Option<Timestamp>,
}

/// Keeps a challenge by the hash of its token, and takes some away that ended yesterday.
pub async fn add_challenge(
    uow: &mut UnitOfWork,
    id: Uuid,
    user: UserId,
    workstation: Option<WorkstationId>,
    token_hash: &[u8; 32],
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from sign_in_challenges where id in (
           select id from sign_in_challenges where expires_at < clock_timestamp() - interval '1 day'
           order by expires_at limit 50 for update skip locked)"
    )
    .execute(uow.connection())
    .await?;
    sqlx::query!(
        "insert into sign_in_challenges (id, user_id, workstation_id, token_hash, expires_at) values ($1, $2, $3, $4, $5)",
        id,
        user.0,
        workstation.map(Uuid::from),
        token_hash.as_slice(),
        expires_at.to_sqlx() as _
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Finds a challenge by its token and locks it to the end of the unit of work.
pub async fn lock_challenge(
    uow: &mut UnitOfWork,
    token_hash: &[u8; 32],
) -> Result<Option<Challenge>, StoreError> {
    let row = sqlx::query!(
        "select id, user_id, workstation_id, created_at, expires_at, used_at from sign_in_challenges
         where token_hash = $1 for update",
        token_hash.as_slice()
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(row.map(|r| Challenge {
        id: r.id,
        user_id: r.user_id.into(),
        workstation_id: r.workstation_id.map(WorkstationId),
        created_at: r.created_at.to_jiff(),
        expires_at: r.expires_at.to_jiff(),
        used_at: r.used_at.map(jiff_sqlx::Timestamp::to_jiff),
    }))
}

/// Notes that a challenge was answered.
pub async fn use_challenge(uow: &mut UnitOfWork, id: Uuid) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update sign_in_challenges set used_at = clock_timestamp() where id = $1 and used_at is null",
        id
    )
    .execute(uow.connection())
    .await?;
    affected("use challenge", 1, &result)
}

/// Makes every open challenge of an account worthless: its password is another one now.
pub async fn end_challenges(uow: &mut UnitOfWork, user: UserId) -> Result<(), StoreError> {
    sqlx::query!(
        "update sign_in_challenges set used_at = clock_timestamp() where user_id = $1 and used_at is null",
        user.0
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Who must have a second factor.
pub async fn policy(source: &mut impl Source) -> Result<SecondFactorPolicy, StoreError> {
    let row = sqlx::query!("select second_factor_roles, second_factor_version from installation")
        .fetch_one(source.connection())
        .await?;
    let roles: Result<Vec<Role>, StoreError> = row
        .second_factor_roles
        .iter()
        .map(|role| parse("installation.second_factor_roles", role))
        .collect();
    Ok(SecondFactorPolicy {
        roles: roles?,
        version: row.second_factor_version,
    })
}

/// Changes who must, over the version that was read; false where another was there.
pub async fn set_policy(
    uow: &mut UnitOfWork,
    roles: &[Role],
    version: i32,
) -> Result<bool, StoreError> {
    let roles: Vec<String> = roles.iter().map(|r| r.as_str().to_owned()).collect();
    let result = sqlx::query!(
        "update installation set second_factor_roles = $1, second_factor_version = second_factor_version + 1
         where second_factor_version = $2",
        &roles,
        version
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}
