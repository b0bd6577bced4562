//! Tables that are given out as files. Invariant: no cell is a formula in whatever opens it, and none is kept on the way.

use super::UiError;
use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};
use i18n::Lang;
use services::{history::Given, sheet};

/// A table as a CSV file called `name`, which is of letters, digits and a full stop.
pub fn csv(name: &str, rows: Vec<Vec<String>>) -> Result<Response, UiError> {
    let body = sheet::csv(rows.into_iter().map(|row| row.into_iter().map(|cell| sheet::as_text(&cell))))?;
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, body).into_response())
}

/// A file that is made while it leaves. Its name is of letters, digits, hyphens and a full stop.
pub fn given(file: Given) -> Response {
    let headers = [
        (header::CONTENT_TYPE, file.mime.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Body::from_stream(file.content)).into_response()
}

/// Why there is no file, in words.
pub fn refused(error: &UiError, spoken: Lang) -> Response {
    (error.status(), error.words(spoken)).into_response()
}
