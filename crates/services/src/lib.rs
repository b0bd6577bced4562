//! One function per use case: decide, transact, record the event.
//!
//! Architecture invariant: knows neither axum nor Leptos. Screens, the partner API, jobs and imports call the same
//! functions; each starts with a decision of `domain::access` and every write adds an event in its own transaction
//! (for touches the touch row is the event).
#![forbid(unsafe_code)]

pub mod account;
pub mod admin_id;
pub mod application;
pub mod appointment;
pub mod bulk;
pub mod business;
mod call;
pub mod card;
pub mod certificate;
mod chief;
pub mod correction;
pub mod counter;
pub mod disaster;
pub mod document;
pub mod employment;
mod error;
pub mod fee;
pub mod history;
pub mod job;
pub mod labour;
pub mod level;
pub mod live;
pub mod log;
pub mod notice;
pub mod outside;
pub mod partner;
pub mod passkey;
pub mod passport;
pub mod phone;
pub mod postcode;
pub mod poster;
pub mod proxy;
pub mod reading;
pub mod recovery;
pub mod registrar;
pub mod registration;
pub mod roster;
pub mod seed;
pub mod session;
pub mod share;
pub mod sheet;
pub mod site;
pub mod statistics;
pub mod structure;
pub mod survey;
pub mod tag;
pub mod touch;
mod typed;
pub mod upkeep;

pub use call::{Call, Change, Clock, Ids};
pub use error::{Error, Incident, Rejection, Result};
pub use outside::Outside;
pub use store::Db;
