//! Messages by LINE, which the test plays: what it is handed, and what its answers mean for a delivery.

use serde_json::{Value, json};
use services::outside::{Letter, LineMessages, LineSettings, Patience, Post, PostFault};
use std::time::Duration;
use testkit::{Answer, StandIn};

fn open(url: String) -> LineMessages {
    let patience = Patience { connect: Duration::from_millis(800), call: Duration::from_millis(800) };
    let (token, secret) = ("t0ken".to_owned(), "s3cret".to_owned());
    LineMessages::open(&LineSettings { url, token, secret, patience }).unwrap()
}

fn played(answers: Vec<Answer>) -> (StandIn, LineMessages) {
    let server = StandIn::in_turn(answers, Answer::Whole(200, b"{}".to_vec()));
    let line = open(server.url());
    (server, line)
}

fn letter(to: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: String::new(),
        body: "書類がもどりました。\n\nhttps://register.example/passport/more".to_owned(),
        id: "019a4c1e-0000-7000-8000-000000000001".to_owned(),
    }
}

#[test]
fn a_message_names_its_phone_by_a_hash_and_itself_by_its_tag() {
    let (server, line) = played(Vec::new());
    line.send(&letter("08000001234")).unwrap();
    let asked = server.asked();
    let first = &asked[0];
    assert_eq!((first.method.as_str(), first.target.as_str()), ("POST", "/bot/pnp/push"));
    assert_eq!(first.header("authorization"), "Bearer t0ken");
    assert_eq!(first.header("content-type"), "application/json");
    let tag = first.header("x-line-delivery-tag");
    assert_eq!(tag, letter("").id);
    assert!((16..=100).contains(&tag.len()), "as long as LINE takes it");
    assert_eq!(first.header("x-line-retry-key"), "", "which LINE refuses here");
    // The hash that LINE publishes for this number.
    let expected = json!({
        "to": "d41e0ad70dddfeb68f149ad6fc61574b9c5780ab7bcb2fba5517771ffbb2409c",
        "messages": [{ "type": "text", "text": letter("").body }]
    });
    assert_eq!(serde_json::from_slice::<Value>(&first.body).unwrap(), expected);
    assert!(!String::from_utf8_lossy(&first.body).contains("8000001234"), "the number itself stays here");
    let slashed = open(format!("{}/", server.url()));
    slashed.send(&letter("08000001234")).unwrap();
    assert_eq!(server.asked()[1].target, "/bot/pnp/push");
}

#[test]
fn what_line_cannot_take_is_not_even_asked() {
    let (server, line) = played(Vec::new());
    for wrong in ["", "0312345678", "+818000001234", "080-0000-1234", "taro@example.jp", "0800000123４"] {
        assert!(matches!(line.send(&letter(wrong)), Err(PostFault::Refused(_))), "{wrong}");
    }
    let long = |count| Letter { body: "字".repeat(count), ..letter("08000001234") };
    assert!(matches!(line.send(&long(5_001)), Err(PostFault::Refused(_))), "cut it would say less");
    assert!(server.asked().is_empty());
    line.send(&long(5_000)).unwrap();
}

#[test]
fn a_number_without_line_is_refused_for_good_and_everything_else_is_tried_again() {
    let told = |answer: Answer| {
        let (_server, line) = played(vec![answer]);
        line.send(&letter("08000001234"))
    };
    let whole = |status| Answer::Whole(status, b"{\"message\":\"Failed to send messages\"}".to_vec());
    assert_eq!(told(whole(422)), Err(PostFault::Refused("422".to_owned())));
    assert_eq!(told(whole(200)), Ok(()));
    for answer in [
        whole(400),
        whole(401),
        whole(403),
        whole(409),
        whole(429),
        whole(500),
        whole(503),
        Answer::Elsewhere("http://127.0.0.1:1/".to_owned()),
        Answer::Nothing,
    ] {
        let fault = told(answer.clone()).unwrap_err();
        let words = fault.to_string();
        assert!(matches!(&fault, PostFault::NotNow(_)) && !words.contains("8000001234"), "{answer:?} {words}");
    }
    let fault = open("http://127.0.0.1:1/".to_owned()).send(&letter("08000001234"));
    assert!(matches!(fault, Err(PostFault::NotNow(_))));
}
