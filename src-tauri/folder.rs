//! The data folder: which kind of station this is, and what each kind keeps.
//!
//! `station.json` holds the choice of the first run. Each kind has its own sub-folder, so the demo's
//! made-up patients and a real hospital's never share one. Nothing here is secret except the file
//! `station-credential`, which exists only where there is no keychain.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// How this station gets its CloudCare. Chosen once, at the first start.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub(crate) enum Choice {
    /// A made-up hospital in this program.
    Demo,
    /// A real hospital in this program, with its database on this PC.
    ThisPc {
        /// What people call this station.
        station_name: String,
        /// The kind of workstation, as the API writes it.
        station_kind: String,
    },
    /// A CloudCare server elsewhere.
    Server {
        /// Its address.
        url: String,
    },
}

impl Choice {
    /// The name on the wire.
    pub(crate) fn mode(&self) -> Mode {
        match self {
            Choice::Demo => Mode::Demo,
            Choice::ThisPc { .. } => Mode::ThisPc,
            Choice::Server { .. } => Mode::Server,
        }
    }
}

/// The kind of station, as the webview knows it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mode {
    Demo,
    ThisPc,
    Server,
}

/// Where a secret is kept.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// The operating system's keychain.
    Keychain,
    /// A file for this user only, in the data folder.
    File,
}

/// What one kind of station remembers about itself: `workstation.json` in its sub-folder.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Record {
    /// Names this installation's entries in the keychain; random, made once.
    pub installation: String,
    /// Where the key to the records is. Decided at the first start and never changed silently.
    pub master_key: Option<Place>,
    /// Where the station's credential is, once enrolled.
    pub credential: Option<Place>,
    /// The station as the server last described it, for the sign-in screen while the server can't
    /// be reached. Names of hospital and wards, no patients.
    pub workstation: Option<serde_json::Value>,
}

/// A file of the data folder that could not be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    #[error(
        "{path} could not be read: {cause}. The data are kept; check the folder's permissions and start again."
    )]
    Read { path: PathBuf, cause: io::Error },
    #[error(
        "{path} could not be written: {cause}. Check the free space and the folder's permissions."
    )]
    Write { path: PathBuf, cause: io::Error },
    #[error(
        "{path} is damaged: {cause}. The data are kept; restore the file, or move it away to choose again."
    )]
    Damaged {
        path: PathBuf,
        cause: serde_json::Error,
    },
}

/// The data folder of this station.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(crate) fn new(root: PathBuf) -> Folder {
        Folder { root }
    }

    /// The choice of the first run; `None` before it.
    pub(crate) fn choice(&self) -> Result<Option<Choice>, FolderError> {
        read_json(&self.root.join("station.json"))
    }

    pub(crate) fn remember_choice(&self, choice: &Choice) -> Result<(), FolderError> {
        write_json(&self.root.join("station.json"), choice)
    }

    /// The sub-folder of one kind of station. A server's is named after its address.
    pub(crate) fn house(&self, choice: &Choice) -> House {
        let path = match choice {
            Choice::Demo => self.root.join("demo"),
            Choice::ThisPc { .. } => self.root.join("this-pc"),
            Choice::Server { url } => self.root.join("server").join(file_name(url)),
        };
        House { path }
    }
}

/// The sub-folder of one kind of station.
#[derive(Clone, Debug)]
pub(crate) struct House {
    path: PathBuf,
}

impl House {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn record(&self) -> Result<Option<Record>, FolderError> {
        read_json(&self.path.join("workstation.json"))
    }

    pub(crate) fn remember(&self, record: &Record) -> Result<(), FolderError> {
        write_json(&self.path.join("workstation.json"), record)
    }

    /// Whether a database has been made here: then a new key would lock its records for good.
    pub(crate) fn holds_a_database(&self) -> bool {
        self.path.join("database").exists()
    }

    fn credential_file(&self) -> PathBuf {
        // Not in `secrets/`, which belongs to the database's user.
        self.path.join("station-credential")
    }

    /// The station's credential where no keychain holds it.
    pub(crate) fn read_credential(&self) -> Result<Option<String>, FolderError> {
        let path = self.credential_file();
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text.trim().to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(FolderError::Read { path, cause }),
        }
    }

    pub(crate) fn write_credential(&self, credential: &str) -> Result<(), FolderError> {
        write_private(&self.credential_file(), credential.as_bytes())
    }

    pub(crate) fn forget_credential(&self) -> Result<(), FolderError> {
        let path = self.credential_file();
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                Err(FolderError::Write { path, cause })
            }
            _ => Ok(()),
        }
    }
}

fn file_name(url: &str) -> String {
    url.trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/')
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') {
                c
            } else {
                '_'
            }
        })
        .collect()
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, FolderError> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => {
            return Err(FolderError::Read {
                path: path.to_owned(),
                cause,
            });
        }
    };
    serde_json::from_slice(&text)
        .map(Some)
        .map_err(|cause| FolderError::Damaged {
            path: path.to_owned(),
            cause,
        })
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<(), FolderError> {
    let text = serde_json::to_vec_pretty(value).map_err(|cause| FolderError::Damaged {
        path: path.to_owned(),
        cause,
    })?;
    write_private(path, &text)
}

/// Writes for this user only, and so that a crash leaves the old text or the new one.
fn write_private(path: &Path, text: &[u8]) -> Result<(), FolderError> {
    let failed = |cause| FolderError::Write {
        path: path.to_owned(),
        cause,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let fresh = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh).map_err(failed)?;
    file.write_all(text)
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    fs::rename(&fresh, path).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_survives_a_restart_and_is_for_this_user_only() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(place.path().join("deep"));
        assert_eq!(folder.choice().expect("readable"), None);
        let choice = Choice::ThisPc {
            station_name: "Desk".into(),
            station_kind: "nurse_station".into(),
        };
        folder.remember_choice(&choice).expect("written");
        assert_eq!(folder.choice().expect("readable"), Some(choice));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(place.path().join("deep/station.json"))
                .expect("there")
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_choice_is_an_error_and_not_a_first_run() {
        let place = tempfile::tempdir().expect("a folder");
        fs::write(place.path().join("station.json"), "{\"mode\":").expect("written");
        let error = Folder::new(place.path().to_owned())
            .choice()
            .expect_err("damaged");
        assert!(error.to_string().contains("The data are kept"), "{error}");
    }

    #[test]
    fn each_kind_and_each_server_has_its_own_folder() {
        let folder = Folder::new(PathBuf::from("/data"));
        let server = |url: &str| folder.house(&Choice::Server { url: url.into() }).path;
        let paths = [
            folder.house(&Choice::Demo).path,
            server("https://ward.example:8443/"),
            server("http://127.0.0.1:8844"),
        ];
        assert_eq!(
            paths,
            [
                PathBuf::from("/data/demo"),
                PathBuf::from("/data/server/ward.example_8443"),
                PathBuf::from("/data/server/127.0.0.1_8844"),
            ]
        );
    }

    #[test]
    fn a_credential_file_comes_and_goes() {
        let place = tempfile::tempdir().expect("a folder");
        let house = Folder::new(place.path().to_owned()).house(&Choice::Demo);
        assert_eq!(house.read_credential().expect("readable"), None);
        house.write_credential("wks_x").expect("written");
        assert_eq!(
            house.read_credential().expect("readable").as_deref(),
            Some("wks_x")
        );
        house.forget_credential().expect("gone");
        house.forget_credential().expect("still gone");
        assert_eq!(house.read_credential().expect("readable"), None);
    }
}
