//! Torture: breaking things on purpose, from outside, and counting what is lost.
//!
//! Invariant: a torture ends with the processes it started ended and its folders removed, and fails if one thing is lost.

mod gates;
mod kill;
mod shuffle;
mod tab;

use crate::{bench::unknown, repo::Repo};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// How much of it.
#[derive(Debug, Clone, Copy)]
pub struct Amount {
    /// How often.
    pub times: u32,
    /// With how many touches, where that is not up to the machine.
    pub touches: Option<u32>,
}

type Torture = fn(&Repo, Amount) -> Result<()>;

/// Name, what it does, how often unless told, how.
pub const KNOWN: &[(&str, &str, u32, Torture)] = &[
    ("kill", "kills the server (-9) in the middle of ingest, on SQLite", 20, kill::on_sqlite),
    ("kill-postgres", "kills the server (-9) in the middle of ingest, on PostgreSQL", 20, kill::on_postgres),
    ("kill-database", "kills PostgreSQL (-9) in the middle of ingest, the server stays", 20, kill::of_database),
    ("shuffle", "the same touches in other orders and batches, on SQLite", 20, shuffle::on_sqlite),
    ("shuffle-postgres", "the same touches in other orders and batches, on PostgreSQL", 20, shuffle::on_postgres),
    ("tab", "kills the gate's tab (-9), or its whole browser, while cards are read", 10, tab::kill),
];

/// Runs one torture; exit 2 for a name nobody knows.
pub fn torture(repo: &Repo, name: &str, times: Option<u32>, touches: Option<u32>) -> Result<ExitCode> {
    let Some((name, what, usual, perform)) = KNOWN.iter().find(|(known, ..)| *known == name) else {
        eprintln!("{}", unknown("torture", name, &KNOWN.iter().map(|entry| entry.0).collect::<Vec<_>>()));
        return Ok(ExitCode::from(2));
    };
    let times = times.unwrap_or(*usual);
    println!("torture {name}: {what}, {times} times");
    perform(repo, Amount { times, touches })?;
    Ok(ExitCode::SUCCESS)
}

/// A folder of a torture's own; what was found stays where it failed.
fn with_folder(perform: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let folder: PathBuf = std::env::temp_dir().join(format!("careerup-torture-{}", std::process::id()));
    fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    perform(&folder).with_context(|| format!("what was found is in {}", folder.display()))?;
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))
}
