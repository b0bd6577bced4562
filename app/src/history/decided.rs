//! What was decided of a day, in words, for the office and for the person. Invariant: every decision is shown, also one that
//! counts no more.

use crate::{
    shell::{lang, t, tw},
    site::words::tier,
};
use domain::{
    history::{
        approval::Decision,
        day::{ApprovedAs, DecisionLine},
    },
    time::WorkDate,
};
use i18n::{Msg, date, msg, word};
use leptos::prelude::*;

use msg::history_day as m;

const fn act(decision: Decision) -> Msg {
    match decision {
        Decision::Approved => m::APPROVED,
        Decision::Withdrawn => m::WITHDRAWN,
        Decision::Lapsed => m::LAPSED,
    }
}

/// When the day was approved and by whom, where that stands: `2026年12月3日 港栄建設`. `None` where it does not, or where
/// nothing of it is known.
pub fn approved(decided: &[DecisionLine]) -> Option<String> {
    let last = decided.last().filter(|last| last.decision == Decision::Approved)?;
    let day = last.at.map(|at| date::day_only(lang(), at.date()));
    match (day, &last.by) {
        (Some(day), Some(business)) => Some(tw(m::APPROVED_AT, &[("day", &day), ("business", business)])),
        (Some(day), None) => Some(tw(m::APPROVED_AT, &[("day", &day), ("business", &t(m::REGISTER))])),
        (None, by) => by.clone(),
    }
}

/// The decisions, oldest first.
pub fn list(decided: &[DecisionLine], today: WorkDate) -> AnyView {
    if decided.is_empty() {
        return view! { <p>{t(m::UNDECIDED)}</p> }.into_any();
    }
    let lines = decided.iter().map(|one| line(one, today)).collect_view();
    view! { <ol class="touch-list decision-list">{lines}</ol> }.into_any()
}

fn line(one: &DecisionLine, today: WorkDate) -> impl IntoView + use<> {
    let at = match one.at {
        Some(at) => {
            let words = date::date_time(lang(), at, today);
            view! { <time datetime=format!("{}T{}+09:00", date::iso(at.date()), at.hh_mm())>{words}</time> }.into_any()
        }
        None => view! { <p>{t(m::BEFORE_KEPT)}</p> }.into_any(),
    };
    let by = match (one.decision, &one.by) {
        // Nobody: its touches did.
        (Decision::Lapsed, _) => None,
        (_, Some(by)) => Some(by.clone()),
        (_, None) => Some(t(m::REGISTER).to_owned()),
    };
    let said = [
        (m::ACT, Some(t(act(one.decision)).to_owned())),
        (m::BUSINESS, by),
        (m::REASON, one.reason.clone()),
        (m::APPROVED_AS, one.approved.as_ref().map(approved_as).filter(|words| !words.is_empty())),
    ];
    let said = said.into_iter().filter_map(|(label, words)| Some((label, words?)));
    let rows = said.map(|(label, words)| {
        view! {
            <dt>{t(label)}</dt>
            <dd>{words}</dd>
        }
    });
    view! {
        <li>
            {at}
            <dl>{rows.collect_view()}</dl>
        </li>
    }
}

/// For whom and as what, as far as it was known.
fn approved_as(of: &ApprovedAs) -> String {
    let parts = [
        of.employer.clone(),
        of.tier.map(tier),
        of.trade.map(|trade| word::trade(lang(), trade)),
        of.role.map(|role| t(word::work_role(role)).to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(t(msg::common::LIST_JOIN))
}
