//! お知らせ: what one was told, and for the operator what did not arrive. Invariant: nothing is changed
//! by opening a page.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod operator;
#[cfg(feature = "ssr")]
mod work;
#[cfg(feature = "ssr")]
pub use {
    list::{BusinessNoticesPage, PassportNoticesPage, unread_link},
    operator::OperatorNoticesPage,
};
