//! 訂正: registered data that the office puts right, entered by one person and approved by another. Invariant: before and
//! after stand side by side wherever a decision is made; who entered is never offered to approve.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod case;
#[cfg(feature = "ssr")]
mod enter;
#[cfg(feature = "ssr")]
mod items;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
pub use {
    case::CorrectionPage,
    enter::{EnterCorrectionPage, receive},
    list::{CorrectionsPage, state_tone},
};
