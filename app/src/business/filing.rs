//! `/business/registration/{renewal, change}` and its pages: the form, filled in with what is registered. Invariant: no
//! password is asked, whoever files has logged in; nothing is begun by looking.

use super::{
    check,
    flow::{self, Draft, Opened, list_address},
    page as form_page, tasks,
};
use crate::{
    application::frame,
    shell::{Flash, UiError, call, error::NOT_FOUND, page, redirect, request::Request},
};
use domain::business::Filing;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The filing an address or a form names. Errors: `not_found`.
pub(super) fn from_address(code: &str) -> Result<Filing, UiError> {
    let filing = Filing::from_code(code).filter(|filing| filing.is_of_registered());
    filing.ok_or_else(|| UiError::of(NOT_FOUND))
}

/// The draft, or nothing where one is sent elsewhere. Errors: `auth.forbidden` before anything else.
async fn opened(code: &str) -> Result<Option<Box<Draft>>, UiError> {
    let request = expect_context::<Request>();
    let filing = match from_address(code) {
        Ok(filing) => filing,
        Err(unknown) => {
            services::business::may_open(&call())?;
            return Err(unknown);
        }
    };
    flow::may_fill(&request, filing).await?;
    match flow::open(&request, filing).await? {
        Opened::Draft(draft) => {
            crate::fee::prices::load().await?;
            Ok(Some(draft))
        }
        Opened::Elsewhere(to) => {
            redirect(&to);
            Ok(None)
        }
    }
}

/// Who is logged in, of a registered business; nobody else has its portal around the form.
async fn who() -> Result<String, UiError> {
    if call().actor.business.is_some() { frame::who().await } else { Ok(String::new()) }
}

fn param(name: &str) -> String {
    use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default()
}

/// `/business/registration/{renewal, change}`: the list of pages.
#[component]
pub fn FilingPage() -> impl IntoView {
    let asked = param("filing");
    page(async move {
        let Some(draft) = opened(&asked).await? else { return Ok(().into_any()) };
        let flash = Flash::take(list_address(draft.filing)).await?;
        let number = draft.view.as_ref().map(|view| view.number.clone());
        let left = frame::Left { number, code: None, flash };
        Ok(tasks::page(&draft, &left, who().await?))
    })
}

/// `/business/registration/{filing}/{page}`: one question group, or the answers once more.
#[component]
pub fn FilingPartPage() -> impl IntoView {
    let (asked, code) = (param("filing"), param("page"));
    let check = use_query_map().with_untracked(|query| query.get("check").is_some());
    page(async move {
        let Some(draft) = opened(&asked).await? else { return Ok(().into_any()) };
        let flash = Flash::take(&flow::page_address(draft.filing, &code)).await?;
        let who = who().await?;
        if code == "check" {
            return Ok(check::page(&draft, &flash, check, who));
        }
        let here = domain::business::page(&code).ok_or_else(|| UiError::of(NOT_FOUND))?;
        Ok(form_page::page(&draft, here, &flash, check, who))
    })
}
