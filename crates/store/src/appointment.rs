//! Half days at counters, and who comes on them. Invariant: a place is taken and given back in one statement with its count, so
//! that a half day never takes more than its places.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    appointment::{AppointmentRow, Half, OpenOffice, Slot, SlotRow},
    id::{AccountId, ApplicationId, AppointmentId, BusinessId, OfficeId},
    listing::{Listed, Mark, PART_ROWS},
    prefecture::PrefectureCode,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value, prelude::Uuid};

/// Bodies that may act on the day of a slot `s`.
const ACTING: &str = "JOIN registrar_office o ON o.id = s.office_id JOIN registrar r ON r.id = o.registrar_id \
    AND r.from_date <= s.on_date AND (r.until_date IS NULL OR r.until_date >= s.on_date) \
    AND (r.ended_on IS NULL OR r.ended_on > s.on_date)";

fn slot(row: &QueryResult) -> Result<Slot> {
    let half: i16 = row.try_get("", "half")?;
    let on = WorkDate::from_stored(row.try_get("", "on_date")?);
    Ok(Slot { on, half: Half::from_stored(half).ok_or_else(|| Fault::unreadable("half day", half))? })
}

fn slot_row(row: &QueryResult) -> Result<SlotRow> {
    Ok(SlotRow { slot: slot(row)?, places: row.try_get("", "places")?, booked: row.try_get("", "booked")? })
}

fn key(office: OfficeId, slot: Slot) -> Vec<Value> {
    vec![office.0.into(), slot.on.number().into(), slot.half.number().into()]
}

/// Opens a half day with so many places, or changes them; `false` where more have booked.
pub async fn open(tx: &impl ConnectionTrait, office: OfficeId, slot: Slot, places: i16) -> Result<bool> {
    let sql = "INSERT INTO counter_slot (office_id, on_date, half, places, booked) VALUES (?, ?, ?, ?, 0) \
        ON CONFLICT (office_id, on_date, half) DO UPDATE SET places = excluded.places \
        WHERE counter_slot.booked <= excluded.places";
    let values = key(office, slot).into_iter().chain([places.into()]).collect();
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// The half days of a scope's office after `today`, soonest first; the form lets nobody open more than half a year of them.
pub async fn slots(db: &impl ConnectionTrait, scope: &Scope, today: WorkDate) -> Result<Vec<SlotRow>> {
    let Extent::Office(office) = scope.extent() else { return Ok(Vec::new()) };
    let sql = "SELECT on_date, half, places, booked FROM counter_slot WHERE office_id = ? AND on_date > ? AND places > 0 \
        ORDER BY on_date, half";
    let rows = db.query_all_raw(ask(db, sql, vec![office.0.into(), today.number().into()])).await?;
    rows.iter().map(slot_row).collect()
}

/// The half days of an office that can be booked today, soonest first.
pub async fn free(db: &impl ConnectionTrait, office: OfficeId, today: WorkDate) -> Result<Vec<SlotRow>> {
    let sql = format!(
        "SELECT s.on_date, s.half, s.places, s.booked FROM counter_slot s {ACTING} \
         WHERE s.office_id = ? AND s.on_date > ? AND s.booked < s.places ORDER BY s.on_date, s.half"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![office.0.into(), today.number().into()])).await?;
    rows.iter().map(slot_row).collect()
}

/// The part after `after` of the offices of a prefecture that have half days to book.
pub async fn offices(
    db: &impl ConnectionTrait,
    prefecture: PrefectureCode,
    today: WorkDate,
    after: Option<Mark>,
) -> Result<Listed<OpenOffice>> {
    let open = format!(
        "FROM (SELECT s.office_id, MIN(s.on_date) AS first FROM counter_slot s {ACTING} \
         WHERE s.on_date > ? AND s.booked < s.places AND r.prefecture = ? GROUP BY s.office_id) f \
         JOIN registrar_office o ON o.id = f.office_id JOIN registrar r ON r.id = o.registrar_id"
    );
    let mut values: Vec<Value> = vec![today.number().into(), prefecture.get().into()];
    let counted = db.query_one_raw(ask(db, &format!("SELECT COUNT(*) {open}"), values.clone())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let begins = if let Some(mark) = after {
        values.extend([mark.at.into(), mark.id.into()]);
        " WHERE (o.created_at, o.id) > (?, ?)"
    } else {
        ""
    };
    let sql = format!(
        "SELECT o.id, r.name AS body, o.name, o.address, o.phone, o.created_at, f.first {open}{begins} \
         ORDER BY o.created_at, o.id LIMIT {}",
        PART_ROWS + 1
    );
    let row = |row: &QueryResult| -> Result<OpenOffice> {
        let (body, name): (String, String) = (row.try_get("", "body")?, row.try_get("", "name")?);
        Ok(OpenOffice {
            office: OfficeId(row.try_get("", "id")?),
            name: format!("{body} {name}"),
            address: row.try_get("", "address")?,
            phone: row.try_get("", "phone")?,
            first: WorkDate::from_stored(row.try_get("", "first")?),
            created_at: Instant(row.try_get("", "created_at")?),
        })
    };
    let rows = db.query_all_raw(ask(db, &sql, values)).await?.iter().map(row).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| Mark { at: row.created_at.0, id: row.office.0 }.to_string()))
}

/// Takes a place on a half day of a body that may act on it; `false` where none is left or none was opened.
pub async fn take_place(tx: &impl ConnectionTrait, office: OfficeId, slot: Slot) -> Result<bool> {
    let sql = format!(
        "UPDATE counter_slot SET booked = booked + 1 WHERE office_id = ? AND on_date = ? AND half = ? AND booked < places \
         AND EXISTS (SELECT 1 FROM counter_slot s {ACTING} WHERE s.office_id = counter_slot.office_id \
         AND s.on_date = counter_slot.on_date AND s.half = counter_slot.half)"
    );
    Ok(tx.execute_raw(ask(tx, &sql, key(office, slot))).await?.rows_affected() == 1)
}

/// Gives a place back.
pub async fn give_back(tx: &impl ConnectionTrait, office: OfficeId, slot: Slot) -> Result<()> {
    let sql =
        "UPDATE counter_slot SET booked = booked - 1 WHERE office_id = ? AND on_date = ? AND half = ? AND booked > 0";
    tx.execute_raw(ask(tx, sql, key(office, slot))).await?;
    Ok(())
}

/// Takes a booked place out of the half day, so that nobody else has it either.
pub async fn close_place(tx: &impl ConnectionTrait, office: OfficeId, slot: Slot) -> Result<()> {
    let sql = "UPDATE counter_slot SET booked = booked - 1, places = places - 1 \
        WHERE office_id = ? AND on_date = ? AND half = ? AND booked > 0";
    tx.execute_raw(ask(tx, sql, key(office, slot))).await?;
    Ok(())
}

/// Adds an appointment.
pub async fn insert(
    tx: &impl ConnectionTrait,
    id: AppointmentId,
    (office, slot): (OfficeId, Slot),
    business: BusinessId,
    (at, by): (Instant, Option<AccountId>),
) -> Result<()> {
    let sql = "INSERT INTO appointment (id, office_id, on_date, half, business_id, made_at, made_by) \
        VALUES (?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        id.0.into(),
        office.0.into(),
        slot.on.number().into(),
        slot.half.number().into(),
        business.get().into(),
        at.0.into(),
        by.map(|id| id.0).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

const ROW: &str = "SELECT a.id, a.office_id, a.on_date, a.half, a.business_id, a.application_id, b.name, \
    r.name AS body, o.name AS office, o.address, o.phone FROM appointment a JOIN business b ON b.id = a.business_id \
    JOIN registrar_office o ON o.id = a.office_id JOIN registrar r ON r.id = o.registrar_id";

fn appointment(row: &QueryResult) -> Result<AppointmentRow> {
    let (body, office): (String, String) = (row.try_get("", "body")?, row.try_get("", "office")?);
    Ok(AppointmentRow {
        id: AppointmentId(row.try_get("", "id")?),
        office: OfficeId(row.try_get("", "office_id")?),
        office_name: format!("{body} {office}"),
        address: row.try_get("", "address")?,
        phone: row.try_get("", "phone")?,
        business: BusinessId::from_stored(row.try_get("", "business_id")?),
        name: row.try_get("", "name")?,
        slot: slot(row)?,
        application: row.try_get::<Option<Uuid>>("", "application_id")?.map(ApplicationId),
    })
}

/// One that has not been cancelled.
pub async fn find(db: &impl ConnectionTrait, id: AppointmentId) -> Result<Option<AppointmentRow>> {
    let sql = format!("{ROW} WHERE a.id = ? AND a.cancelled_at IS NULL");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(appointment).transpose()
}

/// The same, kept as it is until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: AppointmentId) -> Result<Option<AppointmentRow>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE OF a" } else { "" };
    let sql = format!("{ROW} WHERE a.id = ? AND a.cancelled_at IS NULL{lock}");
    tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?.as_ref().map(appointment).transpose()
}

/// A business's next one from `today` on, for which it has not come yet.
pub async fn of_business(
    db: &impl ConnectionTrait,
    business: BusinessId,
    today: WorkDate,
) -> Result<Option<AppointmentRow>> {
    let sql = format!(
        "{ROW} WHERE a.business_id = ? AND a.on_date >= ? AND a.cancelled_at IS NULL AND a.application_id IS NULL \
         ORDER BY a.on_date LIMIT 1"
    );
    let values = vec![business.get().into(), today.number().into()];
    db.query_one_raw(ask(db, &sql, values)).await?.as_ref().map(appointment).transpose()
}

/// The part after `after` of who comes to a scope's office from `today` on, soonest first.
pub async fn of_office(
    db: &impl ConnectionTrait,
    scope: &Scope,
    today: WorkDate,
    after: Option<Mark>,
) -> Result<Listed<AppointmentRow>> {
    let Extent::Office(office) = scope.extent() else { return Ok(Listed::default()) };
    let which = "a.office_id = ? AND a.on_date >= ? AND a.cancelled_at IS NULL";
    let mut values: Vec<Value> = vec![office.0.into(), today.number().into()];
    let sql = format!("SELECT COUNT(*) FROM appointment a WHERE {which}");
    let counted = db.query_one_raw(ask(db, &sql, values.clone())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let begins = if let Some(mark) = after {
        values.extend([mark.at.into(), mark.id.into()]);
        " AND (CAST(a.on_date AS bigint), a.id) > (?, ?)"
    } else {
        ""
    };
    let sql = format!("{ROW} WHERE {which}{begins} ORDER BY a.on_date, a.id LIMIT {}", PART_ROWS + 1);
    let rows = db.query_all_raw(ask(db, &sql, values)).await?.iter().map(appointment).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| Mark { at: i64::from(row.slot.on.number()), id: row.id.0 }.to_string()))
}

/// Cancels one for which nobody has come; `false` where it was cancelled or they came.
pub async fn cancel(tx: &impl ConnectionTrait, id: AppointmentId, at: Instant) -> Result<bool> {
    let sql =
        "UPDATE appointment SET cancelled_at = ? WHERE id = ? AND cancelled_at IS NULL AND application_id IS NULL";
    Ok(tx.execute_raw(ask(tx, sql, vec![at.0.into(), id.0.into()])).await?.rows_affected() == 1)
}

/// Notes that they came, and what was begun; the caller holds its lock.
pub async fn came(tx: &impl ConnectionTrait, id: AppointmentId, application: ApplicationId) -> Result<()> {
    let sql = "UPDATE appointment SET application_id = ? WHERE id = ?";
    tx.execute_raw(ask(tx, sql, vec![application.0.into(), id.0.into()])).await?;
    Ok(())
}
