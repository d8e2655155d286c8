//! How far an import is, for the person who waits.

use std::{
    io::{self, BufReader, IsTerminal, Read, Write},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use cloudcare_fhir::BundleError;

use super::{WRITING, source::BundleSource};

/// Bytes read at once.
const BUFFER: usize = 1024 * 1024;

/// How far it is: a bar on a terminal, else a line now and then; nothing where nobody asked.
pub(super) struct Progress {
    is_told: bool,
    is_terminal: bool,
    bundles: usize,
    state: Mutex<State>,
}

struct State {
    bytes: u64,
    read: u64,
    done: usize,
    told_at: Instant,
}

impl Progress {
    pub(super) fn new(sources: &[BundleSource], is_told: bool) -> Self {
        let passes = u64::try_from(WRITING.len() + 1).unwrap_or(1);
        Self {
            is_told,
            is_terminal: io::stderr().is_terminal(),
            bundles: sources.len(),
            state: Mutex::new(State {
                bytes: sources
                    .iter()
                    .map(BundleSource::size)
                    .sum::<u64>()
                    .saturating_mul(passes),
                read: 0,
                done: 0,
                told_at: Instant::now(),
            }),
        }
    }

    pub(super) fn open(&self, bundle: &BundleSource) -> Result<impl Read + use<'_>, BundleError> {
        let source = bundle.open().map_err(BundleError::Io)?;
        Ok(BufReader::with_capacity(
            BUFFER,
            Counted {
                source,
                progress: self,
            },
        ))
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
        let pause = if self.is_terminal { 100 } else { 10_000 };
        if self.is_told && state.told_at.elapsed() >= Duration::from_millis(pause) {
            state.told_at = Instant::now();
            self.tell(&state);
        }
    }

    /// A bundle that is read again makes the way longer.
    pub(super) fn again(&self, bundle: &BundleSource) {
        let size = bundle.size();
        self.change(|state| state.bytes += size);
    }

    pub(super) fn one_done(&self) {
        self.change(|state| state.done += 1);
    }

    pub(super) fn end(&self) {
        if self.is_told && self.is_terminal {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }

    fn tell(&self, state: &State) {
        let share = state.read.min(state.bytes) * 100 / state.bytes.max(1);
        let text = format!("{share:>3} %, {} of {} bundles", state.done, self.bundles);
        let mut out = io::stderr().lock();
        // Whoever closed the pipe does not want to know.
        let _ = if self.is_terminal {
            let full = usize::try_from(share / 4).unwrap_or(0);
            write!(out, "\r[{:<25}] {text}\x1b[K", "#".repeat(full)).and_then(|()| out.flush())
        } else {
            writeln!(out, "{text}")
        };
    }
}

struct Counted<'a> {
    source: Box<dyn Read>,
    progress: &'a Progress,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let more = u64::try_from(count).unwrap_or(0);
        self.progress.change(|state| state.read += more);
        Ok(count)
    }
}
