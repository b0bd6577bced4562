//! 特例: exceptions for disasters, entered by one person and put in force by another, and businesses that ask to pay later.
//! Invariant: before an exception is put in force the page says how many it is for; a business is shown only what it can ask.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod case;
#[cfg(feature = "ssr")]
mod enter;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
pub mod relief;
#[cfg(feature = "ssr")]
pub use {case::DisasterProposalPage, enter::EnterDisasterPage, list::DisastersPage};
