//! IDs a business gives out below its first: branches, sites, lent ones, people. Invariant: an ID reaches no further than the
//! one it was issued by, and one that is ended takes all below it with it.

use crate::{
    Call, Change, Error, Result,
    account::{self, Account, hash_password, issue_password},
    business, fee,
};
use domain::{
    access::{Action, Denied, Resource, Role},
    account::{IssuedLogin, LoginId},
    admin_id::{
        Held, HeldRow, IdEntry, IdForm, IdKind, IdStanding, LAYERS_MAX, LentAct, layer_below, prolonged, standing,
    },
    form::{FieldProblem, Problem},
    id::{AccountId, BusinessId, FeeRequestId, SiteId},
    listing::{Listed, Mark},
    time::WorkDate,
};
use serde_json::json;
use std::collections::HashMap;
use store::{ConnectionTrait, Db, Fault, account as rows, admin_id as ids, admin_id::AdminId};

/// Three layers stand below the first admin ID already.
const TOO_DEEP: &str = "admin_id.too_deep";
/// The ID above it has ended or expired.
const NOT_IN_USE: &str = "admin_id.not_in_use";
/// How often the running number is looked up again where somebody else took it meanwhile.
const TRIES_MAX: u32 = 5;

/// The business whose IDs the caller gives out. Errors: `Forbidden`.
pub(crate) fn giver(call: &Call) -> Result<BusinessId> {
    let resource = call.actor.business.map_or(Resource::Register, Resource::Business);
    call.authorize(Action::AccountCreate, &resource)?;
    call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))
}

/// Whether the caller is itself a branch, with its own ID.
fn branch_of(call: &Call) -> Option<AccountId> {
    call.actor.account.filter(|_| call.actor.role == Role::SiteAdmin)
}

/// Whether the caller may open the page on which an ID of a kind is issued. Errors: `Forbidden`: a branch lends nothing and
/// lets nobody in as the business.
pub fn may_issue(call: &Call, kind: IdKind) -> Result<()> {
    giver(call)?;
    match kind {
        IdKind::Lent | IdKind::Member if branch_of(call).is_some() => Err(Error::Forbidden(Denied::Role)),
        _ => Ok(()),
    }
}

/// The sites of a branch: its own and those of all below it.
pub(crate) async fn sites_of_branch(db: &Db, top: AccountId) -> Result<Vec<SiteId>> {
    let below = ids::branch(db.read(), top).await?;
    let named = rows::named_sites_of(db.read(), &below).await?;
    let mut sites: Vec<SiteId> = named.into_iter().map(|(_, site, _)| site).collect();
    sites.sort_unstable();
    sites.dedup();
    Ok(sites)
}

/// Of these accounts those the caller sees, and what they are: a branch sees itself and what is below it.
pub(crate) async fn seen(
    call: &Call,
    business: BusinessId,
    mut found: Vec<Account>,
) -> Result<(Vec<Account>, HashMap<AccountId, HeldRow>)> {
    let given = ids::of_business(call.db.read(), business).await?;
    if let Some(top) = branch_of(call) {
        let below = ids::branch(call.db.read(), top).await?;
        found.retain(|account| below.contains(&account.id));
    }
    let ends: HashMap<AccountId, (WorkDate, Option<AccountId>)> =
        given.iter().map(|id| (id.account, (id.held.until, id.parent))).collect();
    let row = |id: AdminId| {
        let standing = standing(id.held.from, last_day(&id, &ends), call.today());
        (id.account, HeldRow { held: id.held, parent: id.parent, standing })
    };
    Ok((found, given.into_iter().map(row).collect()))
}

/// The last day of an ID: its own, or that of one above it where that comes first.
fn last_day(id: &AdminId, ends: &HashMap<AccountId, (WorkDate, Option<AccountId>)>) -> WorkDate {
    let chain = core::iter::successors(id.parent.and_then(|above| ends.get(&above)), |(_, above)| {
        above.as_ref().and_then(|above| ends.get(above))
    });
    let above = chain.take(usize::from(LAYERS_MAX.unsigned_abs())).map(|(until, _)| *until);
    above.fold(id.held.until, WorkDate::min)
}

/// The part after `after` of what was done under the IDs the caller's business lent, newest first.
pub async fn lent_acts(call: &Call, after: Option<Mark>) -> Result<Listed<LentAct>> {
    let resource = call.actor.business.map_or(Resource::Register, Resource::Business);
    let scope = call.authorize(Action::LentRead, &resource)?;
    Ok(store::event::of_lent(call.db.read(), &scope, after).await?)
}

/// Issues an ID; its password is returned once. A branch's yearly fee is asked for in the same transaction. Errors: all
/// problems beside their fields; `admin_id.too_deep` for a fourth layer; `fee.limited`, `business.expired`, `business.lapsed`;
/// `Forbidden` for an ID above which one has nothing to say.
pub async fn issue(call: &Call, form: &IdForm) -> Result<IssuedLogin> {
    let business = giver(call)?;
    fee::require_good_standing(call, call.db.read()).await?;
    business::require_valid(call, call.db.read()).await?;
    let entry = form.validate(call.today()).map_err(Error::fields)?;
    may_issue(call, entry.kind)?;
    let parent = entry.parent.or_else(|| branch_of(call));
    let layer = layer_of(call, business, &entry, parent).await?;
    require_sites(call, business, &entry.sites).await?;
    let password = issue_password(call);
    let hash = hash_password(call, &password).await?;
    for _ in 0..TRIES_MAX {
        let tx = call.db.begin().await?;
        if let Some(parent) = parent {
            // Whoever ends it now waits, or has ended it: nothing is issued below an ID that is gone.
            let above = rows::lock(&tx, parent).await?;
            if above.is_none_or(|above| above.disabled_at.is_some()) {
                return Err(Error::rejected(NOT_IN_USE));
            }
        }
        let login = next_login(&tx, business, entry.kind).await?;
        let id = AccountId(call.ids.uuid(call.now()));
        let role = if entry.kind == IdKind::Member { Role::BusinessAdmin } else { Role::SiteAdmin };
        let account = Account::new(id, role, login.clone(), entry.name.clone(), hash.clone(), call.now());
        let account = Account { business: Some(business), ..account };
        match account::open(call, &tx, &account, &entry.sites).await {
            Ok(()) => {
                let held = Held {
                    kind: entry.kind,
                    layer,
                    duty: entry.duty,
                    from: entry.from,
                    until: entry.until,
                    lent_to: entry.body.clone(),
                };
                keep(call, &tx, &AdminId { account: id, business, parent, held }).await?;
                tx.commit().await?;
                return Ok(IssuedLogin { login_id: login, password });
            }
            Err(Fault::Taken(_)) => {}
            Err(fault) => return Err(fault.into()),
        }
    }
    Err(Error::Unavailable)
}

/// The layer of the new ID. Errors: an ID above it that is not one's own or no longer in use; a fourth layer.
async fn layer_of(call: &Call, business: BusinessId, entry: &IdEntry, parent: Option<AccountId>) -> Result<i16> {
    let above = match parent {
        None => 0,
        Some(parent) => {
            let found = ids::find(call.db.read(), parent).await?;
            let found = found.filter(|found| found.business == business && found.held.kind == IdKind::Branch);
            let Some(found) = found else {
                return Err(Error::fields(vec![FieldProblem::new("parent", Problem::Unknown)]));
            };
            require_below(call, parent).await?;
            require_in_use(call, call.db.read(), parent).await?;
            found.held.layer
        }
    };
    if entry.kind == IdKind::Branch { layer_below(above).map_err(|_| Error::rejected(TOO_DEEP)) } else { Ok(above) }
}

/// That an ID, and every one above it, works today. Errors: `admin_id.not_in_use`.
async fn require_in_use(call: &Call, db: &impl ConnectionTrait, id: AccountId) -> Result<()> {
    let is_open = rows::by_id(db, id).await?.is_some_and(|above| above.disabled_at.is_none());
    let found = ids::in_force(db, id).await?.filter(|_| is_open);
    let is_good = |found: &AdminId| standing(found.held.from, found.held.until, call.today()) == IdStanding::Good;
    if found.is_some_and(|found| is_good(&found)) { Ok(()) } else { Err(Error::rejected(NOT_IN_USE)) }
}

/// That an ID is the caller's own branch or below it; the business's own people reach all. Errors: `Forbidden`.
async fn require_below(call: &Call, id: AccountId) -> Result<()> {
    match branch_of(call) {
        Some(top) if !ids::branch(call.db.read(), top).await?.contains(&id) => Err(Error::Forbidden(Denied::NotYours)),
        _ => Ok(()),
    }
}

/// That the business takes part in every site, and a branch has it. Errors: `sites` is unknown.
async fn require_sites(call: &Call, business: BusinessId, sites: &[SiteId]) -> Result<()> {
    let unknown = || Err(Error::fields(vec![FieldProblem::new("sites", Problem::Unknown)]));
    if branch_of(call).is_some() && !sites.iter().all(|site| call.actor.sites.contains(site)) {
        return unknown();
    }
    for site in sites {
        if !store::site::members(call.db.read(), *site).await?.contains(&business) {
            return unknown();
        }
    }
    Ok(())
}

async fn next_login(tx: &impl ConnectionTrait, business: BusinessId, kind: IdKind) -> Result<String> {
    let prefix = LoginId::prefix(business, kind);
    let used = rows::login_ids_from(tx, &prefix).await?;
    let last = used.iter().filter_map(|login| login.strip_prefix(&prefix)?.parse::<u32>().ok()).max();
    Ok(LoginId::of_kind(business, kind, last.unwrap_or(0) + 1).to_string())
}

/// Keeps what the log-in is and asks for what it costs.
async fn keep(call: &Call, tx: &impl ConnectionTrait, id: &AdminId) -> Result<()> {
    ids::insert(tx, id).await?;
    let fee = ask_for(call, tx, id).await?;
    let new = json!({
        "kind": id.held.kind, "layer": id.held.layer, "parent": id.parent, "duty": id.held.duty,
        "from": id.held.from, "until": id.held.until, "lent_to": id.held.lent_to, "fee": fee,
    });
    call.note(tx, about(id.account, "admin_id.issue", None, Some(new))).await
}

/// Asks for the year of an ID, where its kind is paid.
async fn ask_for(call: &Call, tx: &impl ConnectionTrait, id: &AdminId) -> Result<Option<FeeRequestId>> {
    if id.held.kind.is_paid() { Ok(Some(fee::ask_admin_id(call, tx, id.business).await?)) } else { Ok(None) }
}

fn about(
    id: AccountId,
    process: &'static str,
    old: Option<serde_json::Value>,
    new: Option<serde_json::Value>,
) -> Change {
    Change { process, subject_kind: "account", subject_id: id.to_string(), old, new, ..Change::default() }
}

/// One of one's own IDs that can be ended or prolonged. Errors: `NotFound`; `Forbidden` for the one that one uses oneself
/// and for one above it.
async fn own(call: &Call, id: AccountId) -> Result<AdminId> {
    let business = giver(call)?;
    let found = ids::find(call.db.read(), id).await?.filter(|found| found.business == business);
    let found = found.ok_or(Error::NotFound)?;
    if call.actor.account == Some(id) {
        return Err(Error::Forbidden(Denied::NotYours));
    }
    require_below(call, id).await?;
    Ok(found)
}

/// Ends an ID and all below it at once; whoever is logged in with one is out at the next request, and gates enrolled with it
/// go. Errors: `NotFound`, `Forbidden`.
pub async fn end(call: &Call, id: AccountId) -> Result<()> {
    own(call, id).await?;
    let tx = call.db.begin().await?;
    shut(call, &tx, id, "admin_id.end").await?;
    tx.commit().await?;
    call.outside.touches.forget_devices();
    Ok(())
}

/// Gives an ID of one's own business whose holder forgot it another password, which is returned once; whoever is
/// logged in with it is out. The first ID stands above all branches: only the business's own people reach it. Errors:
/// `NotFound`, `Forbidden`, also for the one that one uses oneself.
pub async fn renew_password(call: &Call, id: AccountId) -> Result<IssuedLogin> {
    let business = giver(call)?;
    if ids::find(call.db.read(), id).await?.is_some() {
        own(call, id).await?;
    } else {
        let first = rows::by_id(call.db.read(), id).await?;
        first.filter(|first| first.business == Some(business)).ok_or(Error::NotFound)?;
        if branch_of(call).is_some() || call.actor.account == Some(id) {
            return Err(Error::Forbidden(Denied::NotYours));
        }
    }
    account::renewed(call, id, None).await
}

/// Makes a log-in, and every ID below it, unusable from now on.
pub(crate) async fn shut(call: &Call, tx: &impl ConnectionTrait, id: AccountId, process: &'static str) -> Result<()> {
    // From the top on: whoever issues below one of these meanwhile has done so, and is found in the next look, or will see
    // that it is gone.
    rows::lock(tx, id).await?;
    let mut done: Vec<AccountId> = Vec::new();
    loop {
        let mut found = ids::branch(tx, id).await?;
        if found.is_empty() {
            // The first of a business, or one of nobody's business: nothing stands below it.
            found.push(id);
        }
        found.retain(|account| !done.contains(account));
        if found.is_empty() {
            return Ok(());
        }
        shut_these(call, tx, &found, process).await?;
        done.append(&mut found);
    }
}

async fn shut_these(
    call: &Call,
    tx: &impl ConnectionTrait,
    accounts: &[AccountId],
    process: &'static str,
) -> Result<()> {
    for account in accounts.iter().copied() {
        if !rows::disable(tx, account, call.now()).await? {
            continue;
        }
        let gates = store::device::revoke_of(tx, account, call.now()).await?;
        let (old, new) = (json!({ "disabled": false }), json!({ "disabled": true, "gates_revoked": gates }));
        call.note(tx, about(account, process, Some(old), Some(new))).await?;
    }
    Ok(())
}

/// Prolongs an ID that ends on `shown` by a year and gives its new last day; a branch's fee is asked for again. Errors:
/// `NotFound`, `Forbidden`, `fee.limited`, `business.expired`, `business.lapsed`; `admin_id.not_in_use` where the one above has
/// ended: it would be paid for and not work; `conflict.state` where it ends on another day by now: pressed twice, it is neither
/// prolonged nor paid for twice.
pub async fn prolong(call: &Call, id: AccountId, shown: WorkDate) -> Result<WorkDate> {
    own(call, id).await?;
    fee::require_good_standing(call, call.db.read()).await?;
    business::require_valid(call, call.db.read()).await?;
    let tx = call.db.begin().await?;
    // Read again with the row kept: of two who press at once one prolongs, the other is told.
    let usable = rows::lock(&tx, id).await?.is_some_and(|account| account.disabled_at.is_none());
    let now = ids::find(&tx, id).await?.filter(|_| usable).ok_or(Error::NotFound)?;
    if now.held.until != shown {
        return Err(Error::Conflict("conflict.state"));
    }
    if let Some(parent) = now.parent {
        // Whoever ends it now waits, or has ended it.
        rows::lock(&tx, parent).await?;
        require_in_use(call, &tx, parent).await?;
    }
    let until = prolonged(now.held.until, call.today());
    ids::set_until(&tx, id, until).await?;
    let fee = ask_for(call, &tx, &now).await?;
    let (old, new) = (json!({ "until": now.held.until }), json!({ "until": until, "fee": fee }));
    call.note(&tx, about(id, "admin_id.prolong", Some(old), Some(new))).await?;
    tx.commit().await?;
    Ok(until)
}
