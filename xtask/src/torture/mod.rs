//! Torture: breaking things on purpose, from outside, and counting what is lost.
//!
//! Invariant: a torture ends with the processes it started ended and its folders removed, and fails if one thing is lost.

mod gates;
mod kill;

use crate::{bench::unknown, repo::Repo};
use anyhow::Result;
use std::process::ExitCode;

type Torture = fn(&Repo, u32) -> Result<()>;

/// Name, what it does, how often unless told, how.
pub const KNOWN: &[(&str, &str, u32, Torture)] = &[
    ("kill", "kills the server (-9) in the middle of ingest, on SQLite", 20, kill::on_sqlite),
    ("kill-postgres", "kills the server (-9) in the middle of ingest, on PostgreSQL", 20, kill::on_postgres),
];

/// Runs one torture; exit 2 for a name nobody knows.
pub fn torture(repo: &Repo, name: &str, times: Option<u32>) -> Result<ExitCode> {
    let Some((name, what, usual, perform)) = KNOWN.iter().find(|(known, ..)| *known == name) else {
        eprintln!("{}", unknown("torture", name, &KNOWN.iter().map(|entry| entry.0).collect::<Vec<_>>()));
        return Ok(ExitCode::from(2));
    };
    let times = times.unwrap_or(*usual);
    println!("torture {name}: {what}, {times} times");
    perform(repo, times)?;
    Ok(ExitCode::SUCCESS)
}
