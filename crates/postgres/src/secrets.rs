//! The two database passwords: random, in files only their owner can read.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use rand::TryRng as _;

use crate::files::{ensure_folder, write_private};
use crate::{Layout, PostgresError};

/// The database passwords of one installation.
pub(crate) struct Passwords {
    /// Of the superuser `postgres`.
    pub(crate) superuser: String,
    /// Of the login role `cloudcare`.
    pub(crate) application: String,
    /// True when at least one was just made: the database does not know it yet.
    pub(crate) fresh: bool,
}

impl Passwords {
    /// Reads the passwords, making those that are missing.
    pub(crate) fn load(layout: &Layout) -> Result<Self, PostgresError> {
        let folder = layout.secrets();
        ensure_folder(&folder, 0o700)?;
        let (superuser, fresh_superuser) = load_or_make(&folder.join("postgres-superuser"))?;
        let (application, fresh_application) = load_or_make(&folder.join("postgres-cloudcare"))?;
        Ok(Self {
            superuser,
            application,
            fresh: fresh_superuser || fresh_application,
        })
    }
}

fn load_or_make(path: &Path) -> Result<(String, bool), PostgresError> {
    match std::fs::read_to_string(path) {
        // An empty or foreign file is no password of ours; a new one is set in the database.
        Ok(text) if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Ok((text, false))
        }
        Ok(_) => make(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path),
        Err(error) => Err(PostgresError::at("read", path)(error)),
    }
}

fn make(path: &Path) -> Result<(String, bool), PostgresError> {
    let mut bytes = [0_u8; 32];
    rand::rngs::SysRng
        .try_fill_bytes(&mut bytes)
        .map_err(|error| PostgresError::File {
            doing: "draw a random password for",
            path: path.to_path_buf(),
            reason: io::Error::other(error),
        })?;
    let password = bytes
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
    write_private(path, &password)?;
    Ok((password, true))
}
