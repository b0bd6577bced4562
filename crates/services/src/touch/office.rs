//! Gates as the office of a site sees them: the list, ending one from afar, and what is missing of their running numbers.
//!
//! Invariant: whoever may make a phone a gate may end one, also of a site that has ended; a business below the prime's sees
//! and ends its own.

use super::open_for_judgement;
use crate::{
    call::{Call, Change},
    error::{Error, Result},
};
use domain::{
    access::{Action, Resource, Role},
    gate::{self, Gap, GateRow, MissingAt, REASON_CHARS_MAX, UNSIGNED_MS},
    id::{AccountId, BusinessId, DeviceId, SiteId},
    site::Section,
    touch::timing::LATENESS_MS_MAX,
};
use store::{ConnectionTrait, device};

/// Losses shown to the register's office.
const LOSSES_MAX: i64 = 200;

/// The gates of a site.
#[derive(Debug, Clone)]
pub struct SiteGates {
    /// Name of the site.
    pub site: String,
    /// Whether the caller may end them, and say where they stand.
    pub may_revoke: bool,
    /// The sections of the site, also those that have not begun or have ended; none where it has none.
    pub sections: Vec<Section>,
    /// Newest first.
    pub gates: Vec<GateRow>,
}

fn is_register(call: &Call) -> bool {
    matches!(call.actor.role, Role::Operator | Role::System)
}

/// Whose gates of a site the caller sees; `None`: all of them.
fn whose(call: &Call, resource: &Resource) -> Option<BusinessId> {
    match resource {
        Resource::Site { prime, .. } if call.actor.business != Some(*prime) => call.actor.business,
        _ => None,
    }
}

/// That the caller may end a gate of the site.
fn may_end(call: &Call, resource: &Resource) -> Result<()> {
    if is_register(call) {
        call.authorize(Action::AccountAdminister, &Resource::Register)?;
    } else {
        call.authorize(Action::GateEnrol, &open_for_judgement(resource.clone()))?;
    }
    Ok(())
}

/// The gates a site has and has had, newest first: all for the prime's and the register's office, their own for the others.
/// Errors: `NotFound`, `Forbidden`.
pub async fn gates_of(call: &Call, site: SiteId) -> Result<SiteGates> {
    let resource = device::site_resource(call.db.read(), site, None).await?.ok_or(Error::NotFound)?;
    call.authorize(Action::SiteRead, &resource)?;
    let named = device::gate_site(call.db.read(), site).await?.ok_or(Error::NotFound)?;
    let gates =
        device::gates_of(call.db.read(), site, whose(call, &resource), call.now().plus_ms(-UNSIGNED_MS)).await?;
    let sections = store::site::sections(call.db.read(), site).await?;
    Ok(SiteGates { site: named.name, may_revoke: may_end(call, &resource).is_ok(), sections, gates })
}

/// The site of a gate that the caller may end or move; `of`: the site it must be of, where one was named. Errors: `NotFound`,
/// also for another business's; `Forbidden`.
pub(super) async fn managed(
    call: &Call,
    tx: &impl ConnectionTrait,
    of: Option<SiteId>,
    id: DeviceId,
) -> Result<SiteId> {
    let site = device::site_of(tx, id).await?.ok_or(Error::NotFound)?;
    let resource = device::site_resource(tx, site, None).await?.ok_or(Error::NotFound)?;
    may_end(call, &resource)?;
    let theirs = match whose(call, &resource) {
        None => true,
        Some(own) => device::enroller(tx, id).await? == Some(device::Enroller::Business(own)),
    };
    if !theirs || of.is_some_and(|named| named != site) {
        return Err(Error::NotFound);
    }
    Ok(site)
}

/// Ends a phone's life as a gate from afar, with the reason: it was lost or stolen. Touches it has not sent are refused from
/// now on. `of`: the site it must be of, where one was named.
///
/// Errors: `NotFound`, `Forbidden`, `Rejected(gate.reason)`, `conflict.already_done`.
pub async fn gate_revoke(call: &Call, of: Option<SiteId>, id: DeviceId, reason: &str) -> Result<()> {
    let tx = call.db.begin().await?;
    let site = managed(call, &tx, of, id).await?;
    let reason = words(reason).ok_or_else(|| Error::rejected("gate.reason"))?;
    if !device::revoke(&tx, id, call.now(), Some(reason)).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let change = Change {
        process: "gate.revoke",
        subject_kind: "device",
        subject_id: id.to_string(),
        reason: Some(reason.to_owned()),
        old: Some(serde_json::json!({ "site_id": site })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await.map_err(store::Fault::from)?;
    call.outside.touches.forget_devices();
    Ok(())
}

/// What somebody typed of a reason, where it is one.
fn words(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    let said = !typed.is_empty() && typed.chars().count() <= REASON_CHARS_MAX && !typed.contains(char::is_control);
    said.then_some(typed)
}

/// Keeps what somebody knows of the numbers `from` to `to` that are missing of a gate, with who and when: the gap stands as known
/// from then on and warns no more. It closes all the same when they come, and what was said stays. `of`: the site the gate must
/// be of, where one was named. Whoever may end a gate may say so.
///
/// Errors: `NotFound`, `Forbidden`, `Rejected(gate.gap_words)`, `conflict.changed` where these numbers are not the gap (any more),
/// `conflict.already_done` where it is known.
pub async fn gap_acknowledge(
    call: &Call,
    of: Option<SiteId>,
    id: DeviceId,
    (from, to): (i64, i64),
    typed: &str,
) -> Result<()> {
    let tx = call.db.begin().await?;
    let site = managed(call, &tx, of, id).await?;
    let said = words(typed).ok_or_else(|| Error::rejected("gate.gap_words"))?;
    if device::gap_end(&tx, id, from).await? != Some(to) {
        return Err(Error::Conflict("conflict.changed"));
    }
    if device::known_of(&tx, id).await?.iter().any(|known| known.from <= from && to <= known.to) {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let by = match call.actor.role {
        // By a command on the register's own machine; the event says so.
        Role::System => AccountId(uuid::Uuid::nil()),
        _ => call.actor.account.ok_or(Error::NotFound)?,
    };
    let at = call.now();
    device::add_known(&tx, device::NewKnown { id: call.ids.uuid(at), device: id, from, to, at, by, words: said })
        .await?;
    let change = Change {
        process: "gate.gap_known",
        subject_kind: "device",
        subject_id: id.to_string(),
        reason: Some(said.to_owned()),
        new: Some(serde_json::json!({ "site_id": site, "from": from, "to": to })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await.map_err(store::Fault::from)?;
    Ok(())
}

/// Ends the gates of businesses that left a site before today, or declined to take part in it, at one site or at all; how
/// many. The names of a site are not for who is there no more. Whoever calls forgets what was read of devices, once it is
/// written.
pub(crate) async fn end_gates_of_left(call: &Call, tx: &impl ConnectionTrait, site: Option<SiteId>) -> Result<usize> {
    let gates = device::gates_of_left(tx, site, call.today()).await?;
    for (id, site) in &gates {
        device::revoke(tx, *id, call.now(), None).await?;
        let change = Change {
            process: "gate.left",
            subject_kind: "device",
            subject_id: id.to_string(),
            old: Some(serde_json::json!({ "site_id": site })),
            ..Change::default()
        };
        call.note(tx, change).await?;
    }
    Ok(gates.len())
}

/// The same at all sites, for the register itself: a last day passes without anybody's doing. Errors: `Forbidden`.
pub async fn end_gates_left_behind(call: &Call) -> Result<usize> {
    call.authorize(Action::AccountAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let ended = end_gates_of_left(call, &tx, None).await?;
    tx.commit().await.map_err(store::Fault::from)?;
    if ended > 0 {
        call.outside.touches.forget_devices();
    }
    Ok(ended)
}

/// What is missing of the numbers of every gate, for the register's office. Errors: `Forbidden`.
pub async fn losses(call: &Call) -> Result<Vec<MissingAt>> {
    call.authorize(Action::AccountAdminister, &Resource::Register)?;
    Ok(device::missing_everywhere(call.db.read(), LOSSES_MAX).await?)
}

/// Looks for numbers that are missing below ones that came, for those a phone said it had come to when its life at gates was over,
/// and for missing ones that came late; how many gaps are new.
/// For the register itself. Errors: `Forbidden`.
pub async fn look_for_gaps(call: &Call) -> Result<usize> {
    call.authorize(Action::AccountAdminister, &Resource::Register)?;
    come_late(call).await?;
    let now = call.now();
    let mut found = 0;
    // Whoever was not heard of for longer brings nothing any more.
    for phone in device::phones_heard_since(call.db.read(), now.plus_ms(-LATENESS_MS_MAX)).await? {
        let numbers = device::numbers_above(call.db.read(), &phone).await?;
        let mut looked = gate::look(phone.floor, &numbers, now);
        if let Some(open) = gate::open_end(&phone.life, &looked, &numbers, now) {
            looked.until = Some(open.to);
            looked.gaps.push(open);
        }
        let Some(until) = looked.until.filter(|until| Some(*until) != phone.floor) else { continue };
        let tx = call.db.begin().await?;
        for gap in &looked.gaps {
            device::add_gap(&tx, gap, now).await?;
        }
        device::set_looked_until(&tx, &phone, until).await?;
        tx.commit().await.map_err(store::Fault::from)?;
        for Gap { device, from, to, .. } in &looked.gaps {
            tracing::warn!(%device, from, to, "numbers of a gate are missing");
        }
        found += looked.gaps.len();
    }
    Ok(found)
}

async fn come_late(call: &Call) -> Result<()> {
    for open in device::open_gaps(call.db.read()).await? {
        let arrived = device::arrived(call.db.read(), &open).await?;
        if arrived.is_empty() {
            continue;
        }
        let tx = call.db.begin().await?;
        device::delete_gap(&tx, &open.gap).await?;
        for left in gate::left(open.gap, &arrived) {
            device::add_gap(&tx, &left, open.found_at).await?;
        }
        tx.commit().await.map_err(store::Fault::from)?;
    }
    Ok(())
}
