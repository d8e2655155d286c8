//! What was imported, and where it is kept.
//!
//! Each `insert_*` makes a row as its first version; each `update_*` writes only over the version it
//! is given, and answers the new one, or none where somebody has changed the row here since.

mod finding;
mod person;
mod place;

use cloudcare_domain::id::IdGen;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork};

pub use finding::{
    clear_vitals, fill_vitals, insert_allergy, insert_condition, insert_medication, insert_vitals,
    tell_allergies, update_allergy, update_condition, update_medication,
};
pub use person::{
    has_open_inpatient_stay, insert_death, insert_patient, insert_stay, update_patient, update_stay,
};
pub use place::{
    insert_doctor, insert_hospital, is_licence_taken, is_name_taken, update_doctor, update_hospital,
};

/// A foreign record that was imported before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Our row.
    pub local_id: Uuid,
    /// SHA-256 of what it told.
    pub content_hash: Vec<u8>,
    /// Our row's version as the import left it.
    pub local_version: i32,
}

/// Which system a record comes from, what it is there, and its id there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignKey<'a> {
    /// The system.
    pub source: &'a str,
    /// Resource type, or a word of ours where one record gives several rows.
    pub kind: &'a str,
    /// Id.
    pub id: &'a str,
}

/// Lets a unit of work wait for a file that is read between its statements, and keeps a second
/// import of the same system out until this one has ended.
pub async fn patient_and_alone(uow: &mut UnitOfWork, source: &str) -> Result<(), StoreError> {
    sqlx::query!("select set_config('idle_in_transaction_session_timeout', '10min', true)")
        .fetch_one(uow.connection())
        .await?;
    sqlx::query!(
        "select from (select pg_advisory_xact_lock(hashtextextended('import ' || $1, 0))) as locked",
        source
    )
    .fetch_one(uow.connection())
    .await?;
    Ok(())
}

/// What became of a foreign record.
pub async fn known(
    source: &mut impl Source,
    key: ForeignKey<'_>,
) -> Result<Option<Known>, StoreError> {
    let known = sqlx::query_as!(
        Known,
        "select local_id, content_hash, local_version from imported_resources
         where source = $1 and resource_type = $2 and source_id = $3",
        key.source,
        key.kind,
        key.id
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(known)
}

/// Notes what a foreign record became, or what it tells now.
pub async fn remember(
    uow: &mut UnitOfWork,
    key: ForeignKey<'_>,
    local_id: Uuid,
    content_hash: &[u8; 32],
    local_version: i32,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into imported_resources (source, resource_type, source_id, local_id, content_hash, local_version)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (source, resource_type, source_id) do update
           set local_id = excluded.local_id, content_hash = excluded.content_hash,
               local_version = excluded.local_version, imported_at = clock_timestamp()",
        key.source,
        key.kind,
        key.id,
        local_id,
        &content_hash[..],
        local_version
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Notes that the import itself has brought a row from the version before to `version`.
pub async fn moved_on(
    uow: &mut UnitOfWork,
    local_id: Uuid,
    version: i32,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update imported_resources set local_version = $2 where local_id = $1 and local_version = $2 - 1",
        local_id,
        version
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// A time zone in use here, that of the hospital that was set up first; none before set-up.
pub async fn time_zone(source: &mut impl Source) -> Result<Option<String>, StoreError> {
    let zone = sqlx::query_scalar!(
        "select time_zone from hospitals where is_active order by created_at, id limit 1"
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(zone)
}

fn new_id(ids: &dyn IdGen) -> Uuid {
    ids.uuid()
}
