use super::*;
use crate::form::{FieldProblem, Problem};
use proptest::prelude::*;

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

/// Every step there is; whatever is not here is none.
const STEPS: &[(Party, ClaimAct, ClaimState, ClaimState)] = &[
    (Party::Business, ClaimAct::Entered, ClaimState::Waiting, ClaimState::Answered),
    (Party::Business, ClaimAct::Corrected, ClaimState::Waiting, ClaimState::Answered),
    (Party::Business, ClaimAct::Entered, ClaimState::Reopened, ClaimState::AnsweredAgain),
    (Party::Business, ClaimAct::Corrected, ClaimState::Reopened, ClaimState::AnsweredAgain),
    (Party::Business, ClaimAct::Refused, ClaimState::Waiting, ClaimState::Refused),
    (Party::Business, ClaimAct::Refused, ClaimState::Reopened, ClaimState::Refused),
    (Party::Person, ClaimAct::Confirmed, ClaimState::Answered, ClaimState::Confirmed),
    (Party::Person, ClaimAct::Confirmed, ClaimState::AnsweredAgain, ClaimState::Confirmed),
    (Party::Person, ClaimAct::Objected, ClaimState::Answered, ClaimState::Reopened),
    (Party::Person, ClaimAct::Passed, ClaimState::AnsweredAgain, ClaimState::Passed),
    (Party::Person, ClaimAct::Passed, ClaimState::Refused, ClaimState::Passed),
    (Party::Person, ClaimAct::Withdrawn, ClaimState::Waiting, ClaimState::Withdrawn),
    (Party::Person, ClaimAct::Withdrawn, ClaimState::Reopened, ClaimState::Withdrawn),
    (Party::Person, ClaimAct::Withdrawn, ClaimState::Refused, ClaimState::Withdrawn),
    (Party::Person, ClaimAct::Withdrawn, ClaimState::Passed, ClaimState::Withdrawn),
    (Party::Register, ClaimAct::Passed, ClaimState::Waiting, ClaimState::Passed),
    (Party::Register, ClaimAct::Passed, ClaimState::Reopened, ClaimState::Passed),
    (Party::Office, ClaimAct::Upheld, ClaimState::Passed, ClaimState::Upheld),
    (Party::Office, ClaimAct::Dismissed, ClaimState::Passed, ClaimState::Dismissed),
];

#[test]
fn the_table_has_these_steps_and_no_others() {
    for by in Party::ALL {
        for act in ClaimAct::ALL {
            for from in ClaimState::ALL {
                let step = STEPS.iter().find(|(party, step, at, _)| (*party, *step, *at) == (by, act, from));
                let expected = step.map(|(.., to)| *to).ok_or(NotNow);
                assert_eq!(next(from, act, by), expected, "{by:?} {act:?} {from:?}");
            }
        }
    }
}

#[test]
fn what_is_settled_stays_and_what_is_open_can_be_settled() {
    for state in ClaimState::ALL {
        let ways = STEPS.iter().filter(|(_, _, from, _)| *from == state).count();
        assert_eq!(ways > 0, state.is_open(), "{state:?}");
    }
}

#[test]
fn numbers_and_words_lead_back() {
    for state in ClaimState::ALL {
        assert_eq!(ClaimState::from_stored(state.number()), Some(state));
    }
    for act in ClaimAct::ALL {
        assert_eq!(ClaimAct::from_stored(act.number()), Some(act));
    }
    for party in Party::ALL {
        assert_eq!(Party::from_stored(party.number()), Some(party));
    }
    for kind in ClaimKind::ALL {
        assert_eq!(
            (ClaimKind::from_stored(kind.number()), ClaimKind::from_code(kind.code())),
            (Some(kind), Some(kind))
        );
    }
    for kind in AnswerKind::ALL {
        assert_eq!(AnswerKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!((ClaimState::from_stored(0), ClaimState::from_stored(11)), (None, None));
}

#[test]
fn a_business_has_fourteen_days_and_no_longer_than_the_day_can_be_put_right() {
    for (said, last, until) in [
        (20_261_120, 20_261_231, 20_261_204),
        (20_261_217, 20_261_231, 20_261_231),
        (20_261_218, 20_261_231, 20_261_231),
        (20_261_216, 20_261_231, 20_261_230),
        // Too late for the business on the day it is said.
        (20_270_101, 20_261_231, 20_261_231),
        (20_280_215, 20_280_331, 20_280_229),
    ] {
        assert_eq!(answer_by(day(said), day(last)), day(until), "{said} {last}");
    }
    for (today, over) in [(20_261_203, false), (20_261_204, false), (20_261_205, true)] {
        assert_eq!(is_overdue(ClaimState::Waiting, day(20_261_204), day(today)), over, "{today}");
        assert_eq!(is_overdue(ClaimState::Reopened, day(20_261_204), day(today)), over, "{today}");
        assert!(!is_overdue(ClaimState::Answered, day(20_261_204), day(today)), "the person takes their time");
    }
}

fn form() -> ClaimForm {
    ClaimForm {
        kind: "missing".to_owned(),
        site_name: "みなと三丁目の現場".to_owned(),
        day: "2026-11-18".to_owned(),
        ..ClaimForm::default()
    }
}

fn wrong(form: &ClaimForm) -> Vec<(String, Problem)> {
    let problems = form.validate(day(20_261_120)).unwrap_err();
    problems.into_iter().map(|problem| (problem.field, problem.problem)).collect()
}

#[test]
fn a_missing_day_needs_a_site_and_a_day() {
    let entry = form().validate(day(20_261_120)).unwrap();
    assert_eq!((entry.kind, entry.day), (ClaimKind::Missing, day(20_261_118)));
    assert_eq!(entry.place, ClaimPlace::Named("みなと三丁目の現場".to_owned()));
    assert_eq!((entry.span, entry.words.as_str()), (Span::default(), ""));
    let site = SiteId::from_body(7);
    let known = ClaimForm { site: site.to_string(), ..form() }.validate(day(20_261_120)).unwrap();
    assert_eq!(known.place, ClaimPlace::Site(site), "the site of the register says more than a name");
    let field = |name: &str, problem| vec![(name.to_owned(), problem)];
    assert_eq!(wrong(&ClaimForm { site_name: " ".to_owned(), ..form() }), field("site_name", Problem::Missing));
    assert_eq!(wrong(&ClaimForm { kind: "x".to_owned(), ..form() }), field("kind", Problem::NotAChoice));
    assert_eq!(wrong(&ClaimForm { day: "2026-11-21".to_owned(), ..form() }), field("day", Problem::InFuture));
    assert!(ClaimForm { day: "2026-11-20".to_owned(), ..form() }.validate(day(20_261_120)).is_ok(), "today");
    let long = ClaimForm { words: "字".repeat(201), ..form() };
    assert_eq!(wrong(&long), field("words", Problem::TooLong { max: 200 }));
    assert_eq!(
        wrong(&ClaimForm::default()).into_iter().map(|(field, _)| field).collect::<Vec<_>>(),
        ["kind", "site_name", "day"]
    );
}

#[test]
fn a_wrong_record_has_a_site_and_words() {
    let of = ClaimForm { kind: "wrong".to_owned(), ..form() };
    let fields: Vec<_> = wrong(&of).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["site", "words"]);
    let site = SiteId::from_body(7).to_string();
    let whole = ClaimForm { site, words: "退場は18時です".to_owned(), last_out: "18:00".to_owned(), ..of };
    let entry = whole.validate(day(20_261_120)).unwrap();
    assert_eq!(entry.span.last_out.map(Instant::hh_mm), Some("18:00".to_owned()));
}

#[test]
fn an_answer_says_why_unless_the_day_is_entered() {
    for (answer, words, by, fields) in [
        ("enter", "", Party::Business, vec![]),
        ("enter", "", Party::Office, vec!["words"]),
        ("withdraw", "", Party::Business, vec!["words"]),
        ("corrected", "", Party::Business, vec!["words"]),
        ("refuse", "", Party::Business, vec!["words"]),
        ("refuse", "休みでした", Party::Business, vec![]),
        ("", "", Party::Business, vec!["answer", "words"]),
        ("x", "x", Party::Business, vec!["answer"]),
    ] {
        let form = AnswerForm { answer: answer.to_owned(), words: words.to_owned(), ..AnswerForm::default() };
        let found = form.validate(by).err().unwrap_or_default();
        let found: Vec<_> = found.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(found, fields, "{answer} {by:?}");
    }
}

#[test]
fn times_are_entered_only_where_the_answer_is_one_that_enters() {
    for (answer, typed, enters) in [
        ("enter", false, true),
        ("enter", true, true),
        ("withdraw", false, false),
        ("withdraw", true, true),
        ("corrected", true, false),
        ("refuse", true, false),
    ] {
        let first_in = if typed { "08:00" } else { " " }.to_owned();
        let form = AnswerForm { answer: answer.to_owned(), first_in, words: "x".to_owned(), ..AnswerForm::default() };
        assert_eq!(form.validate(Party::Business).unwrap().enters, enters, "{answer} {typed}");
    }
}

#[test]
fn problems_of_the_entry_stand_beside_the_answers_fields() {
    let of = |field: &str| FieldProblem::new(field, Problem::Missing);
    let found = AnswerForm::problems(vec![of("reason"), of("days"), of("last_out"), of("role")]);
    let fields: Vec<_> = found.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields, ["answer", "last_out", "role", "words"]);
}

proptest! {
    /// Whatever is tried in whatever order, a claim ends, and between its making and its end it is asked of the business
    /// twice at most.
    #[test]
    fn a_claim_comes_to_an_end(tries in proptest::collection::vec((0_usize..4, 0_usize..9), 0..60)) {
        let (mut state, mut taken, mut asked) = (ClaimState::Waiting, 0, 1);
        for (party, act) in tries {
            if let Ok(to) = next(state, ClaimAct::ALL[act], Party::ALL[party]) {
                prop_assert!(state.is_open());
                taken += 1;
                asked += i32::from(to.waits_for_business());
                state = to;
            }
        }
        prop_assert!(taken <= 6 && asked <= 2);
    }
}
