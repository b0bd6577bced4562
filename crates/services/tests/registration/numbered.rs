//! What is asked for under a payment number, for whoever holds the number.

use crate::play::{Desk, approved, business_form, code, fields, technician_form, technician_submitted};
use domain::{
    application::ApplicationKind,
    fee::{FeeKind, PaymentReference, RequestState},
    form::Problem,
    notice::{NoticeKind, Reader, Value},
};
use services::{fee, notice};
use testkit::both;

const HERE: &str = "203.0.113.5";

#[test]
fn whoever_holds_the_number_sees_what_to_pay_and_nobodys_name() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (applicant, id) = technician_submitted(&app, technician_form()).await;
        approved(&desk.reviewer, id, ApplicationKind::TechnicianSimple).await;
        let told = notice::list(&applicant).await.unwrap();
        let due = told.iter().find(|line| line.kind == NoticeKind::FeeDue).unwrap();
        let owed = fee::unpaid(&app.system(), "", None).await.unwrap().rows.remove(0);
        let seen = services::application::view(&applicant, id).await.unwrap().fee.unwrap();
        let reference = seen.reference.unwrap();
        // The way there stands in the message of somebody who has no code: the phone gets nothing but its address.
        assert_eq!(due.values["reference"], Value::Text(reference.grouped()));
        assert_eq!(due.values["how"], Value::HowToPay(app.call.outside.pay_to.clone()));
        assert_eq!(due.kind.page(&due.values, Reader::Applicant), Some(format!("/pay?number={reference}")));
        for typed in [reference.to_string(), reference.grouped(), format!("　{} ", wide(&reference.grouped()))] {
            let found = fee::by_number(&app.call, &typed, HERE).await.unwrap();
            assert_eq!((found.reference, found.kind), (reference, FeeKind::TechnicianSimple));
            assert_eq!((found.left, found.due, found.state), (owed.amount, owed.due, RequestState::Open), "{typed}");
        }
        // Whoever is logged in, too: they may pay for another.
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = crate::play::admin(&app, &firm).await;
        assert_eq!(fee::by_number(&admin, &reference.to_string(), HERE).await.unwrap().left, owed.amount);
        fee::mark_paid(&app.system(), owed.id).await.unwrap();
        let found = fee::by_number(&app.call, &reference.to_string(), HERE).await.unwrap();
        assert_eq!((found.left.get(), found.state), (0, RequestState::Paid));
    });
}

fn wide(text: &str) -> String {
    text.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32(0xFF10 + d)).unwrap_or(c)).collect()
}

#[test]
fn numbers_cannot_be_guessed_at() {
    both(|app| async move {
        let of = |typed: &str| {
            let (call, typed) = (app.call.clone(), typed.to_owned());
            async move { fee::by_number(&call, &typed, HERE).await }
        };
        assert_eq!(fields(of("　").await)[0].problem, Problem::Missing);
        let refused = Problem::Refused { code: "fee.no_such_number".to_owned() };
        // Mistyped: no try, however often.
        for _ in 0..60 {
            for typed in ["1", "123456789013", "2026-1121-00417", "１２３４"] {
                assert_eq!(fields(of(typed).await)[0].problem, refused, "{typed}");
            }
        }
        let unknown = |body| PaymentReference::from_body(body).to_string();
        for _ in 0..5 {
            assert_eq!(fields(of(&unknown(7)).await)[0].problem, refused);
        }
        assert_eq!(code(of(&unknown(7)).await), "auth.locked", "one number over and over");
        for body in 100..145 {
            assert_eq!(fields(of(&unknown(body)).await)[0].problem, refused, "{body}");
        }
        assert_eq!(code(of(&unknown(900)).await), "auth.locked", "many numbers from one place");
        // A page of another site can make a browser look numbers up; it keeps nobody behind that address from logging in.
        let login = services::account::log_in(&app.call, "nobody", "some-password-9", HERE).await;
        assert_eq!(code(login), "auth.login_failed");
        let elsewhere = fee::by_number(&app.call, &unknown(900), "203.0.113.6").await;
        assert_eq!(fields(elsewhere)[0].problem, refused);
    });
}
