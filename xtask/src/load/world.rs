//! Gates, the people of their rosters, and the taps of their cards.
//!
//! Invariant: the same tap is the same item however often it is made, as a gate's queue holds it, but for its signature;
//! no two taps of one card have the same counter, and two gates never share a person.

use super::{Chance, Program, Running, http, wall_ms};
use anyhow::{Context, Result, anyhow, bail};
use domain::{
    id::{DeviceId, SiteId, TouchId},
    time::{DAY_MS, HOUR_MS, Instant},
    touch::{
        TouchKind,
        wire::{
            GateCredential, GateRoster, Reading, TouchAnswers, TouchItem,
            signed::{to_hex, touch_bytes},
        },
    },
};
use proof::{
    AesKey, CardKeys, MasterKey, ReadCounter, Uid, card_keys,
    device::{SigningKey, SystemRandom},
    sun_make,
};
use std::{collections::BTreeMap, fs, path::Path};

const BASE_URL: &str = "https://card.example/t";
/// Above every counter that seeded data uses.
const COUNTER_FIRST: u32 = 1_000_000;
/// Days back from now over which taps are spread once everybody has been in and out today.
const DAYS_MAX: u32 = 30;
/// A day's `in` happened this long before the run, its `out` half of it later.
const DAY_BEGINS_MS: i64 = 10 * HOUR_MS;

/// A card and how often it has been tapped.
struct Card {
    uid: Uid,
    keys: CardKeys,
    taps: u32,
}

/// A phone at a gate.
pub struct Gate {
    device: DeviceId,
    token: String,
    cards: Vec<Card>,
    next: usize,
}

/// One tap of a card, small enough to keep millions; [`World::item`] makes it whole.
#[derive(Debug, Clone, Copy)]
pub struct Tap {
    /// The touch's id.
    pub id: TouchId,
    /// When, by the gate's clock.
    pub at: i64,
    gate: u32,
    card: u32,
    /// The how many-th tap of its card.
    nth: u32,
}

/// All gates of a run.
pub struct World {
    gates: Vec<Gate>,
    began_at: i64,
    chance: Chance,
    key: SigningKey,
}

/// A new key for gates: all of a run have the same, which costs the server what as many keys would.
pub fn gate_key() -> Result<SigningKey> {
    let chance = SystemRandom::new();
    Ok(SigningKey::make(&chance).and_then(|made| SigningKey::read(&made, &chance))?)
}

impl World {
    /// Enrols `gates` gates, by the operator's command, at the sites with the most people, and reads their rosters as
    /// a phone does. `server` must be running on `program`'s data.
    pub fn enrol(program: &Program, server: &Running, gates: usize) -> Result<Self> {
        let master = master_key(&program.key_file())?;
        let sites = program.busiest_sites(gates)?;
        if sites.is_empty() {
            bail!("there is no open site with people on its roster");
        }
        let places: Vec<SiteId> = sites.iter().copied().cycle().take(gates).collect();
        let key = gate_key()?;
        let gate =
            |made: GateCredential| Gate { device: made.device_id, token: made.token, cards: Vec::new(), next: 0 };
        let mut made: Vec<Gate> = program.enrol_gates(&places, &key)?.into_iter().map(gate).collect();
        let mut at_site: BTreeMap<SiteId, Vec<usize>> = BTreeMap::new();
        for (at, site) in places.iter().enumerate() {
            at_site.entry(*site).or_default().push(at);
        }
        for of_site in at_site.values() {
            let Some(gate) = of_site.first().and_then(|first| made.get(*first)) else { continue };
            for (nth, uid) in chips(roster(server.port(), &gate.token)?)?.into_iter().enumerate() {
                let gate = of_site.get(nth % of_site.len()).and_then(|at| made.get_mut(*at));
                if let Some(gate) = gate {
                    gate.cards.push(Card { uid, keys: card_keys(&master, &uid), taps: 0 });
                }
            }
        }
        let people: usize = made.iter().map(|gate| gate.cards.len()).sum();
        if let Some(at) = made.iter().position(|gate| gate.cards.is_empty()) {
            bail!("gate {at} has nobody with a card on its roster ({people} people at {} sites)", at_site.len());
        }
        println!("{gates} gates at {} sites, {people} people with cards", at_site.len());
        Ok(Self { gates: made, began_at: wall_ms(), chance: Chance::new()?, key })
    }

    /// Chance below `end`.
    pub const fn below(&mut self, end: u64) -> u64 {
        self.chance.below(end)
    }

    /// How many gates there are.
    pub const fn gates(&self) -> usize {
        self.gates.len()
    }

    /// The next tap at a gate: everybody in turn, `in` today, then `out`, then the days before.
    pub fn tap(&mut self, gate: usize) -> Result<Tap> {
        let of = self.gates.get_mut(gate).ok_or_else(|| anyhow!("no gate {gate}"))?;
        let card = of.next;
        of.next = (of.next + 1) % of.cards.len();
        let nth = of.cards.get(card).map(|card| card.taps).unwrap_or_default();
        if let Some(card) = of.cards.get_mut(card) {
            card.taps += 1;
        }
        let at = moment(self.began_at, nth) + i64::try_from(card % 3_600)? * 500;
        let (high, low) = (self.chance.bits().to_be_bytes(), self.chance.bits().to_be_bytes());
        let bytes = core::array::from_fn(|at| *high.get(at).or_else(|| low.get(at - 8)).unwrap_or(&0));
        let id = TouchId(uuid::Builder::from_unix_timestamp_millis(u64::try_from(at)?, &bytes).into_uuid());
        Ok(Tap { id, at, gate: u32::try_from(gate)?, card: u32::try_from(card)?, nth })
    }

    /// The tap as its gate sends it, signed.
    pub fn item(&self, tap: &Tap) -> Result<TouchItem> {
        let gate = self.gates.get(tap.gate as usize).ok_or_else(|| anyhow!("no such gate"))?;
        let card = gate.cards.get(tap.card as usize).ok_or_else(|| anyhow!("no such card"))?;
        let counter =
            ReadCounter::new(COUNTER_FIRST + tap.nth).ok_or_else(|| anyhow!("a card taps 24 bits at most"))?;
        let url = sun_make::make_encrypted(BASE_URL, &card.keys.meta, &card.keys.file, &card.uid, counter);
        let item = TouchItem {
            id: tap.id,
            occurred_at: Instant(tap.at),
            kind: if tap.nth.is_multiple_of(2) { TouchKind::In } else { TouchKind::Out },
            reading: Reading::Card { url, serial: Some(card.uid.to_string()) },
            device_seq: None,
            clock_offset_ms: Some(0),
            clock: None,
            site_id: None,
            trade: None,
            role: None,
            signature: None,
        };
        let signature = self.key.sign(&touch_bytes(gate.device, &item), &SystemRandom::new())?;
        Ok(TouchItem { signature: Some(to_hex(&signature)), ..item })
    }

    /// A whole request with these taps, which must be of one gate.
    pub fn request(&self, taps: &[Tap]) -> Result<Vec<u8>> {
        let gate = taps.first().and_then(|tap| self.gates.get(tap.gate as usize)).ok_or_else(|| anyhow!("no taps"))?;
        let items: Vec<TouchItem> = taps.iter().map(|tap| self.item(tap)).collect::<Result<_>>()?;
        let body = serde_json::json!({ "items": items }).to_string();
        Ok(http::post_json("/api/v1/gate/touches", &gate.token, &body))
    }
}

impl Tap {
    /// The gate that has the tap.
    pub const fn gate(&self) -> usize {
        self.gate as usize
    }

    /// What makes one history record: the person (by gate and place) and the day (counted from now back).
    pub const fn record(&self) -> (u32, u32, u32) {
        (self.gate, self.card, self.nth / 2)
    }
}

/// When the `nth` tap of a card happened.
fn moment(began_at: i64, nth: u32) -> i64 {
    let day = i64::from((nth / 2) % DAYS_MAX);
    // More than thirty days of taps: further pairs on the same days, a little later each time.
    let again = i64::from(nth / 2 / DAYS_MAX) * HOUR_MS / 2;
    let out = if nth.is_multiple_of(2) { 0 } else { DAY_BEGINS_MS / 2 };
    began_at - DAY_BEGINS_MS - day * DAY_MS + out + again
}

/// The answers to a request of taps.
pub fn answers(reply: &http::Reply) -> Result<TouchAnswers> {
    if reply.status != 200 {
        bail!("status {}: {}", reply.status, reply.text());
    }
    serde_json::from_slice(&reply.body).context("the answer is not what a gate reads")
}

/// The people of a gate's roster, as the phone reads it.
pub fn roster(port: u16, token: &str) -> Result<GateRoster> {
    let ask = http::get("/api/v1/gate/roster", &[format!("Authorization: Bearer {token}")]);
    let reply = http::Client::new(port).ask(&ask)?;
    if reply.status != 200 {
        bail!("roster: status {}: {}", reply.status, reply.text());
    }
    serde_json::from_slice(&reply.body).context("roster")
}

/// The chips of a roster's cards.
fn chips(roster: GateRoster) -> Result<Vec<Uid>> {
    let serials = roster.people.into_iter().filter_map(|person| person.serial);
    serials.map(|serial| serial.parse().map_err(|fault| anyhow!("{serial}: {fault}"))).collect()
}

/// The newest master key of a key file: `master.VERSION = HEX`, the current version first.
fn master_key(file: &Path) -> Result<MasterKey> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let found = text.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        let version = name.trim().strip_prefix("master.")?.parse().ok()?;
        Some(MasterKey::new(version, AesKey::from_hex(value.trim()).ok()?))
    });
    found.ok_or_else(|| anyhow!("{} has no master key", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world() -> World {
        let master = MasterKey::new(1, AesKey::from_hex(&"5a".repeat(16)).unwrap());
        let card = |last| {
            let uid = Uid::from_bytes([4, 1, 2, 3, 4, 5, last]);
            Card { uid, keys: card_keys(&master, &uid), taps: 0 }
        };
        let device = DeviceId(uuid::Uuid::from_u128(1));
        let gate = Gate { device, token: "t".into(), cards: vec![card(1), card(2)], next: 0 };
        let (chance, key) = (Chance::new().unwrap(), gate_key().unwrap());
        World { gates: vec![gate], began_at: 1_800_000_000_000, chance, key }
    }

    #[test]
    fn everybody_is_in_and_then_out_and_no_tap_is_used_twice() {
        let mut world = world();
        let taps: Vec<Tap> = (0..400).map(|_| world.tap(0).unwrap()).collect();
        let items: Vec<TouchItem> = taps.iter().map(|tap| world.item(tap).unwrap()).collect();
        assert_eq!(items[0].kind, TouchKind::In);
        assert_eq!(items[2].kind, TouchKind::Out);
        assert!(items[2].occurred_at > items[0].occurred_at);
        assert!(items.iter().all(|item| item.occurred_at.0 < world.began_at));
        let oldest = items.iter().map(|item| item.occurred_at.0).min().unwrap();
        assert!(world.began_at - oldest < domain::touch::timing::LATENESS_MS_MAX);
        let mut urls: Vec<String> = items.iter().map(|item| format!("{:?}", item.reading)).collect();
        urls.sort_unstable();
        urls.dedup();
        assert_eq!(urls.len(), 400);
        let again = world.item(&taps[0]).unwrap();
        assert_eq!(TouchItem { signature: None, ..again }, TouchItem { signature: None, ..items[0].clone() });
    }

    #[test]
    fn a_tap_is_signed_by_its_gate() {
        let mut world = world();
        let tap = world.tap(0).unwrap();
        let item = world.item(&tap).unwrap();
        let signature = domain::touch::wire::signed::from_hex(item.signature.as_deref().unwrap()).unwrap();
        let verified = |device| proof::device::verify(world.key.public_key(), &touch_bytes(device, &item), &signature);
        assert!(verified(world.gates[0].device));
        assert!(!verified(DeviceId(uuid::Uuid::from_u128(2))));
    }

    #[test]
    fn a_tap_is_genuine() {
        let mut world = world();
        let tap = world.tap(0).unwrap();
        let Reading::Card { url, .. } = world.item(&tap).unwrap().reading else { panic!("a card") };
        let sun = proof::parse_url(&url).unwrap();
        let master = MasterKey::new(1, AesKey::from_hex(&"5a".repeat(16)).unwrap());
        let (proof, _) = proof::verify_with_masters(&sun, &[master]).unwrap();
        assert_eq!(proof.counter.get(), COUNTER_FIRST);
    }
}
