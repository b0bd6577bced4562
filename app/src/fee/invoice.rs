//! `/business/fees/{id}`, `/passport/fees/{id}`: the invoice of a request (適格請求書), for the screen and for A4 paper. Invariant: the tax is
//! rounded once for the invoice, by the domain; without the issuer's registration number the page says what it is not.

use super::{
    how::how_to_pay,
    mine::{MINE, back, state_tag},
    own::OWN,
};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        DescriptionList, LinkButton, OfficeLayout, Row, Tab, Table, TechnicianLayout, UiError, call, error::NOT_FOUND,
        icon, lang, page, t, tw,
    },
};
use domain::{
    fee::{Invoice, Issuer, Yen, tax},
    id::FeeRequestId,
};
use i18n::{date, msg, number, word};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use msg::fee as m;

/// `/business/fees/{id}`.
#[component]
pub fn InvoicePage() -> impl IntoView {
    let asked = asked();
    page(async move {
        let invoice = found(&asked).await?;
        let who = office::who().await?;
        let crumbs = vec![(MINE.to_owned(), t(m::MINE_TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::INVOICE_TITLE) who nav=frame::nav(MINE) crumbs>
                {sheet(&invoice)}
                <div class="invoice-actions">{save(MINE, &invoice)} {back()}</div>
            </OfficeLayout>
        })
    })
}

/// `/passport/fees/{id}`.
#[component]
pub fn OwnInvoicePage() -> impl IntoView {
    let asked = asked();
    page(async move {
        services::passport::may_open(&call())?;
        let invoice = found(&asked).await?;
        Ok(view! {
            <TechnicianLayout title=t(m::INVOICE_TITLE) tab=Tab::More back=OWN>
                {sheet(&invoice)} <div class="invoice-actions">{save(OWN, &invoice)}</div>
            </TechnicianLayout>
        })
    })
}

fn asked() -> String {
    use_params_map().with_untracked(|params| params.get("request")).unwrap_or_default()
}

async fn found(asked: &str) -> Result<Invoice, UiError> {
    let id: FeeRequestId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    Ok(services::fee::invoice(&call(), id).await?)
}

fn sheet(invoice: &Invoice) -> impl IntoView + use<> {
    let issuer = use_context::<Issuer>().unwrap_or_default();
    let state = invoice.request.state(call().today());
    view! {
        <article class="invoice" aria-label=t(m::INVOICE_TITLE)>
            {head(invoice, &issuer)}
            <p class="invoice-state">{state_tag(state)}</p>
            {lines(invoice)}
            {sums(invoice)}
            {state.is_open().then(how_to_pay)}
        </article>
    }
}

/// The file, below the address of the page it stands on.
fn save(list: &str, invoice: &Invoice) -> impl IntoView + use<> {
    let href = format!("{list}/{}/invoice.pdf", invoice.request.id);
    view! {
        <p class="hint">{t(m::INVOICE_PRINT_HINT)}</p>
        <LinkButton href text=t(m::INVOICE_PDF) icon=icon::DOWNLOAD />
    }
}

fn yen(amount: Yen) -> String {
    number::yen(lang(), amount.get())
}

fn head(invoice: &Invoice, issuer: &Issuer) -> impl IntoView + use<> {
    let request = &invoice.request;
    let reference = request.reference.map(domain::fee::PaymentReference::grouped).unwrap_or_default();
    let mut rows = vec![
        Row::new(t(m::REFERENCE), reference),
        Row::new(t(m::INVOICE_DATE), date::day_only(lang(), request.requested_at.date())),
        Row::new(t(m::DUE), date::day_only(lang(), request.due)),
    ];
    if let Some(paid) = request.paid_at {
        rows.push(Row::new(t(m::PAID_AT), date::day_only(lang(), paid.date())));
    }
    let mut by = Vec::new();
    if !issuer.name.is_empty() {
        by.push(Row::new(t(m::INVOICE_BY), issuer.name.clone()));
    }
    if let Some(number) = &issuer.number {
        by.push(Row::new(t(m::INVOICE_REGISTRATION), number.clone()));
    }
    let none = issuer.number.is_none().then(|| t(m::INVOICE_REGISTRATION_NONE));
    view! {
        <p class="invoice-to">{word::invoice_to(lang(), request.kind, &request.payer)}</p>
        <p class="invoice-sum">
            <span>{t(m::INVOICE_SUM)}</span>
            <strong class="figure">{yen(request.amount)}</strong>
        </p>
        <div class="invoice-head">
            <DescriptionList rows />
            <div>
                {(!by.is_empty()).then(|| view! { <DescriptionList rows=by /> })}
                {none.map(|words| view! { <p class="hint">{words}</p> })}
            </div>
        </div>
    }
}

fn lines(invoice: &Invoice) -> impl IntoView + use<> {
    let heads = [m::INVOICE_WHAT, m::INVOICE_QUANTITY, m::AMOUNT].map(|head| t(head).to_owned()).to_vec();
    let row = |(words, quantity, amount): (String, String, Yen)| {
        view! {
            <tr>
                <th scope="row">{words}</th>
                <td class="number">{quantity}</td>
                <td class="number">{yen(amount)}</td>
            </tr>
        }
    };
    let mut rows: Vec<(String, String, Yen)> = invoice
        .usage
        .iter()
        .map(|line| {
            let records = number::grouped(line.now.records - line.before.records);
            (word::usage_line(lang(), line), tw(m::INVOICE_RECORDS, &[("n", &records)]), line.yen())
        })
        .collect();
    if rows.is_empty() {
        let kind = t(word::fee_kind(invoice.request.kind)).to_owned();
        rows.push((kind, t(m::INVOICE_ONE).to_owned(), invoice.request.amount));
    }
    view! {
        <h2>{t(m::INVOICE_LINES)}</h2>
        <Table caption=t(m::INVOICE_LINES) heads>
            {rows.into_iter().map(row).collect_view()}
        </Table>
    }
}

fn sums(invoice: &Invoice) -> impl IntoView + use<> {
    let request = &invoice.request;
    let mut rows = vec![
        Row::new(t(m::INVOICE_TAX), yen(request.amount)),
        Row::new(t(m::INVOICE_TAX_INSIDE), yen(tax::included(request.amount))),
    ];
    if !request.came().is_zero() {
        rows.push(Row::new(t(m::INVOICE_RECEIVED), yen(request.came())));
        rows.push(Row::new(t(m::INVOICE_REMAINING), yen(request.left())));
    }
    view! { <DescriptionList rows /> }
}
