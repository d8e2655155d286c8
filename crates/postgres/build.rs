//! Embeds the pinned PostgreSQL archive, and refuses any other.
//!
//! `CLOUDCARE_POSTGRES_ARCHIVE` names another place of the same file (an offline build host); the sum
//! it must have stays the pinned one.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use sha2::{Digest, Sha256};

fn main() {
    if let Err(why) = embed() {
        println!("cargo::error={why}");
        process::exit(1);
    }
}

fn embed() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=bundled.txt");
    println!("cargo::rerun-if-env-changed=CLOUDCARE_POSTGRES_ARCHIVE");
    let target = env::var("TARGET").map_err(|error| error.to_string())?;
    let here = env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?;
    let pins = fs::read_to_string(Path::new(&here).join("bundled.txt"))
        .map_err(|error| format!("crates/postgres/bundled.txt: {error}"))?;
    let version = pins
        .lines()
        .find_map(|line| line.strip_prefix("# version "))
        .and_then(|rest| rest.split_whitespace().next())
        .ok_or("bundled.txt names no version")?;
    let pinned = pins
        .lines()
        .find_map(|line| {
            let mut fields = line.split_whitespace();
            (fields.next() == Some(&target))
                .then(|| fields.nth(2))
                .flatten()
        })
        .ok_or_else(|| format!("there is no bundled PostgreSQL for {target}"))?;

    let archive = env::var_os("CLOUDCARE_POSTGRES_ARCHIVE").map_or_else(
        || {
            let name = format!("../../vendor/postgresql/postgresql-{version}-{target}.tar.gz");
            Path::new(&here).join(name)
        },
        PathBuf::from,
    );
    println!("cargo::rerun-if-changed={}", archive.display());
    let bytes = fs::read(&archive)
        .map_err(|error| format!("{} ({error}): run `make setup`", archive.display()))?;
    let found = hex(&Sha256::digest(&bytes));
    if found != pinned {
        return Err(format!(
            "{} is not the pinned PostgreSQL (sha256 {found}, wanted {pinned}): remove it and run `make setup`",
            archive.display()
        ));
    }
    println!(
        "cargo::rustc-env=CLOUDCARE_POSTGRES_ARCHIVE={}",
        archive.display()
    );
    println!("cargo::rustc-env=CLOUDCARE_POSTGRES_VERSION={version}");
    println!("cargo::rustc-env=CLOUDCARE_POSTGRES_SHA256={pinned}");
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
