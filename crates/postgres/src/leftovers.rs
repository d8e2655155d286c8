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
        // A single-user server, which sets passwords before the first start, writes its id negated.
        let pid = lines.next()?.trim().parse::<i32>().ok()?.checked_abs()?;
        Some(Self {
            pid,
            ready: lines.nth(6).is_some_and(|status| status.trim() == "ready"),
        })
    }
}

/// Clears the way for a server of ours. The caller holds the owner lock, so whatever still runs on this
/// folder is an orphan of a CloudCare that ended without stopping it.
pub(crate) async fn clear(database: &Path, socket_folder: &Path) -> Result<(), PostgresError> {
    let named = PidFile::read(database).map(|file| file.pid);
    if let Some(pid) = named.filter(|pid| process::is_postgres_on(*pid, database)) {
        tracing::info!(pid, "stopping the PostgreSQL an earlier run left behind");
        stop(pid).await?;
    }
    // PostgreSQL deals with the lock files of a dead server, but takes any process that has got its number
    // since for that server.
    if let Some(pid) = named.filter(|pid| process::is_known(*pid)) {
        disown(database, pid)?;
    }
    for name in [".s.PGSQL.5432.lock", ".s.PGSQL.5432"] {
        let path = socket_folder.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(PostgresError::at("remove", &path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Makes `postmaster.pid` name no process, instead of one that is not this database's server. The rest of
/// the file stays: it tells PostgreSQL which shared memory to check for children of the dead server, which
/// must not be there when a new one starts.
fn disown(database: &Path, pid: i32) -> Result<(), PostgresError> {
    /// Above every system's highest process id.
    const NOBODY: &str = "99999999";
    let path = database.join("postmaster.pid");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        // The server we have just stopped took it away.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(PostgresError::at("read", &path)(error)),
    };
    let program = process::program_of(pid);
    tracing::warn!(
        pid,
        ?program,
        "the lock file names a process which is not this database's server"
    );
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    // Written in place: the file keeps its owner.
    fs::write(&path, format!("{NOBODY}\n{rest}")).map_err(PostgresError::at("write", &path))
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

/// Waits for whatever a cut-off first start left working on a folder that is about to be removed, and ends
/// it if it does not end by itself.
pub(crate) async fn clear_half_made(making: &Path) -> Result<(), PostgresError> {
    for pid in process::postgres_on(making) {
        if !process::wait_gone(pid, AT_ONCE).await {
            stop(pid).await?;
        }
    }
    Ok(())
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
        assert_eq!(
            PidFile::parse("-4711\n"),
            Some(PidFile {
                pid: 4711,
                ready: false
            }),
            "never a process group"
        );
        assert_eq!(PidFile::parse(""), None);
    }
}
