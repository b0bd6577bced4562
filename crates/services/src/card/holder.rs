//! The holder's side of a card. Invariant: whoever says that a card is lost is believed at once; it does not come back into
//! use when it is found again, since nobody can tell who held it meanwhile.

use crate::{Call, Error, Result};
use domain::{
    access::{Action, Resource},
    card::{
        CardState, RevocationReason,
        delivery::whereabouts,
        reissue::{HeldCard, Holding, Reissue},
    },
    fee::PriceKind,
    id::{CardId, TechnicianId},
};
use store::{ConnectionTrait, card::Card};

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
    Ok(Holding {
        technician_id: id,
        name: person.full_name(),
        kana: person.full_kana(),
        cards: cards.iter().map(held).collect(),
        reissue: under_way(db, id).await?,
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
    }
}

async fn under_way(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Option<Reissue>> {
    let Some(found) = store::card::reissue::under_way(db, id).await? else { return Ok(None) };
    let fee = match found.fee {
        Some(fee) => store::fee::find(db, fee).await?.map(|fee| fee.line()),
        None => None,
    };
    Ok(Some(Reissue { reason: found.reason, asked_at: found.asked_at, fee, ordered: found.card.is_some() }))
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
