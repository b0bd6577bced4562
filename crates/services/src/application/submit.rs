//! Handing an application in, and taking it back. Invariant: what is handed in passes the whole check of that day; the
//! draft stays as it is where it does not.

use super::{
    about, advance, check,
    form::{Form, PHOTO},
    locked,
};
use crate::{Call, Error, Result};
use domain::{
    access::{Action, Actor, Resource},
    application::{AutoCheck, Finding, State, Transition},
    form::{FieldProblem, Problem},
    id::{ApplicationId, BusinessId},
};
use serde_json::json;
use store::{ConnectionTrait, application::Application};

/// Hands the application in, for the first time or after it was returned. Errors: all problems beside their fields;
/// `conflict.state` where it is not the applicant's turn.
pub async fn submit(call: &Call, id: ApplicationId) -> Result<()> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    let transition = if application.state == State::Returned { Transition::Resubmit } else { Transition::Submit };
    if application.state.is_editable() {
        let problems = problems(call, &tx, &application).await?;
        if !problems.is_empty() {
            return Err(Error::fields(problems));
        }
    }
    application.submitted_at = application.submitted_at.or_else(|| Some(call.now()));
    advance(call, &tx, &mut application, transition, None).await?;
    note_checks(call, &tx, &application).await?;
    tx.commit().await?;
    Ok(())
}

/// What is wrong, in page order.
pub(super) async fn problems(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
) -> Result<Vec<FieldProblem>> {
    let form = Form::of(application)?;
    let mut problems = form.validate(call.today(), application.password_hash.is_some()).err().unwrap_or_default();
    if let Form::Technician(form) = &form {
        if application.photo.is_none() {
            problems.push(FieldProblem::new(PHOTO, Problem::NoPicture));
        }
        if let Ok(employer) = form.employer_id.parse::<BusinessId>()
            && !store::business::exists(tx, employer).await?
        {
            problems.push(FieldProblem::new("employer_id", Problem::Unknown));
        }
    }
    let place = |problem: &FieldProblem| form.fields().iter().position(|field| *field == problem.field);
    problems.sort_by_key(place);
    Ok(problems)
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
