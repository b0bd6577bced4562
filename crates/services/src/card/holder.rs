//! The holder's side of a card. Invariant: whoever says that a card is lost is believed at once; it does not come back into
//! use when it is found again, since nobody can tell who held it meanwhile.

use crate::{
    Call, Error, Result,
    notice::{self, Addressee},
};
use domain::{
    access::{Action, Resource},
    card::{
        CardState, RevocationReason,
        delivery::whereabouts,
        printed::{self, Printed},
        reissue::{HeldCard, Holding, Reissue},
    },
    fee::PriceKind,
    id::{CardId, TechnicianId},
    notice::{NoticeKind, Value},
    time::Instant,
};
use store::{
    ConnectionTrait,
    card::Card,
    technician::{
        Technician,
        version::{self, Version},
    },
};

/// The one whose card it is, as a decision wants to know.
pub(crate) fn owner(id: TechnicianId) -> Resource {
    Resource::Technician { id, employers: Vec::new(), seen_by: Vec::new() }
}

/// A person's cards, where they are, and what a new one costs. Errors: `NotFound`.
pub async fn holding(call: &Call, id: TechnicianId) -> Result<Holding> {
    call.authorize(Action::CardHold, &owner(id))?;
    let db = call.db.read();
    let person = store::technician::find(db, id).await?.ok_or(Error::NotFound)?;
    let cards = store::card::of_technician(db, id).await?;
    let prices = store::fee::price::list(db).await?;
    let said = said(db, &person).await?;
    let mut held_cards = Vec::new();
    for card in &cards {
        held_cards.push(HeldCard { shows_old: shows_old(db, card, &said).await?, ..held(card) });
    }
    Ok(Holding {
        technician_id: id,
        name: person.full_name(),
        kana: person.full_kana(),
        cards: held_cards,
        reissue: under_way(db, id, &cards).await?,
        price: prices.price(PriceKind::CardReissue, call.today()),
    })
}

fn held(card: &Card) -> HeldCard {
    HeldCard {
        card_id: card.id,
        state: card.state,
        level: card.level,
        whereabouts: whereabouts(card.state, card.place),
        since: card.placed_at.or((card.state == CardState::Ordered).then_some(card.ordered_at)),
        valid_until: (card.state != CardState::Ordered).then_some(card.valid_until),
        ended: card.revoked_at.map(|at| (at, card.revocation_reason)),
        shows_old: false,
    }
}

/// What the register said of what is printed on a card, from when on.
async fn said(db: &impl ConnectionTrait, person: &Technician) -> Result<Vec<(Instant, Printed)>> {
    let versions = version::all(db, person.id).await?;
    let of = |version: &Version| {
        (version.at.unwrap_or(person.registered_at), Printed::of(&version.form, version.photo.as_deref()))
    };
    Ok(versions.iter().map(of).collect())
}

/// Whether a card that has a chip says something else than the register by now: one of a batch was printed when that was put
/// together.
async fn shows_old(db: &impl ConnectionTrait, card: &Card, said: &[(Instant, Printed)]) -> Result<bool> {
    let batch = match card.batch {
        Some(id) if !said.is_empty() => store::card::batch::find(db, id).await?.map(|batch| batch.made_at),
        _ => None,
    };
    Ok(batch.or(card.issued_at).is_some_and(|printed_at| printed::shows_old(printed_at, said)))
}

/// Tells somebody whose registration has just changed what is printed, where a card of theirs says something else from now on.
pub(crate) async fn tell_outdated(
    call: &Call,
    tx: &impl ConnectionTrait,
    before: &Technician,
    after: &Technician,
) -> Result<()> {
    let printed = |of: &Technician| Printed::of(&crate::registration::form_of(of), of.photo.as_deref());
    if printed(before) == printed(after) {
        return Ok(());
    }
    let cards = store::card::of_technician(tx, after.id).await?;
    let cards: Vec<(CardState, bool)> = cards.iter().map(|card| (card.state, card.batch.is_some())).collect();
    if printed::is_any_printed(&cards) {
        let whom = Addressee::of_technician(tx, after.id).await?;
        let values = [("name", Value::Text(after.full_name()))];
        notice::tell(call, tx, &whom, NoticeKind::CardOutdated, values).await?;
    }
    Ok(())
}

async fn under_way(db: &impl ConnectionTrait, id: TechnicianId, cards: &[Card]) -> Result<Option<Reissue>> {
    let Some(found) = store::card::reissue::under_way(db, id).await? else { return Ok(None) };
    let fee = match found.fee {
        Some(fee) => match store::fee::find(db, fee).await? {
            Some(fee) => Some(crate::fee::line(db, &fee).await?),
            None => None,
        },
        None => None,
    };
    let new = cards.iter().find(|card| found.card == Some(card.id));
    let place = new.and_then(|card| whereabouts(card.state, card.place));
    Ok(Some(Reissue { reason: found.reason, asked_at: found.asked_at, fee, ordered: found.card.is_some(), place }))
}

/// Takes a card out of use because its holder lost it, or the operator was told so by telephone. Errors: `NotFound`;
/// `conflict.already_done` where it is out of use; `conflict.state` where it was never made.
pub async fn report_lost(call: &Call, id: CardId) -> Result<()> {
    // Before it is looked for, so that nobody else learns which cards there are.
    call.authorize(Action::CardHold, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let card = store::card::find(&tx, id).await?.ok_or(Error::NotFound)?;
    call.authorize(Action::CardHold, &owner(card.technician_id))?;
    match card.state {
        CardState::Issued => super::stop(call, &tx, &card, RevocationReason::Lost).await?,
        CardState::Revoked | CardState::Replaced => return Err(Error::Conflict("conflict.already_done")),
        CardState::Ordered => return Err(Error::Conflict("conflict.state")),
    }
    tx.commit().await?;
    Ok(())
}
