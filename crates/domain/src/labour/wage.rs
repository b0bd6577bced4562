//! Wages by level, as agreed and as published. Invariant: what a person is offered is what was agreed for their level.
//!
//! Source: data/level_allowances_examples.csv (general-meeting-11 資料5 and 参考資料).

use crate::{fee::Yen, level::Level};
use serde::{Deserialize, Serialize};

/// The published examples.
const PUBLISHED: &str = include_str!("../../../../data/level_allowances_examples.csv");
/// The unit of an amount that is paid for a day.
const A_DAY: &str = "日";
/// Larger than any day's wage.
pub const WAGE_YEN_MAX: i64 = 200_000;

/// What is paid for a day's work, by level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wages(pub [Yen; 4]);

impl Wages {
    /// Of a level.
    pub const fn of(&self, level: Level) -> Yen {
        let [one, two, three, four] = self.0;
        match level {
            Level::One => one,
            Level::Two => two,
            Level::Three => three,
            Level::Four => four,
        }
    }
}

/// Wages that were published for supplies in disasters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Who published them, in Japanese.
    pub source: String,
    /// Yen a day.
    pub wages: Wages,
}

/// The published day wages, whole tables only; allowances that are not paid by the day are left out.
pub fn published() -> Vec<Published> {
    tables(PUBLISHED)
}

fn tables(csv: &str) -> Vec<Published> {
    let rows: Vec<(&str, i16, i64)> = csv.lines().skip(1).filter_map(row).collect();
    let mut sources: Vec<&str> = rows.iter().map(|(source, ..)| *source).collect();
    sources.dedup();
    let of = |source: &str| {
        let yen = |level: i16| rows.iter().find(|row| (row.0, row.1) == (source, level)).map(|row| Yen(row.2));
        let wages = Wages([yen(1)?, yen(2)?, yen(3)?, yen(4)?]);
        Some(Published { source: source.to_owned(), wages })
    };
    sources.into_iter().filter_map(of).collect()
}

/// Source, level and yen of a line that is about a day.
fn row(line: &str) -> Option<(&str, i16, i64)> {
    let mut cells = line.split(',');
    let mut cell = || cells.next();
    let (source, level, yen, unit) = (cell()?, cell()?, cell()?, cell()?);
    Some((source, level.parse().ok()?, yen.parse().ok()?)).filter(|_| unit == A_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_day_wages_are_those_of_the_union() {
        let found = published();
        assert_eq!(found.len(), 1, "an allowance is no day's wage: {found:?}");
        assert_eq!(found[0].source, "全建総連 災害時労働者供給");
        let levels = [Level::One, Level::Two, Level::Three, Level::Four];
        assert_eq!(levels.map(|level| found[0].wages.of(level).get()), [23_000, 26_000, 29_000, 32_000]);
    }

    #[test]
    fn a_table_that_lacks_a_level_is_none() {
        let csv = "source,level,amount_yen,unit\na,1,10,日\na,2,10,日\na,3,10,日\nb,1,10,手当\n";
        assert_eq!(tables(csv), []);
        assert_eq!(tables(&format!("{csv}a,4,11,日\n")).len(), 1);
        assert_eq!(tables(&format!("{csv}a,4,x,日\n")), []);
    }
}
