//! The year of one's own people as a table: people down, months across. Invariant: a cell says recorded and approved days,
//! each with its word; days and sites are never added up with each other.

use super::{list::at_month, person::page_of};
use crate::{
    business::person_name,
    shell::{lang, t, tw},
};
use domain::{
    history::own::{OwnDays, OwnQuery},
    passport::Days,
    time::{WorkDate, YearMonth},
};
use i18n::{date, msg, number, word};
use leptos::prelude::*;

use msg::own_days as m;

/// The table, in a box that scrolls by itself.
pub(super) fn table(rows: &[OwnDays], query: &OwnQuery, today: WorkDate) -> impl IntoView + use<> {
    let caption = tw(m::CAPTION, &[("year", &query.month.year())]);
    let heads = query.months().map(|month| head(query, month, today)).into_iter().collect_view();
    let rows = rows.iter().map(|row| line(row, query)).collect_view();
    let sites = tw(m::SITES, &[("n", &query.month.month_of_year())]);
    view! {
        <div class="sheet-box" tabindex="0" role="region" aria-label=caption.clone()>
            <table class="sheet own-days">
                <caption class="visually-hidden">{caption.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="sheet-who">{t(m::PERSON)}</th>
                        <th scope="col">{t(m::OF_YEAR)}</th>
                        {heads}
                        <th scope="col">{sites}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The month of a column; one that has begun is a link to looking at it.
fn head(query: &OwnQuery, month: YearMonth, today: WorkDate) -> impl IntoView + use<> {
    let words = tw(m::HEAD_MONTH, &[("n", &month.month_of_year())]);
    let class = class_of(query, month);
    if month > today.month() || month == query.month {
        return view! { <th scope="col" class=class>{words}</th> }.into_any();
    }
    let about = tw(m::HEAD_MONTH_OF, &[("month", &date::month(lang(), month))]);
    view! {
        <th scope="col" class=class>
            <a href=at_month(query, month) aria-label=about>{words}</a>
        </th>
    }
    .into_any()
}

fn class_of(query: &OwnQuery, month: YearMonth) -> &'static str {
    if month == query.month { "today" } else { "" }
}

fn line(row: &OwnDays, query: &OwnQuery) -> impl IntoView + use<> {
    let months = row.months.iter().zip(query.months());
    let cells = months.map(|(days, month)| cell(*days, class_of(query, month))).collect_view();
    view! {
        <tr>
            <th scope="row" class="sheet-who">
                <a href=page_of(row.technician_id, query.month)>{person_name(&row.name, &row.kana)}</a>
                <span class="sheet-business">
                    <span class=format!("level-mark level-{}", row.level.number())></span>
                    <span class="visually-hidden">{t(word::level(row.level))}</span>
                    " "
                    {word::trade(lang(), row.trade)}
                </span>
            </th>
            {cell(row.year(), "own-year")}
            {cells}
            <td class="num">{number::grouped(row.sites)}</td>
        </tr>
    }
}

/// Recorded above approved; nothing where nobody worked.
fn cell(days: Days, class: &'static str) -> impl IntoView + use<> {
    let shown = (days != Days::default()).then(|| {
        let recorded = tw(m::DAYS_OF, &[("recorded", &number::grouped(days.recorded))]);
        let approved = tw(m::APPROVED_OF, &[("approved", &number::grouped(days.approved))]);
        view! {
            <span class="num" aria-hidden="true">{number::grouped(days.recorded)}</span>
            <span class="visually-hidden">{recorded} " "</span>
            <span class="num own-approved" aria-hidden="true">{number::grouped(days.approved)}</span>
            <span class="visually-hidden">{approved}</span>
        }
    });
    view! { <td class=class>{shown}</td> }
}
