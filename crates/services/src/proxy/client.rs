//! Filing for a business. Invariant: what is registered is shown to nobody by a number alone, and a business hears at once, where
//! the register reaches it, that somebody has begun to file for it.

use super::{By, attach, name_of, rows};
use crate::{Call, Error, Result, account::count, application, business, notice};
use domain::{
    access::{Action, Resource},
    application::ApplicationKind,
    business::Filing,
    id::{ApplicationId, BusinessId},
    notice::{NoticeKind, Value},
    proxy::ClientForm,
    text,
};
use store::ConnectionTrait;

/// No business has this ID with this phone.
const NO_CLIENT: &str = "proxy.no_client";
/// The same is applied for already, by the business or by another.
const UNDER_WAY: &str = "proxy.under_way";

/// Goes on with, or begins, an application for a client of the scrivener who asks. Errors: problems of the form;
/// `proxy.no_client`; `proxy.under_way` where the business or another has begun the same; `business.not_renewable`;
/// `rate_limited` for a log-in that tries many.
pub async fn start_for_business(call: &Call, form: &ClientForm) -> Result<(ApplicationId, ApplicationKind)> {
    call.authorize(Action::ScrivenerFile, &Resource::Register)?;
    let entry = form.validate().map_err(Error::fields)?;
    let by = By::this(call)?;
    let kind = ApplicationKind::of_filing(entry.filing);
    let Some((id, phone)) = entry.registered else {
        let tx = call.db.begin().await?;
        let started = begin_first(call, &tx, by).await?;
        tx.commit().await?;
        return Ok((started, kind));
    };
    count(call, "client", &by.account.to_string()).await?;
    let found = store::business::find(call.db.read(), id).await?;
    if found.and_then(|business| text::digits(&business.phone)) != Some(phone) {
        return Err(Error::rejected(NO_CLIENT));
    }
    let tx = call.db.begin().await?;
    let started = begin_of_registered(call, &tx, entry.filing, id, by).await?;
    tx.commit().await?;
    Ok((started, kind))
}

/// Begins a first registration, with nothing in it.
pub(crate) async fn begin_first(call: &Call, tx: &impl ConnectionTrait, by: By) -> Result<ApplicationId> {
    let id = application::start_firm(call, tx).await?;
    attach(call, tx, id, by).await?;
    Ok(id)
}

/// Goes on with, or begins, the renewal or change of a registered business. Errors: `NotFound`; `proxy.under_way`,
/// `business.not_renewable`.
pub(crate) async fn begin_of_registered(
    call: &Call,
    tx: &impl ConnectionTrait,
    filing: Filing,
    id: BusinessId,
    by: By,
) -> Result<ApplicationId> {
    let (business, open) = business::may_begin(call, tx, filing, id).await?;
    if let Some(open) = open {
        let proxy = rows::find(tx, open.id).await?;
        let is_ours = proxy.is_some_and(|proxy| proxy.filer == by.filer) && open.state.is_editable();
        return if is_ours { Ok(open.id) } else { Err(Error::rejected(UNDER_WAY)) };
    }
    let filer = name_of(tx, by.filer).await?;
    let form = application::form_of(tx, &business).await?.begun_again();
    let kind = ApplicationKind::of_filing(filing);
    let started = application::start_of_business(call, tx, kind, &business, &form).await?;
    attach(call, tx, started, by).await?;
    let number = store::application::find(tx, started).await?.ok_or(Error::NotFound)?.number;
    let whom = notice::Addressee::of_business(tx, id).await?;
    let values =
        [("name", Value::Text(business.name)), ("business", Value::Text(filer)), ("number", Value::Text(number))];
    notice::tell(call, tx, &whom, NoticeKind::FilingBegun, values).await?;
    Ok(started)
}

/// Takes into the own hands what another files for the business that asks: from now on only it changes it. Errors: `NotFound`;
/// `conflict.state` once it has been handed in.
pub async fn receive(call: &Call, id: ApplicationId) -> Result<ApplicationKind> {
    call.authorize(Action::BusinessFile, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let application = store::application::lock(&tx, id).await?;
    let application =
        application.filter(|found| found.business_id.is_some() && found.business_id == call.actor.business);
    let application = application.ok_or(Error::NotFound)?;
    rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    if !application.state.is_editable() {
        return Err(Error::Conflict(application::STATE));
    }
    rows::opened(&tx, id, call.now()).await?;
    call.note(&tx, application::about(&application, "application.resume")).await?;
    tx.commit().await?;
    Ok(application.kind)
}
