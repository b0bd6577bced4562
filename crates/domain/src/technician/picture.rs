//! The pictures a form goes with. Invariant: what is missing is told by the field or item it belongs to.

use super::{PAGES, Page, Stage, TechnicianForm};
use crate::form::{FieldProblem, Problem};

impl TechnicianForm {
    /// The pictures a stage needs and does not have: 顔写真, 本人確認書類 where it is asked or its kind was chosen, one for each
    /// qualification.
    pub fn missing_pictures(&self, stage: Stage, has: impl Fn(&str) -> bool) -> Vec<FieldProblem> {
        let needs = |field: &&str| match *field {
            "identity" if stage.is_change() => self.is_identity_changed(),
            "identity" => stage.is_detailed() || !self.identity_kind.trim().is_empty(),
            field => field == "photo",
        };
        // What few pages have is looked for before whether the stage asks it.
        let of_page = |page: &'static Page| page.fields.iter().copied().filter(needs).map(move |field| (page, field));
        let single = PAGES
            .iter()
            .flat_map(of_page)
            .filter(|(page, field)| !has(field) && page.is_of(stage) && stage.asks_field(field))
            .map(|(_, field)| field.to_owned());
        let lists = PAGES.iter().flat_map(|page| page.lists.iter().map(move |list| (page, list)));
        let lists = lists.filter(|(page, list)| list.needs_picture() && page.is_of(stage)).map(|(_, list)| list);
        let items = lists.flat_map(|list| {
            let keys = self.items(*list).into_iter().map(|item| list.field(item.key())).collect::<Vec<_>>();
            // What is registered and stays was proved when it was registered.
            keys.into_iter()
                .filter(|field| !self.stays(field) && !has(field))
                .map(|field| format!("{field}.picture"))
                .collect::<Vec<_>>()
        });
        single.chain(items).map(|field| FieldProblem::new(&field, Problem::NoPicture)).collect()
    }
}
