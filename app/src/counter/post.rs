//! Noting that the papers went by recorded delivery. Invariant: the day offered is today, and what was noted can be put right
//! until they arrived.

use super::PostPapers;
use crate::shell::{ButtonKind, SubmitButton, TextField, icon, t};
use domain::{
    counter::{Papers, PostForm},
    id::ApplicationId,
    time::WorkDate,
};
use i18n::{date, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::counter as m;

/// The form.
pub(super) fn form(
    id: ApplicationId,
    papers: &Papers,
    typed: Option<PostForm>,
    today: WorkDate,
) -> impl IntoView + use<> {
    let sent = match papers {
        Papers::Sent { tracking, on } => Some(PostForm { tracking: tracking.clone(), sent_on: date::iso(*on) }),
        Papers::Here | Papers::Arrived { .. } => None,
    };
    let (words, kind) =
        if sent.is_some() { (m::POST_AGAIN, ButtonKind::Outline) } else { (m::POST, ButtonKind::Solid) };
    let form = typed.or(sent).unwrap_or_else(|| PostForm { sent_on: date::iso(today), ..PostForm::default() });
    view! {
        <p class="hint">{t(m::POST_LEAD)}</p>
        <form method="post" action=PostPapers::PATH class="form" novalidate>
            <input type="hidden" name="application" value=id.to_string() />
            <TextField
                name="tracking"
                label=t(m::TRACKING)
                hint=t(m::TRACKING_HINT)
                value=form.tracking
                inputmode="numeric"
                autocomplete="off"
                width="medium"
            />
            <TextField name="sent_on" label=t(m::SENT_ON) value=form.sent_on kind="date" width="medium" />
            <SubmitButton text=t(words) kind icon=icon::SEND />
        </form>
    }
}
