//! Pages and server functions of the app, and the few answers beside them that are no pages. Invariant: every one of them
//! finds the caller made by `border::caller`; nothing here decides who may see what.

mod correction_files;
mod history_files;
mod level_files;
mod office_files;
mod site_files;

use crate::{border::limit, border::security, fault, given, world::World};
use app::{
    card_order::{CardAddress, batch_file},
    fee::{invoice_file, settlement},
    proxy::bulk_file,
    shell::{UiError, error::UNAVAILABLE, request::Request},
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Multipart, Path, Query},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{
    business::EVIDENCE,
    fee::Issuer,
    id::{ApplicationId, RecoveryId, TechnicianId},
};
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list};
use services::{
    Call, Error,
    document::{self, Found, PDF_KIND, Part, Size},
};
use tower_http::limit::RequestBodyLimitLayer;

/// How long a browser may keep a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cached {
    /// Asks each time; mostly told "not modified".
    Asks,
    /// A day: gates show the same faces every morning.
    Day,
}

/// Name of the front end's files, as `.cargo/config.toml` says to the compiler.
const OUTPUT_NAME: &str = "careerup";

fn options(world: &World) -> LeptosOptions {
    let site = world.config.site.to_string_lossy();
    LeptosOptions::builder().output_name(OUTPUT_NAME).site_root(&*site).site_addr(world.config.addr).build()
}

/// Pages, server functions, photos.
pub fn router(world: &World, watched: bool) -> Router {
    let options = options(world);
    let address = world.config.card_url();
    let issuer = Issuer {
        name: world.config.issuer_name.clone().unwrap_or_default(),
        number: world.config.issuer_number.as_ref().map(ToString::to_string),
    };
    let for_files = issuer.clone();
    let invoice = move |Extension(request): Extension<Request>, Path(asked): Path<String>, headers: HeaderMap| async move {
        invoice_file(request, &headers, asked, &for_files).await
    };
    let context = move || {
        provide_context(CardAddress(address.clone()));
        provide_context(issuer.clone());
        if let Some(request) = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Request>().cloned()) {
            provide_context(request);
        }
        if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
            && let Ok(policy) = HeaderValue::from_str(&security::page_policy(&nonce, watched))
        {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    };
    let for_shell = options.clone();
    let shell = move || app::shell(for_shell.clone());
    let missing = leptos_axum::render_app_async_with_context(context.clone(), shell.clone());
    let card_url = world.config.card_url();
    let batch_keys = move |Extension(request): Extension<Request>, Path(batch): Path<String>| async move {
        batch_file::keys(request, batch, &card_url).await
    };
    Router::new()
        .leptos_routes_with_context(&options, generate_route_list(app::App), context, shell)
        .route("/operator/cards/batches/{batch}/files", post(batch_files))
        .route("/operator/cards/batches/{batch}/keys", post(batch_keys))
        .route("/operator/surveys/{survey}/answers.csv", get(office_files::survey_answers))
        .route("/business/proxy/bulk/template.csv", get(bulk_template))
        .route("/business/proxy/bulk/{bulk}/problems.csv", get(bulk_problems))
        .route("/business/sites/import/template.csv", get(site_files::template))
        .route("/business/sites/import/{import}/problems.csv", get(site_files::problems))
        .route("/business/sites/{site}/history/import/template.csv", get(history_files::template))
        .route("/business/sites/{site}/history/import/{import}/problems.csv", get(history_files::problems))
        .route("/business/fees/{request}/invoice.pdf", get(invoice.clone()))
        .route("/passport/fees/{request}/invoice.pdf", get(invoice.clone()))
        .route("/operator/fees/{request}/invoice.pdf", get(invoice))
        .route("/operator/notices/letters/{file}/letters.csv", get(office_files::letters))
        .route("/photo/{technician_id}", get(photo))
        .route("/p/{token}/photo", get(shared_photo))
        .route("/level/statement/{statement}", get(level_files::statement))
        .route("/evaluator/applications/{application}/proof/{list}/{place}", get(level_files::proof))
        .route("/passport/registration/file/{field}", get(registered_file))
        .route("/register/photo", get(own_application_photo))
        .route("/register/file/{field}", get(own_application_file))
        .route("/register/business-file/{filing}", get(own_evidence))
        .route("/operator/applications/{application_id}/photo", get(application_photo))
        .route("/operator/applications/{application_id}/file/{field}", get(application_file))
        .route("/operator/recoveries/{recovery_id}/picture", get(recovery_picture))
        .route("/operator/corrections/{correction_id}/photo/{which}", get(correction_files::photo))
        .route("/operator/corrections/{correction_id}/file/{field}/{which}", get(correction_files::file))
        .fallback(missing)
        .with_state(options)
        .layer(RequestBodyLimitLayer::new(limit::FORM_BYTES_MAX))
        .merge(forms_with_files())
        .merge(given::routes())
}

/// Forms that carry files, each with a limit of its own.
fn forms_with_files() -> Router {
    let pictures = Router::new()
        .route("/register/file/{page}/{item}", post(take_file))
        .route("/register/business-file/{filing}", post(take_evidence))
        .route("/register/business-file/{filing}/consent", post(take_consent))
        .route("/recover/ask", post(take_recovery))
        .route("/passport/level/{field}/statement", post(level_files::take))
        .route("/operator/corrections/enter", post(take_correction))
        .route("/verify/check", post(check_certificate))
        .layer(DefaultBodyLimit::max(limit::PHOTO_FORM_BYTES_MAX));
    let settlement = Router::new()
        .route("/operator/fees/settlement", post(take_settlement))
        .layer(DefaultBodyLimit::max(limit::SETTLEMENT_FORM_BYTES_MAX));
    let answer = Router::new()
        .route("/operator/cards/batches/{batch}/answer", post(batch_answer))
        .layer(DefaultBodyLimit::max(limit::ANSWER_FORM_BYTES_MAX));
    let bulk = Router::new()
        .route("/business/proxy/bulk/file", post(take_bulk_file))
        .layer(DefaultBodyLimit::max(limit::BULK_FORM_BYTES_MAX));
    let readings = Router::new()
        .route("/business/sites/{site}/readings/file", post(take_readings))
        .layer(DefaultBodyLimit::max(limit::READING_FORM_BYTES_MAX));
    let sites = Router::new()
        .route("/business/sites/import/file", post(site_files::take))
        .route("/business/sites/{site}/history/import/file", post(history_files::take))
        .layer(DefaultBodyLimit::max(limit::SITES_FORM_BYTES_MAX));
    pictures.merge(settlement).merge(answer).merge(bulk).merge(readings).merge(sites)
}

async fn batch_files(Extension(request): Extension<Request>, Path(batch): Path<String>) -> Response {
    batch_file::print_files(request, batch).await
}

async fn batch_answer(
    Extension(request): Extension<Request>,
    Path(batch): Path<String>,
    multipart: Multipart,
) -> Response {
    batch_file::answer(request, batch, multipart).await
}

async fn take_bulk_file(Extension(request): Extension<Request>, multipart: Multipart) -> Response {
    bulk_file::receive(request, multipart).await
}

async fn take_readings(
    Extension(request): Extension<Request>,
    Path(site): Path<String>,
    multipart: Multipart,
) -> Response {
    app::reading::file::receive(request, site, multipart).await
}

async fn bulk_template(Extension(request): Extension<Request>, headers: HeaderMap) -> Response {
    bulk_file::template(&request, &headers)
}

async fn bulk_problems(
    Extension(request): Extension<Request>,
    Path(bulk): Path<String>,
    headers: HeaderMap,
) -> Response {
    bulk_file::problems(request, &headers, bulk).await
}

async fn take_settlement(Extension(request): Extension<Request>, multipart: Multipart) -> Response {
    settlement::receive(request, multipart).await
}

async fn take_file(
    Extension(request): Extension<Request>,
    Path((page, item)): Path<(String, String)>,
    multipart: Multipart,
) -> Response {
    app::technician::file::receive(request, page, item, multipart).await
}

async fn take_evidence(
    Extension(request): Extension<Request>,
    Path(filing): Path<String>,
    multipart: Multipart,
) -> Response {
    app::business::file::receive(request, filing, multipart).await
}

async fn take_consent(
    Extension(request): Extension<Request>,
    Path(filing): Path<String>,
    multipart: Multipart,
) -> Response {
    app::business::file::receive_paper(request, filing, multipart).await
}

async fn own_evidence(
    Extension(request): Extension<Request>,
    Path(filing): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    match app::business::file::mine(&request, &filing).await {
        Ok(mine) => {
            shown(&mine.call, document::find_part(&mine.call, mine.id, EVIDENCE, wanted.part()).await, &headers).await
        }
        Err(error) => refused(turned(&error), &headers),
    }
}

/// What a page says instead, as the way of a file says it: only an outage is worth another try.
fn turned(error: &UiError) -> Error {
    if error.code == UNAVAILABLE { Error::Unavailable } else { Error::NotFound }
}

async fn take_recovery(Extension(request): Extension<Request>, multipart: Multipart) -> Response {
    app::recovery::receive(request, multipart).await
}

async fn check_certificate(Extension(request): Extension<Request>, multipart: Multipart) -> Response {
    app::certificate::verify::receive(request, multipart).await
}

async fn take_correction(Extension(request): Extension<Request>, multipart: Multipart) -> Response {
    app::correction::receive(request, multipart).await
}

async fn recovery_picture(
    Extension(request): Extension<Request>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match id.parse::<RecoveryId>() {
        Ok(id) => shown(&request.call, document::find_of_recovery(&request.call, id).await, &headers).await,
        Err(_) => refused(Error::NotFound, &headers),
    }
}

/// What of a document is asked for: `?page=2`, or `?save` for the PDF; nothing of either is the first page.
#[derive(Debug, serde::Deserialize)]
struct Wanted {
    page: Option<u32>,
    save: Option<String>,
}

impl Wanted {
    fn part(&self) -> Part {
        if self.save.is_some() { Part::File } else { Part::Page(self.page.unwrap_or(1)) }
    }
}

/// A file of a stranger is only ever saved: no browser shows it as a page of ours, and where one did, nothing in it would run.
const SAVED: [(header::HeaderName, &str); 2] = [
    (header::CONTENT_DISPOSITION, "attachment; filename=\"evidence.pdf\""),
    (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
];

async fn application_file(
    Extension(request): Extension<Request>,
    Path((id, field)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    match id.parse::<ApplicationId>() {
        Ok(id) => {
            shown(&request.call, document::find_part(&request.call, id, &field, wanted.part()).await, &headers).await
        }
        Err(_) => refused(Error::NotFound, &headers),
    }
}

async fn own_application_file(
    Extension(request): Extension<Request>,
    Path(field): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    match app::application::mine::current(&request).await {
        Ok(Some(mine)) => {
            shown(&mine.call, document::find_part(&mine.call, mine.id, &field, wanted.part()).await, &headers).await
        }
        Ok(None) => refused(Error::NotFound, &headers),
        Err(error) => refused(turned(&error), &headers),
    }
}

async fn registered_file(
    Extension(request): Extension<Request>,
    Path(field): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let found = services::registration::find_picture(&request.call, &field, wanted.page.unwrap_or(1)).await;
    shown(&request.call, found, &headers).await
}

async fn photo(Extension(request): Extension<Request>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    match id.parse::<TechnicianId>() {
        Ok(id) => shown(&request.call, document::find(&request.call, id, Size::Whole).await, &headers).await,
        Err(_) => refused(Error::NotFound, &headers),
    }
}

async fn shared_photo(
    Extension(request): Extension<Request>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    shown(&request.call, services::share::photo(&request.call, &token).await, &headers).await
}

async fn application_photo(
    Extension(request): Extension<Request>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match id.parse::<ApplicationId>() {
        Ok(id) => shown(&request.call, document::find_of_application(&request.call, id).await, &headers).await,
        Err(_) => refused(Error::NotFound, &headers),
    }
}

async fn own_application_photo(Extension(request): Extension<Request>, headers: HeaderMap) -> Response {
    match app::application::mine::current(&request).await {
        Ok(Some(mine)) => shown(&mine.call, document::find_of_application(&mine.call, mine.id).await, &headers).await,
        Ok(None) => refused(Error::NotFound, &headers),
        Err(error) => refused(turned(&error), &headers),
    }
}

async fn shown(call: &Call, found: Result<Found, Error>, headers: &HeaderMap) -> Response {
    let shown = match found {
        Ok(found) => picture(call, found, headers, Cached::Asks).await,
        Err(error) => Err(error),
    };
    shown.unwrap_or_else(|error| refused(error, headers))
}

fn refused(error: Error, headers: &HeaderMap) -> Response {
    let problem = crate::api::problem::Problem::from(error);
    fault::answer("", headers, problem.status(), problem.code())
}

/// A picture, or "not modified" where the browser has it: then it is not even read.
pub async fn picture(call: &Call, found: Found, headers: &HeaderMap, cached: Cached) -> Result<Response, Error> {
    let etag = format!("\"{}\"", found.etag());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let caching = match cached {
        Cached::Asks => "private, no-cache",
        Cached::Day => "private, max-age=86400",
    };
    let kept = [(header::ETAG, etag.clone()), (header::CACHE_CONTROL, caching.to_owned())];
    if known.is_some_and(|known| known.split(',').any(|one| one.trim() == etag)) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let photo = found.load(call).await?;
    let kind = [(header::CONTENT_TYPE, photo.mime)];
    Ok(if photo.mime == PDF_KIND {
        (kept, kind, SAVED, photo.bytes).into_response()
    } else {
        (kept, kind, [(header::CONTENT_DISPOSITION, "inline")], photo.bytes).into_response()
    })
}
