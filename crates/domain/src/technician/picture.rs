//! The pictures a form goes with. Invariant: what is missing is told by the field or item it belongs to.

use super::{Page, Stage, TechnicianForm, page};
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
        let of_page = |page: &Page| page.fields_of(stage).filter(needs).collect::<Vec<_>>();
        let single = page::pages(stage).flat_map(of_page).filter(|field| !has(field)).map(str::to_owned);
        let lists = page::pages(stage).flat_map(|page| page.lists).filter(|list| list.needs_picture());
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
