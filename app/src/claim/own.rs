//! `/passport/history/claim`: saying that a day is missing or wrong, and what became of it; `?claim=…`: one claim with the
//! person's own steps. Invariant: a step is offered just where the rule takes it.

use super::{
    MakeClaim, RespondToClaim,
    answer::words_field,
    api::MADE,
    case::{self, asked, at, tag},
};
use crate::{
    application::{choice, frame},
    shell::{
        Banner, ButtonKind, Card, EmptyState, ErrorSummary, Flash, LinkButton, Parts, RadioRows, SelectField,
        SubmitButton, Tab, TechnicianLayout, TextField, Tone, UiError, call, error::NOT_FOUND, lang, page,
        provide_problems, t, tr, tw,
    },
};
use domain::{
    history::claim::{ClaimAct, ClaimCase, ClaimForm, ClaimKind, ClaimRow, ClaimState, Party, next},
    id::{ClaimId, SiteId},
    listing::{Listed, Mark},
    time::WorkDate,
};
use i18n::{Msg, date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::claim as m;

/// Its address.
pub const PAGE: &str = "/passport/history/claim";

/// Fields one chooses in instead of writing.
const CHOSEN: &[&str] = &["kind", "site"];

/// The way to it from a day at a site.
pub fn of_day(kind: ClaimKind, day: WorkDate, site: SiteId) -> String {
    format!("{PAGE}?kind={}&day={}&site={site}", kind.code(), day.number())
}

/// `/passport/history/claim`. A claim of another is answered as a page that is not there.
#[component]
pub fn OwnClaimsPage() -> impl IntoView {
    let query = use_query_map();
    let of = move |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default());
    let claim = query.with_untracked(|query| query.get("claim"));
    let after = of("after").parse::<Mark>().ok();
    let day = of("day").parse().ok().and_then(WorkDate::from_number);
    let proposed = ClaimForm {
        kind: of("kind"),
        site: of("site"),
        day: day.map(|day| day.to_string()).unwrap_or_default(),
        ..ClaimForm::default()
    };
    page(async move {
        services::history::may_claim(&call())?;
        match asked(claim.as_deref()) {
            Some(Ok(id)) => one(id).await,
            Some(Err(())) => Err(UiError::of(NOT_FOUND)),
            None => all(proposed, after).await,
        }
    })
}

async fn all(proposed: ClaimForm, after: Option<Mark>) -> Result<AnyView, UiError> {
    let call = call();
    let sites = services::history::claim_sites(&call).await?;
    let listed = services::history::own_claims(&call, after).await?;
    let flash = Flash::take(PAGE).await?;
    let done = (flash.done.as_deref() == Some(MADE)).then(|| view! { <Banner tone=Tone::Ok>{tr(m::MADE)}</Banner> });
    let outcome = frame::outcome(&Flash { done: None, ..flash.clone() });
    let typed: ClaimForm = flash.form();
    let typed = if typed == ClaimForm::default() { proposed } else { typed };
    provide_problems(flash.problems);
    let form = form(typed, sites, call.today());
    let list = list(listed, after.is_some());
    Ok(view! {
        <TechnicianLayout title=m::TITLE tab=Tab::History back="/passport/history">
            {done}
            {outcome}
            <ErrorSummary labels=labels() chosen=CHOSEN />
            <p>{tr(m::LEAD)}</p>
            {form}
            <h2>{tr(m::LIST)}</h2>
            {list}
        </TechnicianLayout>
    }
    .into_any())
}

fn labels() -> Vec<(&'static str, String)> {
    let labels = [
        ("kind", m::KIND),
        ("site", m::SITE),
        ("site_name", m::SITE_NAME),
        ("day", m::DAY),
        ("first_in", m::FIRST_IN),
        ("last_out", m::LAST_OUT),
        ("words", m::WORDS),
    ];
    labels.into_iter().map(|(field, label)| (field, t(label).to_owned())).collect()
}

fn form(typed: ClaimForm, sites: Vec<(SiteId, String)>, today: WorkDate) -> AnyView {
    let kind_words = |kind| match kind {
        ClaimKind::Missing => m::KIND_MISSING,
        ClaimKind::Wrong => m::KIND_WRONG,
    };
    let kinds = choice::of(ClaimKind::ALL.map(|kind| (kind.code(), kind_words(kind))));
    let kind = if typed.kind.is_empty() { ClaimKind::Missing.code().to_owned() } else { typed.kind };
    let sites = sites.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let time = |name: &'static str, label: Msg, hint: Msg, value: String| {
        view! {
            <TextField name=name label=t(label) hint=t(hint) value=value kind="time" width="short" required=false />
        }
    };
    let day = if typed.day.is_empty() { today.previous().to_string() } else { typed.day };
    let times = view! {
        {time("first_in", m::FIRST_IN, m::TIME_HINT, typed.first_in)}
        {time("last_out", m::LAST_OUT, msg::entry::LAST_OUT_HINT, typed.last_out)}
    };
    view! {
        <Card>
            <form method="post" action=MakeClaim::PATH class="form" novalidate>
                <RadioRows name="kind" legend=t(m::KIND) value=kind options=kinds />
                <SelectField name="site" label=t(m::SITE) hint=t(m::SITE_HINT) value=typed.site options=sites required=false />
                <TextField
                    name="site_name"
                    label=t(m::SITE_NAME)
                    hint=t(m::SITE_NAME_HINT)
                    value=typed.site_name
                    required=false
                />
                <TextField name="day" label=t(m::DAY) value=day kind="date" width="medium" />
                {times}
                {words_field(t(m::WORDS), t(m::WORDS_HINT), typed.words, false)}
                <SubmitButton text=m::DO />
            </form>
        </Card>
    }
    .into_any()
}

fn list(listed: Listed<ClaimRow>, later: bool) -> AnyView {
    let Listed { rows, next, .. } = listed;
    if rows.is_empty() && !later {
        return view! { <EmptyState title=t(m::NONE) /> }.into_any();
    }
    let line = |row: &ClaimRow| {
        let words = tw(m::OF, &[("day", &date::day_only(lang(), row.day)), ("site", &row.site_name)]);
        let until = row.state.waits_for_business().then(|| {
            let day = date::day_only(lang(), row.answer_by);
            view! { <span class="hint">" " {tw(m::UNTIL_TEXT, &[("day", &day)])}</span> }
        });
        view! {
            <li class="card">
                <p>
                    <a href=at(PAGE, row.id)>{words}</a>
                </p>
                <p>{tag(row.state)} {until}</p>
            </li>
        }
    };
    let next = next.map(|next| format!("{PAGE}?after={next}"));
    let first = later.then(|| PAGE.to_owned());
    view! {
        <ol class="history-list">{rows.iter().map(line).collect_view()}</ol>
        <Parts of=t(m::LIST) first next />
    }
    .into_any()
}

async fn one(id: ClaimId) -> Result<AnyView, UiError> {
    let call = call();
    let case = services::history::own_case(&call, id).await?;
    let flash = Flash::take(PAGE).await?;
    let done = match flash.done.as_deref() {
        Some("confirm") => Some(m::DONE_CONFIRM),
        Some("object") => Some(m::DONE_OBJECT),
        Some("pass") => Some(m::DONE_PASS),
        Some("withdraw") => Some(m::DONE_WITHDRAW),
        _ => None,
    };
    let outcome = frame::outcome(&Flash { done: None, ..flash.clone() });
    let typed: String = flash.form();
    provide_problems(flash.problems);
    let inside = case::view(&case, call.today(), true);
    let steps = steps(&case, typed);
    let record = record_link(&case);
    Ok(view! {
        <TechnicianLayout title=m::CASE_TITLE tab=Tab::History back=PAGE>
            {done.map(|words| view! { <Banner tone=Tone::Ok>{tr(words)}</Banner> })}
            {outcome}
            <ErrorSummary labels=vec![("words", t(m::RESPOND_WORDS).to_owned())] />
            {inside}
            {record}
            {steps}
        </TechnicianLayout>
    }
    .into_any())
}

fn record_link(case: &ClaimCase) -> Option<impl IntoView + use<>> {
    let site = case.row.site.filter(|_| case.record.is_some())?;
    let href = format!("/passport/history/{}/{site}", case.row.day.number());
    Some(view! { <LinkButton href text=m::RECORD_LINK kind=ButtonKind::Outline /> })
}

/// What the person can do now, as one form with a button each.
fn steps(case: &ClaimCase, typed: String) -> Option<AnyView> {
    let state = case.row.state;
    let ways = [
        (ClaimAct::Confirmed, "confirm", m::CONFIRM, ButtonKind::Solid),
        (ClaimAct::Objected, "object", m::OBJECT, ButtonKind::Outline),
        (ClaimAct::Passed, "pass", m::PASS, ButtonKind::Outline),
        (ClaimAct::Withdrawn, "withdraw", m::WITHDRAW, ButtonKind::Outline),
    ];
    let open: Vec<_> = ways.into_iter().filter(|(act, ..)| next(state, *act, Party::Person).is_ok()).collect();
    if open.is_empty() {
        return None;
    }
    let lead = match state {
        ClaimState::Answered | ClaimState::AnsweredAgain => Some(m::RESPOND_CONFIRM_LEAD),
        ClaimState::Refused => Some(m::RESPOND_REFUSED_LEAD),
        _ => None,
    };
    let words = open
        .iter()
        .any(|(act, ..)| matches!(act, ClaimAct::Objected | ClaimAct::Passed))
        .then(|| words_field(t(m::RESPOND_WORDS), t(m::RESPOND_WORDS_HINT), typed, false));
    let buttons = open
        .into_iter()
        .map(|(_, code, words, kind)| view! { <SubmitButton text=t(words) kind=kind name="act" value=code /> })
        .collect_view();
    let id = case.row.id.to_string();
    let form = view! {
        <Card title=m::RESPOND>
            {lead.map(|words| view! { <p>{tr(words)}</p> })}
            <form method="post" action=RespondToClaim::PATH class="form" novalidate>
                <input type="hidden" name="claim" value=id />
                {words}
                {buttons}
            </form>
        </Card>
    };
    Some(form.into_any())
}
