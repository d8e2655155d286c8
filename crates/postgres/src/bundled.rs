//! The handle of a running server.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nix::sys::signal::Signal;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::account::Account;
use crate::files::ensure_folder;
use crate::initialise::{self, Found};
use crate::lock::OwnerLock;
use crate::secrets::Passwords;
use crate::server::{Place, short_base};
use crate::supervisor::{Shared, supervise};
use crate::{Layout, PostgresError, archive, leftovers, process};

/// What to start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder; made when it is missing. See [`Layout`] for what is in it.
    pub data_dir: PathBuf,
    /// Whether the data must survive a power failure.
    pub durability: Durability,
}

/// Whether the data must survive a power failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Every commit is on the disk before it is acknowledged.
    #[default]
    Full,
    /// Faster and unsafe: for tests, whose server also ends with their process.
    TestsOnly,
}

/// Where a start has got to, for the person who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Unpacking the programs (first start only).
    Unpacking,
    /// Making the database (first start only).
    Initialising,
    /// Starting the server; after a power failure it checks its files first.
    Starting,
    /// Ready for connections.
    Ready,
}

/// How the server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It answers.
    Running,
    /// It died and is being started again.
    Restarting,
    /// It could not be started again or does not answer; it is still being tried. The text is for the user.
    Failed(String),
}

/// A running PostgreSQL of our own, watched over until [`Bundled::stop`]. Dropping it asks the server to
/// stop but does not wait.
#[derive(Debug)]
pub struct Bundled {
    shared: Arc<Shared>,
    url: String,
    superuser_url: String,
    health: watch::Receiver<Health>,
    stop: watch::Sender<bool>,
    supervisor: Option<JoinHandle<Result<(), PostgresError>>>,
}

impl Bundled {
    /// Takes the data folder, makes or checks the database in it, and starts the server. Returns when it
    /// is ready for connections. The first start takes 2 to 5 s, later ones well under one.
    ///
    /// # Errors
    /// Every [`PostgresError`] says what to do; none of them changes an existing database.
    pub async fn start(
        settings: Settings,
        progress: impl Fn(Stage) + Send + Sync,
    ) -> Result<Self, PostgresError> {
        let layout = open_folder(&settings.data_dir)?;
        let lock = OwnerLock::take(&layout)?;
        let account = Account::choose(&layout.database())?;
        ensure_folder(&layout.logs(), 0o700)?;
        account.check_way_to(&layout.root)?;
        let installation = match settings.durability {
            Durability::Full => layout.installation(),
            Durability::TestsOnly => shared_installation(),
        };
        let place = Place {
            socket_folder: layout.socket_folder(&short_base(&account)),
            installation,
            account,
            durability: settings.durability,
            layout,
        };
        // Before anything is unpacked or made: a folder we must not touch stays untouched.
        let found = initialise::look(&place)?;
        if !archive::is_unpacked(&place.installation) {
            progress(Stage::Unpacking);
            unpack(&place).await?;
        }
        let passwords = Passwords::load(&place.layout)?;
        match found {
            Found::Nothing => {
                progress(Stage::Initialising);
                initialise::make(&place, &passwords).await?;
            }
            Found::Database => {
                leftovers::clear(&place.layout.database(), &place.socket_folder).await?;
                initialise::adopt(&place, &passwords).await?;
            }
        }
        progress(Stage::Starting);
        let url = |role: &str, password: &str| connection_url(role, password, &place.socket_folder);
        let (url, superuser_url) = (
            url("cloudcare", &passwords.application),
            url("postgres", &passwords.superuser),
        );
        let shared = Arc::new(Shared::new(place, lock));
        let server = shared.launch().await?;
        progress(Stage::Ready);

        let (health_out, health) = watch::channel(Health::Running);
        let (stop, stop_in) = watch::channel(false);
        let supervisor = tokio::spawn(supervise(Arc::clone(&shared), server, health_out, stop_in));
        Ok(Self {
            shared,
            url,
            superuser_url,
            health,
            stop,
            supervisor: Some(supervisor),
        })
    }

    /// The address for the application: the login role `cloudcare`, owner of the database `cloudcare`,
    /// not a superuser, allowed to make roles. Holds a password: never log it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of the superuser `postgres` on the same database, for tests and backups. Holds a
    /// password: never log it.
    pub fn superuser_url(&self) -> &str {
        &self.superuser_url
    }

    /// How the server is, now and from now on.
    pub fn health(&self) -> watch::Receiver<Health> {
        self.health.clone()
    }

    /// The server's process id; 0 while it is being restarted.
    pub fn pid(&self) -> i32 {
        self.shared.pid()
    }

    /// The unpacked programs this server runs from (`bin/psql`, `bin/pg_dump`, ...).
    pub fn installation(&self) -> &Path {
        &self.shared.place.installation
    }

    /// Stops the server and waits for its end: politely for 30 s, then at once. Nothing committed is lost.
    ///
    /// # Errors
    /// [`PostgresError::CouldNotStop`] when even that does not end it.
    pub async fn stop(mut self) -> Result<(), PostgresError> {
        self.stop.send_replace(true);
        match self.supervisor.take() {
            Some(supervisor) => match supervisor.await {
                Ok(result) => result,
                // The runtime it was started on is gone, and the supervisor with it.
                Err(_) => self.stop_without_supervisor().await,
            },
            None => Ok(()),
        }
    }

    async fn stop_without_supervisor(&self) -> Result<(), PostgresError> {
        match self.shared.pid() {
            0 => Ok(()),
            pid => leftovers::stop(pid).await,
        }
    }
}

impl Drop for Bundled {
    fn drop(&mut self) {
        if self.supervisor.is_none() {
            return;
        }
        self.stop.send_replace(true);
        let pid = self.shared.pid();
        if pid != 0 {
            // The supervisor may be gone with its runtime; at worst the server is asked twice.
            let _ = process::signal(pid, Signal::SIGINT);
        }
    }
}

/// Makes the data folder if needed and gives it the rights it needs.
fn open_folder(data_dir: &Path) -> Result<Layout, PostgresError> {
    std::fs::create_dir_all(data_dir).map_err(PostgresError::at("create", data_dir))?;
    let root = data_dir
        .canonicalize()
        .map_err(PostgresError::at("find", data_dir))?;
    let layout = Layout { root };
    let found = std::fs::metadata(&layout.root).map_err(PostgresError::at("read", &layout.root))?;
    // Root's PostgreSQL is somebody else, who passes through. A folder that is another user's keeps its rights.
    if found.uid() == nix::unistd::geteuid().as_raw() && found.mode() & 0o200 != 0 {
        let mode = if found.uid() == 0 { 0o711 } else { 0o700 };
        crate::files::set_mode(&layout.root, mode)?;
    }
    Ok(layout)
}

async fn unpack(place: &Place) -> Result<(), PostgresError> {
    let installation = place.installation.clone();
    let durably = place.durability == Durability::Full;
    let unpacking = tokio::task::spawn_blocking(move || archive::unpack(&installation, durably));
    match unpacking.await {
        Ok(result) => result,
        Err(error) => Err(PostgresError::at(
            "unpack PostgreSQL to",
            &place.installation,
        )(std::io::Error::other(error))),
    }
}

/// Tests share one copy of the programs per user.
fn shared_installation() -> PathBuf {
    let user = nix::unistd::geteuid();
    let sum = archive::SHA256.get(..12).unwrap_or(archive::SHA256);
    std::env::temp_dir()
        .join(format!("cloudcare-test-postgresql-{user}-{sum}"))
        .join(crate::VERSION)
}

fn connection_url(role: &str, password: &str, socket_folder: &Path) -> String {
    use std::os::unix::ffi::OsStrExt as _;
    let mut host = String::new();
    for byte in socket_folder.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            host.push(char::from(*byte));
        } else {
            use std::fmt::Write as _;
            // Writing to a String cannot fail.
            let _ = write!(host, "%{byte:02X}");
        }
    }
    format!("postgres://{role}:{password}@{host}/cloudcare")
}
