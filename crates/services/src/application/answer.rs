//! An application as its applicant sees it.

use super::{form::Form, word::Words};
use crate::{Call, Error, Result};
use domain::{
    access::{Action, Resource},
    application::{ApplicantView, Deficiency, State},
    fee::FeeLine,
    id::ApplicationId,
    proxy::Proxied,
};
use store::application::Application;

/// Where an application stands, for its applicant.
pub async fn view(call: &Call, id: ApplicationId) -> Result<ApplicantView> {
    call.authorize(Action::ApplicationRead, &Resource::Application(id))?;
    let application = store::application::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    of(call, &application).await
}

pub(super) async fn of(call: &Call, application: &Application) -> Result<ApplicantView> {
    let form = Form::of(application)?;
    let deficiencies = deficiencies(application)?;
    Ok(ApplicantView {
        id: application.id,
        number: application.number.clone(),
        kind: application.kind,
        state: application.state,
        deficiencies,
        fee: fee(call, application, &form).await?,
        issued_login: issued_login(application).filter(|_| application.state == State::Completed),
        submitted_at: application.submitted_at,
        proxied: proxied(call, application.id).await?,
    })
}

/// What is to be put right, while it is returned.
pub(crate) fn deficiencies(application: &Application) -> Result<Vec<Deficiency>> {
    match application.state {
        State::Returned => Ok(Words::of(application)?.deficiencies(application, &Form::of(application)?)),
        _ => Ok(Vec::new()),
    }
}

/// Who files for the person, where somebody does.
pub(crate) async fn proxied(call: &Call, id: ApplicationId) -> Result<Option<Proxied>> {
    let Some(proxy) = store::proxy::find(call.db.read(), id).await? else { return Ok(None) };
    let business = crate::proxy::name_of(call.db.read(), proxy.filer).await?;
    Ok(Some(Proxied {
        filer: proxy.filer,
        business,
        consent: proxy.consent,
        asked_at: proxy.asked_at,
        opened_at: proxy.opened_at,
    }))
}

/// What is to be paid: as asked for, else what it would be by what is typed.
pub(super) async fn fee(call: &Call, application: &Application, form: &Form) -> Result<Option<FeeLine>> {
    let asked = store::fee::of_application(call.db.read(), application.id).await?;
    if let Some(asked) = asked {
        return Ok(Some(asked.line()));
    }
    let expected = form.fee(&crate::fee::prices(call).await?, call.today());
    Ok(expected.map(|(kind, amount)| FeeLine { kind, amount, due: None, paid_at: None, reference: None }))
}

/// The same, of an application as it was found.
pub(crate) async fn fee_of(call: &Call, application: &Application) -> Result<Option<FeeLine>> {
    fee(call, application, &Form::of(application)?).await
}

/// The log-in ID, once issued: the number itself.
pub(super) fn issued_login(application: &Application) -> Option<String> {
    let technician = application.technician_id.map(|id| id.to_string());
    technician.or_else(|| application.business_id.map(|id| id.to_string()))
}
