//! `import fhir`: files in, a report out. Each file is read once to see that it is whole and to
//! collect the hospitals and doctors everything points at, then once for each pass that writes.

mod progress;
mod source;

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    ops::ControlFlow,
    path::PathBuf,
    sync::Arc,
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

use progress::Progress;

pub use source::{BundleSource, files};

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
    pub broken: Vec<(BundleSource, String)>,
}

/// Imports the bundles; how far it is goes to standard error where `is_told`.
pub async fn run(
    services: &Services,
    options: ImportOptions,
    sources: Vec<BundleSource>,
    is_told: bool,
) -> Result<Report, ImportError> {
    let caller = Caller::system(Job::Import);
    let mut import = services.import(&caller, options).await?;
    let zone = import.zone();
    let progress = Arc::new(Progress::new(&sources, is_told));
    let mut report = Report {
        bundles: sources.len(),
        tally: Tally::default(),
        broken: Vec::new(),
    };
    let places = {
        let (progress, zone) = (Arc::clone(&progress), zone.clone());
        tokio::task::spawn_blocking(move || Places::read(sources, &zone, &progress)).await?
    };
    report.tally.add(places.tally);
    report.broken = places.broken;
    let written = import.places(&places.hospitals, &places.doctors).await?;
    report.tally.add(written);
    let mut waiting: VecDeque<(BundleSource, bool)> =
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
    source: &BundleSource,
    zone: &TimeZone,
    progress: &Arc<Progress>,
    may_wait: bool,
) -> Result<Result<BundleEnd, String>, ImportError> {
    let (sender, receiver) = channel(IN_FLIGHT);
    let reader = {
        let (source, zone, progress) = (source.clone(), zone.clone(), Arc::clone(progress));
        tokio::task::spawn_blocking(move || send(&source, &zone, &progress, &sender))
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
    source: &BundleSource,
    zone: &TimeZone,
    progress: &Progress,
    to: &Sender<BundleStep>,
) -> Result<(), BundleError> {
    for pass in WRITING {
        let read = progress.open(source)?;
        cloudcare_fhir::read(read, pass, zone, &mut |item| {
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
    whole: Vec<BundleSource>,
    broken: Vec<(BundleSource, String)>,
}

impl Places {
    fn read(sources: Vec<BundleSource>, zone: &TimeZone, progress: &Progress) -> Self {
        let mut places = Self::default();
        for path in sources {
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
            lines.push(format!("broken {path}: {why}; nothing of it was kept"));
        }
        lines
    }
}
