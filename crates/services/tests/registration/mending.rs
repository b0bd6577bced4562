//! What a reviewer returns and why: reasons that fit, words of their own, and what has been put right since.

use crate::play::{Desk, code, fields, picture, technician_form, technician_submitted, work};
use domain::{
    application::{DeficiencyReason, EXPLANATION_CHARS_MAX, Judgment, STOOD_BY, State, Verdict},
    form::Problem,
    notice::{NoticeKind, Value},
    technician::TechnicianForm,
};
use services::{application, notice};
use testkit::both;

const WORDS: &str = "生年月日を、免許証のとおりに直してください。";

fn deficient(field: &str, reason: DeficiencyReason) -> (String, Verdict) {
    (field.to_owned(), Verdict::Deficient(reason))
}

fn explained(field: &str, words: &str) -> Judgment {
    Judgment { explanation: words.to_owned(), ..Judgment::from(deficient(field, DeficiencyReason::Other)) }
}

#[test]
fn a_reason_of_no_catalogue_wants_words_and_the_applicant_reads_them() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form = TechnicianForm { mail: "ren@example.jp".to_owned(), ..technician_form() };
        let (call, id) = technician_submitted(&app, form).await;
        application::claim(&desk.reviewer, id).await.unwrap();
        for (words, problem) in [
            ("", Problem::Missing),
            (" \n", Problem::Missing),
            (&*"字".repeat(201), Problem::TooLong { max: EXPLANATION_CHARS_MAX }),
        ] {
            let said = vec![explained("birth_date", words), Judgment::from(("sex".to_owned(), Verdict::Good))];
            let refused = fields(application::judge(&desk.reviewer, id, said, true).await);
            assert_eq!((refused.len(), &*refused[0].field, &refused[0].problem), (1, "birth_date", &problem));
        }
        let without = vec![deficient("birth_date", DeficiencyReason::Other)];
        assert_eq!(fields(application::save_verdicts(&desk.reviewer, id, without).await)[0].problem, Problem::Missing);
        let judged = application::case(&desk.reviewer, id).await.unwrap().fields;
        assert!(judged.iter().all(|field| field.verdict.is_none()), "what was refused left nothing");

        let typed = format!(" {WORDS}\r\n");
        application::judge(&desk.reviewer, id, vec![explained("birth_date", &typed)], true).await.unwrap();
        let seen = |case: domain::application::ReviewCase| {
            let field = case.fields.into_iter().find(|field| field.field == "birth_date").unwrap();
            (field.verdict, field.explanation)
        };
        let other = Some(Verdict::Deficient(DeficiencyReason::Other));
        let now = seen(application::case(&desk.reviewer, id).await.unwrap());
        assert_eq!(now, (other, WORDS.to_owned()));
        // Other words for the same reason are other words.
        application::judge(&desk.reviewer, id, vec![explained("birth_date", "書きかけ")], false).await.unwrap();
        application::judge(&desk.reviewer, id, vec![explained("birth_date", WORDS)], false).await.unwrap();
        assert_eq!(seen(application::case(&desk.reviewer, id).await.unwrap()), now);
        application::return_deficient(&desk.reviewer, id).await.unwrap();

        let view = application::view(&call, id).await.unwrap();
        let told: Vec<_> = view.deficiencies.iter().map(|of| (&*of.field, of.reason, &*of.explanation)).collect();
        assert_eq!((view.state, told), (State::Returned, vec![("birth_date", DeficiencyReason::Other, WORDS)]));
        let notices = notice::list(&call).await.unwrap();
        assert_eq!(notices[0].kind, NoticeKind::ApplicationReturned);
        let Value::Items { items, .. } = &notices[0].values["items"] else { panic!("what is to be put right") };
        assert_eq!(items, &view.deficiencies);
        let events = store::event::of_subject(app.db().read(), "application", &id.to_string(), 50).await.unwrap();
        let said = events.iter().find(|event| event.process == "application.verdicts").unwrap();
        let noted: serde_json::Value = serde_json::from_str(said.new.as_deref().unwrap()).unwrap();
        assert_eq!(noted["birth_date"], serde_json::json!({ "reason": "other", "explained": true }));
        assert!(events.iter().all(|event| !format!("{event:?}").contains(WORDS)), "what is never forgotten holds none");
        work(&app).await;
        assert!(app.mail.sent().iter().any(|mail| mail.body.contains(WORDS)), "the mail says it too");
    });
}

#[test]
fn a_reason_that_does_not_fit_the_field_is_refused_and_what_stands_there_stays() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id) = technician_submitted(&app, technician_form()).await;
        application::claim(&desk.reviewer, id).await.unwrap();
        for (field, reason) in [
            ("birth_date", DeficiencyReason::PhotoFaceCovered),
            ("sex", DeficiencyReason::AddressIncomplete),
            ("photo", DeficiencyReason::NameVariant),
            ("identity", DeficiencyReason::NumberVisible),
        ] {
            let said = vec![deficient(field, reason), ("phone".to_owned(), Verdict::Good)];
            let refused = fields(application::save_verdicts(&desk.reviewer, id, said).await);
            assert_eq!((&*refused[0].field, &refused[0].problem), (field, &Problem::NotAChoice), "{reason:?}");
        }
        let judged = application::case(&desk.reviewer, id).await.unwrap().fields;
        assert!(judged.iter().all(|field| field.verdict.is_none()), "what was refused left nothing");

        // What was said when every reason was offered for every field goes on.
        let fits = vec![deficient("sex", DeficiencyReason::Missing)];
        application::save_verdicts_and_rest(&desk.reviewer, id, fits).await.unwrap();
        let mut kept = store::application::find(app.db().read(), id).await.unwrap().unwrap();
        kept.verdicts = kept.verdicts.replace("\"missing\"", "\"unreadable\"");
        let tx = app.db().begin().await.unwrap();
        store::application::update(&tx, &kept).await.unwrap();
        tx.commit().await.unwrap();
        let stands = vec![deficient("sex", DeficiencyReason::Unreadable), ("phone".to_owned(), Verdict::Good)];
        application::save_verdicts(&desk.reviewer, id, stands).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
    });
}

#[test]
fn a_word_from_before_explanations_were_asked_gives_nothing_back() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id) = technician_submitted(&app, technician_form()).await;
        application::claim(&desk.reviewer, id).await.unwrap();
        application::judge(&desk.reviewer, id, vec![explained("address", WORDS)], true).await.unwrap();
        let mut kept = store::application::find(app.db().read(), id).await.unwrap().unwrap();
        kept.verdicts = kept.verdicts.replace(&format!(",\"explanation\":\"{WORDS}\""), "");
        assert!(!kept.verdicts.contains("explanation"), "{}", kept.verdicts);
        let tx = app.db().begin().await.unwrap();
        store::application::update(&tx, &kept).await.unwrap();
        tx.commit().await.unwrap();
        let refused = fields(application::return_deficient(&desk.reviewer, id).await);
        assert_eq!((&*refused[0].field, &refused[0].problem), ("address", &Problem::Missing));
        application::judge(&desk.reviewer, id, vec![explained("address", WORDS)], false).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        assert_eq!(code(application::return_deficient(&desk.reviewer, id).await), "conflict.state");
    });
}

#[test]
fn what_was_returned_says_whether_it_is_another_since() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = technician_submitted(&app, technician_form()).await;
        application::claim(&desk.reviewer, id).await.unwrap();
        let wrong = vec![
            deficient("address", DeficiencyReason::AddressIncomplete),
            deficient("photo", DeficiencyReason::PhotoTooOld),
        ];
        application::save_verdicts_and_rest(&desk.reviewer, id, wrong).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        let mended = || async {
            let view = application::view(&call, id).await.unwrap();
            view.deficiencies.into_iter().map(|of| (of.field, of.mended)).collect::<Vec<_>>()
        };
        let expected = |address, photo| vec![("address".to_owned(), address), ("photo".to_owned(), photo)];
        assert_eq!(mended().await, expected(false, false));

        // Saved as it was returned, and with another field of the page changed.
        let contact = |address: &str| TechnicianForm { address: address.to_owned(), ..technician_form() };
        let another = TechnicianForm { mail: "ren@example.jp".to_owned(), ..technician_form() };
        application::save_page(&call, id, "contact", &another).await.unwrap();
        assert_eq!(mended().await, expected(false, false));
        application::save_page(&call, id, "contact", &contact("江東区東陽2-3-4 みなとハイツ203")).await.unwrap();
        assert_eq!(mended().await, expected(true, false));
        application::put_photo(&call, id, picture(301, 400)).await.unwrap();
        assert_eq!(mended().await, expected(true, true));
        application::save_page(&call, id, "contact", &contact(&technician_form().address)).await.unwrap();
        assert_eq!(mended().await, expected(false, true), "as it was returned it is not put right");
        application::save_page(&call, id, "contact", &contact("江東区東陽2-3-5")).await.unwrap();
        application::submit(&call, id).await.unwrap();
        assert!(mended().await.is_empty(), "what is handed in is the reviewer's");

        // Found good, it is no more to be put right when something else is returned.
        let once_more = vec![deficient("photo", DeficiencyReason::PhotoBackground)];
        application::save_verdicts_and_rest(&desk.reviewer, id, once_more).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        assert_eq!(mended().await, [("photo".to_owned(), false)]);
        assert_eq!(code(application::return_deficient(&desk.reviewer, id).await), "conflict.state");
    });
}

#[test]
fn what_is_not_put_right_is_handed_in_again_only_by_who_says_so_and_the_reviewer_sees_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = technician_submitted(&app, technician_form()).await;
        application::claim(&desk.reviewer, id).await.unwrap();
        let wrong = ["address", "phone"].map(|field| deficient(field, DeficiencyReason::MismatchWithDocument)).to_vec();
        application::save_verdicts_and_rest(&desk.reviewer, id, wrong).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();

        let refused = fields(application::submit(&call, id).await);
        assert_eq!((refused.len(), &*refused[0].field, &refused[0].problem), (1, STOOD_BY, &Problem::NotConfirmed));
        let mended = TechnicianForm { address: "江東区東陽2-3-5".to_owned(), ..technician_form() };
        application::save_page(&call, id, "contact", &mended).await.unwrap();
        let refused = fields(application::submit(&call, id).await);
        assert_eq!((refused.len(), &*refused[0].field), (1, STOOD_BY), "the phone is as it was");
        assert_eq!(application::view(&call, id).await.unwrap().state, State::Returned, "nothing went");
        application::submit_as_it_stands(&call, id).await.unwrap();

        let seen = || async {
            let case = application::case(&desk.reviewer, id).await.unwrap();
            let of = |field: &domain::application::ReviewField| (field.field.clone(), field.changed, field.stood_by);
            let marked = case.fields.iter().filter(|field| field.changed || field.stood_by).map(of);
            marked.collect::<Vec<_>>()
        };
        let expected = vec![("address".to_owned(), true, false), ("phone".to_owned(), false, true)];
        assert_eq!(seen().await, expected);
        let events = store::event::of_subject(app.db().read(), "application", &id.to_string(), 50).await.unwrap();
        let again = events.iter().find(|event| event.process == "application.resubmit").unwrap();
        assert_eq!(again.reason.as_deref(), Some("stood_by:phone"));

        // Another word is the reviewer's, on what came back as it was.
        let good = vec![("phone".to_owned(), Verdict::Good), ("address".to_owned(), Verdict::Good)];
        application::save_verdicts(&desk.reviewer, id, good).await.unwrap();
        assert!(seen().await.is_empty());
        application::approve(&desk.reviewer, id).await.unwrap();
    });
}

#[test]
fn after_a_second_return_only_what_that_one_is_for_is_to_be_put_right() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = technician_submitted(&app, technician_form()).await;
        application::claim(&desk.reviewer, id).await.unwrap();
        let wrong = vec![deficient("address", DeficiencyReason::AddressIncomplete)];
        application::save_verdicts_and_rest(&desk.reviewer, id, wrong).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        let of = |address: &str| TechnicianForm { address: address.to_owned(), ..technician_form() };
        application::save_page(&call, id, "contact", &of("江東区東陽2-3-5")).await.unwrap();
        application::submit(&call, id).await.unwrap();

        // Nothing is said of the address now: it was put right, and something else is returned.
        let photo = vec![deficient("photo", DeficiencyReason::PhotoBackground)];
        application::save_verdicts(&desk.reviewer, id, photo).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        let listed = || async {
            let view = application::view(&call, id).await.unwrap();
            view.deficiencies.into_iter().map(|of| (of.field, of.mended)).collect::<Vec<_>>()
        };
        assert_eq!(listed().await, [("photo".to_owned(), false)]);
        application::put_photo(&call, id, picture(301, 400)).await.unwrap();
        assert_eq!(listed().await, [("photo".to_owned(), true)], "put right in this round, it stays in the list");
        // As it was returned first, it is to be put right again.
        application::save_page(&call, id, "contact", &of(&technician_form().address)).await.unwrap();
        assert_eq!(listed().await, [("address".to_owned(), false), ("photo".to_owned(), true)]);
        application::save_page(&call, id, "contact", &of("江東区東陽2-3-6")).await.unwrap();
        application::submit(&call, id).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap();
        let changed: Vec<&str> =
            case.fields.iter().filter(|field| field.changed).map(|field| field.field.as_str()).collect();
        assert_eq!(changed, ["address", "photo"], "nobody has looked at either yet");
    });
}
