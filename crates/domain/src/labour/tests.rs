use super::*;
use crate::id::{LabourAgreementId, RegistrarId, SiteId};
use proptest::prelude::*;
use uuid::Uuid;

const TODAY: WorkDate = WorkDate::from_stored(20_261_120);

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

#[test]
fn an_offer_goes_from_hand_to_hand_and_no_step_is_left_out() {
    use {OfferAct as Act, OfferState as S};
    let leads = [
        (S::Offered, Act::Accept, S::Accepted),
        (S::Offered, Act::Decline, S::Declined),
        (S::Offered, Act::Withdraw, S::Withdrawn),
        (S::Accepted, Act::Decline, S::Declined),
        (S::Accepted, Act::List, S::Listed),
        (S::Listed, Act::Decline, S::Declined),
        (S::Listed, Act::Name, S::Named),
        (S::Named, Act::Decline, S::Declined),
        (S::Named, Act::Employ, S::Employed),
    ];
    for state in S::ALL {
        assert_eq!(S::from_stored(state.number()), Some(state));
        for act in Act::ALL {
            let expected = leads.iter().find(|row| (row.0, row.1) == (state, act)).map(|row| row.2);
            assert_eq!(next(state, act).ok(), expected, "{state:?} {act:?}");
        }
    }
    let accepted: Vec<S> = S::ALL.into_iter().filter(|state| state.is_accepted()).collect();
    assert_eq!(accepted, [S::Accepted, S::Listed, S::Named, S::Employed]);
    assert!(accepted.iter().all(|state| state.number() <= 5), "what takes a place is stored up to 5");
}

#[test]
fn stored_numbers_come_back() {
    for step in Step::ALL {
        assert_eq!(Step::from_stored(step.number()), Some(step));
    }
    for side in Side::ALL {
        assert_eq!(Side::from_stored(side.number()), Some(side));
    }
    for state in AgreementState::ALL {
        assert_eq!(AgreementState::from_stored(state.number()), Some(state));
    }
    assert_eq!((Step::from_stored(0), Step::from_stored(10), Side::from_stored(5)), (None, None, None));
    assert_eq!((AgreementState::from_stored(4), OfferState::from_stored(8)), (None, None));
}

#[test]
fn numbers_follow_one_another() {
    let of = |[asked, passed, offered, accepted, listed, named, employed]: [i64; 7]| Numbers {
        asked,
        passed,
        offered,
        accepted,
        listed,
        named,
        employed,
    };
    for (numbers, good) in [
        ([0; 7], true),
        ([5, 5, 5, 5, 5, 5, 5], true),
        ([5, 4, 3, 2, 1, 1, 0], true),
        ([5, 6, 0, 0, 0, 0, 0], false),
        ([5, 4, 5, 0, 0, 0, 0], false),
        ([5, 4, 3, 4, 0, 0, 0], false),
        ([5, 4, 3, 2, 2, 2, 3], false),
        ([5, 4, 3, 2, 2, 2, -1], false),
    ] {
        assert_eq!(of(numbers).is_consistent(), good, "{numbers:?}");
    }
    assert_eq!(of([5, 3, 0, 0, 0, 0, 0]).may_ask(), (3, PEOPLE_MAX));
    assert_eq!(of([0; 7]).may_ask(), (1, PEOPLE_MAX));
    assert_eq!((may_pass(5, 3, None), may_pass(5, 3, Some(0)), may_pass(5, 3, Some(2))), ((1, 2), (0, 2), (2, 2)));
    assert_eq!((may_offer(2, 1), may_offer(2, 2), may_offer(0, 0)), (true, false, false));
}

/// A request with two local unions, as the services write it, on paper.
#[derive(Debug, Default)]
struct Paper {
    asked: i64,
    calls: [Option<i64>; 2],
    offers: Vec<(usize, OfferState)>,
}

impl Paper {
    fn count(&self, at: Option<usize>, from: OfferState) -> i64 {
        let counted = |(call, state): &&(usize, OfferState)| {
            at.is_none_or(|at| at == *call) && state.number() <= 5 && state.number() >= from.number()
        };
        i64::try_from(self.offers.iter().filter(counted).count()).unwrap()
    }
    fn numbers(&self) -> Numbers {
        Numbers {
            asked: self.asked,
            passed: self.calls.iter().flatten().sum(),
            offered: self.count(None, OfferState::Offered),
            accepted: self.count(None, OfferState::Accepted),
            listed: self.count(None, OfferState::Listed),
            named: self.count(None, OfferState::Named),
            employed: self.count(None, OfferState::Employed),
        }
    }
    fn act(&mut self, what: u8, at: usize, many: i64) {
        let call = at % 2;
        let within = |(min, max): (i64, i64)| (min..=max).contains(&many);
        match what {
            0 if within(self.numbers().may_ask()) => self.asked = many,
            1 => {
                let offered = self.calls[call].map(|_| self.count(Some(call), OfferState::Offered));
                if within(may_pass(self.asked, self.calls[1 - call].unwrap_or(0), offered)) {
                    self.calls[call] = Some(many);
                }
            }
            2 if self.calls[call]
                .is_some_and(|people| may_offer(people, self.count(Some(call), OfferState::Offered))) =>
            {
                self.offers.push((call, OfferState::Offered));
            }
            3.. => {
                let act = OfferAct::ALL[usize::from(what) % OfferAct::ALL.len()];
                let count = self.offers.len();
                if let Some((_, state)) = self.offers.get_mut(at % count.max(1))
                    && let Ok(then) = next(*state, act)
                {
                    *state = then;
                }
            }
            _ => {}
        }
    }
}

proptest! {
    #[test]
    fn numbers_never_contradict(acts in proptest::collection::vec((0u8..12, 0usize..20, 0i64..8), 0..200)) {
        let mut paper = Paper { asked: 4, ..Paper::default() };
        for (what, at, many) in acts {
            paper.act(what, at, many);
            let numbers = paper.numbers();
            prop_assert!(numbers.is_consistent(), "{what} {at} {many}: {numbers:?}");
            for call in 0..2 {
                let people = paper.calls[call].unwrap_or(0);
                prop_assert!(paper.count(Some(call), OfferState::Offered) <= people, "of each local union too");
            }
        }
    }
}

fn agreement() -> AgreementForm {
    let text = str::to_owned;
    AgreementForm {
        union: Uuid::from_u128(7).to_string(),
        agreed_from: text("2026-11-01"),
        agreed_until: text("2027-03-31"),
        hours: text("8時から17時まで、週休1日"),
        lodging: text("宿舎と3食つき"),
        insurance: text("健康保険・厚生年金・雇用保険・労災"),
        payer: text("見本社会保険労務士法人"),
        ..AgreementForm::begun()
    }
}

fn request() -> RequestForm {
    let text = str::to_owned;
    RequestForm {
        agreement: Uuid::from_u128(8).to_string(),
        site: SiteId::from_body(3_000_000_000_001).to_string(),
        from: text("2026-12-01"),
        until: text("2027-02-28"),
        trade: text("06"),
        work: text("木造応急仮設住宅の大工工事"),
        people: text("12"),
    }
}

fn names(found: Vec<FieldProblem>) -> Vec<String> {
    found.into_iter().map(|problem| problem.field).collect()
}

#[test]
fn an_agreement_states_all_its_terms_and_a_wage_for_each_level() {
    let entry = agreement().validate(TODAY).unwrap();
    assert_eq!(entry.union, RegistrarId(Uuid::from_u128(7)));
    assert_eq!(
        entry.wages.0.map(crate::fee::Yen::get),
        [23_000, 26_000, 29_000, 32_000],
        "begun with what is published"
    );
    assert_eq!(names(AgreementForm::default().validate(TODAY).unwrap_err()), AgreementForm::FIELDS);
    for (until, good) in [("2026-11-19", false), ("2026-11-20", true)] {
        let form = AgreementForm { agreed_until: until.to_owned(), ..agreement() };
        assert_eq!(form.validate(TODAY).is_ok(), good, "{until}");
    }
    for (wage, good) in [("0", false), ("1", true), ("200,000", true), ("200,001", false), ("x", false)] {
        let form = AgreementForm { wage_3: wage.to_owned(), ..agreement() };
        assert_eq!(form.validate(TODAY).is_ok(), good, "{wage}");
    }
    let backwards = AgreementForm { agreed_from: "2027-04-01".to_owned(), ..agreement() };
    assert_eq!(names(backwards.validate(TODAY).unwrap_err()), ["agreed_until"]);
}

#[test]
fn a_request_lies_within_its_agreement_and_the_works() {
    let entry = request().validate(TODAY).unwrap();
    assert_eq!((entry.people, entry.agreement), (12, LabourAgreementId(Uuid::from_u128(8))));
    assert_eq!(names(RequestForm::default().validate(TODAY).unwrap_err()), RequestForm::FIELDS);
    for (people, good) in [("0", false), ("1", true), ("9999", true), ("10000", false)] {
        assert_eq!(RequestForm { people: people.to_owned(), ..request() }.validate(TODAY).is_ok(), good, "{people}");
    }
    let limits = |agreement, works| RequestLimits { agreement, works };
    let wide = (day(20_260_101), day(20_301_231));
    for (limits, wrong) in [
        (limits(wide, wide), vec![]),
        (limits((day(20_261_201), day(20_270_228)), wide), vec![]),
        (limits((day(20_261_202), day(20_270_228)), wide), vec!["from"]),
        (limits(wide, (day(20_261_201), day(20_270_227))), vec!["until"]),
        (limits((day(20_261_202), day(20_270_227)), wide), vec!["from", "until"]),
    ] {
        assert_eq!(names(entry.beyond(limits)), wrong, "{limits:?}");
    }
}

#[test]
fn people_are_passed_on_and_paid_within_bounds() {
    for (typed, good) in [("", false), ("1", false), ("2", true), ("４", true), ("5", false), ("two", false)] {
        assert_eq!(people_in(typed, (2, 4)).is_ok(), good, "{typed}");
    }
    let office = |office: &str| Passing { office: office.to_owned(), people: String::new() }.office();
    assert!(office(&Uuid::from_u128(1).to_string()).is_ok());
    assert_eq!(office(" ").unwrap_err().problem, Problem::Missing);
    assert_eq!(office("x").unwrap_err().problem, Problem::NotAChoice);
    let paid = |on: &str, people: &str| PaidForm { paid_on: on.to_owned(), paid: people.to_owned() }.validate(TODAY, 3);
    assert_eq!(paid("2026-11-20", "3"), Ok((TODAY, 3)));
    assert_eq!(names(paid("2026-11-21", "4").unwrap_err()), ["paid_on", "paid"]);
    assert_eq!(names(paid("", "").unwrap_err()), ["paid_on", "paid"]);
}

#[test]
fn nobody_is_employed_before_they_accept_and_an_employment_that_stands_is_left() {
    assert_eq!(first_day(day(20_261_201), day(20_261_130)), day(20_261_201));
    assert_eq!(first_day(day(20_261_201), day(20_261_202)), day(20_261_202));
    let (prime, other) = (BusinessId::from_body(1), BusinessId::from_body(2));
    let of = |business, from: i32, until: Option<i32>| Engagement {
        business,
        from: day(from),
        until: until.map(day),
        main: true,
    };
    let (first, last) = (day(20_261_201), day(20_270_228));
    for (engaged, expected) in [
        (vec![], Employing::Begins),
        (vec![of(other, 20_200_401, None)], Employing::Begins),
        (vec![of(prime, 20_200_401, Some(20_261_130))], Employing::Begins),
        (vec![of(prime, 20_270_301, None)], Employing::Begins),
        (vec![of(prime, 20_261_201, Some(20_261_130))], Employing::Begins),
        (vec![of(prime, 20_200_401, None)], Employing::Stands),
        (vec![of(prime, 20_261_201, Some(20_270_228))], Employing::Stands),
        (vec![of(prime, 20_200_401, Some(20_270_227))], Employing::Lasts(day(20_200_401))),
        (vec![of(prime, 20_200_401, Some(20_261_201))], Employing::Lasts(day(20_200_401))),
        (vec![of(prime, 20_261_202, None)], Employing::Unclear),
        (vec![of(prime, 20_200_401, Some(20_261_210)), of(prime, 20_270_101, None)], Employing::Unclear),
    ] {
        assert_eq!(employing(&engaged, prime, (first, last)), expected, "{engaged:?}");
    }
}

#[test]
fn where_a_union_is_told_is_a_mail_address_or_none_in_a_language_of_ours() {
    let checked = |mail: &str, lang: &str| {
        let contact = UnionContact { mail: mail.to_owned(), lang: lang.to_owned() };
        contact.validate(|code| (code == "ja").then(|| code.to_owned()))
    };
    let kept = |mail: &str| Ok(UnionContact { mail: mail.to_owned(), lang: "ja".to_owned() });
    assert_eq!(checked("kumiai@example.jp", "ja"), kept("kumiai@example.jp"));
    assert_eq!(checked(" ", "ja"), kept(""), "on its page alone");
    for (mail, lang, wrong) in [("x", "ja", vec!["mail"]), ("", "xx", vec!["lang"]), ("x", "", vec!["mail", "lang"])] {
        let problems = checked(mail, lang).unwrap_err();
        assert_eq!(problems.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>(), wrong, "{mail} {lang}");
    }
}
