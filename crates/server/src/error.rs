//! Why an installation could not be opened, in words for whoever starts it.

use std::{io, net::SocketAddr, path::PathBuf};

use cloudcare_postgres::PostgresError;
use cloudcare_services::ServiceError;
use cloudcare_store::StoreError;

/// Why an installation could not be opened or closed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The bundled PostgreSQL.
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    /// The database.
    #[error(
        "{0}. Check that it runs and that its address, user and password are right; nothing was changed"
    )]
    Database(#[from] StoreError),
    /// The services.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The demo's people could not be given their earlier life.
    #[error(
        "the demo's patients could not be loaded: {0}. Start again: it goes on where it stopped"
    )]
    DemoHistories(#[from] crate::import::ImportError),
    /// The master key's file.
    #[error(
        "the master key {path} can't be read or written. Without it nothing that is encrypted can be opened: restore the file, or give back its permissions (0600)"
    )]
    MasterKey {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The master key's file is gone, though the database has keys wrapped by it.
    #[error(
        "the master key {path} is missing, though this database was made with one. Restore it from where it was kept; the data are kept and nothing was changed"
    )]
    MasterKeyGone {
        /// Where it must be.
        path: PathBuf,
    },
    /// The address can't be listened on.
    #[error(
        "{address} can't be listened on: {source}. Is another CloudCare running? Choose another with --listen"
    )]
    Listen {
        /// Which.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
}
