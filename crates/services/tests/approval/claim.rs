//! Claims: who makes, answers and decides them, what an answer does to the day, and that nobody else sees them.

mod chance;
mod why;

use super::{approved, code, consistent, day, many, record, whole};
use core::time::Duration;
use domain::{
    access::{Actor, Role},
    form::Problem,
    history::{
        Approval,
        claim::{AnswerForm, ClaimAct, ClaimForm, ClaimState, Party},
        why::Why,
    },
    id::{BusinessId, ClaimId, SiteId},
    notice::NoticeKind,
};
use services::{Call, Error, history, job, notice, passport};
use std::collections::BTreeSet;
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast, clock};

fn missing(cast: &Cast, number: i32) -> ClaimForm {
    ClaimForm {
        kind: "missing".to_owned(),
        site: cast.site.to_string(),
        day: day(number).to_string(),
        first_in: "08:00".to_owned(),
        last_out: "17:00".to_owned(),
        ..ClaimForm::default()
    }
}

fn wrong(cast: &Cast, number: i32) -> ClaimForm {
    ClaimForm { kind: "wrong".to_owned(), words: "職種がちがいます".to_owned(), ..missing(cast, number) }
}

/// At a site the register does not know.
fn elsewhere(number: i32, cast: &Cast) -> ClaimForm {
    ClaimForm { site: String::new(), site_name: "みなとの倉庫".to_owned(), ..missing(cast, number) }
}

fn answer(kind: &str) -> AnswerForm {
    AnswerForm { answer: kind.to_owned(), words: "確かめました".to_owned(), ..AnswerForm::default() }
}

fn enters() -> AnswerForm {
    AnswerForm { first_in: "08:00".to_owned(), last_out: "17:00".to_owned(), ..answer("enter") }
}

fn refusal<T: core::fmt::Debug>(answer: services::Result<T>) -> String {
    code(&answer.expect_err("a refusal"))
}

/// Field and code or problem of each.
fn problems<T: core::fmt::Debug>(answer: services::Result<T>) -> Vec<(String, String)> {
    match answer.expect_err("a refusal") {
        Error::Rejected(why) => {
            let told = why.fields.into_iter().map(|problem| match problem.problem {
                Problem::Refused { code } => (problem.field, code),
                other => (problem.field, format!("{other:?}")),
            });
            told.collect()
        }
        other => vec![(String::new(), code(&other))],
    }
}

fn beside(field: &str, problem: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), problem.to_owned())]
}

async fn made(call: &Call, form: &ClaimForm) -> ClaimId {
    history::make_claim(call, form).await.expect("a claim")
}

async fn state(app: &TestApp, id: ClaimId) -> ClaimState {
    store::history::claim_of(app.db().read(), id).await.expect("read").expect("a claim").state
}

async fn notices(call: &Call, kind: NoticeKind) -> usize {
    notice::list(call).await.expect("notices").iter().filter(|line| line.kind == kind).count()
}

async fn work_of_day(app: &TestApp, number: i32) {
    app.at(number, "06:00");
    job::set_day(&app.system()).await.expect("set");
    while job::run_due(&app.system()).await.expect("done") > 0 {}
}

#[test]
fn nobody_makes_answers_or_decides_what_is_not_theirs() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        app.at(20_261_120, "09:00");
        let id = made(&cast.technician(&app, cast.people[0]), &missing(&cast, 18)).await;
        let business = |id| Actor { business: Some(id), ..Actor::of(Role::Partner) };
        let site_admin = |business: BusinessId, site: SiteId| Actor {
            business: Some(business),
            sites: vec![site],
            ..Actor::of(Role::SiteAdmin)
        };
        for (what, call, makes, answers, decides) in [
            ("nobody", app.role(Role::Public), "LogInFirst", "LogInFirst", "LogInFirst"),
            ("another person", cast.technician(&app, cast.people[1]), "not_found", "Role", "Role"),
            ("the sub", cast.admin(&app, cast.sub), "Role", "not_found", "Role"),
            ("a stranger", cast.admin(&app, cast.stranger), "Role", "not_found", "Role"),
            (
                "a site admin elsewhere",
                app.by(site_admin(cast.prime, SiteId::from_body(7))),
                "Role",
                "NotYours",
                "Role",
            ),
            ("a site admin of the sub", app.by(site_admin(cast.sub, cast.site)), "Role", "not_found", "Role"),
            ("a partner", app.by(business(cast.prime)), "Role", "Role", "Role"),
            ("a gate", cast.gate(&app).call, "Role", "Role", "Role"),
            ("a reviewer", app.role(Role::Reviewer), "Role", "Role", "Role"),
            ("the operator, to whom it was not passed", app.role(Role::Operator), "Role", "Role", "not_found"),
        ] {
            let own = history::respond_to_claim(&call, id, ClaimAct::Withdrawn, "").await;
            assert_eq!(refusal(own), makes, "{what}");
            assert_eq!(refusal(history::own_case(&call, id).await), makes, "{what}");
            assert_eq!(refusal(history::answer_claim(&call, id, &answer("refuse")).await), answers, "{what}");
            assert_eq!(refusal(history::asked_case(&call, id).await), answers, "{what}");
            assert_eq!(refusal(history::decide_claim(&call, id, &answer("refuse")).await), decides, "{what}");
            assert_eq!(refusal(history::office_case(&call, id).await), decides, "{what}");
            if makes != "not_found" {
                assert_eq!(refusal(history::make_claim(&call, &missing(&cast, 17)).await), makes, "{what}");
                assert_eq!(refusal(history::own_claims(&call, None).await), makes, "{what}");
                assert_eq!(refusal(history::claim_sites(&call).await), makes, "{what}");
            }
        }
        for (business, many) in [(cast.prime, 1), (cast.sub, 0), (cast.stranger, 0)] {
            let listed = history::asked_claims(&cast.admin(&app, business), false, None).await.expect("a list");
            assert_eq!((listed.rows.len(), listed.all), (many, i64::try_from(many).expect("few")));
        }
        let of_site = app.by(site_admin(cast.prime, cast.site));
        assert_eq!(history::asked_claims(&of_site, true, None).await.expect("a list").rows.len(), 1);
        let office = history::office_claims(&app.role(Role::Operator), false, None).await.expect("a list");
        assert!(office.rows.is_empty(), "it was not passed on");
        assert_eq!(state(&app, id).await, ClaimState::Waiting, "nothing was done");
        history::answer_claim(&of_site, id, &answer("refuse")).await.expect("the site's admin answers");
    });
}

#[test]
fn what_is_claimed_is_checked() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_119, "09:00");
        let (who, gate) = (cast.people[0], cast.gate(&app));
        gate.send(&whole(18, who)).await;
        let me = cast.technician(&app, who);
        let make = async |form: ClaimForm| history::make_claim(&me, &form).await;
        assert_eq!(problems(make(missing(&cast, 18)).await), beside("day", "history.claim_recorded"));
        assert_eq!(problems(make(wrong(&cast, 17)).await), beside("day", "history.claim_no_record"));
        assert_eq!(problems(make(missing(&cast, 20)).await), beside("day", "InFuture"));
        let other = ClaimForm { site: SiteId::from_body(7).to_string(), ..missing(&cast, 17) };
        assert_eq!(problems(make(other).await), beside("site", "NotAChoice"), "of such a site nothing is told");
        let unknown = history::make_claim(&cast.technician(&app, cast.unrostered), &missing(&cast, 17)).await;
        assert_eq!(problems(unknown), beside("site", "NotAChoice"), "who has nothing to do with the site");
        make(missing(&cast, 17)).await.expect("a claim");
        assert_eq!(refusal(make(missing(&cast, 17)).await), "history.claim_twice");
        make(elsewhere(17, &cast)).await.expect("elsewhere on the same day");
        assert_eq!(refusal(make(elsewhere(17, &cast)).await), "history.claim_twice");
        let own = history::own_claims(&me, None).await.expect("a list");
        assert_eq!((own.rows.len(), own.all), (2, 2));
    });
}

#[test]
fn the_prime_enters_the_day_and_the_person_agrees() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let who = cast.people[0];
        let (me, prime) = (cast.technician(&app, who), cast.admin(&app, cast.prime));
        let id = made(&me, &missing(&cast, 18)).await;
        assert_eq!(notices(&prime, NoticeKind::ClaimMade).await, 1);
        let seen = history::asked_case(&prime, id).await.expect("a claim");
        assert_eq!((seen.row.asked, seen.row.answer_by.number()), (Some(cast.prime), 20_261_204));
        assert_eq!((seen.row.span.first_in, seen.record), (Some(clock(20_261_118, "08:00")), None));

        let nothing = AnswerForm { first_in: String::new(), last_out: String::new(), ..enters() };
        assert_eq!(problems(history::answer_claim(&prime, id, &nothing).await), beside("first_in", "Missing"));
        assert_eq!(problems(history::answer_claim(&prime, id, &AnswerForm::default()).await).len(), 2);
        history::answer_claim(&prime, id, &enters()).await.expect("entered");
        let entered = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((entered.by_hand, entered.approval), (true, Approval::Provisional));
        assert_eq!(notices(&me, NoticeKind::ClaimAnswered).await, 1);
        assert_eq!(notices(&me, NoticeKind::HistoryEntered).await, 0, "one act, one notice");
        let again = history::answer_claim(&prime, id, &enters()).await;
        assert_eq!(refusal(again), "conflict: conflict.already_done");

        let seen = history::own_case(&me, id).await.expect("a claim");
        assert_eq!(seen.row.state, ClaimState::Answered);
        assert!(seen.record.is_some(), "what is to be agreed to is shown");
        let steps: Vec<_> = seen.steps.iter().map(|step| (step.act, step.by)).collect();
        assert_eq!(steps, [(ClaimAct::Entered, Party::Business)]);
        history::respond_to_claim(&me, id, ClaimAct::Confirmed, "").await.expect("agreed");
        assert_eq!(state(&app, id).await, ClaimState::Confirmed);
        let events = store::event::of_subject(app.db().read(), "history_claim", &id.to_string(), 10).await;
        let events = events.expect("events");
        let mut said: Vec<_> = events.iter().map(|event| event.process.as_str()).collect();
        said.sort_unstable();
        assert_eq!(said, ["claim.confirm", "claim.enter", "claim.make"]);
        let kept = app.db().writer().execute_unprepared("UPDATE history_claim_step SET act = 9").await;
        assert!(kept.expect_err("kept").to_string().contains("append-only"));
        consistent(&app).await;
    });
}

#[test]
fn who_does_not_agree_is_heard_once_more_and_then_the_office_decides() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let (me, prime) = (cast.technician(&app, cast.people[0]), cast.admin(&app, cast.prime));
        let operator = app.role(Role::Operator);
        let id = made(&me, &missing(&cast, 18)).await;
        let respond = async |act: ClaimAct, words: &str| history::respond_to_claim(&me, id, act, words).await;
        assert_eq!(refusal(respond(ClaimAct::Confirmed, "").await), "conflict: conflict.already_done");
        assert_eq!(refusal(respond(ClaimAct::Upheld, "").await), "conflict: conflict.already_done", "the office's");
        history::answer_claim(&prime, id, &answer("corrected")).await.expect("answered");
        assert_eq!(problems(respond(ClaimAct::Objected, " ").await), beside("words", "Missing"));
        app.at(20_261_225, "09:00");
        respond(ClaimAct::Objected, "まだありません").await.expect("objected");
        let row = history::asked_case(&prime, id).await.expect("a claim").row;
        assert_eq!((row.state, row.answer_by.number()), (ClaimState::Reopened, 20_261_231), "the day's own last day");
        assert_eq!(notices(&prime, NoticeKind::ClaimMade).await, 2);
        history::answer_claim(&prime, id, &answer("corrected")).await.expect("answered again");
        assert_eq!(refusal(respond(ClaimAct::Objected, "x").await), "conflict: conflict.already_done", "once");
        respond(ClaimAct::Passed, "登録係に").await.expect("passed");
        for told in [&me, &prime] {
            assert_eq!(notices(told, NoticeKind::ClaimPassed).await, 1);
        }
        assert_eq!(history::office_claims(&operator, true, None).await.expect("a list").rows.len(), 1);
        let silent = AnswerForm { words: String::new(), ..enters() };
        assert_eq!(problems(history::decide_claim(&operator, id, &silent).await), beside("words", "Missing"));
        history::decide_claim(&operator, id, &answer("refuse")).await.expect("decided");
        assert_eq!(state(&app, id).await, ClaimState::Dismissed);
        for told in [&me, &prime] {
            assert_eq!(notices(told, NoticeKind::ClaimDecided).await, 1);
        }
        assert_eq!(refusal(respond(ClaimAct::Withdrawn, "").await), "conflict: conflict.already_done");
        assert!(history::office_claims(&operator, true, None).await.expect("a list").rows.is_empty(), "settled");
    });
}

#[test]
fn what_is_not_answered_in_time_is_the_offices_which_has_no_last_day() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let who = cast.people[0];
        let (me, prime) = (cast.technician(&app, who), cast.admin(&app, cast.prime));
        let id = made(&me, &missing(&cast, 18)).await;
        work_of_day(&app, 20_261_204).await;
        assert_eq!(state(&app, id).await, ClaimState::Waiting, "its last day");
        app.at(20_261_205, "05:00");
        assert_eq!(refusal(history::answer_claim(&prime, id, &enters()).await), "history.claim_passed");
        work_of_day(&app, 20_261_205).await;
        assert_eq!(state(&app, id).await, ClaimState::Passed);
        assert_eq!(refusal(history::answer_claim(&prime, id, &enters()).await), "conflict: conflict.already_done");
        let seen = history::own_case(&me, id).await.expect("a claim");
        assert_eq!((seen.steps[0].act, seen.steps[0].by), (ClaimAct::Passed, Party::Register));

        app.at(20_270_210, "09:00");
        assert_eq!(problems(history::enter(&prime, cast.site, &enters().entry(who, day(18))).await).len(), 1, "late");
        history::decide_claim(&app.role(Role::Operator), id, &enters()).await.expect("decided");
        let entered = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((entered.by_hand, entered.employer), (true, Some(cast.sub)));
        assert_eq!(state(&app, id).await, ClaimState::Upheld);
        consistent(&app).await;

        let late = made(&me, &missing(&cast, 17)).await;
        assert_eq!(state(&app, late).await, ClaimState::Passed, "the business has no time for it any more");
        assert_eq!(notices(&prime, NoticeKind::ClaimMade).await, 1, "it was not asked");
    });
}

#[test]
fn where_the_site_is_not_known_the_employer_answers_and_names_it() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let who = cast.people[0];
        let (me, sub) = (cast.technician(&app, who), cast.admin(&app, cast.sub));
        let id = made(&me, &elsewhere(18, &cast)).await;
        assert_eq!(history::asked_case(&sub, id).await.expect("a claim").row.site_name, "みなとの倉庫");
        assert_eq!(refusal(history::asked_case(&cast.admin(&app, cast.prime), id).await), "not_found");
        assert_eq!(problems(history::answer_claim(&sub, id, &enters()).await), beside("site", "Missing"));
        let nowhere = AnswerForm { site: SiteId::from_body(7).to_string(), ..enters() };
        assert_eq!(problems(history::answer_claim(&sub, id, &nowhere).await), beside("site", "Unknown"));
        let there = AnswerForm { site: cast.site.to_string(), ..enters() };
        history::answer_claim(&sub, id, &there).await.expect("entered");
        assert!(record(&app, &cast, who, 18).await.is_some());
        let seen = history::own_case(&me, id).await.expect("a claim");
        assert_eq!((seen.row.site, seen.record.is_some()), (Some(cast.site), true));
        assert!(history::asked_case(&sub, id).await.is_ok(), "it stays the employer's");
        consistent(&app).await;

        let ended = format!("UPDATE employment SET to_date = 20261110 WHERE technician_id = {who}");
        app.db().writer().execute_unprepared(&ended).await.expect("ended");
        let id = made(&me, &elsewhere(16, &cast)).await;
        assert_eq!(state(&app, id).await, ClaimState::Passed, "nobody is there to ask");
    });
}

#[test]
fn whoever_answers_waits_for_the_site_before_it_holds_the_person() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_119, "09:00");
        let who = cast.people[0];
        let (me, prime) = (cast.technician(&app, who), cast.admin(&app, cast.prime));
        let id = made(&me, &missing(&cast, 18)).await;
        // Somebody else holds the site and then the person, as everybody does who enters days.
        let tx = app.db().begin().await.expect("a transaction");
        store::site::lock(&tx, cast.site).await.expect("the site");
        let answering = tokio::spawn(async move { history::answer_claim(&prime, id, &enters()).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        store::history::hold(&tx, &BTreeSet::from([who])).await.expect("the person, whom nobody holds");
        tx.commit().await.expect("a commit");
        answering.await.expect("an answer").expect("entered");
        assert_eq!(state(&app, id).await, ClaimState::Answered);
        consistent(&app).await;
    });
}

#[test]
fn an_approval_is_taken_back_with_the_answer_or_nothing_is_done() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_119, "09:00");
        let who = cast.people[0];
        cast.gate(&app).send(&whole(18, who)).await;
        let (me, prime) = (cast.technician(&app, who), cast.admin(&app, cast.prime));
        approved(&prime, &cast, &many(&[(who, &[18])])).await;
        assert!(passport::record(&me, day(18), cast.site).await.expect("a record").why.is_empty());
        let id = made(&me, &wrong(&cast, 18)).await;

        assert_eq!(
            problems(history::answer_claim(&prime, id, &enters()).await),
            beside("answer", "history.approved_already")
        );
        // The touches say what the times would, so that there is nothing to enter, and the approval stays as well.
        let both_acts = AnswerForm { answer: "withdraw".to_owned(), ..enters() };
        assert_eq!(
            problems(history::answer_claim(&prime, id, &both_acts).await),
            beside("answer", "history.recorded_already")
        );
        let stands = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((stands.approval, state(&app, id).await), (Approval::Approved, ClaimState::Waiting));
        consistent(&app).await;

        history::answer_claim(&prime, id, &answer("withdraw")).await.expect("taken back");
        let waits = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((waits.approval, state(&app, id).await), (Approval::Provisional, ClaimState::Answered));
        let why = passport::record(&me, day(18), cast.site).await.expect("a record").why;
        assert_eq!(why, [Why::Waiting { since: day(19), reminded: None }]);
        assert_eq!(notices(&me, NoticeKind::HistoryWithdrawn).await, 0, "one act, one notice");
        consistent(&app).await;
    });
}
