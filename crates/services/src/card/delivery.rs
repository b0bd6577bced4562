//! A card on its way to its holder. Invariant: an older card is good until the one made in its place has come.

use super::holder::owner;
use crate::{
    Call, Error, Result,
    notice::{self, Addressee},
};
use domain::{
    access::{Action, Resource},
    card::{
        CardState,
        delivery::{Place, ReturnReason, Step, after},
    },
    form::{FieldProblem, Problem},
    id::CardId,
    notice::{NoticeKind, Value},
};
use serde_json::json;
use store::{ConnectionTrait, card::Card};

/// Notes a step of a card on its way: sent and brought back by the operator, arrived also by its holder. Tells the person
/// of what was sent and of what came back. Errors: `NotFound`; `conflict.state` where the step is not one from there;
/// `card.keys_not_handed`; `reason` missing for what came back.
pub async fn move_on(call: &Call, id: CardId, step: Step, reason: Option<ReturnReason>) -> Result<()> {
    let action = if step == Step::Arrive { Action::CardHold } else { Action::CardIssue };
    call.authorize(action, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let card = store::card::find(&tx, id).await?.ok_or(Error::NotFound)?;
    call.authorize(action, &owner(card.technician_id))?;
    if step == Step::ComeBack && reason.is_none() {
        return Err(Error::fields(vec![FieldProblem::new("reason", Problem::Missing)]));
    }
    moved(call, &tx, &card, step, reason.filter(|_| step == Step::ComeBack)).await?;
    tx.commit().await?;
    Ok(())
}

/// The step itself, as part of a change. Errors: `conflict.state`; `card.keys_not_handed`.
pub(super) async fn moved(
    call: &Call,
    tx: &impl ConnectionTrait,
    card: &Card,
    step: Step,
    reason: Option<ReturnReason>,
) -> Result<()> {
    let conflict = || Error::Conflict("conflict.state");
    let to = after(card.place, step).filter(|_| card.state == CardState::Issued).ok_or_else(conflict)?;
    if step == Step::Send {
        super::batch::require_keys(tx, card).await?;
    }
    if !store::card::advance(tx, card.id, (card.place, to), reason, call.now()).await? {
        return Err(conflict());
    }
    let replaced = if to == Place::Arrived { arrived(call, tx, card).await? } else { Vec::new() };
    let new = json!({ "place": to, "return_reason": reason, "replaced": replaced });
    let mut change = super::about(card.id, "card.move", card.state, new);
    change.old = Some(json!({ "place": card.place }));
    call.note(tx, change).await?;
    let person = store::technician::find(tx, card.technician_id).await?.ok_or(Error::NotFound)?;
    let name = ("name", Value::Text(person.full_name()));
    let whom = Addressee::of_technician(tx, person.id).await?;
    match to {
        Place::SentOn => {
            let told = [name, ("until", Value::Day(card.valid_until))];
            notice::tell(call, tx, &whom, NoticeKind::CardIssued, told).await?;
        }
        Place::CameBack => {
            let told = [name, ("day", Value::Day(call.today()))];
            notice::tell(call, tx, &whom, NoticeKind::CardReturned, told).await?;
        }
        Place::NotKept | Place::Made | Place::Arrived => {}
    }
    Ok(())
}

/// It is with its holder: older cards are replaced, and the reissue it was made for is over.
async fn arrived(call: &Call, tx: &impl ConnectionTrait, card: &Card) -> Result<Vec<CardId>> {
    super::reissue::end_of_card(call, tx, card.id).await?;
    Ok(store::card::replace_older(tx, card.technician_id, card.id, call.now()).await?)
}
