//! The steps of `cargo xtask test`, in order: quick and cheap first.
//!
//! Invariant: server-side and browser crates never stand in one cargo command, because cargo would unify their features.

use super::{Ground, Step, counts, counts::Counts};
use crate::{build, pg, process, repo::Repo, setup::WASM, tidy, torture};
use anyhow::{Context, Result, anyhow, bail};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    thread,
};

/// Compiled for the browser, each by itself.
const BROWSER: &[&str] = &["frontend", "gate"];

/// Programs of their own: in one command with the server their libraries' features would become the server's.
const APART: &[&str] = &["pages"];

/// Kills of the server that the test command makes.
const KILLS: u32 = 50;
/// Room in memory, in MB, for the databases of tests.
const IN_MEMORY_MIN_MB: u64 = 6_000;
/// And of the database under it.
const DATABASE_KILLS: u32 = 5;
/// Kills of the gate's tab.
const TAB_KILLS: u32 = 10;
/// Orders, and touches in each.
const ORDERS: (u32, u32) = (3, 2_000);

/// All steps.
pub fn all() -> Vec<Step> {
    vec![
        Step { name: "fmt", what: "formatting", perform: fmt },
        Step { name: "tidy", what: "rules of the house", perform: tidy_rules },
        Step { name: "clippy", what: "lints, server side and browser side", perform: clippy },
        Step { name: "unit", what: "unit and integration tests, SQLite and PostgreSQL", perform: unit },
        Step { name: "build", what: "server and site", perform: build_all },
        Step { name: "support", what: "the second implementations the browser tests lean on", perform: support },
        Step { name: "e2e", what: "end-to-end tests in Chromium", perform: e2e },
        Step { name: "kill", what: "nothing acknowledged is lost by kill -9", perform: kill },
        Step { name: "shuffle", what: "the same touches in other orders come to the same", perform: shuffle },
        Step { name: "tab", what: "nothing received at the gate is lost by kill -9 of its tab", perform: tab },
    ]
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
    let repo = ground.repo;
    let start = |arguments: &[&str]| {
        let mut cargo = toolchain.cargo();
        cargo.current_dir(&repo.root).args([verb, "--locked", "--quiet"]).args(arguments);
        cargo
    };
    // The two sides share nothing but the processors, which each leaves idle while its largest crate is compiled.
    let front = repo.target_dir.join("front");
    thread::scope(|scope| {
        let browser = scope.spawn(|| {
            let lint = |package: &&str| {
                let mut browser = start(&["-p", package, "--lib", "--target", WASM, "--target-dir"]);
                one(process::run(browser.arg(&front).args(deny)))
            };
            BROWSER.iter().map(lint).fold(Counts::default(), |sum, counts| sum + counts)
        });
        let mut server = start(&["--all-targets"]);
        server.args(packages(&server_side(repo))).args(deny);
        let mut passed = one(process::run(&mut server));
        for package in APART {
            let mut apart = start(&["--all-targets", "-p", package]);
            passed = passed + one(process::run(apart.args(deny)));
        }
        let browser = browser.join().map_err(|_| anyhow!("the lints of the browser's side broke"))?;
        Ok(passed + browser)
    })
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
    let folder = quick_folder();
    println!("databases of the tests are in {}", folder.display());
    let cluster = pg::Cluster::start_in(&ground.setup, &folder)?;
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
        cargo.env("TMPDIR", &folder);
        sum = sum + counted(&mut cargo)?;
    }
    if sum == Counts::default() {
        bail!("not one test was run");
    }
    Ok(sum)
}

/// Where databases that last as long as a test lie: in memory where there is room, which spares the disk a thousand
/// registers. What a power cut leaves is not theirs to tell but the tortures', whose registers lie on the disk.
fn quick_folder() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let mut df = Command::new("df");
    let free = process::capture(df.args(["--block-size=1M", "--output=avail"]).arg(memory));
    let free = free.ok().and_then(|text| text.lines().nth(1)?.trim().parse::<u64>().ok());
    if free.is_some_and(|free| free >= IN_MEMORY_MIN_MB) { memory.to_path_buf() } else { std::env::temp_dir() }
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
    let site = crate::built_site(ground.repo)?;
    let folder = ground.repo.root.join("end2end");
    let report = folder.join("test-results/report.json");
    let _ = fs::remove_file(&report);
    let mut playwright = Command::new(modules.join(".bin/playwright"));
    playwright.current_dir(&folder).args(["test", "--reporter=list,json"]);
    playwright.env("SERVER_BIN", &server).env("SITE_DIR", site).env("CHROMIUM", chromium);
    playwright.env("TMPDIR", quick_folder());
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
    Ok(tortured(ground, "kill", KILLS, None)? + tortured(ground, "kill-database", DATABASE_KILLS, None)?)
}

fn shuffle(ground: &Ground) -> Result<Counts> {
    let (orders, touches) = ORDERS;
    Ok(tortured(ground, "shuffle", orders, Some(touches))?
        + tortured(ground, "shuffle-postgres", orders, Some(touches))?)
}

fn tab(ground: &Ground) -> Result<Counts> {
    tortured(ground, "tab", TAB_KILLS, None)
}

fn tortured(ground: &Ground, name: &str, times: u32, touches: Option<u32>) -> Result<Counts> {
    let code = torture::torture(ground.repo, name, Some(times), touches)?;
    Ok(if code == ExitCode::SUCCESS { Counts::PASSED } else { Counts::FAILED })
}
