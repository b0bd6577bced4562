//! 申請: starting, its state for the applicant, and review. Invariant: what may follow a state is the domain's to say; a
//! page shows a button only where the services would do what it says, and the services decide again.

mod aid;
mod api;
mod key_switch;
mod keys;
mod page_keys;
mod viewer;
pub use aid::{Tidy, TypingAid, place_of, tidied};
pub use api::*;
pub use key_switch::KeySwitch;
pub use keys::ReviewKeys;
pub use page_keys::PageKeys;
pub use viewer::PictureViewer;

#[cfg(feature = "ssr")]
mod bands;
#[cfg(feature = "ssr")]
pub mod bound;
#[cfg(feature = "ssr")]
mod case;
#[cfg(feature = "ssr")]
mod case_fields;
#[cfg(feature = "ssr")]
mod case_side;
#[cfg(feature = "ssr")]
pub mod choice;
#[cfg(feature = "ssr")]
mod code;
#[cfg(feature = "ssr")]
pub mod compared;
#[cfg(feature = "ssr")]
pub mod decision;
#[cfg(feature = "ssr")]
pub mod document_page;
#[cfg(feature = "ssr")]
pub mod frame;
#[cfg(feature = "ssr")]
pub mod key_legend;
#[cfg(feature = "ssr")]
mod leave;
#[cfg(feature = "ssr")]
pub mod mine;
#[cfg(feature = "ssr")]
pub mod progress;
#[cfg(feature = "ssr")]
mod queue;
#[cfg(feature = "ssr")]
mod queue_counts;
#[cfg(feature = "ssr")]
mod service;
#[cfg(feature = "ssr")]
mod start;
#[cfg(feature = "ssr")]
pub mod status;
#[cfg(feature = "ssr")]
pub mod stood_by;
#[cfg(feature = "ssr")]
pub mod usual;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
pub use {
    bands::words as band_words,
    case::CasePage,
    code::ResumeCodePage,
    document_page::{CaseDocumentPage, OwnDocumentPage},
    queue::QueuePage,
    service::ServicePage,
    start::RegisterStartPage,
    status::RegistrationStatusPage,
};
