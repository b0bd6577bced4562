//! Who filed on paper never had a resume code: what they are told says who has the application and how that one is reached, and leads
//! to no page they cannot open.

use crate::{
    counter::{ALL_PAPERS, Body, at_work, body, judged_good, looked, on_paper},
    play::{Desk, code, picture, stranger, technician_form, technician_submitted, work},
    scrivener,
};
use domain::{
    access::Role,
    application::{DeficiencyReason, Verdict},
    id::ApplicationId,
    notice::NoticeKind,
    proxy::PAPER,
    technician::TechnicianForm,
};
use services::{Call, application, counter, notice};
use testkit::{TestApp, both};

const OFFICE: &str = "北能登建設組合 輪島窓口";
const OFFICE_ADDRESS: &str = "輪島市河井町1-2-3";
const OFFICE_PHONE: &str = "0768221234";

/// Handed in at the counter, for somebody with this phone.
async fn taken(app: &TestApp, clerk: &Call, phone: &str) -> ApplicationId {
    let id = counter::start(clerk).await.unwrap();
    let work = at_work(app, clerk, id);
    let form = TechnicianForm { phone: phone.to_owned(), ..on_paper() };
    application::save_technician(&work, id, form).await.unwrap();
    application::put_photo(&work, id, picture(600, 800)).await.unwrap();
    for field in ["identity", PAPER] {
        application::put_file(&work, id, field, picture(800, 600)).await.unwrap();
    }
    counter::check(clerk, id, &looked(&ALL_PAPERS)).await.unwrap();
    application::submit(&work, id).await.unwrap();
    id
}

async fn returned(reviewer: &Call, id: ApplicationId) {
    application::claim(reviewer, id).await.unwrap();
    let bad = vec![("address".to_owned(), Verdict::Deficient(DeficiencyReason::AddressIncomplete))];
    application::save_verdicts(reviewer, id, bad).await.unwrap();
    application::return_deficient(reviewer, id).await.unwrap();
}

/// The last short message.
async fn text(app: &TestApp) -> String {
    work(app).await;
    app.texts.sent().pop().expect("a message").body
}

#[test]
fn the_phone_of_who_filed_on_paper_is_told_the_counter_and_no_address_that_asks_for_a_code() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let Body { field, head, .. } = body(&app, &desk.operator, "北能登建設組合", false).await;
        let id = taken(&app, &field, "090-1111-2222").await;
        let number = store::application::find(app.db().read(), id).await.unwrap().unwrap().number;
        let received = text(&app).await;
        for said in [number.as_str(), OFFICE, OFFICE_ADDRESS, OFFICE_PHONE] {
            assert!(received.contains(said) && !received.contains("http"), "{said}: {received}");
        }
        counter::arrive(&head, id).await.unwrap();
        returned(&head, id).await;
        let back = text(&app).await;
        for said in [number.as_str(), OFFICE, OFFICE_PHONE] {
            assert!(back.contains(said) && !back.contains("http"), "{said}: {back}");
        }
        let clerk = at_work(&app, &field, id);
        let mended = TechnicianForm {
            address: "輪島市河井町1-2-3 103号".to_owned(),
            phone: "090-1111-2222".to_owned(),
            ..on_paper()
        };
        application::save_technician(&clerk, id, mended).await.unwrap();
        application::submit(&clerk, id).await.unwrap();
        work(&app).await;
        judged_good(&head, id).await;
        application::approve(&head, id).await.unwrap();
        let due = text(&app).await;
        assert!(due.contains("https://register.example/pay?number="), "the payment number is all one needs: {due}");

        let refused = taken(&app, &field, "090-1111-3333").await;
        work(&app).await;
        application::claim(&head, refused).await.unwrap();
        application::reject(&head, refused, "同じ人がもう登録されています").await.unwrap();
        let told = text(&app).await;
        assert!(told.contains(OFFICE) && told.contains(OFFICE_PHONE) && !told.contains("http"), "{told}");
    });
}

#[test]
fn a_letter_says_who_sends_it_and_the_whole_address_of_the_page_or_the_counter() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let Body { field, head, .. } = body(&app, &desk.operator, "北能登建設組合", false).await;
        let on_paper = taken(&app, &field, "0768-22-9999").await;
        counter::arrive(&head, on_paper).await.unwrap();
        returned(&head, on_paper).await;
        let form = TechnicianForm { phone: "03-1234-5678".to_owned(), ..technician_form() };
        let (_, on_web) = technician_submitted(&app, form).await;
        returned(&desk.reviewer, on_web).await;
        let number = store::application::find(app.db().read(), on_web).await.unwrap().unwrap().number;

        let letters = notice::letters(&desk.operator, None).await.unwrap().rows;
        assert_eq!(letters.len(), 2);
        for letter in &letters {
            let text = notice::letter::shown(&desk.operator, letter).unwrap().body;
            assert!(text.contains("建設登録機構"), "who sends it: {text}");
            if letter.kind == NoticeKind::PaperReturned {
                let all = [OFFICE, OFFICE_ADDRESS, OFFICE_PHONE].iter().all(|said| text.contains(said));
                assert!(all && !text.contains("http"), "{text}");
            } else {
                assert!(text.contains(&format!("https://register.example/register/{number}")), "{text}");
            }
            for role in [Role::Reviewer, Role::BusinessAdmin, Role::Public] {
                let refused = code(notice::letter::shown(&stranger(&app, role), letter));
                assert!(refused.starts_with("forbidden."), "{role:?}: {refused}");
            }
        }
        assert!(letters.iter().any(|letter| letter.kind == NoticeKind::PaperReturned));
        let file = notice::letter::put_together(&desk.operator).await.unwrap();
        let csv = String::from_utf8(notice::letter::file(&desk.operator, file).await.unwrap()).unwrap();
        assert!(csv.contains(&format!("https://register.example/register/{number}")) && csv.contains(OFFICE_PHONE));
        assert_eq!(csv.matches("建設登録機構").count(), 2);
    });
}

#[test]
fn of_who_files_only_what_is_registered_is_told() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let filer = scrivener::opened(&app, &desk.operator, "見本行政書士事務所").await;
        let id = scrivener::entered(&app, &filer).await;
        let clerk = at_work(&app, &filer, id);
        application::put_file(&clerk, id, PAPER, picture(800, 600)).await.unwrap();
        application::submit(&clerk, id).await.unwrap();
        work(&app).await;
        let mail = app.mail.sent().pop().expect("a mail").body;
        assert!(mail.contains("見本行政書士事務所") && mail.contains("0355500001"), "{mail}");
        assert!(!mail.contains("住所") && !mail.contains("http") && !mail.contains('{'), "{mail}");
    });
}
