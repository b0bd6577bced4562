//! What is ticked in the table, as its page sends it. Invariant: what is picked is what the page showed; what does not
//! read is refused whole, since nobody ticked it.

use super::{
    DaySet,
    approval::{Pick, Picks},
};
use crate::{id::TechnicianId, time::WorkDate};
use std::collections::BTreeMap;

/// The boxes of a part of the table. Days of somebody are sent as `{技能者ID}.{days}` ([`DaySet`] in hex digits).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ticks {
    /// What the page offered together, each person's days.
    pub shown: Vec<String>,
    /// The people whose row is ticked, with their days.
    pub rows: Vec<String>,
    /// The days whose column is ticked, 1 to 31.
    pub columns: Vec<String>,
    /// The cells that are ticked: `{技能者ID}.{day}`, the day 1 to 31.
    pub cells: Vec<String>,
}

impl Ticks {
    /// All that the page offered together. `None`: it does not read.
    pub fn page(&self) -> Option<Picks> {
        let together = |(who, many)| (who, Pick { many, ..Pick::default() });
        Some(days_of(&self.shown)?.into_iter().map(together).collect())
    }

    /// What the ticked rows, columns and cells come to. A cell that was shown as waiting is picked together with the
    /// others: should its record lack something by now, nobody has looked at that. `None`: it does not read.
    pub fn picked(&self) -> Option<Picks> {
        let shown = days_of(&self.shown)?;
        let column = |all: DaySet, day: &String| Some(all.with(day_of(day)?));
        let columns = self.columns.iter().try_fold(DaySet::EMPTY, column)?;
        let rows = days_of(&self.rows)?.into_iter();
        let by_day = shown.iter().map(|(who, offered)| (*who, offered.both(columns)));
        let mut picks = Picks::new();
        for (who, days) in rows.chain(by_day).filter(|(_, days)| !days.is_empty()) {
            let pick = picks.entry(who).or_default();
            pick.many = pick.many.with(days);
        }
        for cell in &self.cells {
            let (who, day) = cell.split_once('.')?;
            let (who, day): (TechnicianId, DaySet) = (who.parse().ok()?, day_of(day)?);
            let offered = shown.get(&who).copied().unwrap_or_default();
            let pick = picks.entry(who).or_default();
            if offered.both(day).is_empty() {
                pick.one = pick.one.with(day);
            } else {
                pick.many = pick.many.with(day);
            }
        }
        Some(picks)
    }
}

fn days_of(sent: &[String]) -> Option<BTreeMap<TechnicianId, DaySet>> {
    let read = |text: &String| {
        let (who, days) = text.split_once('.')?;
        Some((who.parse().ok()?, days.parse().ok()?))
    };
    sent.iter().map(read).collect()
}

fn day_of(text: &str) -> Option<DaySet> {
    let day: u8 = text.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some(DaySet::of(WorkDate::from_stored(day.into())))
}

/// Picks as a form carries them on: `{技能者ID}.{by their own cells}.{with others}`, a text each.
pub fn carried(picks: &Picks) -> Vec<String> {
    picks.iter().map(|(who, pick)| format!("{who}.{}.{}", pick.one, pick.many)).collect()
}

/// Picks from what [`carried`] made. `None`: it does not read.
pub fn from_carried(sent: &[String]) -> Option<Picks> {
    let read = |text: &String| {
        let mut parts = text.split('.');
        let (who, one, many) = (parts.next()?, parts.next()?, parts.next()?);
        let pick = Pick { one: one.parse().ok()?, many: many.parse().ok()? };
        parts.next().is_none().then_some((who.parse().ok()?, pick))
    };
    sent.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(body: i64) -> TechnicianId {
        TechnicianId::from_body(body)
    }

    fn days(of: &[i32]) -> DaySet {
        of.iter().map(|day| WorkDate::from_stored(20_261_100 + day)).collect()
    }

    fn sent(of: &[(i64, &[i32])]) -> Vec<String> {
        of.iter().map(|(body, numbers)| format!("{}.{}", who(*body), days(numbers))).collect()
    }

    fn many(of: &[i32]) -> Pick {
        Pick { many: days(of), ..Pick::default() }
    }

    #[test]
    fn rows_columns_and_cells_are_what_was_shown() {
        let texts = |of: &[&str]| of.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let ticks = Ticks {
            shown: sent(&[(1, &[16, 17]), (2, &[17, 18]), (3, &[16])]),
            rows: sent(&[(2, &[17, 18])]),
            columns: texts(&["17", "30"]),
            cells: vec![format!("{}.16", who(1)), format!("{}.20", who(1)), format!("{}.9", who(4))],
        };
        let one = |one: &[i32], many: &[i32]| Pick { one: days(one), many: days(many) };
        let wanted =
            Picks::from([(who(1), one(&[20], &[16, 17])), (who(2), many(&[17, 18])), (who(4), one(&[9], &[]))]);
        assert_eq!(ticks.picked(), Some(wanted));
        let page = Picks::from([(who(1), many(&[16, 17])), (who(2), many(&[17, 18])), (who(3), many(&[16]))]);
        assert_eq!(ticks.page(), Some(page), "whatever is ticked");
        assert_eq!(Ticks::default().picked(), Some(Picks::new()));
        let none = Ticks { shown: ticks.shown, ..Ticks::default() };
        assert_eq!(none.picked(), Some(Picks::new()), "what is shown is not picked by that");
    }

    #[test]
    fn what_a_page_sends_is_read_whole_or_not_at_all() {
        let id = who(1);
        let of = |text: &str| vec![format!("{}.1", who(2)), text.to_owned()];
        for wrong in ["", ".", "1.1", "x.1", &format!("{id}"), &format!("{id}."), &format!("{id}.80000000")] {
            assert_eq!(Ticks { shown: of(wrong), ..Ticks::default() }.picked(), None, "{wrong}");
            assert_eq!(Ticks { shown: of(wrong), ..Ticks::default() }.page(), None, "{wrong}");
            assert_eq!(Ticks { rows: of(wrong), ..Ticks::default() }.picked(), None, "{wrong}");
            assert_eq!(Ticks { cells: of(wrong), ..Ticks::default() }.picked(), None, "{wrong}");
            assert_eq!(from_carried(&of(wrong)), None, "{wrong}");
        }
        for wrong in ["", "0", "32", "-1", "117", "x"] {
            assert_eq!(Ticks { columns: vec![wrong.to_owned()], ..Ticks::default() }.picked(), None, "{wrong}");
            assert_eq!(Ticks { cells: vec![format!("{id}.{wrong}")], ..Ticks::default() }.picked(), None, "{wrong}");
        }
    }

    #[test]
    fn every_cell_of_a_full_page_is_read() {
        let cells: Vec<String> =
            (1..=100).flat_map(|body| (1..=30).map(move |day| format!("{}.{day}", who(body)))).collect();
        assert_eq!(cells.len(), 3_000);
        let picks = Ticks { cells, ..Ticks::default() }.picked().unwrap();
        assert_eq!(picks.len(), 100);
        assert!(picks.values().all(|pick| pick.one.len() == 30 && pick.many.is_empty()));
    }

    #[test]
    fn picks_are_carried_on_as_they_are() {
        let picks = Picks::from([(who(1), Pick { one: days(&[1, 31]), many: days(&[2]) }), (who(2), many(&[5]))]);
        assert_eq!(carried(&picks), [format!("{}.40000001.2", who(1)), format!("{}.0.10", who(2))]);
        assert_eq!(from_carried(&carried(&picks)), Some(picks));
        assert_eq!(from_carried(&[]), Some(Picks::new()));
        assert_eq!(from_carried(&[format!("{}.1.1.1", who(1))]), None);
    }
}
