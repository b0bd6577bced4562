//! Taking a reader's file in. Invariant: nothing is read from whoever may send none for the site.

use super::api::{list_of, page_of};
use crate::shell::{
    Flash, UiError,
    error::{NOT_FOUND, TOO_LARGE},
    request::Request,
    upload,
};
use axum::{extract::Multipart, response::Response};
use domain::{form::Problem, id::SiteId, touch::reading::BYTES_MAX};
use services::document::Upload;

/// Name of the file's field.
pub const FILE: &str = "file";

/// `POST /business/sites/{site}/readings/file`. The body's size is limited by the route.
pub async fn receive(request: Request, site: String, multipart: Multipart) -> Response {
    let Ok(site) = site.parse::<SiteId>() else {
        return upload::leave(&request, Flash::to("/business/sites").failed(UiError::of(NOT_FOUND))).await;
    };
    let to = || Flash::to(list_of(site));
    if let Err(error) = services::reading::may_open(&request.call, site).await {
        return upload::leave(&request, to().failed(error.into())).await;
    }
    let sent = match upload::read(multipart, BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let looked = match sent.file {
        Upload::Missing => Err(UiError::beside(FILE, Problem::Missing)),
        Upload::TooLarge => Err(UiError::of(TOO_LARGE)),
        Upload::Bytes(content) => {
            services::reading::look(&request.call, site, &sent.file_name, &content).await.map_err(UiError::from)
        }
    };
    let flash = looked.map_or_else(|error| to().failed(error), |file| Flash::to(page_of(site, file)));
    upload::leave(&request, flash).await
}
