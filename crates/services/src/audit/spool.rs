//! Where audit lines go while the database does not take them (H30).
//!
//! A file whose room was taken when all was well, so that a full disk can't refuse it. Each line
//! stands behind its length and a keyed hash, is on the disk before the act goes on, and is
//! forgotten when the database has it.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use cloudcare_store::audit::AuditRecord;
use uuid::Uuid;

use super::{
    anchor::sync_folder,
    key::{MAC, RecordKeys},
};

/// Room for some 30,000 lines.
const ROOM: u64 = 16 * 1024 * 1024;
/// Processes that may share a folder: a server and some commands beside it.
const PROCESSES: u8 = 16;
/// A length, and the hash of what follows it.
const HEAD: usize = 4 + MAC;

/// The file, and how much of it is in use.
#[derive(Debug)]
pub(crate) struct Spool {
    keys: RecordKeys,
    process: u8,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    end: u64,
    lines: usize,
}

/// What was in the file, and up to where.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Oldest first; a line that was corrected stands once, corrected.
    pub(crate) lines: Vec<AuditRecord>,
    end: u64,
}

impl Spool {
    /// Opens or makes a file of an installation in `folder` that no other process uses, takes its
    /// room, and takes over what processes that are gone have left in theirs.
    pub(crate) fn open(folder: &Path, installation: Uuid, keys: RecordKeys) -> io::Result<Self> {
        for process in 0..PROCESSES {
            let Some(file) = lock(folder, installation, process, true)? else {
                continue;
            };
            let spool = Self::over(file, process, folder, keys)?;
            for other in process + 1..PROCESSES {
                if let Some(file) = lock(folder, installation, other, false)? {
                    let left = Self::over(file, other, folder, spool.keys.clone())?;
                    let kept = left.kept()?;
                    spool.keep(&kept.lines)?;
                    left.forget(&kept)?;
                }
            }
            return Ok(spool);
        }
        Err(io::Error::new(
            io::ErrorKind::ResourceBusy,
            "too many processes use this folder",
        ))
    }

    /// Which of the processes at work on the folder this is.
    pub(crate) fn process(&self) -> u8 {
        self.process
    }

    fn over(mut file: File, process: u8, folder: &Path, keys: RecordKeys) -> io::Result<Self> {
        let mut length = file.metadata()?.len();
        file.seek(SeekFrom::End(0))?;
        // Written, not only counted: a hole takes no room on the disk.
        let zeros = vec![0; 1024 * 1024];
        while length < ROOM {
            let part = usize::try_from(ROOM - length)
                .unwrap_or(usize::MAX)
                .min(zeros.len());
            file.write_all(&zeros[..part])?;
            length += u64::try_from(part).unwrap_or(0);
        }
        file.sync_all()?;
        sync_folder(folder)?;
        let mut state = State {
            file,
            end: 0,
            lines: 0,
        };
        let kept = state.read(&keys)?;
        state.end = kept.end;
        state.lines = kept.lines.len();
        Ok(Self {
            keys,
            process,
            state: Mutex::new(state),
        })
    }

    /// Puts lines on the disk.
    pub(crate) fn keep(&self, lines: &[AuditRecord]) -> io::Result<()> {
        let mut bytes = Vec::new();
        for line in lines {
            let json = serde_json::to_vec(line)?;
            let length = u32::try_from(json.len()).map_err(io::Error::other)?;
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(&self.keys.aside(&json));
            bytes.extend_from_slice(&json);
        }
        let length = u64::try_from(bytes.len()).map_err(io::Error::other)?;
        // What stood here once must not be read as following.
        bytes.extend_from_slice(&[0; 4]);
        let mut state = self.lock();
        if state.end + length + 4 > ROOM {
            return Err(io::Error::new(
                io::ErrorKind::StorageFull,
                "the room for audit lines outside the database is used up",
            ));
        }
        let end = state.end;
        state.file.seek(SeekFrom::Start(end))?;
        state.file.write_all(&bytes)?;
        state.file.sync_data()?;
        state.end += length;
        state.lines += lines.len();
        Ok(())
    }

    /// What is in the file.
    pub(crate) fn kept(&self) -> io::Result<Kept> {
        self.lock().read(&self.keys)
    }

    /// Forgets what was read, unless more came meanwhile: then it is read, and passed over, again.
    pub(crate) fn forget(&self, kept: &Kept) -> io::Result<()> {
        let mut state = self.lock();
        if state.end == kept.end {
            state.file.seek(SeekFrom::Start(0))?;
            state.file.write_all(&[0; 4])?;
            state.file.sync_data()?;
            state.end = 0;
            state.lines = 0;
        }
        Ok(())
    }

    /// How many lines wait for the database.
    pub(crate) fn waiting(&self) -> usize {
        self.lock().lines
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens the file of one process and locks it; none where another process has it, or where it is
/// not there and must not be made.
fn lock(
    folder: &Path,
    installation: Uuid,
    process: u8,
    may_make: bool,
) -> io::Result<Option<File>> {
    let path = folder.join(format!("{installation}.{process}.kept-aside"));
    if !may_make && !path.exists() {
        return Ok(None);
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(may_make);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

impl State {
    /// Up to the first line that is not whole: what was being written when the power went.
    fn read(&mut self, keys: &RecordKeys) -> io::Result<Kept> {
        self.file.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::new();
        (&mut self.file).take(ROOM).read_to_end(&mut bytes)?;
        let (mut lines, mut at): (Vec<AuditRecord>, usize) = (Vec::new(), 0);
        let mut known: HashMap<Uuid, usize> = HashMap::new();
        while let Some((line, length)) = bytes.get(at..).and_then(|rest| first_line(rest, keys)) {
            at += length;
            match known.get(&line.id).and_then(|place| lines.get_mut(*place)) {
                Some(known) => *known = line,
                None => {
                    known.insert(line.id, lines.len());
                    lines.push(line);
                }
            }
        }
        Ok(Kept {
            lines,
            end: u64::try_from(at).unwrap_or(u64::MAX),
        })
    }
}

fn first_line(bytes: &[u8], keys: &RecordKeys) -> Option<(AuditRecord, usize)> {
    let length: [u8; 4] = bytes.get(..4)?.try_into().ok()?;
    let length = usize::try_from(u32::from_be_bytes(length)).ok()?;
    let json = bytes.get(HEAD..HEAD.checked_add(length)?)?;
    if length == 0 || bytes.get(4..HEAD)? != keys.aside(json) {
        return None;
    }
    Some((serde_json::from_slice(json).ok()?, HEAD + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: u128, outcome: &str) -> AuditRecord {
        serde_json::from_value(serde_json::json!({
            "id": Uuid::from_u128(id), "actor_kind": "user", "action": "read", "resource_type": "allergies",
            "subjects": [], "outcome": outcome, "detail": {}, "at": "2026-01-01T00:00:00Z",
        }))
        .unwrap()
    }

    fn open(folder: &Path) -> Spool {
        Spool::open(folder, Uuid::nil(), RecordKeys::derive(&[1; 32])).unwrap()
    }

    #[test]
    fn lines_survive_a_restart_and_are_forgotten_once() {
        let folder = tempfile::tempdir().unwrap();
        let spool = open(folder.path());
        spool
            .keep(&[line(1, "success"), line(2, "success")])
            .unwrap();
        spool.keep(&[line(2, "failed")]).unwrap();
        drop(spool);
        let spool = open(folder.path());
        let kept = spool.kept().unwrap();
        assert_eq!(kept.lines, [line(1, "success"), line(2, "failed")]);
        spool.keep(&[line(3, "success")]).unwrap();
        spool.forget(&kept).unwrap();
        assert_eq!(spool.kept().unwrap().lines.len(), 3, "one came meanwhile");
        spool.forget(&spool.kept().unwrap()).unwrap();
        assert_eq!(spool.waiting(), 0);
        spool.keep(&[line(4, "success")]).unwrap();
        drop(spool);
        assert_eq!(
            open(folder.path()).kept().unwrap().lines,
            [line(4, "success")],
            "nothing of what stood there before"
        );
    }

    #[test]
    fn two_processes_have_a_file_each_and_what_one_left_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (open(folder.path()), open(folder.path()));
        assert_eq!((first.process(), second.process()), (0, 1));
        second.keep(&[line(1, "success")]).unwrap();
        drop((first, second));
        let spool = open(folder.path());
        assert_eq!(spool.process(), 0);
        assert_eq!(spool.kept().unwrap().lines, [line(1, "success")]);
    }

    #[test]
    fn a_line_torn_by_a_loss_of_power_is_passed_over_and_a_full_file_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let spool = open(folder.path());
        spool
            .keep(&[line(1, "success"), line(2, "success")])
            .unwrap();
        let end = spool.lock().end;
        spool.lock().file.seek(SeekFrom::Start(end - 3)).unwrap();
        spool.lock().file.write_all(b"???").unwrap();
        drop(spool);
        let spool = open(folder.path());
        assert_eq!(spool.kept().unwrap().lines, [line(1, "success")]);
        let many = vec![line(9, "success"); 1_000];
        let full = std::iter::repeat_with(|| spool.keep(&many)).find_map(Result::err);
        assert_eq!(full.map(|e| e.kind()), Some(io::ErrorKind::StorageFull));
    }
}
