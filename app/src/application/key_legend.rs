//! What the keys of a review do, and the switch that turns them off. Invariant: one list for every page with keys; single
//! letters can be switched off for good on this device (WCAG 2.1.4).

use super::KeySwitch;
use crate::shell::t;
use i18n::{Msg, msg};
use leptos::prelude::*;

use msg::application as m;

/// The keys of an application under review.
pub const REVIEW: &[(&str, Msg)] = &[
    ("J", m::CASE_KEY_NEXT),
    ("K", m::CASE_KEY_PREVIOUS),
    ("Y", m::CASE_KEY_GOOD),
    ("N", m::CASE_KEY_DEFICIENT),
    ("Esc", m::KEY_BACK),
    ("R", m::KEY_TURN),
    ("Z", m::KEY_ZOOM),
    ("E", m::CASE_KEY_EVIDENCE),
    ("O", m::KEY_OTHER),
    ("Enter", m::CASE_KEY_SEND),
    ("?", m::CASE_KEY_HELP),
];

/// The keys of a page where one thing is granted or refused.
pub const DECIDE: &[(&str, Msg)] = &[
    ("J", m::KEY_PART_NEXT),
    ("K", m::KEY_PART_PREVIOUS),
    ("Y", m::KEY_GRANT),
    ("N", m::KEY_REASON),
    ("R", m::KEY_TURN),
    ("Z", m::KEY_ZOOM),
    ("O", m::KEY_OTHER),
    ("?", m::CASE_KEY_HELP),
];

/// The list, folded.
pub fn legend(keys: &'static [(&'static str, Msg)]) -> impl IntoView {
    let line = |(key, words): &(&'static str, Msg)| {
        view! {
            <div>
                <dt>
                    <kbd>{*key}</kbd>
                </dt>
                <dd>{t(*words)}</dd>
            </div>
        }
    };
    view! {
        <details class="review-keys" id="review-keys">
            <summary>{t(m::CASE_KEYS)}</summary>
            <dl aria-label=t(m::CASE_KEYS_TITLE)>{keys.iter().map(line).collect_view()}</dl>
            <KeySwitch />
        </details>
    }
}
