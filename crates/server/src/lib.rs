//! One installation of CloudCare: a database, the services over it, the router, and doors.
//!
//! The binary `cloudcare-server` and the desktop both open an [`Installation`]; what differs is
//! whether a door is open to the network.

mod demo_histories;
mod error;
pub mod import;
mod listener;
mod master_key;
pub mod verify;

use std::{path::PathBuf, sync::Arc, time::Duration};

use cloudcare_api::ApiState;
use cloudcare_postgres::{Bundled, Durability, Settings, Stage};
use cloudcare_services::{
    MasterKey, RandomIds, ServiceError, Services, SystemClock,
    demo::{DemoHospital, DemoOptions},
};
use cloudcare_store::{Store, StoreError, session};
use tokio_util::sync::CancellationToken;

pub use error::OpenError;
pub use listener::ListenerHandle;

/// Connections to the database, per process.
const MAX_CONNECTIONS: u32 = 24;
/// A database that is just coming up, or switching over, gets this long.
const DATABASE_PATIENCE: Duration = Duration::from_secs(25);

/// How to open an installation.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// Holds the bundled database, the master key and the logs.
    pub data_dir: PathBuf,
    /// Somebody else's PostgreSQL; the bundled one where absent.
    pub database_url: Option<String>,
    /// Made-up people only.
    pub demo: bool,
    /// The demo's password; random where absent.
    pub demo_password: Option<String>,
    /// Which hospital an empty demo gets.
    pub demo_hospital: DemoHospital,
    /// From the operating system's keychain; a 0600 file in the data folder where absent.
    pub master_key: Option<[u8; 32]>,
    /// Where this instance keeps its copy of the audit record's seals: a folder the database's
    /// administrators can't reach, or as here, `audit` in the data folder.
    pub audit_dir: Option<PathBuf>,
    /// Full for anything but tests.
    pub durability: Durability,
}

impl OpenOptions {
    /// A real hospital in a data folder, with the bundled database and everything kept.
    pub fn new(data_dir: PathBuf) -> Self {
        Self {
            data_dir,
            database_url: None,
            demo: false,
            demo_password: None,
            demo_hospital: DemoHospital::default(),
            master_key: None,
            audit_dir: None,
            durability: Durability::default(),
        }
    }

    fn audit_dir(&self) -> PathBuf {
        self.audit_dir
            .clone()
            .unwrap_or_else(|| self.data_dir.join("audit"))
    }
}

/// An open installation. Cheap to clone; [`Installation::close`] it once.
#[derive(Clone)]
pub struct Installation {
    services: Services,
    store: Store,
    setup_token: Arc<str>,
    database_url: Arc<str>,
    bundled: Arc<tokio::sync::Mutex<Option<Bundled>>>,
    stop: CancellationToken,
}

impl Installation {
    /// Starts the database where it is ours, brings its schema up to date, loads keys, fills the
    /// demo, and follows the event log. `progress` gets words for the person who waits.
    pub async fn open(
        options: OpenOptions,
        progress: impl Fn(&str) + Send + Sync,
    ) -> Result<Self, OpenError> {
        let (database_url, bundled) = match &options.database_url {
            Some(url) => (url.clone(), None),
            None => {
                let settings = Settings {
                    data_dir: options.data_dir.clone(),
                    durability: options.durability,
                };
                let bundled = Bundled::start(settings, |stage| progress(describe(stage))).await?;
                (bundled.url().to_owned(), Some(bundled))
            }
        };
        let opened = Self::open_on(&options, &database_url, &progress).await;
        match (opened, bundled) {
            (Ok((services, store, stop)), bundled) => Ok(Self {
                services,
                store,
                setup_token: Arc::from(setup_token()),
                database_url: Arc::from(database_url),
                bundled: Arc::new(tokio::sync::Mutex::new(bundled)),
                stop,
            }),
            (Err(error), bundled) => {
                // What failed is told; the database it failed on is still stopped cleanly.
                if let Some(bundled) = bundled
                    && let Err(stop) = bundled.stop().await
                {
                    tracing::warn!(
                        error = &stop as &dyn std::error::Error,
                        "PostgreSQL did not stop cleanly"
                    );
                }
                Err(error)
            }
        }
    }

    async fn open_on(
        options: &OpenOptions,
        database_url: &str,
        progress: &(impl Fn(&str) + Send + Sync),
    ) -> Result<(Services, Store, CancellationToken), OpenError> {
        progress("Bringing the database up to date");
        migrate(database_url).await?;
        let store = Store::open(database_url, MAX_CONNECTIONS)?;
        let is_new = session::signing_keys(&mut store.reader().await?)
            .await?
            .is_empty();
        let bytes = match options.master_key {
            Some(bytes) => bytes,
            None => master_key::from_file(&options.data_dir, is_new)?,
        };
        let key = MasterKey::from_bytes(&bytes).map_err(ServiceError::from)?;
        let services = Services::with_record_folder(
            store.clone(),
            Arc::new(SystemClock),
            Arc::new(RandomIds),
            key,
            Some(options.audit_dir()),
        );
        progress(if options.demo {
            "Preparing the demo hospital"
        } else {
            "Opening the hospital"
        });
        let demo = options.demo.then(|| DemoOptions {
            password: options.demo_password.clone(),
            hospital: options.demo_hospital,
        });
        let stop = CancellationToken::new();
        services.start(demo, stop.clone()).await?;
        if options.demo {
            demo_histories::load(&services).await?;
        }
        Ok((services, store, stop))
    }

    /// The whole HTTP surface: `/api`, `/api/v1`, and the interface for a browser.
    pub fn router(&self) -> axum::Router {
        cloudcare_api::router(ApiState::new(self.services.clone(), &self.setup_token))
    }

    /// Lets this process, and nobody else, set the installation up and enrol its own PC.
    pub fn setup_token(&self) -> &str {
        &self.setup_token
    }

    /// The use cases, for what has no HTTP surface: the command line.
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// Where the database is, credentials included: for tools that must reach it themselves.
    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// Opens a door to the network; closed when the handle is dropped or the installation closes.
    pub async fn listen(&self, address: std::net::SocketAddr) -> Result<ListenerHandle, OpenError> {
        ListenerHandle::open(address, self.router(), self.stop.child_token()).await
    }

    /// Closes the doors, stops following the log and stops the bundled database.
    pub async fn close(self) -> Result<(), OpenError> {
        self.stop.cancel();
        self.store.close().await;
        if let Some(bundled) = self.bundled.lock().await.take() {
            bundled.stop().await?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Installation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Installation").finish_non_exhaustive()
    }
}

/// Brings a database up to date, waiting a while for one that is just coming up.
pub async fn migrate(database_url: &str) -> Result<(), OpenError> {
    let deadline = tokio::time::Instant::now() + DATABASE_PATIENCE;
    loop {
        match Store::migrate(database_url).await {
            Err(StoreError::Unavailable(error)) if tokio::time::Instant::now() < deadline => {
                tracing::info!(
                    error = &error as &dyn std::error::Error,
                    "waiting for the database"
                );
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            other => return other.map_err(OpenError::Database),
        }
    }
}

fn describe(stage: Stage) -> &'static str {
    match stage {
        Stage::Unpacking => "Unpacking PostgreSQL",
        Stage::Initialising => "Making the database",
        Stage::Starting => "Starting the database",
        Stage::Ready => "The database is ready",
    }
}

fn setup_token() -> String {
    to_hex(&rand::random())
}

/// Lower-case hexadecimal digits.
fn to_hex(bytes: &[u8; 32]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
