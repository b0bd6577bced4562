//! The form by which a business answers and the office decides. Invariant: an approved day is offered to be taken back and
//! not to be entered over.

use crate::{
    application::choice,
    shell::{
        Card, ErrorSummary, Field, RadioRows, SelectField, SubmitButton, TextField,
        field::{described_by, problem_of},
        t,
    },
};
use domain::{
    history::{
        Approval, WorkRole,
        claim::{AnswerForm, AnswerKind, ClaimCase, ClaimKind},
        entry::AS_ON_ROSTER,
    },
    id::SiteId,
    time::Instant,
};
use i18n::{Msg, msg, word};
use leptos::prelude::*;

use msg::claim as m;

/// Fields one chooses in instead of writing.
pub(super) const CHOSEN: &[&str] = &["answer", "trade", "role"];

/// Where the form goes, and what stands in it.
pub(super) struct Answering<'a> {
    /// The server function's path.
    pub path: &'static str,
    /// The office decides.
    pub office: bool,
    /// The sites to choose from; none: a site ID is typed.
    pub sites: Vec<(SiteId, String)>,
    /// The claim.
    pub case: &'a ClaimCase,
    /// What was typed.
    pub typed: AnswerForm,
}

/// Names of the fields for the list of problems.
pub(super) fn labels() -> Vec<(&'static str, String)> {
    let labels = [
        ("answer", m::ANSWER_HOW),
        ("site", m::ANSWER_SITE),
        ("first_in", m::FIRST_IN),
        ("last_out", m::LAST_OUT),
        ("trade", msg::entry::TRADE),
        ("role", msg::entry::ROLE),
        ("words", m::ANSWER_WORDS),
    ];
    labels.into_iter().map(|(field, label)| (field, t(label).to_owned())).collect()
}

/// The problems of the form, above everything.
pub(super) fn summary() -> impl IntoView {
    view! { <ErrorSummary labels=labels() chosen=CHOSEN /> }
}

fn kinds(case: &ClaimCase, office: bool) -> choice::Choices {
    let approved = case.record.as_ref().is_some_and(|record| record.approval == Approval::Approved);
    let mends =
        if approved { (AnswerKind::Withdraw, m::ANSWER_WITHDRAW) } else { (AnswerKind::Enter, m::ANSWER_ENTER) };
    let corrected = if office { m::DECIDE_CORRECTED } else { m::ANSWER_CORRECTED };
    let kinds: [(AnswerKind, Msg); 3] =
        [mends, (AnswerKind::Corrected, corrected), (AnswerKind::Refuse, m::ANSWER_REFUSE)];
    choice::of(kinds.map(|(kind, words)| (kind.code(), words)))
}

/// What is proposed where nothing was typed: of a missing day the times the person says.
fn proposed(case: &ClaimCase) -> AnswerForm {
    let time = |at: Option<Instant>| match case.row.kind {
        ClaimKind::Missing => at.map(Instant::hh_mm).unwrap_or_default(),
        ClaimKind::Wrong => String::new(),
    };
    AnswerForm {
        first_in: time(case.row.span.first_in),
        last_out: time(case.row.span.last_out),
        trade: AS_ON_ROSTER.to_owned(),
        role: AS_ON_ROSTER.to_owned(),
        ..AnswerForm::default()
    }
}

/// The form.
pub(super) fn form(of: Answering<'_>) -> AnyView {
    let Answering { path, office, sites, case, typed } = of;
    let typed = if typed == AnswerForm::default() { proposed(case) } else { typed };
    let (title, means, hint, button) = if office {
        (m::DECIDE, m::DECIDE_MEANS, m::DECIDE_WORDS_HINT, m::DECIDE_DO)
    } else {
        (m::ANSWER, m::ANSWER_MEANS, m::ANSWER_WORDS_HINT, m::ANSWER_DO)
    };
    let roster = || (AS_ON_ROSTER.to_owned(), t(msg::entry::AS_ON_ROSTER).to_owned());
    let trades: choice::Choices = core::iter::once(roster()).chain(choice::trades()).collect();
    let roles = choice::of(WorkRole::ALL.map(|role| (role.code(), word::work_role(role))));
    let roles: choice::Choices = core::iter::once(roster()).chain(roles).collect();
    let site = case.row.site.is_none().then(|| site_field(sites, typed.site.clone()));
    let id = case.row.id.to_string();
    let (times, kinds) = (times(&typed), kinds(case, office));
    view! {
        <Card title=t(title)>
            <p>{t(means)}</p>
            <form method="post" action=path class="form" novalidate>
                <input type="hidden" name="claim" value=id />
                <RadioRows name="answer" legend=t(m::ANSWER_HOW) value=typed.answer options=kinds />
                {site}
                {times}
                <SelectField name="trade" label=t(msg::entry::TRADE) value=typed.trade options=trades required=false />
                <RadioRows name="role" legend=t(msg::entry::ROLE) value=typed.role options=roles required=false />
                {words_field(t(m::ANSWER_WORDS), t(hint), typed.words, office)}
                <SubmitButton text=t(button) />
            </form>
        </Card>
    }
    .into_any()
}

fn times(typed: &AnswerForm) -> impl IntoView + use<> {
    let (first_in, last_out) = (typed.first_in.clone(), typed.last_out.clone());
    view! {
        <TextField
            name="first_in"
            label=t(m::FIRST_IN)
            hint=t(m::ANSWER_FIRST_IN_HINT)
            value=first_in
            kind="time"
            width="short"
            required=false
        />
        <TextField
            name="last_out"
            label=t(m::LAST_OUT)
            hint=t(msg::entry::LAST_OUT_HINT)
            value=last_out
            kind="time"
            width="short"
            required=false
        />
    }
}

fn site_field(sites: Vec<(SiteId, String)>, typed: String) -> AnyView {
    if sites.is_empty() {
        return view! {
            <TextField
                name="site"
                label=t(m::ANSWER_SITE_ID)
                hint=t(m::ANSWER_SITE_ID_HINT)
                value=typed
                inputmode="numeric"
                width="medium"
                required=false
            />
        }
        .into_any();
    }
    let options = sites.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    view! { <SelectField name="site" label=t(m::ANSWER_SITE) value=typed options=options required=false /> }.into_any()
}

/// A few lines of words.
pub(super) fn words_field(label: &'static str, hint: &'static str, typed: String, required: bool) -> impl IntoView {
    let described = described_by("words", true);
    let invalid = problem_of("words").is_some().then_some("true");
    view! {
        <Field name="words" label=label hint=hint required=required>
            <textarea
                class="input"
                id="words"
                name="words"
                rows="3"
                aria-describedby=described
                aria-invalid=invalid
                aria-required=required.then_some("true")
            >
                {typed}
            </textarea>
        </Field>
    }
}
