//! Watches over one server: restarts it when it dies, asks whether it answers, stops it when told.

use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nix::sys::signal::Signal;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::process::Child;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::launch::{cut_log, launch, pid_of};
use crate::leftovers::{self, AT_ONCE, POLITE};
use crate::lock::OwnerLock;
use crate::server::{Guard, Place};
use crate::{Durability, Health, PostgresError, process};

/// How often a running server is asked whether it answers.
const ASK_EVERY: Duration = Duration::from_secs(5);
/// How long it may take to answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(4);
/// So many questions in a row without an answer are a failure.
const SILENT_LIMIT: u32 = 3;
/// The longest pause between two attempts to restart.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What the supervisor and its handle share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) place: Place,
    /// The server's process id, 0 while there is none.
    pid: AtomicI32,
    /// Only for test servers.
    guard: Mutex<Option<Guard>>,
    /// Held for as long as anybody watches over the server.
    _lock: OwnerLock,
}

impl Shared {
    pub(crate) fn new(place: Place, lock: OwnerLock) -> Self {
        Self {
            place,
            pid: AtomicI32::new(0),
            guard: Mutex::new(None),
            _lock: lock,
        }
    }

    pub(crate) fn pid(&self) -> i32 {
        self.pid.load(Ordering::SeqCst)
    }

    /// Starts the server and returns it when it is ready.
    pub(crate) async fn launch(&self) -> Result<Child, PostgresError> {
        let started = launch(&self.place, |pid| self.begun(pid)).await;
        if started.is_err() {
            self.ended();
        }
        started
    }

    fn begun(&self, pid: i32) {
        self.pid.store(pid, Ordering::SeqCst);
        if self.place.durability == Durability::TestsOnly {
            let guard = Guard::over(pid)
                .inspect_err(|error| tracing::warn!(%error, "no guard over the test server"))
                .ok();
            *self.guard.lock().unwrap_or_else(PoisonError::into_inner) = guard;
        }
    }

    fn ended(&self) {
        self.pid.store(0, Ordering::SeqCst);
        *self.guard.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Runs until told to stop; then the server has ended.
pub(crate) async fn supervise(
    shared: Arc<Shared>,
    mut server: Child,
    health: watch::Sender<Health>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), PostgresError> {
    let mut asks = interval(ASK_EVERY);
    asks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut silent = 0;
    loop {
        tokio::select! {
            ended = server.wait() => {
                shared.ended();
                tracing::error!(status = ?ended.map(|status| status.to_string()), "PostgreSQL ended by itself: restarting it");
                health.send_replace(Health::Restarting);
                tokio::select! {
                    restarted = restart(&shared, &health) => server = restarted,
                    () = told_to_stop(&mut stop) => return end_half_started(&shared).await,
                }
                tracing::info!(pid = shared.pid(), "PostgreSQL runs again");
                health.send_replace(Health::Running);
                silent = 0;
            }
            () = told_to_stop(&mut stop) => {
                let result = shut_down(&mut server).await;
                shared.ended();
                return result;
            }
            _ = asks.tick() => {
                cut_log(&shared.place.layout.postgres_log());
                silent = if answers(&shared.place).await { 0 } else { silent + 1 };
                report(silent, &health);
            }
        }
    }
}

/// Resolves when the handle says stop, or is gone.
async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    // An error means that nobody is left who could say it.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Tries until it succeeds: a full disk may be given room, a folder be mounted again.
async fn restart(shared: &Shared, health: &watch::Sender<Health>) -> Child {
    let mut pause = Duration::from_millis(250);
    loop {
        match shared.launch().await {
            Ok(server) => return server,
            Err(error) => {
                tracing::error!(%error, retry_in = ?pause, "PostgreSQL could not be restarted");
                health.send_replace(Health::Failed(error.to_string()));
            }
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// The stop came in the middle of a restart: end what was begun.
async fn end_half_started(shared: &Shared) -> Result<(), PostgresError> {
    let pid = shared.pid();
    let result = if pid == 0 {
        Ok(())
    } else {
        leftovers::stop(pid).await
    };
    shared.ended();
    result
}

/// Asks politely, then firmly, then ends it by force; what was committed is there after each of them.
async fn shut_down(server: &mut Child) -> Result<(), PostgresError> {
    let pid = pid_of(server);
    for (signal, limit) in [
        (Signal::SIGINT, POLITE),
        (Signal::SIGQUIT, AT_ONCE),
        (Signal::SIGKILL, AT_ONCE),
    ] {
        if pid != 0 {
            // An error means that it has just ended, which the wait below sees.
            let _ = process::signal(pid, signal);
        }
        match timeout(limit, server.wait()).await {
            Ok(Ok(_)) => return Ok(()),
            Ok(Err(error)) => {
                return Err(PostgresError::CouldNotStop {
                    pid,
                    reason: error.to_string(),
                });
            }
            Err(_) => tracing::warn!(pid, ?signal, "PostgreSQL did not end in time"),
        }
    }
    Err(PostgresError::CouldNotStop {
        pid,
        reason: "it does not end".to_owned(),
    })
}

fn report(silent: u32, health: &watch::Sender<Health>) {
    health.send_if_modified(|state| {
        let next = if silent == 0 {
            Health::Running
        } else if silent >= SILENT_LIMIT {
            Health::Failed(
                "PostgreSQL runs but does not answer. Your data are kept. Restart the computer."
                    .to_owned(),
            )
        } else {
            return false;
        };
        let changed = *state != next;
        *state = next;
        changed
    });
}

/// True when the server answers on its socket: the first step of every connection, without a password.
async fn answers(place: &Place) -> bool {
    /// `SSLRequest`: length 8, code 80877103. A server without TLS on the socket answers `N`.
    const QUESTION: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];
    let ask = async {
        let mut stream = UnixStream::connect(place.socket_folder.join(".s.PGSQL.5432")).await?;
        stream.write_all(&QUESTION).await?;
        stream.read_u8().await
    };
    matches!(timeout(ANSWER_LIMIT, ask).await, Ok(Ok(b'N' | b'S')))
}
