//! Looking at a card: through Web NFC in the passport, and by the address a card gives to any phone. Invariant: looking
//! records nothing and proves presence nowhere (30-cards.md); each screen here says so.

mod api;
mod reader;
mod reading;
pub use api::*;
pub use reader::CardReader;

#[cfg(feature = "hydrate")]
mod nfc;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "hydrate")]
mod scan;
#[cfg(feature = "ssr")]
pub use pages::{CardPage, ReadPage};
