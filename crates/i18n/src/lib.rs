//! Words a person reads: texts by language, dates, numbers, and sentences for problems and stable codes.
//!
//! Invariant: every text exists in Japanese and in English with the same placeholders, or the crate does not build
//! (`build/catalogue.rs`). The further languages hold what technicians read (`catalogue/sections.toml`), or the tests fail.
//! A new text goes into `catalogue/ja/<feature>.toml` first, then into the other languages.
#![forbid(unsafe_code)]

pub mod code;
pub mod date;
pub mod further;
mod lang;
mod message;
pub mod notice;
pub mod number;
pub mod problem;
pub mod ruby;
pub mod statistics;
pub mod word;

pub use lang::Lang;
pub use message::Msg;

include!(concat!(env!("OUT_DIR"), "/msg.rs"));
