//! `/register/business` and its pages: a first registration. Invariant: what a page shows is the draft of this browser, and
//! a number stands only for something kept.

use super::{
    check,
    flow::{self, Draft, Opened, list_address},
    page as form_page, tasks,
};
use crate::{
    application::{frame, mine},
    shell::{Flash, UiError, error::NOT_FOUND, page, redirect, request::Request},
};
use domain::business::Filing;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

const FILING: Filing = Filing::Registration;

/// The draft, or nothing where one is sent elsewhere.
async fn opened(request: &Request) -> Result<Option<Box<Draft>>, UiError> {
    match flow::open(request, FILING).await? {
        Opened::Draft(draft) => Ok(Some(draft)),
        Opened::Elsewhere(to) => {
            redirect(&to);
            Ok(None)
        }
    }
}

/// `/register/business`: the list of pages.
#[component]
pub fn RegisterBusinessPage() -> impl IntoView {
    page(async {
        let request = expect_context::<Request>();
        let Some(draft) = opened(&request).await? else { return Ok(().into_any()) };
        let flash = Flash::take(list_address(FILING)).await?;
        let code = mine::resume_code(&request).await?;
        let number = draft.view.as_ref().map(|view| view.number.clone());
        let left = frame::Left { number, code, flash };
        crate::fee::prices::load().await?;
        Ok(tasks::page(&draft, &left, String::new()))
    })
}

/// `/register/business/{page}`: one question group.
#[component]
pub fn BusinessPartPage() -> impl IntoView {
    let code = use_params_map().with_untracked(|params| params.get("page")).unwrap_or_default();
    let check = use_query_map().with_untracked(|query| query.get("check").is_some());
    page(async move {
        let request = expect_context::<Request>();
        let here = domain::business::page(&code).ok_or_else(|| UiError::of(NOT_FOUND))?;
        let Some(draft) = opened(&request).await? else { return Ok(().into_any()) };
        let flash = Flash::take(&flow::page_address(FILING, &code)).await?;
        crate::fee::prices::load().await?;
        Ok(form_page::page(&draft, here, &flash, check, String::new()))
    })
}

/// `/register/business/check`: the answers once more.
#[component]
pub fn CheckBusinessPage() -> impl IntoView {
    let check = use_query_map().with_untracked(|query| query.get("check").is_some());
    page(async move {
        let request = expect_context::<Request>();
        let Some(draft) = opened(&request).await? else { return Ok(().into_any()) };
        let flash = Flash::take(&flow::check_address(FILING)).await?;
        crate::fee::prices::load().await?;
        Ok(check::page(&draft, &flash, check, String::new()))
    })
}
