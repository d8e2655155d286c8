//! The operating system's keychain, asked so that it can never hold the station up.
//!
//! A locked collection answers with a prompt that nobody may ever see, so every question has five
//! seconds. Without a keychain the user's session is not remembered at all, and the station says so.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use cloudcare_client::Secret;
use serde::Serialize;

/// The name our entries stand under.
const SERVICE: &str = "org.cloudcare.workstation";
/// How long the keychain may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether secrets can be kept, as the screen shows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Availability {
    Available,
    /// There is none: no session bus, or no secret service on it.
    Absent,
    /// There is one and it does not open.
    Locked,
}

/// Why a secret could not be read or kept.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum KeychainError {
    #[error("this computer has no keychain service")]
    Absent,
    #[error("the keychain is locked")]
    Locked,
    #[error("the keychain failed: {0}")]
    Failed(String),
}

impl KeychainError {
    pub(crate) fn availability(&self) -> Availability {
        match self {
            KeychainError::Locked => Availability::Locked,
            KeychainError::Absent | KeychainError::Failed(_) => Availability::Absent,
        }
    }
}

/// Which secret of an installation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Entry {
    /// The key to the records of a hospital on this PC, in hexadecimal.
    MasterKey,
    /// The station's credential.
    Station,
    /// The signed-in user's refresh token.
    Refresh,
    /// Written and deleted to learn whether the keychain works.
    Probe,
}

impl Entry {
    fn account(self, installation: &str) -> String {
        let name = match self {
            Entry::MasterKey => "master-key",
            Entry::Station => "station",
            Entry::Refresh => "refresh-token",
            Entry::Probe => "probe",
        };
        format!("{installation}/{name}")
    }
}

/// The keychain. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Keychain {
    patience: Duration,
    /// Set by the first question that ran out of time: its prompt still stands, and each further
    /// question would stack another prompt and wait another five seconds.
    stuck: Arc<AtomicBool>,
}

impl Default for Keychain {
    fn default() -> Keychain {
        Keychain {
            patience: PATIENCE,
            stuck: Arc::default(),
        }
    }
}

impl Keychain {
    /// One that does not open, for tests.
    #[cfg(test)]
    pub(crate) fn out_of_reach() -> Keychain {
        Keychain {
            patience: PATIENCE,
            stuck: Arc::new(AtomicBool::new(true)),
        }
    }

    /// Writes and deletes an entry: reading alone does not show whether a locked collection opens.
    pub(crate) async fn probe(&self) -> Availability {
        let probed = async {
            self.set("probe", Entry::Probe, &Secret::new("probe"))
                .await?;
            self.delete("probe", Entry::Probe).await
        };
        match probed.await {
            Ok(()) => Availability::Available,
            Err(error) => {
                tracing::warn!(%error, "secrets cannot be kept in a keychain");
                error.availability()
            }
        }
    }

    /// Reads a secret; `None` when there is none.
    pub(crate) async fn get(
        &self,
        installation: &str,
        entry: Entry,
    ) -> Result<Option<Secret>, KeychainError> {
        let account = entry.account(installation);
        self.ask(
            move || match keyring::Entry::new(SERVICE, &account)?.get_password() {
                Ok(text) => Ok(Some(Secret::new(text))),
                Err(keyring::Error::NoEntry) => Ok(None),
                Err(error) => Err(error),
            },
        )
        .await
    }

    /// Keeps a secret, replacing what was there.
    pub(crate) async fn set(
        &self,
        installation: &str,
        entry: Entry,
        secret: &Secret,
    ) -> Result<(), KeychainError> {
        let (account, secret) = (entry.account(installation), secret.clone());
        self.ask(move || keyring::Entry::new(SERVICE, &account)?.set_password(secret.reveal()))
            .await
    }

    /// Forgets a secret; nothing there is fine.
    pub(crate) async fn delete(
        &self,
        installation: &str,
        entry: Entry,
    ) -> Result<(), KeychainError> {
        let account = entry.account(installation);
        self.ask(
            move || match keyring::Entry::new(SERVICE, &account)?.delete_credential() {
                Err(keyring::Error::NoEntry) => Ok(()),
                other => other,
            },
        )
        .await
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce() -> Result<T, keyring::Error> + Send + 'static,
    ) -> Result<T, KeychainError> {
        if self.stuck.load(Ordering::Relaxed) {
            return Err(KeychainError::Locked);
        }
        let asked = tokio::task::spawn_blocking(question);
        match tokio::time::timeout(self.patience, asked).await {
            Err(_) => {
                self.stuck.store(true, Ordering::Relaxed);
                Err(KeychainError::Locked)
            }
            Ok(Err(_)) => Err(KeychainError::Failed(
                "it stopped in the middle of an answer".to_owned(),
            )),
            Ok(Ok(answer)) => answer.map_err(|error| explain(&error)),
        }
    }
}

fn explain(error: &keyring::Error) -> KeychainError {
    match error {
        keyring::Error::NoDefaultStore => KeychainError::Absent,
        keyring::Error::NoStorageAccess(_) => KeychainError::Locked,
        // A bus without a secret service: the platform error names it, and holds no secret.
        keyring::Error::PlatformFailure(cause) if cause.to_string().contains("ServiceUnknown") => {
            KeychainError::Absent
        }
        other => KeychainError::Failed(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_keychain_that_prompts_for_ever_counts_as_locked_and_is_not_asked_again() {
        // Real time: a paused clock stands still while a blocking question is open.
        let keychain = Keychain {
            patience: Duration::from_millis(50),
            ..Keychain::default()
        };
        let (release, held) = std::sync::mpsc::channel::<()>();
        let answer = keychain
            .ask(move || {
                let _ = held.recv();
                Ok(())
            })
            .await;
        assert_eq!(answer, Err(KeychainError::Locked));
        let asked = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&asked);
        let again = keychain
            .ask(move || {
                flag.store(true, Ordering::Relaxed);
                Ok(())
            })
            .await;
        assert_eq!(again, Err(KeychainError::Locked));
        assert!(!asked.load(Ordering::Relaxed));
        drop(release);
    }

    #[tokio::test]
    async fn errors_become_what_the_screen_can_say() {
        let keychain = Keychain::default();
        let absent = keychain
            .ask::<()>(|| Err(keyring::Error::NoDefaultStore))
            .await
            .expect_err("absent");
        assert_eq!(absent.availability(), Availability::Absent);
        let locked = keychain
            .ask::<()>(|| Err(keyring::Error::NoStorageAccess("prompt dismissed".into())))
            .await
            .expect_err("locked");
        assert_eq!(locked.availability(), Availability::Locked);
    }
}
