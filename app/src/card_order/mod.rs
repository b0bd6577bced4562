//! カードの発行: orders, issue, revocation. Invariant: no card key is ever on a page or in a session; keys leave the server
//! in sealed batches only.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
pub use page::CardOrdersPage;
