//! 見せるコード: the page on which a person makes one, what its link shows to who has no log-in, and who saw what. Invariant: what a
//! link shows is made by `services::share` alone.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod looks;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod shown;
#[cfg(feature = "ssr")]
pub use {looks::LooksPage, own::SharePage, shown::ShownPage};
