use super::*;

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
fn published() -> Vec<(i64, Option<i64>, i64)> {
    let lines = include_str!("../../../../data/fees_business_registration.csv").lines().skip(1);
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
    let published = published();
    assert_eq!(published.len(), 11);
    let fee = |capital: i64| business_registration(BusinessKind::Corporation, Yen(capital)).get();
    for (from, below, expected) in &published {
        assert_eq!(fee(*from), *expected, "capital {from}");
        assert_eq!(fee(from + 1), *expected, "capital {from} and one yen");
        if let Some(below) = below {
            assert_eq!(fee(below - 1), *expected, "one yen below {below}");
            assert_ne!(fee(*below), *expected, "capital {below}");
        }
    }
    for two in published.windows(2) {
        assert_eq!(two[0].1, Some(two[1].0), "no gap and no overlap");
    }
    assert_eq!(fee(i64::MAX), 2_400_000);
}

#[test]
fn a_sole_proprietor_pays_the_first_band_and_a_self_employed_nothing() {
    let lines: Vec<Vec<String>> =
        include_str!("../../../../data/fees_business_registration.csv").lines().map(cells).collect();
    let of = |name: &str| lines.iter().find(|cells| cells[0].starts_with(name)).unwrap()[1].parse::<i64>().unwrap();
    for capital in [0, 4_999_999, 5_000_000, 100_000_000_000] {
        assert_eq!(business_registration(BusinessKind::SoleProprietor, Yen(capital)).get(), of("個人事業主"));
        assert_eq!(business_registration(BusinessKind::SelfEmployed, Yen(capital)).get(), of("一人親方"));
    }
    assert!(business_registration(BusinessKind::SelfEmployed, Yen(0)).is_zero());
}

#[test]
fn single_prices_are_the_published_ones() {
    let of = |item: &str| {
        let lines = include_str!("../../../../data/fees.csv").lines();
        lines.map(cells).find(|cells| cells[0] == item).unwrap_or_else(|| panic!("{item}"))[1].parse::<i64>().unwrap()
    };
    for (ours, item) in [
        (technician(Stage::Simple).1, "技能者登録 簡略型(インターネット)"),
        (technician(Stage::Detailed).1, "技能者登録 詳細型(インターネット)"),
        (technician(Stage::Upgrade).1, "簡略型→詳細型 変更"),
        (CARD_REISSUE, "カード再発行"),
        (admin_id_yearly(BusinessKind::Corporation), "管理者ID利用料"),
        (admin_id_yearly(BusinessKind::SoleProprietor), "管理者ID利用料"),
        (admin_id_yearly(BusinessKind::SelfEmployed), "管理者ID利用料 一人親方"),
        (SITE_USAGE, "現場利用料"),
    ] {
        assert_eq!(ours.get(), of(item), "{item}");
    }
}

#[test]
fn kinds_keep_their_numbers() {
    for kind in FeeKind::ALL {
        assert_eq!(FeeKind::from_stored(kind.number()), Some(kind));
    }
    assert_eq!(FeeKind::ALL.map(FeeKind::number), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!((FeeKind::from_stored(0), FeeKind::from_stored(8)), (None, None));
    assert_eq!(
        serde_json::to_string(&FeeKind::TechnicianSimple).unwrap(),
        format!("\"{}\"", FeeKind::TechnicianSimple.code())
    );
}
