//! True outside parties, the only traits here: the store of card keys, the store of files, the payment gateway.
//!
//! Invariant: card keys are asked for by use and never logged; a file is found by the hash of its content only.

mod files;
mod gateway;
mod keys;

pub use files::{FileStore, Folder};
pub use gateway::{Announcement, GatewayFolder, PaymentGateway, SettlementRow};
pub use keys::{CardKeyStore, KeyFile};

use crate::{live::Board, touch::Writer};
use std::sync::Arc;

/// What the use cases need besides the database.
pub struct Outside {
    /// Master keys of cards, and the key that seals secrets in the database.
    pub keys: Arc<dyn CardKeyStore>,
    /// Photos and evidence, by content hash.
    pub files: Arc<dyn FileStore>,
    /// Who takes the money.
    pub gateway: Arc<dyn PaymentGateway>,
    /// The one door through which touches are written.
    pub touches: Writer,
    /// Screens that wait for a change.
    pub live: Board,
}
