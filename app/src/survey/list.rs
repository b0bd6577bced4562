//! `/operator/surveys`: rounds with what came of them, and beginning another. Invariant: how many were asked and how many
//! answered stand beside each other.

use super::{OpenSurvey, round::page_of};
use crate::{
    application::frame,
    shell::{
        Card, EmptyState, ErrorSummary, Flash, OfficeLayout, SubmitButton, Table, TextField, call, icon, page,
        provide_problems, t, tw,
    },
};
use domain::survey::{Intent, SurveyForm, SurveyRow};
use i18n::{Msg, date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::survey as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/surveys";

/// `/operator/surveys`.
#[component]
pub fn SurveysPage() -> impl IntoView {
    page(async {
        let rounds = services::survey::list(&call()).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let outcome = frame::outcome(&flash);
        let typed: SurveyForm = flash.form();
        provide_problems(flash.problems);
        let labels = [("from", m::FROM), ("to", m::TO), ("due", m::DUE)];
        let labels = labels.map(|(field, words)| (field, t(words).to_owned())).to_vec();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
                {outcome}
                <ErrorSummary labels />
                <p>{t(m::LEAD)}</p>
                {list(&rounds)}
                {form(typed)}
            </OfficeLayout>
        })
    })
}

fn form(typed: SurveyForm) -> impl IntoView {
    let day = |name: &'static str, label: Msg, hint: Msg, value: String| {
        view! { <TextField name=name label=t(label) hint=t(hint) value=value width="short" autocomplete="off" /> }
    };
    view! {
        <Card title=t(m::OPEN_TITLE)>
            <form method="post" action=OpenSurvey::PATH class="form" novalidate>
                {day("from", m::FROM, m::FROM_HINT, typed.from)}
                {day("to", m::TO, m::TO_HINT, typed.to)}
                {day("due", m::DUE, m::DUE_HINT, typed.due)}
                <p class="hint">{t(m::OPEN_NOTE)}</p>
                <SubmitButton text=t(m::OPEN_GO) icon=icon::SEND />
            </form>
        </Card>
    }
}

/// Words of the counts of a round.
pub(super) fn counted(of: &SurveyRow) -> Vec<(Msg, i64)> {
    let answered: i64 = of.answers.iter().sum();
    let each = Intent::ALL.into_iter().zip(of.answers).map(|(intent, count)| (word::intent(intent), count));
    each.chain([(m::SILENT, of.asked - answered)]).collect()
}

fn list(rounds: &[SurveyRow]) -> impl IntoView + use<> {
    if rounds.is_empty() {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    let answers = Intent::ALL.map(word::intent);
    let heads = [m::SPAN, m::DUE, m::ASKED, answers[0], answers[1], answers[2], m::SILENT];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let lines = rounds.iter().map(line).collect_view();
    view! { <Table caption=t(m::TITLE) heads>{lines}</Table> }.into_any()
}

fn line(of: &SurveyRow) -> impl IntoView + use<> {
    let span = tw(m::SPAN_WORDS, &[("from", &date::iso(of.from)), ("to", &date::iso(of.to))]);
    let cells = counted(of).into_iter().map(|(words, count)| {
        view! { <td class="number" data-label=t(words)>{number::grouped(count)}</td> }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=page_of(of.id)>{span}</a>
            </th>
            <td class="num" data-label=t(m::DUE)>{date::iso(of.due)}</td>
            <td class="number" data-label=t(m::ASKED)>{number::grouped(of.asked)}</td>
            {cells.collect_view()}
        </tr>
    }
}
