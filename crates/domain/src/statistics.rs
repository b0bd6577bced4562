//! Statistics: what a page of counts asks for and what it shows. Invariant: plain data; what is asked for reads back from its
//! address; counts are kept by one thing at a time, so no question names two (docs/decisions/0040).
//!
//! Source: 20-sites-and-history.md ("Kept counts … A page of counts reads counts").

use crate::{
    history::WorkRole,
    prefecture::PrefectureCode,
    time::{WorkDate, YearMonth},
    touch::Channel,
    trade::TradeCode,
};

/// The first year that can be asked for: the system the register stands for began in April 2019.
pub const FIRST_YEAR: i32 = 2019;

/// Of what the records are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Of {
    /// Everything.
    #[default]
    Nation,
    /// Sites of a prefecture.
    Prefecture(PrefectureCode),
    /// 職種; `None`: not known.
    Trade(Option<TradeCode>),
    /// 立場; `None`: not known.
    Role(Option<WorkRole>),
    /// By which way they came.
    Channel(Channel),
}

impl Of {
    /// The word of addresses.
    pub fn code(self) -> String {
        match self.by() {
            None => String::new(),
            Some(by) => format!("{}-{}", by.code(), self.key()),
        }
    }
    /// From the word of addresses; empty: everything.
    pub fn from_code(code: &str) -> Option<Self> {
        if code.is_empty() {
            return Some(Self::Nation);
        }
        let (by, key) = code.split_once('-')?;
        let key: i16 = key.parse().ok()?;
        Some(match By::from_code(by)? {
            By::Prefecture => Self::Prefecture(PrefectureCode::from_number(key)?),
            By::Trade if key == 0 => Self::Trade(None),
            By::Trade => Self::Trade(Some(TradeCode::from_number(key)?)),
            By::Role if key == 0 => Self::Role(None),
            By::Role => Self::Role(Some(WorkRole::from_stored(key)?)),
            By::Channel => Self::Channel(Channel::from_stored(key)?),
            By::Day | By::Month | By::Year => return None,
        })
    }
    /// In which breakdown it stands; everything in none.
    pub const fn by(self) -> Option<By> {
        match self {
            Self::Nation => None,
            Self::Prefecture(_) => Some(By::Prefecture),
            Self::Trade(_) => Some(By::Trade),
            Self::Role(_) => Some(By::Role),
            Self::Channel(_) => Some(By::Channel),
        }
    }
    /// Its key there; 0 where not known.
    pub fn key(self) -> i64 {
        i64::from(match self {
            Self::Nation => 0,
            Self::Prefecture(code) => code.get(),
            Self::Trade(code) => code.map_or(0, TradeCode::get),
            Self::Role(role) => role.map_or(0, WorkRole::number),
            Self::Channel(channel) => channel.number(),
        })
    }
}

/// Of which time, and by what it is parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A month, by day.
    Days(YearMonth),
    /// A year, by month.
    Months(i32),
    /// All of it, by year.
    Years,
}

/// What is asked for, as an address says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// Of what.
    pub of: Of,
    /// Of which time.
    pub period: Period,
}

impl Query {
    /// What `value` says of each name; this year by month where nothing is said. Absent where what is said is none: a time that
    /// has not come or was before the register, an unknown trade.
    pub fn read(value: impl Fn(&str) -> Option<String>, today: WorkDate) -> Option<Self> {
        let of = Of::from_code(&value("of").unwrap_or_default())?;
        let period = match value("by").as_deref() {
            None | Some("month") => Period::Months(read_year(value("year").as_deref(), today)?),
            Some("day") => {
                let month = match value("month") {
                    None => today.month(),
                    Some(text) => text.parse().ok().and_then(YearMonth::from_number)?,
                };
                Period::Days(Some(month).filter(|of| *of <= today.month() && of.year() >= FIRST_YEAR)?)
            }
            Some("year") => Period::Years,
            Some(_) => return None,
        };
        Some(Self { of, period })
    }
    /// The names and values that say the same.
    pub fn said(&self) -> Vec<(&'static str, String)> {
        let mut said = match self.period {
            Period::Days(month) => vec![("by", "day".to_owned()), ("month", month.number().to_string())],
            Period::Months(year) => vec![("by", "month".to_owned()), ("year", year.to_string())],
            Period::Years => vec![("by", "year".to_owned())],
        };
        if self.of != Of::Nation {
            said.push(("of", self.of.code()));
        }
        said
    }
    /// Whether it is counted at all: days are kept for the nation and its prefectures alone.
    pub const fn is_kept(&self) -> bool {
        !matches!(self.period, Period::Days(_)) || matches!(self.of, Of::Nation | Of::Prefecture(_))
    }
    /// The first and the last month of the time.
    pub fn months(&self, today: WorkDate) -> (YearMonth, YearMonth) {
        match self.period {
            Period::Days(month) => (month, month),
            Period::Months(year) => months_of(year),
            Period::Years => (months_of(FIRST_YEAR).0, today.month()),
        }
    }
}

/// January and December.
pub const fn months_of(year: i32) -> (YearMonth, YearMonth) {
    (YearMonth::from_stored(year * 100 + 1), YearMonth::from_stored(year * 100 + 12))
}

/// A year as an address says it; this one where none is said. Absent for one that has not come, or before the register.
pub fn read_year(said: Option<&str>, today: WorkDate) -> Option<i32> {
    let this = today.month().year();
    match said {
        None => Some(this),
        Some(text) => text.parse().ok().filter(|year| (FIRST_YEAR..=this).contains(year)),
    }
}

/// By what the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// Working days; keys `yyyymmdd`.
    Day,
    /// Months; keys `yyyymm`.
    Month,
    /// Years; keys `yyyy`.
    Year,
    /// Prefectures of sites, by code.
    Prefecture,
    /// 職種 by code, 0 where not known.
    Trade,
    /// 立場 as stored, 0 where not known.
    Role,
    /// Channels as stored.
    Channel,
}

impl By {
    /// Every way.
    pub const ALL: [Self; 7] =
        [Self::Day, Self::Month, Self::Year, Self::Prefecture, Self::Trade, Self::Role, Self::Channel];
    /// The word of addresses and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::Prefecture => "prefecture",
            Self::Trade => "trade",
            Self::Role => "role",
            Self::Channel => "channel",
        }
    }
    /// From the word of addresses and forms.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.code() == code)
    }
}

/// What a column counts. Records and days are never one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// 就業履歴数.
    Records,
    /// Those of them that are approved.
    RecordsApproved,
    /// 就業日数: distinct days of each person, added up.
    Days,
    /// Approved days.
    DaysApproved,
    /// Distinct people.
    People,
    /// Sites registered.
    NewSites,
    /// Distinct primes at whose sites somebody was recorded.
    Primes,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Of what, as [`By`] says.
    pub key: i64,
    /// A number for each measure.
    pub numbers: Vec<i64>,
}

/// A table of counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// By what.
    pub by: By,
    /// What its columns count.
    pub measures: Vec<Measure>,
    /// Its rows, in order.
    pub lines: Vec<Line>,
    /// A number for each measure of all rows together. What is distinct is counted over all and not added up.
    pub total: Vec<i64>,
}

impl Figures {
    /// The table of rows whose numbers may be added up.
    pub fn added_up(by: By, measures: Vec<Measure>, lines: Vec<Line>) -> Self {
        let sum = |at: usize| lines.iter().filter_map(|line| line.numbers.get(at)).sum();
        let total = (0..measures.len()).map(sum).collect();
        Self { by, measures, lines, total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: WorkDate = WorkDate::from_stored(20_261_120);

    fn read(said: &[(&str, &str)]) -> Option<Query> {
        let value = |name: &str| said.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Query::read(value, TODAY)
    }

    #[test]
    fn an_address_says_what_is_asked_and_what_cannot_be_is_not_there() {
        let plain = read(&[]).unwrap();
        assert_eq!(plain, Query { of: Of::Nation, period: Period::Months(2026) });
        for (said, there) in [
            (&[("year", "2026")][..], true),
            (&[("year", "2019")], true),
            (&[("year", "2018")], false),
            (&[("year", "2027")], false),
            (&[("by", "day"), ("month", "202611")], true),
            (&[("by", "day"), ("month", "202612")], false),
            (&[("by", "day"), ("month", "202613")], false),
            (&[("by", "week")], false),
            (&[("by", "year")], true),
            (&[("of", "prefecture-47")], true),
            (&[("of", "prefecture-48")], false),
            (&[("of", "trade-0")], true),
            (&[("of", "role-9")], false),
            (&[("of", "channel-0")], false),
            (&[("of", "month-3")], false),
            (&[("of", "x")], false),
        ] {
            assert_eq!(read(said).is_some(), there, "{said:?}");
        }
    }

    #[test]
    fn days_are_kept_for_the_nation_and_its_prefectures() {
        for (of, kept) in
            [("", true), ("prefecture-13", true), ("trade-11", false), ("role-1", false), ("channel-1", false)]
        {
            assert_eq!(read(&[("by", "day"), ("of", of)]).unwrap().is_kept(), kept, "{of}");
            assert!(read(&[("by", "month"), ("of", of)]).unwrap().is_kept(), "{of}");
        }
    }

    #[test]
    fn what_is_added_up_is_the_sum_of_each_column() {
        let line = |key, numbers: &[i64]| Line { key, numbers: numbers.to_vec() };
        let lines = vec![line(1, &[3, 1]), line(2, &[4, 0])];
        let figures = Figures::added_up(By::Trade, vec![Measure::Records, Measure::RecordsApproved], lines);
        assert_eq!(figures.total, [7, 1]);
        assert_eq!(Figures::added_up(By::Trade, vec![Measure::Records], Vec::new()).total, [0]);
    }

    proptest! {
        #[test]
        fn what_is_said_reads_back(kind in 0..5, key in 0_i16..60, by in 0..3, year in 2019..=2026, month in 1..=10) {
            let of = match kind {
                1 => PrefectureCode::from_number(key).map(Of::Prefecture),
                2 => Some(Of::Trade(TradeCode::from_number(key))),
                3 => Some(Of::Role(WorkRole::from_stored(key))),
                4 => Channel::from_stored(key).map(Of::Channel),
                _ => None,
            };
            let period = match by {
                0 => Period::Days(YearMonth::from_stored(year * 100 + month)),
                1 => Period::Months(year),
                _ => Period::Years,
            };
            let query = Query { of: of.unwrap_or_default(), period };
            let said = query.said();
            let value = |name: &str| said.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
            prop_assert_eq!(Query::read(value, TODAY), Some(query));
        }
    }
}
