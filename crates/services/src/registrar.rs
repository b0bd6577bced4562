//! The register of 認定登録機関 and 登録行政書士, kept by the operator. Invariant: a log-in is made for one office or scrivener and
//! for no other; whoever's certification does not hold is refused by the decision itself.

mod sample;
mod scrivener;

use crate::{
    Call, Change, Error, Result,
    account::{self, Account, hash_password, issue_password},
    typed::plain,
};
use domain::{
    access::{Action, Resource, Role},
    account::{AccountKind, IssuedLogin},
    form::{FieldProblem, Problem},
    id::{AccountId, OfficeId, RegistrarId},
    listing::{Listed, Mark},
    registrar::{Figures, OfficeForm, OfficeRow, Period, RegistrarForm, RegistrarRow, StaffRow, staff_login},
};
use serde_json::json;
use store::{
    ConnectionTrait,
    registrar::{self as rows, Office, Seat},
};

pub(crate) use sample::draw;
pub use sample::{judge_sample, rates, sample, samples, set_rate, words};
pub use scrivener::{add_scrivener, end_scrivener, issue_scrivener, scrivener, scriveners, scriveners_by_prefecture};

const NAME_CHARS_MAX: u32 = 80;

fn administer(call: &Call) -> Result<domain::access::Scope> {
    call.authorize(Action::RegistrarAdminister, &Resource::Register)
}

fn about(id: RegistrarId, process: &'static str) -> Change {
    Change { process, subject_kind: "registrar", subject_id: id.to_string(), ..Change::default() }
}

/// Enters a body. Errors: problems of the form; `conflict.taken` where two are entered at once.
pub async fn enter(call: &Call, form: &RegistrarForm) -> Result<RegistrarId> {
    administer(call)?;
    let entry = form.validate().map_err(Error::fields)?;
    let id = RegistrarId(call.ids.uuid(call.now()));
    let tx = call.db.begin().await?;
    let row = RegistrarRow {
        id,
        number: rows::next_number(&tx).await?,
        name: entry.name,
        prefecture: entry.prefecture,
        temporary: entry.temporary,
        period: Period { from: entry.from, until: entry.until, ended_on: None },
        figures: Figures::default(),
        created_at: call.now(),
    };
    rows::insert(&tx, &row).await?;
    let new = json!({ "number": row.number, "name": row.name, "temporary": row.temporary, "period": row.period });
    call.note(&tx, Change { new: Some(new), ..about(id, "registrar.enter") }).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds an office to a body. Errors: `NotFound`; problems of the form.
pub async fn add_office(call: &Call, id: RegistrarId, form: &OfficeForm) -> Result<OfficeId> {
    administer(call)?;
    let entry = form.validate().map_err(Error::fields)?;
    let office = OfficeId(call.ids.uuid(call.now()));
    let tx = call.db.begin().await?;
    rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let row = OfficeRow { id: office, kind: entry.kind, name: entry.name, address: entry.address, phone: entry.phone };
    rows::add_office(&tx, &Office { row: row.clone(), registrar: id }, call.now()).await?;
    let new = json!({ "office": office, "kind": row.kind, "name": row.name });
    call.note(&tx, Change { new: Some(new), ..about(id, "registrar.add_office") }).await?;
    tx.commit().await?;
    Ok(office)
}

/// Gives somebody of an office a log-in (担当者ID). Errors: `NotFound`; problems of `office` where none was chosen and of
/// `staff_name`; `conflict.taken` where two are given at once.
pub async fn issue(call: &Call, office: Option<OfficeId>, name: &str) -> Result<IssuedLogin> {
    administer(call)?;
    let (office, name) = match (office, staff_name(name)) {
        (Some(office), Ok(name)) => (office, name),
        (office, name) => {
            let missing = office.is_none().then(|| FieldProblem::new("office", Problem::Missing));
            return Err(Error::fields(missing.into_iter().chain(name.err()).collect()));
        }
    };
    let found = rows::find_office(call.db.read(), office).await?.ok_or(Error::NotFound)?;
    let body = rows::find(call.db.read(), found.registrar).await?.ok_or(Error::NotFound)?;
    let made = rows::staff_of_registrar(call.db.read(), body.id).await?.len();
    let login = staff_login(body.number, u32::try_from(made).unwrap_or(u32::MAX).saturating_add(1));
    open_seat(call, AccountKind::Registrar, login, name, Seat::Office(office)).await
}

/// A name as it is kept, or what is wrong with it.
fn staff_name(name: &str) -> core::result::Result<String, FieldProblem> {
    let name = plain(name);
    let problem = match u32::try_from(name.chars().count()).unwrap_or(u32::MAX) {
        0 => Problem::Missing,
        1..=NAME_CHARS_MAX => return Ok(name),
        _ => Problem::TooLong { max: NAME_CHARS_MAX },
    };
    Err(FieldProblem::new("staff_name", problem))
}

/// Makes a log-in and seats it, with its event.
async fn open_seat(call: &Call, kind: AccountKind, login_id: String, name: String, seat: Seat) -> Result<IssuedLogin> {
    let password = issue_password(call);
    let hash = hash_password(call, &password).await?;
    let id = AccountId(call.ids.uuid(call.now()));
    let tx = call.db.begin().await?;
    account::open(call, &tx, &Account::new(id, kind.role(), login_id.clone(), name, hash, call.now()), &[]).await?;
    rows::sit(&tx, id, seat).await?;
    let new = match seat {
        Seat::Office(office) => json!({ "office": office }),
        Seat::Scrivener(scrivener) => json!({ "scrivener": scrivener }),
    };
    let change = Change {
        process: "account.seat",
        subject_kind: "account",
        subject_id: id.to_string(),
        new: Some(new),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(IssuedLogin { login_id, password })
}

/// Ends a body from today on: nobody of it can act any more. Errors: `NotFound`; `conflict.already_done`.
pub async fn end(call: &Call, id: RegistrarId) -> Result<()> {
    administer(call)?;
    let tx = call.db.begin().await?;
    let before = rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    if !rows::end(&tx, id, call.today()).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let change = Change {
        old: Some(json!({ "period": before.period })),
        new: Some(json!({ "ended_on": call.today() })),
        ..about(id, "registrar.end")
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// The part after `after` of all bodies, newest first.
pub async fn list(call: &Call, after: Option<Mark>) -> Result<Listed<RegistrarRow>> {
    let scope = administer(call)?;
    Ok(rows::list(call.db.read(), &scope, after).await?)
}

/// A body with its offices and their log-ins. Errors: `NotFound`.
pub async fn find(call: &Call, id: RegistrarId) -> Result<(RegistrarRow, Vec<OfficeRow>, Vec<StaffRow>)> {
    administer(call)?;
    let db = call.db.read();
    let row = rows::find(db, id).await?.ok_or(Error::NotFound)?;
    Ok((row, rows::offices(db, id).await?, rows::staff_of_registrar(db, id).await?))
}

/// The body with this running number. Errors: `NotFound`.
pub async fn by_number(call: &Call, number: i32) -> Result<RegistrarId> {
    administer(call)?;
    Ok(rows::by_number(call.db.read(), number).await?.ok_or(Error::NotFound)?.id)
}

/// Who is behind an office or a scrivener's log-in, for the top of its pages. Errors: `auth.forbidden`.
pub async fn own_name(call: &Call) -> Result<String> {
    let db = call.db.read();
    match (call.actor.role, call.actor.desk, call.actor.scrivener) {
        (Role::Registrar, Some(desk), _) => office_name(db, desk.office).await,
        (Role::Scrivener, _, Some(id)) => Ok(rows::find_scrivener(db, id).await?.ok_or(Error::NotFound)?.name),
        _ => Ok(String::new()),
    }
}

/// `北能登建設組合 輪島窓口`. Errors: `NotFound`.
pub(crate) async fn office_name(db: &impl ConnectionTrait, id: OfficeId) -> Result<String> {
    let office = rows::find_office(db, id).await?.ok_or(Error::NotFound)?;
    let body = rows::find(db, office.registrar).await?.ok_or(Error::NotFound)?;
    Ok(format!("{} {}", body.name, office.row.name))
}
