//! The same touches in other orders, cut into other batches, some of them sent twice.
//!
//! Invariant: every order begins from a copy of one register, and ends with the same records and counts to the last digit,
//! which are what the records add up to.

use super::Amount;
use crate::{
    build::Mode,
    load::{Client, Database, Program, Tap, World, answers, server_program},
    pg::Cluster,
    process,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Context, Result, anyhow, bail};
use domain::touch::wire::Outcome;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
    thread,
};

const GATES: usize = 32;
const TECHNICIANS: u32 = 2_000;
const TOUCHES: u32 = 20_000;
/// A gate sends so many at once, at the most.
const BATCH_MAX: u64 = 200;
/// Of so many batches one is sent again at once, as where the answer was lost.
const AGAIN_OF: u64 = 10;
/// A touch that is told to be tried again is, so often.
const TRIES: usize = 50;

/// On SQLite files.
pub fn on_sqlite(repo: &Repo, amount: Amount) -> Result<()> {
    let setup = Setup::new(repo);
    super::with_folder(|folder| torture(repo, &setup, &Ground { folder, cluster: None }, amount))
}

/// On databases of a private PostgreSQL.
pub fn on_postgres(repo: &Repo, amount: Amount) -> Result<()> {
    let setup = Setup::new(repo);
    let cluster = Cluster::start(&setup)?;
    let psql = setup.postgres()?.join("psql");
    super::with_folder(|folder| torture(repo, &setup, &Ground { folder, cluster: Some((&cluster, &psql)) }, amount))
}

/// Where registers are made and copied.
struct Ground<'a> {
    folder: &'a Path,
    /// Absent: files.
    cluster: Option<(&'a Cluster, &'a Path)>,
}

impl Ground<'_> {
    fn data(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn database(&self, name: &str) -> Database {
        self.cluster.map_or(Database::Sqlite, |(cluster, _)| Database::Postgres(cluster.url(name)))
    }

    fn sql(&self, statement: &str) -> Result<()> {
        let Some((cluster, psql)) = self.cluster else { return Ok(()) };
        let mut psql = Command::new(psql);
        psql.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement]).arg(cluster.url("postgres"));
        process::capture(&mut psql).map(drop)
    }

    /// A register with what `from` has; nobody works on that.
    fn copy(&self, from: &str, to: &str) -> Result<()> {
        let (from_folder, to_folder) = (self.data(from), self.data(to));
        process::capture(Command::new("cp").arg("-r").args([&from_folder, &to_folder]))?;
        self.sql(&format!("CREATE DATABASE {to} TEMPLATE {from}"))
    }

    fn remove(&self, name: &str) -> Result<()> {
        fs::remove_dir_all(self.data(name)).with_context(|| format!("cannot remove {name}"))?;
        self.sql(&format!("DROP DATABASE {name}"))
    }
}

fn torture(repo: &Repo, setup: &Setup, ground: &Ground<'_>, amount: Amount) -> Result<()> {
    let binary = server_program(repo, setup, Mode::Debug)?;
    let program =
        |name: &str| Program::new(binary.clone(), crate::site_dir(repo), ground.data(name), ground.database(name));
    ground.sql("CREATE DATABASE begun")?;
    let begun = program("begun")?;
    begun.seed(TECHNICIANS, 0)?;
    let before = begun.stored()?;
    let server = begun.start()?;
    let mut world = World::enrol(&begun, &server, GATES)?;
    server.stop()?;
    let many = amount.touches.unwrap_or(TOUCHES);
    let taps: Vec<Tap> = (0..many).map(|at| world.tap(at as usize % GATES)).collect::<Result<_>>()?;

    let mut first: Option<String> = None;
    println!("{:>5} {:>9} {:>9} {:>9} {:>7}  digest", "order", "requests", "accepted", "again", "s");
    for order in 1..=amount.times {
        let name = format!("order_{order}");
        ground.copy("begun", &name)?;
        let program = program(&name)?;
        let server = program.start()?;
        let start = process::now();
        let sent = send_all(server.port(), &mut world, &taps)?;
        let seconds = start.elapsed().as_secs_f64();
        server.stop()?;
        let after = program.stored()?;
        let digest = program.digest()?;
        let short = digest.get(..16).unwrap_or(&digest);
        println!("{order:>5} {:>9} {:>9} {:>9} {seconds:>7.1}  {short}", sent.requests, sent.accepted, sent.duplicate);
        let stored = after.touches - before.touches;
        if stored != u64::from(many) || sent.accepted != u64::from(many) || after.differences > 0 {
            bail!(
                "of {many} touches {} were accepted, {stored} stored; {} counts differ",
                sent.accepted,
                after.differences
            );
        }
        match &first {
            None => first = Some(digest),
            Some(first) if *first == digest => {}
            Some(_) => bail!("order {order} came to other records or counts; see {}", ground.data(&name).display()),
        }
        ground.remove(&name)?;
    }
    println!("{many} touches in {} orders: the same records and counts each time, equal to the recount", amount.times);
    Ok(())
}

/// What was sent and answered in one order.
#[derive(Default)]
struct Sent {
    requests: u64,
    accepted: u64,
    duplicate: u64,
}

/// All touches in an order drawn anew, every gate by itself and all at once.
fn send_all(port: u16, world: &mut World, taps: &[Tap]) -> Result<Sent> {
    let gates = world.gates();
    let mut queues: Vec<Vec<Vec<Tap>>> = Vec::with_capacity(gates);
    for gate in 0..gates {
        let mut queue: Vec<Tap> = taps.iter().copied().filter(|tap| tap.gate() == gate).collect();
        shuffle(&mut queue, |end| world.below(end));
        queues.push(batches(&queue, |end| world.below(end)));
    }
    let world = Mutex::new(world);
    thread::scope(|scope| {
        let one = |queue| scope.spawn(|| send_batches(port, &world, queue));
        let threads: Vec<_> = queues.into_iter().map(one).collect();
        let mut all = Sent::default();
        for thread in threads {
            let sent = thread.join().map_err(|_| anyhow!("a gate broke"))??;
            all.requests += sent.requests;
            all.accepted += sent.accepted;
            all.duplicate += sent.duplicate;
        }
        Ok(all)
    })
}

/// Puts `all` into an order of chance (Fisher and Yates).
fn shuffle<T>(all: &mut [T], mut below: impl FnMut(u64) -> u64) {
    for at in (1..all.len()).rev() {
        let other = usize::try_from(below(at as u64 + 1)).unwrap_or_default();
        all.swap(at, other);
    }
}

/// Cuts into batches of any size; some of them stand twice, one after the other.
fn batches<T: Copy>(mut rest: &[T], mut below: impl FnMut(u64) -> u64) -> Vec<Vec<T>> {
    let mut all = Vec::new();
    while !rest.is_empty() {
        let size = usize::try_from(below(BATCH_MAX) + 1).unwrap_or(1).min(rest.len());
        let (batch, others) = rest.split_at(size);
        all.push(batch.to_vec());
        if below(AGAIN_OF) == 0 {
            all.push(batch.to_vec());
        }
        rest = others;
    }
    all
}

fn send_batches(port: u16, world: &Mutex<&mut World>, queue: Vec<Vec<Tap>>) -> Result<Sent> {
    let mut client = Client::new(port);
    let mut sent = Sent::default();
    for batch in queue {
        let mut waiting = batch;
        let mut tries = 0;
        while !waiting.is_empty() {
            tries += 1;
            if tries > TRIES {
                bail!("{} touches were told to try again {TRIES} times", waiting.len());
            }
            let request = world.lock().map_err(|_| anyhow!("another gate broke"))?.request(&waiting)?;
            let answered = answers(&client.ask(&request)?)?.answers;
            sent.requests += 1;
            if answered.len() != waiting.len() {
                bail!("{} answers to {} touches", answered.len(), waiting.len());
            }
            let mut again = Vec::new();
            for (tap, answer) in waiting.into_iter().zip(answered) {
                match answer.outcome {
                    Outcome::Accepted => sent.accepted += 1,
                    Outcome::Duplicate => sent.duplicate += 1,
                    Outcome::Retry => again.push(tap),
                    other => bail!("touch {} was answered {other:?}", tap.id),
                }
            }
            waiting = again;
        }
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Chance;

    #[test]
    fn nothing_is_left_out_of_an_order_and_all_of_it_stands_in_batches() {
        let mut chance = Chance::new().unwrap();
        let mut all: Vec<u32> = (0..2_000).collect();
        shuffle(&mut all, |end| chance.below(end));
        assert!(all.windows(2).any(|pair| pair[0] > pair[1]));
        let cut = batches(&all, |end| chance.below(end));
        assert!(cut.iter().all(|batch| !batch.is_empty() && batch.len() <= 200));
        let mut seen: Vec<u32> = cut.concat();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, (0..2_000).collect::<Vec<_>>());
    }
}
