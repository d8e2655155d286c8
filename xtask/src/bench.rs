//! The figures of the quality page, each beside its baseline in the same run.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::{run as program, say};

/// Each figure, the bench that measures it, and what it leaves in `target/bench/`.
const BENCHES: [(&str, &str, &str); 3] = [
    ("B5", "alert.bench.ts", "b5.json"),
    ("B7", "board.bench.ts", "b7.json"),
    ("B2", "search.bench.ts", "b2.json"),
];

/// Which programs are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As users run them.
    Release,
    /// As developers have them at hand: to try a bench, not to quote it.
    Debug,
}

/// One row of the table, as a bench writes it.
#[derive(Debug, Deserialize, Serialize)]
struct Row {
    id: String,
    figure: String,
    ours: f64,
    baseline: f64,
    unit: String,
    goal: String,
    /// Whether the goal is reached, as the bench's own figures say.
    reached: bool,
    /// What else was measured, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

/// Runs every bench and prints the table; the figures stay in `target/bench/`. One that fails takes
/// no other figure with it.
pub(crate) fn run(root: &Path, profile: Profile) -> Result<()> {
    let folder = root.join("target/bench");
    fs::create_dir_all(&folder)?;
    let (words, folder_of_programs) = match profile {
        Profile::Release => ("release builds, as users run them", "release"),
        Profile::Debug => (
            "debug builds: figures to try the benches with, not to quote",
            "debug",
        ),
    };
    say(words);
    let mut build = vec![
        "build",
        "--locked",
        "-p",
        "cloudcare",
        "-p",
        "cloudcare-server",
    ];
    build.extend(["--bin", "cloudcare", "--bin", "cloudcare-server"]);
    if profile == Profile::Release {
        build.push("--release");
    }
    program(root, "cargo", &build, &[("SQLX_OFFLINE", "true")])?;
    let out_text = folder.to_string_lossy().into_owned();
    let mut rows = Vec::new();
    let mut failed = Vec::new();
    for (figure, bench, left) in BENCHES {
        match measure(root, &folder, &out_text, folder_of_programs, bench, left) {
            Ok(found) => rows.extend(found),
            Err(error) => {
                say(&format!("{figure}: not measured: {error:#}"));
                failed.push(figure);
            }
        }
    }
    print(&rows);
    fs::write(
        folder.join("bench.json"),
        serde_json::to_string_pretty(&rows)?,
    )?;
    ensure!(failed.is_empty(), "not measured: {}", failed.join(", "));
    Ok(())
}

fn measure(
    root: &Path,
    folder: &Path,
    out_text: &str,
    programs: &str,
    bench: &str,
    left: &str,
) -> Result<Vec<Row>> {
    let out = folder.join(left);
    // What an earlier run left must not pass for this one's.
    if out.exists() {
        fs::remove_file(&out)?;
    }
    program(
        &root.join("tests/e2e"),
        "npm",
        &["run", "--silent", "bench", "--", bench],
        &[
            ("CLOUDCARE_BENCH_OUT", out_text),
            ("CLOUDCARE_PROFILE", programs),
        ],
    )?;
    let text =
        fs::read_to_string(&out).with_context(|| format!("{} was not written", out.display()))?;
    Ok(serde_json::from_str(&text)?)
}

fn print(rows: &[Row]) {
    say(&format!(
        "{:<4} {:<52} {:>12} {:>12} {:>8}  goal",
        "id", "figure", "ours", "baseline", "ratio"
    ));
    for row in rows {
        let ratio = if row.baseline > 0.0 {
            format!("{:.2}", row.ours / row.baseline)
        } else {
            "-".to_owned()
        };
        let verdict = if row.reached {
            "reached"
        } else {
            "NOT reached"
        };
        let unit = &row.unit;
        say(&format!(
            "{:<4} {:<52} {:>9.1} {unit} {:>9.1} {unit} {ratio:>8}  {} ({verdict})",
            row.id, row.figure, row.ours, row.baseline, row.goal
        ));
        if let Some(notes) = &row.notes {
            say(&format!("     {notes}"));
        }
    }
}
