//! Words of bodies and scriveners. Invariant: a standing is a word and a colour together.

use crate::shell::{Tag, Tone, lang, t, tw};
use domain::{
    registrar::{Period, Standing},
    time::WorkDate,
};
use i18n::{Msg, date, msg};
use leptos::prelude::*;

use msg::registrar as m;

/// Word and tone of how a body stands.
pub const fn standing(of: Standing) -> (Msg, Tone) {
    match of {
        Standing::Good => (m::STANDING_GOOD, Tone::Ok),
        Standing::ToCome => (m::STANDING_TO_COME, Tone::Info),
        Standing::Over => (m::STANDING_OVER, Tone::Warn),
        Standing::Ended => (m::STANDING_ENDED, Tone::Plain),
    }
}

/// How a body stands on a day, as a tag.
pub fn standing_tag(period: Period, today: WorkDate) -> impl IntoView {
    let (words, tone) = standing(period.standing(today));
    view! { <Tag tone text=t(words) /> }
}

/// The days a body may act on.
pub fn period(of: Period) -> String {
    let from = date::day_only(lang(), of.from);
    match of.until {
        Some(until) => tw(m::PERIOD_UNTIL, &[("from", &from), ("until", &date::day_only(lang(), until))]),
        None => tw(m::PERIOD_OPEN, &[("from", &from)]),
    }
}

/// Since when it is ended.
pub fn ended(of: Period) -> Option<String> {
    of.ended_on.map(|day| tw(m::PERIOD_ENDED, &[("day", &date::day_only(lang(), day))]))
}
