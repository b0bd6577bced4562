//! 再発行: asked for, paid, ordered. Invariant: one is under way at a time, a lost card is out of use in the transaction in
//! which the new one is asked for, and the new card is ordered in the transaction in which it is paid.

use super::holder::owner;
use crate::{
    Call, Change, Error, Result, fee,
    notice::{self, Addressee},
};
use domain::{
    access::Action,
    card::{
        CardState, RevocationReason,
        reissue::{NoReissue, ReissueReason, may_ask},
    },
    fee::{FeeKind, PriceKind, ledger::Payer},
    form::{FieldProblem, Problem},
    id::{CardId, FeeRequestId, ReissueId, TechnicianId},
    notice::{NoticeKind, Value},
};
use serde_json::json;
use store::{
    ConnectionTrait, Fault,
    card::reissue::{self as rows, Reissue},
    fee::FeeRequest,
    technician::Technician,
};

/// Asks for a new card, as its holder or for them: the fee of today is asked for, and where there is none the card is
/// ordered at once. Errors: `NotFound`; `fee.no_price`; `card.reissue_under_way`, `card.being_made`, `card.none`.
pub async fn ask(call: &Call, id: TechnicianId, reason: ReissueReason) -> Result<()> {
    call.authorize(Action::CardHold, &owner(id))?;
    if !reason.is_paid_for() {
        return Err(Error::fields(vec![FieldProblem::new("reason", Problem::NotAChoice)]));
    }
    let tx = call.db.begin().await?;
    let person = store::technician::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let prices = store::fee::price::list(&tx).await?;
    let price = prices.price(PriceKind::CardReissue, call.today()).ok_or(Error::rejected(fee::NO_PRICE))?;
    may_ask_reissue(&tx, id).await?.map_err(|why| Error::rejected(why.code()))?;
    if reason.stops_at_once() {
        let cards = store::card::of_technician(&tx, id).await?;
        for card in cards.iter().filter(|card| card.state == CardState::Issued) {
            super::stop(call, &tx, card, RevocationReason::Lost).await?;
        }
    }
    let request = if price.is_zero() {
        None
    } else {
        let name = person.full_name();
        let (payer, seen_by) = (Payer::Technician(id), fee::SeenBy::default());
        let asked = fee::Asked { payer, name: &name, kind: FeeKind::CardReissue, amount: price, seen_by };
        Some(fee::ask(call, &tx, asked).await?)
    };
    let asked = begin(call, &tx, (id, reason), request.as_ref().map(|request| request.id)).await?;
    match request {
        Some(request) => tell_fee(call, &tx, &person, &request).await?,
        None => order(call, &tx, &asked).await?,
    }
    tx.commit().await?;
    Ok(())
}

async fn begin(
    call: &Call,
    tx: &impl ConnectionTrait,
    (id, reason): (TechnicianId, ReissueReason),
    fee: Option<FeeRequestId>,
) -> Result<Reissue> {
    let asked = Reissue {
        id: ReissueId(call.ids.uuid(call.now())),
        technician_id: id,
        reason,
        fee,
        card: None,
        asked_at: call.now(),
        ended_at: None,
    };
    rows::insert(tx, &asked).await.map_err(|fault| match fault {
        Fault::Taken(_) => Error::rejected(NoReissue::UnderWay.code()),
        other => other.into(),
    })?;
    note(call, tx, &asked, "card.reissue_ask", json!({ "reason": reason, "fee": asked.fee })).await?;
    Ok(asked)
}

/// Whether a new card can be asked for somebody, as their cards stand.
pub(crate) async fn may_ask_reissue(
    db: &impl ConnectionTrait,
    id: TechnicianId,
) -> Result<core::result::Result<(), NoReissue>> {
    let states: Vec<CardState> = store::card::of_technician(db, id).await?.iter().map(|card| card.state).collect();
    let is_under_way = rows::under_way(db, id).await?.is_some();
    Ok(may_ask(&states, is_under_way))
}

/// Orders a new card for somebody whose registration the office has just put right, in the transaction of that; nothing is
/// asked for it, and the old one is good until it has come. Errors: as [`ask`] of cards.
pub(crate) async fn order_corrected(call: &Call, tx: &impl ConnectionTrait, person: &Technician) -> Result<()> {
    may_ask_reissue(tx, person.id).await?.map_err(|why| Error::rejected(why.code()))?;
    let asked = begin(call, tx, (person.id, ReissueReason::Corrected), None).await?;
    order(call, tx, &asked).await
}

/// Orders the card of the level somebody has from now on, in the transaction in which they have it. One that is to be made is made in
/// that colour, and one that is asked for and not paid will be; else a new one is ordered and the old one is good until it has come.
/// Whoever waits for their first card is not looked at here.
pub(crate) async fn order_level(call: &Call, tx: &impl ConnectionTrait, id: TechnicianId) -> Result<()> {
    let person = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
    let cards = store::card::of_technician(tx, id).await?;
    if cards.is_empty() {
        return Ok(());
    }
    let to_be_made = cards.iter().find(|card| card.state == CardState::Ordered);
    if let Some(card) = to_be_made
        && store::card::set_level(tx, card.id, person.level).await?
    {
        let change = Change {
            process: "card.set_level",
            subject_kind: "card",
            subject_id: card.id.to_string(),
            old: Some(json!({ "level": card.level })),
            new: Some(json!({ "level": person.level })),
            ..Change::default()
        };
        return call.note(tx, change).await;
    }
    match rows::under_way(tx, id).await? {
        Some(asked) if asked.card.is_none() => Ok(()),
        // One of the old colour is in print or in the post: it is good when it comes, and the next one takes its place.
        Some(asked) => {
            end(call, tx, &asked, "card.reissue_end").await?;
            begin_level(call, tx, &person).await
        }
        None => begin_level(call, tx, &person).await,
    }
}

/// A reissue that costs nothing, with its card: the old one is good until that has come.
async fn begin_level(call: &Call, tx: &impl ConnectionTrait, person: &Technician) -> Result<()> {
    let asked = begin(call, tx, (person.id, ReissueReason::LevelChanged), None).await?;
    let card = super::order(call, tx, person).await?;
    if !rows::set_card(tx, asked.id, card).await? {
        return Err(Error::Conflict("conflict.state"));
    }
    note(call, tx, &asked, "card.reissue_order", json!({ "card": card })).await
}

/// Whether the card somebody has in use is of another level than they have.
async fn is_of_other_level(tx: &impl ConnectionTrait, id: TechnicianId) -> Result<bool> {
    let person = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
    let cards = store::card::of_technician(tx, id).await?;
    let in_use = cards.iter().filter(|card| card.state == CardState::Issued).max_by_key(|card| card.issued_at);
    Ok(in_use.is_some_and(|card| card.level != person.level))
}

async fn tell_fee(call: &Call, tx: &impl ConnectionTrait, person: &Technician, request: &FeeRequest) -> Result<()> {
    let told = [
        ("name", Value::Text(person.full_name())),
        ("number", Value::Text(request.number())),
        ("how", Value::HowToPay(call.outside.pay_to.clone())),
        ("yen", Value::Yen(request.amount)),
        ("due", Value::Day(request.due)),
    ];
    let whom = Addressee::of_technician(tx, person.id).await?;
    notice::tell(call, tx, &whom, NoticeKind::ReissueFeeDue, told).await?;
    Ok(())
}

/// Its fee was paid: the new card is ordered.
pub(crate) async fn paid(call: &Call, tx: &impl ConnectionTrait, fee: FeeRequestId) -> Result<()> {
    let asked = rows::of_fee(tx, fee).await?.ok_or_else(|| Error::internal("a reissue fee of no reissue"))?;
    order(call, tx, &asked).await
}

async fn order(call: &Call, tx: &impl ConnectionTrait, asked: &Reissue) -> Result<()> {
    let person = store::technician::find(tx, asked.technician_id).await?.ok_or(Error::NotFound)?;
    let card = super::order(call, tx, &person).await?;
    if !rows::set_card(tx, asked.id, card).await? {
        return Err(Error::Conflict("conflict.state"));
    }
    note(call, tx, asked, "card.reissue_order", json!({ "card": card })).await?;
    let whom = Addressee::of_technician(tx, person.id).await?;
    let told = [("name", Value::Text(person.full_name()))];
    notice::tell(call, tx, &whom, NoticeKind::ReissueOrdered, told).await?;
    Ok(())
}

/// Takes a reissue back that is not paid; its fee is taken back with it, and a card that was stopped stays so. Errors:
/// `NotFound` where none is under way; `conflict.state` where the new card has been ordered.
pub async fn withdraw(call: &Call, id: TechnicianId) -> Result<()> {
    call.authorize(Action::CardHold, &owner(id))?;
    let tx = call.db.begin().await?;
    let found = rows::under_way(&tx, id).await?.ok_or(Error::NotFound)?;
    if found.card.is_some() {
        return Err(Error::Conflict("conflict.state"));
    }
    if let Some(request) = found.fee {
        // Held, so that a payment of this moment comes before or after.
        let request = store::fee::lock(&tx, request).await?.ok_or(Error::NotFound)?;
        if request.paid_at.is_some() {
            return Err(Error::Conflict("conflict.state"));
        }
        fee::withdraw(call, &tx, &request).await?;
    }
    end(call, &tx, &found, "card.reissue_withdraw").await?;
    // A level granted meanwhile was to come with this card.
    if is_of_other_level(&tx, id).await? {
        order_level(call, &tx, id).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The new card of a reissue has come or is out of use: the reissue is over. Says whether there was one.
pub(super) async fn end_of_card(call: &Call, tx: &impl ConnectionTrait, card: CardId) -> Result<bool> {
    match rows::of_card(tx, card).await? {
        Some(found) if found.ended_at.is_none() => {
            end(call, tx, &found, "card.reissue_end").await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

async fn end(call: &Call, tx: &impl ConnectionTrait, found: &Reissue, process: &'static str) -> Result<()> {
    if rows::end(tx, found.id, call.now()).await? {
        note(call, tx, found, process, json!({ "ended": true })).await?;
    }
    Ok(())
}

async fn note(
    call: &Call,
    tx: &impl ConnectionTrait,
    reissue: &Reissue,
    process: &'static str,
    new: serde_json::Value,
) -> Result<()> {
    let subject_id = reissue.technician_id.to_string();
    let change = Change { process, subject_kind: "technician", subject_id, new: Some(new), ..Change::default() };
    call.note(tx, change).await
}
