//! `/business/people`: one's own technicians with their days. Invariant: days, not records; both words stand in the heads.

use super::frame;
use crate::{
    application::frame as office,
    shell::{ButtonKind, EmptyState, LinkButton, OfficeLayout, Table, call, icon, lang, page, t, tw},
};
use domain::{id::BusinessId, roster::PersonRow};
use i18n::{msg, number, word};
use leptos::prelude::*;

use msg::business as m;

/// `/business/people`.
#[component]
pub fn PeoplePage() -> impl IntoView {
    page(async {
        let call = call();
        let people = services::roster::my_people(&call).await?;
        let who = office::who().await?;
        let limited = crate::fee::standing_banner().await?;
        let id = call.actor.business.map(|id: BusinessId| tw(m::PEOPLE_OUR_ID, &[("id", &id.grouped())]));
        let proxy = services::proxy::may_open(&call).is_ok().then(|| {
            view! { <p><LinkButton href="/business/proxy" text=t(msg::proxy::TITLE) kind=ButtonKind::Outline icon=icon::GROUPS /></p> }
        });
        let employments = services::employment::may_file(&call).is_ok().then(|| {
            view! { <p><LinkButton href="/business/employments" text=t(msg::employment::TITLE) kind=ButtonKind::Outline icon=icon::GROUPS /></p> }
        });
        let labour = services::labour::may_order(&call).is_ok().then(|| {
            view! { <p><LinkButton href="/business/labour" text=t(msg::labour::TITLE) kind=ButtonKind::Outline icon=icon::GROUPS /></p> }
        });
        let days = services::history::may_see_own(&call).is_ok().then(|| {
            view! { <p><LinkButton href="/business/people/days" text=t(msg::own_days::LINK) kind=ButtonKind::Outline icon=icon::CALENDAR /></p> }
        });
        let counts = services::statistics::may_see_people(&call).is_ok().then(|| {
            let (href, words) = crate::statistics::of_people();
            view! { <p><LinkButton href text=t(words) kind=ButtonKind::Outline icon=icon::CALENDAR /></p> }
        });
        Ok(view! {
            <OfficeLayout title=t(m::PEOPLE_TITLE) who nav=frame::nav("/business/people")>
                {limited}
                <p>{t(m::PEOPLE_LEAD)}</p>
                <p class="hint">{id}</p>
                {days}
                {counts}
                {proxy}
                {employments}
                {labour}
                {list(people)}
            </OfficeLayout>
        })
    })
}

fn list(people: Vec<PersonRow>) -> impl IntoView {
    if people.is_empty() {
        return view! { <EmptyState title=t(m::PEOPLE_NONE_TITLE) text=t(m::PEOPLE_NONE) /> }.into_any();
    }
    let heads = [m::PEOPLE_NAME, m::PEOPLE_ID, m::PEOPLE_TRADE, m::PEOPLE_LEVEL, m::PEOPLE_MONTH, m::PEOPLE_YEAR];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    view! {
        <p class="count-line">{tw(msg::common::COUNT_PEOPLE, &[("n", &people.len())])}</p>
        <Table caption=t(m::PEOPLE_CAPTION) heads>
            {people.iter().map(line).collect_view()}
        </Table>
    }
    .into_any()
}

fn line(person: &PersonRow) -> impl IntoView + use<> {
    let level = person.level;
    view! {
        <tr>
            <th scope="row">{person_name(&person.name, &person.kana)}</th>
            <td class="num" data-label=t(m::PEOPLE_ID)>{person.technician_id.grouped()}</td>
            <td data-label=t(m::PEOPLE_TRADE)>{word::trade(lang(), person.trade)}</td>
            <td data-label=t(m::PEOPLE_LEVEL)>
                <span class=format!("level-mark level-{}", level.number())></span>
                {t(word::level(level))}
            </td>
            <td class="number" data-label=t(m::PEOPLE_MONTH)>{number::days(lang(), person.month.recorded)}</td>
            <td class="number" data-label=t(m::PEOPLE_YEAR)>{number::days(lang(), person.year.recorded)}</td>
        </tr>
    }
}

/// A name with its reading above.
pub fn person_name(name: &str, kana: &str) -> impl IntoView + use<> {
    let (name, kana) = (name.to_owned(), kana.to_owned());
    view! {
        <span class="person-kana">{kana}</span>
        <span class="person-name">{name}</span>
    }
}
