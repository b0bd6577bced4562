//! One's own people by month, trade and role: who is employed today, wherever they worked.

use crate::{Call, Error, Result};
use domain::{
    access::{Action, Denied, Resource},
    history::{DaySet, WorkRole},
    id::{BusinessId, TechnicianId},
    statistics::{By, Figures, Line, Measure, months_of},
    time::YearMonth,
    trade::TradeCode,
};
use std::collections::{BTreeMap, BTreeSet};
use store::history::{self, Each, PersonWork};

const MEASURES: [Measure; 3] = [Measure::People, Measure::Days, Measure::DaysApproved];

/// The caller's business. Errors: `Forbidden`, also for others who may read histories.
fn own(call: &Call) -> Result<BusinessId> {
    let Some(own) = call.actor.business else {
        call.authorize(Action::HistoryRead, &Resource::Register)?;
        return Err(Error::Forbidden(Denied::Role));
    };
    call.authorize(Action::HistoryRead, &Resource::Business(own))?;
    Ok(own)
}

/// Whether the caller has people whose counts it may see. Errors: `Forbidden`.
pub fn may_see_people(call: &Call) -> Result<()> {
    own(call).map(drop)
}

/// A year of the caller's own people: by month, by trade, by role. Errors: `Forbidden`.
pub async fn people(call: &Call, year: i32) -> Result<Vec<Figures>> {
    let whose = (own(call)?, call.today());
    let (db, span) = (call.db.read(), months_of(year));
    let months = history::people_days(db, whose, Each::Month, span).await?;
    let all = history::people_days(db, whose, Each::Span, span).await?;
    let total = all.first().map_or_else(|| vec![0; MEASURES.len()], |(_, numbers)| numbers.to_vec());
    let lines = months.into_iter().map(|(month, numbers)| Line { key: month.into(), numbers: numbers.to_vec() });
    let work = history::people_work(db, whose, span).await?;
    let figures = |by, lines| Figures { by, measures: MEASURES.to_vec(), lines, total: total.clone() };
    Ok(vec![
        figures(By::Month, lines.collect()),
        figures(By::Trade, parted(&work, |of| of.trade.map_or(0, TradeCode::get))),
        figures(By::Role, parted(&work, |of| of.role.map_or(0, WorkRole::number))),
    ])
}

/// Distinct people and days by what `key` says: a day in two roles of one trade is one day of the trade.
fn parted(work: &[PersonWork], key: impl Fn(&PersonWork) -> i16) -> Vec<Line> {
    let mut days: BTreeMap<(i16, TechnicianId, YearMonth), (DaySet, DaySet)> = BTreeMap::new();
    for of in work {
        let sets = days.entry((key(of), of.technician, of.month)).or_default();
        *sets = (sets.0.with(of.days), sets.1.with(of.approved));
    }
    let mut people: BTreeMap<i16, BTreeSet<TechnicianId>> = BTreeMap::new();
    let mut counted: BTreeMap<i16, (i64, i64)> = BTreeMap::new();
    for ((key, who, _), (recorded, approved)) in days {
        people.entry(key).or_default().insert(who);
        let numbers = counted.entry(key).or_default();
        numbers.0 += i64::from(recorded.len());
        numbers.1 += i64::from(approved.len());
    }
    let line = |(key, (recorded, approved)): (i16, (i64, i64))| {
        let who = people.get(&key).map_or(0, BTreeSet::len);
        let numbers = vec![i64::try_from(who).unwrap_or(i64::MAX), recorded, approved];
        Line { key: key.into(), numbers }
    };
    counted.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::WorkDate;

    #[test]
    fn a_day_in_two_roles_of_a_trade_is_one_day_of_the_trade_and_one_of_each_role() {
        let day = |number: i32| DaySet::of(WorkDate::from_stored(20_261_100 + number));
        let who = TechnicianId::from_body;
        let work = |of: i64, trade: i16, role: Option<WorkRole>, days: DaySet, approved: DaySet| PersonWork {
            technician: who(of),
            month: YearMonth::from_stored(202_611),
            trade: TradeCode::from_number(trade),
            role,
            days,
            approved,
        };
        let found = [
            work(1, 11, Some(WorkRole::Foreman), day(1).with(day(2)), day(1)),
            work(1, 11, Some(WorkRole::Worker), day(2).with(day(3)), DaySet::EMPTY),
            work(2, 11, None, day(2), day(2)),
        ];
        let by_trade = parted(&found, |of| of.trade.map_or(0, TradeCode::get));
        assert_eq!(by_trade, [Line { key: 11, numbers: vec![2, 4, 2] }]);
        let by_role = parted(&found, |of| of.role.map_or(0, WorkRole::number));
        let told: Vec<Vec<i64>> = by_role.into_iter().map(|line| line.numbers).collect();
        assert_eq!(told.len(), 3);
        assert_eq!(told[0], [1, 1, 1], "whose role is not known");
        assert!(told.contains(&vec![1, 2, 1]) && told.contains(&vec![1, 2, 0]));
    }
}
