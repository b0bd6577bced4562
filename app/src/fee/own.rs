//! `/passport/fees`: what a technician was asked to pay, whether it is paid, and how to pay. Invariant: what is open stands
//! first, with the reference one pays with.

use super::{
    how::how_to_pay,
    mine::{being_checked, remaining, state_tag},
};
use crate::shell::{
    Banner, ButtonKind, Card, DescriptionList, EmptyState, Icon, LinkButton, Row, Tab, TechnicianLayout, Tone, call,
    icon, lang, page, t, tw,
};
use domain::{
    fee::{PayerAccount, PayerRequest, PaymentReference, RequestState},
    time::WorkDate,
};
use i18n::{date, msg, number, word};
use leptos::prelude::*;

use msg::fee as m;

/// The page of one's own fees.
pub(super) const OWN: &str = "/passport/fees";

/// `/passport/fees`.
#[component]
pub fn OwnFeesPage() -> impl IntoView {
    page(async {
        services::passport::may_open(&call())?;
        let account = services::fee::account(&call()).await?;
        let today = call().today();
        let credit = (account.credit.get() > 0)
            .then(|| tw(m::OWN_CREDIT, &[("yen", &number::yen(lang(), account.credit.get()))]));
        Ok(view! {
            <TechnicianLayout title=t(m::OWN_TITLE) tab=Tab::More back="/passport/more">
                <p>{t(m::OWN_LEAD)}</p>
                {credit.map(|words| view! { <Banner tone=Tone::Info>{words}</Banner> })}
                {to_pay(&account, today)}
                {checked(&account)}
                {settled(&account)}
            </TechnicianLayout>
        })
    })
}

fn to_pay(account: &PayerAccount, today: WorkDate) -> impl IntoView + use<> {
    let open: Vec<&PayerRequest> = account.requests.iter().filter(|request| request.is_owed()).collect();
    if open.is_empty() {
        return view! { <EmptyState title=t(m::OWN_NONE_TITLE) text=t(m::OWN_NONE) /> }.into_any();
    }
    let cards = open.into_iter().map(|request| owed(request, today)).collect_view();
    view! {
        {cards}
        <Card title=t(m::OWN_HOW_TITLE)>
            {how_to_pay()}
            <p>{t(m::OWN_HOW)}</p>
            <p>{t(m::OWN_NOT_STOPPED)}</p>
        </Card>
    }
    .into_any()
}

fn owed(request: &PayerRequest, today: WorkDate) -> impl IntoView + use<> {
    let kind = t(word::fee_kind(request.kind));
    let state = request.state(today);
    let reference = request.reference.map(PaymentReference::grouped).unwrap_or_default();
    let rows = vec![
        Row::new(t(m::AMOUNT), number::yen(lang(), request.left().get())),
        Row::new(t(m::REFERENCE), reference),
        Row::new(t(m::DUE), date::day_only(lang(), request.due)),
    ];
    let page = format!("{OWN}/{}", request.id);
    let came =
        remaining(request.came(), request.left()).map(|words| view! { <Banner tone=Tone::Warn>{words}</Banner> });
    let late = (state == RequestState::Late).then(|| view! { <Banner tone=Tone::Warn>{t(m::OWN_LATE)}</Banner> });
    view! {
        <Card title=kind>
            <p>{state_tag(state)}</p>
            {came}
            {late}
            <DescriptionList rows />
            <LinkButton
                href=page
                text=tw(m::INVOICE_OF, &[("kind", &kind)])
                kind=ButtonKind::Outline
                icon=icon::ARROW_FORWARD
            />
        </Card>
    }
}

/// What came in sums that were not what is owed, and is not to be paid while the office looks at it.
fn checked(account: &PayerAccount) -> impl IntoView + use<> {
    let one = |request: &PayerRequest| {
        let (kind, words) = (t(word::fee_kind(request.kind)), being_checked(request.came()));
        view! {
            <Card title=kind>
                <p>{state_tag(RequestState::Checked)}</p>
                <p>{words}</p>
            </Card>
        }
    };
    account.requests.iter().filter(|request| request.is_checked()).map(one).collect_view()
}

fn settled(account: &PayerAccount) -> Option<AnyView> {
    let done: Vec<&PayerRequest> =
        account.requests.iter().filter(|request| !request.is_owed() && !request.is_checked()).collect();
    if done.is_empty() {
        return None;
    }
    let one = |request: &PayerRequest| {
        let kind = t(word::fee_kind(request.kind));
        let day = match (request.withdrawn_at, request.paid_at) {
            (Some(at), _) => tw(m::OWN_WITHDRAWN_ON, &[("date", &date::day_only(lang(), at.date()))]),
            (None, Some(at)) => tw(m::OWN_PAID_ON, &[("date", &date::day_only(lang(), at.date()))]),
            (None, None) => String::new(),
        };
        view! {
            <li>
                <a href=format!("{OWN}/{}", request.id)>
                    <span class="own-fee">
                        <b>{kind}</b>
                        <span class="figure">{number::yen(lang(), request.amount.get())}</span>
                        <span class="hint">{day}</span>
                    </span>
                    <Icon of=icon::CHEVRON_RIGHT />
                </a>
            </li>
        }
    };
    let rows = done.into_iter().map(one).collect_view();
    Some(
        view! {
            <h2>{t(m::OWN_SETTLED)}</h2>
            <ul class="link-list card">{rows}</ul>
        }
        .into_any(),
    )
}
