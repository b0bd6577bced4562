//! 登録情報証明書. Invariant: what it says comes in words, and its code as squares; the template only sets them.

use crate::{Jam, Pdf, press};
use serde::Serialize;

const TEMPLATE: &str = include_str!("../templates/certificate.typ");

/// A certificate of registration in words, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateSheet {
    /// Language of the words (`ja`, `en`).
    pub lang: String,
    /// The day it was made, `yyyymmdd`.
    pub day: i32,
    /// 登録情報証明書, and of what.
    pub title: String,
    /// What it says: label and words, several of one label on lines of their own.
    pub items: Vec<(String, String)>,
    /// Number, day, last day: label and value.
    pub facts: Vec<(String, String)>,
    /// Who issued it, where it is known: label and name.
    pub issuer: Vec<(String, String)>,
    /// The squares of its QR code, a text of `0` and `1` for each row.
    pub code: Vec<String>,
    /// How it is checked.
    pub how: String,
    /// Below a page that has a 〓.
    pub geta: String,
    /// At the foot of each page, before its number.
    pub foot: String,
}

impl CertificateSheet {
    /// As PDF. `ident` tells it from every other. Errors: a fault of the template.
    pub fn pdf(&self, ident: &str) -> Result<Pdf, Jam> {
        press::set(TEMPLATE, self, ident)
    }
}
