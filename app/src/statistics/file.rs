//! The files of tables of counts. Invariant: a file is handed out for a form that was sent, never for an address that was opened,
//! since who took it is noted.

use super::{national, years};
use crate::{
    days::file::{Sent, handed, kind_of},
    shell::{Flash, UiError, error::NOT_FOUND, language, request::Request, upload::leave},
};
use axum::{http::HeaderMap, response::Response};
use domain::{
    id::SiteId,
    statistics::{By, Query, read_year},
};
use services::{history::Given, statistics};

/// Where the form of the nation's counts is sent.
pub const NATION: &str = "/operator/statistics/file";
/// Where the form of one's own people is sent.
pub const PEOPLE: &str = "/business/people/statistics/file";

fn table_of(sent: &Sent) -> Result<By, UiError> {
    sent.get("table").and_then(|code| By::from_code(code)).ok_or_else(|| UiError::of(NOT_FOUND))
}

fn year_of(request: &Request, sent: &Sent) -> Result<i32, UiError> {
    let said = sent.get("year").map(String::as_str);
    read_year(said, request.call.today()).ok_or_else(|| UiError::of(NOT_FOUND))
}

/// `POST /operator/statistics/file`: one of the nation's tables.
pub async fn nation(request: Request, headers: &HeaderMap, sent: &Sent) -> Response {
    let file = nation_file(&request, headers, sent).await;
    handed(&request, national::PAGE.to_owned(), file).await
}

async fn nation_file(request: &Request, headers: &HeaderMap, sent: &Sent) -> Result<Given, UiError> {
    let call = &request.call;
    statistics::may_see_nation(call)?;
    let query = Query::read(|name| sent.get(name).cloned(), call.today()).ok_or_else(|| UiError::of(NOT_FOUND))?;
    let how = (kind_of(sent)?, language::office_in(headers));
    Ok(statistics::national_file(call, &query, table_of(sent)?, how).await?)
}

/// `POST /business/people/statistics/file`: one of the tables of one's own people.
pub async fn people(request: Request, headers: &HeaderMap, sent: &Sent) -> Response {
    let file = people_file(&request, headers, sent).await;
    handed(&request, years::PAGE.to_owned(), file).await
}

async fn people_file(request: &Request, headers: &HeaderMap, sent: &Sent) -> Result<Given, UiError> {
    statistics::may_see_people(&request.call)?;
    let how = (kind_of(sent)?, language::office_in(headers));
    Ok(statistics::people_file(&request.call, year_of(request, sent)?, table_of(sent)?, how).await?)
}

/// `POST /business/sites/{site}/statistics/file`: one of the tables of a site.
pub async fn site(request: Request, headers: &HeaderMap, site: String, sent: &Sent) -> Response {
    let Ok(id) = site.parse::<SiteId>() else {
        return leave(&request, Flash::to("/business/sites").failed(UiError::of(NOT_FOUND))).await;
    };
    let file = site_file(&request, headers, id, sent).await;
    handed(&request, years::of_site(id), file).await
}

async fn site_file(request: &Request, headers: &HeaderMap, site: SiteId, sent: &Sent) -> Result<Given, UiError> {
    let how = (kind_of(sent)?, language::office_in(headers));
    Ok(statistics::site_file(&request.call, site, year_of(request, sent)?, table_of(sent)?, how).await?)
}
