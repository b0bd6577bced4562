//! P5 of the quality goals: every kept count made anew from two million records, beside one plain GROUP BY of the same rows.
//!
//! Invariant: both sides read the same database in the same run, in turn, and the command must have counted every record; what it takes
//! is what it says itself, since a process that starts and connects is no part of the work.

use super::{Row, ground::Ground, machine, peer, peer::Peer};
use crate::{
    build::Mode,
    load::{Database, Program, server_program},
    pg::Cluster,
    process,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Context, Result, anyhow, bail};
use std::{path::Path, process::Command};

/// Records; `REBUILD_RECORDS` says another number for a trial.
const RECORDS: u32 = 2_000_000;
/// Records of a person, as in a month of work.
const PER_PERSON: u32 = 20;
/// Pairs, in turn; the middle ones count.
const PAIRS: usize = 3;
const LOGIN: &str = "bench-rebuild";
const DATABASE: &str = "rebuild";
/// One kept count, added up and thrown away.
const PLAIN: &str =
    "SELECT site_id, work_date, COUNT(*), SUM(approval) FROM history_record GROUP BY site_id, work_date";
/// The same by Python's driver of SQLite, which prints milliseconds.
const PYTHON: &str = "import sqlite3, sys, time\n\
    db = sqlite3.connect(sys.argv[1])\n\
    began = time.perf_counter()\n\
    rows = db.execute(sys.argv[2]).fetchall()\n\
    print((time.perf_counter() - began) * 1000)\n";

/// `bench rebuild`.
pub fn measure(repo: &Repo) -> Result<Vec<Row>> {
    let setup = Setup::new(repo);
    let server = server_program(repo, &setup, Mode::Release)?;
    let ground = Ground::make()?;
    println!("machine: {}", machine::describe()?);
    println!("disk: {}", peer::disk(ground.folder())?);
    let cluster = Cluster::start_in(&setup, &ground.open_folder("cluster")?)?;
    let peer = Peer::new(&setup, &cluster, ground.folder())?;
    peer.enforce_durability()?;
    let records: u32 = match process::variable("REBUILD_RECORDS") {
        Some(said) => said.parse().context("REBUILD_RECORDS is a number")?,
        None => RECORDS,
    };
    peer.sql("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
    let mut rows = Vec::new();
    for (name, database) in [("postgres", Database::Postgres(cluster.url(DATABASE))), ("sqlite", Database::Sqlite)] {
        println!("\n== {records} records on {name}");
        let folder = ground.folder().join(name);
        let program = Program::new(server.clone(), crate::site_dir(repo), folder.clone(), database)?;
        program.seed((records / PER_PERSON).max(1), records)?;
        program.ask(&["account", "create", "--role", "operator", "--login-id", LOGIN, "--name", LOGIN])?;
        let on_postgres = name == "postgres";
        if on_postgres {
            peer.sql(DATABASE, "VACUUM ANALYZE")?;
        }
        let (mut ours, mut plain) = (Vec::new(), Vec::new());
        for _ in 0..PAIRS {
            ours.push(ours_ms(&program, records)?);
            plain.push(if on_postgres {
                peer.timed(DATABASE, PLAIN, 1)?.first().copied().context("no time")?
            } else {
                in_python(&folder.join("careerup.db"))?
            });
        }
        let per_second = |of: &mut Vec<f64>| {
            println!("{of:.0?} ms");
            of.sort_by(f64::total_cmp);
            of.get(of.len() / 2).map_or(f64::NAN, |ms| f64::from(records) * 1_000.0 / ms)
        };
        let (ours, peer) = (per_second(&mut ours), per_second(&mut plain));
        rows.push(Row {
            metric: format!("rebuild_counts_{name}"),
            unit: "rows/s (peer: one plain GROUP BY, same rows)".to_owned(),
            ours,
            peer,
            ratio: ours / peer,
        });
    }
    Ok(rows)
}

/// Milliseconds in which every count was made anew, as the command says.
fn ours_ms(program: &Program, records: u32) -> Result<f64> {
    let said = program.ask(&["history", "rebuild", "--counts", "--login-id", LOGIN])?;
    let number = |what: &str| -> Result<u32> {
        let line = said.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(": "));
        line.and_then(|text| text.trim().parse().ok()).ok_or_else(|| anyhow!("no {what} in: {said}"))
    };
    let counted = number("records counted")?;
    if counted != records {
        bail!("{counted} records were counted, not {records}");
    }
    Ok(f64::from(number("milliseconds")?.max(1)))
}

fn in_python(database: &Path) -> Result<f64> {
    let mut python = Command::new("python3");
    python.args(["-c", PYTHON]).arg(database).arg(PLAIN);
    process::capture(&mut python)?.trim().parse().context("python3 told no time")
}
