//! Employments in a correction: whose they can be, what is written, who is told. Invariant: history records that are made keep
//! the employer they were made with (docs/decisions/0022); each business hears of its own employments and of nobody else's.

use super::registered::Registered;
use crate::{
    Call, Error, Result,
    notice::{self, Addressee},
    registration,
};
use domain::{
    business::validity::{counts_until, is_anew},
    calendar,
    correction::{Concerned, Data, concerned, employment_rows, first_other_day, is_begun, is_touched},
    form::{FieldProblem, Problem},
    id::BusinessId,
    notice::{NoticeKind, Value},
    technician::{Engagement, HeldEmployment, List, TechnicianForm, held},
};
use std::collections::BTreeMap;
use store::{ConnectionTrait, business::Business, correction::Correction, technician::Technician};

/// The business's registration, as it is registered now, had lapsed before the employment began.
const LAPSED: &str = "employment.lapsed";

fn form_of(data: &Data) -> Option<&TechnicianForm> {
    match data {
        Data::Technician(form) => Some(form),
        Data::Business(_) => None,
    }
}

/// Whether a correction changes anything of employments.
pub(super) fn is_of_employments(it: &Correction) -> bool {
    form_of(&it.before).map(|form| &form.employments) != form_of(&it.after).map(|form| &form.employments)
}

/// Businesses named for employments that are touched and that nobody has registered, or whose registration, as it is registered
/// now, had lapsed when the employment is said to begin: whoever employs people then registers anew first (10-registration.md,
/// Businesses). Periods before the present one are not looked at: who has registered anew has no lapsed days for this.
pub(super) async fn wrong_businesses(
    db: &impl ConnectionTrait,
    typed: &Data,
    known: &Registered,
) -> Result<Vec<FieldProblem>> {
    let (Some(typed), Some(known)) = (form_of(typed), form_of(&known.data)) else { return Ok(Vec::new()) };
    let named = |item: &HeldEmployment| item.business_id.trim().parse::<BusinessId>().ok();
    let touched: Vec<(&HeldEmployment, BusinessId)> = typed
        .employments
        .iter()
        .filter(|item| is_touched(item, known))
        .filter_map(|item| Some((item, named(item)?)))
        .collect();
    if touched.is_empty() {
        return Ok(Vec::new());
    }
    let firms = store::business::many(db, &touched.iter().map(|(_, id)| *id).collect()).await?;
    let disasters = store::disaster::all(db).await?;
    let problem = |item: &HeldEmployment, id: BusinessId| {
        let Some(firm) = firms.get(&id) else { return Some(Problem::Unknown) };
        let from = calendar::parse_day(item.from.trim()).ok().filter(|_| !is_begun(item, known))?;
        let counts = counts_until(firm.valid_until, firm.prefecture, &disasters);
        let is_lapsed = is_anew((firm.valid_until, counts), from);
        is_lapsed.then(|| Problem::Refused { code: LAPSED.to_owned() })
    };
    let beside = |item: &HeldEmployment, problem: Problem| {
        FieldProblem::new(&format!("{}.business_id", List::Employments.field(&item.key)), problem)
    };
    let wrong = touched.into_iter().filter_map(|(item, id)| Some(beside(item, problem(item, id)?)));
    Ok(wrong.collect())
}

/// Names of the businesses in the employments of some data.
pub(super) async fn names(db: &impl ConnectionTrait, of: &[&Data]) -> Result<BTreeMap<BusinessId, String>> {
    let held = of.iter().filter_map(|data| form_of(data)).flat_map(held);
    let businesses: Vec<BusinessId> = held.map(|of| of.business).collect();
    Ok(store::business::names(db, &businesses).await?.into_iter().collect())
}

/// Whether a correction changes who employed the person on days that had gone by when it was entered.
pub(super) fn is_of_past(it: &Correction) -> bool {
    let [before, after] = [&it.before, &it.after].map(|data| form_of(data).map(held).unwrap_or_default());
    first_other_day(&before, &after).is_some_and(|day| day < it.entered_at.date())
}

/// Writes the employments of a checked correction and tells the businesses concerned; what was held before is kept. The caller
/// holds the person's lock, and has made sure that the register says what the correction was entered beside.
pub(super) async fn put_right(
    call: &Call,
    tx: &impl ConnectionTrait,
    it: &Correction,
    (person, after): (&Technician, &[Engagement]),
) -> Result<()> {
    if !is_of_employments(it) {
        return Ok(());
    }
    let before = store::technician::engaged(tx, person.id).await?;
    registration::keep_employments(call, tx, person.id).await?;
    store::technician::write_employments(tx, person.id, &employment_rows(&before, after)).await?;
    // By the name they have from now on; the same correction may have put it right.
    let name = person.full_name();
    let told = concerned(&before, after);
    let mut firms = store::business::many(tx, &told.iter().map(|one| one.business).collect()).await?;
    for one in told {
        let firm = firms.remove(&one.business).ok_or(Error::NotFound)?;
        tell(call, tx, (firm, &name), one).await?;
    }
    Ok(())
}

async fn tell(call: &Call, tx: &impl ConnectionTrait, (firm, name): (Business, &str), of: Concerned) -> Result<()> {
    let values = [
        ("after", Value::Employments(of.after)),
        ("before", Value::Employments(of.before)),
        ("business", Value::Text(firm.name.clone())),
        ("name", Value::Text(name.to_owned())),
    ];
    let whom = Addressee::of_business_row(tx, firm).await?;
    notice::tell(call, tx, &whom, NoticeKind::EmploymentCorrected, values).await?;
    Ok(())
}
