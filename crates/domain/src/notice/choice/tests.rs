//! Which way for which kind, by choice and contact: each row of the rule with what stands on either side of it.

use super::*;
use proptest::prelude::*;

const MAIL: &str = "ren@example.jp";
const MOBILE: &str = "09000000001";
const HOME: &str = "0300000000";

fn chosen(kind: NoticeKind, choice: Choice) -> Choices {
    Choices(BTreeMap::from([(Topic::of(kind), choice)]))
}

/// Reached there, with LINE.
const fn at<'a>(mail: &'a str, phone: &'a str) -> Contacts<'a> {
    Contacts { mail, phone, by_line: true }
}

/// The same where the server has no LINE.
const fn without_line<'a>(mail: &'a str, phone: &'a str) -> Contacts<'a> {
    Contacts { mail, phone, by_line: false }
}

fn media(plan: &Plan) -> Vec<Medium> {
    plan.ways.iter().map(|(medium, _)| *medium).collect()
}

#[test]
fn words_and_numbers_come_back() {
    for topic in Topic::ALL {
        assert_eq!(Topic::from_stored(topic.number()), Some(topic));
    }
    for choice in Choice::ALL {
        assert_eq!(
            (Choice::from_code(choice.code()), Choice::from_stored(choice.number())),
            (Some(choice), Some(choice))
        );
    }
    assert_eq!((Topic::from_stored(0), Choice::from_stored(5), Choice::from_code("")), (None, None, None));
}

#[test]
fn the_rows_of_the_rule() {
    use Choice::{InApp, Mail, Text, Usual};
    use NoticeKind as K;
    let (m, t) = (Medium::Mail, Medium::Text);
    for (kind, choice, mail, phone, expected) in [
        // 手続きの経過: everything may be chosen.
        (K::ApplicationReceived, Usual, MAIL, MOBILE, vec![m]),
        (K::ApplicationReceived, Usual, "", MOBILE, vec![t]),
        (K::ApplicationReceived, Mail, MAIL, MOBILE, vec![m]),
        (K::ApplicationReceived, Text, MAIL, MOBILE, vec![t]),
        (K::ApplicationReceived, InApp, MAIL, MOBILE, vec![]),
        // What was chosen is no longer there: the other way, not silence.
        (K::ApplicationReceived, Text, MAIL, HOME, vec![m]),
        (K::ApplicationReceived, Text, MAIL, "", vec![m]),
        (K::ApplicationReceived, Mail, "", MOBILE, vec![t]),
        (K::ApplicationReceived, Mail, " ", MOBILE, vec![t]),
        (K::ApplicationReceived, Mail, "", HOME, vec![]),
        (K::CardIssued, InApp, MAIL, MOBILE, vec![]),
        (K::CardIssued, Text, MAIL, MOBILE, vec![t]),
        (K::RenewalReminder, InApp, MAIL, MOBILE, vec![]),
        (K::SurveyReminder, Mail, MAIL, MOBILE, vec![m]),
        // 期限と決定: by mail or phone, never by the page alone.
        (K::FeeDue, Usual, MAIL, MOBILE, vec![m, t]),
        (K::FeeDue, Usual, MAIL, HOME, vec![m]),
        (K::FeeDue, Mail, MAIL, MOBILE, vec![m]),
        (K::FeeDue, Text, MAIL, MOBILE, vec![t]),
        (K::FeeDue, Text, MAIL, HOME, vec![m]),
        (K::FeeDue, InApp, MAIL, MOBILE, vec![m, t]),
        (K::ReissueFeeDue, InApp, MAIL, MOBILE, vec![m]),
        (K::RenewalLast, InApp, MAIL, MOBILE, vec![m, t]),
        (K::RenewalSoon, Text, MAIL, MOBILE, vec![t]),
        (K::ApplicationRejected, InApp, "", MOBILE, vec![t]),
        // 本人確認と安全: as it is, whatever was chosen.
        (K::CardRevoked, Usual, MAIL, MOBILE, vec![m, t]),
        (K::CardRevoked, Mail, MAIL, MOBILE, vec![m, t]),
        (K::RecoveryAsked, Text, MAIL, MOBILE, vec![m, t]),
        (K::ContactChanged, InApp, MAIL, MOBILE, vec![m, t]),
        (K::CorrectionMade, InApp, "", "", vec![]),
    ] {
        let found = plan(kind, &chosen(kind, choice), at(mail, phone));
        assert_eq!(media(&found), expected, "{kind:?} {choice:?} {mail:?} {phone:?}");
        for (medium, address) in found.ways {
            assert_eq!(address, if medium == m { MAIL } else { MOBILE });
        }
    }
}

#[test]
fn line_carries_what_it_was_chosen_for_where_a_mobile_and_the_server_have_it() {
    use NoticeKind as K;
    let (m, t, l) = (Medium::Mail, Medium::Text, Medium::Line);
    for (kind, contacts, expected) in [
        (K::ApplicationReceived, at(MAIL, MOBILE), vec![l]),
        (K::ApplicationReceived, at("", MOBILE), vec![l]),
        (K::CardIssued, at(MAIL, MOBILE), vec![l]),
        (K::RenewalReminder, at(MAIL, MOBILE), vec![l]),
        (K::FeeDue, at(MAIL, MOBILE), vec![l]),
        (K::RenewalLast, at(MAIL, MOBILE), vec![l]),
        // No mobile, or none any more: LINE cannot be found by it.
        (K::FeeDue, at(MAIL, HOME), vec![m]),
        (K::FeeDue, at(MAIL, ""), vec![m]),
        (K::FeeDue, at("", HOME), vec![]),
        // A server without LINE, or none any more: the phone all the same.
        (K::FeeDue, without_line(MAIL, MOBILE), vec![t]),
        (K::ApplicationReceived, without_line(MAIL, MOBILE), vec![t]),
        (K::FeeDue, without_line(MAIL, HOME), vec![m]),
        // 本人確認と安全: as it is, whatever was chosen.
        (K::CardRevoked, at(MAIL, MOBILE), vec![m, t]),
        (K::RecoveryAsked, without_line("", MOBILE), vec![t]),
    ] {
        let found = plan(kind, &chosen(kind, Choice::Line), contacts);
        assert_eq!(media(&found), expected, "{kind:?} {contacts:?}");
        for (medium, address) in found.ways {
            assert_eq!(address, if medium == m { MAIL } else { MOBILE });
        }
    }
    for choice in [Choice::Usual, Choice::Mail, Choice::Text, Choice::InApp] {
        for kind in NoticeKind::ALL {
            assert!(!media(&plan(kind, &chosen(kind, choice), at(MAIL, MOBILE))).contains(&l), "{kind:?} {choice:?}");
        }
    }
}

#[test]
fn a_number_line_does_not_reach_is_a_phone_all_the_same() {
    use NoticeKind as K;
    let (mail, text) = (Some((Medium::Mail, MAIL.to_owned())), Some((Medium::Text, MOBILE.to_owned())));
    let (l, t, m) = (Medium::Line, Medium::Text, Medium::Mail);
    for (kind, tried, contacts, expected) in [
        (K::FeeDue, vec![l], at(MAIL, MOBILE), text.clone()),
        (K::FeeDue, vec![l, t], at(MAIL, MOBILE), mail.clone()),
        (K::FeeDue, vec![l, t, m], at(MAIL, MOBILE), None),
        (K::FeeDue, vec![l, t], at("", MOBILE), None),
        (K::FeeDue, vec![l], at(MAIL, HOME), mail),
        (K::FeeDue, vec![l], without_line(MAIL, MOBILE), text.clone()),
        // What may be missed goes on by phone, which was asked for, and no further.
        (K::ApplicationReceived, vec![l], at(MAIL, MOBILE), text),
        (K::ApplicationReceived, vec![l, t], at(MAIL, MOBILE), None),
        (K::ApplicationReceived, vec![l], at(MAIL, HOME), None),
    ] {
        assert_eq!(otherwise(kind, &tried, contacts), expected, "{kind:?} {tried:?} {contacts:?}");
    }
}

#[test]
fn a_letter_is_written_where_nothing_reaches_but_not_to_who_wants_none() {
    for (kind, choice, letter) in [
        (NoticeKind::SurveyAsked, Choice::Usual, true),
        (NoticeKind::SurveyAsked, Choice::Mail, true),
        (NoticeKind::SurveyAsked, Choice::InApp, false),
        (NoticeKind::SurveyReminder, Choice::Usual, false),
        (NoticeKind::RenewalLast, Choice::InApp, true),
        (NoticeKind::FeeDue, Choice::Usual, false),
        (NoticeKind::InvoiceSoon, Choice::Usual, false),
    ] {
        assert_eq!(plan(kind, &chosen(kind, choice), at("", HOME)).letter, letter, "{kind:?} {choice:?}");
        assert!(!plan(kind, &chosen(kind, choice), at(MAIL, "")).letter, "{kind:?} {choice:?} by mail");
    }
}

#[test]
fn what_must_arrive_goes_the_other_way_before_it_goes_on_paper() {
    let (mail, text) = ((Medium::Mail, MAIL.to_owned()), (Medium::Text, MOBILE.to_owned()));
    for (kind, tried, phone, expected) in [
        (NoticeKind::FeeDue, vec![Medium::Mail], MOBILE, Some(text.clone())),
        (NoticeKind::FeeDue, vec![Medium::Text], MOBILE, Some(mail)),
        (NoticeKind::FeeDue, vec![Medium::Mail], HOME, None),
        (NoticeKind::FeeDue, vec![Medium::Mail, Medium::Text], MOBILE, None),
        (NoticeKind::RegisteredByProxy, vec![Medium::Mail], MOBILE, Some(text)),
        (NoticeKind::ApplicationReceived, vec![Medium::Mail], MOBILE, None),
        (NoticeKind::SurveyAsked, vec![Medium::Mail], MOBILE, None),
    ] {
        assert_eq!(otherwise(kind, &tried, at(MAIL, phone)), expected, "{kind:?} {tried:?} {phone}");
    }
}

#[test]
fn each_reader_chooses_for_what_they_are_told() {
    for (reader, topics) in [
        (Reader::Technician, vec!["security", "due", "progress", "card"]),
        (Reader::Business, vec!["security", "due", "progress", "request"]),
        (Reader::Applicant, vec![]),
    ] {
        let found = Topic::ALL.into_iter().filter(|topic| topic.is_for(reader)).map(Topic::code);
        assert_eq!(found.collect::<Vec<_>>(), topics, "{reader:?}");
    }
}

#[test]
fn what_is_offered_depends_on_topic_and_contact() {
    use Choice::{InApp, Line, Mail, Text, Usual};
    let (all, both, mail, mobile, none) = (
        Reach { mail: true, mobile: true, line: true },
        Reach { mail: true, mobile: true, line: false },
        Reach { mail: true, mobile: false, line: false },
        Reach { mail: false, mobile: true, line: false },
        Reach::default(),
    );
    for (topic, reach, expected) in [
        (Topic::Security, all, vec![]),
        (Topic::Security, both, vec![]),
        (Topic::Due, all, vec![Usual, Mail, Text, Line]),
        (Topic::Progress, all, vec![Usual, Mail, Text, Line, InApp]),
        (Topic::Card, Reach { mail: false, ..all }, vec![Usual, Text, Line, InApp]),
        (Topic::Due, both, vec![Usual, Mail, Text]),
        (Topic::Due, mail, vec![Usual, Mail]),
        (Topic::Due, mobile, vec![Usual, Text]),
        (Topic::Due, none, vec![Usual]),
        (Topic::Progress, both, vec![Usual, Mail, Text, InApp]),
        (Topic::Card, mail, vec![Usual, Mail, InApp]),
        (Topic::Request, none, vec![Usual, InApp]),
    ] {
        assert_eq!(topic.offered(reach), expected, "{topic:?} {reach:?}");
        for choice in Choice::ALL {
            let choices = Choices(BTreeMap::from([(topic, choice)]));
            let instead = if choice == Line && expected.contains(&Text) { Text } else { Usual };
            let shown = if expected.contains(&choice) { choice } else { instead };
            assert_eq!(choices.shown(topic, reach), shown, "{topic:?} {reach:?} {choice:?}");
        }
    }
    assert_eq!(Reach::of(at(" ", HOME)), none);
    assert_eq!((Reach::of(at(MAIL, MOBILE)), Reach::of(without_line(MAIL, MOBILE))), (all, both));
    assert_eq!(Reach::of(at(MAIL, HOME)), mail, "no mobile, no LINE");
}

#[test]
fn who_chose_line_is_told_where_it_carries_nothing() {
    let of = |choice| Choices(BTreeMap::from([(Topic::Card, choice)]));
    let (with, without) = (Reach { mail: true, mobile: true, line: true }, Reach { mail: true, ..Reach::default() });
    for (choice, reach, told) in [
        (Choice::Line, with, false),
        (Choice::Line, without, true),
        (Choice::Text, without, false),
        (Choice::InApp, without, false),
    ] {
        assert_eq!(of(choice).misses_line(reach), told, "{choice:?} {reach:?}");
    }
    assert!(!Choices::default().misses_line(without));
}

#[test]
fn the_page_is_read_whole_and_every_problem_is_told() {
    let reach = Reach { mail: true, ..Reach::default() };
    let page =
        |words: [&'static str; 5]| move |topic: Topic| words[usize::try_from(topic.number() - 1).unwrap()].to_owned();
    let good = read(Reader::Technician, reach, page(["", "mail", "in_app", "usual", "x"])).unwrap();
    assert_eq!(good.0, BTreeMap::from([(Topic::Due, Choice::Mail), (Topic::Progress, Choice::InApp)]));
    let problems = |words| {
        let told = read(Reader::Technician, reach, page(words)).unwrap_err();
        told.into_iter().map(|told| (told.field, told.problem)).collect::<Vec<_>>()
    };
    let of = |field: &str, problem| (field.to_owned(), problem);
    assert_eq!(
        problems(["in_app", "in_app", "text", "", ""]),
        [
            of("security", Problem::NotAChoice),
            of("due", Problem::NotAChoice),
            of("progress", Problem::NotAChoice),
            of("card", Problem::Missing),
        ]
    );
    assert_eq!(problems(["", "usual", "usual", "fax", ""]), [of("card", Problem::NotAChoice)]);
    assert_eq!(problems(["", "line", "usual", "usual", ""]), [of("due", Problem::NotAChoice)], "no mobile, no LINE");
}

fn any_kind() -> impl Strategy<Value = NoticeKind> {
    prop::sample::select(NoticeKind::ALL.to_vec())
}

proptest! {
    #[test]
    fn what_is_needed_always_goes_out_and_nothing_goes_twice(
        kind in any_kind(),
        picked in prop::collection::btree_map(prop::sample::select(Topic::ALL.to_vec()), prop::sample::select(Choice::ALL.to_vec()), 0..5),
        mail in prop::bool::ANY,
        mobile in prop::bool::ANY,
        by_line in prop::bool::ANY,
    ) {
        let (mail, phone) = (if mail { MAIL } else { "" }, if mobile { MOBILE } else { HOME });
        let found = plan(kind, &Choices(picked), Contacts { mail, phone, by_line });
        let reached = !mail.is_empty() || phone == MOBILE;
        let mut media = media(&found);
        media.dedup();
        prop_assert_eq!(media.len(), found.ways.len());
        prop_assert!(!Topic::of(kind).is_needed() || found.ways.is_empty() != reached);
        prop_assert!(!found.letter || (found.ways.is_empty() && kind.goes_by_letter()));
    }

    #[test]
    fn whatever_is_chosen_and_whichever_way_fails_what_must_arrive_arrives_by_a_way_that_works(
        kind in any_kind(),
        choice in prop::sample::select(Choice::ALL.to_vec()),
        (mail, mobile, by_line) in (prop::bool::ANY, prop::bool::ANY, prop::bool::ANY),
        works in prop::collection::btree_set(prop::sample::select(vec![Medium::Mail, Medium::Text, Medium::Line]), 0..=3),
    ) {
        let contacts =
            Contacts { mail: if mail { MAIL } else { "" }, phone: if mobile { MOBILE } else { HOME }, by_line };
        let planned = plan(kind, &chosen(kind, choice), contacts);
        let mut tried = media(&planned);
        let mut arrived = tried.iter().any(|medium| works.contains(medium));
        while let (false, false, Some((next, _))) = (arrived, tried.is_empty(), otherwise(kind, &tried, contacts)) {
            prop_assert!(!tried.contains(&next), "{:?} twice after {:?}", next, tried);
            prop_assert!(tried.len() < Medium::ALL.len());
            arrived = works.contains(&next);
            tried.push(next);
        }
        if Topic::of(kind).is_needed() {
            let could = (mail && works.contains(&Medium::Mail)) || (mobile && works.contains(&Medium::Text));
            prop_assert!(arrived || !could, "{:?} {:?} was tried by {:?} only", kind, choice, tried);
            prop_assert_eq!(tried.is_empty(), !mail && !mobile);
            prop_assert!(arrived || !tried.is_empty() || planned.letter == kind.goes_by_letter());
        }
        if tried.contains(&Medium::Line) {
            prop_assert!(by_line && mobile && choice == Choice::Line && Topic::of(kind) != Topic::Security);
            prop_assert!(works.contains(&Medium::Line) || tried.contains(&Medium::Text), "the phone comes next");
        }
    }
}
