//! Keys under which clients created rows (`Idempotency-Key`).

use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork};

/// A key that was used before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCreation {
    /// What was made under it.
    pub resource: String,
    /// SHA-256 of the request that made it.
    pub request_hash: Vec<u8>,
}

/// Claims a key for this unit of work; answers who holds it where somebody does already. Waits for
/// another unit of work that has claimed it and not ended yet.
pub async fn claim(
    uow: &mut UnitOfWork,
    id: Uuid,
    resource: &str,
    request_hash: &[u8; 32],
) -> Result<Option<KnownCreation>, StoreError> {
    let claimed = sqlx::query!(
        "insert into creations (id, resource, request_hash) values ($1, $2, $3) on conflict (id) do nothing",
        id,
        resource,
        &request_hash[..]
    )
    .execute(uow.connection())
    .await?
    .rows_affected();
    if claimed == 1 {
        return Ok(None);
    }
    let known = sqlx::query_as!(
        KnownCreation,
        "select resource, request_hash from creations where id = $1",
        id
    )
    .fetch_one(uow.connection())
    .await?;
    Ok(Some(known))
}
