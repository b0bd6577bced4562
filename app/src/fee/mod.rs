//! 料金: requests, money that came in, prices, closings, invoices. Invariant: what moves money is one press in a form of its
//! own and is never done by opening a page.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod credit;
#[cfg(feature = "ssr")]
mod figures;
#[cfg(feature = "ssr")]
mod how;
#[cfg(feature = "ssr")]
mod invoice;
#[cfg(feature = "ssr")]
mod invoice_file;
#[cfg(feature = "ssr")]
mod mine;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod pay;
#[cfg(feature = "ssr")]
mod price_page;
#[cfg(feature = "ssr")]
pub mod prices;
#[cfg(feature = "ssr")]
mod refund;
#[cfg(feature = "ssr")]
pub mod settlement;
#[cfg(feature = "ssr")]
mod unmatched;
#[cfg(feature = "ssr")]
mod usage_page;
#[cfg(feature = "ssr")]
pub use {
    figures::FiguresPage,
    how::how_to_pay,
    invoice::{InvoicePage, OwnInvoicePage},
    invoice_file::invoice_file,
    mine::{BusinessFeesPage, being_checked, remaining, standing_banner},
    own::OwnFeesPage,
    page::FeesPage,
    pay::PayPage,
    price_page::PricesPage,
    unmatched::UnmatchedPage,
    usage_page::UsagePage,
};
