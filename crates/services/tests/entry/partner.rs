//! Partner systems and their tokens.

use crate::account::code;
use domain::{access::Role, id::BusinessId};
use services::{Error, partner};
use testkit::{both, cast};

#[test]
fn credentials_give_a_token_for_an_hour() {
    both(|app| async move {
        let cast = cast(&app, 0).await;
        let issued = partner::create(&app.system(), "入退場管理 みなと", cast.prime).await.unwrap();
        let start = app.at(20_261_120, "07:00");
        let token = partner::token(&app.call, &issued.client_id, &issued.client_secret, "192.0.2.1").await.unwrap();
        assert_eq!((token.expires_in_s, token.scope, token.token.len()), (3600, "touch.send", 64));
        let actor = partner::actor(app.db(), &token.token, start.plus_ms(3_599_999)).await.unwrap().expect("good");
        assert_eq!((actor.role, actor.business), (Role::Partner, Some(cast.prime)));
        assert!(actor.partner.is_some());
        assert_eq!(partner::actor(app.db(), &token.token, start.plus_ms(3_600_000)).await.unwrap(), None);
        for other in ["", "x", &token.token[1..], &issued.client_secret] {
            assert_eq!(partner::actor(app.db(), other, start).await.unwrap(), None, "{other}");
        }
    });
}

#[test]
fn a_wrong_secret_and_an_unknown_client_get_the_same_answer_and_are_limited() {
    both(|app| async move {
        let cast = cast(&app, 0).await;
        let issued = partner::create(&app.system(), "みなと", cast.prime).await.unwrap();
        app.at(20_261_120, "07:00");
        let odd = partner::token(&app.call, "p-\u{0}", "\u{0}", "192.0.2.9").await.err().expect("refused");
        assert_eq!(code(&odd), "oauth.invalid_client", "a character PostgreSQL does not take is no fault of ours");
        for at in 0..50 {
            let (id, secret) = if at % 2 == 0 { (issued.client_id.as_str(), "wrong") } else { ("p-unknown", "wrong") };
            let error = partner::token(&app.call, id, secret, "192.0.2.1").await.err().expect("refused");
            assert_eq!(code(&error), "oauth.invalid_client");
        }
        let locked = partner::token(&app.call, &issued.client_id, &issued.client_secret, "192.0.2.1").await.err();
        assert_eq!(code(&locked.expect("locked")), "auth.locked");
        partner::token(&app.call, &issued.client_id, &issued.client_secret, "192.0.2.2").await.unwrap();
    });
}

#[test]
fn only_the_operator_registers_a_partner_and_only_for_a_known_business() {
    both(|app| async move {
        let cast = cast(&app, 0).await;
        for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Operator | Role::System)) {
            let made = partner::create(&app.role(role), "x", cast.prime).await;
            assert!(matches!(made, Err(Error::Forbidden(_))), "{role:?}");
        }
        let nobody = partner::create(&app.system(), "", BusinessId::from_body(7)).await.err().expect("two problems");
        let Error::Rejected(rejection) = nobody else { panic!() };
        let fields: Vec<_> = rejection.fields.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["name", "business"]);
    });
}

#[test]
fn a_disabled_partner_sends_nothing_more_not_even_with_the_token_it_holds() {
    both(|app| async move {
        let cast = cast(&app, 0).await;
        let issued = partner::create(&app.system(), "みなと", cast.prime).await.unwrap();
        let now = app.at(20_261_120, "07:00");
        let token = partner::token(&app.call, &issued.client_id, &issued.client_secret, "192.0.2.1").await.unwrap();
        let refused = partner::disable(&app.role(Role::BusinessAdmin), &issued.client_id).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        assert!(matches!(partner::disable(&app.system(), "p-unknown").await, Err(Error::NotFound)));
        partner::disable(&app.system(), &issued.client_id).await.unwrap();
        assert_eq!(partner::actor(app.db(), &token.token, now).await.unwrap(), None);
        let again = partner::token(&app.call, &issued.client_id, &issued.client_secret, "192.0.2.1").await.err();
        assert_eq!(code(&again.expect("refused")), "oauth.invalid_client");
        assert!(matches!(partner::disable(&app.system(), &issued.client_id).await, Err(Error::Conflict(_))));
    });
}
