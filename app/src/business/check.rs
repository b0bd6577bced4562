//! The answers once more, consent, for a registration a password, and handing in. Invariant: every problem stands above the
//! answers as a link to where it is put right.

use super::{
    SubmitBusiness, agreement,
    flow::{self, Draft, page_address},
    frame::around,
    page::back,
    words,
};
use crate::{
    application::{frame, words as application_words},
    shell::{
        ButtonKind, Checkbox, DescriptionList, ErrorSummary, Flash, Icon, Row, TextField, icon, provide_problems, t, tw,
    },
};
use domain::{
    application::ApplicationKind,
    business::{EVIDENCE, Filing, PAGES, Page, place},
    form::FieldProblem,
    proxy::PAPER,
};
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{business as m, registration as r};

/// What is wrong: everything after a try to hand in, with what only the services could find.
fn shown(draft: &Draft, flash: &Flash, check: bool) -> Vec<FieldProblem> {
    if !check {
        return flash.problems.clone();
    }
    let found = &flash.problems;
    let mut all = draft.problems();
    // A password is judged when it is sent and never kept, so what was found then replaces "missing" now.
    all.retain(|problem| found.iter().all(|other| other.field != problem.field));
    all.extend(found.iter().cloned());
    all.sort_by_key(|problem| place(&problem.field));
    all
}

/// The page. `who`: who is logged in, of a registered business.
pub fn page(draft: &Draft, flash: &Flash, check: bool, who: String) -> AnyView {
    let problems = shown(draft, flash, check);
    let failed = !problems.is_empty();
    provide_problems(problems);
    let label = |field: &&'static str| words::label(field).map(|label| (*field, t(label).to_owned()));
    let mut labels: Vec<(&'static str, String)> = domain::business::FIELDS.iter().filter_map(label).collect();
    labels.push((PAPER, t(msg::proxy::CONSENT_PAPER).to_owned()));
    labels.push((services::counter::CHECK, t(msg::counter::CHECK_LABEL).to_owned()));
    let kind = ApplicationKind::of_filing(draft.filing);
    let deficiencies = application_words::deficiency_list(kind, &draft.deficiencies(|_| true));
    let sections = PAGES.iter().map(|page| section(draft, page)).collect_view();
    let (outcome, agreement, back) = (frame::outcome(flash), agreed(draft), back(draft.filing));
    let inside = view! {
        <ErrorSummary labels chosen=words::CHOSEN place_of=flow::place_of(draft.filing) />
        {outcome}
        {deficiencies}
        <p>{t(r::CHECK_LEAD)}</p>
        {sections}
        {agreement}
        <p>{back}</p>
    };
    around(draft.filing, t(r::CHECK_TITLE), failed, who, inside.into_any())
}

/// Label and value of each field of a page that holds something.
fn answers(draft: &Draft, page: &Page) -> Vec<Row> {
    let row = |field: &&'static str| {
        let label = t(words::label(field)?);
        let value = match draft.evidence {
            Some(size) if *field == EVIDENCE => {
                tw(msg::technician::PHOTO_SIZE, &[("width", &size.width), ("height", &size.height)])
            }
            _ => words::shown(field, &draft.form.typed(field)?),
        };
        (!value.trim().is_empty()).then(|| Row::new(label, value))
    };
    page.fields.iter().filter_map(row).collect()
}

fn section(draft: &Draft, page: &'static Page) -> impl IntoView + use<> {
    let title = t(words::page_title(page));
    let rows = answers(draft, page);
    let inside = if rows.is_empty() {
        view! { <p class="hint">{t(r::CHECK_NOTHING)}</p> }.into_any()
    } else {
        view! { <DescriptionList rows /> }.into_any()
    };
    view! {
        <section class="card answers-of-page">
            <h2 class="card-title">{title}</h2>
            <a href=page_address(draft.filing, page.code) aria-label=tw(r::CHECK_CHANGE_OF, &[("page", &title)])>
                {t(r::CHECK_CHANGE)}
            </a>
            {inside}
        </section>
    }
}

/// How it is agreed to: by whoever fills it in, or by the business for which somebody does.
fn agreed(draft: &Draft) -> AnyView {
    agreement::both(draft).unwrap_or_else(|| agreement(draft).into_any())
}

/// Password where none is there yet, consent and the button.
fn agreement(draft: &Draft) -> impl IntoView + use<> {
    let set = draft.password_set;
    let hint = t(if set { m::PASSWORD_IS_SET } else { m::PASSWORD_HINT });
    let password = (draft.filing == Filing::Registration).then(|| {
        view! {
            <TextField
                name="password"
                label=t(m::PASSWORD)
                hint=hint
                kind="password"
                autocomplete="new-password"
                required=!set
            />
            <TextField
                name="password_again"
                label=t(m::PASSWORD_AGAIN)
                kind="password"
                autocomplete="new-password"
                required=!set
            />
        }
    });
    let (text, yes, submit): (Option<Msg>, Msg, Msg) = match draft.filing {
        Filing::Registration => (Some(m::CONSENT_TEXT), m::CONSENT_YES, msg::common::SUBMIT_APPLICATION),
        Filing::Renewal => (None, m::FILING_CONSENT, m::RENEW_SUBMIT),
        Filing::Change => (None, m::FILING_CONSENT, m::CHANGE_SUBMIT),
    };
    let after = if draft.filing == Filing::Change { m::CHANGE_HINT } else { m::SUBMIT_HINT };
    view! {
        <form method="post" action=SubmitBusiness::PATH class="form" novalidate>
            <input type="hidden" name="filing" value=draft.filing.code() />
            {password}
            {text.map(|words| view! { <p>{t(words)}</p> })}
            <Checkbox name="consent" label=t(yes) value=draft.form.consent.clone() />
            <p class="hint">{t(after)}</p>
            <button type="submit" class=ButtonKind::Solid.class()>
                <Icon of=icon::SEND />
                {t(submit)}
            </button>
        </form>
    }
}
