//! 代行申請: what a business files for its people, and the page a person reaches by the link sent to them. Invariant: looking
//! at a link opens nothing; pressing the button on its page does.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
pub mod agreement;
#[cfg(feature = "ssr")]
mod back;
#[cfg(feature = "ssr")]
mod bulk;
#[cfg(feature = "ssr")]
pub mod bulk_file;
#[cfg(feature = "ssr")]
pub mod filed;
#[cfg(feature = "ssr")]
mod first_password;
#[cfg(feature = "ssr")]
mod invitation;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod list_of;
#[cfg(feature = "ssr")]
pub use {
    back::way_back,
    bulk::{BulkFilePage, BulkPage},
    first_password::FirstPasswordPage,
    invitation::InvitationPage,
    list::ProxyListPage,
    list_of::home,
};
