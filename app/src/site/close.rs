//! `/business/sites/{id}/close`: closing a site, and opening it again. Invariant: what follows is said before it is done.

use super::{CloseSite, ReopenSite, edit::crumbs};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        ButtonKind, ErrorSummary, Flash, OfficeLayout, SubmitButton, TextField, UiError, call, error::NOT_FOUND, page,
        provide_problems, t,
    },
};
use domain::{
    id::SiteId,
    site::{CloseForm, ReopenForm},
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::site as m;

/// `/business/sites/{id}/close`.
#[component]
pub fn SiteClosePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    page(async move {
        let id: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let found = services::site::changing(&call(), id).await?;
        let who = office::who().await?;
        let flash = Flash::take(&format!("/business/sites/{id}/close")).await?;
        let outcome = office::outcome(&flash);
        let (close, reopen) = (flash.form::<CloseForm>(), flash.form::<ReopenForm>());
        provide_problems(flash.problems);
        let labels = vec![
            ("last_day", t(m::CLOSE_LAST_DAY).to_owned()),
            ("end", t(m::REOPEN_END).to_owned()),
            ("reason", t(m::CLOSE_REASON).to_owned()),
        ];
        let title = if found.closed { m::REOPEN_TITLE } else { m::CLOSE_TITLE };
        let form = if found.closed { reopen_form(id, reopen).into_any() } else { close_form(id, close).into_any() };
        Ok(view! {
            <OfficeLayout title=t(title) who nav=frame::nav("/business/sites") crumbs=crumbs(id, &found.form.name)>
                <div class="office-form">
                    <ErrorSummary labels />
                    {outcome}
                    {form}
                </div>
            </OfficeLayout>
        })
    })
}

fn close_form(id: SiteId, form: CloseForm) -> impl IntoView + use<> {
    let last_day = if form.last_day.is_empty() { call().today().to_string() } else { form.last_day };
    view! {
        <p>{t(m::CLOSE_LEAD)}</p>
        <form method="post" action=CloseSite::PATH class="form" novalidate>
            <input type="hidden" name="site" value=id.to_string() />
            <TextField
                name="last_day"
                label=t(m::CLOSE_LAST_DAY)
                hint=t(m::CLOSE_LAST_DAY_HINT)
                value=last_day
                kind="date"
                width="medium"
            />
            <TextField name="reason" label=t(m::CLOSE_REASON) hint=t(m::CLOSE_REASON_HINT) value=form.reason />
            <div class="form-actions">
                <SubmitButton text=t(m::CLOSE) kind=ButtonKind::Danger />
            </div>
        </form>
    }
}

fn reopen_form(id: SiteId, form: ReopenForm) -> impl IntoView + use<> {
    view! {
        <p>{t(m::REOPEN_LEAD)}</p>
        <form method="post" action=ReopenSite::PATH class="form" novalidate>
            <input type="hidden" name="site" value=id.to_string() />
            <TextField name="end" label=t(m::REOPEN_END) value=form.end kind="date" width="medium" />
            <TextField name="reason" label=t(m::CLOSE_REASON) hint=t(m::REOPEN_REASON_HINT) value=form.reason />
            <div class="form-actions">
                <SubmitButton text=t(m::REOPEN) />
            </div>
        </form>
    }
}
