//! The copy of the seals outside the database: what a superuser of the database can't cut off.
//!
//! One file for each instance and installation, a line for each seal this instance saw. A seal
//! covers all seals before it, so the newest line holds the whole record; the older ones say where
//! exactly it was cut. The far past is therefore thinned out.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use cloudcare_store::audit::seal::Seal;
use uuid::Uuid;

use super::{chain::position, key::RecordKeys};

/// Lines kept without a gap.
const NEAR: usize = 1_024;
/// Beyond them, every seal whose number this divides.
const FAR: i64 = 64;
/// Lines at which the file is thinned.
const THIN_AT: usize = 4 * NEAR;
const EXTENSION: &str = "seals";

/// What is kept of one seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Anchor {
    /// Its number.
    pub(crate) block: i64,
    /// Position of its first event.
    pub(crate) first_position: i64,
    /// That event.
    pub(crate) first_event: Uuid,
    /// Position of its last event.
    pub(crate) last_position: i64,
    /// That event.
    pub(crate) last_event: Uuid,
    /// Its own hash.
    pub(crate) mac: Vec<u8>,
}

impl Anchor {
    /// Of a seal; none of one without events, which is none.
    pub(crate) fn of(seal: &Seal) -> Option<Self> {
        Some(Self {
            block: seal.block,
            first_position: seal.first_position,
            first_event: *seal.event_ids.first()?,
            last_position: seal.first_position - 1 + position(seal.event_ids.len()),
            last_event: *seal.event_ids.last()?,
            mac: seal.mac.clone(),
        })
    }

    /// On one line, with a proof.
    pub(crate) fn text(&self, keys: &RecordKeys) -> String {
        let body = format!(
            "{} {} {} {} {} {}",
            self.block,
            self.first_position,
            self.first_event,
            self.last_position,
            self.last_event,
            hex(&self.mac)
        );
        let proof = hex(&keys.aside(body.as_bytes()));
        format!("{body} {proof}")
    }

    fn line(&self, keys: &RecordKeys) -> String {
        format!("{}\n", self.text(keys))
    }

    /// Reads a line; none where it is torn, or not ours.
    pub(crate) fn read(line: &str, keys: &RecordKeys) -> Option<Self> {
        let (body, proof) = line.rsplit_once(' ')?;
        if proof != hex(&keys.aside(body.as_bytes())) {
            return None;
        }
        let mut parts = body.split(' ');
        let anchor = Self {
            block: parts.next()?.parse().ok()?,
            first_position: parts.next()?.parse().ok()?,
            first_event: parts.next()?.parse().ok()?,
            last_position: parts.next()?.parse().ok()?,
            last_event: parts.next()?.parse().ok()?,
            mac: unhex(parts.next()?)?,
        };
        parts.next().is_none().then_some(anchor)
    }
}

/// The file and what it holds.
#[derive(Debug)]
pub(crate) struct Anchors {
    path: PathBuf,
    file: File,
    kept: BTreeMap<i64, Anchor>,
}

impl Anchors {
    /// Opens or makes the file of an installation in `folder`, one for each process at work on it.
    pub(crate) fn open(
        folder: &Path,
        installation: Uuid,
        process: u8,
        keys: &RecordKeys,
    ) -> io::Result<Self> {
        let path = folder.join(format!("{installation}.{process}.{EXTENSION}"));
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(&path)?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        // A line torn by a loss of power ends here, and not in the middle of the next one.
        if text.last().is_some_and(|byte| *byte != b'\n') {
            file.write_all(b"\n")?;
        }
        sync_folder(folder)?;
        Ok(Self {
            kept: read(&text, keys),
            path,
            file,
        })
    }

    /// The newest seal kept.
    pub(crate) fn newest(&self) -> Option<&Anchor> {
        self.kept.last_key_value().map(|(_, anchor)| anchor)
    }

    /// Keeps seals; they would survive the loss of power when this returns.
    pub(crate) fn keep(&mut self, anchors: Vec<Anchor>, keys: &RecordKeys) -> io::Result<()> {
        let lines: String = anchors.iter().map(|anchor| anchor.line(keys)).collect();
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(lines.as_bytes())?;
        self.file.sync_data()?;
        for anchor in anchors {
            self.kept.insert(anchor.block, anchor);
        }
        if self.kept.len() >= THIN_AT {
            self.thin(keys)?;
        }
        Ok(())
    }

    fn thin(&mut self, keys: &RecordKeys) -> io::Result<()> {
        let near = self.kept.keys().rev().nth(NEAR - 1).copied().unwrap_or(0);
        self.kept
            .retain(|block, _| *block >= near || block % FAR == 0 || *block == 1);
        let new = self.path.with_extension("new");
        let mut file = File::create(&new)?;
        let lines: String = self.kept.values().map(|anchor| anchor.line(keys)).collect();
        file.write_all(lines.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, &self.path)?;
        if let Some(folder) = self.path.parent() {
            sync_folder(folder)?;
        }
        self.file = OpenOptions::new()
            .read(true)
            .append(true)
            .open(&self.path)?;
        Ok(())
    }
}

/// Reads what `folder` holds of an installation's seals; none where there is no file.
pub(crate) fn kept_in(
    folder: &Path,
    installation: Uuid,
    keys: &RecordKeys,
) -> io::Result<Option<BTreeMap<i64, Anchor>>> {
    let files = match fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let ours = format!("{installation}.");
    let mut kept = None;
    for file in files {
        let path = file?.path();
        let is_ours = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(&ours));
        if is_ours && path.extension().is_some_and(|e| e == EXTENSION) {
            kept.get_or_insert_with(BTreeMap::new)
                .extend(read(&fs::read(path)?, keys));
        }
    }
    Ok(kept)
}

fn read(text: &[u8], keys: &RecordKeys) -> BTreeMap<i64, Anchor> {
    text.split(|byte| *byte == b'\n')
        .filter_map(|line| Anchor::read(std::str::from_utf8(line).ok()?, keys))
        .map(|anchor| (anchor.block, anchor))
        .collect()
}

/// Makes a file's name survive the loss of power, as well as its content.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len() / 2)
        .map(|i| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(block: i64) -> Anchor {
        Anchor {
            block,
            first_position: block,
            first_event: Uuid::from_u128(7),
            last_position: block,
            last_event: Uuid::from_u128(7),
            mac: vec![5; 32],
        }
    }

    #[test]
    fn what_was_kept_is_there_after_a_restart_and_a_torn_or_forged_line_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (id, keys) = (Uuid::nil(), RecordKeys::derive(&[1; 32]));
        assert_eq!(kept_in(folder.path(), id, &keys).unwrap(), None);
        let mut file = Anchors::open(folder.path(), id, 0, &keys).unwrap();
        file.keep(vec![anchor(1), anchor(2)], &keys).unwrap();
        let path = folder.path().join(format!("{id}.0.{EXTENSION}"));
        let mut text = fs::read_to_string(&path).unwrap();
        text.push_str(&anchor(9).line(&RecordKeys::derive(&[2; 32])));
        text.push_str("3 3 00000000-0000-0000-00");
        fs::write(&path, text).unwrap();
        let mut again = Anchors::open(folder.path(), id, 0, &keys).unwrap();
        assert_eq!(again.newest(), Some(&anchor(2)));
        again.keep(vec![anchor(3)], &keys).unwrap();
        let kept = kept_in(folder.path(), id, &keys).unwrap().unwrap();
        assert_eq!(kept.into_keys().collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn the_far_past_is_thinned_and_the_near_past_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (id, keys) = (Uuid::nil(), RecordKeys::derive(&[1; 32]));
        let last = position(THIN_AT) + 5;
        let mut file = Anchors::open(folder.path(), id, 0, &keys).unwrap();
        file.keep((1..last).map(anchor).collect(), &keys).unwrap();
        file.keep(vec![anchor(last)], &keys).unwrap();
        let kept = kept_in(folder.path(), id, &keys).unwrap().unwrap();
        assert!(kept.len() < 2 * NEAR, "{}", kept.len());
        assert!((last - 1_000..=last).all(|block| kept.contains_key(&block)));
        assert!(kept.contains_key(&1) && kept.contains_key(&64));
    }
}
