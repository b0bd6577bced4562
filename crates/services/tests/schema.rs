//! Steps of the schema over a register that is in use. Invariant: what was kept before a step is kept after it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends at the first thing that is not as it should be"
)]

use migration::{Migrator, MigratorTrait};
use store::{ConnectionTrait, Db};
use testkit::both;

/// Rows as the second step left them, each column with a value of its own.
const KEPT: [&str; 8] = [
    "INSERT INTO touch (month, id, technician_id, site_id, occurred_at, device_at, received_at, kind, channel, assurance, flags, trade, role, \
     card_uid, counter, device_seq, source) VALUES (202611, {1}, 11, 21, 1000, 1001, 1002, 2, 3, 4, 8, 5, 6, 77, 7, 9, {3}), \
     (202611, {2}, 11, 21, 2000, 2001, 2002, 1, 1, 3, 0, NULL, NULL, 77, 8, NULL, NULL)",
    "INSERT INTO card_read (card_uid, counter, touch_id) VALUES (77, 7, {1}), (77, 8, {2})",
    "INSERT INTO history_record (technician_id, work_date, site_id, first_in, last_out, inside_since, prime, employer, roster_id, tier, trade, \
     role, channel, approval, touches) VALUES (11, 20261120, 21, 1000, 2000, 3000, 31, 32, {4}, 2, 5, 6, 3, 1, 7), \
     (12, 20261120, 21, NULL, 2000, NULL, 31, NULL, NULL, NULL, NULL, NULL, 1, 0, 1)",
    "INSERT INTO technician_day (technician_id, work_date, records, approved) VALUES (11, 20261120, 1, 1)",
    "INSERT INTO technician_month (technician_id, month, days, days_approved, records, records_approved, changes) VALUES (11, 202611, 5, 4, 7, 6, 9)",
    "INSERT INTO site_day (site_id, work_date, records, approved) VALUES (21, 20261120, 3, 2)",
    "INSERT INTO business_month (business_id, part, month, stripe, records, records_approved) VALUES (31, 0, 202611, 2, 4, 3), (32, 1, 202611, 3, 6, 5)",
    "INSERT INTO wide_month (kind, code, month, stripe, records, records_approved) VALUES (0, 0, 202611, 1, 4, 3), (3, 2, 202611, 1, 6, 5)",
];

/// Tables with their columns, all of which must be the same before and after.
const SAME: [(&str, &str); 7] = [
    (
        "touch",
        "month, id, technician_id, site_id, occurred_at, device_at, received_at, kind, channel, assurance, flags, trade, role, card_uid, counter, \
         device_seq, source",
    ),
    ("card_read", "card_uid, counter, touch_id"),
    (
        "history_record",
        "technician_id, work_date, site_id, first_in, last_out, inside_since, prime, employer, roster_id, tier, trade, role, channel, approval, \
         touches",
    ),
    ("technician_month", "technician_id, month, days, days_approved, records, records_approved, changes"),
    ("site_day", "site_id, work_date, records, approved"),
    ("business_month", "business_id, part, month, stripe, records, records_approved"),
    ("wide_month", "kind, code, month, stripe, records, records_approved"),
];

#[test]
fn the_third_step_keeps_every_row() {
    both(|app| async move {
        let (db, folder) = before_any_step(app.db(), "third").await;
        Migrator::up(db.writer(), Some(2)).await.unwrap();
        for sql in KEPT {
            db.writer().execute_unprepared(&with_ids(sql, db.is_postgres())).await.unwrap();
        }
        let before = said(&db).await;
        assert_eq!(before.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2, 1, 1, 2, 2]);
        Migrator::up(db.writer(), None).await.unwrap();
        assert_eq!(said(&db).await, before);
        drop(db);
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    });
}

/// A request that was paid, one that is open, one whose application was withdrawn, one of a business.
const ASKED: [&str; 2] = [
    "INSERT INTO application (id, number, kind, state, form, resume_hash, name, verdicts, created_at, updated_at) VALUES \
     ({1}, '1', 1, 7, '{}', '', '', '{}', 0, 5), ({2}, '2', 1, 6, '{}', '', '', '{}', 0, 6), ({3}, '3', 1, 8, '{}', '', '', '{}', 0, 7)",
    "INSERT INTO fee_request (id, kind, application_id, technician_id, business_id, payer, amount_yen, due_date, requested_at, paid_at) VALUES \
     ({1}, 'technician_simple', {1}, 11, NULL, 'a', 2500, 20261231, 1793458800000, 1793458900000), \
     ({2}, 'technician_simple', {2}, NULL, NULL, 'b', 2500, 20261231, 1793458799999, NULL), \
     ({3}, 'technician_simple', {3}, NULL, NULL, 'c', 2500, 20261231, 1793458800000, NULL), \
     ({4}, 'business_registration', NULL, NULL, 31, 'd', 24000, 20261231, 1793458800000, NULL)",
];

#[test]
fn the_fifth_step_opens_the_ledger_with_what_was_asked_and_paid() {
    both(|app| async move {
        let (db, folder) = before_any_step(app.db(), "fifth").await;
        Migrator::up(db.writer(), Some(3)).await.unwrap();
        for sql in ASKED {
            db.writer().execute_unprepared(&with_ids(sql, db.is_postgres())).await.unwrap();
        }
        Migrator::up(db.writer(), None).await.unwrap();
        let report = services::fee::examine(&db).await.unwrap();
        assert_eq!((report.journals, report.differences), (3, Vec::new()), "none for what was withdrawn");
        let ask = async |sql: &str| -> Vec<String> {
            let statement = sea_orm::Statement::from_string(db.writer().get_database_backend(), sql.to_owned());
            let rows = db.writer().query_all_raw(statement).await.unwrap();
            rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
        };
        let lines = "SELECT CAST(account AS text) || ' ' || account_key || ' ' || CAST(SUM(yen) AS text) FROM ledger_line \
                     GROUP BY account, account_key ORDER BY 1";
        assert_eq!(
            ask(lines).await,
            [
                "1 application:01990000000070008000000000000002 2500",
                "1 business:31 24000",
                "2 business_registration -24000",
                "2 technician_simple -5000",
                "3 counter 2500",
            ]
        );
        let months = "SELECT CAST(month AS text) FROM ledger_journal ORDER BY 1";
        assert_eq!(ask(months).await, ["202610", "202611", "202611"], "by the clocks of Japan");
        let withdrawn = "SELECT payer || CAST(withdrawn_at AS text) FROM fee_request WHERE withdrawn_at IS NOT NULL";
        assert_eq!(ask(withdrawn).await, ["c7"]);
        for sql in [
            "UPDATE ledger_line SET yen = yen + 1",
            "DELETE FROM ledger_line",
            "UPDATE ledger_journal SET month = 1",
            "DELETE FROM ledger_journal",
        ] {
            let refused = db.writer().execute_unprepared(sql).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{sql}: {refused}");
        }
        drop(db);
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    });
}

/// All told to the gateway: paid there, paid at the desk, paid in part, open.
const TOLD: &str = "INSERT INTO fee_request (id, kind, business_id, payer, payer_key, amount_yen, due_date, requested_at, \
    paid_at, reference, received_yen, withdrawn_at, announced_at) VALUES \
    ({1}, 'site_usage', 31, 'a', 'business:31', 100, 20261231, 1, 9, 11, 100, NULL, 5), \
    ({2}, 'site_usage', 31, 'b', 'business:31', 100, 20261231, 2, 9, 12, 100, NULL, 5), \
    ({3}, 'site_usage', 31, 'c', 'business:31', 100, 20261231, 3, NULL, 13, 40, NULL, 5), \
    ({4}, 'site_usage', 31, 'd', 'business:31', 100, 20261231, 4, NULL, 14, 0, NULL, 5)";

#[test]
fn the_ninth_step_tells_the_gateway_of_what_was_paid_past_it() {
    both(|app| async move {
        let (db, folder) = before_any_step(app.db(), "ninth").await;
        Migrator::up(db.writer(), Some(8)).await.unwrap();
        let receipt = "INSERT INTO receipt (id, gateway, transaction_key, line, reference, yen, received_at, request_id) \
                       VALUES ({1}, 'file', 'T-1', '', '', 100, 9, {1}), ({2}, 'counter', 'T-2', '', '', 100, 9, {2})";
        for sql in [TOLD, receipt] {
            db.writer().execute_unprepared(&with_ids(sql, db.is_postgres())).await.unwrap();
        }
        Migrator::up(db.writer(), None).await.unwrap();
        let untold = store::fee::told::untold(db.read(), 10).await.unwrap();
        let told: Vec<_> = untold.iter().map(|fee| (fee.payer.as_str(), fee.claim().owed().get())).collect();
        assert_eq!(told, [("b", 0), ("c", 60)]);
        drop(db);
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    });
}

/// `{1}` … `{4}` stand for UUIDs.
fn with_ids(sql: &str, postgres: bool) -> String {
    ('1'..='4').fold(sql.to_owned(), |sql, last| {
        let hex = format!("0199000000007000800000000000000{last}");
        let id = if postgres { format!("'{hex}'") } else { format!("x'{hex}'") };
        sql.replace(&format!("{{{last}}}"), &id)
    })
}

/// The rows of each table as text, in the order of that text.
async fn said(db: &Db) -> Vec<Vec<String>> {
    let text = |column: &str| {
        let plain = if ["id", "touch_id", "source", "roster_id"].contains(&column) && !db.is_postgres() {
            format!("hex({column})")
        } else {
            format!("CAST({column} AS text)")
        };
        format!("COALESCE({plain}, '-')")
    };
    let mut tables = Vec::new();
    for (table, columns) in SAME {
        let row: Vec<String> = columns.split(", ").map(text).collect();
        let sql = format!("SELECT {} FROM {table} ORDER BY 1", row.join(" || '/' || "));
        let statement = sea_orm::Statement::from_string(db.writer().get_database_backend(), sql);
        let rows = db.writer().query_all_raw(statement).await.unwrap();
        tables.push(rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect());
    }
    tables
}

/// A database with nothing in it; on SQLite a file of its own, in a folder named by the step that is tried, to be removed.
async fn before_any_step(of_test: &Db, step: &str) -> (Db, Option<std::path::PathBuf>) {
    if of_test.is_postgres() {
        of_test.writer().execute_unprepared("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
        return (of_test.clone(), None);
    }
    let folder = std::env::temp_dir().join(format!("careerup-schema-{}-{step}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite:{}", folder.join("register.db").display());
    (Db::connect(&url).await.unwrap(), Some(folder))
}
