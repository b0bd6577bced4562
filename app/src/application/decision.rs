//! What one person entered and another decides. Invariant: whoever entered it is offered to take it back and nothing else.

use crate::shell::{ButtonKind, Card, Field, SubmitButton, field::described_by, icon, t};
use i18n::{Msg, msg::correction as m};
use leptos::prelude::*;

/// The words that differ from one matter to the next.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    /// To whoever entered it.
    pub own: Msg,
    /// What follows from approving.
    pub note: Msg,
    /// The button that approves.
    pub approve: Msg,
}

/// The form that decides `subject`, sent to `action` as `name`, with the reason that was typed.
pub fn decision(
    (action, name): (&'static str, &'static str),
    subject: String,
    own: bool,
    said: Said,
    typed: String,
) -> impl IntoView {
    if own {
        return view! {
            <Card title=t(m::DECIDE_TITLE)>
                <p>{t(said.own)}</p>
                <form method="post" action=action class="form">
                    <input type="hidden" name=name value=subject />
                    <SubmitButton text=t(m::WITHDRAW) kind=ButtonKind::Outline name="decision" value="withdraw" />
                </form>
            </Card>
        }
        .into_any();
    }
    let described = described_by("reason", true);
    view! {
        <Card title=t(m::DECIDE_TITLE)>
            <form method="post" action=action class="form" novalidate>
                <input type="hidden" name=name value=subject />
                <p>{t(said.note)}</p>
                <SubmitButton text=t(said.approve) icon=icon::CHECK name="decision" value="approve" />
                <Field name="reason" label=t(m::REFUSE_REASON) hint=t(m::REFUSE_HINT) required=false>
                    <textarea class="input" id="reason" name="reason" rows="3" aria-describedby=described>
                        {typed}
                    </textarea>
                </Field>
                <SubmitButton text=t(m::REFUSE) kind=ButtonKind::Danger name="decision" value="refuse" />
            </form>
        </Card>
    }
    .into_any()
}
