//! Records and kept counts made anew from the facts. Invariant: people are held while theirs are made, as whoever writes
//! records does; nothing is made of less than all facts; who is right stays as they are, so the same once more does nothing.

use super::{
    examine::{PEOPLE_AT_ONCE, hold},
    tried::tried,
};
use crate::{Call, Change, Error, Result, touch};
use domain::{
    access::{Action, Resource},
    history::check::{Difference, Differs},
    id::TechnicianId,
    time::YearMonth,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    ConnectionTrait,
    history::{self, Extent, Moves, Numbered, Record, RecordKey, Sum},
    rows::Insertions,
};

/// Tries at what stood in another's way: more than where somebody waits for the answer.
const TRIES: u32 = 5;

/// Whose records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// One person's.
    One(TechnicianId),
    /// Everybody's.
    Everybody,
}

/// What making records anew came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// People looked at.
    pub people: i64,
    /// Records by the facts.
    pub records: i64,
    /// Records written, new or otherwise.
    pub written: i64,
    /// Records taken away.
    pub removed: i64,
    /// Months of people whose kept counts differed.
    pub counts: i64,
    /// People left as they are: facts of theirs are missing.
    pub refused: i64,
}

/// What counting anew came to.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Records that were counted; 0 where nothing was written.
    pub records: i64,
    /// What the counts added up to before.
    pub before: Vec<Sum>,
    /// And now.
    pub after: Vec<Sum>,
    /// Where nothing was to be written: the counts that differ, one line each.
    pub differences: Vec<String>,
}

/// What one slice of people came to.
#[derive(Debug, Default)]
struct Slice {
    done: Rebuilt,
    differences: Vec<Difference>,
    counts: Vec<String>,
    upto: Option<i64>,
}

/// Makes the records of people anew from facts alone, in transactions of few people each, and their own kept counts where
/// they differ; wider counts move with the records. `dry_run`: nothing is written. `tell` is told each difference.
///
/// Errors: `Forbidden`; `NotFound` of one person; `Unavailable` where others stood in the way again and again.
pub async fn rebuild(call: &Call, whose: Whose, dry_run: bool, mut tell: impl FnMut(&str) + Send) -> Result<Rebuilt> {
    call.authorize(Action::HistoryExamine, &Resource::Register)?;
    let mut done = Rebuilt::default();
    let mut after = match whose {
        Whose::Everybody => 0,
        Whose::One(id) if store::technician::exists(call.db.read(), id).await? => id.get() - 1,
        Whose::One(_) => return Err(Error::NotFound),
    };
    let most = if matches!(whose, Whose::One(_)) { 1 } else { PEOPLE_AT_ONCE };
    loop {
        let slice = tried(TRIES, || slice(call, (after, most), dry_run)).await?;
        for one in slice.differences.iter().map(line).chain(slice.counts) {
            tell(one.as_str());
        }
        done.add(&slice.done);
        match slice.upto {
            Some(upto) if matches!(whose, Whose::Everybody) => after = upto,
            _ => return Ok(done),
        }
    }
}

impl Rebuilt {
    const fn add(&mut self, other: &Self) {
        self.people += other.people;
        self.records += other.records;
        self.written += other.written;
        self.removed += other.removed;
        self.counts += other.counts;
        self.refused += other.refused;
    }
}

fn line(of: &Difference) -> String {
    let said =
        [of.technician.map(|id| id.to_string()), of.site.map(|id| id.to_string()), of.day.map(|day| day.to_string())];
    let key = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
    format!("{:?} {key} {}", of.kind, of.what).trim_end().to_owned()
}

async fn slice(call: &Call, (after, most): (i64, i64), dry_run: bool) -> Result<Slice> {
    let tx = call.db.begin().await?;
    match in_transaction(call, &tx, (after, most), dry_run).await {
        Ok(slice) if !dry_run => {
            tx.commit().await?;
            let people = slice.differences.iter().filter_map(|one| one.technician);
            call.outside.live.tell(people.collect::<BTreeSet<_>>());
            Ok(slice)
        }
        done => {
            // What went wrong is the one to tell; a connection that is gone rolls back by itself.
            let _ = tx.rollback().await;
            done
        }
    }
}

async fn in_transaction(
    call: &Call,
    tx: &impl ConnectionTrait,
    (after, most): (i64, i64),
    dry_run: bool,
) -> Result<Slice> {
    let numbers = history::numbers_after(tx, Numbered::People, after, most).await?;
    let is_last = number(numbers.len()) < most;
    let Some(last) = numbers.last().copied() else { return Ok(Slice::default()) };
    let range = (after.saturating_add(1), last);
    hold(tx, &numbers).await?;
    let told = touch::by_facts(tx, range).await?;
    let mut slice = Slice { differences: told.differences(), upto: (!is_last).then_some(last), ..Slice::default() };
    slice.done.people = number(numbers.len());
    slice.done.records = number(told.wanted.len());
    let refused: BTreeSet<TechnicianId> = told.missing.keys().map(|(technician, _)| *technician).collect();
    slice.done.refused = number(refused.len());
    let anew = Anew::of(&told, &slice.differences, &refused);
    slice.done.written = number(anew.write.len());
    slice.done.removed = number(anew.remove.len());
    if !dry_run {
        anew.write(call, tx, &told).await?;
    }
    let counts = history::compare(tx, Extent::People(range.0, range.1)).await?;
    slice.done.counts = number(counts.len());
    slice.counts = counts.iter().map(|one| format!("Count {} {}", one.table, one.key)).collect();
    if !dry_run && !counts.is_empty() {
        history::count_people(tx, range).await?;
        call.note(tx, counted(&slice.counts, range)).await?;
    }
    Ok(slice)
}

fn number(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}

/// What is to be written so that what is kept is what the facts say.
#[derive(Debug, Default)]
struct Anew {
    write: Vec<Record>,
    remove: Vec<RecordKey>,
}

impl Anew {
    fn of(told: &touch::Told, differences: &[Difference], refused: &BTreeSet<TechnicianId>) -> Self {
        let mut anew = Self::default();
        for one in differences.iter().filter(|one| one.kind != Differs::FactsMissing) {
            let (Some(technician), Some(site), Some(date)) = (one.technician, one.site, one.day) else { continue };
            if refused.contains(&technician) {
                continue;
            }
            let key = RecordKey { technician, date, site };
            match told.wanted.get(&key) {
                Some(record) => anew.write.push(record.clone()),
                None => anew.remove.push(key),
            }
        }
        anew
    }

    /// Writes records, moves the counts with them, and notes each person whose days became others.
    async fn write(&self, call: &Call, tx: &impl ConnectionTrait, told: &touch::Told) -> Result<()> {
        let mut moves = Moves::default();
        let mut changed: BTreeMap<TechnicianId, BTreeSet<RecordKey>> = BTreeMap::new();
        let written = self.write.iter().map(|record| (record.key, Some(record)));
        for (key, record) in written.chain(self.remove.iter().map(|key| (*key, None))) {
            let Some(of) = told.sites.get(&key.site).copied() else { continue };
            if let Some(was) = told.kept.get(&key) {
                moves.record(was, of, -1);
            }
            if let Some(record) = record {
                moves.record(record, of, 1);
            }
            moves.changed(key.technician, key.date.month());
            changed.entry(key.technician).or_default().insert(key);
        }
        let Some(first) = changed.values().flatten().next() else { return Ok(()) };
        let before: Vec<Record> = told.kept.values().cloned().collect();
        let mut writing = Insertions::default();
        history::add_records(&mut writing, &self.write)?;
        history::add_counts(&mut writing, &moves, &before, history::office_stripe(first.site));
        writing.write(tx).await?;
        if !self.remove.is_empty() {
            history::delete_records(tx, &self.remove).await?;
        }
        call.note_all(tx, changed.iter().map(|(technician, keys)| rebuilt(*technician, keys)).collect()).await
    }
}

fn rebuilt(technician: TechnicianId, keys: &BTreeSet<RecordKey>) -> Change {
    let months: BTreeSet<YearMonth> = keys.iter().map(|key| key.date.month()).collect();
    Change {
        process: "history.rebuild",
        subject_kind: "technician",
        subject_id: technician.to_string(),
        new: Some(json!({ "records": keys.len(), "months": months })),
        ..Change::default()
    }
}

fn counted(counts: &[String], (first, last): (i64, i64)) -> Change {
    Change {
        process: "history.recount",
        subject_kind: "register",
        subject_id: "people".to_owned(),
        new: Some(json!({ "first": first, "last": last, "counts": counts })),
        ..Change::default()
    }
}

/// Makes every kept count anew from the records, in one transaction; on PostgreSQL touches wait as long. `dry_run`: says
/// which differ.
///
/// Errors: `Forbidden`; `Unavailable` where others stood in the way again and again.
pub async fn count(call: &Call, dry_run: bool) -> Result<Counted> {
    call.authorize(Action::HistoryExamine, &Resource::Register)?;
    if dry_run {
        let db = call.db.read();
        let (sums, differences) = (history::sums(db).await?, history::recount(db).await?);
        return Ok(Counted { records: 0, before: sums.clone(), after: sums, differences });
    }
    tried(TRIES, || count_once(call)).await
}

async fn count_once(call: &Call) -> Result<Counted> {
    let tx = call.db.begin().await?;
    let before = history::sums(&tx).await?;
    let records = history::count_all(&tx).await?;
    let after = history::sums(&tx).await?;
    let sums = |of: &[Sum]| -> BTreeMap<&'static str, (i64, i64)> {
        of.iter().map(|sum| (sum.table, (sum.recorded, sum.approved))).collect()
    };
    let change = Change {
        process: "history.recount",
        subject_kind: "register",
        subject_id: "all".to_owned(),
        old: Some(json!(sums(&before))),
        new: Some(json!(sums(&after))),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(Counted { records, before, after, differences: Vec::new() })
}
