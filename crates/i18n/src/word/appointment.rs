//! Words for half days at a counter. Invariant: a page and a mail name a half day alike.

use crate::{Lang, Msg, date, msg::appointment as m};
use domain::appointment::{Half, Slot};

/// 午前・午後.
pub const fn half(of: Half) -> Msg {
    match of {
        Half::Morning => m::HALF_AM,
        Half::Afternoon => m::HALF_PM,
    }
}

/// `2026年12月1日 午前`.
pub fn half_day(lang: Lang, of: Slot) -> String {
    m::WHEN.with(lang, &[("day", &date::day_only(lang, of.on)), ("half", &half(of.half).get(lang))])
}
