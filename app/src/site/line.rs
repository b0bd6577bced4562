//! `/business/sites/{site}/line/{line}`: the days of a line of the roster. Invariant: no date that is missing stops anything.

use super::edit::crumbs;
use crate::{
    application::frame as office,
    business::frame,
    roster::SetLineDays,
    shell::{
        ButtonKind, ErrorSummary, Flash, LinkButton, OfficeLayout, SubmitButton, TextField, UiError, call,
        error::NOT_FOUND, page, provide_problems, t, tw,
    },
};
use domain::{
    id::{RosterId, SiteId},
    roster::{LineDaysForm, RosterLine},
};
use i18n::{date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::site as m;

/// `/business/sites/{site}/line/{line}`.
#[component]
pub fn SiteLinePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| {
        let named = |key: &str| params.get(key).unwrap_or_default();
        (named("site"), named("line"))
    });
    page(async move {
        let not_found = || UiError::of(NOT_FOUND);
        let site: SiteId = asked.0.parse().map_err(|_| not_found())?;
        let id: RosterId = asked.1.parse().map_err(|_| not_found())?;
        services::roster::may_edit(&call(), site).await?;
        let detail = services::site::detail(&call(), site).await?;
        let line = detail.roster.iter().find(|line| line.id == id).ok_or_else(not_found)?;
        let who = office::who().await?;
        let flash = Flash::take(&format!("/business/sites/{site}/line/{id}")).await?;
        let outcome = office::outcome(&flash);
        let typed = flash.problems.is_empty().then(|| stands(line));
        let typed = typed.unwrap_or_else(|| flash.form::<LineDaysForm>());
        provide_problems(flash.problems);
        let labels = vec![("inducted", t(m::LINE_INDUCTED).to_owned()), ("until", t(m::LINE_UNTIL).to_owned())];
        let title = tw(m::LINE_DAYS_TITLE, &[("name", &line.name)]);
        let from = tw(m::LINE_FROM, &[("date", &date::iso(line.from))]);
        let form = form(site, id, typed);
        Ok(view! {
            <OfficeLayout title=title who nav=frame::nav("/business/sites") crumbs=crumbs(site, &detail.site.name)>
                <div class="office-form">
                    <ErrorSummary labels />
                    {outcome}
                    <p>{from}</p>
                    {form}
                </div>
            </OfficeLayout>
        })
    })
}

/// The days as they stand.
fn stands(line: &RosterLine) -> LineDaysForm {
    let typed = |day: Option<domain::time::WorkDate>| day.map(|day| day.to_string()).unwrap_or_default();
    LineDaysForm { inducted: typed(line.inducted), until: typed(line.until) }
}

fn form(site: SiteId, id: RosterId, typed: LineDaysForm) -> impl IntoView + use<> {
    view! {
        <p>{t(m::LINE_DAYS_LEAD)}</p>
        <form method="post" action=SetLineDays::PATH class="form" novalidate>
            <input type="hidden" name="site" value=site.to_string() />
            <input type="hidden" name="roster" value=id.to_string() />
            <TextField
                name="inducted"
                label=t(m::LINE_INDUCTED)
                hint=t(m::LINE_INDUCTED_HINT)
                required=false
                value=typed.inducted
                kind="date"
                width="medium"
            />
            <TextField
                name="until"
                label=t(m::LINE_UNTIL)
                hint=t(m::LINE_UNTIL_HINT)
                required=false
                value=typed.until
                kind="date"
                width="medium"
            />
            <div class="form-actions">
                <SubmitButton text=t(m::LINE_DAYS_SAVE) />
                <LinkButton
                    href=format!("/business/sites/{site}#roster-title")
                    text=t(m::EDIT_LEAVE)
                    kind=ButtonKind::Text
                />
            </div>
        </form>
    }
}
