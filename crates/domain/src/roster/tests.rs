use super::*;
use proptest::prelude::*;

fn good() -> RosterForm {
    RosterForm {
        technician_id: TechnicianId::from_body(412_307_655_182).grouped(),
        structure_id: "019aa0b2-7d2a-7c3e-8f00-000000000001".to_owned(),
        trade: "10".to_owned(),
        role: "foreman".to_owned(),
        work_content: "柱の配筋".to_owned(),
        hazardous: "no".to_owned(),
        from: "2026-11-20".to_owned(),
    }
}

fn problems(change: impl FnOnce(&mut RosterForm)) -> Vec<(String, Problem)> {
    let mut form = good();
    change(&mut form);
    form.validate().err().unwrap_or_default().into_iter().map(|found| (found.field, found.problem)).collect()
}

#[test]
fn a_good_form_becomes_a_line() {
    let line = good().validate().unwrap();
    assert_eq!(line.technician_id, TechnicianId::from_body(412_307_655_182));
    assert_eq!((line.trade.map(TradeCode::get), line.role, line.hazardous), (Some(10), WorkRole::Foreman, false));
    assert_eq!(line.from.number(), 20_261_120);
    assert_eq!(RosterForm::from(&line).validate(), Ok(line));
}

#[test]
fn the_trade_not_chosen_is_the_persons_own() {
    for (typed, wanted) in [("", None), (OWN_TRADE, None), (" own ", None), ("06", Some(6))] {
        let line = RosterForm { trade: typed.to_owned(), ..good() }.validate().unwrap();
        assert_eq!(line.trade.map(TradeCode::get), wanted, "{typed:?}");
        assert_eq!(RosterForm::from(&line).validate(), Ok(line), "{typed:?}");
    }
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    let one = |field: &str, problem| vec![(field.to_owned(), problem)];
    let id = TechnicianId::from_body(412_307_655_182).get();
    let wrong_check = format!("{:014}", id - id % 10 + (id + 1) % 10);
    assert_eq!(problems(|form| form.technician_id = wrong_check), one("technician_id", Problem::IdCheck));
    assert_eq!(problems(|form| form.technician_id = "1234".to_owned()), one("technician_id", Problem::IdLength));
    assert_eq!(problems(|form| form.structure_id = "元請".to_owned()), one("structure_id", Problem::NotAChoice));
    assert_eq!(problems(|form| form.trade = "56".to_owned()), one("trade", Problem::NotAChoice));
    assert_eq!(problems(|form| form.trade = "55".to_owned()), vec![]);
    assert_eq!(problems(|form| form.role = "boss".to_owned()), one("role", Problem::NotAChoice));
    assert_eq!(
        problems(|form| form.work_content = "あ".repeat(101)),
        one("work_content", Problem::TooLong { max: 100 })
    );
    assert_eq!(problems(|form| form.work_content = "あ".repeat(100)), vec![]);
    assert_eq!(problems(|form| form.hazardous = "on".to_owned()), one("hazardous", Problem::NotAChoice));
    assert_eq!(problems(|form| form.from = "11/20".to_owned()), one("from", Problem::NotDate));
    let empty: Vec<String> =
        RosterForm::default().validate().unwrap_err().into_iter().map(|found| found.field).collect();
    assert_eq!(empty, ["technician_id", "structure_id", "role", "from"]);
    assert!(empty.iter().all(|field| FIELDS.contains(&field.as_str())));
}

#[test]
fn the_newer_line_ends_the_older_of_another_employer_by_date() {
    let place = |number| StructureId(uuid::Uuid::from_u128(number));
    let day = WorkDate::from_stored;
    for (what, old, new, expected) in [
        ("another place, later", (1, 20_261_119), (2, 20_261_120), true),
        ("another place, the same day", (1, 20_261_120), (2, 20_261_120), false),
        ("another place, earlier", (1, 20_261_121), (2, 20_261_120), false),
        ("the same place, later", (1, 20_261_119), (1, 20_261_120), false),
    ] {
        let (old, new) = ((place(old.0), day(old.1)), (place(new.0), day(new.1)));
        assert_eq!(gives_way(old, new, true), expected, "{what}");
        assert!(!gives_way(old, new, false), "{what}, of somebody else's");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_what_passes_passes_again(texts in prop::collection::vec(any::<String>(), 7)) {
        let mut form = good();
        let fields = [
            &mut form.technician_id, &mut form.structure_id, &mut form.trade, &mut form.role, &mut form.work_content, &mut form.hazardous,
            &mut form.from,
        ];
        for (field, text) in fields.into_iter().zip(texts) {
            // Half of the fields stay good, so that some forms pass.
            if text.chars().count() % 2 == 0 {
                *field = text;
            }
        }
        if let Ok(line) = form.validate() {
            prop_assert_eq!(RosterForm::from(&line).validate(), Ok(line));
        }
    }
}
