//! Why days do not count, in the person's words, and the way to say that one is missing. Invariant: the reasons are the
//! rule's (`domain::history::why`), each a sentence that says what to wait for or whom to tell.

use crate::{
    claim::own::of_day,
    shell::{Card, lang, t, tr, tw},
};
use domain::{
    history::{
        claim::ClaimKind,
        why::{AsideLine, Uncounted, Why},
    },
    passport::RecordDetail,
    time::WorkDate,
};
use i18n::{date, msg, word};
use leptos::prelude::*;

use msg::why as m;

/// What a reason says.
fn sentences(why: &Why, prime: &str) -> Vec<String> {
    let day = |day: WorkDate| date::day_only(lang(), day);
    match why {
        Why::Inside => vec![t(m::INSIDE).to_owned()],
        Why::NotOver => vec![t(m::NOT_OVER).to_owned()],
        Why::Incomplete => vec![t(m::INCOMPLETE).to_owned()],
        Why::Unlisted => vec![t(m::UNLISTED).to_owned()],
        Why::NoIn => vec![t(m::NO_IN).to_owned()],
        Why::NoOut => vec![t(m::NO_OUT).to_owned()],
        Why::Waiting { since, reminded } => {
            let waits = tw(m::WAITING, &[("prime", &prime), ("since", &day(*since))]);
            let told = reminded.map(|at| tw(m::REMINDED, &[("prime", &prime), ("day", &day(at))]));
            core::iter::once(waits).chain(told).collect()
        }
    }
}

/// Why a record does not count; nothing where it does.
pub(super) fn of_record(record: &RecordDetail) -> Option<AnyView> {
    if record.why.is_empty() {
        return None;
    }
    let said = record.why.iter().flat_map(|why| sentences(why, &record.prime));
    let lines = said.map(|words| view! { <li>{words}</li> }).collect_view();
    Some(view! { <Card title=m::TITLE><ul>{lines}</ul></Card> }.into_any())
}

/// Touches of a day that did not become a record; nothing where there are none.
pub(super) fn set_aside(lines: &[AsideLine], day: WorkDate) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let line = |line: &AsideLine| {
        let at = line.at.map(|at| tw(m::ASIDE_AT, &[("time", &date::time_of_day(lang(), at, day))]));
        view! {
            <li>
                {at.map(|at| view! { <b>{at}</b> " " })} {t(word::aside(line.why))}
            </li>
        }
    };
    let lines = lines.iter().map(line).collect_view();
    Some(view! { <Card title=m::ASIDE><ul>{lines}</ul></Card> }.into_any())
}

/// Days of a month of which nothing counts; nothing where there are none.
pub(super) fn uncounted(days: &[Uncounted]) -> Option<AnyView> {
    if days.is_empty() {
        return None;
    }
    let line = |of: &Uncounted| {
        let day = date::full(lang(), of.date);
        let about = tw(m::CLAIM_OF, &[("day", &date::day_only(lang(), of.date)), ("site", &of.site)]);
        let why = of.why.iter().map(|why| view! { <p>{t(word::aside(*why))}</p> }).collect_view();
        let href = of_day(ClaimKind::Missing, of.date, of.site_id);
        view! {
            <li>
                <p>
                    <b>{day}</b>
                    " "
                    <span lang="ja">{of.site.clone()}</span>
                </p>
                {why}
                <p>
                    <a href=href aria-label=about>{tr(m::CLAIM)}</a>
                </p>
            </li>
        }
    };
    let lines = days.iter().map(line).collect_view();
    Some(
        view! {
            <Card title=m::UNCOUNTED>
                <p class="hint">{tr(m::UNCOUNTED_LEAD)}</p>
                <ul class="history-list">{lines}</ul>
            </Card>
        }
        .into_any(),
    )
}
