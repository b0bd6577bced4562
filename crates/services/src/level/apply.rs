//! 申込み: asked for, paid, taken back. Invariant: a person has one open of a field at a time, and what is to be paid is asked for
//! in the transaction of the asking.

use super::{MOVED, book, field_name, one_stop, own, own_application, owner, seats};
use crate::{
    Call, Change, Error, Result, fee,
    notice::{self, Addressee},
};
use domain::{
    access::{Action, Denied, Resource},
    card::{CardState, Standing, standing},
    fee::{FeeKind, PriceKind, ledger::Payer},
    id::{FeeRequestId, LevelApplicationId, TechnicianId},
    level::{
        FieldNumber, Level,
        application::{Asking, LevelMove, LevelState, NoApplication, may_apply, next},
    },
    notice::{NoticeKind, Value},
};
use serde_json::json;
use store::{
    ConnectionTrait, Fault,
    fee::FeeRequest,
    level::application::{self as rows, Application},
    technician::Technician,
};

pub(super) fn about(it: &Application, process: &'static str) -> Change {
    Change { process, subject_kind: "level_application", subject_id: it.id.to_string(), ..Change::default() }
}

/// What is known of somebody before they ask for a level in a field.
pub(super) async fn asking(
    call: &Call,
    db: &impl ConnectionTrait,
    id: TechnicianId,
    field: FieldNumber,
) -> Result<Asking> {
    let known = book()?.field(field).ok_or(Error::NotFound)?;
    let grants = store::level::grant::of_technician(db, id).await?;
    let cards = store::card::of_technician(db, id).await?;
    let stand = |card: &store::card::Card| standing(card.state, Some(card.valid_until), call.today());
    let is_good = cards.iter().any(|card| card.state == CardState::Ordered || stand(card) == Standing::Good);
    let has_expired = cards.iter().any(|card| stand(card) == Standing::Expired);
    Ok(Asking {
        judged: known.on(call.today()).is_ok(),
        has_body: seats::of_field(db, field).await?.is_some(),
        held: own::held(&grants, field),
        open: rows::open_of(db, id, field).await?.is_some(),
        expired: has_expired && !is_good,
    })
}

/// Asks for a level of the caller's own: the fee of today is asked for, and where there is none the body can judge at once.
/// Errors: `NotFound`; [`NoApplication`] by its codes; `auth.forbidden`.
pub async fn apply(call: &Call, field: FieldNumber, wanted: Level) -> Result<LevelApplicationId> {
    call.authorize(Action::LevelApply, &Resource::Register)?;
    let id = call.actor.technician.ok_or(Error::Forbidden(Denied::Role))?;
    let tx = call.db.begin().await?;
    let person = store::technician::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    let asking = asking(call, &tx, id, field).await?;
    may_apply(asking, wanted).map_err(|why| Error::rejected(why.code()))?;
    let it = begin(call, &tx, &person, (field, wanted)).await?;
    tx.commit().await?;
    Ok(it)
}

/// Makes an application whose conditions were looked at, with its fee.
pub(super) async fn begin(
    call: &Call,
    tx: &impl ConnectionTrait,
    person: &Technician,
    (field, wanted): (FieldNumber, Level),
) -> Result<LevelApplicationId> {
    let prices = store::fee::price::list(tx).await?;
    let price = prices.price(PriceKind::LevelEvaluation, call.today());
    let price = price.ok_or(Error::rejected(NoApplication::NoPrice.code()))?;
    let request = if price.is_zero() {
        None
    } else {
        let (payer, name, seen_by) = (Payer::Technician(person.id), person.full_name(), fee::SeenBy::default());
        let asked = fee::Asked { payer, name: &name, kind: FeeKind::LevelEvaluation, amount: price, seen_by };
        Some(fee::ask(call, tx, asked).await?)
    };
    let it = Application {
        id: LevelApplicationId(call.ids.uuid(call.now())),
        technician: person.id,
        field,
        wanted,
        state: if request.is_some() { LevelState::Unpaid } else { LevelState::Waiting },
        moves: 0,
        asked_at: call.now(),
        asked_on: call.today(),
        fee: request.as_ref().map(|request| request.id),
        waiting_since: request.is_none().then(|| call.now()),
    };
    rows::insert(tx, &it).await.map_err(|fault| match fault {
        Fault::Taken(_) => Error::rejected(NoApplication::Open.code()),
        other => other.into(),
    })?;
    let new = json!({ "technician": person.id, "field": field, "level": wanted, "state": it.state, "fee": it.fee });
    call.note(tx, Change { new: Some(new), ..about(&it, "level.apply") }).await?;
    match request {
        Some(request) => tell_fee(call, tx, person, &it, &request).await?,
        None => tell(call, tx, &it, NoticeKind::LevelReceived, []).await?,
    }
    Ok(it.id)
}

async fn tell_fee(
    call: &Call,
    tx: &impl ConnectionTrait,
    person: &Technician,
    it: &Application,
    request: &FeeRequest,
) -> Result<()> {
    let told = [
        ("name", Value::Text(person.full_name())),
        ("field", Value::Text(field_name(it.field)?.to_owned())),
        ("level", Value::Level(it.wanted)),
        ("number", Value::Text(request.number())),
        ("how", Value::HowToPay(call.outside.pay_to.clone())),
        ("yen", Value::Yen(request.amount)),
        ("due", Value::Day(request.due)),
    ];
    let whom = Addressee::of_technician(tx, person.id).await?;
    notice::tell(call, tx, &whom, NoticeKind::LevelFeeDue, told).await?;
    Ok(())
}

/// Tells the person of an application what became of it.
pub(super) async fn tell<const N: usize>(
    call: &Call,
    tx: &impl ConnectionTrait,
    it: &Application,
    kind: NoticeKind,
    more: [(&'static str, Value); N],
) -> Result<()> {
    let person = store::technician::find(tx, it.technician).await?.ok_or(Error::NotFound)?;
    let told = [
        ("name", Value::Text(person.full_name())),
        ("field", Value::Text(field_name(it.field)?.to_owned())),
        ("level", Value::Level(it.wanted)),
    ];
    let whom = Addressee::of_technician(tx, it.technician).await?;
    notice::tell(call, tx, &whom, kind, told.into_iter().chain(more)).await?;
    Ok(())
}

/// Moves an application on, with its event. Errors: `conflict.state` where it does not go there, or moved since it was read.
pub(super) async fn advance(
    call: &Call,
    tx: &impl ConnectionTrait,
    it: &Application,
    (by, process): (LevelMove, &'static str),
) -> Result<LevelState> {
    let to = next(it.state, by).map_err(|_| Error::Conflict(MOVED))?;
    if !rows::advance(tx, it, to, call.now()).await? {
        return Err(Error::Conflict(MOVED));
    }
    let change = Change {
        old: Some(json!({ "state": it.state })),
        new: Some(json!({ "state": to, "technician": it.technician, "field": it.field, "level": it.wanted })),
        ..about(it, process)
    };
    call.note(tx, change).await?;
    Ok(to)
}

/// Its fee was paid: the body can judge.
pub(crate) async fn paid(call: &Call, tx: &impl ConnectionTrait, fee: FeeRequestId) -> Result<()> {
    let it = rows::of_fee(tx, fee).await?.ok_or_else(|| Error::internal("a fee of no level"))?;
    advance(call, tx, &it, (LevelMove::Pay, "level.pay")).await?;
    tell(call, tx, &it, NoticeKind::LevelReceived, []).await
}

/// Takes an application back that is not being decided; what is not paid is not asked for any more, what was paid is not given
/// back. Errors: `NotFound`; `conflict.state`.
pub async fn withdraw(call: &Call, id: LevelApplicationId) -> Result<()> {
    let tx = call.db.begin().await?;
    let it = own_application(call, &tx, id).await?;
    if let Some(request) = it.fee {
        // Held, so that a payment of this moment comes before or after.
        let request = store::fee::lock(&tx, request).await?.ok_or(Error::NotFound)?;
        if request.paid_at.is_none() {
            fee::withdraw(call, &tx, &request).await?;
        }
    }
    advance(call, &tx, &it, (LevelMove::Withdraw, "level.withdraw")).await?;
    one_stop::end(call, &tx, it.technician).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks for another level by the same application. Errors: `NotFound`; `level.already`; `conflict.state` where it is being
/// decided or was.
pub async fn change_wanted(call: &Call, id: LevelApplicationId, wanted: Level) -> Result<()> {
    let tx = call.db.begin().await?;
    let it = own_application(call, &tx, id).await?;
    let grants = store::level::grant::of_technician(&tx, it.technician).await?;
    if wanted <= own::held(&grants, it.field) {
        return Err(Error::rejected(NoApplication::Already.code()));
    }
    changed(call, &tx, &it, wanted).await?;
    let change = Change {
        old: Some(json!({ "level": it.wanted })),
        new: Some(json!({ "level": wanted })),
        ..about(&it, "level.change_wanted")
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that what is judged changed. Errors: `conflict.state` where it is being decided or was.
pub(super) async fn changed(call: &Call, tx: &impl ConnectionTrait, it: &Application, wanted: Level) -> Result<()> {
    call.authorize(Action::LevelApply, &owner(it.technician))?;
    if it.state.is_own() && rows::touch(tx, it, wanted).await? { Ok(()) } else { Err(Error::Conflict(MOVED)) }
}
