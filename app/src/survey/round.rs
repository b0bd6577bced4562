//! `/operator/surveys/{id}`: the businesses of a round and what they answered. Invariant: which of them are shown stands in the
//! address, and the file is of just those.

use super::list;
use crate::{
    application::{choice, frame},
    shell::{
        Banner, ButtonKind, DescriptionList, EmptyState, Flash, LinkButton, OfficeLayout, Parts, Row, SubmitButton,
        Table, Tag, Tone, UiError, call, error::NOT_FOUND, icon, lang, page, t, tw,
    },
};
use domain::{
    id::{BusinessId, SurveyId},
    listing::Listed,
    prefecture::PrefectureCode,
    survey::{Intent, SurveyLine, SurveyRow},
    text::search_key,
};
use i18n::{date, msg, number, word};
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};
use services::survey::Which;

use msg::survey as m;

/// The page of one.
pub(super) fn page_of(id: SurveyId) -> String {
    format!("{}/{id}", list::PAGE)
}

/// Which are asked for, as an address says it.
pub(super) fn which_of(value: impl Fn(&str) -> Option<String>) -> Which {
    let prefecture = value("prefecture").and_then(|code| code.parse().ok()).and_then(PrefectureCode::from_number);
    let body = value("body").filter(|body| !body.trim().is_empty());
    Which { prefecture, body, silent: value("silent").as_deref() == Some("yes") }
}

fn query_of(which: &Which, after: Option<&str>) -> String {
    let prefecture = which.prefecture.map(|code| code.get().to_string());
    let said = [
        ("prefecture", prefecture.as_deref()),
        ("body", which.body.as_deref()),
        ("silent", which.silent.then_some("yes")),
        ("after", after),
    ];
    let said: ParamsMap =
        said.into_iter().filter_map(|(name, value)| value.map(|value| (name, value.to_owned()))).collect();
    said.to_query_string()
}

/// `/operator/surveys/{id}`.
#[component]
pub fn SurveyPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("survey")).unwrap_or_default();
    let query: ParamsMap = use_query_map().get_untracked();
    let which = which_of(|name| query.get(name));
    let after = query.get("after").and_then(|after| after.parse::<BusinessId>().ok());
    page(async move {
        let id: SurveyId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let (round, listed) = services::survey::answers(&call(), id, &which, after).await?;
        let bodies = services::survey::bodies(&call(), id).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let done = (flash.done.as_deref() == Some("opened"))
            .then(|| view! { <Banner tone=Tone::Ok>{t(m::OPENED_DONE)}</Banner> });
        let crumbs = vec![(list::PAGE.to_owned(), t(m::TITLE).to_owned())];
        let title = tw(m::SPAN_WORDS, &[("from", &date::iso(round.from)), ("to", &date::iso(round.to))]);
        let going = (!round.complete).then(|| view! { <Banner tone=Tone::Info>{t(m::GOING)}</Banner> });
        Ok(view! {
            <OfficeLayout title=tw(m::ROUND_TITLE, &[("span", &title)]) who nav=frame::operator_nav(list::PAGE) crumbs>
                {done} {going} {facts(&round)} {filters(id, &which, bodies)}
                {lines(id, listed, &which, after.is_some())}
            </OfficeLayout>
        })
    })
}

fn facts(of: &SurveyRow) -> impl IntoView + use<> {
    let count = |count: i64| tw(m::COUNT, &[("count", &number::grouped(count))]);
    let mut rows = vec![Row::new(t(m::DUE), date::iso(of.due)), Row::new(t(m::ASKED), count(of.asked))];
    rows.extend(list::counted(of).into_iter().map(|(words, number)| Row::new(t(words), count(number))));
    view! { <DescriptionList rows /> }
}

fn filters(id: SurveyId, which: &Which, bodies: Vec<(String, i64)>) -> impl IntoView + use<> {
    let chosen = which.prefecture.map(|code| format!("{:02}", code.get())).unwrap_or_default();
    let options = choice::prefectures().into_iter().map(|(code, words)| {
        let on = code == chosen;
        view! { <option value=code selected=on>{words}</option> }
    });
    let of_bodies = (!bodies.is_empty()).then(|| body_choice(which.body.as_deref().unwrap_or_default(), bodies));
    view! {
        <form method="get" action=page_of(id) class="filters">
            <label class="filter">
                <span>{t(msg::disaster::PREFECTURES)}</span>
                <select name="prefecture">
                    <option value="">{t(msg::application::QUEUE_ALL)}</option>
                    {options.collect_view()}
                </select>
            </label>
            {of_bodies}
            <label class="filter-tick">
                <input type="checkbox" name="silent" value="yes" checked=which.silent />
                {t(m::ONLY_SILENT)}
            </label>
            <SubmitButton text=t(msg::application::QUEUE_SHOW) kind=ButtonKind::Outline icon=icon::FILTER_LIST />
            <LinkButton
                href=format!("{}/answers.csv{}", page_of(id), query_of(which, None))
                text=t(m::FILE)
                kind=ButtonKind::Outline
                icon=icon::DOWNLOAD
            />
        </form>
    }
}

/// The bodies that businesses of the round belong to; one asked for in the address is found however it is written there.
fn body_choice(chosen: &str, bodies: Vec<(String, i64)>) -> impl IntoView + use<> {
    let chosen = search_key(chosen);
    let option = |(name, count): (String, i64)| {
        let on = search_key(&name) == chosen;
        let words = tw(m::BODY_COUNT, &[("body", &name), ("count", &number::grouped(count))]);
        view! { <option value=name selected=on>{words}</option> }
    };
    view! {
        <label class="filter">
            <span>{t(msg::business::MEMBERSHIPS)}</span>
            <select name="body">
                <option value="">{t(msg::application::QUEUE_ALL)}</option>
                {bodies.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

fn lines(id: SurveyId, listed: Listed<SurveyLine>, which: &Which, later_part: bool) -> impl IntoView + use<> {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() {
        return view! { <EmptyState title=t(m::NOBODY) /> }.into_any();
    }
    let heads = [m::WHO, msg::disaster::PREFECTURES, m::VALID_UNTIL, m::ANSWER, m::REASON, m::ANSWERED_AT];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let first = later_part.then(|| format!("{}{}", page_of(id), query_of(which, None)));
    let next = next.map(|next| format!("{}{}", page_of(id), query_of(which, Some(&next))));
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::ANSWERS) heads>
            {rows.iter().map(line).collect_view()}
        </Table>
        <Parts of=t(m::ANSWERS) first next />
    }
    .into_any()
}

fn line(of: &SurveyLine) -> impl IntoView + use<> {
    let answer = match of.intent {
        Some(intent) => {
            let tone = match intent {
                Intent::Renew => Tone::Ok,
                Intent::Leave => Tone::Warn,
                Intent::Undecided => Tone::Info,
            };
            view! { <Tag tone text=t(word::intent(intent)) /> }.into_any()
        }
        None => t(m::SILENT).into_any(),
    };
    view! {
        <tr>
            <th scope="row">{of.name.clone()} " " <span class="num">{of.business.grouped()}</span></th>
            <td data-label=t(msg::disaster::PREFECTURES)>{word::prefecture(lang(), of.prefecture)}</td>
            <td class="num" data-label=t(m::VALID_UNTIL)>{date::iso(of.valid_until)}</td>
            <td data-label=t(m::ANSWER)>{answer}</td>
            <td class="wide" data-label=t(m::REASON)>{of.reason.clone()}</td>
            <td class="num" data-label=t(m::ANSWERED_AT)>{of.answered_at.map(date::iso_time)}</td>
        </tr>
    }
}
