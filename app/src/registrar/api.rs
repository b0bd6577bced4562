//! Server functions of the registers of bodies and scriveners. Invariant: each ends in a redirect.

use crate::shell::UiError;
use domain::registrar::{RegistrarForm, ScrivenerForm};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{body, list, sample, samples, scrivener, scriveners, staff},
    crate::shell::{Flash, call, error::NOT_FOUND, session::is_own_path},
    domain::{
        id::{AccountId, ApplicationId, OfficeId, RegistrarId, ScrivenerId},
        registrar::{OfficeForm, RateForm, SampleForm},
    },
};

#[cfg(feature = "ssr")]
fn named<T: core::str::FromStr>(id: &str) -> Result<T, UiError> {
    id.parse().map_err(|_| UiError::of(NOT_FOUND))
}

/// Enters a body (登録する).
#[server(endpoint = "enter_registrar")]
pub async fn enter_registrar(
    /// What was typed.
    #[server(flatten)]
    form: RegistrarForm,
) -> Result<(), UiError> {
    match services::registrar::enter(&call(), &form).await {
        Ok(id) => Flash::to(body::page_of(id)).done("entered").leave().await,
        Err(error) => Flash::to(list::PAGE).typed(&form).failed(error.into()).leave().await,
    }
}

/// Adds an office to a body (加える).
#[server(endpoint = "add_office")]
pub async fn add_office(
    /// Which body.
    registrar: String,
    /// [`domain::registrar::OfficeKind::code`].
    #[server(default)]
    kind: String,
    /// Its name.
    #[server(default)]
    office_name: String,
    /// Its address.
    #[server(default)]
    address: String,
    /// Its phone.
    #[server(default)]
    phone: String,
) -> Result<(), UiError> {
    let id: RegistrarId = named(&registrar)?;
    let form = OfficeForm { kind, name: office_name, address, phone };
    let page = Flash::to(body::page_of(id));
    match services::registrar::add_office(&call(), id, &form).await {
        Ok(_) => page.done("office").leave().await,
        Err(error) => {
            page.typed(&body::Typed { office: form, ..body::Typed::default() }).failed(error.into()).leave().await
        }
    }
}

/// Gives somebody of an office a log-in (IDを発行する).
#[server(endpoint = "issue_staff")]
pub async fn issue_staff(
    /// Which body.
    registrar: String,
    /// Which office.
    #[server(default)]
    office: String,
    /// Whose.
    #[server(default)]
    staff_name: String,
) -> Result<(), UiError> {
    let id: RegistrarId = named(&registrar)?;
    let page = Flash::to(body::page_of(id));
    let typed = body::Typed { staff_office: office.clone(), staff_name: staff_name.clone(), ..body::Typed::default() };
    // What names no office is one that was not chosen.
    match services::registrar::issue(&call(), office.parse::<OfficeId>().ok(), &staff_name).await {
        Ok(issued) => {
            let issued = Some(staff::sealed(&issued)?);
            page.typed(&body::Typed { issued, ..body::Typed::default() }).done("issued").leave().await
        }
        Err(error) => page.typed(&typed).failed(error.into()).leave().await,
    }
}

/// Stops a log-in of an office or a scrivener (止める).
#[server(endpoint = "stop_staff")]
pub async fn stop_staff(
    /// Which.
    account: String,
    /// The page it stands on.
    #[server(default)]
    back: String,
) -> Result<(), UiError> {
    let id: AccountId = named(&account)?;
    let page = Flash::to(if is_own_path(&back) { back } else { list::PAGE.to_owned() });
    match services::account::disable(&call(), id).await {
        Ok(()) => page.done("stopped").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Ends a body's certification (終える).
#[server(endpoint = "end_registrar")]
pub async fn end_registrar(
    /// Which.
    registrar: String,
    /// `yes` where the box was ticked.
    #[server(default)]
    confirm: String,
) -> Result<(), UiError> {
    let id: RegistrarId = named(&registrar)?;
    let page = Flash::to(body::page_of(id));
    if confirm != "yes" {
        return page.failed(UiError::not_confirmed()).leave().await;
    }
    match services::registrar::end(&call(), id).await {
        Ok(()) => page.done("ended").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Keeps what was found of a sample (結果を残す).
#[server(endpoint = "judge_sample")]
pub async fn judge_sample(
    /// Which application.
    application: String,
    /// `good` or `to_mend`.
    #[server(default)]
    verdict: String,
    /// What is said to the body.
    #[server(default)]
    word: String,
) -> Result<(), UiError> {
    let id: ApplicationId = named(&application)?;
    let form = SampleForm { verdict, word };
    match services::registrar::judge_sample(&call(), id, &form).await {
        Ok(()) => Flash::to(samples::PAGE).done("judged").leave().await,
        Err(error) => Flash::to(sample::page_of(id)).typed(&form).failed(error.into()).leave().await,
    }
}

/// Sets the rate of samples from a day on (割合を決める).
#[server(endpoint = "set_sample_rate")]
pub async fn set_sample_rate(
    /// Of a hundred.
    #[server(default)]
    percent: String,
    /// From which day.
    #[server(default)]
    rate_from: String,
) -> Result<(), UiError> {
    let form = RateForm { percent, from: rate_from };
    match services::registrar::set_rate(&call(), &form).await {
        Ok(()) => Flash::to(samples::PAGE).done("rate").leave().await,
        Err(error) => Flash::to(samples::PAGE).typed(&form).failed(error.into()).leave().await,
    }
}

/// Enters a scrivener (登録する).
#[server(endpoint = "enter_scrivener")]
pub async fn enter_scrivener(
    /// What was typed.
    #[server(flatten)]
    form: ScrivenerForm,
) -> Result<(), UiError> {
    match services::registrar::add_scrivener(&call(), &form).await {
        Ok(id) => Flash::to(scrivener::page_of(id)).done("entered").leave().await,
        Err(error) => Flash::to(scriveners::PAGE).typed(&form).failed(error.into()).leave().await,
    }
}

/// Gives a scrivener's office a log-in (IDを発行する).
#[server(endpoint = "issue_scrivener_login")]
pub async fn issue_scrivener_login(
    /// Which.
    scrivener: String,
    /// Whose log-in.
    #[server(default)]
    staff_name: String,
) -> Result<(), UiError> {
    let id: ScrivenerId = named(&scrivener)?;
    let page = Flash::to(scrivener::page_of(id));
    match services::registrar::issue_scrivener(&call(), id, &staff_name).await {
        Ok(issued) => {
            let issued = Some(staff::sealed(&issued)?);
            page.typed(&scrivener::Typed { issued, ..scrivener::Typed::default() }).done("issued").leave().await
        }
        Err(error) => page.typed(&scrivener::Typed { staff_name, issued: None }).failed(error.into()).leave().await,
    }
}

/// Ends a scrivener (終える).
#[server(endpoint = "end_scrivener")]
pub async fn end_scrivener(
    /// Which.
    scrivener: String,
    /// `yes` where the box was ticked.
    #[server(default)]
    confirm: String,
) -> Result<(), UiError> {
    let id: ScrivenerId = named(&scrivener)?;
    let page = Flash::to(scrivener::page_of(id));
    if confirm != "yes" {
        return page.failed(UiError::not_confirmed()).leave().await;
    }
    match services::registrar::end_scrivener(&call(), id).await {
        Ok(()) => page.done("ended").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}
