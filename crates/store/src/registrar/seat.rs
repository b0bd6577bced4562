//! Log-ins of offices and scriveners. Invariant: a log-in sits at one place and never at another.

use super::{day, find_office};
use crate::{fault::Result, query::ask};
use domain::{
    access::Desk,
    id::{AccountId, OfficeId, RegistrarId, ScrivenerId},
    registrar::{Period, StaffRow},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, prelude::Uuid};

/// Where a log-in acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// At an office.
    Office(OfficeId),
    /// For a scrivener.
    Scrivener(ScrivenerId),
}

/// Seats a log-in just made.
pub async fn sit(tx: &impl ConnectionTrait, account: AccountId, seat: Seat) -> Result<()> {
    let sql = "INSERT INTO account_seat (account_id, office_id, scrivener_id) VALUES (?, ?, ?)";
    let (office, scrivener) = match seat {
        Seat::Office(id) => (Some(id.0), None),
        Seat::Scrivener(id) => (None, Some(id.0)),
    };
    tx.execute_raw(ask(tx, sql, vec![account.0.into(), office.into(), scrivener.into()])).await?;
    Ok(())
}

/// Where a log-in acts and when its body may: the desk or the scrivener, and the period behind it.
pub async fn seat_of(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<(Option<Desk>, Option<ScrivenerId>, Period)>> {
    let sql = "SELECT s.office_id, s.scrivener_id, COALESCE(r.from_date, v.from_date) AS from_date, r.until_date, \
        COALESCE(r.ended_on, v.ended_on) AS ended_on FROM account_seat s \
        LEFT JOIN registrar_office o ON o.id = s.office_id LEFT JOIN registrar r ON r.id = o.registrar_id \
        LEFT JOIN scrivener v ON v.id = s.scrivener_id WHERE s.account_id = ?";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![account.0.into()])).await? else { return Ok(None) };
    let office: Option<Uuid> = row.try_get("", "office_id")?;
    let scrivener: Option<Uuid> = row.try_get("", "scrivener_id")?;
    let period = Period {
        from: WorkDate::from_stored(row.try_get("", "from_date")?),
        until: day(&row, "until_date")?,
        ended_on: day(&row, "ended_on")?,
    };
    let desk = match office {
        Some(id) => find_office(db, OfficeId(id)).await?,
        None => None,
    };
    let desk = desk.map(|found| Desk { registrar: found.registrar, office: found.row.id, kind: found.row.kind });
    Ok(Some((desk, scrivener.map(ScrivenerId), period)))
}

fn staff(row: &QueryResult) -> Result<StaffRow> {
    Ok(StaffRow {
        id: AccountId(row.try_get("", "id")?),
        office: row.try_get::<Option<Uuid>>("", "office_id")?.map(OfficeId),
        login_id: row.try_get("", "login_id")?,
        name: row.try_get("", "name")?,
        disabled_at: row.try_get::<Option<i64>>("", "disabled_at")?.map(Instant),
    })
}

const STAFF: &str = "SELECT a.id, s.office_id, a.login_id, a.name, a.disabled_at FROM account_seat s \
    JOIN account a ON a.id = s.account_id";

/// The log-ins of all offices of a body, in the order they were made.
pub async fn staff_of_registrar(db: &impl ConnectionTrait, id: RegistrarId) -> Result<Vec<StaffRow>> {
    let sql = format!(
        "{STAFF} JOIN registrar_office o ON o.id = s.office_id WHERE o.registrar_id = ? ORDER BY a.created_at, a.login_id"
    );
    db.query_all_raw(ask(db, &sql, vec![id.0.into()])).await?.iter().map(staff).collect()
}

/// The log-ins of a scrivener, in the order they were made.
pub async fn staff_of_scrivener(db: &impl ConnectionTrait, id: ScrivenerId) -> Result<Vec<StaffRow>> {
    let sql = format!("{STAFF} WHERE s.scrivener_id = ? ORDER BY a.created_at, a.login_id");
    db.query_all_raw(ask(db, &sql, vec![id.0.into()])).await?.iter().map(staff).collect()
}
