//! 現場のタグ: the page on which the prime enters and ends them, and what a tag's link opens on anybody's phone. Invariant: opening
//! either records nothing.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod office;
#[cfg(feature = "ssr")]
mod place;
#[cfg(feature = "ssr")]
pub use {office::TagsPage, place::opened};
