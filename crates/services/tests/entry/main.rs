//! Who gets in and what they may see: log-ins, second factors, partners, sessions, photos.
//!
//! Invariant: as many refusals as successes, on both databases.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod account;
mod partner;
mod photo;
mod second_factor;
mod session;
