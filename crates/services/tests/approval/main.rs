//! Approvals as facts: who approves what and takes it back, what it counts, what is frozen and what lapses, on both databases.
#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

mod after;
mod begun;
mod claim;
mod counts;
mod enter;
mod examine;
mod file;
mod filter;
mod frozen;
mod mine;
mod own;
mod partner;
mod preview;
mod random;
mod recall;
mod remind;
mod rule;
mod section;
mod sheet;
mod statistics;
mod together;
mod training;
mod waiting;
mod withdraw;

use domain::{
    history::{
        DaySet,
        approval::{ApprovedNow, Left, Pick, Picks},
    },
    id::{BusinessId, StructureId, TechnicianId},
    roster::RosterForm,
    structure::Awaits,
    time::{Instant, WorkDate, YearMonth},
    touch::{
        TouchKind,
        wire::{Reading, TouchItem},
    },
};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use services::{Call, Error, history, structure};
use store::history::RecordKey;
use testkit::{Cast, TestApp, clock, item};
use uuid::Uuid;

const NOVEMBER: YearMonth = YearMonth::from_stored(202_611);

async fn consistent(app: &TestApp) {
    let differences = store::history::recount(app.db().read()).await.expect("a recount");
    assert_eq!(differences, Vec::<String>::new(), "kept counts and approvals differ from a recount");
}

/// A day of November 2026.
fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(20_261_100 + number)
}

fn days(of: &[i32]) -> DaySet {
    of.iter().map(|number| day(*number)).collect()
}

/// The place of the cast's subcontractor in the tree of its site.
fn place_of_sub() -> StructureId {
    StructureId(Uuid::from_u128(2))
}

/// The business that the subcontractor entered below itself takes part, and the prime has confirmed it.
async fn settled(app: &TestApp, cast: &Cast, place: StructureId) {
    structure::answer(&cast.admin(app, cast.stranger), place, true).await.expect("an answer");
    structure::confirm(&cast.admin(app, cast.prime), place).await.expect("a confirmation");
}

/// A business more, in the register as the cast's others are.
async fn fourth(app: &TestApp, cast: &Cast) -> BusinessId {
    let id = BusinessId::from_body(2_000_000_000_004);
    let rest = "kind, name, name_kana, search_name, representative, capital_yen, trades, postcode, prefecture, address, phone, \
                mail, valid_until, registered_at, first_id_until";
    let sql = format!(
        "INSERT INTO business (id, {rest}) SELECT {}, {rest} FROM business WHERE id = {}",
        id.get(),
        cast.stranger.get()
    );
    app.db().writer().execute_unprepared(&sql).await.expect("a business");
    id
}

/// A business stood, or stands, at the cast's site at place `number`, where everybody has said what is to be said.
async fn stands(
    app: &TestApp,
    cast: &Cast,
    (number, business_id): (u128, BusinessId),
    under: StructureId,
    (from, to): (WorkDate, Option<WorkDate>),
) {
    let above = store::structure::find(app.db().read(), under).await.expect("a tree").expect("a place above");
    let place = store::structure::Place {
        id: StructureId(Uuid::from_u128(number)),
        site_id: cast.site,
        business_id,
        parent: Some(under),
        tier: above.tier + 1,
        from,
        to,
        awaits: Awaits::default(),
        skips: String::new(),
        entered_by: Some(cast.prime),
    };
    store::structure::insert(app.db().writer(), &place, Instant(0)).await.expect("a place");
}

/// So many records of a month of 2026 were worked at the cast's site for a business, as the kept counts say it.
async fn counted(app: &TestApp, cast: &Cast, employer: BusinessId, month: i32, records: i64) {
    let sql = format!(
        "INSERT INTO site_work_month (site_id, month, employer, trade, role, stripe, records, approved) \
         VALUES ({}, {}, {}, 11, 1, 0, {records}, 0)",
        cast.site.get(),
        202_600 + month,
        employer.get()
    );
    app.db().writer().execute_unprepared(&sql).await.expect("a count");
}

fn typed(at: Instant, kind: TouchKind, technician: TechnicianId) -> TouchItem {
    TouchItem { reading: Reading::Typed { technician_id: technician.to_string() }, ..item(at, kind, String::new()) }
}

/// With 職種 and 立場, as a partner sends them.
fn named(touch: TouchItem) -> TouchItem {
    TouchItem { trade: Some(11), role: Some("crew_leader".into()), ..touch }
}

/// In at eight and out at five.
fn whole(number: i32, technician: TechnicianId) -> [TouchItem; 2] {
    let date = day(number).number();
    [typed(clock(date, "08:00"), TouchKind::In, technician), typed(clock(date, "17:00"), TouchKind::Out, technician)]
}

fn line(technician: TechnicianId, place: StructureId, from: &str) -> RosterForm {
    RosterForm {
        technician_id: technician.to_string(),
        structure_id: place.to_string(),
        trade: "06".into(),
        role: "foreman".into(),
        from: from.into(),
        ..RosterForm::default()
    }
}

/// These days of these people, as a row or a page picks them.
fn many(of: &[(TechnicianId, &[i32])]) -> Picks {
    of.iter().map(|(who, numbers)| (*who, Pick { many: days(numbers), ..Pick::default() })).collect()
}

/// The same, each by its own cell.
fn one(of: &[(TechnicianId, &[i32])]) -> Picks {
    of.iter().map(|(who, numbers)| (*who, Pick { one: days(numbers), ..Pick::default() })).collect()
}

async fn approved(call: &Call, cast: &Cast, picks: &Picks) -> ApprovedNow {
    history::approve(call, cast.site, NOVEMBER, picks).await.expect("an answer")
}

/// Records approved, and what was left.
fn told(done: &ApprovedNow) -> (u32, Vec<(Left, u32)>) {
    (done.records, done.left.iter().map(|(left, many)| (*left, *many)).collect())
}

fn code(error: &Error) -> String {
    match error {
        Error::Rejected(why) => why.code.to_owned(),
        Error::NotFound => "not_found".to_owned(),
        Error::Forbidden(denied) => format!("{denied:?}"),
        other => other.to_string(),
    }
}

async fn record(app: &TestApp, cast: &Cast, who: TechnicianId, number: i32) -> Option<store::history::Record> {
    let key = RecordKey { technician: who, date: day(number), site: cast.site };
    let found = store::history::records_of_days(app.db().read(), &[key]).await.expect("records");
    found.into_iter().find(|record| record.key == key)
}

/// What a statement gives, in numbers.
async fn numbers(app: &TestApp, sql: String, width: usize) -> Vec<Vec<i64>> {
    let db = app.db().read();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("rows");
    let row =
        |row: &QueryResult| -> Vec<i64> { (0..width).map(|at| row.try_get_by_index(at).expect("a number")).collect() };
    rows.iter().map(row).collect()
}
