//! What the phone holds of its own: key, name, receipts. Invariant: the key goes with the credential, in one transaction; the
//! receipts stay when it goes, and hold nothing of a person.

use super::{
    Fault, LOG, META, ROSTER, SEQ, TOUCHES, on_disk,
    text::{commit, count_in, delete_from, get_text, page_after, parsed, put_text, text},
    vault::{VAULT, VAULT_KEY, blank_names, put_vault},
    waiting_in, writing,
};
use crate::{lock::Vault, log::Entry, queue::BATCH_ITEMS_MAX, receipt};
use domain::{
    time::Instant,
    touch::wire::{GateCredential, TouchAnswer},
};
use indexed_db_futures::{Result, object_store::ObjectStore, prelude::*, transaction::TransactionDurability};
use uuid::Uuid;
use wasm_bindgen::JsValue;

/// Where the private key stands in the store of single values.
const KEY: &str = "key";
/// What the keys of receipts begin with there.
const RECEIPT: &str = "receipt:";
/// How many receipts are looked at for those that have had their time: more than come with one answer, or they would only grow.
const LOOKED_AT: u32 = BATCH_ITEMS_MAX + 20;

/// The phone over all its enrolments: its name for itself, made once, and the number of its last touch.
pub async fn identity() -> core::result::Result<(Uuid, i64), Fault> {
    #[expect(clippy::disallowed_methods, reason = "the border of the gate: the browser's own source of chance")]
    let drawn = Uuid::new_v4();
    on_disk(async |database| {
        let writing = writing(database, &[META], TransactionDurability::Strict)?;
        let meta = writing.object_store(META)?;
        let last_seq: i64 = parsed(get_text(&meta, SEQ).await?).unwrap_or_default();
        let known: Option<Uuid> = parsed(get_text(&meta, "phone").await?);
        if known.is_none() {
            put_text(&meta, "phone", text(&drawn)).await?;
        }
        commit(writing).await?;
        Ok((known.unwrap_or(drawn), last_seq))
    })
    .await
}

/// The credential and its key, which belong together: read in one transaction, never one without the other.
pub struct Own {
    /// The credential.
    pub device: GateCredential,
    /// The private key; `None` on a phone enrolled before keys, or where the browser has lost it.
    pub key: Option<JsValue>,
}

/// What the phone is now; `None`: no gate.
pub async fn own_in(meta: &ObjectStore<'_>) -> Result<Option<Own>> {
    let Some(device) = parsed(get_text(meta, "device").await?) else { return Ok(None) };
    let key: Option<JsValue> = meta.get(KEY).primitive()?.await?;
    Ok(Some(Own { device, key }))
}

/// Keeps the credential, its key and the PIN's, durably: it is shown once. What was sealed with the PIN before goes, since nothing
/// opens it any more. `false`: touches of another site wait, and nothing was kept.
pub async fn save_device(
    device: &GateCredential,
    key: &JsValue,
    (vault, vault_key): (&Vault, &JsValue),
) -> core::result::Result<bool, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, META, ROSTER, LOG], TransactionDurability::Strict)?;
        if waiting_in(&writing.object_store(TOUCHES)?).await?.is_of_another(device.site.id) {
            return Ok(false);
        }
        let meta = writing.object_store(META)?;
        meta.put(key.clone()).with_key(KEY).primitive()?.await?;
        put_text(&meta, "device", text(device)).await?;
        put_vault(&meta, vault, vault_key).await?;
        writing.object_store(ROSTER)?.clear()?.await?;
        blank_names(&writing.object_store(LOG)?).await?;
        commit(writing).await?;
        Ok(true)
    })
    .await
}

/// Takes credential, key, roster and list from the phone, unless touches wait: then nothing is done and the answer is
/// `false`. The number of the last touch stays, so that numbers go on without gaps, and so do the receipts.
pub async fn sign_out() -> core::result::Result<bool, Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[TOUCHES, META, ROSTER, LOG], TransactionDurability::Strict)?;
        if count_in(&writing.object_store(TOUCHES)?).await? > 0 {
            return Ok(false);
        }
        let meta = writing.object_store(META)?;
        for name in ["device", KEY, VAULT, VAULT_KEY] {
            delete_from(&meta, name).await?;
        }
        for store in [ROSTER, LOG] {
            writing.object_store(store)?.clear()?.await?;
        }
        commit(writing).await?;
        Ok(true)
    })
    .await
}

/// Takes roster and list from the phone but for `left` of the list. The queue is not looked at.
pub async fn wipe(left: &[Entry]) -> core::result::Result<(), Fault> {
    on_disk(async |database| {
        let writing = writing(database, &[ROSTER, LOG], TransactionDurability::Strict)?;
        for store in [ROSTER, LOG] {
            writing.object_store(store)?.clear()?.await?;
        }
        let log = writing.object_store(LOG)?;
        for entry in left {
            put_text(&log, &entry.id.to_string(), text(entry)).await?;
        }
        commit(writing).await
    })
    .await
}

/// Keeps the receipts among `answers` and forgets the oldest that have had their time.
pub async fn keep_receipts(meta: &ObjectStore<'_>, answers: &[TouchAnswer], now: Instant) -> Result<()> {
    for answer in answers {
        if let (Some(id), Some(kept)) = (answer.id, receipt::kept(answer)) {
            put_text(meta, &format!("{RECEIPT}{id}"), text(&kept)).await?;
        }
    }
    for (key, kept) in page_after(meta, RECEIPT, LOOKED_AT).await? {
        let kept: Option<TouchAnswer> = parsed(Some(kept));
        if key.starts_with(RECEIPT) && receipt::is_over(kept.as_ref(), now) {
            delete_from(meta, &key).await?;
        }
    }
    Ok(())
}
