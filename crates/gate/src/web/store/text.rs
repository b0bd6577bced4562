//! Lines of text under keys, as the stores hold them. Invariant: what cannot be read is left out, never an error for the
//! lines beside it.

use indexed_db_futures::{KeyRange, Result, object_store::ObjectStore, prelude::*, transaction::Transaction};
use serde::{Serialize, de::DeserializeOwned};
use std::pin::Pin;

/// A key and its text.
pub type Line = (String, String);

/// A request under way. Boxed and about text only, so that its machinery is compiled once and not for every type.
pub type Done<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// Puts a text under a key.
pub fn put_text<'a>(store: &'a ObjectStore<'_>, key: &'a str, text: String) -> Done<'a, ()> {
    Box::pin(async move { store.put(text).with_key(key).primitive()?.await.map(drop) })
}

/// The text under a key.
pub fn get_text<'a>(store: &'a ObjectStore<'_>, key: &'a str) -> Done<'a, Option<String>> {
    Box::pin(async move { store.get(key).primitive()?.await })
}

fn all_texts<'a>(store: &'a ObjectStore<'_>) -> Done<'a, Vec<String>> {
    Box::pin(async move { Ok(store.get_all::<String>().primitive()?.await?.filter_map(Result::ok).collect()) })
}

/// Keys and texts after the key `after`, in the order of keys, at most `limit`.
pub fn page_after<'a>(store: &'a ObjectStore<'_>, after: &'a str, limit: u32) -> Done<'a, Vec<Line>> {
    Box::pin(async move {
        let range = || KeyRange::LowerBound(after.to_owned(), true);
        let keys =
            store.get_all_keys::<String>().with_query::<String, _>(range()).with_limit(limit).primitive()?.await?;
        let texts = store.get_all::<String>().with_query::<String, _>(range()).with_limit(limit).primitive()?.await?;
        // Both hold the same lines: nobody writes while this transaction runs.
        Ok(keys.zip(texts).filter_map(|(key, text)| Some((key.ok()?, text.unwrap_or_default()))).collect())
    })
}

/// Keys that are not before `from`, in their order.
pub fn keys_from<'a>(store: &'a ObjectStore<'_>, from: &'a str) -> Done<'a, Vec<String>> {
    Box::pin(async move {
        let range = KeyRange::LowerBound(from.to_owned(), false);
        let keys = store.get_all_keys::<String>().with_query::<String, _>(range).primitive()?.await?;
        Ok(keys.filter_map(Result::ok).collect())
    })
}

/// How many lines there are.
pub fn count_in<'a>(store: &'a ObjectStore<'_>) -> Done<'a, u32> {
    Box::pin(async move { store.count().primitive()?.await })
}

/// Takes a line away.
pub fn delete_from<'a>(store: &'a ObjectStore<'_>, key: &'a str) -> Done<'a, ()> {
    Box::pin(async move { store.delete(key).primitive()?.await })
}

/// Ends a transaction: `Ok` once it holds.
pub fn commit(writing: Transaction<'_>) -> Done<'_, ()> {
    Box::pin(writing.commit())
}

/// JSON.
pub fn text(value: &impl Serialize) -> String {
    // Only maps with keys that are not text cannot be written as JSON, and nothing here holds one.
    serde_json::to_string(value).unwrap_or_default()
}

/// What a text says, where it can be read.
pub fn parsed<T: DeserializeOwned>(text: Option<String>) -> Option<T> {
    serde_json::from_str(&text?).ok()
}

/// What every text says, where it can be read.
pub async fn all<T: DeserializeOwned>(store: &ObjectStore<'_>) -> Result<Vec<T>> {
    Ok(all_texts(store).await?.into_iter().filter_map(|text| parsed(Some(text))).collect())
}
