//! The one door through which touches are written: what waits is taken together and committed as one group.
//!
//! Invariant: an answer depends only on its own items. A group that fails is written again request by request, then
//! item by item; on SQLite there is one writer, on PostgreSQL several may work at once. Each has a thread of its own: what
//! the database answers is gone on with at once, and does not wait behind the requests that came meanwhile.

use super::{answer, gate::Doors, group, prepare::Prepared};
use crate::{
    error::{Error, Result},
    live::Board,
};
use core::time::Duration;
use domain::touch::wire::{Outcome, TouchAnswer};
use futures::FutureExt;
use std::{panic::AssertUnwindSafe, sync::Arc};
use store::{Db, Fault};
use tokio::sync::{Mutex, mpsc, oneshot, watch};

/// Limits of the writer.
#[derive(Debug, Clone, Copy)]
pub struct WriterSettings {
    /// Writers on PostgreSQL (SQLite always has one).
    pub writers: u32,
    /// Requests that may wait; more are answered "unavailable".
    pub waiting_max: u32,
    /// Items of one group at the most (a single request may bring more, up to the batch limit).
    pub group_items_max: u32,
    /// Number of this process's first stripe of wide counts.
    pub stripe: i32,
}

impl Default for WriterSettings {
    fn default() -> Self {
        Self { writers: 2, waiting_max: 8_192, group_items_max: 2_000, stripe: 0 }
    }
}

type Answers = core::result::Result<Vec<TouchAnswer>, Refused>;

/// Nothing of a request was recorded, and why.
#[derive(Debug, Clone)]
enum Refused {
    Later,
    Broken(String),
}

struct Waiting {
    items: Vec<Prepared>,
    answer: oneshot::Sender<Answers>,
}

/// Handle to the writers. Cheap to clone.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Waiting>,
    /// Has a receiver for as long as a writer works.
    working: Arc<watch::Sender<()>>,
    closing: tokio_util::sync::CancellationToken,
    doors: Arc<Doors>,
}

/// A group this large is worth writing beside another one, items.
const ITEMS_BESIDE: usize = 24;
/// After a group this large the next ones come as fast, items.
const ITEMS_OF_A_RUSH: usize = 12;
/// A smaller one waits so long for more, should the other take its time.
const COMPANY_MAX: Duration = Duration::from_millis(20);
/// Tries at a group that stood in another's way, before it is taken apart.
const TRIES: u32 = 4;

impl Writer {
    /// Starts the writers.
    ///
    /// Errors: the system gives no thread, or nothing for one to wait with.
    pub fn start(db: &Db, live: &Board, settings: WriterSettings) -> std::io::Result<Self> {
        let (queue, waiting) = mpsc::channel(settings.waiting_max as usize);
        let waiting = Arc::new(Mutex::new(waiting));
        let closing = tokio_util::sync::CancellationToken::new();
        let writers = if db.is_postgres() { settings.writers.max(1) } else { 1 };
        let under_way = watch::Sender::new(0);
        let (working, ended) = watch::channel(());
        for at in 0..writers {
            let task = Task {
                db: db.clone(),
                live: live.clone(),
                waiting: waiting.clone(),
                under_way: under_way.clone(),
                closing: closing.clone(),
                items_max: settings.group_items_max as usize,
                stripe: settings.stripe.saturating_add(i32::try_from(at).unwrap_or_default()),
                rush: false,
                _working: ended.clone(),
            };
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let thread = std::thread::Builder::new().name(format!("touch-writer-{at}"));
            thread.spawn(move || runtime.block_on(task.run()))?;
        }
        Ok(Self { queue, working: Arc::new(working), closing, doors: Arc::default() })
    }

    /// Hands a request's items over and waits for their answers.
    ///
    /// Errors: `Unavailable` when the queue is full, the database is gone or the server is stopping.
    pub(super) async fn submit(&self, items: Vec<Prepared>) -> Result<Vec<TouchAnswer>> {
        if self.closing.is_cancelled() {
            return Err(Error::Unavailable);
        }
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Waiting { items, answer }).map_err(|_| Error::Unavailable)?;
        match answered.await {
            Ok(Ok(answers)) => Ok(answers),
            Ok(Err(Refused::Broken(cause))) => Err(Error::internal(cause)),
            Ok(Err(Refused::Later)) | Err(_) => Err(Error::Unavailable),
        }
    }

    /// Takes no more, writes what waits, and waits until every writer has ended.
    pub async fn close(&self) {
        self.closing.cancel();
        self.working.closed().await;
    }

    /// After a device was refused: none is let in by what was read before.
    pub(crate) fn forget_devices(&self) {
        self.doors.forget_devices();
    }

    pub(super) fn doors(&self) -> &Doors {
        &self.doors
    }
}

struct Task {
    db: Db,
    live: Board,
    waiting: Arc<Mutex<mpsc::Receiver<Waiting>>>,
    under_way: watch::Sender<u32>,
    closing: tokio_util::sync::CancellationToken,
    items_max: usize,
    stripe: i32,
    /// Whether the last group was a large one: only then is company worth its time.
    rush: bool,
    _working: watch::Receiver<()>,
}

/// A group that is being written; counted for as long as this lives.
struct UnderWay(watch::Sender<u32>);

impl UnderWay {
    fn begin(groups: &watch::Sender<u32>) -> Self {
        groups.send_modify(|groups| *groups += 1);
        Self(groups.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.send_modify(|groups| *groups = groups.saturating_sub(1));
    }
}

impl Task {
    async fn run(mut self) {
        match self.db.for_thread().await {
            Ok(db) => self.db = db,
            Err(fault) => tracing::warn!(%fault, "a writer shares the connections of the others"),
        }
        while let Some((group, under_way)) = self.next_group().await {
            // Who waits for a group that ends in panic is told to come again, and the writer goes on with the next.
            if AssertUnwindSafe(self.write(group)).catch_unwind().await.is_err() {
                tracing::error!("a group of touches ended in panic");
            }
            drop(under_way);
        }
    }

    /// Everything that waits, up to the limit of a group; `None` when closing and nothing waits. In a rush, beside another
    /// group, it waits a little for company: what a group costs whatever its size would be paid twice for few.
    async fn next_group(&mut self) -> Option<(Vec<Waiting>, UnderWay)> {
        let mut waiting = self.waiting.lock().await;
        let first = tokio::select! {
            biased;
            first = waiting.recv() => first?,
            () = self.closing.cancelled() => waiting.try_recv().ok()?,
        };
        let mut items = first.items.len();
        let mut group = vec![first];
        let mut under_way = self.under_way.subscribe();
        let alone = tokio::time::sleep(COMPANY_MAX);
        tokio::pin!(alone);
        while items < self.items_max {
            let next = match waiting.try_recv() {
                Ok(next) => next,
                Err(_) if items >= ITEMS_BESIDE || !self.rush || *under_way.borrow_and_update() == 0 => break,
                Err(_) => tokio::select! {
                    next = waiting.recv() => match next {
                        Some(next) => next,
                        None => break,
                    },
                    _ = under_way.changed() => continue,
                    () = self.closing.cancelled() => break,
                    () = &mut alone => break,
                },
            };
            items += next.items.len();
            group.push(next);
        }
        self.rush = items >= ITEMS_OF_A_RUSH;
        Some((group, UnderWay::begin(&self.under_way)))
    }

    #[expect(clippy::disallowed_methods, reason = "measures how long a commit takes; decides nothing")]
    async fn write(&self, group: Vec<Waiting>) {
        let started = std::time::Instant::now();
        let all: Vec<Prepared> = group.iter().flat_map(|waiting| waiting.items.iter().cloned()).collect();
        metrics::histogram!("touch_group_items").record(f64::from(u32::try_from(all.len()).unwrap_or(u32::MAX)));
        match self.attempt(&all).await {
            Ok(mut answers) => {
                for waiting in group {
                    let rest = answers.split_off(waiting.items.len().min(answers.len()));
                    // Who gave up waiting will send again and be told `duplicate`.
                    let _ = waiting.answer.send(Ok(answers));
                    answers = rest;
                }
            }
            // A database that is gone is asked once a group, not once for each that waits.
            Err(Fault::Unavailable(cause)) => {
                tracing::warn!(cause, waiting = group.len(), "touches cannot be written now");
                for waiting in group {
                    let _ = waiting.answer.send(Err(Refused::Later));
                }
            }
            Err(_) if group.len() > 1 => {
                for waiting in group {
                    let answers = self.one_request(&waiting.items).await;
                    let _ = waiting.answer.send(answers);
                }
            }
            Err(fault) => {
                for waiting in group {
                    let answers = self.apart(&waiting.items, &fault).await;
                    let _ = waiting.answer.send(answers);
                }
            }
        }
        metrics::histogram!("touch_group_seconds").record(started.elapsed().as_secs_f64());
    }

    async fn one_request(&self, items: &[Prepared]) -> Answers {
        match self.attempt(items).await {
            Ok(answers) => Ok(answers),
            Err(fault) => self.apart(items, &fault).await,
        }
    }

    /// A request whose group failed, item by item: the one that cannot be written is answered by itself.
    async fn apart(&self, items: &[Prepared], fault: &Fault) -> Answers {
        if matches!(fault, Fault::Unavailable(_)) {
            return Err(Refused::Later);
        }
        if items.len() == 1 {
            tracing::error!(%fault, "a touch could not be written");
            return Err(match fault {
                Fault::Again(_) | Fault::Taken(_) => Refused::Later,
                other => Refused::Broken(other.to_string()),
            });
        }
        let mut answers = Vec::with_capacity(items.len());
        for item in items {
            match self.attempt(core::slice::from_ref(item)).await {
                Ok(mut one) => answers.append(&mut one),
                Err(fault) => {
                    tracing::error!(%fault, touch = %item.id, "a touch could not be written");
                    answers.push(answer(item.index, Some(item.id), Outcome::Retry, Some("touch.try_again"), None));
                }
            }
        }
        Ok(answers)
    }

    async fn attempt(&self, items: &[Prepared]) -> core::result::Result<Vec<TouchAnswer>, Fault> {
        let mut tries = 0;
        loop {
            tries += 1;
            match group::write(&self.db, items, self.stripe).await {
                Ok(judged) => {
                    self.live.tell(judged.accepted.iter().map(|touch| touch.technician));
                    return Ok(judged.answers);
                }
                Err(Fault::Again(cause) | Fault::Taken(cause)) if tries < TRIES => {
                    tracing::debug!(cause, tries, "group is tried again");
                    tokio::time::sleep(core::time::Duration::from_millis(u64::from(tries) * 5)).await;
                }
                Err(fault) => return Err(fault),
            }
        }
    }
}
