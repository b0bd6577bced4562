//! `/counter/words`: what the operator said of samples, for the head office. Invariant: the own body's only.

use super::words;
use crate::{
    application::frame,
    shell::{EmptyState, OfficeLayout, Parts, Table, Tag, call, page, t},
};
use domain::{
    listing::{Listed, Mark},
    registrar::SampleRow,
};
use i18n::{date, msg};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::{application as ma, counter as m};

const PAGE: &str = "/counter/words";

/// `/counter/words`.
#[component]
pub fn OperatorWordsPage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after").and_then(|mark| mark.parse::<Mark>().ok()));
    page(async move {
        let listed = services::registrar::words(&call(), after).await?;
        let who = frame::who().await?;
        Ok(view! {
            <OfficeLayout title=t(m::WORDS_TITLE) who nav=frame::operator_nav(PAGE)>
                <p>{t(m::WORDS_LEAD)}</p>
                {list(listed, after.is_some())}
            </OfficeLayout>
        })
    })
}

fn list(listed: Listed<SampleRow>, later: bool) -> impl IntoView {
    let Listed { rows, next, .. } = listed;
    if rows.is_empty() && !later {
        return view! { <EmptyState title=t(m::WORDS_NONE_TITLE) text=t(m::WORDS_NONE) /> }.into_any();
    }
    let heads = [ma::QUEUE_NUMBER, ma::QUEUE_NAME, m::VERDICT, m::WORD, m::JUDGED_AT];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let first = later.then(|| PAGE.to_owned());
    let next = next.map(|next| format!("{PAGE}?after={next}"));
    view! {
        <Table caption=t(m::WORDS_TITLE) heads>
            {rows.into_iter().map(line).collect_view()}
        </Table>
        <Parts of=t(m::WORDS_TITLE) first next />
    }
    .into_any()
}

fn line(row: SampleRow) -> impl IntoView {
    let verdict = row.verdict.map(|verdict| {
        let (words, tone) = words::verdict(verdict);
        view! { <Tag tone text=t(words) /> }
    });
    view! {
        <tr>
            <td class="num" data-label=t(ma::QUEUE_NUMBER)>
                <a href=format!("/operator/applications/{}", row.id)>{row.number}</a>
            </td>
            <th scope="row">{row.name}</th>
            <td data-label=t(m::VERDICT)>{verdict}</td>
            <td data-label=t(m::WORD)>{row.word}</td>
            <td class="num" data-label=t(m::JUDGED_AT)>{row.judged_at.map(|at| date::iso(at.date()))}</td>
        </tr>
    }
}
