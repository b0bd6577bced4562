//! Clients that send prepared requests: in a closed loop, each as fast as it is answered, or at a fixed rate whatever the
//! answers do.
//!
//! Invariant: bodies are made before the clock starts; every acknowledgement is written down by the client that got it.

use super::{
    Client, Ledger,
    world::{Tap, World, answers},
};
use crate::process;
use anyhow::{Result, anyhow, bail};
use domain::{id::TouchId, touch::wire::Outcome};
use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

/// A request with one touch, made beforehand.
pub struct Ready {
    id: TouchId,
    bytes: Vec<u8>,
}

impl Ready {
    /// The next tap of a gate as a whole request.
    pub fn next(world: &mut World, gate: usize) -> Result<Self> {
        let tap: Tap = world.tap(gate)?;
        Ok(Self { id: tap.id, bytes: world.request(&[tap])? })
    }

    /// Sends it and makes sure that the answer is its own and says `accepted`.
    fn send(&self, client: &mut Client) -> Result<()> {
        let answered = answers(&client.ask(&self.bytes)?)?;
        let [answer] = answered.answers.as_slice() else { bail!("{} answers to one touch", answered.answers.len()) };
        if answer.id != Some(self.id) || answer.outcome != Outcome::Accepted {
            bail!("touch {} was answered {:?} {:?}", self.id, answer.outcome, answer.code);
        }
        Ok(())
    }
}

/// What a closed loop reached.
#[derive(Debug, Clone, Copy)]
pub struct Reached {
    /// Acknowledged and written down.
    pub acknowledged: u64,
    /// From the start to the last acknowledgement, seconds.
    pub seconds: f64,
}

/// Every device sends its requests one after the other, each after the answer to the one before, for `time`.
///
/// Errors: a device had too few requests prepared, or any answer that is no acknowledgement.
pub fn run_for(port: u16, devices: Vec<Vec<Ready>>, time: Duration, ledgers: &Path) -> Result<Reached> {
    let start = process::now();
    let end = start + time;
    let counts: Vec<Result<u64>> = thread::scope(|scope| {
        let threads: Vec<_> = devices
            .into_iter()
            .enumerate()
            .map(|(at, requests)| scope.spawn(move || one_device(port, at, &requests, end, ledgers)))
            .collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a device broke"))?).collect()
    });
    let seconds = start.elapsed().as_secs_f64();
    let acknowledged = counts.into_iter().sum::<Result<u64>>()?;
    Ok(Reached { acknowledged, seconds })
}

fn one_device(port: u16, at: usize, requests: &[Ready], end: Instant, ledgers: &Path) -> Result<u64> {
    let mut client = Client::new(port);
    let mut ledger = Ledger::open(ledgers, at)?;
    for request in requests {
        if process::now() >= end {
            return Ok(ledger.count());
        }
        request.send(&mut client)?;
        ledger.note(request.id)?;
    }
    bail!("device {at} had too few requests prepared: {}", requests.len())
}

/// How fast requests arrive.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// Requests a second.
    pub rate: u32,
    /// Connections that carry them; none is ever waited for while another is free.
    pub connections: usize,
    /// The first requests, which warm up and are not timed.
    pub warm_up: usize,
}

/// Sends the requests at the times their rate says. Gives each one's time from when it was due to its acknowledgement,
/// in milliseconds, so that a request that waits for a free connection has waited.
pub fn open_loop(port: u16, requests: &[Ready], arrival: Arrival, ledgers: &Path) -> Result<Vec<f64>> {
    let next = AtomicUsize::new(0);
    let start = process::now() + Duration::from_millis(200);
    let times: Vec<Result<Vec<f64>>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..arrival.connections)
            .map(|at| {
                let next = &next;
                scope.spawn(move || one_connection(port, at, requests, next, start, arrival, ledgers))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a connection broke"))?).collect()
    });
    let mut all = Vec::with_capacity(requests.len());
    for times in times {
        all.append(&mut times?);
    }
    Ok(all)
}

fn one_connection(
    port: u16,
    at: usize,
    requests: &[Ready],
    next: &AtomicUsize,
    start: Instant,
    arrival: Arrival,
    ledgers: &Path,
) -> Result<Vec<f64>> {
    let mut client = Client::new(port);
    let mut ledger = Ledger::open(ledgers, at)?;
    let mut times = Vec::new();
    loop {
        let turn = next.fetch_add(1, Ordering::Relaxed);
        let Some(request) = requests.get(turn) else { break };
        let due = start + Duration::from_secs(1) * u32::try_from(turn)? / arrival.rate;
        thread::sleep(due.saturating_duration_since(process::now()));
        request.send(&mut client)?;
        if turn >= arrival.warm_up {
            times.push(due.elapsed().as_secs_f64() * 1_000.0);
        }
        ledger.note(request.id)?;
    }
    Ok(times)
}
