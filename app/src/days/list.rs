//! `/business/people/days?month=yyyymm`: the days of one's own people. Invariant: the month, the filter, the order and the
//! part stand in the address.

use super::{file, table::table};
use crate::{
    application::{choice, frame as office},
    business::frame,
    shell::{
        Banner, ButtonKind, EmptyState, Flash, Icon, LinkButton, OfficeLayout, Parts, SubmitButton, Tone, UiError,
        call, error::NOT_FOUND, icon, lang, page, t, tw,
    },
};
use domain::{
    history::own::{OwnDays, OwnOrder, OwnQuery, YES},
    id::TechnicianId,
    listing::Listed,
    time::{WorkDate, YearMonth},
};
use i18n::{Msg, date, msg, number};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use msg::own_days as m;

/// Its address.
pub(super) const PAGE: &str = "/business/people/days";
/// Months by which a year is gone back or forth.
const YEAR: i32 = 100;

/// The address of a view; what is not asked for is not in it.
pub(super) fn address_of(query: &OwnQuery, after: Option<&str>) -> String {
    let after = after.map(|after| ("after", after.to_owned()));
    let said: ParamsMap = query.said().into_iter().chain(after).collect();
    format!("{PAGE}{}", said.to_query_string())
}

/// `/business/people/days`. A month that is none, or one that nobody can have worked in yet, is answered as a page that is not
/// there.
#[component]
pub fn OwnDaysPage() -> impl IntoView {
    let asked: ParamsMap = use_query_map().get_untracked();
    page(async move {
        let call = call();
        services::history::may_see_own(&call)?;
        let query = OwnQuery::read(|name| asked.get(name), call.today()).ok_or_else(|| UiError::of(NOT_FOUND))?;
        let after = asked.get("after").and_then(|after| after.parse::<TechnicianId>().ok());
        let listed = services::history::own_days(&call, &query, after).await?;
        let who = office::who().await?;
        let flash = Flash::take(PAGE).await?;
        let failed = flash.error.as_ref().map(|error| error.words(lang()));
        let crumbs = vec![("/business/people".to_owned(), t(msg::business::PEOPLE_TITLE).to_owned())];
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/people") crumbs>
                {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                <p>{t(m::LEAD)}</p>
                {years(&query, today)}
                {filters(&query, today)}
                {list(listed, &query, after.is_some(), today)}
            </OfficeLayout>
        })
    })
}

/// A view of another month: the rest stays as it is asked for.
pub(super) fn at_month(query: &OwnQuery, month: YearMonth) -> String {
    address_of(&OwnQuery { month, ..query.clone() }, None)
}

fn years(query: &OwnQuery, today: WorkDate) -> impl IntoView + use<> {
    let link = |to: YearMonth, of: &'static str, words: Msg| {
        view! {
            <a class="icon-button" href=at_month(query, to)>
                <Icon of />
                <span class="visually-hidden">{tw(words, &[("year", &to.year())])}</span>
            </a>
        }
    };
    let year = query.month.year();
    let before = YearMonth::from_number(query.month.number() - YEAR);
    let after = YearMonth::from_stored(query.month.number() + YEAR).min(today.month());
    let next = (year < today.month().year()).then(|| link(after, icon::CHEVRON_RIGHT, m::YEAR_NEXT));
    view! {
        <nav class="month-line sheet-months" aria-label=t(m::YEARS)>
            {before.map(|before| link(before, icon::CHEVRON_LEFT, m::YEAR_PREVIOUS))}
            <h2>{tw(msg::history::YEAR, &[("year", &year)])}</h2>
            {next.map_or_else(|| view! { <span class="icon-button"></span> }.into_any(), IntoAny::into_any)}
        </nav>
    }
}

fn choices(all: Vec<(String, String)>, value: &str) -> impl IntoView + use<> {
    let choice = |(code, words): (String, String)| {
        let chosen = code == value;
        view! { <option value=code selected=chosen>{words}</option> }
    };
    all.into_iter().map(choice).collect_view()
}

fn filters(query: &OwnQuery, today: WorkDate) -> impl IntoView + use<> {
    let months = query.months().into_iter().filter(|month| *month <= today.month());
    let months = months.map(|month| (month.number().to_string(), date::month(lang(), month))).collect();
    let trade = query.trade.map(|trade| trade.to_string()).unwrap_or_default();
    let orders = [(OwnOrder::Kana, m::ORDER_KANA), (OwnOrder::Days, m::ORDER_DAYS)];
    let orders = orders.map(|(order, words)| (order.code().to_owned(), t(words).to_owned())).to_vec();
    let month = date::month(lang(), query.month);
    view! {
        <form method="get" action=PAGE class="filters">
            <label class="filter">
                <span>{t(m::MONTH)}</span>
                <select name="month">{choices(months, &query.month.number().to_string())}</select>
            </label>
            <label class="filter">
                <span>{t(m::SEARCH)}</span>
                <input type="search" name="q" value=query.search.clone() autocomplete="off" />
            </label>
            <label class="filter">
                <span>{t(m::TRADE)}</span>
                <select name="trade">
                    <option value="">{t(m::EVERYBODY)}</option>
                    {choices(choice::trades(), &trade)}
                </select>
            </label>
            <label class="filter">
                <span>{t(m::ORDER)}</span>
                <select name="order">{choices(orders, query.order.code())}</select>
            </label>
            <label class="filter-tick">
                <input type="checkbox" name="half" value=YES checked=query.half />
                {tw(m::HALF, &[("month", &month)])}
            </label>
            <SubmitButton text=t(m::SHOW) kind=ButtonKind::Outline icon=icon::FILTER_LIST />
        </form>
    }
}

fn list(listed: Listed<OwnDays>, query: &OwnQuery, later_part: bool, today: WorkDate) -> AnyView {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() {
        return view! {
            <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE)>
                <LinkButton href=PAGE text=t(m::RESET) kind=ButtonKind::Outline />
            </EmptyState>
        }
        .into_any();
    }
    let first = later_part.then(|| address_of(query, None));
    let next = next.map(|next| address_of(query, Some(&next)));
    view! {
        <p class="count-line">{tw(msg::common::COUNT_PEOPLE, &[("n", &number::grouped(all))])}</p>
        {table(&rows, query, today)}
        <Parts of=t(m::PARTS) first next />
        {file::form(file::OWN.to_owned(), t(m::FILE_LEAD).to_owned(), query.said())}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_an_address_and_a_name_is_written_for_it() {
        let query = OwnQuery {
            month: YearMonth::from_stored(202_611),
            search: "a b&c".to_owned(),
            trade: None,
            half: true,
            order: OwnOrder::Days,
        };
        let address = address_of(&query, Some("7"));
        assert!(address.starts_with("/business/people/days?month=202611&"), "{address}");
        assert!(
            !address.contains("a b&c") && address.contains("half=yes") && address.ends_with("after=7"),
            "{address}"
        );
        assert!(at_month(&query, YearMonth::from_stored(202_510)).contains("month=202510"));
    }
}
