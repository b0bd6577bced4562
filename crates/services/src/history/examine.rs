//! Whether the history is what its facts say: looked at part by part, in the quiet of the night. Invariant: what is compared
//! is held still while it is read and never changed; a part that was not finished leaves no trace.

use crate::{Call, Db, Error, Result, log, touch};
use domain::{
    access::{Action, Resource},
    history::check::{Checked, Cursor, Difference, Differs, Round, share},
    id::{SiteId, TechnicianId},
    time::{HOUR_MS, Instant, WorkDate, YearMonth},
};
use std::collections::BTreeSet;
use store::{
    ConnectionTrait,
    history::{self, CheckRow, Differing, Extent, Numbered},
};

/// People compared in one transaction: those whose touches wait meanwhile.
pub const PEOPLE_AT_ONCE: i64 = 20;
/// Sites compared in one statement.
const SITES_AT_ONCE: i64 = 20;
/// Differences a round keeps a line of; beyond they are counted.
const KEPT_MAX: i64 = 1_000;
/// Rounds whose results are kept.
const ROUNDS_KEPT: i32 = 100;
/// Differences shown on a page.
const SHOWN_MAX: u32 = 200;
/// After every month there will be.
const LAST_MONTH: i32 = 999_912;
/// When the night's work begins, hours after midnight in Japan.
const NIGHT_HOUR: i64 = 1;

/// People who were compared.
#[derive(Debug, Clone, Default)]
pub struct Examined {
    /// The last of them; absent where nobody comes after.
    pub upto: Option<i64>,
    /// How many they are.
    pub people: i64,
    /// How many records the facts say they have.
    pub records: i64,
    /// What differs: their records from the facts, their kept counts and the log from their records.
    pub differences: Vec<Difference>,
}

/// Compares what is kept of at most `people` people after the number `after`, row by row, with what the facts alone say.
/// They are held meanwhile. Reports, never mends.
pub async fn examine(db: &Db, after: i64, people: i64) -> Result<Examined> {
    let tx = db.begin().await?;
    let examined = in_transaction(&tx, after, people).await;
    // Nothing was written; a connection that is gone rolls back by itself.
    let _ = tx.rollback().await;
    examined
}

async fn in_transaction(tx: &impl ConnectionTrait, after: i64, people: i64) -> Result<Examined> {
    let (numbers, upto) = next(tx, Numbered::People, (after, people)).await?;
    // Whatever is kept of nobody is looked at with the last.
    let range = (after.saturating_add(1), upto.unwrap_or(i64::MAX));
    hold(tx, &numbers).await?;
    let told = touch::by_facts(tx, range).await?;
    let mut differences = told.differences();
    let counts = history::compare(tx, Extent::People(range.0, range.1)).await?;
    differences.extend(counts.iter().map(difference));
    differences.extend(log::compare_people(tx, range).await?);
    Ok(Examined {
        upto,
        people: i64::try_from(numbers.len()).unwrap_or(i64::MAX),
        records: i64::try_from(told.wanted.len()).unwrap_or(i64::MAX),
        differences,
    })
}

/// The next numbers, and the last of them where others come after it.
async fn next(db: &impl ConnectionTrait, of: Numbered, (after, most): (i64, i64)) -> Result<(Vec<i64>, Option<i64>)> {
    let mut numbers = history::numbers_after(db, of, after, most.saturating_add(1)).await?;
    let more = i64::try_from(numbers.len()).is_ok_and(|found| found > most);
    if more {
        numbers.pop();
    }
    let upto = numbers.last().copied().filter(|_| more);
    Ok((numbers, upto))
}

/// Keeps others from writing records of these people, before anything of theirs is read.
pub(super) async fn hold(tx: &impl ConnectionTrait, numbers: &[i64]) -> Result<()> {
    let held: BTreeSet<TechnicianId> = numbers.iter().map(|number| TechnicianId::from_stored(*number)).collect();
    Ok(history::hold(tx, &held).await?)
}

/// A count that differs, with whom, where and when by its key.
fn difference(of: &Differing) -> Difference {
    let key: Vec<i64> = of.key.split('/').filter_map(|part| part.parse().ok()).collect();
    let first = key.first().copied();
    let second = key.get(1).and_then(|number| i32::try_from(*number).ok());
    let of_person = of.table.starts_with("technician");
    let (of_site, by_day) = (of.table.starts_with("site"), of.table == "site_day");
    Difference {
        kind: Differs::Count,
        technician: first.filter(|_| of_person).map(TechnicianId::from_stored),
        site: first.filter(|_| of_site).map(SiteId::from_stored),
        day: second.filter(|_| by_day).map(WorkDate::from_stored),
        what: format!("{} {}", of.table, of.key),
    }
}

/// What one part of the night's work came to.
pub(crate) struct Looked {
    row: CheckRow,
    found: Vec<Difference>,
    /// Whether there is more to look at this night.
    pub more: bool,
}

/// When the night begins that follows a day.
pub(crate) fn night_after(day: WorkDate) -> Instant {
    day.next().start().plus_ms(NIGHT_HOUR * HOUR_MS)
}

/// Looks at the next part of the register in the night after `day`; `None` where nothing is left for that night.
pub(crate) async fn look(call: &Call, day: WorkDate) -> Result<Option<Looked>> {
    let Some(mut row) = tonight(call, day).await? else { return Ok(None) };
    let found = match row.cursor {
        Cursor::People(after) => people(call, &mut row, after).await?,
        Cursor::Sites(after) => sites(call, &mut row, after).await?,
        Cursor::Months(after) => months(call, &mut row, after).await?,
        Cursor::Log(after) => leaves(call, &mut row, after).await?,
        Cursor::Done => Vec::new(),
    };
    let more = row.quota > 0 || is_of_last_night(row.cursor);
    if row.cursor == Cursor::Done {
        row.round.ended_at = Some(call.now());
    }
    Ok(Some(Looked { more: more && row.cursor != Cursor::Done, row, found }))
}

/// The round that lasts, or a new one where the last has ended, with what is left for the night.
async fn tonight(call: &Call, day: WorkDate) -> Result<Option<CheckRow>> {
    let db = call.db.read();
    let last = history::last_check(db).await?;
    let mut row = match last {
        Some(row) if row.cursor != Cursor::Done && row.night == day => {
            let is_over = row.quota <= 0 && !is_of_last_night(row.cursor);
            return Ok((!is_over).then_some(row));
        }
        // A register that is through in less than a night is looked at once a night; a night that was missed is over.
        Some(row) if row.night >= day => return Ok(None),
        Some(row) if row.cursor != Cursor::Done => row,
        ended => first_part(ended.map_or(1, |ended| ended.round.number + 1), call.now()),
    };
    row.night = day;
    row.quota = share(history::numbered(db).await?, call.outside.check_nights);
    Ok(Some(row))
}

/// What is not shared out over nights: everything of it is looked at in the last.
const fn is_of_last_night(part: Cursor) -> bool {
    matches!(part, Cursor::Months(_) | Cursor::Log(_))
}

const fn first_part(number: i32, began_at: Instant) -> CheckRow {
    let round = Round {
        number,
        began_at,
        ended_at: None,
        people: 0,
        records: 0,
        sites: 0,
        months: 0,
        leaves: 0,
        differences: 0,
    };
    CheckRow { round, cursor: Cursor::People(0), night: WorkDate::from_stored(0), quota: 0 }
}

async fn people(call: &Call, row: &mut CheckRow, after: i64) -> Result<Vec<Difference>> {
    let examined = examine(&call.db, after, PEOPLE_AT_ONCE.min(row.quota.max(1))).await?;
    row.round.people += examined.people;
    row.round.records += examined.records;
    row.quota -= examined.people;
    row.cursor = examined.upto.map_or(Cursor::Sites(0), Cursor::People);
    Ok(examined.differences)
}

async fn sites(call: &Call, row: &mut CheckRow, after: i64) -> Result<Vec<Difference>> {
    let db = call.db.read();
    let most = SITES_AT_ONCE.min(row.quota.max(1));
    let (numbers, last) = next(db, Numbered::Sites, (after, most)).await?;
    let found = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
    let counts = history::compare(db, Extent::Sites(after.saturating_add(1), last.unwrap_or(i64::MAX))).await?;
    row.round.sites += found;
    row.quota -= found;
    row.cursor = last.map_or(Cursor::Months(0), Cursor::Sites);
    Ok(counts.iter().map(difference).collect())
}

/// One month, or what lies before or after those anything is counted of: there should be nothing.
async fn months(call: &Call, row: &mut CheckRow, after: i32) -> Result<Vec<Difference>> {
    let db = call.db.read();
    let following = YearMonth::from_stored(after).next().number();
    let (from, upto) = match history::months_counted(db).await? {
        Some((first, _)) if after < previous(first) => (after, previous(first)),
        Some((_, last)) if after < last => (following, following),
        _ => (following, LAST_MONTH),
    };
    let counts = history::compare(db, Extent::Months(from, upto)).await?;
    row.round.months += i64::from(from == upto);
    row.cursor = if upto == LAST_MONTH { Cursor::Log(0) } else { Cursor::Months(upto) };
    Ok(counts.iter().map(difference).collect())
}

/// The next leaves of the log, and what of it ends with them.
async fn leaves(call: &Call, row: &mut CheckRow, after: i64) -> Result<Vec<Difference>> {
    let from = u64::try_from(after).map_err(Error::internal)?;
    let looked = log::examine(call, from, log::LEAVES_AT_ONCE).await?;
    row.round.leaves += i64::try_from(looked.leaves).unwrap_or(i64::MAX);
    row.cursor = match looked.upto {
        Some(upto) => Cursor::Log(i64::try_from(upto).map_err(Error::internal)?),
        None => Cursor::Done,
    };
    Ok(looked.differences)
}

const fn previous(month: i32) -> i32 {
    YearMonth::from_stored(month).previous().number()
}

impl Looked {
    /// Keeps what was found and how far the register has come.
    pub async fn keep(mut self, call: &Call, tx: &impl ConnectionTrait) -> Result<()> {
        let round = &mut self.row.round;
        let before = round.differences;
        round.differences += i64::try_from(self.found.len()).unwrap_or(i64::MAX);
        history::keep_check(tx, &self.row).await?;
        let room = usize::try_from((KEPT_MAX - before).max(0)).unwrap_or_default();
        let first = i32::try_from(before).unwrap_or(i32::MAX).saturating_add(1);
        let kept = self.found.get(..room).unwrap_or(&self.found);
        history::add_found(tx, (self.row.round.number, first), kept, call.now()).await?;
        if self.row.cursor == Cursor::Done {
            history::forget_checks(tx, self.row.round.number - ROUNDS_KEPT).await?;
        }
        self.tell();
        Ok(())
    }

    /// In the log and the metrics.
    fn tell(&self) {
        let round = &self.row.round;
        for one in &self.found {
            let (site, day) = (one.site.map(SiteId::get), one.day.map(WorkDate::number));
            tracing::error!(kind = ?one.kind, site, day, what = one.what, "the history is not what its facts say");
        }
        let gauge = |number: i64| u32::try_from(number).map_or(f64::MAX, f64::from);
        metrics::gauge!("history_differences").set(gauge(round.differences));
        if let Some(at) = round.ended_at {
            metrics::gauge!("history_checked_whole_seconds").set(gauge(at.0 / 1_000));
        }
    }
}

/// What the register knows of itself, for its office. Errors: `Forbidden`.
pub async fn checked(call: &Call) -> Result<Checked> {
    call.authorize(Action::HistoryExamine, &Resource::Register)?;
    Ok(history::checked(call.db.read(), SHOWN_MAX).await?)
}

/// The same, for `doctor`, which looks as the register itself.
pub async fn last_checked(db: &Db) -> Result<Checked> {
    Ok(history::checked(db.read(), SHOWN_MAX).await?)
}
