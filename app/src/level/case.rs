//! `/evaluator/applications/{application}`: what is asked, and beside it what there is to show for it. Invariant: what the
//! criteria come to is chosen at first, and who judges otherwise is told that a second person looks.

use super::{application, judging, queue, words};
use crate::{
    application::frame,
    shell::{
        Card, DescriptionList, ErrorSummary, Flash, OfficeLayout, Row, Table, UiError, call, error::NOT_FOUND, lang,
        page, provide_problems, t, tw,
    },
};
use domain::{
    id::LevelApplicationId,
    level::{
        judging::JudgeForm,
        view::{Case, Proof, TradeDays},
    },
    time::WorkDate,
};
use i18n::{Msg, date, msg, number, word};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use msg::level as m;

/// The page of an application.
pub(super) fn page_of(id: LevelApplicationId) -> String {
    format!("{}/applications/{id}", queue::PAGE)
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "granted" => m::DONE_GRANTED,
        "refused" => m::DONE_REFUSED,
        "second_look" => m::DONE_SECOND_LOOK,
        "waiting" => m::DONE_WAITING,
        _ => return None,
    })
}

/// What a field is called above the form; verdicts are called by what is judged.
fn label_of(field: &str) -> Option<String> {
    let label = match field {
        "decision" => m::CASE_DECISION,
        "reasons" => m::CASE_REASONS,
        "note" => m::CASE_NOTE,
        _ if field.starts_with("statements[") => m::STATEMENTS,
        _ if field.starts_with("verdicts[") => m::CASE_JUDGE,
        _ => return None,
    };
    Some(t(label).to_owned())
}

/// `/evaluator/applications/{application}`.
#[component]
pub fn LevelCasePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("application")).unwrap_or_default();
    page(async move {
        let id: LevelApplicationId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let case = services::level::case(&call(), id).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let outcome = super::field::outcome(&flash, done_word);
        let typed: Option<JudgeForm> = flash.error.is_some().then(|| flash.form());
        provide_problems(flash.problems);
        let title = tw(m::CASE_TITLE, &[("name", &case.row.name), ("level", &words::level(case.row.wanted))]);
        let crumbs = vec![(queue::PAGE.to_owned(), t(m::OFFICE_TITLE).to_owned())];
        let (facts, days, proofs) = (facts(&case), days(&case), proofs(&case));
        let statements = statements(&case);
        let judge = judging::part(&case, typed);
        Ok(view! {
            <OfficeLayout title who nav=frame::operator_nav(queue::PAGE) crumbs>
                {outcome} <ErrorSummary label_of=label_of chosen=&["decision", "reasons"] />
                {facts} {days} {proofs} {statements} {judge}
            </OfficeLayout>
        })
    })
}

fn facts(case: &Case) -> impl IntoView + use<> {
    let version = case.criteria_from.map_or_else(
        || t(m::CASE_VERSION_ALWAYS).to_owned(),
        |from| tw(m::CASE_VERSION_FROM, &[("day", &date::iso(from))]),
    );
    let rows = vec![
        Row::new(t(m::OFFICE_WHO), format!("{} {} {}", case.row.name, case.row.kana, case.row.technician.grouped())),
        Row::new(t(m::OFFICE_FIELD), format!("{} {}", case.row.field, case.field_name)),
        Row::new(t(m::CASE_HELD), words::level(case.held)),
        Row::new(t(m::APPLICATION_WANTED), words::level(case.row.wanted)),
        Row::new(t(m::APPLICATION_DAY), date::iso(case.row.asked_on)),
        Row::new(t(m::CASE_CRITERIA), words::level(case.criteria)),
        Row::new(t(m::CASE_VERSION), version),
    ];
    let state = words::state(case.row.state);
    let assumed = case.trades_assumed.then(|| view! { <p class="hint">{t(m::TRADES_ASSUMED)}</p> });
    view! {
        <Card title=t(m::CASE_FACTS)>
            <p>{state}</p>
            <DescriptionList rows />
            {assumed}
        </Card>
    }
}

fn days(case: &Case) -> AnyView {
    if case.days.is_empty() {
        return view! { <Card title=t(m::CASE_DAYS)><p>{t(m::CASE_DAYS_NONE)}</p></Card> }.into_any();
    }
    let heads = [m::STATED_TRADE, m::CASE_COUNTS, m::CASE_ALL_DAYS, m::CASE_FOREMAN, m::CASE_CREW_LEADER];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let number = |days: u32| number::grouped(i64::from(days));
    let line = |row: &TradeDays| {
        let counts = t(if row.counts { m::CASE_COUNTS_YES } else { m::CASE_COUNTS_NO });
        view! {
            <tr>
                <th scope="row">{word::trade(lang(), row.trade)}</th>
                <td data-label=t(m::CASE_COUNTS)>{counts}</td>
                <td class="number" data-label=t(m::CASE_ALL_DAYS)>{number(row.days)}</td>
                <td class="number" data-label=t(m::CASE_FOREMAN)>{number(row.foreman)}</td>
                <td class="number" data-label=t(m::CASE_CREW_LEADER)>{number(row.crew_leader)}</td>
            </tr>
        }
    };
    let lines = case.days.iter().map(line).collect_view();
    view! {
        <Card title=t(m::CASE_DAYS)>
            <Table caption=t(m::CASE_TRADE) heads>{lines}</Table>
        </Card>
    }
    .into_any()
}

fn proofs(case: &Case) -> AnyView {
    if case.proofs.is_empty() {
        return view! { <Card title=t(m::CASE_PROOFS)><p>{t(m::CASE_PROOFS_NONE)}</p></Card> }.into_any();
    }
    let q = [
        msg::qualification::TITLE,
        msg::qualification::NUMBER,
        msg::qualification::ACQUIRED,
        msg::qualification::UNTIL,
    ];
    let heads = q.into_iter().chain([m::CASE_PROOF]).map(|head| t(head).to_owned()).collect::<Vec<_>>();
    let (id, open) = (case.row.id, case.row.state.is_open());
    let line = |proof: &Proof| {
        let day = |day: Option<WorkDate>| day.map(date::iso);
        let see = (proof.has_picture && open).then(|| {
            let href = format!("{}/proof/{}/{}", page_of(id), proof.list, proof.place);
            view! { <a href=href aria-label=tw(m::CASE_PROOF_SEE, &[("name", &proof.name)])>{t(m::CASE_PROOF)}</a> }
        });
        let none = (!proof.has_picture).then(|| t(m::CASE_PROOF_NONE));
        view! {
            <tr>
                <th scope="row" lang="ja">{proof.name.clone()}</th>
                <td class="num" data-label=t(msg::qualification::NUMBER)>{proof.number.clone()}</td>
                <td class="num" data-label=t(msg::qualification::ACQUIRED)>{day(proof.acquired)}</td>
                <td class="num" data-label=t(msg::qualification::UNTIL)>{day(proof.expires)}</td>
                <td data-label=t(m::CASE_PROOF)>{see} {none}</td>
            </tr>
        }
    };
    let lines = case.proofs.iter().map(line).collect_view();
    view! {
        <Card title=t(m::CASE_PROOFS)>
            <Table caption=t(m::CASE_PROOFS) heads>{lines}</Table>
        </Card>
    }
    .into_any()
}

fn statements(case: &Case) -> Option<AnyView> {
    if case.statements.is_empty() {
        return None;
    }
    let one = |row| view! { <li class="level-requirement">{application::shown(row)}</li> };
    let all = case.statements.iter().map(one).collect_view();
    Some(view! { <Card title=t(m::STATEMENTS)><ul class="level-list">{all}</ul></Card> }.into_any())
}
