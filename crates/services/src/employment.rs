//! 所属の申し出: a business says whom it employs, and the person agrees; it says whom it employs no more, and the person can
//! object. Invariant: nothing of the person reaches the business before they agree, and each step is told to the other side.

use crate::{Call, Change, Error, Result, account::count, notice, registration::keep_employments};
use domain::{
    access::{Action, Denied, Resource},
    employment::{Answer, Claim, Employed, EmploymentForm, RequestRow, Standing, answered, last_day},
    id::{BusinessId, EmploymentRequestId, TechnicianId},
    listing::{Listed, Mark},
    notice::{NoticeKind, Value},
    technician::{EmploymentChange, Engagement, LaterMain, later_main},
    time::WorkDate,
};
use serde_json::json;
use store::{ConnectionTrait, Fault, employment as rows};

/// Nobody is registered under this ID with this birth date.
const NOBODY: &str = "employment.nobody";
/// The person is employed there already.
const ALREADY: &str = "employment.already";
/// Another request waits for the person's answer.
const WAITS: &str = "employment.waits";
/// Another main employment begins later than the one that was asked for.
const NEWER: &str = "employment.newer";
/// It was answered already, or the days for it have gone by.
const ANSWERED: &str = "employment.answered";

fn business(call: &Call) -> Result<BusinessId> {
    call.authorize(Action::EmploymentFile, &Resource::Register)?;
    call.actor.business.ok_or(Error::Forbidden(Denied::Role))
}

fn person(call: &Call) -> Result<TechnicianId> {
    call.authorize(Action::EmploymentAnswer, &Resource::Register)?;
    call.actor.technician.ok_or(Error::Forbidden(Denied::Role))
}

/// Whether the caller says whom a business employs. Errors: `auth.forbidden`, `auth.log_in_first`.
pub fn may_file(call: &Call) -> Result<()> {
    business(call).map(drop)
}

/// Whether the caller answers for themselves. Errors: as [`may_file`].
pub fn may_answer(call: &Call) -> Result<()> {
    person(call).map(drop)
}

fn about(it: &RequestRow, process: &'static str) -> Change {
    Change { process, subject_kind: "employment_request", subject_id: it.id.to_string(), ..Change::default() }
}

/// What one's own business said, or was asked of oneself, the latest first.
pub async fn list(call: &Call, after: Option<Mark>) -> Result<Listed<RequestRow>> {
    let action = if call.actor.technician.is_some() { Action::EmploymentAnswer } else { Action::EmploymentFile };
    let scope = call.authorize(action, &Resource::Register)?;
    let mut listed = rows::list(call.db.read(), &scope, after).await?;
    listed.rows = listed.rows.into_iter().map(|row| row.at(call.now())).collect();
    Ok(listed)
}

/// Says that one's business employs a registered person, who is asked to agree. Errors: problems of the form;
/// `employment.nobody`, `employment.already`, `employment.waits`; `rate_limited` for a log-in that tries many.
pub async fn ask(call: &Call, form: &EmploymentForm) -> Result<()> {
    let own = business(call)?;
    let account = call.actor.account.ok_or(Error::Forbidden(Denied::Role))?;
    crate::fee::require_good_standing(call, call.db.read()).await?;
    let entry = form.validate().map_err(Error::fields)?;
    count(call, "employment", &account.to_string()).await?;
    let tx = call.db.begin().await?;
    let found = store::technician::lock(&tx, entry.technician).await?;
    let found = found.filter(|person| person.birth_date == entry.birth).ok_or(Error::rejected(NOBODY))?;
    if rows::lasting(&tx, (own, found.id), call.today()).await?.is_some_and(|of| of.main || !entry.main) {
        return Err(Error::rejected(ALREADY));
    }
    for old in rows::waiting(&tx, (own, found.id)).await? {
        if old.clone().at(call.now()).standing == Standing::Lapsed {
            rows::answer(&tx, old.id, Standing::Lapsed, call.now()).await?;
            call.note(&tx, about(&old, "employment.lapse")).await?;
        }
    }
    let it = said(call, &tx, (own, found.id), (Claim::Begins, entry.main), (entry.from, None)).await?;
    rows::insert(&tx, &it, account).await.map_err(|fault| match fault {
        Fault::Taken(_) => Error::Conflict(WAITS),
        other => other.into(),
    })?;
    let new = json!({ "business": own, "technician": found.id, "main": entry.main, "from": entry.from });
    call.note(&tx, Change { new: Some(new), ..about(&it, "employment.ask") }).await?;
    tell_person(call, &tx, &it, NoticeKind::EmploymentAsked, it.from).await?;
    tx.commit().await?;
    Ok(())
}

async fn said(
    call: &Call,
    tx: &impl ConnectionTrait,
    (business, technician): (BusinessId, TechnicianId),
    (claim, main): (Claim, bool),
    (from, until): (WorkDate, Option<WorkDate>),
) -> Result<RequestRow> {
    Ok(RequestRow {
        id: EmploymentRequestId(call.ids.ordered(call.now())),
        business,
        business_name: store::business::name(tx, business).await?.unwrap_or_default(),
        technician,
        claim,
        main,
        from,
        until,
        ended_before: None,
        standing: if claim == Claim::Begins { Standing::Waiting } else { Standing::Told },
        asked_at: call.now(),
    })
}

async fn tell_person(
    call: &Call,
    tx: &impl ConnectionTrait,
    it: &RequestRow,
    kind: NoticeKind,
    day: WorkDate,
) -> Result<()> {
    let whom = notice::Addressee::of_technician(tx, it.technician).await?;
    let values = [("business", Value::Text(it.business_name.clone())), ("day", Value::Day(day))];
    notice::tell(call, tx, &whom, kind, values).await?;
    Ok(())
}

/// Tells a business of an employment of a person it employs, or employed until now.
async fn tell_business(
    call: &Call,
    tx: &impl ConnectionTrait,
    (business, technician): (BusinessId, TechnicianId),
    (kind, day): (NoticeKind, WorkDate),
) -> Result<()> {
    let whom = notice::Addressee::of_business(tx, business).await?;
    let person = store::technician::find(tx, technician).await?.ok_or(Error::NotFound)?;
    let values = [
        ("business", Value::Text(store::business::name(tx, business).await?.unwrap_or_default())),
        ("day", Value::Day(day)),
        ("name", Value::Text(person.full_name())),
    ];
    notice::tell(call, tx, &whom, kind, values).await?;
    Ok(())
}

/// The request, locked, with the answer written. Errors: `NotFound`, also for one of another; `employment.answered`.
async fn answer_of(
    call: &Call,
    tx: &impl ConnectionTrait,
    id: EmploymentRequestId,
    is_own: impl Fn(&RequestRow) -> bool,
    answer: Answer,
) -> Result<RequestRow> {
    let mut it = rows::lock(tx, id).await?.filter(|it| is_own(it)).ok_or(Error::NotFound)?.at(call.now());
    let old = it.standing;
    it.standing = answered(old, answer, (it.asked_at, call.now())).map_err(|_| Error::Conflict(ANSWERED))?;
    rows::answer(tx, id, it.standing, call.now()).await?;
    let process = match answer {
        Answer::Agree => "employment.agree",
        Answer::Refuse => "employment.refuse",
        Answer::Withdraw => "employment.withdraw",
        Answer::Object => "employment.object",
    };
    let (old, new) = (json!({ "standing": old }), json!({ "standing": it.standing, "technician": it.technician }));
    call.note(tx, Change { old: Some(old), new: Some(new), ..about(&it, process) }).await?;
    Ok(it)
}

/// Takes back what waits for the person. Errors: `NotFound`; `employment.answered`.
pub async fn withdraw(call: &Call, id: EmploymentRequestId) -> Result<()> {
    let own = business(call)?;
    let tx = call.db.begin().await?;
    answer_of(call, &tx, id, |it| it.business == own, Answer::Withdraw).await?;
    tx.commit().await?;
    Ok(())
}

/// Agrees: the employment stands in the register from its day on, and a main one ends whichever was main the day before.
/// Errors: `NotFound`; `employment.answered`; `employment.already`; `employment.newer` where it would undo a main employment
/// that begins later.
pub async fn agree(call: &Call, id: EmploymentRequestId) -> Result<()> {
    let me = person(call)?;
    let tx = call.db.begin().await?;
    store::technician::lock(&tx, me).await?.ok_or(Error::NotFound)?;
    let it = answer_of(call, &tx, id, |it| it.technician == me, Answer::Agree).await?;
    // Registered by another way since it was asked.
    if rows::lasting(&tx, (it.business, me), call.today()).await?.is_some_and(|of| of.main || !it.main) {
        return Err(Error::Conflict(ALREADY));
    }
    if it.main {
        let engaged = store::technician::engaged(&tx, me).await?;
        later_main(&engaged, it.business, (it.from, None)).map_err(|LaterMain| Error::Conflict(NEWER))?;
    }
    let before = store::technician::main_employer(&tx, me, it.from).await?;
    let begin = EmploymentChange::Begin { business: it.business, from: it.from, until: None, main: it.main };
    keep_employments(call, &tx, me).await?;
    store::technician::change(&tx, me, begin).await?;
    tell_business(call, &tx, (it.business, me), (NoticeKind::EmploymentBegun, it.from)).await?;
    if let Some(before) = before.filter(|before| it.main && *before != it.business) {
        tell_business(call, &tx, (before, me), (NoticeKind::EmploymentEnded, it.from.previous())).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Refuses; the business hears it by the number it typed. Errors: `NotFound`; `employment.answered`.
pub async fn refuse(call: &Call, id: EmploymentRequestId) -> Result<()> {
    let me = person(call)?;
    let tx = call.db.begin().await?;
    let it = answer_of(call, &tx, id, |it| it.technician == me, Answer::Refuse).await?;
    let whom = notice::Addressee::of_business(&tx, it.business).await?;
    let values = [("business", Value::Text(it.business_name.clone())), ("id", Value::Text(me.grouped()))];
    notice::tell(call, &tx, &whom, NoticeKind::EmploymentRefused, values).await?;
    tx.commit().await?;
    Ok(())
}

/// Somebody one's business employs. Errors: `NotFound` for anybody else.
pub async fn employed(call: &Call, technician: TechnicianId) -> Result<Employed> {
    let own = business(call)?;
    rows::lasting(call.db.read(), (own, technician), call.today()).await?.ok_or(Error::NotFound)
}

/// Says that one's business employs a person no more after a day: it is written at once, and the person told, who can
/// object. Errors: `NotFound` for who is not employed there; a wrong `until`.
pub async fn end(call: &Call, technician: TechnicianId, until: &str) -> Result<()> {
    let own = business(call)?;
    let account = call.actor.account.ok_or(Error::Forbidden(Denied::Role))?;
    let tx = call.db.begin().await?;
    store::technician::lock(&tx, technician).await?.ok_or(Error::NotFound)?;
    let of = rows::lasting(&tx, (own, technician), call.today()).await?.ok_or(Error::NotFound)?;
    let until = last_day(until, (of.from, of.until)).map_err(|problem| Error::fields(vec![problem]))?;
    let end = EmploymentChange::End { business: own, from: of.from, until };
    keep_employments(call, &tx, technician).await?;
    store::technician::change(&tx, technician, end).await?;
    let it = said(call, &tx, (own, technician), (Claim::Ends, of.main), (of.from, Some(until))).await?;
    let it = RequestRow { ended_before: of.until, ..it };
    rows::insert(&tx, &it, account).await?;
    let new = json!({ "business": own, "technician": technician, "from": of.from, "until": until });
    call.note(&tx, Change { new: Some(new), ..about(&it, "employment.end") }).await?;
    tell_person(call, &tx, &it, NoticeKind::EmploymentEnding, until).await?;
    tx.commit().await?;
    Ok(())
}

/// Objects to an end: the employment goes on as it was, to the last day it had before; where another has become the main one
/// since, as a secondary from the day after. Errors: `NotFound`; `employment.answered`, also after thirty days, and where the
/// register says another last day by now.
pub async fn object(call: &Call, id: EmploymentRequestId) -> Result<()> {
    let me = person(call)?;
    let tx = call.db.begin().await?;
    store::technician::lock(&tx, me).await?.ok_or(Error::NotFound)?;
    let it = answer_of(call, &tx, id, |it| it.technician == me, Answer::Object).await?;
    let until = it.until.unwrap_or(it.from);
    let engaged = store::technician::engaged(&tx, me).await?;
    let is_it = |of: &&Engagement| (of.business, of.from, of.until) == (it.business, it.from, Some(until));
    let ended = engaged.iter().find(is_it).ok_or(Error::Conflict(ANSWERED))?;
    let is_taken = ended.main
        && engaged.iter().any(|of| of.main && of.business != it.business && of.until.is_none_or(|last| last > until));
    let change = if is_taken {
        let (business, from) = (it.business, until.next());
        EmploymentChange::Begin { business, from, until: it.ended_before, main: false }
    } else {
        EmploymentChange::Last { business: it.business, from: it.from, until: it.ended_before }
    };
    keep_employments(call, &tx, me).await?;
    store::technician::change(&tx, me, change).await?;
    tell_business(call, &tx, (it.business, me), (NoticeKind::EmploymentObjected, until)).await?;
    tx.commit().await?;
    Ok(())
}
