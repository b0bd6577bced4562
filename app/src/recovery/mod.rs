//! アカウント復旧: a technician who cannot log in, whoever is told of it, and the reviewer between them. Invariant: the page of
//! whoever asks says the same whether anybody is registered or not; looking at a link does nothing, pressing its button does.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod ask;
#[cfg(feature = "ssr")]
mod case;
#[cfg(feature = "ssr")]
mod compared;
#[cfg(feature = "ssr")]
mod link;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
pub use {
    ask::{RecoverPage, receive},
    case::RecoveryPage,
    link::{NewPasswordPage, ObjectPage},
    list::RecoveriesPage,
};
