//! Folders and files with exactly the rights they should have.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::Path;

use crate::PostgresError;

/// Makes the folder (and those above it) unless it is there, and gives it these rights if it is ours.
pub(crate) fn ensure_folder(path: &Path, mode: u32) -> Result<(), PostgresError> {
    if let Some(parent) = path.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o755)
            .create(parent)
            .map_err(PostgresError::at("create", parent))?;
    }
    match DirBuilder::new().mode(mode).create(path) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(PostgresError::at("create", path)(error)),
    }
    set_mode(path, mode)
}

/// Sets the rights unless they are so already; only the owner (or root) can.
pub(crate) fn set_mode(path: &Path, mode: u32) -> Result<(), PostgresError> {
    let found = fs::metadata(path).map_err(PostgresError::at("read", path))?;
    if found.mode() & 0o7777 != mode {
        fs::set_permissions(path, Permissions::from_mode(mode))
            .map_err(PostgresError::at("set the rights of", path))?;
    }
    Ok(())
}

/// Writes a file only its owner can read, durably: under a temporary name first, then in one step.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), PostgresError> {
    let temporary = path.with_extension("new");
    let write = || -> std::io::Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(PostgresError::at("write", path))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(path: &Path) -> Result<(), PostgresError> {
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(PostgresError::at("write", path))
}

/// Makes everything on the folder's file system durable, in one call where there is one.
pub(crate) fn sync_tree(path: &Path) -> Result<(), PostgresError> {
    let folder = File::open(path).map_err(PostgresError::at("read", path))?;
    #[cfg(target_os = "linux")]
    nix::unistd::syncfs(folder).map_err(|errno| PostgresError::at("write", path)(errno.into()))?;
    #[cfg(not(target_os = "linux"))]
    {
        drop(folder);
        nix::unistd::sync();
    }
    Ok(())
}
