//! 現場のポスター: the page on which the prime makes and prints one, the screen on which its code changes, and the page its link opens
//! on anybody's phone. Invariant: opening any of them records nothing.

mod api;
mod position;
pub use api::*;
pub use position::AskPosition;

#[cfg(feature = "ssr")]
mod place;
#[cfg(feature = "ssr")]
mod qr;
#[cfg(feature = "ssr")]
mod screen;
#[cfg(feature = "ssr")]
mod sheet;
#[cfg(feature = "ssr")]
pub mod touch;
#[cfg(feature = "ssr")]
pub(crate) use qr::code as code_of;
#[cfg(feature = "ssr")]
pub use {
    place::{PlacePage, done},
    screen::ScreenPage,
    sheet::{PosterPage, link},
};
