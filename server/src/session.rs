//! Browsers' sessions in the database. Invariant: a browser holds an id and nothing else, in a cookie that scripts, other
//! hosts and plain connections do not get.

use core::fmt;
use domain::time::Instant;
use services::{
    Clock, Db,
    session::{self, Kept},
};
use std::{collections::HashMap, sync::Arc};
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Name of the cookie. `__Host-` lets browsers take it only as a secure cookie of this very host.
pub const COOKIE: &str = "__Host-careerup";
/// A session ends after so long without being used.
pub const IDLE: Duration = Duration::hours(12);
/// A technician's, on the person's own phone.
pub const IDLE_TECHNICIAN: Duration = Duration::days(30);
/// How often a session that is only read is written again, so that it does not end while it is used.
pub const SEEN_MS: i64 = 10 * 60 * 1_000;
/// Key of the instant a session was last written for being used.
pub const SEEN: &str = "seen";

/// Ids are 128 bits of chance; a second one with the same is a fault of chance, not of load.
const CREATE_TRIES: u32 = 3;

/// Where sessions are kept.
#[derive(Clone)]
pub struct Store {
    db: Db,
    clock: Clock,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

#[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
fn gone(error: services::Error) -> Error {
    Error::Backend(error.to_string())
}

fn kept(record: &Record) -> Result<Kept> {
    let data = serde_json::to_string(&record.data).map_err(|fault| Error::Encode(fault.to_string()))?;
    let ms = record.expiry_date.unix_timestamp_nanos() / 1_000_000;
    Ok(Kept { data, expires_at: Instant(i64::try_from(ms).unwrap_or(i64::MAX)) })
}

#[async_trait::async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        for _ in 0..CREATE_TRIES {
            if session::create(&self.db, &record.id.to_string(), &kept(record)?).await.map_err(gone)? {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(Error::Backend("no free session id".to_owned()))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        session::save(&self.db, &record.id.to_string(), &kept(record)?).await.map_err(gone)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(kept) = session::load(&self.db, &id.to_string(), self.clock.now()).await.map_err(gone)? else {
            return Ok(None);
        };
        let data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&kept.data).map_err(|fault| Error::Decode(fault.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(i128::from(kept.expires_at.0) * 1_000_000);
        let expiry_date = expiry_date.map_err(|fault| Error::Decode(fault.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        session::delete(&self.db, &id.to_string()).await.map_err(gone)
    }
}

/// A session that is no browser's: empty, and never written.
pub fn apart(db: &Db, clock: &Clock) -> Session {
    Session::new(None, Arc::new(Store { db: db.clone(), clock: clock.clone() }), None)
}

/// Gives every request its session; nothing is read before somebody asks for what is in it.
pub fn layer(db: &Db, clock: &Clock) -> SessionManagerLayer<Store> {
    SessionManagerLayer::new(Store { db: db.clone(), clock: clock.clone() })
        .with_name(COOKIE)
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(IDLE))
}
