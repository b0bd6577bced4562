//! The steps of `cargo xtask test`, in order: quick and cheap first.
//!
//! Invariant: server-side and browser crates never stand in one cargo command, because cargo would unify their features.

use super::{Ground, Step, counts, counts::Counts};
use crate::{build, pg, process, repo::Repo, setup::WASM, tidy, torture};
use anyhow::{Context, Result, anyhow, bail};
use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Command, ExitCode, Stdio},
};

/// Compiled for the browser, each by itself.
const BROWSER: &[&str] = &["frontend", "gate"];

/// Programs of their own: in one command with the server their libraries' features would become the server's.
const APART: &[&str] = &["pages"];

/// Kills of the server that the test command makes.
const KILLS: u32 = 20;

/// All steps.
pub fn all() -> Vec<Step> {
    let mut steps = vec![
        Step { name: "fmt", what: "formatting", perform: fmt },
        Step { name: "tidy", what: "rules of the house", perform: tidy_rules },
        Step { name: "clippy", what: "lints, server side and browser side", perform: clippy },
        Step { name: "unit", what: "unit and integration tests, SQLite and PostgreSQL", perform: unit },
        Step { name: "build", what: "server and site", perform: build_all },
        Step { name: "support", what: "the second implementations the browser tests lean on", perform: support },
        Step { name: "e2e", what: "end-to-end tests in Chromium", perform: e2e },
    ];
    if torture::KNOWN.iter().any(|(name, ..)| *name == "kill") {
        steps.push(Step { name: "kill", what: "nothing acknowledged is lost by kill -9", perform: kill });
    }
    steps
}

fn fmt(ground: &Ground) -> Result<Counts> {
    let mut cargo = Command::new("cargo");
    process::run(cargo.current_dir(&ground.repo.root).args(["fmt", "--all", "--check"]))?;
    Ok(Counts::PASSED)
}

fn tidy_rules(ground: &Ground) -> Result<Counts> {
    tidy::check_all(ground.repo)
}

fn clippy(ground: &Ground) -> Result<Counts> {
    let toolchain = ground.setup.toolchain()?;
    // Where every compile of our own crates is clippy's (`.ci/run`), the lints are had with the programs the next steps
    // need, and no library is compiled a second time for being looked at only.
    let (verb, deny): (_, &[&str]) =
        if process::is_linting() { ("build", &[]) } else { ("clippy", &["--", "-D", "warnings"]) };
    let start = |arguments: &[&str]| {
        let mut cargo = toolchain.cargo();
        cargo.current_dir(&ground.repo.root).args([verb, "--locked", "--quiet"]).args(arguments);
        cargo
    };
    let mut server = start(&["--all-targets"]);
    server.args(packages(&server_side(ground.repo))).args(deny);
    let mut passed = one(process::run(&mut server));
    for package in APART {
        let mut apart = start(&["--all-targets", "-p", package]);
        passed = passed + one(process::run(apart.args(deny)));
    }
    for package in BROWSER {
        let mut browser = start(&["-p", package, "--lib", "--target", WASM, "--target-dir"]);
        browser.arg(ground.repo.target_dir.join("front")).args(deny);
        passed = passed + one(process::run(&mut browser));
    }
    Ok(passed)
}

fn one(result: Result<()>) -> Counts {
    match result {
        Ok(()) => Counts::PASSED,
        Err(error) => {
            eprintln!("{error:#}");
            Counts::FAILED
        }
    }
}

fn server_side(repo: &Repo) -> Vec<String> {
    let names = repo.members.iter().map(|member| member.name.clone());
    names.filter(|name| !BROWSER.contains(&name.as_str()) && !APART.contains(&name.as_str())).collect()
}

fn packages(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().flat_map(|name| ["-p", name])
}

fn unit(ground: &Ground) -> Result<Counts> {
    let toolchain = ground.setup.toolchain()?;
    let cluster = pg::Cluster::start(&ground.setup)?;
    let mut sum = Counts::default();
    // The gate's own logic is tested on this machine too; by itself, because its features are the browser's.
    for names in [server_side(ground.repo), vec!["gate".to_owned()], vec!["pages".to_owned()]] {
        let mut cargo = toolchain.cargo();
        cargo.current_dir(&ground.repo.root);
        if process::find("cargo-nextest").is_some() {
            cargo.args(["nextest", "run", "--no-fail-fast", "--no-tests", "pass"]);
            cargo.args(["--status-level", "fail", "--final-status-level", "fail", "--hide-progress-bar"]);
        } else {
            cargo.args(["test", "--no-fail-fast", "--tests"]);
        }
        cargo.arg("--locked").args(packages(&names));
        cargo.env("TEST_DATABASES", "sqlite,postgres").env("TEST_POSTGRES_URL", cluster.url("postgres"));
        sum = sum + counted(&mut cargo)?;
    }
    if sum == Counts::default() {
        bail!("not one test was run");
    }
    Ok(sum)
}

/// Runs tests, showing what they print, and counts by their summaries.
fn counted(tests: &mut Command) -> Result<Counts> {
    println!("$ {}", process::line(tests));
    // nextest writes its summary to standard error, cargo test to standard output: read both as one.
    let (reader, writer) = std::io::pipe()?;
    tests.stdout(writer.try_clone()?).stderr(writer).stdin(Stdio::null());
    let mut child = tests.spawn().with_context(|| format!("cannot start: {}", process::line(tests)))?;
    // The command keeps its ends of the pipe open: without this the reader would wait for ever.
    tests.stdout(Stdio::null()).stderr(Stdio::null());
    let mut sum: Option<Counts> = None;
    for line in BufReader::new(reader).lines() {
        let line = line?;
        println!("{line}");
        if let Some(counts) = counts::of_line(&line) {
            sum = Some(sum.unwrap_or_default() + counts);
        }
    }
    let status = child.wait()?;
    let sum = sum.unwrap_or_default();
    if !status.success() && sum.failed == 0 {
        // It did not compile, or stopped before its summary.
        return Ok(sum + Counts::FAILED);
    }
    Ok(sum)
}

fn build_all(ground: &Ground) -> Result<Counts> {
    match build::linted_server(ground.repo) {
        Some(_) => build::site(ground.repo, &ground.setup, build::Mode::Debug).map(drop)?,
        None => build::build(ground.repo, &ground.setup, build::Mode::Debug).map(drop)?,
    }
    Ok(Counts::PASSED)
}

fn support(ground: &Ground) -> Result<Counts> {
    ground.setup.node_packages()?;
    let mut npm = Command::new("npm");
    npm.current_dir(ground.repo.root.join("end2end")).args(["run", "--silent", "support"]);
    npm.env("CHROMIUM", ground.setup.chromium()?);
    let counts = counted(&mut npm)?;
    if counts.passed == 0 {
        bail!("not one test was run");
    }
    Ok(counts)
}

fn e2e(ground: &Ground) -> Result<Counts> {
    let modules = ground.setup.node_packages()?;
    let chromium = ground.setup.chromium()?;
    let server = ground.repo.target_dir.join("debug/server");
    if !server.exists() {
        bail!("{} is not there: cargo xtask build", server.display());
    }
    let folder = ground.repo.root.join("end2end");
    let report = folder.join("test-results/report.json");
    let _ = fs::remove_file(&report);
    let mut playwright = Command::new(modules.join(".bin/playwright"));
    playwright.current_dir(&folder).args(["test", "--reporter=list,json"]);
    playwright.env("SERVER_BIN", &server).env("SITE_DIR", crate::site_dir(ground.repo)).env("CHROMIUM", chromium);
    playwright.env("E2E_PORT", pg::free_port()?.to_string()).env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    let ended = process::run(&mut playwright);
    let text = fs::read_to_string(&report).map_err(|_| anyhow!("playwright wrote no report"))?;
    let counts = counts::of_playwright(&text)?;
    if counts.failed == 0 {
        ended?;
    }
    Ok(counts)
}

fn kill(ground: &Ground) -> Result<Counts> {
    let code = torture::torture(ground.repo, "kill", Some(KILLS))?;
    Ok(if code == ExitCode::SUCCESS { Counts::PASSED } else { Counts::FAILED })
}
