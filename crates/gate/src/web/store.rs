//! The phone's disk. Invariant: what must not be lost is written in a transaction of strict durability and counts only
//! after its commit; a record this build cannot read stays where it is.

mod own;
mod text;
mod vault;

pub use own::{Own, identity, save_device, sign_out, wipe};
pub use vault::{Attempt, attempt, photo, photos, save_photo, save_roster, save_vault, sealed_roster, set_vault};

use crate::{
    lock::Vault,
    log::{Entry, Who},
    model::{Stored, Waiting},
    queue::{self, BATCH_ITEMS_MAX, Draft, Pending, Queue},
};
use domain::{
    id::{DeviceId, SiteId, TouchId},
    time::Instant,
    touch::{
        TouchKind,
        wire::{GateCredential, TouchAnswer},
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
/// Grows only with stores added; stores and fields that are there keep their meaning. So a build older than the disk goes on.
const VERSION: u8 = 1;
/// id → [`Pending`].
const TOUCHES: &str = "touches";
/// name → value, and receipts.
const META: &str = "meta";
/// `sealed` → the sealed roster, `checks` → [`crate::lock::Checks`], sealed photos; `roster` → a roster of before PINs.
const ROSTER: &str = "roster";
/// id → [`Entry`].
const LOG: &str = "log";
/// The number of the last touch, in the store of single values.
const SEQ: &str = "seq";

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
    let asked = Database::open(NAME)
        .with_version(VERSION)
        .with_on_upgrade_needed(|_, database| {
            for store in [TOUCHES, META, ROSTER, LOG] {
                database.create_object_store(store).build()?;
            }
            Ok(())
        })
        .await;
    let opened = match asked {
        // A newer build has been here: the disk is taken as it is.
        Err(OpenDbError::Base(error)) if is_named(&error, "VersionError") => Database::open(NAME).await?,
        asked => asked?,
    };
    OPEN.set(Some(opened.clone()));
    Ok(opened)
}

/// Runs `work`, once more on a new connection where the old one was closed: by the browser after a long sleep, or by
/// gate-boot.js for a newer build that makes the disk larger.
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
        let roster = reading.object_store(ROSTER)?;
        let vault: Option<Vault> = parsed(get_text(&meta, vault::VAULT).await?);
        Ok(Stored {
            device: parsed(get_text(&meta, "device").await?),
            offset_ms: parsed(get_text(&meta, "offset").await?),
            contact: parsed(get_text(&meta, "contact").await?),
            lang: parsed(get_text(&meta, "lang").await?),
            night: parsed(get_text(&meta, "night").await?).unwrap_or_default(),
            usb: parsed(get_text(&meta, "usb").await?).unwrap_or_default(),
            roster: parsed(get_text(&roster, "roster").await?),
            checks: parsed(get_text(&roster, vault::CHECKS).await?),
            has_pin: vault.is_some(),
            pin_until: vault.and_then(|vault| vault.until),
            sealed: get_text(&roster, vault::SEALED).await?.is_some(),
            waiting: waiting_in(&touches).await?,
            last_seq: parsed(get_text(&meta, SEQ).await?).unwrap_or_default(),
            log: all(&reading.object_store(LOG)?).await?,
        })
    })
    .await
}

/// The chance in a touch's id.
#[expect(clippy::disallowed_methods, reason = "the border of the gate: the browser's own source of chance")]
pub fn random() -> [u8; 10] {
    // Without the two bytes that hold version and variant.
    let bytes = uuid::Uuid::new_v4().into_bytes();
    core::array::from_fn(|at| if at < 6 { bytes[at] } else { bytes[at + 3] })
}

/// A touch made before the transaction that keeps it, and signed by `device`.
pub struct Prepared {
    /// The touch.
    pub pending: Pending,
    /// By whom it is signed.
    pub device: DeviceId,
}

/// What came of keeping a touch.
pub enum Keeping {
    /// It is on disk, with its line in the list.
    Kept(Box<(Pending, Entry)>),
    /// The disk holds no credential for that site any more: nothing was kept.
    Ended,
    /// Its number or its device is not the one it was prepared with: nothing was kept, and it may be tried again.
    Moved,
}

/// With what the next touch at `site` is to be made: the credential, its key and the number of the touch before it. `None`: this
/// phone is not that site's gate.
pub async fn next(site: SiteId) -> core::result::Result<Option<(Own, i64)>, Fault> {
    on_disk(async |database| {
        let reading = database.transaction(META).build()?;
        let meta = reading.object_store(META)?;
        let Some(own) = own::own_in(&meta).await?.filter(|own| own.device.site.id == site) else { return Ok(None) };
        let last_seq: i64 = parsed(get_text(&meta, SEQ).await?).unwrap_or_default();
        Ok(Some((own, last_seq)))
    })
    .await
}

/// Makes a touch durable: number, touch and list line in one strict transaction. When this answers [`Keeping::Kept`], they are on
/// disk. Without a prepared one the touch is made in the transaction, and is yet to be signed.
pub async fn keep(
    draft: &Draft,
    who: &Who,
    name: Option<&str>,
    prepared: Option<&Prepared>,
) -> core::result::Result<Keeping, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, META, LOG], TransactionDurability::Strict)?;
        let meta = writing.object_store(META)?;
        // Asked in this transaction: what signing out found empty stays empty, whatever other tabs still show.
        let device: Option<GateCredential> = parsed(get_text(&meta, "device").await?);
        let Some(device) = device.filter(|device| device.site.id == draft.site) else { return Ok(Keeping::Ended) };
        let last_seq: i64 = parsed(get_text(&meta, SEQ).await?).unwrap_or_default();
        let pending = match prepared {
            None => queue::record(draft, random(), last_seq),
            Some(made) if made.device == device.device_id && made.pending.item.device_seq == Some(last_seq + 1) => {
                made.pending.clone()
            }
            Some(_) => return Ok(Keeping::Moved),
        };
        let entry = Entry::of(&pending, who.clone(), name.map(str::to_owned));
        let key = pending.item.id.to_string();
        put_text(&writing.object_store(TOUCHES)?, &key, text(&pending)).await?;
        put_text(&writing.object_store(LOG)?, &key, text(&entry)).await?;
        put_text(&meta, SEQ, text(&pending.item.device_seq)).await?;
        commit(writing).await?;
        Ok(Keeping::Kept(Box::new((pending, entry))))
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

/// What is to be sent, and with what: everything as one transaction found it.
pub struct Batch {
    /// By whom.
    pub own: Own,
    /// What was read of the queue.
    pub queue: Queue,
    /// What of it is to be sent.
    pub ids: Vec<TouchId>,
}

/// What to send now, marked as sent in the same transaction, with the credential and the key the disk holds then: another tab
/// may have enrolled meanwhile. `None`: this phone is no gate.
pub async fn take_batch(now: Instant, max: u32) -> core::result::Result<Option<Batch>, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, META], TransactionDurability::Relaxed)?;
        let Some(own) = own::own_in(&writing.object_store(META)?).await? else { return Ok(None) };
        let touches = writing.object_store(TOUCHES)?;
        let mut queue = read_for(&touches, own.device.site.id, now, max).await?;
        let ids = queue.batch(own.device.site.id, now, max);
        for pending in queue.mark_sent(&ids) {
            put_text(&touches, &pending.item.id.to_string(), text(&pending)).await?;
        }
        commit(writing).await?;
        Ok(Some(Batch { own, queue, ids }))
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
        let writing = writing(database, &[TOUCHES, LOG, META], TransactionDurability::Relaxed)?;
        let (touches, log) = (writing.object_store(TOUCHES)?, writing.object_store(LOG)?);
        own::keep_receipts(&writing.object_store(META)?, answers, now).await?;
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

/// Keeps language, night and whether the reader at the USB is asked for.
pub async fn save_preferences(lang: Lang, night: bool, usb: bool) -> core::result::Result<(), Fault> {
    let lines = vec![("lang".into(), text(&lang.code())), ("night".into(), text(&night)), ("usb".into(), text(&usb))];
    save(META, TransactionDurability::Relaxed, lines).await
}

/// Keeps offset and last contact.
pub async fn save_clock(offset_ms: Option<i64>, contact: Option<Instant>) -> core::result::Result<(), Fault> {
    let lines = vec![("offset".into(), text(&offset_ms)), ("contact".into(), text(&contact))];
    save(META, TransactionDurability::Relaxed, lines).await
}
