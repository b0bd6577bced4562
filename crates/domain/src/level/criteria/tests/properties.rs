//! What always holds, whatever somebody has.

use super::*;
use proptest::{collection::vec, prelude::*};

const FIELDS: [(i16, i16); 6] = [(1, 9), (5, 38), (12, 10), (15, 36), (32, 34), (33, 44)];
const ROLES: [Option<WorkRole>; 4] =
    [None, Some(WorkRole::Worker), Some(WorkRole::CrewLeader), Some(WorkRole::Foreman)];

/// Somebody of these trades: days on end in each role, months of any days, three quarters of all qualifications, some of
/// which run out or begin about the day, and statements.
fn somebody() -> impl Strategy<Value = Person> {
    let trade = || prop::sample::select(vec![9_i16, 10, 34, 36, 38, 44, 52]);
    let role = || prop::sample::select(ROLES.to_vec());
    let worked = vec((trade(), role(), 0_u32..900), 0..5);
    let months = vec((0..24_i32, trade(), role(), any::<i32>()), 0..12);
    let held = vec((0_usize..56, 0..4_i32), 0..80);
    let stated = vec((1995..2024_i32, 0..8_i32, trade(), 0_u32..900, 0_u32..400, 0_u32..400), 0..4);
    let registered = prop::sample::subsequence(vec!["09-01", "52-43", "34-02"], 0..=3);
    (worked, months, held, stated, registered).prop_map(|(worked, months, held, stated, registered)| {
        let book = official();
        let keys: Vec<String> = book.catalogue().all().map(|(_, one)| one.key.clone()).collect();
        let mut person =
            worked.into_iter().fold(Person::default(), |person, (trade, role, days)| person.worked(trade, role, days));
        person.work.extend(months.into_iter().map(|(at, trade, role, days)| Work {
            month: YearMonth::from_stored(202_501 + at / 12 * 100 + at % 12),
            trade: TradeCode::from_stored(trade),
            role,
            // Every month has these.
            days: DaySet::from_stored(days & 0x0fff_ffff),
        }));
        person.has.extend(held.into_iter().map(|(at, dates)| {
            let key = keys[at % keys.len()].clone();
            match dates {
                0 => (key, None, Some(TODAY.previous())),
                1 => (key, Some(TODAY.next()), None),
                2 => (key, Some(TODAY), Some(TODAY)),
                _ => (key, None, None),
            }
        }));
        person.statements.extend(stated.into_iter().map(
            |(year, years, trade, days, foreman_days, crew_leader_days)| {
                let (from, until) = (day(year * 10_000 + 101), day((year + years) * 10_000 + 331));
                Statement { until, from, trade: TradeCode::from_stored(trade), days, foreman_days, crew_leader_days }
            },
        ));
        registered.into_iter().fold(person, Person::registered)
    })
}

fn all(book: &Book, person: &Person) -> Vec<Explanation> {
    FIELDS.iter().map(|(number, _)| person.explained(book, *number, TODAY)).collect()
}

fn levels(book: &Book, person: &Person) -> Vec<Level> {
    all(book, person).into_iter().map(|explanation| explanation.level).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// `Person::explained` holds `level`, `explain` and `requirements` against each other.
    #[test]
    fn more_never_lowers_a_level(person in somebody(), more in somebody()) {
        let book = official();
        let before = levels(&book, &person);
        let mut days = person.clone();
        days.work.extend(more.work.iter().copied());
        let mut held = person.clone();
        held.has.extend(more.has.iter().cloned());
        let mut stated = person.clone();
        stated.statements.extend(more.statements.iter().copied());
        for with in [days, held, stated] {
            for (was, is) in before.iter().zip(levels(&book, &with)) {
                prop_assert!(*was <= is, "{was:?} {is:?}");
            }
        }
    }

    #[test]
    fn the_order_of_evidence_does_not_matter(person in somebody(), turn in any::<prop::sample::Index>()) {
        let book = official();
        let mut other = person.clone();
        other.work.reverse();
        let at = turn.index(other.work.len().max(1)).min(other.work.len());
        other.work.rotate_left(at);
        other.has.reverse();
        other.subtrades.reverse();
        other.statements.reverse();
        prop_assert_eq!(all(&book, &person), all(&book, &other));
    }

    #[test]
    fn what_comes_after_the_day_changes_nothing(person in somebody(), more in somebody()) {
        let book = official();
        let mut later = person.clone();
        later.work.extend(more.work.iter().map(|row| Work { month: YearMonth::from_stored(202_612), ..*row }));
        let rest = (21..=30).map(|of| Work {
            month: TODAY.month(),
            trade: TradeCode::from_stored(9),
            role: Some(WorkRole::Foreman),
            days: DaySet::of(day(20_261_100 + of)),
        });
        later.work.extend(rest);
        later.has.extend(more.has.iter().map(|(key, ..)| (key.clone(), Some(TODAY.next()), None)));
        prop_assert_eq!(all(&book, &person), all(&book, &later));
    }

    /// Who is given what is said to be missing stands at the level, and what is said is nothing just where they do.
    #[test]
    fn what_is_missing_is_just_what_is_missing(person in somebody(), level in prop::sample::select(Level::JUDGED.to_vec())) {
        let book = official();
        for (number, trade) in FIELDS {
            let criteria = book.field(field(number)).unwrap().on(TODAY).unwrap();
            let evidence = person.evidence(&book);
            let facts = Facts::on(book.catalogue(), &evidence, TODAY);
            let missing = remaining(book.catalogue(), criteria, &facts, level);
            let met = requirements(book.catalogue(), criteria, &facts, level).iter().all(Part::is_met);
            prop_assert_eq!(missing.is_nothing(), met, "{} {:?}", number, &missing);
            prop_assert!(missing.qualifications.is_some(), "{} {:?}", number, level);
            // Enough days of every kind leave the qualifications alone.
            let mut days = person.clone();
            days.days = 0;
            let days = days.worked(trade, Some(WorkRole::Foreman), 2_500).worked(trade, Some(WorkRole::CrewLeader), 2_500);
            let days = match trade {
                9 | 10 | 34 => days.registered(&format!("{trade:02}-01")),
                _ => days,
            };
            let evidence = days.evidence(&book);
            let facts = Facts::on(book.catalogue(), &evidence, TODAY);
            let rest = remaining(book.catalogue(), criteria, &facts, level);
            prop_assert_eq!((rest.days.missing(), rest.qualifications), (0, missing.qualifications));
            prop_assert_eq!(rest.qualifications == Some(0), requirements(book.catalogue(), criteria, &facts, level).iter().all(Part::is_met));
        }
    }

    /// Against a second way of counting: each day by itself, in sets.
    #[test]
    fn days_are_counted_once_each(person in somebody()) {
        let book = official();
        let person = Person { statements: Vec::new(), ..person };
        for (number, _) in FIELDS {
            let trades = book.field(field(number)).unwrap().trades.counted(&person.subtrades);
            let counted = person.work.iter().filter(|row| trades.contains(row.trade));
            let days: std::collections::BTreeSet<WorkDate> =
                counted.flat_map(|row| row.days.dates(row.month)).filter(|day| *day <= TODAY).collect();
            let Some(next) = person.explained(&book, number, TODAY).next else { continue };
            let said = next.parts.iter().flat_map(|part| {
                part.requirements.iter().chain(part.alternatives.iter().flat_map(|way| &way.requirements))
            });
            for requirement in said {
                if let crate::level::Wanted::Days(said) = &requirement.wanted {
                    prop_assert_eq!(usize::try_from(said.recorded).unwrap(), days.len());
                }
            }
        }
    }
}

#[test]
fn everybody_is_made_of_what_fields_ask_for() {
    let book = official();
    assert_eq!(book.catalogue().all().count(), 56, "the number of keys people are made of");
    for (number, trade) in FIELDS {
        let trades = &book.field(field(number)).unwrap().trades;
        assert!(trades.counted(&[]).contains(TradeCode::from_stored(trade)), "{number}");
    }
}
