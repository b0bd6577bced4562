//! `/business/labour`: a prime's agreements with unions and its requests for people. Invariant: people are asked for only under
//! an agreement both sides have agreed to.

use super::{AskLabour, ProposeLabour, order_one, words};
use crate::{
    application::{choice, frame as office},
    business::frame,
    shell::{
        Banner, Card, DescriptionList, EmptyState, ErrorSummary, Flash, OfficeLayout, SelectField, SubmitButton, Table,
        Tag, TextField, Tone, UiError, call, error::NOT_FOUND, icon, page, provide_problems, t, tw,
    },
};
use domain::{
    id::{LabourRequestId, SiteId},
    labour::{AgreementForm, AgreementRow, AgreementState, RequestForm, RequestRow, UnionRow},
};
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use msg::labour as m;

/// Its address.
pub const PAGE: &str = "/business/labour";

/// What a refused form leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) agreement: Option<AgreementForm>,
    pub(super) request: Option<RequestForm>,
}

/// `/business/labour`; with `?request=` one of its requests.
#[component]
pub fn OrderPage() -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| query.get("request"));
    page(async move {
        match asked {
            Some(raw) => {
                let id: LabourRequestId = raw.parse().map_err(|_| UiError::of(NOT_FOUND))?;
                order_one::view_of(id).await
            }
            None => all().await,
        }
    })
}

/// The sentence for what was done.
pub(super) fn done_word(done: &str) -> Option<(Msg, Tone)> {
    Some(match done {
        "proposed" => (m::DONE_PROPOSED, Tone::Ok),
        "asked" => (m::DONE_ASKED, Tone::Ok),
        "changed" => (m::DONE_CHANGED, Tone::Ok),
        "employed" => (m::DONE_EMPLOYED, Tone::Ok),
        "employed_some" => (m::DONE_EMPLOYED_SOME, Tone::Warn),
        "employed_nobody" => (m::DONE_EMPLOYED_NOBODY, Tone::Warn),
        "paid" => (m::DONE_PAID, Tone::Ok),
        _ => return None,
    })
}

async fn all() -> Result<AnyView, UiError> {
    let call = call();
    let agreements = services::labour::agreements(&call).await?;
    let requests = services::labour::requests(&call).await?;
    let (unions, sites) = (services::labour::unions(&call).await?, services::labour::sites(&call).await?);
    let who = office::who().await?;
    let limited = crate::fee::standing_banner().await?;
    let flash = Flash::take(PAGE).await?;
    let typed: Typed = if flash.error.is_some() { flash.form() } else { Typed::default() };
    let outcome = office::outcome(&flash);
    let done = flash.done.as_deref().and_then(done_word);
    provide_problems(flash.problems);
    let crumbs = vec![("/business/people".to_owned(), t(msg::common::NAV_PEOPLE).to_owned())];
    Ok(view! {
        <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/people") crumbs>
            {limited}
            <ErrorSummary labels=labels() chosen=&["union", "agreement", "site", "trade"] />
            {done.map(|(words, tone)| view! { <Banner tone>{t(words)}</Banner> })}
            {outcome}
            <p>{t(m::LEAD)}</p>
            <h2>{t(m::REQUESTS)}</h2>
            {request_list(&requests)}
            {ask(typed.request.unwrap_or_default(), &agreements, sites)}
            <h2>{t(m::AGREEMENTS)}</h2>
            {agreements.iter().map(agreement).collect_view()}
            {propose(typed.agreement.unwrap_or_else(AgreementForm::begun), unions)}
        </OfficeLayout>
    }
    .into_any())
}

fn labels() -> Vec<(&'static str, String)> {
    let of_agreement = [
        m::UNION,
        m::FROM,
        m::UNTIL,
        m::HOURS,
        m::LODGING,
        m::INSURANCE,
        m::PAYER,
        m::WAGE_1,
        m::WAGE_2,
        m::WAGE_3,
        m::WAGE_4,
    ];
    let of_request = [m::AGREEMENT, m::SITE, m::FIRST_DAY, m::LAST_DAY, m::TRADE, m::WORK, m::PEOPLE_A_DAY];
    let agreed = AgreementForm::FIELDS.into_iter().zip(of_agreement);
    let asked = RequestForm::FIELDS.into_iter().zip(of_request);
    agreed.chain(asked).map(|(field, label)| (field, t(label).to_owned())).collect()
}

fn request_list(rows: &[RequestRow]) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <EmptyState title=t(m::REQUESTS_NONE_TITLE) text=t(m::REQUESTS_NONE) /> }.into_any();
    }
    let heads = [m::SITE, m::PERIOD, m::ASKED, m::ACCEPTED, m::NAMED, m::EMPLOYED];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let line = |row: &RequestRow| {
        view! {
            <tr>
                <th scope="row"><a href=order_one::page_of(row.id)>{row.site_name.clone()}</a></th>
                <td data-label=t(m::PERIOD)>{words::days(row.from, row.until)}</td>
                <td class="number" data-label=t(m::ASKED)>{words::people(row.numbers.asked)}</td>
                <td class="number" data-label=t(m::ACCEPTED)>{words::people(row.numbers.accepted)}</td>
                <td class="number" data-label=t(m::NAMED)>{words::people(row.numbers.named)}</td>
                <td class="number" data-label=t(m::EMPLOYED)>{words::people(row.numbers.employed)}</td>
            </tr>
        }
    };
    let lines = rows.iter().map(line).collect_view();
    view! { <Table caption=t(m::REQUESTS) heads>{lines}</Table> }.into_any()
}

/// The form of a request, where there is an agreement and a site to ask for.
fn ask(form: RequestForm, agreements: &[AgreementRow], sites: Vec<(SiteId, String)>) -> impl IntoView + use<> {
    let concluded = agreements.iter().filter(|row| row.state == AgreementState::Concluded);
    let under = |row: &AgreementRow| {
        let named = tw(m::AGREEMENT_OF, &[("union", &row.union_name), ("days", &words::days(row.from, row.until))]);
        (row.id.to_string(), named)
    };
    let under: Vec<(String, String)> = concluded.map(under).collect();
    let sites: Vec<(String, String)> = sites.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    if under.is_empty() || sites.is_empty() {
        return view! { <p class="hint">{t(m::ASK_NOT_YET)}</p> }.into_any();
    }
    view! {
        <Card title=t(m::ASK_TITLE)>
            <form method="post" action=AskLabour::PATH class="form" novalidate>
                <SelectField name="agreement" label=t(m::AGREEMENT) value=form.agreement options=under />
                <SelectField name="site" label=t(m::SITE) value=form.site options=sites />
                <TextField name="from" label=t(m::FIRST_DAY) hint=t(m::DAY_HINT) value=form.from width="short" />
                <TextField name="until" label=t(m::LAST_DAY) hint=t(m::DAY_HINT) value=form.until width="short" />
                <SelectField name="trade" label=t(m::TRADE) value=form.trade options=choice::trades() />
                <TextField name="work" label=t(m::WORK) value=form.work />
                <TextField
                    name="people"
                    label=t(m::PEOPLE_A_DAY)
                    hint=t(m::PEOPLE_HINT)
                    value=form.people
                    inputmode="numeric"
                    width="short"
                    autocomplete="off"
                />
                <SubmitButton text=t(m::ASK_GO) icon=icon::SEND />
            </form>
        </Card>
    }
    .into_any()
}

fn agreement(row: &AgreementRow) -> impl IntoView + use<> {
    let (state, tone) = words::agreement_state(row.state);
    let title = row.union_name.clone();
    let days = words::days(row.from, row.until);
    let rows = words::terms(&row.terms);
    view! {
        <Card title=title>
            <p><Tag tone text=t(state) /> " " {days}</p>
            <DescriptionList rows />
        </Card>
    }
}

fn propose(form: AgreementForm, unions: Vec<UnionRow>) -> impl IntoView {
    let unions: Vec<(String, String)> = unions.into_iter().map(|row| (row.id.to_string(), row.name)).collect();
    let published = domain::labour::published();
    let beside = published.first().map(|found| words::published_by(&found.source));
    let wage = |name: &'static str, label: Msg, value: String| {
        view! {
            <TextField name=name label=t(label) value=value inputmode="numeric" width="short" autocomplete="off" />
        }
    };
    view! {
        <Card title=t(m::PROPOSE_TITLE)>
            <form method="post" action=ProposeLabour::PATH class="form" novalidate>
                <SelectField name="union" label=t(m::UNION) value=form.union options=unions />
                <TextField name="agreed_from" label=t(m::FROM) hint=t(m::DAY_HINT) value=form.agreed_from width="short" />
                <TextField
                    name="agreed_until"
                    label=t(m::UNTIL)
                    hint=t(m::DAY_HINT)
                    value=form.agreed_until
                    width="short"
                />
                <TextField name="hours" label=t(m::HOURS) value=form.hours />
                <TextField name="lodging" label=t(m::LODGING) value=form.lodging />
                <TextField name="insurance" label=t(m::INSURANCE) value=form.insurance />
                <TextField name="payer" label=t(m::PAYER) hint=t(m::PAYER_HINT) value=form.payer />
                <p class="hint">{t(m::WAGES_HINT)} " " {beside}</p>
                {wage("wage_1", m::WAGE_1, form.wage_1)}
                {wage("wage_2", m::WAGE_2, form.wage_2)}
                {wage("wage_3", m::WAGE_3, form.wage_3)}
                {wage("wage_4", m::WAGE_4, form.wage_4)}
                <SubmitButton text=t(m::PROPOSE_GO) icon=icon::SEND />
            </form>
        </Card>
    }
}
