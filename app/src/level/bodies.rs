//! `/operator/levels`: the bodies that judge levels, their fields and log-ins. Invariant: the password of a new log-in is shown
//! once.

use super::{EnterLevelBody, IssueLevelStaff, SetLevelFields};
use crate::{
    application::frame,
    registrar::staff,
    shell::{
        ButtonKind, Card, EmptyState, ErrorSummary, Flash, OfficeLayout, SubmitButton, TextField, call,
        field::problem_of, icon, line_field, page, provide_problems, t, tw,
    },
};
use domain::level::body::{BodyForm, BodyRow};
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

use msg::level as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/levels";

/// What a form of the page leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) form: BodyForm,
    /// The body whose row the form stood in.
    pub(super) row: String,
    /// A log-in just issued, sealed.
    pub(super) issued: Option<String>,
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "body" => m::DONE_BODY,
        "fields" => m::DONE_FIELDS,
        "stopped" => msg::registrar::STAFF_STOPPED_DONE,
        _ => return None,
    })
}

/// `/operator/levels`.
#[component]
pub fn LevelBodiesPage() -> impl IntoView {
    page(async {
        let bodies = services::level::bodies(&call()).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let outcome = super::field::outcome(&flash, done_word);
        let typed: Typed = flash.form();
        let issued = staff::issued(typed.issued.as_deref())?;
        provide_problems(flash.problems);
        let labels = [("name", m::BODIES_NAME), ("fields", m::BODIES_FIELDS), ("staff_name", m::BODIES_STAFF_NAME)];
        let labels = labels.map(|(name, label)| (name, t(label).to_owned())).to_vec();
        let list = if bodies.is_empty() {
            view! { <EmptyState title=t(m::BODIES_NONE) /> }.into_any()
        } else {
            bodies.iter().map(|body| card(body, &typed)).collect_view().into_any()
        };
        let enter = enter(typed.form);
        Ok(view! {
            <OfficeLayout title=t(m::BODIES_TITLE) who nav=frame::operator_nav(PAGE)>
                {outcome} {issued} <ErrorSummary labels />
                <p>{t(m::BODIES_LEAD)}</p>
                {list}
                {enter}
            </OfficeLayout>
        })
    })
}

fn card(body: &BodyRow, typed: &Typed) -> impl IntoView + use<> {
    let id = body.id.to_string();
    let here = typed.row == id;
    let fields = body.fields.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let at = |name: &str| if here { name.to_owned() } else { format!("{name}-{id}") };
    let problem = |name: &str| here.then(|| problem_of(name)).flatten();
    let fields = line_field(&at("fields"), "fields", t(m::BODIES_FIELDS), fields, problem("fields"));
    let named =
        line_field(&at("staff_name"), "staff_name", t(m::BODIES_STAFF_NAME), String::new(), problem("staff_name"));
    let staff = body.staff.iter().map(|(account, login, name)| {
        view! {
            <li>
                {name.clone()} " " <code>{login.clone()}</code> {staff::stop_form(*account, name, PAGE)}
            </li>
        }
    });
    let staff = staff.collect_view();
    let (set, issue) = (tw(m::BODIES_SET_OF, &[("name", &body.name)]), tw(m::BODIES_ISSUE_OF, &[("name", &body.name)]));
    let of = id.clone();
    view! {
        <Card title=body.name.clone()>
            <form method="post" action=SetLevelFields::PATH class="form office-form">
                <input type="hidden" name="body" value=of />
                {fields}
                <button
                    type="submit"
                    class="button outline small"
                    aria-label=set
                >
                    {t(m::BODIES_SET)}
                </button>
            </form>
            <h3>{t(m::BODIES_STAFF)}</h3>
            <ul>{staff}</ul>
            <form method="post" action=IssueLevelStaff::PATH class="form office-form">
                <input type="hidden" name="body" value=id />
                {named}
                <button
                    type="submit"
                    class="button outline small"
                    aria-label=issue
                >
                    {t(m::BODIES_ISSUE)}
                </button>
            </form>
        </Card>
    }
}

fn enter(form: BodyForm) -> impl IntoView {
    view! {
        <Card title=t(m::BODIES_ENTER)>
            <form method="post" action=EnterLevelBody::PATH class="form office-form" novalidate>
                <TextField name="name" label=t(m::BODIES_NAME) value=form.name autocomplete="off" />
                <TextField
                    name="fields"
                    label=t(m::BODIES_FIELDS)
                    hint=t(m::BODIES_FIELDS_HINT)
                    value=form.fields
                    autocomplete="off"
                />
                <SubmitButton text=t(m::BODIES_ENTER) kind=ButtonKind::Outline icon=icon::ADD />
            </form>
        </Card>
    }
}
