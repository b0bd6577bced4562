use super::*;
use crate::time::WorkDate;

const TODAY: WorkDate = WorkDate::from_stored(20_261_121);

/// The columns that must be there, and the phone's.
fn columns() -> impl Iterator<Item = &'static Column> {
    COLUMNS.iter().filter(|column| column.must || column.input == "phone")
}

fn headings() -> Vec<String> {
    columns().map(|column| column.heading.to_owned()).collect()
}

/// A row of these columns, with some cells changed.
fn row(changes: &[(&str, &str)]) -> Vec<String> {
    let good = |input: &str| match input {
        "family_name" => "森",
        "given_name" => "真由",
        "family_kana" => "モリ",
        "given_kana" => "マユ",
        "birth_date" => "平成8年5月14日",
        "sex" => "女",
        "nationality" => "日本",
        "postcode" => "135-0016",
        "prefecture" => "東京都",
        "address" => "江東区東陽2-3-4",
        "phone" => "090-5550-1234",
        "trade_1" => "10 鉄筋工",
        "experience_years" => "6",
        "health_insurance" | "pension" | "employment_insurance" => "適用除外",
        "kentaikyo" | "chutaikyo" => "未加入",
        other => panic!("{other} has no cell"),
    };
    let cell = |column: &Column| {
        let typed = changes.iter().find(|(input, _)| *input == column.input).map(|(_, typed)| *typed);
        typed.unwrap_or_else(|| good(column.input)).to_owned()
    };
    columns().map(cell).collect()
}

fn layout() -> Layout {
    Layout::of(&headings()).unwrap()
}

#[test]
fn a_row_of_good_cells_is_a_form_that_passes() {
    let form = layout().read(2, &row(&[]), Stage::Simple, TODAY).unwrap();
    assert_eq!((form.sex.as_str(), form.nationality.as_str(), form.prefecture.as_str()), ("female", "jp", "13"));
    assert_eq!((form.trade_1.as_str(), form.health_insurance.as_str()), ("10", "exempt"));
    let has = |field: &str| field != "identity";
    assert_eq!(form.problems(Stage::Simple, TODAY, true, has).len(), 1, "all but the consent");
}

#[test]
fn what_is_wrong_is_told_by_cell_with_what_stands_there() {
    for (input, typed, problem) in [
        ("family_name", "", Problem::Missing),
        ("family_kana", "森", Problem::NotKana),
        ("sex", "xx", Problem::NotAChoice),
        ("nationality", "zz", Problem::NotAChoice),
        ("prefecture", "江戸", Problem::NotAChoice),
        ("trade_1", "99", Problem::NotAChoice),
        ("health_insurance", "たぶん", Problem::NotAChoice),
        ("postcode", "123", Problem::NotPostcode),
        ("phone", "12", Problem::NotPhone),
        ("birth_date", "平成8年13月1日", Problem::NotDate),
        ("birth_date", "平成40年1月1日", Problem::NotInEra),
        ("birth_date", "あした", Problem::NotDate),
        // Thirty years old.
        ("experience_years", "16", Problem::MoreThanAge { max: 15 }),
    ] {
        let wrong = layout().read(7, &row(&[(input, typed)]), Stage::Simple, TODAY).unwrap_err();
        // Somebody from abroad also needs what this file has no columns for.
        let (wrong, missing): (Vec<_>, Vec<_>) = wrong.into_iter().partition(|cell| !cell.letters.is_empty());
        assert!(missing.is_empty() || input == "nationality", "{input} {typed}: {missing:?}");
        assert_eq!(wrong.len(), 1, "{input} {typed}: {wrong:?}");
        let heading = COLUMNS.iter().find(|column| column.input == input).unwrap().heading;
        assert_eq!((wrong[0].line, wrong[0].heading.as_str(), wrong[0].typed.as_str()), (7, heading, typed));
        assert_eq!(wrong[0].problem, problem, "{input} {typed}");
    }
    let young = layout().read(2, &row(&[("birth_date", "2020-01-01")]), Stage::Simple, TODAY).unwrap_err();
    assert!(matches!(young[0].problem, Problem::TooYoung { .. }), "{young:?}");
}

#[test]
fn a_stay_given_for_a_japanese_is_told_by_its_cell() {
    let mut heads = headings();
    heads.push("在留資格".to_owned());
    let with = |stay: &str| {
        let mut cells = row(&[]);
        cells.push(stay.to_owned());
        Layout::of(&heads).unwrap().read(3, &cells, Stage::Simple, TODAY)
    };
    assert!(with("").is_ok());
    let wrong = with("永住者").unwrap_err();
    assert_eq!((wrong.len(), wrong[0].heading.as_str(), &wrong[0].problem), (1, "在留資格", &Problem::NotOfJapanese));
}

#[test]
fn days_and_words_are_taken_as_people_write_them() {
    for typed in ["1996-05-14", "1996/5/14", "19960514", "１９９６年５月１４日", "平成8年5月14日", "H8.5.14", "h8/5/14"]
    {
        let form = layout().read(2, &row(&[("birth_date", typed)]), Stage::Simple, TODAY).unwrap();
        assert_eq!(crate::calendar::parse(&form.birth()).unwrap().number(), 19_960_514, "{typed}");
    }
    let first = layout().read(2, &row(&[("birth_date", "昭和元年12月26日")]), Stage::Simple, TODAY).unwrap();
    assert_eq!(crate::calendar::parse(&first.birth()).unwrap().number(), 19_261_226);
    for (input, typed, word) in [
        ("trade_1", "鉄筋工", "10"),
        ("trade_1", "10", "10"),
        ("trade_1", "１０　鉄筋工", "10"),
        ("prefecture", "13", "13"),
        ("prefecture", "東京", "13"),
        ("prefecture", "北海道", "01"),
        ("sex", "男性", "male"),
        ("nationality", "VN", "vn"),
        ("nationality", "ベトナム", "vn"),
        ("chutaikyo", "加入", "joined"),
    ] {
        let read = layout().read(2, &row(&[(input, typed)]), Stage::Simple, TODAY);
        let form = match (read, input) {
            (Ok(form), _) => form,
            // Who is no Japanese needs a residence status, which this file has no column for.
            (Err(wrong), "nationality") => {
                assert!(wrong.iter().all(|cell| cell.letters.is_empty()), "{wrong:?}");
                continue;
            }
            (Err(wrong), _) => panic!("{input} {typed}: {wrong:?}"),
        };
        assert_eq!(form.input(input), Some(word), "{typed}");
    }
}

#[test]
fn headings_decide_where_a_column_is_and_what_is_no_file_of_people() {
    let turned: Vec<String> = headings().into_iter().rev().collect();
    let mut cells = row(&[]);
    cells.reverse();
    Layout::of(&turned).unwrap().read(2, &cells, Stage::Simple, TODAY).unwrap();
    let marked: Vec<String> = headings().iter().map(|heading| format!("\u{feff} {heading}　※必須")).collect();
    assert_eq!(Layout::of(&marked).unwrap(), layout());
    let mut strange = headings();
    strange[0] = "血液型".to_owned();
    strange.push("名".to_owned());
    strange.push(String::new());
    let wrong = Layout::of(&strange).unwrap_err();
    assert_eq!(
        (wrong.missing, wrong.unknown, wrong.twice),
        (vec!["姓"], vec!["血液型".to_owned()], vec!["名".to_owned()])
    );
}

#[test]
fn columns_are_inputs_of_the_form_and_have_headings_of_their_own() {
    let mut seen = std::collections::BTreeSet::new();
    for column in COLUMNS {
        assert!(column.input == "birth_date" || TechnicianForm::INPUTS.contains(&column.input), "{}", column.input);
        assert!(seen.insert(column.heading), "{}", column.heading);
        assert_eq!(input_of(column.heading), Some(column.input));
    }
}

#[test]
fn letters_are_those_of_a_spreadsheet() {
    for (at, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
        assert_eq!(letters(at), name);
    }
}

#[test]
fn states_read_back() {
    for state in BulkState::ALL {
        assert_eq!(BulkState::from_stored(state.number()), Some(state));
    }
    assert_eq!(BulkState::from_stored(0), None);
}

#[test]
fn a_row_leaves_nothing_to_the_next_one() {
    let mut heads = headings();
    heads.extend(["在留資格", "在留期間の満了日", "職種2", "通称名"].map(str::to_owned));
    let layout = Layout::of(&heads).unwrap();
    let with = |changes: &[(&str, &str)], more: [&str; 4]| {
        let mut cells = row(changes);
        cells.extend(more.map(str::to_owned));
        cells
    };
    let abroad = [("nationality", "ベトナム"), ("given_name", "")];
    let rows = [
        with(&[], ["", "", "06", "マユ"]),
        with(&[], [""; 4]),
        with(&abroad, ["特定技能1号", "2030-01-01", "", ""]),
        with(&[("birth_date", "")], [""; 4]),
        with(&[("phone", "12"), ("sex", "?")], ["永住者", "", "", ""]),
        with(&[("phone", "")], [""; 4]),
        row(&[])[..3].to_vec(),
        with(&[], [""; 4]),
    ];
    let mut reader = RowReader::new(&layout, Stage::Simple, TODAY);
    for (line, cells) in (2..).zip(&rows) {
        let alone = layout.read(line, cells, Stage::Simple, TODAY);
        let (alone, read) = (alone.as_ref().map_err(Clone::clone), reader.read(line, cells));
        assert!(alone == read, "line {line}: {:?} {:?}", alone.err(), read.err());
    }
}

#[test]
fn what_a_layout_writes_is_named_in_the_order_of_the_form() {
    let names: Vec<&str> = layout().inputs().into_iter().map(Input::name).collect();
    assert_eq!(names[..6], ["family_name", "given_name", "family_kana", "given_kana", "birth_era", "birth_year"]);
    assert_eq!(names.len(), headings().len() + 3, "the birth date is four");
}
