//! 申請: starting, its state for the applicant, and review. Invariant: what may follow a state is the domain's to say; a
//! page shows a button only where the services would do what it says, and the services decide again.

mod aid;
mod api;
mod keys;
pub use aid::{Tidy, TypingAid, tidied};
pub use api::*;
pub use keys::ReviewKeys;

#[cfg(feature = "ssr")]
mod bands;
#[cfg(feature = "ssr")]
mod case;
#[cfg(feature = "ssr")]
mod case_fields;
#[cfg(feature = "ssr")]
mod case_side;
#[cfg(feature = "ssr")]
pub mod choice;
#[cfg(feature = "ssr")]
pub mod frame;
#[cfg(feature = "ssr")]
pub mod mine;
#[cfg(feature = "ssr")]
pub mod progress;
#[cfg(feature = "ssr")]
mod queue;
#[cfg(feature = "ssr")]
mod start;
#[cfg(feature = "ssr")]
pub mod status;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
pub use {
    bands::words as band_words, case::CasePage, queue::QueuePage, start::RegisterStartPage,
    status::RegistrationStatusPage,
};
