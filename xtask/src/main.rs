//! `cargo xtask`: set-up, build, run, test, rules of the house, benchmarks and torture.
//!
//! Invariant: nothing here knows a rule of the product; it only starts programs, copies files and counts.
//! The verbs and their options are a stable interface (README.md); everything behind them may change.

mod assets;
mod bench;
mod build;
mod load;
mod pg;
mod postcodes;
mod process;
mod repo;
mod run;
mod setup;
mod test;
mod tidy;
mod torture;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Set-up, build, run and test of this repository")]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Sets up what is missing, builds everything and becomes the server.
    Run(run::Options),
    /// Builds the server and the site; leaves `target/{debug,release}/server` and `target/site`.
    Build {
        /// Optimised server and wasm, with compressed files beside the plain ones.
        #[arg(long)]
        release: bool,
    },
    /// Every check there is; the last line is `N passed, N failed`.
    Test {
        /// Only this step.
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// The rules of the house that no compiler knows.
    Tidy,
    /// Derives design tokens and icons from their npm packages into `style/`.
    Assets,
    /// Derives `data/postcodes.tsv.br` from an unpacked registry package.
    Postcodes {
        /// Where `jpostcode_rs` was unpacked.
        from: PathBuf,
    },
    /// Measures; the last line is JSON with `--json`.
    Bench {
        /// Which measurement.
        name: String,
        /// Print the rows as one line of JSON at the end.
        #[arg(long)]
        json: bool,
    },
    /// Breaks things on purpose and counts what is lost.
    Torture {
        /// Which torture.
        name: String,
        /// How often.
        #[arg(long)]
        times: Option<u32>,
        /// With how many touches (`shuffle`).
        #[arg(long)]
        touches: Option<u32>,
    },
    /// Starts a private PostgreSQL, prints its address and keeps it until the end of this process.
    Postgres,
    /// Sets up what is missing for everything, and prints what is there.
    Setup {
        /// Also what releases and browser tests need.
        #[arg(long)]
        all: bool,
    },
}

fn main() -> ExitCode {
    match perform(Arguments::parse().verb) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(verb: Verb) -> Result<ExitCode> {
    let repo = repo::Repo::find()?;
    match verb {
        Verb::Run(options) => run::run(&repo, &options).map(|never| match never {}),
        Verb::Build { release } => build::build(&repo, &setup::Setup::new(&repo), release.into()).map(done),
        Verb::Test { only } => Ok(test::test(&repo, only.as_deref())),
        Verb::Tidy => tidy::tidy(&repo),
        Verb::Postcodes { from } => postcodes::derive(&repo, &from).map(done),
        Verb::Assets => assets::derive(&repo, &setup::Setup::new(&repo)).map(done),
        Verb::Bench { name, json } => bench::bench(&repo, &name, json),
        Verb::Torture { name, times, touches } => torture::torture(&repo, &name, times, touches),
        Verb::Postgres => pg::keep(&repo).map(done),
        Verb::Setup { all } => setup::Setup::new(&repo).everything(all).map(done),
    }
}

fn done(_: impl Sized) -> ExitCode {
    ExitCode::SUCCESS
}

/// Where the served files lie, relative to the target folder.
const SITE: &str = "site";

fn site_dir(repo: &repo::Repo) -> PathBuf {
    repo.target_dir.join(SITE)
}

/// The served files for a browser's tests, which say nothing of worth about pages without their scripts.
/// Errors: the site or its gate was not built.
fn built_site(repo: &repo::Repo) -> anyhow::Result<PathBuf> {
    let site = site_dir(repo);
    if ["pkg/careerup.wasm", "gate/index.html"].iter().all(|file| site.join(file).exists()) {
        return Ok(site);
    }
    anyhow::bail!("{} is not whole: cargo xtask build", site.display())
}
