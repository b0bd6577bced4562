//! After the approval at a counter: samples the operator looks at, and changes finished there.

use crate::{
    counter::{approved_there, body},
    play::{Desk, admin, business_form, code, fee_of, fields, technician_form},
};
use domain::{
    counter::{ContactForm, PersonForm},
    form::Problem,
    notice::NoticeKind,
    registrar::{RateForm, SampleForm},
};
use services::{counter, fee, notice, registrar};
use testkit::both;

fn rate(percent: &str) -> RateForm {
    RateForm { percent: percent.to_owned(), from: "2026-11-21".to_owned() }
}

#[test]
fn the_operator_looks_at_a_part_of_what_bodies_approve_and_the_body_hears_of_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let body = body(&app, &desk.operator, "北能登建設組合", false).await;
        assert_eq!(fields(registrar::set_rate(&desk.operator, &rate("101")).await)[0].field, "percent");
        registrar::set_rate(&desk.operator, &rate("100")).await.unwrap();
        app.at(20_261_121, "09:00");
        let mut ids = Vec::new();
        for _ in 0..2 {
            let id = approved_there(&app, (&body.field, &body.head)).await;
            ids.push(id);
        }
        let open = registrar::samples(&desk.operator, true, None).await.unwrap();
        assert_eq!((open.all, open.rows[0].body.as_str()), (2, "北能登建設組合"));
        let say = |verdict: &str, word: &str| SampleForm { verdict: verdict.to_owned(), word: word.to_owned() };
        let unsaid = fields(registrar::judge_sample(&desk.operator, ids[0], &say("to_mend", "")).await);
        assert_eq!(unsaid[0].field, "word");
        registrar::judge_sample(&desk.operator, ids[0], &say("to_mend", "住所の番地を見てください")).await.unwrap();
        registrar::judge_sample(&desk.operator, ids[1], &say("good", "")).await.unwrap();
        let again = registrar::judge_sample(&desk.operator, ids[1], &say("good", "")).await;
        assert_eq!(code(again), "conflict.already_done");
        let heard = registrar::words(&body.head, None).await.unwrap();
        assert_eq!(heard.all, 2);
        assert!(heard.rows.iter().any(|row| row.word == "住所の番地を見てください"));
        for who in [&body.field, &desk.reviewer, &desk.operator] {
            assert_eq!(code(registrar::words(who, None).await), "forbidden.role");
        }
        let figures = registrar::find(&desk.operator, body.id).await.unwrap().0.figures;
        assert_eq!((figures.looked, figures.good), (2, 1));

        // A case the register's own reviewer approved is no sample of a body; at a rate of nothing none is drawn.
        registrar::set_rate(&desk.operator, &RateForm { percent: "0".to_owned(), from: "2026-11-22".to_owned() })
            .await
            .unwrap();
        app.at(20_261_122, "09:00");
        let id = approved_there(&app, (&body.field, &body.head)).await;
        assert_eq!(code(registrar::sample(&desk.operator, id).await), "not_found");
    });
}

pub fn person_form(id: domain::id::TechnicianId, day: &str) -> PersonForm {
    PersonForm {
        technician: id.to_string(),
        birth_era: "heisei".to_owned(),
        birth_year: "8".to_owned(),
        birth_month: "4".to_owned(),
        birth_day: day.to_owned(),
    }
}

#[test]
fn a_change_of_a_detailed_registrant_is_finished_at_the_counter() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await.business_id.unwrap();
        let body = body(&app, &desk.operator, "北能登建設組合", false).await;
        let id = approved_there(&app, (&body.field, &body.head)).await;
        let done = fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();
        let person = done.technician_id.unwrap();

        let simple = desk.technician(&app, technician_form()).await.technician_id.unwrap();
        assert_eq!(code(counter::look_up(&body.field, &person_form(simple, "2")).await), "counter.not_detailed");
        assert_eq!(code(counter::look_up(&body.field, &person_form(person, "3")).await), "counter.nobody");
        let who = person_form(person, "2");
        let (now, ticket) = counter::look_up(&body.field, &who).await.unwrap();
        assert_eq!((now.changes, now.contact.phone.as_str()), (0, "0768229999"));
        let same = ContactForm {
            identity_kind: "drivers_licence".to_owned(),
            agrees: "yes".to_owned(),
            ..ContactForm::from(&now.contact)
        };
        assert_eq!(code(counter::change(&body.field, &ticket, &same).await), "counter.unchanged");
        let moved = ContactForm {
            address: "穴水町川島1-2".to_owned(),
            phone: "090-5550-4321".to_owned(),
            employer_id: firm.to_string(),
            ..same
        };
        let unseen = ContactForm { agrees: String::new(), ..moved.clone() };
        assert_eq!(fields(counter::change(&body.field, &ticket, &unseen).await)[0].field, "agrees");
        let nobody = ContactForm { employer_id: domain::id::BusinessId::from_body(7).to_string(), ..moved.clone() };
        let unknown = fields(counter::change(&body.field, &ticket, &nobody).await);
        assert_eq!((unknown[0].field.as_str(), &unknown[0].problem), ("employer_id", &Problem::Unknown));
        counter::change(&body.field, &ticket, &moved).await.unwrap();

        let after = counter::shown(&body.field, &ticket).await.unwrap();
        assert_eq!(
            (after.contact.phone.as_str(), after.contact.employer, after.changes),
            ("09055504321", Some(firm), 1)
        );
        assert_eq!(after.employer.as_deref(), Some("港栄建設株式会社"));
        let kept = store::counter::versions(app.db().read(), person).await.unwrap();
        assert_eq!((kept.len(), kept[0].contact.phone.as_str(), kept[0].taken), (2, "0768229999", None));
        assert!(kept[1].taken.is_some(), "who took it, at which office, by which kind of document");
        // Another employer from the same day on: the one before ends, and nothing is lost.
        let gone = ContactForm { employer_id: String::new(), ..moved.clone() };
        counter::change(&body.field, &ticket, &gone).await.unwrap();
        counter::change(&body.field, &ticket, &moved).await.unwrap();
        assert_eq!(store::technician::employers(app.db().read(), person, app.call.today()).await.unwrap(), [firm]);
        let told = notice::list(&admin(&app, &done).await).await.unwrap();
        assert!(told.iter().any(|line| line.kind == NoticeKind::ContactChanged));
        assert_eq!(code(counter::look_up(&desk.operator, &who).await), "forbidden.role");
    });
}

#[test]
fn a_look_up_is_counted_and_noted_once_and_shows_one_person_to_one_clerk_for_half_an_hour() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let body = body(&app, &desk.operator, "北能登建設組合", false).await;
        let id = approved_there(&app, (&body.field, &body.head)).await;
        let done = fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();
        let person = done.technician_id.unwrap();
        let (_, ticket) = counter::look_up(&body.field, &person_form(person, "2")).await.unwrap();
        for _ in 0..40 {
            counter::shown(&body.field, &ticket).await.unwrap();
        }
        let trail = store::event::of_subject(app.db().read(), "technician", &person.to_string(), 100).await.unwrap();
        let looked = trail.iter().filter(|event| event.process == "counter.look_up").count();
        assert_eq!(looked, 1, "showing the page again is no look-up");

        let other = ContactForm::default();
        for (who, ticket) in [(&body.head, ticket.as_str()), (&body.field, "x"), (&body.field, "")] {
            assert_eq!(code(counter::shown(who, ticket).await), "counter.look_up_again");
            assert_eq!(code(counter::change(who, ticket, &other).await), "counter.look_up_again");
        }
        assert_eq!(code(counter::shown(&desk.operator, &ticket).await), "forbidden.role");
        // Guessing is what is counted.
        let mut refused = String::new();
        for _ in 0..200 {
            refused = code(counter::look_up(&body.field, &person_form(person, "3")).await);
            if refused != "counter.nobody" {
                break;
            }
        }
        assert_eq!(refused, "rate_limited");
        counter::shown(&body.field, &ticket).await.unwrap();
        app.at(20_261_121, "23:59");
        assert_eq!(code(counter::shown(&body.field, &ticket).await), "counter.look_up_again");
    });
}
