//! `/evaluator/levels`: what a body granted, and taking it back by two persons. Invariant: whoever entered a withdrawal is not
//! offered to put it in force.

use super::{WithdrawLevelGrant, words};
use crate::{
    application::frame,
    shell::{
        EmptyState, ErrorSummary, Flash, OfficeLayout, Parts, Table, Tag, Tone, call, line_field, page,
        provide_problems, t, tw,
    },
};
use domain::{
    level::{application::WithdrawalReason, view::GrantRow},
    listing::Mark,
};
use i18n::{Msg, date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use msg::level as m;

/// Its address.
pub(super) const PAGE: &str = "/evaluator/levels";

/// What a refused form leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) grant: String,
    pub(super) reason: String,
    pub(super) note: String,
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "entered" => m::DONE_ENTERED,
        "withdrawn" => m::DONE_WITHDRAWN,
        "dropped" => m::DONE_DROPPED,
        _ => return None,
    })
}

/// `/evaluator/levels`.
#[component]
pub fn LevelGrantsPage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after")).and_then(|mark| mark.parse::<Mark>().ok());
    page(async move {
        let listed = services::level::grants(&call(), after).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let outcome = super::field::outcome(&flash, done_word);
        let typed: Typed = flash.form();
        provide_problems(flash.problems);
        let labels = vec![("reason", t(m::GRANTS_REASON).to_owned()), ("note", t(m::GRANTS_NOTE).to_owned())];
        let body = if listed.rows.is_empty() && after.is_none() {
            view! { <EmptyState title=t(m::GRANTS_NONE) /> }.into_any()
        } else {
            let heads =
                [m::OFFICE_WHO, m::OFFICE_FIELD, m::GRANTED, m::GRANTS_DAY, m::APPLICATION_STATE, m::GRANTS_WITHDRAW];
            let heads = heads.map(|head| t(head).to_owned()).to_vec();
            let lines = listed.rows.iter().map(|row| line(row, &typed)).collect_view();
            let first = after.is_some().then(|| PAGE.to_owned());
            let next = listed.next.as_ref().map(|next| format!("{PAGE}?after={next}"));
            view! {
                <p class="count-line">{tw(m::OFFICE_COUNT, &[("count", &number::grouped(listed.all))])}</p>
                <Table caption=t(m::OFFICE_NAV_GRANTS) heads>{lines}</Table>
                <Parts of=t(m::OFFICE_NAV_GRANTS) first next />
            }
            .into_any()
        };
        Ok(view! {
            <OfficeLayout title=t(m::OFFICE_NAV_GRANTS) who nav=frame::operator_nav(PAGE)>
                {outcome} <ErrorSummary labels chosen=&["reason"] />
                <p>{t(m::GRANTS_LEAD)}</p>
                {body}
            </OfficeLayout>
        })
    })
}

fn line(row: &GrantRow, typed: &Typed) -> impl IntoView + use<> {
    let (state, tone) = match (row.withdrawn_at, &row.withdrawal) {
        (Some(_), _) => (m::GRANTS_WITHDRAWN, Tone::Plain),
        (None, Some(_)) => (m::GRANTS_WAITS, Tone::Warn),
        (None, None) => (m::GRANTS_GOOD, Tone::Ok),
    };
    let ways = ways(row, typed);
    view! {
        <tr>
            <th scope="row">{row.name.clone()} " " <span class="num">{row.technician.grouped()}</span></th>
            <td class="num" data-label=t(m::OFFICE_FIELD)>{row.field.to_string()}</td>
            <td data-label=t(m::GRANTED)>{words::level(row.level)}</td>
            <td class="num" data-label=t(m::GRANTS_DAY)>{date::iso(row.granted_on)}</td>
            <td data-label=t(m::APPLICATION_STATE)>
                <Tag tone text=t(state) />
            </td>
            <td>{ways}</td>
        </tr>
    }
}

fn ways(row: &GrantRow, typed: &Typed) -> Option<AnyView> {
    if row.withdrawn_at.is_some() {
        return None;
    }
    let Some((reason, note, own)) = &row.withdrawal else { return Some(enter(row, typed)) };
    let step = |step: &'static str, words: Msg, of: Msg, class: &'static str| {
        view! {
            <form method="post" action=WithdrawLevelGrant::PATH class="row-form">
                <input type="hidden" name="grant" value=row.id.to_string() />
                <button type="submit" class=class name="step" value=step aria-label=tw(of, &[("name", &row.name)])>
                    {t(words)}
                </button>
            </form>
        }
    };
    let confirm = (!own).then(|| step("confirm", m::GRANTS_CONFIRM, m::GRANTS_CONFIRM_OF, "button danger small"));
    let own = own.then(|| view! { <p class="hint">{t(m::GRANTS_WAITS_OWN)}</p> });
    let drop = step("drop", m::GRANTS_DROP, m::GRANTS_DROP_OF, "button outline small");
    Some(
        view! {
            <p>{t(word::level_withdrawal(*reason))} " " {note.clone()}</p>
            {own} {confirm} {drop}
        }
        .into_any(),
    )
}

fn enter(row: &GrantRow, typed: &Typed) -> AnyView {
    let id = row.id.to_string();
    // The fields have the names a problem is told by in the row it was sent from, and names of their own elsewhere.
    let here = typed.grant == id;
    let at = |name: &str| if here { name.to_owned() } else { format!("{name}-{id}") };
    let typed = if here { typed.clone() } else { Typed::default() };
    let problem = |name: &str| here.then(|| crate::shell::field::problem_of(name)).flatten();
    let wrong = problem("reason").map(|words| view! { <p class="problem row-problem" role="alert">{words}</p> });
    let options = WithdrawalReason::ALL.map(|reason| {
        let chosen = reason.code() == typed.reason;
        view! { <option value=reason.code() selected=chosen>{t(word::level_withdrawal(reason))}</option> }
    });
    let note = line_field(&at("note"), "note", t(m::GRANTS_NOTE), typed.note.clone(), problem("note"));
    view! {
        <details open=here>
            <summary>{t(m::GRANTS_WITHDRAW)}</summary>
            <form method="post" action=WithdrawLevelGrant::PATH class="row-form">
                <input type="hidden" name="grant" value=id.clone() />
                {wrong}
                <label for=at("reason")>{t(m::GRANTS_REASON)}</label>
                <select class="input small" id=at("reason") name="reason">
                    <option value="">{t(msg::common::CHOOSE_ONE)}</option>
                    {options.into_iter().collect_view()}
                </select>
                {note}
                <button
                    type="submit"
                    class="button danger small"
                    name="step"
                    value="enter"
                    aria-label=tw(m::GRANTS_WITHDRAW_OF, &[("name", &row.name)])
                >
                    {t(m::GRANTS_WITHDRAW)}
                </button>
            </form>
        </details>
    }
    .into_any()
}
