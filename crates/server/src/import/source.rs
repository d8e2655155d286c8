//! Where a bundle comes from: a file, or the program itself.

use std::{
    collections::BTreeSet,
    fmt,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::ImportError;

/// A bundle to read, as often as it takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum BundleSource {
    /// On a disk.
    File(PathBuf),
    /// Part of this program.
    Embedded {
        /// Its file's name.
        name: String,
        /// What it holds.
        json: &'static [u8],
    },
}

impl BundleSource {
    pub(super) fn open(&self) -> io::Result<Box<dyn Read>> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Embedded { json, .. } => Box::new(*json),
        })
    }

    /// In bytes; 0 where nobody can tell.
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::File(path) => fs::metadata(path).map_or(0, |m| m.len()),
            Self::Embedded { json, .. } => u64::try_from(json.len()).unwrap_or(0),
        }
    }
}

impl fmt::Display for BundleSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Embedded { name, .. } => f.write_str(name),
        }
    }
}

/// Every bundle under the paths: files as they are named, folders with every `.json` in them.
pub fn files(paths: &[PathBuf]) -> Result<Vec<BundleSource>, ImportError> {
    let mut found = Vec::new();
    for path in paths {
        collect(path, true, &mut found)?;
    }
    let mut seen = BTreeSet::new();
    found.retain(|path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    if found.is_empty() {
        return Err(ImportError::NoFiles);
    }
    Ok(found.into_iter().map(BundleSource::File).collect())
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
