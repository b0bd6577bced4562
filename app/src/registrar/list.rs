//! `/operator/registrars`: the bodies with what each did, and entering one. Invariant: figures are those kept with each act, not
//! counted for the page.

use super::{EnterRegistrar, body, samples, scriveners, words};
use crate::{
    application::{choice, frame},
    shell::{
        ButtonKind, Card, EmptyState, ErrorSummary, Flash, LinkButton, OfficeLayout, Parts, RadioRows, SelectField,
        SubmitButton, Table, TextField, call, icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    listing::{Listed, Mark},
    registrar::{RegistrarForm, RegistrarRow},
    time::WorkDate,
};
use i18n::{msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::registrar as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/registrars";

/// `/operator/registrars`.
#[component]
pub fn RegistrarsPage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after").and_then(|mark| mark.parse::<Mark>().ok()));
    page(async move {
        let call = call();
        let listed = services::registrar::list(&call, after).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let form: RegistrarForm = flash.form();
        let outcome = frame::outcome(&flash);
        provide_problems(flash.problems);
        let labels = [
            ("name", m::NAME),
            ("prefecture", m::PREFECTURE),
            ("temporary", m::KIND_OF_BODY),
            ("from", m::FROM),
            ("until", m::UNTIL),
        ];
        let labels = labels.map(|(field, words)| (field, t(words).to_owned())).to_vec();
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
                <ErrorSummary labels chosen=&["prefecture", "temporary"] />
                {outcome}
                <p>{t(m::LEAD)}</p>
                <p class="actions">
                    <LinkButton href=samples::PAGE text=t(m::TO_SAMPLES) kind=ButtonKind::Outline icon=icon::FACT_CHECK />
                    <LinkButton href=scriveners::PAGE text=t(m::TO_SCRIVENERS) kind=ButtonKind::Outline icon=icon::BADGE />
                </p>
                {list(listed, after.is_some(), today)}
                {enter(form)}
            </OfficeLayout>
        })
    })
}

fn list(listed: Listed<RegistrarRow>, later: bool, today: WorkDate) -> impl IntoView {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    let heads = [m::NAME, m::PREFECTURE, m::PERIOD, m::STATE, m::SUBMITTED, m::RETURNED, m::LOOKED, m::GOOD];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let first = later.then(|| PAGE.to_owned());
    let next = next.map(|next| format!("{PAGE}?after={next}"));
    let lines = rows.into_iter().map(|row| line(row, today)).collect_view();
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::LIST_CAPTION) heads>{lines}</Table>
        <Parts of=t(m::LIST_CAPTION) first next />
    }
    .into_any()
}

fn line(row: RegistrarRow, today: WorkDate) -> impl IntoView {
    let kind = t(if row.temporary { m::TEMPORARY } else { m::PERMANENT });
    let figures = row.figures;
    view! {
        <tr>
            <th scope="row">
                <a href=body::page_of(row.id)>{row.name}</a>
            </th>
            <td data-label=t(m::PREFECTURE)>{word::prefecture(lang(), row.prefecture)}</td>
            <td data-label=t(m::PERIOD)>{kind} " " {words::period(row.period)}</td>
            <td data-label=t(m::STATE)>{words::standing_tag(row.period, today)}</td>
            <td class="number" data-label=t(m::SUBMITTED)>{number::grouped(figures.submitted)}</td>
            <td class="number" data-label=t(m::RETURNED)>{number::grouped(figures.returned)}</td>
            <td class="number" data-label=t(m::LOOKED)>{number::grouped(figures.looked)}</td>
            <td class="number" data-label=t(m::GOOD)>{number::grouped(figures.good)}</td>
        </tr>
    }
}

fn enter(form: RegistrarForm) -> impl IntoView {
    let kinds = choice::of([("no", m::PERMANENT), ("yes", m::TEMPORARY)]);
    view! {
        <Card title=t(m::ENTER_TITLE)>
            <form method="post" action=EnterRegistrar::PATH class="form office-form" novalidate>
                <TextField name="name" label=t(m::NAME) value=form.name autocomplete="off" />
                <SelectField
                    name="prefecture"
                    label=t(m::PREFECTURE)
                    value=form.prefecture
                    options=choice::prefectures()
                />
                <RadioRows name="temporary" legend=t(m::KIND_OF_BODY) value=form.temporary options=kinds />
                <TextField name="from" label=t(m::FROM) value=form.from kind="date" width="medium" />
                <TextField
                    name="until"
                    label=t(m::UNTIL)
                    hint=t(m::UNTIL_HINT)
                    value=form.until
                    kind="date"
                    width="medium"
                    required=false
                />
                <SubmitButton text=t(m::ENTER) icon=icon::ADD />
            </form>
        </Card>
    }
}
