//! 自社の人の就業日数: a year of one's own people, month by month, and one of them day by day. Invariant: plain data; days are
//! distinct days of a person wherever they worked, and never records (20-sites-and-history.md, "For the office").

use crate::{
    id::TechnicianId,
    level::Level,
    passport::{Days, MonthHistory},
    text::search_key,
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// Months of a year.
pub const MONTHS: usize = 12;

/// In which order people are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OwnOrder {
    /// By フリガナ.
    #[default]
    Kana,
    /// By the year's recorded days, most first.
    Days,
}

impl OwnOrder {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::Kana, Self::Days];
    /// The word of addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kana => "kana",
            Self::Days => "days",
        }
    }
    /// From the word of addresses.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }
}

/// Whose days are asked for, as an address says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnQuery {
    /// The month looked at; the table is of its year.
    pub month: YearMonth,
    /// Part of a name, フリガナ, or a whole 技能者ID, as typed; empty: everybody.
    pub search: String,
    /// Main trade.
    pub trade: Option<TradeCode>,
    /// Only those of whom a day of the month lacks an in or an out.
    pub half: bool,
    /// The order.
    pub order: OwnOrder,
}

/// Characters of a search that are looked at.
const SEARCH_MAX: usize = 60;
/// How addresses say yes.
pub const YES: &str = "yes";

impl OwnQuery {
    /// What `value` says of each name; this month where none is said. Absent for a month that is none or that nobody can have
    /// worked in yet: a shift is of the day it began on.
    pub fn read(value: impl Fn(&str) -> Option<String>, today: WorkDate) -> Option<Self> {
        let month = match value("month") {
            None => today.month(),
            Some(text) => text.parse().ok().and_then(YearMonth::from_number).filter(|of| *of <= today.month())?,
        };
        Some(Self {
            month,
            search: value("q").unwrap_or_default().trim().chars().take(SEARCH_MAX).collect(),
            trade: value("trade").and_then(|code| code.parse().ok()).and_then(TradeCode::from_number),
            half: value("half").as_deref() == Some(YES),
            order: value("order").and_then(|code| OwnOrder::from_code(&code)).unwrap_or_default(),
        })
    }
    /// The names and values that say the same; what is not asked for is not among them.
    pub fn said(&self) -> Vec<(&'static str, String)> {
        let mut said = vec![("month", self.month.number().to_string())];
        if !self.search.is_empty() {
            said.push(("q", self.search.clone()));
        }
        said.extend(self.trade.map(|trade| ("trade", trade.get().to_string())));
        if self.half {
            said.push(("half", YES.to_owned()));
        }
        if self.order != OwnOrder::default() {
            said.push(("order", self.order.code().to_owned()));
        }
        said
    }
    /// The person asked for by number, where one is.
    pub fn number(&self) -> Option<TechnicianId> {
        self.search.parse().ok()
    }
    /// The key by which names are looked for; empty: everybody.
    pub fn key(&self) -> String {
        search_key(&self.search)
    }
    /// The months of the year, January first.
    pub fn months(&self) -> [YearMonth; MONTHS] {
        let mut month = YearMonth::from_stored(self.month.year() * 100 + 1);
        [(); MONTHS].map(|()| {
            let of = month;
            month = month.next();
            of
        })
    }
}

/// One person's year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnDays {
    /// Who.
    pub technician_id: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level.
    pub level: Level,
    /// Main trade.
    pub trade: TradeCode,
    /// Distinct days by month, January first, from kept counts.
    pub months: Vec<Days>,
    /// Sites worked at in the month looked at.
    pub sites: i64,
}

impl OwnDays {
    /// Distinct days of the year: no day is of two months.
    pub fn year(&self) -> Days {
        self.months.iter().fold(Days::default(), |sum, month| Days {
            recorded: sum.recorded + month.recorded,
            approved: sum.approved + month.approved,
        })
    }
}

/// One person's month, day by day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnMonth {
    /// Who.
    pub technician_id: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// The month with its days.
    pub history: MonthHistory,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: WorkDate = WorkDate::from_stored(20_261_120);

    fn read(said: &[(&str, &str)]) -> Option<OwnQuery> {
        let value = |name: &str| said.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        OwnQuery::read(value, TODAY)
    }

    #[test]
    fn an_address_says_what_is_asked_and_a_month_to_come_is_not_there() {
        let plain = read(&[]).unwrap();
        assert_eq!((plain.month.number(), plain.half, plain.order), (202_611, false, OwnOrder::Kana));
        assert_eq!(plain.said(), [("month", "202611".to_owned())]);
        for (month, there) in [("202611", true), ("202512", true), ("202612", false), ("202613", false), ("x", false)] {
            assert_eq!(read(&[("month", month)]).is_some(), there, "{month}");
        }
        let asked = read(&[("q", " 山本 "), ("trade", "11"), ("half", "yes"), ("order", "days")]).unwrap();
        assert_eq!((asked.search.as_str(), asked.half, asked.order), ("山本", true, OwnOrder::Days));
        assert_eq!(asked.trade, TradeCode::from_number(11));
        let strange = read(&[("trade", "999"), ("half", "x"), ("order", "x")]).unwrap();
        assert_eq!(strange, plain, "what is unknown is not asked for");
    }

    #[test]
    fn a_year_begins_in_january_and_a_number_is_somebody() {
        let asked = read(&[("month", "202503"), ("q", &TechnicianId::from_body(7).to_string())]).unwrap();
        assert_eq!(asked.months().map(YearMonth::number)[..2], [202_501, 202_502]);
        assert_eq!(asked.months()[11].number(), 202_512);
        assert_eq!(asked.number(), Some(TechnicianId::from_body(7)));
        assert_eq!(read(&[("q", "山本")]).unwrap().number(), None);
    }

    proptest! {
        #[test]
        fn what_is_said_reads_back(year in 1900..=2025, month in 1..=12, search in "[山本a-z]{0,8}", trade in proptest::option::of(1_i16..=40), half: bool, days: bool) {
            let order = if days { OwnOrder::Days } else { OwnOrder::Kana };
            let trade = trade.and_then(TradeCode::from_number);
            let query = OwnQuery { month: YearMonth::from_stored(year * 100 + month), search, trade, half, order };
            let said = query.said();
            let value = |name: &str| said.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
            prop_assert_eq!(OwnQuery::read(value, TODAY), Some(query));
        }
    }
}
