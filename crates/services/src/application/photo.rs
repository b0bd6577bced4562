//! Taking a photo in. Invariant: what is kept is what [`document::accept`] made of the upload, and a refusal is said
//! beside the photo's field.

use super::{STATE, about, file::beside, form::PHOTO, locked_to_fill_in};
use crate::{Call, Error, Result, account::count_stranger, document};
use domain::{
    access::{Action, Resource},
    application::PhotoInfo,
    id::ApplicationId,
    technician::page,
};
use serde_json::json;
use store::application::{Application, StoredPhoto};

/// The same for a stranger at the address `client`, who may do so a number of times only. Errors: `rate_limited`.
pub async fn put_photo_from(
    call: &Call,
    id: ApplicationId,
    sent: impl AsRef<[u8]> + Send + 'static,
    client: &str,
) -> Result<PhotoInfo> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    count_stranger(call, "photo", client).await?;
    put_photo(call, id, sent).await
}

/// Takes a photo in, in place of an earlier one. Errors: as [`document::accept`]; `conflict.state` once the application
/// has been handed in.
pub async fn put_photo(call: &Call, id: ApplicationId, sent: impl AsRef<[u8]> + Send + 'static) -> Result<PhotoInfo> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    // Looked at before the work of decoding, and again under the lock.
    may_change(&store::application::find(call.db.read(), id).await?.ok_or(Error::NotFound)?)?;
    let accepted = document::accept(sent.as_ref().to_vec()).await.map_err(|error| beside(PHOTO, error))?;
    let info = accepted.info();
    let photo = StoredPhoto { hash: document::keep(call, accepted).await?, info };
    let tx = call.db.begin().await?;
    let mut application = locked_to_fill_in(call, &tx, id).await?;
    may_change(&application)?;
    let replaced = application.photo.as_ref().map(|old| old.hash.clone()).filter(|old| *old != photo.hash);
    let mut change = about(&application, "application.photo");
    change.old = application.photo.as_ref().map(|photo| json!({ "hash": photo.hash }));
    change.new = Some(json!({ "hash": photo.hash, "width": info.width, "height": info.height }));
    application.photo = Some(photo);
    application.updated_at = call.now();
    store::application::update(&tx, &application).await?;
    call.note(&tx, change).await?;
    if let Some(replaced) = replaced {
        document::let_go(call, &tx, &replaced).await?;
    }
    tx.commit().await?;
    Ok(info)
}

fn may_change(application: &Application) -> Result<()> {
    // The photo of who is registered cannot change (10-registration.md), so the upgrade does not take one.
    if application.kind.stage().and_then(|stage| page(stage, PHOTO)).is_none() {
        return Err(Error::NotFound);
    }
    if application.state.is_editable() { Ok(()) } else { Err(Error::Conflict(STATE)) }
}
