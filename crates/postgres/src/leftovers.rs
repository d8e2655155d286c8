//! What an earlier run left behind: a server without its parent, a lock file without its server.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use nix::sys::signal::Signal;

use crate::PostgresError;
use crate::process;

/// How long a server may take to end after being asked (it finishes the running statement's clean-up).
pub(crate) const POLITE: Duration = Duration::from_secs(30);
/// How long it may take after being told to end at once.
pub(crate) const AT_ONCE: Duration = Duration::from_secs(10);

/// `postmaster.pid` as PostgreSQL writes it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PidFile {
    /// Line 1: the server's process id.
    pub(crate) pid: i32,
    /// Line 8 says `ready`.
    pub(crate) ready: bool,
}

impl PidFile {
    /// Reads the file of a database folder; none when it is missing or not yet written.
    pub(crate) fn read(database: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(database.join("postmaster.pid")).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid = lines.next()?.trim().parse().ok()?;
        Some(Self {
            pid,
            ready: lines.nth(6).is_some_and(|status| status.trim() == "ready"),
        })
    }
}

/// Clears the way for a server of ours. The caller holds the owner lock, so whatever still runs on this
/// folder is an orphan of a CloudCare that ended without stopping it.
pub(crate) async fn clear(database: &Path) -> Result<(), PostgresError> {
    let Some(PidFile { pid, .. }) = PidFile::read(database) else {
        return Ok(());
    };
    // PostgreSQL takes a dead server's file away by itself, after checking that no child of it is left.
    if !process::is_alive(pid) {
        return Ok(());
    }
    if process::is_postgres_on(pid, database) {
        tracing::info!(pid, "stopping the PostgreSQL an earlier run left behind");
        return stop(pid).await;
    }
    let program = process::program_of(pid);
    tracing::warn!(
        pid,
        ?program,
        "removing a lock file that names a process which is not this database's server"
    );
    let path = database.join("postmaster.pid");
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(PostgresError::at("remove", &path)(error))
        }
        _ => Ok(()),
    }
}

/// Stops a server that is not our child: politely, then at once, then by force. Nothing committed is lost
/// by any of the three.
pub(crate) async fn stop(pid: i32) -> Result<(), PostgresError> {
    for (signal, limit) in [
        (Signal::SIGINT, POLITE),
        (Signal::SIGQUIT, AT_ONCE),
        (Signal::SIGKILL, AT_ONCE),
    ] {
        if let Err(errno) = process::signal(pid, signal) {
            return if process::is_alive(pid) {
                Err(PostgresError::CouldNotStop {
                    pid,
                    reason: errno.desc().to_owned(),
                })
            } else {
                Ok(())
            };
        }
        if process::wait_gone(pid, limit).await {
            return Ok(());
        }
        tracing::warn!(pid, ?signal, "PostgreSQL did not end in time");
    }
    Err(PostgresError::CouldNotStop {
        pid,
        reason: "it does not end".to_owned(),
    })
}

/// Tells the children of a killed server to end at once: they hold its shared memory, and a new server
/// has to wait for them.
pub(crate) fn quit_orphans(database: &Path) {
    for pid in process::postgres_on(database) {
        tracing::info!(pid, "ending a PostgreSQL process whose server is gone");
        // It may have ended by itself meanwhile.
        let _ = process::signal(pid, Signal::SIGQUIT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pid_file_says_who_serves_and_whether_it_is_ready() {
        let starting = "4711\n/data\n1700000000\n5432\n/run\n\n  123 456\nstarting\n";
        assert_eq!(
            PidFile::parse(starting),
            Some(PidFile {
                pid: 4711,
                ready: false
            })
        );
        let ready = starting.replace("starting", "ready   ");
        assert_eq!(
            PidFile::parse(&ready),
            Some(PidFile {
                pid: 4711,
                ready: true
            })
        );
        assert_eq!(
            PidFile::parse("4711\n"),
            Some(PidFile {
                pid: 4711,
                ready: false
            })
        );
        assert_eq!(PidFile::parse(""), None);
    }
}
