//! What can go wrong, told to the person in front of the screen.

use std::io;
use std::path::{Path, PathBuf};

/// A failure of the bundled PostgreSQL. Every message says what to do next and holds no patient data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostgresError {
    /// There is no home folder to put a data folder into.
    #[error("CloudCare found no home folder for its data. Name a data folder with --data-dir.")]
    NoDataFolder,

    /// A second CloudCare wants the same data folder.
    #[error(
        "Another CloudCare ({holder}) is using the data folder {folder}. Use that one, or close it and \
         start again; a second one needs a data folder of its own (--data-dir)."
    )]
    HeldByAnother {
        /// The data folder.
        folder: PathBuf,
        /// Who holds it, such as `process 4711`.
        holder: String,
    },

    /// A PostgreSQL that CloudCare did not start works on the database folder.
    #[error(
        "A PostgreSQL that CloudCare did not start (process {pid}) is working on {folder}. Your data are \
         kept. Stop that process, then start CloudCare again."
    )]
    HeldByForeignServer {
        /// The database folder.
        folder: PathBuf,
        /// The other server's process id.
        pid: i32,
    },

    /// The database folder was made by another major version.
    #[error(
        "The data in {folder} were made by PostgreSQL {found}; this CloudCare brings PostgreSQL {bundled}. \
         Your data are kept and nothing was changed. Start them with the CloudCare that made them, or \
         restore a backup into a new data folder."
    )]
    OtherVersion {
        /// The database folder.
        folder: PathBuf,
        /// The major version that made it.
        found: String,
        /// The version this build brings.
        bundled: &'static str,
    },

    /// The database folder is incomplete or unreadable.
    #[error(
        "The database in {folder} is damaged ({detail}). CloudCare changed nothing and keeps what is there. \
         Copy the folder to a safe place first, then restore the newest backup into a new data folder \
         (--data-dir)."
    )]
    Damaged {
        /// The database folder.
        folder: PathBuf,
        /// What was found.
        detail: String,
    },

    /// No room is left.
    #[error(
        "The disk that holds {folder} is full. Your data are kept. Make room (300 MB or more), then start \
         CloudCare again."
    )]
    DiskFull {
        /// The folder that could not grow.
        folder: PathBuf,
    },

    /// A folder or file cannot be written.
    #[error(
        "CloudCare may not write to {path} ({reason}). Your data are kept. Give this user the right to write \
         there, or choose another folder with --data-dir, then start again."
    )]
    NotWritable {
        /// The folder or file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },

    /// Started as root, where the unprivileged database user cannot get.
    #[error(
        "CloudCare runs as root, and PostgreSQL therefore as the user '{user}', who may not enter {blocked_by}. \
         Choose a data folder everybody may pass through, such as /var/lib/cloudcare (--data-dir), or start \
         CloudCare as an ordinary user."
    )]
    NotTraversable {
        /// The user PostgreSQL would run as.
        user: String,
        /// The folder in the way.
        blocked_by: PathBuf,
    },

    /// Started as root on a system without the user `nobody`.
    #[error(
        "CloudCare runs as root, but this system has no user 'nobody' to run PostgreSQL as. Start CloudCare \
         as an ordinary user."
    )]
    NoUnprivilegedUser,

    /// The socket folder outside the data folder belongs to somebody else.
    #[error(
        "The folder {folder} for the database socket belongs to somebody else or is open to others. Remove \
         it, or choose a data folder with a shorter path (--data-dir), then start again."
    )]
    UnsafeSocketFolder {
        /// The folder.
        folder: PathBuf,
    },

    /// A system library is missing.
    #[error(
        "PostgreSQL needs the system library {library}, which is not installed. On Debian: apt-get install \
         libgssapi-krb5-2 liblz4-1 libssl3 libxml2 libzstd1 zlib1g. Then start CloudCare again."
    )]
    MissingLibrary {
        /// The library's file name.
        library: String,
    },

    /// A bundled program could not be run at all.
    #[error(
        "CloudCare could not run {program} ({reason}). If the disk forbids running programs (noexec), \
         choose another data folder with --data-dir."
    )]
    CouldNotRun {
        /// The program.
        program: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },

    /// The new database could not be made.
    #[error(
        "A new database could not be made in {folder}: {detail}. Nothing of yours was changed. Start again; \
         if it stays so, choose another folder with --data-dir."
    )]
    CouldNotInitialise {
        /// The data folder.
        folder: PathBuf,
        /// The last lines of what the tool said.
        detail: String,
    },

    /// The server ended while starting, for a reason without a message of its own.
    #[error("PostgreSQL did not start: {detail}. Your data are kept. The log is {log}.")]
    CouldNotStart {
        /// The last lines of its log.
        detail: String,
        /// The log file.
        log: PathBuf,
    },

    /// Starting took longer than the limit.
    #[error(
        "PostgreSQL was not ready after {minutes} minutes. Your data are kept: after a power failure it may \
         need longer to check them. Start CloudCare again. The log is {log}."
    )]
    TooSlow {
        /// The limit, in minutes.
        minutes: u64,
        /// The log file.
        log: PathBuf,
    },

    /// The server did not end, even when told to at once.
    #[error("PostgreSQL (process {pid}) could not be stopped: {reason}. Your data are kept.")]
    CouldNotStop {
        /// The server's process id.
        pid: i32,
        /// The system's reason.
        reason: String,
    },

    /// Any other failure of a file operation.
    #[error("CloudCare could not {doing} {path}: {reason}. Your data are kept.")]
    File {
        /// What was being done, such as `read`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
}

impl PostgresError {
    /// Turns a file failure into the message its cause deserves: `.map_err(PostgresError::at("read", path))`.
    pub(crate) fn at(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { folder: path }
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable {
                    path,
                    reason: error.to_string(),
                }
            }
            _ => Self::File {
                doing,
                path,
                reason: error,
            },
        }
    }
}
