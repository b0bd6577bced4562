//! The check of what was typed over a person's registered data. Invariant: it is the check of an application that changes the
//! same, so a correction never enters what an application would have been refused.

use super::{PHOTO, employment, lists, lists_of, pages, technician_fields};
use crate::{
    form::{FieldProblem, Problem},
    technician::{Engagement, ITEMS_MAX, List, Registered, Stage, TechnicianEntry, TechnicianForm, parts},
    time::WorkDate,
};

/// A correction of a person that passed.
#[derive(Clone, PartialEq, Eq)]
pub struct Checked {
    /// As the register will say it.
    pub form: TechnicianForm,
    /// The same, for its rows.
    pub entry: TechnicianEntry,
    /// The employments that are to stand, in the form's order.
    pub engaged: Vec<Engagement>,
}

/// Checks what was typed over what is registered of a person. `stage`: [`Stage::SimpleChange`] or [`Stage::Change`], as they
/// are registered; what it does not ask stays, and so does whatever is not put right ([`super::is_put_right`]). `today`: the
/// day in Japan. `sent`: whether a picture came for an item. A certificate that is kept still proves what it proved: the office
/// looked at it. Items that were added and left empty are none.
///
/// Errors: the problems, all at once, in page order.
pub fn checked(
    typed: &TechnicianForm,
    registered: &Registered,
    stage: Stage,
    today: WorkDate,
    sent: impl Fn(&str) -> bool,
) -> Result<Checked, Vec<FieldProblem>> {
    let mut form = over(typed, &registered.form, stage, &sent);
    form.registered = Some(Box::new(registered.clone()));
    "yes".clone_into(&mut form.consent);
    let validated = form.validate(stage, today, true);
    let mut problems = form.implausible(stage, today);
    problems.extend(lists().filter_map(|list| overfull(list, form.items(list).len(), &registered.form)));
    let has = |field: &str| sent(field) || registered.pictures.contains_key(field);
    // Who one is was proved to the office otherwise, and it says how (the reason).
    problems.extend(form.missing_pictures(stage, has).into_iter().filter(|missing| parts(&missing.field).is_some()));
    let engaged = employment::checked(&form, &registered.form, today).map_err(|found| problems.extend(found));
    match (validated, engaged) {
        (Ok(entry), Ok(engaged)) if problems.is_empty() => {
            let mut after = form.as_registered(&entry);
            after.take_items(List::Employments, &form);
            for (item, of) in form.employments.iter().zip(&engaged) {
                after.put_employment(&item.key, *of);
            }
            Ok(Checked { form: after, entry, engaged })
        }
        (validated, _) => {
            problems.extend(validated.err().unwrap_or_default());
            Err(form.in_page_order(problems))
        }
    }
}

/// What is wrong with `count` items of a list typed over what is registered. Whoever has worked for long has had more employers
/// than anybody types at once: they stay, and a missing one can be added to them.
pub fn overfull(list: List, count: usize, registered: &TechnicianForm) -> Option<FieldProblem> {
    let there = registered.items(list).len();
    let most = if list == List::Employments { there + ITEMS_MAX } else { there.max(ITEMS_MAX) };
    let max = u32::try_from(most).unwrap_or(u32::MAX);
    (count > most).then(|| FieldProblem::new(list.code(), Problem::Count { min: 0, max }))
}

/// What is registered, with everything that a stage asks and can be put right as it was typed.
fn over(
    typed: &TechnicianForm,
    registered: &TechnicianForm,
    stage: Stage,
    sent: impl Fn(&str) -> bool,
) -> TechnicianForm {
    let mut form = registered.clone();
    for field in technician_fields(stage).filter(|field| *field != PHOTO) {
        let inputs: &[&str] = match field {
            "birth_date" => &["birth_era", "birth_year", "birth_month", "birth_day"],
            _ => &[field],
        };
        for input in inputs {
            form.set(input, typed.input(input).unwrap_or_default());
        }
    }
    if form.chief_number.trim().is_empty() {
        form.chief_consent.clear();
    }
    (form.chief, form.chief_asked) = (typed.chief.clone(), typed.chief_asked.clone());
    for list in pages(stage).flat_map(lists_of) {
        form.take_items(list, typed);
        let is_empty = |field: &str| {
            let item = form.items(list).into_iter().find(|item| list.field(item.key()) == field);
            item.is_some_and(|item| {
                item.fields().iter().all(|name| item.get(name).unwrap_or_default().trim().is_empty())
            })
        };
        let keys: Vec<String> = form.items(list).into_iter().map(|item| item.key().to_owned()).collect();
        let is_blank = |key: &String| {
            let field = list.field(key);
            registered.typed(&field).is_none() && is_empty(&field) && !sent(&field)
        };
        let blank: Vec<String> = keys.into_iter().filter(is_blank).collect();
        for key in blank {
            form.remove_item(list, &key);
        }
    }
    form
}

#[cfg(test)]
mod tests;
