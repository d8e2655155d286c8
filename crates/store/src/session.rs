//! Sessions, refresh tokens and signing keys.

use cloudcare_domain::{
    access::{Scope, UserActor},
    id::{HospitalId, PatientId, SessionId, UserId, WardId, WorkstationId},
    session::{Session, SessionEnd},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Origin, Source, StoreError, UnitOfWork, affected, parse};

/// Loads who acts by a session: the first query of every request. Role, place and liveness are read
/// fresh, so that revoked means now.
pub async fn actor(
    source: &mut impl Source,
    id: SessionId,
) -> Result<Option<UserActor>, StoreError> {
    let row = sqlx::query!(
        r#"select u.id as user_id, u.full_name, u.role, u.patient_id, s.workstation_id,
                  coalesce((select array_agg(distinct a.hospital_id) from affiliations a
                     where a.user_id = u.id and a.ward_id is null and a.during @> clock_timestamp()), '{}') as "hospitals!",
                  coalesce((select array_agg(distinct w.id) from affiliations a
                     join wards w on w.id = a.ward_id or (a.ward_id is null and w.hospital_id = a.hospital_id)
                     where a.user_id = u.id and a.during @> clock_timestamp()), '{}') as "wards!",
                  coalesce((select array_agg(distinct a.hospital_id) from affiliations a
                     where a.user_id = u.id and a.during @> clock_timestamp()), '{}') as "at!"
           from sessions s join users u on u.id = s.user_id
           where s.id = $1 and s.ended_at is null and s.expires_at > clock_timestamp() and u.is_active"#,
        id.0
    )
    .fetch_optional(source.connection())
    .await?;
    row.map(|r| {
        Ok(UserActor {
            user_id: r.user_id.into(),
            full_name: r.full_name,
            role: parse("users.role", &r.role)?,
            session_id: id,
            workstation_id: r.workstation_id.map(WorkstationId),
            patient_id: r.patient_id.map(PatientId),
            scope: Scope {
                hospitals: r.hospitals.into_iter().map(HospitalId).collect(),
                wards: r.wards.into_iter().map(WardId).collect(),
                at: r.at.into_iter().map(HospitalId).collect(),
            },
        })
    })
    .transpose()
}

/// Opens a session with its first refresh token.
pub async fn open(
    uow: &mut UnitOfWork,
    id: SessionId,
    user: UserId,
    workstation: Option<WorkstationId>,
    origin: &Origin,
    expires_at: Timestamp,
    has_second_factor: bool,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into sessions (id, user_id, workstation_id, address, user_agent, expires_at, has_second_factor)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        user.0,
        workstation.map(Uuid::from),
        origin.address,
        origin.user_agent,
        expires_at.to_sqlx() as _,
        has_second_factor
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// When a live session ends at the latest.
pub async fn expires_at(
    source: &mut impl Source,
    id: SessionId,
) -> Result<Option<Timestamp>, StoreError> {
    let at = sqlx::query_scalar!(
        "select expires_at from sessions where id = $1 and ended_at is null",
        id.0
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(at.map(jiff_sqlx::Timestamp::to_jiff))
}

/// Ends a session. Answers false where it had ended before.
pub async fn end(
    uow: &mut UnitOfWork,
    id: SessionId,
    reason: SessionEnd,
) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update sessions set ended_at = clock_timestamp(), end_reason = $2 where id = $1 and ended_at is null",
        id.0,
        reason.as_str()
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// What a refresh token is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshToken {
    /// Its row.
    pub id: Uuid,
    /// Its session.
    pub session_id: SessionId,
    /// When it was used; a second use ends the session.
    pub used_at: Option<Timestamp>,
}

/// Adds a refresh token by its SHA-256.
pub async fn add_refresh_token(
    uow: &mut UnitOfWork,
    id: Uuid,
    session: SessionId,
    hash: &[u8; 32],
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into refresh_tokens (id, session_id, token_hash) values ($1, $2, $3)",
        id,
        session.0,
        hash.as_slice()
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Finds a refresh token and locks it, so that of two uses at once one comes second.
pub async fn lock_refresh_token(
    uow: &mut UnitOfWork,
    hash: &[u8; 32],
) -> Result<Option<RefreshToken>, StoreError> {
    let row = sqlx::query!(
        "select id, session_id, used_at from refresh_tokens where token_hash = $1 for update",
        hash.as_slice()
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(row.map(|r| RefreshToken {
        id: r.id,
        session_id: r.session_id.into(),
        used_at: r.used_at.map(jiff_sqlx::Timestamp::to_jiff),
    }))
}

/// Notes the use of a refresh token and of its session.
pub async fn use_refresh_token(
    uow: &mut UnitOfWork,
    token: &RefreshToken,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update refresh_tokens set used_at = clock_timestamp() where id = $1 and used_at is null",
        token.id
    )
    .execute(uow.connection())
    .await?;
    affected("use refresh token", 1, &result)?;
    sqlx::query!(
        "update sessions set last_used_at = clock_timestamp() where id = $1",
        token.session_id.0
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Ends every live session of an account, or all but one. Answers which ended.
pub async fn end_all(
    uow: &mut UnitOfWork,
    user: UserId,
    except: Option<SessionId>,
    reason: SessionEnd,
) -> Result<Vec<SessionId>, StoreError> {
    let ended = sqlx::query_scalar!(
        "update sessions set ended_at = clock_timestamp(), end_reason = $3
         where user_id = $1 and ended_at is null and ($2::uuid is null or id <> $2) returning id",
        user.0,
        except.map(Uuid::from),
        reason.as_str()
    )
    .fetch_all(uow.connection())
    .await?;
    Ok(ended.into_iter().map(SessionId).collect())
}

/// Live sessions of an account, the newest first, at most 500.
pub async fn live(source: &mut impl Source, user: UserId) -> Result<Vec<Session>, StoreError> {
    let rows = sqlx::query!(
        r#"select s.id, s.workstation_id, w.name as "workstation_name?", s.address, s.user_agent,
                  s.created_at, s.last_used_at, s.expires_at
           from sessions s left join workstations w on w.id = s.workstation_id
           where s.user_id = $1 and s.ended_at is null and s.expires_at > clock_timestamp()
           order by s.created_at desc, s.id desc limit 500"#,
        user.0
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Session {
            id: r.id.into(),
            workstation_id: r.workstation_id.map(WorkstationId),
            workstation_name: r.workstation_name,
            address: r.address,
            user_agent: r.user_agent,
            created_at: r.created_at.to_jiff(),
            last_used_at: r.last_used_at.to_jiff(),
            expires_at: r.expires_at.to_jiff(),
        })
        .collect())
}

/// Whose live session this is.
pub async fn holder(source: &mut impl Source, id: SessionId) -> Result<Option<UserId>, StoreError> {
    let user = sqlx::query_scalar!(
        "select user_id from sessions where id = $1 and ended_at is null and expires_at > clock_timestamp()",
        id.0
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(user.map(UserId))
}

/// A key that signs access tokens, as it rests.
#[derive(Debug, Clone)]
pub struct SigningKeyRow {
    /// `kid`.
    pub id: Uuid,
    /// Ed25519 public key, 32 bytes.
    pub public_key: Vec<u8>,
    /// PKCS#8, wrapped by the master key.
    pub wrapped_private_key: String,
    /// Whether it signs no more.
    pub retired: bool,
}

/// Makes first starts follow one another, so that they do not make a key each ("ccsk" in ASCII).
pub async fn lock_signing_keys(uow: &mut UnitOfWork) -> Result<(), StoreError> {
    sqlx::query!("select pg_advisory_xact_lock($1)", 0x6363_736b_i64)
        .execute(uow.connection())
        .await?;
    Ok(())
}

/// Every signing key, newest first.
pub async fn signing_keys(source: &mut impl Source) -> Result<Vec<SigningKeyRow>, StoreError> {
    Ok(sqlx::query_as!(
        SigningKeyRow,
        r#"select id, public_key, wrapped_private_key, retired_at is not null as "retired!" from signing_keys
           order by created_at desc, id desc"#
    )
    .fetch_all(source.connection())
    .await?)
}

/// Adds a signing key.
pub async fn insert_signing_key(
    uow: &mut UnitOfWork,
    row: &SigningKeyRow,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into signing_keys (id, public_key, wrapped_private_key) values ($1, $2, $3)",
        row.id,
        row.public_key,
        row.wrapped_private_key
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}
