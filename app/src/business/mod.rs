//! 事業者: registering one, and the first pages of its portal. Invariant: what a list shows is what the services opened to
//! the one who asks; nothing is filtered here.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod filing;
#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
pub mod frame;
#[cfg(feature = "ssr")]
mod home;
#[cfg(feature = "ssr")]
mod people;
#[cfg(feature = "ssr")]
mod register;
#[cfg(feature = "ssr")]
mod registration;
#[cfg(feature = "ssr")]
mod renewals;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
pub use {
    filing::FilingPage,
    form::SECTIONS,
    home::BusinessHomePage,
    people::{PeoplePage, person_name},
    register::RegisterBusinessPage,
    registration::RegistrationPage,
    renewals::RenewalsPage,
};
