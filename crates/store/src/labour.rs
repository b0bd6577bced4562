//! Labour supplied in a disaster as kept: agreements, requests and local unions' parts. Invariant: numbers are counted from
//! the offers themselves, and a list is of one prime, one union or one local union.

mod contact;
mod offer;
mod step;

use crate::{
    fault::{Fault, Result},
    query::ask,
    registrar::IN_FORCE,
};
use domain::{
    access::{Extent, Scope},
    fee::Yen,
    id::{BusinessId, LabourAgreementId, LabourCallId, LabourRequestId, OfficeId, RegistrarId, SiteId},
    labour::{
        AgreementEntry, AgreementRow, AgreementState, CallRow, Numbers, RequestEntry, RequestRow, Terms, UnionRow,
        Wages,
    },
    prefecture::PrefectureCode,
    time::{Instant, WorkDate},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};

pub use contact::{contact, keep_contact};
pub use offer::{
    Offer, answer, elsewhere, employed, find_offer, insert_offer, lock_offer, move_on, of_call, of_person, of_request,
};
pub use step::{Taken, add_step, steps};

/// Rows of a list; a prime or union has few of them.
const LIST_MAX: u32 = 200;

const AGREEMENT: &str = "a.id AS a_id, a.business_id, b.name AS business_name, a.registrar_id, r.name AS union_name, \
    a.from_date AS a_from, a.until_date AS a_until, a.hours, a.lodging, a.insurance, a.payer, a.wage_1, a.wage_2, a.wage_3, \
    a.wage_4, a.state AS a_state, a.proposed_at, a.answered_at AS a_answered_at";
const WHOSE: &str = "JOIN business b ON b.id = a.business_id JOIN registrar r ON r.id = a.registrar_id";

/// Columns of a request `q`, its agreement among them, and its numbers, each counted.
const REQUEST: &str = "q.id AS q_id, q.site_id, w.name AS site_name, w.prefecture, w.address, q.from_date AS q_from, \
    q.until_date AS q_until, q.trade, q.work, q.people AS q_people, q.asked_at, \
    (SELECT CAST(COALESCE(SUM(n.people), 0) AS bigint) FROM labour_call n WHERE n.request_id = q.id) AS passed, \
    (SELECT COUNT(*) FROM labour_offer n WHERE n.request_id = q.id AND n.state BETWEEN 1 AND 5) AS offered, \
    (SELECT COUNT(*) FROM labour_offer n WHERE n.request_id = q.id AND n.state BETWEEN 2 AND 5) AS accepted, \
    (SELECT COUNT(*) FROM labour_offer n WHERE n.request_id = q.id AND n.state BETWEEN 3 AND 5) AS listed, \
    (SELECT COUNT(*) FROM labour_offer n WHERE n.request_id = q.id AND n.state BETWEEN 4 AND 5) AS named, \
    (SELECT COUNT(*) FROM labour_offer n WHERE n.request_id = q.id AND n.state = 5) AS employed, \
    (SELECT MAX(n.day) FROM labour_step n WHERE n.request_id = q.id AND n.step = 9) AS paid_on";
const OF_REQUEST: &str = "JOIN labour_agreement a ON a.id = q.agreement_id JOIN site w ON w.id = q.site_id";

/// Columns of a local union's part `c`, and its numbers.
const CALL: &str = "c.id AS c_id, c.request_id AS c_request, c.office_id, f.name AS office_name, c.people AS c_people, \
    (SELECT COUNT(*) FROM labour_offer n WHERE n.call_id = c.id AND n.state BETWEEN 1 AND 5) AS c_offered, \
    (SELECT COUNT(*) FROM labour_offer n WHERE n.call_id = c.id AND n.state BETWEEN 2 AND 5) AS c_accepted, \
    (SELECT COUNT(*) FROM labour_offer n WHERE n.call_id = c.id AND n.state BETWEEN 3 AND 5) AS c_listed, \
    (SELECT COUNT(*) FROM labour_offer n WHERE n.call_id = c.id AND n.state BETWEEN 4 AND 5) AS c_named, \
    (SELECT COUNT(*) FROM labour_offer n WHERE n.call_id = c.id AND n.state = 5) AS c_employed";

fn day(row: &QueryResult, column: &str) -> Result<WorkDate> {
    Ok(WorkDate::from_stored(row.try_get("", column)?))
}

fn yen(row: &QueryResult, column: &str) -> Result<Yen> {
    Ok(Yen(row.try_get("", column)?))
}

fn agreement(row: &QueryResult) -> Result<AgreementRow> {
    let state: i16 = row.try_get("", "a_state")?;
    Ok(AgreementRow {
        id: LabourAgreementId(row.try_get("", "a_id")?),
        business: BusinessId::from_stored(row.try_get("", "business_id")?),
        business_name: row.try_get("", "business_name")?,
        union: RegistrarId(row.try_get("", "registrar_id")?),
        union_name: row.try_get("", "union_name")?,
        from: day(row, "a_from")?,
        until: day(row, "a_until")?,
        terms: Terms {
            hours: row.try_get("", "hours")?,
            lodging: row.try_get("", "lodging")?,
            insurance: row.try_get("", "insurance")?,
            payer: row.try_get("", "payer")?,
            wages: Wages([yen(row, "wage_1")?, yen(row, "wage_2")?, yen(row, "wage_3")?, yen(row, "wage_4")?]),
        },
        state: AgreementState::from_stored(state).ok_or_else(|| Fault::unreadable("state of an agreement", state))?,
        proposed_at: Instant(row.try_get("", "proposed_at")?),
        answered_at: row.try_get::<Option<i64>>("", "a_answered_at")?.map(Instant),
    })
}

fn request(row: &QueryResult) -> Result<RequestRow> {
    Ok(RequestRow {
        id: LabourRequestId(row.try_get("", "q_id")?),
        agreement: agreement(row)?,
        site: SiteId::from_stored(row.try_get("", "site_id")?),
        site_name: row.try_get("", "site_name")?,
        prefecture: PrefectureCode::from_stored(row.try_get("", "prefecture")?),
        address: row.try_get("", "address")?,
        from: day(row, "q_from")?,
        until: day(row, "q_until")?,
        trade: TradeCode::from_stored(row.try_get("", "trade")?),
        work: row.try_get("", "work")?,
        numbers: Numbers {
            asked: row.try_get("", "q_people")?,
            passed: row.try_get("", "passed")?,
            offered: row.try_get("", "offered")?,
            accepted: row.try_get("", "accepted")?,
            listed: row.try_get("", "listed")?,
            named: row.try_get("", "named")?,
            employed: row.try_get("", "employed")?,
        },
        asked_at: Instant(row.try_get("", "asked_at")?),
        paid_on: row.try_get::<Option<i32>>("", "paid_on")?.map(WorkDate::from_stored),
    })
}

fn part(row: &QueryResult) -> Result<CallRow> {
    let people = row.try_get("", "c_people")?;
    Ok(CallRow {
        id: LabourCallId(row.try_get("", "c_id")?),
        request: LabourRequestId(row.try_get("", "c_request")?),
        office: OfficeId(row.try_get("", "office_id")?),
        office_name: row.try_get("", "office_name")?,
        people,
        numbers: Numbers {
            asked: people,
            passed: people,
            offered: row.try_get("", "c_offered")?,
            accepted: row.try_get("", "c_accepted")?,
            listed: row.try_get("", "c_listed")?,
            named: row.try_get("", "c_named")?,
            employed: row.try_get("", "c_employed")?,
        },
    })
}

/// The bodies that act as unions on a day: those whose certification holds, by name.
pub async fn unions(db: &impl ConnectionTrait, on: WorkDate) -> Result<Vec<UnionRow>> {
    let sql = format!("SELECT r.id, r.name FROM registrar r WHERE {IN_FORCE} ORDER BY r.name, r.id");
    let on = Value::from(on.number());
    let rows = db.query_all_raw(ask(db, &sql, vec![on.clone(), on.clone(), on])).await?;
    let union =
        |row: &QueryResult| Ok(UnionRow { id: RegistrarId(row.try_get("", "id")?), name: row.try_get("", "name")? });
    rows.iter().map(union).collect()
}

/// Adds an agreement the prime proposes.
pub async fn propose(
    tx: &impl ConnectionTrait,
    id: LabourAgreementId,
    business: BusinessId,
    entry: &AgreementEntry,
    at: Instant,
) -> Result<()> {
    let sql = "INSERT INTO labour_agreement (id, business_id, registrar_id, wage_1, wage_2, wage_3, wage_4, proposed_at, \
        from_date, until_date, state, hours, lodging, insurance, payer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let [one, two, three, four] = entry.wages.0.map(Yen::get);
    let values = vec![
        id.0.into(),
        business.get().into(),
        entry.union.0.into(),
        one.into(),
        two.into(),
        three.into(),
        four.into(),
        at.0.into(),
        entry.from.number().into(),
        entry.until.number().into(),
        AgreementState::Proposed.number().into(),
        entry.hours.clone().into(),
        entry.lodging.clone().into(),
        entry.insurance.clone().into(),
        entry.payer.clone().into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// One agreement.
pub async fn find_agreement(db: &impl ConnectionTrait, id: LabourAgreementId) -> Result<Option<AgreementRow>> {
    let sql = format!("SELECT {AGREEMENT} FROM labour_agreement a {WHOSE} WHERE a.id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(agreement).transpose()
}

/// Writes the union's answer; `false` where there was one.
pub async fn answer_agreement(
    tx: &impl ConnectionTrait,
    id: LabourAgreementId,
    state: AgreementState,
    at: Instant,
) -> Result<bool> {
    let sql = "UPDATE labour_agreement SET state = ?, answered_at = ? WHERE id = ? AND state = ?";
    let values = vec![state.number().into(), at.0.into(), id.0.into(), AgreementState::Proposed.number().into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// The agreements of the scope's prime or union, the newest first, two hundred at most.
pub async fn agreements(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<AgreementRow>> {
    let Some((column, whose)) = side_of(scope) else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT {AGREEMENT} FROM labour_agreement a {WHOSE} WHERE {column} = ? ORDER BY a.proposed_at DESC, a.id DESC \
         LIMIT {LIST_MAX}"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![whose])).await?;
    rows.iter().map(agreement).collect()
}

/// By which column of an agreement a scope sees it.
fn side_of(scope: &Scope) -> Option<(&'static str, Value)> {
    match scope.extent() {
        Extent::Business(id) => Some(("a.business_id", id.get().into())),
        Extent::Registrar(id) => Some(("a.registrar_id", id.0.into())),
        _ => None,
    }
}

/// Adds a request.
pub async fn insert_request(
    tx: &impl ConnectionTrait,
    id: LabourRequestId,
    entry: &RequestEntry,
    at: Instant,
) -> Result<()> {
    let sql = "INSERT INTO labour_request (id, agreement_id, site_id, people, asked_at, from_date, until_date, trade, work) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        id.0.into(),
        entry.agreement.0.into(),
        entry.site.get().into(),
        entry.people.into(),
        at.0.into(),
        entry.from.number().into(),
        entry.until.number().into(),
        entry.trade.get().into(),
        entry.work.clone().into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// One request with its numbers.
pub async fn find_request(db: &impl ConnectionTrait, id: LabourRequestId) -> Result<Option<RequestRow>> {
    let sql = format!("SELECT {REQUEST}, {AGREEMENT} FROM labour_request q {OF_REQUEST} {WHOSE} WHERE q.id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(request).transpose()
}

/// The same, locked until the transaction ends, so that nobody else moves its numbers (SQLite has one writer already).
pub async fn lock_request(tx: &impl ConnectionTrait, id: LabourRequestId) -> Result<Option<RequestRow>> {
    if tx.get_database_backend() == DbBackend::Postgres {
        // By itself: what is counted is to be read after the lock was had.
        let sql = "SELECT id FROM labour_request WHERE id = ? FOR UPDATE";
        tx.query_one_raw(ask(tx, sql, vec![id.0.into()])).await?;
    }
    find_request(tx, id).await
}

/// Writes how many people are asked for; the caller holds its lock.
pub async fn set_people(tx: &impl ConnectionTrait, id: LabourRequestId, people: i64) -> Result<()> {
    let sql = "UPDATE labour_request SET people = ? WHERE id = ?";
    tx.execute_raw(ask(tx, sql, vec![people.into(), id.0.into()])).await?;
    Ok(())
}

/// The requests of the scope's prime or union, the newest first, two hundred at most.
pub async fn requests(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<RequestRow>> {
    let Some((column, whose)) = side_of(scope) else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT {REQUEST}, {AGREEMENT} FROM labour_request q {OF_REQUEST} {WHOSE} WHERE {column} = ? \
         ORDER BY q.asked_at DESC, q.id DESC LIMIT {LIST_MAX}"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![whose])).await?;
    rows.iter().map(request).collect()
}

/// Asks a local union for so many people of a request, or for another number where it was asked before; the caller holds the
/// request's lock.
pub async fn pass_on(
    tx: &impl ConnectionTrait,
    id: LabourCallId,
    request: LabourRequestId,
    (office, people): (OfficeId, i64),
    at: Instant,
) -> Result<()> {
    let sql = "INSERT INTO labour_call (id, request_id, office_id, people, passed_at) VALUES (?, ?, ?, ?, ?) \
        ON CONFLICT (request_id, office_id) DO UPDATE SET people = excluded.people";
    let values = vec![id.0.into(), request.0.into(), office.0.into(), people.into(), at.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The parts of a request, in the order they were passed on.
pub async fn calls(db: &impl ConnectionTrait, id: LabourRequestId) -> Result<Vec<CallRow>> {
    let sql = format!(
        "SELECT {CALL} FROM labour_call c JOIN registrar_office f ON f.id = c.office_id WHERE c.request_id = ? \
         ORDER BY c.passed_at, c.id"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![id.0.into()])).await?;
    rows.iter().map(part).collect()
}

/// One part.
pub async fn find_call(db: &impl ConnectionTrait, id: LabourCallId) -> Result<Option<CallRow>> {
    let sql = format!("SELECT {CALL} FROM labour_call c JOIN registrar_office f ON f.id = c.office_id WHERE c.id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(part).transpose()
}

/// The parts the scope's local union was asked for, each with its request, the newest first, two hundred at most.
pub async fn calls_of(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<(CallRow, RequestRow)>> {
    let Extent::Office(office) = scope.extent() else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT {CALL}, {REQUEST}, {AGREEMENT} FROM labour_call c JOIN registrar_office f ON f.id = c.office_id \
         JOIN labour_request q ON q.id = c.request_id {OF_REQUEST} {WHOSE} WHERE c.office_id = ? \
         ORDER BY c.passed_at DESC, c.id DESC LIMIT {LIST_MAX}"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![office.0.into()])).await?;
    rows.iter().map(|row| Ok((part(row)?, request(row)?))).collect()
}
