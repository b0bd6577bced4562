use super::*;
use crate::time::HOUR_MS;
use proptest::prelude::*;

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(20_261_100 + number)
}

/// The hour of a day of November 2026.
fn at(number: i32, hour: i64) -> Instant {
    day(number).start().plus_ms(hour * HOUR_MS)
}

/// Listed and complete, of a day's touches at these hours; inside since the in where there is no out.
fn case(date: i32, first_in: Option<i64>, last_out: Option<i64>) -> Case {
    let hour = |hour: i64| at(date, hour);
    Case {
        date: day(date),
        first_in: first_in.map(hour),
        last_out: last_out.map(hour),
        inside_since: first_in.filter(|_| last_out.is_none()).map(hour),
        approval: Approval::Provisional,
        listed: true,
        complete: true,
    }
}

#[test]
fn how_a_record_stands() {
    let whole = case(19, Some(8), Some(17));
    let today = case(20, Some(8), Some(11));
    let noon = at(20, 12);
    let back_in = Case { inside_since: Some(at(19, 22)), ..whole };
    for (what, case, now, wanted) in [
        ("yesterday, whole", whole, noon, Mark::Waiting),
        ("today, though out", today, noon, Mark::NotOver),
        ("the last millisecond of the day", today, at(21, 0).plus_ms(-1), Mark::NotOver),
        ("the day is over", today, at(21, 0), Mark::Waiting),
        ("a day to come", case(21, Some(8), Some(11)), noon, Mark::NotOver),
        ("in 18 hours ago", case(19, Some(18), None), noon, Mark::Inside),
        ("a little longer ago", case(19, Some(18), None), noon.plus_ms(1), Mark::NoOut),
        ("in at night, not out", case(19, Some(22), None), noon, Mark::Inside),
        ("back in at night", back_in, noon, Mark::Inside),
        ("back in, and forgot to touch out", back_in, at(21, 12), Mark::Waiting),
        ("in today, inside", case(20, Some(8), None), noon, Mark::Inside),
        ("no in", case(19, None, Some(17)), noon, Mark::NoIn),
        ("neither", case(19, None, None), noon, Mark::NoIn),
        ("no trade", Case { complete: false, ..whole }, noon, Mark::Incomplete),
        ("no trade, no line", Case { complete: false, listed: false, ..whole }, noon, Mark::Incomplete),
        ("no trade, no out", Case { complete: false, ..case(18, Some(8), None) }, noon, Mark::Incomplete),
        ("no line, trade and role sent", Case { listed: false, ..whole }, noon, Mark::Unlisted),
        ("no line, no out", Case { listed: false, ..case(18, Some(8), None) }, noon, Mark::Unlisted),
    ] {
        assert_eq!(mark(&case, now), wanted, "{what}");
        let approved = Case { approval: Approval::Approved, ..case };
        assert_eq!(mark(&approved, now), Mark::Approved, "{what}: an approved record asks for nothing");
    }
}

#[test]
fn what_is_approved_by_a_cell_and_what_with_others() {
    for (mark, one, many) in [
        (Mark::Waiting, Ok(()), Ok(())),
        (Mark::NoIn, Ok(()), Err(Left::Half)),
        (Mark::NoOut, Ok(()), Err(Left::Half)),
        (Mark::Unlisted, Ok(()), Err(Left::Unlisted)),
        (Mark::Incomplete, Err(Left::Incomplete), Err(Left::Incomplete)),
        (Mark::Inside, Err(Left::Inside), Err(Left::Inside)),
        (Mark::NotOver, Err(Left::NotOver), Err(Left::NotOver)),
        (Mark::Approved, Err(Left::Already), Err(Left::Already)),
    ] {
        assert_eq!((may_take(mark, Picked::One), may_take(mark, Picked::Many)), (one, many), "{mark:?}");
    }
    let pick = Pick { one: DaySet::of(day(1)), many: DaySet::of(day(1)).with(DaySet::of(day(2))) };
    assert_eq!((pick.picked(day(1)), pick.picked(day(2)), pick.days().len()), (Picked::One, Picked::Many, 2));
}

#[test]
fn every_reason_is_told_once() {
    let told: std::collections::BTreeSet<Left> = Left::ALL.into_iter().collect();
    assert_eq!(told.len(), Left::ALL.len());
}

#[test]
fn a_stored_decision_reads_as_it_was_written() {
    for decision in [Decision::Approved, Decision::Withdrawn, Decision::Lapsed] {
        assert_eq!(Decision::from_stored(decision.number()), Some(decision));
    }
    assert_eq!((Decision::from_stored(0), Decision::from_stored(4)), (None, None));
}

#[test]
fn of_a_day_the_last_decision_counts() {
    let days = |text: &str| -> DaySet {
        text.split(',').filter(|text| !text.is_empty()).map(|text| day(text.parse().unwrap())).collect()
    };
    let decided = |text: &str| {
        let (kind, of) = text.split_at(1);
        let decision = match kind {
            "A" => Decision::Approved,
            "W" => Decision::Withdrawn,
            _ => Decision::Lapsed,
        };
        (decision, days(of))
    };
    for (decisions, stand) in [
        ("", ""),
        ("A1,2", "1,2"),
        ("A1,2 W2", "1"),
        ("A1,2 W2 A2", "1,2"),
        ("A1,2 L1", "2"),
        ("W1 A1", "1"),
        ("A1 W3 L2", "1"),
    ] {
        assert_eq!(standing(decisions.split_whitespace().map(decided)), days(stand), "{decisions}");
    }
}

#[test]
fn an_approval_is_taken_back_by_who_gave_it_or_the_prime_until_its_last_day() {
    let [prime, tier, other] = [1, 2, 3].map(|body| BusinessId::from_body(2_000_000_000_000 + body));
    let last = WorkDate::from_stored(20_261_231);
    let passed = Err(NotWithdrawn::Passed { last });
    for (what, by, given_by, today, wanted) in [
        ("the prime its own", Some(prime), Some(prime), last, Ok(())),
        ("the prime an upper tier's", Some(prime), Some(tier), last, Ok(())),
        ("the prime the register's", Some(prime), None, last, Ok(())),
        ("an upper tier its own", Some(tier), Some(tier), last, Ok(())),
        ("an upper tier the prime's", Some(tier), Some(prime), last, Err(NotWithdrawn::NotYours)),
        ("an upper tier the register's", Some(tier), None, last, Err(NotWithdrawn::NotYours)),
        ("another tier's", Some(other), Some(tier), last, Err(NotWithdrawn::NotYours)),
        ("the prime a day late", Some(prime), Some(prime), last.next(), passed),
        ("who gave it a day late", Some(tier), Some(tier), last.next(), passed),
        ("another's a day late", Some(other), Some(tier), last.next(), Err(NotWithdrawn::NotYours)),
        ("the register a day late", None, Some(prime), last.next(), Ok(())),
    ] {
        assert_eq!(may_withdraw(by, (prime, given_by), (today, last)), wanted, "{what}");
    }
}

fn decisions() -> impl Strategy<Value = Vec<(Decision, DaySet)>> {
    let kind = prop_oneof![Just(Decision::Approved), Just(Decision::Withdrawn), Just(Decision::Lapsed)];
    prop::collection::vec((kind, (0..=i32::MAX).prop_map(DaySet::from_stored)), 0..12)
}

proptest! {
    #[test]
    fn a_row_of_many_days_says_what_its_days_say_one_by_one(rows in decisions()) {
        let mut last: BTreeMap<WorkDate, Decision> = BTreeMap::new();
        let mut apart = Vec::new();
        let month = day(1).month().next();
        for (decision, days) in &rows {
            for date in days.dates(month) {
                last.insert(date, *decision);
                apart.push((*decision, DaySet::of(date)));
            }
        }
        let approved = last.into_iter().filter(|(_, decision)| *decision == Decision::Approved);
        let stand: DaySet = approved.map(|(date, _)| date).collect();
        prop_assert_eq!(standing(apart), stand);
        prop_assert_eq!(standing(rows), stand);
    }
}
