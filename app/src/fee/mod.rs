//! 請求と入金. Invariant: marking paid is one press per request with a tick beside it, and is never done by opening a page.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
pub use page::FeesPage;
