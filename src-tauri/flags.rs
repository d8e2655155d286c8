//! The command line of the desktop program. Scripts rely on it.

use std::{net::SocketAddr, path::PathBuf};

/// CloudCare: the native clinical workstation.
#[derive(Clone, Debug, Default, clap::Parser)]
#[command(name = "cloudcare", version, about)]
pub(crate) struct Flags {
    /// Take the demo hospital without asking (made-up patients, for trying CloudCare out).
    #[arg(long, env = "CLOUDCARE_DEMO", value_parser = clap::builder::FalseyValueParser::new())]
    pub demo: bool,
    /// Folder for this station's data; the user's data folder when absent.
    #[arg(long, env = "CLOUDCARE_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Accept devices and other stations at this address. The demo listens on 127.0.0.1:8844 by itself.
    #[arg(long, env = "CLOUDCARE_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
}
