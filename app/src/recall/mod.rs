//! 就業履歴の取り消し: days of work that one person of the office asks to have taken back and another decides about. Invariant: who
//! decides sees the days as they are, with touches and every version; who asked is never offered to agree.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod ask;
#[cfg(feature = "ssr")]
mod case;
#[cfg(feature = "ssr")]
mod found;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
pub use {case::RecallPage, found::RecallNewPage, list::RecallsPage};
