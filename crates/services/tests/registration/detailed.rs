//! The detailed registration: pages, lists, evidence, the register of 登録基幹技能者, one stop.

use crate::play::{
    Desk, all_good, applicant, approved, business_form, code, day_work, detailed_form, fee_of, fields, picture,
    started, stranger, technician_form, technician_submitted, typed,
};
use domain::{
    access::Role,
    application::{ApplicationKind, AutoCheck, DeficiencyReason, ReviewNote, State, Verdict},
    fee::Yen,
    form::Problem,
    id::{ApplicationId, TechnicianId},
    technician::{ITEMS_MAX, List, Stage, TechnicianForm},
};
use services::{Call, application, document, fee};
use testkit::{TestApp, both};

const KIND: ApplicationKind = ApplicationKind::TechnicianDetailed;

/// A draft nothing is wrong with but that it has no pictures.
async fn drafted(app: &TestApp, form: TechnicianForm) -> (Call, ApplicationId) {
    let (call, id) = started(app, KIND).await;
    application::save_technician(&call, id, form).await.unwrap();
    (call, id)
}

async fn with_pictures(call: &Call, id: ApplicationId) {
    application::put_file(call, id, "photo", picture(300, 400)).await.unwrap();
    application::put_file(call, id, "identity", picture(800, 500)).await.unwrap();
}

pub async fn registered(app: &TestApp, desk: &Desk, form: TechnicianForm) -> TechnicianId {
    let (call, id) = drafted(app, form).await;
    with_pictures(&call, id).await;
    application::submit(&call, id).await.unwrap();
    approved(&desk.reviewer, id, KIND).await;
    let fee = fee_of(&desk.operator, id).await;
    fee::mark_paid(&desk.operator, fee).await.unwrap().unwrap().technician_id.unwrap()
}

#[test]
fn a_detailed_registration_from_its_pages_to_its_rows() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let second = desk.business(&app, business_form("北浜架設株式会社")).await;
        let (call, id) = drafted(&app, TechnicianForm { employer_id: firm.login_id.clone(), ..detailed_form() }).await;
        let school = typed(&[("kind", "high"), ("name", "港工業高校"), ("year", "2014"), ("hat", "x")]);
        let put = |list: List, sent: Vec<(String, String)>| {
            let call = call.clone();
            async move { application::put_item(&call, id, list, None, &sent).await.unwrap() }
        };
        assert_eq!(put(List::Schools, school).await, "k1");
        let employer = typed(&[("business_id", &second.login_id), ("from", "2026-04-01")]);
        put(List::Employers, employer).await;
        put(List::HealthChecks, typed(&[("kind", "regular"), ("on", "2026-05-10")])).await;
        put(List::Subtrades, typed(&[("trade", "06"), ("subtrade", "06-01")])).await;
        put(List::Careers, typed(&[("trade", "06"), ("years", "7")])).await;
        put(List::Trainings, typed(&[("name", "職長・安全衛生責任者教育"), ("on", "2024-03-05")])).await;
        put(List::Awards, typed(&[("name", "優秀施工者表彰"), ("on", "2025-11-01")])).await;
        let lifting = put(List::Qualifications, typed(&[("name", "玉掛け技能講習"), ("acquired", "2016-02-01")])).await;
        let gone = put(List::Qualifications, typed(&[("name", "取り消すもの")])).await;
        application::remove_item(&call, id, List::Qualifications, &gone).await.unwrap();

        let missing = fields(application::submit(&call, id).await);
        let named: Vec<&str> = missing.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["photo", "identity", "qualifications.k1.picture"], "what pictures are wanting");
        with_pictures(&call, id).await;
        application::put_file(&call, id, &List::Qualifications.field(&lifting), picture(500, 700)).await.unwrap();
        application::submit(&call, id).await.unwrap();

        // A certificate that cannot be read: the item alone comes back, and alone is looked at again.
        application::claim(&desk.reviewer, id).await.unwrap();
        let unreadable = vec![("qualifications.k1".to_owned(), Verdict::Deficient(DeficiencyReason::Unreadable))];
        application::save_verdicts_and_rest(&desk.reviewer, id, unreadable).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        let view = application::view(&call, id).await.unwrap();
        assert_eq!((view.state, view.deficiencies[0].field.as_str()), (State::Returned, "qualifications.k1"));
        application::put_file(&call, id, "qualifications.k1", picture(501, 700)).await.unwrap();
        application::submit(&call, id).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap();
        let open: Vec<&str> = case
            .fields
            .iter()
            .filter(|field| field.wanted && field.verdict.is_none())
            .map(|field| field.field.as_str())
            .collect();
        assert_eq!(open, ["qualifications.k1"]);
        let item = case.fields.iter().find(|field| field.field == "qualifications.k1").unwrap();
        assert!(item.changed && item.has_picture && item.value.contains("name=玉掛け技能講習"), "{item:?}");
        application::save_verdicts_and_rest(&desk.reviewer, id, Vec::new()).await.unwrap();
        application::approve(&desk.reviewer, id).await.unwrap();
        let asked = fee_of(&desk.operator, id).await;
        let line = application::case(&desk.reviewer, id).await.unwrap().fee.unwrap();
        assert_eq!(line.amount, Yen(4_900));
        let technician = fee::mark_paid(&desk.operator, asked).await.unwrap().unwrap().technician_id.unwrap();

        let db = app.db().read();
        let kept = store::technician::detail::find(db, technician).await.unwrap();
        assert!(kept.detailed_at == Some(app.call.now()) && !kept.level_awaited && kept.accident_insurance.is_none());
        assert_eq!(store::technician::detail::counts(db, technician).await.unwrap(), [1, 1, 1, 1, 1, 1, 1]);
        let qualifications = store::technician::detail::qualifications(db, technician).await.unwrap();
        assert_eq!(qualifications[0].name, "玉掛け技能講習");
        assert!(!qualifications[0].from_register && qualifications[0].picture.is_some());
        let employers = store::technician::employers(db, technician, app.call.today()).await.unwrap();
        assert_eq!(employers, [firm.business_id.unwrap(), second.business_id.unwrap()], "main first");
        let cards = store::card::of_technician(db, technician).await.unwrap();
        assert_eq!((cards.len(), cards[0].valid_until.number()), (1, 20_360_402), "ten birthdays: identity was shown");
    });
}

#[test]
fn a_page_keeps_its_own_fields_and_what_is_not_asked_is_not_found() {
    both(|app| async move {
        let (call, id) = started(&app, ApplicationKind::TechnicianSimple).await;
        let sent =
            TechnicianForm { phone: "03".to_owned(), family_name: "別".to_owned(), ..TechnicianForm::default() };
        application::save_page(&call, id, "contact", &sent).await.unwrap();
        application::save_page(&call, id, "name", &technician_form()).await.unwrap();
        let form = application::technician_draft(&call, id).await.unwrap().form;
        assert_eq!((form.phone.as_str(), form.family_name.as_str(), form.trade_1.as_str()), ("03", "髙橋", ""));
        assert_eq!(code(application::save_page(&call, id, "hat", &sent).await), "not_found");
        assert_eq!(code(application::save_page(&call, id, "award", &sent).await), "not_found", "detailed only");
        let none = typed(&[]);
        assert_eq!(code(application::put_item(&call, id, List::Awards, None, &none).await), "not_found");
        assert_eq!(code(application::put_item(&call, id, List::Careers, Some("k9"), &none).await), "not_found");
        assert_eq!(code(application::remove_item(&call, id, List::Careers, "k9").await), "not_found");
        for _ in 0..ITEMS_MAX {
            application::put_item(&call, id, List::Careers, None, &none).await.unwrap();
        }
        let full = fields(application::put_item(&call, id, List::Careers, None, &none).await);
        assert_eq!((full[0].field.as_str(), &full[0].problem), ("careers", &Problem::Count { min: 0, max: 30 }));

        application::change_stage(&call, id, Stage::Detailed).await.unwrap();
        application::save_page(&call, id, "award", &sent).await.unwrap();
        let view = application::view(&call, id).await.unwrap();
        assert_eq!((view.kind, view.fee.unwrap().amount), (KIND, Yen(4_900)));
        assert_eq!(application::technician_draft(&call, id).await.unwrap().form.family_name, "髙橋");
        assert_eq!(code(application::change_stage(&call, id, Stage::Upgrade).await), "not_found");

        let (_, other) = technician_submitted(&app, technician_form()).await;
        let theirs = applicant(&app, other);
        for refused in [
            code(application::save_page(&theirs, other, "name", &sent).await),
            code(application::put_item(&theirs, other, List::Careers, None, &none).await),
            code(application::change_stage(&theirs, other, Stage::Detailed).await),
            code(application::put_insurance_card_from(&theirs, other, true, picture(9, 9), "c").await),
        ] {
            assert_eq!(refused, "conflict.state", "handed in");
        }
        for refused in [
            code(application::save_page(&call, other, "name", &sent).await),
            code(application::put_item(&call, other, List::Careers, None, &none).await),
            code(application::remove_item(&call, other, List::Careers, "k1").await),
            code(application::change_stage(&call, other, Stage::Detailed).await),
            code(application::save_final(&call, other, &sent).await),
            code(application::put_file(&call, other, "identity", picture(9, 9)).await),
        ] {
            assert_eq!(refused, "forbidden.not_yours");
        }
        let (business, theirs) = started(&app, ApplicationKind::Business).await;
        assert_eq!(code(application::save_page(&business, theirs, "name", &sent).await), "not_found");
    });
}

#[test]
fn evidence_is_taken_for_what_asks_it_and_shown_to_its_applicant_and_reviewers() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = drafted(&app, detailed_form()).await;
        let put = |field: &'static str, sent: Vec<u8>| {
            let call = call.clone();
            async move { application::put_file(&call, id, field, sent).await }
        };
        for field in ["family_name", "hat", "qualifications.k1", "schools.k1", "qualifications.k1.picture"] {
            assert_eq!(code(put(field, picture(9, 9)).await), "not_found", "{field}");
        }
        let heic = [b"\0\0\0\x18ftypheic".as_slice(), &[0; 32]].concat();
        for (sent, expected) in [(heic, "photo.heic"), (b"GIF89a".to_vec(), "photo.not_picture")] {
            let problems = fields(put("identity", sent).await);
            let problem = Problem::Refused { code: expected.to_owned() };
            assert_eq!((problems[0].field.as_str(), &problems[0].problem), ("identity", &problem));
        }
        let small = put("identity", picture(40, 30)).await.unwrap();
        assert_eq!((small.width, small.height), (40, 30), "no smallest size for a document");
        let large = put("identity", picture(3_000, 1_500)).await.unwrap();
        assert_eq!((large.width, large.height), (2_400, 1_200));
        let kept = application::technician_draft(&call, id).await.unwrap().files;
        assert_eq!(kept, [("identity".to_owned(), large)], "the newer one in place of the older");

        let key = application::put_item(&call, id, List::Qualifications, None, &typed(&[])).await.unwrap();
        put("qualifications.k1", picture(50, 50)).await.unwrap();
        assert!(document::find_file(&call, id, "qualifications.k1").await.is_ok());
        application::remove_item(&call, id, List::Qualifications, &key).await.unwrap();
        assert_eq!(code(document::find_file(&call, id, "qualifications.k1").await), "not_found", "gone with its item");

        assert!(document::find_file(&desk.reviewer, id, "identity").await.is_ok());
        let (other, _) = started(&app, KIND).await;
        assert_eq!(code(document::find_file(&other, id, "identity").await), "forbidden.not_yours");
        for role in [Role::Technician, Role::BusinessAdmin, Role::SiteAdmin, Role::Gate] {
            assert_eq!(code(document::find_file(&stranger(&app, role), id, "identity").await), "forbidden.role");
        }
        assert_eq!(code(document::find_file(&app.call, id, "identity").await), "forbidden.log_in_first");
    });
}

/// A register that cannot be asked until it is mended.
#[derive(Default)]
struct Broken(std::sync::atomic::AtomicBool);

impl services::outside::ChiefRegister for Broken {
    fn find(&self, _: &str, _: domain::time::WorkDate) -> Result<Option<services::outside::Chief>, services::Error> {
        if self.0.load(std::sync::atomic::Ordering::Relaxed) {
            Ok(Some(services::outside::Chief { name: "登録鉄筋基幹技能者".to_owned(), expires: None }))
        } else {
            Err(services::Error::internal("no answer"))
        }
    }
}

#[test]
fn what_was_typed_stands_where_the_register_of_chiefs_cannot_be_asked() {
    both(|app| async move {
        let (mut call, id) = drafted(&app, detailed_form()).await;
        let register = std::sync::Arc::new(Broken::default());
        let mut outside = (*call.outside).clone();
        outside.chiefs = register.clone();
        call.outside = std::sync::Arc::new(outside);
        let typed = |number: &str| TechnicianForm {
            chief_number: number.to_owned(),
            chief_consent: "yes".to_owned(),
            ..TechnicianForm::default()
        };
        let told = application::save_page(&call, id, "chief", &typed("TK-1")).await;
        assert_eq!(code(told), "application.chief_not_asked");
        let form = application::technician_draft(&call, id).await.unwrap().form;
        assert_eq!((form.chief_number.as_str(), form.chief), ("TK-1", None));
        with_pictures(&app.call.acting(call.actor.clone()), id).await;
        assert_eq!(code(application::submit(&call, id).await), "application.chief_not_asked");
        register.0.store(true, std::sync::atomic::Ordering::Relaxed);
        application::submit(&call, id).await.unwrap();
        let form = application::technician_draft(&call, id).await.unwrap().form;
        assert_eq!(form.chief.unwrap().name, "登録鉄筋基幹技能者");
    });
}

#[test]
fn numbers_of_chiefs_cannot_be_tried_through() {
    both(|app| async move {
        let (call, id) = drafted(&app, detailed_form()).await;
        let mut told = String::new();
        for number in 0..60 {
            let typed = TechnicianForm {
                chief_number: format!("TK-{number}"),
                chief_consent: "yes".to_owned(),
                ..TechnicianForm::default()
            };
            match application::save_page(&call, id, "chief", &typed).await {
                Ok(()) => {}
                refused => {
                    told = code(refused);
                    break;
                }
            }
        }
        assert_eq!(told, "rate_limited");
    });
}

#[test]
fn a_form_holds_what_forms_hold_and_no_more() {
    both(|app| async move {
        let (call, id) = drafted(&app, detailed_form()).await;
        let long = TechnicianForm { family_name: "森".repeat(90_000), ..detailed_form() };
        assert_eq!(code(application::save_technician(&call, id, long).await), "application.too_much");
        let kept = application::technician_draft(&call, id).await.unwrap().form;
        assert_eq!(kept.family_name, detailed_form().family_name);
    });
}

#[test]
fn a_chief_needs_no_document_where_the_register_knows_number_and_birth_date() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = drafted(&app, detailed_form()).await;
        let chief = |number: &str, consent: &str| TechnicianForm {
            chief_number: number.to_owned(),
            chief_consent: consent.to_owned(),
            ..TechnicianForm::default()
        };
        let found = || async {
            let form = application::technician_draft(&call, id).await.unwrap().form;
            form.chief.map(|found| found.name)
        };
        application::save_page(&call, id, "chief", &chief("TK-2024-00117", "")).await.unwrap();
        assert_eq!(found().await, None, "not asked without consent");
        application::save_page(&call, id, "chief", &chief("TK-2024-00118", "yes")).await.unwrap();
        assert_eq!(found().await, None);
        with_pictures(&call, id).await;
        let wrong = fields(application::submit(&call, id).await);
        assert_eq!((wrong[0].field.as_str(), &wrong[0].problem), ("chief_number", &Problem::NotInRegister));
        application::save_page(&call, id, "chief", &chief("TK-2024-00117", "yes")).await.unwrap();
        assert_eq!(found().await.as_deref(), Some("登録鉄筋基幹技能者"));
        // Another birth date is another person.
        let birth = TechnicianForm { birth_day: "3".to_owned(), ..technician_form() };
        application::save_page(&call, id, "birth", &birth).await.unwrap();
        assert_eq!(found().await, None);
        application::save_page(&call, id, "birth", &technician_form()).await.unwrap();
        application::submit(&call, id).await.unwrap();
        let shown = application::case(&desk.reviewer, id).await.unwrap().fields;
        let note = shown.into_iter().find(|field| field.field == "chief_number").and_then(|field| field.note);
        assert_eq!(note, Some(ReviewNote::InRegister { name: "登録鉄筋基幹技能者".to_owned() }));
        approved(&desk.reviewer, id, KIND).await;
        let asked = fee_of(&desk.operator, id).await;
        let technician = fee::mark_paid(&desk.operator, asked).await.unwrap().unwrap().technician_id.unwrap();
        let kept = store::technician::detail::qualifications(app.db().read(), technician).await.unwrap();
        assert_eq!((kept.len(), kept[0].from_register, &kept[0].picture), (1, true, &None));
        assert_eq!(kept[0].expires.map(domain::time::WorkDate::number), Some(20_290_331));

        // Renewed there, it flows in; what was registered before is kept by day.
        let expires = || async {
            let held = store::technician::detail::qualifications(app.db().read(), technician).await.unwrap();
            held[0].expires.unwrap().number()
        };
        app.at(20_290_130, "06:00");
        day_work(&app).await;
        assert_eq!(expires().await, 20_290_331, "the register says what it said");
        app.chiefs_are("number,birth_date,name,expires\nTK-2024-00117,1996-04-02,登録鉄筋基幹技能者,2034-03-31\n");
        app.at(20_290_131, "06:00");
        day_work(&app).await;
        assert_eq!(expires().await, 20_290_331, "asked once a week");
        app.at(20_290_206, "06:00");
        day_work(&app).await;
        assert_eq!(expires().await, 20_340_331);
        let versions = store::technician::kept::all(app.db().read(), technician).await.unwrap();
        assert_eq!(versions.iter().map(|kept| kept.from.number()).collect::<Vec<_>>(), [20_261_120, 20_290_206]);
        let trail = store::event::of_subject(app.db().read(), "technician", &technician.to_string(), 50).await.unwrap();
        assert!(trail.iter().any(|event| event.process == "technician.chief_renewed"));
    });
}

#[test]
fn with_one_stop_no_card_is_ordered_before_the_level_is_judged() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let db = app.db().read();
        let cards = |id| async move { store::card::of_technician(db, id).await.unwrap().len() };
        crate::level::body(&app, &desk, "硝子工事の団体", "033", 0).await;
        let together = TechnicianForm { one_stop: "yes".to_owned(), trade_1: "44".to_owned(), ..detailed_form() };
        let waits = registered(&app, &desk, together).await;
        assert_eq!(cards(waits).await, 0);
        let alone = TechnicianForm { given_name: "葵".to_owned(), ..detailed_form() };
        let has = registered(&app, &desk, alone).await;
        assert_eq!(cards(has).await, 1);
        let kept = |id| async move { store::technician::detail::find(db, id).await.unwrap().level_awaited };
        assert_eq!((kept(waits).await, kept(has).await), (true, false));
        let (_, id) =
            technician_submitted(&app, TechnicianForm { one_stop: "yes".to_owned(), ..technician_form() }).await;
        let shown = application::case(&desk.reviewer, id).await.unwrap().fields;
        assert!(shown.iter().all(|field| field.field != "one_stop"), "the simple one has no level to judge");
    });
}

#[test]
fn the_same_person_is_seen_under_another_order_of_names_and_by_phone() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let first = desk.technician(&app, technician_form()).await;
        let swapped = TechnicianForm {
            family_name: "REN".to_owned(),
            given_name: "TAKAHASHI".to_owned(),
            family_kana: "レン".to_owned(),
            given_kana: "タカハシ".to_owned(),
            phone: "03-9999-0000".to_owned(),
            ..technician_form()
        };
        let by_phone = TechnicianForm {
            family_name: "別".to_owned(),
            family_kana: "ベツ".to_owned(),
            phone: "０９０ー１２３４ー５６７８".to_owned(),
            ..technician_form()
        };
        let born_elsewhen = TechnicianForm { birth_day: "3".to_owned(), ..technician_form() };
        // A birth date may be wrong: one name and one phone are enough.
        let another = TechnicianForm { phone: "03-9999-0001".to_owned(), ..born_elsewhen.clone() };
        let rows = [(swapped, true), (by_phone, true), (born_elsewhen, true), (another, false)];
        for (form, alike) in rows {
            let (call, id) = technician_submitted(&app, form).await;
            let checks = application::case(&desk.reviewer, id).await.unwrap().checks;
            let expected = if alike { vec![first.login_id.clone()] } else { Vec::new() };
            let expected = AutoCheck::PossibleDuplicate { ids: expected, applications: Vec::new() };
            assert!(checks.contains(&expected), "{checks:?}");
            application::withdraw(&call, id).await.unwrap();
        }
        assert!(!all_good(KIND).is_empty());
    });
}
