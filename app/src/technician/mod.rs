//! 技能者の登録（簡略型・詳細型）. Invariant: what was typed is in the draft before anything is judged, so no problem loses
//! it; which pages there are is the domain's to say.

mod api;
mod preview;
pub use api::*;
pub use preview::PhotoPreview;

#[cfg(feature = "ssr")]
mod answers;
#[cfg(feature = "ssr")]
mod check;
#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
pub mod flow;
#[cfg(feature = "ssr")]
mod input;
#[cfg(feature = "ssr")]
mod item;
#[cfg(feature = "ssr")]
mod item_words;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod page_words;
#[cfg(feature = "ssr")]
pub mod picture;
#[cfg(feature = "ssr")]
mod start;
#[cfg(feature = "ssr")]
mod tasks;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
pub use {
    check::CheckAnswersPage, flow::place_of, item::TechnicianItemPage, page::TechnicianPartPage,
    start::RegisterTechnicianPage,
};
