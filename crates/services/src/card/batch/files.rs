//! What the card maker prints: a CSV and the photos, in one zip. Invariant: no key and nothing a card proves itself with is
//! in it.

use super::{note, operator, rows};
use crate::{Call, Error, Result, sheet};
use domain::{
    card::batch::{PRINT_HEAD, Print},
    id::BatchId,
};
use serde_json::json;
use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A file to hand over.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub mime: &'static str,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl core::fmt::Debug for File {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("File").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The print files of a batch: `cards.csv` and a photo a card. What was stopped meanwhile is left out. Noted each time.
/// Errors: `NotFound`.
pub async fn print_files(call: &Call, id: BatchId) -> Result<File> {
    operator(call)?;
    let tx = call.db.begin().await?;
    let line = rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let prints = rows::prints(&tx, id).await?;
    note(call, &tx, id, "card_batch.export", json!({ "cards": prints.len() })).await?;
    tx.commit().await?;
    let files = call.outside.files.clone();
    let packed = move || {
        packed(&prints, |hash| files.get(hash)?.ok_or_else(|| Error::internal("a kept photo is not in the file store")))
    };
    let content = tokio::task::spawn_blocking(packed).await.map_err(Error::internal)??;
    Ok(File { name: format!("cards-{}.zip", line.number), mime: "application/zip", content })
}

/// Photos are compressed already, so everything is stored as it is.
fn packed(prints: &[(Print, Option<String>)], photo: impl Fn(&str) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: String, content: &[u8]| -> Result<()> {
        zip.start_file(name, options).map_err(Error::internal)?;
        zip.write_all(content).map_err(Error::internal)
    };
    for (print, hash) in prints {
        // Two cards of one person have one photo, but a person has one card in a batch.
        if let Some(hash) = hash {
            put(print.photo_name(), &photo(hash)?)?;
        }
    }
    let head = PRINT_HEAD.map(str::to_owned);
    let table = sheet::csv(core::iter::once(head).chain(prints.iter().map(|(print, _)| print.cells())))?;
    put("cards.csv".to_owned(), &table)?;
    Ok(zip.finish().map_err(Error::internal)?.into_inner())
}
