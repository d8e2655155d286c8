//! One owner per data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;

use crate::{Layout, PostgresError};

/// Held for as long as this process owns the data folder. The system lets go of it when the process ends,
/// however it ends, so a stale file never keeps anybody out.
#[derive(Debug)]
pub(crate) struct OwnerLock {
    file: File,
}

impl OwnerLock {
    /// Takes the lock, or says who has it.
    pub(crate) fn take(layout: &Layout) -> Result<Self, PostgresError> {
        let path = layout.owner_lock();
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(PostgresError::at("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                let holder = match file
                    .read_to_string(&mut text)
                    .ok()
                    .and_then(|_| text.trim().parse::<u32>().ok())
                {
                    Some(pid) => format!("process {pid}"),
                    None => "another process".to_owned(),
                };
                return Err(PostgresError::HeldByAnother {
                    folder: layout.root.clone(),
                    holder,
                });
            }
            Err(TryLockError::Error(error)) => return Err(PostgresError::at("lock", &path)(error)),
        }
        let note = |file: &mut File| -> std::io::Result<()> {
            file.set_len(0)?;
            file.rewind()?;
            write!(file, "{}", std::process::id())
        };
        note(&mut file).map_err(PostgresError::at("write", &path))?;
        Ok(Self { file })
    }
}

impl Drop for OwnerLock {
    fn drop(&mut self) {
        // Closing is not enough at once: a program that is just being started has the file too until it runs, and
        // whoever starts again at that moment would be told that somebody is using the folder. Where this fails,
        // the lock ends with the last of them.
        let _ = self.file.unlock();
    }
}
