//! How one pays, with or without an account to transfer to. Invariant: the same words wherever something is to be paid.

use crate::shell::{DescriptionList, Row, call, t};
use i18n::{msg, word};
use leptos::prelude::*;

/// How a request is paid.
pub fn how_to_pay() -> impl IntoView {
    let account = call().outside.pay_to.clone();
    let words = t(word::how_to_pay(account.is_some()));
    let account = account.map(|account| vec![Row::new(t(msg::fee::PAY_TO), account)]);
    view! {
        <p class="hint">{words}</p>
        {account.map(|rows| view! { <DescriptionList rows /> })}
    }
}
