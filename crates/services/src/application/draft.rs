//! Filling in an application. Invariant: what was typed is kept as typed, right or wrong; a password is hashed before it
//! is kept and never comes back.

use super::{STATE, about, answer, form::Form, locked};
use crate::{Call, Error, Result, account::hash_password};
use domain::{
    access::{Action, Resource},
    account::check_password,
    application::{ApplicationKind, BusinessDraft, TechnicianDraft},
    business::BusinessForm,
    form::{FieldProblem, Problem},
    id::ApplicationId,
    technician::TechnicianForm,
};
use serde_json::json;
use store::application::Application;

/// A technician's application to go on with. Errors: `NotFound` for one of another kind.
pub async fn technician_draft(call: &Call, id: ApplicationId) -> Result<TechnicianDraft> {
    let application = read(call, id).await?;
    let Form::Technician(form) = Form::of(&application)? else { return Err(Error::NotFound) };
    let view = answer::of(call, &application).await?;
    let photo = application.photo.map(|photo| photo.info);
    Ok(TechnicianDraft { form: *form, password_set: application.password_hash.is_some(), photo, view })
}

/// A business's application to go on with. Errors: `NotFound` for one of another kind.
pub async fn business_draft(call: &Call, id: ApplicationId) -> Result<BusinessDraft> {
    let application = read(call, id).await?;
    let Form::Business(form) = Form::of(&application)? else { return Err(Error::NotFound) };
    let view = answer::of(call, &application).await?;
    Ok(BusinessDraft { form: *form, password_set: application.password_hash.is_some(), view })
}

async fn read(call: &Call, id: ApplicationId) -> Result<Application> {
    call.authorize(Action::ApplicationRead, &Resource::Application(id))?;
    store::application::find(call.db.read(), id).await?.ok_or(Error::NotFound)
}

/// Keeps what was typed. Errors: `conflict.state` once it has been handed in; problems of the password alone, after
/// everything else has been kept.
pub async fn save_technician(call: &Call, id: ApplicationId, form: TechnicianForm) -> Result<()> {
    let password = Chosen::of(&form.password, &form.password_again);
    let form = Form::Technician(Box::new(form.without_passwords()));
    save(call, id, &form, password).await
}

/// Keeps what was typed. Errors: as [`save_technician`].
pub async fn save_business(call: &Call, id: ApplicationId, form: BusinessForm) -> Result<()> {
    let password = Chosen::of(&form.password, &form.password_again);
    let form = Form::Business(Box::new(form.without_passwords()));
    save(call, id, &form, password).await
}

/// What was typed for a new password.
enum Chosen {
    Nothing,
    Password(String),
    Wrong(FieldProblem),
}

impl Chosen {
    fn of(password: &str, again: &str) -> Self {
        if password.is_empty() && again.is_empty() {
            return Self::Nothing;
        }
        match check_password(password) {
            Err(problem) => Self::Wrong(FieldProblem::new("password", problem)),
            Ok(()) if password != again => Self::Wrong(FieldProblem::new("password_again", Problem::Mismatch)),
            Ok(()) => Self::Password(password.to_owned()),
        }
    }
}

async fn save(call: &Call, id: ApplicationId, form: &Form, chosen: Chosen) -> Result<()> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    let hash = match &chosen {
        Chosen::Password(password) => Some(hash_password(call, password).await?),
        Chosen::Nothing | Chosen::Wrong(_) => None,
    };
    let (kind, text) = match form {
        Form::Technician(form) => (ApplicationKind::TechnicianSimple, serde_json::to_string(form)),
        Form::Business(form) => (ApplicationKind::Business, serde_json::to_string(form)),
    };
    let text = text.map_err(Error::internal)?;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    if application.kind != kind {
        return Err(Error::NotFound);
    }
    if !application.state.is_editable() {
        return Err(Error::Conflict(STATE));
    }
    let before = Form::of(&application)?;
    let mut changed: Vec<&str> =
        form.fields().iter().copied().filter(|field| before.typed(field) != form.typed(field)).collect();
    if hash.is_some() {
        changed.push("password");
    }
    application.form = text;
    application.name = form.name();
    application.password_hash = hash.or(application.password_hash);
    application.updated_at = call.now();
    store::application::update(&tx, &application).await?;
    if !changed.is_empty() {
        let mut change = about(&application, "application.save");
        // Names of fields only: what was typed stands in the application, once.
        change.new = Some(json!({ "changed": changed }));
        call.note(&tx, change).await?;
    }
    tx.commit().await?;
    match chosen {
        Chosen::Wrong(problem) => Err(Error::fields(vec![problem])),
        Chosen::Nothing | Chosen::Password(_) => Ok(()),
    }
}
