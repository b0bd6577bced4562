//! Taking pictures in: a page's form comes as multipart with everything typed on it, because without a script a picture's
//! button would otherwise lose it. Invariant: the bytes are judged by the service alone; here they are only counted.

use super::flow::{self, PAGE, item_address, page_address};
use crate::{
    application::mine::{self, Mine},
    shell::{Flash, UiError, error::NOT_FOUND, request::Request, session::FLASH},
};
use axum::{
    extract::{Multipart, multipart::Field},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    application::ApplicationKind,
    form::{FieldProblem, Problem},
    proxy::PAPER,
    technician::{PICTURES, TechnicianForm},
};
use serde_json::{Map, Value};

/// Name of the file's field in an item's form.
const PICTURE: &str = "picture";
/// More bytes than the route takes.
const TOO_LARGE: &str = "photo.too_large";
/// Fields of text taken at most; a page has about ten.
const TEXTS_MAX: usize = 64;
/// Bytes of one field of text taken at most.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// What a multipart form held.
#[derive(Default)]
pub(crate) struct Sent {
    /// Names and what was typed, in the order of the form.
    pub(crate) typed: Vec<(String, String)>,
    /// The picture.
    pub(crate) file: File,
}

/// The file's field.
#[derive(Default)]
pub(crate) enum File {
    /// Nothing was chosen.
    #[default]
    Missing,
    /// Its bytes.
    Sent(Vec<u8>),
    /// More than is taken.
    TooLarge,
}

/// `POST /register/file/{page}/{item}`: a page's form with its picture (`item` is the picture's field), or an item's with
/// its own (`item` is the key, or `new`). The body's size is limited by the route.
pub async fn receive(request: Request, page: String, item: String, multipart: Multipart) -> Response {
    // Nothing is read from whoever has no application to send it with.
    let (mine, view) = match mine::technician(&request).await {
        Ok(Some(found)) => found,
        Ok(None) => return left(&request, Flash::to(PAGE).failed(UiError::of(NOT_FOUND))).await,
        Err(error) => return left(&request, Flash::to(PAGE).failed(error)).await,
    };
    let sent = match sent(multipart).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let kept = keep(&request, &mine, view.kind, &page, &item, sent).await;
    left(&request, kept.unwrap_or_else(|error| Flash::to(PAGE).failed(error))).await
}

/// Leaves something for the page it is for, and goes there.
pub(crate) async fn left(request: &Request, flash: Flash) -> Response {
    let to = flash.page.clone();
    if request.session.insert(FLASH, flash).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Redirect::to(&to).into_response()
}

/// What a form held. Errors: the answer to give where it is no form.
pub(crate) async fn sent(multipart: Multipart) -> Result<Sent, Response> {
    let mut sent = Sent::default();
    match read(multipart, &mut sent).await {
        Ok(()) => Ok(sent),
        // More than the route takes altogether: what was typed before the picture is kept.
        Err(answer) if answer.status() == StatusCode::PAYLOAD_TOO_LARGE => Ok(Sent { file: File::TooLarge, ..sent }),
        Err(answer) => Err(answer),
    }
}

/// Errors: the answer to give: too much was sent, or it is no form.
async fn read(mut multipart: Multipart, sent: &mut Sent) -> Result<(), Response> {
    while let Some(field) = multipart.next_field().await.map_err(IntoResponse::into_response)? {
        let Some(name) = field.name().map(str::to_owned) else { continue };
        if name == PICTURE || name == PAPER || PICTURES.contains(&name.as_str()) {
            sent.file = read_file(field).await?;
            continue;
        }
        let text = read_text(field).await?;
        if sent.typed.len() < TEXTS_MAX {
            sent.typed.extend(text.map(|text| (name, text)));
        }
    }
    Ok(())
}

/// A field of text; nothing of one that is too long to be meant, thrown away while it comes.
async fn read_text(mut field: Field<'_>) -> Result<Option<String>, Response> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = field.chunk().await.map_err(IntoResponse::into_response)? {
        bytes = bytes.filter(|bytes| bytes.len() + chunk.len() <= TEXT_BYTES_MAX);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// Reads the file to its end, since fields follow it; one that is too large is thrown away while it comes.
async fn read_file(mut field: Field<'_>) -> Result<File, Response> {
    let mut bytes = Vec::new();
    let mut too_large = false;
    while let Some(chunk) = field.chunk().await.map_err(IntoResponse::into_response)? {
        too_large |= bytes.len() + chunk.len() > services::document::BYTES_MAX;
        if too_large {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(match (too_large, bytes.is_empty()) {
        (true, _) => File::TooLarge,
        (false, true) => File::Missing,
        (false, false) => File::Sent(bytes),
    })
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
        return Ok(Flash::to(item_address(page, &key)).failed(beside(error, PICTURE)));
    }
    flow::after_item(mine, kind, page, list, &key).await
}

/// The signed consent, from the page of answers.
async fn keep_paper(request: &Request, mine: &Mine, file: File) -> Result<Flash, UiError> {
    match put(request, mine, PAPER, file).await {
        Ok(true) => Ok(Flash::to(flow::CHECK).done("picture_saved")),
        Ok(false) => {
            let none = FieldProblem::new(PAPER, Problem::NoPicture);
            Ok(Flash::to(flow::CHECK).failed(UiError { fields: vec![none], ..UiError::of("rejected") }))
        }
        Err(error) => Ok(Flash::to(flow::CHECK).failed(beside(error, PAPER))),
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
    let then = sent.typed.iter().rfind(|(name, _)| name == "then").map(|(_, then)| then.clone()).unwrap_or_default();
    let texts: Map<String, Value> = sent.typed.into_iter().map(|(name, typed)| (name, typed.into())).collect();
    let form: TechnicianForm = serde_json::from_value(Value::Object(texts)).unwrap_or_default();
    services::application::save_page(&mine.call, mine.id, page, &form).await?;
    let asked_for = then == "stay" && matches!(sent.file, File::Missing);
    let put = match sent.file {
        File::Missing if asked_for => Err(UiError::of("rejected")),
        file => put(request, mine, field, file).await,
    };
    match put {
        Ok(true) if then == "stay" => {
            let done = if field == "photo" { "photo_saved" } else { "picture_saved" };
            Ok(Flash::to(page_address(page)).done(done))
        }
        Ok(_) => flow::after_page(mine, kind, page, &then).await,
        Err(error) if error.fields.is_empty() && error.code == "rejected" => {
            let none = FieldProblem::new(field, Problem::NoPicture);
            Ok(Flash::to(page_address(page)).failed(UiError { fields: vec![none], ..error }))
        }
        Err(error) => Ok(Flash::to(page_address(page)).failed(beside(error, field))),
    }
}

/// Hands the picture over; `false` where none was sent.
async fn put(request: &Request, mine: &Mine, field: &str, file: File) -> Result<bool, UiError> {
    match file {
        File::Missing => Ok(false),
        File::TooLarge => Err(UiError::of(TOO_LARGE)),
        File::Sent(bytes) => {
            services::application::put_file_from(&mine.call, mine.id, field, bytes, &request.client).await?;
            Ok(true)
        }
    }
}

/// What was refused, beside the input of the picture.
fn beside(error: UiError, input: &str) -> UiError {
    let code = error.code.clone();
    if code.starts_with("photo.") {
        UiError { fields: vec![FieldProblem::new(input, Problem::Refused { code })], ..error }
    } else {
        error
    }
}
