//! The master key's file, where there is no keychain.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use cloudcare_services::MasterKey;

use crate::{OpenError, to_hex};

/// Reads the key, or makes one at the first start: 64 hexadecimal digits, readable by its owner
/// alone, outside the database's folder. A database that has keys already needs the one they were
/// wrapped by: then none is made.
pub(crate) fn from_file(data_dir: &Path, may_make: bool) -> Result<[u8; 32], OpenError> {
    let folder = data_dir.join("secrets");
    let path = folder.join("master.key");
    let fail = |source| OpenError::MasterKey {
        path: path.clone(),
        source,
    };
    match fs::read_to_string(&path) {
        Ok(text) => parse(text.trim()).ok_or_else(|| {
            fail(io::Error::new(
                io::ErrorKind::InvalidData,
                "not 64 hexadecimal digits",
            ))
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !may_make => {
            Err(OpenError::MasterKeyGone { path: path.clone() })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_private_folder(&folder).map_err(fail)?;
            let key = MasterKey::generate();
            write_private(&path, &to_hex(&key)).map_err(fail)?;
            Ok(key)
        }
        Err(error) => Err(fail(error)),
    }
}

fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    // A key that is lost with the power is worse than none.
    file.sync_all()
}

fn parse(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = from_file(folder.path(), true).unwrap();
        assert_eq!(from_file(folder.path(), true).unwrap(), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join("secrets/master.key"))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_key_is_told_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        from_file(folder.path(), true).unwrap();
        let path = folder.path().join("secrets/master.key");
        fs::write(&path, "short").unwrap();
        assert!(matches!(
            from_file(folder.path(), true),
            Err(OpenError::MasterKey { .. })
        ));
        assert_eq!(fs::read_to_string(&path).unwrap(), "short");
    }

    #[test]
    fn a_lost_key_is_never_replaced_under_a_database_that_needs_it() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            from_file(folder.path(), false),
            Err(OpenError::MasterKeyGone { .. })
        ));
        assert!(!folder.path().join("secrets/master.key").exists());
    }
}
