//! `/counter/labour` of a union: agreements it is asked for, requests to pass on, lists to hand on. Invariant: who acts for a
//! local union sees its own part instead, and nobody sees both.

use super::{AnswerLabourAgreement, HandLabourListOn, KeepLabourContact, PassOnLabour, recruit, words};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, EmptyState, ErrorSummary, Flash, OfficeLayout, RadioRows,
        SelectField, SubmitButton, Table, Tag, TextField, Tone, UiError, call, error::NOT_FOUND, icon, page,
        provide_problems, t, tw,
    },
};
use domain::{
    id::{LabourCallId, LabourRequestId},
    labour::{AgreementRow, AgreementState, CallRow, OfferState, Passing, RequestRow, UnionContact},
    registrar::OfficeRow,
};
use i18n::{Lang, Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::labour as m;

/// Its address.
pub const PAGE: &str = "/counter/labour";

/// The page of one request.
pub(super) fn page_of(id: LabourRequestId) -> String {
    format!("{PAGE}?request={id}")
}

/// `/counter/labour`; with `?request=` one request of the union, with `?part=` one part of the local union.
#[component]
pub fn SupplyPage() -> impl IntoView {
    let (request, part) = use_query_map().with_untracked(|query| (query.get("request"), query.get("part")));
    page(async move {
        let call = call();
        let none = || UiError::of(NOT_FOUND);
        if services::labour::may_recruit(&call).is_ok() {
            return match part {
                Some(raw) => recruit::one(raw.parse::<LabourCallId>().map_err(|_| none())?).await,
                None => recruit::all().await,
            };
        }
        services::labour::may_supply(&call)?;
        match request {
            Some(raw) => one(raw.parse::<LabourRequestId>().map_err(|_| none())?).await,
            None => all().await,
        }
    })
}

/// The sentence for what was done.
pub(super) fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "agreed" => m::DONE_AGREED,
        "declined" => m::DONE_DECLINED,
        "passed" => m::DONE_PASSED,
        "named" => m::DONE_NAMED,
        "offered" => m::DONE_OFFERED,
        "contact_kept" => m::DONE_CONTACT,
        "withdrawn" => m::DONE_WITHDRAWN,
        "listed" => m::DONE_LISTED,
        _ => return None,
    })
}

async fn all() -> Result<AnyView, UiError> {
    let call = call();
    let agreements = services::labour::agreements(&call).await?;
    let requests = services::labour::requests(&call).await?;
    let who = frame::who().await?;
    let flash = Flash::take(PAGE).await?;
    let outcome = frame::outcome(&flash);
    let done = flash.done.as_deref().and_then(done_word);
    let contact = match flash.form::<Option<UnionContact>>() {
        Some(typed) => typed,
        None => services::labour::contact(&call).await?,
    };
    provide_problems(flash.problems);
    let labels = vec![("mail", t(m::CONTACT_MAIL).to_owned()), ("lang", t(m::CONTACT_LANG).to_owned())];
    Ok(view! {
        <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
            {done.map(|words| view! { <Banner tone=Tone::Ok>{t(words)}</Banner> })}
            {outcome}
            <ErrorSummary labels chosen=&["lang"] />
            <p>{t(m::SUPPLY_LEAD)}</p>
            <h2>{t(m::REQUESTS)}</h2>
            {request_list(&requests)}
            <h2>{t(m::AGREEMENTS)}</h2>
            {agreement_list(&agreements)}
            {contact_form(contact)}
        </OfficeLayout>
    }
    .into_any())
}

/// Where the union is told of what a prime proposes and asks for.
fn contact_form(contact: UnionContact) -> impl IntoView {
    let languages = Lang::OFFICE.map(|lang| (lang.code().to_owned(), lang.name().to_owned())).to_vec();
    view! {
        <Card title=t(m::CONTACT_TITLE)>
            <p>{t(m::CONTACT_LEAD)}</p>
            <form method="post" action=KeepLabourContact::PATH class="form" novalidate>
                <TextField
                    name="mail"
                    label=t(m::CONTACT_MAIL)
                    hint=t(m::CONTACT_MAIL_HINT)
                    value=contact.mail
                    kind="email"
                    autocomplete="email"
                    required=false
                />
                <RadioRows name="lang" legend=t(m::CONTACT_LANG) value=contact.lang options=languages />
                <SubmitButton text=t(m::CONTACT_KEEP) kind=ButtonKind::Outline icon=icon::SAVE />
            </form>
        </Card>
    }
}

fn request_list(rows: &[RequestRow]) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <EmptyState title=t(m::REQUESTS_NONE_TITLE) text=t(m::SUPPLY_NONE) /> }.into_any();
    }
    let heads = [m::SITE, m::PRIME, m::PERIOD, m::ASKED, m::PASSED, m::ACCEPTED];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let line = |row: &RequestRow| {
        view! {
            <tr>
                <th scope="row"><a href=page_of(row.id)>{row.site_name.clone()}</a></th>
                <td data-label=t(m::PRIME)>{row.agreement.business_name.clone()}</td>
                <td data-label=t(m::PERIOD)>{words::days(row.from, row.until)}</td>
                <td class="number" data-label=t(m::ASKED)>{words::people(row.numbers.asked)}</td>
                <td class="number" data-label=t(m::PASSED)>{words::people(row.numbers.passed)}</td>
                <td class="number" data-label=t(m::ACCEPTED)>{words::people(row.numbers.accepted)}</td>
            </tr>
        }
    };
    let lines = rows.iter().map(line).collect_view();
    view! { <Table caption=t(m::REQUESTS) heads>{lines}</Table> }.into_any()
}

fn agreement_list(rows: &[AgreementRow]) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <EmptyState title=t(m::AGREEMENTS_NONE_TITLE) text=t(m::AGREEMENTS_NONE) /> }.into_any();
    }
    rows.iter().map(agreement).collect_view().into_any()
}

fn agreement(row: &AgreementRow) -> impl IntoView + use<> {
    let (state, tone) = words::agreement_state(row.state);
    let title = row.business_name.clone();
    let days = words::days(row.from, row.until);
    let rows = words::terms(&row.terms);
    let way = |decision: &'static str, words: Msg, of: Msg, kind: ButtonKind| {
        let of = tw(of, &[("business", &row.business_name)]);
        view! {
            <form method="post" action=AnswerLabourAgreement::PATH>
                <input type="hidden" name="agreement" value=row.id.to_string() />
                <input type="hidden" name="decision" value=decision />
                <button type="submit" class=kind.class() aria-label=of>
                    {t(words)}
                </button>
            </form>
        }
    };
    let ways = (row.state == AgreementState::Proposed).then(|| {
        let agree = way("agree", m::AGREE, m::AGREE_OF, ButtonKind::Solid);
        let decline = way("decline", m::DECLINE, m::DECLINE_OF, ButtonKind::Outline);
        view! { <div class="two-buttons">{agree} {decline}</div> }
    });
    let wages = words::wages(row);
    view! {
        <Card title=title>
            <p><Tag tone text=t(state) /> " " {days}</p>
            <DescriptionList rows />
            {wages}
            {ways}
        </Card>
    }
}

async fn one(id: LabourRequestId) -> Result<AnyView, UiError> {
    let call = call();
    let of = services::labour::supply(&call, id).await?;
    let offices = services::labour::local_unions(&call).await?;
    let who = frame::who().await?;
    let flash = Flash::take(PAGE).await?;
    let typed: Passing = if flash.error.is_some() { flash.form() } else { Passing::default() };
    let outcome = frame::outcome(&flash);
    let done = flash.done.as_deref().and_then(done_word);
    provide_problems(flash.problems);
    let labels = [("office", m::LOCAL_UNION), ("people", m::PEOPLE_A_DAY)];
    let labels = labels.map(|(field, label)| (field, t(label).to_owned())).to_vec();
    let crumbs = vec![(PAGE.to_owned(), t(m::TITLE).to_owned())];
    let waiting = of.people.iter().any(|row| row.state == OfferState::Listed);
    let (title, now) = (of.request.site_name.clone(), call.now());
    Ok(view! {
        <OfficeLayout title who nav=frame::operator_nav(PAGE) crumbs>
            <ErrorSummary labels chosen=&["office"] />
            {done.map(|words| view! { <Banner tone=Tone::Ok>{t(words)}</Banner> })}
            {outcome}
            {words::numbers(of.request.numbers)}
            {pass_on(id, typed, offices, &of.calls)}
            <h2>{t(m::NAME_LIST)}</h2>
            {words::list(t(m::NAME_LIST), &of.people)}
            {waiting.then(|| hand_on(id))}
            {words::request(&of.request)}
            {words::wages(&of.request.agreement)}
            {words::steps(&of.steps, now)}
        </OfficeLayout>
    }
    .into_any())
}

fn pass_on(id: LabourRequestId, form: Passing, offices: Vec<OfficeRow>, calls: &[CallRow]) -> impl IntoView + use<> {
    let options: Vec<(String, String)> = offices.into_iter().map(|row| (row.id.to_string(), row.name)).collect();
    let heads = [m::LOCAL_UNION, m::PASSED, m::OFFERED, m::ACCEPTED, m::LISTED].map(|head| t(head).to_owned()).to_vec();
    let line = |row: &CallRow| {
        view! {
            <tr>
                <th scope="row">{row.office_name.clone()}</th>
                <td class="number" data-label=t(m::PASSED)>{words::people(row.people)}</td>
                <td class="number" data-label=t(m::OFFERED)>{words::people(row.numbers.offered)}</td>
                <td class="number" data-label=t(m::ACCEPTED)>{words::people(row.numbers.accepted)}</td>
                <td class="number" data-label=t(m::LISTED)>{words::people(row.numbers.listed)}</td>
            </tr>
        }
    };
    let lines = calls.iter().map(line).collect_view();
    let table = (!calls.is_empty()).then(|| view! { <Table caption=t(m::PASSED) heads>{lines}</Table> });
    view! {
        {table}
        <Card title=t(m::PASS_TITLE)>
            <form method="post" action=PassOnLabour::PATH class="form" novalidate>
                <input type="hidden" name="request" value=id.to_string() />
                <SelectField name="office" label=t(m::LOCAL_UNION) value=form.office options />
                <TextField
                    name="people"
                    label=t(m::PEOPLE_A_DAY)
                    hint=t(m::PASS_HINT)
                    value=form.people
                    inputmode="numeric"
                    width="short"
                    autocomplete="off"
                />
                <SubmitButton text=t(m::PASS_GO) icon=icon::SEND />
            </form>
        </Card>
    }
}

fn hand_on(id: LabourRequestId) -> impl IntoView {
    view! {
        <form method="post" action=HandLabourListOn::PATH>
            <input type="hidden" name="request" value=id.to_string() />
            <SubmitButton text=t(m::HAND_ON) kind=ButtonKind::Outline icon=icon::SEND />
        </form>
    }
}
