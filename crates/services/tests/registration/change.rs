//! A registered technician sees everything registered of them, and changes it by an application that is judged.

use crate::play::{
    Desk, admin, applicant, approved, business_form, code, detailed_form, fee_of, fields, picture, started, stranger,
    technician_form, typed,
};
use domain::{
    access::Role,
    application::{ApplicationKind, DeficiencyReason, State, Verdict},
    correction::{Data, Subject},
    form::Problem,
    id::{ApplicationId, BusinessId},
    notice::NoticeKind,
    technician::{List, TechnicianForm},
    time::WorkDate,
};
use services::{
    Call, application,
    correction::{self, Proposal},
    document, fee, notice, registration,
};
use testkit::{TestApp, both};

const KIND: ApplicationKind = ApplicationKind::TechnicianChange;

/// A detailed registrant with one qualification and its picture, employed by `main`.
pub async fn detailed(app: &TestApp, desk: &Desk, main: BusinessId) -> Call {
    let (call, id) = started(app, ApplicationKind::TechnicianDetailed).await;
    let form = TechnicianForm {
        employer_id: main.to_string(),
        employed_on: "2024-04-01".to_owned(),
        card_to: "other".to_owned(),
        card_postcode: "1080014".to_owned(),
        card_prefecture: "13".to_owned(),
        card_address: "港区芝4-5-6".to_owned(),
        card_phone: "0312345678".to_owned(),
        emergency_name: "髙橋 光".to_owned(),
        emergency_relation: "父".to_owned(),
        emergency_phone: "0312345679".to_owned(),
        ..detailed_form()
    };
    application::save_technician(&call, id, form).await.unwrap();
    let lifting = typed(&[("name", "玉掛け技能講習"), ("acquired", "2016-02-01"), ("expires", "2026-12-31")]);
    application::put_item(&call, id, List::Qualifications, None, &lifting).await.unwrap();
    let school = typed(&[("kind", "high"), ("name", "港高校"), ("year", "2014")]);
    application::put_item(&call, id, List::Schools, None, &school).await.unwrap();
    for (field, size) in [("photo", 400), ("identity", 500), ("qualifications.k1", 600)] {
        application::put_file(&call, id, field, picture(300, size)).await.unwrap();
    }
    application::submit(&call, id).await.unwrap();
    approved(&desk.reviewer, id, ApplicationKind::TechnicianDetailed).await;
    let issued = fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();
    admin(app, &issued).await
}

pub async fn firm(app: &TestApp, desk: &Desk, name: &str) -> BusinessId {
    desk.business(app, business_form(name)).await.business_id.unwrap()
}

/// Begins a change, types over what is registered and hands it in.
pub async fn filed(
    app: &TestApp,
    me: &Call,
    pages: &[&str],
    change: impl Fn(&mut TechnicianForm),
) -> (Call, ApplicationId) {
    let id = application::start_change(me).await.unwrap();
    let call = applicant(app, id);
    let mut form = application::technician_draft(&call, id).await.unwrap().form;
    change(&mut form);
    for page in pages {
        application::save_page(&call, id, page, &form).await.unwrap();
    }
    let consent = TechnicianForm { consent: "yes".to_owned(), ..TechnicianForm::default() };
    application::save_final(&call, id, &consent).await.unwrap();
    (call, id)
}

pub fn moved(form: &mut TechnicianForm) {
    "1080014".clone_into(&mut form.postcode);
    "港区芝1-2-3".clone_into(&mut form.address);
    "080-1111-2222".clone_into(&mut form.phone);
}

/// Another address and 中退共, a training more and a school less.
async fn typed_over(call: &Call, id: ApplicationId, mut form: TechnicianForm) {
    moved(&mut form);
    "joined".clone_into(&mut form.chutaikyo);
    application::save_page(call, id, "contact", &form).await.unwrap();
    application::save_page(call, id, "chutaikyo", &form).await.unwrap();
    let training = typed(&[("name", "職長教育"), ("by", "湊町技能センター"), ("on", "2026-12-01")]);
    application::put_item(call, id, List::Trainings, None, &training).await.unwrap();
    application::remove_item(call, id, List::Schools, "k1").await.unwrap();
}

pub async fn judged_good(desk: &Desk, id: ApplicationId) {
    application::claim(&desk.reviewer, id).await.unwrap();
    application::save_verdicts_and_rest(&desk.reviewer, id, Vec::new()).await.unwrap();
    application::approve(&desk.reviewer, id).await.unwrap();
}

#[test]
fn everything_registered_is_seen_by_whoever_it_is_of_and_by_nobody_else() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let main = firm(&app, &desk, "港栄建設株式会社").await;
        let me = detailed(&app, &desk, main).await;
        let of = registration::view(&me, None).await.unwrap();
        let form = &of.registered.form;
        assert!(of.detailed && of.has_photo && of.under_way.is_none());
        let known = [&form.family_name, &form.card_address, &form.emergency_name, &form.health_insurance_kind];
        assert_eq!(known, ["髙橋", "港区芝4-5-6", "髙橋 光", "kyokai"]);
        assert_eq!((form.identity_kind.as_str(), form.accident_insurance.as_str()), ("drivers_licence", "none"));
        assert_eq!((form.qualifications[0].name.as_str(), form.schools[0].name.as_str()), ("玉掛け技能講習", "港高校"));
        let employed = &of.employments[0];
        assert_eq!(
            (employed.name.as_str(), employed.from.number(), employed.until),
            ("港栄建設株式会社", 20_240_401, None)
        );
        let found = registration::find_picture(&me, "qualifications.k1", 1).await.unwrap();
        assert!(found.load(&me).await.unwrap().bytes.starts_with(&[0xff, 0xd8]), "its certificate");
        for (field, page) in
            [("qualifications.k2", 1), ("identity", 1), ("qualifications.k1", 2), ("qualifications.k1", 0)]
        {
            assert_eq!(
                code(registration::find_picture(&me, field, page).await.map(drop)),
                "not_found",
                "{field} {page}"
            );
        }
        let day = |number| Some(WorkDate::from_stored(number));
        assert!(registration::view(&me, day(20_261_120)).await.is_ok(), "the day it was registered");
        for number in [20_261_119, 20_261_121] {
            assert_eq!(code(registration::view(&me, day(number)).await.map(drop)), "not_found", "{number}");
        }
        for role in [Role::BusinessAdmin, Role::SiteAdmin, Role::Operator, Role::Reviewer, Role::Registrar, Role::Gate]
        {
            let who = stranger(&app, role);
            assert_eq!(code(registration::view(&who, None).await.map(drop)), "forbidden.role", "{role:?}");
            assert_eq!(
                code(registration::find_picture(&who, "qualifications.k1", 1).await.map(drop)),
                "forbidden.role"
            );
            assert_eq!(code(application::start_change(&who).await), "forbidden.role", "{role:?}");
        }
        assert_eq!(code(registration::view(&app.call, None).await.map(drop)), "forbidden.log_in_first");
        assert_eq!(code(application::start_change(&app.call).await), "forbidden.log_in_first");
        assert_eq!(code(application::start(&app.call, KIND).await), "not_found", "not without a log-in");
    });
}

#[test]
fn a_change_is_free_judged_where_it_differs_and_what_was_before_is_kept_by_day() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let main = firm(&app, &desk, "港栄建設株式会社").await;
        let me = detailed(&app, &desk, main).await;
        let person = me.actor.technician.unwrap();
        // The certificate goes by; what stays is not asked about it.
        app.at(20_270_110, "10:00");
        let (call, id) = filed(&app, &me, &["contact", "chutaikyo"], |_| {}).await;
        assert_eq!(application::start_change(&me).await.unwrap(), id, "the one under way is gone on with");
        assert_eq!(code(application::submit(&call, id).await), "application.nothing_changed");
        let draft = application::technician_draft(&call, id).await.unwrap();
        assert_eq!((draft.view.kind, draft.view.fee.as_ref().unwrap().amount.get()), (KIND, 0));

        // Neither photo nor birth date is taken, however it is sent.
        assert_eq!(code(application::put_photo(&call, id, picture(300, 400)).await), "not_found");
        let mut born = draft.form.clone();
        "9".clone_into(&mut born.birth_year);
        application::save_page(&call, id, "birth", &born).await.unwrap();
        assert_eq!(code(application::save_technician(&call, id, born).await), "not_found");
        assert_eq!(application::technician_draft(&call, id).await.unwrap().form.birth_year, "8");
        assert_eq!(code(application::save_page(&call, id, "photo", &draft.form).await), "not_found");

        typed_over(&call, id, draft.form).await;
        application::submit(&call, id).await.unwrap();

        application::claim(&desk.reviewer, id).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap();
        let seen: Vec<(&str, &str)> =
            case.fields.iter().map(|field| (&*field.field, field.before.as_deref().unwrap_or("?"))).collect();
        assert_eq!(
            seen,
            [
                ("postcode", "1350016"),
                ("address", "江東区東陽2-3-4"),
                ("phone", "09012345678"),
                ("chutaikyo", "none"),
                ("schools.k1", "kind=high\nname=港高校\nyear=2014"),
                ("trainings.k1", ""),
            ]
        );
        assert!(case.fields.iter().all(|field| field.wanted) && case.fee.unwrap().amount.get() == 0);
        let wrong = vec![("trainings.k1".to_owned(), Verdict::Deficient(DeficiencyReason::Unreadable))];
        application::save_verdicts_and_rest(&desk.reviewer, id, wrong).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        application::put_file(&call, id, "trainings.k1", picture(300, 700)).await.unwrap();
        application::submit(&call, id).await.unwrap();
        application::save_verdicts_and_rest(&desk.reviewer, id, Vec::new()).await.unwrap();
        application::approve(&desk.reviewer, id).await.unwrap();
        assert_eq!(application::view(&call, id).await.unwrap().state, State::Completed, "nothing is to be paid");

        let now = registration::view(&me, None).await.unwrap().registered;
        assert_eq!((now.form.address.as_str(), now.form.phone.as_str()), ("港区芝1-2-3", "08011112222"));
        assert_eq!((now.form.chutaikyo.as_str(), now.form.schools.len()), ("joined", 0));
        assert_eq!((now.form.trainings[0].name.as_str(), now.form.birth_year.as_str()), ("職長教育", "8"));
        assert_eq!(now.form.qualifications[0].expires, "2026-12-31", "what had gone by stays as it was");
        assert_eq!(now.pictures.len(), 2, "the old certificate and the new one");
        let day = |number| Some(WorkDate::from_stored(number));
        let before = registration::view(&me, day(20_270_109)).await.unwrap();
        let form = before.registered.form;
        assert_eq!((form.address.as_str(), form.chutaikyo.as_str()), ("江東区東陽2-3-4", "none"));
        assert_eq!((form.schools.len(), form.trainings.len()), (1, 0));
        let days = registration::view(&me, None).await.unwrap().days;
        assert_eq!(days.iter().map(|changed| changed.day.number()).collect::<Vec<_>>(), [20_270_110, 20_261_120]);
        assert!(
            ["address", "chutaikyo", "schools", "trainings"]
                .iter()
                .all(|name| days[0].fields.iter().any(|of| of == name))
        );
        assert!(notice::list(&me).await.unwrap().iter().any(|line| line.kind == NoticeKind::DataChanged));
        let detail = store::technician::detail::find(app.db().read(), person).await.unwrap();
        assert_eq!(detail.detailed_at.unwrap().date().number(), 20_261_120, "since when it is detailed stays");
    });
}

#[test]
fn who_one_is_is_changed_with_a_document_and_the_log_in_is_called_so() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let main = firm(&app, &desk, "港栄建設株式会社").await;
        let me = detailed(&app, &desk, main).await;
        let (call, id) = filed(&app, &me, &["name"], |form| {
            "高梨".clone_into(&mut form.family_name);
            "タカナシ".clone_into(&mut form.family_kana);
        })
        .await;
        let missing = fields(application::submit(&call, id).await);
        assert_eq!(
            (missing[0].field.as_str(), &missing[0].problem, missing.len()),
            ("identity", &Problem::NoPicture, 1)
        );
        application::put_file(&call, id, "identity", picture(300, 777)).await.unwrap();
        application::submit(&call, id).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap();
        let judged: Vec<&str> = case.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(judged, ["family_name", "family_kana", "identity_kind", "identity"]);
        judged_good(&desk, id).await;
        assert_eq!(services::account::profile(&me).await.unwrap().name, "高梨 蓮");
    });
}

#[test]
fn employments_end_and_begin_on_the_days_given_and_the_businesses_are_told() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let old = firm(&app, &desk, "港栄建設株式会社").await;
        let new = firm(&app, &desk, "北浜架設株式会社").await;
        let me = detailed(&app, &desk, old).await;
        let (call, id) = filed(&app, &me, &["employer"], |form| {
            form.employer_id = new.to_string();
            "2026-10-01".clone_into(&mut form.employed_on);
        })
        .await;
        let second = typed(&[("business_id", &old.to_string()), ("from", "2026-10-01"), ("until", "2027-03-31")]);
        application::put_item(&call, id, List::Employers, None, &second).await.unwrap();
        application::submit(&call, id).await.unwrap();
        judged_good(&desk, id).await;
        let of = registration::view(&me, None).await.unwrap();
        let rows: Vec<_> = of
            .employments
            .iter()
            .map(|line| (line.business, line.from.number(), line.until.map(WorkDate::number), line.main))
            .collect();
        assert_eq!(
            rows,
            [
                (new, 20_261_001, None, true),
                (old, 20_261_001, Some(20_270_331), false),
                (old, 20_240_401, Some(20_260_930), true),
            ]
        );
        // What is registered is not taken out: it ends.
        let (call, id) = filed(&app, &me, &[], |_| {}).await;
        let gone = application::remove_item(&call, id, List::Employers, "k1").await;
        assert_eq!(code(gone), "application.employment_ends");
        let mut form = application::technician_draft(&call, id).await.unwrap().form;
        form.employer_id.clear();
        application::save_page(&call, id, "employer", &form).await.unwrap();
        let wrong = fields(application::submit(&call, id).await);
        assert_eq!((wrong[0].field.as_str(), &wrong[0].problem), ("employed_until", &Problem::Missing));
        "2026-11-30".clone_into(&mut form.employed_until);
        application::save_page(&call, id, "employer", &form).await.unwrap();
        application::submit(&call, id).await.unwrap();
        judged_good(&desk, id).await;
        let rows = registration::view(&me, None).await.unwrap().employments;
        assert_eq!(rows[0].until.map(WorkDate::number), Some(20_261_130));
    });
}

#[test]
fn a_simple_registrant_changes_what_is_asked_simply_and_an_upgrade_meanwhile_is_not_undone() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let me = admin(&app, &desk.technician(&app, technician_form()).await).await;
        let (call, id) = filed(&app, &me, &["contact"], moved).await;
        assert_eq!(application::view(&call, id).await.unwrap().kind, ApplicationKind::TechnicianSimpleChange);
        let award = typed(&[("name", "優良技能者"), ("on", "2026-01-10")]);
        assert_eq!(code(application::put_item(&call, id, List::Awards, None, &award).await), "not_found");
        assert_eq!(code(application::save_page(&call, id, "accident", &detailed_form()).await), "not_found");
        application::submit(&call, id).await.unwrap();

        let upgrade = application::start_upgrade(&me).await.unwrap();
        let up = applicant(&app, upgrade);
        for page in ["identity", "accident"] {
            application::save_page(&up, upgrade, page, &detailed_form()).await.unwrap();
        }
        application::put_item(&up, upgrade, List::Awards, None, &award).await.unwrap();
        application::put_file(&up, upgrade, "identity", picture(300, 500)).await.unwrap();
        application::save_final(&up, upgrade, &TechnicianForm { consent: "yes".to_owned(), ..detailed_form() })
            .await
            .unwrap();
        application::submit(&up, upgrade).await.unwrap();
        approved(&desk.reviewer, upgrade, ApplicationKind::TechnicianUpgrade).await;
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, upgrade).await).await.unwrap().unwrap();

        judged_good(&desk, id).await;
        let of = registration::view(&me, None).await.unwrap();
        assert!(of.detailed);
        assert_eq!((of.registered.form.awards.len(), of.registered.form.address.as_str()), (1, "港区芝1-2-3"));
        assert_eq!(of.registered.form.identity_kind, "drivers_licence");
    });
}

#[test]
fn a_correction_and_a_change_that_wait_at_once_both_stand() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let main = firm(&app, &desk, "港栄建設株式会社").await;
        let me = detailed(&app, &desk, main).await;
        let of = Subject::Technician(me.actor.technician.unwrap());
        let (call, id) = filed(&app, &me, &["contact"], moved).await;
        application::submit(&call, id).await.unwrap();
        app.at(20_261_125, "10:00");
        let Data::Technician(mut form) = correction::registered(&desk.reviewer, of).await.unwrap().data else {
            panic!("a person")
        };
        "高橋".clone_into(&mut form.family_name);
        let entered = correction::enter(&desk.reviewer, of, &Proposal::new(Data::Technician(form), "戸籍で確かめた"))
            .await
            .unwrap();
        correction::approve(&desk.operator, entered).await.unwrap();
        app.at(20_261_130, "10:00");
        judged_good(&desk, id).await;
        let name_and_address = |on| {
            let me = me.clone();
            async move {
                let form = registration::view(&me, Some(WorkDate::from_stored(on))).await.unwrap().registered.form;
                (form.family_name, form.address)
            }
        };
        let both = |name: &str, address: &str| (name.to_owned(), address.to_owned());
        assert_eq!(name_and_address(20_261_120).await, both("髙橋", "江東区東陽2-3-4"));
        assert_eq!(name_and_address(20_261_124).await, both("髙橋", "江東区東陽2-3-4"));
        assert_eq!(name_and_address(20_261_125).await, both("高橋", "江東区東陽2-3-4"));
        assert_eq!(name_and_address(20_261_129).await, both("高橋", "江東区東陽2-3-4"));
        assert_eq!(name_and_address(20_261_130).await, both("高橋", "港区芝1-2-3"));
        let photo = document::photo(&me, me.actor.technician.unwrap()).await;
        assert!(photo.is_ok(), "the photo is as it was");
    });
}
