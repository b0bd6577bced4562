//! Days taken back by two persons of the office: who asks and who decides, what becomes of the days and the counts, and what the
//! person and the businesses are told.

mod meanwhile;

use super::{NOVEMBER, approved, code, consistent, day, many, one, record, typed, whole};
use domain::{
    access::{Actor, Role},
    correction::CorrectionState,
    form::Problem,
    history::{
        Approval,
        approval::Decision,
        entry::{EntryForm, EntryKind},
        recall::{RecallForm, RecallReason, Search, Takes},
    },
    id::{AccountId, RecallId, SiteId, TechnicianId},
    notice::{NoticeKind, Value},
    touch::TouchKind,
};
use services::{Call, Error, history, notice, passport};
use testkit::{Cast, TestApp, both, cast, clock};
use uuid::Uuid;

const WORDS: &str = "入退場の帳面と合わない";

/// Somebody of the office with a log-in of their own.
fn clerk(app: &TestApp, role: Role, number: u128) -> Call {
    app.by(Actor { account: Some(AccountId(Uuid::from_u128(900 + number))), ..Actor::of(role) })
}

/// Two of them.
fn two(app: &TestApp) -> (Call, Call) {
    (clerk(app, Role::Reviewer, 1), clerk(app, Role::Operator, 2))
}

fn form(cast: &Cast, who: TechnicianId, takes: Takes, of: &[i32]) -> RecallForm {
    RecallForm {
        technician: who.to_string(),
        site: cast.site.to_string(),
        days: of.iter().map(|number| day(*number).to_string()).collect(),
        takes: takes.code().to_owned(),
        why: RecallReason::OtherDay.code().to_owned(),
        words: WORDS.to_owned(),
    }
}

/// Code of a refusal; of problems beside fields, the field and its code.
fn refusal<T: core::fmt::Debug>(answer: services::Result<T>) -> String {
    match answer.expect_err("a refusal") {
        Error::Rejected(why) if !why.fields.is_empty() => {
            let told = why.fields.into_iter().map(|problem| match problem.problem {
                Problem::Refused { code } => format!("{} {code}", problem.field),
                other => format!("{} {other:?}", problem.field),
            });
            told.collect::<Vec<_>>().join(", ")
        }
        Error::Conflict(code) => code.to_owned(),
        other => code(&other),
    }
}

async fn asked(call: &Call, form: &RecallForm) -> RecallId {
    history::ask_recall(call, form).await.expect("a request")
}

/// Days of the cast's first person by touches, and the 20th by hand of the subcontractor; the 17th and 18th are approved.
async fn worked(app: &TestApp, cast: &Cast) -> TechnicianId {
    let who = cast.people[0];
    app.at(20_261_124, "09:00");
    for number in [16, 17, 18] {
        cast.gate(app).send(&whole(number, who)).await;
    }
    enter(app, cast, 20).await;
    approved(&cast.admin(app, cast.prime), cast, &many(&[(who, &[17, 18])])).await;
    who
}

async fn enter(app: &TestApp, cast: &Cast, number: i32) {
    let entry = EntryForm {
        technician_id: cast.people[0].to_string(),
        days: vec![day(number).to_string()],
        first_in: "08:00".to_owned(),
        last_out: "17:00".to_owned(),
        ..EntryForm::default()
    };
    history::enter(&cast.admin(app, cast.sub), cast.site, &entry).await.expect("entered");
}

async fn approval(app: &TestApp, cast: &Cast, number: i32) -> Option<Approval> {
    record(app, cast, cast.people[0], number).await.map(|record| record.approval)
}

async fn told(call: &Call, kind: NoticeKind) -> Vec<domain::notice::NoticeLine> {
    let mut lines = notice::list(call).await.expect("notices");
    lines.retain(|line| line.kind == kind);
    lines
}

#[test]
fn the_office_alone_asks_looks_and_decides() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let who = worked(&app, &cast).await;
        let (first, second) = two(&app);
        let id = asked(&first, &form(&cast, who, Takes::Approval, &[18])).await;
        let search = Search { technician: Some(who), site: None, month: NOVEMBER };
        for (what, call, denied) in [
            ("nobody", app.role(Role::Public), "LogInFirst"),
            ("the person", cast.technician(&app, who), "Role"),
            ("the prime", cast.admin(&app, cast.prime), "Role"),
            ("the employer", cast.admin(&app, cast.sub), "Role"),
            ("a gate", cast.gate(&app).call, "Role"),
            ("a registrar", app.role(Role::Registrar), "Role"),
        ] {
            let form = form(&cast, who, Takes::Approval, &[17]);
            assert_eq!(refusal(history::may_recall(&call)), denied, "{what}");
            assert_eq!(refusal(history::recallable(&call, &search, None).await), denied, "{what}");
            assert_eq!(refusal(history::recall_month(&call, who, cast.site, NOVEMBER).await), denied, "{what}");
            assert_eq!(refusal(history::recalls(&call, false, None).await), denied, "{what}");
            assert_eq!(refusal(history::recall_case(&call, id).await), denied, "{what}");
            assert_eq!(refusal(history::ask_recall(&call, &form).await), denied, "{what}");
            assert_eq!(refusal(history::agree_to_recall(&call, id).await), denied, "{what}");
            assert_eq!(refusal(history::refuse_recall(&call, id, "x").await), denied, "{what}");
            assert_eq!(refusal(history::withdraw_recall(&call, id).await), denied, "{what}");
        }
        assert_eq!(refusal(history::agree_to_recall(&app.role(Role::Operator), id).await), "Role", "without a log-in");
        let nothing = RecallId(Uuid::from_u128(5));
        assert_eq!(refusal(history::agree_to_recall(&second, nothing).await), "not_found");
        assert_eq!(refusal(history::recall_case(&second, nothing).await), "not_found");
        let elsewhere = SiteId::from_body(9);
        assert_eq!(refusal(history::recall_month(&second, who, elsewhere, NOVEMBER).await), "not_found");
        let nowhere = RecallForm { site: elsewhere.to_string(), ..form(&cast, who, Takes::Approval, &[17]) };
        assert_eq!(refusal(history::ask_recall(&first, &nowhere).await), "not_found");
        let no_number = RecallForm { technician: "x".to_owned(), ..form(&cast, who, Takes::Approval, &[17]) };
        assert_eq!(refusal(history::ask_recall(&first, &no_number).await), "not_found");
        assert_eq!(approval(&app, &cast, 18).await, Some(Approval::Approved), "asking changes nothing");
        consistent(&app).await;
    });
}

#[test]
fn records_are_found_by_person_and_by_site() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let who = worked(&app, &cast).await;
        cast.gate(&app).send(&whole(18, cast.people[1])).await;
        let (first, _) = two(&app);
        let found = async |technician: Option<TechnicianId>, site: Option<SiteId>, after: Option<TechnicianId>| {
            let search = Search { technician, site, month: NOVEMBER };
            let listed = history::recallable(&first, &search, after).await.expect("a list");
            let row =
                |row: &domain::history::recall::FoundRow| (row.technician, row.records, row.approved, row.by_hand);
            (listed.rows.iter().map(row).collect::<Vec<_>>(), listed.all)
        };
        let (mine, other) = ((who, 4, 2, 1), (cast.people[1], 1, 0, 0));
        assert_eq!(found(Some(who), None, None).await, (vec![mine], 1));
        assert_eq!(found(None, Some(cast.site), None).await, (vec![mine, other], 2));
        assert_eq!(found(None, Some(cast.site), Some(who)).await, (vec![other], 2), "the part after somebody");
        assert_eq!(found(Some(who), Some(cast.site), None).await, (vec![mine], 1));
        assert_eq!(found(Some(cast.unrostered), None, None).await, (vec![], 0));

        let month = history::recall_month(&first, who, cast.site, NOVEMBER).await.expect("a month");
        assert_eq!((month.closed, month.site_name.as_str()), (false, "湊町三丁目共同住宅"));
        let days: Vec<_> =
            month.days.iter().map(|day| (day.date.day(), day.stands.approved, day.stands.by_hand, day.waits)).collect();
        let all =
            [(16, false, false, false), (17, true, false, false), (18, true, false, false), (20, false, true, false)];
        assert_eq!(days, all);
        asked(&first, &form(&cast, who, Takes::Approval, &[18])).await;
        let month = history::recall_month(&first, who, cast.site, NOVEMBER).await.expect("a month");
        assert_eq!(month.days.iter().filter(|day| day.waits).map(|day| day.date.day()).collect::<Vec<_>>(), [18]);
    });
}

#[test]
fn what_cannot_be_taken_back_is_said_when_it_is_asked() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let who = worked(&app, &cast).await;
        let (first, second) = two(&app);
        let ask =
            async |takes: Takes, of: &[i32]| refusal(history::ask_recall(&first, &form(&cast, who, takes, of)).await);
        assert_eq!(ask(Takes::Approval, &[15]).await, "days recall.no_record");
        assert_eq!(ask(Takes::Approval, &[18, 16]).await, "days recall.not_approved", "one of them");
        assert_eq!(ask(Takes::Entry, &[18]).await, "days recall.not_by_hand", "touches are facts");
        let empty = RecallForm {
            days: vec![],
            takes: String::new(),
            why: "x".to_owned(),
            words: " ".to_owned(),
            ..form(&cast, who, Takes::Approval, &[])
        };
        let told = refusal(history::ask_recall(&first, &empty).await);
        assert_eq!(told, "days Missing, takes Missing, why NotAChoice, words Missing");
        let id = asked(&first, &form(&cast, who, Takes::Approval, &[17, 18])).await;
        assert_eq!(ask(Takes::Approval, &[18]).await, "days recall.waits", "asked twice");
        let by_other = history::ask_recall(&second, &form(&cast, who, Takes::Approval, &[17])).await;
        assert_eq!(refusal(by_other), "days recall.waits", "by whomever");
        asked(&second, &form(&cast, who, Takes::Entry, &[20])).await;
        history::withdraw_recall(&first, id).await.expect("withdrawn");
        asked(&second, &form(&cast, who, Takes::Approval, &[17])).await;
        assert_eq!(approval(&app, &cast, 17).await, Some(Approval::Approved));
        assert_eq!(history::recalls(&first, false, None).await.expect("a list").all, 2);
        assert_eq!(history::recalls(&first, true, None).await.expect("a list").all, 3);
    });
}

#[test]
fn another_person_agrees_and_the_days_wait_again_with_every_version_kept() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let who = worked(&app, &cast).await;
        let (first, second) = two(&app);
        let person = cast.technician(&app, who);
        let before = passport::now(&person).await.expect("a passport");
        // Long after the businesses' time for it.
        app.at(20_270_301, "09:00");
        let id = asked(&first, &form(&cast, who, Takes::Approval, &[17, 18])).await;
        assert_eq!(refusal(history::agree_to_recall(&first, id).await), "recall.two_persons");
        assert_eq!(refusal(history::refuse_recall(&first, id, "x").await), "recall.two_persons");
        assert_eq!(refusal(history::withdraw_recall(&second, id).await), "recall.not_own");
        assert_eq!(refusal(history::refuse_recall(&second, id, " ").await), "reason Missing");
        let seen = history::recall_case(&second, id).await.expect("a case");
        assert_eq!(
            (seen.own, seen.moved_on, seen.closed, seen.row.state),
            (false, false, false, CorrectionState::Waiting)
        );
        assert!(history::recall_case(&first, id).await.expect("a case").own);
        assert_eq!(seen.days.iter().map(|day| day.date.day()).collect::<Vec<_>>(), [17, 18]);
        for day in &seen.days {
            let decided: Vec<_> = day.decisions.iter().map(|one| (one.decision, one.by.as_deref())).collect();
            assert_eq!(decided, [(Decision::Approved, Some("港栄建設"))], "who approved");
            assert_eq!((day.touches.len(), day.said.len(), day.record.is_some()), (2, 0, true));
        }
        history::agree_to_recall(&second, id).await.expect("taken back");
        for number in [17, 18] {
            assert_eq!(approval(&app, &cast, number).await, Some(Approval::Provisional));
        }
        let now = passport::now_after(&person, before.version).await.expect("a passport");
        let total = now.days.all;
        assert_eq!((total.recorded, total.approved), (4, 0), "the records stay, the approvals are gone");
        let after = history::recall_case(&second, id).await.expect("a case");
        assert_eq!((after.row.state, after.moved_on), (CorrectionState::Made, false));
        let last = after.days[0].decisions.last().expect("a decision");
        assert_eq!((last.decision, last.by.clone(), last.reason.as_deref()), (Decision::Withdrawn, None, Some(WORDS)));
        assert_eq!(after.days[0].decisions.len(), 2, "every version");
        for (what, call) in [
            ("the person", person),
            ("the prime", cast.admin(&app, cast.prime)),
            ("the employer", cast.admin(&app, cast.sub)),
        ] {
            let lines = told(&call, NoticeKind::HistoryRecalled).await;
            assert_eq!(lines.len(), 1, "{what}");
            assert_eq!(lines[0].values["days"], Value::Days(vec![day(17), day(18)]), "{what}");
            assert_eq!(lines[0].values["why"], Value::Recall(RecallReason::OtherDay), "{what}");
            assert_eq!(lines[0].values["reason"], Value::Text(WORDS.to_owned()), "{what}");
        }
        assert_eq!(told(&cast.admin(&app, cast.stranger), NoticeKind::HistoryRecalled).await.len(), 0);
        for again in [
            history::agree_to_recall(&second, id).await,
            history::refuse_recall(&second, id, "x").await,
            history::withdraw_recall(&first, id).await,
        ] {
            assert_eq!(refusal(again), "recall.decided");
        }
        assert_eq!(
            refusal(history::ask_recall(&first, &form(&cast, who, Takes::Approval, &[18])).await),
            "days recall.not_approved"
        );
        approved(&cast.admin(&app, cast.prime), &cast, &many(&[(who, &[18])])).await;
        assert_eq!(approval(&app, &cast, 18).await, Some(Approval::Approved), "put right, it is approved again");
        consistent(&app).await;
    });
}

#[test]
fn what_was_entered_ends_with_its_approval_and_a_touched_day_is_what_was_touched() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let who = worked(&app, &cast).await;
        let prime = cast.admin(&app, cast.prime);
        // Touched in, entered out, approved.
        cast.gate(&app).send(&[typed(clock(20_261_123, "08:00"), TouchKind::In, who)]).await;
        let entry = EntryForm {
            technician_id: who.to_string(),
            days: vec![day(23).to_string()],
            last_out: "17:00".to_owned(),
            reason: "電池切れ".to_owned(),
            ..EntryForm::default()
        };
        app.at(20_261_125, "09:00");
        history::enter(&prime, cast.site, &entry).await.expect("entered");
        approved(&prime, &cast, &one(&[(who, &[20, 23])])).await;
        let (first, second) = two(&app);
        let id = asked(&first, &form(&cast, who, Takes::Entry, &[20, 23])).await;
        history::agree_to_recall(&second, id).await.expect("taken back");
        assert_eq!(record(&app, &cast, who, 20).await, None, "nothing but the entry made it");
        let left = record(&app, &cast, who, 23).await.expect("a record");
        assert_eq!((left.approval, left.by_hand, left.last_out), (Approval::Provisional, false, None));
        assert_eq!(left.first_in, Some(clock(20_261_123, "08:00")));
        let after = history::recall_case(&second, id).await.expect("a case");
        let said: Vec<_> = after.days[0].said.iter().map(|one| (one.kind, one.by.as_deref())).collect();
        assert_eq!(said, [(EntryKind::Entered, Some("北浜架設")), (EntryKind::Refused, None)], "every version");
        assert!(after.days[0].record.is_none());
        assert_eq!(told(&cast.technician(&app, who), NoticeKind::EntryRecalled).await.len(), 1);
        assert_eq!(told(&cast.admin(&app, cast.sub), NoticeKind::EntryRecalled).await.len(), 1, "who entered it");
        assert_eq!(told(&prime, NoticeKind::EntryRecalled).await.len(), 1);
        // A day that waits, without an approval to take back.
        enter(&app, &cast, 24).await;
        let waiting = asked(&first, &form(&cast, who, Takes::Entry, &[24])).await;
        history::agree_to_recall(&second, waiting).await.expect("taken back");
        assert_eq!(record(&app, &cast, who, 24).await, None);
        consistent(&app).await;
    });
}
