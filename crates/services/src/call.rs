//! Who asks, when, and with what at hand. Invariant: the clock is read and chance is drawn here and nowhere else.

use crate::{error::Result, outside::Outside};
use domain::{
    access::{self, Action, Actor, Resource, Scope},
    id::NUMBER_BODY_MAX,
    time::{Instant, WorkDate},
};
use rand::{Rng, RngCore, SeedableRng, rngs::StdRng};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, AtomicU32, Ordering},
};
use store::{ConnectionTrait, Db};
use uuid::Uuid;

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's.
    System,
    /// A frozen one that tests and seeds move by hand; milliseconds since 1970.
    Frozen(Arc<AtomicI64>),
}

impl Clock {
    /// A frozen clock at `at`.
    pub fn frozen(at: Instant) -> Self {
        Self::Frozen(Arc::new(AtomicI64::new(at.0)))
    }
    /// Now.
    #[expect(clippy::disallowed_methods, reason = "the one home of the clock")]
    pub fn now(&self) -> Instant {
        match self {
            Self::System => {
                let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
                Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Self::Frozen(at) => Instant(at.load(Ordering::Relaxed)),
        }
    }
    /// Moves a frozen clock; the machine's cannot be moved.
    pub fn set(&self, to: Instant) {
        if let Self::Frozen(at) = self {
            at.store(to.0, Ordering::Relaxed);
        }
    }
}

/// Where ids, secrets and chance come from.
#[derive(Debug, Clone)]
pub enum Ids {
    /// The operating system's chance.
    Random,
    /// The same sequence every time, for tests and seeds.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Ids {
    /// A sequence that depends on `seed` only.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }
    /// `N` bytes of chance.
    #[expect(clippy::disallowed_methods, reason = "the one home of chance")]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::Random => rand::rng().fill_bytes(&mut bytes),
            Self::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes),
        }
        bytes
    }
    /// A UUIDv7 made at `now`.
    pub fn uuid(&self, now: Instant) -> Uuid {
        let ms = u64::try_from(now.0).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(ms, &self.bytes::<10>()).into_uuid()
    }
    /// A UUIDv7 made at `now` that sorts after every one this process made so in the same millisecond, so that a trail of
    /// events reads in the order things happened.
    pub fn ordered(&self, now: Instant) -> Uuid {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let ms = u64::try_from(now.0).unwrap_or_default();
        let mut tail = self.bytes::<10>();
        // Of the tail 4 + 8 + 6 + 8 + 6 bits hold the running number (RFC 9562 §6.2, method 1); version and variant take the rest.
        let running = MADE.fetch_add(1, Ordering::Relaxed);
        let part = |shift: u32, bits: u32| (running >> shift & ((1 << bits) - 1)).to_le_bytes()[0];
        tail[0] = part(28, 4);
        tail[1] = part(20, 8);
        tail[2] = part(14, 6);
        tail[3] = part(6, 8);
        tail[4] = part(0, 6) << 2 | tail[4] & 3;
        uuid::Builder::from_unix_timestamp_millis(ms, &tail).into_uuid()
    }
    /// Thirteen digits by chance, the body of a technician, business or site number.
    pub fn number_body(&self) -> i64 {
        let mut rng = StdRng::from_seed(self.bytes::<32>());
        rng.random_range(1_000_000_000_000..=NUMBER_BODY_MAX)
    }
}

/// One request, job or command: made once at the border.
#[derive(Clone)]
pub struct Call {
    /// Who acts.
    pub actor: Actor,
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// Chance.
    pub ids: Ids,
    /// Outside parties: card keys, files, the touch writer, open screens.
    pub outside: Arc<Outside>,
    /// Names the request in events and logs.
    pub request_id: Uuid,
}

/// A change to note: what, to which thing, and what it was before and after.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The use case, `noun.verb`.
    pub process: &'static str,
    /// The noun of what changed.
    pub subject_kind: &'static str,
    /// Its id.
    pub subject_id: String,
    /// Why, where a person said so.
    pub reason: Option<String>,
    /// Before.
    pub old: Option<serde_json::Value>,
    /// After.
    pub new: Option<serde_json::Value>,
}

impl Call {
    /// Now.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
    /// Today in Japan.
    pub fn today(&self) -> WorkDate {
        self.now().date()
    }
    /// Decides, or ends the use case with `Forbidden`.
    pub fn authorize(&self, action: Action, resource: &Resource) -> Result<Scope> {
        Ok(access::decide_on(&self.actor, action, resource, self.today())?)
    }
    /// The same request by another actor (after log-in; the register's own follow-up).
    #[must_use]
    pub fn acting(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }
    /// Adds the event of a change, in the transaction of the change.
    pub async fn note(&self, tx: &impl ConnectionTrait, change: Change) -> Result<()> {
        self.noted(tx, change).await?;
        Ok(())
    }
    /// The same; gives the event's id, for facts that name the act they are of.
    pub(crate) async fn noted(
        &self,
        tx: &impl ConnectionTrait,
        change: Change,
    ) -> core::result::Result<Uuid, store::Fault> {
        let event = self.event(change);
        let id = event.id;
        store::event::insert(tx, event).await?;
        Ok(id)
    }
    /// Adds the events of many changes, in few statements.
    pub async fn note_all(&self, tx: &impl ConnectionTrait, changes: Vec<Change>) -> Result<()> {
        let events = changes.into_iter().map(|change| self.event(change)).collect();
        store::event::insert_many(tx, events).await?;
        Ok(())
    }
    fn event(&self, change: Change) -> store::event::Event {
        let role = serde_json::to_value(self.actor.role).ok().and_then(|role| role.as_str().map(str::to_owned));
        store::event::Event {
            id: self.ids.ordered(self.now()),
            at: self.now(),
            actor_role: role.unwrap_or_default(),
            actor_account: self.actor.account,
            lent_to: self.actor.held.as_ref().and_then(|held| held.lent_to.clone()),
            process: change.process.to_owned(),
            reason: change.reason,
            subject_kind: change.subject_kind.to_owned(),
            subject_id: change.subject_id,
            old: change.old.map(|old| old.to_string()),
            new: change.new.map(|new| new.to_string()),
            request_id: self.request_id,
        }
    }
}
