//! `/passport/fees`: what a technician was asked to pay, whether it is paid, and how to pay. Invariant: what is open stands
//! first, with the reference one pays with.

use super::mine::state_tag;
use crate::shell::{
    Banner, ButtonKind, Card, DescriptionList, EmptyState, Icon, LinkButton, Row, Tab, TechnicianLayout, Tone, call,
    icon, lang, page, t, tw,
};
use domain::{
    fee::{PayerAccount, PayerRequest, PaymentReference, RequestState, Yen},
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
                {settled(&account, today)}
            </TechnicianLayout>
        })
    })
}

fn is_open(request: &PayerRequest, today: WorkDate) -> bool {
    matches!(request.state(today), RequestState::Open | RequestState::Late)
}

fn to_pay(account: &PayerAccount, today: WorkDate) -> impl IntoView + use<> {
    let open: Vec<&PayerRequest> = account.requests.iter().filter(|request| is_open(request, today)).collect();
    if open.is_empty() {
        return view! { <EmptyState title=t(m::OWN_NONE_TITLE) text=t(m::OWN_NONE) /> }.into_any();
    }
    let cards = open.into_iter().map(|request| owed(request, today)).collect_view();
    view! {
        {cards}
        <Card title=t(m::OWN_HOW_TITLE)>
            <p>{t(m::OWN_HOW)}</p>
            <p>{t(m::OWN_NOT_STOPPED)}</p>
        </Card>
    }
    .into_any()
}

fn owed(request: &PayerRequest, today: WorkDate) -> impl IntoView + use<> {
    let kind = t(word::fee_kind(request.kind));
    let state = request.state(today);
    let left = Yen(request.amount.get() - request.received.get());
    let reference = request.reference.map(PaymentReference::grouped).unwrap_or_default();
    let mut rows = vec![
        Row::new(t(m::AMOUNT), number::yen(lang(), left.get())),
        Row::new(t(m::REFERENCE), reference),
        Row::new(t(m::DUE), date::day_only(lang(), request.due)),
    ];
    if request.received.get() > 0 {
        rows.push(Row::new(t(m::INVOICE_RECEIVED), number::yen(lang(), request.received.get())));
    }
    let page = format!("{OWN}/{}", request.id);
    let late = (state == RequestState::Late).then(|| view! { <Banner tone=Tone::Warn>{t(m::OWN_LATE)}</Banner> });
    view! {
        <Card title=kind>
            <p>{state_tag(state)}</p>
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

fn settled(account: &PayerAccount, today: WorkDate) -> Option<AnyView> {
    let done: Vec<&PayerRequest> = account.requests.iter().filter(|request| !is_open(request, today)).collect();
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
