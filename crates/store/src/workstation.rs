//! Workstations and enrolment codes.

use cloudcare_domain::{
    access::{Scope, WorkstationActor},
    id::{HospitalId, UserId, WardId, WorkstationId},
    workstation::{Workstation, WorkstationKind},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, parse};

/// A station about to be enrolled.
#[derive(Debug, Clone)]
pub struct NewWorkstation {
    /// Id.
    pub id: WorkstationId,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub hospital_id: HospitalId,
    /// What it is for.
    pub kind: WorkstationKind,
    /// What it listens to.
    pub ward_ids: Vec<WardId>,
    /// SHA-256 of its credential.
    pub credential_hash: [u8; 32],
    /// Administrator who enrolled it, where one did.
    pub enrolled_by: Option<UserId>,
}

/// Enrols a station.
pub async fn insert(uow: &mut UnitOfWork, new: &NewWorkstation) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into workstations (id, name, hospital_id, kind, credential_hash, enrolled_by) values ($1, $2, $3, $4, $5, $6)",
        new.id.0,
        new.name,
        new.hospital_id.0,
        new.kind.as_str(),
        new.credential_hash.as_slice(),
        new.enrolled_by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    let wards: Vec<Uuid> = new.ward_ids.iter().map(|w| w.0).collect();
    sqlx::query!(
        "insert into workstation_wards (workstation_id, ward_id) select $1, unnest($2::uuid[])",
        new.id.0,
        &wards
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Loads who acts by a station credential.
pub async fn actor(
    source: &mut impl Source,
    credential_hash: &[u8; 32],
) -> Result<Option<WorkstationActor>, StoreError> {
    load_actor(source, Some(credential_hash), None).await
}

/// Loads a station anew, none where it was removed.
pub async fn actor_by_id(
    source: &mut impl Source,
    id: WorkstationId,
) -> Result<Option<WorkstationActor>, StoreError> {
    load_actor(source, None, Some(id)).await
}

async fn load_actor(
    source: &mut impl Source,
    credential_hash: Option<&[u8; 32]>,
    id: Option<WorkstationId>,
) -> Result<Option<WorkstationActor>, StoreError> {
    let row = sqlx::query!(
        r#"select w.id, w.name, w.kind, w.hospital_id,
                  coalesce((select array_agg(ward_id) from workstation_wards x where x.workstation_id = w.id), '{}') as "wards!"
           from workstations w where (w.credential_hash = $1 or w.id = $2) and w.revoked_at is null"#,
        credential_hash.map(<[u8; 32]>::as_slice),
        id.map(Uuid::from)
    )
    .fetch_optional(source.connection())
    .await?;
    row.map(|r| {
        Ok(WorkstationActor {
            workstation_id: r.id.into(),
            name: r.name,
            kind: parse("workstations.kind", &r.kind)?,
            hospital_id: r.hospital_id.into(),
            scope: Scope {
                at: vec![r.hospital_id.into()],
                hospitals: Vec::new(),
                wards: r.wards.into_iter().map(WardId).collect(),
            },
        })
    })
    .transpose()
}

/// Stations that are not removed: one by id, or all in order of their names.
pub async fn list(
    source: &mut impl Source,
    id: Option<WorkstationId>,
    skip: i64,
    limit: i64,
) -> Result<Vec<Workstation>, StoreError> {
    let rows = sqlx::query!(
        r#"select w.id, w.name, w.hospital_id, w.kind, w.last_seen_at,
                  coalesce((select array_agg(x.ward_id order by d.name) from workstation_wards x join wards d on d.id = x.ward_id
                            where x.workstation_id = w.id), '{}') as "ward_ids!",
                  coalesce((select array_agg(d.name order by d.name) from workstation_wards x join wards d on d.id = x.ward_id
                            where x.workstation_id = w.id), '{}') as "ward_names!"
           from workstations w
           where w.revoked_at is null and ($1::uuid is null or w.id = $1)
           order by w.name, w.id offset $2 limit $3"#,
        id.map(Uuid::from),
        skip,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Workstation {
                id: r.id.into(),
                name: r.name,
                hospital_id: r.hospital_id.into(),
                kind: parse("workstations.kind", &r.kind)?,
                wards: r
                    .ward_ids
                    .into_iter()
                    .map(WardId)
                    .zip(r.ward_names)
                    .collect(),
                last_seen_at: r.last_seen_at.map(jiff_sqlx::Timestamp::to_jiff),
            })
        })
        .collect()
}

/// Notes that stations are listening right now. Not a fact about anybody: presence, renewed every
/// few seconds while a stream is open, so it carries no audit event of its own.
pub async fn touch(source: &mut impl Source, stations: &[WorkstationId]) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = stations.iter().map(|s| s.0).collect();
    sqlx::query!(
        "update workstations set last_seen_at = clock_timestamp() where id = any($1)",
        &ids
    )
    .execute(source.connection())
    .await?;
    Ok(())
}

/// Takes a station's credential away. Answers false where it was gone.
pub async fn revoke(uow: &mut UnitOfWork, id: WorkstationId) -> Result<bool, StoreError> {
    let result = sqlx::query!("update workstations set revoked_at = clock_timestamp() where id = $1 and revoked_at is null", id.0)
        .execute(uow.connection())
        .await?;
    Ok(result.rows_affected() == 1)
}

/// An enrolment code.
#[derive(Debug, Clone)]
pub struct EnrolmentCode {
    /// Row.
    pub id: Uuid,
    /// SHA-256 of the code as typed, without dashes, upper case.
    pub code_hash: [u8; 32],
    /// Where the station will stand.
    pub hospital_id: HospitalId,
    /// What it will listen to.
    pub ward_ids: Vec<WardId>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// Whether it works more than once: the demo's only.
    pub reusable: bool,
}

/// Adds an enrolment code.
pub async fn insert_code(uow: &mut UnitOfWork, code: &EnrolmentCode) -> Result<(), StoreError> {
    let wards: Vec<Uuid> = code.ward_ids.iter().map(|w| w.0).collect();
    sqlx::query!(
        "insert into enrolment_codes (id, code_hash, hospital_id, ward_ids, created_by, expires_at, reusable)
         values ($1, $2, $3, $4, $5, $6, $7)",
        code.id,
        code.code_hash.as_slice(),
        code.hospital_id.0,
        &wards,
        code.created_by.map(Uuid::from),
        code.expires_at.to_sqlx() as _,
        code.reusable
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Uses a code: answers where the station belongs, or none where the code is unknown, used or past
/// its time.
pub async fn use_code(
    uow: &mut UnitOfWork,
    code_hash: &[u8; 32],
) -> Result<Option<(HospitalId, Vec<WardId>)>, StoreError> {
    let row = sqlx::query!(
        "update enrolment_codes set used_at = clock_timestamp()
         where code_hash = $1 and expires_at > clock_timestamp() and (used_at is null or reusable)
         returning hospital_id, ward_ids",
        code_hash.as_slice()
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(row.map(|r| {
        (
            HospitalId(r.hospital_id),
            r.ward_ids.into_iter().map(WardId).collect(),
        )
    }))
}

/// Stations that listen for alerts of a place: their wards cover it, or, for a place without a ward,
/// they stand in the hospital.
pub async fn listeners(
    source: &mut impl Source,
    hospital: HospitalId,
    ward: Option<WardId>,
    kinds: &[WorkstationKind],
) -> Result<Vec<WorkstationId>, StoreError> {
    let kinds: Vec<String> = kinds.iter().map(|k| k.as_str().to_owned()).collect();
    let ids = sqlx::query_scalar!(
        "select w.id from workstations w
         where w.hospital_id = $1 and w.revoked_at is null and w.kind = any($3)
           and ($2::uuid is null or exists (select from workstation_wards x where x.workstation_id = w.id and x.ward_id = $2))",
        hospital.0,
        ward.map(Uuid::from),
        &kinds
    )
    .fetch_all(source.connection())
    .await?;
    Ok(ids.into_iter().map(WorkstationId).collect())
}

/// Checks that every ward belongs to the hospital.
pub async fn wards_belong(
    source: &mut impl Source,
    hospital: HospitalId,
    wards: &[WardId],
) -> Result<bool, StoreError> {
    let ids: Vec<Uuid> = wards.iter().map(|w| w.0).collect();
    let found = sqlx::query_scalar!(
        r#"select count(*) as "n!" from wards where hospital_id = $1 and is_active and id = any($2)"#,
        hospital.0,
        &ids
    )
    .fetch_one(source.connection())
    .await?;
    Ok(usize::try_from(found).is_ok_and(|n| n == wards.len()))
}
