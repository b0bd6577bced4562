//! Taking the photo in: the form comes as multipart with everything typed so far, because without a script the photo's
//! button would otherwise lose it. Invariant: the bytes are judged by the service alone; here they are only counted.

use super::api::PAGE;
use crate::{
    application::mine,
    shell::{Flash, UiError, request::Request, session::FLASH},
};
use axum::{
    extract::{Multipart, multipart::Field},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    application::ApplicationKind,
    form::{FieldProblem, Problem},
    technician::{FIELDS, TechnicianForm},
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
    photo: Photo,
}

/// The file's field.
#[derive(Default)]
enum Photo {
    #[default]
    Missing,
    Sent(Vec<u8>),
    TooLarge,
}

/// `POST /register/technician/photo`. The body's size is limited by the route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    let mut sent = Sent::default();
    match read(multipart, &mut sent).await {
        Ok(()) => {}
        // More than the route takes altogether: what was typed before the photo is kept.
        Err(answer) if answer.status() == StatusCode::PAYLOAD_TOO_LARGE => sent.photo = Photo::TooLarge,
        Err(answer) => return answer,
    }
    let flash = keep(&request, sent).await.unwrap_or_else(|error| Flash::to(PAGE).failed(error));
    if request.session.insert(FLASH, flash).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Redirect::to("/register/technician#photo").into_response()
}

/// Errors: the answer to give: too much was sent, or it is no form.
async fn read(mut multipart: Multipart, sent: &mut Sent) -> Result<(), Response> {
    while let Some(field) = multipart.next_field().await.map_err(IntoResponse::into_response)? {
        let Some(name) = field.name().map(str::to_owned) else { continue };
        if name == PHOTO {
            sent.photo = read_photo(field).await?;
            continue;
        }
        let bytes = field.bytes().await.map_err(IntoResponse::into_response)?;
        if sent.typed.len() < TEXTS_MAX && bytes.len() <= TEXT_BYTES_MAX {
            sent.typed.insert(name, String::from_utf8_lossy(&bytes).into_owned().into());
        }
    }
    Ok(())
}

/// Reads the photo to its end, since fields follow it; one that is too large is thrown away while it comes.
async fn read_photo(mut field: Field<'_>) -> Result<Photo, Response> {
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
        (true, _) => Photo::TooLarge,
        (false, true) => Photo::Missing,
        (false, false) => Photo::Sent(bytes),
    })
}

/// Saves what was typed, then the photo.
async fn keep(request: &Request, sent: Sent) -> Result<Flash, UiError> {
    let form: TechnicianForm = serde_json::from_value(Value::Object(sent.typed)).unwrap_or_default();
    let refused =
        |code: &str, problem| UiError { fields: vec![FieldProblem::new(PHOTO, problem)], ..UiError::of(code) };
    let is_nothing = form.is_untouched() && !matches!(sent.photo, Photo::Sent(_));
    let Some(mine) = mine::open_for(request, ApplicationKind::TechnicianSimple, is_nothing).await? else {
        return Ok(Flash::to(PAGE).failed(of_no_photo(&sent.photo, refused)));
    };
    // What is wrong with a password typed meanwhile keeps no photo out: both are said together.
    let typed = match services::application::save_technician(&mine.call, mine.id, form).await.map_err(UiError::from) {
        Err(error) if error.fields.is_empty() => return Err(error),
        other => other,
    };
    let photo = match sent.photo {
        Photo::Sent(photo) => {
            let put = services::application::put_photo_from(&mine.call, mine.id, photo, &request.client).await;
            put.map(|_| ()).map_err(UiError::from)
        }
        other => Err(of_no_photo(&other, refused)),
    };
    let mut flash = Flash::to(PAGE);
    if photo.is_ok() {
        flash = flash.done("photo_saved");
    }
    for error in [typed.err(), photo.err()].into_iter().flatten() {
        flash = flash.failed(error);
    }
    let place = |problem: &FieldProblem| FIELDS.iter().position(|field| *field == problem.field);
    flash.problems.sort_by_key(|problem| place(problem).unwrap_or(FIELDS.len()));
    Ok(flash)
}

fn of_no_photo(photo: &Photo, refused: impl Fn(&str, Problem) -> UiError) -> UiError {
    match photo {
        Photo::TooLarge => refused(TOO_LARGE, Problem::Refused { code: TOO_LARGE.to_owned() }),
        Photo::Missing | Photo::Sent(_) => refused("rejected", Problem::NoPicture),
    }
}
