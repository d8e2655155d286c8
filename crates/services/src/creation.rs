//! Creating something once, however often the client asks (R3).
//!
//! The client's `Idempotency-Key` is the id of the row it makes. A repeat, told by the hash of its
//! request, is answered by reading that row again; no answer is stored.

use cloudcare_store::{UnitOfWork, creation};
use uuid::Uuid;

use crate::{ServiceError, Services};

/// A client's key with the hash of the request it came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreationKey {
    /// The id the row shall have.
    pub id: Uuid,
    /// SHA-256 of method, path and body.
    pub request_hash: [u8; 32],
}

/// What a request to create means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Creation {
    /// Make the row, with this id.
    Fresh(Uuid),
    /// It was made before, under this id: read it again, change nothing.
    Repeat(Uuid),
}

impl Services {
    /// Claims the key within the unit of work that will make the row. Two requests with one key
    /// follow one another: the second waits here until the first has ended.
    pub(crate) async fn creation(
        &self,
        uow: &mut UnitOfWork,
        key: Option<CreationKey>,
        resource: &'static str,
    ) -> Result<Creation, ServiceError> {
        let Some(key) = key else {
            return Ok(Creation::Fresh(self.ids().uuid()));
        };
        match creation::claim(uow, key.id, resource, &key.request_hash).await? {
            None => Ok(Creation::Fresh(key.id)),
            Some(known) if known.resource == resource && known.request_hash == key.request_hash => {
                Ok(Creation::Repeat(key.id))
            }
            Some(_) => Err(ServiceError::invalid(
                "Idempotency-Key",
                "already used for another request; make a new one",
            )),
        }
    }
}
