//! Where this station keeps what it must not lose: its own credential and the key to the records.

use cloudcare_client::{Secret, StationCredential};

use crate::{
    clock::random_bytes,
    folder::{FolderError, House, Place, Record},
    keychain::{Availability, Entry, Keychain, KeychainError},
};

/// Why a secret this station depends on is not to be had. The words are for the user.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CredentialError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(
        "The key to this hospital's records is in the keychain, and {0}. Unlock or start the keychain and start CloudCare again. The records are kept."
    )]
    KeyOutOfReach(KeychainError),
    #[error(
        "The keychain no longer holds the key to this hospital's records. Restore the keychain of this user from its backup and start CloudCare again. The records are kept, and no new key is made over them."
    )]
    KeyGone,
    #[error("This computer gives no random numbers: {0}.")]
    NoRandomness(std::io::Error),
}

/// The secrets of one house, and its record of where they are.
#[derive(Debug)]
pub(crate) struct Credentials {
    keychain: Keychain,
    available: Availability,
    house: House,
    record: Record,
}

impl Credentials {
    /// Reads what the house remembers; a new house gets a random name for its keychain entries.
    pub(crate) fn open(
        keychain: Keychain,
        available: Availability,
        house: House,
    ) -> Result<Credentials, CredentialError> {
        let record = match house.record()? {
            Some(record) => record,
            None => Record {
                installation: fresh_name()?,
                ..Record::default()
            },
        };
        Ok(Credentials {
            keychain,
            available,
            house,
            record,
        })
    }

    /// Names this installation's keychain entries.
    pub(crate) fn installation(&self) -> &str {
        &self.record.installation
    }

    /// The station as it was last described, for a start without the server.
    pub(crate) fn last_workstation(&self) -> Option<&serde_json::Value> {
        self.record.workstation.as_ref()
    }

    /// Keeps the station's description.
    pub(crate) fn remember_workstation(
        &mut self,
        workstation: &serde_json::Value,
    ) -> Result<(), CredentialError> {
        if self.record.workstation.as_ref() != Some(workstation) {
            self.record.workstation = Some(workstation.clone());
            self.house.remember(&self.record)?;
        }
        Ok(())
    }

    /// The station's credential; `None` when it is not enrolled, or lost it.
    pub(crate) async fn station(&self) -> Result<Option<StationCredential>, CredentialError> {
        let kept = match self.record.credential {
            None => None,
            Some(Place::File) => self.house.read_credential()?.map(Secret::new),
            Some(Place::Keychain) => match self
                .keychain
                .get(&self.record.installation, Entry::Station)
                .await
            {
                Ok(kept) => kept,
                Err(error) => {
                    tracing::warn!(%error, "the station's credential can't be read");
                    None
                }
            },
        };
        Ok(kept.map(StationCredential::new))
    }

    /// Keeps a new credential: in the keychain, else in a file for this user only, because a station
    /// must listen again after a reboot (safety rule H1).
    pub(crate) async fn keep_station(
        &mut self,
        credential: &Secret,
    ) -> Result<(), CredentialError> {
        let place = match self
            .keychain
            .set(&self.record.installation, Entry::Station, credential)
            .await
        {
            Ok(()) => {
                self.house.forget_credential()?;
                Place::Keychain
            }
            Err(error) => {
                tracing::warn!(%error, "the station's credential is kept in a file, for this user only");
                self.house.write_credential(credential.reveal())?;
                Place::File
            }
        };
        self.record.credential = Some(place);
        Ok(self.house.remember(&self.record)?)
    }

    /// The key to the records of a hospital on this PC. `None` leaves it to the server, which keeps
    /// it in a file. Where it is, is decided once: with the first start's keychain.
    pub(crate) async fn master_key(&mut self) -> Result<Option<[u8; 32]>, CredentialError> {
        match self.record.master_key {
            Some(Place::File) => Ok(None),
            Some(Place::Keychain) => self.kept_master_key().await.map(Some),
            None => {
                let key = self.new_master_key().await?;
                self.record.master_key = Some(if key.is_some() {
                    Place::Keychain
                } else {
                    Place::File
                });
                self.house.remember(&self.record)?;
                Ok(key)
            }
        }
    }

    async fn kept_master_key(&self) -> Result<[u8; 32], CredentialError> {
        let kept = self
            .keychain
            .get(&self.record.installation, Entry::MasterKey)
            .await
            .map_err(CredentialError::KeyOutOfReach)?;
        kept.and_then(|text| from_hex(text.reveal()))
            .ok_or(CredentialError::KeyGone)
    }

    async fn new_master_key(&self) -> Result<Option<[u8; 32]>, CredentialError> {
        // A database without a record of its key was made with the file.
        if self.available != Availability::Available || self.house.holds_a_database() {
            return Ok(None);
        }
        let key: [u8; 32] = random_bytes().map_err(CredentialError::NoRandomness)?;
        match self
            .keychain
            .set(
                &self.record.installation,
                Entry::MasterKey,
                &Secret::new(to_hex(&key)),
            )
            .await
        {
            Ok(()) => Ok(Some(key)),
            Err(error) => {
                tracing::warn!(%error, "the key to the records is kept in a file, for this user only");
                Ok(None)
            }
        }
    }
}

fn fresh_name() -> Result<String, CredentialError> {
    Ok(to_hex(
        &random_bytes::<8>().map_err(CredentialError::NoRandomness)?,
    ))
}

fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::{Choice, Folder};

    fn house(place: &tempfile::TempDir) -> House {
        Folder::new(place.path().to_owned()).house(&Choice::Demo)
    }

    #[test]
    fn a_key_survives_its_text() {
        let key: [u8; 32] = random_bytes().expect("random");
        assert_eq!(from_hex(&to_hex(&key)), Some(key));
        for bad in ["", "zz", &"0".repeat(63), &"é".repeat(32)] {
            assert_eq!(from_hex(bad), None);
        }
    }

    #[tokio::test]
    async fn without_a_keychain_the_server_keeps_the_key_and_this_is_not_reconsidered() {
        let place = tempfile::tempdir().expect("a folder");
        let mut first = Credentials::open(Keychain::default(), Availability::Absent, house(&place))
            .expect("opens");
        assert_eq!(first.master_key().await.expect("decided"), None);
        let mut second =
            Credentials::open(Keychain::default(), Availability::Available, house(&place))
                .expect("opens");
        assert_eq!(second.installation(), first.installation());
        assert_eq!(second.master_key().await.expect("still decided"), None);
    }

    #[tokio::test]
    async fn a_key_that_is_out_of_reach_is_never_replaced() {
        let place = tempfile::tempdir().expect("a folder");
        let record = Record {
            installation: "i".into(),
            master_key: Some(Place::Keychain),
            ..Record::default()
        };
        house(&place).remember(&record).expect("written");
        let keychain = Keychain::out_of_reach();
        let mut credentials =
            Credentials::open(keychain, Availability::Locked, house(&place)).expect("opens");
        let error = credentials.master_key().await.expect_err("out of reach");
        assert!(
            error.to_string().contains("The records are kept"),
            "{error}"
        );
        assert_eq!(
            house(&place)
                .record()
                .expect("readable")
                .expect("there")
                .master_key,
            Some(Place::Keychain)
        );
    }

    #[tokio::test]
    async fn without_a_keychain_the_credential_survives_in_a_file_for_this_user() {
        let place = tempfile::tempdir().expect("a folder");
        let keychain = Keychain::out_of_reach();
        let mut credentials =
            Credentials::open(keychain.clone(), Availability::Locked, house(&place))
                .expect("opens");
        assert!(credentials.station().await.expect("readable").is_none());
        credentials
            .keep_station(&Secret::new("wks_1"))
            .await
            .expect("kept");
        let again =
            Credentials::open(keychain, Availability::Locked, house(&place)).expect("opens");
        let kept = again.station().await.expect("readable").expect("kept");
        assert_eq!(kept.secret(), &Secret::new("wks_1"));
    }
}
