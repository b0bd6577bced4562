//! `/business/fees/{id}`: the invoice of a request (適格請求書), for the screen and for A4 paper. Invariant: the tax is
//! rounded once for the invoice, by the domain; without the issuer's registration number the page says what it is not.

use super::mine::{MINE, back, state_tag};
use crate::{
    application::frame as office,
    business::frame,
    shell::{DescriptionList, OfficeLayout, Row, Table, UiError, call, error::NOT_FOUND, lang, page, t, tw},
};
use domain::{
    fee::{Invoice, Yen, tax, usage::UsageLine},
    id::FeeRequestId,
};
use i18n::{date, msg, number, word};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use msg::fee as m;

/// Who makes out invoices: the server provides it as a context, from its configuration.
#[derive(Debug, Clone, Default)]
pub struct Issuer {
    /// Name on invoices; empty where none is set.
    pub name: String,
    /// 登録番号, `T` and 13 digits.
    pub number: Option<String>,
}

/// `/business/fees/{id}`.
#[component]
pub fn InvoicePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("request")).unwrap_or_default();
    page(async move {
        let id: FeeRequestId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let invoice = services::fee::invoice(&call, id).await?;
        let who = office::who().await?;
        let issuer = use_context::<Issuer>().unwrap_or_default();
        let crumbs = vec![(MINE.to_owned(), t(m::MINE_TITLE).to_owned())];
        let state = invoice.request.state(call.today());
        Ok(view! {
            <OfficeLayout title=t(m::INVOICE_TITLE) who nav=frame::nav(MINE) crumbs>
                <article class="invoice" aria-label=t(m::INVOICE_TITLE)>
                    {head(&invoice, &issuer)}
                    <p class="invoice-state">{state_tag(state)}</p>
                    {lines(&invoice)}
                    {sums(&invoice)}
                    <p>{t(m::INVOICE_HOW)}</p>
                </article>
                <div class="invoice-actions">
                    <p class="hint">{t(m::INVOICE_PRINT_HINT)}</p>
                    {back()}
                </div>
            </OfficeLayout>
        })
    })
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
        <p class="invoice-to">{tw(m::INVOICE_TO, &[("name", &request.payer)])}</p>
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

/// A line of usage in words: the month alone, or with what was billed of it before.
fn usage_words(line: &UsageLine) -> String {
    let month = date::month(lang(), line.month);
    if line.before.records == 0 && line.before.yen.is_zero() {
        return tw(m::INVOICE_USAGE, &[("month", &month)]);
    }
    let figures: [(&str, &dyn std::fmt::Display); 5] = [
        ("month", &month),
        ("before", &number::grouped(line.before.records)),
        ("yen_before", &yen(line.before.yen)),
        ("now", &number::grouped(line.now.records)),
        ("yen_now", &yen(line.now.yen)),
    ];
    tw(m::INVOICE_CORRECTION, &figures)
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
            (usage_words(line), tw(m::INVOICE_RECORDS, &[("n", &records)]), line.yen())
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
    if request.received.get() > 0 {
        rows.push(Row::new(t(m::INVOICE_RECEIVED), yen(request.received)));
        let left = Yen(request.amount.get() - request.received.get());
        rows.push(Row::new(t(m::INVOICE_REMAINING), yen(left)));
    }
    view! { <DescriptionList rows /> }
}
