//! The phone's disk. Invariant: what must not be lost is written in a transaction of strict durability and counts only
//! after its commit; a record this build cannot read stays where it is.

use crate::{
    log::{Entry, Who},
    model::Stored,
    queue::{self, Draft, Pending, Queue},
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
use serde::{Serialize, de::DeserializeOwned};
use std::cell::RefCell;

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

async fn put(store: &ObjectStore<'_>, key: &str, value: &impl Serialize) -> Result<()> {
    // Only maps with keys that are not text cannot be written as JSON, and nothing here holds one.
    let Ok(text) = serde_json::to_string(value) else { return Ok(()) };
    store.put(text).with_key(key).primitive()?.await?;
    Ok(())
}

async fn get<T: DeserializeOwned>(store: &ObjectStore<'_>, key: &str) -> Result<Option<T>> {
    let text: Option<String> = store.get(key).primitive()?.await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

async fn all<T: DeserializeOwned>(store: &ObjectStore<'_>) -> Result<Vec<T>> {
    let texts = store.get_all::<String>().primitive()?.await?;
    Ok(texts.filter_map(|text| serde_json::from_str(&text.ok()?).ok()).collect())
}

async fn delete(store: &ObjectStore<'_>, id: TouchId) -> Result<()> {
    store.delete(id.to_string().as_str()).primitive()?.await
}

/// Everything, at the start.
pub async fn load() -> core::result::Result<Stored, Fault> {
    on_disk(async |database| {
        let reading = database.transaction([TOUCHES, META, ROSTER, LOG]).build()?;
        let (touches, meta) = (reading.object_store(TOUCHES)?, reading.object_store(META)?);
        let waiting: Vec<Pending> = all(&touches).await?;
        Ok(Stored {
            device: get(&meta, "device").await?,
            offset_ms: get(&meta, "offset").await?,
            contact: get(&meta, "contact").await?,
            lang: get(&meta, "lang").await?,
            night: get(&meta, "night").await?.unwrap_or_default(),
            roster: get(&reading.object_store(ROSTER)?, "roster").await?,
            waiting: touches.count().primitive()?.await?,
            waiting_site: waiting.first().map(|pending| pending.site),
            log: all(&reading.object_store(LOG)?).await?,
        })
    })
    .await
}

fn random() -> [u8; 10] {
    // From the browser's own source of randomness, by the uuid crate.
    let bytes = uuid::Uuid::new_v4().into_bytes();
    core::array::from_fn(|at| if at < 6 { bytes[at] } else { bytes[at + 3] })
}

/// Makes a touch durable: number, touch and list line in one strict transaction. When this answers `Ok`, it is on disk.
pub async fn keep(draft: &Draft, who: Who, name: Option<String>) -> core::result::Result<(Pending, Entry), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, META, LOG], TransactionDurability::Strict)?;
        let meta = writing.object_store(META)?;
        let last_seq: i64 = get(&meta, "seq").await?.unwrap_or_default();
        let pending = queue::record(draft, random(), last_seq);
        let entry = Entry::of(&pending, who.clone(), name.clone());
        let key = pending.item.id.to_string();
        put(&writing.object_store(TOUCHES)?, &key, &pending).await?;
        put(&writing.object_store(LOG)?, &key, &entry).await?;
        put(&meta, "seq", &pending.item.device_seq).await?;
        writing.commit().await?;
        Ok((pending, entry))
    })
    .await
}

/// Changes in or out of a touch that has not left the phone; `None` where it has.
pub async fn correct(touch: TouchId, kind: TouchKind) -> core::result::Result<Option<Pending>, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, LOG], TransactionDurability::Strict)?;
        let (touches, log) = (writing.object_store(TOUCHES)?, writing.object_store(LOG)?);
        let key = touch.to_string();
        let stored: Option<Pending> = get(&touches, &key).await?;
        let Some(pending) = Queue::from_stored(stored).correct(touch, kind) else { return Ok(None) };
        put(&touches, &key, &pending).await?;
        if let Some(mut entry) = get::<Entry>(&log, &key).await? {
            entry.kind = kind;
            put(&log, &key, &entry).await?;
        }
        writing.commit().await?;
        Ok(Some(pending))
    })
    .await
}

/// What to send now, marked as sent in the same transaction.
pub async fn take_batch(site: SiteId, now: Instant, max: u32) -> core::result::Result<(Queue, Vec<TouchId>), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES], TransactionDurability::Relaxed)?;
        let touches = writing.object_store(TOUCHES)?;
        let mut queue = Queue::from_stored(all::<Pending>(&touches).await?);
        let ids = queue.batch(site, now, max);
        for pending in queue.mark_sent(&ids) {
            put(&touches, &pending.item.id.to_string(), &pending).await?;
        }
        writing.commit().await?;
        Ok((queue, ids))
    })
    .await
}

/// Takes the answers: deletes what has its receipt, keeps the rest, brings the list up to date. How many still wait.
///
/// Relaxed: were it lost, the touches would go up again and be answered as duplicates.
pub async fn settle(
    queue: Queue,
    sent: &[TouchId],
    answers: &[TouchAnswer],
    now: Instant,
) -> core::result::Result<u32, Fault> {
    on_disk(async |database| {
        let applied = queue.clone().apply(sent, answers, now);
        let writing = writing(database, &[TOUCHES, LOG], TransactionDurability::Relaxed)?;
        let (touches, log) = (writing.object_store(TOUCHES)?, writing.object_store(LOG)?);
        for id in &applied.receipted {
            delete(&touches, *id).await?;
        }
        for pending in &applied.kept {
            put(&touches, &pending.item.id.to_string(), pending).await?;
        }
        for answer in answers.iter().filter(|answer| answer.id.is_some_and(|id| applied.receipted.contains(&id))) {
            let key = answer.id.map(|id| id.to_string()).unwrap_or_default();
            if let Some(mut entry) = get::<Entry>(&log, &key).await? {
                entry.take(answer);
                put(&log, &key, &entry).await?;
            }
        }
        let waiting = touches.count().primitive()?.await?;
        writing.commit().await?;
        Ok(waiting)
    })
    .await
}

/// Puts changed touches back.
pub async fn put_back(changed: &[Pending]) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES], TransactionDurability::Relaxed)?;
        let touches = writing.object_store(TOUCHES)?;
        for pending in changed {
            put(&touches, &pending.item.id.to_string(), pending).await?;
        }
        writing.commit().await
    })
    .await
}

/// How many touches wait, unreadable ones among them.
pub async fn count() -> core::result::Result<u32, Fault> {
    on_disk(async |database| {
        let reading = database.transaction(TOUCHES).build()?;
        reading.object_store(TOUCHES)?.count().primitive()?.await
    })
    .await
}

/// Keeps a line of the list.
pub async fn save_entry(entry: &Entry) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[LOG], TransactionDurability::Relaxed)?;
        put(&writing.object_store(LOG)?, &entry.id.to_string(), entry).await?;
        writing.commit().await
    })
    .await
}

/// Forgets lines of the list.
pub async fn forget(ids: &[TouchId]) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[LOG], TransactionDurability::Relaxed)?;
        let log = writing.object_store(LOG)?;
        for id in ids {
            delete(&log, *id).await?;
        }
        writing.commit().await
    })
    .await
}

/// Keeps the roster.
pub async fn save_roster(roster: &GateRoster) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[ROSTER], TransactionDurability::Relaxed)?;
        put(&writing.object_store(ROSTER)?, "roster", roster).await?;
        writing.commit().await
    })
    .await
}

/// Keeps the credential, durably: it is shown once.
pub async fn save_device(device: &GateCredential) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[META], TransactionDurability::Strict)?;
        put(&writing.object_store(META)?, "device", device).await?;
        writing.commit().await
    })
    .await
}

/// Keeps language and night.
pub async fn save_preferences(lang: Lang, night: bool) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[META], TransactionDurability::Relaxed)?;
        let meta = writing.object_store(META)?;
        put(&meta, "lang", &lang.code()).await?;
        put(&meta, "night", &night).await?;
        writing.commit().await
    })
    .await
}

/// Keeps offset and last contact.
pub async fn save_clock(offset_ms: Option<i64>, contact: Option<Instant>) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[META], TransactionDurability::Relaxed)?;
        let meta = writing.object_store(META)?;
        put(&meta, "offset", &offset_ms).await?;
        put(&meta, "contact", &contact).await?;
        writing.commit().await
    })
    .await
}

/// Takes credential, roster and list from the phone, unless touches wait: then nothing is done and the answer is
/// `false`. The number of the last touch stays, so that numbers go on without gaps.
pub async fn sign_out() -> core::result::Result<bool, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, META, ROSTER, LOG], TransactionDurability::Strict)?;
        if writing.object_store(TOUCHES)?.count().primitive()?.await? > 0 {
            return Ok(false);
        }
        writing.object_store(META)?.delete("device").primitive()?.await?;
        writing.object_store(ROSTER)?.clear()?.await?;
        writing.object_store(LOG)?.clear()?.await?;
        writing.commit().await?;
        Ok(true)
    })
    .await
}
