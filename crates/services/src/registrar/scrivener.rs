//! 登録行政書士 in the operator's register. Invariant: as for bodies, nothing is deleted; a scrivener is ended on a day.

use super::{administer, open_seat, rows, staff_name};
use crate::{Call, Change, Error, Result};
use domain::{
    account::{AccountKind, IssuedLogin},
    id::ScrivenerId,
    listing::{Listed, Mark},
    prefecture::PrefectureCode,
    registrar::{Period, ScrivenerForm, ScrivenerRow, StaffRow, scrivener_login},
};
use serde_json::json;
use store::registrar::Seat;

fn about(id: ScrivenerId, process: &'static str) -> Change {
    Change { process, subject_kind: "scrivener", subject_id: id.to_string(), ..Change::default() }
}

/// Enters a scrivener. Errors: problems of the form; `conflict.taken` where two are entered at once.
pub async fn add_scrivener(call: &Call, form: &ScrivenerForm) -> Result<ScrivenerId> {
    administer(call)?;
    let entry = form.validate().map_err(Error::fields)?;
    let id = ScrivenerId(call.ids.uuid(call.now()));
    let tx = call.db.begin().await?;
    let row = ScrivenerRow {
        id,
        number: rows::next_scrivener(&tx).await?,
        name: entry.name,
        prefecture: entry.prefecture,
        phone: entry.phone,
        period: Period { from: entry.from, until: None, ended_on: None },
        created_at: call.now(),
    };
    rows::add_scrivener(&tx, &row).await?;
    let new = json!({ "number": row.number, "name": row.name, "period": row.period });
    call.note(&tx, Change { new: Some(new), ..about(id, "scrivener.enter") }).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives a scrivener's office a log-in. Errors: as for an office of a body.
pub async fn issue_scrivener(call: &Call, id: ScrivenerId, name: &str) -> Result<IssuedLogin> {
    administer(call)?;
    let name = staff_name(name).map_err(|problem| Error::fields(vec![problem]))?;
    let found = rows::find_scrivener(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    let made = rows::staff_of_scrivener(call.db.read(), id).await?.len();
    let login = scrivener_login(found.number, u32::try_from(made).unwrap_or(u32::MAX).saturating_add(1));
    open_seat(call, AccountKind::Scrivener, login, name, Seat::Scrivener(id)).await
}

/// Ends a scrivener from today on. Errors: `NotFound`; `conflict.already_done`.
pub async fn end_scrivener(call: &Call, id: ScrivenerId) -> Result<()> {
    administer(call)?;
    let tx = call.db.begin().await?;
    let before = rows::find_scrivener(&tx, id).await?.ok_or(Error::NotFound)?;
    if !rows::end_scrivener(&tx, id, call.today()).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let change = Change {
        old: Some(json!({ "period": before.period })),
        new: Some(json!({ "ended_on": call.today() })),
        ..about(id, "scrivener.end")
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// The part after `after` of all scriveners, newest first.
pub async fn scriveners(call: &Call, after: Option<Mark>) -> Result<Listed<ScrivenerRow>> {
    let scope = administer(call)?;
    Ok(rows::scriveners(call.db.read(), &scope, after).await?)
}

/// How many of each prefecture may act today.
pub async fn scriveners_by_prefecture(call: &Call) -> Result<Vec<(PrefectureCode, i64)>> {
    let scope = administer(call)?;
    Ok(rows::scriveners_by_prefecture(call.db.read(), &scope, call.today()).await?)
}

/// A scrivener with the log-ins of the office. Errors: `NotFound`.
pub async fn scrivener(call: &Call, id: ScrivenerId) -> Result<(ScrivenerRow, Vec<StaffRow>)> {
    administer(call)?;
    let db = call.db.read();
    let row = rows::find_scrivener(db, id).await?.ok_or(Error::NotFound)?;
    Ok((row, rows::staff_of_scrivener(db, id).await?))
}
