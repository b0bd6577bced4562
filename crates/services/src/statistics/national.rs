//! The nation's counts, for the register's office.

use super::{add, lines};
use crate::{Call, Error, Result};
use domain::{
    access::{Action, Denied, Extent, Resource},
    statistics::{By, Figures, Measure, Of, Period, Query},
    time::{WorkDate, YearMonth},
};
use std::collections::BTreeMap;
use store::{
    ConnectionTrait,
    history::{self, Each, Wide, WideKind},
};

/// The measures of the nation by month or year.
const NATION: [Measure; 6] = [
    Measure::Records,
    Measure::RecordsApproved,
    Measure::Days,
    Measure::DaysApproved,
    Measure::NewSites,
    Measure::Primes,
];
/// The measures of everything else.
const RECORDS: [Measure; 2] = [Measure::Records, Measure::RecordsApproved];
/// What the whole time is parted by besides.
const PARTS: [(By, WideKind); 4] = [
    (By::Prefecture, WideKind::Prefecture),
    (By::Trade, WideKind::Trade),
    (By::Role, WideKind::Role),
    (By::Channel, WideKind::Channel),
];

/// Whether the caller sees the nation's counts. Errors: `Forbidden`, also for who sees a part of the history.
pub fn may_see_nation(call: &Call) -> Result<()> {
    match call.authorize(Action::HistoryRead, &Resource::Register)?.extent() {
        Extent::All => Ok(()),
        _ => Err(Error::Forbidden(Denied::Role)),
    }
}

/// The tables that answer `query`: the time, and of the nation what it is parted by. None where it is not kept. Errors:
/// `Forbidden`.
pub async fn national(call: &Call, query: &Query) -> Result<Vec<Figures>> {
    may_see_nation(call)?;
    if !query.is_kept() {
        return Ok(Vec::new());
    }
    let db = call.db.read();
    let span = query.months(call.today());
    let time = match query.period {
        Period::Days(month) => days(db, (query.of, month), call.today()).await?,
        Period::Months(_) | Period::Years => months(db, query, span).await?,
    };
    let mut tables = vec![time];
    if query.of == Of::Nation {
        for (by, kind) in PARTS {
            let mut counted = BTreeMap::new();
            for found in history::wide(db, kind, None, span).await? {
                add(&mut counted, found.code, [found.recorded, found.approved]);
            }
            tables.push(Figures::added_up(by, RECORDS.to_vec(), lines(counted)));
        }
    }
    Ok(tables)
}

/// A month by day up to today, days without records among them.
async fn days(db: &impl ConnectionTrait, (of, month): (Of, YearMonth), today: WorkDate) -> Result<Figures> {
    let prefecture = match of {
        Of::Prefecture(code) => Some(code),
        Of::Nation | Of::Trade(_) | Of::Role(_) | Of::Channel(_) => None,
    };
    let last = month.last_day().min(today);
    let each = core::iter::successors(Some(month.first_day()), |day| Some(day.next()).filter(|day| *day <= last));
    let mut counted: BTreeMap<i64, Vec<i64>> = each.map(|day| (i64::from(day.number()), vec![0, 0])).collect();
    for (day, recorded, approved) in history::records_by_day(db, month, prefecture).await? {
        add(&mut counted, i64::from(day.number()), [recorded, approved]);
    }
    Ok(Figures::added_up(By::Day, RECORDS.to_vec(), lines(counted)))
}

/// Of what a kind of count is, and of which code of it.
fn kept_as(of: Of) -> (WideKind, i64) {
    let kind = match of {
        Of::Nation => WideKind::Nation,
        Of::Prefecture(_) => WideKind::Prefecture,
        Of::Trade(_) => WideKind::Trade,
        Of::Role(_) => WideKind::Role,
        Of::Channel(_) => WideKind::Channel,
    };
    (kind, of.key())
}

/// A year by month or all of it by year.
async fn months(db: &impl ConnectionTrait, query: &Query, span: (YearMonth, YearMonth)) -> Result<Figures> {
    let (by, each) = match query.period {
        Period::Years => (By::Year, Each::Year),
        Period::Days(_) | Period::Months(_) => (By::Month, Each::Month),
    };
    let key = |month: YearMonth| match each {
        Each::Year => i64::from(month.year()),
        Each::Month | Each::Span => i64::from(month.number()),
    };
    let (kind, code) = kept_as(query.of);
    let records = history::wide(db, kind, Some(code), span).await?;
    if query.of != Of::Nation {
        let mut counted = BTreeMap::new();
        for found in records {
            add(&mut counted, key(found.month), [found.recorded, found.approved]);
        }
        return Ok(Figures::added_up(by, RECORDS.to_vec(), lines(counted)));
    }
    let worked = history::wide(db, WideKind::Days, Some(0), span).await?;
    let registered = history::wide(db, WideKind::NewSites, Some(0), span).await?;
    let mut counted: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut put = |at: usize, found: &[Wide], approved_too: bool| {
        for one in found {
            let numbers = counted.entry(key(one.month)).or_insert_with(|| vec![0; NATION.len()]);
            let values = [one.recorded, one.approved];
            let many = if approved_too { 2 } else { 1 };
            for (number, value) in numbers.iter_mut().skip(at).zip(values.into_iter().take(many)) {
                *number += value;
            }
        }
    };
    put(0, &records, true);
    put(2, &worked, true);
    put(4, &registered, false);
    for (at, primes) in history::primes(db, each, span).await? {
        let numbers = counted.entry(i64::from(at)).or_insert_with(|| vec![0; NATION.len()]);
        if let Some(number) = numbers.last_mut() {
            *number = primes;
        }
    }
    let mut figures = Figures::added_up(by, NATION.to_vec(), lines(counted));
    // A prime that was active in two months is one.
    let primes = history::primes(db, Each::Span, span).await?.first().map_or(0, |(_, primes)| *primes);
    if let Some(total) = figures.total.last_mut() {
        *total = primes;
    }
    Ok(figures)
}
