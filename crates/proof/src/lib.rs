//! What a card's message proves: SUN verification, card keys and personalisation data, as pure functions; and what a
//! gate's or the server's signature proves ([`device`]), what the published log of history records does ([`log`]), and what a certificate of
//! registration does ([`credential`]).
//!
//! Invariant: nothing here reads a clock, a file, the network or a random source; every key, nonce and padding
//! comes in as an argument, so each answer can be computed again from its inputs.

pub mod counter;
pub mod credential;
pub mod device;
pub mod export;
pub mod key;
pub mod log;
pub mod personalise;
mod session;
pub mod sun;
pub mod sun_make;
pub mod uid;

pub use counter::ReadCounter;
pub use key::{AesKey, CardKeys, MasterKey, card_keys, diversify};
pub use sun::{SunFault, SunMode, SunProof, SunUrl, parse_url, verify, verify_with_masters};
pub use uid::Uid;
