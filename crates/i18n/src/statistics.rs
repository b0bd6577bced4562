//! Words of statistics: what rows and columns are called.

use crate::{Lang, Msg, date, msg, word};
use domain::{
    history::WorkRole,
    prefecture::PrefectureCode,
    statistics::{By, Measure},
    time::{WorkDate, YearMonth},
    touch::Channel,
    trade::TradeCode,
};

use msg::statistics as m;

/// What a table is called by.
pub const fn by(by: By) -> Msg {
    match by {
        By::Day => m::BY_DAY,
        By::Month => m::BY_MONTH,
        By::Year => m::BY_YEAR,
        By::Prefecture => m::BY_PREFECTURE,
        By::Trade => m::BY_TRADE,
        By::Role => m::BY_ROLE,
        By::Channel => m::BY_CHANNEL,
    }
}

/// What a column counts.
pub const fn measure(measure: Measure) -> Msg {
    match measure {
        Measure::Records => m::RECORDS,
        Measure::RecordsApproved => m::RECORDS_APPROVED,
        Measure::Days => m::DAYS,
        Measure::DaysApproved => m::DAYS_APPROVED,
        Measure::People => m::PEOPLE,
        Measure::NewSites => m::NEW_SITES,
        Measure::Primes => m::PRIMES,
    }
}

/// What a row is of; a key that this build does not know stands as itself.
pub fn label(lang: Lang, by: By, key: i64) -> String {
    let small = i16::try_from(key).ok();
    let number = i32::try_from(key).ok();
    let unknown = || m::UNKNOWN.get(lang).to_owned();
    let known = match by {
        By::Day => number.map(|day| date::iso(WorkDate::from_stored(day))),
        By::Month => number.map(|month| date::month(lang, YearMonth::from_stored(month))),
        By::Year => Some(msg::history::YEAR.with(lang, &[("year", &key)])),
        By::Prefecture => small.map(|code| word::prefecture(lang, PrefectureCode::from_stored(code)).to_owned()),
        By::Trade | By::Role if key == 0 => Some(unknown()),
        By::Trade => small.map(|code| word::trade(lang, TradeCode::from_stored(code))),
        By::Role => small.and_then(WorkRole::from_stored).map(|role| word::work_role(role).get(lang).to_owned()),
        By::Channel => small.and_then(Channel::from_stored).map(|of| word::channel(of).get(lang).to_owned()),
    };
    known.unwrap_or_else(|| key.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_name() {
        for (by, key, ja) in [
            (By::Day, 20_261_120, "2026-11-20"),
            (By::Year, 2026, "2026年"),
            (By::Prefecture, 13, "東京都"),
            (By::Channel, 99, "99"),
        ] {
            assert_eq!(label(Lang::Ja, by, key), ja, "{by:?}");
        }
        assert_eq!(label(Lang::Ja, By::Trade, 0), label(Lang::Ja, By::Role, 0));
        assert_ne!(label(Lang::Ja, By::Role, 0), label(Lang::En, By::Role, 0));
        assert!(label(Lang::Ja, By::Month, 202_611).contains("11"));
    }
}
