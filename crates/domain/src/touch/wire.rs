//! What gates and partners send and what they are answered. Invariant: kept compatible for at least 90 days, since a
//! phone at a gate may hold an older build and a full queue; fields are only ever added, with a default.

pub mod clock;
pub mod code;
pub mod signed;

use super::TouchKind;
use crate::{
    id::{SectionId, SiteId, TechnicianId, TouchId},
    level::Level,
    time::Instant,
    trade::TradeCode,
};
use clock::PageClock;
use serde::{Deserialize, Serialize};
use signed::{Receipt, ReceiptKey};

/// The most items one batch may have.
pub const BATCH_ITEMS_MAX: u32 = 1_000;
/// The longest card URL that is looked at, in bytes.
pub const CARD_URL_BYTES_MAX: u32 = 512;

/// How the person was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Reading {
    /// The card's URL as it stood in its NDEF record; `serial` is what Web NFC gave, if anything (`04:de:…`).
    Card {
        /// `https://…/t?picc_data=…&cmac=…` or the plain mirror.
        url: String,
        /// The tag's serial number as Web NFC gave it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        serial: Option<String>,
    },
    /// Only the tag's serial number (empty or foreign NDEF).
    Serial {
        /// As Web NFC gave it.
        serial: String,
    },
    /// The code on the person's own phone ([`code::PhoneCode`]).
    Qr {
        /// The text of the QR code as it was read.
        code: String,
    },
    /// The technician ID, typed at the gate or named by a partner.
    Typed {
        /// Digits; checked for its check digit on arrival.
        technician_id: String,
    },
}

/// One touch as a device or a partner sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchItem {
    /// UUIDv7 made on the device when the touch happened.
    pub id: TouchId,
    /// Milliseconds since 1970 by the device's own clock.
    pub occurred_at: Instant,
    /// In, out, or not said.
    pub kind: TouchKind,
    /// How the person was read.
    pub reading: Reading,
    /// Number of the touch on this device, from 1 without gaps. Partners leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_seq: Option<i64>,
    /// Server clock less device clock, milliseconds, as last measured by the device; absent where never measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_offset_ms: Option<i64>,
    /// The page's own clock at the moment of reading. Gates of before it, and partners, have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<PageClock>,
    /// The site (partners; a gate's site is that of its device).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_id: Option<SiteId>,
    /// 職種, required of partners so that the record can count for a level (80-data-sharing.md).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade: Option<i16>,
    /// 立場, required of partners: `worker`, `crew_leader`, `foreman` ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The device's signature over [`signed::touch_bytes`], 128 hex digits. Partners and gates of before keys have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

/// A batch from a gate or a partner: at most [`BATCH_ITEMS_MAX`]. Items are raw JSON so that one that cannot be read
/// is answered by itself and never affects its neighbours.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TouchBatch<Item = TouchItem> {
    /// The touches.
    pub items: Vec<Item>,
}

/// What became of one touch. Only `Retry` asks the device to keep the touch; everything else is for the server's receipt
/// ([`Receipt`]), which a gate with a key of its own demands signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Recorded.
    Accepted,
    /// The same touch was recorded before.
    Duplicate,
    /// Another touch has used this tap of the card; recorded as evidence only, makes no history.
    Replay,
    /// Kept for a person to look at; makes no history. `code` says why.
    Quarantined,
    /// Not a touch at all (malformed, not permitted). Nothing was kept beyond the log. `code` says why.
    Rejected,
    /// The server could not take it now; send it again.
    Retry,
}

impl Outcome {
    /// Whether the device may delete its copy.
    pub const fn is_receipt(self) -> bool {
        !matches!(self, Self::Retry)
    }
    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Duplicate => "duplicate",
            Self::Replay => "replay",
            Self::Quarantined => "quarantined",
            Self::Rejected => "rejected",
            Self::Retry => "retry",
        }
    }
}

/// What the gate shows for a touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Whose card.
    pub technician_id: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level, for the colour.
    pub level: Level,
    /// Trade on this site's roster, else the main trade.
    pub trade: TradeCode,
    /// Employer as the roster or the register says; absent for somebody without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<String>,
    /// Whether a photo can be fetched.
    pub has_photo: bool,
    /// In or out, as decided by turn where the device did not say.
    pub kind: TouchKind,
    /// Recorded, but look.
    pub warnings: Vec<Warning>,
    /// 訓練: the gate is of a training centre, so the touch is shown in the passport and is never history.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub training: bool,
}

/// Recorded, but somebody should look. None of these stops a touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// 施工体制未登録: not on this site's roster.
    NotOnRoster,
    /// The card's expiry has passed.
    CardExpired,
    /// The card answered with a counter lower than one already seen (late upload, or a harvested URL).
    CounterBehind,
    /// Read by less than the assurance the site asks for.
    BelowAssurance,
    /// The device's clock was off by more than five minutes, or was set meanwhile, and was corrected.
    ClockCorrected,
    /// The device's clock may have been set, and which time is right is not to be known from the touch. Only told of touches
    /// that have a [`PageClock`]: a gate of before it does not know the word.
    ClockJumped,
}

/// The answer for one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchAnswer {
    /// Place of the item in the batch, from 0.
    pub index: u32,
    /// The touch's id, where it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<TouchId>,
    /// What became of it.
    pub outcome: Outcome,
    /// Stable code of the reason (docs/ERRORS.md), absent where accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Which field the reason is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The reason in Japanese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_ja: Option<String>,
    /// The reason in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_en: Option<String>,
    /// Corrected time of the touch, where recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Instant>,
    /// Who, for a gate (a partner is not told more than it sent).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
    /// The server's signature under this answer, for a gate that was given a key to verify it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
}

/// The answers to a batch, one per item, in its order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TouchAnswers {
    /// Server clock, milliseconds since 1970, for the device to measure its offset by.
    pub server_time: Instant,
    /// One per item.
    pub answers: Vec<TouchAnswer>,
}

/// What a phone sends to become a gate: the log-in of a site admin or business admin.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GateLogIn {
    /// 管理者ID or 現場管理者ID.
    pub login_id: String,
    /// Its password.
    pub password: String,
    /// Six digits from the authenticator app.
    pub totp: String,
}

/// A site a signed-in person may open a gate for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateSite {
    /// Which.
    pub id: SiteId,
    /// Its name.
    pub name: String,
    /// The prime's name.
    pub prime: String,
}

/// A section (工区) of an umbrella site in which a gate may stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateSection {
    /// Which.
    pub id: SectionId,
    /// Of which site.
    pub site_id: SiteId,
    /// Its name.
    pub name: String,
}

/// Answer to [`GateLogIn`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GateSites {
    /// Who signed in, for the screen.
    pub signed_in_as: String,
    /// The open sites this account may run a gate for.
    pub sites: Vec<GateSite>,
    /// The sections of those sites that last today. Older servers send none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<GateSection>,
}

/// Asks for a device credential for one site. Needs the session [`GateLogIn`] began.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GateEnrolment {
    /// The site.
    pub site_id: SiteId,
    /// What the person calls the phone or gate ("A門").
    pub name: String,
    /// The public key of the pair made on this device (ECDSA P-256, SEC 1 uncompressed), 130 hex digits. A build of before
    /// keys sends none and is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    /// The phone's own name for itself, drawn once by chance: its running numbers go on over every enrolment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<uuid::Uuid>,
    /// The number of the last touch made on it; 0 before the first.
    #[serde(default)]
    pub last_seq: i64,
    /// In which section of an umbrella site it stands; absent: in none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section_id: Option<SectionId>,
}

/// The device credential: sent as `Authorization: Bearer …`, good for 30 days without contact.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GateCredential {
    /// The device.
    pub device_id: crate::id::DeviceId,
    /// The secret; stored hashed by the server and shown once.
    pub token: String,
    /// The site.
    pub site: GateSite,
    /// Name of the gate.
    pub name: String,
    /// Server clock.
    pub server_time: Instant,
    /// By which the server's receipts are verified; absent from credentials of before signed receipts, whose gates take
    /// them as they come until they enrol anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_key: Option<ReceiptKey>,
}

/// One person of the roster as the gate holds it: the least that serves (30-cards.md).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatePerson {
    /// Who.
    pub technician_id: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level, for the colour.
    pub level: Level,
    /// Trade on this roster.
    pub trade: TradeCode,
    /// Employer's name.
    pub employer: String,
    /// Serial number of the current card's chip, 14 hex digits, to find the person by where there is no signal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Whether a photo can be fetched.
    pub has_photo: bool,
    /// Which photo it is: another one has another word here, by which a gate that keeps photos fetches it anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
    /// Inside now: the last touch of the open shift was an `in`.
    pub inside: bool,
}

/// The roster for a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateRoster {
    /// The site.
    pub site: GateSite,
    /// Server clock.
    pub server_time: Instant,
    /// Everybody on it today.
    pub people: Vec<GatePerson>,
    /// Who is inside without standing on it: they are counted with the others when the site is cleared.
    #[serde(default)]
    pub unlisted: Vec<GateUnlisted>,
    /// Serial numbers of chips of these people whose cards are out of use, so that a lost card is refused off line as well;
    /// 14 hex digits each.
    #[serde(default)]
    pub stopped: Vec<String>,
    /// Serial numbers of chips of these people whose cards are in use though their time is over: recorded, with a word to look
    /// at, off line as well; 14 hex digits each.
    #[serde(default)]
    pub expired: Vec<String>,
    /// The register's keys by which the codes of people's own phones are checked without signal.
    #[serde(default)]
    pub code_keys: Vec<ReceiptKey>,
}

/// Somebody inside who is not on the site's roster: what is needed to call them and to find their card again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateUnlisted {
    /// Who.
    pub technician_id: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Serial number of the current card's chip, 14 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
}
