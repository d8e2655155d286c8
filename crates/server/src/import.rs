//! `import fhir`: files in, a report out. Each file is read once to see that it is whole and to
//! collect the hospitals and doctors everything points at, then once for each pass that writes.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fs::{self, File},
    io::{self, BufReader, IsTerminal, Read, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use cloudcare_domain::{
    access::Job,
    import::{DoctorRecord, Foreign, ForeignKind, HospitalRecord, Record},
};
use cloudcare_fhir::{BundleError, Item, Pass};
use cloudcare_services::{
    Caller, ServiceError, Services,
    import::{BundleEnd, BundleStep, Counts, Import, ImportOptions, Tally},
};
use jiff::tz::TimeZone;
use tokio::sync::mpsc::{Sender, channel};

/// Every kind that is taken, in the order of the report.
const KINDS: [ForeignKind; 8] = [
    ForeignKind::Organization,
    ForeignKind::Practitioner,
    ForeignKind::Patient,
    ForeignKind::Encounter,
    ForeignKind::Condition,
    ForeignKind::AllergyIntolerance,
    ForeignKind::MedicationRequest,
    ForeignKind::Observation,
];
/// The passes that write, after the first one.
const WRITING: [Pass; 3] = [Pass::Patients, Pass::Stays, Pass::Findings];
/// Records on their way from the reader to the database.
const IN_FLIGHT: usize = 256;
const BUFFER: usize = 1024 * 1024;

/// Why an import could not be done or not be ended. What was kept until then stays.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A path can't be read.
    #[error("{path}")]
    Path {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// Nothing to import.
    #[error("there are no .json files there")]
    NoFiles,
    /// The services.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The thread that reads came to an end of its own.
    #[error("reading stopped unexpectedly")]
    Reader(#[from] tokio::task::JoinError),
}

/// What an import did.
#[derive(Debug)]
pub struct Report {
    /// How many bundles were read, broken ones included.
    pub bundles: usize,
    /// What became of their resources.
    pub tally: Tally,
    /// Which bundles were broken, and how.
    pub broken: Vec<(PathBuf, String)>,
}

/// Every bundle under the paths: files as they are named, folders with every `.json` in them.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, ImportError> {
    let mut found = Vec::new();
    for path in paths {
        collect(path, true, &mut found)?;
    }
    let mut seen = BTreeSet::new();
    found.retain(|path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    if found.is_empty() {
        return Err(ImportError::NoFiles);
    }
    Ok(found)
}

fn collect(path: &Path, is_named: bool, found: &mut Vec<PathBuf>) -> Result<(), ImportError> {
    let fail = |source| ImportError::Path {
        path: path.to_owned(),
        source,
    };
    if fs::metadata(path).map_err(fail)?.is_dir() {
        let mut inside = fs::read_dir(path)
            .and_then(|entries| {
                entries
                    .map(|entry| entry.map(|e| e.path()))
                    .collect::<io::Result<Vec<_>>>()
            })
            .map_err(fail)?;
        inside.sort();
        for path in inside {
            collect(&path, false, found)?;
        }
    } else if is_named || path.extension().is_some_and(|e| e == "json") {
        found.push(path.to_owned());
    }
    Ok(())
}

/// Imports the files; how far it is goes to standard error.
pub async fn run(
    services: &Services,
    options: ImportOptions,
    files: Vec<PathBuf>,
) -> Result<Report, ImportError> {
    let caller = Caller::system(Job::Import);
    let mut import = services.import(&caller, options).await?;
    let zone = import.zone();
    let progress = Arc::new(Progress::new(&files));
    let mut report = Report {
        bundles: files.len(),
        tally: Tally::default(),
        broken: Vec::new(),
    };
    let places = {
        let (progress, zone) = (Arc::clone(&progress), zone.clone());
        tokio::task::spawn_blocking(move || Places::read(files, &zone, &progress)).await?
    };
    report.tally.add(places.tally);
    report.broken = places.broken;
    let written = import.places(&places.hospitals, &places.doctors).await?;
    report.tally.add(written);
    let mut waiting: VecDeque<(PathBuf, bool)> =
        places.whole.into_iter().map(|path| (path, true)).collect();
    while let Some((path, may_wait)) = waiting.pop_front() {
        match bundle(&mut import, &path, &zone, &progress, may_wait).await? {
            Ok(BundleEnd::Kept(tally)) => report.tally.add(tally),
            Ok(BundleEnd::Early) => {
                progress.again(&path);
                waiting.push_back((path, false));
                continue;
            }
            Ok(BundleEnd::Broken) => report
                .broken
                .push((path, "it was not read to its end".to_owned())),
            Err(why) => report.broken.push((path, why)),
        }
        progress.one_done();
    }
    progress.end();
    report.broken.sort();
    Ok(report)
}

/// Reads one bundle on a thread of its own while its records are written. The inner error is the
/// bundle's; the outer one ends the import.
async fn bundle(
    import: &mut Import,
    path: &Path,
    zone: &TimeZone,
    progress: &Arc<Progress>,
    may_wait: bool,
) -> Result<Result<BundleEnd, String>, ImportError> {
    let (sender, receiver) = channel(IN_FLIGHT);
    let reader = {
        let (path, zone, progress) = (path.to_owned(), zone.clone(), Arc::clone(progress));
        tokio::task::spawn_blocking(move || send(&path, &zone, &progress, &sender))
    };
    let end = import.bundle(receiver, may_wait).await;
    let read = reader.await?;
    match (end, read) {
        (Ok(BundleEnd::Broken), Err(error)) => Ok(Err(error.to_string())),
        (Ok(end), _) => Ok(Ok(end)),
        (
            Err(
                error @ (ServiceError::Unavailable(_)
                | ServiceError::OutcomeUnknown(_)
                | ServiceError::DiskFull(_)),
            ),
            _,
        ) => Err(error.into()),
        (Err(error), _) => {
            import.forget();
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "a bundle was not kept"
            );
            Ok(Err("the database refused a part of it".to_owned()))
        }
    }
}

fn send(
    path: &Path,
    zone: &TimeZone,
    progress: &Progress,
    to: &Sender<BundleStep>,
) -> Result<(), BundleError> {
    for pass in WRITING {
        let source = progress.open(path)?;
        cloudcare_fhir::read(source, pass, zone, &mut |item| {
            let step = match item {
                Item::Record(told) => BundleStep::Record(told),
                Item::Skipped { kind, reason } => BundleStep::Skipped { kind, reason },
            };
            match to.blocking_send(step) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        })?;
    }
    to.blocking_send(BundleStep::End)
        .map_err(|_| BundleError::Stopped)
}

/// What the first reading finds.
#[derive(Default)]
struct Places {
    hospitals: BTreeMap<String, HospitalRecord>,
    doctors: BTreeMap<String, DoctorRecord>,
    tally: Tally,
    whole: Vec<PathBuf>,
    broken: Vec<(PathBuf, String)>,
}

impl Places {
    fn read(files: Vec<PathBuf>, zone: &TimeZone, progress: &Progress) -> Self {
        let mut places = Self::default();
        for path in files {
            // Nothing of a bundle counts before it was read to its end.
            let (mut tally, mut told) = (Tally::default(), Vec::new());
            let read = progress.open(&path).and_then(|source| {
                cloudcare_fhir::read(source, Pass::Places, zone, &mut |item| {
                    match item {
                        Item::Record(record) => told.push(*record),
                        Item::Skipped { kind, reason } => tally.skipped(kind, reason),
                    }
                    ControlFlow::Continue(())
                })
            });
            match read {
                Ok(()) => {
                    places.tally.add(tally);
                    for record in told {
                        places.keep(record);
                    }
                    places.whole.push(path);
                }
                Err(error) => places.broken.push((path, error.to_string())),
            }
        }
        places
    }

    fn keep(&mut self, told: Foreign<Record>) {
        let kind = told.record.kind();
        let again = match told.record {
            Record::Hospital(record) => keep(&mut self.hospitals, told.id, record),
            Record::Doctor(record) => keep(&mut self.doctors, told.id, record),
            _ => return,
        };
        match again {
            None => {}
            Some(true) => self.tally.unchanged(kind),
            Some(false) => self
                .tally
                .skipped(kind.as_str(), "another bundle tells of it otherwise"),
        }
    }
}

/// Keeps a record; of two with one id always the same one, whichever comes first. Answers whether
/// an earlier one told the same.
fn keep<T: PartialEq + std::fmt::Debug>(
    all: &mut BTreeMap<String, T>,
    id: String,
    record: T,
) -> Option<bool> {
    match all.get_mut(&id) {
        None => {
            all.insert(id, record);
            None
        }
        Some(earlier) if *earlier == record => Some(true),
        Some(earlier) => {
            if format!("{record:?}") > format!("{earlier:?}") {
                *earlier = record;
            }
            Some(false)
        }
    }
}

impl Report {
    /// The report, line by line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!(
                "{} bundles read, {} broken",
                self.bundles,
                self.broken.len()
            ),
            format!(
                "{:<20} {:>9} {:>9} {:>9} {:>9}",
                "", "taken", "updated", "unchanged", "skipped"
            ),
        ];
        for kind in KINDS {
            let Counts {
                taken,
                updated,
                unchanged,
            } = self.tally.counts.get(&kind).copied().unwrap_or_default();
            let skipped: u64 = self
                .tally
                .skipped
                .iter()
                .filter(|((of, _), _)| of == kind.as_str())
                .map(|(_, count)| count)
                .sum();
            lines.push(format!(
                "{kind:<20} {taken:>9} {updated:>9} {unchanged:>9} {skipped:>9}",
                kind = kind.as_str()
            ));
        }
        for ((kind, reason), count) in &self.tally.skipped {
            lines.push(format!("skipped {count} {kind}: {reason}"));
        }
        for (path, why) in &self.broken {
            lines.push(format!(
                "broken {}: {why}; nothing of it was kept",
                path.display()
            ));
        }
        lines
    }
}

/// How far it is: a bar on a terminal, else a line now and then.
struct Progress {
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
    fn new(files: &[PathBuf]) -> Self {
        let size = |path: &PathBuf| fs::metadata(path).map_or(0, |m| m.len());
        let passes = u64::try_from(WRITING.len() + 1).unwrap_or(1);
        Self {
            is_terminal: io::stderr().is_terminal(),
            bundles: files.len(),
            state: Mutex::new(State {
                bytes: files.iter().map(size).sum::<u64>().saturating_mul(passes),
                read: 0,
                done: 0,
                told_at: Instant::now(),
            }),
        }
    }

    fn open(&self, path: &Path) -> Result<impl Read + use<'_>, BundleError> {
        let file = File::open(path).map_err(BundleError::Io)?;
        Ok(BufReader::with_capacity(
            BUFFER,
            Counted {
                file,
                progress: self,
            },
        ))
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
        let pause = if self.is_terminal { 100 } else { 10_000 };
        if state.told_at.elapsed() >= Duration::from_millis(pause) {
            state.told_at = Instant::now();
            self.tell(&state);
        }
    }

    /// A bundle that is read again makes the way longer.
    fn again(&self, path: &Path) {
        let size = fs::metadata(path).map_or(0, |m| m.len());
        self.change(|state| state.bytes += size);
    }

    fn one_done(&self) {
        self.change(|state| state.done += 1);
    }

    fn end(&self) {
        if self.is_terminal {
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
    file: File,
    progress: &'a Progress,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        let more = u64::try_from(count).unwrap_or(0);
        self.progress.change(|state| state.read += more);
        Ok(count)
    }
}
