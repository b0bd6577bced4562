//! New log-ins. Invariant: an issued password is chance, is returned once and kept as a hash only.

use super::{Account, password::hash_password, rows};
use crate::{Call, Change, Error, Result, typed::plain};
use domain::{
    access::{Action, Resource},
    account::{AccountKind, IssuedLogin, LoginId, check_password},
    form::{FieldProblem, Problem},
    id::{AccountId, BusinessId, SiteId, TechnicianId},
};
use serde_json::json;
use store::{ConnectionTrait, Fault};

/// No l, 1, o, 0: what is read from paper is typed right. 32 letters, so that five bits choose one evenly.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const NAME_CHARS_MAX: u32 = 80;

/// A log-in to make.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What kind.
    pub kind: AccountKind,
    /// What will be typed to log in.
    pub login_id: String,
    /// Name for its screens.
    pub name: String,
    /// Its password; absent: one is issued.
    pub password: Option<String>,
    /// The person, for a technician.
    pub technician: Option<TechnicianId>,
    /// The business it belongs to.
    pub business: Option<BusinessId>,
    /// The sites it is limited to, for a site admin.
    pub sites: Vec<SiteId>,
}

/// A password to hand over: four groups of four letters and digits, 80 bits.
pub fn issue_password(call: &Call) -> String {
    let chosen = call.ids.bytes::<16>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    chosen.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// Adds a log-in and its event within the caller's transaction. Permission is the caller's use case's.
pub async fn open(
    call: &Call,
    tx: &impl ConnectionTrait,
    account: &Account,
    sites: &[SiteId],
) -> core::result::Result<(), Fault> {
    rows::insert(tx, account).await?;
    for site in sites {
        rows::add_site(tx, account.id, *site).await?;
    }
    let new = json!({
        "login_id": account.login_id, "role": account.role, "technician": account.technician,
        "business": account.business, "sites": sites,
    });
    let change = Change {
        process: "account.open",
        subject_kind: "account",
        subject_id: account.id.to_string(),
        new: Some(new),
        ..Change::default()
    };
    call.note(tx, change).await.map_err(|error| Fault::Broken(error.to_string()))
}

/// The name as it is kept.
fn check_name(name: &str, problems: &mut Vec<FieldProblem>) -> String {
    let name = plain(name);
    if name.is_empty() {
        problems.push(FieldProblem::new("name", Problem::Missing));
    } else if u32::try_from(name.chars().count()).is_ok_and(|chars| chars > NAME_CHARS_MAX) {
        problems.push(FieldProblem::new("name", Problem::TooLong { max: NAME_CHARS_MAX }));
    }
    name
}

/// Makes a log-in of any kind. Errors: problems of `login_id`, `name`, `password`; `conflict.duplicate`.
pub async fn create(call: &Call, new: NewAccount) -> Result<IssuedLogin> {
    call.authorize(Action::AccountAdminister, &Resource::Register)?;
    let mut problems = Vec::new();
    let login = LoginId::parse(&new.login_id)
        .map_err(|_| problems.push(FieldProblem::new("login_id", Problem::NotAChoice)))
        .ok();
    let name = check_name(&new.name, &mut problems);
    if let Some(problem) = new.password.as_deref().and_then(|chosen| check_password(chosen).err()) {
        problems.push(FieldProblem::new("password", problem));
    }
    let Some(login) = login.filter(|_| problems.is_empty()) else { return Err(Error::fields(problems)) };

    let password = new.password.unwrap_or_else(|| issue_password(call));
    let hash = hash_password(call, &password).await?;
    let id = AccountId(call.ids.uuid(call.now()));
    let account = Account {
        technician: new.technician,
        business: new.business,
        ..Account::new(id, new.kind.role(), login.to_string(), name, hash, call.now())
    };
    let tx = call.db.begin().await?;
    open(call, &tx, &account, &new.sites).await.map_err(taken)?;
    tx.commit().await?;
    Ok(IssuedLogin { login_id: account.login_id, password })
}

fn taken(fault: Fault) -> Error {
    match fault {
        Fault::Taken(_) => Error::Conflict("conflict.duplicate"),
        other => other.into(),
    }
}
