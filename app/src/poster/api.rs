//! Server functions of posters. Invariant: each ends in a redirect; which way a touch goes is said by the button pressed.

use crate::shell::UiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{
        id::{SiteId, TouchId},
        poster::code::Says,
        touch::{TouchKind, distance::Said},
    },
    services::poster::Press,
};

/// What the page of a link says after a touch: in, out.
#[cfg(feature = "ssr")]
pub(super) const DONE: [&str; 2] = ["poster_in", "poster_out"];
/// What the page of a poster says after one was made: on paper, on a screen.
#[cfg(feature = "ssr")]
pub(super) const MADE: [&str; 2] = ["poster_made", "screen_made"];
/// After one was ended.
#[cfg(feature = "ssr")]
pub(super) const ENDED: [&str; 2] = ["poster_ended", "screen_ended"];
/// After it was said whether phones are asked where they are.
#[cfg(feature = "ssr")]
pub(super) const POSITION: &str = "poster_position";

/// The page of a site's poster.
#[cfg(feature = "ssr")]
pub(super) fn page_of(site: SiteId) -> String {
    format!("/business/sites/{site}/poster")
}

/// The address a poster opens; `code`: of a screen, or empty.
#[cfg(feature = "ssr")]
pub(super) fn link_of(token: &str, code: &str) -> String {
    if code.is_empty() { format!("/s/{token}") } else { format!("/s/{token}?c={code}") }
}

/// The touch a page sends, and the word for it. Errors: not found where no page sends this.
#[cfg(feature = "ssr")]
pub(crate) fn press(touch: &str, kind: &str, said: [&str; 3]) -> Result<(Press, &'static str), UiError> {
    let not_found = || UiError::of(NOT_FOUND);
    let id: TouchId = touch.parse().map_err(|_| not_found())?;
    let (kind, done) = match kind {
        "in" => (TouchKind::In, DONE[0]),
        "out" => (TouchKind::Out, DONE[1]),
        _ => return Err(not_found()),
    };
    let [latitude, longitude, accuracy] = said;
    Ok((Press { id, kind, said: Said::read(latitude, longitude, accuracy) }, done))
}

/// Makes a poster of a site (ポスターを作る).
#[server(endpoint = "make_poster")]
pub async fn make_poster(
    /// 現場ID.
    site: String,
    /// `yes`: on a screen.
    #[server(default)]
    screen: String,
) -> Result<(), UiError> {
    let site: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let on_screen = screen == "yes";
    match services::poster::make(&call(), site, on_screen).await {
        Ok(()) => Flash::to(page_of(site)).done(MADE[usize::from(on_screen)]).leave().await,
        Err(error) => Flash::to(page_of(site)).failed(error.into()).leave().await,
    }
}

/// Ends the poster of a site (ポスターをやめる).
#[server(endpoint = "revoke_poster")]
pub async fn revoke_poster(
    /// 現場ID.
    site: String,
    /// `yes`: on a screen.
    #[server(default)]
    screen: String,
) -> Result<(), UiError> {
    let site: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let on_screen = screen == "yes";
    match services::poster::revoke(&call(), site, on_screen).await {
        Ok(()) => Flash::to(page_of(site)).done(ENDED[usize::from(on_screen)]).leave().await,
        Err(error) => Flash::to(page_of(site)).failed(error.into()).leave().await,
    }
}

/// Says whether phones are asked where they are (位置をたずねる).
#[server(endpoint = "ask_position_at")]
pub async fn ask_position_at(
    /// 現場ID.
    site: String,
    /// `yes`: asked.
    #[server(default)]
    asks: String,
) -> Result<(), UiError> {
    let site: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::poster::ask_position(&call(), site, asks == "yes").await {
        Ok(()) => Flash::to(page_of(site)).done(POSITION).leave().await,
        Err(error) => Flash::to(page_of(site)).failed(error.into()).leave().await,
    }
}

/// Records one's own touch by a poster (入場・退場).
#[server(endpoint = "touch_own")]
pub async fn touch_own(
    /// What stands in the link.
    token: String,
    /// What lets the page record, of a screen.
    #[server(default)]
    code: String,
    /// The touch, as the page made it.
    touch: String,
    /// `in` or `out`.
    kind: String,
    /// Degrees north, where the phone said so.
    #[server(default)]
    latitude: String,
    /// Degrees east.
    #[server(default)]
    longitude: String,
    /// By how many metres they may be wrong.
    #[server(default)]
    accuracy: String,
) -> Result<(), UiError> {
    let (press, done) = press(&touch, &kind, [&latitude, &longitude, &accuracy])?;
    // Of other letters it would be another address than a page of ours.
    let plain = |mac: &str| mac.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_code = code.is_empty() || Says::read(&code).is_some_and(|(_, mac)| plain(mac));
    if !domain::poster::is_token(&token) || !is_code {
        return Err(UiError::of(NOT_FOUND));
    }
    let back = link_of(&token, &code);
    match services::poster::record(&call(), &token, &code, press).await {
        Ok(()) => Flash::to(back).done(done).leave().await,
        Err(error) => Flash::to(back).failed(error.into()).leave().await,
    }
}
