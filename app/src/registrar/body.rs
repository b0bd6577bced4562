//! `/operator/registrars/{id}`: one body, its offices and the log-ins of their people. Invariant: what ends it is confirmed, and
//! says what it does.

use super::{AddOffice, EndRegistrar, IssueStaff, list, staff, words};
use crate::{
    application::{choice, frame},
    shell::{
        Banner, ButtonKind, Card, Checkbox, DescriptionList, ErrorSummary, Flash, OfficeLayout, RadioRows, Row,
        SelectField, SubmitButton, Table, TextField, Tone, UiError, call, error::NOT_FOUND, icon, lang, page,
        provide_problems, t,
    },
};
use domain::{
    id::RegistrarId,
    registrar::{OfficeForm, OfficeKind, OfficeRow, RegistrarRow, Standing},
    time::WorkDate,
};
use i18n::{Msg, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};

use msg::registrar as m;

/// What a form of the page leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) office: OfficeForm,
    pub(super) staff_office: String,
    pub(super) staff_name: String,
    /// A log-in just issued, sealed.
    pub(super) issued: Option<String>,
}

/// The page of one.
pub(super) fn page_of(id: RegistrarId) -> String {
    format!("{}/{id}", list::PAGE)
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "entered" => m::ENTERED_DONE,
        "office" => m::OFFICE_DONE,
        "stopped" => m::STAFF_STOPPED_DONE,
        "ended" => m::ENDED_DONE,
        _ => return None,
    })
}

/// `/operator/registrars/{id}`.
#[component]
pub fn RegistrarPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("registrar")).unwrap_or_default();
    page(async move {
        let id: RegistrarId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let (row, offices, people) = services::registrar::find(&call, id).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let typed: Typed = flash.form();
        let done = flash.done.as_deref().and_then(done_word).map(t);
        let issued = staff::issued(typed.issued.as_deref())?;
        let outcome = frame::outcome(&flash);
        provide_problems(flash.problems);
        let labels = [
            ("kind", m::OFFICE_KIND),
            ("office_name", m::OFFICE_NAME),
            ("address", m::ADDRESS),
            ("phone", m::PHONE),
            ("office", m::STAFF_OFFICE),
            ("staff_name", m::STAFF_NAME),
            ("confirm", m::END_CONFIRM),
        ];
        let labels = labels.map(|(field, words)| (field, t(words).to_owned())).to_vec();
        let crumbs = vec![(list::PAGE.to_owned(), t(m::TITLE).to_owned())];
        let today = call.today();
        let people = staff::table(&people, &offices, &page_of(id));
        Ok(view! {
            <OfficeLayout title=row.name.clone() who nav=frame::operator_nav(list::PAGE) crumbs>
                <ErrorSummary labels chosen=&["kind", "office"] />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {issued}
                {outcome}
                {head(&row, today)}
                <h2>{t(m::OFFICES)}</h2>
                {office_table(&offices)}
                <h2>{t(m::STAFF)}</h2>
                {people}
                {issue_form(id, &offices, &typed)}
                {office_form(id, typed.office)}
                {end_form(&row, today)}
            </OfficeLayout>
        })
    })
}

fn head(row: &RegistrarRow, today: WorkDate) -> impl IntoView + use<> {
    let kind = t(if row.temporary { m::TEMPORARY } else { m::PERMANENT });
    let rows = vec![
        Row::new(t(m::PREFECTURE), word::prefecture(lang(), row.prefecture)),
        Row::new(t(m::KIND_OF_BODY), kind),
        Row::new(t(m::PERIOD), words::period(row.period)),
    ];
    view! {
        <p>{words::standing_tag(row.period, today)} " " {words::ended(row.period)}</p>
        <DescriptionList rows />
    }
}

/// What an office does, in a word or two.
const fn kind_short(kind: OfficeKind) -> Msg {
    match kind {
        OfficeKind::Field => m::OFFICE_FIELD_SHORT,
        OfficeKind::Head => m::OFFICE_HEAD_SHORT,
    }
}

fn office_table(offices: &[OfficeRow]) -> AnyView {
    if offices.is_empty() {
        return view! { <p class="hint">{t(m::OFFICES_NONE)}</p> }.into_any();
    }
    let heads = [m::OFFICE_NAME, m::OFFICE_KIND, m::ADDRESS, m::PHONE].map(|head| t(head).to_owned()).to_vec();
    let line = |office: &OfficeRow| {
        view! {
            <tr>
                <th scope="row">{office.name.clone()}</th>
                <td data-label=t(m::OFFICE_KIND)>{t(kind_short(office.kind))}</td>
                <td data-label=t(m::ADDRESS)>{office.address.clone()}</td>
                <td class="num" data-label=t(m::PHONE)>{office.phone.clone()}</td>
            </tr>
        }
    };
    let lines = offices.iter().map(line).collect_view();
    view! { <Table caption=t(m::OFFICES) heads>{lines}</Table> }.into_any()
}

fn issue_form(id: RegistrarId, offices: &[OfficeRow], typed: &Typed) -> impl IntoView + use<> {
    let options = offices.iter().map(|office| (office.id.to_string(), office.name.clone())).collect::<Vec<_>>();
    let (office, name) = (typed.staff_office.clone(), typed.staff_name.clone());
    (!options.is_empty()).then(|| {
        view! {
            <Card title=t(m::STAFF_TITLE)>
                <form method="post" action=IssueStaff::PATH class="form office-form" novalidate>
                    <input type="hidden" name="registrar" value=id.to_string() />
                    <SelectField name="office" label=t(m::STAFF_OFFICE) value=office options />
                    <TextField name="staff_name" label=t(m::STAFF_NAME) value=name autocomplete="off" />
                    <SubmitButton text=t(m::STAFF_ISSUE) icon=icon::KEY />
                </form>
            </Card>
        }
    })
}

fn office_form(id: RegistrarId, form: OfficeForm) -> impl IntoView {
    let kinds = choice::of([("field", m::OFFICE_FIELD), ("head", m::OFFICE_HEAD)]);
    view! {
        <Card title=t(m::OFFICE_TITLE)>
            <form method="post" action=AddOffice::PATH class="form office-form" novalidate>
                <input type="hidden" name="registrar" value=id.to_string() />
                <RadioRows name="kind" legend=t(m::OFFICE_KIND) value=form.kind options=kinds />
                <TextField name="office_name" label=t(m::OFFICE_NAME) value=form.name autocomplete="off" />
                <TextField name="address" label=t(m::ADDRESS) value=form.address autocomplete="off" />
                <TextField name="phone" label=t(m::PHONE) value=form.phone kind="tel" width="medium" autocomplete="off" />
                <SubmitButton text=t(m::OFFICE_ADD) kind=ButtonKind::Outline icon=icon::ADD />
            </form>
        </Card>
    }
}

fn end_form(row: &RegistrarRow, today: WorkDate) -> impl IntoView + use<> {
    let id = row.id.to_string();
    (row.period.standing(today) != Standing::Ended).then(|| {
        view! {
            <Card title=t(m::END_TITLE)>
                <p>{t(m::END_LEAD)}</p>
                <form method="post" action=EndRegistrar::PATH class="form" novalidate>
                    <input type="hidden" name="registrar" value=id />
                    <Checkbox name="confirm" label=t(m::END_CONFIRM) />
                    <SubmitButton text=t(m::END) kind=ButtonKind::Danger />
                </form>
            </Card>
        }
    })
}
