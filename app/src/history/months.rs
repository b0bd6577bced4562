//! The month that a page of a site shows, and the way to those beside it. Invariant: none leads to a month to come.

use crate::shell::{Icon, icon, lang, t, tw};
use domain::time::YearMonth;
use i18n::{Msg, date, msg};
use leptos::prelude::*;

use msg::history as m;

/// The line above a page's month; `address`: where a month is shown.
pub(super) fn months(
    month: YearMonth,
    today: YearMonth,
    address: &dyn Fn(YearMonth) -> String,
) -> impl IntoView + use<> {
    let link = |to: YearMonth, of: &'static str, words: Msg| {
        view! {
            <a class="icon-button" href=address(to)>
                <Icon of />
                <span class="visually-hidden">{tw(words, &[("month", &date::month(lang(), to))])}</span>
            </a>
        }
    };
    let next = (month < today).then(|| link(month.next(), icon::CHEVRON_RIGHT, m::MONTH_NEXT));
    view! {
        <nav class="month-line sheet-months" aria-label=t(m::MONTHS)>
            {link(month.previous(), icon::CHEVRON_LEFT, m::MONTH_PREVIOUS)}
            <h2>{date::month(lang(), month)} " " <small>{date::era_year(lang(), month.last_day())}</small></h2>
            {next.map_or_else(|| view! { <span class="icon-button"></span> }.into_any(), IntoAny::into_any)}
        </nav>
    }
}
