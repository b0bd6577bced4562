//! `/business/sites/new`. Invariant: a small site needs name, place and period and nothing else.

use super::{CreateSite, words};
use crate::{
    application::{TypingAid, choice, frame as office},
    business::frame,
    shell::{
        ErrorSummary, Flash, OfficeLayout, RadioRows, SelectField, SubmitButton, TextField, call, icon, page,
        provide_problems, t,
    },
};
use domain::site::{FIELDS, SiteForm, WorkKind};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};

use msg::site as m;

/// `/business/sites/new`.
#[component]
pub fn SiteNewPage() -> impl IntoView {
    page(async {
        services::site::may_create(&call())?;
        let who = office::who().await?;
        let limited = crate::fee::standing_banner().await?;
        let flash = Flash::take("/business/sites/new").await?;
        let form: SiteForm = flash.form();
        let outcome = office::outcome(&flash);
        provide_problems(flash.problems);
        let crumbs = vec![("/business/sites".to_owned(), t(m::LIST_TITLE).to_owned())];
        let labels: Vec<_> =
            FIELDS.iter().filter_map(|field| words::label(field).map(|label| (*field, t(label).to_owned()))).collect();
        Ok(view! {
            <OfficeLayout title=t(m::NEW_TITLE) who nav=frame::nav("/business/sites") crumbs>
                {limited}
                <div class="office-form">
                    <ErrorSummary labels chosen=words::CHOSEN />
                    {outcome}
                    <p>{t(m::NEW_LEAD)}</p>
                    <form method="post" action=CreateSite::PATH class="form" novalidate>
                        {site_fields(&form)} {order_fields(&form)} {gate_fields(&form)}
                        <div class="form-actions">
                            <SubmitButton text=t(m::CREATE) icon=icon::ADD />
                        </div>
                    </form>
                </div>
                <TypingAid kana=vec!["name_kana".to_owned()] postcodes=vec!["postcode".to_owned()] filled=t(msg::common::ADDRESS_FILLED).to_owned() />
            </OfficeLayout>
        })
    })
}

fn site_fields(form: &SiteForm) -> impl IntoView + use<> {
    let form = form.clone();
    view! {
        <h2>{t(m::SECTION_SITE)}</h2>
        <TextField name="name" label=t(m::NAME) hint=t(m::NAME_HINT) value=form.name />
        <TextField name="name_kana" label=t(m::NAME_KANA) value=form.name_kana required=false />
        <TextField
            name="postcode"
            label=t(m::POSTCODE)
            hint=t(m::POSTCODE_HINT)
            value=form.postcode
            inputmode="numeric"
            width="short"
            required=false
        />
        <SelectField name="prefecture" label=t(m::PREFECTURE) value=form.prefecture options=choice::prefectures() />
        <TextField name="address" label=t(m::ADDRESS) hint=t(m::ADDRESS_HINT) value=form.address />
        <TextField name="start" label=t(m::START) value=form.start kind="date" width="medium" />
        <TextField name="end" label=t(m::END) value=form.end kind="date" width="medium" />
    }
}

fn order_fields(form: &SiteForm) -> impl IntoView + use<> {
    let form = form.clone();
    let clients = choice::of([("yes", m::PUBLIC_YES), ("no", m::PUBLIC_NO)]);
    let kinds = choice::of(WorkKind::ALL.map(|kind| (kind.code(), words::work_kind(kind))));
    view! {
        <h2>{t(m::SECTION_ORDER)}</h2>
        <TextField
            name="client_name"
            label=t(m::CLIENT_NAME)
            hint=t(m::CLIENT_NAME_HINT)
            value=form.client_name
            required=false
        />
        <RadioRows name="public_client" legend=t(m::PUBLIC_CLIENT) value=form.public_client options=clients required=false />
        <SelectField name="work_kind" label=t(m::WORK_KIND) value=form.work_kind options=kinds required=false />
    }
}

fn gate_fields(form: &SiteForm) -> impl IntoView + use<> {
    let form = form.clone();
    let ask = choice::of([("yes", m::ASK_ROLE_YES), ("no", m::ASK_ROLE_NO)]);
    view! {
        <h2>{t(m::SECTION_GATE)}</h2>
        <TextField
            name="day_boundary"
            label=t(m::DAY_BOUNDARY)
            hint=t(m::DAY_BOUNDARY_HINT)
            value=form.day_boundary
            kind="time"
            width="short"
            required=false
        />
        <RadioRows name="ask_role" legend=t(m::ASK_ROLE) value=form.ask_role options=ask required=false />
    }
}
