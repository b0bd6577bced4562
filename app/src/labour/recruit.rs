//! `/counter/labour` of a local union: what it was asked for, whom it offers the work, who accepted. Invariant: a member who
//! has not accepted stands here by the number that was typed.

use super::{OfferLabour, SendLabourList, WithdrawLabour, supply, words};
use crate::{
    application::{choice, frame},
    shell::{
        Banner, ButtonKind, Card, DateFields, EmptyState, ErrorSummary, Flash, OfficeLayout, SubmitButton, Table, Tag,
        TextField, Tone, UiError, call, icon, lang, provide_problems, t, tw,
    },
};
use domain::{
    counter::PersonForm,
    id::LabourCallId,
    labour::{CallRow, OfferRow, OfferState, RequestRow},
};
use i18n::{msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::labour as m;

/// The page of one part.
pub(super) fn page_of(id: LabourCallId) -> String {
    format!("{}?part={id}", supply::PAGE)
}

pub(super) async fn all() -> Result<AnyView, UiError> {
    let call = call();
    let calls = services::labour::calls(&call).await?;
    let who = frame::who().await?;
    let flash = Flash::take(supply::PAGE).await?;
    let outcome = frame::outcome(&flash);
    Ok(view! {
        <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(supply::PAGE)>
            {outcome}
            <p>{t(m::RECRUIT_LEAD)}</p>
            {list(&calls)}
        </OfficeLayout>
    }
    .into_any())
}

fn list(rows: &[(CallRow, RequestRow)]) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <EmptyState title=t(m::REQUESTS_NONE_TITLE) text=t(m::RECRUIT_NONE) /> }.into_any();
    }
    let heads = [m::SITE, m::PERIOD, m::PASSED, m::OFFERED, m::ACCEPTED, m::LISTED];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let line = |(part, request): &(CallRow, RequestRow)| {
        view! {
            <tr>
                <th scope="row"><a href=page_of(part.id)>{request.site_name.clone()}</a></th>
                <td data-label=t(m::PERIOD)>{words::days(request.from, request.until)}</td>
                <td class="number" data-label=t(m::PASSED)>{words::people(part.people)}</td>
                <td class="number" data-label=t(m::OFFERED)>{words::people(part.numbers.offered)}</td>
                <td class="number" data-label=t(m::ACCEPTED)>{words::people(part.numbers.accepted)}</td>
                <td class="number" data-label=t(m::LISTED)>{words::people(part.numbers.listed)}</td>
            </tr>
        }
    };
    let lines = rows.iter().map(line).collect_view();
    view! { <Table caption=t(m::REQUESTS) heads>{lines}</Table> }.into_any()
}

pub(super) async fn one(id: LabourCallId) -> Result<AnyView, UiError> {
    let call = call();
    let (part, request, offers, steps) = services::labour::own_call(&call, id).await?;
    let who = frame::who().await?;
    let flash = Flash::take(supply::PAGE).await?;
    let typed: PersonForm = if flash.error.is_some() { flash.form() } else { PersonForm::default() };
    let outcome = frame::outcome(&flash);
    let done = flash.done.as_deref().and_then(supply::done_word);
    provide_problems(flash.problems);
    let labels = [("technician", m::TECHNICIAN), ("birth", msg::employment::BIRTH)];
    let labels = labels.map(|(field, label)| (field, t(label).to_owned())).to_vec();
    let crumbs = vec![(supply::PAGE.to_owned(), t(m::TITLE).to_owned())];
    let waiting = offers.iter().any(|row| row.state == OfferState::Accepted);
    let (title, now) = (request.site_name.clone(), call.now());
    Ok(view! {
        <OfficeLayout title who nav=frame::operator_nav(supply::PAGE) crumbs>
            <ErrorSummary labels />
            {done.map(|words| view! { <Banner tone=Tone::Ok>{t(words)}</Banner> })}
            {outcome}
            {words::numbers(part.numbers)}
            {offer(id, typed)}
            <h2>{t(m::OFFERS)}</h2>
            {offer_list(&offers)}
            {waiting.then(|| send(id))}
            {words::request(&request)}
            {words::wages(&request.agreement)}
            {words::steps(&steps, now)}
        </OfficeLayout>
    }
    .into_any())
}

fn offer(id: LabourCallId, it: PersonForm) -> impl IntoView {
    let birth = [it.birth_era, it.birth_year, it.birth_month, it.birth_day];
    view! {
        <Card title=t(m::OFFER_TITLE)>
            <form method="post" action=OfferLabour::PATH class="form" novalidate>
                <input type="hidden" name="part" value=id.to_string() />
                <TextField
                    name="technician"
                    label=t(m::TECHNICIAN)
                    hint=t(msg::employment::TECHNICIAN_HINT)
                    value=it.technician
                    inputmode="numeric"
                    autocomplete="off"
                    width="medium"
                />
                <DateFields
                    name="birth"
                    legend=t(msg::employment::BIRTH)
                    hint=t(msg::employment::BIRTH_HINT)
                    eras=choice::eras()
                    value=birth
                    autocomplete="off"
                />
                <SubmitButton text=t(m::OFFER_GO) icon=icon::SEND />
            </form>
        </Card>
    }
}

fn offer_list(rows: &[OfferRow]) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <p class="hint">{t(m::OFFERS_NONE)}</p> }.into_any();
    }
    let heads = [m::TECHNICIAN, m::NAME, m::LEVEL, m::WAGE, m::STATE, m::NEXT].map(|head| t(head).to_owned()).to_vec();
    let line = |row: &OfferRow| {
        let (words, tone) = words::offer_state(row.state);
        let of = tw(m::WITHDRAW_OF, &[("id", &row.technician.grouped())]);
        let back = (row.state == OfferState::Offered).then(|| {
            view! {
                <form method="post" action=WithdrawLabour::PATH class="row-form">
                    <input type="hidden" name="offer" value=row.id.to_string() />
                    <button type="submit" class="button text small" aria-label=of>
                        {t(m::WITHDRAW)}
                    </button>
                </form>
            }
        });
        view! {
            <tr>
                <th scope="row" class="num">{row.technician.grouped()}</th>
                <td data-label=t(m::NAME)>{row.name.clone()}</td>
                <td data-label=t(m::LEVEL)>{t(word::level(row.level))}</td>
                <td class="number" data-label=t(m::WAGE)>{number::yen(lang(), row.yen.get())}</td>
                <td data-label=t(m::STATE)><Tag tone text=t(words) /></td>
                <td data-label=t(m::NEXT)>{back}</td>
            </tr>
        }
    };
    let lines = rows.iter().map(line).collect_view();
    view! { <Table caption=t(m::OFFERS) heads>{lines}</Table> }.into_any()
}

fn send(id: LabourCallId) -> impl IntoView {
    view! {
        <form method="post" action=SendLabourList::PATH>
            <input type="hidden" name="part" value=id.to_string() />
            <SubmitButton text=t(m::SEND_LIST) kind=ButtonKind::Outline icon=icon::SEND />
        </form>
    }
}
