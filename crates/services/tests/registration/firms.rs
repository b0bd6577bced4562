//! Businesses at certified registrars' counters: first registrations on paper, renewals by appointment.

use crate::{
    clients::typed,
    counter::{Body, at_work, body, judged_good},
    play::{Desk, admin, business_form, code, fee_of, fields, picture, stranger},
};
use domain::{
    access::Role,
    application::{ApplicationKind, IssuedIds, State},
    appointment::{Half, Slot, SlotForm},
    business::{BusinessForm, EVIDENCE, Filing},
    counter::{CheckForm, PostForm},
    form::Problem,
    id::{AppointmentId, BusinessId},
    proxy::PAPER,
    time::WorkDate,
};
use services::{Call, application, appointment, business, counter, fee, proxy, registrar};
use testkit::{TestApp, both};

/// The first day on which registrations of 20 November 2026 can be renewed.
const OPENS: i32 = 20_310_531;

fn looked(papers: &[&str]) -> CheckForm {
    CheckForm {
        identity_kind: "drivers_licence".to_owned(),
        papers: papers.iter().map(|paper| (*paper).to_owned()).collect(),
        agrees: "yes".to_owned(),
    }
}

fn slot_form(day: &str, half: Half, places: &str) -> SlotForm {
    SlotForm { day: day.to_owned(), half: half.code().to_owned(), places: places.to_owned() }
}

const fn slot(on: i32, half: Half) -> Slot {
    Slot { on: WorkDate::from_stored(on), half }
}

async fn firm(app: &TestApp, desk: &Desk, name: &str) -> (IssuedIds, Call) {
    let issued = desk.business(app, business_form(name)).await;
    let call = admin(app, &issued).await;
    (issued, call)
}

async fn at_office(app: &TestApp, desk: &Desk) -> Body {
    body(app, &desk.operator, "北能登建設組合", false).await
}

fn office_of(call: &Call) -> domain::id::OfficeId {
    call.actor.desk.unwrap().office
}

#[test]
fn a_first_registration_on_paper_is_judged_by_the_head_office_and_not_by_who_entered_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let body = at_office(&app, &desk).await;
        let id = counter::start_firm(&body.field).await.unwrap();
        let work = at_work(&app, &body.field, id);
        application::save_business(&work, id, typed("輪島左官店")).await.unwrap();
        for field in [EVIDENCE, PAPER] {
            application::put_file(&work, id, field, picture(400, 500)).await.unwrap();
        }
        let missing = fields(application::submit(&work, id).await);
        assert_eq!((missing[0].field.as_str(), &missing[0].problem), (counter::CHECK, &Problem::Missing));
        let not_asked = fields(counter::check(&body.field, id, &looked(&["application", "qualification"])).await);
        assert_eq!(not_asked[0].field, "papers", "a business brings no qualification");
        counter::check(&body.field, id, &looked(&["application", "registry", "tax"])).await.unwrap();
        assert!(counter::case(&body.field, id).await.unwrap().unproven.is_empty());
        assert_eq!(code(proxy::invite(&body.field, id, None).await), "proxy.on_paper");
        application::submit(&work, id).await.unwrap();

        let sent = PostForm { tracking: "123-45-67890-1".to_owned(), sent_on: "2026-11-20".to_owned() };
        counter::post(&body.field, id, &sent).await.unwrap();
        application::claim(&body.head, id).await.unwrap();
        application::save_verdicts_and_rest(&body.head, id, Vec::new()).await.unwrap();
        assert_eq!(code(application::approve(&body.head, id).await), "counter.papers_awaited");
        counter::arrive(&body.head, id).await.unwrap();
        application::approve(&body.head, id).await.unwrap();
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap();
        let row = counter::list(&body.field, None, None).await.unwrap().listed.rows.remove(0);
        assert_eq!((row.kind, row.state, row.has_link), (ApplicationKind::Business, State::Completed, true));
        proxy::send_password_link(&body.field, id).await.unwrap();

        // Taken by the head office itself: another of it judges.
        let own = counter::start_firm(&body.head).await.unwrap();
        let work = at_work(&app, &body.head, own);
        application::save_business(&work, own, typed("穴水板金")).await.unwrap();
        for field in [EVIDENCE, PAPER] {
            application::put_file(&work, own, field, picture(400, 500)).await.unwrap();
        }
        counter::check(&body.head, own, &looked(&["application"])).await.unwrap();
        application::submit(&work, own).await.unwrap();
        assert_eq!(code(application::claim(&body.head, own).await), "forbidden.own_entry");
        judged_good(&body.head_2, own).await;
        let other = body_of_another(&app, &desk).await;
        assert_eq!(code(counter::case(&other.head, own).await), "forbidden.not_yours");
        for role in [Role::Public, Role::BusinessAdmin, Role::Scrivener, Role::Operator] {
            assert!(code(counter::start_firm(&stranger(&app, role)).await).starts_with("forbidden."), "{role:?}");
        }
    });
}

async fn body_of_another(app: &TestApp, desk: &Desk) -> Body {
    body(app, &desk.operator, "もう一つの登録機関", false).await
}

#[test]
fn an_office_calls_off_an_appointment_and_says_why() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, own) = firm(&app, &desk, "港栄建設株式会社").await;
        let body = at_office(&app, &desk).await;
        app.at(OPENS, "09:00");
        appointment::open(&body.field, &slot_form("2031-06-02", Half::Morning, "2")).await.unwrap();
        let ishikawa = domain::prefecture::PrefectureCode::from_number(17);
        let office = appointment::offices(&own, ishikawa, None).await.unwrap().1.rows[0].office;
        let id = appointment::book(&own, office, Some(slot(20_310_602, Half::Morning))).await.unwrap();
        assert_eq!(fields(appointment::call_off(&body.field, id, " ").await)[0].field, "reason");
        assert_eq!(code(appointment::call_off(&body.head, id, "台風のため").await), "not_found", "another office's");
        assert!(code(appointment::call_off(&own, id, "台風のため").await).starts_with("forbidden."));
        appointment::call_off(&body.field, id, "台風のため").await.unwrap();
        assert_eq!(code(appointment::call_off(&body.field, id, "台風のため").await), "not_found", "it is no more");
        assert_eq!(appointment::own(&own).await.unwrap(), None);
        assert_eq!(appointment::free(&own, office).await.unwrap()[0].left(), 1, "its place is nobody's");
        let told = services::notice::list(&own).await.unwrap();
        assert_eq!(told[0].kind, domain::notice::NoticeKind::AppointmentCalledOff);
        let half = slot(20_310_602, Half::Morning);
        assert_eq!(told[0].values.get("day"), Some(&domain::notice::Value::Slot(half)), "the half of the day too");
        // Another day, or another of the same.
        appointment::book(&own, office, Some(slot(20_310_602, Half::Morning))).await.unwrap();
        app.at(20_310_602, "09:30");
        let again = appointment::own(&own).await.unwrap().unwrap().id;
        counter::start_renewal(&body.field, again).await.unwrap();
        assert_eq!(code(appointment::call_off(&body.field, again, "台風のため").await), "conflict.already_done");
    });
}

#[test]
fn a_business_books_a_half_day_and_renews_there_on_that_day() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (issued, own) = firm(&app, &desk, "港栄建設株式会社").await;
        let body = at_office(&app, &desk).await;
        app.at(OPENS, "09:00");
        appointment::open(&body.field, &slot_form("2031-06-02", Half::Morning, "1")).await.unwrap();
        let (of, listed) = appointment::offices(&own, None, None).await.unwrap();
        assert_eq!((of.get(), listed.all), (13, 0), "nothing in the business's own prefecture");
        let ishikawa = domain::prefecture::PrefectureCode::from_number(17);
        let listed = appointment::offices(&own, ishikawa, None).await.unwrap().1;
        assert_eq!((listed.all, listed.rows[0].first.number()), (1, 20_310_602));
        let office = listed.rows[0].office;
        assert_eq!(appointment::free(&own, office).await.unwrap()[0].left(), 1);
        let id = appointment::book(&own, office, Some(slot(20_310_602, Half::Morning))).await.unwrap();
        assert_eq!(appointment::own(&own).await.unwrap().unwrap().id, id);
        assert!(appointment::free(&own, office).await.unwrap().is_empty());
        assert_eq!(appointment::offices(&own, ishikawa, None).await.unwrap().1.all, 0, "full is not offered");
        let coming = appointment::of_office(&body.field, None).await.unwrap();
        assert_eq!((coming.all, coming.rows[0].name.as_str()), (1, "港栄建設株式会社"));
        assert_eq!(appointment::of_office(&body.head, None).await.unwrap().all, 0, "each office its own");

        assert_eq!(code(counter::start_renewal(&body.field, id).await), "appointment.not_today");
        app.at(20_310_602, "09:30");
        assert_eq!(code(counter::start_renewal(&body.head, id).await), "not_found", "another office's");
        let begun = counter::start_renewal(&body.field, id).await.unwrap();
        assert_eq!(counter::start_renewal(&body.field, id).await.unwrap(), begun, "twice is the same");
        let work = at_work(&app, &body.field, begun);
        let draft = application::business_draft(&work, begun).await.unwrap().form;
        assert_eq!(draft.name, "港栄建設株式会社");
        let form = BusinessForm { consent: "yes".to_owned(), evidence_kind: "tax_certificate".to_owned(), ..draft };
        application::save_business(&work, begun, form).await.unwrap();
        for field in [EVIDENCE, PAPER] {
            application::put_file(&work, begun, field, picture(400, 500)).await.unwrap();
        }
        counter::check(&body.field, begun, &looked(&["application", "tax"])).await.unwrap();
        application::submit(&work, begun).await.unwrap();
        counter::arrive(&body.head, begun).await.unwrap();
        judged_good(&body.head, begun).await;
        application::approve(&body.head, begun).await.unwrap();
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, begun).await).await.unwrap();
        let renewed = store::business::find(app.db().read(), issued.business_id.unwrap()).await.unwrap().unwrap();
        assert_eq!(renewed.valid_until.number(), 20_361_130);
        assert_eq!(appointment::own(&own).await.unwrap(), None);
        assert_eq!(code(appointment::cancel(&own, id).await), "conflict.already_done");
    });
}

#[test]
fn full_past_not_entitled_and_twice_are_refused_and_a_cancelled_place_is_free_again() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, own) = firm(&app, &desk, "港栄建設株式会社").await;
        let (_, other) = firm(&app, &desk, "別の建設株式会社").await;
        let body = at_office(&app, &desk).await;
        let office = office_of(&body.field);
        appointment::open(&body.field, &slot_form("2026-11-21", Half::Morning, "5")).await.unwrap();
        let early = appointment::book(&own, office, Some(slot(20_261_121, Half::Morning))).await;
        assert_eq!(code(early), "business.not_renewable", "not in its time");

        app.at(OPENS, "09:00");
        let monday = slot(20_310_602, Half::Morning);
        appointment::open(&body.field, &slot_form("2031-06-02", Half::Morning, "1")).await.unwrap();
        appointment::open(&body.field, &slot_form("2031-06-02", Half::Afternoon, "1")).await.unwrap();
        assert_eq!(fields(appointment::book(&own, office, None).await)[0].field, "slot");
        assert_eq!(code(appointment::book(&own, office, Some(slot(OPENS, Half::Morning))).await), "appointment.past");
        let nothing = appointment::book(&own, office, Some(slot(20_310_603, Half::Morning))).await;
        assert_eq!(code(nothing), "appointment.full", "nobody opened it");
        let id = appointment::book(&own, office, Some(monday)).await.unwrap();
        assert_eq!(code(appointment::book(&other, office, Some(monday)).await), "appointment.full");
        let second = appointment::book(&own, office, Some(slot(20_310_602, Half::Afternoon))).await;
        assert_eq!(code(second), "appointment.one_at_a_time");
        assert_eq!(code(appointment::cancel(&other, id).await), "not_found", "another's");
        let fewer = appointment::open(&body.field, &slot_form("2031-06-02", Half::Morning, "0")).await;
        assert_eq!(code(fewer), "appointment.more_booked");
        appointment::cancel(&own, id).await.unwrap();
        assert_eq!(code(appointment::cancel(&own, id).await), "not_found", "once");
        appointment::book(&other, office, Some(monday)).await.unwrap();
        appointment::open(&body.field, &slot_form("2031-06-02", Half::Afternoon, "0")).await.unwrap();
        let closed = appointment::book(&own, office, Some(slot(20_310_602, Half::Afternoon))).await;
        assert_eq!(code(closed), "appointment.full", "closed");

        business::start_filing(&own, Filing::Renewal).await.unwrap();
        appointment::open(&body.field, &slot_form("2031-06-03", Half::Morning, "1")).await.unwrap();
        let begun = appointment::book(&own, office, Some(slot(20_310_603, Half::Morning))).await;
        assert_eq!(code(begun), "appointment.under_way");

        // A body that has ended takes nobody any more, on days that were opened before too.
        registrar::end(&desk.operator, body.id).await.unwrap();
        assert!(appointment::free(&other, office).await.unwrap().is_empty());
        let ended = crate::counter::by_login(&app, "tr0001-01").await;
        assert_eq!(code(appointment::slots(&ended).await), "forbidden.lapsed");
        for role in [Role::Public, Role::Technician, Role::SiteAdmin, Role::Registrar, Role::Operator] {
            let who = stranger(&app, role);
            assert!(code(appointment::own(&who).await).starts_with("forbidden."), "{role:?}");
            assert!(code(appointment::book(&who, office, Some(monday)).await).starts_with("forbidden."), "{role:?}");
            assert!(code(appointment::cancel(&who, id).await).starts_with("forbidden."), "{role:?}");
            if role != Role::Registrar {
                assert!(code(appointment::slots(&who).await).starts_with("forbidden."), "{role:?}");
                assert!(code(counter::start_renewal(&who, id).await).starts_with("forbidden."), "{role:?}");
            }
        }
        let nobody = AppointmentId(uuid::Uuid::from_u128(3));
        assert_eq!(code(appointment::cancel(&own, nobody).await), "not_found");
    });
}

#[test]
fn of_two_who_book_the_last_place_at_once_one_has_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, one) = firm(&app, &desk, "港栄建設株式会社").await;
        let (_, two) = firm(&app, &desk, "別の建設株式会社").await;
        let body = at_office(&app, &desk).await;
        app.at(OPENS, "09:00");
        appointment::open(&body.field, &slot_form("2031-06-02", Half::Morning, "1")).await.unwrap();
        let (office, monday) = (office_of(&body.field), Some(slot(20_310_602, Half::Morning)));
        let (first, second) =
            tokio::join!(appointment::book(&one, office, monday), appointment::book(&two, office, monday));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        assert_eq!(appointment::of_office(&body.field, None).await.unwrap().all, 1);
    });
}

#[test]
fn an_office_opens_days_its_certification_covers() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let body = body(&app, &desk.operator, "臨時の登録機関", true).await;
        appointment::open(&body.field, &slot_form("2026-11-30", Half::Afternoon, "2")).await.unwrap();
        let over = fields(appointment::open(&body.field, &slot_form("2026-12-01", Half::Morning, "2")).await);
        assert_eq!((over[0].field.as_str(), &over[0].problem), ("day", &Problem::Expired));
        assert_eq!(fields(appointment::open(&body.field, &SlotForm::default()).await).len(), 3, "all at once");
        let open = appointment::slots(&body.field).await.unwrap();
        assert_eq!((open.len(), open[0].places, open[0].booked), (1, 2, 0));
        assert_eq!(appointment::slots(&body.head).await.unwrap(), [], "each office its own");
    });
}

/// For the lists of others.
pub fn unknown() -> BusinessId {
    BusinessId::from_body(7)
}
