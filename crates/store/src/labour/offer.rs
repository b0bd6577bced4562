//! Offers to people. Invariant: one of a request takes a place for a person at a time, which the key itself sees to.

use super::{AGREEMENT, OF_REQUEST, REQUEST, WHOSE, request};
use crate::{
    fault::{Fault, Result},
    query::ask,
    technician::{level_from, spaced},
};
use domain::{
    access::{Extent, Scope},
    fee::Yen,
    id::{LabourCallId, LabourOfferId, LabourRequestId, RosterId, TechnicianId},
    labour::{OfferRow, OfferState, OwnOffer},
    level::Level,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Value};

const OFFER: &str = "o.id AS o_id, o.call_id, o.request_id, o.technician_id, t.family_name, t.given_name, \
    o.level AS o_level, o.yen, o.state AS o_state, o.offered_at, o.answered_at AS o_answered_at";
/// Offers a person reads; older ones are history.
const OWN_MAX: u32 = 50;

fn offer(row: &QueryResult) -> Result<OfferRow> {
    let state: i16 = row.try_get("", "o_state")?;
    let (family, given): (String, String) = (row.try_get("", "family_name")?, row.try_get("", "given_name")?);
    Ok(OfferRow {
        id: LabourOfferId(row.try_get("", "o_id")?),
        call: LabourCallId(row.try_get("", "call_id")?),
        request: LabourRequestId(row.try_get("", "request_id")?),
        technician: TechnicianId::from_stored(row.try_get("", "technician_id")?),
        name: Some(spaced(&family, &given)),
        level: level_from(row.try_get("", "o_level")?)?,
        yen: Yen(row.try_get("", "yen")?),
        state: OfferState::from_stored(state).ok_or_else(|| Fault::unreadable("state of an offer", state))?,
        offered_at: Instant(row.try_get("", "offered_at")?),
        answered_at: row.try_get::<Option<i64>>("", "o_answered_at")?.map(Instant),
    })
}

/// An offer that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub id: LabourOfferId,
    /// Of which request.
    pub request: LabourRequestId,
    /// Of which local union's part.
    pub call: LabourCallId,
    /// To whom.
    pub technician: TechnicianId,
    /// Their level.
    pub level: Level,
    /// Yen a day.
    pub yen: Yen,
}

/// Adds an offer; the caller holds the request's lock. Errors: [`Fault::Taken`] where one to the person takes a place.
pub async fn insert_offer(tx: &impl ConnectionTrait, it: &Offer, at: Instant) -> Result<()> {
    let sql = "INSERT INTO labour_offer (id, request_id, call_id, technician_id, yen, offered_at, level, state) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        it.id.0.into(),
        it.request.0.into(),
        it.call.0.into(),
        it.technician.get().into(),
        it.yen.get().into(),
        at.0.into(),
        it.level.number().into(),
        OfferState::Offered.number().into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// One offer.
pub async fn find_offer(db: &impl ConnectionTrait, id: LabourOfferId) -> Result<Option<OfferRow>> {
    let sql = format!("SELECT {OFFER} FROM labour_offer o JOIN technician t ON t.id = o.technician_id WHERE o.id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(offer).transpose()
}

/// One offer after its request was locked, so that it stays as it is read. `None` where either is not there.
pub async fn lock_offer(tx: &impl ConnectionTrait, id: LabourOfferId) -> Result<Option<OfferRow>> {
    let Some(found) = find_offer(tx, id).await? else { return Ok(None) };
    super::lock_request(tx, found.request).await?;
    find_offer(tx, id).await
}

/// Writes where an offer stands; `answered`: when the person answered, where they did. The caller holds the request's lock.
pub async fn answer(
    tx: &impl ConnectionTrait,
    id: LabourOfferId,
    state: OfferState,
    answered: Option<Instant>,
) -> Result<()> {
    let sql = "UPDATE labour_offer SET state = ?, answered_at = COALESCE(?, answered_at) WHERE id = ?";
    let values = vec![state.number().into(), answered.map(|at| at.0).into(), id.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The person is employed and stands on this line of the roster; the caller holds the request's lock.
pub async fn employed(tx: &impl ConnectionTrait, id: LabourOfferId, line: RosterId) -> Result<()> {
    let sql = "UPDATE labour_offer SET state = ?, roster_id = ? WHERE id = ?";
    tx.execute_raw(ask(tx, sql, vec![OfferState::Employed.number().into(), line.0.into(), id.0.into()])).await?;
    Ok(())
}

/// Moves all offers of a request, or of one part of it, from one state to the next; gives how many. The caller holds the
/// request's lock.
pub async fn move_on(
    tx: &impl ConnectionTrait,
    id: LabourRequestId,
    call: Option<LabourCallId>,
    (from, to): (OfferState, OfferState),
) -> Result<u64> {
    let mut values: Vec<Value> = vec![to.number().into(), id.0.into(), from.number().into()];
    let of_call = call.map_or("", |call| {
        values.push(call.0.into());
        " AND call_id = ?"
    });
    let sql = format!("UPDATE labour_offer SET state = ? WHERE request_id = ? AND state = ?{of_call}");
    Ok(tx.execute_raw(ask(tx, &sql, values)).await?.rows_affected())
}

/// The offers of one local union's part, in their order.
pub async fn of_call(db: &impl ConnectionTrait, id: LabourCallId) -> Result<Vec<OfferRow>> {
    let sql = format!(
        "SELECT {OFFER} FROM labour_offer o JOIN technician t ON t.id = o.technician_id WHERE o.call_id = ? \
         ORDER BY o.offered_at, o.id"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![id.0.into()])).await?;
    rows.iter().map(offer).collect()
}

/// The offers of a request that stand on a list of at least that step, by kana.
pub async fn of_request(db: &impl ConnectionTrait, id: LabourRequestId, at_least: OfferState) -> Result<Vec<OfferRow>> {
    let sql = format!(
        "SELECT {OFFER} FROM labour_offer o JOIN technician t ON t.id = o.technician_id WHERE o.request_id = ? \
         AND o.state BETWEEN ? AND ? ORDER BY t.search_kana, t.id"
    );
    let values = vec![id.0.into(), at_least.number().into(), OfferState::Employed.number().into()];
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    rows.iter().map(offer).collect()
}

/// Whether the person has accepted work of another request in these days.
pub async fn elsewhere(
    tx: &impl ConnectionTrait,
    technician: TechnicianId,
    id: LabourRequestId,
    (from, until): (WorkDate, WorkDate),
) -> Result<bool> {
    let sql = "SELECT 1 AS there FROM labour_offer o JOIN labour_request q ON q.id = o.request_id WHERE o.technician_id = ? \
        AND o.state BETWEEN ? AND ? AND o.request_id <> ? AND q.from_date <= ? AND q.until_date >= ? LIMIT 1";
    let values = vec![
        technician.get().into(),
        OfferState::Accepted.number().into(),
        OfferState::Employed.number().into(),
        id.0.into(),
        until.number().into(),
        from.number().into(),
    ];
    Ok(tx.query_one_raw(ask(tx, sql, values)).await?.is_some())
}

/// What the scope's person was offered, the newest first, fifty at most.
pub async fn of_person(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<OwnOffer>> {
    let Extent::Technician(id) = scope.extent() else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT {OFFER}, f.name AS office_name, {REQUEST}, {AGREEMENT} FROM labour_offer o \
         JOIN technician t ON t.id = o.technician_id JOIN labour_call c ON c.id = o.call_id \
         JOIN registrar_office f ON f.id = c.office_id JOIN labour_request q ON q.id = o.request_id {OF_REQUEST} {WHOSE} \
         WHERE o.technician_id = ? ORDER BY o.offered_at DESC, o.id DESC LIMIT {OWN_MAX}"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![id.get().into()])).await?;
    let own = |row: &QueryResult| {
        Ok(OwnOffer { offer: offer(row)?, request: request(row)?, office_name: row.try_get("", "office_name")? })
    };
    rows.iter().map(own).collect()
}
