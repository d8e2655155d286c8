//! Files made from other files: the OpenAPI document and the interface's types.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};

/// Everything that is generated.
pub(crate) fn run(root: &Path) -> Result<()> {
    openapi(root)?;
    types(root)
}

/// `openapi.json` from the routes.
pub(crate) fn openapi(root: &Path) -> Result<()> {
    let mut document = serde_json::to_string_pretty(&cloudcare_api::openapi())?;
    document.push('\n');
    fs::write(root.join("openapi.json"), document).context("openapi.json can't be written")
}

/// `ui/src/api/schema.ts` from `openapi.json`.
fn types(root: &Path) -> Result<()> {
    let status = Command::new("npm")
        .args(["run", "--silent", "codegen"])
        .current_dir(root.join("ui"))
        .status()?;
    ensure!(
        status.success(),
        "the interface's types could not be made; is `npm ci` done in ui/codegen?"
    );
    Ok(())
}
