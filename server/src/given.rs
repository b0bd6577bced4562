//! Files that are made while they leave. Invariant: each is asked for by a form, and what may be taken the services decide.

use crate::border::limit;
use app::{
    certificate::file as certificates,
    days::file::{self, Sent},
    passport::{proof_file, totals},
    shell::request::Request,
    statistics::file as statistics,
};
use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, Path},
    http::HeaderMap,
    response::Response,
    routing::post,
};

/// Where they are asked for.
pub fn routes() -> Router {
    Router::new()
        .route("/business/people/days/file", post(own_days))
        .route("/business/sites/{site}/history/file", post(site_records))
        .route("/operator/statistics/file", post(nation))
        .route("/business/people/statistics/file", post(people))
        .route("/business/sites/{site}/statistics/file", post(site_counts))
        .route("/passport/history/totals/file", post(own_history))
        .route("/passport/history/{date}/{site}/proof", post(proof))
        .route("/passport/certificate/file", post(own_certificate))
        .route("/business/certificate/file", post(business_certificate))
        .layer(DefaultBodyLimit::max(limit::FORM_BYTES_MAX))
}

async fn own_days(Extension(request): Extension<Request>, headers: HeaderMap, Form(sent): Form<Sent>) -> Response {
    file::own(request, &headers, &sent).await
}

async fn site_records(
    Extension(request): Extension<Request>,
    Path(site): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Response {
    file::site(request, &headers, site, &sent).await
}

async fn own_history(Extension(request): Extension<Request>, headers: HeaderMap, Form(sent): Form<Sent>) -> Response {
    totals::give(request, &headers, &sent).await
}

async fn proof(Extension(request): Extension<Request>, Path((date, site)): Path<(String, String)>) -> Response {
    proof_file::give(request, date, site).await
}

async fn own_certificate(
    Extension(request): Extension<Request>,
    headers: HeaderMap,
    Form(sent): Form<certificates::Sent>,
) -> Response {
    certificates::own(request, &headers, &sent).await
}

async fn business_certificate(
    Extension(request): Extension<Request>,
    headers: HeaderMap,
    Form(sent): Form<certificates::Sent>,
) -> Response {
    certificates::business(request, &headers, &sent).await
}

async fn nation(Extension(request): Extension<Request>, headers: HeaderMap, Form(sent): Form<Sent>) -> Response {
    statistics::nation(request, &headers, &sent).await
}

async fn people(Extension(request): Extension<Request>, headers: HeaderMap, Form(sent): Form<Sent>) -> Response {
    statistics::people(request, &headers, &sent).await
}

async fn site_counts(
    Extension(request): Extension<Request>,
    Path(site): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Response {
    statistics::site(request, &headers, site, &sent).await
}
