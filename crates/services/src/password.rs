//! Password hashing: Argon2id with OWASP's figures, off the async threads.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::ServiceError;

/// OWASP Password Storage Cheat Sheet: m = 19 MiB, t = 2, p = 1.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes so many at once and no more: a flood of sign-ins must not take the memory that alerts need.
const AT_ONCE: usize = 4;
/// So many more may wait their turn; whoever comes then is asked to come again.
const WAITING: usize = 32;

pub(crate) struct Passwords {
    gate: Arc<Semaphore>,
    line: Arc<Semaphore>,
}

/// A place in the line of those whose password is to be looked at.
pub(crate) struct Place(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

/// What a password is to a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Another one.
    Wrong,
    /// The one.
    Right,
    /// The one, under a hash that is not made any more: hash it anew.
    RightAndOld,
}

impl Passwords {
    pub(crate) fn new() -> Self {
        Self {
            gate: Arc::new(Semaphore::new(AT_ONCE)),
            line: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
        }
    }

    /// A place in the line, taken before anything else is done for somebody who has not signed in, so
    /// that a flood holds neither memory nor connections.
    pub(crate) fn line_up(&self) -> Result<Place, ServiceError> {
        Arc::clone(&self.line)
            .try_acquire_owned()
            .map(Place)
            .map_err(|_| ServiceError::Busy)
    }

    /// PHC string of a new password.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, ServiceError> {
        let password = normalised(password);
        self.off_thread(move || {
            hasher()?
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|e| e.to_string())
        })
        .await
    }

    /// Whether a password belongs to a hash. With no hash (no such account) it takes as long and
    /// answers no, so that time does not tell who has an account.
    pub(crate) async fn verify(
        &self,
        password: &str,
        hash: Option<&str>,
    ) -> Result<Verdict, ServiceError> {
        let password = normalised(password);
        let hash = hash.map(str::to_owned);
        self.off_thread(move || match hash {
            Some(hash) if is_bcrypt(&hash) => {
                let is_right =
                    bcrypt::verify(password.as_bytes(), &hash).map_err(|e| e.to_string())?;
                Ok(if is_right {
                    Verdict::RightAndOld
                } else {
                    Verdict::Wrong
                })
            }
            Some(hash) => {
                let parsed = PasswordHash::new(&hash).map_err(|e| e.to_string())?;
                let is_right = hasher()?
                    .verify_password(password.as_bytes(), &parsed)
                    .is_ok();
                Ok(match is_right {
                    false => Verdict::Wrong,
                    true if hash.starts_with(TODAY) => Verdict::Right,
                    true => Verdict::RightAndOld,
                })
            }
            None => {
                hasher()?
                    .hash_password(password.as_bytes())
                    .map_err(|e| e.to_string())?;
                Ok(Verdict::Wrong)
            }
        })
        .await
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let permit = Arc::clone(&self.gate)
            .acquire_owned()
            .await
            .map_err(ServiceError::internal)?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(ServiceError::internal)?
        .map_err(ServiceError::internal)
    }
}

/// How a hash begins that is made with today's figures.
const TODAY: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

/// Accounts of the system before this one came with `$2b$…`.
fn is_bcrypt(hash: &str) -> bool {
    hash.starts_with("$2")
}

/// Keyboards write ä as one character or as two; both are the same password (NFC).
fn normalised(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfc().collect())
}

fn hasher() -> Result<Argon2<'static>, String> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|e| e.to_string())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_only_with_itself() {
        let passwords = Passwords::new();
        let password = "correct horse battery staple";
        let hash = passwords.hash(password).await.unwrap();
        assert!(hash.starts_with(TODAY), "{hash}");
        for (given, hash, verdict) in [
            (password, Some(hash.as_str()), Verdict::Right),
            (
                "Correct horse battery staple",
                Some(hash.as_str()),
                Verdict::Wrong,
            ),
            ("anything", None, Verdict::Wrong),
        ] {
            assert_eq!(passwords.verify(given, hash).await.unwrap(), verdict);
        }
    }

    #[tokio::test]
    async fn a_hash_of_the_system_before_opens_and_is_told_to_be_old() {
        let passwords = Passwords::new();
        let old = bcrypt::hash("correct horse", 4).unwrap();
        assert_eq!(
            passwords.verify("correct horse", Some(&old)).await.unwrap(),
            Verdict::RightAndOld
        );
        assert_eq!(
            passwords.verify("correct house", Some(&old)).await.unwrap(),
            Verdict::Wrong
        );
    }

    #[tokio::test]
    async fn a_letter_with_its_dots_is_the_same_however_the_keyboard_writes_it() {
        let passwords = Passwords::new();
        let hash = passwords.hash("sp\u{e4}te Stunde").await.unwrap();
        assert_eq!(
            passwords
                .verify("spa\u{308}te Stunde", Some(&hash))
                .await
                .unwrap(),
            Verdict::Right
        );
    }

    #[test]
    fn the_line_has_an_end() {
        let passwords = Passwords::new();
        let places: Vec<Place> = (0..AT_ONCE + WAITING)
            .map(|_| passwords.line_up().unwrap())
            .collect();
        assert!(matches!(passwords.line_up(), Err(ServiceError::Busy)));
        drop(places);
        assert!(passwords.line_up().is_ok());
    }
}
