//! What a change touches, as check-your-answers shows it: what is registered beside what is to stand there. Invariant: every
//! field a reviewer will judge is shown, what was taken out too, and nothing else.

use super::{
    flow::{self, page_address, picture_of},
    words,
};
use crate::shell::{DescriptionList, Row, t, tw};
use domain::{
    application::TechnicianDraft,
    technician::{PICTURES, Page, Stage, pages, parts},
};
use i18n::msg;
use leptos::prelude::*;

use msg::{change as c, registration as m};

fn value(field: &str, typed: Option<String>) -> String {
    let shown = typed.map(|typed| words::shown(field, &typed)).unwrap_or_default();
    if shown.trim().is_empty() { t(c::CHECK_NONE).to_owned() } else { shown }
}

fn row(draft: &TechnicianDraft, field: &str) -> Row {
    let label = match parts(field) {
        Some((list, key, _)) => words::item_label(list, key),
        None => words::label(field).map_or_else(|| field.to_owned(), |label| t(label).to_owned()),
    };
    if let Some(size) = picture_of(draft, field).filter(|_| PICTURES.contains(&field)) {
        return Row::new(label, tw(c::CHECK_PICTURE, &[("width", &size.width), ("height", &size.height)]));
    }
    let before = tw(c::CHECK_BEFORE, &[("value", &value(field, draft.form.before(field)))]);
    let now = draft.form.typed(field);
    let after = match (parts(field), now) {
        (Some(_), None) => t(c::CHECK_TAKEN_OUT).to_owned(),
        (_, now) => value(field, now),
    };
    Row::new(label, format!("{before}\n{}", tw(c::CHECK_AFTER, &[("value", &after)])))
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
