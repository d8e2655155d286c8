//! The house rules that a machine can check; each names what to do.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::say;

/// Which of our own crates a crate may depend on. Layers point one way.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("store", &["domain"]),
    ("services", &["domain", "store"]),
    ("api", &["domain", "services"]),
    ("client", &[]),
    ("fhir", &["domain"]),
    ("postgres", &[]),
    (
        "server",
        &["domain", "store", "services", "api", "fhir", "postgres"],
    ),
    (
        "testkit",
        &["domain", "store", "services", "api", "postgres"],
    ),
];

/// Libraries with one home. Dependencies for tests are free.
const HOMES: &[(&str, &[&str])] = &[
    ("sqlx", &["store", "testkit"]),
    ("jiff-sqlx", &["store"]),
    ("utoipa", &["api", "domain"]),
    ("tauri", &[]),
    ("reqwest", &["client"]),
];

/// Lines without tests; a file beyond is two rooms.
const RUST_LINES: usize = 600;
const TSX_LINES: usize = 350;
const EMPTY_NAMES: [&str; 5] = ["utils", "util", "helpers", "common", "manager"];

/// Checks every rule and tells every breach.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut breaches = Vec::new();
    dependencies(root, &mut breaches)?;
    rust_files(root, &mut breaches)?;
    interface_files(root, &mut breaches)?;
    migrations(root, &mut breaches)?;
    architecture(root, &mut breaches)?;
    ensure!(
        breaches.is_empty(),
        "the house is not tidy:\n  {}",
        breaches.join("\n  ")
    );
    say("the house is tidy");
    Ok(())
}

fn dependencies(root: &Path, breaches: &mut Vec<String>) -> Result<()> {
    let allowed: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    for entry in fs::read_dir(root.join("crates"))? {
        let folder = entry?.path();
        let name = file_name(&folder);
        let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
        let runtime = section(&manifest, "[dependencies]");
        let Some(may) = allowed.get(name.as_str()) else {
            breaches.push(format!(
                "crates/{name}: say in xtask tidy which layers it may use"
            ));
            continue;
        };
        for dependency in runtime
            .lines()
            .filter_map(|l| l.split(['=', '.', ' ']).next())
            .filter(|d| !d.is_empty())
        {
            if let Some(own) = dependency.strip_prefix("cloudcare-")
                && !may.contains(&own)
            {
                breaches.push(format!(
                    "crates/{name}: may not use {own}; layers point one way"
                ));
            }
            let home = HOMES
                .iter()
                .find(|(library, _)| dependency == *library || dependency.starts_with("tauri"));
            if let Some((library, homes)) = home
                && !homes.contains(&name.as_str())
            {
                breaches.push(format!("crates/{name}: {library} lives in {homes:?} alone"));
            }
        }
        if name != "testkit" && !manifest.contains("[lints]\nworkspace = true") {
            breaches.push(format!("crates/{name}: take the workspace's lints"));
        }
    }
    Ok(())
}

fn rust_files(root: &Path, breaches: &mut Vec<String>) -> Result<()> {
    for folder in ["crates", "src-tauri", "xtask"] {
        for path in files(&root.join(folder), "rs")? {
            let shown = shown(root, &path);
            let text = fs::read_to_string(&path)?;
            let is_test = shown.contains("/tests/")
                || shown.ends_with("tests.rs")
                || shown.contains("testkit");
            let body = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or(&text);
            let lines = body.lines().count();
            if !is_test && lines > RUST_LINES {
                breaches.push(format!("{shown}: {lines} lines; make two rooms of it"));
            }
            if !text.starts_with("//!") && !text.starts_with("#!") {
                breaches.push(format!("{shown}: say in its first line what it is for"));
            }
            if EMPTY_NAMES.contains(&file_stem(&path).as_str()) {
                breaches.push(format!("{shown}: the name says nothing"));
            }
            if text.contains(concat!("#[", "allow(")) {
                breaches.push(format!(
                    "{shown}: #[expect(lint, reason = \"…\")] instead of allow"
                ));
            }
            let is_domain = shown.starts_with("crates/domain");
            if is_domain
                && ["std::fs", "std::net", "tokio::", "std::env"]
                    .iter()
                    .any(|io| body.contains(io))
            {
                breaches.push(format!("{shown}: the domain does no I/O"));
            }
            let knows_http = shown.starts_with("crates/services")
                || shown.starts_with("crates/store")
                || is_domain;
            if knows_http && body.contains("StatusCode") {
                breaches.push(format!("{shown}: only the api knows HTTP status codes"));
            }
        }
    }
    Ok(())
}

fn interface_files(root: &Path, breaches: &mut Vec<String>) -> Result<()> {
    for kind in ["ts", "tsx"] {
        for path in files(&root.join("ui/src"), kind)? {
            let shown = shown(root, &path);
            let text = fs::read_to_string(&path)?;
            let lines = text.lines().count();
            if kind == "tsx" && !shown.contains(".test.") && lines > TSX_LINES {
                breaches.push(format!("{shown}: {lines} lines; make two components of it"));
            }
            if text.contains("@tauri-apps/") && !shown.starts_with("ui/src/platform/tauri") {
                breaches.push(format!("{shown}: only ui/src/platform/tauri knows Tauri"));
            }
            if EMPTY_NAMES.contains(&file_stem(&path).as_str()) {
                breaches.push(format!("{shown}: the name says nothing"));
            }
        }
    }
    Ok(())
}

fn migrations(root: &Path, breaches: &mut Vec<String>) -> Result<()> {
    for (expected, path) in (1..).zip(files(&root.join("migrations"), "sql")?) {
        let shown = shown(root, &path);
        if !file_name(&path).starts_with(&format!("{expected:04}_")) {
            breaches.push(format!(
                "{shown}: migrations are numbered without a gap; expected {expected:04}_"
            ));
        }
        if !fs::read_to_string(&path)?.starts_with("-- Why: ") {
            breaches.push(format!("{shown}: start with a line of why"));
        }
    }
    Ok(())
}

fn architecture(root: &Path, breaches: &mut Vec<String>) -> Result<()> {
    let page =
        fs::read_to_string(root.join("ARCHITECTURE.md")).context("ARCHITECTURE.md is missing")?;
    for (name, _) in LAYERS {
        if !page.contains(&format!("crates/{name}")) {
            breaches.push(format!(
                "ARCHITECTURE.md: crates/{name} is not in the code map"
            ));
        }
    }
    Ok(())
}

/// The lines of one section of a manifest.
fn section<'a>(manifest: &'a str, heading: &str) -> &'a str {
    let Some((_, rest)) = manifest.split_once(heading) else {
        return "";
    };
    rest.split("\n[").next().unwrap_or(rest)
}

/// Files of a kind below a folder, in order; generated and foreign ones left out.
fn files(folder: &Path, kind: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.exists() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if !["target", "node_modules", "dist"].contains(&file_name(&path).as_str()) {
                found.extend(files(&path, kind)?);
            }
        } else if path.extension().is_some_and(|e| e == kind) && file_name(&path) != "schema.ts" {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .into_owned()
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn file_stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
