//! The review queue with 50,000 open cases: server time of its page, beside a bare SELECT of the same rows.
//!
//! Invariant: measured at the client over this machine's loopback, so a figure holds the server's time and a little more.

use super::{Row, ground::Ground, machine, peer, peer::Peer};
use crate::{
    build::Mode,
    load::{Client, Database, Program, get, percentile, server_program},
    pg::Cluster,
    process,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Context, Result, bail};

/// Open cases; `QUEUE_CASES` says another number for a trial.
const CASES: u32 = 50_000;
/// Requests a page after a warm-up.
const REQUESTS: usize = 300;
const WARM_UP: usize = 20;
/// Pages: the whole queue, one narrowed by what is rare, the newest first.
const PAGES: [(&str, &str); 3] =
    [("queue", "/operator"), ("queue_mine", "/operator?mine=yes"), ("queue_newest", "/operator?order=newest")];
/// What the first page shows, and nothing around it.
const BARE: &str = "SELECT * FROM application WHERE state IN (2, 3) \
    ORDER BY (submitted_at - priority * 315360000000), id LIMIT 101";

/// `bench queue`.
pub fn measure(repo: &Repo) -> Result<Vec<Row>> {
    let setup = Setup::new(repo);
    let server = server_program(repo, &setup, Mode::Release)?;
    let ground = Ground::make()?;
    println!("machine: {}", machine::describe()?);
    println!("disk: {}", peer::disk(ground.folder())?);
    let cluster = Cluster::start_in(&setup, &ground.open_folder("cluster")?)?;
    let peer = Peer::new(&setup, &cluster, ground.folder())?;
    peer.enforce_durability()?;
    let cases = match process::variable("QUEUE_CASES") {
        Some(said) => said.parse().context("QUEUE_CASES is a number")?,
        None => CASES,
    };
    let mut rows = Vec::new();
    let mut bare = Vec::new();
    for (suffix, name) in [("", "postgres"), ("_sqlite", "sqlite")] {
        println!("\n== {cases} open cases on {name}");
        let database = if suffix.is_empty() {
            peer.sql("postgres", "CREATE DATABASE queue")?;
            Database::Postgres(cluster.url("queue"))
        } else {
            Database::Sqlite
        };
        let program = Program::new(server.clone(), crate::site_dir(repo), ground.folder().join(name), database)?;
        let cookie = program.seed_cases(cases)?;
        if suffix.is_empty() {
            peer.sql("queue", "VACUUM ANALYZE")?;
        }
        let running = program.start()?;
        for (metric, path) in PAGES {
            let mut times = one_page(running.port(), path, &cookie)?;
            if bare.is_empty() {
                bare = peer.timed("queue", BARE, REQUESTS)?;
            }
            for (share, of) in [("p50", 0.5), ("p95", 0.95)] {
                let (ours, peer) = (percentile(&mut times, of), percentile(&mut bare, of));
                println!("{metric:<14} {share} {ours:.2} ms, the bare SELECT {peer:.2} ms");
                rows.push(Row {
                    metric: format!("{metric}_{share}_50k{suffix}"),
                    unit: "ms (peer: a bare SELECT on PostgreSQL)".to_owned(),
                    ours,
                    peer,
                    ratio: ours / peer,
                });
            }
        }
        running.stop()?;
    }
    Ok(rows)
}

fn one_page(port: u16, path: &str, cookie: &str) -> Result<Vec<f64>> {
    let mut client = Client::new(port);
    let mut times = Vec::new();
    for at in 0..WARM_UP + REQUESTS {
        let request = get(path, &[format!("Cookie: {cookie}"), "Accept: text/html".to_owned()]);
        let start = process::now();
        let reply = client.ask(&request)?;
        let ms = start.elapsed().as_secs_f64() * 1_000.0;
        if reply.status != 200 {
            bail!("{path}: status {}", reply.status);
        }
        if at >= WARM_UP {
            times.push(ms);
        }
    }
    Ok(times)
}
