//! カード: orders, issue, revocation, and reading one to look at it. Invariant: looking uses nothing up and records no
//! touch; keys leave only in the personalisation record of the moment of issue.

pub mod batch;
mod delivery;
mod holder;
mod reissue;

use crate::{
    Call, Change, Error, Result, certificate,
    notice::{self, Addressee},
};
use domain::{
    access::{Action, Denied, Resource},
    card::{self, CardOrder, CardReading, CardShown, CardState, CardViewer, RevocationReason, delivery::Place},
    certificate::Ended,
    form::{FieldProblem, Problem},
    id::{CardId, TechnicianId},
    notice::{NoticeKind, Value},
    passport::CardFace,
    text,
    time::WorkDate,
};
use proof::{
    SunFault, Uid, parse_url,
    personalise::{PersonalisationRecord, personalise},
    verify_with_masters,
};
use serde_json::json;
use store::{
    ConnectionTrait, Fault,
    card::{Card, Chip},
    technician::Technician,
};

pub use delivery::move_on;
pub use holder::{holding, report_lost};
pub(crate) use holder::{owner, tell_outdated};
pub use reissue::{ask as ask_reissue, withdraw as withdraw_reissue};
pub(crate) use reissue::{may_ask_reissue, order_corrected, order_level, paid as reissue_paid};

/// The chip is another card's.
pub const UID_TAKEN: &str = "card.uid_taken";
/// It is made together with others.
const IN_BATCH: &str = "card.in_batch";
const ORDERS_MAX: u32 = 500;

/// A card just issued, with what is written into its chip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedCard {
    /// The card.
    pub card_id: CardId,
    /// Whose.
    pub technician_id: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// Keys, URL template and settings for the card printer. Its `Debug` shows no key.
    pub record: PersonalisationRecord,
}

/// Cards to be made first, then the latest of the others.
pub async fn orders(call: &Call) -> Result<Vec<CardOrder>> {
    let scope = call.authorize(Action::CardIssue, &Resource::Register)?;
    Ok(store::card::orders(call.db.read(), &scope, ORDERS_MAX).await?)
}

/// A chip as people type it or a reader shows it: 14 hexadecimal digits of either case and any width, with spaces,
/// colons or hyphens between them.
pub(crate) fn typed_uid(typed: &str) -> Option<Uid> {
    let between = |c: char| c.is_whitespace() || matches!(c, ':' | '-');
    let digits: String = text::to_ascii_width(typed).chars().filter(|c| !between(*c)).collect();
    digits.parse().ok()
}

/// Gives an ordered card its chip: from now on its taps count, and an older card of the person is replaced. `uid`: as
/// [`typed_uid`] takes it. `base_url`: what the chip's link begins with.
///
/// Errors: a `uid` of another shape; `card.uid_taken`; `card.in_batch`; `conflict.state` where the card was issued before.
pub async fn issue(call: &Call, id: CardId, uid: &str, base_url: &str) -> Result<IssuedCard> {
    call.authorize(Action::CardIssue, &Resource::Register)?;
    let uid = typed_uid(uid).ok_or_else(|| Error::fields(vec![FieldProblem::new("uid", Problem::NotAChoice)]))?;
    let master = call.outside.keys.masters().first().ok_or_else(|| Error::internal("no card master key"))?;
    let record = personalise(master, &uid, base_url).map_err(|fault| Error::internal(fault.code()))?;
    let tx = call.db.begin().await?;
    let ordered = store::card::find(&tx, id).await?.ok_or(Error::NotFound)?;
    if ordered.batch.is_some() {
        // The card maker has it in print; its chip comes with their answer.
        return Err(Error::rejected(IN_BATCH));
    }
    let person = store::technician::find(&tx, ordered.technician_id).await?.ok_or(Error::NotFound)?;
    store::chip::hold(&tx, &[uid.to_i64()]).await?;
    let other = store::card::by_uid(&tx, uid.to_i64()).await?.is_some_and(|other| other.id != id);
    if other || store::tag::by_uid(&tx, uid.to_i64()).await?.is_some() {
        return Err(Error::rejected(UID_TAKEN));
    }
    let valid_until = last_day(call, &tx, person.id, person.birth_date).await?;
    let version = i32::from(record.key_version);
    // Made at the desk and sent from there at once.
    let chip = Chip { uid: uid.to_i64(), key_version: version, valid_until, place: Place::SentOn };
    let issued = store::card::issue(&tx, id, chip, call.now()).await;
    let issued = issued.map_err(|fault| match fault {
        Fault::Taken(_) => Error::rejected(UID_TAKEN),
        other => other.into(),
    })?;
    if !issued {
        return Err(Error::Conflict("conflict.state"));
    }
    let replaced = replace_unless_awaited(call, &tx, person.id, id).await?;
    let new = json!({ "state": CardState::Issued, "uid": uid.to_string(), "key_version": version, "valid_until": valid_until, "replaced": replaced });
    call.note(&tx, about(id, "card.issue", CardState::Ordered, new)).await?;
    let told = [("name", Value::Text(person.full_name())), ("until", Value::Day(valid_until))];
    let whom = Addressee::of_technician(&tx, person.id).await?;
    notice::tell(call, &tx, &whom, NoticeKind::CardIssued, told).await?;
    tx.commit().await?;
    Ok(IssuedCard { card_id: id, technician_id: person.id, name: person.full_name(), record })
}

fn about(id: CardId, process: &'static str, old: CardState, new: serde_json::Value) -> Change {
    let old = Some(json!({ "state": old }));
    Change { process, subject_kind: "card", subject_id: id.to_string(), old, new: Some(new), ..Change::default() }
}

/// Lets a new card take the place of older ones, but for a reissue: its old card is good until the new one has come.
async fn replace_unless_awaited(
    call: &Call,
    tx: &impl ConnectionTrait,
    person: TechnicianId,
    new: CardId,
) -> Result<Vec<CardId>> {
    if store::card::reissue::of_card(tx, new).await?.is_some() {
        return Ok(Vec::new());
    }
    Ok(store::card::replace_older(tx, person, new, call.now()).await?)
}

/// Last day of a card made today. Whoever showed no identity document, which simple registrations may leave out, has
/// one until the second birthday.
async fn last_day(call: &Call, db: &impl ConnectionTrait, id: TechnicianId, birth: WorkDate) -> Result<WorkDate> {
    let identified = store::technician::detail::find(db, id).await?.identity_kind.is_some();
    Ok(card::expiry(birth, call.today(), identified))
}

/// Orders a card for a registered person, as part of a change.
pub(crate) async fn order(call: &Call, tx: &impl ConnectionTrait, technician: &Technician) -> Result<CardId> {
    let card = Card {
        id: CardId(call.ids.uuid(call.now())),
        technician_id: technician.id,
        uid: None,
        key_version: 0,
        state: CardState::Ordered,
        level: technician.level,
        valid_until: last_day(call, tx, technician.id, technician.birth_date).await?,
        ordered_at: call.now(),
        issued_at: None,
        revoked_at: None,
        revocation_reason: None,
        place: Place::NotKept,
        placed_at: None,
        return_reason: None,
        batch: None,
    };
    store::card::insert(tx, &card).await?;
    let change = Change {
        process: "card.order",
        subject_kind: "card",
        subject_id: card.id.to_string(),
        new: Some(json!({ "technician": technician.id, "level": card.level, "valid_until": card.valid_until })),
        ..Change::default()
    };
    call.note(tx, change).await?;
    Ok(card.id)
}

/// Takes a card out of use at once: touches made with it from now on are refused. Errors: `conflict.already_done`.
pub async fn revoke(call: &Call, id: CardId, reason: RevocationReason) -> Result<()> {
    call.authorize(Action::CardRevoke, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let before = store::card::find(&tx, id).await?.ok_or(Error::NotFound)?;
    stop(call, &tx, &before, reason).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a card out of use, as part of a change, and tells its person. A reissue it was made for is over with it. Errors:
/// `conflict.already_done`.
async fn stop(call: &Call, tx: &impl ConnectionTrait, before: &Card, reason: RevocationReason) -> Result<()> {
    if !store::card::revoke(tx, before.id, reason, call.now()).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let mut change = about(before.id, "card.revoke", before.state, json!({ "state": CardState::Revoked }));
    change.reason = Some(reason.code().to_owned());
    call.note(tx, change).await?;
    reissue::end_of_card(call, tx, before.id).await?;
    certificate::overtake_of_technician(call, tx, before.technician_id, Ended::Card).await?;
    let person = store::technician::find(tx, before.technician_id).await?.ok_or(Error::NotFound)?;
    let told = [("name", Value::Text(person.full_name())), ("day", Value::Day(call.today()))];
    let whom = Addressee::of_technician(tx, person.id).await?;
    notice::tell(call, tx, &whom, NoticeKind::CardRevoked, told).await?;
    Ok(())
}

/// What the link of a card shows to whoever opens it; the viewing is noted. Whoever has not logged in learns whether the
/// card is genuine and good, no more. Errors: the link's own fault (`sun.…`) where it is no card's link at all.
pub async fn read(call: &Call, url: &str) -> Result<CardReading> {
    let link = parse_url(url).map_err(|fault| Error::rejected(fault.code()))?;
    let proof = match verify_with_masters(&link, call.outside.keys.masters()) {
        Ok((proof, _)) => proof,
        Err(SunFault::NotGenuine | SunFault::BadMac) => return Ok(CardReading::NotGenuine),
        Err(fault) => return Err(Error::rejected(fault.code())),
    };
    let Some(found) = store::card::by_uid(call.db.read(), proof.uid.to_i64()).await? else {
        let is_tag = store::tag::by_uid(call.db.read(), proof.uid.to_i64()).await?.is_some();
        return Ok(if is_tag { CardReading::SiteTag } else { CardReading::NotGenuine });
    };
    let today = call.today();
    let owner = found.technician_id;
    let employers = store::technician::employers(call.db.read(), owner, today).await?;
    let seen_by = store::technician::seen_by(call.db.read(), owner, today).await?;
    let viewer = card::viewer(&call.actor, owner, &employers, &seen_by);
    match call.authorize(Action::CardRead, &Resource::Technician { id: owner, employers, seen_by }) {
        Ok(_) | Err(Error::Forbidden(Denied::LogInFirst)) => {}
        Err(refused) => return Err(refused),
    }
    let person = store::technician::find(call.db.read(), owner).await?.ok_or(Error::NotFound)?;
    let shown = card::what_is_shown(viewer);
    note_viewing(call, &found, viewer, shown).await?;
    let standing = card::standing(found.state, Some(found.valid_until), today);
    Ok(match shown {
        CardShown::Face if viewer == CardViewer::Owner => CardReading::Own { face: face(&person, &found), standing },
        CardShown::Face => CardReading::Face { face: face(&person, &found), standing },
        CardShown::Minimal => CardReading::Minimal {
            name: person.full_name(),
            kana: person.full_kana(),
            level: person.level,
            trade: person.trades.first().copied().ok_or_else(|| Error::internal("a technician without a trade"))?,
            standing,
        },
        CardShown::Validity => CardReading::Genuine { standing },
    })
}

async fn note_viewing(call: &Call, card: &Card, viewer: CardViewer, shown: CardShown) -> Result<()> {
    let tx = call.db.begin().await?;
    let new = Some(json!({ "viewer": viewer, "shown": shown }));
    let change = Change {
        process: "card.read",
        subject_kind: "card",
        subject_id: card.id.to_string(),
        new,
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

fn face(person: &Technician, card: &Card) -> CardFace {
    CardFace {
        technician_id: person.id,
        name: person.full_name(),
        kana: person.full_kana(),
        level: person.level,
        trades: person.trades.clone(),
        valid_until: (card.state != CardState::Ordered).then_some(card.valid_until),
        registered_year: person.registered_at.date().month().year(),
        has_photo: person.photo.is_some(),
    }
}
