//! Employments put right: what may be typed over them, and what becomes of the rows. Invariant: an employment goes out of force
//! and is never deleted; whatever a correction touches, no day has two main employments, or two with one business, because of it.
//!
//! Source: 10-registration.md, Employers (one main and any number of secondary ones, each with start and end); Corrections.

use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Noted, Read, Reader},
    },
    id::BusinessId,
    technician::{BEFORE_WORKING_AGE, Engagement, HeldEmployment, List, TechnicianForm, may_work_from},
    time::WorkDate,
};
use std::collections::BTreeSet;

/// Another main employment covers one of its days.
const TWO_MAIN: &str = "employment.two_main";
/// Another employment with the same business covers one of its days.
const OVERLAP: &str = "employment.overlap";

/// Whether an employment of a form is another than it is registered, or new.
pub fn is_touched(typed: &HeldEmployment, registered: &TechnicianForm) -> bool {
    !registered.employments.contains(typed)
}

/// The employments of `form`, typed over those of `registered`, as they are to stand, in the form's order. `today`: the day in
/// Japan. What is not touched is not judged by itself.
///
/// Errors: problems beside the inputs: a day before the person may work; the first day of a main employment that has not come
/// (an application is asked the same); an end before its beginning; two main employments on a day, or two with one business,
/// where one of them is touched. Whether a business is registered is for the caller to add.
pub(super) fn checked(
    form: &TechnicianForm,
    registered: &TechnicianForm,
    today: WorkDate,
) -> Result<Vec<Engagement>, Vec<FieldProblem>> {
    let mut read = Reader::default();
    let works_from = calendar::parse(&form.birth()).ok().map(may_work_from);
    let items = &form.employments;
    let found: Vec<Read<Engagement>> =
        items.iter().map(|item| engagement(&mut read, item, registered, (works_from, today))).collect();
    for (at, item) in items.iter().enumerate() {
        let Ok(of) = found[at] else { continue };
        // Of two that were touched, the later says so.
        let beside = (0..items.len()).filter(|other| *other < at || !is_touched(&items[*other], registered));
        let beside: Vec<Engagement> =
            beside.filter(|other| *other != at).filter_map(|other| found[other].ok()).collect();
        if let Some(code) = conflict(of, &beside).filter(|_| is_touched(item, registered)) {
            read.note(&input(item, "from"), Problem::Refused { code: code.to_owned() });
        }
    }
    read.finish(found.into_iter().collect())
}

/// What the register has of an employment of a form: with the same business, from the same day, however the two are spelled.
fn begun<'a>(typed: &HeldEmployment, registered: &'a TechnicianForm) -> Option<&'a HeldEmployment> {
    let place = |of: &HeldEmployment| {
        let business = of.business_id.trim().parse::<BusinessId>().ok()?;
        Some((business, calendar::parse_day(of.from.trim()).ok()?))
    };
    let wanted = place(typed)?;
    registered.employments.iter().find(|known| place(known) == Some(wanted))
}

/// Whether the register has an employment with the same business from the same day: another end or kind says nothing new about
/// its beginning.
pub fn is_begun(typed: &HeldEmployment, registered: &TechnicianForm) -> bool {
    begun(typed, registered).is_some()
}

fn input(item: &HeldEmployment, name: &str) -> String {
    format!("{}.{name}", List::Employments.field(&item.key))
}

fn engagement(
    read: &mut Reader,
    item: &HeldEmployment,
    registered: &TechnicianForm,
    (works_from, today): (Option<WorkDate>, WorkDate),
) -> Read<Engagement> {
    let begun = begun(item, registered);
    // What is registered ahead as a secondary employment is not the main one before it has begun.
    let is_ahead = begun.is_some_and(|known| known.kind == item.kind.trim());
    let business = read.required(&input(item, "business_id"), &item.business_id, reader::business_id);
    let main = read.choice(&input(item, "kind"), &item.kind, |kind| match kind {
        "main" => Some(true),
        "other" => Some(false),
        _ => None,
    });
    let from = read.required(&input(item, "from"), &item.from, |raw| match calendar::parse_day(raw)? {
        day if begun.is_none() && works_from.is_some_and(|first| day < first) => Err(BEFORE_WORKING_AGE),
        day if main == Ok(true) && day > today && !is_ahead => Err(Problem::InFuture),
        day => Ok(day),
    });
    let until = read.optional(&input(item, "until"), &item.until, calendar::parse_day);
    let (business, main, from, until) = (business?, main?, from?, until?);
    if until.is_some_and(|until| until < from) {
        read.note(&input(item, "until"), Problem::EndBeforeStart);
        return Err(Noted);
    }
    Ok(Engagement { business, from, until, main })
}

fn overlaps(one: Engagement, other: Engagement) -> bool {
    one.until.is_none_or(|until| until >= other.from) && other.until.is_none_or(|until| until >= one.from)
}

fn conflict(of: Engagement, beside: &[Engagement]) -> Option<&'static str> {
    let on_its_days = || beside.iter().filter(|other| overlaps(of, **other));
    if on_its_days().any(|other| other.business == of.business) {
        return Some(OVERLAP);
    }
    on_its_days().any(|other| other.main && of.main).then_some(TWO_MAIN)
}

/// What is written of employments: a row is named by business and first day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EmploymentRows {
    /// These cover no day any more.
    pub void: Vec<Engagement>,
    /// These stand so from now on.
    pub stand: Vec<Engagement>,
}

/// What is written so that `after` stands where `before` did; what is the same in both is left alone.
pub fn employment_rows(before: &[Engagement], after: &[Engagement]) -> EmploymentRows {
    let is_there = |of: &Engagement| after.iter().any(|other| (other.business, other.from) == (of.business, of.from));
    EmploymentRows {
        void: before.iter().filter(|of| !is_there(of)).copied().collect(),
        stand: after.iter().filter(|of| !before.contains(of)).copied().collect(),
    }
}

/// A business whose employment of the person is put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concerned {
    /// Which.
    pub business: BusinessId,
    /// What was registered with it and is not any more.
    pub before: Vec<Engagement>,
    /// What is registered with it and was not before.
    pub after: Vec<Engagement>,
}

/// The businesses concerned, old and new, each with what changes of its own and nothing of another's.
pub fn concerned(before: &[Engagement], after: &[Engagement]) -> Vec<Concerned> {
    let gone = |one: &[Engagement], other: &[Engagement]| -> Vec<Engagement> {
        one.iter().filter(|of| !other.contains(of)).copied().collect()
    };
    let (left, came) = (gone(before, after), gone(after, before));
    let businesses: BTreeSet<BusinessId> = left.iter().chain(&came).map(|of| of.business).collect();
    let own = |of: &[Engagement], business| of.iter().filter(|one| one.business == business).copied().collect();
    businesses
        .into_iter()
        .map(|business| Concerned { business, before: own(&left, business), after: own(&came, business) })
        .collect()
}

/// The first day of which the register says something else about who employed the person; `None` where nothing differs.
/// History records of days before today keep the employer they were made with (docs/decisions/0022).
pub fn first_other_day(before: &[Engagement], after: &[Engagement]) -> Option<WorkDate> {
    let first = |of: &Engagement, others: &[Engagement]| {
        if others.contains(of) {
            return None;
        }
        let begun =
            others.iter().find(|other| (other.business, other.from, other.main) == (of.business, of.from, of.main));
        // Where only the end is another, all is as it was until the earlier one.
        let ends = begun.and_then(|other| of.until.into_iter().chain(other.until).min());
        Some(ends.map_or(of.from, WorkDate::next))
    };
    let of_before = before.iter().filter_map(|of| first(of, after));
    of_before.chain(after.iter().filter_map(|of| first(of, before))).min()
}

#[cfg(test)]
mod tests;
