//! One PostgreSQL over one folder: where it stands, how it is called, and the guard of test servers.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::account::Account;
use crate::files::ensure_folder;
use crate::{Durability, Layout, PostgresError};

/// Everything that stays the same over the restarts of one server.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) layout: Layout,
    pub(crate) installation: PathBuf,
    pub(crate) socket_folder: PathBuf,
    pub(crate) account: Account,
    pub(crate) durability: Durability,
}

impl Place {
    /// The command that serves the database in the foreground, its words going to the log.
    pub(crate) fn command(&self) -> Result<tokio::process::Command, PostgresError> {
        let log = self.layout.postgres_log();
        let to_log = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(&log)
            .map_err(PostgresError::at("write", &log))?;
        let also_to_log = to_log
            .try_clone()
            .map_err(PostgresError::at("write", &log))?;
        let mut command = self
            .account
            .command(&self.installation, "postgres", &self.layout.root);
        command.arg("-D").arg(self.layout.database());
        let mut folders = std::ffi::OsString::from("unix_socket_directories=");
        folders.push(&self.socket_folder);
        command.arg("-c").arg(folders);
        for setting in SETTINGS.iter().chain(self.durability.settings()) {
            command.args(["-c", setting]);
        }
        command
            .stdin(Stdio::null())
            .stdout(also_to_log)
            .stderr(to_log);
        Ok(command)
    }

    /// Makes the private folder of the socket, and refuses one that is somebody else's.
    pub(crate) fn prepare_socket_folder(&self) -> Result<(), PostgresError> {
        let folder = &self.socket_folder;
        if fs::symlink_metadata(folder).is_ok_and(|found| !found.is_dir()) {
            return Err(PostgresError::UnsafeSocketFolder {
                folder: folder.clone(),
            });
        }
        let outside = !folder.starts_with(&self.layout.root);
        match ensure_folder(folder, 0o700) {
            Err(PostgresError::NotWritable { .. }) if outside => {
                return Err(PostgresError::UnsafeSocketFolder {
                    folder: folder.clone(),
                });
            }
            other => other?,
        }
        self.account.give(folder)?;
        let found = fs::metadata(folder).map_err(PostgresError::at("read", folder))?;
        if found.uid() != self.account.uid() || found.permissions().mode() & 0o077 != 0 {
            return Err(PostgresError::UnsafeSocketFolder {
                folder: folder.clone(),
            });
        }
        Ok(())
    }
}

/// What every server runs with. Sized for a ward PC beside its desktop. The log never holds a statement,
/// a parameter or a failed row: `log` as the lowest level leaves out errors, whose texts quote data.
const SETTINGS: [&str; 25] = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "password_encryption=scram-sha-256",
    "cluster_name=cloudcare",
    "timezone=UTC",
    "log_timezone=UTC",
    "max_connections=200",
    "shared_buffers=128MB",
    "effective_cache_size=1GB",
    "maintenance_work_mem=64MB",
    "max_wal_size=512MB",
    "random_page_cost=1.1",
    "jit=off",
    "log_destination=stderr",
    "logging_collector=off",
    "log_line_prefix=%m [%p] ",
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_statement=none",
    "log_min_duration_statement=-1",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
    "log_checkpoints=off",
    "log_autovacuum_min_duration=-1",
];

impl Durability {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Full => &["fsync=on", "synchronous_commit=on", "full_page_writes=on"],
            Self::TestsOnly => &[
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
            ],
        }
    }
}

/// Ends a test's server when the test process is gone, however it went: a shell that waits on a pipe only
/// we hold open.
#[derive(Debug)]
pub(crate) struct Guard {
    shell: std::process::Child,
}

impl Guard {
    const SCRIPT: &str = "read -r _; kill -INT $1 || exit; n=0; \
        while kill -0 $1 && [ $n -lt 50 ]; do sleep 0.1; n=$((n+1)); done; kill -QUIT $1";

    /// Watches over the server `pid`.
    pub(crate) fn over(pid: i32) -> Result<Self, PostgresError> {
        let shell = Command::new("/bin/sh")
            .args(["-c", Self::SCRIPT, "sh", &pid.to_string()])
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|reason| PostgresError::CouldNotRun {
                program: PathBuf::from("/bin/sh"),
                reason,
            })?;
        Ok(Self { shell })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Before the pipe closes: its server has ended, and the number may be another's by now. Errors
        // mean the shell has ended already.
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

/// The short base for socket folders whose usual place has too long a path.
pub(crate) fn short_base(account: &Account) -> PathBuf {
    let own = std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|path| path.is_dir() && path.as_os_str().len() < 60);
    // Root's runtime folder is closed to the account PostgreSQL runs under.
    own.filter(|_| !account.is_other())
        .unwrap_or_else(|| Path::new("/tmp").to_path_buf())
}
