//! Server functions of the business's registration. Invariant: each saves before it judges and ends in a redirect.

use crate::shell::UiError;
use domain::business::BusinessForm;
use leptos::prelude::*;
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use {
    super::{appointment, filing, flow, registration, renewals},
    crate::{
        proxy::home,
        shell::{Flash, call, error::NOT_FOUND, request::Request},
    },
    domain::{
        appointment::Slot,
        business::{Filing, PAGES},
        id::{AppointmentId, BusinessId, OfficeId},
    },
};

/// Saves one page (保存して次へ, 保存して一覧へ); the first time this begins the filing.
#[server(endpoint = "save_business")]
pub async fn save_business(
    /// `registration`, `renewal` or `change`.
    #[server(default)]
    filing: String,
    /// Which page.
    #[server(default)]
    page: String,
    /// The button: `next` or `list`.
    #[server(default)]
    then: String,
    /// What was typed on it.
    #[server(flatten)]
    typed: BTreeMap<String, String>,
) -> Result<(), UiError> {
    let (request, filing) = (expect_context::<Request>(), flow::from_form(&filing)?);
    let typed: Vec<(String, String)> = typed.into_iter().collect();
    match flow::keep(&request, filing, &page, &typed).await {
        Ok(_) => flow::after_page(&request, filing, &page, &then).await?.leave().await,
        Err(error) if PAGES.iter().any(|known| known.code == page) => {
            Flash::to(flow::page_address(filing, &page)).failed(error).leave().await
        }
        Err(error) => Flash::to(flow::list_address(filing)).failed(error).leave().await,
    }
}

/// Keeps password and consent and hands the filing in (申請する).
#[server(endpoint = "submit_business")]
pub async fn submit_business(
    /// `registration`, `renewal` or `change`.
    #[server(default)]
    filing: String,
    /// `yes` where what is still as it was returned stays so.
    #[server(default)]
    stood_by: String,
    /// Password and consent.
    #[server(flatten)]
    form: BusinessForm,
) -> Result<(), UiError> {
    let (request, filing) = (expect_context::<Request>(), flow::from_form(&filing)?);
    match submitted(&request, filing, &form, stood_by == "yes").await {
        Ok(to) => Flash::to(to).done("submitted").leave().await,
        Err(error) => {
            let page = flow::check_address(filing);
            let address = format!("{page}?check=1#error-summary");
            Flash::to(page).failed(error).leave_at(&address).await
        }
    }
}

/// Hands in; gives where the answer stands. A password that is too weak is told together with everything else.
#[cfg(feature = "ssr")]
async fn submitted(request: &Request, filing: Filing, form: &BusinessForm, stood_by: bool) -> Result<String, UiError> {
    let mine = flow::begin(request, filing, true).await?;
    services::application::save_business_final(&mine.call, mine.id, form).await?;
    mine.hand_in(stood_by).await?;
    if mine.for_somebody {
        return Ok(home(request.call.actor.role).to_owned());
    }
    if filing == Filing::Registration || request.call.actor.business.is_none() {
        return Ok(format!("/register/{}", mine.view().await?.number));
    }
    Ok(registration::PAGE.to_owned())
}

/// Takes a renewal or change back (申請を取り下げる).
#[server(endpoint = "withdraw_filing")]
pub async fn withdraw_filing(
    /// `renewal` or `change`.
    filing: String,
    /// `yes` where the box was ticked.
    #[server(default)]
    confirm: String,
) -> Result<(), UiError> {
    let page = Flash::to(registration::PAGE);
    let mine = flow::mine(&expect_context::<Request>(), filing::from_address(&filing)?).await?;
    if confirm != "yes" {
        return page.failed(UiError::not_confirmed()).leave().await;
    }
    match services::application::withdraw(&mine.call, mine.id).await {
        Ok(()) => page.done("withdrawn").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Asks a subcontractor to renew (更新をお願いする).
#[server(endpoint = "remind_business")]
pub async fn remind_business(
    /// Its number.
    business: String,
) -> Result<(), UiError> {
    let id: BusinessId = business.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::business::remind(&call(), id).await {
        Ok(()) => Flash::to(renewals::PAGE).done("reminded").leave().await,
        Err(error) => Flash::to(renewals::PAGE).failed(error.into()).leave().await,
    }
}

/// Books a half day at a counter (予約する).
#[server(endpoint = "book_appointment")]
pub async fn book_appointment(
    /// Which office.
    office: String,
    /// Day and half.
    #[server(default)]
    slot: String,
) -> Result<(), UiError> {
    let id: OfficeId = office.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(appointment::PAGE);
    match services::appointment::book(&call(), id, Slot::from_code(&slot)).await {
        Ok(_) => page.done("booked").leave().await,
        Err(error) => page.failed(error.into()).leave_at(&appointment::of_office(id)).await,
    }
}

/// Cancels the own appointment (予約を取り消す).
#[server(endpoint = "cancel_appointment")]
pub async fn cancel_appointment(
    /// Which.
    appointment: String,
) -> Result<(), UiError> {
    let id: AppointmentId = appointment.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(super::appointment::PAGE);
    match services::appointment::cancel(&call(), id).await {
        Ok(()) => page.done("cancelled").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}
