//! 請求書 as a file to keep (適格請求書). Invariant: it says what the page says, and the same invoice gives the same bytes; no
//! clock is read for it.

use super::invoice;
use crate::{Call, Error, Result};
use domain::{
    fee::{Invoice, Issuer, PaymentReference, Yen, tax},
    id::FeeRequestId,
};
use i18n::{Lang, date, msg::fee as m, number, word};
use paper::{InvoiceLine, InvoiceSheet, RateLine};

/// The invoice of a request as PDF, in a language. Errors: those of [`invoice`].
pub async fn invoice_pdf(call: &Call, id: FeeRequestId, issuer: &Issuer, lang: Lang) -> Result<Vec<u8>> {
    let sheet = sheet(lang.office(), &invoice(call, id).await?, issuer, call.outside.pay_to.as_deref());
    // Setting type takes long enough to keep others waiting.
    let set = move || sheet.pdf(&id.to_string());
    let pdf = tokio::task::spawn_blocking(set).await.map_err(Error::internal)?.map_err(Error::internal)?;
    Ok(pdf.bytes)
}

fn sheet(lang: Lang, invoice: &Invoice, issuer: &Issuer, pay_to: Option<&str>) -> InvoiceSheet {
    let request = &invoice.request;
    let yen = |amount: Yen| number::yen(lang, amount.get());
    let word = |word: i18n::Msg| word.get(lang).to_owned();
    let reference = request.reference.map(PaymentReference::grouped).unwrap_or_default();
    let made_out = request.requested_at.date();
    let mut facts = vec![
        (word(m::REFERENCE), reference.clone()),
        (word(m::INVOICE_DATE), date::day_only(lang, made_out)),
        (word(m::DUE), date::day_only(lang, request.due)),
    ];
    facts.extend(request.paid_at.map(|paid| (word(m::PAID_AT), date::day_only(lang, paid.date()))));
    InvoiceSheet {
        lang: lang.code().to_owned(),
        day: made_out.number(),
        title: word(m::INVOICE_TITLE),
        remark: remark(lang, invoice, issuer),
        to: word::invoice_to(lang, request.kind, &request.payer),
        sum_label: word(m::INVOICE_SUM),
        sum: yen(request.amount),
        facts,
        issuer: issued_by(lang, issuer),
        heads: [m::INVOICE_WHAT, m::INVOICE_QUANTITY, m::INVOICE_RATE, m::INVOICE_AMOUNT].map(word),
        lines: lines(lang, invoice),
        rates: vec![RateLine {
            sum_label: word(m::INVOICE_TAX),
            sum: yen(request.amount),
            tax_label: word(m::INVOICE_TAX_INSIDE),
            tax: yen(tax::included(request.amount)),
        }],
        total: (word(m::INVOICE_TOTAL), yen(request.amount)),
        paid: paid(lang, invoice),
        how: if request.is_owed() { word::paying(lang, pay_to) } else { String::new() },
        geta: word(m::INVOICE_GETA),
        foot: format!("{} {reference}", word(m::REFERENCE)),
    }
}

/// What whoever keeps it must know at once.
fn remark(lang: Lang, invoice: &Invoice, issuer: &Issuer) -> String {
    let withdrawn = invoice.request.withdrawn_at.map(|at| {
        let day = date::day_only(lang, at.date());
        m::INVOICE_WITHDRAWN.with(lang, &[("date", &day)])
    });
    let none = issuer.number.is_none().then(|| m::INVOICE_REGISTRATION_NONE.get(lang).to_owned());
    withdrawn.into_iter().chain(none).collect::<Vec<_>>().join("\n")
}

fn issued_by(lang: Lang, issuer: &Issuer) -> Vec<(String, String)> {
    let name = (!issuer.name.is_empty()).then(|| (m::INVOICE_BY, issuer.name.clone()));
    let number = issuer.number.clone().map(|number| (m::INVOICE_REGISTRATION, number));
    name.into_iter().chain(number).map(|(label, value)| (label.get(lang).to_owned(), value)).collect()
}

fn lines(lang: Lang, invoice: &Invoice) -> Vec<InvoiceLine> {
    let line = |what: String, quantity: String, amount: Yen| InvoiceLine {
        what,
        quantity,
        rate: format!("{}%", tax::RATE_PERCENT),
        amount: number::yen(lang, amount.get()),
    };
    let request = &invoice.request;
    if invoice.usage.is_empty() {
        let kind = word::fee_kind(request.kind).get(lang).to_owned();
        return vec![line(kind, m::INVOICE_ONE.get(lang).to_owned(), request.amount)];
    }
    let usage = invoice.usage.iter().map(|used| {
        let records = number::grouped(used.now.records - used.before.records);
        line(word::usage_line(lang, used), m::INVOICE_RECORDS.with(lang, &[("n", &records)]), used.yen())
    });
    usage.collect()
}

/// What has come and what is left, where something came.
fn paid(lang: Lang, invoice: &Invoice) -> Vec<(String, String)> {
    let request = &invoice.request;
    if request.came().is_zero() {
        return Vec::new();
    }
    [(m::INVOICE_RECEIVED, request.came()), (m::INVOICE_REMAINING, request.left())]
        .map(|(label, yen)| (label.get(lang).to_owned(), number::yen(lang, yen.get())))
        .to_vec()
}
