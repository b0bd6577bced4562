//! Server functions of 代行申請. Invariant: each ends in a redirect.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{bulk, invitation, list},
    crate::{
        application::mine,
        shell::{Flash, call, error::NOT_FOUND, redirect, request::Request},
        technician::flow,
    },
    domain::{
        form::{FieldProblem, Problem},
        id::{ApplicationId, BulkId},
        technician::Stage,
    },
    i18n::Lang,
};

#[cfg(feature = "ssr")]
fn named(application: &str) -> Result<ApplicationId, UiError> {
    application.parse().map_err(|_| UiError::of(NOT_FOUND))
}

/// Begins an application for somebody (代行申請をはじめる).
#[server(endpoint = "start_proxy")]
pub async fn start_proxy(
    /// `simple` or `detailed`.
    #[server(default)]
    stage: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    services::proxy::may_open(&request.call)?;
    let Some(stage) = Stage::from_code(&stage) else {
        let missing = FieldProblem::new("stage", Problem::Missing);
        return Flash::to(list::PAGE)
            .failed(UiError { fields: vec![missing], ..UiError::of("rejected") })
            .leave()
            .await;
    };
    match services::proxy::start(&request.call, stage).await {
        Ok(id) => {
            mine::bind_own(&request, id).await?;
            Flash::to(flow::PAGE).done("started").leave().await
        }
        Err(error) => Flash::to(list::PAGE).failed(error.into()).leave().await,
    }
}

/// Goes on with an application one's business files for somebody (つづける).
#[server(endpoint = "open_proxy")]
pub async fn open_proxy(
    /// Which.
    application: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let id = named(&application)?;
    match services::proxy::require_ours(&request.call, id).await {
        Ok(()) => {
            mine::bind_own(&request, id).await?;
            redirect(flow::PAGE);
            Ok(())
        }
        Err(error) => Flash::to(list::PAGE).failed(error.into()).leave().await,
    }
}

/// Sends the person a link to what was entered for them (本人に送る).
#[server(endpoint = "invite_person")]
pub async fn invite_person(
    /// Which application.
    application: String,
    /// The language the person reads; empty keeps the one they were written to in.
    #[server(default)]
    lang: String,
) -> Result<(), UiError> {
    let lang = Lang::from_code(&lang);
    match services::proxy::invite(&call(), named(&application)?, lang).await {
        Ok(()) => Flash::to(list::PAGE).done("invited").leave().await,
        Err(services::Error::Rejected(why)) if !why.fields.is_empty() => {
            Flash::to(flow::CHECK).failed(services::Error::Rejected(why).into()).leave().await
        }
        Err(error) => Flash::to(list::PAGE).failed(error.into()).leave().await,
    }
}

/// Opens what was entered for the person who was sent a link (内容を確かめる).
#[server(endpoint = "accept_invitation")]
pub async fn accept_invitation(
    /// What the link holds.
    t: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    match services::proxy::accept(&request.call, &t, &request.client).await {
        Ok(id) => {
            mine::bind(&request, id).await?;
            redirect(flow::CHECK);
            Ok(())
        }
        Err(error) => Flash::to(invitation::PAGE).failed(error.into()).leave().await,
    }
}

/// Makes applications of a file's good rows (申請を作る).
#[server(endpoint = "take_bulk")]
pub async fn take_bulk(
    /// Which file.
    bulk: String,
) -> Result<(), UiError> {
    let id: BulkId = bulk.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    services::proxy::may_open(&call())?;
    match services::bulk::take(&call(), id).await {
        Ok(()) => Flash::to(bulk::page_of(id)).leave().await,
        Err(error) => Flash::to(bulk::page_of(id)).failed(error.into()).leave().await,
    }
}

/// Throws a file away that was only looked at (取り消す).
#[server(endpoint = "discard_bulk")]
pub async fn discard_bulk(
    /// Which file.
    bulk: String,
) -> Result<(), UiError> {
    let id: BulkId = bulk.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    services::proxy::may_open(&call())?;
    match services::bulk::discard(&call(), id).await {
        Ok(()) => Flash::to(bulk::PAGE).leave().await,
        Err(error) => Flash::to(bulk::page_of(id)).failed(error.into()).leave().await,
    }
}
