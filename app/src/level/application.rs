//! An application on its person's page: where it stands, what is to be paid, the statements sent with it, and the way out of it.
//! Invariant: what can no longer be changed has no form.

use super::{ChangeLevel, RemoveLevelStatement, WithdrawLevel, field, statement, words};
use crate::{
    application::choice,
    shell::{
        ButtonKind, Card, DescriptionList, Field, RadioRows, Row, SelectField, SubmitButton, Tag, TextField, Tone,
        field::{described_by, has_problems},
        icon, lang, t, tr, tw,
    },
};
use domain::level::{
    statement::{StatementForm, StatementRow},
    view::{FieldPage, OwnApplication},
};
use i18n::{date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::level as m;

/// Names of the fields of a statement and their labels.
pub(super) fn labels() -> Vec<(&'static str, String)> {
    let labels = [
        ("level", m::APPLY_LEVEL),
        ("employer", m::EMPLOYER),
        ("from", m::FROM),
        ("until", m::UNTIL),
        ("trade", m::STATED_TRADE),
        ("days", m::STATED_DAYS),
        ("foreman_days", m::STATED_FOREMAN),
        ("crew_leader_days", m::STATED_CREW_LEADER),
        ("file", m::FILE),
    ];
    labels.map(|(name, label)| (name, t(label).to_owned())).to_vec()
}

/// The latest application in a field; nothing where there never was one.
pub(super) fn part(of: &FieldPage, typed: StatementForm) -> Option<AnyView> {
    let it = of.application.as_ref()?;
    let rows = vec![
        Row::new(t(m::APPLICATION_WANTED), words::level(it.wanted)),
        Row::new(t(m::APPLICATION_DAY), date::day_only(lang(), it.asked_on)),
    ];
    let (why, fee) = (why(it), fee(it));
    let forms = it.state.is_own().then(|| forms(of, it, typed));
    let (statements, state) = (statements(of, it), words::state(it.state));
    Some(
        view! {
            <Card title=m::APPLICATION>
                <p>{state}</p>
                <DescriptionList rows />
                {why} {fee}
            </Card>
            {statements}
            {forms}
        }
        .into_any(),
    )
}

fn why(it: &OwnApplication) -> Option<AnyView> {
    if it.reasons.is_empty() && it.note.is_none() {
        return None;
    }
    let reasons = it.reasons.iter().map(|reason| view! { <li>{tr(word::level_refusal(*reason))}</li> }).collect_view();
    let title = (!it.reasons.is_empty()).then(|| view! { <p><b>{tr(m::REFUSED_WHY)}</b></p> });
    let note = it.note.clone().map(|note| view! { <p>{tr(m::NOTE_OF_BODY)} ": " {note}</p> });
    Some(
        view! {
            {title}
            <ul>{reasons}</ul>
            {note}
        }
        .into_any(),
    )
}

/// What is to be paid, with the way to pay.
fn fee(it: &OwnApplication) -> Option<AnyView> {
    let fee = it.fee.as_ref().filter(|fee| fee.is_owed() && it.state.is_open())?;
    let mut rows = vec![Row::new(t(msg::application::FEE_AMOUNT), number::yen(lang(), fee.amount.get()))];
    rows.extend(fee.reference.map(|known| Row::new(t(msg::application::FEE_REFERENCE), known.grouped())));
    rows.extend(fee.due.map(|due| Row::new(t(msg::application::FEE_DUE), date::full(lang(), due))));
    let how = crate::fee::how_to_pay();
    Some(
        view! {
            <DescriptionList rows />
            {how}
        }
        .into_any(),
    )
}

fn statements(of: &FieldPage, it: &OwnApplication) -> Option<AnyView> {
    if it.statements.is_empty() {
        return None;
    }
    let field = of.field.number.to_string();
    let is_own = it.state.is_own();
    let one = |row: &StatementRow| {
        let remove = is_own.then(|| {
            view! {
                <form method="post" action=RemoveLevelStatement::PATH>
                    <input type="hidden" name="field" value=field.clone() />
                    <input type="hidden" name="statement" value=row.id.to_string() />
                    <button
                        type="submit"
                        class="button text small"
                        aria-label=tw(m::STATEMENT_REMOVE_OF, &[("employer", &row.entry.employer)])
                    >
                        {tr(m::STATEMENT_REMOVE)}
                    </button>
                </form>
            }
        });
        view! { <li class="level-requirement">{shown(row)} {remove}</li> }
    };
    let all = it.statements.iter().map(one).collect_view();
    Some(
        view! {
            <Card title=m::STATEMENTS>
                <ul class="level-list">{all}</ul>
            </Card>
        }
        .into_any(),
    )
}

/// A statement: what it says, whether it was taken, and the way to its pages.
pub(super) fn shown(row: &StatementRow) -> impl IntoView + use<> {
    let entry = &row.entry;
    let taken = row.taken.map(|taken| {
        let (tone, words) = if taken { (Tone::Ok, m::TAKEN) } else { (Tone::Warn, m::NOT_TAKEN) };
        view! { <Tag tone text=t(words) /> }
    });
    let days = |days: u32| number::days(lang(), i64::from(days));
    let rows = vec![
        Row::new(t(m::FROM), date::day_only(lang(), entry.from)),
        Row::new(t(m::UNTIL), date::day_only(lang(), entry.until)),
        Row::new(t(m::STATED_TRADE), word::trade(lang(), entry.trade)),
        Row::new(t(m::STATED_DAYS), days(entry.days)),
        Row::new(t(m::STATED_FOREMAN), days(entry.foreman_days)),
        Row::new(t(m::STATED_CREW_LEADER), days(entry.crew_leader_days)),
    ];
    let (id, employer) = (row.id, entry.employer.clone());
    let see = (1..=row.pages.max(1)).map(move |page| {
        let label = tw(m::STATEMENT_SEE_OF, &[("employer", &employer), ("n", &page)]);
        view! { <a href=statement::file_of(id, page) aria-label=label>{tr(m::STATEMENT_SEE)}</a> " " }
    });
    view! {
        <p><b>{entry.employer.clone()}</b> " " {taken}</p>
        <DescriptionList rows />
        <p>{see.collect_view()}</p>
    }
}

fn forms(of: &FieldPage, it: &OwnApplication, typed: StatementForm) -> AnyView {
    let field = of.field.number.to_string();
    let (id, paid) = (it.id.to_string(), it.fee.as_ref().is_none_or(|fee| !fee.is_owed()));
    let (options, wanted) = (field::levels(of), it.wanted.number().to_string());
    let (of_field, of_it) = (field.clone(), id.clone());
    let statement = of.statements_until.map(|day| add(of, it, date::full(lang(), day), typed));
    let paid = (paid && it.fee.is_some()).then(|| view! { <p class="hint">{tr(m::TAKE_BACK_PAID)}</p> });
    view! {
        {statement}
        <Card title=m::CHANGE_LEVEL>
            <form method="post" action=ChangeLevel::PATH class="form">
                <input type="hidden" name="field" value=of_field />
                <input type="hidden" name="application" value=of_it />
                <RadioRows name="level" legend=t(m::APPLY_LEVEL) value=wanted options />
                <SubmitButton text=m::CHANGE_GO kind=ButtonKind::Outline />
            </form>
        </Card>
        <form method="post" action=WithdrawLevel::PATH class="form">
            <input type="hidden" name="field" value=field />
            <input type="hidden" name="application" value=id />
            {paid}
            <SubmitButton text=m::TAKE_BACK kind=ButtonKind::Text />
        </form>
    }
    .into_any()
}

/// The form of one more statement.
fn add(of: &FieldPage, it: &OwnApplication, until: String, typed: StatementForm) -> AnyView {
    let again = has_problems().then(|| view! { <p class="hint">{tr(m::FILE_AGAIN)}</p> });
    let trades = choice::trades();
    let (action, id) = (statement::address(of.field.number), it.id.to_string());
    view! {
        <Card title=m::STATEMENT_ADD>
            <p>{tw(m::STATEMENTS_LEAD, &[("day", &until)])}</p>
            <form
                method="post"
                action=action
                enctype="multipart/form-data"
                class="form"
                novalidate
            >
                <input type="hidden" name="application" value=id />
                <TextField name="employer" label=t(m::EMPLOYER) value=typed.employer autocomplete="off" />
                <TextField
                    name="from"
                    label=t(m::FROM)
                    hint=t(m::DAY_HINT)
                    value=typed.from
                    width="medium"
                    autocomplete="off"
                />
                <TextField
                    name="until"
                    label=t(m::UNTIL)
                    hint=t(m::DAY_HINT)
                    value=typed.until
                    width="medium"
                    autocomplete="off"
                />
                <SelectField name="trade" label=t(m::STATED_TRADE) value=typed.trade options=trades />
                {days_field("days", m::STATED_DAYS, typed.days, true)}
                {days_field("foreman_days", m::STATED_FOREMAN, typed.foreman_days, false)}
                {days_field("crew_leader_days", m::STATED_CREW_LEADER, typed.crew_leader_days, false)}
                <Field name="file" label=t(m::FILE) hint=t(m::FILE_HINT) choice=true>
                    {again}
                    <input
                        class="file"
                        type="file"
                        id="file"
                        name="file"
                        accept="image/jpeg,image/png,application/pdf"
                        aria-describedby=described_by("file", true)
                    />
                </Field>
                <SubmitButton text=m::STATEMENT_ADD kind=ButtonKind::Outline icon=icon::ADD />
            </form>
        </Card>
    }
    .into_any()
}

fn days_field(name: &'static str, label: i18n::Msg, value: String, required: bool) -> impl IntoView {
    let hint = if required { "" } else { t(m::STATED_LEADING_HINT) };
    view! {
        <TextField
            name=name
            label=t(label)
            hint=hint
            value=value
            required=required
            inputmode="numeric"
            width="short"
            autocomplete="off"
        />
    }
}
