//! 能力評価実施団体, entered by the operator. Invariant: a log-in is made for one body and for no other.

use super::{book, seats as rows};
use crate::{
    Call, Change, Error, Result,
    account::{self, Account, hash_password, issue_password},
    typed::plain,
};
use domain::{
    access::{Action, Resource},
    account::{AccountKind, IssuedLogin},
    form::{FieldProblem, Problem},
    id::{AccountId, LevelBodyId},
    level::{
        FieldNumber,
        body::{BodyForm, BodyRow, body_login},
    },
};
use serde_json::json;
use store::Fault;

/// Another body judges one of the fields.
const TAKEN: &str = "level.field_taken";
const NAME_CHARS_MAX: u32 = 80;

fn administer(call: &Call) -> Result<()> {
    call.authorize(Action::LevelAdminister, &Resource::Register).map(drop)
}

fn about(id: LevelBodyId, process: &'static str) -> Change {
    Change { process, subject_kind: "level_body", subject_id: id.to_string(), ..Change::default() }
}

fn taken(fault: Fault) -> Error {
    match fault {
        Fault::Taken(_) => Error::rejected(TAKEN),
        other => other.into(),
    }
}

fn is_field(field: FieldNumber) -> bool {
    book().is_ok_and(|book| book.field(field).is_some())
}

/// All bodies with their fields and log-ins. Errors: `auth.forbidden`.
pub async fn bodies(call: &Call) -> Result<Vec<BodyRow>> {
    administer(call)?;
    Ok(rows::all(call.db.read()).await?)
}

/// Enters a body. Errors: problems of the form; `level.field_taken`.
pub async fn enter(call: &Call, form: &BodyForm) -> Result<LevelBodyId> {
    administer(call)?;
    let entry = form.validate(is_field).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    let row = BodyRow {
        id: LevelBodyId(call.ids.uuid(call.now())),
        number: rows::next_number(&tx).await?,
        name: entry.name,
        fields: entry.fields,
        staff: Vec::new(),
        made_at: call.now(),
    };
    rows::insert(&tx, &row).await.map_err(taken)?;
    let new = json!({ "number": row.number, "name": row.name, "fields": row.fields });
    call.note(&tx, Change { new: Some(new), ..about(row.id, "level_body.enter") }).await?;
    tx.commit().await?;
    Ok(row.id)
}

/// Gives a body other fields. Errors: `NotFound`; a problem of `fields`; `level.field_taken`.
pub async fn set_fields(call: &Call, id: LevelBodyId, fields: &str) -> Result<()> {
    administer(call)?;
    let tx = call.db.begin().await?;
    let before = rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let form = BodyForm { name: before.name.clone(), fields: fields.to_owned() };
    let entry = form.validate(is_field).map_err(Error::fields)?;
    rows::set_fields(&tx, id, &entry.fields).await.map_err(taken)?;
    let change = Change {
        old: Some(json!({ "fields": before.fields })),
        new: Some(json!({ "fields": entry.fields })),
        ..about(id, "level_body.set_fields")
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives somebody of a body a log-in. Errors: `NotFound`; a problem of `staff_name`; `conflict.taken` where two are given at once.
pub async fn issue(call: &Call, id: LevelBodyId, name: &str) -> Result<IssuedLogin> {
    administer(call)?;
    let body = rows::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    let name = plain(name);
    let problem = match u32::try_from(name.chars().count()).unwrap_or(u32::MAX) {
        0 => Some(Problem::Missing),
        1..=NAME_CHARS_MAX => None,
        _ => Some(Problem::TooLong { max: NAME_CHARS_MAX }),
    };
    if let Some(problem) = problem {
        return Err(Error::fields(vec![FieldProblem::new("staff_name", problem)]));
    }
    let running = rows::seats(call.db.read(), id).await? + 1;
    let login_id = body_login(body.number, u32::try_from(running).unwrap_or(u32::MAX));
    let password = issue_password(call);
    let hash = hash_password(call, &password).await?;
    let account = AccountId(call.ids.uuid(call.now()));
    let role = AccountKind::Evaluator.role();
    let tx = call.db.begin().await?;
    account::open(call, &tx, &Account::new(account, role, login_id.clone(), name, hash, call.now()), &[]).await?;
    rows::sit(&tx, account, id).await?;
    let change = Change {
        process: "account.seat",
        subject_kind: "account",
        subject_id: account.to_string(),
        new: Some(json!({ "level_body": id })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(IssuedLogin { login_id, password })
}

/// The name of the caller's body, for the top of its pages; empty for who sits at none.
pub async fn own_name(call: &Call) -> Result<String> {
    match call.actor.level_body {
        Some(id) => Ok(rows::find(call.db.read(), id).await?.map(|body| body.name).unwrap_or_default()),
        None => Ok(String::new()),
    }
}
