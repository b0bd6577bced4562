//! Closing months of site usage over random histories: what was billed is always what there is.

use crate::{
    play::{Desk, code, stranger},
    settlement::balanced,
};
use domain::{
    access::Role,
    fee::{Closing, FeeKind, Yen},
    id::{BusinessId, SiteId},
    time::{WorkDate, YearMonth},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use services::fee;
use std::fmt::Write;
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast};

pub const OCTOBER: YearMonth = YearMonth::from_stored(202_610);
pub const NOVEMBER: YearMonth = YearMonth::from_stored(202_611);
const DECEMBER: YearMonth = YearMonth::from_stored(202_612);

/// Person, day, whether the first or the second of the primes.
type Worked = (i64, i32, bool);

/// A site of `prime`, as far as usage looks at it; nothing where it is there already.
fn add_site(sql: &mut String, id: SiteId, prime: BusinessId) {
    let _ = write!(
        sql,
        "INSERT INTO site (id, name, prime, postcode, prefecture, address, start_date, client_name, public_client, \
         work_kind, boundary_minutes, ask_role, assurance_min, created_at) VALUES ({id}, '別の現場', {prime}, '1350016', 13, \
         '江東区', 20260401, '', false, '新築', 0, false, 5, 0) ON CONFLICT (id) DO NOTHING;"
    );
}

/// The kept counts of the primes of all records there are.
const PRIMES_OF_RECORDS: &str = "INSERT INTO business_month (business_id, part, month, stripe, records, records_approved) \
    SELECT s.prime, 0, h.work_date / 100, 0, COUNT(*), 0 FROM history_record h JOIN site s ON s.id = h.site_id \
    GROUP BY s.prime, h.work_date / 100;";

/// Replaces the whole history by these records, with the counts kept of them, as touches and withdrawals would leave it.
pub async fn history(app: &TestApp, cast: &Cast, worked: &[Worked]) {
    let mut sql = String::from("DELETE FROM history_record; DELETE FROM business_month;");
    let others = SiteId::from_body(3_000_000_000_900);
    add_site(&mut sql, others, cast.stranger);
    let mut seen = std::collections::BTreeSet::new();
    for (person, day, first) in worked {
        if seen.insert((person, day)) {
            let site = if *first { cast.site } else { others };
            let _ = write!(
                sql,
                "INSERT INTO history_record (technician_id, work_date, site_id, channel, approval, touches) \
                 VALUES ({person}, {day}, {site}, 1, 0, 1);"
            );
        }
    }
    sql.push_str(PRIMES_OF_RECORDS);
    app.db().writer().execute_unprepared(&sql).await.unwrap();
}

/// What the records of a prime up to a month cost at ¥10, and at ¥12 from 16 November on.
fn cost(worked: &[Worked], first: bool, last: YearMonth) -> i64 {
    let days: std::collections::BTreeMap<(i64, i32), bool> =
        worked.iter().rev().map(|(person, day, whose)| ((*person, *day), *whose)).collect();
    let counted =
        days.iter().filter(|((_, day), whose)| **whose == first && WorkDate::from_stored(*day).month() <= last);
    counted.map(|((_, day), _)| if *day < 20_261_116 { 10 } else { 12 }).sum()
}

/// What was billed less what was credited, from the ledger.
pub async fn earned(desk: &Desk) -> i64 {
    let figures = fee::figures(&desk.operator).await.unwrap();
    figures.income.iter().filter(|(_, kind, _)| *kind == FeeKind::SiteUsage).map(|(_, _, yen)| yen.get()).sum()
}

async fn owes(app: &TestApp, business: BusinessId) -> i64 {
    let open = store::fee::owed_of_business(app.db().read(), business).await.unwrap();
    open.iter().map(|owed| owed.yen.get()).sum()
}

#[test]
fn a_month_is_one_request_a_prime_and_closing_it_again_adds_nothing() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        history(
            &app,
            &cast,
            &[(1, 20_261_001, true), (2, 20_261_031, true), (1, 20_261_101, true), (3, 20_261_002, false)],
        )
        .await;
        assert_eq!(code(fee::close(&desk.operator, NOVEMBER).await), "fee.month_not_ended");
        let closed = fee::close(&desk.operator, OCTOBER).await.unwrap();
        assert_eq!(closed, Closing { month: OCTOBER, invoices: 2, records: 3, yen: Yen(30), again: false });
        assert_eq!((owes(&app, cast.prime).await, owes(&app, cast.stranger).await), (20, 10));
        assert_eq!(fee::close(&desk.operator, OCTOBER).await.unwrap(), Closing { again: true, ..closed });
        assert_eq!((owes(&app, cast.prime).await, earned(&desk).await), (20, 30));
        let seen = fee::account(&cast.admin(&app, cast.prime)).await.unwrap();
        assert_eq!(
            (seen.requests.len(), seen.requests[0].kind, seen.requests[0].due.number()),
            (1, FeeKind::SiteUsage, 20_261_231)
        );
        let invoice = fee::invoice(&cast.admin(&app, cast.prime), seen.requests[0].id).await.unwrap();
        assert_eq!(invoice.usage.iter().map(|line| (line.month, line.now.records)).collect::<Vec<_>>(), [(OCTOBER, 2)]);
        balanced(&app).await;
    });
}

#[test]
fn later_changes_go_to_the_next_closing_with_both_figures() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        history(&app, &cast, &[(1, 20_261_001, true), (2, 20_261_001, true)]).await;
        fee::close(&desk.operator, OCTOBER).await.unwrap();
        app.at(20_261_201, "09:00");
        // One of October is withdrawn, one is added on another day, November has one.
        history(
            &app,
            &cast,
            &[(1, 20_261_001, true), (3, 20_261_030, true), (4, 20_261_029, true), (1, 20_261_104, true)],
        )
        .await;
        let closed = fee::close(&desk.operator, NOVEMBER).await.unwrap();
        assert_eq!((closed.invoices, closed.records, closed.yen), (1, 2, Yen(20)));
        let admin = cast.admin(&app, cast.prime);
        let newest = fee::account(&admin).await.unwrap().requests[0].id;
        let lines = fee::invoice(&admin, newest).await.unwrap().usage;
        let told: Vec<_> = lines.iter().map(|line| (line.month, line.before.records, line.now.records)).collect();
        assert_eq!(told, [(OCTOBER, 2, 3), (NOVEMBER, 0, 1)]);
        assert_eq!(fee::close(&desk.operator, OCTOBER).await.unwrap().records, 2, "what October came to stays");
        balanced(&app).await;
    });
}

#[test]
fn what_is_withdrawn_of_paid_months_is_a_credit_that_pays_what_is_open() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        history(&app, &cast, &[(1, 20_261_001, true), (2, 20_261_001, true), (3, 20_261_001, true)]).await;
        fee::close(&desk.operator, OCTOBER).await.unwrap();
        let request = fee::unpaid(&desk.operator, "", None).await.unwrap().rows[0].id;
        assert!(fee::mark_paid(&desk.operator, request).await.unwrap().is_none(), "no number comes of it");
        app.at(20_261_201, "09:00");
        history(&app, &cast, &[(1, 20_261_001, true)]).await;
        let closed = fee::close(&desk.operator, NOVEMBER).await.unwrap();
        assert_eq!((closed.invoices, closed.records, closed.yen), (1, -2, Yen(-20)));
        let admin = cast.admin(&app, cast.prime);
        let account = fee::account(&admin).await.unwrap();
        assert_eq!((account.credit, account.requests.len()), (Yen(20), 1));
        app.at(20_270_101, "09:00");
        let mut december: Vec<Worked> = (1..=5).map(|person| (person, 20_261_210, true)).collect();
        december.push((1, 20_261_001, true));
        history(&app, &cast, &december).await;
        fee::close(&desk.operator, DECEMBER).await.unwrap();
        let account = fee::account(&admin).await.unwrap();
        assert_eq!(
            (account.credit, account.requests[0].amount, account.requests[0].received),
            (Yen(0), Yen(50), Yen(20))
        );
        assert_eq!(owes(&app, cast.prime).await, 30);
        balanced(&app).await;
    });
}

/// The price of a record is ¥12 from this day on.
async fn price_from(app: &TestApp, day: i32) {
    let sql = format!(
        "INSERT INTO price (kind, from_date, until_date, yen, source, added_at) \
         VALUES ('site_usage', {day}, NULL, 12, '試験', 0)"
    );
    app.db().writer().execute_unprepared(&sql).await.unwrap();
}

#[test]
fn as_many_records_that_cost_another_sum_are_billed() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        price_from(&app, 20_261_016).await;
        history(&app, &cast, &[(1, 20_261_001, true), (2, 20_261_002, true)]).await;
        assert_eq!(fee::close(&desk.operator, OCTOBER).await.unwrap().yen, Yen(20));
        app.at(20_261_201, "09:00");
        // One is withdrawn on a day at ¥10, another added on a day at ¥12.
        history(&app, &cast, &[(1, 20_261_001, true), (2, 20_261_016, true)]).await;
        let closed = fee::close(&desk.operator, NOVEMBER).await.unwrap();
        assert_eq!((closed.invoices, closed.records, closed.yen), (1, 0, Yen(2)));
        balanced(&app).await;
        app.at(20_270_101, "09:00");
        let closed = fee::close(&desk.operator, DECEMBER).await.unwrap();
        assert_eq!((closed.invoices, closed.yen), (0, Yen(0)), "what was billed is what there is");
    });
}

#[test]
fn a_month_of_many_primes_closes_in_seconds_and_their_requests_are_gone_through() {
    const PRIMES: i64 = 2_000;
    both(|app| async move {
        let desk = Desk::open(&app).await;
        cast(&app, 1).await;
        let (mut sql, mut ids) = (String::new(), Vec::new());
        for body in 0..PRIMES {
            let id = BusinessId::from_body(4_000_000_000_000 + body);
            ids.push(id);
            let _ = write!(
                sql,
                "INSERT INTO business (id, kind, name, name_kana, search_name, representative, capital_yen, trades, \
                 postcode, prefecture, address, phone, mail, valid_until, registered_at) VALUES ({id}, 1, '元請{body}', \
                 'カナ', '元請{body}', '代表', 10000000, '[1]', '1350016', 13, '江東区', '0312345678', 'a@example.jp', \
                 20311130, 0);"
            );
            let site = SiteId::from_body(3_100_000_000_000 + body);
            add_site(&mut sql, site, id);
            let _ = write!(
                sql,
                "INSERT INTO history_record (technician_id, work_date, site_id, channel, approval, touches) \
                 VALUES ({}, 20261001, {site}, 1, 0, 1);",
                body + 1
            );
        }
        sql.push_str(PRIMES_OF_RECORDS);
        app.db().writer().execute_unprepared(&sql).await.unwrap();
        let within = std::time::Duration::from_secs(10);
        let closed =
            tokio::time::timeout(within, fee::close(&desk.operator, OCTOBER)).await.expect("in seconds").unwrap();
        assert_eq!((closed.invoices, closed.records, closed.yen), (PRIMES, PRIMES, Yen(PRIMES * 10)));
        assert_eq!(fee::close(&desk.operator, OCTOBER).await.unwrap(), Closing { again: true, ..closed });
        balanced(&app).await;

        let (mut seen, mut after) = (std::collections::HashSet::new(), None);
        loop {
            let part = fee::unpaid(&desk.operator, "", after).await.unwrap();
            assert_eq!(part.all, PRIMES);
            seen.extend(part.rows.iter().map(|row| row.id));
            let Some(next) = part.next else { break };
            after = Some(next.parse().unwrap());
        }
        assert_eq!(seen.len(), ids.len());
        assert_eq!(fee::announce(&desk.operator).await.unwrap(), 2_000);
        assert_eq!(fee::announce(&desk.operator).await.unwrap(), 0);
    });
}

#[test]
fn of_two_closings_at_once_one_bills() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        history(&app, &cast, &[(1, 20_261_001, true)]).await;
        let (one, two) = tokio::join!(fee::close(&desk.operator, OCTOBER), fee::close(&desk.operator, OCTOBER));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_ne!(one.again, two.again, "{one:?} {two:?}");
        assert_eq!((one.yen, two.yen, owes(&app, cast.prime).await), (Yen(10), Yen(10), 10));
        balanced(&app).await;
    });
}

#[test]
fn months_are_closed_in_order_and_by_the_operator() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let september = YearMonth::from_stored(202_609);
        let empty = fee::close(&desk.operator, OCTOBER).await.unwrap();
        assert_eq!((empty.invoices, empty.yen), (0, Yen(0)));
        assert_eq!(code(fee::close(&desk.operator, september).await), "fee.later_month_closed");
        for role in [Role::Public, Role::Technician, Role::BusinessAdmin, Role::Reviewer, Role::Gate] {
            assert!(code(fee::close(&stranger(&app, role), OCTOBER).await).starts_with("forbidden."), "{role:?}");
        }
    });
}

#[test]
fn a_day_without_a_price_stops_the_closing_and_bills_nothing() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        history(&app, &cast, &[(1, 20_200_930, true)]).await;
        assert_eq!(code(fee::close(&desk.operator, OCTOBER).await), "fee.no_price");
        assert_eq!(owes(&app, cast.prime).await, 0);
        history(&app, &cast, &[(1, 20_201_001, true)]).await;
        assert_eq!(fee::close(&desk.operator, OCTOBER).await.unwrap().yen, Yen(10));
    });
}

#[test]
fn over_random_histories_billed_is_what_there_is() {
    let worked = (1i64..5, 0i32..3, 1i32..=28, any::<bool>())
        .prop_map(|(person, month, day, first)| (person, (202_610 + month) * 100 + day, first));
    let histories = prop::collection::vec(prop::collection::vec(worked, 0..30), 3);
    let mut runner = TestRunner::deterministic();
    let cases: Vec<Vec<Vec<Worked>>> = (0..4).map(|_| histories.new_tree(&mut runner).unwrap().current()).collect();
    for steps in cases {
        both(move |app| {
            let steps = steps.clone();
            async move {
                let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
                price_from(&app, 20_261_116).await;
                for (at, month) in [OCTOBER, NOVEMBER, DECEMBER].into_iter().enumerate() {
                    app.at(month.next().first_day().number(), "09:00");
                    history(&app, &cast, &steps[at]).await;
                    let closed = fee::close(&desk.operator, month).await.unwrap();
                    let they_cost = cost(&steps[at], true, month) + cost(&steps[at], false, month);
                    assert_eq!(earned(&desk).await, they_cost, "{month:?}");
                    balanced(&app).await;
                    let again = fee::close(&desk.operator, month).await.unwrap();
                    assert_eq!(again, Closing { again: true, ..closed });
                    assert_eq!(earned(&desk).await, they_cost, "{month:?} again");
                }
            }
        });
    }
}
