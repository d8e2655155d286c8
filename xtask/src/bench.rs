//! The figures of the quality page, each beside its baseline in the same run.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::{run as program, say};

/// What the benches leave in `target/bench/`, one file each.
const BENCHES: [&str; 2] = ["b2", "b5"];

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

/// Runs every bench and prints the table; the figures stay in `target/bench/`.
pub(crate) fn run(root: &Path) -> Result<()> {
    let folder = root.join("target/bench");
    fs::create_dir_all(&folder)?;
    say("release builds, as users run them");
    let build = [
        "build",
        "--locked",
        "--release",
        "-p",
        "cloudcare",
        "-p",
        "cloudcare-server",
        "--bin",
        "cloudcare",
        "--bin",
        "cloudcare-server",
    ];
    program(root, "cargo", &build, &[("SQLX_OFFLINE", "true")])?;
    let out_text = folder.to_string_lossy().into_owned();
    program(
        &root.join("tests/e2e"),
        "npm",
        &["run", "--silent", "bench"],
        &[
            ("CLOUDCARE_BENCH_OUT", &out_text),
            ("CLOUDCARE_PROFILE", "release"),
        ],
    )?;
    let mut rows = Vec::new();
    for bench in BENCHES {
        let out = folder.join(format!("{bench}.json"));
        let text = fs::read_to_string(&out)
            .with_context(|| format!("{} was not written", out.display()))?;
        rows.extend(serde_json::from_str::<Vec<Row>>(&text)?);
    }
    print(&rows);
    fs::write(
        folder.join("bench.json"),
        serde_json::to_string_pretty(&rows)?,
    )?;
    Ok(())
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
