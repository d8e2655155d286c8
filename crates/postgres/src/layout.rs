//! Where everything stands inside the data folder.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use crate::{PostgresError, VERSION};

/// The longest path a Unix socket may have on Linux, in bytes (`sun_path` less its final zero).
const SOCKET_PATH_LIMIT: usize = 107;
/// The socket's file name: PostgreSQL derives it from the port, of which we keep the default.
const SOCKET_NAME: &str = ".s.PGSQL.5432";

/// The data folder and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The data folder itself.
    pub root: PathBuf,
}

impl Layout {
    /// The data folder when none is named: `/var/lib/cloudcare` for root, else `cloudcare` in the user's
    /// data folder (`$XDG_DATA_HOME`, `~/Library/Application Support`).
    ///
    /// # Errors
    /// [`PostgresError::NoDataFolder`] when the user has no home folder.
    pub fn default_root() -> Result<PathBuf, PostgresError> {
        if nix::unistd::geteuid().is_root() {
            return Ok(PathBuf::from("/var/lib/cloudcare"));
        }
        let strategy = etcetera::base_strategy::choose_native_strategy()
            .map_err(|_| PostgresError::NoDataFolder)?;
        Ok(strategy.data_dir().join("cloudcare"))
    }

    /// The unpacked programs of this version.
    pub fn installation(&self) -> PathBuf {
        self.root.join("postgresql").join(VERSION)
    }

    /// The database itself (`PGDATA`).
    pub fn database(&self) -> PathBuf {
        self.root.join("database")
    }

    /// Where the database is made before it takes its place in one step.
    pub(crate) fn database_in_the_making(&self) -> PathBuf {
        self.root.join("database.new")
    }

    /// Passwords and keys, for nobody but the owner.
    pub fn secrets(&self) -> PathBuf {
        self.root.join("secrets")
    }

    /// The file whose lock makes one process the owner of the folder; holds its process id.
    pub fn owner_lock(&self) -> PathBuf {
        self.root.join("owner.lock")
    }

    /// The log files.
    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// The log of the bundled PostgreSQL.
    pub fn postgres_log(&self) -> PathBuf {
        self.logs().join("postgresql.log")
    }

    /// The folder of the database socket: `run` here, or when that path is too long for a socket a short
    /// folder in `short_base` whose name is derived from the data folder's.
    pub(crate) fn socket_folder(&self, short_base: &Path) -> PathBuf {
        let usual = self.root.join("run");
        if usual.join(SOCKET_NAME).as_os_str().len() <= SOCKET_PATH_LIMIT {
            return usual;
        }
        short_base.join(format!(
            "cloudcare-{:016x}",
            fnv1a(self.root.as_os_str().as_encoded_bytes())
        ))
    }
}

/// FNV-1a: a short stable name for a long path. Not a secret, and collisions only share a folder.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_stands_in_the_data_folder_when_its_path_is_short_enough() {
        let layout = Layout {
            root: PathBuf::from("/var/lib/cloudcare"),
        };
        assert_eq!(
            layout.socket_folder(Path::new("/tmp")),
            Path::new("/var/lib/cloudcare/run")
        );
    }

    #[test]
    fn a_long_data_folder_gets_a_short_socket_folder_of_its_own() {
        let one = Layout {
            root: PathBuf::from("/").join("long".repeat(30)).join("one"),
        };
        let two = Layout {
            root: PathBuf::from("/").join("long".repeat(30)).join("two"),
        };
        let folder = one.socket_folder(Path::new("/tmp"));
        assert!(folder.join(SOCKET_NAME).as_os_str().len() <= SOCKET_PATH_LIMIT);
        assert!(folder.starts_with("/tmp"));
        assert_ne!(folder, two.socket_folder(Path::new("/tmp")));
    }
}
