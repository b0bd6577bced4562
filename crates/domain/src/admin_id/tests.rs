use super::*;
use uuid::Uuid;

const TODAY: WorkDate = WorkDate::from_stored(20_261_122);

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

#[test]
fn a_fourth_layer_is_none() {
    for (parent, below) in [(0, Ok(1)), (1, Ok(2)), (2, Ok(3)), (3, Err(TooDeep)), (4, Err(TooDeep))] {
        assert_eq!(layer_below(parent), below, "{parent}");
    }
}

#[test]
fn an_id_stands_as_its_days_say() {
    let of = |today| standing(day(20_260_401), day(20_270_331), day(today));
    assert_eq!(of(20_260_331), IdStanding::NotYet);
    assert_eq!(of(20_260_401), IdStanding::Good);
    assert_eq!(of(20_270_331), IdStanding::Good);
    assert_eq!(of(20_270_401), IdStanding::Expired);
}

#[test]
fn a_registration_of_five_years_has_five_years_of_the_first_id() {
    for (valid_until, today, last) in [
        (20_311_130, 20_261_122, None),
        (20_311_130, 20_261_130, None),
        (20_311_130, 20_261_201, Some(20_271_130)),
        (20_311_130, 20_271_130, Some(20_271_130)),
        (20_311_130, 20_271_201, Some(20_281_130)),
        (20_311_130, 20_301_201, Some(20_311_130)),
        (20_311_130, 20_311_130, Some(20_311_130)),
        (20_311_130, 20_311_201, None),
        (20_290_228, 20_240_201, None),
        (20_290_228, 20_240_301, Some(20_250_228)),
        (20_290_228, 20_280_229, Some(20_280_229)),
        // Renewed before its end: the year that runs is one of the registration before.
        (20_361_130, 20_310_801, None),
        (20_361_130, 20_311_201, Some(20_321_130)),
    ] {
        assert_eq!(year_of_first(day(valid_until), day(today)), last.map(day), "{valid_until} on {today}");
    }
}

#[test]
fn a_year_ends_the_day_before_its_like() {
    for (first, last) in [
        (20_261_122, 20_271_121),
        (20_260_401, 20_270_331),
        (20_260_101, 20_261_231),
        (20_270_301, 20_280_229),
        (20_280_229, 20_290_228),
        (20_280_301, 20_290_228),
    ] {
        assert_eq!(year_from(day(first)).number(), last, "{first}");
    }
    assert_eq!(prolonged(day(20_270_331), day(20_270_331)).number(), 20_280_331, "nothing of what is paid is lost");
    assert_eq!(prolonged(day(20_270_331), day(20_260_401)).number(), 20_280_331);
    assert_eq!(prolonged(day(20_270_331), day(20_270_401)).number(), 20_280_331, "from the day it is used again");
    assert_eq!(prolonged(day(20_270_331), day(20_270_501)).number(), 20_280_430);
}

fn form(kind: IdKind) -> IdForm {
    let site = SiteId::from_body(7).to_string();
    IdForm {
        kind: kind.code().to_owned(),
        name: "千葉支店".to_owned(),
        sites: vec![site.clone(), site],
        duty: "staff".to_owned(),
        body: "湊町建設組合".to_owned(),
        from: "2026-12-01".to_owned(),
        until: "2027-03-31".to_owned(),
        ..IdForm::default()
    }
}

fn problems(form: &IdForm) -> Vec<(String, Problem)> {
    let found = form.validate(TODAY).err().unwrap_or_default();
    found.into_iter().map(|found| (found.field, found.problem)).collect()
}

#[test]
fn each_kind_asks_its_own() {
    let of = |kind| form(kind).validate(TODAY).unwrap();
    let branch = of(IdKind::Branch);
    assert_eq!((branch.sites.len(), branch.from, branch.until), (0, TODAY, day(20_271_121)), "the year that is paid");
    let site = of(IdKind::Site);
    assert_eq!((site.sites.len(), site.from, site.until), (1, TODAY, day(20_270_331)));
    let lent = of(IdKind::Lent);
    assert_eq!((lent.body.as_deref(), lent.from, lent.until), (Some("湊町建設組合"), day(20_261_201), day(20_270_331)));
    let member = of(IdKind::Member);
    assert_eq!((member.duty, member.sites.len(), member.body), (Duty::Staff, 0, None));
    let no_end = IdForm { until: String::new(), ..form(IdKind::Member) };
    assert_eq!(no_end.validate(TODAY).unwrap().until, day(20_271_121));
}

#[test]
fn what_is_wrong_is_said_at_once() {
    let named = |form: &IdForm| problems(form).into_iter().map(|(field, _)| field).collect::<Vec<_>>();
    let empty = |kind: IdKind| IdForm { kind: kind.code().to_owned(), ..IdForm::default() };
    assert_eq!(named(&IdForm::default()), ["kind", "name"]);
    assert_eq!(named(&empty(IdKind::Branch)), ["name"]);
    assert_eq!(named(&empty(IdKind::Site)), ["name", "sites"]);
    assert_eq!(named(&empty(IdKind::Lent)), ["name", "body", "sites", "from", "until"]);
    assert_eq!(named(&empty(IdKind::Member)), ["name", "duty"]);
    let until = |kind, until: &str| problems(&IdForm { until: until.to_owned(), ..form(kind) });
    assert_eq!(until(IdKind::Site, "2026-11-22"), vec![], "today is a day");
    assert_eq!(until(IdKind::Site, "2026-11-21"), [("until".to_owned(), Problem::Expired)]);
    assert_eq!(until(IdKind::Lent, "2026-11-30"), [("until".to_owned(), Problem::EndBeforeStart)]);
    assert_eq!(until(IdKind::Lent, "2026-12-01"), vec![]);
    let unknown = IdForm { sites: vec!["12".to_owned()], ..form(IdKind::Lent) };
    assert_eq!(problems(&unknown), [("sites".to_owned(), Problem::Unknown)]);
    let many = |count: i64| {
        let sites = (0..count).map(|at| SiteId::from_body(1 + at).to_string()).collect();
        problems(&IdForm { sites, ..form(IdKind::Site) })
    };
    assert_eq!(many(200), vec![]);
    assert_eq!(many(201), [("sites".to_owned(), Problem::Count { min: 1, max: 200 })]);
    let parent = IdForm { parent: "x".to_owned(), ..form(IdKind::Branch) };
    assert_eq!(problems(&parent), [("parent".to_owned(), Problem::Unknown)]);
}

#[test]
fn the_list_is_a_tree_whatever_its_order() {
    let id = |number: u128| AccountId(Uuid::from_u128(number));
    let tree = |rows: Vec<(u128, u128)>| {
        let parent = |row: &(u128, u128)| (row.1 > 0).then(|| id(row.1));
        let rows = as_tree(rows, |row| id(row.0), parent);
        rows.into_iter().map(|(depth, row)| (depth, row.0)).collect::<Vec<_>>()
    };
    assert_eq!(tree(vec![(3, 2), (2, 1), (1, 0), (4, 1), (5, 0)]), [(0, 1), (1, 2), (2, 3), (1, 4), (0, 5)]);
    assert_eq!(tree(vec![(3, 9)]), [(0, 3)], "whose parent is not shown");
    assert_eq!(tree(vec![(1, 2), (2, 1)]), [(0, 1), (0, 2)], "a ring loses nobody");
    assert_eq!(tree(Vec::new()), Vec::new());
}
