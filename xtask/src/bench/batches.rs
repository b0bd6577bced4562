//! P3 of the quality goals, and a gate's month without signal: touches in batches.
//!
//! Invariant: what the batches' answers said was accepted is what is stored, and the kept counts equal a recount.

use super::{Row, ground::Ground, machine, peer::Peer};
use crate::{
    build::Mode,
    load::{Client, Database, Partner, Program, Running, Stored, World, answers, median, send_batch, server_program},
    pg::Cluster,
    process,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Result, anyhow, bail};
use domain::touch::wire::{BATCH_ITEMS_MAX, Outcome, TouchItem};
use std::thread;

const TECHNICIANS: u32 = 20_000;
/// Partner systems at once, and connections of the peer.
const CLIENTS: usize = 2;
/// Batches of each in a pair.
const BATCHES: usize = 6;
const PAIRS: usize = 5;
/// Of so many items one was sent before.
const AGAIN_OF: usize = 20;
/// What a phone may hold when it comes back, and how many it sends at once.
const QUEUED: usize = 20_000;
const GATE_BATCH: usize = 200;
/// What sending them may take, seconds.
const QUEUED_SECONDS_MAX: f64 = 20.0;

/// `bench batches`.
pub fn measure(repo: &Repo) -> Result<Vec<Row>> {
    let setup = Setup::new(repo);
    let server = server_program(repo, &setup, Mode::Release)?;
    let ground = Ground::make()?;
    println!("machine: {}", machine::describe()?);
    println!("disk: {}", super::peer::disk(ground.folder())?);
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
        let program = Program::new(server.clone(), crate::site_dir(repo), ground.folder().join(name), database)?;
        let seeded = program.seed(TECHNICIANS, 0)?;
        super::enforce_durability(&program)?;
        let before = program.stored()?;
        let running = program.start()?;
        let (row, partners) = batches(&program, &running, &seeded, &peer, suffix)?;
        rows.push(row);
        let (row, gate) = queued(&program, &running, suffix)?;
        rows.push(row);
        running.stop()?;
        compare(before, program.stored()?, partners + gate)?;
    }
    Ok(rows)
}

/// P3: partners' batches beside `COPY` of as many rows into a table with the same keys.
fn batches(program: &Program, server: &Running, seeded: &str, peer: &Peer, suffix: &str) -> Result<(Row, u64)> {
    let mut partner = Partner::register(program, server, seeded, usize::MAX)?;
    let (mut ours, mut peers, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut accepted = 0;
    // The first pair warms both sides and is not counted.
    for pair in 0..=PAIRS {
        let mut loads: Vec<Vec<Vec<TouchItem>>> = Vec::with_capacity(CLIENTS);
        for _ in 0..CLIENTS {
            let load = (0..BATCHES).map(|_| partner.items(fresh())).collect::<Result<_>>()?;
            loads.push(with_repeats(load));
        }
        let theirs = peer.copies(&loads)?;
        let requests: Vec<Vec<Vec<u8>>> =
            loads.iter().map(|load| load.iter().map(|batch| partner.request(batch)).collect()).collect();
        let items: usize = loads.iter().flatten().map(Vec::len).sum();
        let start = process::now();
        accepted += send_all(server.port(), &requests)?;
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let rate = items as f64 / start.elapsed().as_secs_f64();
        let mark = if pair == 0 { "warm-up, not counted" } else { "" };
        println!("pair {pair}: ours {rate:7.0}/s  COPY {theirs:7.0}/s  ratio {:.3}  {mark}", rate / theirs);
        if pair > 0 {
            ours.push(rate);
            peers.push(theirs);
            ratios.push(rate / theirs);
        }
    }
    let row = Row {
        metric: format!("batch_{BATCH_ITEMS_MAX}{suffix}"),
        unit: "touches/s".to_owned(),
        ours: median(&ours),
        peer: median(&peers),
        ratio: median(&ratios),
    };
    Ok((row, accepted))
}

/// How many touches of a batch were not sent before.
const fn fresh() -> usize {
    BATCH_ITEMS_MAX as usize - BATCH_ITEMS_MAX as usize / AGAIN_OF
}

/// Fills every batch with touches of the one before; the first with its own.
fn with_repeats(load: Vec<Vec<TouchItem>>) -> Vec<Vec<TouchItem>> {
    let again = BATCH_ITEMS_MAX as usize / AGAIN_OF;
    let repeats: Vec<Vec<TouchItem>> = (0..load.len())
        .map(|at| load.get(at.saturating_sub(1)).into_iter().flatten().take(again).cloned().collect())
        .collect();
    load.into_iter().zip(repeats).map(|(batch, more)| batch.into_iter().chain(more).collect()).collect()
}

fn send_all(port: u16, requests: &[Vec<Vec<u8>>]) -> Result<u64> {
    thread::scope(|scope| {
        let one = |load: &Vec<Vec<u8>>| -> Result<u64> {
            let mut client = Client::new(port);
            load.iter().map(|request| send_batch(&mut client, request)).sum()
        };
        let threads: Vec<_> = requests.iter().map(|load| scope.spawn(move || one(load))).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a partner broke"))?).sum()
    })
}

/// One phone that comes back with a full queue and sends it as the gate does, batch after batch.
fn queued(program: &Program, server: &Running, suffix: &str) -> Result<(Row, u64)> {
    let mut world = World::enrol(program, server, 1)?;
    let taps = (0..QUEUED).map(|_| world.tap(0)).collect::<Result<Vec<_>>>()?;
    let requests = taps.chunks(GATE_BATCH).map(|batch| world.request(batch)).collect::<Result<Vec<_>>>()?;
    let mut told = 0;
    let start = process::now();
    let mut client = Client::new(server.port());
    for request in &requests {
        let answered = answers(&client.ask(request)?)?.answers;
        if let Some(answer) = answered.iter().find(|answer| answer.outcome != Outcome::Accepted) {
            bail!("touch {:?} was answered {:?} {:?}", answer.id, answer.outcome, answer.code);
        }
        told += answered.len() as u64;
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{QUEUED} queued touches in requests of {GATE_BATCH}: {seconds:.1} s");
    let row = Row {
        metric: format!("queued_{QUEUED}{suffix}"),
        unit: "s (peer: what it may take; at most 1.0)".to_owned(),
        ours: seconds,
        peer: QUEUED_SECONDS_MAX,
        ratio: seconds / QUEUED_SECONDS_MAX,
    };
    Ok((row, told))
}

fn compare(before: Stored, after: Stored, acknowledged: u64) -> Result<()> {
    let stored = after.touches - before.touches;
    println!("acknowledged {acknowledged}, stored {stored}; differing counts {}", after.differences);
    if stored != acknowledged || after.differences > 0 || after.touches != after.touches_in_records {
        bail!("acknowledged and stored differ, or counts differ from a recount");
    }
    Ok(())
}
