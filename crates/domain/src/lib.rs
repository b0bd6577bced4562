//! What the register knows and decides, on paper: types, rules, validation, levels, deadlines, fees, who may see what.
//!
//! Architecture invariant: nothing here reads a clock, draws a random number, waits, or touches a database or the
//! network. Every function answers from its arguments alone, so a rule can be tested as a table.
#![forbid(unsafe_code)]

pub mod access;
pub mod account;
pub mod admin_id;
pub mod application;
pub mod appointment;
pub mod bulk;
pub mod business;
pub mod calendar;
pub mod card;
pub mod certificate;
pub mod correction;
pub mod counter;
pub mod disaster;
pub mod document;
pub mod employment;
pub mod fee;
pub mod form;
pub mod gate;
pub mod history;
pub mod id;
pub mod job;
pub mod labour;
pub mod level;
pub mod listing;
pub mod log;
pub mod notice;
pub mod passkey;
pub mod passport;
pub mod poster;
pub mod prefecture;
pub mod proxy;
pub mod recovery;
pub mod registrar;
pub mod registration;
pub mod roster;
pub mod share;
pub mod site;
pub mod statistics;
pub mod structure;
pub mod survey;
pub mod tag;
pub mod technician;
pub mod text;
pub mod time;
pub mod touch;
pub mod trade;
