//! `/operator/history`: whether the history is what its facts say, as the register found by itself. Invariant: nothing is mended
//! from here; whoever reads it sees when everything was last looked at.

use crate::{
    application::frame as office,
    shell::{Banner, Card, DescriptionList, EmptyState, OfficeLayout, Row, Table, Tone, call, page, t, tw},
};
use domain::history::check::{Checked, Differs, Found, Round};
use i18n::{Msg, date, msg, number};
use leptos::prelude::*;

use msg::history_check as m;

/// `/operator/history`.
const HERE: &str = "/operator/history";

/// `/operator/history`: the last whole check, the one in progress, and what they found.
#[component]
pub fn HistoryCheckPage() -> impl IntoView {
    page(async move {
        let checked = services::history::checked(&call()).await?;
        let who = office::who().await?;
        let table = (!checked.found.is_empty()).then(|| table(&checked.found));
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=office::operator_nav(HERE)>
                <p>{t(m::LEAD)}</p>
                {outcome(&checked)}
                {checked.whole.as_ref().map(|round| card(m::WHOLE_TITLE, round))}
                {checked.running.as_ref().map(|round| card(m::RUNNING_TITLE, round))}
                {table}
            </OfficeLayout>
        })
    })
}

/// In one sentence.
fn outcome(checked: &Checked) -> AnyView {
    let many = checked.differences();
    if many > 0 {
        let words = tw(m::DIFFER, &[("n", &number::grouped(many))]);
        return view! { <Banner tone=Tone::Err>{words}</Banner> }.into_any();
    }
    if checked.whole.is_none() {
        return view! { <EmptyState title=t(m::NEVER_TITLE) text=t(m::NEVER) /> }.into_any();
    }
    view! { <Banner tone=Tone::Ok>{t(m::GOOD)}</Banner> }.into_any()
}

fn card(title: Msg, round: &Round) -> impl IntoView + use<> {
    let counted = |words: Msg, many: i64| tw(words, &[("n", &number::grouped(many))]);
    let mut rows = vec![Row::new(t(m::BEGAN), date::iso_time(round.began_at))];
    if let Some(at) = round.ended_at {
        rows.push(Row::new(t(m::ENDED), date::iso_time(at)));
    }
    rows.extend([
        Row::new(t(m::PEOPLE), counted(m::PEOPLE_N, round.people)),
        Row::new(t(m::RECORDS), counted(m::COUNT_N, round.records)),
        Row::new(t(m::SITES), counted(m::SITES_N, round.sites)),
        Row::new(t(m::MONTHS), counted(m::MONTHS_N, round.months)),
        Row::new(t(m::LEAVES), counted(m::COUNT_N, round.leaves)),
        Row::new(t(m::DIFFERENCES), counted(m::COUNT_N, round.differences)),
    ]);
    view! {
        <Card title=t(title)>
            <DescriptionList rows />
        </Card>
    }
}

const fn kind(of: Differs) -> Msg {
    match of {
        Differs::Missing => m::KIND_MISSING,
        Differs::Extra => m::KIND_EXTRA,
        Differs::Otherwise => m::KIND_OTHERWISE,
        Differs::FactsMissing => m::KIND_FACTS_MISSING,
        Differs::Count => m::KIND_COUNT,
        Differs::Log => m::KIND_LOG,
    }
}

fn table(found: &[Found]) -> impl IntoView + use<> {
    let heads = [m::WHO, m::AT_SITE, m::DAY, m::KIND, m::WHAT, m::FOUND_AT];
    let heads: Vec<String> = heads.iter().map(|head| t(*head).to_owned()).collect();
    let rows = found.iter().map(row).collect_view();
    let caption = tw(m::CAPTION, &[("n", &found.len())]);
    view! {
        <Table caption heads>
            {rows}
        </Table>
    }
}

fn row(found: &Found) -> impl IntoView + use<> {
    let of = &found.difference;
    let name = found.name.clone().unwrap_or_else(|| t(m::COUNTS_ONLY).to_owned());
    let id = of.technician.map(|id| view! { " " <span class="num">{id.grouped()}</span> });
    let site = of.site.map(|id| {
        let words = found.site_name.clone().unwrap_or_else(|| id.to_string());
        let address = format!("/business/sites/{id}");
        view! { <a href=address>{words}</a> }
    });
    view! {
        <tr>
            <th scope="row">{name} {id}</th>
            <td data-label=t(m::AT_SITE)>{site}</td>
            <td class="num" data-label=t(m::DAY)>{of.day.map(date::iso)}</td>
            <td data-label=t(m::KIND)>{t(kind(of.kind))}</td>
            <td class="num" data-label=t(m::WHAT)>{of.what.clone()}</td>
            <td class="num" data-label=t(m::FOUND_AT)>{date::iso_time(found.at)}</td>
        </tr>
    }
}
