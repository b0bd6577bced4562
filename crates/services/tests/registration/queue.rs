//! A long queue in its parts, what goes before others, and how long things took.

use crate::play::{
    Desk, admin, all_good, approved, business_form, code, fee_of, stranger, technician_form, technician_submitted,
};
use domain::{
    access::Role,
    application::{
        ApplicationKind, FiledBy, QueueAge, QueueFilter, QueueOrder, State,
        usual::{Measured, Usual},
    },
    id::ApplicationId,
    listing::{Mark, PART_ROWS},
    technician::Stage,
    time::{DAY_MS, HOUR_MS},
};
use services::{Call, application, fee, job, proxy};
use std::collections::BTreeSet;
use store::ConnectionTrait;
use testkit::{TestApp, both};

const KIND: ApplicationKind = ApplicationKind::TechnicianSimple;

/// Copies of an application, each handed in a minute after the one before; every seventh has priority.
async fn copies(app: &TestApp, of: ApplicationId, count: usize) {
    let columns = "kind, state, form, password_hash, resume_hash, name, photo, photo_width, photo_height, verdicts, \
        claimed_by, claimed_at, decided_at, technician_id, business_id, created_at, updated_at, channel";
    let postgres = app.db().is_postgres();
    let id = |uuid: uuid::Uuid| if postgres { format!("'{uuid}'") } else { format!("x'{}'", uuid.simple()) };
    for at in 0..count {
        let new = id(uuid::Uuid::from_u128(0x1000 + (at as u128 * 7919) % 100_003));
        let priority = i32::from(at % 7 == 3);
        let sql = format!(
            "INSERT INTO application (id, number, submitted_at, priority, {columns}) \
             SELECT {new}, 'C-{at}', submitted_at + {at} / 3 * 60000, {priority}, {columns} FROM application WHERE id = {}",
            id(of.0)
        );
        app.db().writer().execute_unprepared(&sql).await.unwrap();
    }
}

async fn whole(call: &Call, filter: QueueFilter) -> (Vec<(String, bool)>, i64) {
    let (mut seen, mut after): (Vec<(String, bool)>, Option<Mark>) = (Vec::new(), None);
    loop {
        let (listed, _) = application::queue(call, filter, after).await.unwrap();
        assert!(listed.rows.len() <= PART_ROWS);
        seen.extend(listed.rows.iter().map(|row| (row.number.clone(), row.priority)));
        match listed.next {
            Some(next) => after = next.parse().ok(),
            None => return (seen, listed.all),
        }
    }
}

#[test]
fn every_case_of_a_long_queue_is_shown_once_with_what_has_priority_first() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id) = technician_submitted(&app, technician_form()).await;
        copies(&app, id, 230).await;
        for order in [QueueOrder::LongestWaiting, QueueOrder::Newest] {
            let (seen, all) = whole(&desk.reviewer, QueueFilter { order, ..QueueFilter::default() }).await;
            assert_eq!((seen.len(), all), (231, 231), "the count is of all");
            let distinct: BTreeSet<&String> = seen.iter().map(|(number, _)| number).collect();
            assert_eq!(distinct.len(), 231, "each once");
            if order == QueueOrder::LongestWaiting {
                let first_plain = seen.iter().position(|(_, priority)| !priority).unwrap();
                assert_eq!(first_plain, 33, "all with priority stand before");
                assert!(seen[first_plain..].iter().all(|(_, priority)| !priority));
            }
        }
        let (urgent, all) = whole(&desk.reviewer, QueueFilter { priority: true, ..QueueFilter::default() }).await;
        assert_eq!((urgent.len(), all), (33, 33));
        let (_, counts) = application::queue(&desk.reviewer, QueueFilter::default(), None).await.unwrap();
        assert_eq!(QueueFilter::default().sum(&counts), 231);
        assert_eq!(application::next_in_queue(&desk.reviewer).await.unwrap().len(), 30);
    });
}

#[test]
fn the_queue_is_narrowed_by_age_way_and_whose_it_is() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, old) = technician_submitted(&app, technician_form()).await;
        let handed_in = app.call.now();
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &firm).await;
        let by_proxy = proxy::start(&admin, Stage::Simple).await.unwrap();
        let sql = format!(
            "UPDATE application SET state = 2, submitted_at = {} WHERE channel = 2",
            handed_in.plus_ms(DAY_MS).0
        );
        app.db().writer().execute_unprepared(&sql).await.unwrap();
        application::claim(&desk.reviewer, old).await.unwrap();
        let ids = async |call: &Call, filter: QueueFilter| {
            let (listed, _) = application::queue(call, filter, None).await.unwrap();
            assert_eq!(listed.all, i64::try_from(listed.rows.len()).unwrap());
            listed.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        let all = QueueFilter::default();
        assert_eq!(ids(&desk.reviewer, all).await, [old, by_proxy]);
        assert_eq!(ids(&desk.reviewer, QueueFilter { filed_by: Some(FiledBy::Employer), ..all }).await, [by_proxy]);
        assert_eq!(ids(&desk.reviewer, QueueFilter { filed_by: Some(FiledBy::Own), ..all }).await, [old]);
        assert!(ids(&desk.reviewer, QueueFilter { filed_by: Some(FiledBy::Counter), ..all }).await.is_empty());
        assert_eq!(ids(&desk.reviewer, QueueFilter { mine: true, ..all }).await, [old]);
        assert!(ids(&desk.operator, QueueFilter { mine: true, ..all }).await.is_empty());
        let aged = QueueFilter { age: Some(QueueAge::Days3), ..all };
        app.call.clock.set(handed_in.plus_ms(3 * DAY_MS - 1));
        assert!(ids(&desk.reviewer, aged).await.is_empty());
        app.call.clock.set(handed_in.plus_ms(3 * DAY_MS));
        assert_eq!(ids(&desk.reviewer, aged).await, [old]);
        app.call.clock.set(handed_in.plus_ms(4 * DAY_MS));
        assert_eq!(ids(&desk.reviewer, aged).await, [old, by_proxy]);

        application::prioritise(&desk.reviewer, by_proxy, true).await.unwrap();
        application::prioritise(&desk.reviewer, by_proxy, true).await.unwrap();
        assert_eq!(ids(&desk.reviewer, all).await, [by_proxy, old]);
        assert!(application::case(&desk.reviewer, by_proxy).await.unwrap().priority);
        application::prioritise(&desk.operator, by_proxy, false).await.unwrap();
        assert_eq!(ids(&desk.reviewer, all).await, [old, by_proxy]);
        let trail = store::event::of_subject(app.db().read(), "application", &by_proxy.to_string(), 50).await.unwrap();
        assert_eq!(trail.iter().filter(|event| event.process == "application.prioritise").count(), 2);
        for role in [Role::Technician, Role::BusinessAdmin] {
            let call = stranger(&app, role);
            assert_eq!(code(application::prioritise(&call, old, true).await), "forbidden.role");
            assert_eq!(code(application::next_in_queue(&call).await), "forbidden.role");
            assert_eq!(code(application::figures(&call).await), "forbidden.role");
        }
        let nobody = ApplicationId(uuid::Uuid::from_u128(3));
        assert_eq!(code(application::prioritise(&desk.reviewer, nobody, true).await), "not_found");
        let (_, draft) = crate::play::started(&app, KIND).await;
        assert_eq!(code(application::prioritise(&desk.reviewer, draft, true).await), "not_found");
    });
}

async fn night(app: &TestApp) {
    job::set_day(&app.system()).await.unwrap();
    while job::run_due(&app.system()).await.unwrap() > 0 {}
}

#[test]
fn time_in_each_state_is_measured_and_few_cases_promise_nothing() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        assert_eq!(application::figures(&desk.reviewer).await.unwrap(), None);
        assert_eq!(application::usual(&app.call, KIND).await.unwrap(), Usual::TooFew);
        // Handed in at 0, taken after 10 h, returned after 5 h, back after 48 h, decided after 1 h, paid after 24 h.
        let begun = app.at(20_261_121, "00:00");
        let after = |hours: i64| app.call.clock.set(begun.plus_ms(hours * HOUR_MS));
        let (call, id) = technician_submitted(&app, technician_form()).await;
        after(10);
        application::claim(&desk.reviewer, id).await.unwrap();
        after(15);
        let mut words = all_good(KIND);
        let address = words.iter_mut().find(|(field, _)| field == "address").unwrap();
        address.1 = domain::application::Verdict::Deficient(domain::application::DeficiencyReason::AddressIncomplete);
        application::save_verdicts(&desk.reviewer, id, words).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        after(63);
        let mut form = technician_form().without_passwords();
        "江東区東陽2-3-4 203".clone_into(&mut form.address);
        application::save_technician(&call, id, form).await.unwrap();
        application::submit(&call, id).await.unwrap();
        after(64);
        application::save_verdicts(&desk.reviewer, id, all_good(KIND)).await.unwrap();
        application::approve(&desk.reviewer, id).await.unwrap();
        after(88);
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap();

        app.at(20_261_126, "03:00");
        night(&app).await;
        let figures = application::figures(&desk.reviewer).await.unwrap().unwrap();
        assert_eq!(figures.day.number(), 20_261_126);
        let of = |measured: Measured, way: Option<FiledBy>| {
            let found = figures.figures.iter().find(|one| one.measured == measured && one.filed_by == way).unwrap();
            (found.cases, found.median_ms / HOUR_MS, found.p90_ms / HOUR_MS)
        };
        for way in [None, Some(FiledBy::Own)] {
            assert_eq!(of(Measured::Stay(State::Submitted), way), (1, 10, 10));
            // Two stays: 5 h and 1 h.
            assert_eq!(of(Measured::Stay(State::InReview), way), (2, 1, 5));
            assert_eq!(of(Measured::Stay(State::Returned), way), (1, 48, 48));
            assert_eq!(of(Measured::Stay(State::AwaitingPayment), way), (1, 24, 24));
            assert_eq!(of(Measured::Review, way), (1, 16, 16), "without what the applicant took");
        }
        assert_eq!(application::usual(&app.call, KIND).await.unwrap(), Usual::TooFew, "one case says nothing");
    });
}

#[test]
fn what_is_usual_looks_back_ninety_days_and_no_further() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        app.at(20_261_121, "00:00");
        let (_, id) = technician_submitted(&app, technician_form()).await;
        approved(&desk.reviewer, id, KIND).await;
        // The same decision twenty times: 1 to 20 days each.
        let postgres = app.db().is_postgres();
        let decided = app.call.now();
        for days in 1..=20_i64 {
            let uuid = uuid::Uuid::from_u128(u128::try_from(days).unwrap());
            let new = if postgres { format!("'{uuid}'") } else { format!("x'{}'", uuid.simple()) };
            let sql = format!(
                "INSERT INTO state_stay (id, application_id, kind, channel, state, ms, left_at) \
                 VALUES ({new}, {new}, 1, 1, 0, {}, {})",
                days * DAY_MS - 1,
                decided.0
            );
            app.db().writer().execute_unprepared(&sql).await.unwrap();
        }
        app.at(20_261_122, "03:00");
        night(&app).await;
        // Twenty-one with the one above, which took no time: the 11th and the 19th.
        assert_eq!(application::usual(&app.call, KIND).await.unwrap(), Usual::Days { usually: 10, mostly: 18 });
        assert_eq!(application::usual(&app.call, ApplicationKind::Business).await.unwrap(), Usual::TooFew);
        app.at(20_270_219, "03:00");
        night(&app).await;
        assert_eq!(application::usual(&app.call, KIND).await.unwrap(), Usual::Days { usually: 10, mostly: 18 });
        app.at(20_270_220, "03:00");
        night(&app).await;
        assert_eq!(application::usual(&app.call, KIND).await.unwrap(), Usual::TooFew);
    });
}
