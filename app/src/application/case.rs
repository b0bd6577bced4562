//! `/operator/applications/{id}`: one application under review. Invariant: the whole review is one plain form; a script
//! adds keys and counts and decides nothing.

use super::{
    ReviewApplication, ReviewKeys, VerdictInput, case_fields, case_side, frame, key_legend, progress, queue, status,
    words,
};
use crate::shell::{
    Banner, ButtonKind, Flash, Icon, OfficeLayout, SubmitButton, Tag, Tone, call, icon, lang, page, t, tw,
};
use domain::{
    application::{Counts, DeficiencyReason, QueueRow, ReviewCase, State},
    form::{FieldProblem, Problem},
    id::ApplicationId,
    time::Instant,
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use crate::shell::{UiError, error::NOT_FOUND};
use msg::application as m;

/// `/operator/applications/{id}`.
#[component]
pub fn CasePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("application")).unwrap_or_default();
    page(async move {
        let id: ApplicationId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let case = services::application::case(&call, id).await?;
        let rows = services::application::next_in_queue(&call).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&format!("/operator/applications/{id}")).await?;
        Ok(case_page(&case, rows, who, &flash, call.now()))
    })
}

/// What the reviewer may do with the case now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody has it.
    Free,
    /// The one who looks has it.
    Mine,
    /// Somebody else has it.
    Others,
    /// It is not for review now.
    Shut,
}

fn standing(case: &ReviewCase) -> Standing {
    match (case.state, case.claimed_by_me, &case.claimed_by) {
        (State::InReview, true, _) => Standing::Mine,
        (State::InReview, false, Some(_)) => Standing::Others,
        (State::Submitted | State::InReview, _, _) => Standing::Free,
        _ => Standing::Shut,
    }
}

fn case_page(
    case: &ReviewCase,
    rows: Vec<QueueRow>,
    who: String,
    flash: &Flash,
    now: Instant,
) -> impl IntoView + use<> {
    let standing = standing(case);
    // Verdicts just sent but not saved (a deficiency without its reason) come back as they were sent.
    let sent: Vec<VerdictInput> = flash.form();
    let crumbs = vec![("/operator".to_owned(), t(m::CASE_BACK).to_owned())];
    let counts = Counts::of(case.fields.iter().map(|field| (field.wanted, field.verdict)));
    let received = case.submitted_at.map(|at| {
        let at = date::date_time(lang(), at, now.date());
        tw(m::CASE_RECEIVED, &[("number", &case.number), ("at", &at)])
    });
    let next = next_case(&rows, case.id);
    let inside = view! {
        <div class="review">
            {queue_pane(rows, case.id, now)}
            <div class="review-main">
                <p class="review-head">
                    <span class="hint">{received}</span>
                    " "
                    <Tag text=t(word::filing_kind(case.kind, case.anew)) />
                    " "
                    {case.priority.then(|| view! { <Tag tone=Tone::Warn icon=icon::PRIORITY_HIGH text=t(m::QUEUE_PRIORITY) /> })}
                    " "
                    {who_has_it(case)}
                </p>
                <div class="review-ways">{priority(case)} {next}</div>
                {status::steps(case.state)}
                {frame::outcome(flash)}
                {unfinished(case, flash, &sent)}
                <form method="post" action=ReviewApplication::PATH class="review-form" id="review">
                    <input type="hidden" name="application" value=case.id.to_string() />
                    // Before every other button: what Enter presses must not be the one that deletes a picture.
                    {(standing == Standing::Mine).then(|| progress::default_button(Some(("decision", "save"))))}
                    {case_fields::tables(case, &sent, standing == Standing::Mine)}
                    {decision_bar(case, standing, counts)}
                </form>
                {(standing == Standing::Mine).then(|| key_legend::legend(key_legend::REVIEW))}
            </div>
            {case_side::pane(case, now)}
        </div>
    };
    view! {
        <OfficeLayout title=case.name.clone() who nav=frame::operator_nav("/operator") crumbs>
            {inside}
        </OfficeLayout>
    }
}

/// The way to the next case nobody has.
fn next_case(rows: &[QueueRow], current: ApplicationId) -> impl IntoView + use<> {
    let next = rows.iter().find(|row| row.id != current && row.claimed_by.is_none());
    next.map(|row| {
        let href = format!("/operator/applications/{}", row.id);
        view! { <a class="review-next" href=href>{t(m::CASE_NEXT)}</a> }
    })
}

/// Letting the case go before others, while it is under way.
fn priority(case: &ReviewCase) -> impl IntoView + use<> {
    let (decision, words) = if case.priority { ("hurry_not", m::CASE_HURRY_NOT) } else { ("hurry", m::CASE_HURRY) };
    let id = case.id.to_string();
    (!case.state.is_final()).then(|| {
        view! {
            <form method="post" action=ReviewApplication::PATH class="row-form">
                <input type="hidden" name="application" value=id />
                <button type="submit" class="button text small" name="decision" value=decision>
                    {t(words)}
                </button>
            </form>
        }
    })
}

fn who_has_it(case: &ReviewCase) -> impl IntoView + use<> {
    // Once it has left the desk nobody has it, whoever judged it last.
    if !matches!(case.state, State::Submitted | State::InReview) {
        return None;
    }
    let words = match (&case.claimed_by, case.claimed_by_me) {
        (_, true) => t(m::CASE_CLAIMED_BY_YOU).to_owned(),
        (Some(name), false) => tw(m::CASE_CLAIMED_BY, &[("name", name)]),
        (None, false) => t(m::CASE_UNCLAIMED).to_owned(),
    };
    Some(view! {
        <span class="review-who">
            <Icon of=icon::PERSON />
            {words}
        </span>
    })
}

/// What a word that could not be kept still wants: why a field is deficient, or the reviewer's own words for it.
fn wanted(case: &ReviewCase, problem: &FieldProblem, sent: &[VerdictInput]) -> String {
    let label = words::label(case.kind, &problem.field);
    let explains = |sent: &VerdictInput| sent.field == problem.field && sent.reason == DeficiencyReason::Other.code();
    match problem.problem {
        Problem::Missing if sent.iter().any(explains) => tw(m::SAY_WORDS_WANTED, &[("field", &label)]),
        Problem::Missing => tw(m::SAY_REASON_WANTED, &[("field", &label)]),
        _ => i18n::problem::text_of(lang(), &problem.problem, &label),
    }
}

/// The fields whose words could not be kept, each with what it wants.
fn unfinished(case: &ReviewCase, flash: &Flash, sent: &[VerdictInput]) -> impl IntoView + use<> {
    let line = |problem: &FieldProblem| {
        view! {
            <li>
                <a href=format!("#review-{}", problem.field)>{wanted(case, problem, sent)}</a>
            </li>
        }
    };
    let lines = flash.problems.iter().map(line).collect_view();
    (!flash.problems.is_empty()).then(|| {
        view! {
            <Banner tone=Tone::Err>
                <ul>{lines}</ul>
            </Banner>
        }
    })
}

/// Those who wait, the longest first.
fn queue_pane(rows: Vec<QueueRow>, current: ApplicationId, now: Instant) -> impl IntoView {
    let line = move |row: QueueRow| {
        let waiting = row.submitted_at.map(|at| queue::waiting(now.since_ms(at)));
        view! {
            <li>
                <a href=format!("/operator/applications/{}", row.id) aria-current=(row.id == current).then_some("true")>
                    <strong>{row.name}</strong>
                    <span class="number">{waiting}</span>
                    <span class="hint">{t(word::filing_kind(row.kind, row.anew))}</span>
                    {queue::checked(&row.checks)}
                </a>
            </li>
        }
    };
    view! {
        <aside class="review-queue" aria-label=t(m::QUEUE_CAPTION)>
            <ol>{rows.into_iter().map(line).collect_view()}</ol>
        </aside>
    }
}

/// The bar at the bottom: what has been judged, and what may be done.
fn decision_bar(case: &ReviewCase, standing: Standing, counts: Counts) -> impl IntoView + use<> {
    let button = |decision: &'static str, words: i18n::Msg, kind: ButtonKind| {
        view! { <SubmitButton text=t(words) kind name="decision" value=decision /> }
    };
    let state = t(word::application_state(case.state));
    let inside = match standing {
        Standing::Mine => view! {
            <ReviewKeys counts />
            {button("release", m::CASE_RELEASE, ButtonKind::Text)}
            {button("save", m::CASE_SAVE, ButtonKind::Outline)}
            {(counts.done < counts.all).then(|| button("rest", m::CASE_REST, ButtonKind::Outline))}
            {button("return", m::CASE_RETURN_PLAIN, ButtonKind::Danger)}
            {approve_button(counts)}
        }
        .into_any(),
        Standing::Free => view! {
            <p>{t(m::CASE_CLAIM_FIRST)}</p>
            {button("claim", m::CASE_CLAIM, ButtonKind::Solid)}
        }
        .into_any(),
        Standing::Others => view! { <p>{t(m::SAY_NOT_YOURS)}</p> }.into_any(),
        Standing::Shut => view! { <p>{tw(m::CASE_NOT_OPEN, &[("state", &state)])}</p> }.into_any(),
    };
    view! { <div class="decision-bar">{inside}</div> }
}

/// Looks pressable once it is; before that it can be pressed all the same, and the answer says what is missing.
fn approve_button(counts: Counts) -> impl IntoView {
    view! {
        <button
            type="submit"
            class=ButtonKind::Solid.class()
            name="decision"
            value="approve"
            aria-disabled=(!counts.all_good()).then_some("true")
            aria-describedby="approve-why"
        >
            {t(m::CASE_APPROVE)}
        </button>
    }
}
