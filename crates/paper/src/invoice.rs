//! 請求書. Invariant: sums and tax come computed; the template only sets them (適格請求書: issuer with its registration number,
//! day, what was supplied, sums by rate with rate and tax, to whom).

use crate::{Jam, Pdf, press};
use serde::Serialize;

const TEMPLATE: &str = include_str!("../templates/invoice.typ");

/// A line of an invoice, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoiceLine {
    /// For what.
    pub what: String,
    /// How many.
    pub quantity: String,
    /// The rate of tax.
    pub rate: String,
    /// With tax.
    pub amount: String,
}

/// The sum of the lines of one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RateLine {
    /// Which rate, and that the sum includes the tax.
    pub sum_label: String,
    /// With tax.
    pub sum: String,
    /// Which rate.
    pub tax_label: String,
    /// The tax in it.
    pub tax: String,
}

/// An invoice in words, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoiceSheet {
    /// Language of the words (`ja`, `en`).
    pub lang: String,
    /// The day it was made out, `yyyymmdd`.
    pub day: i32,
    /// 請求書.
    pub title: String,
    /// What it is not, or that it was taken back; empty where there is nothing to say.
    pub remark: String,
    /// To whom, with 御中 or 様.
    pub to: String,
    /// Above the sum.
    pub sum_label: String,
    /// What is asked for.
    pub sum: String,
    /// Reference, date, last day: label and value.
    pub facts: Vec<(String, String)>,
    /// Name and registration number of the issuer: label and value.
    pub issuer: Vec<(String, String)>,
    /// Heads of the table of lines.
    pub heads: [String; 4],
    /// Lines.
    pub lines: Vec<InvoiceLine>,
    /// Sums by rate.
    pub rates: Vec<RateLine>,
    /// The whole: label and value.
    pub total: (String, String),
    /// What has come and what is left, where something came: label and value.
    pub paid: Vec<(String, String)>,
    /// How to pay.
    pub how: String,
    /// Below a page that has a 〓.
    pub geta: String,
    /// At the foot of each page, before its number.
    pub foot: String,
}

impl InvoiceSheet {
    /// As PDF. `ident` tells the invoice from every other. Errors: a fault of the template.
    pub fn pdf(&self, ident: &str) -> Result<Pdf, Jam> {
        press::set(TEMPLATE, self, ident)
    }
}
