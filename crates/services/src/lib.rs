//! One function per use case: decide, transact, record the event.
//!
//! Architecture invariant: knows neither axum nor Leptos. Screens, the partner API, jobs and imports call the same
//! functions; each starts with a decision of `domain::access` and every write adds an event in its own transaction
//! (for touches the touch row is the event).
#![forbid(unsafe_code)]

pub mod account;
pub mod application;
pub mod bulk;
pub mod business;
mod call;
pub mod card;
pub mod document;
mod error;
pub mod fee;
pub mod history;
pub mod job;
pub mod live;
pub mod notice;
pub mod outside;
pub mod partner;
pub mod passport;
pub mod proxy;
pub mod recovery;
pub mod roster;
pub mod seed;
pub mod session;
pub mod site;
pub mod structure;
pub mod touch;
mod typed;
pub mod upkeep;

pub use call::{Call, Change, Clock, Ids};
pub use error::{Error, Incident, Rejection, Result};
pub use outside::Outside;
pub use store::Db;
