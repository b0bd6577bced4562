//! `/counter/cases/{id}`: one application at the counter, from the look at the person to its papers. Invariant: the steps
//! stand in the order they are taken, and one that cannot be taken yet says what comes first.

use super::{LeaveOutUnproven, PapersArrived, check, list, post, words};
use crate::{
    application::{frame, words as application_words},
    proxy::{OpenProxy, ResendPasswordLink, filed::waits_for_password},
    shell::{
        Banner, ButtonKind, Card, ErrorSummary, Flash, LinkButton, OfficeLayout, SubmitButton, Tag, Tone, UiError,
        call, error::NOT_FOUND, icon, page, provide_problems, t, tw,
    },
};
use domain::{
    access::{Action, Resource},
    counter::{CheckForm, CounterCase, PostForm},
    id::ApplicationId,
    time::WorkDate,
};
use i18n::{Msg, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};

use msg::counter as m;

/// What a form that was not taken leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) check: Option<CheckForm>,
    pub(super) post: Option<PostForm>,
}

/// The page of one.
pub fn page_of(id: ApplicationId) -> String {
    format!("{}/cases/{id}", list::PAGE)
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "checked" => m::CHECKED_DONE,
        "left_out" => m::LEFT_OUT_DONE,
        "posted" => m::POSTED_DONE,
        "arrived" => m::ARRIVED_DONE,
        _ => return None,
    })
}

/// `/counter/cases/{id}`.
#[component]
pub fn CounterCasePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("case")).unwrap_or_default();
    page(async move {
        let id: ApplicationId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let case = services::counter::case(&call, id).await?;
        let judges = services::counter::may_judge(&call, id).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let typed: Typed = flash.form();
        let done = flash.done.as_deref().and_then(done_word).map(t);
        let outcome = frame::outcome(&flash);
        provide_problems(flash.problems);
        let labels = [
            ("identity_kind", m::IDENTITY_KIND),
            ("papers", m::PAPERS_BROUGHT),
            ("agrees", m::AGREES_SHORT),
            ("tracking", m::TRACKING),
            ("sent_on", m::SENT_ON),
        ];
        let labels = labels.map(|(field, words)| (field, t(words).to_owned())).to_vec();
        let title = tw(m::CASE_TITLE, &[("number", &case.row.number)]);
        let crumbs = vec![(list::PAGE.to_owned(), t(m::BACK).to_owned())];
        let today = call.today();
        Ok(view! {
            <OfficeLayout title who nav=frame::operator_nav(list::PAGE) crumbs>
                <ErrorSummary labels chosen=&["identity_kind", "papers"] />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {outcome}
                {head(&case, judges)}
                {returned(&case)}
                {looked(&case, typed.check, today)}
                {enter(&case)}
                {receipt(&case)}
                {papers(&case, typed.post, today)}
                <p>{list::back()}</p>
            </OfficeLayout>
        })
    })
}

fn head(case: &CounterCase, judges: bool) -> impl IntoView + use<> {
    let name = if case.row.name.is_empty() { t(m::CASE_NAMELESS).to_owned() } else { case.row.name.clone() };
    let help = match &case.row.fee {
        Some(fee) => words::pay(fee),
        None => t(word::application_state_help(case.row.state)).to_owned(),
    };
    let review = judges.then(|| {
        let href = format!("/operator/applications/{}", case.row.id);
        view! {
            <p>
                <LinkButton href text=t(m::TO_REVIEW) kind=ButtonKind::Outline icon=icon::FACT_CHECK />
            </p>
        }
    });
    let link_again = (case.own && waits_for_password(&case.row)).then(|| {
        view! {
            <form method="post" action=ResendPasswordLink::PATH>
                <input type="hidden" name="application" value=case.row.id.to_string() />
                <SubmitButton text=t(msg::proxy::LINK_AGAIN) kind=ButtonKind::Outline icon=icon::SEND />
            </form>
        }
    });
    view! {
        <p>
            <strong>{name}</strong> " "
            {t(word::filing_kind(case.row.kind, case.row.anew))} " "
            <Tag tone=words::tone(case.row.state) text=t(word::application_state(case.row.state)) /> " "
            {case.body.clone()} " " {case.row.office.clone()}
        </p>
        <p>{help}</p>
        {link_again}
        {review}
    }
}

/// What the head office returned, for the office that works on it.
fn returned(case: &CounterCase) -> impl IntoView + use<> {
    let kind = case.row.kind;
    let line = |deficiency: &domain::application::Deficiency| {
        let label = application_words::label(kind, &deficiency.field);
        view! { <li>{label} " " {application_words::deficiency_told(deficiency)}</li> }
    };
    let lines = case.deficiencies.iter().map(line).collect_view();
    (!case.deficiencies.is_empty()).then(|| {
        view! {
            <section class="deficiencies" aria-labelledby="deficiencies-title">
                <h2 id="deficiencies-title">{t(m::RETURNED_TITLE)}</h2>
                <p>{t(m::RETURNED_LEAD)}</p>
                <ul>{lines}</ul>
            </section>
        }
    })
}

fn looked(case: &CounterCase, typed: Option<CheckForm>, today: WorkDate) -> impl IntoView + use<> {
    let open = case.own && case.row.state.is_editable();
    let known = case.checked.as_ref().map(|checked| check::summary(checked, today));
    let form = open.then(|| check::form(case, typed));
    view! {
        <Card title=t(m::STEP_CHECK)>
            {known}
            {form}
        </Card>
    }
}

fn enter(case: &CounterCase) -> impl IntoView + use<> {
    let id = case.row.id.to_string();
    let inside = if !case.row.state.is_editable() {
        view! { <p>{t(m::ENTER_OVER)}</p> }.into_any()
    } else if case.checked.is_none() {
        view! { <p>{t(m::CHECK_FIRST)}</p> }.into_any()
    } else if !case.own {
        view! { <p>{t(word::application_state_help(case.row.state))}</p> }.into_any()
    } else {
        view! {
            <p>{t(m::ENTER_LEAD)}</p>
            {unproven(case)}
            <form method="post" action=OpenProxy::PATH>
                <input type="hidden" name="application" value=id />
                <SubmitButton text=t(m::ENTER) icon=icon::EDIT />
            </form>
        }
        .into_any()
    };
    view! { <Card title=t(m::STEP_ENTER)>{inside}</Card> }
}

/// What was entered without proof, and the button that leaves it out.
fn unproven(case: &CounterCase) -> impl IntoView + use<> {
    let label = |field: &String| application_words::label(case.row.kind, field);
    let lines = case.unproven.iter().map(|field| view! { <li>{label(field)}</li> }).collect_view();
    let id = case.row.id.to_string();
    (!case.unproven.is_empty()).then(|| {
        view! {
            <section class="deficiencies" aria-labelledby="unproven-title">
                <h3 id="unproven-title">{t(m::UNPROVEN_TITLE)}</h3>
                <p>{t(m::UNPROVEN_LEAD)}</p>
                <ul>{lines}</ul>
                <form method="post" action=LeaveOutUnproven::PATH>
                    <input type="hidden" name="application" value=id />
                    <SubmitButton text=t(m::LEAVE_OUT) kind=ButtonKind::Outline />
                </form>
            </section>
        }
    })
}

fn receipt(case: &CounterCase) -> impl IntoView + use<> {
    let href = format!("{}/receipt", page_of(case.row.id));
    let inside = if case.submitted_at.is_some() {
        view! { <LinkButton href text=t(m::RECEIPT_OPEN) kind=ButtonKind::Outline icon=icon::DESCRIPTION /> }.into_any()
    } else {
        view! { <p>{t(m::RECEIPT_AFTER)}</p> }.into_any()
    };
    view! { <Card title=t(m::STEP_RECEIPT)>{inside}</Card> }
}

fn papers(case: &CounterCase, typed: Option<PostForm>, today: WorkDate) -> impl IntoView + use<> {
    let Some(papers) = case.row.papers.clone() else { return ().into_any() };
    let may_note = papers.may_be_sent(case.row.state);
    let head = crate::application::frame::may(Action::ApplicationReview, &Resource::Register);
    let id = case.row.id.to_string();
    let form = (may_note && case.own && !head).then(|| post::form(case.row.id, &papers, typed, today));
    let arrive = (may_note && head).then(|| {
        view! {
            <form method="post" action=PapersArrived::PATH>
                <input type="hidden" name="application" value=id />
                <SubmitButton text=t(m::ARRIVE) icon=icon::TASK_ALT />
            </form>
        }
    });
    let first = case.submitted_at.is_none().then(|| view! { <p class="hint">{t(m::POST_AFTER)}</p> });
    view! {
        <Card title=t(m::STEP_POST)>
            <p>{words::place_whole(&papers, today)}</p>
            {first}
            {form}
            {arrive}
        </Card>
    }
    .into_any()
}
