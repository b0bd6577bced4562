//! The answers of a page in words, as check-your-answers shows them. Invariant: what was typed and cannot be read is shown
//! as it was typed, never left out.

use super::{flow::picture_of, item_words, words};
use crate::shell::{t, tw};
use domain::{
    application::TechnicianDraft,
    technician::{PICTURES, Page, Stage},
};
use i18n::msg;

/// Label and value of each field and item of a page that holds something.
pub fn of_page(draft: &TechnicianDraft, page: &Page) -> Vec<(String, String)> {
    let stage = draft.view.kind.stage().unwrap_or(Stage::Simple);
    let single = page.fields_of(stage).filter_map(|field| {
        let label = t(words::label(field)?).to_owned();
        let value = match picture_of(draft, field) {
            Some(size) if PICTURES.contains(&field) => {
                tw(msg::technician::PHOTO_SIZE, &[("width", &size.width), ("height", &size.height)])
            }
            _ => words::shown(field, &draft.form.typed(field)?),
        };
        (!value.trim().is_empty()).then_some((label, value))
    });
    let items = page.lists.iter().flat_map(|list| {
        let of_list = draft.form.items(*list).into_iter();
        of_list.map(|item| (t(words::list(*list)).to_owned(), item_words::summary(*list, item))).collect::<Vec<_>>()
    });
    single.chain(items).collect()
}
