//! 現場: list, registration, detail. Invariant: a page shows a site's people and tiers exactly as the services scoped them.

mod api;
mod here;
pub use api::*;
pub use here::HereButton;

#[cfg(feature = "ssr")]
mod close;
#[cfg(feature = "ssr")]
mod detail;
#[cfg(feature = "ssr")]
mod edit;
#[cfg(feature = "ssr")]
mod fields;
#[cfg(feature = "ssr")]
mod gates;
#[cfg(feature = "ssr")]
mod import;
#[cfg(feature = "ssr")]
pub mod import_file;
#[cfg(feature = "ssr")]
mod line;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod look;
#[cfg(feature = "ssr")]
mod new;
#[cfg(feature = "ssr")]
mod roster;
#[cfg(feature = "ssr")]
mod sections;
#[cfg(feature = "ssr")]
mod structure;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
pub use {
    close::SiteClosePage,
    detail::SiteDetailPage,
    edit::SiteEditPage,
    gates::{LossesPage, SiteGatesPage},
    import::{SiteImportFilePage, SiteImportPage},
    line::SiteLinePage,
    list::SiteListPage,
    look::{HALF_DAYS, UNLISTED},
    new::SiteNewPage,
    roster::warnings,
    sections::SectionsPage,
    structure::{may_add_under, walk},
};
