//! The files of days and records, and the form that asks for one. Invariant: a file is handed out for a form that was sent,
//! never for an address that was opened, since who took it is noted.

use super::list;
use crate::{
    history::week_off_page,
    shell::{
        ButtonKind, Flash, SubmitButton, UiError, download::given, error::NOT_FOUND, icon, language, request::Request,
        t, upload::leave,
    },
};
use axum::{http::HeaderMap, response::Response};
use domain::{history::own::OwnQuery, id::SiteId, time::YearMonth};
use i18n::{Msg, msg};
use leptos::prelude::*;
use services::{history::Given, sheet::Kind};
use std::collections::BTreeMap;

use msg::own_days as m;

/// Where the form of one's own people is sent.
pub const OWN: &str = "/business/people/days/file";

/// What a form held.
pub type Sent = BTreeMap<String, String>;

/// What a kind of file is called.
pub(crate) const fn kind_word(kind: Kind) -> Msg {
    match kind {
        Kind::Csv => m::KIND_CSV,
        Kind::CsvSjis => m::KIND_SJIS,
        Kind::Xlsx => m::KIND_XLSX,
    }
}

/// The form: what is asked for travels hidden.
pub fn form(action: String, lead: String, asked: Vec<(&'static str, String)>) -> impl IntoView {
    let asked = asked.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let kinds = Kind::ALL.map(|kind| view! { <option value=kind.code()>{t(kind_word(kind))}</option> });
    view! {
        <section class="own-file" aria-labelledby="file-title">
            <h2 id="file-title">{t(m::FILE_TITLE)}</h2>
            <p>{lead}</p>
            <form method="post" action=action class="filters">
                {asked.collect_view()}
                <label class="filter">
                    <span>{t(m::FILE_KIND)}</span>
                    <select name="file" aria-describedby="file-hint">{kinds.into_iter().collect_view()}</select>
                </label>
                <SubmitButton text=t(m::FILE_DO) kind=ButtonKind::Outline icon=icon::DOWNLOAD />
            </form>
            <p class="hint" id="file-hint">{t(m::KIND_SJIS_HINT)}</p>
        </section>
    }
}

/// Which kind of file a form asks for.
pub(crate) fn kind_of(sent: &Sent) -> Result<Kind, UiError> {
    sent.get("file").and_then(|code| Kind::from_code(code)).ok_or_else(|| UiError::of(NOT_FOUND))
}

/// The file, or the page again with why not.
pub(crate) async fn handed(request: &Request, page: String, file: Result<Given, UiError>) -> Response {
    match file {
        Ok(file) => given(file),
        Err(error) => leave(request, Flash::to(page).failed(error)).await,
    }
}

/// `POST /business/people/days/file`: the year of one's own people.
pub async fn own(request: Request, headers: &HeaderMap, sent: &Sent) -> Response {
    let file = own_file(&request, headers, sent).await;
    handed(&request, list::PAGE.to_owned(), file).await
}

async fn own_file(request: &Request, headers: &HeaderMap, sent: &Sent) -> Result<Given, UiError> {
    let call = &request.call;
    services::history::may_see_own(call)?;
    let query = OwnQuery::read(|name| sent.get(name).cloned(), call.today()).ok_or_else(|| UiError::of(NOT_FOUND))?;
    Ok(services::history::own_days_file(call, query, kind_of(sent)?, language::office_in(headers)).await?)
}

/// `POST /business/sites/{site}/history/file`: the records of a site's month.
pub async fn site(request: Request, headers: &HeaderMap, site: String, sent: &Sent) -> Response {
    let Ok(id) = site.parse::<SiteId>() else {
        return leave(&request, Flash::to("/business/sites").failed(UiError::of(NOT_FOUND))).await;
    };
    let file = site_file(&request, headers, id, sent).await;
    handed(&request, week_off_page(id), file).await
}

async fn site_file(request: &Request, headers: &HeaderMap, site: SiteId, sent: &Sent) -> Result<Given, UiError> {
    let month = sent.get("month").and_then(|month| month.parse().ok()).and_then(YearMonth::from_number);
    let month = month.ok_or_else(|| UiError::of(NOT_FOUND))?;
    let kind = kind_of(sent)?;
    Ok(services::history::site_file(&request.call, site, month, kind, language::office_in(headers)).await?)
}
