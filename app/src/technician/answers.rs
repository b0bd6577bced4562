//! The answers of a page in words, as check-your-answers shows them. Invariant: what was typed is shown as it will be
//! kept, and what cannot be read as it was typed, never left out; a picture is shown, never only told of.

use super::{
    flow::{picture_address, picture_of},
    item_words, words,
};
use crate::shell::{Row, t, tw};
use domain::{
    application::{PhotoInfo, TechnicianDraft},
    form::as_kept,
    technician::{Item, PICTURES, Page, Stage},
};
use i18n::msg;

/// Of what was sent, in words: how many pages, where it has several.
pub fn picture_words(info: PhotoInfo) -> String {
    if info.pages < 2 {
        return String::new();
    }
    tw(msg::registration::DOCUMENT_PAGE, &[("number", &1), ("pages", &info.pages)])
}

/// A row with the picture that was sent for a field or item.
pub fn with_picture(draft: &TechnicianDraft, field: &str, row: Row) -> Row {
    if picture_of(draft, field).is_none() {
        return row;
    }
    let alt = tw(msg::registration::EVIDENCE_OF, &[("field", &row.label)]);
    row.with_picture(picture_address(field), alt)
}

/// A row for each field and item of a page that holds something.
pub fn of_page(draft: &TechnicianDraft, page: &Page) -> Vec<Row> {
    let stage = draft.view.kind.stage().unwrap_or(Stage::Simple);
    let single = page.fields_of(stage).filter_map(|field| {
        let label = t(words::label(field)?);
        match picture_of(draft, field) {
            Some(info) if PICTURES.contains(&field) => {
                Some(with_picture(draft, field, Row::new(label, picture_words(info))))
            }
            _ => {
                let value = words::shown(field, &as_kept(field, &draft.form.typed(field)?));
                (!value.trim().is_empty()).then(|| Row::new(label, value))
            }
        }
    });
    let items = page.lists.iter().flat_map(|list| {
        let row = |item: &dyn Item| {
            let row = Row::new(t(words::list(*list)), item_words::summary(*list, item));
            with_picture(draft, &list.field(item.key()), row)
        };
        draft.form.items(*list).into_iter().map(row).collect::<Vec<_>>()
    });
    single.chain(items).collect()
}
