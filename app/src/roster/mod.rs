//! 作業員名簿: putting people on it and taking them off. Invariant: nobody is put on the roster while one of those picked
//! has a problem in the form; a warning is no problem.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod new;
#[cfg(feature = "ssr")]
pub use {api::added, new::RosterNewPage};
