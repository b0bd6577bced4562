//! 技能者の登録（簡略型・詳細型）. Invariant: what was typed is in the draft before anything is judged, so no problem loses
//! it; which pages there are is the domain's to say.

mod api;
#[cfg(any(test, not(feature = "ssr")))]
mod boxes;
#[cfg(any(test, not(feature = "ssr")))]
mod crop;
mod drawing;
mod mask;
mod preview;
pub use api::*;
pub use mask::MaskTool;
pub use preview::PhotoPreview;

#[cfg(feature = "ssr")]
mod answers;
#[cfg(feature = "ssr")]
mod changes;
#[cfg(feature = "ssr")]
mod check;
#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
pub mod flow;
#[cfg(feature = "ssr")]
pub mod input;
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
    answers::picture_words,
    check::CheckAnswersPage,
    flow::place_of,
    item::TechnicianItemPage,
    item_words::{label as item_label, shown as item_value, summary as item_summary},
    page::TechnicianPartPage,
    start::RegisterTechnicianPage,
};
