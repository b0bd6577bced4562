//! A person's month at a site, for whoever enters days of it. Invariant: of a person, or a day, that is not the looker's
//! nothing is told, not even that something is recorded.

use super::{Hand, term::Terms, whose::Whose};
use crate::{Call, Result};
use domain::{
    history::{
        Approval, DaySet,
        entry::{EntryDay, EntryKind, EntryMade, EntryMonth, Span},
        is_inside,
    },
    id::{BusinessId, SiteId, TechnicianId},
    time::{WorkDate, YearMonth},
};
use std::collections::{BTreeSet, HashMap};
use store::history::{self, Entered, Record};

/// What is kept of the month.
struct Kept {
    records: HashMap<WorkDate, Record>,
    entries: HashMap<WorkDate, Entered>,
    names: HashMap<BusinessId, String>,
}

/// The days of a person's month at a site as far as they are over or today's: what is recorded, what was entered and by
/// whom, and what can be entered. Errors: `NotFound`, `Forbidden`.
pub async fn entry_month(call: &Call, site: SiteId, who: TechnicianId, month: YearMonth) -> Result<EntryMonth> {
    let db = call.db.read();
    let hand = Hand::of(call, db, site).await?;
    let term = Terms::of(db, &hand, call.today()).await?;
    let whose = Whose::of(db, &hand, who, month.first_day()).await?;
    let kept = kept(call, site, who, month).await?;
    let dates: Vec<WorkDate> =
        DaySet::from_stored(i32::MAX).dates(month).filter(|date| *date <= call.today()).collect();
    let worked = hand.is_prime() && !kept.records.is_empty();
    let known = dates.iter().any(|date| whose.is_known(&hand, *date))
        || (worked && store::history::strangers(db, &BTreeSet::from([(site, who)]), call.today()).await?.is_empty());
    let name = if known { store::technician::find(db, who).await?.map(|person| person.full_name()) } else { None };
    let (last, late) = term.last_of(month);
    Ok(EntryMonth {
        site: hand.site.name.clone(),
        technician_id: who,
        name,
        month,
        today: call.today(),
        last,
        late,
        days: dates.iter().map(|date| day(call, (&hand, &term, &whose), &kept, *date)).collect(),
    })
}

async fn kept(call: &Call, site: SiteId, who: TechnicianId, month: YearMonth) -> Result<Kept> {
    let db = call.db.read();
    let records = history::records_of_month(db, who, month).await?.into_iter().map(|row| row.record);
    let records = records.filter(|record| record.key.site == site).map(|record| (record.key.date, record)).collect();
    let said = history::entries_of_month(db, (who, site), month).await?;
    let mut entries: HashMap<WorkDate, Entered> = said.into_iter().map(|said| (said.key.date, said)).collect();
    entries.retain(|_, said| said.kind == EntryKind::Entered);
    let by: Vec<BusinessId> = entries.values().filter_map(|said| said.by).collect();
    let names = store::business::names(db, &by).await?.into_iter().collect();
    Ok(Kept { records, entries, names })
}

fn day(call: &Call, (hand, term, whose): (&Hand, &Terms, &Whose), kept: &Kept, date: WorkDate) -> EntryDay {
    let nothing = EntryDay { date, open: false, record: None, approved: false, entry: None };
    let said = kept.entries.get(&date);
    let own = said.is_some_and(|said| said.by == hand.by);
    let theirs = whose.is_theirs(hand, date);
    if !theirs && !own {
        return nothing;
    }
    let record = kept.records.get(&date);
    let approved = record.is_some_and(|record| record.approval == Approval::Approved);
    let inside = record.is_some_and(|record| is_inside(record.inside_since, call.now()));
    let complete = record.is_some_and(|record| record.first_in.is_some() && record.last_out.is_some());
    let entry = said.map(|said| EntryMade {
        by: said.by.and_then(|by| kept.names.get(&by).cloned()),
        at: said.at,
        may_take_back: own && !approved && term.is_open(date),
        may_refuse: hand.is_prime() && !own && !approved,
    });
    EntryDay {
        open: theirs && entry.is_none() && !approved && !inside && !complete && term.check(date).is_ok(),
        record: record.map(|record| Span { first_in: record.first_in, last_out: record.last_out }),
        approved,
        entry,
        ..nothing
    }
}
