//! Touches: from a device's word to a recorded fact, a history record and the counts, in one transaction.
//!
//! Invariant: every item is answered by itself, and an item is answered `accepted` only after the commit that holds it,
//! its record and its counts. The touch row is the event; there is no second row.

mod derive;
mod gate;
mod group;
mod judge;
mod prepare;
mod writer;

pub(crate) use derive::{again, touches_of_day};
pub use gate::{device_actor, gate_enrol, gate_leave, gate_revoke, gate_roster, gate_sites, gates_of};
pub use writer::{Writer, WriterSettings};

use crate::{
    call::Call,
    error::{Error, Result},
};
use domain::{
    access::{Action, Resource, Role},
    id::SiteId,
    time::Instant,
    touch::{
        Channel,
        wire::{BATCH_ITEMS_MAX, Outcome, TouchAnswer, TouchAnswers},
    },
};
use prepare::{Prepared, Sender};
use std::collections::{BTreeMap, BTreeSet};

/// Records a batch: of a gate (the device's site) or of a partner (a site per item). Raw JSON items, so that one that
/// cannot be read is answered by itself.
///
/// Errors: `Rejected(touch.too_many_items)`, `Forbidden`, `Unavailable` (nothing was recorded; send it again).
pub async fn record(call: &Call, items: Vec<serde_json::Value>) -> Result<TouchAnswers> {
    if items.len() > BATCH_ITEMS_MAX as usize {
        return Err(Error::rejected("touch.too_many_items"));
    }
    let sender = sender(call).await?;
    let received_at = call.now();
    let mut answers: Vec<Option<TouchAnswer>> = Vec::new();
    let mut prepared: Vec<Prepared> = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        match prepare::prepare(call.outside.keys.masters(), &sender, received_at, index, item) {
            Ok(ready) => {
                answers.push(None);
                prepared.push(ready);
            }
            Err(answer) => answers.push(Some(*answer)),
        }
    }
    if matches!(sender, Sender::Partner { .. }) {
        prepared = permitted(call, prepared, &mut answers).await?;
    }
    if !prepared.is_empty() {
        for mut answer in call.outside.touches.submit(prepared).await? {
            if matches!(sender, Sender::Partner { .. }) {
                answer.shown = None;
            }
            let at = answer.index as usize;
            if let Some(place) = answers.get_mut(at) {
                *place = Some(answer);
            }
        }
    }
    let answers: Option<Vec<TouchAnswer>> = answers.into_iter().collect();
    let mut answers = answers.ok_or_else(|| Error::internal("a touch was left without an answer"))?;
    for answer in &answers {
        metrics::counter!("touches_answered_total", "outcome" => outcome_word(answer.outcome)).increment(1);
    }
    answers.sort_by_key(|answer| answer.index);
    Ok(TouchAnswers { server_time: call.now(), answers })
}

const fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "accepted",
        Outcome::Duplicate => "duplicate",
        Outcome::Replay => "replay",
        Outcome::Quarantined => "quarantined",
        Outcome::Rejected => "rejected",
        Outcome::Retry => "retry",
    }
}

/// By which door the batch came, decided before anything is read.
async fn sender(call: &Call) -> Result<Sender> {
    if call.actor.role != Role::Gate {
        call.authorize(Action::TouchSend, &Resource::Register)?;
        return Ok(Sender::Partner { partner: call.actor.partner.map(|partner| partner.0) });
    }
    let site = call.actor.sites.first().copied().ok_or(Error::NotFound)?;
    let resource = call.outside.touches.doors().site(&call.db, site, call.now()).await?.ok_or(Error::NotFound)?;
    // A closed site's phone may still bring touches from before it closed; each is judged by its own time.
    call.authorize(Action::TouchRecord, &open_for_judgement(resource))?;
    Ok(Sender::Gate { site, device: call.actor.device.map(|device| device.0) })
}

fn open_for_judgement(resource: Resource) -> Resource {
    match resource {
        Resource::Site { id, prime, members, .. } => Resource::Site { id, prime, members, open: true },
        other => other,
    }
}

/// Answers a partner's items for sites it may not send for; gives back the others.
async fn permitted(call: &Call, prepared: Vec<Prepared>, answers: &mut [Option<TouchAnswer>]) -> Result<Vec<Prepared>> {
    let sites: BTreeSet<SiteId> = prepared.iter().filter_map(Prepared::site).collect();
    let mut codes: BTreeMap<SiteId, &'static str> = BTreeMap::new();
    for site in sites {
        match call.outside.touches.doors().site(&call.db, site, call.now()).await? {
            None => {
                codes.insert(site, "touch.site_missing");
            }
            Some(resource) => match call.authorize(Action::TouchSend, &open_for_judgement(resource)) {
                Ok(_) => {}
                Err(Error::Forbidden(_)) => {
                    codes.insert(site, "touch.site_forbidden");
                }
                Err(other) => return Err(other),
            },
        }
    }
    let mut kept = Vec::with_capacity(prepared.len());
    for item in prepared {
        match item.site().and_then(|site| codes.get(&site).copied()) {
            None => kept.push(item),
            Some(code) => {
                let answer = answer(item.index, Some(item.id), Outcome::Rejected, Some(code), Some("site_id"));
                if let Some(place) = answers.get_mut(item.index as usize) {
                    *place = Some(answer);
                }
            }
        }
    }
    Ok(kept)
}

/// An answer without a person.
fn answer(
    index: u32,
    id: Option<domain::id::TouchId>,
    outcome: Outcome,
    code: Option<&str>,
    field: Option<&str>,
) -> TouchAnswer {
    TouchAnswer {
        index,
        id,
        outcome,
        code: code.map(str::to_owned),
        field: field.map(str::to_owned),
        reason_ja: None,
        reason_en: None,
        recorded_at: None::<Instant>,
        shown: None,
    }
}

impl Sender {
    /// The channel its touches are recorded under.
    const fn channel(&self) -> Channel {
        match self {
            Self::Gate { .. } => Channel::Gate,
            Self::Partner { .. } => Channel::PartnerApi,
        }
    }
}
