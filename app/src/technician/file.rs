//! Taking pictures in: a page's form comes as multipart with everything typed on it, because without a script a picture's
//! button would otherwise lose it. Invariant: the bytes are judged by the service alone; here they are only counted.

use super::flow::{self, PAGE, item_address, page_address};
use crate::{
    application::mine::{self, Mine},
    shell::{
        Flash, UiError,
        error::NOT_FOUND,
        request::Request,
        upload::{self, Sent, leave},
    },
};
use axum::{extract::Multipart, response::Response};
use domain::{
    application::ApplicationKind,
    form::Problem,
    proxy::PAPER,
    technician::{INSURANCE_CARD, PICTURES, TechnicianForm},
};
use serde_json::{Map, Value};
use services::document::{BYTES_MAX, TOO_LARGE, Upload};

/// Name of the file's field in an item's form.
const PICTURE: &str = "picture";
/// Name of the box that says that an insurance card's numbers are covered.
pub const COVERED: &str = "covered";
/// `POST /register/file/{page}/{item}`: a page's form with its picture (`item` is the picture's field), or an item's with
/// its own (`item` is the key, or `new`). The body's size is limited by the route.
pub async fn receive(request: Request, page: String, item: String, multipart: Multipart) -> Response {
    // Nothing is read from whoever has no application to send it with.
    let (mine, view) = match mine::technician(&request).await {
        Ok(Some(found)) => found,
        Ok(None) => return leave(&request, Flash::to(PAGE).failed(UiError::of(NOT_FOUND))).await,
        Err(error) => return leave(&request, Flash::to(PAGE).failed(error)).await,
    };
    let sent = match upload::read(multipart, BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let kept = keep(&request, &mine, view.kind, &page, &item, sent).await;
    leave(&request, kept.unwrap_or_else(|error| Flash::to(PAGE).failed(error))).await
}

/// Saves what was typed, then the picture.
async fn keep(
    request: &Request,
    mine: &Mine,
    kind: ApplicationKind,
    page: &str,
    item: &str,
    sent: Sent,
) -> Result<Flash, UiError> {
    if item == PAPER {
        return keep_paper(request, mine, sent.file).await;
    }
    if PICTURES.contains(&item) {
        return keep_page(request, mine, kind, page, item, sent).await;
    }
    let list = flow::list_of(kind, page)?;
    let key = flow::put_item(mine, list, item, sent.typed).await?;
    if let Err(error) = put(request, mine, &list.field(&key), sent.file).await {
        return Ok(Flash::to(item_address(page, &key)).failed(error.of_picture(PICTURE)));
    }
    flow::after_item(mine, kind, page, list, &key).await
}

/// The signed consent, from the page of answers.
async fn keep_paper(request: &Request, mine: &Mine, file: Upload) -> Result<Flash, UiError> {
    match put(request, mine, PAPER, file).await {
        Ok(true) => Ok(Flash::to(flow::CHECK).done("picture_saved")),
        Ok(false) => Ok(Flash::to(flow::CHECK).failed(UiError::beside(PAPER, Problem::NoPicture))),
        Err(error) => Ok(Flash::to(flow::CHECK).failed(error.of_picture(PAPER))),
    }
}

async fn keep_page(
    request: &Request,
    mine: &Mine,
    kind: ApplicationKind,
    page: &str,
    field: &str,
    sent: Sent,
) -> Result<Flash, UiError> {
    let (then, covered) = (sent.text("then").to_owned(), sent.text(COVERED) == "yes");
    let texts: Map<String, Value> = sent.typed.into_iter().map(|(name, typed)| (name, typed.into())).collect();
    let form: TechnicianForm = serde_json::from_value(Value::Object(texts)).unwrap_or_default();
    services::application::save_page(&mine.call, mine.id, page, &form).await?;
    if then == "stay" && sent.file == Upload::Missing {
        return Ok(Flash::to(page_address(page)).failed(UiError::beside(field, Problem::NoPicture)));
    }
    match put_of(request, mine, field, sent.file, covered).await {
        Ok(true) if then == "stay" => {
            let done = if field == "photo" { "photo_saved" } else { "picture_saved" };
            Ok(Flash::to(page_address(page)).done(done))
        }
        Ok(_) => flow::after_page(mine, kind, page, &then).await,
        Err(error) => Ok(Flash::to(page_address(page)).failed(error.of_picture(field))),
    }
}

/// The same for a field of a page: an insurance card says that its numbers are covered.
async fn put_of(request: &Request, mine: &Mine, field: &str, file: Upload, covered: bool) -> Result<bool, UiError> {
    match file {
        Upload::Bytes(bytes) if field == INSURANCE_CARD => {
            let (call, client) = (&mine.call, &request.client);
            services::application::put_insurance_card_from(call, mine.id, covered, bytes, client).await?;
            Ok(true)
        }
        file => put(request, mine, field, file).await,
    }
}

/// Hands the picture over; `false` where none was sent.
async fn put(request: &Request, mine: &Mine, field: &str, file: Upload) -> Result<bool, UiError> {
    match file {
        Upload::Missing => Ok(false),
        Upload::TooLarge => Err(UiError::of(TOO_LARGE)),
        Upload::Bytes(bytes) => {
            services::application::put_file_from(&mine.call, mine.id, field, bytes, &request.client).await?;
            Ok(true)
        }
    }
}
