//! `/business/fees`: everything a business was asked for, and why its log-ins are limited. Invariant: the reason is said on
//! every page of the business where something is limited, with the way to pay.

use super::{how::how_to_pay, usage_page};
use crate::{
    application::frame as office,
    business::frame,
    disaster::relief,
    shell::{
        Banner, ButtonKind, Card, EmptyState, ErrorSummary, Flash, LinkButton, OfficeLayout, Table, Tag, Tone, UiError,
        call, icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    fee::{PayerAccount, PayerRequest, RequestState, Yen, standing::Standing},
    listing::Mark,
    time::WorkDate,
};
use i18n::{date, msg, number, word};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::fee as m;

/// The page of a business's fees.
pub(super) const MINE: &str = "/business/fees";

/// `/business/fees`.
#[component]
pub fn BusinessFeesPage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get(usage_page::OWN_AFTER)?.parse::<Mark>().ok());
    page(async move {
        let call = call();
        let account = services::fee::account(&call).await?;
        let reports = services::fee::usage_reports(&call, after).await?;
        let who = office::who().await?;
        let limited = limited(&account.standing, false);
        let credit = (account.credit.get() > 0)
            .then(|| tw(m::MINE_CREDIT, &[("yen", &number::yen(lang(), account.credit.get()))]));
        let today = call.today();
        let flash = Flash::take(MINE).await?;
        let asked = (flash.done.as_deref() == Some("relief_asked"))
            .then(|| view! { <Banner tone=Tone::Ok>{t(msg::disaster::OWN_ASKED_DONE)}</Banner> });
        let outcome = office::outcome(&flash);
        let typed: String = flash.form();
        provide_problems(flash.problems);
        let relief = relief::part(typed).await?;
        let labels = vec![("reason", t(msg::disaster::OWN_REASON).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::MINE_TITLE) who nav=frame::nav(MINE)>
                {asked}
                {outcome}
                <ErrorSummary labels />
                {limited}
                <p>{t(m::MINE_LEAD)}</p>
                {credit.map(|words| view! { <Banner tone=Tone::Info>{words}</Banner> })}
                {list(&account, today)}
                {usage_page::list(&reports, after.is_some(), true)}
                {relief}
            </OfficeLayout>
        })
    })
}

/// Why the business's log-ins are limited, where they are, with the way to pay for who may.
pub async fn standing_banner() -> Result<Option<AnyView>, UiError> {
    let call = call();
    let may_pay = office::may(domain::access::Action::FeeRead, &domain::access::Resource::Register);
    Ok(limited(&services::fee::standing(&call).await?, may_pay))
}

fn limited(standing: &Standing, with_link: bool) -> Option<AnyView> {
    let Standing::Limited { since, .. } = standing else { return None };
    let words = tw(m::LIMITED, &[("date", &date::day_only(lang(), *since))]);
    let go = with_link.then(|| view! { <p><a href=MINE>{t(m::LIMITED_GO)}</a></p> });
    Some(view! { <Banner tone=Tone::Warn><p>{words}</p>{go}</Banner> }.into_any())
}

/// A request's state with its colour.
pub(super) fn state_tag(state: RequestState) -> impl IntoView {
    let (tone, drawing) = match state {
        RequestState::Open | RequestState::Checked => (Tone::Info, None),
        RequestState::Late => (Tone::Warn, Some(icon::WARNING_FILL)),
        RequestState::Paid => (Tone::Ok, Some(icon::CHECK)),
        RequestState::Withdrawn => (Tone::Plain, None),
    };
    let text = t(word::request_state(state));
    match drawing {
        Some(icon) => view! { <Tag tone icon text /> }.into_any(),
        None => view! { <Tag tone text /> }.into_any(),
    }
}

fn list(account: &PayerAccount, today: WorkDate) -> impl IntoView + use<> {
    if account.requests.is_empty() {
        return view! { <EmptyState title=t(m::MINE_NONE_TITLE) text=t(m::MINE_NONE) /> }.into_any();
    }
    let heads = [m::WHAT, m::REFERENCE, m::AMOUNT, m::REQUESTED_AT, m::DUE, m::PAID_AT, m::STATE, m::INVOICE];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let rows = account.requests.iter().map(|request| line(request, today)).collect_view();
    let is_owed = account.requests.iter().any(PayerRequest::is_owed);
    let how = is_owed.then(|| view! { <Card title=t(m::OWN_HOW_TITLE)>{how_to_pay()}</Card> });
    view! {
        <Table caption=t(m::MINE_CAPTION) heads>{rows}</Table>
        {how}
    }
    .into_any()
}

/// What came of a sum and what is left of it, where something came.
pub fn remaining(came: Yen, left: Yen) -> Option<String> {
    let yen = |yen: Yen| number::yen(lang(), yen.get());
    (!came.is_zero()).then(|| tw(m::REMAINING, &[("came", &yen(came)), ("left", &yen(left))]))
}

/// That all of it came and is looked at, in place of how it is paid.
pub fn being_checked(came: Yen) -> String {
    tw(m::CHECKED, &[("came", &number::yen(lang(), came.get()))])
}

fn line(request: &PayerRequest, today: WorkDate) -> impl IntoView + use<> {
    let kind = t(word::fee_kind(request.kind));
    let reference = request.reference.map(domain::fee::PaymentReference::grouped);
    let state = request.state(today);
    let remaining = if request.is_checked() {
        Some(being_checked(request.came()))
    } else {
        remaining(request.came(), request.left()).filter(|_| state.is_open())
    };
    view! {
        <tr>
            <th scope="row">{kind}</th>
            <td class="num" data-label=t(m::REFERENCE)>{reference}</td>
            <td class="number" data-label=t(m::AMOUNT)>{number::yen(lang(), request.amount.get())}</td>
            <td class="num" data-label=t(m::REQUESTED_AT)>{date::iso(request.requested_at.date())}</td>
            <td class="num" data-label=t(m::DUE)>{date::iso(request.due)}</td>
            <td class="num" data-label=t(m::PAID_AT)>{request.paid_at.map(|at| date::iso(at.date()))}</td>
            <td data-label=t(m::STATE)>{state_tag(state)} " " {remaining}</td>
            <td>
                <a href=format!("{MINE}/{}", request.id) aria-label=tw(m::INVOICE_OF, &[("kind", &kind)])>
                    {t(m::INVOICE)}
                </a>
            </td>
        </tr>
    }
}

/// The way back to the list.
pub(super) fn back() -> impl IntoView {
    view! { <LinkButton href=MINE text=t(m::MINE_TITLE) kind=ButtonKind::Outline icon=icon::ARROW_BACK /> }
}
