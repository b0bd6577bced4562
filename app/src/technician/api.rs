//! Server functions of the technician's registration. Invariant: each saves before it judges and ends in a redirect.

use crate::shell::UiError;
use domain::technician::TechnicianForm;
use leptos::prelude::*;
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use {
    super::flow::{self, CHECK_FAILED, PAGE},
    crate::{
        application::mine,
        shell::{Flash, error::NOT_FOUND, redirect, request::Request},
    },
    domain::{form::Problem, technician::Stage},
};

/// Begins a registration of a stage, or turns the draft that is there into one (この登録をはじめる).
#[server(endpoint = "start_technician")]
pub async fn start_technician(
    /// `simple` or `detailed`.
    #[server(default)]
    stage: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    services::application::may_start(&request.call)?;
    let Some(stage) = Stage::from_code(&stage).filter(|stage| !stage.is_of_registered()) else {
        return Flash::to(PAGE).failed(UiError::beside("stage", Problem::Missing)).leave().await;
    };
    let done = if let Some((mine, _)) = mine::technician(&request).await? {
        services::application::change_stage(&mine.call, mine.id, stage).await?;
        "stage_changed"
    } else {
        mine::begin(&request, domain::application::ApplicationKind::of_stage(stage)).await?;
        "started"
    };
    Flash::to(PAGE).done(done).leave().await
}

/// Begins, or goes on with, the change from simple to detailed (詳細型の申請をはじめる).
#[server(endpoint = "start_upgrade")]
pub async fn start_upgrade() -> Result<(), UiError> {
    let request = expect_context::<Request>();
    match services::application::start_upgrade(&request.call).await {
        Ok(id) => {
            mine::bind_own(&request, id).await?;
            Flash::to(PAGE).done("started").leave().await
        }
        Err(services::Error::Rejected(why)) => {
            Flash::to("/passport/more").failed(services::Error::Rejected(why).into()).leave().await
        }
        Err(error) => Err(error.into()),
    }
}

/// Begins, or goes on with, a change of what is registered (変更を申請する).
#[server(endpoint = "start_change")]
pub async fn start_change() -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let id = services::application::start_change(&request.call).await?;
    mine::bind_own(&request, id).await?;
    Flash::to(PAGE).leave().await
}

/// Saves one page (保存して次へ, 保存して一覧へ).
#[server(endpoint = "save_technician")]
pub async fn save_technician(
    /// Which page.
    page: String,
    /// The button: `next` or `list`.
    #[server(default)]
    then: String,
    /// What was typed on it.
    #[server(flatten)]
    form: TechnicianForm,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let (mine, view) = mine::technician(&request).await?.ok_or_else(|| UiError::of(NOT_FOUND))?;
    services::application::save_page(&mine.call, mine.id, &page, &form).await?;
    flow::after_page(&mine, view.kind, &page, &then).await?.leave().await
}

/// Adds an item to the list of a page, or changes one (保存して一覧へ).
#[server(endpoint = "put_technician_item")]
pub async fn put_technician_item(
    /// Which page.
    page: String,
    /// The item's key, or `new`.
    item: String,
    /// What was typed.
    #[server(flatten)]
    typed: BTreeMap<String, String>,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let (mine, view) = mine::technician(&request).await?.ok_or_else(|| UiError::of(NOT_FOUND))?;
    let list = flow::list_of(view.kind, &page)?;
    let key = flow::put_item(&mine, list, &item, typed.into_iter().collect()).await?;
    flow::after_item(&mine, view.kind, &page, list, &key).await?.leave().await
}

/// Takes an item out of the list of a page (取り消す).
#[server(endpoint = "remove_technician_item")]
pub async fn remove_technician_item(
    /// Which page.
    page: String,
    /// The item's key.
    item: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let (mine, view) = mine::technician(&request).await?.ok_or_else(|| UiError::of(NOT_FOUND))?;
    let list = flow::list_of(view.kind, &page)?;
    if let Err(error) = services::application::remove_item(&mine.call, mine.id, list, &item).await {
        return Flash::to(flow::page_address(&page)).failed(error.into()).leave().await;
    }
    Flash::to(flow::page_address(&page)).done("item_removed").leave().await
}

/// Keeps password and consent and hands the application in (申請する).
#[server(endpoint = "submit_technician")]
pub async fn submit_technician(
    /// `yes` where what is still as it was returned stays so.
    #[server(default)]
    stood_by: String,
    /// Password and consent.
    #[server(flatten)]
    form: TechnicianForm,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let (mine, view) = mine::technician(&request).await?.ok_or_else(|| UiError::of(NOT_FOUND))?;
    // A password that is too weak is told together with everything else that is wrong.
    let kept = services::application::save_final(&mine.call, mine.id, &form).await;
    let handed_in = match &kept {
        Ok(()) => mine.hand_in(stood_by == "yes").await,
        Err(_) => Ok(()),
    };
    match (kept, handed_in) {
        (Ok(()), Ok(())) if mine.for_somebody => {
            Flash::to(crate::proxy::home(request.call.actor.role)).done("submitted").leave().await
        }
        (Ok(()), Ok(())) => Flash::to(format!("/register/{}", view.number)).done("submitted").leave().await,
        (Err(error), _) | (_, Err(error)) => {
            Flash::to(flow::CHECK).failed(error.into()).leave().await?;
            redirect(CHECK_FAILED);
            Ok(())
        }
    }
}
