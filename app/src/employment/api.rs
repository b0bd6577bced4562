//! Server functions of employments. Invariant: each ends in a redirect, and what was typed is kept.

use crate::shell::UiError;
use domain::employment::EmploymentForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{business, own},
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{
        form::Problem,
        id::{EmploymentRequestId, TechnicianId},
    },
};

/// Says that one's business employs a person (申し出る).
#[server(endpoint = "ask_employment")]
pub async fn ask_employment(
    /// Who, and from when.
    #[server(flatten)]
    form: EmploymentForm,
) -> Result<(), UiError> {
    match services::employment::ask(&call(), &form).await {
        Ok(()) => Flash::to(business::PAGE).done("asked").leave().await,
        Err(error) => {
            let typed = business::Typed { form, ..business::Typed::default() };
            Flash::to(business::PAGE).typed(&typed).failed(error.into()).leave().await
        }
    }
}

/// Says that one's business employs a person no more (届け出る).
#[server(endpoint = "end_employment")]
pub async fn end_employment(
    /// 技能者ID.
    #[server(default)]
    who: String,
    /// The last day.
    #[server(default)]
    until: String,
) -> Result<(), UiError> {
    let unknown = || UiError::beside("who", if who.trim().is_empty() { Problem::Missing } else { Problem::Unknown });
    services::employment::may_file(&call())?;
    let failed = match who.parse::<TechnicianId>() {
        Err(_) => unknown(),
        Ok(id) => match services::employment::end(&call(), id, &until).await {
            Ok(()) => return Flash::to(business::PAGE).done("ended").leave().await,
            Err(services::Error::NotFound) => unknown(),
            Err(error) => error.into(),
        },
    };
    let typed = business::Typed { who, until, ..business::Typed::default() };
    Flash::to(business::PAGE).typed(&typed).failed(failed).leave().await
}

#[cfg(feature = "ssr")]
fn id_of(request: &str) -> Result<EmploymentRequestId, UiError> {
    request.parse().map_err(|_| UiError::of(NOT_FOUND))
}

#[cfg(feature = "ssr")]
async fn left(page: &'static str, answered: services::Result<()>, done: &'static str) -> Result<(), UiError> {
    match answered {
        Ok(()) => Flash::to(page).done(done).leave().await,
        Err(error) => Flash::to(page).failed(error.into()).leave().await,
    }
}

/// Takes a request back (取り下げる).
#[server(endpoint = "withdraw_employment")]
pub async fn withdraw_employment(
    /// Which.
    request: String,
) -> Result<(), UiError> {
    left(business::PAGE, services::employment::withdraw(&call(), id_of(&request)?).await, "withdrawn").await
}

/// Agrees to an employment (同意する).
#[server(endpoint = "agree_employment")]
pub async fn agree_employment(
    /// Which.
    request: String,
) -> Result<(), UiError> {
    left(own::PAGE, services::employment::agree(&call(), id_of(&request)?).await, "agreed").await
}

/// Refuses one (ことわる).
#[server(endpoint = "refuse_employment")]
pub async fn refuse_employment(
    /// Which.
    request: String,
) -> Result<(), UiError> {
    left(own::PAGE, services::employment::refuse(&call(), id_of(&request)?).await, "refused").await
}

/// Objects to the end of one (異議を申し出る).
#[server(endpoint = "object_employment")]
pub async fn object_employment(
    /// Which.
    request: String,
) -> Result<(), UiError> {
    left(own::PAGE, services::employment::object(&call(), id_of(&request)?).await, "objected").await
}
