//! Months of work at the gates: who comes in when, and the taps of their cards. Invariant: every touch goes through the
//! same door as a phone's, with the card's own cryptographic answer, week by week as a gate with a poor signal sends them.

use super::{cast, stage::Stage};
use crate::{Error, Result, touch};
use chrono::Weekday;
use domain::{
    access::{Actor, Role},
    id::{DeviceId, SiteId, TechnicianId, TouchId},
    time::{HOUR_MS, Instant, MINUTE_MS, WorkDate},
    touch::{
        TouchKind,
        wire::{
            BATCH_ITEMS_MAX, GateEnrolment, Outcome, Reading, TouchItem,
            signed::{to_hex, touch_bytes},
        },
    },
};
use proof::{
    ReadCounter, Uid, card_keys,
    device::{SigningKey, SystemRandom},
    sun_make,
};
use std::collections::HashMap;

const CARD_URL: &str = "https://cards.example.jp/t";
/// How many days of touches a gate sends at once.
const DAYS_AT_ONCE: u32 = 7;

/// A person with a card.
pub struct Worker {
    pub id: TechnicianId,
    pub person: &'static cast::Person,
    pub uid: Uid,
}

impl Worker {
    pub fn full_name(&self) -> String {
        format!("{} {}", self.person.name[0], self.person.name[1])
    }
}

/// A touch that will happen.
struct Planned {
    at: Instant,
    kind: TouchKind,
    worker: usize,
}

/// A gate at each site, and every touch from `first` to now.
pub async fn record(
    stage: &Stage,
    people: &[Worker],
    sites: &HashMap<&'static str, SiteId>,
    first: WorkDate,
    now: Instant,
) -> Result<()> {
    let mut taps: HashMap<usize, u32> = HashMap::new();
    for site in &cast::SITES {
        let id = sites.get(site.key).copied().ok_or(Error::NotFound)?;
        let found = store::site::find(stage.call.db.read(), id).await?.ok_or(Error::NotFound)?;
        let start = found.start.max(first);
        stage.at(start.start().plus_ms(6 * HOUR_MS).min(now));
        let mut gate = gate(stage, id).await?;
        let mut day = start;
        while day <= now.date() {
            let mut planned = Vec::new();
            for _ in 0..DAYS_AT_ONCE {
                plan(people, site, day, now, &mut planned);
                day = day.next();
            }
            planned.sort_by_key(|touch| (touch.at, touch.worker));
            stage.at(day.start().plus_ms(7 * HOUR_MS).min(now));
            send(stage, &mut gate, people, planned, &mut taps).await?;
        }
    }
    stage.at(now);
    Ok(())
}

/// A phone at a gate, with its key.
struct Gate {
    device: DeviceId,
    actor: Actor,
    key: SigningKey,
    /// The number of its last touch.
    last_seq: i64,
}

impl Gate {
    /// The touch as the phone sends it: numbered and signed.
    fn signed(&mut self, item: TouchItem) -> Result<TouchItem> {
        self.last_seq += 1;
        let item = TouchItem { device_seq: Some(self.last_seq), ..item };
        let signature = self.key.sign(&touch_bytes(self.device, &item), &SystemRandom::new());
        Ok(TouchItem { signature: Some(to_hex(&signature.map_err(Error::internal)?)), ..item })
    }
}

/// What a new phone with a key of its own asks; and the key.
pub(super) fn enrolment(site_id: SiteId, name: &str) -> Result<(GateEnrolment, SigningKey)> {
    let chance = SystemRandom::new();
    let key = SigningKey::make(&chance).and_then(|made| SigningKey::read(&made, &chance)).map_err(Error::internal)?;
    let public_key = Some(to_hex(key.public_key()));
    Ok((GateEnrolment { site_id, name: name.to_owned(), public_key, phone: None, last_seq: 0, section_id: None }, key))
}

async fn gate(stage: &Stage, site: SiteId) -> Result<Gate> {
    let prime = stage.by(&stage.firm(cast::PRIME)?.1);
    let (asked, key) = enrolment(site, "正門")?;
    let device = touch::gate_enrol(&prime, &asked).await?.device_id;
    let actor = Actor { sites: vec![site], device: Some(device), ..Actor::of(Role::Gate) };
    Ok(Gate { device, actor, key, last_seq: 0 })
}

/// A fixed mix of person, day and question: 0 to `of` - 1.
fn mix(worker: usize, day: WorkDate, question: u32, of: u32) -> u32 {
    let worker = u32::try_from(worker).unwrap_or_default();
    let mut mixed = worker.wrapping_mul(0x9e37_79b9)
        ^ day.number().cast_unsigned().wrapping_mul(0x85eb_ca6b)
        ^ question.wrapping_mul(0xc2b2_ae35);
    mixed = (mixed ^ mixed >> 15).wrapping_mul(0x2c1b_3c6d);
    mixed = (mixed ^ mixed >> 12).wrapping_mul(0x297a_2d39);
    (mixed ^ mixed >> 15) % of
}

/// Sundays, お盆 and the turn of the year are off, and every other Saturday.
fn is_workday(day: WorkDate) -> bool {
    let off = matches!(day.number() % 10_000, 813..=816 | 1229..=1231 | 101..=104);
    let second_saturday = day.weekday() == Weekday::Sat && (day.day() - 1) / 7 % 2 == 1;
    !off && !second_saturday && day.weekday() != Weekday::Sun
}

fn plan(people: &[Worker], site: &cast::Site, day: WorkDate, now: Instant, planned: &mut Vec<Planned>) {
    if !is_workday(day) {
        return;
    }
    for (worker, of) in people.iter().enumerate() {
        // Somebody is away about once in three weeks; apprentices are at school on some Wednesdays.
        let away = mix(worker, day, 1, 19) == 0
            || (of.person.years == "1" && day.weekday() == Weekday::Wed && day.day() % 2 == 0);
        if of.person.site != site.key || away {
            continue;
        }
        let minutes = |question, of| i64::from(mix(worker, day, question, of)) * MINUTE_MS;
        let seconds = i64::from(mix(worker, day, 9, 60)) * 1_000;
        let (into, out) = if site.night {
            (21 * HOUR_MS + 22 * MINUTE_MS, 29 * HOUR_MS)
        } else {
            (7 * HOUR_MS + 24 * MINUTE_MS, 17 * HOUR_MS)
        };
        let into = day.start().plus_ms(into + minutes(2, 24) + seconds);
        let overtime = if mix(worker, day, 4, 7) == 0 { HOUR_MS + HOUR_MS / 2 } else { 0 };
        let out = day.start().plus_ms(out + minutes(3, 26) + overtime + seconds);
        let mut touch = |at: Instant, kind: TouchKind| {
            if at <= now {
                planned.push(Planned { at, kind, worker });
            }
        };
        touch(into, TouchKind::In);
        // Now and then somebody goes home without touching out.
        if mix(worker, day, 5, 70) != 0 {
            touch(out, TouchKind::Out);
        }
    }
}

async fn send(
    stage: &Stage,
    gate: &mut Gate,
    people: &[Worker],
    planned: Vec<Planned>,
    taps: &mut HashMap<usize, u32>,
) -> Result<()> {
    let master = stage.call.outside.keys.masters().first().ok_or_else(|| Error::internal("no card master key"))?;
    let call = stage.by(&gate.actor);
    let mut items = Vec::new();
    for touch in planned {
        let worker = people.get(touch.worker).ok_or(Error::NotFound)?;
        let tap = taps.entry(touch.worker).or_default();
        *tap += 1;
        let counter = ReadCounter::new(*tap).ok_or_else(|| Error::internal("a card taps 24 bits at most"))?;
        let keys = card_keys(master, &worker.uid);
        let item = TouchItem {
            id: TouchId(stage.call.ids.uuid(touch.at)),
            occurred_at: touch.at,
            kind: touch.kind,
            reading: Reading::Card {
                url: sun_make::make_encrypted(CARD_URL, &keys.meta, &keys.file, &worker.uid, counter),
                serial: Some(worker.uid.to_string()),
            },
            device_seq: None,
            clock_offset_ms: Some(0),
            clock: None,
            site_id: None,
            trade: None,
            role: None,
            signature: None,
        };
        items.push(serde_json::to_value(gate.signed(item)?).map_err(Error::internal)?);
    }
    for batch in items.chunks(BATCH_ITEMS_MAX as usize) {
        let answers = touch::record(&call, batch.to_vec()).await?.answers;
        if let Some(refused) = answers.iter().find(|answer| answer.outcome != Outcome::Accepted) {
            return Err(Error::internal(format!(
                "a touch of the demonstration was not accepted: {:?} {:?}",
                refused.outcome, refused.code
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_works_on_sundays_or_at_bon() {
        for (day, works) in [
            (20_261_120, true),
            (20_261_122, false),
            (20_260_813, false),
            (20_260_817, true),
            (20_261_107, true),
            (20_261_114, false),
        ] {
            assert_eq!(is_workday(WorkDate::from_stored(day)), works, "{day}");
        }
    }

    #[test]
    fn nothing_is_planned_after_now() {
        let now = WorkDate::from_stored(20_261_120).start().plus_ms(8 * HOUR_MS);
        let people: Vec<Worker> = cast::PEOPLE
            .iter()
            .map(|person| Worker {
                id: TechnicianId::from_body(1),
                person,
                uid: Uid::from_bytes([4, 0, 0, 0, 0, 0, 0]),
            })
            .collect();
        let mut planned = Vec::new();
        plan(&people, &cast::SITES[0], now.date(), now, &mut planned);
        assert!(planned.len() > 10 && planned.iter().all(|touch| touch.at <= now && touch.kind == TouchKind::In));
    }
}
