//! 認定登録機関 and 登録行政書士 as the operator keeps them, samples of what bodies approved, and a scrivener's own list. Invariant: a
//! password just made is shown once, by the page it was made on.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod body;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod sample;
#[cfg(feature = "ssr")]
mod samples;
#[cfg(feature = "ssr")]
mod scrivener;
#[cfg(feature = "ssr")]
mod scriveners;
#[cfg(feature = "ssr")]
pub(crate) mod staff;
#[cfg(feature = "ssr")]
mod words;
#[cfg(feature = "ssr")]
pub use {
    body::RegistrarPage, list::RegistrarsPage, own::ScrivenerHomePage, sample::SamplePage, samples::SamplesPage,
    scrivener::ScrivenerPage, scriveners::ScrivenersPage,
};
