//! The CloudCare inside this program: its database, its router, and the one optional door.

use std::{
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use cloudcare_server::{Installation, ListenerHandle, OpenOptions};

use crate::backend::Backend;

/// Where the demo listens when nothing else is said.
const DEMO_ADDRESS: &str = "127.0.0.1:8844";
/// How many further ports are tried when one is taken.
const NEXT_PORTS: u16 = 20;

/// Hears the stages of a start.
pub(crate) type Progress = Box<dyn Fn(&str) + Send + Sync>;

/// Why the CloudCare of this PC did not start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LocalError {
    #[error(transparent)]
    Open(#[from] cloudcare_server::OpenError),
    #[error(
        "{0} is not an address of this computer alone. Other computers need an encrypted connection, which this version does not offer; use 127.0.0.1."
    )]
    NotLoopback(SocketAddr),
    #[error("The start stopped half-way: {0}. The data are kept; start CloudCare again.")]
    Stopped(tokio::task::JoinError),
    #[error("No free port from {0} on: {1}")]
    NoPort(SocketAddr, io::Error),
}

/// An open installation and its listener.
pub(crate) struct Local {
    folder: PathBuf,
    installation: Installation,
    listener: Option<ListenerHandle>,
}

impl Local {
    /// Starts the database, migrates it, fills the demo. `progress` hears the stage.
    pub(crate) async fn open(
        folder: &Path,
        demo: bool,
        master_key: Option<[u8; 32]>,
        progress: Progress,
    ) -> Result<Local, LocalError> {
        let options = OpenOptions {
            demo,
            demo_password: std::env::var("CLOUDCARE_DEMO_PASSWORD")
                .ok()
                .filter(|text| !text.is_empty()),
            master_key,
            ..OpenOptions::new(folder.to_owned())
        };
        Ok(Local {
            folder: folder.to_owned(),
            installation: opening(options, progress).await?,
            listener: None,
        })
    }

    /// The data folder it runs on.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn backend(&self) -> Backend {
        Backend::InProcess(self.installation.router())
    }

    pub(crate) fn setup_token(&self) -> &str {
        self.installation.setup_token()
    }

    /// Opens the door for devices and other stations: the demo's always, a real hospital's only when
    /// asked for, and neither to other computers. Returns where it stands open.
    pub(crate) async fn listen(
        &mut self,
        demo: bool,
        asked: Option<SocketAddr>,
    ) -> Result<Option<SocketAddr>, LocalError> {
        let wanted = match asked {
            Some(address) => address,
            None if demo => DEMO_ADDRESS
                .parse()
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8844))),
            None => return Ok(None),
        };
        if !wanted.ip().is_loopback() {
            return Err(LocalError::NotLoopback(wanted));
        }
        let address = free_address(wanted)?;
        let listener = self.installation.listen(address).await?;
        let address = listener.address;
        self.listener = Some(listener);
        Ok(Some(address))
    }

    /// Closes the door and stops the database.
    pub(crate) async fn close(self) -> Result<(), LocalError> {
        drop(self.listener);
        Ok(self.installation.close().await?)
    }
}

/// Opens the installation from a thread that waits for it: its future borrows across awaits in a way
/// that the compiler can't prove movable between threads. What it spawns runs on this runtime.
async fn opening(options: OpenOptions, progress: Progress) -> Result<Installation, LocalError> {
    let runtime = tokio::runtime::Handle::current();
    let opened = tokio::task::spawn_blocking(move || {
        runtime.block_on(Installation::open(options, progress))
    });
    Ok(opened.await.map_err(LocalError::Stopped)??)
}

/// The address itself, or the next free port after it.
fn free_address(wanted: SocketAddr) -> Result<SocketAddr, LocalError> {
    let mut last = None;
    for step in 0..=NEXT_PORTS {
        let mut address = wanted;
        if wanted.port() != 0 {
            let Some(port) = wanted.port().checked_add(step) else {
                break;
            };
            address.set_port(port);
        }
        match std::net::TcpListener::bind(address) {
            Ok(_) => return Ok(address),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            Err(error) => return Err(LocalError::NoPort(wanted, error)),
        }
    }
    Err(LocalError::NoPort(
        wanted,
        last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_gives_way_to_the_next() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let wanted = taken.local_addr().expect("an address");
        let found = free_address(wanted).expect("another");
        assert_ne!(found, wanted);
        assert_eq!(found.ip(), wanted.ip());
        assert!(found.port() > wanted.port());
    }
}
