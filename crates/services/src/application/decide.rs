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
    application::{Deficiency, Transition, Verdict, after_approval, may_approve, may_return},
    fee::ledger::Payer,
    form::{FieldProblem, Problem},
    id::ApplicationId,
    notice::{NoticeKind, Value},
};
use store::{ConnectionTrait, application::Application, registrar::Counted};

/// A field is not yet found good.
const NOT_ALL_GOOD: &str = "application.not_all_good";
/// No field is deficient.
const NO_DEFICIENCY: &str = "application.no_deficiency";
const REASON_CHARS_MAX: u32 = 500;

/// Gives the application back for what is deficient. It stays with its reviewer, to whom it returns. Errors:
/// `application.no_deficiency`, `conflict.claimed`, `conflict.state`.
pub async fn return_deficient(call: &Call, id: ApplicationId) -> Result<()> {
    let me = reviewer(call, id).await?;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    mine(&application, me)?;
    let form = Form::of(&application)?;
    let words = Words::of(&application)?.present(&application, &form);
    let reviewed = form.reviewed_of(&application);
    if !may_return(&words, &reviewed.iter().map(String::as_str).collect::<Vec<_>>()) {
        return Err(Error::rejected(NO_DEFICIENCY));
    }
    let deficient = words.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Deficient(_)));
    let reason = deficient.map(|(field, verdict)| format!("{field}:{}", verdict.code())).collect::<Vec<_>>().join(" ");
    advance(call, &tx, &mut application, Transition::Return, Some(reason)).await?;
    counter::count(&tx, id, Counted::Returned).await?;
    tell_returned(call, &tx, &application, &words).await?;
    tx.commit().await?;
    Ok(())
}

/// Tells what is to be put right, each with its reason.
pub(super) async fn tell_returned(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    words: &[(String, Verdict)],
) -> Result<()> {
    let deficiency = |(field, verdict): &(String, Verdict)| match verdict {
        Verdict::Deficient(reason) => Some(Deficiency { field: field.clone(), reason: *reason }),
        Verdict::Good => None,
    };
    let items: Vec<Deficiency> = words.iter().filter_map(deficiency).collect();
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
            let owed = [("yen", Value::Yen(amount)), ("due", Value::Day(request.due))];
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
