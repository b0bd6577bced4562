//! Server functions of 代行申請. Invariant: each ends in a redirect.

use crate::shell::UiError;
use domain::proxy::ClientForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{bulk, first_password, home, invitation},
    crate::{
        application::{mine, words},
        business::registration,
        shell::{Flash, call, error::NOT_FOUND, redirect, request::Request},
        technician::flow,
    },
    domain::{
        form::Problem,
        id::{ApplicationId, BulkId},
        technician::Stage,
    },
    i18n::Lang,
    serde_json::json,
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
        return Flash::to(home(request.call.actor.role))
            .failed(UiError::beside("stage", Problem::Missing))
            .leave()
            .await;
    };
    match services::proxy::start(&request.call, stage).await {
        Ok(id) => {
            mine::bind_own(&request, id).await?;
            Flash::to(flow::PAGE).done("started").leave().await
        }
        Err(error) => Flash::to(home(request.call.actor.role)).failed(error.into()).leave().await,
    }
}

/// Begins an application for a business (事業者の申請をはじめる).
#[server(endpoint = "start_client")]
pub async fn start_client(
    /// What is applied for, and of whom.
    #[server(flatten)]
    form: ClientForm,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    match services::proxy::start_for_business(&request.call, &form).await {
        Ok((id, kind)) => {
            mine::bind_own(&request, id).await?;
            Flash::to(words::form_page(kind)).done("started").leave().await
        }
        Err(error) => Flash::to(home(request.call.actor.role)).typed(&form).failed(error.into()).leave().await,
    }
}

/// Goes on with an application one files for somebody (つづける).
#[server(endpoint = "open_proxy")]
pub async fn open_proxy(
    /// Which.
    application: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let id = named(&application)?;
    match services::proxy::kind_of_ours(&request.call, id).await {
        Ok(kind) => {
            mine::bind_own(&request, id).await?;
            redirect(words::form_page(kind));
            Ok(())
        }
        Err(error) => Flash::to(home(request.call.actor.role)).failed(error.into()).leave().await,
    }
}

/// Takes what a scrivener files for one's business into the own hands (内容を確かめて申請する).
#[server(endpoint = "open_filed")]
pub async fn open_filed(
    /// Which.
    application: String,
) -> Result<(), UiError> {
    match services::proxy::receive(&call(), named(&application)?).await {
        Ok(kind) => {
            redirect(&words::check_page(kind));
            Ok(())
        }
        Err(error) => Flash::to(registration::PAGE).failed(error.into()).leave().await,
    }
}

/// Sends the person or business a link to what was entered for them (本人に送る, 事業者に送る).
#[server(endpoint = "invite_person")]
pub async fn invite_person(
    /// Which application.
    application: String,
    /// The language the person reads; empty keeps the one they were written to in.
    #[server(default)]
    lang: String,
) -> Result<(), UiError> {
    let lang = Lang::from_code(&lang);
    let list = home(call().actor.role);
    let id = named(&application)?;
    let kind = match services::proxy::kind_of_ours(&call(), id).await {
        Ok(kind) => kind,
        Err(error) => return Flash::to(list).failed(error.into()).leave().await,
    };
    let done = if kind.stage().is_some() { "invited" } else { "invited_client" };
    match services::proxy::invite(&call(), id, lang).await {
        Ok(()) => Flash::to(list).done(done).leave().await,
        Err(services::Error::Rejected(why)) if !why.fields.is_empty() => {
            Flash::to(words::check_page(kind)).failed(services::Error::Rejected(why).into()).leave().await
        }
        Err(error) => Flash::to(list).failed(error.into()).leave().await,
    }
}

/// Sends a business registered on paper the link to its first password once more (パスワードのリンクを送り直す).
#[server(endpoint = "resend_password_link")]
pub async fn resend_password_link(
    /// Which application.
    application: String,
) -> Result<(), UiError> {
    let list = Flash::to(home(call().actor.role));
    match services::proxy::send_password_link(&call(), named(&application)?).await {
        Ok(()) => list.done("link_sent").leave().await,
        Err(error) => list.failed(error.into()).leave().await,
    }
}

/// Chooses the first password by the link sent to a business (このパスワードにする).
#[server(endpoint = "choose_first_password")]
pub async fn choose_first_password(
    /// What the link holds.
    t: String,
    /// The password.
    #[server(default)]
    password: String,
    /// The same once more.
    #[server(default)]
    password_again: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let typed = (password.as_str(), password_again.as_str());
    match services::proxy::choose_first_password(&request.call, &t, typed, &request.client).await {
        Ok(login_id) => Flash::to("/login").typed(&json!({ "login_id": login_id })).done("password_set").leave().await,
        // The link is good for another try whatever was in the way.
        Err(error) => Flash::to(first_password::PAGE).failed(error.into()).leave_at(&first_password::address(&t)).await,
    }
}

/// Takes an application back from the person it was sent to (取り戻して直す).
#[server(endpoint = "take_back_proxy")]
pub async fn take_back_proxy(
    /// Which application.
    application: String,
) -> Result<(), UiError> {
    let list = home(call().actor.role);
    match services::proxy::take_back(&call(), named(&application)?).await {
        Ok(()) => Flash::to(list).done("taken_back").leave().await,
        Err(error) => Flash::to(list).failed(error.into()).leave().await,
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
        Ok(opened) => {
            let check = words::check_page(opened.kind);
            mine::bind_by_link(&request, opened).await?;
            redirect(&check);
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
