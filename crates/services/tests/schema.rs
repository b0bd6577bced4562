//! Steps of the schema over a register that is in use. Invariant: what was kept before a step is kept after it.
//!
//! size: one register through every step of the schema.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends at the first thing that is not as it should be"
)]

use domain::time::WorkDate;
use migration::{Migrator, MigratorTrait};
use store::{ConnectionTrait, Db};
use testkit::both;

/// What a line of the roster stands on: two of one person at a site, the later one with the smaller id, and one of another.
const LISTED: [&str; 5] = [
    "INSERT INTO business (id, kind, name, name_kana, search_name, representative, capital_yen, trades, postcode, prefecture, address, phone, \
     mail, valid_until, registered_at) VALUES (31, 1, 'a', '', 'a', '', 0, '[1]', '', 13, '', '', '', 20311130, 0)",
    "INSERT INTO site (id, name, prime, postcode, prefecture, address, start_date, client_name, public_client, work_kind, boundary_minutes, \
     ask_role, assurance_min, created_at) VALUES (21, 'a', 31, '', 13, '', 20260401, '', true, '', 0, false, 5, 0)",
    "INSERT INTO structure (id, site_id, business_id, tier, from_date, created_at) VALUES ({1}, 21, 31, 0, 20260401, 0)",
    "INSERT INTO technician (id, family_name, given_name, family_kana, given_kana, roman_name, search_name, search_kana, birth_date, sex, \
     nationality, postcode, prefecture, address, phone, mail, trades, main_trade, experience_years, insurance, level, registered_at) VALUES \
     (11, '', '', '', '', '', '', '', 19900402, 'male', 'JP', '', 13, '', '', '', '[11]', 11, 5, '{}', 2, 0), \
     (12, '', '', '', '', '', '', '', 19900402, 'male', 'JP', '', 13, '', '', '', '[11]', 11, 5, '{}', 2, 0)",
    "INSERT INTO roster (id, site_id, structure_id, technician_id, trade, role, work_content, hazardous, from_date, created_at) VALUES \
     ({4}, 21, {1}, 11, 5, 3, '', false, 20260401, 1), ({3}, 21, {1}, 11, 5, 3, '', false, 20261101, 2), \
     ({2}, 21, {1}, 12, 5, 3, '', false, 20260401, 3)",
];

/// Rows as the second step left them, each column with a value of its own.
const KEPT: [&str; 8] = [
    "INSERT INTO touch (month, id, technician_id, site_id, occurred_at, device_at, received_at, kind, channel, assurance, flags, trade, role, \
     card_uid, counter, device_seq, source) VALUES (202611, {1}, 11, 21, 1000, 1001, 1002, 2, 3, 4, 8, 5, 6, 77, 7, 9, {3}), \
     (202611, {2}, 11, 21, 2000, 2001, 2002, 1, 1, 3, 0, NULL, NULL, 77, 8, NULL, NULL)",
    "INSERT INTO card_read (card_uid, counter, touch_id) VALUES (77, 7, {1}), (77, 8, {2})",
    "INSERT INTO history_record (technician_id, work_date, site_id, first_in, last_out, inside_since, prime, employer, roster_id, tier, trade, \
     role, channel, approval, touches) VALUES (11, 20261120, 21, 1795100401000, 1795100402000, 1795100403000, 31, 32, {4}, 2, 5, 6, 3, 1, 7), \
     (12, 20261120, 21, NULL, 1795100402000, NULL, 31, NULL, NULL, NULL, NULL, NULL, 1, 0, 1)",
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
    ("history_record", "technician_id, work_date, site_id, employer, tier, trade, role, channel, approval, touches"),
    ("technician_month", "technician_id, month, days, days_approved, records, records_approved, changes"),
    ("site_day", "site_id, work_date, records, approved"),
    ("business_month", "business_id, part, month, stripe, records, records_approved"),
    ("wide_month WHERE kind < 4", "kind, code, month, stripe, records, records_approved"),
];

#[test]
fn the_third_step_keeps_every_row() {
    both(|app| async move {
        let (db, folder) = before_any_step(app.db(), "third").await;
        Migrator::up(db.writer(), Some(2)).await.unwrap();
        for sql in LISTED.into_iter().chain(KEPT) {
            db.writer().execute_unprepared(&with_ids(sql, db.is_postgres())).await.unwrap();
        }
        let before = said(&db).await;
        assert_eq!(before.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2, 1, 1, 2, 2]);
        Migrator::up(db.writer(), None).await.unwrap();
        assert_eq!(said(&db).await, before);
        let records = store::history::records_of(db.read(), (11, 12)).await.unwrap();
        let midnight = WorkDate::from_stored(20_261_120).start();
        let after = |ms: i64| Some(midnight.plus_ms(ms));
        let times = [(after(1_000), after(2_000), after(3_000)), (None, after(2_000), None)];
        let kept = records.iter().map(|one| (one.first_in, one.last_out, one.inside_since)).collect::<Vec<_>>();
        assert_eq!(kept, times);
        let lines: Vec<_> = records.iter().map(|one| one.roster).collect();
        assert_eq!(lines, [Some(listed(4)), None]);
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

/// Two days with a line, one without, one that waits, one of another month.
const APPROVED: &str = "INSERT INTO history_record (technician_id, work_date, site_id, first_in, last_out, prime, employer, roster_id, tier, trade, \
     role, channel, approval, touches) VALUES (11, 20261201, 21, 1796050800001, 1796050800002, 31, 32, {4}, 2, 5, 6, 3, 1, 2), \
     (11, 20261231, 21, 1798642800001, 1798642800002, 31, 32, {4}, 2, 5, 6, 3, 1, 2), \
     (11, 20261215, 21, 1797260400001, 1797260400002, 31, NULL, NULL, NULL, 5, 6, 3, 1, 2), \
     (11, 20261216, 21, 1797346800001, 1797346800002, 31, 32, {4}, 2, 5, 6, 3, 0, 2), \
     (11, 20261130, 21, 1795964400001, 1795964400002, 31, 32, {4}, 2, 5, 6, 3, 1, 2)";

#[test]
fn the_thirtieth_step_makes_decisions_of_what_was_approved() {
    both(|app| async move {
        let (db, folder) = before_any_step(app.db(), "thirtieth").await;
        Migrator::up(db.writer(), Some(29)).await.unwrap();
        for sql in LISTED.into_iter().chain([APPROVED]) {
            db.writer().execute_unprepared(&with_ids(sql, db.is_postgres())).await.unwrap();
        }
        Migrator::up(db.writer(), None).await.unwrap();
        let sql = "SELECT CAST(month AS text) || ' ' || CAST(days AS text) || ' ' || COALESCE(CAST(employer AS text), '-') || ' ' || \
            CAST(kind AS text) || CAST(decided_at AS text) || CAST(decided_by AS text) FROM history_decided \
            WHERE technician_id = 11 AND site_id = 21 ORDER BY month, days";
        let statement = sea_orm::Statement::from_string(db.writer().get_database_backend(), sql);
        let rows = db.writer().query_all_raw(statement).await.unwrap();
        let decided: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        let (fifteenth, first_and_last) = (1 << 14, 1 | 1 << 30);
        let december = [format!("202612 {fifteenth} - 1031"), format!("202612 {first_and_last} 32 1031")];
        assert_eq!(decided[0], format!("202611 {} 32 1031", 1 << 29));
        assert_eq!(decided[1..], december);
        let differences = store::history::recount(db.writer()).await.unwrap();
        let decisions = differences.iter().filter(|difference| difference.starts_with("history_decided"));
        assert_eq!(decisions.collect::<Vec<_>>(), Vec::<&String>::new());
        let new = ["technician_trade_month", "prefecture_day", "wide_month 4/", "wide_month 5/"];
        let counts = differences.iter().filter(|difference| new.iter().any(|count| difference.starts_with(count)));
        assert_eq!(counts.collect::<Vec<_>>(), Vec::<&String>::new(), "counted by the forty-third step");
        let sql = "SELECT CAST(days AS text) || ' ' || CAST(days_approved AS text) FROM technician_trade_month \
            WHERE technician_id = 11 AND month = 202612";
        let row =
            db.writer().query_one_raw(sea_orm::Statement::from_string(db.writer().get_database_backend(), sql)).await;
        let sets: String = row.unwrap().unwrap().try_get_by_index(0).unwrap();
        let (all, approved) = (1 | 1 << 14 | 1 << 15 | 1 << 30, 1 | 1 << 14 | 1 << 30);
        assert_eq!(sets, format!("{all} {approved}"));
        for sql in ["UPDATE history_decided SET kind = 2", "DELETE FROM history_decided"] {
            let refused = db.writer().execute_unprepared(sql).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{sql}: {refused}");
        }
        let said = "INSERT INTO history_entry (technician_id, site_id, entered_at, event_id, work_date, turn, kind, channel) \
            VALUES (11, 21, 0, {1}, 20261216, 1, 1, 5)";
        db.writer().execute_unprepared(&with_ids(said, db.is_postgres())).await.unwrap();
        for sql in ["UPDATE history_entry SET kind = 2", "DELETE FROM history_entry"] {
            let refused = db.writer().execute_unprepared(sql).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{sql}: {refused}");
        }
        let differences = store::history::recount(db.writer()).await.unwrap();
        let unmade = differences.iter().filter(|difference| difference.starts_with("history_entry"));
        assert_eq!(unmade.collect::<Vec<_>>(), ["history_entry 11/21/20261216"], "a day whose record does not say so");
        let made = domain::time::YearMonth::from_stored(202_701);
        store::partition::make(&db, made).await.unwrap();
        let later = "INSERT INTO history_decided (technician_id, site_id, decided_at, month, turn, days, kind) VALUES (11, 21, 0, 202701, 1, 1, 3)";
        db.writer().execute_unprepared(later).await.unwrap();
        let refused = db.writer().execute_unprepared("DELETE FROM history_decided WHERE month = 202701").await;
        assert!(refused.unwrap_err().to_string().contains("append-only"), "in a month made later too");
        drop(db);
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    });
}

/// Days of two months and one that no month was made for, of each line of the roster and of none; one inside since before
/// its day begins, one touched more often than a small number holds.
const WIDE: &str = "INSERT INTO history_record (technician_id, work_date, site_id, first_in, last_out, inside_since, prime, employer, \
     roster_id, tier, trade, role, channel, approval, touches, by_hand) VALUES \
     (11, 20261120, 21, 1795129200000, 1795161600001, NULL, 31, 31, {4}, 0, 5, 3, 1, 1, 2, 0), \
     (11, 20261130, 21, 1795964399999, NULL, 1795964399999, 31, 31, {3}, 0, 5, 3, 2, 0, 40000, 1), \
     (12, 20261201, 21, 1796050800000, 1796151600000, NULL, 31, 31, {2}, 0, 5, 3, 3, 0, 2, 0), \
     (12, 20261216, 21, NULL, NULL, 1797346800000, 31, NULL, NULL, NULL, NULL, NULL, 4, 0, 1, 0)";

#[test]
fn the_step_of_bytes_keeps_every_time_and_every_line() {
    both(|app| async move {
        let (db, folder) = before_any_step(app.db(), "bytes").await;
        Migrator::up(db.writer(), Some(48)).await.unwrap();
        store::partition::make(&db, domain::time::YearMonth::from_stored(202_611)).await.unwrap();
        for sql in LISTED.into_iter().chain([WIDE]) {
            db.writer().execute_unprepared(&with_ids(sql, db.is_postgres())).await.unwrap();
        }
        Migrator::up(db.writer(), None).await.unwrap();
        let records = store::history::records_of(db.read(), (11, 12)).await.unwrap();
        let times = |at: usize| {
            let one = records.get(at).unwrap();
            [one.first_in, one.last_out, one.inside_since].map(|at| at.map(|at| at.0))
        };
        assert_eq!(records.len(), 4);
        assert_eq!(times(0), [Some(1_795_129_200_000), Some(1_795_161_600_001), None]);
        assert_eq!(times(1), [Some(1_795_964_399_999), None, Some(1_795_964_399_999)]);
        assert_eq!(times(2), [Some(1_796_050_800_000), Some(1_796_151_600_000), None]);
        assert_eq!(times(3), [None, None, Some(1_797_346_800_000)]);
        let lines: Vec<_> = records.iter().map(|one| one.roster).collect();
        assert_eq!(lines, [Some(listed(4)), Some(listed(3)), Some(listed(2)), None]);
        let rest: Vec<_> = records.iter().map(|one| (one.touches, one.by_hand, one.channel.number())).collect();
        assert_eq!(rest, [(2, false, 1), (i16::MAX, true, 2), (2, false, 3), (1, false, 4)]);
        let site = records[0].key.site;
        let inside = store::history::people_inside(db.read(), site, WorkDate::from_stored(20_261_101)).await;
        let mut inside: Vec<_> = inside.unwrap().iter().map(|one| (one.technician.get(), one.since.0)).collect();
        inside.sort_unstable();
        assert_eq!(inside, [(11, 1_795_964_399_999), (12, 1_797_346_800_000)]);
        let months = domain::time::YearMonth::from_stored(202_611);
        let used = store::fee::usage::days(db.read(), months).await.unwrap();
        let used: Vec<_> = used.values().flatten().map(|day| (day.day.number(), day.records)).collect();
        assert_eq!(used, [(20_261_120, 1), (20_261_130, 1)], "by the prime of the site");
        let twice = "INSERT INTO history_record (technician_id, work_date, site_id, channel, approval, touches) VALUES (11, 20261120, 21, 1, 0, 0)";
        assert!(db.writer().execute_unprepared(twice).await.is_err(), "one record a person, day and site");
        let unknown = "UPDATE history_record SET line = -1 WHERE technician_id = 12";
        assert!(db.writer().execute_unprepared(unknown).await.is_err(), "a line that is not there");
        store::partition::make(&db, domain::time::YearMonth::from_stored(202_701)).await.unwrap();
        drop(db);
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    });
}

#[test]
fn the_step_of_parts_keeps_every_row_of_a_file_that_lies() {
    both(|app| async move {
        let (db, folder) = before_any_step(app.db(), "parts").await;
        Migrator::up(db.writer(), Some(54)).await.unwrap();
        let lying = "INSERT INTO bulk_row (bulk_id, line, form) VALUES ({1}, 7, '{\"family_name\":\"森\",\"employer_id\":\"3\"}'), \
                     ({1}, 9, '{\"family_name\":\"a\\\"\\\\\",\"phone\":\"?\"}'), ({2}, 2, '{\"employer_id\":\"4\"}')";
        db.writer().execute_unprepared(&with_ids(lying, db.is_postgres())).await.unwrap();
        Migrator::up(db.writer(), None).await.unwrap();
        let id = |last: u8| domain::id::BulkId(listed(last).0);
        let rows = store::bulk::rows(db.read(), id(1), 10).await.unwrap();
        let said = |row: &store::bulk::Row| {
            (row.line, row.form.family_name.clone(), row.form.phone.clone(), row.form.employer_id.clone())
        };
        let (seven, nine) = ((7, "森", "", "3"), (9, "a\"\\", "?", ""));
        let expected = [seven, nine]
            .map(|(line, name, phone, employer)| (line, name.to_owned(), phone.to_owned(), employer.to_owned()));
        assert_eq!(rows.iter().map(said).collect::<Vec<_>>(), expected);
        store::bulk::forget_rows(db.writer(), id(1), 7).await.unwrap();
        let left = store::bulk::rows(db.read(), id(1), 10).await.unwrap();
        assert_eq!(left.iter().map(|row| row.line).collect::<Vec<_>>(), [9]);
        assert_eq!(store::bulk::rows(db.read(), id(2), 10).await.unwrap().len(), 1);
        drop(db);
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    });
}

/// A gate whose last word was set aside, one whose last word was taken, one that said nothing.
const BEFORE_KEYS: [&str; 5] = [
    "INSERT INTO business (id, kind, name, name_kana, search_name, representative, capital_yen, trades, postcode, prefecture, address, phone, \
     mail, valid_until, registered_at, first_id_until) VALUES (31, 1, 'a', '', 'a', '', 0, '[1]', '', 13, '', '', '', 20311130, 0, 20311130)",
    "INSERT INTO site (id, name, prime, postcode, prefecture, address, start_date, client_name, public_client, work_kind, boundary_minutes, \
     ask_role, assurance_min, created_at) VALUES (21, 'a', 31, '', 13, '', 20260401, '', true, '', 0, false, 5, 0)",
    "INSERT INTO device (id, site_id, name, token_hash, enrolled_by, enrolled_at, last_seen_at) VALUES \
     ({1}, 21, 'a', '1', {4}, 1, 9), ({2}, 21, 'b', '2', {4}, 2, 9), ({3}, 21, 'c', '3', {4}, 3, 9)",
    "INSERT INTO touch (month, id, technician_id, site_id, occurred_at, device_at, received_at, kind, channel, assurance, flags, device_seq, source) \
     VALUES (202611, {1}, 11, 21, 1000, 1000, 1000, 1, 1, 3, 0, 4, {1}), (202611, {2}, 11, 21, 2000, 2000, 2000, 2, 1, 3, 0, 8, {2})",
    "INSERT INTO quarantine (touch_id, reason, digest, received_at, source, item) VALUES \
     ({3}, 'touch.replay', 1, 3000, {1}, '{\"id\":\"x\",\"device_seq\":6,\"kind\":\"in\"}'), \
     ({4}, 'touch.replay', 1, 3000, {2}, '{\"id\":\"x\",\"kind\":\"in\",\"device_seq\":7}'), \
     ({4}, 'touch.malformed', 1, 3000, {2}, '{\"id\":\"x\",\"device_seq\":\"9\"}')",
];

#[test]
fn the_step_of_gate_keys_invents_no_losses_of_gates_of_before() {
    both(|app| async move {
        let (db, folder) = before_any_step(app.db(), "gate-keys").await;
        Migrator::up(db.writer(), Some(33)).await.unwrap();
        for sql in BEFORE_KEYS {
            db.writer().execute_unprepared(&with_ids(sql, db.is_postgres())).await.unwrap();
        }
        Migrator::up(db.writer(), None).await.unwrap();
        let phones = store::device::phones_heard_since(db.read(), domain::time::Instant(0)).await.unwrap();
        let mut floors: Vec<Option<i64>> = phones.iter().map(|phone| phone.floor).collect();
        floors.sort_unstable();
        assert_eq!(floors, [None, Some(6), Some(8)]);
        let quarantined = "SELECT CAST(device_seq AS text) FROM quarantine WHERE device_seq IS NOT NULL ORDER BY 1";
        let statement = sea_orm::Statement::from_string(db.writer().get_database_backend(), quarantined);
        let rows = db.writer().query_all_raw(statement).await.unwrap();
        let numbers: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        assert_eq!(numbers, ["6", "7"]);
        drop(db);
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    });
}

/// A phone that stood in a section and was enrolled anew without one, and a gate that said nothing.
const STOOD: [&str; 5] = [
    BEFORE_KEYS[0],
    BEFORE_KEYS[1],
    "INSERT INTO site_section (id, site_id, name, address, from_date, created_at) VALUES ({1}, 21, 'a', '', 20260401, 0)",
    "INSERT INTO device (id, site_id, name, token_hash, enrolled_by, enrolled_at, last_seen_at, phone) VALUES \
     ({1}, 21, 'a', '1', {4}, 10, 9, {4}), ({2}, 21, 'b', '2', {4}, 20, 9, {4}), ({3}, 21, 'c', '3', {4}, 30, 9, NULL)",
    "INSERT INTO device_section (device_id, from_at, section_id) VALUES ({1}, 10, {1})",
];

#[test]
fn the_step_of_one_timeline_a_phone_leaves_who_stood_nowhere_nowhere() {
    both(|app| async move {
        let (db, folder) = before_any_step(app.db(), "timeline").await;
        Migrator::up(db.writer(), Some(50)).await.unwrap();
        for sql in STOOD {
            db.writer().execute_unprepared(&with_ids(sql, db.is_postgres())).await.unwrap();
        }
        Migrator::up(db.writer(), None).await.unwrap();
        let stood = store::device::stood_at(db.read(), domain::id::SiteId::from_stored(21)).await.unwrap();
        let stood: Vec<_> = stood.iter().map(|one| one.stood.map(|at| (at.from.0, at.section.is_some()))).collect();
        assert_eq!(stood, [Some((10, true)), Some((20, false)), None]);
        let catalogue = if db.is_postgres() {
            "SELECT CAST(indexdef AS text) FROM pg_indexes WHERE indexname = 'quarantine_closed'"
        } else {
            "SELECT sql FROM sqlite_master WHERE name = 'quarantine_closed'"
        };
        let statement = sea_orm::Statement::from_string(db.writer().get_database_backend(), catalogue);
        let index: String = db.writer().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap();
        assert!(index.contains("(site_id, received_at, touch_id, digest) WHERE "), "{index}");
        drop(db);
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    });
}

/// The line of the roster `{1}` … `{4}`.
fn listed(last: u8) -> domain::id::RosterId {
    domain::id::RosterId(uuid::Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 | u128::from(last)))
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
