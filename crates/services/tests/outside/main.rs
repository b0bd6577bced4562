//! Servers outside: the bucket of files and the agency of short messages and LINE, each played by a server of the test's own.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop at once")]

mod agency;
mod bucket;
mod files;
mod line;
mod signature;
