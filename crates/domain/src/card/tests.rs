use super::*;
use proptest::prelude::*;

fn day(number: i32) -> WorkDate {
    WorkDate::from_number(number).unwrap()
}

#[test]
fn the_rows_of_the_rule() {
    for (what, birth, issued, identified, expected) in [
        ("first birthday after nine years", 19_850_412, 20_261_120, true, 20_360_412),
        ("nine years end the day before a birthday", 19_850_412, 20_260_411, true, 20_350_412),
        ("issued on the birthday", 19_850_412, 20_260_412, true, 20_360_412),
        ("issued the day after the birthday", 19_850_412, 20_260_413, true, 20_360_412),
        ("born at the end of a year", 19_851_231, 20_270_101, true, 20_361_231),
        ("born on new year's day", 19_850_101, 20_261_231, true, 20_360_101),
        ("a day before sixty", 19_661_121, 20_261_120, true, 20_351_121),
        ("sixty on the day", 19_661_120, 20_261_120, true, 20_401_120),
        ("sixty the day before", 19_661_119, 20_261_120, true, 20_401_119),
        ("well over sixty", 19_500_601, 20_261_120, true, 20_400_601),
        ("without an identity document", 19_850_412, 20_261_120, false, 20_280_412),
        ("without one, on the birthday", 19_850_412, 20_260_412, false, 20_280_412),
        ("without one, at sixty", 19_500_601, 20_261_120, false, 20_280_601),
        ("29 February, the year of the end is common", 20_000_229, 20_260_301, true, 20_360_229),
        ("29 February, the year of the end is leap", 20_000_229, 20_270_228, true, 20_370_228),
        ("29 February, issued on the eve of a leap day", 20_000_229, 20_280_228, true, 20_370_228),
        ("29 February, issued on a leap day", 20_000_229, 20_280_229, true, 20_380_228),
        ("29 February, common year, issued on the 27th", 20_000_229, 20_260_227, true, 20_350_228),
        ("29 February, common year, issued on the 28th", 20_000_229, 20_260_228, true, 20_360_229),
        ("29 February, without a document", 20_000_229, 20_260_301, false, 20_280_229),
        ("29 February, sixty on 1 March of a common year", 19_680_229, 20_280_228, true, 20_370_228),
        ("29 February, sixty on a leap day", 19_680_229, 20_280_229, true, 20_420_228),
    ] {
        assert_eq!(expiry(day(birth), day(issued), identified), day(expected), "{what}");
    }
}

fn any_day(from: i32, days: u64) -> impl Strategy<Value = WorkDate> {
    let first = day(from).date();
    (0..days).prop_map(move |days| WorkDate::from_date(first + chrono::Days::new(days)))
}

proptest! {
    #[test]
    fn a_card_is_good_for_nine_to_ten_years(birth in any_day(19_700_101, 14_000), issued in any_day(20_260_101, 1_400)) {
        let last = expiry(birth, issued, true).number();
        prop_assert!(last >= issued.number() + 90_000 && last <= issued.number() + 100_000, "{birth} {issued} {last}");
    }

    #[test]
    fn it_ends_on_a_birthday_after_issue(birth in any_day(19_400_101, 24_000), issued in any_day(20_260_101, 4_000), identified: bool) {
        let last = expiry(birth, issued, identified);
        prop_assert!(last > issued);
        prop_assert_eq!(last, calendar::birthday_in(birth, last.number() / 10_000));
    }
}

#[test]
fn a_card_stands_where_its_state_and_the_day_say() {
    let last = Some(day(20_360_412));
    for (state, valid_until, today, expected) in [
        (CardState::Issued, last, 20_360_411, Standing::Good),
        (CardState::Issued, last, 20_360_412, Standing::Good),
        (CardState::Issued, last, 20_360_413, Standing::Expired),
        (CardState::Issued, None, 20_360_413, Standing::Good),
        (CardState::Revoked, last, 20_360_413, Standing::Revoked),
        (CardState::Replaced, last, 20_260_412, Standing::Replaced),
        (CardState::Ordered, None, 20_260_412, Standing::NotYetIssued),
    ] {
        assert_eq!(standing(state, valid_until, day(today)), expected, "{state:?} {today}");
    }
}

#[test]
fn who_sees_what_of_a_card() {
    let (owner, other) = (TechnicianId::from_body(1), TechnicianId::from_body(2));
    let (employer, stranger) = (BusinessId::from_body(1), BusinessId::from_body(2));
    let technician = |id| Actor { technician: Some(id), ..Actor::of(Role::Technician) };
    let business = |id| Actor { business: Some(id), ..Actor::of(Role::BusinessAdmin) };
    for (actor, employers, seen_by, expected) in [
        (technician(owner), vec![employer], vec![], CardShown::Face),
        (technician(other), vec![employer], vec![], CardShown::Minimal),
        (business(employer), vec![employer], vec![], CardShown::Face),
        (business(employer), vec![stranger], vec![employer], CardShown::Face),
        (business(stranger), vec![employer], vec![employer], CardShown::Minimal),
        (Actor::of(Role::BusinessAdmin), vec![employer], vec![], CardShown::Minimal),
        (
            Actor { business: Some(employer), ..Actor::of(Role::SiteAdmin) },
            vec![employer],
            vec![employer],
            CardShown::Minimal,
        ),
        (Actor::of(Role::Operator), vec![], vec![], CardShown::Face),
        (Actor::of(Role::Sponsor), vec![employer], vec![], CardShown::Minimal),
        (Actor::of(Role::Technician), vec![], vec![], CardShown::Minimal),
        (Actor::public(), vec![employer], vec![employer], CardShown::Validity),
        (Actor::of(Role::Applicant), vec![], vec![], CardShown::Validity),
        (Actor { business: Some(employer), ..Actor::of(Role::Partner) }, vec![employer], vec![], CardShown::Validity),
    ] {
        assert_eq!(what_is_shown(viewer(&actor, owner, &employers, &seen_by)), expected, "{:?}", actor.role);
    }
}

#[test]
fn words_and_numbers_come_back_as_what_they_were() {
    for state in CardState::ALL {
        assert_eq!(CardState::from_stored(state.number()), Some(state));
    }
    for reason in RevocationReason::ALL {
        assert_eq!(RevocationReason::from_stored(reason.number()), Some(reason));
        assert_eq!(RevocationReason::from_code(reason.code()), Some(reason));
    }
    assert_eq!(CardState::ALL.map(CardState::number), [1, 2, 3, 4]);
    assert_eq!(
        (CardState::from_stored(0), RevocationReason::from_stored(6), RevocationReason::from_code("")),
        (None, None, None)
    );
}
