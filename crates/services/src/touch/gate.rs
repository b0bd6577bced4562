//! The gate: which sites an account may open one for, a phone's own credential, and the roster it holds.
//!
//! Invariant: the device credential, not the log-in, opens the roster and records touches, for one site, until it is
//! revoked or has been silent for thirty days (30-cards.md).

use super::section::may_stand;
use crate::{
    call::{Call, Change},
    error::{Error, Result},
};
use domain::{
    access::{Action, Actor, Resource, Role},
    history::is_inside,
    id::{AccountId, DeviceId, SiteId, StructureId},
    structure,
    time::Instant,
    touch::wire::{
        GateCredential, GateEnrolment, GatePerson, GateRoster, GateSection, GateSites,
        signed::{PUBLIC_KEY_BYTES, from_hex, to_hex},
    },
};
use sha2::{Digest, Sha256};
use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
};
use store::{Db, device};

/// A device may be silent this long.
const SILENT_MS_MAX: i64 = domain::gate::SILENT_MS;
/// How long what was read of a device or site serves without being read again.
const KEPT_MS_MAX: i64 = 2_000;
const KEPT_MAX: usize = 20_000;
const NAME_CHARS_MAX: usize = 20;

/// Devices and sites read a moment ago, so that a gate's every touch does not read them again.
#[derive(Debug, Default)]
pub(super) struct Doors {
    sites: Mutex<HashMap<SiteId, (Instant, Option<Resource>)>>,
    devices: Mutex<HashMap<String, (Instant, Option<Actor>)>>,
    keys: Mutex<HashMap<DeviceId, (Instant, Keys)>>,
    /// What each said of itself.
    told: Mutex<HashMap<DeviceId, (Instant, Told)>>,
}

/// What a gate said of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    /// How many touches wait on it.
    waiting: Option<i32>,
    /// The number of its last touch.
    last: Option<i64>,
}

/// By which a gate and the server know each other's signatures; neither for a gate enrolled before keys.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Keys {
    /// Of its touches.
    pub public: Option<[u8; PUBLIC_KEY_BYTES]>,
    /// Version of the key of its receipts.
    pub receipt: Option<i16>,
}

impl Keys {
    /// From what is kept. Errors: a key that does not read.
    fn read(kept: &device::Keys) -> Result<Self> {
        let public = kept.public_key.as_deref();
        let public = public.map(|key| from_hex(key).ok_or_else(|| Error::internal("a gate's key is unreadable")));
        Ok(Self { public: public.transpose()?, receipt: kept.receipt_key })
    }
}

impl Doors {
    /// The facts a decision about a site depends on; `None` where there is no such site.
    pub async fn site(&self, db: &Db, site: SiteId, now: Instant) -> Result<Option<Resource>> {
        if let Some(kept) = fresh(&self.sites, &site, now) {
            return Ok(kept);
        }
        let read = store::device::site_resource(db.read(), site, None).await?;
        keep(&self.sites, site, now, read.clone());
        Ok(read)
    }
    /// The keys of a device.
    pub async fn keys(&self, db: &Db, id: DeviceId, now: Instant) -> Result<Keys> {
        if let Some(kept) = fresh(&self.keys, &id, now) {
            return Ok(kept);
        }
        let keys = Keys::read(&device::keys(db.read(), id).await?)?;
        keep(&self.keys, id, now, keys);
        Ok(keys)
    }
    /// None is let in by what was read before.
    pub fn forget_devices(&self) {
        self.devices.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn fresh<K: core::hash::Hash + Eq, V: Clone>(of: &Mutex<HashMap<K, (Instant, V)>>, key: &K, now: Instant) -> Option<V> {
    let map = of.lock().unwrap_or_else(PoisonError::into_inner);
    map.get(key).filter(|(at, _)| (0..KEPT_MS_MAX).contains(&now.since_ms(*at))).map(|(_, value)| value.clone())
}

fn keep<K: core::hash::Hash + Eq, V>(of: &Mutex<HashMap<K, (Instant, V)>>, key: K, now: Instant, value: V) {
    let mut map = of.lock().unwrap_or_else(PoisonError::into_inner);
    if map.len() >= KEPT_MAX {
        map.clear();
    }
    map.insert(key, (now, value));
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// The open sites this account may run a gate for.
pub async fn gate_sites(call: &Call) -> Result<GateSites> {
    let scope = call.authorize(Action::SiteRead, &Resource::Register)?;
    let signed_in_as = match call.actor.account {
        Some(account) => device::account_name(call.db.read(), account).await?.ok_or(Error::NotFound)?,
        None => return Err(Error::NotFound),
    };
    let mut sites = Vec::new();
    for (site, resource) in device::gate_sites(call.db.read(), &scope, call.today()).await? {
        if call.authorize(Action::GateEnrol, &resource).is_ok() {
            sites.push(site);
        }
    }
    let ids: Vec<SiteId> = sites.iter().map(|site| site.id).collect();
    let lasting = store::site::lasting_sections(call.db.read(), &ids, call.today()).await?;
    let sections = lasting.into_iter().map(|(site_id, id, name)| GateSection { id, site_id, name });
    Ok(GateSites { signed_in_as, sites, sections: sections.collect() })
}

/// Makes a phone the gate of a site and gives it its credential, shown this once.
///
/// Errors: `NotFound`, also for a section of another site; `Forbidden`; `Rejected(gate.name)`; `Rejected(gate.key)`;
/// `Rejected(gate.section)` for a section that has not begun or has ended.
pub async fn gate_enrol(call: &Call, asked: &GateEnrolment) -> Result<GateCredential> {
    let name = asked.name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(Error::rejected("gate.name"));
    }
    let resource =
        device::site_resource(call.db.read(), asked.site_id, Some(call.today())).await?.ok_or(Error::NotFound)?;
    call.authorize(Action::GateEnrol, &resource)?;
    let public_key = public_key(asked).ok_or_else(|| Error::rejected("gate.key"))?;
    let enrolled_by = match call.actor.role {
        // By a command on the register's own machine; the event says so.
        Role::System => AccountId(uuid::Uuid::nil()),
        _ => call.actor.account.ok_or(Error::NotFound)?,
    };
    let site = device::gate_site(call.db.read(), asked.site_id).await?.ok_or(Error::NotFound)?;
    let now = call.now();
    let device_id = DeviceId(call.ids.uuid(now));
    let token = hex::encode(call.ids.bytes::<32>());
    let tx = call.db.begin().await?;
    let receipt_key = call.outside.keys.receipts().first().map(crate::outside::ReceiptSigner::public);
    let row = device::NewDevice {
        id: device_id,
        site: site.id,
        name,
        token_hash: &hash(&token),
        enrolled_by,
        at: now,
        public_key: &public_key,
        receipt_key: receipt_key.as_ref().map(|key| key.key),
        phone: asked.phone,
        first_seq: asked.last_seq.clamp(0, i64::MAX - 1) + 1,
    };
    store::site::lock(&tx, site.id).await?;
    if let Some(section) = asked.section_id {
        may_stand(call, &tx, site.id, section).await?;
    }
    device::insert(&tx, row).await?;
    // A phone that stood in a section as another gate of the site stands from now on where it was said, also nowhere.
    let stood = device::stands_now(&tx, device_id).await?.and_then(|stood| stood.section);
    if asked.section_id.is_some() || stood.is_some() {
        device::stand(&tx, device_id, asked.section_id, now).await?;
    }
    let change = Change {
        process: "gate.enrol",
        subject_kind: "device",
        subject_id: device_id.to_string(),
        new: Some(serde_json::json!({ "site_id": site.id, "name": name, "section": asked.section_id })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await.map_err(store::Fault::from)?;
    Ok(GateCredential { device_id, token, site, name: name.to_owned(), server_time: now, receipt_key })
}

/// The public key that was sent, in small hex digits, where it looks like one. One that is no point of the curve verifies
/// nothing, and what its gate sends is set aside.
fn public_key(asked: &GateEnrolment) -> Option<String> {
    let key: [u8; PUBLIC_KEY_BYTES] = from_hex(asked.public_key.as_deref()?)?;
    (key.first() == Some(&4)).then(|| to_hex(&key))
}

/// Keeps how many touches wait on the phone and the number of its last, as it says itself with what it asks; written where that
/// is another number than before. The number is the only word of touches that never come.
pub async fn gate_told(call: &Call, waiting: u32, last: Option<i64>) -> Result<()> {
    let id = call.actor.device.ok_or(Error::NotFound)?;
    let known = &call.outside.touches.doors().told;
    let before = fresh(known, &id, call.now());
    let last =
        last.filter(|last| (1..=domain::gate::NUMBER_MAX).contains(last)).max(before.and_then(|before| before.last));
    let told = Told { waiting: Some(i32::try_from(waiting).unwrap_or(i32::MAX)), last };
    if before == Some(told) {
        return Ok(());
    }
    let tx = call.db.begin().await?;
    device::set_told(&tx, id, i32::try_from(waiting).unwrap_or(i32::MAX), last).await?;
    tx.commit().await.map_err(store::Fault::from)?;
    keep(known, id, call.now(), told);
    Ok(())
}

/// The actor behind a device credential; `None` where it is unknown, revoked or has been silent too long.
pub async fn device_actor(call: &Call, token: &str) -> Result<Option<Actor>> {
    let (hash, now) = (hash(token), call.now());
    let doors = call.outside.touches.doors();
    if let Some(kept) = fresh(&doors.devices, &hash, now) {
        return Ok(kept);
    }
    let found = device::by_token(call.db.read(), &hash).await?;
    let good = found.filter(|row| row.revoked_at.is_none() && now.since_ms(row.last_seen_at) <= SILENT_MS_MAX);
    let actor = match good {
        Some(row) => {
            device::seen(&call.db, row.id, row.last_seen_at, now).await?;
            keep(&doors.keys, row.id, now, Keys::read(&row.keys)?);
            keep(&doors.told, row.id, now, Told { waiting: row.waiting, last: row.last_told });
            Some(Actor { sites: vec![row.site], device: Some(row.id), ..Actor::of(Role::Gate) })
        }
        None => None,
    };
    keep(&doors.devices, hash, now, actor.clone());
    Ok(actor)
}

/// Ends a phone's life as a gate. The phone asks for it when it signs out with an empty queue.
pub async fn gate_leave(call: &Call) -> Result<()> {
    let id = call.actor.device.ok_or(Error::NotFound)?;
    let tx = call.db.begin().await?;
    device::revoke(&tx, id, call.now(), None).await?;
    let change =
        Change { process: "gate.leave", subject_kind: "device", subject_id: id.to_string(), ..Change::default() };
    call.note(&tx, change).await?;
    tx.commit().await.map_err(store::Fault::from)?;
    call.outside.touches.forget_devices();
    Ok(())
}

/// The people of the gate's site today, the least that serves (30-cards.md): those whom the business that made the phone
/// a gate sees of the roster today, all for the prime's and nobody for one that has left; and who of theirs is inside without standing on it.
pub async fn gate_roster(call: &Call) -> Result<GateRoster> {
    let site = call.actor.sites.first().copied().ok_or(Error::NotFound)?;
    let id = call.actor.device.ok_or(Error::NotFound)?;
    let resource = device::site_resource(call.db.read(), site, None).await?.ok_or(Error::NotFound)?;
    call.authorize(Action::RosterRead, &resource)?;
    let now = call.now();
    let inside = store::history::people_inside(call.db.read(), site, now.date().previous()).await?;
    let inside = inside.into_iter().filter(|at| is_inside(Some(at.since), now));
    let inside: HashSet<_> = inside.map(|at| at.technician).collect();
    let places = store::structure::of_site(call.db.read(), site).await?;
    let places: Vec<_> = places.iter().map(store::structure::Place::by_rule).collect();
    let enroller = device::enroller(call.db.read(), id).await?;
    let shown: Vec<StructureId> = match enroller {
        Some(device::Enroller::Register) => places.iter().map(|place| place.id).collect(),
        Some(device::Enroller::Business(business)) => structure::branch(&places, business, now.date()),
        None => Vec::new(),
    };
    let unlisted = device::gate_unlisted(call.db.read(), site, now).await?;
    let unlisted = unlisted.into_iter().filter(|(_, employer)| match enroller {
        None => false,
        // The whole site is the prime's; whom another member employs is that member's branch to know.
        Some(_) if shown.len() == places.len() => true,
        Some(_) => places.iter().any(|place| Some(place.business) == *employer && shown.contains(&place.id)),
    });
    let unlisted = unlisted.map(|(person, _)| person).collect();
    let people = device::gate_people(call.db.read(), site, &shown, now.date()).await?;
    let stopped = device::gate_stopped(call.db.read(), site, &shown, now.date()).await?;
    let code_keys = call.outside.keys.receipts().iter().map(crate::outside::ReceiptSigner::public).collect();
    let expired = device::gate_expired(call.db.read(), site, &shown, now.date()).await?;
    let people =
        people.into_iter().map(|person| GatePerson { inside: inside.contains(&person.technician_id), ..person });
    let site = device::gate_site(call.db.read(), site).await?.ok_or(Error::NotFound)?;
    Ok(GateRoster { site, server_time: now, people: people.collect(), unlisted, stopped, expired, code_keys })
}
