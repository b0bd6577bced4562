//! The list of pages and how far each has come. Invariant: a page counts as done only where the domain's check finds nothing
//! wrong on it; after a return what was wrong stands above everything else.

use super::{
    flow::{Draft, check_address, page_address},
    frame::around,
    words,
};
use crate::{
    application::{
        frame,
        progress::{self, State},
        words as application_words,
    },
    shell::{LinkButton, icon, provide_problems, t, tw},
};
use domain::{
    application::ApplicationKind,
    business::{Filing, PAGES, Page},
    form::FieldProblem,
};
use i18n::msg;
use leptos::prelude::*;

use msg::{business as m, registration as r};

/// How far a page has come. `open`: every problem of the draft.
fn state(draft: &Draft, page: &Page, open: &[FieldProblem]) -> State {
    if draft.deficiencies(|field| page.holds(field)).iter().any(|deficiency| !deficiency.mended) {
        return State::ToFix;
    }
    let wrong = open.iter().any(|problem| page.holds(&problem.field));
    match (is_begun(draft, page), wrong) {
        (false, true) => State::NotYet,
        (true, true) => State::Started,
        (true, false) => State::Done,
        (false, false) => State::Voluntary,
    }
}

fn is_begun(draft: &Draft, page: &Page) -> bool {
    let typed = |name: &&str| draft.form.input(name).is_some_and(|typed| !typed.trim().is_empty());
    page.fields.iter().any(typed) || (page.holds(domain::business::EVIDENCE) && draft.evidence.is_some())
}

/// The fields of a page that say something else than is registered, where it is of somebody registered.
fn other_than_registered(draft: &Draft, page: &Page) -> Option<String> {
    let labels = draft.differing().into_iter().filter(|field| page.holds(field)).filter_map(words::label).map(t);
    let fields = labels.collect::<Vec<_>>().join(t(msg::common::LIST_JOIN));
    (!fields.is_empty()).then(|| tw(m::TASK_CHANGED, &[("fields", &fields)]))
}

/// The list. `who`: who is logged in, of a registered business.
pub fn page(draft: &Draft, left: &frame::Left, who: String) -> AnyView {
    provide_problems(left.flash.problems.clone());
    let open = draft.problems();
    let states: Vec<(&'static Page, State)> = PAGES.iter().map(|page| (page, state(draft, page, &open))).collect();
    let waiting = states.iter().filter(|(_, state)| !state.is_done()).count();
    let saying = match waiting {
        0 => t(r::TASKS_NONE_LEFT).to_owned(),
        waiting => tw(r::TASKS_LEFT, &[("left", &waiting)]),
    };
    let (lead, notices) = match draft.filing {
        Filing::Registration => (m::LEAD, frame::notices_of(left, !draft.for_somebody).into_any()),
        Filing::Renewal if draft.anew => (m::ANEW_LEAD, frame::outcome(&left.flash).into_any()),
        Filing::Renewal => (m::RENEW_LEAD, frame::outcome(&left.flash).into_any()),
        Filing::Change => (m::CHANGE_LEAD, frame::outcome(&left.flash).into_any()),
    };
    let returned = draft.deficiencies(|_| true);
    let failed = returned.iter().any(|deficiency| !deficiency.mended);
    let returned = application_words::returned_list(ApplicationKind::of_filing(draft.filing), &returned);
    let filing = draft.filing;
    let line = |(page, state): (&'static Page, State)| {
        let other =
            other_than_registered(draft, page).map(|words| view! { <span class="hint task-note">{words}</span> });
        view! {
            <li>
                <a href=page_address(filing, page.code)>{t(words::page_title(page))}</a>
                {progress::tag(state)}
                {other}
            </li>
        }
    };
    let inside = view! {
        {notices}
        {returned}
        <p>{t(lead)}</p>
        <p>{t(r::TASKS_LEAD)}</p>
        <p>
            <strong>{saying}</strong>
        </p>
        <ol class="tasks">{states.into_iter().map(line).collect_view()}</ol>
        <p>
            <LinkButton href=check_address(filing) text=t(r::TASKS_CHECK) icon=icon::ARROW_FORWARD />
        </p>
    };
    around(draft, t(words::title(draft)), failed, who, inside.into_any())
}
