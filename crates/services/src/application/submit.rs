//! Handing an application in, and taking it back. Invariant: what is handed in passes the whole check of that day; the
//! draft stays as it is where it does not.

use super::{
    about, advance, answer,
    change::employment_problem,
    check, chief,
    form::{Form, file_of},
    licence, locked, locked_to_fill_in, start, tell,
    word::Words,
};
use crate::{Call, Error, Result, counter, proxy::files_for_another};
use domain::{
    access::{Action, Actor, Resource},
    application::{ApplicationKind, AutoCheck, Finding, STOOD_BY, State, Transition, again},
    business::{EVIDENCE, FINAL},
    form::{FieldProblem, Problem},
    id::{ApplicationId, BusinessId},
    notice::NoticeKind,
    proxy::{Consent, PAPER},
    technician::{Group, List, TechnicianForm},
};
use serde_json::json;
use store::{ConnectionTrait, application::Application, registrar::Counted};

/// A change in which nothing is other than it is registered.
const NOTHING_CHANGED: &str = "application.nothing_changed";

/// Hands the application in, for the first time or after it was returned. Errors: all problems beside their fields;
/// [`STOOD_BY`](domain::application::STOOD_BY) among them where something is still as it was returned; `conflict.state`
/// where it is not the applicant's turn.
pub async fn submit(call: &Call, id: ApplicationId) -> Result<()> {
    hand_in(call, id, false).await
}

/// The same, by an applicant who says that what is still as it was returned stays so. The reviewer sees which fields.
/// Errors: as [`submit`].
pub async fn submit_as_it_stands(call: &Call, id: ApplicationId) -> Result<()> {
    hand_in(call, id, true).await
}

async fn hand_in(call: &Call, id: ApplicationId, stood_by: bool) -> Result<()> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    Box::pin(chief::settle(call, id)).await?;
    let licence = licence::asked(call, id).await?;
    let tx = call.db.begin().await?;
    let mut application = locked_to_fill_in(call, &tx, id).await?;
    let transition = if application.state == State::Returned { Transition::Resubmit } else { Transition::Submit };
    if application.state == State::Draft {
        still_open(call, &tx, &application).await?;
    }
    if application.state.is_editable() {
        consent(call, &tx, &application).await?;
        let mut problems = problems(call, &tx, &application).await?;
        if let Some(undone) = undone_employment(&tx, &application).await? {
            problems.push(undone);
            problems = Form::of(&application)?.in_page_order(problems);
        }
        problems.extend(counter::before_submit(call, &tx, &application).await?);
        problems.extend(again(&answer::deficiencies(&application)?, stood_by).err());
        if !problems.is_empty() {
            return Err(Error::fields(problems));
        }
    }
    application.submitted_at = application.submitted_at.or_else(|| Some(call.now()));
    application.anew = answer::decided_anew(call, &tx, &application).await?;
    let stood_by = stands_by(&mut application, transition)?;
    advance(call, &tx, &mut application, transition, stood_by).await?;
    if transition == Transition::Submit {
        counter::count(&tx, id, Counted::Submitted).await?;
    }
    check::keep_sought(&tx, &application).await?;
    if let Some(answer) = &licence {
        store::application::licence::keep(&tx, id, answer).await?;
    }
    note_checks(call, &tx, &application).await?;
    tell(call, &tx, &application, NoticeKind::ApplicationReceived, []).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps with the reviewer's words which of what was returned came back as it was; gives those fields for the event.
fn stands_by(application: &mut Application, transition: Transition) -> Result<Option<String>> {
    if transition != Transition::Resubmit {
        return Ok(None);
    }
    let mut words = Words::of(application)?;
    let fields = words.take_back(application, &Form::of(application)?);
    application.verdicts = words.text()?;
    let named: Vec<String> = fields.iter().map(|field| format!("{STOOD_BY}:{field}")).collect();
    Ok((!named.is_empty()).then(|| named.join(" ")))
}

/// Keeps how the person agreed to an application that another files: on their phone, where they hand it in themselves, or
/// on the paper whose picture is there. Errors: a missing `consent_paper`.
async fn consent(call: &Call, tx: &impl ConnectionTrait, application: &Application) -> Result<()> {
    if store::proxy::find(tx, application.id).await?.is_none() {
        return Ok(());
    }
    let consent = if files_for_another(call) { Consent::Paper } else { Consent::Phone };
    if consent == Consent::Paper && file_of(application, PAPER).is_none() {
        return Err(Error::fields(vec![FieldProblem::new(PAPER, Problem::NoPicture)]));
    }
    store::proxy::consented(tx, application.id, consent, call.now()).await?;
    Ok(())
}

/// Whether a password is there or none is asked: whoever agreed on paper chooses one when they first log in.
async fn has_password(tx: &impl ConnectionTrait, application: &Application) -> Result<bool> {
    let proxy = store::proxy::find(tx, application.id).await?;
    let on_paper = proxy.is_some_and(|proxy| proxy.consent == Some(Consent::Paper));
    Ok(on_paper || application.password_hash.is_some())
}

/// That what is applied for can still be applied for; a draft may have lain a year. Errors: `business.not_renewable`,
/// `application.detailed_already`.
async fn still_open(call: &Call, tx: &impl ConnectionTrait, application: &Application) -> Result<()> {
    match (application.kind, application.business_id, application.technician_id) {
        (ApplicationKind::BusinessRenewal, Some(id), _) => crate::business::require_renewable(call, tx, id).await,
        (ApplicationKind::TechnicianUpgrade, _, Some(id)) => start::require_simple(tx, id).await,
        _ => Ok(()),
    }
}

/// What is wrong, in page order.
pub(super) async fn problems(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
) -> Result<Vec<FieldProblem>> {
    let form = Form::of(application)?;
    let password_set = has_password(tx, application).await?;
    let has = |field: &str| file_of(application, field).is_some();
    let (stage, typed) = match &form {
        Form::Technician(stage, typed) => (stage, typed),
        Form::Business(filing, typed) => {
            let base = store::application::base::find(tx, application.id).await?;
            return Ok(typed.problems(*filing, base.as_ref(), call.today(), password_set, has(EVIDENCE)));
        }
    };
    let mut problems = typed.problems(*stage, call.today(), password_set, has);
    if stage.is_change() && form.reviewed_of(application).is_empty() {
        return Err(Error::rejected(NOTHING_CHANGED));
    }
    if stage.asks(Group::Employers) {
        problems.extend(unknown_employers(tx, typed).await?);
    }
    Ok(form.in_page_order(problems))
}

/// What whoever files for a business has left undone: everything but what the business itself says at the end.
pub(crate) async fn left_undone(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
) -> Result<Vec<FieldProblem>> {
    let mut problems = problems(call, tx, application).await?;
    problems.retain(|problem| !FINAL.contains(&problem.field.as_str()));
    Ok(problems)
}

/// A later main employment that a change would undo. Handed in, nobody waits for a review that cannot end well; the approval
/// asks again, as the register may have moved meanwhile.
async fn undone_employment(tx: &impl ConnectionTrait, application: &Application) -> Result<Option<FieldProblem>> {
    match Form::of(application)? {
        Form::Technician(stage, form) if stage.is_change() => employment_problem(tx, application, &form).await,
        _ => Ok(None),
    }
}

/// Employers named that nobody has registered, main and secondary.
async fn unknown_employers(tx: &impl ConnectionTrait, form: &TechnicianForm) -> Result<Vec<FieldProblem>> {
    let main = core::iter::once(("employer_id".to_owned(), &form.employer_id));
    let others = form.employers.iter();
    let others = others.map(|item| (format!("{}.business_id", List::Employers.field(&item.key)), &item.business_id));
    let mut unknown = Vec::new();
    for (field, typed) in main.chain(others) {
        if let Ok(id) = typed.parse::<BusinessId>()
            && !store::business::exists(tx, id).await?
        {
            unknown.push(FieldProblem::new(&field, Problem::Unknown));
        }
    }
    Ok(unknown)
}

/// Notes what the register checked by itself, as itself.
async fn note_checks(call: &Call, tx: &impl ConnectionTrait, application: &Application) -> Result<()> {
    let checks = check::all(tx, core::slice::from_ref(application)).await?.pop().unwrap_or_default();
    let look: Vec<&str> = checks.iter().filter(|check| check.finding() == Finding::Look).map(AutoCheck::code).collect();
    let mut change = about(application, "application.check");
    change.new = Some(json!({ "checked": checks.len(), "look": look }));
    call.acting(Actor::system()).note(tx, change).await
}

/// Takes the application back for good. Errors: `conflict.state` where it has come to its end.
pub async fn withdraw(call: &Call, id: ApplicationId) -> Result<()> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    // What it would have been must not follow an end that another application moves.
    application.anew = answer::decided_anew(call, &tx, &application).await?;
    advance(call, &tx, &mut application, Transition::Withdraw, None).await?;
    crate::fee::withdraw_of(call, &tx, id).await?;
    tx.commit().await?;
    Ok(())
}
