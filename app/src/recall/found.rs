//! `/operator/recalls/new?technician=…&site=…&month=…`: records found by person and site; of one person at one site the days to be
//! taken back. Invariant: what is looked for stands in the address, so that a form that was refused comes back to it.

use super::{ask, list};
use crate::{
    application::frame,
    shell::{
        ButtonKind, Card, EmptyState, ErrorSummary, Flash, OfficeLayout, Parts, SubmitButton, Table, TextField,
        UiError, call, icon, page, provide_problems, t, tw,
    },
};
use domain::{
    form::FieldProblem,
    history::recall::{FoundRow, RecallForm, SEARCH_FIELDS, Search, SearchForm},
    id::TechnicianId,
    listing::Listed,
    time::YearMonth,
};
use i18n::{date, msg, number};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::recall as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/recalls/new";

/// The page of a person's month at a site.
pub(super) fn month_of(technician: &str, site: &str, month: YearMonth) -> String {
    format!("{PAGE}?technician={technician}&site={site}&month={}", month.number())
}

/// `/operator/recalls/new`.
#[component]
pub fn RecallNewPage() -> impl IntoView {
    let query = use_query_map();
    let of = move |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default());
    let [technician, site, month] = SEARCH_FIELDS.map(of);
    let (form, after) = (SearchForm { technician, site, month }, of("after").parse::<TechnicianId>().ok());
    page(async move {
        let call = call();
        services::history::may_recall(&call)?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let asked = if form.is_empty() { None } else { Some(form.validate(call.today())) };
        let inside = match asked {
            None => search_page(&form, Vec::new(), &flash),
            Some(Err(problems)) => search_page(&form, problems, &flash),
            Some(Ok(search)) => records(&form, search, after, flash).await?,
        };
        let crumbs = vec![(list::PAGE.to_owned(), t(m::TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::ASK_TITLE) who nav=frame::operator_nav(list::PAGE) crumbs>
                {inside}
            </OfficeLayout>
        })
    })
}

fn search_page(form: &SearchForm, problems: Vec<FieldProblem>, flash: &Flash) -> AnyView {
    let outcome = frame::outcome(flash);
    provide_problems(problems);
    let labels = [("technician", m::TECHNICIAN), ("site", m::SITE_ID), ("month", m::MONTH)];
    let labels = labels.map(|(field, label)| (field, t(label).to_owned())).to_vec();
    let search = search(form);
    view! {
        {outcome}
        <ErrorSummary labels />
        {search}
    }
    .into_any()
}

async fn records(
    form: &SearchForm,
    search: Search,
    after: Option<TechnicianId>,
    flash: Flash,
) -> Result<AnyView, UiError> {
    let call = call();
    if let (Some(who), Some(site)) = (search.technician, search.site) {
        let month = services::history::recall_month(&call, who, site, search.month).await?;
        let outcome = frame::outcome(&flash);
        let typed: RecallForm = flash.form();
        provide_problems(flash.problems);
        return Ok(ask::view(&month, outcome, &typed));
    }
    let listed = services::history::recallable(&call, &search, after).await?;
    let search_again = self::search(form);
    let found = found(listed, form, search.month, after.is_some());
    Ok(view! {
        {search_again}
        {found}
    }
    .into_any())
}

/// Whose records, where and of which month.
pub(super) fn search(typed: &SearchForm) -> impl IntoView + use<> {
    let SearchForm { technician, site, month } = typed.clone();
    view! {
        <Card title=t(m::SEARCH_TITLE)>
            <form method="get" action=PAGE class="form" novalidate>
                <p class="hint">{t(m::SEARCH_HINT)}</p>
                <TextField
                    name="technician"
                    label=t(m::TECHNICIAN)
                    hint=t(m::TECHNICIAN_HINT)
                    value=technician
                    required=false
                    autocomplete="off"
                    inputmode="numeric"
                    width="medium"
                />
                <TextField
                    name="site"
                    label=t(m::SITE_ID)
                    hint=t(m::SITE_HINT)
                    value=site
                    required=false
                    autocomplete="off"
                    inputmode="numeric"
                    width="medium"
                />
                <TextField
                    name="month"
                    label=t(m::MONTH)
                    hint=t(m::MONTH_HINT)
                    value=month
                    autocomplete="off"
                    width="short"
                />
                <SubmitButton text=t(m::SEARCH_GO) kind=ButtonKind::Outline icon=icon::SEARCH />
            </form>
        </Card>
    }
}

fn found(listed: Listed<FoundRow>, form: &SearchForm, month: YearMonth, later_part: bool) -> AnyView {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later_part {
        return view! { <EmptyState title=t(m::FOUND_NONE) text=t(m::FOUND_NONE_TEXT) /> }.into_any();
    }
    let heads = [m::WHO, m::SITE, m::RECORDS, m::APPROVED, m::BY_HAND].map(|head| t(head).to_owned()).to_vec();
    let digits = |typed: &str| domain::text::digits(typed).unwrap_or_default();
    let own = month_of(&digits(&form.technician), &digits(&form.site), month);
    let next = next.map(|next| format!("{own}&after={next}"));
    let first = later_part.then_some(own);
    let lines = rows.iter().map(|row| line(row, month)).collect_view();
    view! {
        <p class="count-line">{date::month(crate::shell::lang(), month)} " " {tw(m::COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::FOUND_CAPTION) heads>{lines}</Table>
        <Parts of=t(m::FOUND_CAPTION) first next />
    }
    .into_any()
}

fn line(row: &FoundRow, month: YearMonth) -> impl IntoView + use<> {
    let href = month_of(&row.technician.to_string(), &row.site.to_string(), month);
    view! {
        <tr>
            <th scope="row">
                <a href=href>{row.name.clone()}</a>
                " "
                <span class="num">{row.technician.grouped()}</span>
            </th>
            <td data-label=t(m::SITE)>{row.site_name.clone()}</td>
            <td class="num" data-label=t(m::RECORDS)>{number::grouped(row.records)}</td>
            <td class="num" data-label=t(m::APPROVED)>{number::grouped(row.approved)}</td>
            <td class="num" data-label=t(m::BY_HAND)>{number::grouped(row.by_hand)}</td>
        </tr>
    }
}
