//! Work and its leases: one at a time, ended by whoever has it, and given up in sight of the operator.

use crate::play::{Desk, code, stranger, technician_form, technician_submitted};
use domain::{
    access::Role,
    id::JobId,
    notice::DeliveryState,
    technician::TechnicianForm,
    time::{HOUR_MS, Instant},
};
use services::{Call, job, notice};
use store::{
    ConnectionTrait,
    job::{self as rows, Job},
};
use testkit::{TestApp, both};
use uuid::Uuid;

const MINUTE_MS: i64 = 60_000;

async fn all(call: Call) {
    while job::run_due(&call).await.unwrap() > 0 {}
}

async fn mails(app: &TestApp, count: usize) {
    for at in 0..count {
        let form = TechnicianForm { mail: format!("p{at}@example.jp"), ..technician_form() };
        technician_submitted(app, form).await;
    }
}

fn of(kind: &str, subject: &str, run_at: Instant) -> Job {
    Job {
        id: JobId(Uuid::from_u128(5)),
        kind: kind.to_owned(),
        key: format!("{kind}:{subject}"),
        subject: subject.to_owned(),
        run_at,
        tries: 0,
        leased_until: Instant(0),
    }
}

#[test]
fn whoever_lost_a_lease_ends_and_leaves_nothing() {
    both(|app| async move {
        let now = app.call.now();
        let take = async |at: Instant| {
            let tx = app.db().begin().await.unwrap();
            let taken = rows::take(&tx, at, at.plus_ms(MINUTE_MS), 5).await.unwrap();
            tx.commit().await.unwrap();
            taken
        };
        let tx = app.db().begin().await.unwrap();
        assert!(rows::set(&tx, &of("day", "20261120", now)).await.unwrap());
        tx.commit().await.unwrap();
        let first = take(now).await;
        assert!(take(now.plus_ms(MINUTE_MS - 1)).await.is_empty(), "it is the first one's until the lease ends");
        let second = take(now.plus_ms(MINUTE_MS)).await;
        let tx = app.db().begin().await.unwrap();
        assert!(!rows::end(&tx, &first[0], now, None).await.unwrap());
        assert!(!rows::leave(&tx, &first[0], now, 1).await.unwrap());
        assert!(!rows::renew(&tx, &first[0], now.plus_ms(HOUR_MS)).await.unwrap());
        let until = now.plus_ms(HOUR_MS);
        assert!(rows::renew(&tx, &second[0], until).await.unwrap());
        assert!(!rows::end(&tx, &second[0], now, None).await.unwrap(), "the lease is another now");
        let renewed = Job { leased_until: until, ..second[0].clone() };
        assert!(rows::end(&tx, &renewed, now, None).await.unwrap());
        assert!(!rows::end(&tx, &renewed, now, None).await.unwrap(), "it has ended");
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_slow_mail_server_holds_up_its_own_message_only() {
    both(|app| async move {
        mails(&app, 3).await;
        let go_on = app.mail.hold_next();
        let slow = tokio::spawn(all(app.system()));
        app.mail.wait_held().await;
        all(app.system()).await;
        assert_eq!(app.mail.sent().len(), 2, "the others do not wait behind it");
        // The first server is taken for dead; another sends the message again, under the same id.
        app.call.clock.set(app.call.now().plus_ms(5 * MINUTE_MS));
        all(app.system()).await;
        assert_eq!(app.mail.sent().len(), 3);
        go_on.send(()).unwrap();
        slow.await.unwrap();
        let sent = app.mail.sent();
        let mut ids: Vec<&str> = sent.iter().map(|mail| mail.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((sent.len(), ids.len()), (4, 3));
        let sql = "SELECT COUNT(*) FROM event WHERE process = 'notice.deliver'";
        let counted = sea_orm::Statement::from_string(app.db().read().get_database_backend(), sql);
        let row = app.db().read().query_one_raw(counted).await.unwrap().unwrap();
        let noted: i64 = row.try_get_by_index(0).unwrap();
        assert_eq!(noted, 3, "who lost the lease notes nothing");
    });
}

#[test]
fn a_delivery_that_cannot_even_be_written_is_given_up_in_sight() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        mails(&app, 1).await;
        app.db().writer().execute_unprepared("UPDATE notice SET content = 'broken'").await.unwrap();
        for _ in 0..60 {
            all(app.system()).await;
            app.call.clock.set(app.call.now().plus_ms(HOUR_MS));
        }
        app.db().writer().execute_unprepared("UPDATE notice SET content = '{}'").await.unwrap();
        let lost = notice::lost(&desk.operator, None).await.unwrap();
        assert_eq!(lost.all, 1);
        assert_eq!((lost.rows[0].state, lost.rows[0].tries), (DeliveryState::Failed, 12));
        assert!(job::given_up(&desk.operator).await.unwrap().is_empty(), "it is in the list of deliveries");
        assert!(app.mail.sent().is_empty());
    });
}

#[test]
fn other_work_that_was_given_up_is_seen_and_done_again() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let tx = app.db().begin().await.unwrap();
        rows::set(&tx, &of("day", "no day", app.call.now())).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..60 {
            all(app.system()).await;
            app.call.clock.set(app.call.now().plus_ms(HOUR_MS));
        }
        let given_up = job::given_up(&desk.operator).await.unwrap();
        assert_eq!(given_up.len(), 1, "{given_up:?}");
        assert_eq!((given_up[0].kind.as_str(), given_up[0].subject.as_str(), given_up[0].tries), ("day", "no day", 12));
        assert!(given_up[0].fault.contains("no such work"), "{given_up:?}");
        assert_eq!(job::faults(app.db()).await.unwrap(), given_up, "doctor sees it too");
        app.db().writer().execute_unprepared("UPDATE job SET subject = '20261120'").await.unwrap();
        job::again(&desk.operator, given_up[0].id).await.unwrap();
        assert_eq!(code(job::again(&desk.operator, given_up[0].id).await), "conflict.already_done");
        assert!(job::given_up(&desk.operator).await.unwrap().is_empty());
        assert_ne!(job::run_due(&app.system()).await.unwrap(), 0, "the day, and the look at the history after it");
        assert_eq!(code(job::again(&desk.operator, given_up[0].id).await), "conflict.already_done", "it is done");
        for role in [Role::Public, Role::Applicant, Role::Technician, Role::BusinessAdmin, Role::Reviewer, Role::Gate] {
            let call = stranger(&app, role);
            assert!(code(job::given_up(&call).await).starts_with("forbidden."), "{role:?}");
            assert!(code(job::again(&call, given_up[0].id).await).starts_with("forbidden."), "{role:?}");
        }
    });
}
