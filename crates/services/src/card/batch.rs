//! まとめて作る: batches for the card maker. Invariant: card keys leave sealed for the card maker's public key or not at all,
//! and an answer of the card maker is taken as a whole in one transaction or not at all.

use super::replace_unless_awaited;
use crate::{Call, Change, Error, Result, outside::MakerKey};
use domain::{
    access::{Action, Resource},
    card::{
        CardState,
        answer::{self, Fault, Known, Row, Taken},
        batch::{self, BatchCard, BatchLine, BatchState, CARDS_MAX},
        delivery::{Place, Step},
    },
    id::{BatchId, CardId},
};
use proof::{
    MasterKey, Uid,
    export::{CSV_HEADER, seal_with},
    personalise::{PersonalisationRecord, UrlTemplate},
};
use serde_json::json;
use std::collections::BTreeMap;
use store::{
    ConnectionTrait,
    card::{Card, Chip, batch as rows},
};

mod files;
mod read;

pub use files::{File, print_files};
pub use read::BYTES_MAX as ANSWER_BYTES_MAX;

/// There is nothing to put together.
const NOTHING_WAITS: &str = "card.nothing_waits";
/// No public key of the card maker is configured.
const MAKER_KEY_MISSING: &str = "card.maker_key_missing";
/// The chips have no keys yet, so the card would work at no gate.
const KEYS_NOT_HANDED: &str = "card.keys_not_handed";
const STATE: &str = "conflict.state";

/// Batches, and what waits to be put into one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batches {
    /// Newest first.
    pub batches: Vec<BatchLine>,
    /// Orders that can be put together now.
    pub waiting: i64,
    /// Orders without a photo, which cannot.
    pub without_photo: i64,
}

/// One batch with its cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The batch.
    pub line: BatchLine,
    /// Its cards in the order they were asked for.
    pub cards: Vec<BatchCard>,
    /// Whether keys can be sealed: the card maker's public key is configured.
    pub can_seal: bool,
}

fn operator(call: &Call) -> Result<domain::access::Scope> {
    call.authorize(Action::CardIssue, &Resource::Register)
}

/// All batches and what waits.
pub async fn batches(call: &Call) -> Result<Batches> {
    let scope = operator(call)?;
    let (waiting, without_photo) = rows::count_waiting(call.db.read()).await?;
    Ok(Batches { batches: rows::list(call.db.read(), &scope).await?, waiting, without_photo })
}

/// One batch. Errors: `NotFound`.
pub async fn find(call: &Call, id: BatchId) -> Result<Batch> {
    operator(call)?;
    let line = rows::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    let cards = rows::cards(call.db.read(), id).await?;
    Ok(Batch { line, cards, can_seal: call.outside.maker.is_some() })
}

/// Cards the post brought back, longest here first.
pub async fn returned(call: &Call) -> Result<Vec<BatchCard>> {
    let scope = operator(call)?;
    Ok(rows::returned(call.db.read(), &scope).await?)
}

/// Puts the oldest waiting orders together, [`CARDS_MAX`] at the most; what is printed on them is fixed by it. Errors:
/// `card.nothing_waits`; `conflict.changed` where somebody else puts one together at the same time.
pub async fn make(call: &Call) -> Result<BatchId> {
    operator(call)?;
    let changed = || Error::Conflict("conflict.changed");
    let tx = call.db.begin().await?;
    let waiting = rows::waiting(&tx, CARDS_MAX).await?;
    if waiting.is_empty() {
        return Err(Error::rejected(NOTHING_WAITS));
    }
    let id = BatchId(call.ids.uuid(call.now()));
    let number = batch::number(call.today(), rows::count_of_day(&tx, call.today()).await? + 1);
    rows::insert(&tx, id, &number, call.now()).await.map_err(|fault| match fault {
        store::Fault::Taken(_) => changed(),
        other => other.into(),
    })?;
    for order in &waiting {
        let valid_until = super::last_day(call, &tx, order.technician, order.birth).await?;
        if !rows::put(&tx, id, order.card, valid_until).await? {
            return Err(changed());
        }
    }
    rows::fix_prints(&tx, id).await?;
    note(call, &tx, id, "card_batch.make", json!({ "number": number, "cards": waiting.len() })).await?;
    tx.commit().await?;
    Ok(id)
}

/// Notes that the print files went to the card maker. Errors: `NotFound`, `conflict.state`.
pub async fn send(call: &Call, id: BatchId) -> Result<()> {
    operator(call)?;
    let tx = call.db.begin().await?;
    rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    if !rows::advance(&tx, id, (BatchState::Open, BatchState::Sent), call.now()).await? {
        return Err(Error::Conflict(STATE));
    }
    note(call, &tx, id, "card_batch.send", json!({ "state": BatchState::Sent })).await?;
    tx.commit().await?;
    Ok(())
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// All of it was taken: so many cards have their chip from now on, so many rows said what was known.
    Taken {
        /// Cards with a chip from now on.
        new: u32,
        /// Rows that said what was known.
        known: u32,
    },
    /// None of it was: what is wrong, cell by cell.
    Faults(Vec<Fault>),
}

/// Whether the caller takes in the card maker's answers. Errors: `auth.forbidden`, `auth.log_in_first`.
pub fn may_answer(call: &Call) -> Result<()> {
    operator(call).map(drop)
}

/// Takes in the card maker's answer, `card,uid` in UTF-8 or Shift_JIS: those cards are made and good from now on. It may
/// name some of the cards, and may come again. Errors: `NotFound`; `conflict.state` for a batch that was not sent;
/// `too_large`; `conflict.changed` where somebody else takes one in at the same time.
pub async fn answer(call: &Call, id: BatchId, content: &[u8]) -> Result<Answered> {
    operator(call)?;
    let read = read::rows(content)?;
    let tx = call.db.begin().await?;
    let line = rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    if !line.state.takes_answers() {
        return Err(Error::Conflict(STATE));
    }
    let cards = store::card::of_batch(&tx, id).await?;
    let taken = match judged(&tx, &read, &cards).await? {
        Ok(taken) => taken,
        Err(faults) => return Ok(Answered::Faults(faults)),
    };
    let master = call.outside.keys.masters().first().ok_or_else(|| Error::internal("no card master key"))?;
    for (card, uid) in &taken.new {
        let found = cards.iter().find(|found| found.id == *card).ok_or(Error::NotFound)?;
        chip(call, &tx, found, *uid, master).await?;
    }
    finish(call, &tx, &line, &taken).await?;
    tx.commit().await?;
    let new = u32::try_from(taken.new.len()).unwrap_or(u32::MAX);
    Ok(Answered::Taken { new, known: taken.known })
}

async fn judged(
    tx: &impl ConnectionTrait,
    read: &[Row],
    cards: &[Card],
) -> Result<core::result::Result<Taken, Vec<Fault>>> {
    let known: Vec<Known> = cards
        .iter()
        .map(|card| Known { card: card.id, stopped: card.state == CardState::Revoked, uid: card.uid })
        .collect();
    // Only chips a card of the batch may get: a file holds many more rows than a batch has cards. A card that stands in it twice is
    // a fault, so that one chip of each is enough.
    let own = |card: &CardId| cards.iter().any(|known| known.id == *card);
    let asked: BTreeMap<CardId, i64> = read.iter().filter_map(|row| row.card.filter(own).zip(row.uid)).collect();
    store::chip::hold(tx, &asked.into_values().collect::<Vec<_>>()).await?;
    let uids: Vec<i64> = read.iter().filter_map(|row| row.uid).collect();
    let mut elsewhere: BTreeMap<i64, CardId> = store::card::by_uids(tx, &uids).await?.into_iter().collect();
    // The chip of a site's tag is no card's of the batch either.
    let tags = store::tag::of_uids(tx, &uids).await?;
    elsewhere.extend(tags.into_iter().map(|uid| (uid, CardId(uuid::Uuid::nil()))));
    Ok(answer::judge(read, &known, &elsewhere))
}

/// Gives a card of the batch its chip; what is printed on it stays.
async fn chip(call: &Call, tx: &impl ConnectionTrait, card: &Card, uid: i64, master: &MasterKey) -> Result<()> {
    let changed = || Error::Conflict("conflict.changed");
    let key_version = i32::from(master.version);
    let chip = Chip { uid, key_version, valid_until: card.valid_until, place: Place::Made };
    let issued = store::card::issue(tx, card.id, chip, call.now()).await.map_err(|fault| match fault {
        store::Fault::Taken(_) => changed(),
        other => other.into(),
    })?;
    if !issued {
        return Err(changed());
    }
    let replaced = replace_unless_awaited(call, tx, card.technician_id, card.id).await?;
    let new = json!({ "state": CardState::Issued, "uid": name_of(uid)?.to_string(), "key_version": key_version,
        "valid_until": card.valid_until, "replaced": replaced });
    call.note(tx, super::about(card.id, "card.issue", CardState::Ordered, new)).await
}

fn name_of(uid: i64) -> Result<Uid> {
    Uid::from_i64(uid).map_err(|_| Error::internal("a kept chip is no chip"))
}

/// Where every card that is still wanted has its chip, the batch is produced.
async fn finish(call: &Call, tx: &impl ConnectionTrait, line: &BatchLine, taken: &Taken) -> Result<()> {
    let states: Vec<CardState> = store::card::of_batch(tx, line.id).await?.iter().map(|card| card.state).collect();
    if line.state == BatchState::Sent && batch::is_produced(&states) {
        rows::advance(tx, line.id, (BatchState::Sent, BatchState::Produced), call.now()).await?;
    }
    let new = json!({ "new": taken.new.len(), "known": taken.known });
    note(call, tx, line.id, "card_batch.answer", new).await
}

/// The keys of the cards that have their chip, sealed for the card maker: `CSV_HEADER` and a line a card inside. Noted each
/// time. Errors: `NotFound`; `card.maker_key_missing`; `conflict.state` where no card has its chip.
pub async fn keys(call: &Call, id: BatchId, base_url: &str) -> Result<File> {
    operator(call)?;
    let maker = call.outside.maker.clone().ok_or(Error::rejected(MAKER_KEY_MISSING))?;
    let tx = call.db.begin().await?;
    let line = rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let cards = store::card::of_batch(&tx, id).await?;
    let made = cards.iter().filter(|card| card.state == CardState::Issued);
    let with_chip: Vec<(i64, i32)> = made.filter_map(|card| Some((card.uid?, card.key_version))).collect();
    if with_chip.is_empty() {
        return Err(Error::Conflict(STATE));
    }
    let count = with_chip.len();
    let content = sealed(call, &maker, &with_chip, base_url)?;
    rows::keys_handed(&tx, id, call.now()).await?;
    note(call, &tx, id, "card_batch.keys", json!({ "cards": count, "columns": CSV_HEADER })).await?;
    tx.commit().await?;
    Ok(File { name: format!("keys-{}.csv.age", line.number), mime: "application/octet-stream", content })
}

fn sealed(call: &Call, maker: &MakerKey, cards: &[(i64, i32)], base_url: &str) -> Result<Vec<u8>> {
    let template = UrlTemplate::new(base_url).map_err(|fault| Error::internal(fault.code()))?;
    let masters = call.outside.keys.masters();
    let record = |(uid, version): &(i64, i32)| {
        let master = masters.iter().find(|master| i32::from(master.version) == *version);
        let master = master.ok_or_else(|| Error::internal("a card's master key is gone"))?;
        Ok(PersonalisationRecord::new(master, &name_of(*uid)?, template.clone()))
    };
    let records = cards.iter().map(record).collect::<Result<Vec<_>>>()?;
    seal_with(&records, |plain| maker.seal(plain))
}

/// Notes that the cards of a batch that are made went into the post; tells their people. Gives how many. Errors:
/// `NotFound`; `card.keys_not_handed`; `conflict.state` where none is to be sent.
pub async fn send_cards(call: &Call, id: BatchId) -> Result<u32> {
    operator(call)?;
    let tx = call.db.begin().await?;
    rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let cards = store::card::of_batch(&tx, id).await?;
    let made: Vec<&Card> =
        cards.iter().filter(|card| card.place == Place::Made && card.state == CardState::Issued).collect();
    if made.is_empty() {
        return Err(Error::Conflict(STATE));
    }
    for card in &made {
        super::delivery::moved(call, &tx, card, Step::Send, None).await?;
    }
    tx.commit().await?;
    Ok(u32::try_from(made.len()).unwrap_or(u32::MAX))
}

/// That a card which was made with others has keys in its chip before it is sent: without them it works at no gate. Errors:
/// `card.keys_not_handed`.
pub(super) async fn require_keys(tx: &impl ConnectionTrait, card: &Card) -> Result<()> {
    let Some(id) = card.batch else { return Ok(()) };
    let line = rows::find(tx, id).await?.ok_or(Error::NotFound)?;
    if line.keys_at.is_some() { Ok(()) } else { Err(Error::rejected(KEYS_NOT_HANDED)) }
}

async fn note(
    call: &Call,
    tx: &impl ConnectionTrait,
    id: BatchId,
    process: &'static str,
    new: serde_json::Value,
) -> Result<()> {
    let subject_id = id.to_string();
    call.note(tx, Change { process, subject_kind: "card_batch", subject_id, new: Some(new), ..Change::default() }).await
}
