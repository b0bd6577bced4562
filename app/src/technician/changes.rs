//! What a change touches, as check-your-answers shows it: what is registered beside what is to stand there. Invariant: every
//! field a reviewer will judge is shown, what was taken out too, and nothing else.

use super::{
    answers::{picture_words, with_picture},
    flow::{self, page_address, picture_of},
    words,
};
use crate::{
    application::compared,
    shell::{DescriptionList, Row, t, tw},
};
use domain::{
    application::TechnicianDraft,
    form::as_kept,
    technician::{PICTURES, Page, Stage, pages, parts},
};
use i18n::msg;
use leptos::prelude::*;

use msg::{change as c, registration as m};

fn value(field: &str, typed: Option<String>) -> String {
    typed.map(|typed| words::shown(field, &as_kept(field, &typed))).unwrap_or_default()
}

fn row(draft: &TechnicianDraft, field: &str) -> Row {
    let label = match parts(field) {
        Some((list, key, _)) => words::item_label(list, key),
        None => words::label(field).map_or_else(|| field.to_owned(), |label| t(label).to_owned()),
    };
    if let Some(info) = picture_of(draft, field).filter(|_| PICTURES.contains(&field)) {
        return with_picture(draft, field, Row::new(label, picture_words(info)));
    }
    let before = value(field, draft.form.before(field));
    let now = draft.form.typed(field);
    let is_taken_out = parts(field).is_some() && now.is_none();
    let after = if is_taken_out { t(c::CHECK_TAKEN_OUT).to_owned() } else { value(field, now) };
    let row = compared::row(label, &before, &after);
    if is_taken_out { row } else { with_picture(draft, field, row) }
}

/// The pages something is changed on.
pub fn sections(draft: &TechnicianDraft, stage: Stage) -> impl IntoView + use<> {
    let differing = flow::differing(draft, stage);
    if differing.is_empty() {
        return view! { <p class="hint">{t(c::TASKS_NONE)}</p> }.into_any();
    }
    let of_page = |page: &'static Page| {
        let rows: Vec<Row> =
            differing.iter().filter(|field| page.holds(field)).map(|field| row(draft, field)).collect();
        (!rows.is_empty()).then(|| section(page, rows))
    };
    pages(stage).filter_map(of_page).collect_view().into_any()
}

fn section(page: &'static Page, rows: Vec<Row>) -> impl IntoView {
    let title = t(words::page_title(page));
    view! {
        <section class="card answers-of-page changes-of-page">
            <h2 class="card-title">{title}</h2>
            <a href=page_address(page.code) aria-label=tw(m::CHECK_CHANGE_OF, &[("page", &title)])>
                {t(m::CHECK_CHANGE)}
            </a>
            <DescriptionList rows />
        </section>
    }
}
