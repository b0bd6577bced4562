//! The fields of a site, as registering and changing one show them. Invariant: a small site needs name, place and period and
//! nothing else; the rest says so.

use super::{HereButton, words};
use crate::{
    application::{TypingAid, choice},
    shell::{RadioRows, SelectField, TextField, t},
};
use domain::site::{ASSURANCES_OFFERED, ContractKind, ModelProject, SiteForm, WorkKind, assurance_code};
use i18n::msg;
use leptos::prelude::*;

use msg::site as m;

/// All fields of the form.
pub(super) fn all(form: &SiteForm) -> impl IntoView + use<> {
    view! {
        {site_fields(form)}
        {order_fields(form)}
        {gate_fields(form)}
    }
}

/// What helps while typing; stands beside the form.
pub(super) fn aid() -> impl IntoView {
    let (kana, postcodes) = (vec!["name_kana".to_owned()], vec!["postcode".to_owned()]);
    view! { <TypingAid kana postcodes filled=t(msg::common::ADDRESS_FILLED).to_owned() /> }
}

fn site_fields(form: &SiteForm) -> impl IntoView + use<> {
    let form = form.clone();
    view! {
        <h2>{t(m::SECTION_SITE)}</h2>
        <TextField name="name" label=t(m::NAME) hint=t(m::NAME_HINT) value=form.name.clone() />
        <TextField name="name_kana" label=t(m::NAME_KANA) value=form.name_kana.clone() required=false />
        <TextField
            name="postcode"
            label=t(m::POSTCODE)
            hint=t(m::POSTCODE_HINT)
            value=form.postcode.clone()
            inputmode="numeric"
            width="short"
            required=false
        />
        <SelectField name="prefecture" label=t(m::PREFECTURE) value=form.prefecture.clone() options=choice::prefectures() />
        <TextField name="address" label=t(m::ADDRESS) hint=t(m::ADDRESS_HINT) value=form.address.clone() />
        {position_fields(&form)}
        <TextField name="start" label=t(m::START) value=form.start kind="date" width="medium" />
        <TextField name="end" label=t(m::END) value=form.end kind="date" width="medium" />
    }
}

fn position_fields(form: &SiteForm) -> impl IntoView + use<> {
    let form = form.clone();
    let umbrella = choice::of([("yes", m::UMBRELLA_YES), ("no", m::UMBRELLA_NO)]);
    view! {
        <TextField
            name="latitude"
            label=t(m::LATITUDE)
            hint=t(m::LATITUDE_HINT)
            value=form.latitude
            inputmode="decimal"
            width="medium"
            required=false
        />
        <TextField
            name="longitude"
            label=t(m::LONGITUDE)
            hint=t(m::LONGITUDE_HINT)
            value=form.longitude
            inputmode="decimal"
            width="medium"
            required=false
        />
        <HereButton
            label=t(m::HERE).to_owned()
            asking=t(m::HERE_ASKING).to_owned()
            filled=t(m::HERE_FILLED).to_owned()
            failed=t(m::HERE_FAILED).to_owned()
        />
        <RadioRows
            name="umbrella"
            legend=t(m::UMBRELLA)
            hint=t(m::UMBRELLA_HINT)
            value=form.umbrella
            options=umbrella
            required=false
        />
    }
}

fn order_fields(form: &SiteForm) -> impl IntoView + use<> {
    let form = form.clone();
    let clients = choice::of([("yes", m::PUBLIC_YES), ("no", m::PUBLIC_NO)]);
    let contracts = choice::of(ContractKind::ALL.map(|kind| (kind.code(), words::contract_kind(kind))));
    let kinds = choice::of(WorkKind::ALL.map(|kind| (kind.code(), words::work_kind(kind))));
    let models = choice::of(ModelProject::ALL.map(|kind| (kind.code(), words::model_project(kind))));
    let days_off = choice::of([("yes", m::DAYS_OFF_YES), ("no", m::DAYS_OFF_NO)]);
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
        <SelectField
            name="contract_kind"
            label=t(m::CONTRACT_KIND)
            value=form.contract_kind
            options=contracts
            required=false
        />
        <TextField
            name="contract_yen"
            label=t(m::CONTRACT_YEN)
            hint=t(m::CONTRACT_YEN_HINT)
            value=form.contract_yen
            inputmode="numeric"
            width="medium"
            required=false
        />
        <SelectField name="work_kind" label=t(m::WORK_KIND) value=form.work_kind options=kinds required=false />
        <SelectField
            name="model_project"
            label=t(m::MODEL_PROJECT)
            hint=t(m::MODEL_PROJECT_HINT)
            value=form.model_project
            options=models
            required=false
        />
        <RadioRows name="days_off" legend=t(m::DAYS_OFF) value=form.days_off options=days_off required=false />
    }
}

fn gate_fields(form: &SiteForm) -> impl IntoView + use<> {
    let form = form.clone();
    let ask = choice::of([("yes", m::ASK_ROLE_YES), ("no", m::ASK_ROLE_NO)]);
    let assurances = choice::of(ASSURANCES_OFFERED.map(|of| (assurance_code(of), words::assurance(of))));
    let time = |name: &'static str, label: &'static str, hint: Option<&'static str>, value: String| {
        let hint = hint.unwrap_or_default();
        view! { <TextField name label hint value kind="time" width="short" required=false /> }
    };
    view! {
        <h2>{t(m::SECTION_GATE)}</h2>
        {time("day_boundary", t(m::DAY_BOUNDARY), Some(t(m::DAY_BOUNDARY_HINT)), form.day_boundary)}
        <RadioRows name="ask_role" legend=t(m::ASK_ROLE) value=form.ask_role options=ask required=false />
        {time("gate_opens", t(m::GATE_OPENS), Some(t(m::GATE_HOURS_HINT)), form.gate_opens)}
        {time("gate_closes", t(m::GATE_CLOSES), None, form.gate_closes)}
        <SelectField
            name="assurance_min"
            label=t(m::ASSURANCE_MIN)
            hint=t(m::ASSURANCE_MIN_HINT)
            value=form.assurance_min
            options=assurances
            required=false
        />
    }
}
