//! P1 and P2 of the quality goals: durable touches over HTTP, one request a touch, with real card URLs.
//!
//! Invariant: after each run the touches stored are exactly those acknowledged, and the kept counts equal a recount; a
//! run whose acknowledgements cannot be found again gives no number.

use super::{
    Row,
    ground::Ground,
    machine::{self, Usage},
    peer::{self, Peer},
};
use crate::{
    build::Mode,
    load::{
        Arrival, Database, Program, Ready, Running, Stored, World, median, open_loop, percentile, run_for,
        server_program,
    },
    pg::Cluster,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Result, bail};
use std::{fs, path::Path, time::Duration};

const DEVICES: usize = 64;
const PAIRS: usize = 5;
const PAIR_SECONDS: u64 = 6;
/// Enough for the fastest device: a device that runs out ends the run.
const REQUESTS_PER_DEVICE_SECOND: usize = 250;
const TECHNICIANS: u32 = 20_000;
/// Touches a second in the half hour before work, and with in and out together (99-quality.md).
const RATES: [u32; 2] = [775, 1_550];
const RATE_SECONDS: u32 = 15;
const WARM_UP_SECONDS: u32 = 3;
const CONNECTIONS: usize = 128;
/// What an acknowledgement may take: three fsyncs and this, milliseconds.
const OVER_FSYNC_MS: f64 = 5.0;

/// `bench touches`.
pub fn measure(repo: &Repo) -> Result<Vec<Row>> {
    let setup = Setup::new(repo);
    let server = server_program(repo, &setup, Mode::Release)?;
    let ground = Ground::make()?;
    println!("machine: {}", machine::describe()?);
    println!("disk: {}", peer::disk(ground.folder())?);
    let cluster = Cluster::start_in(&setup, &ground.open_folder("cluster")?)?;
    let peer = Peer::new(&setup, &cluster, ground.folder())?;
    peer.enforce_durability()?;

    let mut rows = Vec::new();
    for (suffix, name) in [("", "postgres"), ("_sqlite", "sqlite")] {
        println!("\n== ours on {name}");
        let database = if suffix.is_empty() {
            peer.sql("postgres", "CREATE DATABASE ours")?;
            Database::Postgres(cluster.url("ours"))
        } else {
            Database::Sqlite
        };
        let data = ground.folder().join(name);
        let program = Program::new(server.clone(), crate::site_dir(repo), data, database)?;
        rows.append(&mut one_database(&program, &peer, suffix)?);
    }
    Ok(rows)
}

fn one_database(program: &Program, peer: &Peer, suffix: &str) -> Result<Vec<Row>> {
    program.seed(TECHNICIANS, 0)?;
    super::enforce_durability(program)?;
    let before = program.stored()?;
    let server = program.start()?;
    let mut world = World::enrol(program, &server, DEVICES)?;
    let ledgers = program.data().join("ledgers");
    fs::create_dir(&ledgers)?;

    let mut rows = vec![closed_loop(&server, &mut world, peer, &ledgers, suffix)?];
    for rate in RATES {
        rows.push(at_rate(&server, &mut world, peer, &ledgers, (rate, suffix))?);
    }
    server.stop()?;
    compare(before, program.stored()?, written(&ledgers)?)?;
    Ok(rows)
}

/// P1: as many as are acknowledged, beside as many single-row INSERTs as are.
fn closed_loop(server: &Running, world: &mut World, peer: &Peer, ledgers: &Path, suffix: &str) -> Result<Row> {
    let (mut ours, mut peers, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    // The first run warms caches and prepared statements on both sides and is not counted.
    for pair in 0..=PAIRS {
        let theirs = peer.inserts(DEVICES, PAIR_SECONDS)?;
        let requests = prepare(world, usize::try_from(PAIR_SECONDS)? * REQUESTS_PER_DEVICE_SECOND)?;
        let usage = Usage::now(server)?;
        let reached = run_for(server.port(), requests, Duration::from_secs(PAIR_SECONDS), ledgers)?;
        let usage = Usage::now(server)?.since(&usage);
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let rate = reached.acknowledged as f64 / reached.seconds;
        let mark = if pair == 0 { "warm-up, not counted" } else { "" };
        println!("pair {pair}: ours {rate:7.0}/s  pgbench {theirs:7.0}/s  ratio {:.3}  {usage}  {mark}", rate / theirs);
        if pair > 0 {
            ours.push(rate);
            peers.push(theirs);
            ratios.push(rate / theirs);
        }
    }
    Ok(Row {
        metric: format!("touches_durable_{DEVICES}{suffix}"),
        unit: "touches/s".to_owned(),
        ours: median(&ours),
        peer: median(&peers),
        ratio: median(&ratios),
    })
}

fn prepare(world: &mut World, each: usize) -> Result<Vec<Vec<Ready>>> {
    (0..world.gates()).map(|gate| (0..each).map(|_| Ready::next(world, gate)).collect()).collect()
}

/// P2: what 99 of 100 acknowledgements take at a rate that does not wait for answers.
fn at_rate(server: &Running, world: &mut World, peer: &Peer, ledgers: &Path, of: (u32, &str)) -> Result<Row> {
    let (rate, suffix) = of;
    let fsync_before = peer.fdatasync_ms()?;
    let warm_up = usize::try_from(rate * WARM_UP_SECONDS)?;
    let many = warm_up + usize::try_from(rate * RATE_SECONDS)?;
    let gates = world.gates();
    let requests: Vec<Ready> = (0..many).map(|at| Ready::next(world, at % gates)).collect::<Result<_>>()?;
    let usage = Usage::now(server)?;
    let mut times = open_loop(server.port(), &requests, Arrival { rate, connections: CONNECTIONS, warm_up }, ledgers)?;
    let usage = Usage::now(server)?.since(&usage);
    let fsync = f64::midpoint(fsync_before, peer.fdatasync_ms()?);
    let (p50, p99) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
    let limit = 3.0 * fsync + OVER_FSYNC_MS;
    println!(
        "{rate}/s for {RATE_SECONDS} s: p50 {p50:.1} ms, p99 {p99:.1} ms, most {:.1} ms; fdatasync {fsync:.2} ms, limit {limit:.1} ms  {usage}",
        percentile(&mut times, 1.0)
    );
    Ok(Row {
        metric: format!("touches_p99_{rate}{suffix}"),
        unit: "ms (peer: 3 fsyncs + 5 ms; at most 1.0)".to_owned(),
        ours: p99,
        peer: limit,
        ratio: p99 / limit,
    })
}

/// How many acknowledgements the clients wrote down.
fn written(ledgers: &Path) -> Result<u64> {
    let mut lines = 0;
    for file in fs::read_dir(ledgers)? {
        lines += fs::read_to_string(file?.path())?.lines().count();
    }
    Ok(u64::try_from(lines)?)
}

fn compare(before: Stored, after: Stored, acknowledged: u64) -> Result<()> {
    let stored = after.touches - before.touches;
    println!(
        "acknowledged {acknowledged}, stored {stored}; records {}, differing counts {}",
        after.records - before.records,
        after.differences
    );
    if stored != acknowledged || after.differences > 0 || after.touches != after.touches_in_records {
        bail!("acknowledged and stored differ, or counts differ from a recount");
    }
    Ok(())
}
