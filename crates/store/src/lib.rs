//! Rows of the database and how they become what `domain` speaks of, on SQLite and PostgreSQL alike.
//!
//! Architecture invariant: knows columns, not permissions, HTTP or words. Every list query demands a
//! [`domain::access::Scope`], which only a decision can make.
#![forbid(unsafe_code)]

pub mod account;
pub mod admin_id;
pub mod application;
pub mod appointment;
pub mod bulk;
pub mod business;
pub mod card;
pub mod certificate;
pub mod chip;
pub mod connection;
pub mod correction;
pub mod counter;
pub mod device;
pub mod disaster;
pub mod document;
pub mod employment;
pub mod event;
mod fault;
pub mod fee;
pub mod history;
pub mod job;
pub mod labour;
pub mod level;
pub mod log;
pub mod notice;
pub mod partition;
pub mod partner;
pub mod passkey;
pub mod passport;
pub mod phone;
pub mod poster;
pub mod proxy;
mod query;
pub mod reading;
pub mod recovery;
pub mod registrar;
pub mod roster;
pub mod rows;
pub mod seed;
pub mod session;
pub mod share;
pub mod site;
pub mod structure;
pub mod survey;
pub mod tag;
pub mod technician;
pub mod touch;

pub use connection::{Connected, Db};
pub use fault::{Fault, Result};
pub use sea_orm::{ConnectionTrait, DatabaseTransaction};
