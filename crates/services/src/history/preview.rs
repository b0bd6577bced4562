//! What approving what was picked would come to, for the page on which one confirms it. Invariant: read only; each
//! record is judged by the very rule that approves it.

use super::approve::{Asked, Places, as_approved, number};
use crate::{Call, Result};
use domain::{
    history::{
        DaySet,
        approval::{CompanyPart, Left, Pick, Picked, Picks, Preview},
    },
    id::{BusinessId, SiteId, TechnicianId},
    time::YearMonth,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};
use store::history::{RecordKey, SheetRecord};

/// What of what was picked would be approved, by company, and what would be left and why. Of nothing it is nothing.
///
/// Errors: as `approve`, but for nothing picked.
pub async fn preview(call: &Call, site: SiteId, month: YearMonth, picks: &Picks) -> Result<Preview> {
    let asked = Asked::of(call, site, month, picks).await?;
    let people: Vec<TechnicianId> = picks.keys().copied().collect();
    let found = store::history::sheet_records(call.db.read(), (site, month), &people).await?;
    let places: Places = found.iter().filter_map(|one| Some((one.record.roster?, one.place?))).collect();
    let stored: HashMap<RecordKey, &SheetRecord> = found.iter().map(|one| (one.record.key, one)).collect();
    let mut left: BTreeMap<Left, u32> = BTreeMap::new();
    let mut taken: Vec<&SheetRecord> = Vec::new();
    for key in asked.keys() {
        let was = stored.get(&key).copied();
        match (as_approved(call, &asked, was.map(|one| &one.record), &places), was) {
            (Ok(_), Some(one)) => taken.push(one),
            (Ok(_), None) => *left.entry(Left::Gone).or_default() += 1,
            (Err(why), _) => *left.entry(why).or_default() += 1,
        }
    }
    let picks = only(picks, &taken);
    Ok(Preview {
        site: asked.name,
        month,
        records: number(taken.len()),
        people: number(picks.len()),
        by_hand: number(taken.iter().filter(|one| one.record.by_hand).count()),
        companies: by_company(&taken),
        left,
        picks,
    })
}

/// What was picked of these records, as it was picked.
fn only(picks: &Picks, taken: &[&SheetRecord]) -> Picks {
    let mut only = Picks::new();
    for one in taken {
        let (who, date) = (one.record.key.technician, one.record.key.date);
        let day = DaySet::of(date);
        let pick: &mut Pick = only.entry(who).or_default();
        match picks.get(&who).map(|pick| pick.picked(date)) {
            Some(Picked::One) => pick.one = pick.one.with(day),
            Some(Picked::Many) | None => pick.many = pick.many.with(day),
        }
    }
    only
}

/// What is taken of one company: its name, records and people.
type OfCompany<'a> = (Option<&'a String>, usize, BTreeSet<TechnicianId>);

fn by_company(taken: &[&SheetRecord]) -> Vec<CompanyPart> {
    let mut companies: BTreeMap<Option<BusinessId>, OfCompany<'_>> = BTreeMap::new();
    for one in taken {
        let of = companies.entry(one.record.employer).or_default();
        of.0 = one.employer.as_ref();
        of.1 += 1;
        of.2.insert(one.record.key.technician);
    }
    let part = |(name, records, people): OfCompany<'_>| CompanyPart {
        name: name.cloned(),
        records: number(records),
        people: number(people.len()),
    };
    let mut parts: Vec<CompanyPart> = companies.into_values().map(part).collect();
    parts.sort_by_key(|part| Reverse(part.records));
    parts
}
