//! 現場のポスター: making and ending one as the prime, on paper or on a screen, and a person's touch by it. Invariant: looking
//! records nothing; what is recorded is a touch of the person who is logged in, and says no more than the link proves: where it
//! hangs, and of a screen when, not who stands there.

mod code;
pub(crate) mod own;

pub use own::Press;

use crate::{
    Call, Change, Error, Result,
    site::{has_ended, with_resource},
    touch::OwnBy,
};
use domain::{
    access::Action,
    id::{SiteId, TouchId},
    poster::{OwnPhones, Place, Poster, Showing, code::Says, is_token},
};
use own::SITE_CLOSED;
use serde_json::json;
use store::{ConnectionTrait, poster as rows, site::Site};

/// The site does not say where it is.
const NO_POSITION: &str = "poster.no_position";

/// The site, for who runs it. Errors: `NotFound`, `Forbidden`.
pub(crate) async fn may(call: &Call, site: SiteId) -> Result<Site> {
    let (found, resource) = with_resource(call, call.db.read(), site).await?;
    call.authorize(Action::SiteEdit, &resource)?;
    Ok(found)
}

/// How own phones are let in at a site. Errors: `NotFound`, `Forbidden`.
pub async fn of_site(call: &Call, site: SiteId) -> Result<OwnPhones> {
    let found = may(call, site).await?;
    let db = call.db.read();
    Ok(OwnPhones {
        prime: store::business::name(db, found.prime).await?.unwrap_or_default(),
        poster: rows::of_site(db, site).await?,
        screen: rows::screen_of_site(db, site).await?,
        asks_position: rows::asks_position(db, site).await?,
        has_position: found.position.is_some(),
        name: found.name,
    })
}

/// Makes a poster on paper, or `on_screen`; the one of its kind before opens nothing any more. Errors: `NotFound`, `Forbidden`,
/// `touch.site_closed`.
pub async fn make(call: &Call, site: SiteId, on_screen: bool) -> Result<()> {
    let found = may(call, site).await?;
    if has_ended(&found, call.today()) {
        return Err(Error::rejected(SITE_CLOSED));
    }
    let poster = Poster { token: hex::encode(call.ids.bytes::<16>()), made_at: call.now(), used_on: None };
    // Of its own chance: who scans the code learns the link, and not where the codes are shown.
    let secret = on_screen.then(|| hex::encode(call.ids.bytes::<16>()));
    let process = if on_screen { "screen.make" } else { "poster.make" };
    let tx = call.db.begin().await?;
    let replaced = rows::end(&tx, site, on_screen, call.now()).await?;
    rows::insert(&tx, site, &poster, secret).await?;
    let new = Some(json!({ "replaced": replaced }));
    note(call, &tx, site, Change { process, new, ..Change::default() }).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends the poster of a site on paper or on a screen. Errors: `NotFound`, also where there is none; `Forbidden`.
pub async fn revoke(call: &Call, site: SiteId, on_screen: bool) -> Result<()> {
    may(call, site).await?;
    let process = if on_screen { "screen.revoke" } else { "poster.revoke" };
    let tx = call.db.begin().await?;
    if !rows::end(&tx, site, on_screen, call.now()).await? {
        return Err(Error::NotFound);
    }
    note(call, &tx, site, Change { process, ..Change::default() }).await?;
    tx.commit().await?;
    Ok(())
}

/// Has own phones asked where they are when they record at a site, or no more. Errors: `NotFound`, `Forbidden`;
/// `poster.no_position` where the site does not say where it is.
pub async fn ask_position(call: &Call, site: SiteId, asks: bool) -> Result<()> {
    let found = may(call, site).await?;
    if asks && found.position.is_none() {
        return Err(Error::rejected(NO_POSITION));
    }
    let tx = call.db.begin().await?;
    if rows::ask_position(&tx, site, asks).await? {
        let (old, new) = (Some(json!({ "asks": !asks })), Some(json!({ "asks": asks })));
        note(call, &tx, site, Change { process: "site.ask_position", old, new, ..Change::default() }).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Notes what was done at a site.
pub(crate) async fn note(call: &Call, tx: &impl ConnectionTrait, site: SiteId, change: Change) -> Result<()> {
    call.note(tx, Change { subject_kind: "site", subject_id: site.to_string(), ..change }).await
}

/// What a screen with this secret shows now, to whoever has its address. Errors: `NotFound`.
pub async fn showing(call: &Call, secret: &str) -> Result<Showing> {
    let db = call.db.read();
    let shown = if is_token(secret) { rows::shown_on(db, secret).await? } else { None };
    let (site, token) = shown.ok_or(Error::NotFound)?;
    let site = store::site::find(db, site).await?.ok_or(Error::NotFound)?;
    let prime = store::business::name(db, site.prime).await?.unwrap_or_default();
    let ended = own::takes_nobody(&site, call.now());
    let code = if ended { None } else { Some(code::make(call, &token, Says::screen(call.now()))?) };
    Ok(Showing { name: site.name, prime, token, code })
}

/// The site a link opens, by what, and what lets its page record: nothing of a poster on paper, of one on a screen a pass that
/// this code is good for. Errors: `NotFound`, `poster.code_stale`.
async fn opened(call: &Call, token: &str, code: &str) -> Result<(Site, OwnBy, String)> {
    let db = call.db.read();
    let opened = if is_token(token) { rows::opens(db, token).await? } else { None };
    let opened = opened.ok_or(Error::NotFound)?;
    let site = store::site::find(db, opened.site).await?.ok_or(Error::NotFound)?;
    if !opened.on_screen {
        return Ok((site, OwnBy::Poster, String::new()));
    }
    let pass = match code::check(call, token, code)? {
        Says::Screen { .. } => code::make(call, token, Says::Page { opened: call.now() })?,
        // It is as old as the page that was opened first: reloading makes it no younger.
        Says::Page { .. } => code.to_owned(),
    };
    Ok((site, OwnBy::Screen, pass))
}

/// What a poster's link opens, for anybody who stands before it; records nothing. `code`: of a screen or of the page it opened,
/// empty where the link has none. Errors: `NotFound`; `poster.code_stale` for a screen's link without a code in its time.
pub async fn look(call: &Call, token: &str, code: &str) -> Result<Place> {
    let (site, _, pass) = opened(call, token, code).await?;
    own::place(call, site, pass).await
}

/// An id for a touch by a page that is being shown; sent twice it is one touch.
pub fn touch_id(call: &Call) -> TouchId {
    TouchId(call.ids.uuid(call.now()))
}

/// Records one's own touch at the site of a poster, now. Errors: as [`look`]; `Forbidden`, `rate_limited`, `poster.stale`,
/// `touch.site_closed`, `poster.not_recorded`; `Unavailable`.
pub async fn record(call: &Call, token: &str, code: &str, press: Press) -> Result<()> {
    let technician = own::presser(call)?;
    let (site, by, _) = opened(call, token, code).await?;
    own::record(call, technician, &site, by, press).await
}
