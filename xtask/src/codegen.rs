//! Files made from other files: the SQL query files, the OpenAPI document, the interface's types.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use cloudcare_postgres::{Bundled, Durability, Settings};

use crate::{run as program, say};

const GENERATED: [&str; 3] = [".sqlx", "openapi.json", "ui/src/api/schema.ts"];

/// Makes everything that is generated.
pub(crate) fn run(root: &Path) -> Result<()> {
    say("the SQL query files, from the migrations");
    query_files(root)?;
    say("openapi.json, from the routes");
    openapi(root)?;
    say("the interface's types, from openapi.json");
    program(
        &root.join("ui"),
        "npm",
        &["run", "--silent", "codegen"],
        &[],
    )
}

/// Makes everything again and fails where that changes a committed file.
pub(crate) fn check(root: &Path) -> Result<()> {
    run(root)?;
    let output = Command::new("git")
        .args(["status", "--porcelain", "--"])
        .args(GENERATED)
        .current_dir(root)
        .output()?;
    ensure!(output.status.success(), "git status failed");
    let changed = String::from_utf8_lossy(&output.stdout);
    ensure!(
        changed.trim().is_empty(),
        "these are not what their sources say; run `make codegen` and commit them:\n{changed}"
    );
    say("generated files are what their sources say");
    Ok(())
}

fn openapi(root: &Path) -> Result<()> {
    let output = Command::new("cargo")
        .args([
            "run",
            "--quiet",
            "--locked",
            "-p",
            "cloudcare-api",
            "--example",
            "openapi",
        ])
        .env("SQLX_OFFLINE", "true")
        .current_dir(root)
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    fs::write(root.join("openapi.json"), output.stdout).context("openapi.json can't be written")
}

/// Compiles the store against a database made by the migrations; the macros write what they learnt.
fn query_files(root: &Path) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let folder = tempfile::TempDir::with_prefix("cloudcare-codegen-")?;
        let settings = Settings {
            data_dir: folder.path().to_owned(),
            durability: Durability::TestsOnly,
        };
        let bundled = Bundled::start(settings, |_| ()).await?;
        let made = query_files_on(root, &bundled);
        bundled.stop().await?;
        made
    })
}

fn query_files_on(root: &Path, bundled: &Bundled) -> Result<()> {
    let psql = bundled.installation().join("bin/psql");
    let libraries = bundled.installation().join("lib");
    let url = bundled.superuser_url();
    let mut migrations: Vec<_> = fs::read_dir(root.join("migrations"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "sql"))
        .collect();
    migrations.sort();
    for migration in &migrations {
        let status = Command::new(&psql)
            .env("LD_LIBRARY_PATH", &libraries)
            .args([
                "--quiet",
                "--no-psqlrc",
                "--single-transaction",
                "--set",
                "ON_ERROR_STOP=1",
                "--dbname",
                url,
                "--file",
            ])
            .arg(migration)
            .env("PGOPTIONS", "--client-min-messages=warning")
            .status()?;
        ensure!(status.success(), "{} failed", migration.display());
    }
    // Beside the old ones until they are whole.
    let fresh = root.join("target/sqlx");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(&fresh)?;
    let folder = fresh.to_string_lossy().into_owned();
    let environment = [
        ("DATABASE_URL", url),
        ("SQLX_OFFLINE", "false"),
        ("SQLX_OFFLINE_DIR", folder.as_str()),
    ];
    let library = root.join("crates/store/src/lib.rs");
    // The macros only run when the crate looks changed. Another build may compile it between our
    // touch and our check; then there is nothing to be seen and it is tried again.
    for _ in 0..5 {
        fs::File::options()
            .append(true)
            .open(&library)?
            .set_modified(now())?;
        program(
            root,
            "cargo",
            &["check", "--quiet", "--locked", "-p", "cloudcare-store"],
            &environment,
        )?;
        if fs::read_dir(&fresh)?.next().is_some() {
            return replace(&fresh, &root.join(".sqlx"));
        }
    }
    anyhow::bail!("the query files could not be made: another build keeps getting in between")
}

fn replace(fresh: &Path, old: &Path) -> Result<()> {
    if old.exists() {
        fs::remove_dir_all(old)?;
    }
    fs::create_dir_all(old)?;
    for entry in fs::read_dir(fresh)? {
        let path = entry?.path();
        fs::copy(&path, old.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "a file's time, not a clinical one"
)]
fn now() -> std::time::SystemTime {
    std::time::SystemTime::now()
}
