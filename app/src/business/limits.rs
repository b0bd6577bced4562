//! Why nothing new can be registered today, on every page where something new is. Invariant: the reason and the way out stand
//! there before anything is typed.

use super::registration;
use crate::{
    application::frame as office,
    fee::standing_banner,
    shell::{Banner, Tone, UiError, call, t},
};
use domain::{
    access::{Action, Resource},
    business::{HandedIn, Validity},
    time::WorkDate,
};
use i18n::msg::business as m;
use leptos::prelude::*;

/// What is not paid and what has ended, of the business one acts for.
pub async fn limits() -> Result<AnyView, UiError> {
    let unpaid = standing_banner().await?;
    let ended = services::business::validity(&call()).await?.filter(|(_, validity)| !validity.is_good());
    let handed_in = if ended.is_some() { services::business::handed_in(&call()).await? } else { None };
    Ok(view! {
        {unpaid}
        {ended.map(|ended| has_ended(ended, handed_in))}
    }
    .into_any())
}

fn has_ended((until, validity): (WorkDate, Validity), handed_in: Option<HandedIn>) -> impl IntoView {
    // What is being done about it is no alarm.
    let tone = if handed_in.is_some() { Tone::Warn } else { Tone::Err };
    let may_renew = office::may(Action::BusinessFile, &Resource::Register);
    let go = may_renew.then(|| view! { <p><a href=registration::PAGE>{t(m::REGISTRATION_TITLE)}</a></p> });
    view! {
        <Banner tone>
            <p>{registration::standing_words(until, validity, handed_in)}</p>
            {go}
        </Banner>
    }
}
