//! Server functions of log-ins. Invariant: each ends in a redirect, so that reloading never sends a form twice.
#![expect(missing_docs, reason = "a server function's arguments become fields of a struct, which cannot be documented")]

use crate::shell::UiError;
use domain::admin_id::IdForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::{
        application::mine,
        shell::{
            self, Flash,
            error::NOT_FOUND,
            language, page,
            request::{self, Request},
            session,
        },
    },
    domain::{admin_id::IdKind, id::AccountId},
    i18n::Lang,
    serde::{Deserialize, Serialize},
    services::account::LogIn as Outcome,
};

/// What the log-in page keeps of a failed attempt. The password is never kept.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Typed {
    pub(super) login_id: String,
}

/// The list of IDs.
#[cfg(feature = "ssr")]
pub(super) const ACCOUNTS: &str = "/business/accounts";

/// What the list of IDs is handed after one was issued.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Issued {
    /// [`domain::account::IssuedLogin`] in JSON, sealed.
    pub(super) issued: Option<String>,
}

/// What an issued log-in is sealed as on its way to the page that shows it.
#[cfg(feature = "ssr")]
const ISSUED: &str = "issued_login";

#[cfg(feature = "ssr")]
impl Issued {
    /// On its way to the page that shows it.
    fn sealed(issued: &domain::account::IssuedLogin) -> Result<Self, UiError> {
        let issued = serde_json::to_string(issued).map_err(services::Error::internal)?;
        Ok(Self { issued: Some(services::account::seal_handed(&request::call(), ISSUED, &issued)?) })
    }
    /// The log-in just issued.
    pub(super) fn opened(&self) -> Result<Option<domain::account::IssuedLogin>, UiError> {
        let Some(sealed) = &self.issued else { return Ok(None) };
        let text = services::account::open_handed(&request::call(), ISSUED, sealed)?;
        Ok(Some(serde_json::from_str(&text).map_err(services::Error::internal)?))
    }
}

/// The first page of an account.
#[cfg(feature = "ssr")]
pub(super) async fn first_page(account: AccountId) -> Result<&'static str, UiError> {
    let actor = services::account::actor_of(&request::call().db, account).await?;
    Ok(page::first_of(actor.role))
}

/// Where who has just logged in goes on.
#[cfg(feature = "ssr")]
pub(crate) async fn next_page(account: AccountId) -> Result<String, UiError> {
    match session::take_next().await? {
        Some(next) => Ok(next),
        None => Ok(first_page(account).await?.to_owned()),
    }
}

#[cfg(feature = "ssr")]
async fn enter(account: AccountId) -> Result<(), UiError> {
    session::log_in(account).await?;
    shell::redirect(&next_page(account).await?);
    Ok(())
}

/// Logs in with ID and password.
#[server(endpoint = "log_in")]
pub async fn log_in(login_id: String, password: String) -> Result<(), UiError> {
    match services::account::log_in(&request::call(), &login_id, &password, &request::client()).await {
        Ok(Outcome::Done(account)) => enter(account).await,
        Ok(Outcome::SecondFactor { account, enrolled }) => {
            session::await_second_factor(account, enrolled).await?;
            shell::redirect("/login/second");
            Ok(())
        }
        Err(error) => {
            Flash::to("/login").typed(&Typed { login_id: shell::kept(login_id) }).failed(error.into()).leave().await
        }
    }
}

/// Gives the six digits of the authenticator app; the first time this also enrols it.
#[server(endpoint = "second_factor")]
pub async fn second_factor(code: String) -> Result<(), UiError> {
    let Some((account, enrolled)) = session::pending().await? else {
        shell::redirect("/login");
        return Ok(());
    };
    let call = request::call();
    let checked = if enrolled {
        services::account::second_factor(&call, account, &code).await
    } else {
        services::account::totp_confirm(&call, account, &code).await
    };
    match checked {
        Ok(()) => enter(account).await,
        Err(error) => Flash::to("/login/second").failed(error.into()).leave().await,
    }
}

/// Logs out.
#[server(prefix = "", endpoint = "logout")]
pub async fn log_out() -> Result<(), UiError> {
    session::log_out().await?;
    // Pictures the browser kept. Not "storage": it would take a gate's queue on the same phone with it (docs/decisions/0046).
    page::set_header(axum::http::header::HeaderName::from_static("clear-site-data"), "\"cache\"");
    shell::redirect("/");
    Ok(())
}

/// Goes to the log-in page and comes back to `back`, which is posted and not put into an address.
#[server(endpoint = "log_in_for")]
pub async fn log_in_for(back: String) -> Result<(), UiError> {
    session::remember_next(&back).await?;
    shell::redirect("/login");
    Ok(())
}

/// Speaks another language from now on, on this browser, and goes back to `back`.
#[server(endpoint = "speak")]
#[allow(
    clippy::unused_async,
    reason = "a server function is asynchronous; the macro copies it, so an expectation fails in one copy"
)]
pub async fn speak_language(code: String, #[server(default)] back: String) -> Result<(), UiError> {
    use axum::http::{HeaderValue, header};
    let lang = Lang::from_code(&code).unwrap_or_default();
    // A year; no need to be read by scripts. It says nothing about the person, so it is not tied to the session.
    let cookie = format!("{}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", language::COOKIE, lang.code());
    if let (Ok(cookie), Some(response)) =
        (HeaderValue::from_str(&cookie), use_context::<leptos_axum::ResponseOptions>())
    {
        response.append_header(header::SET_COOKIE, cookie);
    }
    let request = expect_context::<Request>();
    // Whoever has no log-in speaks as the applicant this browser is bound to, where it is.
    let applicant = match request.call.actor.account {
        Some(_) => None,
        None => mine::current(&request).await?,
    };
    services::notice::speak(applicant.as_ref().map_or(&request.call, |mine| &mine.call), lang).await?;
    shell::redirect(if session::is_own_path(&back) { &back } else { "/" });
    Ok(())
}

/// Shows or hides how kanji are read from now on, on this browser, and goes back to `back`.
#[server(endpoint = "show_readings")]
#[allow(
    clippy::unused_async,
    reason = "a server function is asynchronous; the macro copies it, so an expectation fails in one copy"
)]
pub async fn show_readings(code: String, #[server(default)] back: String) -> Result<(), UiError> {
    use crate::shell::words::{COOKIE, ON};
    use axum::http::{HeaderValue, header};
    let code = if code == ON { ON } else { "off" };
    let cookie = format!("{COOKIE}={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    if let (Ok(cookie), Some(response)) =
        (HeaderValue::from_str(&cookie), use_context::<leptos_axum::ResponseOptions>())
    {
        response.append_header(header::SET_COOKIE, cookie);
    }
    shell::redirect(if session::is_own_path(&back) { &back } else { "/" });
    Ok(())
}

/// Shows text of another size from now on, on this browser, and goes back to `back`.
#[server(endpoint = "size_text")]
#[allow(
    clippy::unused_async,
    reason = "a server function is asynchronous; the macro copies it, so an expectation fails in one copy"
)]
pub async fn size_text(code: String, #[server(default)] back: String) -> Result<(), UiError> {
    use crate::shell::text_size::{COOKIE, TextSize};
    use axum::http::{HeaderValue, header};
    let size = TextSize::from_code(&code).unwrap_or_default();
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", size.code());
    if let (Ok(cookie), Some(response)) =
        (HeaderValue::from_str(&cookie), use_context::<leptos_axum::ResponseOptions>())
    {
        response.append_header(header::SET_COOKIE, cookie);
    }
    shell::redirect(if session::is_own_path(&back) { &back } else { "/" });
    Ok(())
}

/// Issues an ID of a kind.
#[server(endpoint = "issue_admin_id")]
pub async fn issue_admin_id(#[server(flatten)] form: IdForm) -> Result<(), UiError> {
    match services::admin_id::issue(&request::call(), &form).await {
        Ok(issued) => Flash::to(ACCOUNTS).typed(&Issued::sealed(&issued)?).done("issued").leave().await,
        Err(error) => {
            let kind = IdKind::from_code(&form.kind);
            let page = kind.map_or_else(|| ACCOUNTS.to_owned(), |kind| format!("{ACCOUNTS}/new/{}", kind.code()));
            Flash::to(page).typed(&form).failed(error.into()).leave().await
        }
    }
}

/// Ends an ID and those below it (終わらせる).
#[server(endpoint = "end_admin_id")]
pub async fn end_admin_id(account: String) -> Result<(), UiError> {
    let id = account.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::admin_id::end(&request::call(), id).await {
        Ok(()) => Flash::to(ACCOUNTS).done("ended").leave().await,
        Err(error) => Flash::to(ACCOUNTS).failed(error.into()).leave().await,
    }
}

/// Gives an ID whose holder forgot it another password (新しいパスワードにする).
#[server(endpoint = "renew_id_password")]
pub async fn renew_id_password(account: String) -> Result<(), UiError> {
    let id = account.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::admin_id::renew_password(&request::call(), id).await {
        Ok(issued) => Flash::to(ACCOUNTS).typed(&Issued::sealed(&issued)?).done("renewed").leave().await,
        Err(error) => Flash::to(ACCOUNTS).failed(error.into()).leave().await,
    }
}

/// Prolongs an ID by a year (1年のばす).
#[server(endpoint = "prolong_admin_id")]
pub async fn prolong_admin_id(
    /// Which.
    account: String,
    /// Its last day as the page showed it.
    until: String,
) -> Result<(), UiError> {
    let id = account.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let shown = domain::calendar::parse_day(&until).map_err(|_| UiError::of(NOT_FOUND))?;
    match services::admin_id::prolong(&request::call(), id, shown).await {
        Ok(_) => Flash::to(ACCOUNTS).done("prolonged").leave().await,
        Err(error) => Flash::to(ACCOUNTS).failed(error.into()).leave().await,
    }
}
