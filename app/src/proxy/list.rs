//! `/business/proxy`: the applications one's business files for its people. Invariant: each line says what is to be done next
//! and by whom.

use super::{InvitePerson, OpenProxy, StartProxy};
use crate::{
    application::frame as office,
    business::frame,
    fee::prices,
    shell::{
        Banner, ButtonKind, Card, EmptyState, ErrorSummary, Flash, LinkButton, OfficeLayout, RadioRows, SubmitButton,
        Table, Tag, Tone, call, icon, lang, page, provide_problems, t, tw,
    },
    technician::words::stage as stage_words,
};
use domain::{
    application::State,
    fee::{FeeLine, PaymentReference, PriceKind},
    proxy::{Consent, ProxyRow},
    technician::Stage,
    time::WorkDate,
};
use i18n::{date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::{application as ma, proxy as m};

/// Its address.
pub(super) const PAGE: &str = "/business/proxy";

/// `/business/proxy`.
#[component]
pub fn ProxyListPage() -> impl IntoView {
    let shown = use_query_map().with_untracked(|query| query.get("page").and_then(|page| page.parse().ok()));
    let shown: u32 = shown.unwrap_or(1).max(1);
    page(async move {
        let call = call();
        let (rows, total) = services::proxy::list(&call, shown - 1).await?;
        prices::load().await?;
        let who = office::who().await?;
        let flash = Flash::take(PAGE).await?;
        provide_problems(flash.problems.clone());
        let done = (flash.done.as_deref() == Some("invited")).then(|| t(m::INVITED_DONE));
        let crumbs = vec![("/business/people".to_owned(), t(msg::common::NAV_PEOPLE).to_owned())];
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/people") crumbs>
                <ErrorSummary labels=vec![("stage", t(m::STAGE).to_owned())] chosen=&["stage"] />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {office::outcome(&flash)}
                <p>{t(m::LEAD)}</p>
                {begin()}
                <p>
                    <LinkButton
                        href=super::bulk::PAGE
                        text=t(m::BULK_GO)
                        kind=ButtonKind::Outline
                        icon=icon::GROUPS
                    />
                </p>
                <h2>{t(m::LIST_TITLE)}</h2>
                {list(&rows, today)}
                {pages(shown, total)}
            </OfficeLayout>
        })
    })
}

fn begin() -> impl IntoView {
    let options = [Stage::Simple, Stage::Detailed].map(|stage| {
        let yen = prices::words_of(PriceKind::of_stage(stage));
        (stage.code().to_owned(), tw(m::STAGE_AND_FEE, &[("stage", &t(stage_words(stage))), ("yen", &yen)]))
    });
    view! {
        <Card title=t(m::START_TITLE)>
            <form method="post" action=StartProxy::PATH class="form" novalidate>
                <RadioRows name="stage" legend=t(m::STAGE) options=options.to_vec() />
                <SubmitButton text=t(m::START) icon=icon::ARROW_FORWARD />
            </form>
        </Card>
    }
}

fn list(rows: &[ProxyRow], today: WorkDate) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    let heads = [m::NAME, ma::QUEUE_NUMBER, m::STANDING, m::NEXT].map(|head| t(head).to_owned()).to_vec();
    let lines = rows.iter().map(|row| line(row, today)).collect_view();
    view! { <Table caption=t(m::LIST_TITLE) heads>{lines}</Table> }.into_any()
}

fn tone(state: State) -> Tone {
    match state {
        State::Completed => Tone::Ok,
        State::Returned | State::AwaitingPayment => Tone::Warn,
        State::Rejected => Tone::Err,
        _ => Tone::Info,
    }
}

fn line(row: &ProxyRow, today: WorkDate) -> impl IntoView + use<> {
    let name = if row.name.is_empty() { t(m::NAMELESS).to_owned() } else { row.name.clone() };
    let consent = match (row.consent, row.asked_at) {
        (Some(Consent::Phone), _) => Some(t(m::CONSENTED_PHONE).to_owned()),
        (Some(Consent::Paper), _) => Some(t(m::CONSENTED_PAPER).to_owned()),
        (None, Some(at)) => Some(tw(m::ASKED_AT, &[("at", &date::date_time(lang(), at, today))])),
        (None, None) => None,
    };
    view! {
        <tr>
            <th scope="row">
                {name.clone()} <span class="hint">" " {t(word::application_kind(row.kind))}</span>
            </th>
            <td class="num" data-label=t(ma::QUEUE_NUMBER)>{row.number.clone()}</td>
            <td data-label=t(m::STANDING)>
                <Tag tone=tone(row.state) text=t(word::application_state(row.state)) />
                {consent.map(|words| view! { <p class="hint">{words}</p> })}
            </td>
            <td data-label=t(m::NEXT)>{next(row, &name)}</td>
        </tr>
    }
}

/// What is to be done next.
fn next(row: &ProxyRow, name: &str) -> impl IntoView + use<> {
    if let Some(fee) = &row.fee {
        return pay(fee).into_any();
    }
    if !row.state.is_editable() {
        return t(word::application_state_help(row.state)).into_any();
    }
    let id = row.id.to_string();
    let again = row.asked_at.map(|_| {
        view! {
            <form method="post" action=InvitePerson::PATH class="row-form">
                <input type="hidden" name="application" value=id.clone() />
                <button type="submit" class="button text small" aria-label=tw(m::INVITE_AGAIN_OF, &[("name", &name)])>
                    {t(m::INVITE_AGAIN)}
                </button>
            </form>
        }
    });
    view! {
        <form method="post" action=OpenProxy::PATH class="row-form">
            <input type="hidden" name="application" value=row.id.to_string() />
            <button type="submit" class="button outline small" aria-label=tw(m::OPEN_OF, &[("name", &name)])>
                {t(m::OPEN)}
            </button>
        </form>
        {again}
    }
    .into_any()
}

fn pay(fee: &FeeLine) -> impl IntoView + use<> {
    let reference = fee.reference.map(PaymentReference::grouped).unwrap_or_default();
    let due = fee.due.map(|due| date::day_only(lang(), due)).unwrap_or_default();
    let yen = number::yen(lang(), fee.amount.get());
    tw(m::PAY, &[("yen", &yen), ("due", &due), ("reference", &reference)])
}

fn pages(shown: u32, total: u64) -> impl IntoView {
    let last = u32::try_from(total.div_ceil(services::proxy::PAGE)).unwrap_or(u32::MAX);
    let link = |page: u32, words: i18n::Msg| view! { <a href=format!("{PAGE}?page={page}")>{t(words)}</a> };
    (last > 1).then(|| {
        view! {
            <nav class="pages" aria-label=t(m::PAGES)>
                {(shown > 1).then(|| link(shown - 1, m::PAGE_BEFORE))}
                <span>{tw(m::PAGE_OF, &[("page", &shown), ("last", &last)])}</span>
                {(shown < last).then(|| link(shown + 1, m::PAGE_AFTER))}
            </nav>
        }
    })
}
