//! The form judged: all problems at once, in page order, and what a reviewer passes judgment on. Invariant: pages and services
//! share this check, so nothing is refused by one that the other lets through.

use super::{
    Page, Stage, TechnicianEntry, TechnicianForm, check,
    detail::DetailedEntry,
    item::parts,
    page::{self, place},
};
use crate::{
    form::{FieldProblem, Problem},
    time::WorkDate,
};

impl TechnicianForm {
    /// Checks everything a stage of the first registration asks. `today`: the day in Japan. `password_set`: a password has
    /// been chosen before, so an empty one is kept.
    ///
    /// Errors: the problems, all at once, in page order. Whether employers exist and pictures were sent is for the caller
    /// to add ([`Self::missing_pictures`], [`Self::in_page_order`]).
    pub fn validate(
        &self,
        stage: Stage,
        today: WorkDate,
        password_set: bool,
    ) -> Result<TechnicianEntry, Vec<FieldProblem>> {
        check::technician(self, stage, today, password_set).map_err(|problems| self.in_page_order(problems))
    }
    /// Checks what 簡略型→詳細型 adds to a registered person. Errors: as [`Self::validate`].
    pub fn validate_upgrade(&self, today: WorkDate) -> Result<DetailedEntry, Vec<FieldProblem>> {
        check::upgrade(self, today).map_err(|problems| self.in_page_order(problems))
    }
    /// What reads well and cannot be, for who fills in or judges the form; a form that was approved is registered without it.
    pub fn implausible(&self, stage: Stage, today: WorkDate) -> Vec<FieldProblem> {
        check::implausible(self, stage, today)
    }
    /// Every problem of a stage, in page order; `has` says whether a picture was sent for a field or an item. The one check
    /// that pages and services share.
    pub fn problems(
        &self,
        stage: Stage,
        today: WorkDate,
        password_set: bool,
        has: impl Fn(&str) -> bool,
    ) -> Vec<FieldProblem> {
        let checked = match stage {
            Stage::Upgrade => self.validate_upgrade(today).err(),
            Stage::Simple | Stage::Detailed | Stage::SimpleChange | Stage::Change => {
                self.validate(stage, today, password_set || stage.is_change()).err()
            }
        };
        let mut problems = checked.unwrap_or_default();
        problems.extend(self.implausible(stage, today));
        // Whoever shows a document though none is asked says which it is.
        if matches!(stage, Stage::Simple | Stage::SimpleChange)
            && has("identity")
            && self.identity_kind.trim().is_empty()
        {
            problems.push(FieldProblem::new("identity_kind", Problem::Missing));
        }
        problems.extend(self.missing_pictures(stage, has));
        self.in_page_order(problems)
    }
    /// Problems in the order of the pages, items in the order they were added.
    pub fn in_page_order(&self, mut problems: Vec<FieldProblem>) -> Vec<FieldProblem> {
        if problems.len() < 2 {
            return problems;
        }
        problems.sort_by_cached_key(|problem| {
            let item = parts(&problem.field).and_then(|(list, key, field)| {
                let item = self.items(list).into_iter().position(|item| item.key() == key)?;
                let within = super::item_fields(list).iter().position(|known| *known == field.unwrap_or_default());
                Some((item, within.unwrap_or(usize::MAX)))
            });
            (place(&problem.field), item)
        });
        problems
    }
    /// The fields a reviewer passes judgment on at a stage, in page order: pages' fields and each list item.
    pub fn reviewed(&self, stage: Stage) -> Vec<String> {
        let of_page = |page: &'static Page| {
            let items = page
                .lists
                .iter()
                .flat_map(|list| self.items(*list).into_iter().map(|item| list.field(item.key())).collect::<Vec<_>>());
            // Whether the register may be asked is the person's to say and nobody's to judge.
            let judged = page.fields_of(stage).filter(|field| *field != "chief_consent");
            judged.map(str::to_owned).chain(items).collect::<Vec<_>>()
        };
        page::pages(stage).flat_map(of_page).collect()
    }
}
