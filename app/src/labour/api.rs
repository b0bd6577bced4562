//! Server functions of labour supplied in a disaster. Invariant: each ends in a redirect to the page it was sent from, and what
//! was typed is kept.

use crate::shell::UiError;
use domain::{
    counter::PersonForm,
    labour::{AgreementForm, PaidForm, Passing, RequestForm, UnionContact},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{order, order_one, own, recruit, supply},
    crate::shell::{Flash, call, error::NOT_FOUND},
    core::str::FromStr,
    domain::id::{LabourAgreementId, LabourCallId, LabourOfferId, LabourRequestId},
};

#[cfg(feature = "ssr")]
fn id_of<T: FromStr>(raw: &str) -> Result<T, UiError> {
    raw.parse().map_err(|_| UiError::of(NOT_FOUND))
}

#[cfg(feature = "ssr")]
async fn left(page: &str, at: &str, done: services::Result<&str>) -> Result<(), UiError> {
    match done {
        Ok(word) => Flash::to(page).done(word).leave_at(at).await,
        Err(error) => Flash::to(page).failed(error.into()).leave_at(at).await,
    }
}

/// Proposes an agreement to a union (協約を申し入れる).
#[server(endpoint = "propose_labour")]
pub async fn propose_labour(
    /// What was typed.
    #[server(flatten)]
    form: AgreementForm,
) -> Result<(), UiError> {
    match services::labour::propose(&call(), &form).await {
        Ok(_) => Flash::to(order::PAGE).done("proposed").leave().await,
        Err(error) => {
            let typed = order::Typed { agreement: Some(form), request: None };
            Flash::to(order::PAGE).typed(&typed).failed(error.into()).leave().await
        }
    }
}

/// As a union agrees to a proposal or declines it (同意する、ことわる).
#[server(endpoint = "answer_labour_agreement")]
pub async fn answer_labour_agreement(
    /// Which.
    agreement: String,
    /// `agree` or `decline`.
    #[server(default)]
    decision: String,
) -> Result<(), UiError> {
    let id: LabourAgreementId = id_of(&agreement)?;
    let agrees = decision == "agree";
    let done = services::labour::answer_agreement(&call(), id, agrees).await;
    left(supply::PAGE, supply::PAGE, done.map(|()| if agrees { "agreed" } else { "declined" })).await
}

/// Keeps where a union is told (届け先を保存する).
#[server(endpoint = "keep_labour_contact")]
pub async fn keep_labour_contact(
    /// What was typed.
    #[server(flatten)]
    contact: UnionContact,
) -> Result<(), UiError> {
    let page = Flash::to(supply::PAGE);
    match services::labour::keep_contact(&call(), &contact).await {
        Ok(()) => page.done("contact_kept").leave().await,
        Err(error) => page.typed(&Some(contact)).failed(error.into()).leave().await,
    }
}

/// Asks for people (供給をたのむ).
#[server(endpoint = "ask_labour")]
pub async fn ask_labour(
    /// What was typed.
    #[server(flatten)]
    form: RequestForm,
) -> Result<(), UiError> {
    match services::labour::ask(&call(), &form).await {
        Ok(id) => Flash::to(order::PAGE).done("asked").leave_at(&order_one::page_of(id)).await,
        Err(error) => {
            let typed = order::Typed { agreement: None, request: Some(form) };
            Flash::to(order::PAGE).typed(&typed).failed(error.into()).leave().await
        }
    }
}

/// Asks for another number of people (人数を変える).
#[server(endpoint = "change_labour")]
pub async fn change_labour(
    /// Which request.
    request: String,
    /// How many a day.
    #[server(default)]
    people: String,
) -> Result<(), UiError> {
    let id: LabourRequestId = id_of(&request)?;
    let page = Flash::to(order::PAGE);
    match services::labour::change_people(&call(), id, &people).await {
        Ok(()) => page.done("changed").leave_at(&order_one::page_of(id)).await,
        Err(error) => {
            let typed = order_one::Typed { people: Some(people), paid: PaidForm::default() };
            page.typed(&typed).failed(error.into()).leave_at(&order_one::page_of(id)).await
        }
    }
}

/// Asks a local union for people of a request (人数を割り当てる).
#[server(endpoint = "pass_on_labour")]
pub async fn pass_on_labour(
    /// Which request.
    request: String,
    /// To whom, how many.
    #[server(flatten)]
    form: Passing,
) -> Result<(), UiError> {
    let id: LabourRequestId = id_of(&request)?;
    let page = Flash::to(supply::PAGE);
    match services::labour::pass_on(&call(), id, &form).await {
        Ok(()) => page.done("passed").leave_at(&supply::page_of(id)).await,
        Err(error) => page.typed(&form).failed(error.into()).leave_at(&supply::page_of(id)).await,
    }
}

/// Hands the lists of local unions on to the prime (元請に名簿を渡す).
#[server(endpoint = "hand_labour_list_on")]
pub async fn hand_labour_list_on(
    /// Which request.
    request: String,
) -> Result<(), UiError> {
    let id: LabourRequestId = id_of(&request)?;
    let done = services::labour::hand_list_on(&call(), id).await.map(|_| "named");
    left(supply::PAGE, &supply::page_of(id), done).await
}

/// Offers the work to a member (声をかける).
#[server(endpoint = "offer_labour")]
pub async fn offer_labour(
    /// Of which part.
    part: String,
    /// Who.
    #[server(flatten)]
    who: PersonForm,
) -> Result<(), UiError> {
    let id: LabourCallId = id_of(&part)?;
    let page = Flash::to(supply::PAGE);
    match services::labour::offer(&call(), id, &who).await {
        Ok(_) => page.done("offered").leave_at(&recruit::page_of(id)).await,
        Err(error) => page.typed(&who).failed(error.into()).leave_at(&recruit::page_of(id)).await,
    }
}

/// Takes an offer back (取り消す).
#[server(endpoint = "withdraw_labour")]
pub async fn withdraw_labour(
    /// Which offer.
    offer: String,
) -> Result<(), UiError> {
    let id: LabourOfferId = id_of(&offer)?;
    match services::labour::withdraw(&call(), id).await {
        Ok(part) => left(supply::PAGE, &recruit::page_of(part), Ok("withdrawn")).await,
        Err(error) => left(supply::PAGE, supply::PAGE, Err(error)).await,
    }
}

/// Hands everybody who accepted in to the union (組合の本部に名簿を出す).
#[server(endpoint = "send_labour_list")]
pub async fn send_labour_list(
    /// Which part.
    part: String,
) -> Result<(), UiError> {
    let id: LabourCallId = id_of(&part)?;
    let done = services::labour::send_list(&call(), id).await.map(|_| "listed");
    left(supply::PAGE, &recruit::page_of(id), done).await
}

/// Accepts an offer (引き受ける).
#[server(endpoint = "accept_labour")]
pub async fn accept_labour(
    /// Which.
    offer: String,
) -> Result<(), UiError> {
    let done = services::labour::accept(&call(), id_of(&offer)?).await;
    left(own::PAGE, own::PAGE, done.map(|()| "accepted")).await
}

/// Declines an offer, or takes an acceptance back (ことわる、取りやめる).
#[server(endpoint = "decline_labour")]
pub async fn decline_labour(
    /// Which.
    offer: String,
) -> Result<(), UiError> {
    let done = services::labour::decline(&call(), id_of(&offer)?).await;
    left(own::PAGE, own::PAGE, done.map(|()| "declined")).await
}

/// Puts everybody on the list on the roster and employs them (名簿にのせる).
#[server(endpoint = "employ_labour")]
pub async fn employ_labour(
    /// Which request.
    request: String,
) -> Result<(), UiError> {
    let id: LabourRequestId = id_of(&request)?;
    let done = services::labour::put_on_roster(&call(), id).await.map(|done| match (done.placed, done.left) {
        (_, 0) => "employed",
        (0, _) => "employed_nobody",
        _ => "employed_some",
    });
    left(order::PAGE, &order_one::page_of(id), done).await
}

/// Notes that the named payer paid wages (支払いを残す).
#[server(endpoint = "pay_labour")]
pub async fn pay_labour(
    /// Which request.
    request: String,
    /// When, and to how many.
    #[server(flatten)]
    form: PaidForm,
) -> Result<(), UiError> {
    let id: LabourRequestId = id_of(&request)?;
    let page = Flash::to(order::PAGE);
    match services::labour::paid(&call(), id, &form).await {
        Ok(()) => page.done("paid").leave_at(&order_one::page_of(id)).await,
        Err(error) => {
            let typed = order_one::Typed { people: None, paid: form };
            page.typed(&typed).failed(error.into()).leave_at(&order_one::page_of(id)).await
        }
    }
}
