use super::*;
use crate::{form::Problem, touch::Assurance};
use proptest::prelude::*;

fn good() -> SiteForm {
    SiteForm {
        name: "潮見二丁目計画".to_owned(),
        name_kana: "ｼｵﾐﾆﾁｮｳﾒ".to_owned(),
        postcode: "135-0052".to_owned(),
        prefecture: "13".to_owned(),
        address: "江東区潮見二丁目1番1号".to_owned(),
        start: "2026-11-01".to_owned(),
        end: "2027-03-31".to_owned(),
        client_name: "うみかぜ不動産".to_owned(),
        public_client: "no".to_owned(),
        work_kind: "building".to_owned(),
        day_boundary: "05:00".to_owned(),
        ask_role: "yes".to_owned(),
        latitude: "35.6571".to_owned(),
        longitude: "139.8172".to_owned(),
        umbrella: "no".to_owned(),
        contract_kind: "lump_sum".to_owned(),
        contract_yen: "1,200,000,000円".to_owned(),
        model_project: "recommended".to_owned(),
        days_off: "yes".to_owned(),
        gate_opens: "07:00".to_owned(),
        gate_closes: "18:30".to_owned(),
        assurance_min: "sun".to_owned(),
    }
}

fn problems(change: impl FnOnce(&mut SiteForm)) -> Vec<(String, Problem)> {
    let mut form = good();
    change(&mut form);
    form.validate().err().unwrap_or_default().into_iter().map(|found| (found.field, found.problem)).collect()
}

#[test]
fn a_good_form_becomes_a_site() {
    let site = good().validate().unwrap();
    assert_eq!(site.name_kana.as_deref(), Some("シオミニチョウメ"));
    assert_eq!(site.postcode.as_deref(), Some("1350052"));
    assert_eq!((site.prefecture.get(), site.day_boundary, site.ask_role, site.public_client), (13, 300, true, false));
    assert_eq!(site.work_kind, WorkKind::Building);
    assert_eq!(site.position, Some(Position { latitude_e6: 35_657_100, longitude_e6: 139_817_200 }));
    assert_eq!((site.contract_kind, site.contract_yen), (Some(ContractKind::LumpSum), Some(1_200_000_000)));
    assert_eq!((site.model_project, site.days_off, site.umbrella), (Some(ModelProject::Recommended), true, false));
    assert_eq!(site.gate_hours, Some(GateHours { opens: 420, closes: 1_110 }));
    assert_eq!(site.assurance_min, Assurance::Sun);
    assert_eq!(SiteForm::from(&site).validate(), Ok(site));
}

#[test]
fn small_works_need_name_place_and_period() {
    let form = SiteForm {
        name: "屋根修理".to_owned(),
        prefecture: "17".to_owned(),
        address: "輪島市".to_owned(),
        start: "2026-11-20".to_owned(),
        end: "2026-11-20".to_owned(),
        ..SiteForm::default()
    };
    let site = form.validate().unwrap();
    assert_eq!((site.work_kind, site.day_boundary, site.ask_role), (WorkKind::Other, 0, false));
    assert_eq!((site.name_kana, site.postcode, site.client_name), (None, None, None));
    assert_eq!((site.position, site.contract_yen, site.model_project, site.gate_hours), (None, None, None, None));
    assert_eq!(site.assurance_min, Assurance::Typed);
}

#[test]
fn an_empty_form_names_every_field_that_is_needed_in_page_order() {
    let found: Vec<String> = SiteForm::default().validate().unwrap_err().into_iter().map(|found| found.field).collect();
    let needed: Vec<&str> = FIELDS.iter().copied().filter(|field| is_required(field)).collect();
    assert_eq!(found, needed);
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    let one = |field: &str, problem| vec![(field.to_owned(), problem)];
    assert_eq!(problems(|form| form.name = "あ".repeat(100)), vec![]);
    assert_eq!(problems(|form| form.name = "あ".repeat(101)), one("name", Problem::TooLong { max: 100 }));
    assert_eq!(problems(|form| form.name_kana = "潮見".to_owned()), one("name_kana", Problem::NotKana));
    assert_eq!(problems(|form| form.postcode = "135005".to_owned()), one("postcode", Problem::NotPostcode));
    assert_eq!(problems(|form| form.prefecture = "48".to_owned()), one("prefecture", Problem::NotAChoice));
    assert_eq!(problems(|form| form.start = "2026-02-29".to_owned()), one("start", Problem::NotDate));
    assert_eq!(problems(|form| form.end = "2026-10-31".to_owned()), one("end", Problem::EndBeforeStart));
    assert_eq!(problems(|form| form.end = "2026-11-01".to_owned()), vec![]);
    assert_eq!(problems(|form| form.public_client = "maybe".to_owned()), one("public_client", Problem::NotAChoice));
    assert_eq!(problems(|form| form.work_kind = "magic".to_owned()), one("work_kind", Problem::NotAChoice));
    assert_eq!(
        problems(|form| form.day_boundary = "24:00".to_owned()),
        one("day_boundary", Problem::OutOfRange { min: 0, max: 1439 })
    );
    assert_eq!(problems(|form| form.ask_role = "on".to_owned()), one("ask_role", Problem::NotAChoice));
    assert_eq!(problems(|form| form.longitude = String::new()), one("longitude", Problem::Missing));
    assert_eq!(problems(|form| form.latitude = String::new()), one("latitude", Problem::Missing));
    let outside = Problem::OutOfRange { min: 122, max: 154 };
    assert_eq!(problems(|form| form.longitude = "2.35".to_owned()), one("longitude", outside));
    assert_eq!(problems(|form| form.gate_closes = String::new()), one("gate_closes", Problem::Missing));
    assert_eq!(problems(|form| form.contract_yen = "1.5".to_owned()), one("contract_yen", Problem::NotNumber));
    assert_eq!(problems(|form| form.contract_kind = "gift".to_owned()), one("contract_kind", Problem::NotAChoice));
    assert_eq!(problems(|form| form.model_project = "yes".to_owned()), one("model_project", Problem::NotAChoice));
    assert_eq!(problems(|form| form.assurance_min = "magic".to_owned()), one("assurance_min", Problem::NotAChoice));
}

#[test]
fn another_site_after_this_one_has_all_but_its_period() {
    let form = good().for_another();
    assert_eq!((form.start.as_str(), form.end.as_str()), ("", ""));
    assert_eq!(
        (form.name, form.gate_opens, form.assurance_min),
        (good().name, good().gate_opens, good().assurance_min)
    );
}

#[test]
fn a_site_is_open_from_its_first_day_through_its_last() {
    let period = good().validate().unwrap().period;
    for (day, open) in
        [(20_261_031, false), (20_261_101, true), (20_261_231, true), (20_270_331, true), (20_270_401, false)]
    {
        assert_eq!(period.contains(WorkDate::from_stored(day)), open, "{day}");
    }
}

#[test]
fn work_kinds_keep_their_words_and_numbers() {
    for kind in WorkKind::ALL {
        assert_eq!(WorkKind::from_stored(kind.number()), Some(kind));
        assert_eq!(WorkKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!((WorkKind::from_stored(0), WorkKind::from_stored(7)), (None, None));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_what_passes_passes_again(texts in prop::collection::vec(any::<String>(), FIELDS.len())) {
        let mut form = good();
        for (field, text) in FIELDS.iter().zip(texts) {
            // Half of the fields stay good, so that some forms pass.
            if text.chars().count() % 2 == 0 {
                *form.input_mut(field).unwrap() = text;
            }
        }
        if let Ok(site) = form.validate() {
            prop_assert_eq!(SiteForm::from(&site).validate(), Ok(site));
        }
    }
}
