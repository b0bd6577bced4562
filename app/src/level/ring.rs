//! The ring: how much of the days there is. Invariant: what it draws stands beside it in words, and is its text alternative.

use crate::shell::{t, tw};
use domain::level::{Level, Remaining};
use i18n::{msg, word};
use leptos::prelude::*;

use msg::level as m;

/// A circle of this radius has a length of a hundred.
const RADIUS: &str = "15.915";

/// The ring to a level.
pub(super) fn ring(remaining: &Remaining, to: Level) -> impl IntoView + use<> {
    let percent = remaining.days_percent();
    let label = tw(m::RING_LABEL, &[("level", &t(word::level(to))), ("n", &percent)]);
    let dash = format!("{percent} {}", 100 - percent);
    view! {
        <svg class="level-ring" viewBox="0 0 36 36" role="img" aria-label=label>
            <circle class="level-ring-all" cx="18" cy="18" r=RADIUS fill="none" stroke-width="3.5" />
            <circle
                class="level-ring-done"
                cx="18"
                cy="18"
                r=RADIUS
                fill="none"
                stroke-width="3.5"
                stroke-dasharray=dash
                transform="rotate(-90 18 18)"
            />
            <text class="level-ring-number" x="18" y="21" text-anchor="middle" aria-hidden="true">
                {format!("{percent}%")}
            </text>
        </svg>
    }
}
