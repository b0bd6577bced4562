//! An application as its applicant sees it.

use super::{form::Form, word::Words};
use crate::{Call, Error, Result};
use domain::{
    access::{Action, Resource},
    application::{ApplicantView, ApplicationKind, Deficiency, State},
    business::validity::Standing,
    fee::{FeeLine, Yen},
    id::{ApplicationId, BusinessId},
    proxy::Proxied,
    time::Instant,
};
use std::collections::BTreeSet;
use store::{ConnectionTrait, application::Application};

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
        anew: is_anew(call, call.db.read(), application).await?,
        state: application.state,
        deficiencies,
        fee: fee(call, application, &form).await?,
        issued_login: issued_login(application).filter(|_| application.state == State::Completed),
        submitted_at: application.submitted_at,
        proxied: proxied(call, application.id).await?,
    })
}

/// Whether it is a new registration of a business under its number ([`Standing::is_anew`]).
pub(crate) async fn is_anew(call: &Call, db: &impl ConnectionTrait, application: &Application) -> Result<bool> {
    Ok(are_anew(call, db, core::slice::from_ref(application)).await?.first().copied().unwrap_or_default())
}

/// The same of each of many, in two statements at most.
pub(crate) async fn are_anew(
    call: &Call,
    db: &impl ConnectionTrait,
    applications: &[Application],
) -> Result<Vec<bool>> {
    let asked = |it: &&Application| it.anew.is_none() && it.kind == ApplicationKind::BusinessRenewal;
    let ids: BTreeSet<BusinessId> = applications.iter().filter(asked).filter_map(|it| it.business_id).collect();
    let firms = store::business::many(db, &ids).await?;
    let disasters = if ids.is_empty() { Vec::new() } else { store::disaster::all(db).await? };
    let of = |it: &Application| {
        let firm = it.business_id.and_then(|id| firms.get(&id));
        let standing = Standing {
            kind: it.kind,
            state: it.state,
            decided: it.anew,
            filed: it.submitted_at.map(Instant::date),
            registered: firm.map(|firm| (firm.valid_until, firm.prefecture)),
        };
        standing.is_anew(&disasters, call.today())
    };
    Ok(applications.iter().map(of).collect())
}

/// The same, to be kept with the application from now on; nothing for one that is for no further period.
pub(super) async fn decided_anew(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
) -> Result<Option<bool>> {
    match application.kind {
        ApplicationKind::BusinessRenewal => is_anew(call, tx, application).await.map(Some),
        _ => Ok(None),
    }
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
        return Ok(Some(crate::fee::line(call.db.read(), &asked).await?));
    }
    // What came to its end before a fee was asked for costs nothing.
    if matches!(application.state, State::Withdrawn | State::Rejected) {
        return Ok(None);
    }
    let expected = form.fee(&crate::fee::prices(call).await?, call.today());
    let line = |(kind, amount)| FeeLine {
        kind,
        amount,
        came: Yen(0),
        due: None,
        paid_at: None,
        withdrawn: false,
        reference: None,
    };
    Ok(expected.map(line))
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
