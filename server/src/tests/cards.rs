//! Cards at the operator's desk: what is wrong is said where the form that was sent still stands, else above.

use super::{FOREIGN, Ground, OWN, Seen, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::{
    access::{Actor, Role},
    account::AccountKind,
    card::CardState,
};
use testkit::{both, cast};

#[test]
fn a_cards_problem_is_said_in_the_form_that_was_sent_or_above() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 2).await);
        let cookie = ground.logged_in(AccountKind::Operator, &cast).await;
        let orders = services::card::orders(&app.by(Actor::of(Role::Operator))).await.unwrap();
        let mut issued = orders.iter().filter(|order| order.state == CardState::Issued).map(|order| order.card_id);
        let (first, second) = (issued.next().unwrap(), issued.next().unwrap());
        let words = |code| i18n::code::reason(i18n::Lang::Ja, code).unwrap();
        // Function, body, the card whose form it was, the code said above; nothing where it is said in the row.
        for (name, body, card, above) in [
            ("revoke_card", "reason=", first, None),
            ("issue_card", "uid=04AABBCCDDEEFF", first, Some("conflict.state")),
            ("revoke_card", "reason=lost", second, None),
            ("revoke_card", "reason=lost&confirm=yes", second, Some("")),
            ("revoke_card", "reason=lost&confirm=yes", second, Some("conflict.already_done")),
        ] {
            let seen = ground.form(OWN, &format!("/fn/{name}"), &cookie, &format!("card={card}&{body}")).await;
            assert!(seen.header(header::LOCATION).starts_with("/operator/cards"), "{seen:?}");
            let page = ground.get("/operator/cards", &cookie).await.text;
            let in_row = page.contains(&format!("id=\"reason-{card}-problem\""));
            assert_eq!(in_row, above.is_none(), "{name} {body}");
            assert_eq!(page.contains("row-problem"), in_row, "{name} {body}: in no other form");
            if let Some(code) = above.filter(|code| !code.is_empty()) {
                assert!(page.contains(&words(code)), "{name} {body}: {page}");
            }
        }
    });
}

impl Ground {
    /// A file of a batch asked for, or an answer brought, as a form of a page at `origin`.
    async fn batch_file(&self, origin: &str, path: &str, cookie: &str, answer: Option<&str>) -> Seen {
        let kind =
            if answer.is_some() { "multipart/form-data; boundary=B" } else { "application/x-www-form-urlencoded" };
        let body = answer.map_or_else(String::new, |file| {
            let head = "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"";
            format!("--B\r\n{head}\r\n\r\n{file}\r\n--B--\r\n")
        });
        let request = to(Method::POST, path, cookie).header(header::ORIGIN, origin).header(header::CONTENT_TYPE, kind);
        self.ask(request.body(Body::from(body)).unwrap()).await
    }
}

#[test]
fn the_card_makers_files_are_the_operators() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        let operator = ground.logged_in(AccountKind::Operator, &cast).await;
        let nowhere = format!("/operator/cards/batches/{}", uuid::Uuid::nil());
        for (what, answer) in [("files", None), ("keys", None), ("answer", Some("card,uid"))] {
            let path = format!("{nowhere}/{what}");
            assert_eq!(ground.batch_file(FOREIGN, &path, &operator, answer).await.status, 403, "{what}");
            for (cookie, code) in [("", "auth.log_in_first"), (&reviewer, "auth.forbidden"), (&operator, "not_found")] {
                let seen = ground.batch_file(OWN, &path, cookie, answer).await;
                assert_eq!(ground.refusal(&seen, cookie).await, code, "{what}: {seen:?}");
                assert!(seen.header(header::CONTENT_DISPOSITION).is_empty(), "{what}: {seen:?}");
            }
            let strange = ground.batch_file(OWN, &format!("/operator/cards/batches/x/{what}"), &operator, answer).await;
            assert_eq!(strange.header(header::LOCATION), "/operator/cards/batches", "{what}: {strange:?}");
        }
        let nothing = ground.batch_file(OWN, &format!("{nowhere}/answer"), &operator, Some("")).await;
        assert_eq!(ground.refusal(&nothing, &operator).await, "form.problems");
    });
}
