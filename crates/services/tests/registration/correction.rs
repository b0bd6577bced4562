//! Registered data put right by two persons: entered, approved, refused, taken back, and what stays as it was.

use crate::play::{Desk, admin, business_form, code, fields, office, picture, stranger, technician_form};
use domain::{
    access::Role,
    business::Filing,
    correction::{CorrectionState, Data, Subject},
    form::Problem,
    id::TechnicianId,
    notice::{NoticeKind, Value},
    technician::TechnicianForm,
};
use services::{
    Call, application, business,
    correction::{self, Proposal},
    document, job, notice,
};
use store::{ConnectionTrait, technician::version};
use testkit::{TestApp, both};

async fn person(app: &TestApp, desk: &Desk) -> TechnicianId {
    desk.technician(app, technician_form()).await.technician_id.unwrap()
}

/// What is registered of somebody, changed.
async fn typed(call: &Call, id: TechnicianId, change: impl Fn(&mut TechnicianForm)) -> Data {
    match correction::registered(call, Subject::Technician(id)).await.unwrap().data {
        Data::Technician(mut form) => {
            change(&mut form);
            Data::Technician(form)
        }
        Data::Business(_) => panic!("a person"),
    }
}

fn renamed(form: &mut TechnicianForm) {
    "高梨".clone_into(&mut form.family_name);
    "たかなし".clone_into(&mut form.family_kana);
}

#[test]
fn what_one_enters_another_approves_and_the_person_is_told_what_and_why() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let id = person(&app, &desk).await;
        let of = Subject::Technician(id);
        assert_eq!(correction::find(&desk.reviewer, &id.grouped()).await.unwrap(), Some(of));
        assert_eq!(correction::find(&desk.reviewer, "1").await.unwrap(), None);
        app.at(20_270_110, "10:00");
        let data = typed(&desk.reviewer, id, renamed).await;
        let entered = correction::enter(&desk.reviewer, of, &Proposal::new(data.clone(), "戸籍抄本で改姓を確かめた"))
            .await
            .unwrap();
        let before = store::technician::find(app.db().read(), id).await.unwrap().unwrap();
        assert_eq!(before.family_name, "髙橋", "nothing changes before it is approved");
        assert_eq!(code(correction::approve(&desk.reviewer, entered).await), "correction.two_persons");
        assert_eq!(code(correction::refuse(&desk.reviewer, entered, "x").await), "correction.two_persons");
        assert_eq!(code(correction::withdraw(&desk.operator, entered).await), "correction.not_own");

        let case = correction::case(&desk.operator, entered).await.unwrap();
        let seen: Vec<_> = case.changed.iter().map(|one| (&*one.field, &*one.before, &*one.after)).collect();
        assert_eq!(seen, [("family_name", "髙橋", "高梨"), ("family_kana", "タカハシ", "タカナシ")]);
        assert!(!case.own && case.is_on_card());
        correction::approve(&desk.operator, entered).await.unwrap();
        assert_eq!(code(correction::approve(&desk.operator, entered).await), "conflict.already_done");

        let now = store::technician::find(app.db().read(), id).await.unwrap().unwrap();
        assert_eq!((now.full_name(), now.full_kana()), ("高梨 蓮".to_owned(), "タカナシ レン".to_owned()));
        assert_eq!((now.level, now.registered_at, now.photo), (before.level, before.registered_at, before.photo));
        let account = store::account::of_technician(app.db().read(), id).await.unwrap().unwrap();
        assert_eq!(account.name, "高梨 蓮");
        let kept = version::all(app.db().read(), id).await.unwrap();
        let kept: Vec<_> = kept.iter().map(|one| (one.from.number(), one.form.family_name.clone())).collect();
        assert_eq!(kept, [(20_261_120, "髙橋".to_owned()), (20_270_110, "高梨".to_owned())]);

        let own = app.by(services::account::actor_of(app.db(), account.id).await.unwrap());
        let told = notice::list(&own).await.unwrap();
        let made = told.iter().find(|line| line.kind == NoticeKind::CorrectionMade).unwrap();
        let fields = Value::Fields(vec!["family_name".to_owned(), "family_kana".to_owned()]);
        assert_eq!(made.values.get("fields"), Some(&fields));
        assert_eq!(made.values.get("reason"), Some(&Value::Text("戸籍抄本で改姓を確かめた".to_owned())));
        while job::run_due(&app.system()).await.unwrap() > 0 {}
        let sent = app.texts.sent();
        assert!(sent.iter().any(|letter| letter.to == "09012345678" && letter.body.contains("訂正")), "{sent:?}");
        let trail = store::event::of_subject(app.db().read(), "technician", &id.to_string(), 50).await.unwrap();
        let noted = trail.iter().find(|event| event.process == "technician.correct").unwrap();
        assert!(noted.old.as_ref().unwrap().contains("髙橋") && noted.new.as_ref().unwrap().contains("高梨"));
    });
}

#[test]
fn all_that_is_wrong_is_told_at_once_and_nothing_to_put_right_is_no_correction() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let id = person(&app, &desk).await;
        let of = Subject::Technician(id);
        let wrong = typed(&desk.reviewer, id, |form| {
            form.family_name.clear();
            "13x".clone_into(&mut form.postcode);
            "39".clone_into(&mut form.birth_day);
        })
        .await;
        let found = fields(
            correction::enter(&desk.reviewer, of, &Proposal::new(wrong, " ").with_file("photo", vec![1, 2, 3])).await,
        );
        let named: Vec<&str> = found.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["family_name", "birth_date", "postcode", "photo", "reason"]);
        let same = typed(&desk.reviewer, id, |_| {}).await;
        assert_eq!(code(correction::enter(&desk.reviewer, of, &Proposal::new(same, "x")).await), "correction.nothing");
        let long = "あ".repeat(501);
        let data = typed(&desk.reviewer, id, renamed).await;
        let found = fields(correction::enter(&desk.reviewer, of, &Proposal::new(data.clone(), &long)).await);
        assert_eq!((found[0].field.as_str(), &found[0].problem), ("reason", &Problem::TooLong { max: 500 }));
        let nobody = Subject::Technician(TechnicianId::from_body(7));
        assert_eq!(
            code(correction::enter(&desk.reviewer, nobody, &Proposal::new(data.clone(), "x")).await),
            "not_found"
        );
        correction::enter(&desk.reviewer, of, &Proposal::new(data.clone(), "x")).await.unwrap();
        assert_eq!(
            code(correction::enter(&desk.operator, of, &Proposal::new(data.clone(), "x")).await),
            "correction.waits"
        );
        assert_eq!(correction::list(&desk.operator, false, None).await.unwrap().all, 1);
    });
}

#[test]
fn a_photo_and_a_phone_are_put_right_and_the_old_phone_is_told_too() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let id = person(&app, &desk).await;
        let of = Subject::Technician(id);
        let old = store::technician::photo(app.db().read(), id).await.unwrap().flatten().unwrap();
        let data = typed(&desk.operator, id, |form| "080-2222-3333".clone_into(&mut form.phone)).await;
        let proposal = Proposal::new(data, "本人の申し出").with_file("photo", picture(400, 600));
        let entered = correction::enter(&desk.operator, of, &proposal).await.unwrap();
        for (call, before, seen) in [
            (&desk.reviewer, true, true),
            (&desk.reviewer, false, true),
            (&stranger(&app, Role::Technician), false, false),
        ] {
            assert_eq!(document::find_of_correction(call, entered, before).await.is_ok(), seen);
        }
        correction::approve(&desk.reviewer, entered).await.unwrap();
        let new = store::technician::photo(app.db().read(), id).await.unwrap().flatten().unwrap();
        assert_ne!(old, new);
        app.call.clock.set(app.call.now().plus_ms(2 * domain::time::HOUR_MS));
        document::sweep(&app.system()).await.unwrap();
        assert!(
            document::find_of_correction(&desk.reviewer, entered, true)
                .await
                .unwrap()
                .load(&app.system())
                .await
                .is_ok(),
            "what was there is kept"
        );
        while job::run_due(&app.system()).await.unwrap() > 0 {}
        let sent = app.texts.sent();
        for phone in ["09012345678", "08022223333"] {
            assert!(sent.iter().any(|one| one.to == phone && one.body.contains("訂正")), "{phone}: {sent:?}");
        }
    });
}

#[test]
fn refused_and_taken_back_change_nothing_and_leave_room_for_another() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let id = person(&app, &desk).await;
        let of = Subject::Technician(id);
        let data = typed(&desk.reviewer, id, renamed).await;
        let first = correction::enter(&desk.reviewer, of, &Proposal::new(data.clone(), "x")).await.unwrap();
        assert_eq!(fields(correction::refuse(&desk.operator, first, " ").await)[0].problem, Problem::Missing);
        correction::refuse(&desk.operator, first, "書類が足りない").await.unwrap();
        let second = correction::enter(&desk.reviewer, of, &Proposal::new(data.clone(), "x")).await.unwrap();
        correction::withdraw(&desk.reviewer, second).await.unwrap();
        assert_eq!(code(correction::approve(&desk.operator, second).await), "conflict.already_done");
        let seen = correction::list(&desk.operator, true, None).await.unwrap();
        let states: Vec<_> = seen.rows.iter().map(|row| row.state).collect();
        assert_eq!(states.len(), 2);
        assert!(states.contains(&CorrectionState::Refused) && states.contains(&CorrectionState::Withdrawn));
        assert_eq!(correction::list(&desk.operator, false, None).await.unwrap().all, 0);
        assert_eq!(store::technician::find(app.db().read(), id).await.unwrap().unwrap().family_name, "髙橋");
        assert!(version::all(app.db().read(), id).await.unwrap().is_empty());

        // What changed meanwhile makes it a correction of something else.
        let third = correction::enter(&desk.reviewer, of, &Proposal::new(data.clone(), "x")).await.unwrap();
        let sql = format!("UPDATE technician SET address = '江東区東陽9-9-9' WHERE id = {id}");
        app.db().writer().execute_unprepared(&sql).await.unwrap();
        assert_eq!(code(correction::approve(&desk.operator, third).await), "correction.moved_on");
        let case = correction::case(&desk.operator, third).await.unwrap();
        assert_eq!(case.row.state, CorrectionState::Waiting, "and it can still be refused");
    });
}

#[test]
fn a_business_is_put_right_and_what_was_before_is_kept_by_day() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let id = firm.business_id.unwrap();
        let of = Subject::Business(id);
        let Data::Business(mut filled) = correction::registered(&desk.reviewer, of).await.unwrap().data else {
            panic!("a business")
        };
        app.at(20_270_201, "09:00");
        "港栄建設工業株式会社".clone_into(&mut filled.name);
        let data = Data::Business(filled);
        let entered =
            correction::enter(&desk.reviewer, of, &Proposal::new(data.clone(), "登記簿で確かめた")).await.unwrap();
        correction::approve(&desk.operator, entered).await.unwrap();
        let admin = admin(&app, &firm).await;
        let seen = business::registration(&admin).await.unwrap();
        assert_eq!(seen.form.name, "港栄建設工業株式会社");
        assert_eq!(seen.versions[0].changed, ["name"]);
        let on = |day| business::registration_on(&admin, domain::time::WorkDate::from_stored(day));
        assert_eq!(on(20_270_131).await.unwrap().name, "港栄建設株式会社");
        let row = store::business::find(app.db().read(), id).await.unwrap().unwrap();
        assert_eq!(row.valid_until.number(), 20_311_130, "a correction does not renew");
        assert!(notice::list(&admin).await.unwrap().iter().any(|line| line.kind == NoticeKind::CorrectionMade));
        // A change that was begun before goes on from what is registered now.
        let change = business::start_filing(&admin, Filing::Change).await.unwrap();
        let draft = application::business_draft(&crate::play::applicant(&app, change), change).await.unwrap();
        assert_eq!(draft.form.name, "港栄建設工業株式会社");
    });
}

#[test]
fn nobody_outside_the_office_corrects_anything() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let id = person(&app, &desk).await;
        let data = typed(&desk.reviewer, id, renamed).await;
        let of = Subject::Technician(id);
        let entered = correction::enter(&desk.reviewer, of, &Proposal::new(data.clone(), "x")).await.unwrap();
        for (role, refused) in [
            (Role::Public, "forbidden.log_in_first"),
            (Role::Applicant, "forbidden.log_in_first"),
            (Role::Technician, "forbidden.role"),
            (Role::BusinessAdmin, "forbidden.role"),
            (Role::Registrar, "forbidden.role"),
        ] {
            let call = stranger(&app, role);
            assert_eq!(
                code(correction::enter(&call, of, &Proposal::new(data.clone(), "x")).await),
                refused,
                "{role:?}"
            );
            assert_eq!(code(correction::approve(&call, entered).await), refused);
            assert_eq!(code(correction::refuse(&call, entered, "x").await), refused);
            assert_eq!(code(correction::withdraw(&call, entered).await), refused);
            assert_eq!(code(correction::case(&call, entered).await), refused);
            assert_eq!(code(correction::list(&call, true, None).await), refused);
            assert_eq!(code(correction::registered(&call, of).await), refused);
            assert_eq!(code(correction::find(&call, "1").await), refused);
        }
        let second = office(&app, Role::Reviewer, "shinsa-2").await;
        correction::approve(&second, entered).await.unwrap();
    });
}
