//! アカウント復旧: a technician who cannot log in is let in again, without any employer. Invariant: nobody is granted an
//! account before the one it belongs to was told by mail or phone and had time to object, where the register has either;
//! whoever has neither is written to, since a letter is too slow to wait for.
//!
//! Source: 10-registration.md (Who files: a person without mail or phone), issue of registration, item 9.

mod form;

use crate::{
    id::{RecoveryId, TechnicianId},
    notice::is_mobile,
    text::search_key,
    time::{DAY_MS, HOUR_MS, Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

pub use form::{Contact, NAME_CHARS_MAX, RecoveryForm, Request};

/// The field of the picture of an identity document.
pub const PICTURE: &str = "picture";
/// The one to whom an account belongs has so long to object, from when they were told (ours, 2026-11-22): a message is seen
/// within a weekend away from the phone, and nobody who is locked out waits a week.
pub const WAIT_MS: i64 = 3 * DAY_MS;
/// The link to a new password opens for so long (ours, 2026-11-22): it is the whole of a log-in, and was just asked for.
pub const LINK_MS: i64 = 72 * HOUR_MS;
/// The picture of an identity document is let go so long after the end (ours, 2026-11-22): a season in which a mistake comes to
/// light, and no longer than that.
pub const PICTURE_KEPT_MS: i64 = 90 * DAY_MS;
/// Longest reason a reviewer writes, characters.
pub const REASON_CHARS_MAX: u32 = 400;

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryState {
    /// It was asked for.
    Asked,
    /// Somebody who was told said that it was not them.
    Objected,
    /// They were let in.
    Granted,
    /// They were not.
    Refused,
}

impl RecoveryState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Objected, Self::Granted, Self::Refused];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Asked => 1,
            Self::Objected => 2,
            Self::Granted => 3,
            Self::Refused => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
    /// Whether a reviewer has yet to decide.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Objected)
    }
}

/// From when somebody may be granted the account of one who was told at `told`; at once where no message reaches them, since
/// there is nobody to wait for.
pub const fn grantable_from(told: Option<Instant>) -> Option<Instant> {
    match told {
        Some(at) => Some(Instant(at.0 + WAIT_MS)),
        None => None,
    }
}

/// Whether the time to object is over at `now`.
pub const fn may_grant(told: Option<Instant>, now: Instant) -> bool {
    match grantable_from(told) {
        Some(from) => now.0 >= from.0,
        None => true,
    }
}

/// Whether the link to a new password, sent at `sent`, still opens at `now`.
pub const fn link_opens(sent: Instant, now: Instant) -> bool {
    now.0 < sent.0 + LINK_MS
}

/// Phone and mail of the register once the person is reached at `new`. Every place that took messages gives way, since it
/// may be in other hands; a phone that takes none stays.
pub fn replaced(phone: &str, new: &Contact) -> (String, String) {
    match new {
        Contact::Mobile(number) => (number.clone(), String::new()),
        Contact::Mail(address) if is_mobile(phone) => (String::new(), address.clone()),
        Contact::Mail(address) => (phone.to_owned(), address.clone()),
    }
}

/// The forms in which a name that was typed is looked up: as it is, and of two words also the second first, since not
/// everybody writes the family name first.
pub fn name_keys(typed: &str) -> Vec<String> {
    let mut keys = vec![search_key(typed)];
    if let [first, second] = typed.split_whitespace().collect::<Vec<_>>().as_slice() {
        keys.push(search_key(&format!("{second}{first}")));
    }
    keys
}

/// What somebody typed that agrees with one of the register; `None` where nothing was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// 技能者ID.
    pub id: Option<bool>,
    /// 氏名 or フリガナ, by the forms in which it is looked up.
    pub name: Option<bool>,
    /// 生年月日.
    pub birth: Option<bool>,
}

impl Candidate {
    /// What of a request agrees with this person.
    pub fn agreement(&self, asked: &RecoveryCase) -> Agreement {
        let known = [search_key(&self.name), search_key(&self.kana)];
        let fits = || name_keys(&asked.name).iter().any(|key| known.contains(key));
        Agreement {
            id: asked.technician_id.map(|id| id == self.technician_id),
            name: (!asked.name.trim().is_empty()).then(fits),
            birth: asked.birth_date.map(|day| day == self.birth_date),
        }
    }
}

/// A line of the reviewers' list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryRow {
    /// Which.
    pub id: RecoveryId,
    /// 受付番号.
    pub number: String,
    /// Where it stands.
    pub state: RecoveryState,
    /// When it was asked for.
    pub asked_at: Instant,
    /// The name as typed; empty where the ID alone was.
    pub name: String,
    /// The ID as typed.
    pub technician_id: Option<TechnicianId>,
    /// How many in the register it may be.
    pub candidates: u32,
}

/// Somebody in the register who may be the one who asks, as a reviewer compares them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub technician_id: TechnicianId,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 生年月日.
    pub birth_date: WorkDate,
    /// Digits; empty where there is none.
    pub phone: String,
    /// Mail address; empty where there is none.
    pub mail: String,
    /// Whether the register has a photo.
    pub has_photo: bool,
    /// When they were told; absent where no message reaches them.
    pub told_at: Option<Instant>,
    /// When they objected.
    pub objected_at: Option<Instant>,
}

/// One request before a reviewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCase {
    /// Which.
    pub id: RecoveryId,
    /// 受付番号.
    pub number: String,
    /// Where it stands.
    pub state: RecoveryState,
    /// When it was asked for.
    pub asked_at: Instant,
    /// The ID as typed.
    pub technician_id: Option<TechnicianId>,
    /// The name as typed; empty where the ID alone was.
    pub name: String,
    /// The birth date as typed.
    pub birth_date: Option<WorkDate>,
    /// Where they want to be reached.
    pub contact: Contact,
    /// Whether the picture is still kept.
    pub has_picture: bool,
    /// Whom it may be.
    pub candidates: Vec<Candidate>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// What the reviewer wrote.
    pub reason: Option<String>,
    /// Who was let in.
    pub granted_to: Option<TechnicianId>,
    /// When a new password was chosen.
    pub used_at: Option<Instant>,
}

#[cfg(test)]
mod tests;
