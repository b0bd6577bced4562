//! The month as a table, Sunday first, with a mark per day. Invariant: each day with a record is a link whose words say
//! what the mark shows.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

use super::mark::Mark;
use crate::shell::{Icon, lang, t, tw};
use chrono::Weekday;
use domain::{
    passport::{HistoryLine, MonthHistory},
    time::{WorkDate, YearMonth},
};
use i18n::{date, msg};
use leptos::prelude::*;

/// Weeks of a month, Sunday first; `None` where a day belongs to another month.
pub fn weeks(month: YearMonth) -> Vec<[Option<WorkDate>; 7]> {
    let mut weeks = Vec::new();
    let mut week = [None; 7];
    let mut day = month.first_day();
    while day.month() == month {
        let column = usize::try_from(day.weekday().num_days_from_sunday()).unwrap_or_default();
        week[column] = Some(day);
        if column == 6 {
            weeks.push(std::mem::take(&mut week));
        }
        day = day.next();
    }
    if week.iter().any(Option::is_some) {
        weeks.push(week);
    }
    weeks
}

/// Where a day of the calendar leads: to its record, or to its first line where there are several.
pub fn day_link(lines: &[&HistoryLine]) -> Option<String> {
    match lines {
        [] => None,
        [one] => Some(format!("/passport/history/{}/{}", one.date.number(), one.site_id)),
        [_, ..] => anchor(lines),
    }
}

/// The place of a day's first line in the list below.
fn anchor(lines: &[&HistoryLine]) -> Option<String> {
    lines.first().map(|first| format!("#day-{}", first.date.number()))
}

const fn column_class(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Sun => "sunday",
        Weekday::Sat => "saturday",
        _ => "",
    }
}

const COLUMNS: [Weekday; 7] =
    [Weekday::Sun, Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat];

/// The calendar of a month.
#[component]
pub fn Calendar(
    /// The month with its lines.
    history: MonthHistory,
    /// Every day leads to its first line below, not to its record: for who has no page of a record.
    #[prop(optional)]
    anchors: bool,
) -> impl IntoView {
    let head = |weekday: Weekday| {
        view! {
            <th scope="col" class=column_class(weekday) abbr=t(date::weekday_long(weekday))>
                {t(date::weekday(weekday))}
            </th>
        }
    };
    let month = history.month;
    let cell = |day: Option<WorkDate>| match day {
        None => view! { <td></td> }.into_any(),
        Some(day) => {
            let lines: Vec<&HistoryLine> = history.lines.iter().filter(|line| line.date == day).collect();
            let href = if anchors { anchor(&lines) } else { day_link(&lines) };
            day_cell(day, (lines.as_slice(), href), history.today)
        }
    };
    let rows = weeks(month).into_iter().map(|week| view! { <tr>{week.map(cell).into_iter().collect_view()}</tr> });
    view! {
        <table class="calendar">
            <caption class="visually-hidden">
                {tw(msg::history::CALENDAR_CAPTION, &[("month", &date::month(lang(), month))])}
            </caption>
            <thead>
                <tr>{COLUMNS.map(head).into_iter().collect_view()}</tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

fn day_cell(day: WorkDate, (lines, href): (&[&HistoryLine], Option<String>), today: WorkDate) -> AnyView {
    let mut class = column_class(day.weekday()).to_owned();
    if day == today {
        class.push_str(" today");
    }
    let current = (day == today).then_some("date");
    let mark = Mark::of_day(lines.iter().copied(), today);
    match (mark, href) {
        (Some(mark), Some(href)) => {
            let label = tw(msg::history::DAY_LABEL, &[("day", &day.day()), ("state", &t(mark.word()))]);
            view! {
                <td class=format!("{class} {}", mark.class())>
                    <a href=href aria-label=label aria-current=current>
                        <span class="day num">{day.day()}</span>
                        <Icon of=mark.icon() />
                    </a>
                </td>
            }
            .into_any()
        }
        _ => view! {
            <td class=class aria-current=current>
                <span class="day num">{day.day()}</span>
            </td>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_starts_under_its_weekday_and_ends_with_its_last_day() {
        // November 2026 begins on a Sunday and has 30 days; February 2026 fills four weeks; May 2026 needs six.
        for (month, rows, first_column, last_column) in [(202_611, 5, 0, 1), (202_602, 4, 0, 6), (202_605, 6, 5, 0)] {
            let month = YearMonth::from_stored(month);
            let weeks = weeks(month);
            assert_eq!(weeks.len(), rows, "{month:?}");
            assert_eq!(weeks[0].iter().position(Option::is_some), Some(first_column));
            assert_eq!(weeks[rows - 1].iter().rposition(Option::is_some), Some(last_column));
            let days: Vec<WorkDate> = weeks.into_iter().flatten().flatten().collect();
            assert_eq!(days.first(), Some(&month.first_day()));
            assert_eq!(days.last(), Some(&month.last_day()));
            assert!(days.windows(2).all(|pair| pair[0].next() == pair[1]));
        }
    }
}
