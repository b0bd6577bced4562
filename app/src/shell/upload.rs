//! Forms that come with a file: the one reader of multipart bodies. Invariant: no more is held of a part than its limit
//! says, and what is too large is thrown away while it comes; what the bytes are, the services decide.

use super::{Flash, request::Request, session::FLASH};
use axum::{
    extract::{Multipart, multipart::Field},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use services::document::Upload;

/// Fields of text taken at most; a page has about ten, one with every list of a person some hundreds.
const TEXTS_MAX: usize = 2048;
/// Bytes of one field of text taken at most.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// What a form held.
#[derive(Default)]
pub struct Sent {
    /// Names and what was typed, in the order of the form.
    pub typed: Vec<(String, String)>,
    /// What the file is called where it came from.
    pub file_name: String,
    /// The file, of a form with one.
    pub file: Upload,
    /// The files of a form with several, each with the name of its field.
    pub files: Vec<(String, Upload)>,
}

impl Sent {
    /// What was typed in a field; of several of one name the last, as a browser overwrites.
    pub fn text(&self, name: &str) -> &str {
        self.typed.iter().rfind(|(known, _)| known == name).map_or("", |(_, typed)| typed)
    }
}

/// Reads a form whose file has at most `bytes_max` bytes. Whoever calls has made sure before that the sender may bring one.
/// Errors: the answer to give where the body is no form.
pub async fn read(multipart: Multipart, bytes_max: usize) -> Result<Sent, Response> {
    let mut sent = Sent::default();
    match read_parts(multipart, bytes_max, &mut sent).await {
        Ok(()) => sent.file = sent.files.pop().map(|(_, file)| file).unwrap_or_default(),
        // More than the route takes altogether: what was typed before the file is kept.
        Err(answer) if answer.status() == StatusCode::PAYLOAD_TOO_LARGE => sent.file = Upload::TooLarge,
        Err(answer) => return Err(answer),
    }
    Ok(sent)
}

/// Reads a form with several files, each of at most `bytes_max` bytes. Errors: as [`read`].
pub async fn read_several(multipart: Multipart, bytes_max: usize) -> Result<Sent, Response> {
    let mut sent = Sent::default();
    match read_parts(multipart, bytes_max, &mut sent).await {
        Ok(()) => Ok(sent),
        // The same; the file in which it became too much says so.
        Err(answer) if answer.status() == StatusCode::PAYLOAD_TOO_LARGE && !sent.files.is_empty() => Ok(sent),
        Err(answer) => Err(answer),
    }
}

/// Leaves something for the page it is for, and goes there.
pub async fn leave(request: &Request, flash: Flash) -> Response {
    let to = flash.page.clone();
    if request.session.insert(FLASH, flash).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Redirect::to(&to).into_response()
}

async fn read_parts(mut multipart: Multipart, bytes_max: usize, sent: &mut Sent) -> Result<(), Response> {
    while let Some(field) = multipart.next_field().await.map_err(IntoResponse::into_response)? {
        let Some(name) = field.name().map(str::to_owned) else { continue };
        // Browsers name the file of an input also where none was chosen: by the empty name.
        if let Some(file_name) = field.file_name() {
            file_name.clone_into(&mut sent.file_name);
            sent.files.push((name, Upload::TooLarge));
            let file = read_file(field, bytes_max).await?;
            if let Some((_, read)) = sent.files.last_mut() {
                *read = file;
            }
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
async fn read_file(mut field: Field<'_>, bytes_max: usize) -> Result<Upload, Response> {
    let mut bytes = Vec::new();
    let mut too_large = false;
    while let Some(chunk) = field.chunk().await.map_err(IntoResponse::into_response)? {
        too_large |= bytes.len() + chunk.len() > bytes_max;
        if too_large {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(match (too_large, bytes.is_empty()) {
        (true, _) => Upload::TooLarge,
        (false, true) => Upload::Missing,
        (false, false) => Upload::Bytes(bytes),
    })
}
