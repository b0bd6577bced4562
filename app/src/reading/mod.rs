//! リーダーのファイル: sending a logging reader's file, seeing what would come of it, recording it. Invariant: nothing is
//! recorded before the button below what was read is pressed.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod result;
#[cfg(feature = "ssr")]
pub use {
    list::{ReadingsPage, link},
    result::ReadingPage,
};
