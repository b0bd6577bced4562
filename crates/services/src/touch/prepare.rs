//! What can be said of an item before the database is asked: its shape, its times, the card's own answer.
//!
//! Invariant: an item with a readable id, of a size a device may send, is never thrown away; what cannot become a touch is
//! set aside as sent.

use super::{answer, code};
use crate::outside::CardKeyStore;
use domain::{
    history::WorkRole,
    id::{DeviceId, SiteId, TechnicianId, TouchId},
    time::Instant,
    touch::{
        Assurance, Channel, TouchKind,
        distance::Distance,
        timing::{self, Jump, Told},
        wire::{
            CARD_URL_BYTES_MAX, Outcome, Reading, TouchAnswer, TouchItem,
            signed::{PUBLIC_KEY_BYTES, from_hex, touch_bytes},
        },
    },
    trade::TradeCode,
};
use proof::{SunFault, Uid};
use store::touch::UsedCode;
use uuid::Uuid;

/// The longest item kept as evidence, bytes of JSON.
const ITEM_BYTES_MAX: usize = 4_096;

/// Who sends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sender {
    /// A gate's device, for its site; `key`: by which its touches are verified, absent for one enrolled before keys.
    Gate { site: SiteId, device: Option<Uuid>, key: Option<[u8; PUBLIC_KEY_BYTES]> },
    /// A partner system.
    Partner { partner: Option<Uuid> },
    /// A person's own phone at a site's poster or tag.
    Own(Own),
    /// A file of a logging reader that hangs at a site.
    Reader { site: SiteId, file: Uuid },
}

/// How a person's own phone came to a site's page. What it opened was proven before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OwnBy {
    /// By a poster on paper.
    Poster,
    /// By the code of a screen in its time.
    Screen,
    /// By an answer of the site's tag: chip and counter.
    Tag { uid: i64, counter: i32 },
}

/// A person's own phone at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Own {
    /// Where.
    pub site: SiteId,
    /// By what.
    pub by: OwnBy,
    /// How far from the site it said it was; `None` where nobody asked.
    pub distance: Option<Distance>,
}

impl Own {
    /// The person, who is logged in, with what was opened.
    const fn proven(&self, technician: TechnicianId) -> (Who, Assurance) {
        match self.by {
            OwnBy::Poster => (Who::Person(technician), Assurance::Typed),
            OwnBy::Screen => (Who::Person(technician), Assurance::DynamicQr),
            OwnBy::Tag { uid, counter } => (Who::AtTag { technician, uid, counter }, Assurance::Sun),
        }
    }
}

/// How the person is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// A tap with proof: chip and counter.
    Tap { uid: i64, counter: i32 },
    /// By number, with the answer of a site's tag: its chip and counter.
    AtTag { technician: TechnicianId, uid: i64, counter: i32 },
    /// Only the chip's serial number.
    Chip { uid: i64 },
    /// By number.
    Person(TechnicianId),
    /// The code of a person's own phone, which both signatures prove.
    Code { technician: TechnicianId, step: i64, nonce: i64, phone: Uuid },
}

impl Who {
    /// The tap of a card or a site's tag with proof, used once.
    pub const fn tap(self) -> Option<(i64, i32)> {
        match self {
            Self::Tap { uid, counter } | Self::AtTag { uid, counter, .. } => Some((uid, counter)),
            Self::Chip { .. } | Self::Person(_) | Self::Code { .. } => None,
        }
    }
    /// The code of a phone, used once.
    pub const fn code(self) -> Option<UsedCode> {
        match self {
            Self::Code { technician, step, nonce, .. } => Some(UsedCode { technician, step, nonce }),
            Self::Tap { .. } | Self::AtTag { .. } | Self::Chip { .. } | Self::Person(_) => None,
        }
    }
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
    pub distance: Option<Distance>,
    pub trade: Option<TradeCode>,
    pub role: Option<WorkRole>,
    pub device_seq: Option<i64>,
    pub source: Option<Uuid>,
    /// What the device's clock did.
    pub jump: Jump,
    /// It was off by more than is let pass in silence, or was set meanwhile.
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
    /// Kept for a person to look at, with the code of the reason; `who`: whose it says it is, so that they can be told.
    SetAside { code: &'static str, field: &'static str, site: Option<SiteId>, sent: Option<Sent>, who: Option<Who> },
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
    /// Number on the device, where it can be read.
    pub device_seq: Option<i64>,
}

impl Prepared {
    pub fn site(&self) -> Option<SiteId> {
        match &self.verdict {
            Verdict::Ready(ready) => Some(ready.site),
            Verdict::SetAside { site, .. } => *site,
        }
    }
    /// Whose it is, or says it is.
    pub fn who(&self) -> Option<Who> {
        match &self.verdict {
            Verdict::Ready(ready) => Some(ready.who),
            Verdict::SetAside { who, .. } => *who,
        }
    }
}

/// Reads one item. `Err` is its final answer.
pub(super) fn prepare(
    keys: &dyn CardKeyStore,
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
        Sender::Own(_) => None,
        Sender::Reader { file, .. } => Some(*file),
    };
    let device_seq = item.get("device_seq").and_then(serde_json::Value::as_i64);
    let verdict = match serde_json::from_value::<TouchItem>(item) {
        Err(_) => Verdict::SetAside { code: "touch.malformed", field: "", site: None, sent: None, who: None },
        Ok(item) => match signed(sender, &item).and_then(|()| ready(keys, sender, received_at, source, &item)) {
            Ok(ready) => Verdict::Ready(Box::new(ready)),
            Err(Fault { code, field, keep: true }) => Verdict::SetAside {
                code,
                field,
                site: site_of(sender, &item),
                sent: Some(Sent { device_at: item.occurred_at, kind: item.kind }),
                who: who(keys, &item.reading, told_of(&item).at).ok().map(|(who, _)| who),
            },
            Err(Fault { code, field, keep: false }) => {
                return Err(refusal(index, Some(id), Outcome::Rejected, Some(code), Some(field)));
            }
        },
    };
    Ok(Prepared { index, id, received_at, source, verdict, raw, device_seq })
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

/// The corrected time, and what the device's clock did.
fn told_of(item: &TouchItem) -> Told {
    timing::told(item.occurred_at, item.clock_offset_ms, item.clock.as_ref())
}

const fn site_of(sender: &Sender, item: &TouchItem) -> Option<SiteId> {
    match sender {
        Sender::Gate { site, .. } | Sender::Own(Own { site, .. }) | Sender::Reader { site, .. } => Some(*site),
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

/// That the device made this of its own hand. A phone that lost its key still read a card: kept for a person to look at.
fn signed(sender: &Sender, item: &TouchItem) -> Result<(), Fault> {
    let Sender::Gate { device: Some(device), key: Some(key), .. } = sender else { return Ok(()) };
    let Some(signature) = &item.signature else { return Err(kept("touch.unsigned", "signature")) };
    let proven = from_hex(signature)
        .is_some_and(|signature| proof::device::verify(key, &touch_bytes(DeviceId(*device), item), &signature));
    if proven { Ok(()) } else { Err(kept("touch.signature", "signature")) }
}

fn ready(
    keys: &dyn CardKeyStore,
    sender: &Sender,
    received_at: Instant,
    source: Option<Uuid>,
    item: &TouchItem,
) -> Result<Ready, Fault> {
    let partner = matches!(sender, Sender::Partner { .. });
    let site = site_of(sender, item).ok_or_else(|| refused("touch.site_missing", "site_id"))?;
    let (trade, role) = work(partner, item)?;
    let Told { at, jump } = told_of(item);
    // The id of a reader's touch is made of its time: whatever is wrong with that one is the line's to be told.
    let told = if matches!(sender, Sender::Reader { .. }) { timing::possible(at, received_at) } else { Ok(()) };
    told.and_then(|()| timing::check(item.id, at, received_at)).map_err(|fault| match fault {
        timing::TimeFault::Future => kept("touch.time_future", "occurred_at"),
        timing::TimeFault::TooOld => kept("touch.time_too_old", "occurred_at"),
        timing::TimeFault::Id => kept("touch.id_time", "id"),
    })?;
    let (who, assurance) = match (sender, who(keys, &item.reading, at)?) {
        (Sender::Own(own), (Who::Person(technician), _)) => own.proven(technician),
        (_, found) => found,
    };
    Ok(Ready {
        who,
        site,
        at,
        device_at: item.occurred_at,
        received_at,
        kind: item.kind,
        channel: sender.channel(),
        assurance,
        distance: if let Sender::Own(own) = sender { own.distance } else { None },
        trade,
        role,
        device_seq: item.device_seq,
        source,
        jump,
        clock_corrected: jump == Jump::Mended
            || item.clock_offset_ms.is_some_and(|offset| offset.saturating_abs() > timing::OFFSET_MS_SHOWN),
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

fn who(keys: &dyn CardKeyStore, reading: &Reading, at: Instant) -> Result<(Who, Assurance), Fault> {
    match reading {
        Reading::Typed { technician_id } => {
            let id = technician_id.parse().map_err(|_| kept("touch.unknown_technician", "reading.technician_id"))?;
            Ok((Who::Person(id), Assurance::Typed))
        }
        Reading::Qr { code } => {
            let who = code::who(keys, code, at).map_err(|fault| kept(fault.code(), "reading.code"))?;
            Ok((who, Assurance::DynamicQr))
        }
        Reading::Serial { serial } => Ok((Who::Chip { uid: chip(serial)? }, Assurance::UidOnly)),
        Reading::Card { url, serial } => {
            if url.len() > CARD_URL_BYTES_MAX as usize {
                return Err(kept(SunFault::UrlTooLong.code(), "reading.url"));
            }
            let proven = proof::parse_url(url).and_then(|sun| proof::verify_with_masters(&sun, keys.masters()));
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
