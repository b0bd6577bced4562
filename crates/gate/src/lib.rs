//! The gate: any Android phone as the reader of a site. Invariant: a touch is on this phone's disk before anything is
//! heard or shown, and stays there until the server's receipt for it has come.
//!
//! Everything that decides is plain Rust and tested natively: [`queue`], [`turn`], [`reading`], [`wedge`], [`receipt`], [`reply`],
//! [`log`], [`lock`], [`code`], [`clock`], [`usb`],
//! [`screen`], [`model`] (events in, effects out) and [`view`] (model in, markup tree out). What touches the phone is
//! in `web`, compiled for the browser only: it turns browser events into [`model::Event`]s and carries out effects.

pub mod clock;
pub mod code;
pub mod icon;
pub mod inside;
pub mod lock;
pub mod log;
pub mod model;
pub mod queue;
pub mod reading;
pub mod receipt;
pub mod reply;
pub mod screen;
pub mod turn;
pub mod usb;
pub mod view;
#[cfg(target_arch = "wasm32")]
mod web;
pub mod wedge;
