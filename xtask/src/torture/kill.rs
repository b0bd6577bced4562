//! kill -9 of the server, or of the database under it, in the middle of ingest.
//!
//! Invariant: a kill counts only with at least 64 requests in flight and at least 100 touches acknowledged since the one
//! before. Gates keep what is not acknowledged and send it again, as their queues do; at the end every acknowledged touch
//! is sent once more, and one that is not answered `duplicate` had been lost.

use super::gates::{Gates, Shared};
use crate::{
    build::Mode,
    load::{Chance, Database, Program, Stored, World, server_program},
    pg::Cluster,
    process,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Result, bail};
use std::{collections::HashSet, path::Path, thread, time::Duration};

/// More than must be in flight, so that they are at nearly every moment.
const GATES: usize = 96;
const IN_FLIGHT_MIN: u32 = 64;
const ACKNOWLEDGED_MIN: u64 = 100;
/// A kill comes this long after its condition is first met, at the most.
const DELAY_MS_MAX: u64 = 1_200;
/// How long a server may take to acknowledge so many.
const INGEST_LIMIT: Duration = Duration::from_mins(1);
const TECHNICIANS: u32 = 2_000;

/// What is killed.
enum Victim {
    /// The server, which is started again.
    Server,
    /// PostgreSQL, which is started again on what it had written; the server stays and finds back to it by itself.
    Database(Box<Cluster>),
}

/// On a SQLite file.
pub fn on_sqlite(repo: &Repo, amount: super::Amount) -> Result<()> {
    let setup = Setup::new(repo);
    super::with_folder(|folder| torture(repo, &setup, folder, Database::Sqlite, Victim::Server, amount.times))
}

/// On a private PostgreSQL, which is left running.
pub fn on_postgres(repo: &Repo, amount: super::Amount) -> Result<()> {
    let setup = Setup::new(repo);
    let cluster = Cluster::start(&setup)?;
    let database = Database::Postgres(cluster.url("postgres"));
    super::with_folder(|folder| torture(repo, &setup, folder, database, Victim::Server, amount.times))
}

/// The database instead of the server.
pub fn of_database(repo: &Repo, amount: super::Amount) -> Result<()> {
    let setup = Setup::new(repo);
    let cluster = Cluster::start(&setup)?;
    let database = Database::Postgres(cluster.url("postgres"));
    let victim = Victim::Database(Box::new(cluster));
    super::with_folder(|folder| torture(repo, &setup, folder, database, victim, amount.times))
}

/// One kill as it happened.
struct Kill {
    in_flight: u32,
    acknowledged: u64,
    ready_again_s: f64,
}

fn torture(
    repo: &Repo,
    setup: &Setup,
    folder: &Path,
    database: Database,
    mut victim: Victim,
    times: u32,
) -> Result<()> {
    let binary = server_program(repo, setup, Mode::Debug)?;
    let program = Program::new(binary, crate::site_dir(repo), folder.join("data"), database)?;
    program.seed(TECHNICIANS, 0)?;
    let before = program.stored()?;
    let server = program.start()?;
    let start = process::now();
    let gates = Gates::new(World::enrol(&program, &server, GATES)?, server.port(), folder)?;
    let shared = Shared::default();

    let (kills, told) = thread::scope(|scope| -> Result<_> {
        let devices = gates.start(scope, &shared);
        let kills = kill_again_and_again(&program, setup, &mut victim, server, &shared, times);
        shared.end();
        let told = devices.into_iter().map(|device| device.join().map_err(|_| anyhow::anyhow!("a gate broke"))?);
        let told: Vec<_> = told.collect::<Result<_>>()?;
        Ok((kills?, told))
    })?;
    let (kills, server) = kills;
    let told: Vec<_> = told.into_iter().flatten().collect();
    print(&kills);
    let seconds = start.elapsed().as_secs_f64();
    println!("{times} kills in {seconds:.0} s; all queues are empty: {} touches acknowledged", told.len());

    let missing = gates.ask_again(&told)?;
    server.stop()?;
    let ids: HashSet<_> = told.iter().map(|tap| tap.id).collect();
    let people_days: HashSet<_> = told.iter().map(crate::load::Tap::record).collect();
    judge(before, program.stored()?, &shared, [ids.len(), people_days.len(), missing])
}

fn kill_again_and_again(
    program: &Program,
    setup: &Setup,
    victim: &mut Victim,
    first: crate::load::Running,
    shared: &Shared,
    times: u32,
) -> Result<(Vec<Kill>, crate::load::Running)> {
    let mut server = first;
    let mut chance = Chance::new()?;
    let mut kills = Vec::new();
    for _ in 0..times {
        let from = shared.acknowledged();
        wait_until(|| shared.acknowledged() >= from + ACKNOWLEDGED_MIN && shared.in_flight() >= IN_FLIGHT_MIN, shared)?;
        thread::sleep(Duration::from_millis(chance.below(DELAY_MS_MAX)));
        wait_until(|| shared.in_flight() >= IN_FLIGHT_MIN, shared)?;
        let in_flight = shared.in_flight();
        let down = process::now();
        let acknowledged = match victim {
            Victim::Server => {
                server.kill()?;
                let acknowledged = shared.acknowledged() - from;
                server = program.start()?;
                acknowledged
            }
            Victim::Database(cluster) => {
                cluster.kill()?;
                let until = shared.acknowledged();
                cluster.start_again(setup)?;
                wait_until(|| shared.acknowledged() > until, shared)?;
                until - from
            }
        };
        kills.push(Kill { in_flight, acknowledged, ready_again_s: down.elapsed().as_secs_f64() });
    }
    Ok((kills, server))
}

fn wait_until(reached: impl Fn() -> bool, shared: &Shared) -> Result<()> {
    let start = process::now();
    while !reached() {
        if let Some(fault) = shared.fault() {
            bail!("{fault}");
        }
        if start.elapsed() > INGEST_LIMIT {
            bail!(
                "in {} s only {} touches were acknowledged and {} requests were in flight",
                INGEST_LIMIT.as_secs(),
                shared.acknowledged(),
                shared.in_flight()
            );
        }
        thread::sleep(Duration::from_micros(200));
    }
    Ok(())
}

fn print(kills: &[Kill]) {
    println!("{:>5} {:>10} {:>26} {:>14}", "kill", "in flight", "acknowledged since the last", "ready again s");
    for (at, kill) in kills.iter().enumerate() {
        println!("{:>5} {:>10} {:>26} {:>14.2}", at + 1, kill.in_flight, kill.acknowledged, kill.ready_again_s);
    }
}

fn judge(before: Stored, after: Stored, shared: &Shared, of: [usize; 3]) -> Result<()> {
    let [acknowledged, people_days, missing] = of;
    let stored = after.touches - before.touches;
    let records = after.records - before.records;
    let in_records = after.touches_in_records - before.touches_in_records;
    println!("committed but not told before a kill, told when sent again: {}", shared.told_late());
    println!("{:<38} {:>10}", "acknowledged, sent again: not known", missing);
    println!("{:<38} {:>10} {:>10}", "touches acknowledged, stored", acknowledged, stored);
    println!("{:<38} {:>10} {:>10}", "touches in history records, stored", in_records, stored);
    println!("{:<38} {:>10} {:>10}", "person-days sent, records stored", people_days, records);
    println!("{:<38} {:>10}", "kept counts that differ from a recount", after.differences);
    let (acknowledged, people_days) = (u64::try_from(acknowledged)?, u64::try_from(people_days)?);
    let good = missing == 0
        && stored == acknowledged
        && in_records == stored
        && records == people_days
        && after.differences == 0;
    if !good {
        bail!("something was lost, doubled or miscounted");
    }
    println!("0 lost, 0 doubled, counts equal the recount");
    Ok(())
}
