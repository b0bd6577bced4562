//! A person's own touch at a site, by a poster or a tag. Invariant: it is of who is logged in and now; of what the phone says of
//! its place the class of its distance is kept and nothing else.

use crate::{
    Call, Error, Result, account, passport,
    touch::{self, Own, OwnBy},
};
use domain::{
    access::{Action, Denied, Resource, Role},
    id::{SiteId, TechnicianId, TouchId},
    passport::Today,
    poster::{Place, is_fresh},
    time::Instant,
    touch::{
        TouchKind,
        distance::{Distance, Said},
        shift::day_by_boundary,
        wire::{Outcome, Reading, TouchItem},
    },
};
use store::{poster as rows, site::Site};

/// The page was opened too long ago.
const STALE: &str = "poster.stale";
/// The touch could not be recorded.
const NOT_RECORDED: &str = "poster.not_recorded";
/// Another touch has used this answer of the tag.
const USED: &str = "tag.used";
pub(crate) const SITE_CLOSED: &str = "touch.site_closed";

/// A press of a button.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Press {
    /// The touch, as the page made it.
    pub id: TouchId,
    /// In or out.
    pub kind: TouchKind,
    /// Where the phone said it is.
    pub said: Option<Said>,
}

/// Who presses. Errors: `Forbidden`.
pub(crate) fn presser(call: &Call) -> Result<TechnicianId> {
    call.authorize(Action::TouchOwn, &Resource::Register)?;
    call.actor.technician.ok_or(Error::Forbidden(Denied::NotYours))
}

/// Whether a touch of now is none of the site's any more: it has closed, or its last day is over, which it is by its own
/// boundary of days. The last night shift ends after midnight.
pub(super) fn takes_nobody(site: &Site, now: Instant) -> bool {
    site.closed_at.is_some_and(|closed| now >= closed)
        || site.end.is_some_and(|end| end < day_by_boundary(now, site.boundary_minutes))
}

/// Whether the caller, a technician, is inside the site: came within the time of one shift and has not gone.
async fn is_inside(call: &Call, site: SiteId) -> Result<bool> {
    let today = passport::now(call).await?.today;
    Ok(matches!(today, Today::Inside { site_id, .. } if site_id == site))
}

/// Whether phones are asked where they are at a site: it wants to know, and says where it is itself.
async fn asks_position(call: &Call, site: &Site) -> Result<bool> {
    Ok(site.position.is_some() && rows::asks_position(call.db.read(), site.id).await?)
}

/// What whoever stands before a site's poster or tag is shown; `pass`: what lets the page record, of a changing code.
pub(crate) async fn place(call: &Call, site: Site, pass: String) -> Result<Place> {
    let inside = if call.actor.role == Role::Technician { Some(is_inside(call, site.id).await?) } else { None };
    let prime = store::business::name(call.db.read(), site.prime).await?.unwrap_or_default();
    let asks_position = asks_position(call, &site).await?;
    // Whoever is inside goes out still.
    let ended = takes_nobody(&site, call.now()) && inside != Some(true);
    Ok(Place { site: site.id, name: site.name, prime, ended, inside, asks_position, pass })
}

/// Records it, now. Of a site whose last day is over it takes the out of who is inside; what becomes of it is judged as of any
/// other touch. Errors: `touch.site_closed`, `poster.stale`, `rate_limited`, `tag.used`, `poster.not_recorded`; `Unavailable`.
pub(crate) async fn record(call: &Call, technician: TechnicianId, site: &Site, by: OwnBy, press: Press) -> Result<()> {
    let goes_out = press.kind == TouchKind::Out;
    if takes_nobody(site, call.now()) && !(goes_out && is_inside(call, site.id).await?) {
        return Err(Error::rejected(SITE_CLOSED));
    }
    if !is_fresh(press.id, call.now()) {
        return Err(Error::rejected(STALE));
    }
    account::count(call, "own_touch", &technician.to_string()).await?;
    let asked = asks_position(call, site).await?;
    let distance = site.position.filter(|_| asked).map(|position| Distance::between(position, press.said));
    let item = TouchItem {
        id: press.id,
        occurred_at: call.now(),
        kind: press.kind,
        reading: Reading::Typed { technician_id: technician.to_string() },
        device_seq: None,
        clock_offset_ms: None,
        clock: None,
        site_id: None,
        trade: None,
        role: None,
        signature: None,
    };
    let answers = touch::record_own(call, Own { site: site.id, by, distance }, &item).await?;
    match answers.first().map(|answer| answer.outcome) {
        Some(Outcome::Accepted) => {
            // The touch is recorded: that its poster could not be noted as used is no reason to say otherwise.
            if let Err(error) = used(call, site.id, by).await {
                tracing::warn!(%error, "the use of a poster was not noted");
            }
            Ok(())
        }
        Some(Outcome::Duplicate) => Ok(()),
        Some(Outcome::Retry) => Err(Error::Unavailable),
        Some(Outcome::Replay) => Err(Error::rejected(USED)),
        _ => Err(Error::rejected(NOT_RECORDED)),
    }
}

/// Notes the day on a poster; of a tag the answer it used says it.
async fn used(call: &Call, site: SiteId, by: OwnBy) -> Result<()> {
    let on_screen = match by {
        OwnBy::Poster => false,
        OwnBy::Screen => true,
        OwnBy::Tag { .. } => return Ok(()),
    };
    // Many come by it, one writes.
    if rows::is_used(call.db.read(), site, on_screen, call.today()).await? {
        return Ok(());
    }
    let tx = call.db.begin().await?;
    rows::used(&tx, site, on_screen, call.today()).await?;
    Ok(tx.commit().await?)
}
