//! Benchmarks: programs that print a table and, as their last line with `--json`, one JSON object.
//!
//! Invariant: a benchmark measures ours and its peer in the same run; it is never a timed test.

mod batches;
mod bytes;
mod days;
mod gate;
mod ground;
mod import;
mod levels;
mod machine;
mod passport;
mod peer;
mod queue;
mod rebuild;
mod touches;

use crate::{load::Program, repo::Repo};
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::process::{Command, ExitCode};

/// One line of a benchmark's result.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Fixed name, such as `touches_durable_64`.
    pub metric: String,
    /// Unit of `ours` and `peer`, such as `touches/s`.
    pub unit: String,
    /// What we reach.
    pub ours: f64,
    /// What stands beside it in the same run.
    pub peer: f64,
    /// `ours / peer`.
    pub ratio: f64,
}

type Measure = fn(&Repo) -> Result<Vec<Row>>;

/// Name, what it measures, how.
const KNOWN: &[(&str, &str, Measure)] = &[
    ("touches", "durable touches over HTTP (P1, P2)", touches::measure),
    ("batches", "partners' batches, and a phone's full queue (P3)", batches::measure),
    ("bytes", "bytes a history record, relation by relation (P4)", bytes::measure),
    ("import", "a file of 100,000 people (P10)", import::measure),
    ("levels", "everybody judged by the criteria of levels (P12)", levels::measure),
    ("passport", "server time of passport pages (P6)", passport::measure),
    ("days", "a site's month of a million records as a file (P7, P8)", days::measure),
    ("gate", "a card at the gate, read, kept and shown (P13)", gate::measure),
    ("rebuild", "every kept count made anew from two million records (P5)", rebuild::measure),
    ("queue", "server time of the review queue with 50,000 open cases", queue::measure),
];

/// Runs one benchmark; exit 2 for a name nobody knows.
pub fn bench(repo: &Repo, name: &str, json: bool) -> Result<ExitCode> {
    let Some((name, what, measure)) = KNOWN.iter().find(|(known, ..)| *known == name) else {
        eprintln!("{}", unknown("bench", name, &KNOWN.iter().map(|entry| entry.0).collect::<Vec<_>>()));
        return Ok(ExitCode::from(2));
    };
    if cfg!(debug_assertions) {
        return optimized(repo, name, json);
    }
    println!("bench {name}: {what}");
    let rows = measure(repo).with_context(|| format!("bench {name}"))?;
    println!("{}", table(&rows));
    if json {
        println!("{}", serde_json::json!({ "bench": name, "rows": rows }));
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs the same again, built like the server it measures: a slow client would measure itself.
fn optimized(repo: &Repo, name: &str, json: bool) -> Result<ExitCode> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&repo.root).args(["run", "--locked", "--release", "-p", "xtask", "--", "bench", name]);
    if json {
        cargo.arg("--json");
    }
    let status = cargo.status().context("cannot start cargo")?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

/// Asks the server for its database's durability, prints it, and fails where a commit may be lost.
fn enforce_durability(program: &Program) -> Result<()> {
    let settings = program.found_good()?;
    let wanted: &[(&str, &str)] = if settings.iter().any(|(name, _)| name == "journal_mode") {
        // 2 is FULL.
        &[("journal_mode", "wal"), ("synchronous", "2")]
    } else {
        &[("fsync", "on"), ("full_page_writes", "on"), ("synchronous_commit", "on")]
    };
    for (name, value) in wanted {
        let found = settings.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        if found != Some(value) {
            bail!("the server's database has {name} = {found:?}, not {value}: not measured");
        }
        println!("the server's connection: {name} = {value}");
    }
    Ok(())
}

/// The sentence for a name nobody knows.
pub fn unknown(verb: &str, name: &str, known: &[&str]) -> String {
    let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
    format!("unknown {verb} {name}; known: {known}")
}

fn table(rows: &[Row]) -> String {
    let head = ["metric", "ours", "peer", "ratio"];
    let mut lines = vec![format!("{:<28} {:>14} {:>14} {:>8}  unit", head[0], head[1], head[2], head[3])];
    lines.extend(rows.iter().map(|row| {
        let Row { metric, unit, ours, peer, ratio } = row;
        format!("{metric:<28} {ours:>14.1} {peer:>14.1} {ratio:>8.3}  {unit}")
    }));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        assert_eq!(unknown("bench", "x", &["a", "b"]), "unknown bench x; known: a, b");
        assert_eq!(unknown("bench", "x", &[]), "unknown bench x; known: none yet");
    }

    #[test]
    fn the_table_has_a_line_for_each_row() {
        let row = Row { metric: "m".into(), unit: "rows/s".into(), ours: 2.0, peer: 4.0, ratio: 0.5 };
        assert_eq!(table(&[row]).lines().count(), 2);
    }
}
