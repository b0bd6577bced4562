//! `/operator/scriveners/{id}`: one scrivener and the log-ins of the office. Invariant: as for a body, what ends it is confirmed.

use super::{EndScrivener, IssueScrivenerLogin, list as bodies, scriveners, staff, words};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, Card, Checkbox, DescriptionList, ErrorSummary, Flash, OfficeLayout, Row, SubmitButton,
        TextField, Tone, UiError, call, error::NOT_FOUND, icon, lang, page, provide_problems, t,
    },
};
use domain::{
    id::ScrivenerId,
    registrar::{ScrivenerRow, Standing},
    time::WorkDate,
};
use i18n::{msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};

use msg::registrar as m;

/// What a form of the page leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) staff_name: String,
    /// A log-in just issued, sealed.
    pub(super) issued: Option<String>,
}

/// The page of one.
pub(super) fn page_of(id: ScrivenerId) -> String {
    format!("{}/{id}", scriveners::PAGE)
}

/// `/operator/scriveners/{id}`.
#[component]
pub fn ScrivenerPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("scrivener")).unwrap_or_default();
    page(async move {
        let id: ScrivenerId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let (row, people) = services::registrar::scrivener(&call, id).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let typed: Typed = flash.form();
        let done = match flash.done.as_deref() {
            Some("stopped") => Some(t(m::STAFF_STOPPED_DONE)),
            Some("ended") => Some(t(m::ENDED_DONE)),
            _ => None,
        };
        let issued = staff::issued(typed.issued.as_deref())?;
        let outcome = frame::outcome(&flash);
        provide_problems(flash.problems);
        let labels = vec![("staff_name", t(m::STAFF_NAME).to_owned()), ("confirm", t(m::END_CONFIRM).to_owned())];
        let crumbs = vec![
            (bodies::PAGE.to_owned(), t(m::TITLE).to_owned()),
            (scriveners::PAGE.to_owned(), t(m::SCRIVENERS_TITLE).to_owned()),
        ];
        let today = call.today();
        let people = staff::table(&people, &[], &page_of(id));
        Ok(view! {
            <OfficeLayout title=row.name.clone() who nav=frame::operator_nav(bodies::PAGE) crumbs>
                <ErrorSummary labels />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {issued}
                {outcome}
                {head(&row, today)}
                <h2>{t(m::STAFF)}</h2>
                {people}
                {issue(id, typed.staff_name)}
                {end(&row, today)}
            </OfficeLayout>
        })
    })
}

fn head(row: &ScrivenerRow, today: WorkDate) -> impl IntoView + use<> {
    let rows = vec![
        Row::new(t(m::PREFECTURE), word::prefecture(lang(), row.prefecture)),
        Row::new(t(m::PHONE), row.phone.clone()),
        Row::new(t(m::PERIOD), words::period(row.period)),
    ];
    view! {
        <p>{words::standing_tag(row.period, today)} " " {words::ended(row.period)}</p>
        <DescriptionList rows />
    }
}

fn issue(id: ScrivenerId, name: String) -> impl IntoView {
    view! {
        <Card title=t(m::STAFF_TITLE)>
            <form method="post" action=IssueScrivenerLogin::PATH class="form office-form" novalidate>
                <input type="hidden" name="scrivener" value=id.to_string() />
                <TextField name="staff_name" label=t(m::STAFF_NAME) value=name autocomplete="off" />
                <SubmitButton text=t(m::STAFF_ISSUE) icon=icon::KEY />
            </form>
        </Card>
    }
}

fn end(row: &ScrivenerRow, today: WorkDate) -> impl IntoView + use<> {
    let id = row.id.to_string();
    (row.period.standing(today) != Standing::Ended).then(|| {
        view! {
            <Card title=t(m::END_TITLE)>
                <p>{t(m::SCRIVENER_END_LEAD)}</p>
                <form method="post" action=EndScrivener::PATH class="form" novalidate>
                    <input type="hidden" name="scrivener" value=id />
                    <Checkbox name="confirm" label=t(m::END_CONFIRM) />
                    <SubmitButton text=t(m::END) kind=ButtonKind::Danger />
                </form>
            </Card>
        }
    })
}
