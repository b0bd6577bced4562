//! 技能者の登録（簡略型）. Invariant: what was typed is in the draft before anything is judged, so no problem loses it.

mod api;
mod preview;
pub use api::*;
pub use preview::PhotoPreview;

#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
pub mod photo;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
pub use form::SECTIONS;
#[cfg(feature = "ssr")]
pub use page::RegisterTechnicianPage;
