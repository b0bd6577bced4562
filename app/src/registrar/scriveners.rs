//! `/operator/scriveners`: 登録行政書士, and how many of each prefecture. Invariant: the published figures stand beside the own
//! ones and are never mixed with them.

use super::{EnterScrivener, list as bodies, scrivener, words};
use crate::{
    application::{choice, frame},
    shell::{
        Card, EmptyState, ErrorSummary, Flash, OfficeLayout, Parts, SelectField, SubmitButton, Table, TextField, call,
        icon, lang, page, provide_problems, t, tw,
    },
    support_point,
};
use domain::{
    listing::{Listed, Mark},
    prefecture::PrefectureCode,
    registrar::{ScrivenerForm, ScrivenerRow},
    time::WorkDate,
};
use i18n::{msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::registrar as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/scriveners";

/// `/operator/scriveners`.
#[component]
pub fn ScrivenersPage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after").and_then(|mark| mark.parse::<Mark>().ok()));
    page(async move {
        let call = call();
        let listed = services::registrar::scriveners(&call, after).await?;
        let here = services::registrar::scriveners_by_prefecture(&call).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let form: ScrivenerForm = flash.form();
        let outcome = frame::outcome(&flash);
        provide_problems(flash.problems);
        let labels =
            [("name", m::SCRIVENER_NAME), ("prefecture", m::PREFECTURE), ("phone", m::PHONE), ("from", m::FROM)];
        let labels = labels.map(|(field, words)| (field, t(words).to_owned())).to_vec();
        let crumbs = vec![(bodies::PAGE.to_owned(), t(m::TITLE).to_owned())];
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::SCRIVENERS_TITLE) who nav=frame::operator_nav(bodies::PAGE) crumbs>
                <ErrorSummary labels chosen=&["prefecture"] />
                {outcome}
                <p>{t(m::SCRIVENERS_LEAD)}</p>
                {list(listed, after.is_some(), today)}
                {enter(form)}
                {by_prefecture(&here)}
            </OfficeLayout>
        })
    })
}

fn list(listed: Listed<ScrivenerRow>, later: bool, today: WorkDate) -> impl IntoView {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later {
        return view! { <EmptyState title=t(m::SCRIVENERS_NONE_TITLE) text=t(m::SCRIVENERS_NONE) /> }.into_any();
    }
    let heads = [m::SCRIVENER_NAME, m::PREFECTURE, m::PHONE, m::PERIOD, m::STATE];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let first = later.then(|| PAGE.to_owned());
    let next = next.map(|next| format!("{PAGE}?after={next}"));
    let line = |row: ScrivenerRow| {
        view! {
            <tr>
                <th scope="row">
                    <a href=scrivener::page_of(row.id)>{row.name}</a>
                </th>
                <td data-label=t(m::PREFECTURE)>{word::prefecture(lang(), row.prefecture)}</td>
                <td class="num" data-label=t(m::PHONE)>{row.phone}</td>
                <td data-label=t(m::PERIOD)>{words::period(row.period)}</td>
                <td data-label=t(m::STATE)>{words::standing_tag(row.period, today)}</td>
            </tr>
        }
    };
    let lines = rows.into_iter().map(line).collect_view();
    view! {
        <p class="count-line">{tw(m::SCRIVENER_COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::SCRIVENERS_CAPTION) heads>{lines}</Table>
        <Parts of=t(m::SCRIVENERS_CAPTION) first next />
    }
    .into_any()
}

fn enter(form: ScrivenerForm) -> impl IntoView {
    view! {
        <Card title=t(m::SCRIVENER_ENTER_TITLE)>
            <form method="post" action=EnterScrivener::PATH class="form office-form" novalidate>
                <TextField name="name" label=t(m::SCRIVENER_NAME) value=form.name autocomplete="off" />
                <SelectField
                    name="prefecture"
                    label=t(m::PREFECTURE)
                    value=form.prefecture
                    options=choice::prefectures()
                />
                <TextField name="phone" label=t(m::PHONE) value=form.phone kind="tel" width="medium" autocomplete="off" />
                <TextField name="from" label=t(m::FROM) value=form.from kind="date" width="medium" />
                <SubmitButton text=t(m::ENTER) icon=icon::ADD />
            </form>
        </Card>
    }
}

fn by_prefecture(here: &[(PrefectureCode, i64)]) -> impl IntoView + use<> {
    let heads = [m::PREFECTURE, m::PUBLISHED, m::HERE].map(|head| t(head).to_owned()).to_vec();
    let line = |(code, published): (PrefectureCode, i64)| {
        let own = here.iter().find(|(of, _)| *of == code).map_or(0, |(_, count)| *count);
        view! {
            <tr>
                <th scope="row">{word::prefecture(lang(), code)}</th>
                <td class="number" data-label=t(m::PUBLISHED)>{number::grouped(published)}</td>
                <td class="number" data-label=t(m::HERE)>{number::grouped(own)}</td>
            </tr>
        }
    };
    let lines = support_point::by_prefecture().map(line).collect_view();
    view! {
        <details class="bands">
            <summary>{t(m::BY_PREFECTURE)}</summary>
            <p class="hint">{t(m::BY_PREFECTURE_LEAD)}</p>
            <Table caption=t(m::BY_PREFECTURE) heads>{lines}</Table>
        </details>
    }
}
