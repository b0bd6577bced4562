//! Taking the photo in: the form comes as multipart with everything typed so far, because without a script the photo's
//! button would otherwise lose it. Invariant: the bytes are judged by the service alone; here they are only counted.

use super::api::PAGE;
use crate::{
    application::mine,
    shell::{Flash, UiError, request::Request, session::FLASH},
};
use axum::{
    extract::Multipart,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    application::ApplicationKind,
    form::{FieldProblem, Problem},
    technician::TechnicianForm,
};
use serde_json::{Map, Value};

/// Name of the file's field.
const PHOTO: &str = "photo";
/// More bytes than the route takes.
const TOO_LARGE: &str = "photo.too_large";
/// Fields of text taken at most; the form has about forty.
const TEXTS_MAX: usize = 64;
/// Bytes of one field of text taken at most.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// What a multipart form held.
#[derive(Default)]
struct Sent {
    typed: Map<String, Value>,
    photo: Option<axum::body::Bytes>,
}

/// `POST /register/technician/photo`. The body's size is limited by the route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    let flash = match read(multipart).await {
        Ok(sent) => match keep(&request, sent).await {
            Ok(flash) => flash,
            Err(error) => Flash::to(PAGE).failed(error),
        },
        Err(answer) if answer.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let too_large = FieldProblem::new(PHOTO, Problem::Refused { code: TOO_LARGE.to_owned() });
            Flash::to(PAGE).failed(UiError { fields: vec![too_large], ..UiError::of(TOO_LARGE) })
        }
        Err(answer) => return answer,
    };
    if request.session.insert(FLASH, flash).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Redirect::to("/register/technician#photo").into_response()
}

/// Errors: the answer to give: too much was sent, or it is no form.
async fn read(mut multipart: Multipart) -> Result<Sent, Response> {
    let mut sent = Sent::default();
    while let Some(field) = multipart.next_field().await.map_err(IntoResponse::into_response)? {
        let Some(name) = field.name().map(str::to_owned) else { continue };
        let bytes = field.bytes().await.map_err(IntoResponse::into_response)?;
        if name == PHOTO {
            sent.photo = Some(bytes).filter(|bytes| !bytes.is_empty());
        } else if sent.typed.len() < TEXTS_MAX && bytes.len() <= TEXT_BYTES_MAX {
            sent.typed.insert(name, String::from_utf8_lossy(&bytes).into_owned().into());
        }
    }
    Ok(sent)
}

/// Saves what was typed, then the photo.
async fn keep(request: &Request, sent: Sent) -> Result<Flash, UiError> {
    let form: TechnicianForm = serde_json::from_value(Value::Object(sent.typed)).unwrap_or_default();
    let mine = mine::open(request, ApplicationKind::TechnicianSimple).await?;
    services::application::save_technician(&mine.call, mine.id, form).await?;
    let Some(photo) = sent.photo else {
        let nothing = FieldProblem::new(PHOTO, Problem::NoPicture);
        return Ok(Flash::to(PAGE).failed(UiError { fields: vec![nothing], ..UiError::of("rejected") }));
    };
    services::application::put_photo(&mine.call, mine.id, photo).await?;
    Ok(Flash::to(PAGE).done("photo_saved"))
}
