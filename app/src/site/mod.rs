//! 現場: list, registration, detail. Invariant: a page shows a site's people and tiers exactly as the services scoped them.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod detail;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod look;
#[cfg(feature = "ssr")]
mod new;
#[cfg(feature = "ssr")]
mod roster;
#[cfg(feature = "ssr")]
mod structure;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
pub use {
    detail::SiteDetailPage,
    list::SiteListPage,
    look::{HALF_DAYS, UNLISTED},
    new::SiteNewPage,
    structure::{may_add_under, walk},
};
