//! House-keeping: `cargo xtask codegen | tidy | bench`.

mod codegen;

use std::{env, path::PathBuf};

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    match env::args().nth(1).as_deref() {
        Some("codegen") => codegen::run(&root),
        Some("openapi") => codegen::openapi(&root),
        _ => bail!("usage: cargo xtask codegen | openapi"),
    }
}
