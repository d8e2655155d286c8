//! House-keeping: `cargo xtask codegen [--check] | tidy | bench [--debug]`.

mod bench;
mod codegen;
mod tidy;

use std::{
    env,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, bail, ensure};
use bench::Profile;

fn main() -> ExitCode {
    match chosen() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Its causes, without a backtrace: the reader mends the tree, not this program.
            let _ = writeln!(std::io::stderr().lock(), "xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn chosen() -> Result<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()?;
    let words: Vec<String> = env::args().skip(1).collect();
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["codegen"] => codegen::run(&root),
        ["codegen", "--check"] => codegen::check(&root),
        ["tidy"] => tidy::run(&root),
        ["bench"] => bench::run(&root, Profile::Release),
        ["bench", "--debug"] => bench::run(&root, Profile::Debug),
        _ => bail!("usage: cargo xtask codegen [--check] | tidy | bench [--debug]"),
    }
}

/// A line for the person at the terminal.
fn say(line: &str) {
    // A closed terminal is the reader's choice.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Runs a program in a folder and fails with its name where it fails.
fn run(
    folder: &Path,
    program: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<()> {
    let status = Command::new(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(folder)
        .status()
        .with_context(|| format!("{program} can't be started"))?;
    ensure!(status.success(), "{program} {} failed", arguments.join(" "));
    Ok(())
}
