//! 事業者: registering one, and the first pages of its portal. Invariant: what a list shows is what the services opened to
//! the one who asks; nothing is filtered here.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod agreement;
#[cfg(feature = "ssr")]
mod appointment;
#[cfg(feature = "ssr")]
mod check;
#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
mod filing;
#[cfg(feature = "ssr")]
pub mod flow;
#[cfg(feature = "ssr")]
pub mod frame;
#[cfg(feature = "ssr")]
mod home;
#[cfg(feature = "ssr")]
mod input;
#[cfg(feature = "ssr")]
mod limits;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod page_words;
#[cfg(feature = "ssr")]
mod partner;
#[cfg(feature = "ssr")]
mod people;
#[cfg(feature = "ssr")]
mod register;
#[cfg(feature = "ssr")]
pub mod registration;
#[cfg(feature = "ssr")]
mod renewals;
#[cfg(feature = "ssr")]
mod tasks;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
pub(crate) use home::waiting_list;
#[cfg(feature = "ssr")]
pub use {
    appointment::AppointmentPage,
    filing::{FilingPage, FilingPartPage},
    home::BusinessHomePage,
    input::registered_inputs,
    limits::limits,
    partner::PartnerPage,
    people::{PeoplePage, person_name},
    register::{BusinessPartPage, CheckBusinessPage, RegisterBusinessPage},
    registration::RegistrationPage,
    renewals::RenewalsPage,
};
