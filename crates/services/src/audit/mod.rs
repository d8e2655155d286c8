//! The record that cannot be bent: proved where it is written, sealed in a chain a second later,
//! with a copy of the seals outside the database, and kept aside while the database is in trouble.

mod anchor;
mod chain;
mod follow;
mod key;
mod review;
mod spool;
mod verify;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use cloudcare_domain::clock::Clock;
use cloudcare_store::audit::{AuditRecord, RecordKeeper, raw::KEPT_ASIDE};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use uuid::Uuid;

pub(crate) use key::RecordKeys;

use anchor::{Anchor, Anchors};
use spool::Spool;

pub use chain::{Fault, FirstBad};
pub use cloudcare_store::audit::{AuditFilter, AuditRow};
pub use review::{MOST_EXPORTED, verify_stopped};
pub use verify::{OutsideCopy, Verification};

/// A pass of the sealer must be this recent to be called running.
const FRESH_WITHIN: Duration = Duration::from_secs(10);

/// How the record of this instance is doing, for whoever runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordHealth {
    /// Whether this instance looked after the seals within the last ten seconds.
    pub is_followed: bool,
    /// Age of the oldest event without a seal; none where all are sealed.
    pub unsealed_for: Option<SignedDuration>,
    /// Lines kept outside the database until it takes them.
    pub kept_aside: usize,
    /// Whether seals this instance knows are gone or others: somebody changed the record.
    pub is_broken: bool,
}

/// What an instance keeps of the record outside the database.
#[derive(Debug)]
pub(crate) struct RecordOffice {
    keys: RecordKeys,
    clock: ClockOf,
    folder: Option<PathBuf>,
    spool: OnceLock<Spool>,
    state: Mutex<State>,
    /// Held by whoever verifies: once is work enough for an instance.
    verifying: tokio::sync::Mutex<()>,
}

/// A clock that need not be shown.
struct ClockOf(Arc<dyn Clock>);

impl std::fmt::Debug for ClockOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

#[derive(Debug, Default)]
struct State {
    /// The file outside the database.
    anchors: Option<Anchors>,
    /// Seals known from elsewhere than that file: this process's own memory, and starts on record.
    remembered: BTreeMap<i64, Anchor>,
    followed_at: Option<Instant>,
    unsealed_for: Option<SignedDuration>,
    is_broken: bool,
}

impl RecordOffice {
    pub(crate) fn new(keys: RecordKeys, clock: Arc<dyn Clock>, folder: Option<PathBuf>) -> Self {
        Self {
            keys,
            clock: ClockOf(clock),
            folder,
            spool: OnceLock::new(),
            state: Mutex::default(),
            verifying: tokio::sync::Mutex::default(),
        }
    }

    /// Opens the files of an installation, where a folder was given.
    pub(crate) fn open(&self, installation: Uuid) -> io::Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        create_private_folder(folder)?;
        if self.spool.get().is_none() {
            let spool = Spool::open(folder, installation, self.keys.clone())?;
            let anchors = Anchors::open(folder, installation, spool.process(), &self.keys)?;
            self.lock().anchors = Some(anchors);
            let _ = self.spool.set(spool);
        }
        Ok(())
    }

    pub(crate) fn health(&self) -> RecordHealth {
        let state = self.lock();
        RecordHealth {
            is_followed: state
                .followed_at
                .is_some_and(|at| at.elapsed() < FRESH_WITHIN),
            unsealed_for: state.unsealed_for,
            kept_aside: self.spool.get().map_or(0, Spool::waiting),
            is_broken: state.is_broken,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RecordKeeper for RecordOffice {
    fn proof(&self, written_form: &[u8]) -> [u8; 32] {
        self.keys.written(written_form)
    }

    fn keep_aside(&self, records: &[AuditRecord]) -> io::Result<()> {
        let spool = self
            .spool
            .get()
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no folder to keep lines in"))?;
        let now: Timestamp = self.clock.0.now();
        let lines: Vec<AuditRecord> = records
            .iter()
            .map(|record| {
                let mut line = record.clone();
                line.at.get_or_insert(now);
                line.detail.insert(KEPT_ASIDE.to_owned(), true.into());
                line
            })
            .collect();
        spool.keep(&lines)
    }
}

fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
