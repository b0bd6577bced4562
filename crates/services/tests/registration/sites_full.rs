//! The full site: changed, made after a former one, with sections, many by file.

use crate::{
    play::{code, fields, stranger},
    sites_closed::{close_on, touch},
};
use domain::{
    access::Role,
    form::Problem,
    id::{SectionId, SiteImportId},
    site::{CopyForm, SectionForm, SiteForm, SiteImportState},
    touch::TouchKind,
};
use services::{Call, site, structure};
use testkit::{Cast, TestApp, both, cast};

fn form() -> SiteForm {
    let text = str::to_owned;
    SiteForm {
        name: text("湊町四丁目共同住宅"),
        prefecture: text("13"),
        address: text("江東区湊町4-1-5"),
        latitude: text("35.6571"),
        longitude: text("139.8172"),
        start: text("2026-11-01"),
        end: text("2027-09-30"),
        client_name: text("湊町市"),
        public_client: text("yes"),
        contract_kind: text("lump_sum"),
        contract_yen: text("120,000,000"),
        work_kind: text("building"),
        model_project: text("mandatory"),
        days_off: text("yes"),
        gate_opens: text("07:00"),
        gate_closes: text("18:00"),
        assurance_min: text("sun"),
        ..SiteForm::default()
    }
}

pub async fn stage(app: &TestApp) -> (Cast, Call, Call) {
    let cast = cast(app, 1).await;
    app.at(20_261_120, "18:00");
    let (prime, sub) = (cast.admin(app, cast.prime), cast.admin(app, cast.sub));
    (cast, prime, sub)
}

#[test]
fn a_site_is_changed_by_its_prime_and_keeps_what_was_before() {
    both(|app| async move {
        let (cast, prime, sub) = stage(&app).await;
        let id = site::create(&prime, &form()).await.unwrap();
        let before = site::changing(&prime, id).await.unwrap();
        assert_eq!((before.recorded, before.closed), (false, false));
        let entry = form().validate().unwrap();
        assert_eq!(site::detail(&prime, id).await.unwrap().entry, entry, "all of it is kept");
        assert_eq!(code(site::edit(&prime, id, &before.form).await), "site.nothing_changed");

        let changed = SiteForm {
            name: "湊町四丁目計画".to_owned(),
            day_boundary: "05:00".to_owned(),
            start: "2026-10-01".to_owned(),
            ..before.form.clone()
        };
        for role in [Role::Technician, Role::Reviewer, Role::Operator, Role::Gate] {
            assert!(code(site::edit(&stranger(&app, role), id, &changed).await).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(code(site::edit(&sub, id, &changed).await), "forbidden.not_yours");
        assert_eq!(code(site::changing(&sub, cast.site).await), "forbidden.not_yours", "a member neither");
        let wrong = SiteForm { longitude: String::new(), ..changed.clone() };
        assert_eq!(fields(site::edit(&prime, id, &wrong).await)[0].field, "longitude");

        site::edit(&prime, id, &changed).await.unwrap();
        let detail = site::detail(&prime, id).await.unwrap();
        assert_eq!(
            (detail.site.name.as_str(), detail.entry.day_boundary, detail.may_edit),
            ("湊町四丁目計画", 300, true)
        );
        let events = store::event::of_subject(app.db().read(), "site", &id.to_string(), 5).await.unwrap();
        let edit = events.iter().find(|event| event.process == "site.edit").unwrap();
        let (old, new) = (edit.old.clone().unwrap(), edit.new.clone().unwrap());
        assert!(old.contains("湊町四丁目共同住宅") && new.contains("湊町四丁目計画"), "{old} {new}");
        assert!(!old.contains("湊町市"), "what stayed is not said: {old}");
    });
}

#[test]
fn what_days_were_recorded_under_stays_and_the_price_is_the_primes() {
    both(|app| async move {
        let (cast, prime, sub) = stage(&app).await;
        cast.gate(&app).send(&[touch(&cast, 20_261_118, "08:00", TouchKind::In)]).await;
        let found = site::changing(&prime, cast.site).await.unwrap();
        assert!(found.recorded);
        let end = "2027-03-31".to_owned();
        let moved = SiteForm {
            prefecture: "14".to_owned(),
            day_boundary: "05:00".to_owned(),
            start: "2026-11-19".to_owned(),
            end: end.clone(),
            ..found.form.clone()
        };
        let wrong: Vec<_> = fields(site::edit(&prime, cast.site, &moved).await);
        assert!(wrong.iter().all(|it| it.problem == Problem::Recorded), "{wrong:?}");
        assert_eq!(
            wrong.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(),
            ["prefecture", "start", "day_boundary"]
        );
        let good = SiteForm { end, contract_yen: "5000000".to_owned(), ..found.form };
        site::edit(&prime, cast.site, &good).await.unwrap();
        assert_eq!(site::detail(&prime, cast.site).await.unwrap().entry.contract_yen, Some(5_000_000));
        let seen = site::detail(&sub, cast.site).await.unwrap();
        assert_eq!((seen.entry.contract_yen, seen.may_edit), (None, false), "not the subcontractor's to know");
    });
}

#[test]
fn a_site_is_made_after_a_former_one_with_its_structure_and_no_people() {
    both(|app| async move {
        let (cast, prime, sub) = stage(&app).await;
        let former = site::create(&prime, &form()).await.unwrap();
        let root = site::detail(&prime, former).await.unwrap().structure[0].id;
        let place = structure::add(&prime, former, root, cast.sub).await.unwrap();
        structure::add(&sub, former, place, cast.stranger).await.unwrap();
        site::close(&prime, former, &close_on("2026-11-20")).await.unwrap();

        let again = site::form_after(&prime, former).await.unwrap();
        assert_eq!(
            (again.start.as_str(), again.gate_opens.as_str(), again.client_name.as_str()),
            ("", "07:00", "湊町市")
        );
        assert_eq!(code(site::form_after(&sub, former).await), "forbidden.not_yours");
        let whole = SiteForm { start: "2026-12-01".to_owned(), end: "2027-12-01".to_owned(), ..again };
        let after = |structure: &str| CopyForm { copy_from: former.to_string(), copy_structure: structure.to_owned() };
        assert_eq!(code(site::create_after(&sub, &whole, &after("yes")).await), "forbidden.not_yours");
        let nowhere = CopyForm { copy_from: "x".to_owned(), ..CopyForm::default() };
        assert_eq!(code(site::create_after(&prime, &whole, &nowhere).await), "not_found");
        let made = site::create_after(&prime, &whole, &after("yes")).await.unwrap();
        let detail = site::detail(&prime, made).await.unwrap();
        let tree: Vec<_> = detail.structure.iter().map(|node| (node.business_id, node.tier)).collect();
        assert_eq!(tree, [(cast.prime, 0), (cast.sub, 1), (cast.stranger, 2)]);
        assert!(detail.roster.is_empty() && detail.closing.is_none());
        let alone = site::create_after(&prime, &whole, &after("no")).await.unwrap();
        assert_eq!(site::detail(&prime, alone).await.unwrap().structure.len(), 1);
    });
}

#[test]
fn an_umbrella_site_has_sections_that_begin_and_end() {
    both(|app| async move {
        let (cast, prime, sub) = stage(&app).await;
        let section = |name: &str| SectionForm {
            name: name.to_owned(),
            address: "輪島市".to_owned(),
            from: "2026-11-20".to_owned(),
        };
        assert_eq!(code(site::add_section(&prime, cast.site, &section("一号団地")).await), "site.not_umbrella");
        assert_eq!(code(site::sections(&prime, cast.site).await), "not_found");
        let id = site::create(&prime, &SiteForm { umbrella: "yes".to_owned(), ..form() }).await.unwrap();
        let first = site::add_section(&prime, id, &section("一号団地")).await.unwrap();
        assert_eq!(fields(site::add_section(&prime, id, &section("一号団地")).await)[0].problem, Problem::Twice);
        assert_eq!(code(site::add_section(&sub, id, &section("二号団地")).await), "forbidden.not_yours");
        site::add_section(&prime, id, &section("二号団地")).await.unwrap();
        assert_eq!(code(site::end_section(&sub, id, first, "2026-11-20").await), "forbidden.not_yours");
        let nobodys = SectionId(uuid::Uuid::nil());
        assert_eq!(code(site::end_section(&prime, id, nobodys, "2026-11-20").await), "not_found");
        let early = fields(site::end_section(&prime, id, first, "2026-11-19").await);
        assert_eq!(early[0].problem, Problem::EndBeforeStart);
        site::end_section(&prime, id, first, "2026-11-20").await.unwrap();
        assert_eq!(code(site::end_section(&prime, id, first, "2026-11-20").await), "conflict.already_done");
        let shown: Vec<_> = site::detail(&prime, id).await.unwrap().sections;
        let shown: Vec<_> = shown.into_iter().map(|one| (one.name, one.until.is_none())).collect();
        assert_eq!(shown, [("二号団地".to_owned(), true), ("一号団地".to_owned(), false)]);
        let single = SiteForm { umbrella: "no".to_owned(), ..site::changing(&prime, id).await.unwrap().form };
        let kept = fields(site::edit(&prime, id, &single).await);
        assert_eq!(kept[0].problem, Problem::Refused { code: "site.sections_last".to_owned() });
        site::close(&prime, id, &close_on("2026-11-20")).await.unwrap();
        assert_eq!(code(site::add_section(&prime, id, &section("三号団地")).await), "forbidden.site_closed");
        let form = site::changing(&prime, id).await.unwrap().form;
        let moved = fields(site::edit(&prime, id, &SiteForm { day_boundary: "05:00".to_owned(), ..form }).await);
        assert_eq!(moved[0].problem, Problem::Refused { code: "site.closed_boundary".to_owned() });
    });
}

const HEADINGS: &str = "現場名,都道府県,市区町村・番地,工事のはじまり,工事のおわり";

#[test]
fn a_file_of_sites_is_looked_at_and_taken_once() {
    both(|app| async move {
        let (_, prime, sub) = stage(&app).await;
        let file = |rows: &[&str]| format!("{HEADINGS}\r\n{}\r\n", rows.join("\r\n")).into_bytes();
        let rows = [
            "屋根修理 一,石川県,輪島市河井町1,2026-11-20,2026-12-20",
            "屋根修理 一,石川県,輪島市河井町1,2026-11-20,2026-12-31",
            ",石川県,輪島市河井町2,2026-11-20,2026-11-19",
            "屋根修理 二,石川県,輪島市河井町3,令和8年11月21日,2026-12-20",
        ];
        let count = async |call: &Call| site::list(call).await.unwrap().len();
        let before = count(&prime).await;
        let id = site::import_look(&prime, "現場.csv", file(&rows)).await.unwrap();
        assert_eq!(count(&prime).await, before, "looking registers nothing");
        let kept = site::import_detail(&prime, id).await.unwrap();
        assert_eq!((kept.file.rows, kept.file.good, kept.file.problems), (4, 2, 3));
        let told: Vec<_> = kept.problems.iter().map(|it| (format!("{}{}", it.letters, it.line), &it.problem)).collect();
        assert_eq!(told[0], ("A3".to_owned(), &Problem::SameAsLine { line: 2 }));
        assert_eq!(told[1], ("A4".to_owned(), &Problem::Missing));
        assert_eq!(told[2], ("E4".to_owned(), &Problem::EndBeforeStart));
        assert_eq!(code(site::import_detail(&sub, id).await), "not_found");
        assert_eq!(code(site::import_take(&sub, id).await), "not_found");
        for role in [Role::Technician, Role::SiteAdmin, Role::Reviewer, Role::Operator] {
            let refused = site::import_look(&stranger(&app, role), "x.csv", file(&rows)).await;
            assert!(code(refused).starts_with("forbidden."), "{role:?}");
        }
        site::import_take(&prime, id).await.unwrap();
        assert_eq!(count(&prime).await, before + 2);
        assert_eq!(code(site::import_take(&prime, id).await), "conflict.state", "once");
        assert_eq!(code(site::import_discard(&prime, id).await), "conflict.state");
        assert_eq!(site::imports(&prime).await.unwrap()[0].state, SiteImportState::Taken);

        let again = site::import_look(&prime, "現場.csv", file(&rows[..1])).await.unwrap();
        let kept = site::import_detail(&prime, again).await.unwrap();
        assert_eq!(kept.problems[0].problem, Problem::Refused { code: "site_import.exists".to_owned() });
        assert_eq!(code(site::import_take(&prime, again).await), "site_import.nothing_good");
        site::import_discard(&prime, again).await.unwrap();
        assert_eq!(code(site::import_take(&prime, SiteImportId(uuid::Uuid::nil())).await), "not_found");
        assert_eq!(code(site::import_look(&prime, "x.csv", file(&[])).await), "site_import.no_rows");
        let strange = fields(site::import_look(&prime, "x.csv", b"\xef\xbb\xbfx,y\n1,2\n".to_vec()).await);
        assert_eq!(strange[0].field, "file");
        let row = |at: usize| format!("現場{at},石川県,輪島市,2026-11-20,2026-12-20");
        let many: Vec<String> = (0..2_001).map(row).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(code(site::import_look(&prime, "x.csv", file(&many)).await), "site_import.too_many");
        let whole = site::import_look(&prime, "x.csv", file(&many[..2_000])).await.unwrap();
        assert_eq!(site::import_detail(&prime, whole).await.unwrap().file.good, 2_000);
    });
}

#[test]
fn the_same_file_taken_twice_at_once_makes_each_site_once() {
    both(|app| async move {
        let (_, prime, _) = stage(&app).await;
        let rows: Vec<String> = (0..40).map(|at| format!("現場{at},石川県,輪島市,2026-11-20,2026-12-20")).collect();
        let file = || format!("{HEADINGS}\r\n{}\r\n", rows.join("\r\n")).into_bytes();
        let before = site::list(&prime).await.unwrap().len();
        let one = site::import_look(&prime, "a.csv", file()).await.unwrap();
        let two = site::import_look(&prime, "b.csv", file()).await.unwrap();
        let (first, second) = tokio::join!(site::import_take(&prime, one), site::import_take(&prime, two));
        first.unwrap();
        second.unwrap();
        assert_eq!(site::list(&prime).await.unwrap().len(), before + rows.len());
    });
}
