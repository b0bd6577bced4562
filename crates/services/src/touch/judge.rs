//! What becomes of each item of a group, given what the database knows. Invariant: pure; two replays in one group are
//! told apart by their order, and an answer depends on its own item and on facts, never on a neighbour's fault.

use super::{
    answer,
    prepare::{Prepared, Ready, Sent, Verdict, Who},
};
use domain::{
    card::CardState,
    id::{SiteId, TechnicianId, TouchId},
    time::{Instant, WorkDate},
    touch::{
        Channel, TouchKind,
        distance::Distance,
        shift,
        timing::{Jump, id_time},
        wire::{Outcome, Shown, TouchAnswer, Warning},
    },
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::touch::{Codes, EmployedBy, OnFile, OnRoster, Quarantined, SiteOnFile, StoredTouch};

/// What the database knows about a group, read in the group's transaction.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub file: OnFile,
    /// Codes of phones that touches have used, and the phones.
    pub codes: Codes,
    /// Touches kept already, by id; those of the group join them as they are accepted.
    pub known: HashMap<TouchId, StoredTouch>,
    /// Touches kept around those of the group, of the same people at the same sites.
    pub near: Vec<StoredTouch>,
}

impl Facts {
    /// The roster line that holds for a person at a site on a day.
    pub fn roster(&self, technician: TechnicianId, site: SiteId, date: WorkDate) -> Option<&OnRoster> {
        let lines = self.file.rosters.get(&(technician, site))?;
        let holding = lines.iter().filter(|line| line.from <= date && line.to.is_none_or(|to| date <= to));
        holding.max_by_key(|line| (line.from, line.id))
    }
    /// The employer of a person on a day: the main one first.
    pub fn employer(&self, technician: TechnicianId, date: WorkDate) -> Option<&EmployedBy> {
        let held = self.file.employers.get(&technician)?;
        let holding = held.iter().filter(|by| by.from <= date && by.to.is_none_or(|to| date <= to));
        holding.max_by_key(|by| (by.main, by.from, by.business))
    }
    /// Whose touch an item is.
    pub fn technician(&self, who: Who) -> Result<TechnicianId, &'static str> {
        match who {
            Who::Tap { uid, .. } | Who::Chip { uid } => {
                self.file.cards.get(&uid).map(|card| card.technician).ok_or("touch.unknown_card")
            }
            Who::Person(id) | Who::AtTag { technician: id, .. } | Who::Code { technician: id, .. } => {
                self.file.people.get(&id).map(|person| person.id).ok_or("touch.unknown_technician")
            }
        }
    }
}

/// What a group comes to.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub answers: Vec<TouchAnswer>,
    pub accepted: Vec<StoredTouch>,
    pub set_aside: Vec<Quarantined>,
}

/// Judges a group in its order.
pub(super) fn judge(items: &[Prepared], facts: &mut Facts) -> Judged {
    let mut judged = Judged::default();
    for item in items {
        let (outcome, code, field, shown_for) = match &item.verdict {
            Verdict::SetAside { site, sent, .. } if accepted_before(item.id, *site, *sent, facts) => {
                (Outcome::Duplicate, None, "", None)
            }
            Verdict::SetAside { code, field, .. } => (Outcome::Quarantined, Some(*code), *field, None),
            Verdict::Ready(ready) => one(item, ready, facts, &mut judged.accepted),
        };
        let mut given = answer(item.index, Some(item.id), outcome, code, Some(field).filter(|field| !field.is_empty()));
        if let (Some(touch), Verdict::Ready(ready)) = (&shown_for, &item.verdict) {
            given.recorded_at = Some(touch.at);
            given.shown = shown(touch, ready, facts);
        } else if let Verdict::Ready(ready) = &item.verdict {
            // Refused at the gate: whose card it says it is, so that the foreman can speak to the person.
            given.shown =
                facts.technician(ready.who).ok().and_then(|technician| refused_person(technician, ready, facts));
        }
        if matches!(outcome, Outcome::Quarantined | Outcome::Replay) {
            let technician = item.who().and_then(|who| facts.technician(who).ok());
            judged.set_aside.push(Quarantined {
                id: item.id,
                reason: code.unwrap_or_default().to_owned(),
                received_at: item.received_at,
                site: item.site(),
                technician,
                source: item.source,
                item: item.raw.clone(),
                digest: digest(&item.raw),
                device_seq: item.device_seq,
            });
        }
        judged.answers.push(given);
    }
    judged
}

/// The first eight bytes of SHA-256 of what is set aside but for its signature, which is another each time it is made.
fn digest(item: &str) -> i64 {
    let unsigned = serde_json::from_str::<serde_json::Value>(item).ok().map(|mut item| {
        if let Some(fields) = item.as_object_mut() {
            fields.remove("signature");
        }
        item.to_string()
    });
    let hash = Sha256::digest(unsigned.as_deref().unwrap_or(item).as_bytes());
    let (first, _) = hash.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    // Zero stands for items set aside before digests were kept.
    i64::from_be_bytes(*first).max(i64::MIN + 1)
}

type Ruling = (Outcome, Option<&'static str>, &'static str, Option<StoredTouch>);

fn one(item: &Prepared, ready: &Ready, facts: &mut Facts, accepted: &mut Vec<StoredTouch>) -> Ruling {
    let technician = match facts.technician(ready.who) {
        Ok(technician) => technician,
        Err(code) => return (Outcome::Quarantined, Some(code), "reading", None),
    };
    if let Some(kept) = facts.known.get(&item.id) {
        return if same(kept, technician, ready) {
            (Outcome::Duplicate, None, "", Some(kept.clone()))
        } else {
            (Outcome::Quarantined, Some("touch.id_conflict"), "id", None)
        };
    }
    let Some(site) = facts.file.sites.get(&ready.site).copied() else {
        return (Outcome::Rejected, Some("touch.site_missing"), "site_id", None);
    };
    if site.closed_at.is_some_and(|closed| ready.at >= closed && !goes_home(technician, ready, closed, facts)) {
        return (Outcome::Quarantined, Some("touch.site_closed"), "occurred_at", None);
    }
    if let Some(code) = card_refused(ready, facts) {
        return (Outcome::Quarantined, Some(code), "reading", None);
    }
    if let Some(tap) = ready.who.tap()
        && facts.file.taps.get(&tap).is_some_and(|used_by| *used_by != item.id)
    {
        return (Outcome::Replay, Some("touch.replay"), "reading", None);
    }
    if let Some(ruling) = code_refused(item, ready, facts) {
        return ruling;
    }
    let Some(month) = id_time(item.id).and_then(|at| month_utc(at.0)) else {
        return (Outcome::Quarantined, Some("touch.id_time"), "id", None);
    };
    let touch = StoredTouch {
        month,
        id: item.id,
        technician,
        site: ready.site,
        at: ready.at,
        device_at: ready.device_at,
        received_at: ready.received_at,
        kind: ready.kind,
        channel: ready.channel,
        assurance: ready.assurance,
        flags: bits(&warnings(technician, ready, &site, facts)) | ready.distance.map_or(0, Distance::bits),
        trade: ready.trade,
        role: ready.role,
        tap: ready.who.tap(),
        code: ready.who.code(),
        device_seq: ready.device_seq,
        source: ready.source,
    };
    if let Some((uid, counter)) = touch.tap {
        facts.file.taps.insert((uid, counter), touch.id);
        let highest = facts.file.highest.entry(uid).or_insert(counter);
        *highest = (*highest).max(counter);
    }
    facts.codes.used.extend(touch.code.map(|code| (code, touch.id)));
    facts.known.insert(touch.id, touch.clone());
    accepted.push(touch.clone());
    (Outcome::Accepted, None, "", Some(touch))
}

/// Whether somebody who came in before the site closed goes out: the last shift may end after the last day has.
fn goes_home(technician: TechnicianId, ready: &Ready, closed: Instant, facts: &Facts) -> bool {
    let touches: Vec<_> = kept_of(technician, ready.site, facts).map(StoredTouch::moment).collect();
    shift::ends_shift_before(&touches, closed, (ready.at, ready.kind))
}

/// Touches kept near of a person at a site, those of the group that were accepted among them; some twice.
fn kept_of(technician: TechnicianId, site: SiteId, facts: &Facts) -> impl Iterator<Item = &StoredTouch> {
    let kept = facts.near.iter().chain(facts.known.values());
    kept.filter(move |touch| touch.technician == technician && touch.site == site)
}

/// Whether an item that cannot become a touch any more is one already.
fn accepted_before(id: TouchId, site: Option<SiteId>, sent: Option<Sent>, facts: &Facts) -> bool {
    let kept = facts.known.get(&id);
    kept.is_some_and(|kept| {
        Some(kept.site) == site && sent == Some(Sent { device_at: kept.device_at, kind: kept.kind })
    })
}

/// Whether what is sent again is the touch that is kept.
fn same(kept: &StoredTouch, technician: TechnicianId, ready: &Ready) -> bool {
    // On an own phone the time is this server's at the press: a page that is pressed twice is one touch, at the first.
    let by_press = kept.channel == Channel::OwnPhone && ready.channel == Channel::OwnPhone;
    kept.technician == technician
        && kept.site == ready.site
        && (by_press || kept.device_at == ready.device_at)
        && kept.kind == ready.kind
        && kept.trade == ready.trade
        && kept.role == ready.role
        && kept.tap == ready.who.tap()
}

/// A card that was revoked or replaced before the touch (by its corrected time).
fn card_refused(ready: &Ready, facts: &Facts) -> Option<&'static str> {
    let (Who::Tap { uid, .. } | Who::Chip { uid }) = ready.who else { return None };
    let card = facts.file.cards.get(&uid)?;
    let ended = matches!(card.state, CardState::Revoked | CardState::Replaced);
    (ended && card.revoked_at.is_none_or(|revoked| ready.at >= revoked)).then_some("touch.card_revoked")
}

/// A phone the register does not know or has ended, and a code that another touch has used.
fn code_refused(item: &Prepared, ready: &Ready, facts: &Facts) -> Option<Ruling> {
    let Who::Code { phone, .. } = ready.who else { return None };
    let good = facts.codes.phones.get(&phone).is_some_and(|ended| ended.is_none_or(|ended| ready.at < ended));
    if !good {
        return Some((Outcome::Quarantined, Some("touch.code_ended"), "reading.code", None));
    }
    let used = ready.who.code().and_then(|code| facts.codes.used.get(&code));
    let again = used.is_some_and(|used_by| *used_by != item.id);
    again.then_some((Outcome::Replay, Some("touch.code_replay"), "reading.code", None))
}

fn warnings(technician: TechnicianId, ready: &Ready, site: &SiteOnFile, facts: &Facts) -> Vec<Warning> {
    let date = shift::day_by_boundary(ready.at, site.boundary_minutes);
    let mut warnings = Vec::new();
    // Nobody stands on the roster of a training centre.
    if !site.training && facts.roster(technician, ready.site, date).is_none() {
        warnings.push(Warning::NotOnRoster);
    }
    if let Who::Tap { uid, .. } | Who::Chip { uid } = ready.who
        && facts.file.cards.get(&uid).is_some_and(|card| card.valid_until < date)
    {
        warnings.push(Warning::CardExpired);
    }
    if let Who::Tap { uid, counter } = ready.who
        && facts.file.highest.get(&uid).is_some_and(|highest| counter < *highest)
    {
        warnings.push(Warning::CounterBehind);
    }
    if !ready.assurance.reaches(ready.channel, site.assurance_min) {
        warnings.push(Warning::BelowAssurance);
    }
    if ready.clock_corrected {
        warnings.push(Warning::ClockCorrected);
    }
    if ready.jump == Jump::Unclear {
        warnings.push(Warning::ClockJumped);
    }
    warnings
}

const BITS: [(Warning, i16); 6] = [
    (Warning::NotOnRoster, 1),
    (Warning::CardExpired, 2),
    (Warning::CounterBehind, 4),
    (Warning::BelowAssurance, 8),
    (Warning::ClockCorrected, 16),
    (Warning::ClockJumped, store::touch::CLOCK_JUMPED),
];

fn bits(warnings: &[Warning]) -> i16 {
    BITS.iter().filter(|(warning, _)| warnings.contains(warning)).map(|(_, bit)| bit).sum()
}

fn shown(touch: &StoredTouch, ready: &Ready, facts: &Facts) -> Option<Shown> {
    let warnings = BITS.iter().filter(|(_, bit)| touch.flags & bit != 0).map(|(warning, _)| *warning).collect();
    let person = refused_person(touch.technician, ready, facts)?;
    Some(Shown { kind: decided(touch, facts), warnings, ..person })
}

/// In or out, by turn where the device did not say.
fn decided(touch: &StoredTouch, facts: &Facts) -> TouchKind {
    if touch.kind != TouchKind::Unknown {
        return touch.kind;
    }
    let others = kept_of(touch.technician, touch.site, facts);
    let before = others.filter(|other| other.id != touch.id && other.at <= touch.at);
    let upto: Vec<_> = before.map(StoredTouch::moment).chain([touch.moment()]).collect();
    shift::counts_as(&upto, touch.id).unwrap_or(touch.kind)
}

fn refused_person(technician: TechnicianId, ready: &Ready, facts: &Facts) -> Option<Shown> {
    let person = facts.file.people.get(&technician)?;
    let boundary = facts.file.sites.get(&ready.site).map_or(0, |site| site.boundary_minutes);
    let date = shift::day_by_boundary(ready.at, boundary);
    let line = facts.roster(technician, ready.site, date);
    let employer = line.map(|line| &line.business_name);
    let employer = employer.or_else(|| facts.employer(technician, date).map(|by| &by.business_name));
    Some(Shown {
        technician_id: technician,
        name: person.name.clone(),
        kana: person.kana.clone(),
        level: person.level,
        trade: line.map_or(person.main_trade, |line| line.trade),
        employer: employer.cloned(),
        has_photo: person.has_photo,
        kind: ready.kind,
        warnings: Vec::new(),
        training: facts.file.sites.get(&ready.site).is_some_and(|site| site.training),
    })
}

/// The month, by UTC, that a touch's id was made in: the partition it lies in for ever.
pub(super) fn month_utc(ms: i64) -> Option<domain::time::YearMonth> {
    // Nine hours back from Japan's calendar, so that `domain` keeps the only time zone.
    let date = Instant(ms).plus_ms(-9 * domain::time::HOUR_MS).date();
    domain::time::YearMonth::from_number(date.month().number())
}
