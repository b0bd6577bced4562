//! `/passport/history/totals?year=yyyy`: a year of one's own work by month, site, trade and role, and as a file. Invariant: the page and
//! the file are one's own; a file is handed out for a form that was sent.

use crate::{
    days::file::{Sent, handed, kind_of},
    shell::{
        Banner, ButtonKind, EmptyState, Flash, LinkButton, SubmitButton, Tab, Table, TechnicianLayout, Tone, UiError,
        call, error::NOT_FOUND, icon, lang, language, page, request::Request, t, tr, tw,
    },
};
use axum::{http::HeaderMap, response::Response};
use domain::{history::year::YearOfWork, passport::Days};
use i18n::{Msg, date, msg, number, word};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use services::{history::Given, sheet::Kind};

use msg::history as m;

/// Its address.
pub(super) const PAGE: &str = "/passport/history/totals";
/// Where the form of the file is sent.
const FILE: &str = "/passport/history/totals/file";

/// `/passport/history/totals`. A year that is none, or one to come, is answered as a page that is not there.
#[component]
pub fn HistoryTotalsPage() -> impl IntoView {
    let asked = use_query_map().read_untracked().get("year");
    page(async move {
        let call = call();
        let now = call.today().month().year();
        let year = match asked {
            None => now,
            Some(text) => text.parse().ok().filter(|year| *year <= now).ok_or_else(|| UiError::of(NOT_FOUND))?,
        };
        let of = services::passport::year(&call, year).await?;
        let failed = Flash::take(PAGE).await?.error.map(|error| error.words(lang()));
        Ok(view! {
            <TechnicianLayout title=m::TOTALS_TITLE tab=Tab::History back="/passport/history">
                {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                <p>{tr(m::TOTALS_LEAD)}</p>
                {years(&of)}
                {tables(of)}
                {file(year)}
            </TechnicianLayout>
        })
    })
}

/// Each year with its days, and the way to it.
fn years(of: &YearOfWork) -> impl IntoView + use<> {
    let shown = of.year;
    let line = |(year, days): &(i32, Days)| {
        let words = tw(m::YEAR, &[("year", year)]);
        let name = if *year == shown {
            view! { <b aria-current="true">{words}</b> }.into_any()
        } else {
            view! { <a href=format!("{PAGE}?year={year}")>{words}</a> }.into_any()
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                {figures(*days)}
            </tr>
        }
    };
    let rows = of.years.iter().map(line).collect_view();
    (!of.years.is_empty()).then(|| table(m::TOTALS_BY_YEAR, m::TOTALS_YEAR, rows))
}

fn figures(days: Days) -> impl IntoView {
    let cell = |head: Msg, n: i64| {
        view! {
            <td data-label=t(head) class="num">
                {number::grouped_in(lang(), n)} <span class="unit">{tr(msg::passport::DAYS_UNIT)}</span>
            </td>
        }
    };
    view! {
        {cell(m::TOTALS_RECORDED, days.recorded)}
        {cell(m::TOTALS_APPROVED, days.approved)}
    }
}

fn table(caption: Msg, first: Msg, rows: impl IntoView + 'static) -> AnyView {
    let heads = [first, m::TOTALS_RECORDED, m::TOTALS_APPROVED].map(|head| t(head).to_owned()).to_vec();
    view! { <Table caption=t(caption) heads>{rows.into_any()}</Table> }.into_any()
}

fn tables(of: YearOfWork) -> AnyView {
    if of.months.is_empty() {
        return view! {
            <EmptyState title=t(m::TOTALS_NONE)>
                <LinkButton href="/passport/history" text=m::TITLE kind=ButtonKind::Outline />
            </EmptyState>
        }
        .into_any();
    }
    let row = |name: AnyView, days: Days| view! { <tr><th scope="row">{name}</th>{figures(days)}</tr> };
    let months = of.months.into_iter().map(|(month, days)| {
        let href = format!("/passport/history?month={}", month.number());
        row(view! { <a href=href>{date::month(lang(), month)}</a> }.into_any(), days)
    });
    let sites = of.sites.into_iter().map(|(name, days)| row(view! { <span lang="ja">{name}</span> }.into_any(), days));
    let trades = of.trades.into_iter().map(|(trade, days)| row(word::trade(lang(), trade).into_any(), days));
    let roles = of.roles.into_iter().map(|(role, days)| row(t(word::work_role(role)).into_any(), days));
    view! {
        {table(m::TOTALS_BY_MONTH, m::WORK_MONTH, months.collect_view())}
        {table(m::TOTALS_BY_SITE, m::SITE_NAME, sites.collect_view())}
        {table(m::TOTALS_BY_TRADE, m::TRADE, trades.collect_view())}
        {table(m::TOTALS_BY_ROLE, m::ROLE, roles.collect_view())}
        <p class="hint">{tr(m::TOTALS_UNKNOWN)}</p>
    }
    .into_any()
}

/// What a kind of file is called.
const fn kind_word(kind: Kind) -> Msg {
    match kind {
        Kind::Csv => m::KIND_CSV,
        Kind::CsvSjis => m::KIND_SJIS,
        Kind::Xlsx => m::KIND_XLSX,
    }
}

fn file(year: i32) -> impl IntoView {
    let kinds = Kind::ALL.map(|kind| view! { <option value=kind.code()>{t(kind_word(kind))}</option> });
    view! {
        <section class="card own-file" aria-labelledby="file-title">
            <h2 id="file-title">{tr(m::TOTALS_FILE)}</h2>
            <p>{tw(m::TOTALS_FILE_LEAD, &[("year", &year)])}</p>
            <form method="post" action=FILE class="filters">
                <input type="hidden" name="year" value=year />
                <label class="filter">
                    <span>{t(m::TOTALS_FILE_KIND)}</span>
                    <select name="file">{kinds.into_iter().collect_view()}</select>
                </label>
                <SubmitButton text=m::TOTALS_FILE_DO kind=ButtonKind::Outline icon=icon::DOWNLOAD />
            </form>
        </section>
    }
}

/// `POST /passport/history/totals/file`: a year of one's own records.
pub async fn give(request: Request, headers: &HeaderMap, sent: &Sent) -> Response {
    let file = own_file(&request, headers, sent).await;
    handed(&request, PAGE.to_owned(), file).await
}

async fn own_file(request: &Request, headers: &HeaderMap, sent: &Sent) -> Result<Given, UiError> {
    services::passport::may_open(&request.call)?;
    let year = sent.get("year").and_then(|year| year.parse().ok()).ok_or_else(|| UiError::of(NOT_FOUND))?;
    Ok(services::history::own_history_file(&request.call, year, kind_of(sent)?, language::office_in(headers)).await?)
}
