//! `cloudcare-server`: the hospital for many workstations.

mod command;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = command::Arguments::parse();
    start_logging();
    match command::run(arguments).await {
        Ok(code) => code,
        Err(error) => {
            // One line per cause: what happened first, then why.
            for (depth, cause) in error.chain().enumerate() {
                command::complain(depth, &cause.to_string());
            }
            ExitCode::FAILURE
        }
    }
}

/// Logs go to standard error, so that standard output keeps to what scripts rely on.
fn start_logging() {
    let filter = EnvFilter::try_from_env("CLOUDCARE_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,cloudcare=info"));
    tracing_subscriber::registry()
        .with(filter)
        .with(fmt::layer().with_writer(std::io::stderr))
        .init();
}
