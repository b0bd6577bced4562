//! Words and signs of how a day stands, and of what was left. Invariant: a sign never stands without its word.

use crate::shell::{t, tw};
use domain::history::{
    Approval,
    approval::{Left, Mark},
};
use i18n::{Msg, msg, number, word};
use leptos::prelude::*;
use std::collections::BTreeMap;

use msg::sheet as m;

/// Every mark, in the order of the legend.
pub const MARKS: [Mark; 8] = [
    Mark::Waiting,
    Mark::Approved,
    Mark::Inside,
    Mark::NotOver,
    Mark::NoOut,
    Mark::NoIn,
    Mark::Unlisted,
    Mark::Incomplete,
];

/// How a day stands, in a word.
pub const fn mark(mark: Mark) -> Msg {
    match mark {
        Mark::Approved => word::approval(Approval::Approved),
        Mark::Waiting => word::approval(Approval::Provisional),
        Mark::Inside => msg::history::INSIDE_NOW,
        Mark::NotOver => m::NOT_OVER,
        Mark::Incomplete => m::INCOMPLETE,
        Mark::Unlisted => m::UNLISTED,
        Mark::NoIn => m::NO_IN,
        Mark::NoOut => msg::history::NO_OUT,
    }
}

/// The sign in the cell.
pub fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Approved => "✓",
        Mark::Waiting => "○",
        Mark::Inside => "◉",
        Mark::NotOver => "·",
        Mark::Incomplete | Mark::Unlisted => t(m::SHORT_UNLISTED),
        Mark::NoIn => t(m::SHORT_NO_IN),
        Mark::NoOut => t(m::SHORT_NO_OUT),
    }
}

/// The class of the cell in `style/sheet.css`.
pub const fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Approved => "approved",
        Mark::Waiting => "waiting",
        Mark::Inside | Mark::NotOver => "inside",
        Mark::Incomplete | Mark::Unlisted | Mark::NoIn | Mark::NoOut => "look",
    }
}

/// The id of a mark's word on the page, by which the boxes of cells are named.
pub const fn id(mark: Mark) -> &'static str {
    match mark {
        Mark::Approved => "mark-approved",
        Mark::Waiting => "mark-waiting",
        Mark::Inside => "mark-inside",
        Mark::NotOver => "mark-not-over",
        Mark::Incomplete => "mark-incomplete",
        Mark::Unlisted => "mark-unlisted",
        Mark::NoIn => "mark-no-in",
        Mark::NoOut => "mark-no-out",
    }
}

/// The id of the word on the page that says that a day was entered by hand.
pub const BY_HAND_ID: &str = "mark-by-hand";
/// The same of a day that was touched with an own phone that was not near.
pub const FAR_ID: &str = "mark-far";

/// What was left, a line a reason; nothing where nothing was.
pub fn left_list(of: &BTreeMap<Left, u32>) -> Option<AnyView> {
    let line = |why: Left| {
        let count = number::grouped((*of.get(&why)?).into());
        Some(view! { <li>{tw(left(why), &[("count", &count)])}</li> })
    };
    let lines = Left::ALL.into_iter().filter_map(line).collect_view();
    (!of.is_empty()).then(|| view! { <ul class="plain-list">{lines}</ul> }.into_any())
}

/// Why so many were left.
pub const fn left(left: Left) -> Msg {
    match left {
        Left::Half => m::LEFT_HALF,
        Left::Unlisted => m::LEFT_UNLISTED,
        Left::Incomplete => m::LEFT_INCOMPLETE,
        Left::Inside => m::LEFT_INSIDE,
        Left::NotOver => m::LEFT_NOT_OVER,
        Left::NotYours => m::LEFT_NOT_YOURS,
        Left::Already => m::LEFT_ALREADY,
        Left::Gone => m::LEFT_GONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use i18n::Lang;
    use std::collections::BTreeSet;

    #[test]
    fn each_mark_and_each_reason_has_a_word_of_its_own() {
        for lang in Lang::OFFICE {
            let marks: BTreeSet<&str> = MARKS.into_iter().map(|of| mark(of).get(lang)).collect();
            assert_eq!(marks.len(), MARKS.len());
            let ids: BTreeSet<&str> = MARKS.into_iter().map(id).collect();
            assert_eq!(ids.len(), MARKS.len());
            let reasons: BTreeSet<&str> = Left::ALL.into_iter().map(|of| left(of).get(lang)).collect();
            assert_eq!(reasons.len(), Left::ALL.len());
        }
    }
}
