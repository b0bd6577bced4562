//! カードの発行: orders, issue, revocation. Invariant: no card key is ever on a page or in a session; keys leave the server
//! in sealed batches only.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
pub mod batch_file;
#[cfg(feature = "ssr")]
mod batch_page;
#[cfg(feature = "ssr")]
mod batches;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod returned;
#[cfg(feature = "ssr")]
pub use {batch_page::CardBatchPage, batches::CardBatchesPage, page::CardOrdersPage, returned::ReturnedCardsPage};
