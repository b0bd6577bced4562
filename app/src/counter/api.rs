//! Server functions of counters. Invariant: each ends in a redirect.

use crate::shell::UiError;
use domain::{
    appointment::SlotForm,
    counter::{ContactForm, PersonForm, PostForm},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::{appointments, case, change, list},
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{
        counter::CheckForm,
        id::{ApplicationId, AppointmentId},
    },
};

#[cfg(feature = "ssr")]
fn named(application: &str) -> Result<ApplicationId, UiError> {
    application.parse().map_err(|_| UiError::of(NOT_FOUND))
}

/// Begins an application for somebody at the counter (窓口で受け付ける).
#[server(endpoint = "start_counter")]
pub async fn start_counter() -> Result<(), UiError> {
    match services::counter::start(&call()).await {
        Ok(id) => Flash::to(case::page_of(id)).done("started").leave().await,
        Err(error) => Flash::to(list::PAGE).failed(error.into()).leave().await,
    }
}

/// Begins the first registration of a business (事業者の新規登録を受け付ける).
#[server(endpoint = "start_counter_firm")]
pub async fn start_counter_firm() -> Result<(), UiError> {
    match services::counter::start_firm(&call()).await {
        Ok(id) => Flash::to(case::page_of(id)).done("started").leave().await,
        Err(error) => Flash::to(list::PAGE).failed(error.into()).leave().await,
    }
}

/// Begins the renewal of a business that came as booked (更新を受け付ける).
#[server(endpoint = "start_counter_renewal")]
pub async fn start_counter_renewal(
    /// Which appointment.
    appointment: String,
) -> Result<(), UiError> {
    let id: AppointmentId = appointment.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::counter::start_renewal(&call(), id).await {
        Ok(id) => Flash::to(case::page_of(id)).done("started").leave().await,
        Err(error) => Flash::to(appointments::PAGE).failed(error.into()).leave().await,
    }
}

/// Opens a half day, or changes its places (ひらく・数を変える).
#[server(endpoint = "open_slot")]
pub async fn open_slot(
    /// Day, half and places.
    #[server(flatten)]
    form: SlotForm,
) -> Result<(), UiError> {
    let page = Flash::to(appointments::PAGE);
    match services::appointment::open(&call(), &form).await {
        Ok(()) => page.done("opened").leave().await,
        Err(error) => page.typed(&form).failed(error.into()).leave().await,
    }
}

/// What was typed to call an appointment off.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct CalledOff {
    /// Which.
    pub appointment: String,
    /// Why.
    pub reason: String,
}

/// Calls off an appointment (取り消す).
#[server(endpoint = "call_off_appointment")]
pub async fn call_off_appointment(
    /// Which.
    appointment: String,
    /// Why.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let id: AppointmentId = appointment.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(appointments::PAGE);
    match services::appointment::call_off(&call(), id, &reason).await {
        Ok(()) => page.done("called_off").leave().await,
        Err(error) => page.typed(&CalledOff { appointment, reason }).failed(error.into()).leave().await,
    }
}

/// Keeps that the person and the papers were looked at (確かめたことを残す).
#[server(endpoint = "check_counter")]
pub async fn check_counter(
    /// Which application.
    application: String,
    /// The kind of document by which the person was known.
    #[server(default)]
    identity_kind: String,
    /// The kinds of papers ticked.
    #[server(default)]
    papers: Vec<String>,
    /// `yes`: face and name agree with the document.
    #[server(default)]
    agrees: String,
) -> Result<(), UiError> {
    let id = named(&application)?;
    let form = CheckForm { identity_kind, papers, agrees };
    let page = Flash::to(case::page_of(id));
    match services::counter::check(&call(), id, &form).await {
        Ok(()) => page.done("checked").leave().await,
        Err(error) => page.typed(&case::Typed { check: Some(form), post: None }).failed(error.into()).leave().await,
    }
}

/// Leaves out what no paper proves (証明のない項目を外す).
#[server(endpoint = "leave_out_unproven")]
pub async fn leave_out_unproven(
    /// Which application.
    application: String,
) -> Result<(), UiError> {
    let id = named(&application)?;
    let page = Flash::to(case::page_of(id));
    match services::counter::leave_out(&call(), id).await {
        Ok(_) => page.done("left_out").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Notes that the papers were posted (送ったことを残す).
#[server(endpoint = "post_papers")]
pub async fn post_papers(
    /// Which application.
    application: String,
    /// Number and day.
    #[server(flatten)]
    form: PostForm,
) -> Result<(), UiError> {
    let id = named(&application)?;
    let page = Flash::to(case::page_of(id));
    match services::counter::post(&call(), id, &form).await {
        Ok(()) => page.done("posted").leave().await,
        Err(error) => page.typed(&case::Typed { check: None, post: Some(form) }).failed(error.into()).leave().await,
    }
}

/// Notes that the head office has the papers (本部に届いたことを残す).
#[server(endpoint = "papers_arrived")]
pub async fn papers_arrived(
    /// Which application.
    application: String,
) -> Result<(), UiError> {
    let id = named(&application)?;
    let page = Flash::to(case::page_of(id));
    match services::counter::arrive(&call(), id).await {
        Ok(()) => page.done("arrived").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Shows what is registered of who came to the counter (登録の内容を見る).
#[server(endpoint = "look_up_person")]
pub async fn look_up_person(
    /// Who.
    #[server(flatten)]
    who: PersonForm,
) -> Result<(), UiError> {
    let page = Flash::to(change::PAGE);
    match services::counter::look_up(&call(), &who).await {
        Ok((now, ticket)) => page.typed(&change::Typed::found(ticket, &now)).leave().await,
        Err(error) => page.typed(&change::Typed { who, ..change::Typed::default() }).failed(error.into()).leave().await,
    }
}

/// Changes where somebody is reached and who employs them (登録を変える).
#[server(endpoint = "change_contact")]
pub async fn change_contact(
    /// Whose ticket, the kind of document and the change.
    #[server(flatten)]
    sent: ChangeSent,
) -> Result<(), UiError> {
    let page = Flash::to(change::PAGE);
    let ChangeSent { ticket, form } = sent;
    match services::counter::change(&call(), &ticket, &form).await {
        Ok(()) => page.done("changed").leave().await,
        Err(error) => {
            let typed = change::Typed { form: Some(form), ticket: Some(ticket), ..change::Typed::default() };
            page.typed(&typed).failed(error.into()).leave().await
        }
    }
}

/// What the form of a change sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChangeSent {
    /// Of the look-up.
    #[serde(default)]
    pub ticket: String,
    /// What.
    #[serde(flatten)]
    pub form: ContactForm,
}
