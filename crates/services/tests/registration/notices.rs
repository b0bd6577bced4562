//! Telling people: in the transaction of what happened, by the ways that reach them, and on paper where none does.

use crate::play::{
    Desk, all_good, applicant, approved, business_form, business_submitted, code, fee_of, stranger, technician_form,
    technician_submitted, work,
};
use domain::{
    access::Role,
    application::{ApplicationKind, DeficiencyReason, Verdict},
    card::RevocationReason,
    id::DeliveryId,
    notice::{DeliveryState, Medium, NoticeKind, Reader, Value},
    technician::TechnicianForm,
};
use i18n::Lang;
use services::{
    Call, application, card, fee, job, notice,
    outside::{Outside, PostFault},
};
use std::sync::Arc;
use testkit::{TestApp, both};

/// Moves the clock on and works, hour by hour.
async fn hours(app: &TestApp, hours: i64) {
    for _ in 0..hours {
        app.call.clock.set(app.call.now().plus_ms(domain::time::HOUR_MS));
        work(app).await;
    }
}

async fn returned(desk: &Desk, id: domain::id::ApplicationId) {
    let mut words = all_good(ApplicationKind::TechnicianSimple);
    for (field, verdict) in &mut words {
        match field.as_str() {
            "family_name" => *verdict = Verdict::Deficient(DeficiencyReason::NameVariant),
            "address" => *verdict = Verdict::Deficient(DeficiencyReason::AddressIncomplete),
            _ => {}
        }
    }
    application::claim(&desk.reviewer, id).await.unwrap();
    application::save_verdicts(&desk.reviewer, id, words).await.unwrap();
    application::return_deficient(&desk.reviewer, id).await.unwrap();
}

fn kinds(lines: &[domain::notice::NoticeLine]) -> Vec<NoticeKind> {
    lines.iter().map(|line| line.kind).collect()
}

#[test]
fn an_applicant_is_told_of_each_step_in_their_language() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form = TechnicianForm { mail: "ren@example.jp".to_owned(), ..technician_form() };
        let (call, id) = technician_submitted(&app, form).await;
        notice::speak(&call, Lang::En).await.unwrap();
        returned(&desk, id).await;
        application::submit_as_it_stands(&call, id).await.unwrap();
        application::save_verdicts(&desk.reviewer, id, all_good(ApplicationKind::TechnicianSimple)).await.unwrap();
        application::approve(&desk.reviewer, id).await.unwrap();
        assert_eq!(notice::unread(&call).await.unwrap(), 4);
        let lines = notice::list(&call).await.unwrap();
        assert_eq!(
            kinds(&lines),
            [
                NoticeKind::FeeDue,
                NoticeKind::ApplicationReceived,
                NoticeKind::ApplicationReturned,
                NoticeKind::ApplicationReceived
            ]
        );
        assert_eq!(lines[2].values["count"], Value::Count(2));
        let Value::Items { items, .. } = &lines[2].values["items"] else { panic!("what is to be put right") };
        assert_eq!(items.len(), 2);
        assert!(lines.iter().all(|line| !line.read));
        assert_eq!(notice::unread(&call).await.unwrap(), 4, "looking changes nothing");
        notice::mark_read(&call, domain::time::Instant(lines[0].at.0 - 1)).await.unwrap();
        assert!(notice::unread(&call).await.unwrap() > 0, "what was told after the newest one seen stays new");
        notice::mark_read(&call, lines[0].at).await.unwrap();
        assert_eq!(notice::unread(&call).await.unwrap(), 0);
        assert!(notice::list(&call).await.unwrap().iter().all(|line| line.read));

        assert!(app.mail.sent().is_empty(), "nothing goes out in the request itself");
        work(&app).await;
        let mails = app.mail.sent();
        assert_eq!(mails.len(), 4);
        assert!(mails.iter().all(|mail| mail.to == "ren@example.jp"));
        let places = mails.iter().map(|mail| mail.body.lines().filter(|line| line.starts_with("- ")).count());
        assert_eq!(places.max(), Some(2), "each place with its reason, also where it is read on paper");
        assert!(mails[0].subject.contains("受けつけました"), "{}", mails[0].subject);
        assert!(mails[1].subject.contains("put right"), "{}", mails[1].subject);
        let number = application::view(&call, id).await.unwrap().number;
        assert!(mails[1].body.contains(&format!("https://register.example/register/{number}")), "{}", mails[1].body);
        // What cannot wait goes to the phone as well.
        let texts = app.texts.sent();
        assert_eq!(texts.iter().map(|text| text.to.as_str()).collect::<Vec<_>>(), ["09012345678"; 2]);

        let issued = fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();
        work(&app).await;
        let last = app.mail.sent().pop().unwrap();
        assert!(last.subject.contains("complete") && last.body.contains(&issued.login_id), "{last:?}");
        work(&app).await;
        assert_eq!(app.mail.sent().len(), 5, "work that is done is not done again");
    });
}

#[test]
fn what_was_not_committed_is_not_told() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = technician_submitted(&app, technician_form()).await;
        // An approval without words on the fields is refused, and so is a second submission.
        application::claim(&desk.reviewer, id).await.unwrap();
        assert_eq!(code(application::approve(&desk.reviewer, id).await), "application.not_all_good");
        assert_eq!(code(application::submit(&call, id).await), "conflict.state");
        assert_eq!(kinds(&notice::list(&call).await.unwrap()), [NoticeKind::ApplicationReceived]);
    });
}

#[test]
fn a_mail_server_that_is_away_is_tried_again_and_then_given_up_for_a_letter() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form =
            TechnicianForm { mail: "ren@example.jp".to_owned(), phone: "03-1234-5678".to_owned(), ..technician_form() };
        let (_, id) = technician_submitted(&app, form).await;
        work(&app).await;
        assert_eq!(app.mail.sent().len(), 1);
        returned(&desk, id).await;
        let away = || PostFault::NotNow("no connection".to_owned());
        app.mail.fail(vec![away(), away(), away()]);
        work(&app).await;
        assert_eq!(app.mail.sent().len(), 1);
        hours(&app, 3).await;
        assert_eq!(app.mail.sent().len(), 2, "the fourth try");
        assert!(notice::letters(&desk.operator, None).await.unwrap().rows.is_empty());

        application::submit_as_it_stands(&applicant(&app, id), id).await.unwrap();
        application::save_verdicts(
            &desk.reviewer,
            id,
            vec![("address".to_owned(), Verdict::Deficient(DeficiencyReason::AddressIncomplete))],
        )
        .await
        .unwrap();
        work(&app).await;
        app.mail.fail(vec![away(); 40]);
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        hours(&app, 48).await;
        let lost = notice::lost(&desk.operator, None).await.unwrap().rows;
        assert_eq!(lost.len(), 1, "{lost:?}");
        assert_eq!(
            (lost[0].kind, lost[0].state, lost[0].tries),
            (NoticeKind::ApplicationReturned, DeliveryState::Failed, 12)
        );
        let letters = notice::letters(&desk.operator, None).await.unwrap().rows;
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].envelope, "〒135-0016\n東京都江東区東陽2-3-4\n髙橋 蓮 様");
        notice::posted(&desk.operator, letters[0].id).await.unwrap();
        assert!(notice::letters(&desk.operator, None).await.unwrap().rows.is_empty());
        assert_eq!(code(notice::posted(&desk.operator, letters[0].id).await), "conflict.already_done");
    });
}

#[test]
fn an_address_that_does_not_exist_is_given_up_at_once_and_the_phone_still_reaches() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form = TechnicianForm { mail: "ren@example.jp".to_owned(), ..technician_form() };
        let (_, id) = technician_submitted(&app, form).await;
        work(&app).await;
        app.mail.fail(vec![PostFault::Refused("550".to_owned())]);
        returned(&desk, id).await;
        work(&app).await;
        let lost = notice::lost(&desk.operator, None).await.unwrap().rows;
        assert_eq!((lost.len(), lost[0].state, lost[0].medium), (1, DeliveryState::Bounced, Medium::Mail));
        assert_eq!(app.texts.sent().len(), 1);
        assert!(notice::letters(&desk.operator, None).await.unwrap().rows.is_empty(), "the phone was reached");
    });
}

#[test]
fn who_has_neither_mail_nor_mobile_phone_is_written_to_on_paper_where_it_matters() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form = TechnicianForm { phone: "03-1234-5678".to_owned(), ..technician_form() };
        let (_, id) = technician_submitted(&app, form).await;
        assert!(
            notice::letters(&desk.operator, None).await.unwrap().rows.is_empty(),
            "that it arrived is no matter for a letter"
        );
        returned(&desk, id).await;
        let letters = notice::letters(&desk.operator, None).await.unwrap().rows;
        assert_eq!((letters.len(), letters[0].kind), (1, NoticeKind::ApplicationReturned));
        work(&app).await;
        assert!(app.mail.sent().is_empty() && app.texts.sent().is_empty());
    });
}

#[test]
fn a_business_and_the_holder_of_a_card_are_told() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let person = desk.technician(&app, technician_form()).await;
        let admin = crate::play::admin(&app, &firm).await;
        assert_eq!(kinds(&notice::list(&admin).await.unwrap()), [NoticeKind::RegistrationCompleted]);
        let order = card::orders(&desk.operator).await.unwrap()[0].card_id;
        card::issue(&desk.operator, order, "04112233445566", testkit::BASE_URL).await.unwrap();
        card::revoke(&desk.operator, order, RevocationReason::Lost).await.unwrap();
        let holder = crate::play::admin(&app, &person).await;
        let lines = notice::list(&holder).await.unwrap();
        assert_eq!(kinds(&lines), [NoticeKind::CardRevoked, NoticeKind::CardIssued, NoticeKind::RegistrationCompleted]);
    });
}

#[test]
fn each_sees_their_own_and_only_the_operator_what_did_not_arrive() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (mine, _) = technician_submitted(&app, technician_form()).await;
        let (theirs, id) = business_submitted(&app, business_form("港栄建設株式会社")).await;
        approved(&desk.reviewer, id, ApplicationKind::Business).await;
        assert_eq!(notice::list(&mine).await.unwrap().len(), 1);
        assert_eq!(notice::list(&theirs).await.unwrap().len(), 2);
        for role in [Role::Public, Role::Gate, Role::Reviewer, Role::Operator, Role::SiteAdmin, Role::Partner] {
            let refused = code(notice::list(&stranger(&app, role)).await);
            assert!(refused.starts_with("forbidden."), "{role:?} {refused}");
            assert!(
                code(notice::mark_read(&stranger(&app, role), app.call.now()).await).starts_with("forbidden."),
                "{role:?}"
            );
            assert!(code(notice::unread(&stranger(&app, role)).await).starts_with("forbidden."), "{role:?}");
        }
        let none = DeliveryId(uuid::Uuid::from_u128(1));
        for role in [Role::Public, Role::Applicant, Role::Technician, Role::BusinessAdmin, Role::Reviewer, Role::Gate] {
            let who: Call = stranger(&app, role);
            assert!(code(notice::letters(&who, None).await).starts_with("forbidden."), "{role:?}");
            assert!(code(notice::lost(&who, None).await).starts_with("forbidden."), "{role:?}");
            assert!(code(notice::posted(&who, none).await).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(code(notice::posted(&desk.operator, none).await), "not_found");
    });
}

#[test]
fn two_servers_share_the_work() {
    both(|app| async move {
        let mut forms = Vec::new();
        for at in 0..24 {
            let form = TechnicianForm { mail: format!("p{at}@example.jp"), ..technician_form() };
            forms.push(technician_submitted(&app, form).await);
        }
        let (one, other) = (app.system(), app.system());
        let all = |call: Call| async move { while job::run_due(&call).await.unwrap() > 0 {} };
        tokio::join!(all(one), all(other));
        let mut addresses: Vec<String> = app.mail.sent().into_iter().map(|mail| mail.to).collect();
        addresses.sort();
        addresses.dedup();
        assert_eq!((addresses.len(), app.mail.sent().len()), (24, 24), "each once");
    });
}

#[test]
fn whom_to_tell_stands_in_what_a_person_may_know_nothing_of() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form = TechnicianForm { mail: "ren@example.jp".to_owned(), ..technician_form() };
        let issued = desk.technician(&app, form).await;
        let order = card::orders(&desk.operator).await.unwrap()[0].card_id;
        card::issue(&desk.operator, order, "04112233445566", "https://register.example").await.unwrap();
        card::revoke(&desk.operator, order, RevocationReason::Lost).await.unwrap();
        let person = crate::play::admin(&app, &issued).await;
        let told = notice::list(&person).await.unwrap().into_iter().find(|line| line.kind == NoticeKind::CardRevoked);
        let contact = app.call.outside.contact.clone().unwrap();
        assert_eq!(told.unwrap().values["contact"], notice::contact(&app.call, Reader::Technician));
        work(&app).await;
        let mail = app.mail.sent().into_iter().find(|mail| mail.body.contains("利用を止めました")).unwrap();
        assert!(mail.body.contains(&contact), "{}", mail.body);
    });
}

#[test]
fn a_business_is_led_to_no_page_for_persons() {
    both(|app| async move {
        let outside = Outside { contact: None, ..(*app.call.outside).clone() };
        let nobody_named = Call { outside: Arc::new(outside), ..app.call.clone() };
        let recover = "https://register.example/recover".to_owned();
        for (reader, page) in
            [(Reader::Applicant, Some(recover.clone())), (Reader::Technician, Some(recover)), (Reader::Business, None)]
        {
            assert_eq!(notice::contact(&nobody_named, reader), Value::Contact { at: None, page }, "{reader:?}");
        }
    });
}
