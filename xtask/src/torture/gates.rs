//! Gates with queues: a touch leaves the queue on the server's receipt only.
//!
//! Invariant: a touch is written down as acknowledged by the gate that got the receipt, after it got it.

use crate::load::{Client, Ledger, Tap, World, answers};
use anyhow::{Result, anyhow, bail};
use domain::touch::wire::Outcome;
use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    thread::{self, Scope, ScopedJoinHandle},
    time::Duration,
};

/// Taps that came together at a gate, at the most: mostly single ones, sometimes a small queue.
const TOGETHER_MAX: u64 = 4;
/// While the server is away a gate tries again this often.
const TRY_AGAIN: Duration = Duration::from_millis(25);
const ASKED_AGAIN: usize = 200;

/// What all gates and the one who kills know together.
#[derive(Default)]
pub struct Shared {
    in_flight: AtomicU32,
    acknowledged: AtomicU64,
    told_late: AtomicU64,
    ending: AtomicBool,
    fault: Mutex<Option<String>>,
}

impl Shared {
    /// Requests sent whole whose answer has not come.
    pub fn in_flight(&self) -> u32 {
        self.in_flight.load(Ordering::SeqCst)
    }
    /// Touches acknowledged and written down.
    pub fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::SeqCst)
    }
    /// Touches first acknowledged as `duplicate`: recorded before a kill, whose answer the kill took away.
    pub fn told_late(&self) -> u64 {
        self.told_late.load(Ordering::SeqCst)
    }
    /// No more taps; queues are emptied.
    pub fn end(&self) {
        self.ending.store(true, Ordering::SeqCst);
    }
    /// What broke, if anything: a refusal where there was nothing to refuse.
    pub fn fault(&self) -> Option<String> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    fn broke(&self, fault: &anyhow::Error) {
        let mut first = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| format!("{fault:#}"));
    }
}

/// The gates of a torture.
pub struct Gates {
    world: Mutex<World>,
    many: usize,
    port: u16,
    folder: PathBuf,
}

impl Gates {
    /// Gates of `world` that speak to `port` and write down in `folder`.
    pub fn new(world: World, port: u16, folder: &Path) -> Result<Self> {
        let folder = folder.join("acknowledged");
        std::fs::create_dir(&folder)?;
        Ok(Self { many: world.gates(), world: Mutex::new(world), port, folder })
    }

    fn world(&self) -> std::sync::MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts every gate; each ends, with what it was told is recorded, when its queue is empty after the end.
    pub fn start<'s>(
        &'s self,
        scope: &'s Scope<'s, '_>,
        shared: &'s Shared,
    ) -> Vec<ScopedJoinHandle<'s, Result<Vec<Tap>>>> {
        let one = |at| {
            scope.spawn(move || {
                let told = self.gate(at, shared);
                if let Err(fault) = &told {
                    shared.broke(fault);
                }
                told
            })
        };
        (0..self.many).map(one).collect()
    }

    fn gate(&self, at: usize, shared: &Shared) -> Result<Vec<Tap>> {
        let mut client = Client::new(self.port);
        let mut ledger = Ledger::open(&self.folder, at)?;
        let mut queue: VecDeque<Tap> = VecDeque::new();
        let mut told = Vec::new();
        let mut tries = 0_u32;
        while shared.fault().is_none() {
            if queue.is_empty() {
                if shared.ending.load(Ordering::SeqCst) {
                    return Ok(told);
                }
                self.taps(at, &mut queue)?;
                tries = 0;
            }
            let request = self.world().request(queue.make_contiguous())?;
            let Some(outcomes) = send(&mut client, &request, shared)? else {
                tries += 1;
                thread::sleep(TRY_AGAIN);
                continue;
            };
            for (tap, outcome) in queue.drain(..).zip(outcomes).collect::<Vec<_>>() {
                match outcome {
                    Outcome::Accepted => {}
                    Outcome::Duplicate if tries > 0 => {
                        shared.told_late.fetch_add(1, Ordering::SeqCst);
                    }
                    Outcome::Retry => {
                        queue.push_back(tap);
                        continue;
                    }
                    other => bail!("touch {} was answered {other:?} at try {}", tap.id, tries + 1),
                }
                ledger.note(tap.id)?;
                told.push(tap);
                shared.acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            tries += 1;
        }
        bail!("another gate broke")
    }

    fn taps(&self, at: usize, queue: &mut VecDeque<Tap>) -> Result<()> {
        let mut world = self.world();
        for _ in 0..=world.below(TOGETHER_MAX) {
            queue.push_back(world.tap(at)?);
        }
        Ok(())
    }

    /// Sends touches that were acknowledged once more, in batches; gives how many the server does not know.
    pub fn ask_again(&self, told: &[Tap]) -> Result<usize> {
        let world = self.world();
        let mut client = Client::new(self.port);
        let mut unknown = 0;
        for of_gate in told.chunk_by(|one, other| one.gate() == other.gate()) {
            for taps in of_gate.chunks(ASKED_AGAIN) {
                let answered = answers(&client.ask(&world.request(taps)?)?)?.answers;
                if answered.len() != taps.len() {
                    bail!("{} answers to {} touches", answered.len(), taps.len());
                }
                unknown += answered.iter().filter(|answer| answer.outcome != Outcome::Duplicate).count();
            }
        }
        Ok(unknown)
    }
}

/// Sends and waits. `None` where the touches must be kept: no server, half an answer, or 503.
fn send(client: &mut Client, request: &[u8], shared: &Shared) -> Result<Option<Vec<Outcome>>> {
    if client.send(request).is_err() {
        return Ok(None);
    }
    shared.in_flight.fetch_add(1, Ordering::SeqCst);
    let reply = client.reply();
    shared.in_flight.fetch_sub(1, Ordering::SeqCst);
    let Ok(reply) = reply else { return Ok(None) };
    if reply.status == 503 {
        return Ok(None);
    }
    let answered = answers(&reply)?.answers;
    if answered.is_empty() {
        return Err(anyhow!("an answer without answers"));
    }
    Ok(Some(answered.into_iter().map(|answer| answer.outcome).collect()))
}
