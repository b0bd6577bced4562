//! The kept list against the published tables, and which row holds on which day.

use super::*;

fn published() -> PriceList {
    PriceList::parse(include_str!("../../../../../data/prices.csv")).unwrap()
}

const TODAY: WorkDate = WorkDate::from_stored(20_261_121);

fn day(number: i32) -> WorkDate {
    WorkDate::from_number(number).unwrap()
}

/// Fields of a line of CSV, with quotes.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

/// `1,000万円` as yen.
fn yen(text: &str) -> i64 {
    let digits: i64 = text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
    let unit = if text.contains('億') { 100_000_000 } else { 10_000 };
    digits * unit
}

/// Published lines by capital: from (included), below (not included), fee.
fn bands() -> Vec<(i64, Option<i64>, i64)> {
    let lines = include_str!("../../../../../data/fees_business_registration.csv").lines().skip(1);
    lines
        .map(cells)
        .filter(|cells| cells[0] != "一人親方")
        .map(|cells| {
            let band = cells[0].trim_start_matches("個人事業主・");
            let fee = cells[1].parse().unwrap();
            match band.split_once("以上") {
                Some((from, "")) => (yen(from), None, fee),
                Some((from, below)) => (yen(from), Some(yen(below)), fee),
                None => (1, Some(yen(band)), fee),
            }
        })
        .collect()
}

#[test]
fn a_corporation_pays_as_the_published_table_says_on_every_edge() {
    let bands = bands();
    assert_eq!(bands.len(), 11);
    let list = published();
    let fee = |capital: i64| list.business(BusinessKind::Corporation, Yen(capital), TODAY).unwrap().get();
    for (from, below, expected) in &bands {
        assert_eq!(fee(*from), *expected, "capital {from}");
        assert_eq!(fee(from + 1), *expected, "capital {from} and one yen");
        if let Some(below) = below {
            assert_eq!(fee(below - 1), *expected, "one yen below {below}");
            assert_ne!(fee(*below), *expected, "capital {below}");
        }
    }
    for two in bands.windows(2) {
        assert_eq!(two[0].1, Some(two[1].0), "no gap and no overlap");
    }
    assert_eq!(fee(i64::MAX), 2_400_000);
}

#[test]
fn a_sole_proprietor_pays_the_first_band_and_a_self_employed_nothing() {
    let lines: Vec<Vec<String>> =
        include_str!("../../../../../data/fees_business_registration.csv").lines().map(cells).collect();
    let of = |name: &str| lines.iter().find(|cells| cells[0].starts_with(name)).unwrap()[1].parse::<i64>().unwrap();
    let list = published();
    for capital in [0, 4_999_999, 5_000_000, 100_000_000_000] {
        let fee = |kind| list.business(kind, Yen(capital), TODAY).unwrap().get();
        assert_eq!(fee(BusinessKind::SoleProprietor), of("個人事業主"));
        assert_eq!(fee(BusinessKind::SelfEmployed), of("一人親方"));
    }
}

#[test]
fn single_prices_are_the_published_ones() {
    let list = published();
    let mut lines = 0;
    for cells in include_str!("../../../../../data/fees.csv").lines().skip(1).map(cells) {
        let kind = match cells[0].as_str() {
            "技能者登録 簡略型(インターネット)" => PriceKind::TechnicianSimple,
            "技能者登録 詳細型(インターネット)" | "技能者登録 詳細型(認定登録機関)" => {
                PriceKind::TechnicianDetailed
            }
            "簡略型→詳細型 変更" => PriceKind::TechnicianUpgrade,
            "カード再発行" => PriceKind::CardReissue,
            "能力評価手数料" => PriceKind::LevelEvaluation,
            "管理者ID利用料" => PriceKind::of_admin_id(BusinessKind::Corporation),
            "管理者ID利用料 一人親方" => PriceKind::of_admin_id(BusinessKind::SelfEmployed),
            "現場利用料" => PriceKind::SiteUsage,
            "現場管理者ID" => PriceKind::SiteAdminId,
            other => panic!("a published price nobody keeps: {other}"),
        };
        assert_eq!(list.price(kind, TODAY), Some(Yen(cells[1].parse().unwrap())), "{}", cells[0]);
        lines += 1;
    }
    assert_eq!(lines, 10);
    assert_eq!(PriceKind::of_admin_id(BusinessKind::SoleProprietor), PriceKind::AdminIdYearly);
}

#[test]
fn a_price_holds_from_its_first_day_through_its_last() {
    let list = published();
    for (number, kind, expected) in [
        (20_200_930, PriceKind::TechnicianSimple, None),
        (20_201_001, PriceKind::TechnicianSimple, Some(2_500)),
        (20_201_002, PriceKind::TechnicianSimple, Some(2_500)),
        (20_200_930, PriceKind::SiteUsage, None),
        (20_201_001, PriceKind::SiteUsage, Some(10)),
        (20_250_731, PriceKind::LevelEvaluation, Some(4_000)),
        (20_250_801, PriceKind::LevelEvaluation, Some(0)),
        (20_250_802, PriceKind::LevelEvaluation, Some(0)),
        (20_260_330, PriceKind::LevelEvaluation, Some(0)),
        (20_260_331, PriceKind::LevelEvaluation, Some(0)),
        (20_260_401, PriceKind::LevelEvaluation, Some(4_000)),
        (20_261_121, PriceKind::SiteUsageLump, None),
    ] {
        assert_eq!(price(&list, kind, day(number)), expected.map(Yen), "{kind:?} on {number}");
    }
}

#[test]
fn every_row_of_the_kept_list_begins_where_it_says() {
    let list = published();
    for row in list.rows() {
        assert_eq!(list.price(row.kind, row.from), Some(row.yen), "{row:?}");
        assert_ne!(row.covers(row.from.previous()), row.covers(row.from), "{row:?}");
        if let Some(until) = row.until {
            assert!(row.covers(until) && !row.covers(until.next()), "{row:?}");
        }
        assert!(!row.source.is_empty());
    }
    let without: Vec<&str> =
        PriceKind::all().filter(|kind| list.price(*kind, TODAY).is_none()).map(PriceKind::code).collect();
    assert_eq!(without, ["site_usage_lump"], "one kind has no amount, and no other is forgotten");
}

#[test]
fn a_later_price_takes_over_and_leaves_the_earlier_days_as_they_were() {
    let before = published();
    let mut rows = before.rows().to_vec();
    let from = day(20_270_401);
    rows.push(Price { kind: PriceKind::SiteUsage, from, until: None, yen: Yen(12), source: "x".to_owned() });
    let after = PriceList::new(rows);
    for (number, expected) in [(20_270_331, 10), (20_270_401, 12), (20_270_402, 12), (20_261_121, 10)] {
        assert_eq!(after.price(PriceKind::SiteUsage, day(number)), Some(Yen(expected)), "{number}");
    }
    for kind in PriceKind::all() {
        assert_eq!(before.price(kind, TODAY), after.price(kind, TODAY), "{kind:?}");
    }
}

#[test]
fn codes_lead_back_to_their_kinds() {
    let mut seen = std::collections::BTreeSet::new();
    for kind in PriceKind::all() {
        assert_eq!(PriceKind::from_code(kind.code()), Some(kind));
        assert!(seen.insert(kind.code()), "{kind:?}");
        assert_eq!(kind.fee().is_none(), kind == PriceKind::SiteAdminId);
    }
    assert_eq!((seen.len(), PriceKind::from_code("nothing")), (22, None));
}

#[test]
fn a_list_that_does_not_read_says_where() {
    let head = "kind,from,until,yen,source\n";
    for (line, expected) in [
        ("site_usage,2027-04-01,,10,x", None),
        ("site_use,2027-04-01,,10,x", Some(NoPrice(2))),
        ("site_usage,2027-02-29,,10,x", Some(NoPrice(2))),
        ("site_usage,2027-04-01,soon,10,x", Some(NoPrice(2))),
        ("site_usage,2027-04-01,,ten,x", Some(NoPrice(2))),
        ("site_usage,2027-04-01,,10", Some(NoPrice(2))),
    ] {
        assert_eq!(PriceList::parse(&format!("{head}{line}\n")).err(), expected, "{line}");
    }
}

fn typed() -> PriceForm {
    let text = str::to_owned;
    PriceForm {
        kind: text("site_usage"),
        from: text("2026-11-22"),
        until: String::new(),
        yen: text("１２"),
        reason: text("運営協議会の決定"),
    }
}

#[test]
fn a_price_is_set_for_tomorrow_at_the_earliest() {
    let entry = typed().validate(TODAY).unwrap();
    assert_eq!((entry.kind, entry.from, entry.yen), (PriceKind::SiteUsage, day(20_261_122), Yen(12)));
    for (from, problem) in [
        ("2026-11-21", Some(Problem::NotAfterToday)),
        ("2026-11-20", Some(Problem::NotAfterToday)),
        ("2026-11-22", None),
        ("", Some(Problem::Missing)),
        ("2026-11-31", Some(Problem::NotDate)),
    ] {
        let problems = PriceForm { from: from.to_owned(), ..typed() }.validate(TODAY).err().unwrap_or_default();
        assert_eq!(problems.first().map(|found| found.problem.clone()), problem, "{from}");
    }
}

#[test]
fn every_problem_of_a_price_is_told_at_once() {
    let fields = |form: &PriceForm| -> Vec<String> {
        form.validate(TODAY).err().unwrap_or_default().into_iter().map(|found| found.field).collect()
    };
    assert_eq!(fields(&PriceForm::default()), ["kind", "from", "yen", "reason"]);
    let wrong = PriceForm { until: "2026-11-21".to_owned(), yen: "-1".to_owned(), ..typed() };
    assert_eq!(fields(&wrong), ["until", "yen"]);
    let one_day = PriceForm { until: "2026-11-22".to_owned(), yen: "0".to_owned(), ..typed() };
    assert_eq!(fields(&one_day), Vec::<String>::new());
}
