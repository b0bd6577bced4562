//! `/business/employments`: requests of one's own business with their answers. Invariant: the person is named by the number
//! that was typed, never by anything else.

use super::{AskEmployment, EndEmployment, WithdrawEmployment};
use crate::{
    application::{choice, frame as office},
    business::frame,
    shell::{
        Banner, Card, DateFields, EmptyState, ErrorSummary, Flash, OfficeLayout, Parts, RadioRows, SubmitButton, Table,
        Tag, TextField, Tone, call, icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    employment::{Claim, EmploymentForm, RequestRow, Standing},
    listing::{Listed, Mark},
    time::WorkDate,
};
use i18n::{Msg, date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use msg::employment as m;

/// Its address.
pub const PAGE: &str = "/business/employments";

/// What a refused form leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) form: EmploymentForm,
    pub(super) who: String,
    pub(super) until: String,
}

/// `/business/employments`.
#[component]
pub fn EmploymentsPage() -> impl IntoView {
    let after: Option<Mark> =
        use_query_map().with_untracked(|query| query.get("after").and_then(|mark| mark.parse().ok()));
    page(async move {
        let call = call();
        services::employment::may_file(&call)?;
        let listed = services::employment::list(&call, after).await?;
        let who = office::who().await?;
        let limited = crate::fee::standing_banner().await?;
        let flash = Flash::take(PAGE).await?;
        let typed: Typed = if flash.error.is_some() { flash.form() } else { Typed::default() };
        provide_problems(flash.problems.clone());
        let done = flash.done.as_deref().and_then(done_word).map(t);
        let crumbs = vec![("/business/people".to_owned(), t(msg::common::NAV_PEOPLE).to_owned())];
        let labels = [("technician", m::TECHNICIAN), ("birth", m::BIRTH), ("kind", m::KIND), ("from", m::FROM)];
        let labels = labels.into_iter().chain([("who", m::WHO), ("until", m::UNTIL)]);
        let labels: Vec<(&'static str, String)> = labels.map(|(name, label)| (name, t(label).to_owned())).collect();
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/people") crumbs>
                {limited}
                <ErrorSummary labels chosen=&["kind"] />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {office::outcome(&flash)}
                <p>{t(m::LEAD)}</p>
                {ask(&typed.form)}
                {end(typed.who, typed.until)}
                <h2>{t(m::LIST_TITLE)}</h2>
                {list(&listed, after.is_some(), today)}
            </OfficeLayout>
        })
    })
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "asked" => m::DONE_ASKED,
        "ended" => m::DONE_ENDED,
        "withdrawn" => m::DONE_WITHDRAWN,
        _ => return None,
    })
}

fn ask(typed: &EmploymentForm) -> impl IntoView + use<> {
    let it = typed.clone();
    let birth = [it.birth_era, it.birth_year, it.birth_month, it.birth_day];
    let kinds = choice::of([("main", m::KIND_MAIN), ("other", m::KIND_OTHER)]);
    view! {
        <Card title=t(m::ASK_TITLE)>
            <form method="post" action=AskEmployment::PATH class="form" novalidate>
                <TextField
                    name="technician"
                    label=t(m::TECHNICIAN)
                    hint=t(m::TECHNICIAN_HINT)
                    value=it.technician
                    inputmode="numeric"
                    autocomplete="off"
                    width="medium"
                />
                <DateFields
                    name="birth"
                    legend=t(m::BIRTH)
                    hint=t(m::BIRTH_HINT)
                    eras=choice::eras()
                    value=birth
                />
                <RadioRows name="kind" legend=t(m::KIND) value=it.kind options=kinds />
                <TextField name="from" label=t(m::FROM) hint=t(m::FROM_HINT) value=it.from width="short" />
                <SubmitButton text=t(m::ASK_GO) icon=icon::SEND />
            </form>
        </Card>
    }
}

fn end(who: String, until: String) -> impl IntoView {
    view! {
        <Card title=t(m::END_TITLE)>
            <p>{t(m::END_LEAD)}</p>
            <form method="post" action=EndEmployment::PATH class="form" novalidate>
                <TextField
                    name="who"
                    label=t(m::WHO)
                    hint=t(m::TECHNICIAN_HINT)
                    value=who
                    inputmode="numeric"
                    autocomplete="off"
                    width="medium"
                />
                <TextField name="until" label=t(m::UNTIL) hint=t(m::FROM_HINT) value=until width="short" />
                <SubmitButton text=t(m::END_GO) icon=icon::SEND />
            </form>
        </Card>
    }
}

fn list(listed: &Listed<RequestRow>, later: bool, today: WorkDate) -> impl IntoView + use<> {
    if listed.rows.is_empty() {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    let heads = [m::TECHNICIAN, m::WHAT, m::STANDING, m::ASKED_AT, m::NEXT].map(|head| t(head).to_owned()).to_vec();
    let lines = listed.rows.iter().map(|row| line(row, today)).collect_view();
    let (first, next) =
        (later.then(|| PAGE.to_owned()), listed.next.as_ref().map(|mark| format!("{PAGE}?after={mark}")));
    view! {
        <p class="hint">{tw(m::COUNT, &[("count", &listed.all)])}</p>
        <Table caption=t(m::LIST_TITLE) heads>
            {lines}
        </Table>
        <Parts of=t(m::LIST_TITLE) first next />
    }
    .into_any()
}

/// Where a request stands, in words.
pub(super) const fn standing(of: Standing) -> (Msg, Tone) {
    match of {
        Standing::Waiting => (m::WAITING, Tone::Info),
        Standing::Agreed => (m::AGREED, Tone::Ok),
        Standing::Refused => (m::REFUSED, Tone::Err),
        Standing::Withdrawn => (m::WITHDRAWN, Tone::Plain),
        Standing::Told => (m::TOLD, Tone::Plain),
        Standing::Objected => (m::OBJECTED, Tone::Warn),
        Standing::Lapsed => (m::LAPSED, Tone::Plain),
    }
}

/// 主たる所属, 従たる所属.
pub(super) fn kind(main: bool) -> &'static str {
    t(if main { m::KIND_MAIN } else { m::KIND_OTHER })
}

fn line(row: &RequestRow, today: WorkDate) -> impl IntoView + use<> {
    let number = row.technician.grouped();
    let day = |day| date::day_only(lang(), day);
    let what = match (row.claim, row.until) {
        (Claim::Ends, Some(until)) => tw(m::ENDS, &[("day", &day(until))]),
        _ => tw(m::BEGINS, &[("day", &day(row.from))]),
    };
    let (words, tone) = standing(row.standing);
    let next = (row.standing == Standing::Waiting).then(|| {
        let of = tw(m::WITHDRAW_OF, &[("id", &number)]);
        view! {
            <form method="post" action=WithdrawEmployment::PATH class="row-form">
                <input type="hidden" name="request" value=row.id.to_string() />
                <button type="submit" class="button text small" aria-label=of>
                    {t(m::WITHDRAW)}
                </button>
            </form>
        }
    });
    let (kind, at) = (kind(row.main), date::date_time(lang(), row.asked_at, today));
    view! {
        <tr>
            <th scope="row" class="num">{number.clone()}</th>
            <td data-label=t(m::WHAT)>{kind} " " {what}</td>
            <td data-label=t(m::STANDING)><Tag tone text=t(words) /></td>
            <td data-label=t(m::ASKED_AT)>{at}</td>
            <td data-label=t(m::NEXT)>{next}</td>
        </tr>
    }
}
