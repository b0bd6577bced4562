//! Touches: from a device's word to a recorded fact, a history record and the counts, in one transaction.
//!
//! Invariant: every item is answered by itself, and an item is answered `accepted` only after the commit that holds it,
//! its record and its counts. The touch row is the event; there is no second row.

mod anew;
mod code;
mod derive;
mod gate;
mod group;
mod judge;
mod office;
mod prepare;
mod reader;
mod resume;
mod section;
mod told;
mod writer;

pub(crate) use anew::{again, entered_again, touches_of_day, touches_of_month};
pub use gate::{device_actor, gate_enrol, gate_leave, gate_roster, gate_sites, gate_told};
pub(crate) use office::end_gates_of_left;
pub use office::{SiteGates, end_gates_left_behind, gap_acknowledge, gate_revoke, gates_of, look_for_gaps, losses};
pub(crate) use prepare::{Own, OwnBy};
pub(crate) use reader::{look_at, record_of, record_own};
pub(crate) use resume::resume;
pub use section::gate_move;
pub(crate) use section::stands;
pub(crate) use told::{Told, by_facts};
pub use writer::{Writer, WriterSettings};

use crate::{
    call::Call,
    error::{Error, Result},
};
use domain::{
    access::{Action, Resource, Role},
    id::{DeviceId, SiteId},
    time::Instant,
    touch::{
        Channel,
        wire::{BATCH_ITEMS_MAX, Outcome, TouchAnswer, TouchAnswers},
    },
};
use prepare::{Prepared, Sender};
use std::collections::{BTreeMap, BTreeSet};

/// As many items are read without giving way to other requests.
const READ_AT_ONCE_MAX: usize = 32;

/// Records a batch: of a gate (the device's site) or of a partner (a site per item). Raw JSON items, so that one that
/// cannot be read is answered by itself.
///
/// Errors: `Rejected(touch.too_many_items)`, `Forbidden`, `Unavailable` (nothing was recorded; send it again).
pub async fn record(call: &Call, items: Vec<serde_json::Value>) -> Result<TouchAnswers> {
    if items.len() > BATCH_ITEMS_MAX as usize {
        return Err(Error::rejected("touch.too_many_items"));
    }
    let (sender, receipts) = sender(call).await?;
    let received_at = call.now();
    let mut answers: Vec<Option<TouchAnswer>> = Vec::new();
    let mut prepared: Vec<Prepared> = Vec::new();
    for read in read_all(call, sender, received_at, items).await? {
        match read {
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
        metrics::counter!("touches_answered_total", "outcome" => answer.outcome.code()).increment(1);
    }
    answers.sort_by_key(|answer| answer.index);
    if let Some((device, version)) = receipts {
        receipted(call, device, version, &mut answers)?;
    }
    Ok(TouchAnswers { server_time: call.now(), answers })
}

/// Reads every item, in order; where there are many, away from what answers requests: each signature is some work.
async fn read_all(
    call: &Call,
    sender: Sender,
    received_at: Instant,
    items: Vec<serde_json::Value>,
) -> Result<Vec<core::result::Result<Prepared, Box<TouchAnswer>>>> {
    let outside = call.outside.clone();
    let many = items.len() > READ_AT_ONCE_MAX;
    let read = move || {
        let numbered = items.into_iter().zip(0_u32..);
        let one = |(item, index)| prepare::prepare(&*outside.keys, &sender, received_at, index, item);
        numbered.map(one).collect::<Vec<_>>()
    };
    if many { tokio::task::spawn_blocking(read).await.map_err(Error::internal) } else { Ok(read()) }
}

/// Signs what may be deleted on the device, with the key it was given, or the current one where that is kept no more.
fn receipted(call: &Call, device: DeviceId, version: i16, answers: &mut [TouchAnswer]) -> Result<()> {
    let keys = call.outside.keys.receipts();
    let Some(signer) = keys.iter().find(|key| key.version() == version).or_else(|| keys.first()) else {
        return Err(Error::internal("there is no key for receipts"));
    };
    let now = call.now();
    for answer in answers.iter_mut().filter(|answer| answer.outcome.is_receipt()) {
        if let Some(id) = answer.id {
            answer.receipt = Some(signer.sign(device, (id, &*answer), now)?);
        }
    }
    Ok(())
}

/// By which door the batch came, decided before anything is read; for a gate that verifies receipts, itself and the version
/// of its key.
async fn sender(call: &Call) -> Result<(Sender, Option<(DeviceId, i16)>)> {
    if call.actor.role != Role::Gate {
        call.authorize(Action::TouchSend, &Resource::Register)?;
        return Ok((Sender::Partner { partner: call.actor.partner.map(|partner| partner.0) }, None));
    }
    let site = call.actor.sites.first().copied().ok_or(Error::NotFound)?;
    let resource = call.outside.touches.doors().site(&call.db, site, call.now()).await?.ok_or(Error::NotFound)?;
    // A closed site's phone may still bring touches from before it closed; each is judged by its own time.
    call.authorize(Action::TouchRecord, &open_for_judgement(resource))?;
    let Some(device) = call.actor.device else { return Ok((Sender::Gate { site, device: None, key: None }, None)) };
    let keys = call.outside.touches.doors().keys(&call.db, device, call.now()).await?;
    let sender = Sender::Gate { site, device: Some(device.0), key: keys.public };
    Ok((sender, keys.receipt.map(|version| (device, version))))
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
        receipt: None,
    }
}

impl Sender {
    /// The channel its touches are recorded under.
    const fn channel(&self) -> Channel {
        match self {
            Self::Gate { .. } => Channel::Gate,
            Self::Own(_) => Channel::OwnPhone,
            Self::Reader { .. } => Channel::LoggingReader,
            Self::Partner { .. } => Channel::PartnerApi,
        }
    }
}
