//! 変更: what a form changes of a registration. Invariant: only what differs is judged and written; what was not touched stays
//! as it is registered, whatever changed meanwhile, and parts that belong together come from one side.
//!
//! Source: 10-registration.md, Technicians (adding an employer needs the person's application; photo and birth date do not
//! change), Businesses (changes are applications too; history is kept).

use super::{HeldEmployment, List, Stage, TechnicianForm, item_fields, parts};
use crate::{
    form::{FieldProblem, Problem, is_same},
    id::BusinessId,
    time::WorkDate,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is registered of a person, as the form has it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Registered {
    /// What somebody would have typed; employments that ended are left out.
    pub form: TechnicianForm,
    /// Content hashes of the pictures of its items, by list and key.
    pub pictures: BTreeMap<String, String>,
}

const NAME: &[&str] = &["family_name", "given_name", "family_kana", "given_kana", "family_roman", "given_roman"];
const STAY: &[&str] = &["nationality", "residence_status", "residence_until"];
const PLACE: &[&str] = &["postcode", "prefecture", "address"];
const CARD: &[&str] = &["card_to", "card_postcode", "card_prefecture", "card_address", "card_phone"];
const EMERGENCY: &[&str] = &["emergency_name", "emergency_relation", "emergency_address", "emergency_phone"];
const EMPLOYER: &[&str] = &["employer_id", "employed_on", "employed_until"];
const TRADES: &[&str] = &["trade_1", "trade_2", "trade_3", "trade_4"];
const HEALTH: &[&str] = &["health_insurance", "health_insurance_kind"];
const PENSION: &[&str] = &["pension", "pension_kind"];
const KENTAIKYO: &[&str] = &["kentaikyo", "kentaikyo_number"];
const ACCIDENT: &[&str] = &["accident_insurance", "accident_insurance_kind"];
const CHIEF: &[&str] = &["chief_number", "chief_consent"];

/// Fields that belong together; every other field is a part by itself.
const PARTS: [&[&str]; 12] =
    [NAME, STAY, PLACE, CARD, EMERGENCY, EMPLOYER, TRADES, HEALTH, PENSION, KENTAIKYO, ACCIDENT, CHIEF];

/// What a change of is proved with an identity document: who one is, and what one may do here.
const IDENTITY: &[&[&str]] = &[NAME, STAY, &["sex"]];

/// Never changed by an application: the birth date, and what is the application's own.
const OWN: &[&str] = &["birth_era", "birth_year", "birth_month", "birth_day", "identity_kind", "one_stop", "consent"];

fn part_of(field: &'static str) -> Vec<&'static str> {
    PARTS.into_iter().find(|part| part.contains(&field)).map_or_else(|| vec![field], <[_]>::to_vec)
}

impl TechnicianForm {
    /// Whether a field or an item is registered and stands as it is registered; not where nothing is registered.
    pub fn stays(&self, field: &str) -> bool {
        let Some(registered) = &self.registered else { return false };
        // An empty choice of where the card goes means the address.
        let typed = |form: &Self| form.typed(field).filter(|typed| !(field == "card_to" && typed == "same"));
        let (now, then) = (typed(self).unwrap_or_default(), typed(&registered.form).unwrap_or_default());
        is_same(field, &now, &then) && (parts(field).is_none() || registered.form.typed(field).is_some())
    }
    /// Whether anything differs that an identity document proves.
    pub fn is_identity_changed(&self) -> bool {
        IDENTITY.iter().flat_map(|part| part.iter()).any(|field| !self.stays(field))
    }
    /// Names of fields and items of a stage that are not as they are registered, in page order, those taken out among them;
    /// `picture`: content hash of an item's picture as it is sent.
    pub fn differing(&self, stage: Stage, picture: impl Fn(&str) -> Option<String>) -> Vec<String> {
        let Some(registered) = &self.registered else { return self.reviewed(stage) };
        let mut fields = self.reviewed(stage);
        for field in registered.form.reviewed(stage) {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields.retain(|field| {
            let other_picture = || picture(field).is_some_and(|hash| registered.pictures.get(field) != Some(&hash));
            match parts(field) {
                Some(_) => !self.stays(field) || other_picture(),
                None => !OWN.contains(&field.as_str()) && !self.stays(field),
            }
        });
        fields.sort_by_key(|field| super::place(field));
        fields
    }
    /// What was registered of a field or an item when the change was begun.
    pub fn before(&self, field: &str) -> Option<String> {
        self.registered.as_ref().and_then(|registered| registered.form.typed(field)).filter(|typed| !typed.is_empty())
    }
}

/// An item's inputs and its picture.
type Content<'a> = (Vec<&'a str>, Option<&'a String>);

fn contents<'a>(of: (&'a TechnicianForm, &'a BTreeMap<String, String>), list: List) -> Vec<(&'a str, Content<'a>)> {
    let content = |item: &'a dyn super::Item| {
        let inputs = item_fields(list).iter().map(|name| item.get(name).unwrap_or_default()).collect();
        (item.key(), (inputs, of.1.get(&list.field(item.key()))))
    };
    of.0.items(list).into_iter().map(content).collect()
}

/// What a change that began with `base` and was filed as `filed` (with the pictures of its items) makes of what is registered
/// now. An upgrade, a correction or another change may have been completed meanwhile; none of them is undone.
pub fn merged(base: &Registered, filed: &Registered, now: &Registered) -> Registered {
    let mut form = TechnicianForm { consent: filed.form.consent.clone(), ..TechnicianForm::default() };
    for name in TechnicianForm::INPUTS {
        let touched = !OWN.contains(name)
            && part_of(name).into_iter().any(|field| base.form.input(field) != filed.form.input(field));
        let side = if touched { filed } else { now };
        if *name != "consent" {
            form.set(name, side.form.input(name).unwrap_or_default());
        }
    }
    let is_chief_filed = CHIEF.iter().any(|field| base.form.input(field) != filed.form.input(field));
    let chief = if is_chief_filed { &filed.form } else { &now.form };
    (form.chief, form.chief_asked) = (chief.chief.clone(), chief.chief_asked.clone());
    let mut merged = Registered { form, pictures: BTreeMap::new() };
    for list in List::ALL {
        put_list(&mut merged, *list, [base, filed, now]);
    }
    merged.form.registered = Some(Box::new(now.clone()));
    merged
}

/// The items registered now, without those the change took out, with those it changed and those it added.
fn put_list(merged: &mut Registered, list: List, [base, filed, now]: [&Registered; 3]) {
    let [before, sent, known] = [base, filed, now].map(|of| contents((&of.form, &of.pictures), list));
    let mut open: Vec<_> = before.iter().collect();
    let mut items: Vec<&Content<'_>> = Vec::new();
    for (_, item) in &known {
        let Some(at) = open.iter().position(|(_, old)| old == item) else {
            // Came meanwhile.
            items.push(item);
            continue;
        };
        let (key, _) = open.remove(at);
        items.extend(sent.iter().find(|(sent, _)| sent == key).map(|(_, item)| item));
    }
    for (key, item) in &sent {
        let old = before.iter().find(|(known, _)| known == key);
        let is_changed_of_gone = open.iter().any(|(gone, _)| gone == key) && old.is_some_and(|(_, old)| old != item);
        if old.is_none() || is_changed_of_gone {
            items.push(item);
        }
    }
    for (inputs, picture) in items {
        let key = merged.form.add_item(list);
        merged.form.put_item(list, &key, item_fields(list).iter().copied().zip(inputs.iter().copied()));
        if let Some(picture) = picture {
            merged.pictures.insert(list.field(&key), (*picture).clone());
        }
    }
}

/// What becomes of an employment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmploymentChange {
    /// It begins, or what began that day has another end.
    Begin {
        /// With whom.
        business: BusinessId,
        /// First day.
        from: WorkDate,
        /// Last day; `None` while it lasts.
        until: Option<WorkDate>,
        /// 主たる所属: whichever was main before ends the day before.
        main: bool,
    },
    /// What began on a day was entered wrongly: it covers no day.
    Void {
        /// With whom.
        business: BusinessId,
        /// The day it was said to begin.
        from: WorkDate,
    },
    /// It lasts to another day than it did, and is otherwise as it was.
    Last {
        /// With whom.
        business: BusinessId,
        /// The day it began.
        from: WorkDate,
        /// Last day; `None` while it lasts.
        until: Option<WorkDate>,
    },
    /// It ends.
    End {
        /// With whom.
        business: BusinessId,
        /// The day it began.
        from: WorkDate,
        /// Last day.
        until: WorkDate,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Span {
    business: BusinessId,
    from: WorkDate,
    until: Option<WorkDate>,
}

fn span([business, from, until]: [&str; 3]) -> Option<Span> {
    let day = |raw: &str| crate::calendar::parse_day(raw).ok();
    Some(Span { business: business.trim().parse().ok()?, from: day(from)?, until: day(until) })
}

fn main_of(form: &TechnicianForm) -> Option<Span> {
    span([&form.employer_id, &form.employed_on, &form.employed_until])
}

/// What a checked form makes of the employments that were registered when it was begun, what ends before what begins.
pub fn employment_changes(base: &TechnicianForm, filed: &TechnicianForm) -> Vec<EmploymentChange> {
    let mut changes = Vec::new();
    let begin = |Span { business, from, until }, main| EmploymentChange::Begin { business, from, until, main };
    match (main_of(base), main_of(filed)) {
        (before, after) if before == after => {}
        (Some(before), Some(after)) if before.business == after.business => {
            if before.from != after.from {
                changes.push(EmploymentChange::Void { business: before.business, from: before.from });
            }
            changes.push(begin(after, true));
        }
        (before, Some(after)) => {
            let until = after.from.previous();
            changes.extend(before.map(|Span { business, from, .. }| EmploymentChange::End { business, from, until }));
            changes.push(begin(after, true));
        }
        (Some(before), None) => {
            if let Ok(until) = crate::calendar::parse_day(&filed.employed_until) {
                changes.push(EmploymentChange::End { business: before.business, from: before.from, until });
            }
        }
        (None, None) => {}
    }
    for item in &filed.employers {
        let after = span([&item.business_id, &item.from, &item.until]);
        let before = base.employers.iter().find(|old| old.key == item.key);
        let before = before.and_then(|old| span([&old.business_id, &old.from, &old.until]));
        if before == after {
            continue;
        }
        if let Some(old) = before
            && after.is_none_or(|after| (after.business, after.from) != (old.business, old.from))
        {
            changes.push(EmploymentChange::Void { business: old.business, from: old.from });
        }
        changes.extend(after.map(|after| begin(after, false)));
    }
    changes
}

/// An employment as it stands in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engagement {
    /// With whom.
    pub business: BusinessId,
    /// First day.
    pub from: WorkDate,
    /// Last day; `None` while it lasts.
    pub until: Option<WorkDate>,
    /// 主たる所属.
    pub main: bool,
}

/// Another main employment that is registered would be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a later main employment is registered")]
pub struct LaterMain;

impl LaterMain {
    /// As a problem beside a field.
    pub fn beside(self, field: &str) -> FieldProblem {
        FieldProblem::new(field, Problem::Refused { code: "application.later_main".to_owned() })
    }
}

/// Whether a main employment from `from` to `until` would undo one of another business that begins later. Errors: it would.
pub fn later_main(
    now: &[Engagement],
    business: BusinessId,
    (from, until): (WorkDate, Option<WorkDate>),
) -> Result<(), LaterMain> {
    let is_undone = |of: &&Engagement| {
        of.main && of.business != business && of.from > from && until.is_none_or(|until| until >= of.from)
    };
    now.iter().find(is_undone).map_or(Ok(()), |_| Err(LaterMain))
}

/// The employments a form was begun with.
pub fn engagements(form: &TechnicianForm) -> Vec<Engagement> {
    let of = |main| move |Span { business, from, until }: Span| Engagement { business, from, until, main };
    let others = form.employers.iter().filter_map(|item| span([&item.business_id, &item.from, &item.until]));
    main_of(form).map(of(true)).into_iter().chain(others.map(of(false))).collect()
}

/// The employments of a form as the register holds them ([`List::Employments`]); what does not say business and first day is
/// none.
pub fn held(form: &TechnicianForm) -> Vec<Engagement> {
    let of = |item: &HeldEmployment| {
        let Span { business, from, until } = span([&item.business_id, &item.from, &item.until])?;
        Some(Engagement { business, from, until, main: item.kind == "main" })
    };
    form.employments.iter().filter_map(of).collect()
}

/// The earlier of two last days.
fn earlier(one: Option<WorkDate>, other: Option<WorkDate>) -> Option<WorkDate> {
    one.into_iter().chain(other).min()
}

/// What of these changes, typed into a form that was begun with `base`, is written where the register says `now`: what ended
/// meanwhile ends no later, what was taken out stays out, and what is registered as it should be keeps its place. Errors:
/// [`LaterMain`].
pub fn still(
    changes: Vec<EmploymentChange>,
    base: &[Engagement],
    now: &[Engagement],
) -> Result<Vec<EmploymentChange>, LaterMain> {
    let is = |business: BusinessId, from: WorkDate| move |of: &&Engagement| (of.business, of.from) == (business, from);
    let mut kept = Vec::new();
    for change in changes {
        match change {
            EmploymentChange::Begin { business, from, until, main } => {
                let begun = base.iter().find(is(business, from));
                let begun = begun.or_else(|| base.iter().find(|of| of.business == business && of.main == main));
                // What it was begun with may have been taken out, or have ended, since.
                let until = match begun.map(|begun| (begun, now.iter().find(is(business, begun.from)))) {
                    Some((_, None)) => continue,
                    Some((begun, Some(known))) if known.until != begun.until => earlier(until, known.until),
                    _ => until,
                };
                if now.iter().find(is(business, from)).is_some_and(|known| known.main == main) {
                    kept.push(EmploymentChange::Last { business, from, until });
                    continue;
                }
                if main {
                    later_main(now, business, (from, until))?;
                }
                kept.push(EmploymentChange::Begin { business, from, until, main });
            }
            EmploymentChange::Void { business, from } | EmploymentChange::Last { business, from, .. } => {
                kept.extend(now.iter().any(|of| is(business, from)(&of)).then_some(change));
            }
            EmploymentChange::End { business, from, until } => {
                let known = now.iter().find(is(business, from));
                let ends = known.is_some_and(|of| of.until.is_none_or(|ended| ended > until));
                kept.extend(ends.then_some(change));
            }
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests;
