//! What a gateway tells: exact money settles and completes, everything else waits; nothing lost, nothing doubled.

use crate::play::{Desk, approved, code, fee_of, fields, stranger, technician_form, technician_submitted};
use domain::{
    access::Role,
    application::{ApplicationKind, State},
    fee::{
        PaymentReference, Yen,
        receipt::{Imported, Mismatch, RowFault},
    },
    form::{FieldProblem, Problem},
    id::ApplicationId,
    technician::{Stage, TechnicianForm},
};
use proptest::prelude::*;
use services::{Call, application, fee};
use store::ConnectionTrait;
use testkit::{TestApp, both};

const KIND: ApplicationKind = ApplicationKind::TechnicianSimple;

/// An applicant who is asked for ¥2,500: the call, the application, the reference.
pub async fn asked(app: &TestApp, desk: &Desk, given: &str) -> (Call, ApplicationId, PaymentReference) {
    let form = TechnicianForm { given_name: given.to_owned(), ..technician_form() };
    let (call, id) = technician_submitted(app, form).await;
    approved(&desk.reviewer, id, KIND).await;
    let fee = store::fee::find(app.db().read(), fee_of(&desk.operator, id).await).await.unwrap().unwrap();
    (call, id, fee.reference.unwrap())
}

pub fn row(reference: impl core::fmt::Display, yen: i64, transaction: &str) -> String {
    format!("{reference},{yen},2026-11-20,convenience_store,{transaction}\n")
}

pub async fn balanced(app: &TestApp) {
    let report = fee::examine(app.db()).await.unwrap();
    assert_eq!(report.differences, Vec::<String>::new());
}

pub async fn state(call: &Call, id: ApplicationId) -> State {
    application::view(call, id).await.unwrap().state
}

async fn reasons(desk: &Desk) -> Vec<Mismatch> {
    let mut reasons: Vec<_> =
        fee::unmatched(&desk.operator, None).await.unwrap().rows.into_iter().map(|row| row.reason).collect();
    reasons.sort();
    reasons
}

#[test]
fn exact_money_settles_the_request_and_completes_the_registration() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "蓮").await;
        let shown = application::view(&call, id).await.unwrap().fee.unwrap();
        assert_eq!(shown.reference, Some(reference), "the applicant is told what to say");
        let file = format!("reference,yen,paid_on,channel,transaction\n{}", row(reference.grouped(), 2_500, "T-1"));
        let came = fee::import(&desk.operator, file.as_bytes()).await.unwrap();
        assert_eq!(came, Imported { rows: 1, settled: 1, unmatched: 0, known: 0 });
        let view = application::view(&call, id).await.unwrap();
        assert_eq!(view.state, State::Completed);
        assert!(view.issued_login.is_some() && view.fee.unwrap().paid_at.is_some());
        assert!(fee::unpaid(&desk.operator, "", None).await.unwrap().rows.is_empty());
        assert!(fee::unmatched(&desk.operator, None).await.unwrap().rows.is_empty());

        let again = fee::import(&desk.operator, file.as_bytes()).await.unwrap();
        assert_eq!(again, Imported { rows: 1, settled: 0, unmatched: 0, known: 1 });
        balanced(&app).await;
    });
}

#[test]
fn everything_else_waits_with_its_reason_and_the_same_file_twice_is_the_same() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (short, short_id, a) = asked(&app, &desk, "一").await;
        let (over, over_id, b) = asked(&app, &desk, "二").await;
        let (paid, paid_id, c) = asked(&app, &desk, "三").await;
        let (gone, gone_id, d) = asked(&app, &desk, "四").await;
        application::withdraw(&gone, gone_id).await.unwrap();
        let unknown = PaymentReference::from_body(1);
        let wrong = format!("{:012}", c.get() + 1);
        let file = [
            row(a, 2_499, "T-1"),
            row(b, 2_501, "T-2"),
            row(c, 2_500, "T-3"),
            row(c, 2_500, "T-4"),
            row(d, 2_500, "T-5"),
            row(unknown, 2_500, "T-6"),
            row(wrong, 2_500, "T-7"),
            row("", 2_500, "T-8"),
            "what is this\n".to_owned(),
            row(a, 100, "T-1"),
        ]
        .concat();
        let came = fee::import(&desk.operator, file.as_bytes()).await.unwrap();
        assert_eq!(came, Imported { rows: 10, settled: 1, unmatched: 9, known: 0 });
        let mut expected: Vec<_> =
            Mismatch::ALL.into_iter().filter(|reason| *reason != Mismatch::NotCompleted).collect();
        expected.sort();
        assert_eq!(reasons(&desk).await, expected, "each of its own kind");
        for (call, id) in [(&short, short_id), (&over, over_id)] {
            assert_eq!(state(call, id).await, State::AwaitingPayment);
        }
        assert_eq!((state(&paid, paid_id).await, state(&gone, gone_id).await), (State::Completed, State::Withdrawn));
        let held: i64 = fee::unmatched(&desk.operator, None)
            .await
            .unwrap()
            .rows
            .iter()
            .filter_map(|row| row.yen)
            .map(Yen::get)
            .sum();
        assert_eq!(held, 2_499 + 2_501 + 2_500 * 5, "money of a row that is not known is not booked");
        balanced(&app).await;

        let rows = fee::unmatched(&desk.operator, None).await.unwrap().rows;
        let again = fee::import(&desk.operator, file.as_bytes()).await.unwrap();
        assert_eq!(again, Imported { rows: 10, settled: 0, unmatched: 0, known: 10 });
        assert_eq!(fee::unmatched(&desk.operator, None).await.unwrap().rows, rows);
        balanced(&app).await;
    });
}

#[test]
fn a_file_taken_in_twice_at_once_counts_once() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "蓮").await;
        let file = [row(reference, 2_500, "T-1"), row("", 700, "T-2"), "broken\n".to_owned()].concat();
        let (one, two) =
            tokio::join!(fee::import(&desk.operator, file.as_bytes()), fee::import(&desk.operator, file.as_bytes()));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.settled + two.settled, 1, "{one:?} {two:?}");
        assert_eq!(one.unmatched + two.unmatched, 2, "{one:?} {two:?}");
        assert_eq!(one.known + two.known, 3, "{one:?} {two:?}");
        assert_eq!(state(&call, id).await, State::Completed);
        balanced(&app).await;
    });
}

#[test]
fn who_is_no_operator_takes_nothing_in() {
    both(|app| async move {
        for role in [Role::Public, Role::Applicant, Role::Technician, Role::BusinessAdmin, Role::Reviewer, Role::Gate] {
            let call = stranger(&app, role);
            assert!(code(fee::import(&call, b"x").await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::unmatched(&call, None).await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::announce(&call).await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::bring(&call, b"x").await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::files(&call).await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::figures(&call).await).starts_with("forbidden."), "{role:?}");
        }
        let desk = Desk::open(&app).await;
        assert_eq!(code(fee::import(&desk.operator, &vec![b'x'; 20_000_001]).await), "too_large");
    });
}

#[test]
fn what_is_no_settlement_file_is_refused_and_nothing_of_it_is_kept() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        for (content, refused) in [
            (&b""[..], "fee.file_empty"),
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "fee.file_kind"),
            (&b"PK\x03\x04"[..], "fee.file_kind"),
            (&b"name,address\nA,B\n"[..], "fee.file_columns"),
        ] {
            let refused = vec![FieldProblem::new("file", Problem::Refused { code: refused.to_owned() })];
            assert_eq!(fields(fee::bring(&desk.operator, content).await), refused);
            assert_eq!(fields(fee::import(&desk.operator, content).await), refused);
        }
        assert_eq!(fee::files(&desk.operator).await.unwrap(), []);
        assert_eq!(fee::unmatched(&desk.operator, None).await.unwrap().all, 0);
        // Of a row that does not read it is told what does not.
        let cash = row("", 700, "T-1").replace("convenience_store", "cash");
        let file = format!("reference,yen,paid_on,channel,transaction\n{cash}");
        fee::import(&desk.operator, file.as_bytes()).await.unwrap();
        assert_eq!(fee::unmatched(&desk.operator, None).await.unwrap().rows[0].faults, [RowFault::Channel]);
    });
}

/// Somebody whose period of residence ends on 25 November, approved on the 20th.
async fn staying(app: &TestApp, desk: &Desk, given: &str) -> (Call, ApplicationId) {
    let text = str::to_owned;
    let form = TechnicianForm {
        given_name: text(given),
        family_roman: text("NGUYEN"),
        given_roman: text("REN"),
        nationality: text("vn"),
        residence_status: text("specified_skilled_1"),
        residence_until: text("2026-11-25"),
        ..technician_form()
    };
    let (call, id) = technician_submitted(app, form).await;
    approved(&desk.reviewer, id, KIND).await;
    (call, id)
}

#[test]
fn what_ended_after_the_approval_does_not_stop_who_pays_in_time() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (one, first) = staying(&app, &desk, "一").await;
        let (two, second) = staying(&app, &desk, "二").await;
        app.at(20_261_210, "09:00");
        let fee = store::fee::of_application(app.db().read(), first).await.unwrap().unwrap();
        let came = fee::import(&desk.operator, row(fee.reference.unwrap(), 2_500, "T-1").as_bytes()).await.unwrap();
        assert_eq!((came.settled, came.unmatched), (1, 0));
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, second).await).await.unwrap().unwrap();
        for (call, id) in [(&one, first), (&two, second)] {
            assert_eq!(state(call, id).await, State::Completed);
        }
        balanced(&app).await;
    });
}

#[test]
fn exact_money_that_cannot_complete_its_application_is_held_and_the_rows_after_it_go_on() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (broken, broken_id, a) = asked(&app, &desk, "一").await;
        let (sound, sound_id, b) = asked(&app, &desk, "二").await;
        let forget = "UPDATE application SET form = '{}' WHERE number = ";
        let number = application::view(&broken, broken_id).await.unwrap().number;
        app.db().writer().execute_unprepared(&format!("{forget}'{number}'")).await.unwrap();
        let file = [row(a, 2_500, "T-1"), row(b, 2_500, "T-2")].concat();
        let came = fee::import(&desk.operator, file.as_bytes()).await.unwrap();
        assert_eq!(came, Imported { rows: 2, settled: 1, unmatched: 1, known: 0 });
        assert_eq!(reasons(&desk).await, [Mismatch::NotCompleted]);
        assert_eq!(state(&sound, sound_id).await, State::Completed);
        let fee = store::fee::of_application(app.db().read(), broken_id).await.unwrap().unwrap();
        assert_eq!((fee.received, fee.paid_at), (Yen(0), None), "nothing of the attempt stands");
        balanced(&app).await;
        let again = fee::import(&desk.operator, file.as_bytes()).await.unwrap();
        assert_eq!(again, Imported { rows: 2, settled: 0, unmatched: 0, known: 2 });
    });
}

#[test]
fn of_two_files_that_tell_other_things_under_one_id_at_once_both_are_kept() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let rows = |yen: i64| (0..15).map(|at| row("", yen, &format!("T-{at}"))).collect::<String>();
        let (one, two) = (rows(700), rows(800));
        let (one, two) =
            tokio::join!(fee::import(&desk.operator, one.as_bytes()), fee::import(&desk.operator, two.as_bytes()));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((one.unmatched + two.unmatched, one.known + two.known), (30, 0), "{one:?} {two:?}");
        let found = reasons(&desk).await;
        let contradicted = found.iter().filter(|reason| **reason == Mismatch::Contradicted).count();
        assert_eq!((found.len(), contradicted), (30, 15));
        balanced(&app).await;
    });
}

#[test]
fn what_the_desk_marks_is_a_receipt_like_any_other() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id, reference) = asked(&app, &desk, "蓮").await;
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();
        balanced(&app).await;
        // The gateway tells of the same money afterwards: it came a second time, and a person decides.
        let came = fee::import(&desk.operator, row(reference, 2_500, "T-1").as_bytes()).await.unwrap();
        assert_eq!((came.settled, came.unmatched), (0, 1));
        assert_eq!(reasons(&desk).await, [Mismatch::Twice]);
        balanced(&app).await;
    });
}

/// One row of a file that was put together by chance.
#[derive(Debug, Clone)]
enum Chance {
    Bytes(Vec<u8>),
    Row(usize, i64, u8),
}

fn chance() -> impl Strategy<Value = Chance> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..60).prop_map(Chance::Bytes),
        (0usize..4, 2_499i64..2_502, 0u8..6).prop_map(|(whose, yen, id)| Chance::Row(whose, yen, id)),
    ]
}

#[test]
fn whatever_a_file_holds_no_yen_is_lost_or_doubled() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let files = prop::collection::vec(prop::collection::vec(chance(), 0..8), 1..4);
    let cases: Vec<Vec<Vec<Chance>>> =
        (0..6).map(|_| proptest::strategy::ValueTree::current(&files.new_tree(&mut runner).unwrap())).collect();
    both(move |app| {
        let cases = cases.clone();
        async move {
            let desk = Desk::open(&app).await;
            let mut references = Vec::new();
            for given in ["一", "二", "三"] {
                references.push(asked(&app, &desk, given).await.2);
            }
            references.push(PaymentReference::from_body(5));
            for file in cases.iter().flatten() {
                // What is no text at all is refused as a whole.
                let mut bytes = b"reference,yen,paid_on,channel,transaction\n,1,2026-11-20,card,T-head\n".to_vec();
                for part in file {
                    match part {
                        Chance::Bytes(some) => {
                            bytes.extend(some.iter().filter(|byte| **byte != 0));
                            bytes.push(b'\n');
                        }
                        Chance::Row(whose, yen, id) => {
                            bytes.extend_from_slice(row(references[*whose], *yen, &format!("T-{id}")).as_bytes());
                        }
                    }
                }
                let came = fee::import(&desk.operator, &bytes).await.unwrap();
                assert_eq!(came.rows, came.settled + came.unmatched + came.known);
                balanced(&app).await;
                let again = fee::import(&desk.operator, &bytes).await.unwrap();
                assert_eq!((again.settled, again.unmatched, again.known), (0, 0, came.rows), "{again:?}");
                balanced(&app).await;
            }
        }
    });
}

#[test]
fn what_was_approved_by_the_rules_of_its_day_is_completed_by_its_payment() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "蓮").await;
        let tx = app.db().begin().await.unwrap();
        let mut approved = store::application::lock(&tx, id).await.unwrap().unwrap();
        let mut form: TechnicianForm = serde_json::from_str(&approved.form).unwrap();
        // None of it is taken from who hands in today.
        form.experience_years = "79".to_owned();
        form.residence_status = "permanent".to_owned();
        form.employed_on = "1993-04-01".to_owned();
        let refused = form.implausible(Stage::Simple, app.call.today());
        assert_eq!(refused.len(), 3, "{refused:?}");
        approved.form = serde_json::to_string(&form).unwrap();
        store::application::update(&tx, &approved).await.unwrap();
        tx.commit().await.unwrap();
        fee::import(&desk.operator, row(reference, 2_500, "T-1").as_bytes()).await.unwrap();
        assert_eq!(state(&call, id).await, State::Completed);
    });
}
