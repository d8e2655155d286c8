//! The bundled PostgreSQL: unpack, initialise, start, watch over, stop.
//!
//! One [`Bundled`] is one server over one data folder. It listens on a Unix socket in a private folder
//! and on nothing else, asks for a password (SCRAM), keeps data checksums, and never runs as root. It is
//! restarted when it dies, and what it leaves behind after a crash of ours is cleared at the next start.
//! Every [`PostgresError`] is written for the person in front of the screen: what happened, that the data
//! are kept, what to do next.

mod account;
mod archive;
mod bundled;
mod diagnosis;
mod error;
mod files;
mod initialise;
mod launch;
mod layout;
mod leftovers;
mod lock;
mod process;
mod secrets;
mod server;
mod supervisor;

pub use bundled::{Bundled, Durability, Health, Settings, Stage};
pub use error::PostgresError;
pub use layout::Layout;

/// The version of the PostgreSQL inside, as `major.minor.patch`.
pub const VERSION: &str = env!("CLOUDCARE_POSTGRES_VERSION");
