//! 就業履歴の表: a site's month as the office looks at it. Invariant: read only; a part is read in a few statements, and
//! what it offers for approval is judged as `approve` will judge it, so what is offered is approved if nothing has
//! changed.

use super::{
    approve::{PEOPLE_AT_ONCE_MAX, case},
    reach::Reach,
    section::{self, Where},
    stranger::Nameless,
};
use crate::{Call, Result, site::with_resource, touch};
use domain::{
    access::Action,
    history::{
        DaySet,
        approval::{Picked, mark, may_take},
        sheet::{DayMark, DaySections, Sheet, SheetFilter, SheetRow},
    },
    id::{SiteId, TechnicianId},
    time::YearMonth,
};
use std::collections::HashMap;
use store::history::{SheetAsk, SheetLine, SheetPerson, SheetRecord};

/// The part after the person `after` of a site's month, of the people whom `filter` means: the prime and the office of
/// the register see all of it, another member its own branch. Errors: `NotFound`; `Forbidden` for who takes no part in
/// the site.
pub async fn sheet(
    call: &Call,
    site: SiteId,
    month: YearMonth,
    filter: &SheetFilter,
    after: Option<TechnicianId>,
) -> Result<Sheet> {
    let db = call.db.read();
    let (found, resource) = with_resource(call, db, site).await?;
    let scope = call.authorize(Action::HistoryRead, &resource)?;
    let approves = call.authorize(Action::HistoryApprove, &resource).is_ok();
    let reach = Reach::of(call, db, &scope, &found).await?;
    let of = (site, month);
    let totals = store::history::day_totals(db, site, month).await?;
    let open: DaySet = totals.iter().filter(|day| day.records > day.approved).map(|day| day.date).collect();
    let asked = SheetAsk { site, month, filter, open, now: call.now(), after, limit: PEOPLE_AT_ONCE_MAX + 1 };
    let mut people = store::history::sheet_people(db, &scope, &asked).await?;
    let more = people.len() > PEOPLE_AT_ONCE_MAX;
    people.truncate(PEOPLE_AT_ONCE_MAX);
    let ids: Vec<TechnicianId> = people.iter().map(|person| person.id).collect();
    let nameless = Nameless::of(call, db, &scope, ids.iter().map(|id| (site, *id)).collect()).await?;
    if !filter.q.is_empty() && filter.q.parse::<TechnicianId>().is_err() {
        // Whose name is not told is not found by it either.
        people.retain(|person| !nameless.has(site, person.id));
    }
    for person in &mut people {
        nameless.hide((site, person.id), &mut person.name, &mut person.kana);
    }
    // The part ends with the last by kana all the same.
    nameless.last(&mut people, |person| (site, person.id));
    let mut records: HashMap<TechnicianId, Vec<SheetRecord>> = HashMap::new();
    for record in store::history::sheet_records(db, of, &ids).await? {
        if reach.sees(&record.record, record.place) {
            records.entry(record.record.key.technician).or_default().push(record);
        }
    }
    let mut lines: HashMap<TechnicianId, SheetLine> = HashMap::new();
    for line in store::history::sheet_lines(db, of, &ids).await? {
        if reach.sees_line(line.place, line.from.max(month.first_day())) {
            lines.insert(line.technician, line);
        }
    }
    let mut places = store::history::sheet_places(db, site).await?;
    places.retain(|place| reach.sees_line(place.id, month.first_day()));
    let stands = touch::stands(db, site).await?;
    let at = (site, found.boundary_minutes);
    let within = section::touched(db, at, (&stands, found.position.is_some()), (month, &ids)).await?;
    let rows = people.into_iter().map(|person| {
        let (records, line) = (records.remove(&person.id).unwrap_or_default(), lines.remove(&person.id));
        row(call, (&reach, approves), person, (records.as_slice(), line), &within)
    });
    // Only a record that is seen tells where somebody was.
    let meant = |row: &SheetRow| filter.section.is_none_or(|section| row.was_in(section));
    Ok(Sheet {
        people: rows.filter(meant).collect(),
        sections: stands.sections().to_vec(),
        site: found.name,
        month,
        today: call.today(),
        next: ids.last().copied().filter(|_| more),
        places,
        totals: matches!(reach, Reach::All).then_some(totals),
        approves,
    })
}

fn row(
    call: &Call,
    (reach, approves): (&Reach, bool),
    person: SheetPerson,
    (records, line): (&[SheetRecord], Option<SheetLine>),
    within: &Where,
) -> SheetRow {
    let (mut marks, mut offered, mut alone) = (Vec::with_capacity(records.len()), DaySet::EMPTY, DaySet::EMPTY);
    for found in records {
        let (date, stands) = (found.record.key.date, mark(&case(&found.record), call.now()));
        marks.push(DayMark { date, mark: stands, by_hand: found.record.by_hand });
        if !approves || !reach.approves(found.place, date) {
            continue;
        }
        if may_take(stands, Picked::Many).is_ok() {
            offered = offered.with(DaySet::of(date));
        } else if may_take(stands, Picked::One).is_ok() {
            alone = alone.with(DaySet::of(date));
        }
    }
    let sections = records.iter().map(|found| found.record.key).filter_map(|key| {
        within.sections.get(&key).map(|sections| DaySections { date: key.date, sections: sections.clone() })
    });
    let last = records.last().filter(|found| found.employer.is_some());
    let (business, tier) = match (last, line) {
        (Some(found), _) => (found.employer.clone(), found.record.tier),
        (None, Some(line)) => (Some(line.business), Some(line.tier)),
        (None, None) => (None, None),
    };
    SheetRow {
        technician_id: person.id,
        name: person.name,
        kana: person.kana,
        level: person.level,
        business,
        tier,
        marks,
        offered,
        alone,
        sections: sections.collect(),
        far: records
            .iter()
            .map(|found| found.record.key)
            .filter(|key| within.far.contains(key))
            .map(|key| key.date)
            .collect(),
    }
}
