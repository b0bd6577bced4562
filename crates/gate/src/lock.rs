//! The PIN of a gate, and what it shuts away (docs/decisions/0035-gate-pin.md). Invariant: names, kana, levels, trades and
//! photos lie on the phone's disk only sealed with a key that the PIN gives; what is kept openly names nobody.

use crate::log::{Log, Who};
use core::fmt;
use domain::{
    id::{SiteId, TechnicianId},
    time::{HOUR_MS, Instant, MINUTE_MS},
    touch::wire::{GateRoster, signed::ReceiptKey},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Digits of a PIN.
pub const PIN_DIGITS: usize = 6;
/// After this time without use the gate shuts, milliseconds: longer than a shift.
pub const IDLE_MS: i64 = 12 * HOUR_MS;
/// So many wrong PINs one after the other cost no wait.
const TRIES_FREE: u32 = 9;
const WAIT_MS_MAX: i64 = HOUR_MS;

/// What is wrong with a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinFault {
    /// Not six digits.
    Digits,
    /// The same digit six times, or digits in their row.
    Easy,
    /// The second time something else was typed.
    Differs,
    /// Not the PIN of this gate.
    Wrong,
    /// Too many wrong ones: not tried again before [`Lock::until`].
    Wait,
    /// The phone's disk or browser did not do it.
    NotDone,
}

/// Six digits. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin")
    }
}

impl Pin {
    /// From what was typed, full-width digits too. Errors: [`PinFault::Digits`].
    pub fn typed(text: &str) -> Result<Self, PinFault> {
        let plain = |c: char| match c {
            '0'..='9' => Some(c),
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
            _ => None,
        };
        let digits: Option<String> = text.trim().chars().map(plain).collect();
        digits.filter(|digits| digits.len() == PIN_DIGITS).map(Self).ok_or(PinFault::Digits)
    }

    /// A new one, typed twice. Errors: [`PinFault`].
    pub fn chosen(first: &str, again: &str) -> Result<Self, PinFault> {
        let pin = Self::typed(first)?;
        if pin.is_easy() {
            return Err(PinFault::Easy);
        }
        if Self::typed(again).as_ref() == Ok(&pin) { Ok(pin) } else { Err(PinFault::Differs) }
    }

    fn is_easy(&self) -> bool {
        let step = |step: i16| self.0.as_bytes().windows(2).all(|two| i16::from(two[1]) - i16::from(two[0]) == step);
        [0, 1, -1].into_iter().any(step)
    }

    /// For the key that is made of it.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// How long nothing is tried after the `wrong`-th wrong PIN in a row, milliseconds: a minute after the tenth, twice as long
/// each time, an hour at most.
pub fn wait_ms(wrong: u32) -> i64 {
    let Some(over) = wrong.checked_sub(TRIES_FREE + 1) else { return 0 };
    (MINUTE_MS << over.min(10)).min(WAIT_MS_MAX)
}

/// The roster's key as the disk holds it: sealed with the key made of the PIN, and that once more with the phone's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vault {
    /// Chance that goes into the key made of the PIN, hex.
    pub salt: String,
    /// Rounds of PBKDF2.
    pub iterations: u32,
    /// The sealed key, hex.
    pub wrapped: String,
    /// Wrong PINs in a row.
    #[serde(default)]
    pub wrong: u32,
    /// No PIN is tried before this time of the phone's clock.
    #[serde(default)]
    pub until: Option<Instant>,
}

impl Vault {
    /// Before a PIN is tried at `now` it counts as wrong, so that ending the page in the middle gives nobody one more try.
    #[must_use]
    pub fn tried(&self, now: Instant) -> Self {
        let wrong = self.wrong.saturating_add(1);
        let wait = wait_ms(wrong);
        Self { wrong, until: (wait > 0).then(|| now.plus_ms(wait)), ..self.clone() }
    }

    /// After the right one.
    #[must_use]
    pub fn opened(&self) -> Self {
        Self { wrong: 0, until: None, ..self.clone() }
    }

    /// When the next PIN may be tried, where it may not now.
    pub fn waits(&self, now: Instant) -> Option<Instant> {
        self.until.filter(|until| *until > now)
    }
}

/// What lies sealed on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sealed {
    /// The roster as last fetched.
    #[serde(default)]
    pub roster: Option<GateRoster>,
    /// Names in the day's list of people the roster does not name.
    #[serde(default)]
    pub names: Vec<(TechnicianId, String)>,
}

impl Sealed {
    /// What is to be sealed now.
    pub fn of(roster: &GateRoster, log: &Log) -> Self {
        let listed = roster.people.iter().map(|person| person.technician_id);
        let beside = roster.unlisted.iter().map(|person| person.technician_id);
        let known: BTreeSet<TechnicianId> = listed.chain(beside).collect();
        let named = log.iter().filter_map(|entry| Some((entry.who.technician?, entry.name.clone()?)));
        let others: BTreeMap<TechnicianId, String> = named.filter(|(id, _)| !known.contains(id)).collect();
        Self { roster: Some(roster.clone()), names: others.into_iter().collect() }
    }

    /// Gives the lines of the list the names they lost on the disk.
    pub fn name(&self, log: &mut Log) {
        let (mut by_id, mut by_serial) = (BTreeMap::new(), BTreeMap::new());
        for (id, name) in &self.names {
            by_id.insert(*id, &**name);
        }
        for known in self.roster.iter().flat_map(crate::inside::Known::of) {
            let Who { serial, technician } = known.who();
            by_id.extend(technician.map(|id| (id, known.name())));
            by_serial.extend(serial.map(|serial| (serial, known.name())));
        }
        log.name(|who| {
            let by_id = who.technician.and_then(|id| by_id.get(&id).copied());
            let name = by_id.or_else(|| who.serial.as_ref().and_then(|serial| by_serial.get(serial).copied()));
            name.map(str::to_owned)
        });
    }
}

/// What is kept openly, to judge what is held up without knowing whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checks {
    /// Of which site's roster.
    pub site: SiteId,
    /// Serial numbers of cards out of use.
    pub stopped: Vec<String>,
    /// Serial numbers of cards whose time is over.
    #[serde(default)]
    pub expired: Vec<String>,
    /// The register's keys, for the codes of people's phones.
    #[serde(default)]
    pub code_keys: Vec<ReceiptKey>,
}

impl From<&GateRoster> for Checks {
    fn from(roster: &GateRoster) -> Self {
        Self {
            site: roster.site.id,
            stopped: roster.stopped.clone(),
            expired: roster.expired.clone(),
            code_keys: roster.code_keys.clone(),
        }
    }
}

/// How the gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// No PIN has been set: enrolled before there were any.
    Unset,
    /// Names are sealed until the PIN is typed. Cards are recorded all the same.
    Shut,
    /// The PIN was typed.
    Open,
}

/// A PIN somebody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checking {
    /// Not typed yet.
    Ready,
    /// Being tried.
    Busy,
    /// Not taken.
    Failed(PinFault),
}

/// The lock while the gate runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// How it stands.
    pub door: Door,
    /// The PIN just typed.
    pub checking: Checking,
    /// No PIN is tried before this time of the phone's clock.
    pub until: Option<Instant>,
    /// How many were typed since the start: a new field for each.
    pub tries: u32,
    /// When somebody last did something at this gate, by the phone's clock.
    pub used: Instant,
}

impl Lock {
    /// Before the store is read.
    pub const fn new(now: Instant) -> Self {
        Self { door: Door::Unset, checking: Checking::Ready, until: None, tries: 0, used: now }
    }

    /// Nobody's name may be shown.
    pub fn hides(&self) -> bool {
        self.door == Door::Shut
    }

    /// Just opened, by a PIN set or typed.
    #[must_use]
    pub const fn open(now: Instant) -> Self {
        Self { door: Door::Open, ..Self::new(now) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_six_digits_typed_twice_and_not_an_easy_one() {
        let pin = |text: &str| Pin::typed(text).map(|pin| pin.0);
        assert_eq!(pin(" 480153 "), Ok("480153".into()));
        assert_eq!(pin("４８０１５３"), Ok("480153".into()), "as a Japanese keyboard may write it");
        for short in ["", "48015", "4801533", "48015a", "4801 3"] {
            assert_eq!(pin(short), Err(PinFault::Digits), "{short}");
        }
        for easy in ["000000", "999999", "123456", "234567", "654321", "456789"] {
            assert_eq!(Pin::chosen(easy, easy), Err(PinFault::Easy), "{easy}");
        }
        assert!(Pin::chosen("123457", "123457").is_ok(), "one off the row");
        assert_eq!(Pin::chosen("480153", "480154"), Err(PinFault::Differs));
        assert_eq!(Pin::chosen("480153", ""), Err(PinFault::Differs));
        assert_eq!(format!("{:?}", Pin::typed("480153")), "Ok(Pin)", "never printed");
    }

    #[test]
    fn waits_grow_from_the_tenth_wrong_pin_on() {
        for (wrong, minutes) in [(0, 0), (1, 0), (9, 0), (10, 1), (11, 2), (12, 4), (15, 32), (16, 60), (900, 60)] {
            assert_eq!(wait_ms(wrong), minutes * MINUTE_MS, "{wrong}");
        }
        let now = Instant(1_795_215_120_000);
        let vault = Vault { salt: String::new(), iterations: 1, wrapped: String::new(), wrong: 8, until: None };
        let ninth = vault.tried(now);
        assert_eq!((ninth.wrong, ninth.waits(now)), (9, None));
        let tenth = ninth.tried(now);
        assert_eq!(tenth.waits(now), Some(now.plus_ms(MINUTE_MS)));
        assert_eq!(tenth.waits(now.plus_ms(MINUTE_MS)), None);
        assert_eq!(tenth.opened(), Vault { wrong: 0, ..vault });
    }
}
