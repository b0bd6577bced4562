//! `cargo xtask test`: every check there is, step by step.
//!
//! Invariant: a failed step never hides the next one, and the last line is `N passed, N failed` alone. A step that
//! cannot be set up has failed; nothing is skipped in silence.

mod counts;
mod steps;

use crate::{process, repo::Repo, setup::Setup};
use anyhow::Result;
pub use counts::Counts;
use std::{process::ExitCode, time::Duration};

/// What the steps share.
struct Ground<'a> {
    repo: &'a Repo,
    setup: Setup<'a>,
}

/// One step: a name to ask for it, and what it does.
struct Step {
    name: &'static str,
    what: &'static str,
    perform: fn(&Ground) -> Result<Counts>,
}

/// Runs all steps, or the one named; exit 2 for a name nobody knows.
pub fn test(repo: &Repo, only: Option<&str>) -> ExitCode {
    let all = steps::all();
    let chosen: Vec<&Step> = all.iter().filter(|step| only.is_none_or(|name| name == step.name)).collect();
    if chosen.is_empty() {
        let known: Vec<&str> = all.iter().map(|step| step.name).collect();
        eprintln!("{}", crate::bench::unknown("test", only.unwrap_or_default(), &known));
        return ExitCode::from(2);
    }
    let ground = Ground { repo, setup: Setup::new(repo) };
    let results: Vec<_> = chosen.into_iter().map(|step| perform(step, &ground)).collect();

    println!("\n{:<10} {:>8} {:>8} {:>9}", "step", "passed", "failed", "seconds");
    for (step, counts, time) in &results {
        println!("{:<10} {:>8} {:>8} {:>9.1}", step.name, counts.passed, counts.failed, time.as_secs_f64());
    }
    let sum = results.iter().fold(Counts::default(), |sum, (_, counts, _)| sum + *counts);
    println!("{sum}");
    if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn perform<'s>(step: &'s Step, ground: &Ground) -> (&'s Step, Counts, Duration) {
    println!("\n== {}: {}", step.name, step.what);
    let start = process::now();
    let counts = (step.perform)(ground).unwrap_or_else(|error| {
        eprintln!("{}: {error:#}", step.name);
        Counts::FAILED
    });
    let time = start.elapsed();
    println!("== {}: {counts}  ({:.1} s)", step.name, time.as_secs_f64());
    (step, counts, time)
}
