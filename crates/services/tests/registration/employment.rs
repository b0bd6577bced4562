//! A business says whom it employs, the person answers; it says whom it employs no more, the person can object.

use crate::play::{Desk, admin, business_form, code, fields, stranger, technician_form};
use domain::{
    access::Role,
    employment::{EmploymentForm, RequestRow, Standing},
    form::Problem,
    id::{EmploymentRequestId, TechnicianId},
    notice::NoticeKind,
};
use services::{Call, employment, notice};
use testkit::{TestApp, both};

fn form(id: TechnicianId, kind: &str) -> EmploymentForm {
    let text = str::to_owned;
    EmploymentForm {
        technician: id.grouped(),
        birth_era: text("heisei"),
        birth_year: text("8"),
        birth_month: text("4"),
        birth_day: text("2"),
        kind: text(kind),
        from: text("2026-11-01"),
    }
}

struct Play {
    firm: Call,
    other: Call,
    me: Call,
    id: TechnicianId,
}

async fn play(app: &TestApp) -> Play {
    let desk = Desk::open(app).await;
    let firm = desk.business(app, business_form("港栄建設株式会社")).await;
    let other = desk.business(app, business_form("北浜架設株式会社")).await;
    let person = desk.technician(app, technician_form()).await;
    Play {
        firm: admin(app, &firm).await,
        other: admin(app, &other).await,
        me: admin(app, &person).await,
        id: person.technician_id.unwrap(),
    }
}

async fn newest(call: &Call) -> RequestRow {
    employment::list(call, None).await.unwrap().rows.remove(0)
}

async fn told(call: &Call, kind: NoticeKind) -> bool {
    notice::list(call).await.unwrap().iter().any(|line| line.kind == kind)
}

#[test]
fn a_business_employs_a_person_from_the_day_they_agree_to() {
    both(|app| async move {
        let Play { firm, other, me, id } = play(&app).await;
        employment::ask(&firm, &form(id, "main")).await.unwrap();
        assert_eq!(code(employment::ask(&firm, &form(id, "other")).await), "employment.waits");
        let row = newest(&me).await;
        assert_eq!((row.business_name.as_str(), row.standing), ("港栄建設株式会社", Standing::Waiting));
        assert!(told(&me, NoticeKind::EmploymentAsked).await);
        // Nothing is seen before they agree.
        assert!(services::roster::my_people(&firm).await.unwrap().is_empty());
        assert_eq!(code(employment::employed(&firm, id).await), "not_found");
        assert_eq!(code(employment::agree(&firm, row.id).await), "forbidden.role");
        assert_eq!(code(employment::withdraw(&other, row.id).await), "not_found", "another's");
        employment::agree(&me, row.id).await.unwrap();
        assert_eq!(code(employment::agree(&me, row.id).await), "employment.answered");
        assert_eq!(code(employment::withdraw(&firm, row.id).await), "employment.answered");
        assert!(told(&firm, NoticeKind::EmploymentBegun).await);
        assert_eq!(services::roster::my_people(&firm).await.unwrap().len(), 1);
        assert_eq!(code(employment::ask(&firm, &form(id, "other")).await), "employment.already");

        // Another main employer: the one before ends the day before, and hears of it.
        let later = EmploymentForm { from: "2026-11-15".to_owned(), ..form(id, "main") };
        employment::ask(&other, &later).await.unwrap();
        employment::agree(&me, newest(&me).await.id).await.unwrap();
        assert!(told(&firm, NoticeKind::EmploymentEnded).await);
        let rows = services::registration::view(&me, None).await.unwrap().employments;
        let days: Vec<_> =
            rows.iter().map(|row| (row.from.number(), row.until.map(domain::time::WorkDate::number))).collect();
        assert_eq!(days, [(20_261_115, None), (20_261_101, Some(20_261_114))]);
    });
}

#[test]
fn who_refuses_is_not_shown_and_what_is_taken_back_is_gone() {
    both(|app| async move {
        let Play { firm, other, me, id } = play(&app).await;
        employment::ask(&firm, &form(id, "main")).await.unwrap();
        employment::refuse(&me, newest(&me).await.id).await.unwrap();
        let line = notice::list(&firm).await.unwrap();
        let line = line.iter().find(|line| line.kind == NoticeKind::EmploymentRefused).unwrap();
        assert!(!format!("{:?}", line.values).contains("髙橋"), "no name: {line:?}");
        assert!(services::roster::my_people(&firm).await.unwrap().is_empty());
        employment::ask(&other, &form(id, "other")).await.unwrap();
        let row = newest(&other).await;
        employment::withdraw(&other, row.id).await.unwrap();
        assert_eq!(code(employment::agree(&me, row.id).await), "employment.answered");
        assert_eq!(employment::list(&me, None).await.unwrap().all, 1, "what was taken back does not concern them");

        let wrong_day = EmploymentForm { birth_day: "3".to_owned(), ..form(id, "main") };
        assert_eq!(code(employment::ask(&firm, &wrong_day).await), "employment.nobody");
        let nobody = EmploymentForm { technician: TechnicianId::from_body(7).to_string(), ..form(id, "main") };
        assert_eq!(code(employment::ask(&firm, &nobody).await), "employment.nobody");
        assert_eq!(fields(employment::ask(&firm, &EmploymentForm::default()).await).len(), 4);
    });
}

#[test]
fn a_late_answer_undoes_no_later_employment_and_after_sixty_days_there_is_none() {
    both(|app| async move {
        let Play { firm, other, me, id } = play(&app).await;
        employment::ask(&firm, &form(id, "main")).await.unwrap();
        let early = newest(&me).await;
        let later = EmploymentForm { from: "2026-11-15".to_owned(), ..form(id, "main") };
        employment::ask(&other, &later).await.unwrap();
        employment::agree(&me, newest(&me).await.id).await.unwrap();
        assert_eq!(code(employment::agree(&me, early.id).await), "employment.newer");
        let standing = |rows: Vec<RequestRow>| rows.into_iter().find(|row| row.id == early.id).unwrap().standing;
        assert_eq!(standing(employment::list(&me, None).await.unwrap().rows), Standing::Waiting, "still to be refused");
        app.at(20_270_122, "09:00");
        assert_eq!(standing(employment::list(&firm, None).await.unwrap().rows), Standing::Lapsed);
        assert_eq!(code(employment::refuse(&me, early.id).await), "employment.answered");
        employment::ask(&firm, &form(id, "other")).await.unwrap();
        employment::agree(&me, newest(&me).await.id).await.unwrap();
        let rows = services::registration::view(&me, None).await.unwrap().employments;
        assert_eq!(rows.iter().map(|row| row.main).collect::<Vec<_>>(), [true, false]);
        // Who was a secondary employer and is the main one now is not both.
        let main = EmploymentForm { from: "2027-01-20".to_owned(), ..form(id, "main") };
        employment::ask(&firm, &main).await.unwrap();
        employment::agree(&me, newest(&me).await.id).await.unwrap();
        let rows = services::registration::view(&me, None).await.unwrap().employments;
        let lasting: Vec<_> =
            rows.iter().filter(|row| row.until.is_none()).map(|row| (row.from.number(), row.main)).collect();
        assert_eq!(lasting, [(20_270_120, true)]);
    });
}

#[test]
fn an_objection_erases_nobody_elses_employment_and_nothing_of_the_past() {
    both(|app| async move {
        let Play { firm, other, me, id } = play(&app).await;
        employment::ask(&firm, &form(id, "main")).await.unwrap();
        employment::agree(&me, newest(&me).await.id).await.unwrap();
        app.at(20_261_201, "09:00");
        employment::end(&firm, id, "2026-11-30").await.unwrap();
        let ended = newest(&me).await.id;
        let next = EmploymentForm { from: "2026-12-01".to_owned(), ..form(id, "main") };
        employment::ask(&other, &next).await.unwrap();
        employment::agree(&me, newest(&me).await.id).await.unwrap();
        employment::object(&me, ended).await.unwrap();
        let spans = || async {
            let rows = services::registration::view(&me, None).await.unwrap().employments;
            let number = domain::time::WorkDate::number;
            rows.iter().map(|row| (row.from.number(), row.until.map(number), row.main)).collect::<Vec<_>>()
        };
        let expected = [(20_261_201, None, true), (20_261_201, None, false), (20_261_101, Some(20_261_130), true)];
        assert_eq!(spans().await, expected, "the other is main, and until then this one was");

        // Of two ends the newer holds; the older is history.
        employment::end(&other, id, "2027-03-31").await.unwrap();
        let older = newest(&me).await.id;
        app.at(20_261_202, "09:00");
        employment::end(&other, id, "2026-12-31").await.unwrap();
        assert_eq!(code(employment::object(&me, older).await), "employment.answered");
        employment::object(&me, newest(&me).await.id).await.unwrap();
        assert_eq!(spans().await[0], (20_261_201, Some(20_270_331), true));
        employment::object(&me, older).await.unwrap();
        assert_eq!(spans().await[0], (20_261_201, None, true));
    });
}

#[test]
fn what_is_registered_by_another_way_meanwhile_is_not_agreed_to_again() {
    both(|app| async move {
        let Play { firm, me, id, .. } = play(&app).await;
        employment::ask(&firm, &form(id, "other")).await.unwrap();
        let asked = newest(&me).await.id;
        let business = firm.actor.business.unwrap();
        let from = domain::time::WorkDate::from_stored(20_261_101);
        let begin = domain::technician::EmploymentChange::Begin { business, from, until: None, main: true };
        store::technician::change(app.db().writer(), id, begin).await.unwrap();
        assert_eq!(code(employment::agree(&me, asked).await), "employment.already");
        let main = store::technician::main_employer(app.db().read(), id, from).await.unwrap();
        assert_eq!(main, Some(business), "as it was");
    });
}

#[test]
fn who_ends_later_what_has_an_end_prolongs_nothing_and_who_objects_has_that_end_again() {
    both(|app| async move {
        let Play { firm, me, id, .. } = play(&app).await;
        employment::ask(&firm, &form(id, "main")).await.unwrap();
        employment::agree(&me, newest(&me).await.id).await.unwrap();
        employment::end(&firm, id, "2027-03-31").await.unwrap();
        let wrong = fields(employment::end(&firm, id, "2027-04-01").await);
        assert_eq!((wrong[0].field.as_str(), &wrong[0].problem), ("until", &Problem::AfterItsEnd));
        employment::end(&firm, id, "2026-12-31").await.unwrap();
        employment::object(&me, newest(&me).await.id).await.unwrap();
        let rows = services::registration::view(&me, None).await.unwrap().employments;
        assert_eq!(rows[0].until.map(domain::time::WorkDate::number), Some(20_270_331));
    });
}

#[test]
fn an_end_is_told_and_who_objects_is_employed_on() {
    both(|app| async move {
        let Play { firm, other, me, id } = play(&app).await;
        assert_eq!(code(employment::end(&firm, id, "2026-11-30").await), "not_found", "not employed there");
        employment::ask(&firm, &form(id, "main")).await.unwrap();
        employment::agree(&me, newest(&me).await.id).await.unwrap();
        let wrong = fields(employment::end(&firm, id, "2026-10-31").await);
        assert_eq!((wrong[0].field.as_str(), &wrong[0].problem), ("until", &Problem::EndBeforeStart));
        assert_eq!(code(employment::end(&other, id, "2026-11-10").await), "not_found");
        app.at(20_261_121, "09:00");
        employment::end(&firm, id, "2026-11-20").await.unwrap();
        assert!(services::roster::my_people(&firm).await.unwrap().is_empty());
        assert!(told(&me, NoticeKind::EmploymentEnding).await);
        let row = newest(&me).await;
        assert_eq!((row.standing, row.until.unwrap().number()), (Standing::Told, 20_261_120));
        employment::object(&me, row.id).await.unwrap();
        assert!(told(&firm, NoticeKind::EmploymentObjected).await);
        assert_eq!(services::roster::my_people(&firm).await.unwrap().len(), 1);
        employment::end(&firm, id, "2026-11-20").await.unwrap();
        app.at(20_261_222, "09:00");
        assert_eq!(
            code(employment::object(&me, newest(&me).await.id).await),
            "employment.answered",
            "after thirty days"
        );
    });
}

#[test]
fn nobody_else_says_or_answers() {
    both(|app| async move {
        let Play { firm, me, id, .. } = play(&app).await;
        let nothing = EmploymentRequestId(uuid::Uuid::nil());
        for role in [Role::SiteAdmin, Role::Operator, Role::Reviewer, Role::Registrar, Role::Scrivener, Role::Gate] {
            let who = stranger(&app, role);
            assert_eq!(code(employment::ask(&who, &form(id, "main")).await), "forbidden.role", "{role:?}");
            assert_eq!(code(employment::end(&who, id, "").await), "forbidden.role", "{role:?}");
            assert_eq!(code(employment::list(&who, None).await), "forbidden.role", "{role:?}");
            assert_eq!(code(employment::employed(&who, id).await), "forbidden.role", "{role:?}");
        }
        assert_eq!(code(employment::ask(&me, &form(id, "main")).await), "forbidden.role");
        assert_eq!(code(employment::withdraw(&me, nothing).await), "forbidden.role");
        assert_eq!(code(employment::refuse(&firm, nothing).await), "forbidden.role");
        assert_eq!(code(employment::object(&firm, nothing).await), "forbidden.role");
        assert_eq!(code(employment::agree(&me, nothing).await), "not_found");
        assert_eq!(code(employment::agree(&app.call, nothing).await), "forbidden.log_in_first");
    });
}
