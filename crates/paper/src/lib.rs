//! Documents on paper: words and figures that somebody else has put together, set as a PDF.
//!
//! Invariant: the same sheet gives the same bytes, on any machine and any day. Nothing here reads a clock, a file, the
//! network or an environment; a template sees the sheet and the font that is built in, and nothing else. What a person typed
//! is text to a template and never a command of it.
#![forbid(unsafe_code)]

mod certificate;
mod face;
mod invoice;
mod press;

pub use certificate::CertificateSheet;
pub use invoice::{InvoiceLine, InvoiceSheet, RateLine};
pub use press::Jam;

/// A document for A4 paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Sides of paper it takes.
    pub pages: usize,
}

#[cfg(test)]
mod tests;
