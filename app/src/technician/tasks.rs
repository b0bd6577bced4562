//! The list of pages and how far each has come. Invariant: a page counts as done only where the domain's check finds nothing
//! wrong on it; after a return what was wrong stands above everything else.

use super::{
    StartTechnician,
    flow::{self, CHECK, page_address, picture_of, problems, stage_of},
    start, words,
};
use crate::{
    application::{
        bound::sent_to,
        frame,
        progress::{self, State},
        words as application_words,
    },
    proxy::way_back,
    shell::{ButtonKind, Flash, LinkButton, PageTitle, PublicLayout, icon, provide_problems, t, tw},
};
use domain::{
    application::{State as Standing, TechnicianDraft},
    form::FieldProblem,
    technician::{Page, Stage, pages},
};
use i18n::{msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{change as c, registration as m};

/// How far a page has come. `open`: every problem of the draft.
fn state(draft: &TechnicianDraft, page: &Page, open: &[FieldProblem]) -> State {
    if draft.view.deficiencies.iter().any(|deficiency| !deficiency.mended && page.holds(&deficiency.field)) {
        return State::ToFix;
    }
    let wrong = open.iter().any(|problem| page.holds(&problem.field));
    if let Some(stage) = draft.view.kind.stage().filter(|stage| stage.is_change() && !wrong) {
        let differs = flow::differing(draft, stage).iter().any(|field| page.holds(field));
        return if differs { State::Changed } else { State::AsRegistered };
    }
    match (is_begun(draft, page), wrong) {
        (false, true) => State::NotYet,
        (true, true) => State::Started,
        (true, false) => State::Done,
        (false, false) => State::Voluntary,
    }
}

fn is_begun(draft: &TechnicianDraft, page: &Page) -> bool {
    let typed = |name: &str| draft.form.input(name).is_some_and(|typed| !typed.trim().is_empty());
    let stage = draft.view.kind.stage().unwrap_or(Stage::Simple);
    let chosen = page.inputs_of(stage).into_iter().filter(|name| *name != "birth_era").any(typed);
    let pictures = page.fields.iter().any(|field| picture_of(draft, field).is_some());
    chosen || pictures || page.lists.iter().any(|list| !draft.form.items(*list).is_empty())
}

/// `/register/technician` of a draft.
pub fn page(draft: &TechnicianDraft, flash: &Flash, code: Option<String>) -> impl IntoView + use<> {
    provide_problems(flash.problems.clone());
    let stage = stage_of(draft.view.kind).unwrap_or(Stage::Simple);
    let open = problems(draft, stage);
    let states: Vec<(&'static Page, State)> = pages(stage).map(|page| (page, state(draft, page, &open))).collect();
    let left = states.iter().filter(|(_, state)| !state.is_done()).count();
    let touched = states.iter().filter(|(_, state)| *state == State::Changed).count();
    let saying = match left {
        0 if stage.is_change() && touched == 0 => t(c::TASKS_NONE).to_owned(),
        0 if stage.is_change() => tw(c::TASKS_CHANGED, &[("count", &touched)]),
        0 => t(m::TASKS_NONE_LEFT).to_owned(),
        left => tw(m::TASKS_LEFT, &[("left", &left)]),
    };
    let notices = frame::Left { number: Some(draft.view.number.clone()), code, flash: flash.clone() };
    let returned = &draft.view.deficiencies;
    let failed = returned.iter().any(|deficiency| !deficiency.mended);
    let kind = t(word::application_kind(draft.view.kind));
    let (notices, returned) = (
        frame::notices_of(&notices, !stage.is_of_registered() && draft.view.proxied.is_none()),
        application_words::returned_list(draft.view.kind, returned),
    );
    let changes = changes_stage(draft, stage);
    let (title, lead) =
        if stage.is_change() { (t(c::TASKS_TITLE), t(c::TASKS_LEAD)) } else { (t(m::TASKS_TITLE), t(m::TASKS_LEAD)) };
    let way = way_back(Some(&draft.view));
    view! {
        <PublicLayout>
            <PageTitle text=title failed />
            <div class="registration-main">
                <p class="eyebrow">{kind}</p>
                <h1>{title}</h1>
                {notices}
                {returned}
                <p>{lead}</p>
                <p>
                    <strong>{saying}</strong>
                </p>
                <ol class="tasks">{states.into_iter().map(line).collect_view()}</ol>
                <p>
                    <LinkButton href=CHECK text=t(m::TASKS_CHECK) icon=icon::ARROW_FORWARD />
                </p>
                {changes}
                {way}
            </div>
        </PublicLayout>
    }
}

fn line((page, state): (&'static Page, State)) -> impl IntoView {
    view! {
        <li>
            <a href=page_address(page.code)>{t(words::page_title(page))}</a>
            {progress::tag(state)}
        </li>
    }
}

/// Another stage can be chosen while it is a draft of a first registration.
fn changes_stage(draft: &TechnicianDraft, stage: Stage) -> impl IntoView + use<> {
    let may = draft.view.state == Standing::Draft && !stage.is_of_registered() && draft.view.proxied.is_none();
    may.then(|| {
        view! {
            <details class="bands">
                <summary>{t(m::CHANGE_STAGE)}</summary>
                {start::choice(stage.code(), sent_to(StartTechnician::PATH, draft.view.id))}
            </details>
        }
    })
}

/// The way back to the list, below a page.
pub(super) fn back() -> impl IntoView {
    view! { <LinkButton href=flow::PAGE text=t(m::BACK_TO_LIST) kind=ButtonKind::Text /> }
}
