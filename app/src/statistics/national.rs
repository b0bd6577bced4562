//! `/operator/statistics`: the nation's counts by day, month or year, of everything or of one thing. Invariant: what is not kept is
//! said to be not kept, never shown as nothing.

use super::{
    figures::{file_form, sections},
    file::NATION,
};
use crate::{
    application::{choice, frame as office},
    shell::{
        Banner, ButtonKind, EmptyState, Flash, OfficeLayout, SubmitButton, Tone, UiError, call, error::NOT_FOUND, icon,
        lang, page, t, tw,
    },
};
use domain::{
    history::WorkRole,
    statistics::{By, FIRST_YEAR, Figures, Of, Period, Query},
    time::{WorkDate, YearMonth},
    touch::Channel,
};
use i18n::{date, msg, statistics as words};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use msg::statistics as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/statistics";
/// How many months back days can be chosen; any other stands in an address.
const MONTHS: usize = 24;

/// `/operator/statistics`. What cannot be asked for is answered as a page that is not there.
#[component]
pub fn StatisticsPage() -> impl IntoView {
    let asked: ParamsMap = use_query_map().get_untracked();
    page(async move {
        let call = call();
        services::statistics::may_see_nation(&call)?;
        let query = Query::read(|name| asked.get(name), call.today()).ok_or_else(|| UiError::of(NOT_FOUND))?;
        let tables = services::statistics::national(&call, &query).await?;
        let who = office::who().await?;
        let flash = Flash::take(PAGE).await?;
        let failed = flash.error.as_ref().map(|error| error.words(lang()));
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=office::operator_nav(PAGE)>
                {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                <p>{t(m::LEAD)}</p>
                {filters(&query, today)}
                {inside(&query, &tables)}
            </OfficeLayout>
        })
    })
}

fn inside(query: &Query, tables: &[Figures]) -> AnyView {
    if !query.is_kept() {
        return view! { <EmptyState title=t(m::NOT_KEPT_TITLE) text=t(m::NOT_KEPT) /> }.into_any();
    }
    let time = match query.period {
        Period::Days(month) => tw(m::OF_MONTH, &[("month", &date::month(lang(), month))]),
        Period::Months(year) => tw(m::OF_YEAR, &[("year", &year)]),
        Period::Years => t(m::OF_ALL).to_owned(),
    };
    let of = match query.of.by() {
        None => t(m::EVERYTHING).to_owned(),
        Some(by) => words::label(lang(), by, query.of.key()),
    };
    let what = format!("{of} {time}");
    view! {
        <p class="count-line">{what.clone()}</p>
        {sections(tables, &what)}
        {file_form(NATION.to_owned(), tables, query.said())}
    }
    .into_any()
}

fn choices(all: Vec<(String, String)>, value: &str) -> impl IntoView + use<> {
    let choice = |(code, words): (String, String)| {
        let chosen = code == value;
        view! { <option value=code selected=chosen>{words}</option> }
    };
    all.into_iter().map(choice).collect_view()
}

/// Everything that can be asked for of a breakdown, as a group of choices.
fn group(by: By, all: Vec<Of>, value: &str) -> impl IntoView + use<> {
    let all = all.into_iter().map(|of| (of.code(), words::label(lang(), by, of.key()))).collect();
    view! { <optgroup label=t(words::by(by))>{choices(all, value)}</optgroup> }
}

fn filters(query: &Query, today: WorkDate) -> impl IntoView + use<> {
    let (by, year, month) = match query.period {
        Period::Days(month) => ("day", month.year(), month),
        Period::Months(year) => ("month", year, today.month()),
        Period::Years => ("year", today.month().year(), today.month()),
    };
    let ways = [("day", m::PERIOD_DAY), ("month", m::PERIOD_MONTH), ("year", m::PERIOD_YEAR)];
    let ways = ways.map(|(code, words)| (code.to_owned(), t(words).to_owned())).to_vec();
    let years = (FIRST_YEAR..=today.month().year()).rev();
    let years = years.map(|of| (of.to_string(), tw(msg::history::YEAR, &[("year", &of)]))).collect();
    let back = core::iter::successors(Some(today.month()), |of: &YearMonth| Some(of.previous())).take(MONTHS);
    let mut back: Vec<YearMonth> = back.collect();
    if !back.contains(&month) {
        back.push(month);
    }
    let back = back.into_iter().map(|of| (of.number().to_string(), date::month(lang(), of))).collect();
    let value = query.of.code();
    let trades = choice::trades().into_iter().filter_map(|(code, _)| Of::from_code(&format!("trade-{code}")));
    let trades = trades.chain([Of::Trade(None)]).collect();
    let roles = WorkRole::ALL.into_iter().map(|role| Of::Role(Some(role))).chain([Of::Role(None)]).collect();
    let channels = (1..).map_while(Channel::from_stored).map(Of::Channel).collect();
    let prefectures = domain::prefecture::PrefectureCode::all().map(Of::Prefecture).collect();
    view! {
        <form method="get" action=PAGE class="filters">
            <label class="filter">
                <span>{t(m::PERIOD)}</span>
                <select name="by">{choices(ways, by)}</select>
            </label>
            <label class="filter">
                <span>{t(m::YEAR)}</span>
                <select name="year">{choices(years, &year.to_string())}</select>
            </label>
            <label class="filter">
                <span>{t(m::MONTH)}</span>
                <select name="month">{choices(back, &month.number().to_string())}</select>
            </label>
            <label class="filter">
                <span>{t(m::ONLY)}</span>
                <select name="of" aria-describedby="only-hint">
                    <option value="">{t(m::EVERYTHING)}</option>
                    {group(By::Prefecture, prefectures, &value)}
                    {group(By::Trade, trades, &value)}
                    {group(By::Role, roles, &value)}
                    {group(By::Channel, channels, &value)}
                </select>
            </label>
            <SubmitButton text=t(m::SHOW) kind=ButtonKind::Outline icon=icon::FILTER_LIST />
        </form>
        <p class="hint" id="only-hint">{t(m::ONLY_HINT)}</p>
    }
}
