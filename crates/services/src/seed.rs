//! Invented data. [`demo`] plays months of work through the services, as people would have; [`bulk`] fills tables for
//! benchmarks. Invariant: the same seed and clock give the same people and numbers, and neither touches a register in use.

mod bulk;
mod cases;
mod cast;
mod changes;
mod claims;
mod counter;
mod ids;
mod levels;
mod office;
mod paper;
mod play;
mod portrait;
mod stage;
mod work;

pub use bulk::{Bulk, bulk, level_months};
pub use cases::cases;

use crate::{Call, Error, Result, account};
use domain::{
    access::{Action, Resource, Role},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use store::seed as rows;
use totp_rs::{Algorithm, Secret, TOTP};

/// The password of every log-in that is invented here. Public: never for a register with real people.
pub const PASSWORD: &str = "minato-3chome-demo";
/// The authenticator secret of every invented log-in that needs a second factor. Public, as [`PASSWORD`].
pub const TOTP_SECRET: &[u8; 20] = b"minatomachi-3-chome!";

/// The register has people in it.
const NOT_EMPTY: &str = "seed.not_empty";
/// An earlier run was cut short; the data folder must be made anew.
const HALF_MADE: &str = "seed.half_made";
/// Where what was made is noted.
const SETTING: &str = "demo";
const BEGUN: &str = "begun";

/// A log-in of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoLogIn {
    /// In which role, for the heading.
    pub role: Role,
    /// Whose: a person's or a firm's name.
    pub name: String,
    /// What is typed to log in.
    pub login_id: String,
    /// Always [`PASSWORD`].
    pub password: String,
    /// Whether a code of [`totp_code`] is asked for as well.
    pub second_factor: bool,
}

/// The demonstration as made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demo {
    /// Log-ins to try, the busiest first.
    pub log_ins: Vec<DemoLogIn>,
    /// [`TOTP_SECRET`] in Base32, to type into an authenticator app.
    pub totp_secret: String,
}

/// The log-ins of a demonstration made before; `None` where there is none or it is still being made.
pub async fn made(call: &Call) -> Result<Option<Demo>> {
    call.authorize(Action::AccountAdminister, &Resource::Register)?;
    let noted = rows::setting(call.db.read(), SETTING).await?.filter(|noted| noted != BEGUN);
    noted.map(|noted| serde_json::from_str(&noted).map_err(Error::internal)).transpose()
}

/// Whether [`demo`] has everything still to make.
pub async fn is_to_make(call: &Call) -> Result<bool> {
    call.authorize(Action::AccountAdminister, &Resource::Register)?;
    let db = call.db.read();
    Ok(rows::setting(db, SETTING).await?.is_none() && rows::is_empty(db).await?)
}

/// Fills an empty register with a believable demonstration, up to the call's own now. Where it was made before, gives the
/// log-ins again. For the register itself only.
///
/// Errors: `seed.not_empty`, `seed.half_made`.
pub async fn demo(call: &Call) -> Result<Demo> {
    only_the_register(call)?;
    if let Some(demo) = made(call).await? {
        return Ok(demo);
    }
    if rows::setting(call.db.read(), SETTING).await?.is_some() {
        return Err(Error::Conflict(HALF_MADE));
    }
    if !rows::is_empty(call.db.read()).await? {
        return Err(Error::Conflict(NOT_EMPTY));
    }
    note(call, BEGUN).await?;
    let log_ins = Box::pin(play::play(call)).await?;
    let demo = Demo { log_ins, totp_secret: totp_secret() };
    note(call, &serde_json::to_string(&demo).map_err(Error::internal)?).await?;
    Ok(demo)
}

async fn note(call: &Call, value: &str) -> Result<()> {
    let tx = call.db.begin().await?;
    rows::keep_setting(&tx, SETTING, value).await?;
    tx.commit().await?;
    Ok(())
}

fn only_the_register(call: &Call) -> Result<()> {
    if call.actor.role == Role::System { Ok(()) } else { Err(Error::Forbidden(domain::access::Denied::Role)) }
}

/// [`TOTP_SECRET`] as authenticator apps take it.
pub fn totp_secret() -> String {
    Secret::Raw(TOTP_SECRET.to_vec()).to_encoded().to_string()
}

/// The six digits that invented log-ins are asked for at `now`.
pub fn totp_code(now: Instant) -> Result<String> {
    let totp =
        TOTP::new(Algorithm::SHA1, 6, 1, 30, TOTP_SECRET.to_vec(), None, String::new()).map_err(Error::internal)?;
    Ok(totp.generate(u64::try_from(now.0 / 1000).unwrap_or_default()))
}

/// Gives an invented log-in the second factor of [`TOTP_SECRET`].
async fn with_second_factor(call: &Call, account: domain::id::AccountId) -> Result<()> {
    account::totp_import(call, account, TOTP_SECRET).await
}
