//! Logging in and the log-ins themselves. Invariant: whether an ID exists cannot be told from an answer or from how
//! long it takes, and no try is judged before it is written down against its limits.

mod attempt;
mod handed;
mod issue;
mod password;
mod renew;
mod sealed;
mod second_factor;

use crate::{Call, Change, Error, Result, admin_id};
use domain::{
    access::{Action, Actor, Denied, Resource, Role},
    account::{AccountKind, AccountRow, LoginId, Profile},
    admin_id::IdKind,
    form::{FieldProblem, Problem},
    id::AccountId,
    time::Instant,
};
use std::collections::HashMap;
use store::{ConnectionTrait, Db, account as rows};

pub use attempt::{Attempt, count, count_stranger};
pub(crate) use handed::hash_handed;
pub use handed::{open_handed, seal_handed};
pub use issue::{NewAccount, create, issue_password, open};
pub use password::hash_password;
pub(crate) use password::{NOBODY, require_new};
pub use renew::renew_password;
pub(crate) use renew::renewed;
pub use second_factor::{TotpSetup, second_factor, totp_begin, totp_confirm, totp_import};
pub use store::account::Account;

/// No such ID, or not its password: the two are one.
pub const LOGIN_FAILED: &str = "auth.login_failed";
/// Not the password of who is logged in.
pub const PASSWORD_WRONG: &str = "auth.password_wrong";
/// Too many wrong tries for now.
pub const LOCKED: &str = "auth.locked";

/// How far a log-in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogIn {
    /// Everything asked for was given.
    Done(AccountId),
    /// The password was right; the code of the authenticator app is still owed.
    SecondFactor {
        /// Whose.
        account: AccountId,
        /// Whether an app has been set up; if not, one must be now ([`totp_begin`]).
        enrolled: bool,
    },
}

/// That something was typed into each field: what was left empty is no try, so it is told apart before one is counted.
/// Errors: the fields left empty.
pub(crate) fn all_typed(fields: &[(&str, &str)]) -> Result<()> {
    let empty = fields.iter().filter(|(_, typed)| typed.trim().is_empty());
    let problems: Vec<FieldProblem> = empty.map(|(field, _)| FieldProblem::new(field, Problem::Missing)).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::fields(problems)) }
}

/// Checks an ID and its password. `client` is the address the request came from. Errors: `auth.login_failed`,
/// `auth.locked`, what was left empty.
pub async fn log_in(call: &Call, login_id: &str, password: &str, client: &str) -> Result<LogIn> {
    all_typed(&[("login_id", login_id), ("password", password)])?;
    let login = LoginId::parse(login_id).ok();
    let tried = login.as_ref().map_or_else(|| login_id.to_owned(), ToString::to_string);
    let attempt = Attempt::begin(call, "account", &tried, client).await?;
    let found = match &login {
        Some(login) => {
            rows::by_login_id(call.db.read(), login.as_str()).await?.filter(|found| found.disabled_at.is_none())
        }
        None => None,
    };
    let right = password::verify(password, found.as_ref().map(|found| found.password_hash.as_str())).await?;
    let Some(account) = found.filter(|_| right) else { return Err(Error::rejected(LOGIN_FAILED)) };

    let enrolled = account.totp_confirmed_at.is_some();
    // Whoever has an app set up is asked for its code, also where the role does not demand one.
    let owes_code = enrolled || account.role.needs_second_factor();
    let tx = call.db.begin().await?;
    attempt.succeeded(&tx).await?;
    if owes_code && !enrolled {
        // A new secret at every log-in: one seen by an earlier visitor who did not finish is worth nothing.
        second_factor::renew_secret(call, &tx, account.id).await?;
    } else if !owes_code {
        note_log_in(call, &tx, &account, None).await?;
    }
    tx.commit().await?;
    Ok(if owes_code { LogIn::SecondFactor { account: account.id, enrolled } } else { LogIn::Done(account.id) })
}

/// How many more tries there are with this ID before one must wait, whether or not anybody has it.
pub async fn tries_left(call: &Call, login_id: &str) -> Result<u32> {
    let login = LoginId::parse(login_id).ok();
    let tried = login.as_ref().map_or_else(|| login_id.to_owned(), ToString::to_string);
    Attempt::left(call, "account", &tried).await
}

/// That the password of who is logged in was given again, before something is done that whoever holds an unlocked phone must not do.
/// Errors: `auth.password_wrong`, `auth.locked`, with the tries of [`log_in`].
pub(crate) async fn prove_password(call: &Call, account: &Account, password: &str, client: &str) -> Result<()> {
    let attempt = Attempt::begin(call, "account", &account.login_id, client).await?;
    if !password::verify(password, Some(&account.password_hash)).await? {
        return Err(Error::rejected(PASSWORD_WRONG));
    }
    let tx = call.db.begin().await?;
    attempt.succeeded(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes a log-in; `by` says by what, where it was not the password.
pub(crate) async fn note_log_in(
    call: &Call,
    tx: &impl ConnectionTrait,
    account: &Account,
    by: Option<serde_json::Value>,
) -> Result<()> {
    // As who they are from here on: a lent ID stands in the trail with the body it is lent to.
    let call = call.acting(acting_as(&call.db, account.clone()).await?);
    let change = Change {
        process: rows::LOG_IN,
        subject_kind: "account",
        subject_id: account.id.to_string(),
        new: by,
        ..Change::default()
    };
    call.note(tx, change).await
}

/// Who acts when `account` is logged in. Errors: `Forbidden(LogInFirst)` where it is gone or disabled.
pub async fn actor_of(db: &Db, account: AccountId) -> Result<Actor> {
    acting_as(db, usable(db, account).await?).await
}

/// Who acts with a log-in, for the register's own console. Errors: `NotFound`; as [`actor_of`].
pub async fn actor_with(db: &Db, login_id: &str) -> Result<Actor> {
    let login = LoginId::parse(login_id).map_err(|_| Error::NotFound)?;
    let found = rows::by_login_id(db.read(), login.as_str()).await?.ok_or(Error::NotFound)?;
    actor_of(db, found.id).await
}

/// The same for a session begun at `since`. Errors: also where a new password has ended it.
pub async fn actor_in_session(db: &Db, account: AccountId, since: Instant) -> Result<Actor> {
    let found = usable(db, account).await?;
    if found.sessions_from.is_some_and(|from| since < from) {
        return Err(Error::Forbidden(Denied::LogInFirst));
    }
    acting_as(db, found).await
}

async fn acting_as(db: &Db, found: Account) -> Result<Actor> {
    let held = match found.business {
        Some(_) => store::admin_id::in_force(db.read(), found.id).await?.map(|id| id.held),
        None => None,
    };
    let sites = match (found.role, &held) {
        (Role::SiteAdmin, Some(held)) if held.kind == IdKind::Branch => admin_id::sites_of_branch(db, found.id).await?,
        (Role::SiteAdmin, _) => rows::sites_of(db.read(), found.id).await?,
        _ => Vec::new(),
    };
    let seat = match found.role {
        Role::Registrar | Role::Scrivener => store::registrar::seat_of(db.read(), found.id).await?,
        _ => None,
    };
    let level_body = match found.role {
        Role::Evaluator => store::level::body::seat_of(db.read(), found.id).await?,
        _ => None,
    };
    let (desk, scrivener, period) =
        seat.map_or((None, None, None), |(desk, scrivener, period)| (desk, scrivener, Some(period)));
    Ok(Actor {
        held,
        desk,
        scrivener,
        level_body,
        period,
        account: Some(found.id),
        technician: found.technician,
        business: found.business,
        sites,
        ..Actor::of(found.role)
    })
}

pub(crate) async fn usable(db: &Db, account: AccountId) -> Result<Account> {
    let found = rows::by_id(db.read(), account).await?.filter(|found| found.disabled_at.is_none());
    found.ok_or(Error::Forbidden(Denied::LogInFirst))
}

/// Who is logged in, for the top of every page. Errors: `Forbidden(LogInFirst)`.
pub async fn profile(call: &Call) -> Result<Profile> {
    let id = call.actor.account.ok_or(Error::Forbidden(Denied::LogInFirst))?;
    let found = usable(&call.db, id).await?;
    let business = match found.business {
        Some(business) => store::business::name(call.db.read(), business).await?,
        None => None,
    };
    Ok(Profile { name: found.name, role: found.role, login_id: found.login_id, business })
}

/// The log-ins of one's own business that are in use, all of them: a page shows them as a tree. Errors: refused to whoever gives
/// out none.
pub async fn list(call: &Call) -> Result<Vec<AccountRow>> {
    let business = admin_id::giver(call)?;
    let found = rows::of_business(call.db.read(), business).await?;
    let (found, mut held) = admin_id::seen(call, business, found).await?;
    let ids: Vec<AccountId> = found.iter().map(|account| account.id).collect();
    let mut sites: HashMap<_, Vec<_>> = HashMap::new();
    for (account, site, name) in rows::named_sites_of(call.db.read(), &ids).await? {
        sites.entry(account).or_default().push((site, name));
    }
    let last = rows::last_log_ins(call.db.read(), &ids).await?;
    let mut row = |account: Account| {
        Some(AccountRow {
            id: account.id,
            kind: AccountKind::from_role(account.role)?,
            login_id: account.login_id,
            name: account.name,
            sites: sites.remove(&account.id).unwrap_or_default(),
            second_factor: account.totp_confirmed_at.is_some(),
            last_login_at: last.get(&account.id).copied(),
            held: held.remove(&account.id),
        })
    };
    Ok(found.into_iter().filter_map(&mut row).collect())
}

/// Whether anybody but technicians can log in; the register itself asks when it begins. Errors: refused to everybody else.
pub async fn is_anybody(call: &Call) -> Result<bool> {
    call.authorize(Action::AccountAdminister, &Resource::Register)?;
    Ok(rows::is_any(call.db.read()).await?)
}

/// Makes a log-in unusable from now on, with every ID below it; whoever is logged in with it is out at the next request. The
/// operator's alone: a business ends its own by [`admin_id::end`]. Errors: `NotFound`.
pub async fn disable(call: &Call, id: AccountId) -> Result<()> {
    call.authorize(Action::AccountAdminister, &Resource::Register)?;
    rows::by_id(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    let tx = call.db.begin().await?;
    admin_id::shut(call, &tx, id, "account.disable").await?;
    tx.commit().await?;
    call.outside.touches.forget_devices();
    Ok(())
}
