//! Certificates of two makers: Node's (end2end/support/credential.mjs, the file of examples that the browser's own code is held by, too)
//! and this crate's.

use super::*;
use crate::device::{SigningKey, SystemRandom};
use domain::certificate::{LIST_PLACES, QR_BYTES_MAX};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Examples {
    issuer: Value,
    cases: Vec<Case>,
    seconds: Vec<Second>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    text: String,
    now: i64,
    lists: Vec<String>,
    verdict: Verdict,
    says: Option<Vec<(String, Vec<String>)>>,
    as_of: Option<i64>,
}

#[derive(Deserialize)]
struct Second {
    name: String,
    text: String,
    holder: Value,
    now: i64,
    verdict: String,
}

fn examples() -> Examples {
    serde_json::from_str(include_str!("../../../../end2end/support/credentials.json")).unwrap()
}

#[test]
fn certificates_of_another_maker_are_what_they_are() {
    let Examples { issuer, cases, .. } = examples();
    let issuer = Issuer::read(&issuer).unwrap();
    assert!(cases.len() > 40);
    for case in cases {
        let judged = judge(&case.text, &issuer, &case.lists, Instant(case.now));
        assert_eq!(judged.verdict, case.verdict, "{}", case.name);
        assert_eq!(
            judged.kind.is_some(),
            case.verdict.is_genuine(),
            "{}: nothing is said of what is not genuine",
            case.name
        );
        if let Some(says) = case.says {
            assert_eq!(judged.says, says, "{}", case.name);
        }
        if let Some(at) = case.as_of {
            assert_eq!(judged.as_of, Some(Instant(at)), "{}", case.name);
        }
    }
}

#[test]
fn second_codes_of_another_maker_are_what_they_are() {
    for second in examples().seconds {
        let holder = to_hex(&point(&second.holder).unwrap());
        let found = match judge_second(&second.text, &holder, Instant(second.now)) {
            Ok(()) => "same",
            Err(HolderFault::Malformed) => "malformed",
            Err(HolderFault::Signature) => "other",
            Err(HolderFault::Step) => "time",
        };
        assert_eq!(found, second.verdict, "{}", second.name);
    }
}

const NOW: Instant = Instant(1_795_127_400_000);
const LIST: &str = "https://career-register.example.jp/certificates/lists/17";

struct Register {
    key: SigningKey,
    issuer: Issuer,
}

fn register() -> Register {
    let chance = SystemRandom::new();
    let key = SigningKey::read(&SigningKey::make(&chance).unwrap(), &chance).unwrap();
    let keys = [(3, *key.public_key(), NOW.plus_ms(-1_000))];
    let issuer = Issuer::of("https://career-register.example.jp/", keys);
    Register { key, issuer }
}

impl Register {
    fn sign(&self) -> impl Fn(&[u8]) -> Option<[u8; SIGNATURE_BYTES]> + '_ {
        |message| self.key.sign(message, &SystemRandom::new()).ok()
    }
    fn list(&self, set: &[u32]) -> Vec<String> {
        let list = StatusList::of(set.iter().copied());
        let token = StatusToken { uri: LIST.to_owned(), made: NOW, list };
        vec![token.published(3, &self.sign()).unwrap()]
    }
}

fn draft(register: &Register) -> Draft {
    let name =
        "ナーダー・アブドゥルラフマーン・ビン・アフマド・アッサバーフ・アルハシーミー・アルクライシー".to_owned();
    Draft {
        kind: Kind::Technician,
        issuer: register.issuer.address.clone(),
        made: NOW,
        until: NOW.plus_ms(92 * 86_400_000),
        list: LIST.to_owned(),
        place: 65_535,
        holder: Some(*register.key.public_key()),
        claims: vec![
            ("name".to_owned(), Claim::One(name.into())),
            ("id".to_owned(), Claim::One("12345678901234".into())),
            ("level".to_owned(), Claim::One(4.into())),
            ("field".to_owned(), Claim::Several(vec!["鉄筋 4".to_owned(), "圧接 3".to_owned()])),
            ("days".to_owned(), Claim::One(12_345.into())),
        ],
    }
}

#[test]
fn what_is_made_here_is_good_in_the_open_and_with_what_is_shown_of_it() {
    let register = register();
    let made = draft(&register);
    let says: Vec<(String, Vec<String>)> = [
        ("name", vec!["ナーダー・アブドゥルラフマーン・ビン・アフマド・アッサバーフ・アルハシーミー・アルクライシー"]),
        ("id", vec!["12345678901234"]),
        ("level", vec!["4"]),
        ("field", vec!["鉄筋 4", "圧接 3"]),
        ("days", vec!["12345"]),
    ]
    .into_iter()
    .map(|(name, words)| (name.to_owned(), words.into_iter().map(str::to_owned).collect()))
    .collect();
    let mut salted = 0_u8;
    let salt = || {
        salted += 1;
        [salted; SALT_BYTES]
    };
    let open = made.open(3, &register.sign()).unwrap();
    let selective = made.selective(3, salt, &register.sign()).unwrap();
    for text in [&open, &selective] {
        let judged = judge(text, &register.issuer, &register.list(&[1, 65_534]), NOW);
        assert_eq!((judged.verdict, &judged.says), (Verdict::Good, &says), "{text}");
        assert_eq!((judged.number.as_deref(), judged.as_of), (Some("17-65535"), Some(NOW)));
        assert_eq!(judged.holder, Some(to_hex(register.key.public_key())));
        let revoked = judge(text, &register.issuer, &register.list(&[65_535]), NOW);
        assert_eq!((revoked.verdict, &revoked.says), (Verdict::Revoked, &says));
    }
    assert!(!selective.contains("level"), "nothing of it stands in the open");
    let payload = String::from_utf8(jws::decoded(selective.split('.').nth(1).unwrap()).unwrap()).unwrap();
    assert!(!payload.contains("level") && !payload.contains("ナーダー"), "{payload}");
    let parts: Vec<&str> = selective.trim_end_matches('~').split('~').collect();
    assert_eq!(parts.len(), 1 + 5 + 2);
    let without_first = [&[parts[0]], &parts[2..], &[""]].concat().join("~");
    let judged = judge(&without_first, &register.issuer, &register.list(&[]), NOW);
    assert_eq!((judged.verdict, judged.says.len()), (Verdict::Good, 4), "one is left out");
}

#[test]
fn the_code_on_paper_is_small_enough_also_with_long_names() {
    let register = register();
    let open = draft(&register).open(3, &register.sign()).unwrap();
    let code = format!("{}/verify#{open}", register.issuer.address);
    assert!(code.len() <= QR_BYTES_MAX, "{} bytes", code.len());
}

#[test]
fn two_makings_of_one_certificate_cannot_be_told_to_be_one_by_their_hidden_parts() {
    let register = register();
    let with = |first: u8| {
        let mut salted = first;
        let salt = move || {
            salted += 1;
            [salted; SALT_BYTES]
        };
        draft(&register).selective(3, salt, &register.sign()).unwrap()
    };
    let digests = |text: &str| {
        let payload = jws::object(text.split('.').nth(1).unwrap()).unwrap();
        payload["_sd"].as_array().unwrap().clone()
    };
    let (one, two) = (digests(&with(0)), digests(&with(100)));
    assert!(one.iter().all(|digest| !two.contains(digest)));
    assert!(one.is_sorted_by_key(|digest| digest.as_str().unwrap().to_owned()), "their order tells nothing");
}

#[test]
fn a_list_has_its_places_and_no_more() {
    let list = StatusList::of([0, 7, 8, 65_535, 65_536, u32::MAX]);
    for (place, set) in [(0, true), (1, false), (7, true), (8, true), (9, false), (65_535, true)] {
        assert_eq!(list.is_set(place), Some(set), "{place}");
    }
    assert_eq!((list.is_set(LIST_PLACES), list.is_set(u32::MAX)), (None, None));
    let register = register();
    let empty = &register.list(&[])[0];
    assert!(empty.len() < 1_000, "a list of nobody is small: {}", empty.len());
}

#[test]
fn an_issuers_document_is_read_as_it_is_written_and_keys_end_where_the_next_begin() {
    let chance = SystemRandom::new();
    let key = || *SigningKey::read(&SigningKey::make(&chance).unwrap(), &chance).unwrap().public_key();
    let (first, second) = (key(), key());
    let second_from = NOW.plus_ms(5_000);
    let issuer = Issuer::of("https://a.example/", [(1, first, NOW), (2, second, second_from)]);
    assert_eq!(Issuer::read(&issuer.document()), Some(issuer.clone()));
    assert_eq!(
        issuer.keys.iter().map(|key| (key.version, key.until)).collect::<Vec<_>>(),
        [(2, None), (1, Some(second_from))]
    );
    for (kid, at, found) in [
        ("1", NOW.plus_ms(-1), None),
        ("1", NOW, Some(first)),
        ("1", second_from, Some(first)),
        ("1", second_from.plus_ms(1_000), None),
        ("2", second_from.plus_ms(-1), None),
        ("2", second_from, Some(second)),
        ("01", NOW, None),
        ("3", NOW, None),
    ] {
        assert_eq!(issuer.key(kid, at).map(|key| key.point), found, "{kid} at {at:?}");
    }
    for wrong in [json!({}), json!({ "issuer": "a", "jwks": { "keys": [{ "kty": "RSA" }] } }), json!([])] {
        assert_eq!(Issuer::read(&wrong), None, "{wrong}");
    }
}
