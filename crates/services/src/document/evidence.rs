//! Taking evidence in that may be a picture or a PDF. Invariant: what anybody is shown of a PDF is a picture of each page,
//! decoded and encoded again here; the file itself is only ever handed out to be saved.

use super::{accept_document, keep, picture};
use crate::{Call, Error, Result, outside::hash_of};
use domain::application::PhotoInfo;
use store::document::Page;

/// What a PDF begins with.
const PDF: &[u8] = b"%PDF-";

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Content hash of the picture, or of the PDF.
    pub hash: String,
    /// Its size; of a PDF that of the first page, and how many there are.
    pub info: PhotoInfo,
}

/// Whether the bytes say they are a PDF.
pub fn is_pdf(sent: &[u8]) -> bool {
    sent.starts_with(PDF)
}

/// Takes a picture of a document or a PDF of up to 20 pages, and keeps it; what does not come to refer to it within an hour
/// loses it. Errors: as [`accept_document`]; `document.locked`, `document.damaged`, `document.too_many_pages`,
/// `document.fonts_missing`, `document.too_heavy`.
pub async fn take_evidence(call: &Call, sent: Vec<u8>) -> Result<Kept> {
    if is_pdf(&sent) {
        return take_pdf(call, sent).await;
    }
    let accepted = accept_document(sent).await?;
    let info = accepted.info();
    Ok(Kept { hash: keep(call, accepted).await?, info })
}

async fn take_pdf(call: &Call, pdf: Vec<u8>) -> Result<Kept> {
    if pdf.len() > picture::BYTES_MAX {
        return Err(Error::rejected(picture::TOO_LARGE));
    }
    let hash = hash_of(&pdf);
    // Listed before anything is written, and before it is looked whether its pages are there: from now on no sweep takes
    // them for an hour.
    let tx = call.db.begin().await?;
    store::document::loosen(&tx, &hash, call.now()).await?;
    let known = store::document::pages(&tx, &hash).await?;
    tx.commit().await?;
    let pages = if known.is_empty() { draw(call, &pdf, &hash).await? } else { known };
    let (files, first) = (call.outside.files.clone(), pages.first().cloned());
    tokio::task::spawn_blocking(move || files.put(&pdf)).await.map_err(Error::internal)??;
    let first = first.ok_or_else(|| Error::internal("a document without pages was drawn"))?;
    let count = u32::try_from(pages.len()).map_err(Error::internal)?;
    Ok(Kept { hash, info: PhotoInfo { pages: count, ..PhotoInfo::picture(first.width, first.height) } })
}

/// Draws the pages and keeps them.
async fn draw(call: &Call, pdf: &[u8], hash: &str) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for drawn in call.outside.pages.pages(pdf.to_vec()).await? {
        let page = accept_document(drawn).await?;
        let (width, height) = (page.width, page.height);
        pages.push(Page { hash: keep(call, page).await?, width, height });
    }
    let tx = call.db.begin().await?;
    store::document::put_pages(&tx, hash, &pages).await?;
    tx.commit().await?;
    Ok(pages)
}
