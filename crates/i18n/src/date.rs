//! Days, months and times as the screens write them (design.md §9). Invariant: what "today" is comes from the caller;
//! every time shown is Japan's.
//!
//! Two spellings and no third: cells of tables have figures (`iso…`, `2026-11-20`), sentences and lists have words
//! (`2026年11月20日(金)`, without the day of the week where a day stands for years).

use crate::{Lang, Msg, msg::date as d, word};
use chrono::Weekday;
use domain::{
    calendar::{Era, era_of},
    time::{HOUR_MS, Instant, MINUTE_MS, WorkDate, YearMonth},
};

/// `2026年11月20日(金)`.
pub fn full(lang: Lang, date: WorkDate) -> String {
    let month = month_word(lang, date.month().month_of_year());
    d::FULL.with(
        lang,
        &[
            ("y", &date.month().year()),
            ("m", &month),
            ("d", &date.day()),
            ("weekday", &weekday(date.weekday()).get(lang)),
        ],
    )
}

/// `11月20日(金)` in the year of `today`, else [`full`]. For lists.
pub fn short(lang: Lang, date: WorkDate, today: WorkDate) -> String {
    if date.month().year() != today.month().year() {
        return full(lang, date);
    }
    let month = month_word(lang, date.month().month_of_year());
    d::SAME_YEAR.with(lang, &[("m", &month), ("d", &date.day()), ("weekday", &weekday(date.weekday()).get(lang))])
}

/// `2026年11月20日`, without the day of the week: birth dates and expiry.
pub fn day_only(lang: Lang, date: WorkDate) -> String {
    let month = month_word(lang, date.month().month_of_year());
    d::DAY_ONLY.with(lang, &[("y", &date.month().year()), ("m", &month), ("d", &date.day())])
}

/// `2026-11-20`: tables, and `datetime` of `<time>`.
pub fn iso(date: WorkDate) -> String {
    date.to_string()
}

/// `2026-11-20 07:52`, for tables.
pub fn iso_time(at: Instant) -> String {
    format!("{} {}", iso(at.date()), at.hh_mm())
}

/// `2026-11-01〜2027-10-31`, for tables.
pub fn iso_period(lang: Lang, first: WorkDate, last: WorkDate) -> String {
    d::PERIOD.with(lang, &[("from", &iso(first)), ("to", &iso(last))])
}

/// `2026年11月`.
pub fn month(lang: Lang, month: YearMonth) -> String {
    d::MONTH.with(lang, &[("y", &month.year()), ("m", &month_word(lang, month.month_of_year()))])
}

/// `2026年（令和8年）11月`: titles of months on papers.
pub fn month_with_era(lang: Lang, month: YearMonth) -> String {
    let (word, era) = (month_word(lang, month.month_of_year()), era_year(lang, month.first_day()));
    d::MONTH_WITH_ERA.with(lang, &[("y", &month.year()), ("m", &word), ("era", &era)])
}

/// `2026年（令和8年）11月20日(金)`: where official papers say the era beside the year.
pub fn full_with_era(lang: Lang, date: WorkDate) -> String {
    d::FULL_WITH_ERA.with(
        lang,
        &[
            ("y", &date.month().year()),
            ("era", &era_year(lang, date)),
            ("m", &month_word(lang, date.month().month_of_year())),
            ("d", &date.day()),
            ("weekday", &weekday(date.weekday()).get(lang)),
        ],
    )
}

/// `令和8年`, `令和元年`; the plain year where no era is known.
pub fn era_year(lang: Lang, date: WorkDate) -> String {
    match era_of(date) {
        (Era::Western, year) => d::YEAR.with(lang, &[("y", &year)]),
        (era, 1) => d::ERA_FIRST_YEAR.with(lang, &[("era", &word::era(era).get(lang))]),
        (era, year) => d::ERA_YEAR.with(lang, &[("era", &word::era(era).get(lang)), ("n", &year)]),
    }
}

/// `2026年度（令和8年度）`: the fiscal year that starts in April of `year`.
///
/// Named by the era of its 1 May: fiscal 2019 as a whole is 令和元年度, though its April was 平成31年.
pub fn fiscal_year(lang: Lang, year: i32) -> String {
    let may = YearMonth::first_of_fiscal_year(year).next().first_day();
    d::FISCAL_YEAR.with(lang, &[("y", &year), ("era", &era_year(lang, may))])
}

/// `2031年11月末まで`: what is good until the end of a month.
pub fn month_end(lang: Lang, month: YearMonth) -> String {
    d::MONTH_END.with(lang, &[("y", &month.year()), ("m", &month_word(lang, month.month_of_year()))])
}

/// `2026年11月1日〜30日`: the end names no more than what differs from the start.
pub fn period(lang: Lang, first: WorkDate, last: WorkDate) -> String {
    let end = if lang.is_japanese() && first.month() == last.month() {
        d::DAY_OF_MONTH.with(lang, &[("d", &last.day())])
    } else {
        day_only(lang, last)
    };
    d::PERIOD.with(lang, &[("from", &day_only(lang, first)), ("to", &end)])
}

/// `07:52`.
pub fn time(at: Instant) -> String {
    at.hh_mm()
}

/// `17:05`, or `翌02:10` on the day after the working day `of`; any other day is named in full.
pub fn time_of_day(lang: Lang, at: Instant, of: WorkDate) -> String {
    let date = at.date();
    if date == of {
        time(at)
    } else if date == of.next() {
        d::NEXT_DAY.with(lang, &[("time", &time(at))])
    } else {
        d::DATE_TIME.with(lang, &[("date", &short(lang, date, of)), ("time", &time(at))])
    }
}

/// `11月20日(金) 07:52`, with the year where it is not that of `today`.
pub fn date_time(lang: Lang, at: Instant, today: WorkDate) -> String {
    d::DATE_TIME.with(lang, &[("date", &short(lang, at.date(), today)), ("time", &time(at))])
}

/// `08:00〜17:00`.
pub fn time_range(lang: Lang, from: &str, to: &str) -> String {
    d::PERIOD.with(lang, &[("from", &from), ("to", &to)])
}

/// `3分前` under an hour before `now`, else `None`: then the exact time is shown.
pub fn ago(lang: Lang, at: Instant, now: Instant) -> Option<String> {
    match now.since_ms(at) {
        past @ 0..HOUR_MS if past < MINUTE_MS => Some(d::JUST_NOW.get(lang).to_owned()),
        past @ 0..HOUR_MS => Some(d::MINUTES_AGO.with(lang, &[("n", &(past / MINUTE_MS))])),
        _ => None,
    }
}

/// `金`: the day of the week in its shortest form.
pub const fn weekday(weekday: Weekday) -> Msg {
    match weekday {
        Weekday::Sun => d::SUNDAY,
        Weekday::Mon => d::MONDAY,
        Weekday::Tue => d::TUESDAY,
        Weekday::Wed => d::WEDNESDAY,
        Weekday::Thu => d::THURSDAY,
        Weekday::Fri => d::FRIDAY,
        Weekday::Sat => d::SATURDAY,
    }
}

/// `金曜日`: the day of the week as a screen reader should say it.
pub const fn weekday_long(weekday: Weekday) -> Msg {
    match weekday {
        Weekday::Sun => d::SUNDAY_LONG,
        Weekday::Mon => d::MONDAY_LONG,
        Weekday::Tue => d::TUESDAY_LONG,
        Weekday::Wed => d::WEDNESDAY_LONG,
        Weekday::Thu => d::THURSDAY_LONG,
        Weekday::Fri => d::FRIDAY_LONG,
        Weekday::Sat => d::SATURDAY_LONG,
    }
}

/// Days of the week as a calendar heads its columns, Sunday first.
pub const WEEK: [Weekday; 7] =
    [Weekday::Sun, Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat];

const MONTHS: [Msg; 12] = [
    d::MONTH_1,
    d::MONTH_2,
    d::MONTH_3,
    d::MONTH_4,
    d::MONTH_5,
    d::MONTH_6,
    d::MONTH_7,
    d::MONTH_8,
    d::MONTH_9,
    d::MONTH_10,
    d::MONTH_11,
    d::MONTH_12,
];

/// The month as dates name it (`11`, `Nov`).
fn month_word(lang: Lang, month: i32) -> &'static str {
    let place = usize::try_from(month - 1).unwrap_or_default();
    MONTHS.get(place).copied().unwrap_or(d::MONTH_1).get(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRIDAY: WorkDate = WorkDate::from_stored(20_261_120);

    fn at(date: WorkDate, hour: i64, minute: i64) -> Instant {
        date.start().plus_ms(hour * HOUR_MS + minute * MINUTE_MS)
    }

    #[test]
    fn days_are_written_by_language() {
        assert_eq!(full(Lang::Ja, FRIDAY), "2026年11月20日(金)");
        assert_eq!(full(Lang::En, FRIDAY), "Fri 20 Nov 2026");
        assert_eq!(day_only(Lang::Ja, FRIDAY), "2026年11月20日");
        assert_eq!(iso(FRIDAY), "2026-11-20");
        assert_eq!(full(Lang::Ja, WorkDate::from_stored(20_260_102)), "2026年1月2日(金)");
    }

    #[test]
    fn tables_have_figures() {
        let (first, last) = (WorkDate::from_stored(20_261_101), WorkDate::from_stored(20_261_130));
        assert_eq!(iso_time(at(first, 7, 52)), "2026-11-01 07:52");
        assert_eq!(iso_period(Lang::Ja, first, last), "2026-11-01〜2026-11-30");
        let english = iso_period(Lang::En, first, last);
        assert!(english.starts_with("2026-11-01") && english.ends_with("2026-11-30"), "{english}");
    }

    #[test]
    fn the_year_is_left_out_in_its_own_year_only() {
        assert_eq!(short(Lang::Ja, FRIDAY, WorkDate::from_stored(20_261_231)), "11月20日(金)");
        assert_eq!(short(Lang::En, FRIDAY, WorkDate::from_stored(20_260_101)), "Fri 20 Nov");
        assert_eq!(short(Lang::Ja, FRIDAY, WorkDate::from_stored(20_270_101)), "2026年11月20日(金)");
    }

    #[test]
    fn a_night_shift_ends_the_next_day() {
        assert_eq!(time_of_day(Lang::Ja, at(FRIDAY, 7, 52), FRIDAY), "07:52");
        assert_eq!(time_of_day(Lang::Ja, at(FRIDAY, 23, 59), FRIDAY), "23:59");
        assert_eq!(time_of_day(Lang::Ja, at(FRIDAY, 24, 0), FRIDAY), "翌00:00");
        assert_eq!(time_of_day(Lang::Ja, at(FRIDAY, 26, 10), FRIDAY), "翌02:10");
        assert_eq!(time_of_day(Lang::En, at(FRIDAY, 26, 10), FRIDAY), "02:10 next day");
        assert_eq!(time_of_day(Lang::Ja, at(FRIDAY, 48, 5), FRIDAY), "11月22日(日) 00:05");
        assert_eq!(time_of_day(Lang::Ja, at(FRIDAY, -1, 0), FRIDAY), "11月19日(木) 23:00");
    }

    #[test]
    fn minutes_are_told_under_an_hour_only() {
        let now = at(FRIDAY, 12, 0);
        for (past_ms, text) in [
            (0, Some("たった今")),
            (MINUTE_MS - 1, Some("たった今")),
            (MINUTE_MS, Some("1分前")),
            (HOUR_MS - 1, Some("59分前")),
            (HOUR_MS, None),
            (-1, None),
        ] {
            assert_eq!(ago(Lang::Ja, now.plus_ms(-past_ms), now).as_deref(), text, "{past_ms} ms");
        }
    }

    #[test]
    fn months_and_periods() {
        let november = YearMonth::from_stored(202_611);
        assert_eq!(month(Lang::Ja, november), "2026年11月");
        assert_eq!(month(Lang::En, november), "Nov 2026");
        assert_eq!(month_end(Lang::Ja, YearMonth::from_stored(203_111)), "2031年11月末まで");
        assert_eq!(period(Lang::Ja, november.first_day(), november.last_day()), "2026年11月1日〜30日");
        let into_the_next = period(Lang::Ja, FRIDAY, WorkDate::from_stored(20_270_331));
        assert_eq!(into_the_next, "2026年11月20日〜2027年3月31日");
        assert_eq!(period(Lang::En, november.first_day(), november.last_day()), "1 Nov 2026 – 30 Nov 2026");
        assert_eq!(time_range(Lang::Ja, "08:00", "17:00"), "08:00〜17:00");
        assert_eq!(date_time(Lang::Ja, at(FRIDAY, 7, 52), FRIDAY), "11月20日(金) 07:52");
    }

    #[test]
    fn years_are_named_by_their_era() {
        assert_eq!(full_with_era(Lang::Ja, FRIDAY), "2026年（令和8年）11月20日(金)");
        assert_eq!(full_with_era(Lang::En, FRIDAY), "Fri 20 Nov 2026 (Reiwa 8)");
        assert_eq!(month_with_era(Lang::Ja, YearMonth::from_stored(202_611)), "2026年（令和8年）11月");
        for (day, text) in [
            (20_190_430, "平成31年"),
            (20_190_501, "令和元年"),
            (20_200_101, "令和2年"),
            (19_890_107, "昭和64年"),
            (19_890_108, "平成元年"),
            (19_120_729, "1912年"),
        ] {
            assert_eq!(era_year(Lang::Ja, WorkDate::from_stored(day)), text);
        }
    }

    #[test]
    fn fiscal_years_have_one_era_each() {
        for (year, text) in [
            (2026, "2026年度（令和8年度）"),
            (2019, "2019年度（令和元年度）"),
            (2018, "2018年度（平成30年度）"),
            (1989, "1989年度（平成元年度）"),
            (1988, "1988年度（昭和63年度）"),
        ] {
            assert_eq!(fiscal_year(Lang::Ja, year), text);
        }
        assert_eq!(fiscal_year(Lang::En, 2026), "Fiscal 2026 (Reiwa 8)");
    }

    #[test]
    fn every_month_has_its_own_word() {
        for lang in Lang::ALL {
            let words: std::collections::BTreeSet<_> = (1..=12).map(|month| month_word(lang, month)).collect();
            assert_eq!(words.len(), 12, "{lang:?}");
            let days: std::collections::BTreeSet<_> = WEEK.iter().map(|day| weekday(*day).get(lang)).collect();
            assert_eq!(days.len(), 7, "{lang:?}");
        }
        assert_eq!((month_word(Lang::Ja, 1), month_word(Lang::Ja, 12)), ("1", "12"));
    }
}
