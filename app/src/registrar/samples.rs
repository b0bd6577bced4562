//! `/operator/samples`: what was chosen of the bodies' own approvals, and the rate it is chosen at. Invariant: those nobody has
//! looked at stand first.

use super::{SetSampleRate, list as bodies, sample};
use crate::{
    application::frame,
    counter::words::verdict,
    shell::{
        Banner, Card, EmptyState, ErrorSummary, Flash, OfficeLayout, Parts, SubmitButton, Table, Tag, TextField, Tone,
        call, icon, page, provide_problems, t, tw,
    },
};
use domain::{
    listing::{Listed, Mark},
    registrar::{RateForm, SampleRow},
    time::WorkDate,
};
use i18n::{date, msg, number};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::{application as ma, counter as mc, registrar as m};

/// Its address.
pub(super) const PAGE: &str = "/operator/samples";
/// Those somebody has looked at.
const JUDGED: &str = "/operator/samples?judged=1";

/// `/operator/samples`.
#[component]
pub fn SamplesPage() -> impl IntoView {
    let (judged, after) = use_query_map().with_untracked(|query| {
        (query.get("judged").is_some(), query.get("after").and_then(|mark| mark.parse::<Mark>().ok()))
    });
    page(async move {
        let call = call();
        let listed = services::registrar::samples(&call, !judged, after).await?;
        let rates = services::registrar::rates(&call).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let form: RateForm = flash.form();
        let done = match flash.done.as_deref() {
            Some("judged") => Some(t(m::SAMPLE_DONE)),
            Some("rate") => Some(t(m::RATE_DONE)),
            _ => None,
        };
        let outcome = frame::outcome(&flash);
        provide_problems(flash.problems);
        let labels = vec![("percent", t(m::RATE).to_owned()), ("rate_from", t(m::RATE_FROM).to_owned())];
        let crumbs = vec![(bodies::PAGE.to_owned(), t(m::TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::SAMPLES_TITLE) who nav=frame::operator_nav(bodies::PAGE) crumbs>
                <ErrorSummary labels />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {outcome}
                <p>{t(m::SAMPLES_LEAD)}</p>
                {parts(judged)}
                {list(listed, judged, after.is_some())}
                {rate(&rates, form)}
            </OfficeLayout>
        })
    })
}

fn parts(judged: bool) -> impl IntoView {
    let link = |href: &'static str, words, current: bool| {
        view! {
            <li>
                <a href=href aria-current=current.then_some("page")>{t(words)}</a>
            </li>
        }
    };
    view! {
        <nav class="fee-parts" aria-label=t(m::SAMPLES_TITLE)>
            <ul>{link(PAGE, m::SAMPLES_OPEN, !judged)} {link(JUDGED, m::SAMPLES_JUDGED, judged)}</ul>
        </nav>
    }
}

fn list(listed: Listed<SampleRow>, judged: bool, later: bool) -> impl IntoView {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later {
        return view! { <EmptyState title=t(m::SAMPLES_NONE_TITLE) text=t(m::SAMPLES_NONE) /> }.into_any();
    }
    let begin = if judged { JUDGED } else { PAGE };
    let first = later.then(|| begin.to_owned());
    let next = next.map(|next| format!("{begin}{}after={next}", if judged { "&" } else { "?" }));
    let heads = [ma::QUEUE_NUMBER, ma::QUEUE_NAME, m::BODY, m::CHOSEN_AT, mc::VERDICT, mc::WORD];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    view! {
        <p class="count-line">{tw(mc::COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::SAMPLES_CAPTION) heads>
            {rows.into_iter().map(line).collect_view()}
        </Table>
        <Parts of=t(m::SAMPLES_CAPTION) first next />
    }
    .into_any()
}

fn line(row: SampleRow) -> impl IntoView {
    let found = row.verdict.map(|found| {
        let (words, tone) = verdict(found);
        view! { <Tag tone text=t(words) /> }
    });
    view! {
        <tr>
            <td class="num" data-label=t(ma::QUEUE_NUMBER)>
                <a href=sample::page_of(row.id)>{row.number}</a>
            </td>
            <th scope="row">{row.name}</th>
            <td data-label=t(m::BODY)>{row.body}</td>
            <td class="num" data-label=t(m::CHOSEN_AT)>{date::iso(row.chosen_at.date())}</td>
            <td data-label=t(mc::VERDICT)>{found}</td>
            <td data-label=t(mc::WORD)>{row.word}</td>
        </tr>
    }
}

fn rate(rates: &[(WorkDate, i16)], form: RateForm) -> impl IntoView + use<> {
    let line = |(from, percent): &(WorkDate, i16)| {
        view! { <li>{tw(m::RATE_NOW, &[("from", &date::iso(*from)), ("percent", percent)])}</li> }
    };
    let lines = rates.iter().map(line).collect_view();
    view! {
        <Card title=t(m::RATES_TITLE)>
            <ul>{lines}</ul>
            <form method="post" action=SetSampleRate::PATH class="form office-form" novalidate>
                <TextField name="percent" label=t(m::RATE) value=form.percent inputmode="numeric" width="short" />
                <TextField name="rate_from" label=t(m::RATE_FROM) value=form.from kind="date" width="medium" />
                <SubmitButton text=t(m::RATE_SET) icon=icon::SAVE />
            </form>
        </Card>
    }
}
