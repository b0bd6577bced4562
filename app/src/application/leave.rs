//! Leaving the application of this browser for somebody else's. Invariant: before it is left its number, and its code as long as
//! it may be shown, stand here to be noted; nothing of it is lost.

use super::{LeaveApplication, bound::sent_to, code};
use crate::shell::{ButtonKind, Checkbox, DescriptionList, Row, SubmitButton, field::has_problems, icon, t};
use domain::application::ApplicantView;
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};

use msg::application as m;

/// The way to begin for another person. `shown`: the resume code, where it was not shown for the last time yet.
pub(super) fn way(view: &ApplicantView, shown: Option<String>) -> impl IntoView + use<> {
    let hint = match (&view.proxied, &shown) {
        (Some(_), _) => m::LEAVE_BY_LINK,
        (None, Some(_)) => m::LEAVE_CODE_HERE,
        (None, None) => m::LEAVE_CODE_SHOWN,
    };
    let lost = (view.proxied.is_none() && shown.is_none()).then(|| {
        view! {
            <p>
                <a href=code::address(&view.number)>{t(m::LEAVE_CODE_LOST)}</a>
            </p>
        }
    });
    let number = Row::new(t(m::RESUME_NUMBER), view.number.clone());
    let rows: Vec<Row> = [number].into_iter().chain(shown.map(|code| Row::new(t(m::RESUME_CODE), code))).collect();
    let action = sent_to(LeaveApplication::PATH, view.id);
    (!view.state.is_final()).then(|| {
        view! {
            <details class="bands" open=has_problems()>
                <summary>{t(m::LEAVE)}</summary>
                <form method="post" action=action class="form" novalidate>
                    <p>{t(m::LEAVE_LEAD)}</p>
                    <DescriptionList rows />
                    <p class="hint">{t(hint)}</p>
                    {lost}
                    <Checkbox name="confirm" label=t(m::LEAVE_CONFIRM) />
                    <SubmitButton text=t(m::LEAVE) kind=ButtonKind::Outline icon=icon::ARROW_FORWARD />
                </form>
            </details>
        }
    })
}
