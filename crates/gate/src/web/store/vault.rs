//! The sealed key, and what is sealed with it. Invariant: what a PIN is tried on counts it first, durably; setting a PIN takes
//! everything that lay openly from the disk in the same transaction.

use super::{
    Fault, LOG, META, ROSTER, on_disk,
    text::{commit, delete_from, get_text, keys_from, page_after, parsed, put_text, text},
    writing,
};
use crate::{
    lock::{Checks, Vault},
    log::Entry,
};
use domain::time::Instant;
use indexed_db_futures::{Result, object_store::ObjectStore, prelude::*, transaction::TransactionDurability};
use wasm_bindgen::JsValue;

/// [`Vault`] in the store of single values.
pub const VAULT: &str = "vault";
/// The phone's own key there.
pub const VAULT_KEY: &str = "vault-key";
/// The sealed roster in the roster's store.
pub const SEALED: &str = "sealed";
/// [`Checks`] there.
pub const CHECKS: &str = "checks";
/// What the keys of sealed photos begin with there.
const PHOTO: &str = "photo:";
/// Lines of the list read at a time.
const LINES: u32 = 500;

/// A PIN may be tried, or not.
pub enum Attempt {
    /// There is nothing to try it on.
    None,
    /// Not before this time of the phone's clock.
    Wait(Instant),
    /// On this; it counts as a wrong one already.
    Try {
        /// The sealed key.
        vault: Vault,
        /// The phone's own.
        phone_key: JsValue,
    },
}

/// Counts a try at `now` and gives what it is tried on.
pub async fn attempt(now: Instant) -> core::result::Result<Attempt, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[META], TransactionDurability::Strict)?;
        let meta = writing.object_store(META)?;
        let phone_key: Option<JsValue> = meta.get(VAULT_KEY).primitive()?.await?;
        let vault: Option<Vault> = parsed(get_text(&meta, VAULT).await?);
        let (Some(vault), Some(phone_key)) = (vault, phone_key) else { return Ok(Attempt::None) };
        if let Some(until) = vault.waits(now) {
            return Ok(Attempt::Wait(until));
        }
        let vault = vault.tried(now);
        put_text(&meta, VAULT, text(&vault)).await?;
        commit(writing).await?;
        Ok(Attempt::Try { vault, phone_key })
    })
    .await
}

/// Keeps what became of a try, unless another PIN was set meanwhile.
pub async fn save_vault(vault: &Vault) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[META], TransactionDurability::Strict)?;
        let meta = writing.object_store(META)?;
        let kept: Option<Vault> = parsed(get_text(&meta, VAULT).await?);
        if kept.is_some_and(|kept| kept.wrapped == vault.wrapped) {
            put_text(&meta, VAULT, text(vault)).await?;
        }
        commit(writing).await
    })
    .await
}

/// Sets a PIN on a gate without one.
pub async fn set_vault(vault: &Vault, phone_key: &JsValue) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[META, ROSTER, LOG], TransactionDurability::Strict)?;
        put_vault(&writing.object_store(META)?, vault, phone_key).await?;
        writing.object_store(ROSTER)?.clear()?.await?;
        blank_names(&writing.object_store(LOG)?).await?;
        commit(writing).await
    })
    .await
}

/// Puts the sealed key and the phone's own beside each other.
pub async fn put_vault(meta: &ObjectStore<'_>, vault: &Vault, phone_key: &JsValue) -> Result<()> {
    meta.put(phone_key.clone()).with_key(VAULT_KEY).primitive()?.await?;
    put_text(meta, VAULT, text(vault)).await
}

/// Takes the names a build of before PINs wrote into the list.
pub async fn blank_names(log: &ObjectStore<'_>) -> Result<()> {
    // Before every id.
    let mut after = String::new();
    loop {
        let page = page_after(log, &after, LINES).await?;
        let more = page.len() == LINES as usize;
        for (key, line) in page {
            if let Some(entry) = parsed::<Entry>(Some(line)).filter(|entry| entry.name.is_some()) {
                put_text(log, &key, text(&entry)).await?;
            }
            after = key;
        }
        if !more {
            return Ok(());
        }
    }
}

/// Keeps the checks, and the sealed roster where there is one. One that a build of before PINs kept openly goes with it.
pub async fn save_roster(checks: Option<&Checks>, sealed: Option<String>) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[ROSTER], TransactionDurability::Relaxed)?;
        let roster = writing.object_store(ROSTER)?;
        if let Some(checks) = checks {
            put_text(&roster, CHECKS, text(checks)).await?;
        }
        if let Some(sealed) = &sealed {
            put_text(&roster, SEALED, sealed.clone()).await?;
            delete_from(&roster, "roster").await?;
        }
        commit(writing).await
    })
    .await
}

async fn line(key: String) -> core::result::Result<Option<String>, Fault> {
    on_disk(async |database| {
        let reading = database.transaction(ROSTER).build()?;
        let roster = reading.object_store(ROSTER)?;
        get_text(&roster, &key).await
    })
    .await
}

/// The sealed roster.
pub async fn sealed_roster() -> core::result::Result<Option<String>, Fault> {
    line(SEALED.to_owned()).await
}

/// A sealed photo, by the name it is kept under.
pub async fn photo(name: &str) -> core::result::Result<Option<String>, Fault> {
    line(format!("{PHOTO}{name}")).await
}

/// Keeps a sealed photo.
pub async fn save_photo(name: &str, sealed: String) -> core::result::Result<(), Fault> {
    super::save(ROSTER, TransactionDurability::Relaxed, vec![(format!("{PHOTO}{name}"), sealed)]).await
}

/// Under which names photos are kept; those that are not `wanted` any more are forgotten.
pub async fn photos(wanted: impl Fn(&str) -> bool) -> core::result::Result<Vec<String>, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[ROSTER], TransactionDurability::Relaxed)?;
        let roster = writing.object_store(ROSTER)?;
        let mut kept = Vec::new();
        for key in keys_from(&roster, PHOTO).await? {
            match key.strip_prefix(PHOTO) {
                Some(name) if wanted(name) => kept.push(name.to_owned()),
                Some(_) => delete_from(&roster, &key).await?,
                None => {}
            }
        }
        commit(writing).await?;
        Ok(kept)
    })
    .await
}
