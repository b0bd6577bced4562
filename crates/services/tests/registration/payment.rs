//! From approval to a number, a log-in and a card order.

use crate::play::{
    Desk, PASSWORD, admin, approved, business_form, business_submitted, code, fee_of, self_employed_form, stranger,
    technician_form, technician_submitted,
};
use domain::{
    access::Role,
    application::{ApplicationKind, State},
    business::BusinessKind,
    card::CardState,
    fee::Yen,
    technician::TechnicianForm,
    time::WorkDate,
};
use services::{Ids, account, application, card, fee};
use testkit::both;

#[test]
fn payment_issues_number_log_in_and_card_order_at_once() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let (call, id) =
            technician_submitted(&app, TechnicianForm { employer_id: firm.login_id.clone(), ..technician_form() })
                .await;
        approved(&desk.reviewer, id, ApplicationKind::TechnicianSimple).await;
        let asked = application::view(&call, id).await.unwrap().fee.unwrap();
        assert_eq!((asked.amount, asked.due.unwrap().number()), (Yen(2_500), 20_261_231));
        let request = fee_of(&desk.operator, id).await;
        let issued = fee::mark_paid(&desk.operator, request).await.unwrap().unwrap();

        let technician = issued.technician_id.unwrap();
        assert_eq!((issued.login_id.len(), issued.login_id.parse()), (14, Ok(technician)));
        let view = application::view(&call, id).await.unwrap();
        assert_eq!((view.state, view.issued_login.as_ref()), (State::Completed, Some(&issued.login_id)));
        assert!(view.fee.unwrap().paid_at.is_some());
        let person = store::technician::find(app.db().read(), technician).await.unwrap().unwrap();
        assert_eq!((person.family_name.as_str(), person.birth_date.number()), ("髙橋", 19_960_402));
        assert!(person.photo.is_some());
        let employers = store::technician::employers(app.db().read(), technician, app.call.today()).await.unwrap();
        assert_eq!(employers, [firm.business_id.unwrap()]);
        let orders = card::orders(&desk.operator).await.unwrap();
        assert_eq!((orders.len(), orders[0].technician_id, orders[0].state), (1, technician, CardState::Ordered));
        let logged_in = account::log_in(&app.call, &issued.login_id, PASSWORD, "198.51.100.1").await.unwrap();
        assert!(matches!(logged_in, account::LogIn::Done(_)), "a technician needs no second factor");
        let admin_in = account::log_in(&app.call, &firm.login_id, PASSWORD, "198.51.100.1").await.unwrap();
        assert!(matches!(admin_in, account::LogIn::SecondFactor { .. }));
        let business = store::business::find(app.db().read(), firm.business_id.unwrap()).await.unwrap().unwrap();
        assert_eq!(business.valid_until, WorkDate::from_stored(20_311_130));
        assert_eq!(admin(&app, &firm).await.actor.role, Role::BusinessAdmin);
    });
}

#[test]
fn nobody_pays_twice() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id) = technician_submitted(&app, technician_form()).await;
        approved(&desk.reviewer, id, ApplicationKind::TechnicianSimple).await;
        let request = fee_of(&desk.operator, id).await;
        let (one, two) = tokio::join!(fee::mark_paid(&desk.operator, request), fee::mark_paid(&desk.operator, request));
        let (paid, refused) = if one.is_ok() { (one, two) } else { (two, one) };
        let issued = paid.unwrap().unwrap();
        assert_eq!(code(refused), "conflict.already_paid");
        assert_eq!(code(fee::mark_paid(&desk.operator, request).await), "conflict.already_paid");
        let cards = store::card::of_technician(app.db().read(), issued.technician_id.unwrap()).await.unwrap();
        assert_eq!(cards.len(), 1);
        assert!(fee::unpaid(&desk.operator, "", None).await.unwrap().rows.is_empty());
        for role in [Role::Public, Role::Applicant, Role::Technician, Role::BusinessAdmin, Role::Reviewer, Role::Gate] {
            assert!(code(fee::mark_paid(&stranger(&app, role), request).await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::unpaid(&stranger(&app, role), "", None).await).starts_with("forbidden."), "{role:?}");
        }
        let nothing = domain::id::FeeRequestId(uuid::Uuid::nil());
        assert_eq!(code(fee::mark_paid(&desk.operator, nothing).await), "not_found");
    });
}

#[test]
fn a_self_employed_person_is_registered_by_the_approval_itself() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = business_submitted(&app, self_employed_form()).await;
        approved(&desk.reviewer, id, ApplicationKind::Business).await;
        let view = application::view(&call, id).await.unwrap();
        assert_eq!(view.state, State::Completed);
        assert!(fee::unpaid(&desk.operator, "", None).await.unwrap().rows.is_empty());
        let issued = application::case(&desk.reviewer, id).await.unwrap().issued.unwrap();
        let business = store::business::find(app.db().read(), issued.business_id.unwrap()).await.unwrap().unwrap();
        assert_eq!((business.kind, business.capital_yen), (BusinessKind::SelfEmployed, 0));
    });
}

#[test]
fn a_number_already_taken_is_never_issued_again() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let approve = async |name: &str| {
            let (_, id) = business_submitted(&app, business_form(name)).await;
            approved(&desk.reviewer, id, ApplicationKind::Business).await;
            fee_of(&desk.operator, id).await
        };
        let (first, second) = (approve("一番建設").await, approve("二番建設").await);
        // The same chance twice, a moment later: the number drawn first is taken, so another is drawn.
        let with_seed = |seed| services::Call { ids: Ids::seeded(seed), ..desk.operator.clone() };
        let one = fee::mark_paid(&with_seed(7), first).await.unwrap().unwrap();
        app.at(20_261_120, "07:31");
        let two = fee::mark_paid(&with_seed(7), second).await.unwrap().unwrap();
        assert_ne!(one.login_id, two.login_id);
        let chance = Ids::seeded(7);
        chance.bytes::<10>(); // the id of the receipt
        chance.bytes::<10>(); // the id of the event that notes the payment
        let drawn = domain::id::BusinessId::from_body(chance.number_body());
        assert_eq!(one.business_id, Some(drawn), "what the second draws first is this number");
    });
}
