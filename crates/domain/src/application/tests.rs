use super::*;
use crate::fee::Yen;
use crate::form::Problem;
use crate::id::ApplicationId;

/// Every pair of state and transition that leads anywhere. Whatever is not here is refused.
const ALLOWED: [(State, Transition, State); 15] = [
    (State::Draft, Transition::Submit, State::Submitted),
    (State::Draft, Transition::Withdraw, State::Withdrawn),
    (State::Submitted, Transition::Claim, State::InReview),
    (State::Submitted, Transition::Withdraw, State::Withdrawn),
    (State::InReview, Transition::Release, State::Submitted),
    (State::InReview, Transition::Return, State::Returned),
    (State::InReview, Transition::Approve, State::Approved),
    (State::InReview, Transition::Withdraw, State::Withdrawn),
    (State::InReview, Transition::Reject, State::Rejected),
    (State::Returned, Transition::Resubmit, State::InReview),
    (State::Returned, Transition::Withdraw, State::Withdrawn),
    (State::Approved, Transition::RequestPayment, State::AwaitingPayment),
    (State::Approved, Transition::Complete, State::Completed),
    (State::AwaitingPayment, Transition::Complete, State::Completed),
    (State::AwaitingPayment, Transition::Withdraw, State::Withdrawn),
];

#[test]
fn every_state_and_transition() {
    let mut allowed = 0;
    for state in State::ALL {
        for transition in Transition::ALL {
            let row = ALLOWED.iter().find(|(from, by, _)| *from == state && *by == transition);
            let expected = row.map(|(_, _, to)| *to).ok_or(NotAllowed { state, transition });
            assert_eq!(next(state, transition), expected, "{state:?} {transition:?}");
            allowed += u32::from(row.is_some());
        }
    }
    assert_eq!(allowed, 15);
}

#[test]
fn nothing_leads_out_of_a_final_state_and_something_out_of_every_other() {
    for state in State::ALL {
        let leads_out = Transition::ALL.iter().any(|transition| next(state, *transition).is_ok());
        assert_eq!(leads_out, !state.is_final(), "{state:?}");
    }
}

#[test]
fn only_what_the_applicant_holds_can_be_edited() {
    for state in State::ALL {
        let may_hand_in = next(state, Transition::Submit).is_ok() || next(state, Transition::Resubmit).is_ok();
        assert_eq!(state.is_editable(), may_hand_in, "{state:?}");
    }
}

#[test]
fn where_nothing_is_to_be_paid_approval_completes_at_once() {
    for (fee, expected) in [(0, State::Completed), (1, State::AwaitingPayment), (2_500, State::AwaitingPayment)] {
        assert_eq!(next(State::Approved, after_approval(Yen(fee))), Ok(expected), "{fee}");
    }
}

#[test]
fn words_and_numbers_come_back_as_what_they_were() {
    for state in State::ALL {
        assert_eq!(State::from_stored(state.number()), Some(state));
        assert_eq!(State::from_code(state.code()), Some(state));
    }
    assert_eq!(State::ALL.map(State::number), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for kind in ApplicationKind::ALL {
        let from_stage = kind.stage().map(ApplicationKind::of_stage);
        assert_eq!(from_stage.or(kind.filing().map(ApplicationKind::of_filing)), Some(kind));
        assert_eq!(ApplicationKind::from_stored(kind.number()), Some(kind));
        assert_eq!(ApplicationKind::from_code(kind.code()), Some(kind));
    }
    for verdict in DeficiencyReason::ALL.map(Verdict::Deficient).into_iter().chain([Verdict::Good]) {
        assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
        let json = serde_json::to_string(&verdict).unwrap();
        assert_eq!(serde_json::from_str::<Verdict>(&json).unwrap(), verdict);
    }
    assert_eq!((State::from_stored(0), State::from_stored(10), State::from_code("")), (None, None, None));
    assert_eq!((ApplicationKind::from_stored(9), Verdict::from_code("bad")), (None, None));
}

fn said(words: &[(&str, &str)]) -> Vec<(String, Verdict)> {
    words.iter().map(|(field, code)| ((*field).to_owned(), Verdict::from_code(code).unwrap())).collect()
}

/// What is said, of which field what, what that counts (done of two, deficient), whether it approves, whether it sends
/// back.
type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], (u32, u32), bool, bool);

#[test]
fn approval_needs_every_filled_field_good_and_return_one_deficient() {
    let fields = ["name", "photo", "alias"];
    let asked = fields.map(|field| Asked { field, wanted: field != "alias" });
    let good = ("name", "good");
    let rows: [Row<'_>; 9] = [
        ("nothing said", &[], (0, 0), false, false),
        ("one good", &[good], (1, 0), false, false),
        ("both good", &[good, ("photo", "good")], (2, 0), true, false),
        ("one deficient", &[good, ("photo", "photo_too_old")], (2, 1), false, true),
        ("only the deficient one said", &[("photo", "unreadable")], (1, 1), false, true),
        ("the last word counts", &[("name", "missing"), ("photo", "good"), good], (2, 0), true, false),
        ("an empty one called deficient", &[good, ("photo", "good"), ("alias", "missing")], (2, 1), false, true),
        ("an empty one found good too", &[good, ("photo", "good"), ("alias", "good")], (2, 0), true, false),
        ("a field that is not there", &[good, ("photo", "good"), ("hat", "missing")], (2, 0), true, false),
    ];
    for (what, words, (done, deficient), approve, send_back) in rows {
        let words = said(words);
        let word = |field: &str| words.iter().rfind(|(named, _)| named == field).map(|(_, word)| *word);
        let counts = Counts::of(asked.map(|asked| (asked.wanted, word(asked.field))));
        assert_eq!(counts, Counts { done, all: 2, deficient }, "{what}");
        assert_eq!(counts.all_good(), approve, "{what}");
        assert_eq!(may_approve(&words, &asked), approve, "{what}");
        assert_eq!(may_return(&words, &fields), send_back, "{what}");
    }
    assert!(!may_approve(&[], &[]));
    assert!(
        !may_approve(&[], &[Asked { field: "alias", wanted: false }]),
        "nothing to look at is no reason to approve"
    );
    assert!(!may_return(&[], &[]));
}

#[test]
fn what_was_left_empty_wants_no_word_and_the_rest_is_what_has_none() {
    for (value, required, wanted) in
        [("山本", true, true), ("山本", false, true), ("", true, true), (" ", false, false)]
    {
        assert_eq!(wants_word(value, required), wanted, "{value:?} {required}");
    }
    let asked = [("name", true), ("alias", false), ("photo", true)].map(|(field, wanted)| Asked { field, wanted });
    assert_eq!(unsaid(&[], &asked), ["name", "photo"]);
    assert_eq!(unsaid(&said(&[("name", "missing")]), &asked), ["photo"]);
    assert!(unsaid(&said(&[("name", "good"), ("photo", "good")]), &asked).is_empty());
}

#[test]
fn a_reason_of_no_catalogue_goes_with_words_and_any_other_without() {
    let (most, over) = ("字".repeat(200), "字".repeat(201));
    let rows: [(DeficiencyReason, &str, Result<&str, Problem>); 8] = [
        (DeficiencyReason::Other, "裏面も送ってください", Ok("裏面も送ってください")),
        (DeficiencyReason::Other, " 一\r\n\r\n二\u{0} ", Ok("一 二")),
        (DeficiencyReason::Other, "", Err(Problem::Missing)),
        (DeficiencyReason::Other, " \n\u{3000}", Err(Problem::Missing)),
        (DeficiencyReason::Other, most.as_str(), Ok(most.as_str())),
        (DeficiencyReason::Other, over.as_str(), Err(Problem::TooLong { max: EXPLANATION_CHARS_MAX })),
        (DeficiencyReason::Unreadable, "", Ok("")),
        (DeficiencyReason::Unreadable, "書きかけ", Ok("")),
    ];
    for (reason, typed, expected) in rows {
        assert_eq!(reason.explained(typed), expected.map(str::to_owned), "{reason:?} {typed:?}");
    }
    let good = Judgment { explanation: "よい".to_owned(), ..Judgment::from(("name".to_owned(), Verdict::Good)) };
    assert_eq!(good.checked(), Ok(Judgment::from(("name".to_owned(), Verdict::Good))), "what is good is not explained");
    let silent = Judgment::from(("name".to_owned(), Verdict::Deficient(DeficiencyReason::Other)));
    assert_eq!(silent.checked(), Err(Problem::Missing));
}

#[test]
fn a_reference_number_is_the_day_and_a_running_number() {
    for (day, running, expected) in [
        (20_261_121, 417, "2026-1121-00417"),
        (20_260_101, 1, "2026-0101-00001"),
        (20_261_231, 123_456, "2026-1231-123456"),
    ] {
        assert_eq!(reference_number(WorkDate::from_stored(day), running), expected);
    }
}

fn other_case() -> OtherCase {
    OtherCase { id: ApplicationId(uuid::Uuid::nil()), number: "26-000001".to_owned() }
}

#[test]
fn automatic_checks_say_when_to_look() {
    let photo = |width, height| AutoCheck::PhotoQuality { photo: Some(PhotoInfo::picture(width, height)) };
    let dark = |light| AutoCheck::PhotoQuality {
        photo: Some(PhotoInfo { look: Some(Look { light, range: 255, edge: 255 }), ..PhotoInfo::picture(294, 378) }),
    };
    for (check, finding) in [
        (photo(294, 378), Finding::Ok),
        (photo(293, 378), Finding::Look),
        (photo(294, 377), Finding::Look),
        (AutoCheck::PhotoQuality { photo: None }, Finding::Look),
        (dark(255), Finding::Ok),
        (dark(0), Finding::Look),
        (AutoCheck::EvidenceQuality { flawed: vec![] }, Finding::Ok),
        (AutoCheck::EvidenceQuality { flawed: vec![("identity".to_owned(), vec![Flaw::Blurred])] }, Finding::Look),
        (AutoCheck::PossibleDuplicate { ids: vec![], applications: vec![] }, Finding::Ok),
        (AutoCheck::LicenceKnown { asked: true, found: None, fits: false }, Finding::Look),
        (AutoCheck::LicenceKnown { asked: false, found: None, fits: false }, Finding::Look),
        (AutoCheck::PossibleDuplicate { ids: vec!["00000000000000".to_owned()], applications: vec![] }, Finding::Look),
        (AutoCheck::PossibleDuplicate { ids: vec![], applications: vec![other_case()] }, Finding::Look),
        (AutoCheck::PostcodeFits { fits: true }, Finding::Ok),
        (AutoCheck::PostcodeFits { fits: false }, Finding::Look),
        (AutoCheck::CorporateNumber { fits: false }, Finding::Look),
        (AutoCheck::EmployerKnown { name: None }, Finding::Ok),
    ] {
        assert_eq!(check.finding(), finding, "{check:?}");
    }
}

#[test]
fn a_field_differs_where_another_value_or_another_picture_stands_beside_what_is_registered() {
    for (field, before, value, has_picture, differs) in [
        ("address", Some("江東区東陽1"), "江東区東陽2", false, true),
        ("address", Some("江東区東陽1"), "江東区東陽1", false, false),
        ("postcode", Some("1350016"), "135-0016", false, false),
        ("capital_yen", Some("50000000"), "30,000,000", false, true),
        ("contact_fax", Some(""), "", false, false),
        ("contact_fax", Some("0312345679"), "", false, true),
        ("qualifications.k1", Some("code=1"), "code=1", true, true),
        // Nobody is registered yet, or it is no part of the register.
        ("address", None, "江東区東陽2", false, false),
        ("evidence", None, "", true, false),
    ] {
        let field = ReviewField {
            field: field.to_owned(),
            value: value.to_owned(),
            note: None,
            verdict: None,
            explanation: String::new(),
            wanted: true,
            has_picture,
            flaws: Vec::new(),
            pages: 0,
            changed: false,
            stood_by: false,
            before: before.map(str::to_owned),
        };
        assert_eq!(field.differs(), differs, "{field:?}");
    }
}
