//! The file with the proof that a record is in the log. Invariant: it is handed out for a form that was sent, to whose day it is.

use crate::{
    days::file::handed,
    shell::{UiError, error::NOT_FOUND, request::Request},
};
use axum::response::Response;
use domain::{id::SiteId, time::WorkDate};
use services::history::Given;

/// The page of a record.
fn page(day: WorkDate, site: SiteId) -> String {
    format!("/passport/history/{}/{site}", day.number())
}

/// Where the form is sent.
pub fn address(day: WorkDate, site: SiteId) -> String {
    format!("{}/proof", page(day, site))
}

/// `POST /passport/history/{yyyymmdd}/{site}/proof`.
pub async fn give(request: Request, date: String, site: String) -> Response {
    let day = date.parse().ok().and_then(WorkDate::from_number);
    let (Some(day), Ok(site)) = (day, site.parse::<SiteId>()) else {
        return handed(&request, "/passport/history".to_owned(), Err(UiError::of(NOT_FOUND))).await;
    };
    let file = file(&request, day, site).await;
    handed(&request, page(day, site), file).await
}

async fn file(request: &Request, day: WorkDate, site: SiteId) -> Result<Given, UiError> {
    Ok(services::log::own_proof_file(&request.call, day, site).await?)
}
