//! 更新の予約: the half days a counter has free, and a business's appointment on one. Invariant: who books may renew on that day
//! as things stand, and has one appointment at a time.

use crate::{Call, Change, Error, Result, business, notice};
use domain::{
    access::{Action, Denied, Resource},
    application::ApplicationKind,
    appointment::{AppointmentRow, OpenOffice, Slot, SlotForm, SlotRow, call_off_reason},
    form::{FieldProblem, Problem},
    id::{AppointmentId, OfficeId},
    listing::{Listed, Mark},
    notice::{NoticeKind, Value},
    prefecture::PrefectureCode,
    registrar::Standing,
};
use serde_json::json;
use store::{ConnectionTrait, appointment as rows};

/// No place is left on the half day.
const FULL: &str = "appointment.full";
/// The half day can be booked until the day before.
const PAST: &str = "appointment.past";
/// There is one already.
const ONE: &str = "appointment.one_at_a_time";
/// A renewal is under way already.
const UNDER_WAY: &str = "appointment.under_way";
/// More have booked than would have a place.
const BOOKED: &str = "appointment.more_booked";

fn about(id: AppointmentId, process: &'static str) -> Change {
    Change { process, subject_kind: "appointment", subject_id: id.to_string(), ..Change::default() }
}

/// Opens a half day of the caller's office with so many places, or changes them. Errors: problems of the form;
/// `appointment.more_booked`; `auth.lapsed` for a day the certification does not cover, beside `day`.
pub async fn open(call: &Call, form: &SlotForm) -> Result<()> {
    call.authorize(Action::AppointmentKeep, &Resource::Register)?;
    let (slot, places) = form.validate(call.today()).map_err(Error::fields)?;
    let desk = call.actor.desk.ok_or(Error::Forbidden(Denied::NotYours))?;
    let covers = call.actor.period.is_none_or(|period| period.standing(slot.on) == Standing::Good);
    if !covers {
        return Err(Error::fields(vec![FieldProblem::new("day", Problem::Expired)]));
    }
    let tx = call.db.begin().await?;
    if !rows::open(&tx, desk.office, slot, places).await? {
        return Err(Error::rejected(BOOKED));
    }
    let change = Change {
        process: "appointment.open",
        subject_kind: "office",
        subject_id: desk.office.to_string(),
        new: Some(json!({ "slot": slot, "places": places })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// The half days of the caller's office, soonest first.
pub async fn slots(call: &Call) -> Result<Vec<SlotRow>> {
    let scope = call.authorize(Action::AppointmentKeep, &Resource::Register)?;
    Ok(rows::slots(call.db.read(), &scope, call.today()).await?)
}

/// The part after `after` of who comes to the caller's office from today on.
pub async fn of_office(call: &Call, after: Option<Mark>) -> Result<Listed<AppointmentRow>> {
    let scope = call.authorize(Action::AppointmentKeep, &Resource::Register)?;
    Ok(rows::of_office(call.db.read(), &scope, call.today(), after).await?)
}

/// The part after `after` of the offices of a prefecture with half days to book; the business's own where none is named.
pub async fn offices(
    call: &Call,
    prefecture: Option<PrefectureCode>,
    after: Option<Mark>,
) -> Result<(PrefectureCode, Listed<OpenOffice>)> {
    call.authorize(Action::AppointmentMake, &Resource::Register)?;
    let db = call.db.read();
    let prefecture = if let Some(prefecture) = prefecture {
        prefecture
    } else {
        let own = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
        store::business::find(db, own).await?.ok_or(Error::NotFound)?.prefecture
    };
    Ok((prefecture, rows::offices(db, prefecture, call.today(), after).await?))
}

/// The half days of an office that can be booked today.
pub async fn free(call: &Call, office: OfficeId) -> Result<Vec<SlotRow>> {
    call.authorize(Action::AppointmentMake, &Resource::Register)?;
    Ok(rows::free(call.db.read(), office, call.today()).await?)
}

/// The appointment of the caller's business, while it is to come. Errors: `auth.forbidden`.
pub async fn own(call: &Call) -> Result<Option<AppointmentRow>> {
    call.authorize(Action::AppointmentMake, &Resource::Register)?;
    let own = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
    Ok(rows::of_business(call.db.read(), own, call.today()).await?)
}

/// Books a half day at an office. Errors: a missing `slot`; `appointment.past`, `appointment.full`,
/// `appointment.one_at_a_time`, `appointment.under_way`; `business.not_renewable`.
pub async fn book(call: &Call, office: OfficeId, slot: Option<Slot>) -> Result<AppointmentId> {
    call.authorize(Action::AppointmentMake, &Resource::Register)?;
    let slot = slot.ok_or_else(|| Error::fields(vec![FieldProblem::new("slot", Problem::Missing)]))?;
    let own = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
    if !slot.may_be_booked(call.today()) {
        return Err(Error::rejected(PAST));
    }
    let tx = call.db.begin().await?;
    // Two of one business who press at once: the second finds the appointment of the first.
    store::business::lock(&tx, own).await?.ok_or(Error::NotFound)?;
    business::require_renewable(call, &tx, own).await?;
    let under_way = store::application::of_business_under_way(&tx, own).await?;
    if under_way.iter().any(|open| open.kind == ApplicationKind::BusinessRenewal) {
        return Err(Error::rejected(UNDER_WAY));
    }
    if rows::of_business(&tx, own, call.today()).await?.is_some() {
        return Err(Error::rejected(ONE));
    }
    if !rows::take_place(&tx, office, slot).await? {
        return Err(Error::rejected(FULL));
    }
    let id = AppointmentId(call.ids.uuid(call.now()));
    rows::insert(&tx, id, (office, slot), own, (call.now(), call.actor.account)).await?;
    let new = json!({ "office": office, "slot": slot, "business": own });
    call.note(&tx, Change { new: Some(new), ..about(id, "appointment.book") }).await?;
    tx.commit().await?;
    Ok(id)
}

/// Cancels the own appointment, so that another has the place. Errors: `NotFound`; `conflict.already_done` once one came.
pub async fn cancel(call: &Call, id: AppointmentId) -> Result<()> {
    call.authorize(Action::AppointmentMake, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let found = rows::find(&tx, id).await?.filter(|found| Some(found.business) == call.actor.business);
    let found = found.ok_or(Error::NotFound)?;
    if !rows::cancel(&tx, id, call.now()).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    rows::give_back(&tx, found.office, found.slot).await?;
    let old = json!({ "office": found.office, "slot": found.slot });
    call.note(&tx, Change { old: Some(old), ..about(id, "appointment.cancel") }).await?;
    tx.commit().await?;
    Ok(())
}

/// Calls off an appointment with the caller's office, which cannot keep it; the business is told why, and its place is
/// nobody's. Errors: a missing `reason`; `NotFound` for another office's and of a day gone by;
/// `conflict.already_done` once they came.
pub async fn call_off(call: &Call, id: AppointmentId, reason: &str) -> Result<()> {
    call.authorize(Action::AppointmentKeep, &Resource::Register)?;
    let reason = call_off_reason(reason).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    let found = rows::lock(&tx, id).await?;
    let found = found.filter(|found| call.actor.desk.is_some_and(|desk| desk.office == found.office));
    let found = found.filter(|found| found.slot.on >= call.today()).ok_or(Error::NotFound)?;
    if !rows::cancel(&tx, id, call.now()).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    rows::close_place(&tx, found.office, found.slot).await?;
    let whom = notice::Addressee::of_business(&tx, found.business).await?;
    let told = [
        ("day", Value::Slot(found.slot)),
        ("name", Value::Text(found.name)),
        ("office", Value::Text(found.office_name)),
        ("phone", Value::Text(found.phone)),
        ("reason", Value::Text(reason.clone())),
    ];
    notice::tell(call, &tx, &whom, NoticeKind::AppointmentCalledOff, told).await?;
    let old = json!({ "office": found.office, "slot": found.slot });
    call.note(&tx, Change { old: Some(old), reason: Some(reason), ..about(id, "appointment.call_off") }).await?;
    tx.commit().await?;
    Ok(())
}

/// The appointment with which a business stands at the caller's counter today. Errors: `NotFound` for another office's;
/// `appointment.not_today`.
pub(crate) async fn at_counter(call: &Call, tx: &impl ConnectionTrait, id: AppointmentId) -> Result<AppointmentRow> {
    call.authorize(Action::AppointmentKeep, &Resource::Register)?;
    // Cancelled, or begun by a colleague, it is not taken up beside that.
    let found = rows::lock(tx, id).await?;
    let found = found.filter(|found| call.actor.desk.is_some_and(|desk| desk.office == found.office));
    let found = found.ok_or(Error::NotFound)?;
    if found.slot.on == call.today() { Ok(found) } else { Err(Error::rejected("appointment.not_today")) }
}
