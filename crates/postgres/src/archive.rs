//! The PostgreSQL inside this program, and how it gets onto the disk.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use flate2::read::GzDecoder;

use crate::files::{ensure_folder, sync_folder, sync_tree};
use crate::{PostgresError, VERSION};

/// The archive as published; build.rs has compared it with the pinned sum.
static ARCHIVE: &[u8] = include_bytes!(env!("CLOUDCARE_POSTGRES_ARCHIVE"));

/// The archive's sum: names the shared copy that tests run from.
pub(crate) const SHA256: &str = env!("CLOUDCARE_POSTGRES_SHA256");

/// True when the programs have been unpacked to `installation`: the folder appears in one step, so it is
/// complete when it is there.
pub(crate) fn is_unpacked(installation: &Path) -> bool {
    installation.join("bin").join("postgres").is_file()
}

/// Unpacks the programs to `installation`, durably if asked: a power failure must not leave a half
/// installation under the final name.
pub(crate) fn unpack(installation: &Path, durably: bool) -> Result<(), PostgresError> {
    let parent = installation.parent().unwrap_or(Path::new("/"));
    ensure_folder(parent, 0o755)?;
    // Several may want the shared copy of tests at once: one unpacks, the others wait and find it.
    let turn = parent.join("unpacking.lock");
    let _turn = File::create(&turn)
        .and_then(|file| file.lock().map(|()| file))
        .map_err(PostgresError::at("lock", &turn))?;
    if is_unpacked(installation) {
        return Ok(());
    }
    let temporary = parent.join(format!("{VERSION}.new"));
    if temporary.exists() {
        fs::remove_dir_all(&temporary).map_err(PostgresError::at("remove", &temporary))?;
    }
    ensure_folder(&temporary, 0o755)?;
    let written = unpack_into(&temporary)
        .and_then(|()| {
            if durably {
                sync_tree(&temporary)
            } else {
                Ok(())
            }
        })
        .and_then(|()| {
            fs::rename(&temporary, installation).map_err(PostgresError::at("create", installation))
        });
    if written.is_err() {
        // Leave no part behind; the first failure is the one to tell.
        let _ = fs::remove_dir_all(&temporary);
    }
    written?;
    sync_folder(parent)
}

fn unpack_into(folder: &Path) -> Result<(), PostgresError> {
    let failed = |error: io::Error| PostgresError::at("unpack PostgreSQL to", folder)(error);
    let mut archive = tar::Archive::new(GzDecoder::new(ARCHIVE));
    for entry in archive.entries().map_err(failed)? {
        let mut entry = entry.map_err(failed)?;
        let name = entry.path().map_err(failed)?.into_owned();
        let Some(inner) = wanted(&name) else { continue };
        let path = folder.join(inner);
        if entry.header().entry_type().is_dir() {
            fs::create_dir_all(&path).map_err(PostgresError::at("create", &path))?;
            crate::files::set_mode(&path, 0o755)?;
        } else {
            entry
                .unpack(&path)
                .map_err(PostgresError::at("write", &path))?;
        }
    }
    Ok(())
}

/// The path inside the installation, or none for what only compiling against it needs: a fifth of the size.
fn wanted(name: &Path) -> Option<PathBuf> {
    let inner: PathBuf = name
        .components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .skip(1)
        .collect();
    let unwanted = inner.as_os_str().is_empty()
        || inner.starts_with("include")
        || inner.starts_with("lib/pgxs")
        || inner.starts_with("lib/pkgconfig")
        || inner.extension().is_some_and(|extension| extension == "a");
    (!unwanted).then_some(inner)
}
