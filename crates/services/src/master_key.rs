//! The installation's master key: wraps every other key, and never rests in the database.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE};
use fernet::Fernet;
use zeroize::Zeroizing;

use crate::audit::RecordKeys;

/// 32 random bytes, used as a Fernet key (128-bit AES-CBC with HMAC-SHA256) to wrap other keys;
/// the keys of the audit record are derived from them.
#[derive(Clone)]
pub struct MasterKey {
    wrapping: Fernet,
    record: RecordKeys,
}

/// What was wrapped can't be opened with this master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a key of this installation can't be opened: the master key does not belong to this database"
)]
pub struct WrongMasterKey;

impl MasterKey {
    /// From its 32 bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, WrongMasterKey> {
        let text = Zeroizing::new(URL_SAFE.encode(bytes));
        Ok(Self {
            wrapping: Fernet::new(&text).ok_or(WrongMasterKey)?,
            record: RecordKeys::derive(bytes),
        })
    }

    /// A fresh random one.
    pub fn generate() -> [u8; 32] {
        crate::machine::random_bytes()
    }

    /// The keys of the audit record.
    pub(crate) fn record(&self) -> &RecordKeys {
        &self.record
    }

    pub(crate) fn wrap(&self, secret: &[u8]) -> String {
        self.wrapping.encrypt(secret)
    }

    pub(crate) fn unwrap(&self, wrapped: &str) -> Result<Zeroizing<Vec<u8>>, WrongMasterKey> {
        self.wrapping
            .decrypt(wrapped)
            .map(Zeroizing::new)
            .map_err(|_| WrongMasterKey)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_installation_wraps_no_other_opens() {
        let ours = MasterKey::from_bytes(&[1; 32]).unwrap();
        let theirs = MasterKey::from_bytes(&[2; 32]).unwrap();
        let wrapped = ours.wrap(b"secret");
        assert_eq!(ours.unwrap(&wrapped).unwrap().as_slice(), b"secret");
        assert_eq!(theirs.unwrap(&wrapped), Err(WrongMasterKey));
        assert_eq!(format!("{ours:?}"), "MasterKey(..)");
    }
}
