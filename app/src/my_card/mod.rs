//! カード: where one's own card is, stopping a lost one, asking for a new one. Invariant: a card is stopped by a form of
//! its own page, never by following a link.

mod api;
#[cfg(feature = "ssr")]
pub(crate) use api::page_of;
pub use api::*;

#[cfg(feature = "ssr")]
mod lost;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod person;
#[cfg(feature = "ssr")]
mod reissue;
#[cfg(feature = "ssr")]
pub use {lost::LostCardPage, page::MyCardPage, person::CardHolderPage, reissue::ReissuePage};
