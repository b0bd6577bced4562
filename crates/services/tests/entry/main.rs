//! Who gets in and what they may see: log-ins, second factors, partners, sessions, photos.
//!
//! Invariant: as many refusals as successes, on both databases.

mod account;
mod partner;
mod photo;
mod second_factor;
mod session;
