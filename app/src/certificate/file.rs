//! Handing a certificate over. Invariant: it leaves for a form that was sent, never for an address that was opened, since each is a new one.

use super::api::{BUSINESS, OWN};
use crate::{
    days::file::handed,
    shell::{UiError, error::NOT_FOUND, language, request::Request},
};
use axum::{http::HeaderMap, response::Response};
use domain::certificate::{Carrier, Item, Kind};
use services::{certificate::Wanted, history::Given};

/// What a form held, in its order.
pub type Sent = Vec<(String, String)>;

/// Where the form of a page is sent.
pub(super) fn of_page(page: &str) -> String {
    format!("{page}/file")
}

/// Name of the boxes of what is to be said; the brackets say that there are several.
pub(super) const ITEMS: &str = "items[]";

/// `POST /passport/certificate/file`.
pub async fn own(request: Request, headers: &HeaderMap, sent: &Sent) -> Response {
    let made = made(&request, headers, Kind::Technician, sent).await;
    handed(&request, OWN.to_owned(), made).await
}

/// `POST /business/certificate/file`.
pub async fn business(request: Request, headers: &HeaderMap, sent: &Sent) -> Response {
    let made = made(&request, headers, Kind::Business, sent).await;
    handed(&request, BUSINESS.to_owned(), made).await
}

async fn made(request: &Request, headers: &HeaderMap, kind: Kind, sent: &Sent) -> Result<Given, UiError> {
    let of = |name: &'static str| sent.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str());
    let carrier = of("carrier").next().and_then(Carrier::from_code).ok_or_else(|| UiError::of(NOT_FOUND))?;
    let items = of(ITEMS).filter_map(Item::from_code).collect();
    let phone = of("phone").next().filter(|key| !key.is_empty()).map(str::to_owned);
    let wanted = Wanted { items, carrier, phone };
    Ok(services::certificate::make(&request.call, kind, &wanted, language::office_in(headers)).await?)
}
