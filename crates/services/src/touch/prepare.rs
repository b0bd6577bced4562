//! What can be said of an item before the database is asked: its shape, its times, the card's own answer.
//!
//! Invariant: an item with a readable id, of a size a device may send, is never thrown away; what cannot become a touch is
//! set aside as sent.

use super::answer;
use domain::{
    history::WorkRole,
    id::{SiteId, TechnicianId, TouchId},
    time::Instant,
    touch::{
        Assurance, Channel, TouchKind, timing,
        wire::{CARD_URL_BYTES_MAX, Outcome, Reading, TouchAnswer, TouchItem},
    },
    trade::TradeCode,
};
use proof::{MasterKey, SunFault, Uid};
use uuid::Uuid;

/// The longest item kept as evidence, bytes of JSON.
const ITEM_BYTES_MAX: usize = 4_096;

/// Who sends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sender {
    /// A gate's device, for its site.
    Gate { site: SiteId, device: Option<Uuid> },
    /// A partner system.
    Partner { partner: Option<Uuid> },
}

/// How the person is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// A tap with proof: chip and counter.
    Tap { uid: i64, counter: i32 },
    /// Only the chip's serial number.
    Chip { uid: i64 },
    /// By number.
    Person(TechnicianId),
}

/// An item that may become a touch.
#[derive(Debug, Clone)]
pub(super) struct Ready {
    pub who: Who,
    pub site: SiteId,
    pub at: Instant,
    pub device_at: Instant,
    pub received_at: Instant,
    pub kind: TouchKind,
    pub channel: Channel,
    pub assurance: Assurance,
    pub trade: Option<TradeCode>,
    pub role: Option<WorkRole>,
    pub device_seq: Option<i64>,
    pub source: Option<Uuid>,
    pub clock_corrected: bool,
}

/// What an item that is set aside says of itself, by which a touch that was accepted before is known again: it may have
/// grown too old since, or its key retired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sent {
    pub device_at: Instant,
    pub kind: TouchKind,
}

/// What is known before the database is asked.
#[derive(Debug, Clone)]
pub(super) enum Verdict {
    /// May become a touch.
    Ready(Box<Ready>),
    /// Kept for a person to look at, with the code of the reason.
    SetAside { code: &'static str, field: &'static str, site: Option<SiteId>, sent: Option<Sent> },
}

/// An item on its way into a group.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    pub index: u32,
    pub id: TouchId,
    pub received_at: Instant,
    pub source: Option<Uuid>,
    pub verdict: Verdict,
    /// JSON as sent, for the quarantine.
    pub raw: String,
}

impl Prepared {
    pub fn site(&self) -> Option<SiteId> {
        match &self.verdict {
            Verdict::Ready(ready) => Some(ready.site),
            Verdict::SetAside { site, .. } => *site,
        }
    }
}

/// Reads one item. `Err` is its final answer.
pub(super) fn prepare(
    masters: &[MasterKey],
    sender: &Sender,
    received_at: Instant,
    index: u32,
    item: serde_json::Value,
) -> Result<Prepared, Box<TouchAnswer>> {
    let raw = item.to_string();
    let id = item.get("id").and_then(|id| id.as_str()).and_then(|id| id.parse::<TouchId>().ok());
    // The nil UUID stands for "none" where many rows are written at once, and no device makes it.
    let id = id.filter(|id| !id.0.is_nil());
    let Some(id) = id else {
        return Err(refusal(index, None, Outcome::Rejected, Some("touch.malformed"), Some("id")));
    };
    if raw.len() > ITEM_BYTES_MAX {
        return Err(refusal(index, Some(id), Outcome::Rejected, Some("touch.too_large"), None));
    }
    let source = match sender {
        Sender::Gate { device, .. } => *device,
        Sender::Partner { partner } => *partner,
    };
    let verdict = match serde_json::from_value::<TouchItem>(item) {
        Err(_) => Verdict::SetAside { code: "touch.malformed", field: "", site: None, sent: None },
        Ok(item) => match ready(masters, sender, received_at, source, &item) {
            Ok(ready) => Verdict::Ready(Box::new(ready)),
            Err(Fault { code, field, keep: true }) => Verdict::SetAside {
                code,
                field,
                site: site_of(sender, &item),
                sent: Some(Sent { device_at: item.occurred_at, kind: item.kind }),
            },
            Err(Fault { code, field, keep: false }) => {
                return Err(refusal(index, Some(id), Outcome::Rejected, Some(code), Some(field)));
            }
        },
    };
    Ok(Prepared { index, id, received_at, source, verdict, raw })
}

fn refusal(
    index: u32,
    id: Option<TouchId>,
    outcome: Outcome,
    code: Option<&str>,
    field: Option<&str>,
) -> Box<TouchAnswer> {
    Box::new(answer(index, id, outcome, code, field))
}

const fn site_of(sender: &Sender, item: &TouchItem) -> Option<SiteId> {
    match sender {
        Sender::Gate { site, .. } => Some(*site),
        Sender::Partner { .. } => item.site_id,
    }
}

struct Fault {
    code: &'static str,
    field: &'static str,
    /// Whether the item is evidence worth keeping (a device read something) or a partner's mistake to be sent again.
    keep: bool,
}

const fn kept(code: &'static str, field: &'static str) -> Fault {
    Fault { code, field, keep: true }
}
const fn refused(code: &'static str, field: &'static str) -> Fault {
    Fault { code, field, keep: false }
}

fn ready(
    masters: &[MasterKey],
    sender: &Sender,
    received_at: Instant,
    source: Option<Uuid>,
    item: &TouchItem,
) -> Result<Ready, Fault> {
    let partner = matches!(sender, Sender::Partner { .. });
    let site = site_of(sender, item).ok_or_else(|| refused("touch.site_missing", "site_id"))?;
    let (trade, role) = work(partner, item)?;
    let at = timing::corrected(item.occurred_at, item.clock_offset_ms);
    timing::check(item.id, at, received_at).map_err(|fault| match fault {
        timing::TimeFault::Future => kept("touch.time_future", "occurred_at"),
        timing::TimeFault::TooOld => kept("touch.time_too_old", "occurred_at"),
        timing::TimeFault::Id => kept("touch.id_time", "id"),
    })?;
    let (who, assurance) = who(masters, &item.reading)?;
    Ok(Ready {
        who,
        site,
        at,
        device_at: item.occurred_at,
        received_at,
        kind: item.kind,
        channel: sender.channel(),
        assurance,
        trade,
        role,
        device_seq: item.device_seq,
        source,
        clock_corrected: item.clock_offset_ms.is_some_and(|offset| offset.abs() > timing::OFFSET_MS_SHOWN),
    })
}

/// 職種 and 立場: required of partners, so that the record can count for a level (80-data-sharing.md).
fn work(partner: bool, item: &TouchItem) -> Result<(Option<TradeCode>, Option<WorkRole>), Fault> {
    let trade = match item.trade {
        Some(code) => Some(TradeCode::from_number(code).ok_or_else(|| refused("touch.trade_unknown", "trade"))?),
        None if partner => return Err(refused("touch.trade_missing", "trade")),
        None => None,
    };
    let role = match item.role.as_deref() {
        Some(code) => Some(WorkRole::from_code(code).ok_or_else(|| refused("touch.role_unknown", "role"))?),
        None if partner => return Err(refused("touch.role_missing", "role")),
        None => None,
    };
    Ok((trade, role))
}

fn who(masters: &[MasterKey], reading: &Reading) -> Result<(Who, Assurance), Fault> {
    match reading {
        Reading::Typed { technician_id } => {
            let id = technician_id.parse().map_err(|_| kept("touch.unknown_technician", "reading.technician_id"))?;
            Ok((Who::Person(id), Assurance::Typed))
        }
        Reading::Serial { serial } => Ok((Who::Chip { uid: chip(serial)? }, Assurance::UidOnly)),
        Reading::Card { url, serial } => {
            if url.len() > CARD_URL_BYTES_MAX as usize {
                return Err(kept(SunFault::UrlTooLong.code(), "reading.url"));
            }
            let proven = proof::parse_url(url).and_then(|sun| proof::verify_with_masters(&sun, masters));
            match (proven, serial) {
                (Ok((proof, _version)), _) => {
                    let counter = i32::try_from(proof.counter.get()).unwrap_or(i32::MAX);
                    Ok((Who::Tap { uid: proof.uid.to_i64(), counter }, Assurance::Sun))
                }
                // A card without our mirror says nothing but its serial number.
                (Err(SunFault::NoMirror), Some(serial)) => Ok((Who::Chip { uid: chip(serial)? }, Assurance::UidOnly)),
                (Err(fault), _) => Err(kept(fault.code(), "reading.url")),
            }
        }
    }
}

fn chip(serial: &str) -> Result<i64, Fault> {
    serial.parse::<Uid>().map(Uid::to_i64).map_err(|_| kept("touch.unknown_card", "reading.serial"))
}
