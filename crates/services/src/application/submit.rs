//! Handing an application in, and taking it back. Invariant: what is handed in passes the whole check of that day; the
//! draft stays as it is where it does not.

use super::{
    about, advance, check, chief,
    form::{Form, file_of},
    licence, locked, locked_to_fill_in, start, tell,
};
use crate::{Call, Error, Result, counter, proxy::files_for_another};
use domain::{
    access::{Action, Actor, Resource},
    application::{ApplicationKind, AutoCheck, Finding, State, Transition},
    business::EVIDENCE,
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
/// `conflict.state` where it is not the applicant's turn.
pub async fn submit(call: &Call, id: ApplicationId) -> Result<()> {
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
        problems.extend(counter::before_submit(call, &tx, &application).await?);
        if !problems.is_empty() {
            return Err(Error::fields(problems));
        }
    }
    application.submitted_at = application.submitted_at.or_else(|| Some(call.now()));
    advance(call, &tx, &mut application, transition, None).await?;
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
    advance(call, &tx, &mut application, Transition::Withdraw, None).await?;
    crate::fee::withdraw_of(call, &tx, id).await?;
    tx.commit().await?;
    Ok(())
}
