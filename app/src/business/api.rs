//! Server functions of the business's registration. Invariant: each saves the draft first and ends in a redirect.

use crate::shell::UiError;
use domain::business::BusinessForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{filing, register::problems_of, registration, renewals},
    crate::{
        application::{frame::NOTHING_TYPED, mine},
        shell::{Flash, call, error::NOT_FOUND, redirect, request::Request},
    },
    domain::{
        application::ApplicationKind,
        form::{FieldProblem, Problem},
        id::BusinessId,
    },
};

/// The page of the form.
#[cfg(feature = "ssr")]
pub(super) const PAGE: &str = "/register/business";
/// The same, showing every problem; the browser moves to the list of them.
#[cfg(feature = "ssr")]
const PAGE_CHECKED: &str = "/register/business?check=1#error-summary";

/// Saves what was typed (保存する).
#[server(endpoint = "save_business")]
pub async fn save_business(
    /// What was typed.
    #[server(flatten)]
    form: BusinessForm,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let Some(mine) = mine::open_for(&request, ApplicationKind::Business, form.is_untouched()).await? else {
        return Flash::to(PAGE).failed(UiError::of(NOTHING_TYPED)).leave().await;
    };
    match services::application::save_business(&mine.call, mine.id, form).await {
        Ok(()) => Flash::to(PAGE).done("saved").leave().await,
        Err(error) => Flash::to(PAGE).failed(error.into()).leave().await,
    }
}

/// Saves what was typed and hands the application in (申請する).
#[server(endpoint = "submit_business")]
pub async fn submit_business(
    /// What was typed.
    #[server(flatten)]
    form: BusinessForm,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let Some(mine) = mine::open_for(&request, ApplicationKind::Business, form.is_untouched()).await? else {
        let fields = problems_of(&form, false, Vec::new(), request.call.today());
        Flash::to(PAGE).failed(UiError { fields, ..UiError::of("rejected") }).leave().await?;
        redirect(PAGE_CHECKED);
        return Ok(());
    };
    let mut result = services::application::save_business(&mine.call, mine.id, form).await;
    if result.is_ok() {
        result = services::application::submit(&mine.call, mine.id).await;
    }
    match result {
        Ok(()) => {
            let number = mine.view().await?.number;
            Flash::to(format!("/register/{number}")).done("submitted").leave().await
        }
        Err(error) => {
            Flash::to(PAGE).failed(error.into()).leave().await?;
            redirect(PAGE_CHECKED);
            Ok(())
        }
    }
}

/// Saves the form of a renewal or change (保存する); the first time this begins it.
#[server(endpoint = "save_filing")]
pub async fn save_filing(
    /// `renewal` or `change`.
    filing: String,
    /// What was typed.
    #[server(flatten)]
    form: BusinessForm,
) -> Result<(), UiError> {
    let filing = filing::from_address(&filing)?;
    let page = Flash::to(filing::page_of(filing));
    match filing::keep(filing, form).await {
        Ok(_) => page.done("saved").leave().await,
        Err(error) => page.failed(error).leave().await,
    }
}

/// Saves the form of a renewal or change and hands it in (申請する).
#[server(endpoint = "submit_filing")]
pub async fn submit_filing(
    /// `renewal` or `change`.
    filing: String,
    /// What was typed.
    #[server(flatten)]
    form: BusinessForm,
) -> Result<(), UiError> {
    let filing = filing::from_address(&filing)?;
    let page = filing::page_of(filing);
    let submitted = match filing::keep(filing, form).await {
        Ok(mine) => services::application::submit(&mine.call, mine.id).await.map_err(UiError::from),
        Err(error) => Err(error),
    };
    match submitted {
        Ok(()) => Flash::to(registration::PAGE).done("submitted").leave().await,
        Err(error) => {
            Flash::to(page).failed(error).leave().await?;
            redirect(&format!("{page}?check=1#error-summary"));
            Ok(())
        }
    }
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
    let mine = filing::mine(filing::from_address(&filing)?).await?;
    if confirm != "yes" {
        let problem = FieldProblem::new("confirm", Problem::NotConfirmed);
        return page.failed(UiError { fields: vec![problem], ..UiError::of("rejected") }).leave().await;
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
