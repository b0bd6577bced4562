//! The reviewer's side: queue, claim, words on fields, return, approve, reject.

use crate::play::{
    Desk, all_good, approved, business_form, business_submitted, code, fields, office, started, stranger,
    technician_form, technician_submitted,
};
use domain::{
    access::Role,
    application::{ApplicationKind, AutoCheck, DeficiencyReason, QueueFilter, ReviewNote, State, Verdict},
    technician::TechnicianForm,
};
use services::application;
use testkit::both;

const KIND: ApplicationKind = ApplicationKind::TechnicianSimple;

#[test]
fn two_reviewers_are_told_of_each_other() {
    both(|app| async move {
        let (a, b) = (office(&app, Role::Reviewer, "shinsa-a").await, office(&app, Role::Reviewer, "shinsa-b").await);
        let operator = office(&app, Role::Operator, "unei-a").await;
        let (_, id) = technician_submitted(&app, technician_form()).await;
        assert_eq!(code(application::save_verdicts(&a, id, all_good(KIND)).await), "conflict.state", "claim first");
        let (one, two) = tokio::join!(application::claim(&a, id), application::claim(&b, id));
        assert!(one.is_ok() != two.is_ok(), "of two at once one has it");
        let (winner, loser) = if one.is_ok() { (a, b) } else { (b, a) };
        application::claim(&winner, id).await.unwrap();
        for refused in [
            application::claim(&loser, id).await,
            application::release(&loser, id).await,
            application::save_verdicts(&loser, id, all_good(KIND)).await,
            application::return_deficient(&loser, id).await,
            application::approve(&loser, id).await,
            application::reject(&loser, id, "理由").await,
        ] {
            assert_eq!(code(refused), "conflict.claimed");
        }
        let row = application::queue(&loser, QueueFilter::default(), None).await.unwrap().0.rows.remove(0);
        assert!(row.claimed_by.is_some_and(|name| name.starts_with("shinsa-")));
        application::release(&operator, id).await.unwrap();
        application::claim(&loser, id).await.unwrap();
        assert_eq!(code(application::approve(&winner, id).await), "conflict.claimed", "the first no longer has it");
    });
}

#[test]
fn a_deficient_field_stops_approval_and_comes_back_changed() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = technician_submitted(&app, technician_form()).await;
        application::claim(&desk.reviewer, id).await.unwrap();
        assert_eq!(
            code(application::approve(&desk.reviewer, id).await),
            "application.not_all_good",
            "nothing was looked at"
        );
        assert_eq!(code(application::return_deficient(&desk.reviewer, id).await), "application.no_deficiency");
        let mut words = all_good(KIND);
        let address = words.iter_mut().find(|(field, _)| field == "address").unwrap();
        address.1 = Verdict::Deficient(DeficiencyReason::AddressIncomplete);
        application::save_verdicts(&desk.reviewer, id, words).await.unwrap();
        assert_eq!(code(application::approve(&desk.reviewer, id).await), "application.not_all_good");
        let unknown = vec![("password".to_owned(), Verdict::Good)];
        assert_eq!(fields(application::save_verdicts(&desk.reviewer, id, unknown).await)[0].field, "password");
        application::return_deficient(&desk.reviewer, id).await.unwrap();

        let view = application::view(&call, id).await.unwrap();
        assert_eq!(view.state, State::Returned);
        assert_eq!((view.deficiencies.len(), view.deficiencies[0].field.as_str()), (1, "address"));
        assert_eq!(code(application::approve(&desk.reviewer, id).await), "conflict.state");
        let fixed = TechnicianForm {
            address: "江東区東陽2-3-4 みなとハイツ203".to_owned(),
            ..technician_form().without_passwords()
        };
        application::save_technician(&call, id, fixed).await.unwrap();
        application::submit(&call, id).await.unwrap();

        let case = application::case(&desk.reviewer, id).await.unwrap();
        assert!(case.state == State::InReview && case.claimed_by_me, "it comes back to who returned it");
        let open: Vec<&str> =
            case.fields.iter().filter(|field| field.verdict.is_none()).map(|field| field.field.as_str()).collect();
        assert_eq!(open, ["address"], "only what was changed is looked at again");
        assert!(case.fields.iter().all(|field| field.changed == (field.field == "address")));
        assert_eq!(code(application::approve(&desk.reviewer, id).await), "application.not_all_good");
        application::save_verdicts(&desk.reviewer, id, vec![("address".to_owned(), Verdict::Good)]).await.unwrap();
        application::approve(&desk.reviewer, id).await.unwrap();
        let trail: Vec<String> =
            application::case(&desk.reviewer, id).await.unwrap().trail.into_iter().map(|line| line.what).collect();
        let expected = [
            "start",
            "save",
            "photo",
            "submit",
            "check",
            "claim",
            "verdicts",
            "return",
            "save",
            "resubmit",
            "check",
            "verdicts",
            "approve",
            "request_payment",
        ];
        assert_eq!(trail, expected);
    });
}

#[test]
fn the_rest_is_found_good_in_one_press_and_what_was_left_empty_wants_no_word() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id) = technician_submitted(&app, TechnicianForm { alias: String::new(), ..technician_form() }).await;
        application::claim(&desk.reviewer, id).await.unwrap();
        let deficient = vec![("address".to_owned(), Verdict::Deficient(DeficiencyReason::AddressIncomplete))];
        application::save_verdicts_and_rest(&desk.reviewer, id, deficient.clone()).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap();
        for field in &case.fields {
            let expected = match (field.field.as_str(), field.wanted) {
                ("address", _) => Some(deficient[0].1),
                (_, true) => Some(Verdict::Good),
                (_, false) => None,
            };
            assert_eq!(field.verdict, expected, "{}", field.field);
        }
        let alias = case.fields.iter().find(|field| field.field == "alias").unwrap();
        assert!(!alias.wanted && alias.value.is_empty());
        assert_eq!(code(application::approve(&desk.reviewer, id).await), "application.not_all_good");
        application::save_verdicts(&desk.reviewer, id, vec![("address".to_owned(), Verdict::Good)]).await.unwrap();
        let missing = vec![("alias".to_owned(), Verdict::Deficient(DeficiencyReason::Missing))];
        application::save_verdicts(&desk.reviewer, id, missing).await.unwrap();
        assert_eq!(code(application::approve(&desk.reviewer, id).await), "application.not_all_good");
        application::save_verdicts(&desk.reviewer, id, vec![("alias".to_owned(), Verdict::Good)]).await.unwrap();
        application::approve(&desk.reviewer, id).await.unwrap();
    });
}

#[test]
fn what_the_register_sees_by_itself_is_shown() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let first = desk.technician(&app, technician_form()).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        // The same person in the common form of the name; a postcode of another prefecture.
        let same_person = TechnicianForm {
            family_name: "高橋".to_owned(),
            postcode: "0608588".to_owned(),
            employer_id: firm.login_id.clone(),
            ..technician_form()
        };
        let (_, id) = technician_submitted(&app, same_person).await;
        business_submitted(&app, business_form("別の名前の会社")).await;
        let queue = application::queue(&desk.reviewer, QueueFilter::default(), None).await.unwrap().0.rows;
        assert_eq!(queue.len(), 2);
        let duplicate = |ids: &[&str]| AutoCheck::PossibleDuplicate {
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            applications: vec![],
        };
        let person = &queue.iter().find(|row| row.id == id).unwrap().checks;
        assert!(person.contains(&AutoCheck::PostcodeFits { fits: false }), "{person:?}");
        assert!(person.contains(&duplicate(&[&first.login_id])), "{person:?}");
        assert!(person.contains(&AutoCheck::EmployerKnown { name: Some("港栄建設株式会社".to_owned()) }));
        let business = &queue.iter().find(|row| row.id != id).unwrap().checks;
        assert!(business.contains(&duplicate(&[&firm.login_id])), "the 法人番号 is the same: {business:?}");
        assert!(
            business.contains(&AutoCheck::PostcodeFits { fits: true })
                && business.contains(&AutoCheck::CorporateNumber { fits: true })
        );

        let case = application::case(&desk.reviewer, id).await.unwrap();
        let note = |field: &str| case.fields.iter().find(|other| other.field == field).unwrap().note.clone();
        assert_eq!(note("family_name"), None, "already in its common form");
        assert_eq!(note("birth_date"), Some(ReviewNote::Age { years: 30 }));
        assert_eq!(note("employer_id"), Some(ReviewNote::BusinessName { name: "港栄建設株式会社".to_owned() }));
    });
}

#[test]
fn two_applications_of_one_person_show_one_another_until_one_ends() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (first, one) = technician_submitted(&app, technician_form()).await;
        let again = TechnicianForm { family_name: "高橋".to_owned(), ..technician_form() };
        let (_, other) = technician_submitted(&app, again).await;
        let reviewer = desk.reviewer.clone();
        let seen = |id| {
            let reviewer = reviewer.clone();
            async move {
                let checks = application::case(&reviewer, id).await.unwrap().checks;
                let doubles = checks.into_iter().find_map(|check| match check {
                    AutoCheck::PossibleDuplicate { ids, applications } => Some((ids, applications)),
                    _ => None,
                });
                let (ids, applications) = doubles.unwrap();
                assert!(ids.is_empty(), "nobody is registered");
                applications.into_iter().map(|case| case.id).collect::<Vec<_>>()
            }
        };
        assert_eq!((seen(one).await, seen(other).await), (vec![other], vec![one]));
        // A draft is nobody's double, and what was withdrawn is none any more.
        let (draft, drafted) = started(&app, KIND).await;
        application::save_technician(&draft, drafted, technician_form()).await.unwrap();
        assert_eq!(seen(one).await, vec![other]);
        application::withdraw(&first, one).await.unwrap();
        assert_eq!(seen(other).await, vec![]);
    });
}

#[test]
fn the_queue_is_for_the_desk_and_knows_no_drafts() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, draft) = started(&app, KIND).await;
        assert_eq!(code(application::case(&desk.reviewer, draft).await), "not_found");
        assert!(application::queue(&desk.reviewer, QueueFilter::default(), None).await.unwrap().0.rows.is_empty());
        let drafts = QueueFilter { state: Some(State::Draft), ..QueueFilter::default() };
        assert!(application::queue(&desk.reviewer, drafts, None).await.unwrap().0.rows.is_empty());
        assert_eq!(code(application::claim(&desk.reviewer, draft).await), "conflict.state");
        for role in [Role::Technician, Role::BusinessAdmin, Role::SiteAdmin, Role::Gate, Role::Partner] {
            let call = stranger(&app, role);
            assert_eq!(
                code(application::queue(&call, QueueFilter::default(), None).await),
                "forbidden.role",
                "{role:?}"
            );
            assert_eq!(code(application::claim(&call, draft).await), "forbidden.role", "{role:?}");
        }
        assert_eq!(code(application::queue(&app.call, QueueFilter::default(), None).await), "forbidden.log_in_first");

        let (_, person) = technician_submitted(&app, technician_form()).await;
        let (_, firm) = business_submitted(&app, business_form("港栄建設株式会社")).await;
        approved(&desk.reviewer, person, KIND).await;
        let only = |kind, state| QueueFilter { kind, state, ..QueueFilter::default() };
        let ids = |rows: Vec<domain::application::QueueRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(ids(application::queue(&desk.reviewer, QueueFilter::default(), None).await.unwrap().0.rows), [firm]);
        let waiting = only(None, Some(State::AwaitingPayment));
        assert_eq!(ids(application::queue(&desk.reviewer, waiting, None).await.unwrap().0.rows), [person]);
        assert!(application::queue(&desk.reviewer, only(Some(KIND), None), None).await.unwrap().0.rows.is_empty());
    });
}

#[test]
fn a_rejection_says_why_and_ends_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = technician_submitted(&app, technician_form()).await;
        application::claim(&desk.reviewer, id).await.unwrap();
        assert_eq!(fields(application::reject(&desk.reviewer, id, " ").await)[0].field, "reason");
        application::reject(&desk.reviewer, id, "同じ人の登録がもうあります").await.unwrap();
        assert_eq!(application::view(&call, id).await.unwrap().state, State::Rejected);
        assert_eq!(code(application::submit(&call, id).await), "conflict.state");
        assert_eq!(code(application::claim(&desk.reviewer, id).await), "conflict.state");
        let trail = store::event::of_subject(app.db().read(), "application", &id.to_string(), 50).await.unwrap();
        assert_eq!(trail.last().unwrap().reason.as_deref(), Some("同じ人の登録がもうあります"));
    });
}
