//! Cards at the operator's desk: what is wrong is said where the form that was sent still stands, else above.

use super::{Ground, OWN};
use axum::http::header;
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
