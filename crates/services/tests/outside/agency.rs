//! Short messages by an agency that the test plays: what it is handed, and what its answers mean for a delivery.

use serde_json::Value;
use services::outside::{AgencySettings, Letter, Patience, Post, PostFault, TextAgency};
use std::time::Duration;
use testkit::{Answer, StandIn};

fn played(answers: Vec<Answer>) -> (StandIn, TextAgency) {
    let server = StandIn::in_turn(answers, Answer::Whole(202, b"{}".to_vec()));
    let patience = Patience { connect: Duration::from_millis(800), call: Duration::from_millis(800) };
    let settings =
        AgencySettings { url: format!("{}/v1/messages", server.url()), secret: "s3cret".to_owned(), patience };
    let agency = TextAgency::open(&settings).unwrap();
    (server, agency)
}

fn letter(to: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: String::new(),
        body: "書類がもどりました。\nhttps://register.example/passport/more".to_owned(),
        id: "019a-1".to_owned(),
    }
}

#[test]
fn a_message_is_handed_over_with_the_number_as_the_world_writes_it() {
    let (server, agency) = played(Vec::new());
    agency.send(&letter("09000000001")).unwrap();
    agency.send(&letter("09000000001")).unwrap();
    let asked = server.asked();
    let first = &asked[0];
    assert_eq!((first.method.as_str(), first.target.as_str()), ("POST", "/v1/messages"));
    assert_eq!(first.header("authorization"), "Bearer s3cret");
    assert_eq!(first.header("content-type"), "application/json");
    let body: Value = serde_json::from_slice(&first.body).unwrap();
    assert_eq!(body["to"], "+819000000001");
    assert_eq!(body["text"], letter("").body);
    assert_eq!((body["id"].as_str(), first.header("idempotency-key")), (Some("019a-1"), "019a-1"));
    assert_eq!(asked[1].header("idempotency-key"), "019a-1", "sent again it is the same message");
}

#[test]
fn a_number_that_takes_no_messages_is_not_even_asked_about() {
    let (server, agency) = played(Vec::new());
    for wrong in ["", "0312345678", "+819000000001", "090-0000-0001", "taro@example.jp", "0900000000１"] {
        assert!(matches!(agency.send(&letter(wrong)), Err(PostFault::Refused(_))), "{wrong}");
    }
    assert!(server.asked().is_empty());
}

#[test]
fn a_dead_number_is_refused_for_good_and_everything_else_is_tried_again() {
    let told = |answer: Answer| {
        let (_server, agency) = played(vec![answer]);
        agency.send(&letter("09000000001"))
    };
    let whole = |status| Answer::Whole(status, b"{\"message\":\"+819000000001 is dead\"}".to_vec());
    for status in [410, 422] {
        let fault = told(whole(status)).unwrap_err();
        assert_eq!(fault, PostFault::Refused(status.to_string()), "nothing of the answer's text, which names a person");
    }
    assert_eq!(told(whole(409)), Ok(()), "taken before");
    for answer in [
        whole(401),
        whole(403),
        whole(404),
        whole(429),
        whole(500),
        whole(503),
        Answer::Elsewhere("http://127.0.0.1:1/".to_owned()),
        Answer::Nothing,
    ] {
        let fault = told(answer.clone()).unwrap_err();
        assert!(matches!(&fault, PostFault::NotNow(_)) && !fault.to_string().contains("+81"), "{answer:?} {fault}");
    }
    let nobody = AgencySettings {
        url: "http://127.0.0.1:1/".to_owned(),
        secret: "s3cret".to_owned(),
        patience: Patience::default(),
    };
    let fault = TextAgency::open(&nobody).unwrap().send(&letter("09000000001"));
    assert!(matches!(fault, Err(PostFault::NotNow(_))));
}
