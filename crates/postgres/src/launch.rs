//! Starts a server and waits until it answers.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;

use tokio::process::Child;
use tokio::time::{Instant, sleep};

use crate::PostgresError;
use crate::diagnosis::{Diagnosis, interpret};
use crate::leftovers::{self, PidFile};
use crate::server::Place;

/// How long the children of a killed server may hold its memory.
const OLD_SERVER_LIMIT: Duration = Duration::from_secs(20);
/// After this long they are told to end at once.
const OLD_SERVER_PATIENCE: Duration = Duration::from_secs(3);
/// How long a start may take: checking a large database after a power failure takes its time.
const START_LIMIT: Duration = Duration::from_mins(15);
/// How often we look whether it is ready.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// The log is cut when it has grown to this size, in bytes; one older part is kept.
const LOG_LIMIT: u64 = 10 * 1024 * 1024;

/// Starts the server and returns it when it is ready for connections. `begun` is told the process id as
/// soon as there is one.
pub(crate) async fn launch(
    place: &Place,
    begun: impl Fn(i32) + Send + Sync,
) -> Result<Child, PostgresError> {
    let database = place.layout.database();
    let log = place.layout.postgres_log();
    place.prepare_socket_folder()?;
    leftovers::clear(&database, &place.socket_folder).await?;
    let first_try = Instant::now();
    let mut told_orphans = false;
    loop {
        let from = fs::metadata(&log).map_or(0, |found| found.len());
        let program = place.installation.join("bin").join("postgres");
        let mut child = place
            .command()?
            .spawn()
            .map_err(|reason| PostgresError::CouldNotRun { program, reason })?;
        begun(pid_of(&child));
        let status = match wait_ready(&mut child, place).await? {
            Outcome::Ready => return Ok(child),
            Outcome::Ended(status) => status,
        };
        match interpret(&said_since(&log, from), &database, &log) {
            Diagnosis::OldServerStillEnding if first_try.elapsed() < OLD_SERVER_LIMIT => {
                if first_try.elapsed() > OLD_SERVER_PATIENCE && !told_orphans {
                    leftovers::quit_orphans(&database);
                    told_orphans = true;
                }
                sleep(Duration::from_millis(250)).await;
            }
            Diagnosis::OldServerStillEnding => {
                let detail = "processes of an earlier PostgreSQL do not end; restart the computer"
                    .to_owned();
                return Err(PostgresError::CouldNotStart { detail, log });
            }
            Diagnosis::Failed(error) => {
                tracing::error!(%status, %error, "PostgreSQL ended while starting");
                return Err(error);
            }
        }
    }
}

/// The process id of a child that has not been waited for; 0 afterwards.
pub(crate) fn pid_of(child: &Child) -> i32 {
    child
        .id()
        .and_then(|pid| i32::try_from(pid).ok())
        .unwrap_or(0)
}

enum Outcome {
    Ready,
    Ended(ExitStatus),
}

async fn wait_ready(child: &mut Child, place: &Place) -> Result<Outcome, PostgresError> {
    let database = place.layout.database();
    let pid = pid_of(child);
    let until = Instant::now() + START_LIMIT;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(Outcome::Ended(status)),
            Ok(None) => {}
            Err(error) => return Err(PostgresError::at("watch the server of", &database)(error)),
        }
        if PidFile::read(&database) == Some(PidFile { pid, ready: true }) {
            return Ok(Outcome::Ready);
        }
        if Instant::now() >= until {
            leftovers::stop(pid).await?;
            let minutes = START_LIMIT.as_secs() / 60;
            return Err(PostgresError::TooSlow {
                minutes,
                log: place.layout.postgres_log(),
            });
        }
        sleep(LOOK_EVERY).await;
    }
}

/// What was written to the log after `from`; nothing when it cannot be read, which must not hide the
/// failure it would explain.
fn said_since(log: &Path, from: u64) -> String {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = File::open(log)?;
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(64 * 1024).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    String::from_utf8_lossy(&read().unwrap_or_default()).into_owned()
}

/// Keeps the log small. The server appends, so cutting the file under it is safe.
pub(crate) fn cut_log(log: &Path) {
    if fs::metadata(log).is_ok_and(|found| found.len() > LOG_LIMIT) {
        let cut = fs::copy(log, log.with_extension("log.1"))
            .and_then(|_| File::options().write(true).open(log))
            .and_then(|file| file.set_len(0));
        if let Err(error) = cut {
            tracing::warn!(%error, "the PostgreSQL log could not be cut");
        }
    }
}
