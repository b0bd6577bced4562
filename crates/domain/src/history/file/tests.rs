//! Rows as people write them, and what is wrong with those that are not.

use super::*;

fn cells(of: &[&str]) -> Vec<String> {
    of.iter().map(|cell| (*cell).to_owned()).collect()
}

fn headings(kind: FileKind) -> Vec<String> {
    kind.columns().iter().map(|column| column.heading.to_owned()).collect()
}

fn read(kind: FileKind, row: &[&str]) -> Result<Entry, Vec<String>> {
    let reads = reader_of(kind, &headings(kind)).expect("headings");
    let told = |found: Vec<FieldProblem>| -> Vec<String> {
        let cell = |found: FieldProblem| reads.beside((2, &cells(row)), None, found);
        found.into_iter().map(cell).map(|cell| format!("{}{} {:?}", cell.letters, cell.line, cell.problem)).collect()
    };
    reads.read(&cells(row)).map_err(told)
}

fn id() -> String {
    TechnicianId::from_body(1_000_000_000_001).to_string()
}

#[test]
fn a_row_of_days_is_a_form_of_one_day() {
    let entry = read(FileKind::Days, &[&id(), "山本 健太", "R8.11.18", "8:00", "17:00", "とび工", "職長", ""]);
    let entry = entry.expect("a row");
    assert_eq!(entry.days.dates(entry.month).map(WorkDate::number).collect::<Vec<_>>(), [20_261_118]);
    assert_eq!((entry.hours.first_in, entry.hours.last_out), (Some(480), Some(1_020)));
    assert_eq!((entry.trade.map(crate::trade::TradeCode::get), entry.role), (Some(6), Some(WorkRole::Foreman)));
    let bare = read(FileKind::Days, &[&id(), "", "2026-11-18", "22:00", "05:00"]).expect("a row");
    assert_eq!((bare.trade, bare.role, bare.reason), (None, None, None));
    let wrong = read(FileKind::Days, &["1", "", "2026-11-31", "25:00", "", "大工さん", "親方", ""]);
    let told = wrong.expect_err("wrong").join(" / ");
    for cell in ["A2 IdLength", "C2 NotDate", "D2 OutOfRange", "F2 NotAChoice", "G2 NotAChoice"] {
        assert!(told.contains(cell), "{cell}: {told}");
    }
}

#[test]
fn a_row_of_r_is_a_month_with_a_mark_for_each_day() {
    let mut row = vec![id(), "山本 健太".to_owned(), String::new(), "令和8年11月".to_owned()];
    row.extend((1..=31).map(|day| match day {
        2 | 3 => "1".to_owned(),
        30 => "○".to_owned(),
        4 => "休".to_owned(),
        _ => String::new(),
    }));
    let text: Vec<&str> = row.iter().map(String::as_str).collect();
    let entry = read(FileKind::KentaikyoR, &text).expect("a row");
    assert_eq!(
        entry.days.dates(entry.month).map(WorkDate::number).collect::<Vec<_>>(),
        [20_261_102, 20_261_103, 20_261_130]
    );
    assert_eq!((entry.hours.first_in, entry.hours.last_out, entry.trade), (None, None, None));
    let mut wrong = text.clone();
    wrong[34] = "1";
    assert_eq!(read(FileKind::KentaikyoR, &wrong), Err(vec!["AI2 NotDate".to_owned()]), "the 31st of November");
    wrong[34] = "半";
    assert_eq!(read(FileKind::KentaikyoR, &wrong), Err(vec!["AI2 NotAChoice".to_owned()]));
    assert_eq!(read(FileKind::KentaikyoR, &text[..4]), Err(vec!["D2 Missing".to_owned()]), "no day at all");
    assert_eq!(read(FileKind::KentaikyoR, &["", "", "", "13"]).map_err(|told| told.len()), Err(2));
}

#[test]
fn months_are_written_in_many_ways() {
    for typed in ["202611", "2026-11", "2026/11", "2026年11月", "令和8年11月", "２０２６１１", "2026-11-01"]
    {
        assert_eq!(month_of(typed), Ok(YearMonth::from_stored(202_611)), "{typed}");
    }
    for typed in ["202613", "11", "x", "2026-13"] {
        assert!(month_of(typed).is_err(), "{typed}");
    }
}

#[test]
fn headings_must_be_known_once_and_all_there() {
    for kind in FileKind::ALL {
        assert!(reader_of(kind, &headings(kind)).is_ok(), "{kind:?}");
        assert_eq!((FileKind::from_code(kind.code()), FileKind::from_stored(kind.number())), (Some(kind), Some(kind)));
        assert_eq!(Channel::from_stored(kind.channel().number()), Some(kind.channel()));
        let mut more = headings(kind);
        more[1] = "時給".to_owned();
        more.push("技能者ID".to_owned());
        let wrong = reader_of(kind, &more).err().expect("wrong");
        assert_eq!((wrong.unknown, wrong.twice), (vec!["時給".to_owned()], vec!["技能者ID".to_owned()]), "{kind:?}");
    }
    let wrong = reader_of(FileKind::Days, &cells(&["技能者ID", "日付"])).err().expect("wrong");
    assert_eq!(wrong.missing, ["入場", "退場"]);
    let numbers: Vec<String> = headings(FileKind::KentaikyoR).iter().map(|heading| heading.replace('日', "")).collect();
    assert!(reader_of(FileKind::KentaikyoR, &numbers).is_ok(), "days by their numbers alone");
}
