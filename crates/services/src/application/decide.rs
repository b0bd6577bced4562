//! What a review comes to: returned, approved, rejected. Invariant: an application is approved only where every field that
//! has something in it was found good in its present value and the whole form still passes its check.

use super::{
    advance,
    complete::complete,
    form::Form,
    locked,
    review::{mine, reviewer},
    submit, tell,
    word::Words,
};
use crate::{Call, Error, Result, counter, fee, typed};
use domain::{
    application::{Deficiency, Transition, after_approval, may_approve, may_return},
    fee::ledger::Payer,
    form::{FieldProblem, Problem},
    id::ApplicationId,
    notice::{NoticeKind, REFERENCE, Value},
};
use store::{ConnectionTrait, application::Application, registrar::Counted};

/// A field is not yet found good.
const NOT_ALL_GOOD: &str = "application.not_all_good";
/// No field is deficient.
const NO_DEFICIENCY: &str = "application.no_deficiency";
const REASON_CHARS_MAX: u32 = 500;

/// Gives the application back for what is deficient. It stays with its reviewer, to whom it returns. Errors:
/// `application.no_deficiency`; fields whose reason says nothing without the reviewer's own words; `conflict.claimed`,
/// `conflict.state`.
pub async fn return_deficient(call: &Call, id: ApplicationId) -> Result<()> {
    let me = reviewer(call, id).await?;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    mine(&application, me)?;
    let form = Form::of(&application)?;
    let mut words = Words::of(&application)?;
    let reviewed = form.reviewed_of(&application);
    if !may_return(&words.present(&application, &form), &reviewed.iter().map(String::as_str).collect::<Vec<_>>()) {
        return Err(Error::rejected(NO_DEFICIENCY));
    }
    let deficient = words.deficient(&application, &form);
    // A word may have been said before explanations were asked.
    let silent: Vec<FieldProblem> = deficient.iter().filter_map(unexplained).collect();
    if !silent.is_empty() {
        return Err(Error::fields(silent));
    }
    let reason = deficient.iter().map(|of| format!("{}:{}", of.field, of.reason.code())).collect::<Vec<_>>().join(" ");
    words.give_back(&application, &form);
    application.verdicts = words.text()?;
    advance(call, &tx, &mut application, Transition::Return, Some(reason)).await?;
    counter::count(&tx, id, Counted::Returned).await?;
    tell_returned(call, &tx, &application, deficient).await?;
    tx.commit().await?;
    Ok(())
}

/// A reason that wants the reviewer's own words and has none.
fn unexplained(of: &Deficiency) -> Option<FieldProblem> {
    of.reason.explained(&of.explanation).err().map(|problem| FieldProblem::new(&of.field, problem))
}

/// Tells what is to be put right, each with its reason.
pub(super) async fn tell_returned(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    items: Vec<Deficiency>,
) -> Result<()> {
    let count = Value::Count(i64::try_from(items.len()).unwrap_or(i64::MAX));
    let values = [("count", count), ("items", Value::Items { of: application.kind, items })];
    tell(call, tx, application, NoticeKind::ApplicationReturned, values).await
}

/// Approves. A fee is asked for; where there is none, the application is completed at once. Errors:
/// `application.not_all_good`, problems of the form, `conflict.claimed`, `conflict.state`.
pub async fn approve(call: &Call, id: ApplicationId) -> Result<()> {
    let me = reviewer(call, id).await?;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    mine(&application, me)?;
    let form = Form::of(&application)?;
    let reviewed = form.reviewed_of(&application);
    let asked = form.asked(&reviewed, &application);
    if !may_approve(&Words::of(&application)?.present(&application, &form), &asked) {
        return Err(Error::rejected(NOT_ALL_GOOD));
    }
    counter::before_approval(call, &tx, id).await?;
    let problems = submit::problems(call, &tx, &application).await?;
    if !problems.is_empty() {
        return Err(Error::fields(problems));
    }
    let (kind, amount) = form
        .fee(&fee::prices(call).await?, call.today())
        .ok_or_else(|| Error::internal("a form that passed has no fee"))?;
    application.decided_at = Some(call.now());
    advance(call, &tx, &mut application, Transition::Approve, None).await?;
    counter::approved(call, &tx, id).await?;
    match after_approval(amount) {
        Transition::Complete => {
            complete(call, &tx, &mut application).await?;
        }
        then => {
            let payer = Payer::Application(application.id);
            let seen_by = fee::SeenBy { technician: application.technician_id, business: application.business_id };
            let asked = fee::Asked { payer, name: &application.name, kind, amount, seen_by };
            let request = fee::ask(call, &tx, asked).await?;
            let owed = [
                ("yen", Value::Yen(amount)),
                ("due", Value::Day(request.due)),
                (REFERENCE, Value::Text(request.number())),
                ("how", Value::HowToPay(call.outside.pay_to.clone())),
            ];
            tell(call, &tx, &application, NoticeKind::FeeDue, owed).await?;
            advance(call, &tx, &mut application, then, None).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Ends the application without registration. Errors: a missing `reason`; `conflict.claimed`, `conflict.state`.
pub async fn reject(call: &Call, id: ApplicationId, reason: &str) -> Result<()> {
    let me = reviewer(call, id).await?;
    let reason = typed::lines(reason);
    let problem = match u32::try_from(reason.chars().count()).unwrap_or(u32::MAX) {
        0 => Some(Problem::Missing),
        1..=REASON_CHARS_MAX => None,
        _ => Some(Problem::TooLong { max: REASON_CHARS_MAX }),
    };
    if let Some(problem) = problem {
        return Err(Error::fields(vec![FieldProblem::new("reason", problem)]));
    }
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    mine(&application, me)?;
    application.decided_at = Some(call.now());
    let why = Value::Text(reason.clone());
    advance(call, &tx, &mut application, Transition::Reject, Some(reason)).await?;
    tell(call, &tx, &application, NoticeKind::ApplicationRejected, [("reason", why)]).await?;
    tx.commit().await?;
    Ok(())
}
