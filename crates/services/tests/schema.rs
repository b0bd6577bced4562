//! Steps of the schema over a register that is in use. Invariant: what was kept before a step is kept after it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends at the first thing that is not as it should be"
)]

use migration::{Migrator, MigratorTrait};
use store::{ConnectionTrait, Db};
use testkit::both;

/// One person with one approved record made of two touches, as the second step left it.
const KEPT: [&str; 8] = [
    "INSERT INTO touch (month, id, technician_id, site_id, occurred_at, device_at, received_at, kind, channel, assurance, flags, card_uid, counter) \
     VALUES (202611, {1}, 11, 21, 1000, 1001, 1002, 0, 1, 3, 8, 77, 5), (202611, {2}, 11, 21, 2000, 2001, 2002, 1, 1, 3, 0, 77, 6)",
    "INSERT INTO card_read (card_uid, counter, touch_id) VALUES (77, 5, {1}), (77, 6, {2})",
    "INSERT INTO history_record (technician_id, work_date, site_id, first_in, last_out, prime, employer, channel, approval, touches) \
     VALUES (11, 20261120, 21, 1000, 2000, 31, 32, 1, 1, 2)",
    "INSERT INTO technician_day (technician_id, work_date, records, approved) VALUES (11, 20261120, 1, 1)",
    "INSERT INTO technician_month (technician_id, month, days, days_approved, records, records_approved, changes) VALUES (11, 202611, 1, 1, 1, 1, 4)",
    "INSERT INTO site_day (site_id, work_date, records, approved) VALUES (21, 20261120, 1, 1)",
    "INSERT INTO business_month (business_id, part, month, stripe, records, records_approved) VALUES (31, 0, 202611, 0, 1, 1), (32, 1, 202611, 3, 1, 1)",
    "INSERT INTO wide_month (kind, code, month, stripe, records, records_approved) VALUES (0, 0, 202611, 1, 1, 1), (3, 1, 202611, 1, 1, 1)",
];

/// What must be the same before and after, as text.
const SAME: [&str; 7] = [
    "SELECT count(*) || '/' || sum(occurred_at) || '/' || sum(device_at) || '/' || sum(received_at) || '/' || sum(flags) || '/' || sum(counter) FROM touch",
    "SELECT count(*) || '/' || sum(card_uid) || '/' || sum(counter) FROM card_read JOIN touch USING (card_uid, counter) WHERE touch_id = id",
    "SELECT technician_id || '/' || work_date || '/' || site_id || '/' || first_in || '/' || last_out || '/' || prime || '/' || employer || '/' \
     || channel || '/' || approval || '/' || touches || '/' || COALESCE(tier, -1) || '/' || COALESCE(inside_since, -1) FROM history_record",
    "SELECT technician_id || '/' || month || '/' || days || '/' || days_approved || '/' || records || '/' || records_approved || '/' || changes FROM technician_month",
    "SELECT site_id || '/' || work_date || '/' || records || '/' || approved FROM site_day",
    "SELECT count(*) || '/' || sum(business_id) || '/' || sum(part) || '/' || sum(stripe) || '/' || sum(records) || '/' || sum(records_approved) FROM business_month",
    "SELECT count(*) || '/' || sum(code) || '/' || sum(kind) || '/' || sum(records) || '/' || sum(records_approved) FROM wide_month",
];

#[test]
fn the_third_step_keeps_every_row() {
    both(|app| async move {
        let (db, folder) = before_any_step(app.db(), app.call.ids.uuid(app.call.now())).await;
        Migrator::up(db.writer(), Some(2)).await.unwrap();
        for sql in KEPT {
            db.writer().execute_unprepared(&with_ids(sql, db.is_postgres())).await.unwrap();
        }
        let before = said(&db).await;
        assert_eq!(before[0], "2/3000/3002/3004/8/11");
        Migrator::up(db.writer(), None).await.unwrap();
        assert_eq!(said(&db).await, before);
        drop(db);
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    });
}

fn with_ids(sql: &str, postgres: bool) -> String {
    let id = |last: char| {
        let hex = format!("0199000000007000800000000000000{last}");
        if postgres { format!("'{hex}'") } else { format!("x'{hex}'") }
    };
    sql.replace("{1}", &id('1')).replace("{2}", &id('2'))
}

async fn said(db: &Db) -> Vec<String> {
    let mut answers = Vec::new();
    for sql in SAME {
        let statement = store_statement(db, sql);
        let row = db.writer().query_one_raw(statement).await.unwrap().expect("a row");
        answers.push(row.try_get_by_index::<String>(0).unwrap());
    }
    answers
}

fn store_statement(db: &Db, sql: &str) -> sea_orm::Statement {
    sea_orm::Statement::from_string(db.writer().get_database_backend(), sql)
}

/// A database with nothing in it; on SQLite a file of its own, in a folder to be removed.
async fn before_any_step(of_test: &Db, unique: uuid::Uuid) -> (Db, Option<std::path::PathBuf>) {
    if of_test.is_postgres() {
        of_test.writer().execute_unprepared("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
        return (of_test.clone(), None);
    }
    let folder = std::env::temp_dir().join(format!("careerup-schema-{}-{}", std::process::id(), unique.simple()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite:{}", folder.join("register.db").display());
    (Db::connect(&url).await.unwrap(), Some(folder))
}
