//! Taking evidence in: the identity document, certificates. Invariant: a picture belongs to a field or an item its stage
//! asks, and what is shown of it is what [`document::take_evidence`] made of the upload.

use super::{STATE, about, form::Form, locked_to_fill_in};
use crate::{Call, Error, Rejection, Result, account::count_stranger, document};
use domain::{
    access::{Action, Resource},
    application::PhotoInfo,
    business::EVIDENCE,
    form::{FieldProblem, Problem},
    id::ApplicationId,
    proxy::PAPER,
    technician::{self, INSURANCE_CARD, PICTURES, Stage, TechnicianForm, parts},
};
use serde_json::json;
use store::application::{Application, SentFile};

/// The picture of an insurance card came without the word that its numbers are covered.
const NOT_COVERED: &str = "document.not_covered";
/// An insurance card came as PDF.
const INSURANCE_PDF: &str = "document.insurance_pdf";

/// Takes a picture in for a field (`identity`) or an item (`qualifications.k1`), in place of an earlier one; a stranger at
/// the address `client` may do so a number of times only. Errors: as [`document::take_evidence`], beside the field;
/// `NotFound` for a field that takes none; `conflict.state` once the application has been handed in; `rate_limited`.
pub async fn put_file_from(
    call: &Call,
    id: ApplicationId,
    field: &str,
    sent: impl AsRef<[u8]> + Send + 'static,
    client: &str,
) -> Result<PhotoInfo> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    count_stranger(call, "photo", client).await?;
    put_file(call, id, field, sent).await
}

/// The same without a count. Errors: as [`put_file_from`].
pub async fn put_file(
    call: &Call,
    id: ApplicationId,
    field: &str,
    sent: impl AsRef<[u8]> + Send + 'static,
) -> Result<PhotoInfo> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    if field == super::form::PHOTO {
        return super::put_photo(call, id, sent).await;
    }
    if field == INSURANCE_CARD {
        return Err(beside(field, Error::rejected(NOT_COVERED)));
    }
    take(call, id, field, sent).await
}

/// Takes the picture of an insurance card in: `covered` says that whoever sends it has covered its numbers. As
/// [`put_file_from`]. Errors: also `document.not_covered`; `document.insurance_pdf`, for a box over text hides it from the
/// eye only.
pub async fn put_insurance_card_from(
    call: &Call,
    id: ApplicationId,
    covered: bool,
    sent: impl AsRef<[u8]> + Send + 'static,
    client: &str,
) -> Result<PhotoInfo> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    count_stranger(call, "photo", client).await?;
    let refused = match (covered, document::is_pdf(sent.as_ref())) {
        (false, _) => Some(NOT_COVERED),
        (true, true) => Some(INSURANCE_PDF),
        (true, false) => None,
    };
    match refused {
        Some(code) => Err(beside(INSURANCE_CARD, Error::rejected(code))),
        None => take(call, id, INSURANCE_CARD, sent).await,
    }
}

async fn take(
    call: &Call,
    id: ApplicationId,
    field: &str,
    sent: impl AsRef<[u8]> + Send + 'static,
) -> Result<PhotoInfo> {
    // Looked at before the work of decoding, and again under the lock.
    let is_proxied = store::proxy::find(call.db.read(), id).await?.is_some();
    may_take(&store::application::find(call.db.read(), id).await?.ok_or(Error::NotFound)?, is_proxied, field)?;
    let kept = Box::pin(document::take_evidence(call, sent.as_ref().to_vec())).await;
    let kept = kept.map_err(|error| beside(&input_of(field), error))?;
    let info = kept.info;
    let file = SentFile { field: field.to_owned(), hash: kept.hash, info };
    let tx = call.db.begin().await?;
    let mut application = locked_to_fill_in(call, &tx, id).await?;
    may_take(&application, is_proxied, field)?;
    let old = application.files.iter().find(|old| old.field == field).map(|old| old.hash.clone());
    store::application::put_file(&tx, id, &file, call.now()).await?;
    application.updated_at = call.now();
    store::application::update(&tx, &application).await?;
    let mut change = about(&application, "application.evidence");
    change.old = old.as_ref().map(|hash| json!({ "field": field, "hash": hash }));
    change.new = Some(json!({
        "field": field, "hash": file.hash, "width": info.width, "height": info.height, "pages": info.pages
    }));
    call.note(&tx, change).await?;
    if let Some(replaced) = old.filter(|old| *old != file.hash) {
        document::let_go(call, &tx, &replaced).await?;
    }
    tx.commit().await?;
    Ok(info)
}

/// The input problems of a picture stand beside: the field, or the item's own.
pub(super) fn input_of(field: &str) -> String {
    if parts(field).is_some() { format!("{field}.picture") } else { field.to_owned() }
}

/// Whether the application takes a picture for the field now.
fn may_take(application: &Application, is_proxied: bool, field: &str) -> Result<()> {
    let takes = match Form::of(application)? {
        Form::Technician(stage, form) => takes_of_technician(stage, &form, is_proxied, field),
        Form::Business(..) => field == EVIDENCE || (field == PAPER && is_proxied),
    };
    match (takes, application.state.is_editable()) {
        (false, _) => Err(Error::NotFound),
        (true, false) => Err(Error::Conflict(STATE)),
        (true, true) => Ok(()),
    }
}

fn takes_of_technician(stage: Stage, form: &TechnicianForm, is_proxied: bool, field: &str) -> bool {
    let for_proxy = field == PAPER && is_proxied;
    let asked = for_proxy || technician::page_of(field).is_some_and(|page| page.is_of(stage));
    let takes = match parts(field) {
        Some((list, key, None)) => list.takes_picture() && form.items(list).iter().any(|item| item.key() == key),
        Some(_) => false,
        None => for_proxy || PICTURES.contains(&field),
    };
    asked && takes
}

/// Pictures of items that are no longer there.
pub(super) fn of_items_gone(application: &Application, form: &Form) -> Vec<SentFile> {
    let Form::Technician(_, form) = form else { return Vec::new() };
    let is_gone = |file: &&SentFile| parts(&file.field).is_some() && form.typed(&file.field).is_none();
    application.files.iter().filter(is_gone).cloned().collect()
}

/// A refused picture is said beside its field.
pub(super) fn beside(field: &str, error: Error) -> Error {
    match error {
        Error::Rejected(Rejection { code, .. }) => {
            let problem = Problem::Refused { code: code.to_owned() };
            Error::Rejected(Rejection { code, fields: vec![FieldProblem::new(field, problem)] })
        }
        other => other,
    }
}
