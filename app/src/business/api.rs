//! Server functions of the business's registration. Invariant: each saves the draft first and ends in a redirect.

use crate::shell::UiError;
use domain::business::BusinessForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::register::problems_of,
    crate::{
        application::{frame::NOTHING_TYPED, mine},
        shell::{Flash, redirect, request::Request},
    },
    domain::application::ApplicationKind,
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
