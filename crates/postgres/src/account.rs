//! The account PostgreSQL runs under: ours, or when we are root an unprivileged one.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use nix::unistd::{Gid, Uid, User};

use crate::PostgresError;

/// Who the PostgreSQL processes run as.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// Set when we are root and PostgreSQL, which refuses root, must be somebody else.
    other: Option<(Uid, Gid)>,
    name: String,
}

impl Account {
    /// Ourselves, unless we are root: then whoever owns the database already (a user's own folder stays
    /// that user's), else `nobody`.
    pub(crate) fn choose(database: &Path) -> Result<Self, PostgresError> {
        if !nix::unistd::geteuid().is_root() {
            return Ok(Self {
                other: None,
                name: String::new(),
            });
        }
        if let Ok(found) = fs::metadata(database)
            && found.uid() != 0
        {
            let uid = Uid::from_raw(found.uid());
            let name = match User::from_uid(uid) {
                Ok(Some(user)) => user.name,
                _ => uid.to_string(),
            };
            return Ok(Self {
                other: Some((uid, Gid::from_raw(found.gid()))),
                name,
            });
        }
        match User::from_name("nobody") {
            Ok(Some(user)) => Ok(Self {
                other: Some((user.uid, user.gid)),
                name: user.name,
            }),
            _ => Err(PostgresError::NoUnprivilegedUser),
        }
    }

    /// True when it runs as somebody else than we do.
    pub(crate) fn is_other(&self) -> bool {
        self.other.is_some()
    }

    /// A command of this account, with an environment of its own: none of ours reaches PostgreSQL.
    pub(crate) fn command(
        &self,
        installation: &Path,
        program: &str,
        folder: &Path,
    ) -> tokio::process::Command {
        let mut command = tokio::process::Command::new(installation.join("bin").join(program));
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            // Its replication module would otherwise load the system's libpq.
            .env("LD_LIBRARY_PATH", installation.join("lib"))
            .env("DYLD_LIBRARY_PATH", installation.join("lib"))
            // Where we were started from may be closed to the account.
            .current_dir(folder)
            // Ctrl-C in our terminal is ours to handle; the server is stopped in its turn.
            .process_group(0);
        if let Some((uid, gid)) = self.other {
            command.uid(uid.as_raw()).gid(gid.as_raw());
        }
        command
    }

    /// Hands a file or folder, and what is in it, to the account, if it is not the account's already.
    pub(crate) fn give(&self, path: &Path) -> Result<(), PostgresError> {
        let Some((uid, _)) = self.other else {
            return Ok(());
        };
        let found = fs::symlink_metadata(path).map_err(PostgresError::at("read", path))?;
        if found.uid() == uid.as_raw() {
            return Ok(());
        }
        self.give_all(path, &found)
    }

    fn give_all(&self, path: &Path, found: &fs::Metadata) -> Result<(), PostgresError> {
        let Some((uid, gid)) = self.other else {
            return Ok(());
        };
        std::os::unix::fs::lchown(path, Some(uid.as_raw()), Some(gid.as_raw()))
            .map_err(PostgresError::at("change the owner of", path))?;
        if found.is_dir() {
            for entry in fs::read_dir(path).map_err(PostgresError::at("read", path))? {
                let inner = entry.map_err(PostgresError::at("read", path))?.path();
                let inner_found =
                    fs::symlink_metadata(&inner).map_err(PostgresError::at("read", &inner))?;
                self.give_all(&inner, &inner_found)?;
            }
        }
        Ok(())
    }

    /// The user a folder of PostgreSQL's must belong to.
    pub(crate) fn uid(&self) -> u32 {
        self.other
            .map_or_else(nix::unistd::geteuid, |(uid, _)| uid)
            .as_raw()
    }

    /// Refuses a folder the account cannot get to, and names the folder in the way.
    pub(crate) fn check_way_to(&self, folder: &Path) -> Result<(), PostgresError> {
        let Some((uid, gid)) = self.other else {
            return Ok(());
        };
        for step in folder.ancestors() {
            let found = fs::metadata(step).map_err(PostgresError::at("read", step))?;
            let needed = if found.uid() == uid.as_raw() {
                0o100
            } else if found.gid() == gid.as_raw() {
                0o010
            } else {
                0o001
            };
            if found.permissions().mode() & needed == 0 {
                return Err(PostgresError::NotTraversable {
                    user: self.name.clone(),
                    blocked_by: step.to_path_buf(),
                });
            }
        }
        Ok(())
    }
}
