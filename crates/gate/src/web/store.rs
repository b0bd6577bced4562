//! The phone's disk. Invariant: what must not be lost is written in a transaction of strict durability and counts only
//! after its commit; a record this build cannot read stays where it is.

mod text;

use crate::{
    log::{Entry, Who},
    model::{Stored, Waiting},
    queue::{self, BATCH_ITEMS_MAX, Draft, Pending, Queue},
};
use domain::{
    id::{SiteId, TouchId},
    time::Instant,
    touch::{
        TouchKind,
        wire::{GateCredential, GateRoster, TouchAnswer},
    },
};
use i18n::Lang;
use indexed_db_futures::{
    Result,
    database::Database,
    error::{DomException, Error, OpenDbError, UnexpectedDataError},
    object_store::ObjectStore,
    prelude::*,
    transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions},
};
use std::cell::RefCell;
use text::{Line, all, commit, count_in, delete_from, get_text, page_after, parsed, put_text, text};

const NAME: &str = "gate";
const VERSION: u8 = 1;
/// id → [`Pending`].
const TOUCHES: &str = "touches";
/// name → value.
const META: &str = "meta";
/// `roster` → [`GateRoster`].
const ROSTER: &str = "roster";
/// id → [`Entry`].
const LOG: &str = "log";

/// How many of the oldest touches are looked at for one that can be read.
const LOOKED_AT: u32 = 8;

thread_local! {
    static OPEN: RefCell<Option<Database>> = const { RefCell::new(None) };
}

/// Why the disk did not do it.
#[derive(Debug)]
pub struct Fault {
    /// No space left.
    pub full: bool,
    /// In the browser's words.
    pub detail: String,
}

fn is_named(error: &Error, name: &str) -> bool {
    let Error::DomException(exception) = error else { return false };
    web_sys::DomException::from(exception.clone()).name() == name
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        // A transaction we did not abort is aborted by the browser when the commit finds no space.
        let aborted = matches!(error, Error::MissingData(UnexpectedDataError::TransactionAborted));
        Self { full: aborted || is_named(&error, "QuotaExceededError"), detail: error.to_string() }
    }
}

impl From<OpenDbError> for Fault {
    fn from(error: OpenDbError) -> Self {
        match error {
            OpenDbError::Base(error) => error.into(),
            other => Self { full: false, detail: other.to_string() },
        }
    }
}

async fn database() -> core::result::Result<Database, Fault> {
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let opened = Database::open(NAME)
        .with_version(VERSION)
        .with_on_upgrade_needed(|_, database| {
            for store in [TOUCHES, META, ROSTER, LOG] {
                database.create_object_store(store).build()?;
            }
            Ok(())
        })
        .await?;
    OPEN.set(Some(opened.clone()));
    Ok(opened)
}

/// Runs `work`, once more on a new connection where the browser had closed the old one (after a long sleep).
async fn on_disk<T>(work: impl AsyncFn(&Database) -> Result<T>) -> core::result::Result<T, Fault> {
    match work(&database().await?).await {
        Err(Error::DomException(DomException::InvalidStateError(_))) => {
            OPEN.set(None);
            Ok(work(&database().await?).await?)
        }
        done => Ok(done?),
    }
}

fn writing<'a>(database: &'a Database, stores: &[&str], durability: TransactionDurability) -> Result<Transaction<'a>> {
    let mut options = TransactionOptions::new();
    options.set_durability(durability);
    database.transaction(stores).with_mode(TransactionMode::Readwrite).with_options(options).build()
}

/// Reads the queue as far as a request for `site` needs.
async fn read_for(touches: &ObjectStore<'_>, site: SiteId, now: Instant, max: u32) -> Result<Queue> {
    let mut queue = Queue::default();
    // Before every id.
    let mut after = String::new();
    loop {
        let page = page_after(touches, &after, BATCH_ITEMS_MAX).await?;
        let more = page.len() == BATCH_ITEMS_MAX as usize;
        for (key, text) in page {
            if let Some(pending) = parsed(Some(text)) {
                queue.add(pending);
            }
            after = key;
        }
        if !more || !queue.wants_more(site, now, max) {
            return Ok(queue);
        }
    }
}

async fn waiting_in(touches: &ObjectStore<'_>) -> Result<Waiting> {
    let count = count_in(touches).await?;
    let oldest = page_after(touches, "", LOOKED_AT).await?;
    let first = oldest.into_iter().find_map(|(_, text)| parsed::<Pending>(Some(text)));
    Ok(Waiting { count, site: first.map(|pending| pending.site) })
}

/// Puts lines into one store.
async fn save(
    store: &'static str,
    durability: TransactionDurability,
    lines: Vec<Line>,
) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[store], durability)?;
        let place = writing.object_store(store)?;
        for (key, text) in &lines {
            put_text(&place, key, text.clone()).await?;
        }
        commit(writing).await
    })
    .await
}

/// Everything, at the start.
pub async fn load() -> core::result::Result<Stored, Fault> {
    on_disk(async |database| {
        let reading = database.transaction([TOUCHES, META, ROSTER, LOG]).build()?;
        let (touches, meta) = (reading.object_store(TOUCHES)?, reading.object_store(META)?);
        Ok(Stored {
            device: parsed(get_text(&meta, "device").await?),
            offset_ms: parsed(get_text(&meta, "offset").await?),
            contact: parsed(get_text(&meta, "contact").await?),
            lang: parsed(get_text(&meta, "lang").await?),
            night: parsed(get_text(&meta, "night").await?).unwrap_or_default(),
            roster: parsed(get_text(&reading.object_store(ROSTER)?, "roster").await?),
            waiting: waiting_in(&touches).await?,
            log: all(&reading.object_store(LOG)?).await?,
        })
    })
    .await
}

#[expect(clippy::disallowed_methods, reason = "the border of the gate: the browser's own source of chance")]
fn random() -> [u8; 10] {
    // Without the two bytes that hold version and variant.
    let bytes = uuid::Uuid::new_v4().into_bytes();
    core::array::from_fn(|at| if at < 6 { bytes[at] } else { bytes[at + 3] })
}

/// A touch and its line in the list.
type Kept = (Pending, Entry);

/// Makes a touch durable: number, touch and list line in one strict transaction. When this answers them, they are on
/// disk; `None`: the disk holds no credential for that site any more, and nothing was kept.
pub async fn keep(draft: &Draft, who: Who, name: Option<String>) -> core::result::Result<Option<Kept>, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, META, LOG], TransactionDurability::Strict)?;
        let meta = writing.object_store(META)?;
        // Asked in this transaction: what signing out found empty stays empty, whatever other tabs still show.
        let device: Option<GateCredential> = parsed(get_text(&meta, "device").await?);
        if device.is_none_or(|device| device.site.id != draft.site) {
            return Ok(None);
        }
        let last_seq: i64 = parsed(get_text(&meta, "seq").await?).unwrap_or_default();
        let pending = queue::record(draft, random(), last_seq);
        let entry = Entry::of(&pending, who.clone(), name.clone());
        let key = pending.item.id.to_string();
        put_text(&writing.object_store(TOUCHES)?, &key, text(&pending)).await?;
        put_text(&writing.object_store(LOG)?, &key, text(&entry)).await?;
        put_text(&meta, "seq", text(&pending.item.device_seq)).await?;
        commit(writing).await?;
        Ok(Some((pending, entry)))
    })
    .await
}

/// Changes in or out of a touch that has not left the phone; `None` where it has.
pub async fn correct(touch: TouchId, kind: TouchKind) -> core::result::Result<Option<Pending>, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, LOG], TransactionDurability::Strict)?;
        let (touches, log) = (writing.object_store(TOUCHES)?, writing.object_store(LOG)?);
        let key = touch.to_string();
        let stored: Option<Pending> = parsed(get_text(&touches, &key).await?);
        let Some(pending) = Queue::from_stored(stored).correct(touch, kind) else { return Ok(None) };
        put_text(&touches, &key, text(&pending)).await?;
        if let Some(mut entry) = parsed::<Entry>(get_text(&log, &key).await?) {
            entry.kind = kind;
            put_text(&log, &key, text(&entry)).await?;
        }
        commit(writing).await?;
        Ok(Some(pending))
    })
    .await
}

/// What to send now, marked as sent in the same transaction. The queue holds what was read for it.
pub async fn take_batch(site: SiteId, now: Instant, max: u32) -> core::result::Result<(Queue, Vec<TouchId>), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES], TransactionDurability::Relaxed)?;
        let touches = writing.object_store(TOUCHES)?;
        let mut queue = read_for(&touches, site, now, max).await?;
        let ids = queue.batch(site, now, max);
        for pending in queue.mark_sent(&ids) {
            put_text(&touches, &pending.item.id.to_string(), text(&pending)).await?;
        }
        commit(writing).await?;
        Ok((queue, ids))
    })
    .await
}

/// Takes the answers: deletes what has its receipt, keeps the rest, brings the list up to date. What still waits.
///
/// Relaxed: were it lost, the touches would go up again and be answered as duplicates.
pub async fn settle(
    queue: Queue,
    sent: &[TouchId],
    answers: &[TouchAnswer],
    now: Instant,
) -> core::result::Result<Waiting, Fault> {
    on_disk(async |database| {
        let applied = queue.clone().apply(sent, answers, now);
        let writing = writing(database, &[TOUCHES, LOG], TransactionDurability::Relaxed)?;
        let (touches, log) = (writing.object_store(TOUCHES)?, writing.object_store(LOG)?);
        for id in &applied.receipted {
            delete_from(&touches, &id.to_string()).await?;
        }
        for pending in &applied.kept {
            put_text(&touches, &pending.item.id.to_string(), text(pending)).await?;
        }
        for answer in answers.iter().filter(|answer| answer.id.is_some_and(|id| applied.receipted.contains(&id))) {
            let key = answer.id.map(|id| id.to_string()).unwrap_or_default();
            if let Some(mut entry) = parsed::<Entry>(get_text(&log, &key).await?) {
                entry.take(answer, now);
                put_text(&log, &key, text(&entry)).await?;
            }
        }
        let left = waiting_in(&touches).await?;
        commit(writing).await?;
        Ok(left)
    })
    .await
}

/// Puts changed touches back.
pub async fn put_back(changed: &[Pending]) -> core::result::Result<(), Fault> {
    let lines = changed.iter().map(|pending| (pending.item.id.to_string(), text(pending))).collect();
    save(TOUCHES, TransactionDurability::Relaxed, lines).await
}

/// What waits.
pub async fn waiting() -> core::result::Result<Waiting, Fault> {
    on_disk(async |database| {
        let reading = database.transaction(TOUCHES).build()?;
        waiting_in(&reading.object_store(TOUCHES)?).await
    })
    .await
}

/// Forgets lines of the list.
pub async fn forget(ids: &[TouchId]) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[LOG], TransactionDurability::Relaxed)?;
        let log = writing.object_store(LOG)?;
        for id in ids {
            delete_from(&log, &id.to_string()).await?;
        }
        commit(writing).await
    })
    .await
}

/// Keeps a line of the list.
pub async fn save_entry(entry: &Entry) -> core::result::Result<(), Fault> {
    save(LOG, TransactionDurability::Relaxed, vec![(entry.id.to_string(), text(entry))]).await
}

/// Keeps the roster.
pub async fn save_roster(roster: &GateRoster) -> core::result::Result<(), Fault> {
    save(ROSTER, TransactionDurability::Relaxed, vec![("roster".into(), text(roster))]).await
}

/// Keeps the credential, durably: it is shown once. `false`: touches of another site wait, and nothing was kept.
pub async fn save_device(device: &GateCredential) -> core::result::Result<bool, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, META], TransactionDurability::Strict)?;
        if waiting_in(&writing.object_store(TOUCHES)?).await?.is_of_another(device.site.id) {
            return Ok(false);
        }
        put_text(&writing.object_store(META)?, "device", text(device)).await?;
        commit(writing).await?;
        Ok(true)
    })
    .await
}

/// Keeps language and night.
pub async fn save_preferences(lang: Lang, night: bool) -> core::result::Result<(), Fault> {
    let lines = vec![("lang".into(), text(&lang.code())), ("night".into(), text(&night))];
    save(META, TransactionDurability::Relaxed, lines).await
}

/// Keeps offset and last contact.
pub async fn save_clock(offset_ms: Option<i64>, contact: Option<Instant>) -> core::result::Result<(), Fault> {
    let lines = vec![("offset".into(), text(&offset_ms)), ("contact".into(), text(&contact))];
    save(META, TransactionDurability::Relaxed, lines).await
}

/// Takes credential, roster and list from the phone, unless touches wait: then nothing is done and the answer is
/// `false`. The number of the last touch stays, so that numbers go on without gaps.
pub async fn sign_out() -> core::result::Result<bool, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, META, ROSTER, LOG], TransactionDurability::Strict)?;
        if count_in(&writing.object_store(TOUCHES)?).await? > 0 {
            return Ok(false);
        }
        delete_from(&writing.object_store(META)?, "device").await?;
        for store in [ROSTER, LOG] {
            writing.object_store(store)?.clear()?.await?;
        }
        commit(writing).await?;
        Ok(true)
    })
    .await
}
