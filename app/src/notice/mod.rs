//! お知らせ: what one was told, and for the operator what did not arrive. Invariant: nothing is changed
//! by opening a page.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod letters;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod operator;
#[cfg(feature = "ssr")]
mod returned;
#[cfg(feature = "ssr")]
mod settings;
#[cfg(feature = "ssr")]
mod work;
#[cfg(feature = "ssr")]
pub use {
    letters::{LetterFilePage, letter_file},
    list::{BusinessNoticesPage, PassportNoticesPage, unread_link},
    operator::OperatorNoticesPage,
    settings::{BusinessNoticeSettingsPage, PassportNoticeSettingsPage},
};
