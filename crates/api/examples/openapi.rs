//! Prints the OpenAPI document; `cargo xtask codegen` keeps it as `openapi.json`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    let document = serde_json::to_string_pretty(&cloudcare_api::openapi())?;
    writeln!(std::io::stdout(), "{document}")
}
