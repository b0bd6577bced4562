//! `/counter`: what an office took, or all offices of a body for its head office. Invariant: each line leads to its case, and
//! says what is to be done next.

use super::{StartCounter, StartCounterFirm, appointments, case, words};
use crate::{
    application::frame,
    proxy::filed,
    shell::{
        Banner, ButtonKind, EmptyState, Flash, LinkButton, OfficeLayout, Parts, SubmitButton, Table, Tag, Tone, call,
        icon, page, t, tw,
    },
};
use domain::{
    application::State,
    listing::{Listed, Mark},
    proxy::{Filed, FiledRow},
};
use i18n::{msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::{application as ma, counter as m};

/// Its address.
pub(super) const PAGE: &str = "/counter";

/// `/counter`.
#[component]
pub fn CounterPage() -> impl IntoView {
    let (state, after) = use_query_map().with_untracked(|query| {
        let state = query.get("state").and_then(|code| State::from_code(&code));
        (state, query.get("after").and_then(|mark| mark.parse::<Mark>().ok()))
    });
    page(async move {
        let call = call();
        services::counter::may_take(&call)?;
        let Filed { listed, returned: back } = services::counter::list(&call, state, after).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
                {filed::done_word(flash.done.as_deref()).map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {frame::outcome(&flash)}
                {returned(back, state)}
                <p>{t(m::LEAD)}</p>
                <div class="two-buttons">
                    <form method="post" action=StartCounter::PATH>
                        <SubmitButton text=t(m::START) icon=icon::ADD />
                    </form>
                    <form method="post" action=StartCounterFirm::PATH>
                        <SubmitButton text=t(m::START_FIRM) kind=ButtonKind::Outline icon=icon::DOMAIN />
                    </form>
                    {appointments::way()}
                </div>
                {filter(state)}
                {list(listed, state, after.is_some())}
            </OfficeLayout>
        })
    })
}

/// That something came back, where it is not what is shown already.
fn returned(count: i64, shown: Option<State>) -> impl IntoView + use<> {
    (count > 0 && shown != Some(State::Returned)).then(|| {
        let words = format!("{} {}", t(word::application_state(State::Returned)), tw(m::COUNT, &[("count", &count)]));
        view! {
            <Banner tone=Tone::Warn>
                <a href=format!("{PAGE}?state={}", State::Returned.code())>{words}</a>
            </Banner>
        }
    })
}

fn filter(state: Option<State>) -> impl IntoView + use<> {
    let options = State::ALL.map(|of| {
        let chosen = state == Some(of);
        view! { <option value=of.code() selected=chosen>{t(word::application_state(of))}</option> }
    });
    view! {
        <form method="get" action=PAGE class="filters">
            <label class="filter">
                <span>{t(m::FILTER)}</span>
                <select name="state">
                    <option value="">{t(m::FILTER_ALL)}</option>
                    {options.collect_view()}
                </select>
            </label>
            <SubmitButton text=t(m::SHOW) kind=ButtonKind::Outline icon=icon::FILTER_LIST />
        </form>
    }
}

fn list(listed: Listed<FiledRow>, state: Option<State>, later: bool) -> impl IntoView + use<> {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    let only = state.map(|state| format!("state={}&", state.code())).unwrap_or_default();
    let first = later.then(|| format!("{PAGE}?{only}"));
    let next = next.map(|next| format!("{PAGE}?{only}after={next}"));
    let heads = [msg::proxy::NAME, ma::QUEUE_NUMBER, m::OFFICE, msg::proxy::STANDING, m::PAPERS, msg::proxy::NEXT];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::LIST_CAPTION) heads>
            {rows.into_iter().map(line).collect_view()}
        </Table>
        <Parts of=t(m::LIST_CAPTION) first next />
    }
    .into_any()
}

fn line(row: FiledRow) -> impl IntoView {
    let name = if row.name.is_empty() { t(m::CASE_NAMELESS).to_owned() } else { row.name.clone() };
    let papers = row.papers.as_ref().map(|papers| {
        let (place, tone) = words::place(papers);
        view! { <Tag tone text=t(place) /> }
    });
    let next = match &row.fee {
        Some(fee) => words::pay(fee),
        None => t(word::application_state_help(row.state)).to_owned(),
    };
    view! {
        <tr>
            <th scope="row">
                {name} <span class="hint">" " {t(word::filing_kind(row.kind, row.anew))}</span>
            </th>
            <td class="num" data-label=t(ma::QUEUE_NUMBER)>
                <a href=case::page_of(row.id)>{row.number}</a>
            </td>
            <td data-label=t(m::OFFICE)>{row.office}</td>
            <td data-label=t(msg::proxy::STANDING)>
                <Tag tone=words::tone(row.state) text=t(word::application_state(row.state)) />
            </td>
            <td data-label=t(m::PAPERS)>{papers}</td>
            <td data-label=t(msg::proxy::NEXT)>{next}</td>
        </tr>
    }
}

/// The way back to the list.
pub(super) fn back() -> impl IntoView {
    view! { <LinkButton href=PAGE text=t(m::BACK) kind=ButtonKind::Text icon=icon::ARROW_BACK /> }
}
