//! A bucket: who may open it, what is said where it does not work, and that nothing half is ever taken for a file.

use crate::signature::is_signed;
use base64::{Engine, engine::general_purpose::STANDARD};
use services::{
    Error,
    outside::{BucketStyle, FileStore, Patience, S3Settings, S3Store, hash_of},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use testkit::{Answer, Asked, StandIn};

const KEY_ID: &str = "REGISTER";
const SECRET: &str = "a secret/with+signs";
const BUCKET: &str = "evidence";

/// What the store does wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Faults {
    /// Nothing.
    None,
    /// It answers everything with a status.
    Status(u16),
    /// It answers the first requests with 503 and the rest well.
    First(usize),
    /// It breaks off what it sends.
    BrokenOff,
    /// It sends other bytes.
    Other,
    /// It does not answer.
    Silent,
    /// It sends people elsewhere.
    Elsewhere,
}

/// A store that speaks S3, as the test plays it.
pub struct Play {
    pub server: StandIn,
}

fn missing(code: &str) -> Answer {
    Answer::Whole(404, format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>").into_bytes())
}

fn refused(code: &str) -> Answer {
    Answer::Whole(403, format!("<Error><Code>{code}</Code><Message>x</Message></Error>").into_bytes())
}

fn serve(asked: &Asked, kept: &Mutex<BTreeMap<String, Vec<u8>>>) -> Answer {
    let path = asked.target.split('?').next().unwrap_or_default();
    if !is_signed(asked, KEY_ID, SECRET) {
        return refused("SignatureDoesNotMatch");
    }
    let Some(key) = path.strip_prefix(&format!("/{BUCKET}/")).map(str::to_owned) else {
        return missing("NoSuchBucket");
    };
    let mut kept = kept.lock().unwrap();
    match asked.method.as_str() {
        "PUT" => {
            let signed = asked.target.contains("x-amz-checksum-sha256");
            let right = STANDARD.encode(hex::decode(hash_of(&asked.body)).unwrap());
            if !signed || asked.header("x-amz-checksum-sha256") != right {
                return Answer::Whole(400, b"<Error><Code>BadDigest</Code></Error>".to_vec());
            }
            kept.insert(key, asked.body.clone());
            Answer::Whole(200, Vec::new())
        }
        "GET" => kept.get(&key).map_or_else(|| missing("NoSuchKey"), |bytes| Answer::Whole(200, bytes.clone())),
        "DELETE" => {
            kept.remove(&key);
            Answer::Whole(204, Vec::new())
        }
        _ => Answer::Whole(405, Vec::new()),
    }
}

impl Play {
    /// Opens it, with what it does wrong.
    pub fn open(faults: Faults) -> Self {
        let kept = Mutex::new(BTreeMap::new());
        let so_far = Arc::new(Mutex::new(0));
        let server = StandIn::open(move |asked| {
            let answer = serve(asked, &kept);
            *so_far.lock().unwrap() += 1;
            match (&faults, answer) {
                (Faults::Status(status), _) => Answer::Whole(*status, b"<Error><Code>SlowDown</Code></Error>".to_vec()),
                (Faults::First(count), _) if *so_far.lock().unwrap() <= *count => Answer::Whole(503, Vec::new()),
                (Faults::BrokenOff, Answer::Whole(200, body)) if !body.is_empty() => Answer::BrokenOff(200, body),
                (Faults::Other, Answer::Whole(200, body)) if !body.is_empty() => {
                    Answer::Whole(200, vec![0; body.len()])
                }
                (Faults::Silent, _) => Answer::Nothing,
                (Faults::Elsewhere, _) => Answer::Elsewhere("http://127.0.0.1:1/".to_owned()),
                (_, answer) => answer,
            }
        });
        Self { server }
    }
    /// How it is opened by who may.
    pub fn settings(&self) -> S3Settings {
        S3Settings {
            endpoint: self.server.url(),
            bucket: BUCKET.to_owned(),
            region: "ap-northeast-1".to_owned(),
            style: BucketStyle::Path,
            key_id: KEY_ID.to_owned(),
            secret: SECRET.to_owned(),
            patience: Patience { connect: Duration::from_secs(2), call: Duration::from_secs(5) },
        }
    }
    fn store(&self) -> S3Store {
        S3Store::open(&self.settings()).unwrap()
    }
}

/// How a result ends: `ok`, `unavailable`, or the cause of what is broken.
fn ending<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => "ok".to_owned(),
        Err(Error::Unavailable) => "unavailable".to_owned(),
        Err(Error::Internal(incident)) => incident.cause,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_store_that_is_away_is_tried_once_more_and_then_told() {
    for status in [408, 429, 500, 502, 503, 599] {
        let play = Play::open(Faults::Status(status));
        assert_eq!(ending(play.store().put(b"x")), "unavailable", "{status}");
        assert_eq!(play.server.asked().len(), 2, "once more, and no oftener");
        assert_eq!(ending(play.store().get(&hash_of(b"x"))), "unavailable", "{status}");
        assert_eq!(ending(play.store().remove(&hash_of(b"x"), &[])), "unavailable", "{status}");
        assert_eq!(play.server.asked().len(), 5, "removing is tried once");
        assert!(play.store().probe().unwrap_err().contains("does not answer"));
    }
    let play = Play::open(Faults::First(1));
    assert_eq!(ending(play.store().put(b"x")), "ok", "the second time");
    assert_eq!(play.store().get(&hash_of(b"x")).unwrap().as_deref(), Some(&b"x"[..]));
}

#[test]
fn a_store_that_is_not_there_or_does_not_answer_is_not_waited_for_long() {
    let nobody = S3Settings { endpoint: "http://127.0.0.1:1".to_owned(), ..Play::open(Faults::None).settings() };
    assert_eq!(ending(S3Store::open(&nobody).unwrap().put(b"x")), "unavailable");
    let silent = Play::open(Faults::Silent);
    let short = Patience { connect: Duration::from_millis(500), call: Duration::from_millis(500) };
    let store = S3Store::open(&S3Settings { patience: short, ..silent.settings() }).unwrap();
    assert_eq!(ending(store.get(&hash_of(b"x"))), "unavailable");
    assert_eq!(silent.server.asked().len(), 2);
}

#[test]
fn what_breaks_off_or_is_other_than_was_kept_is_never_given_out() {
    let broken = Play::open(Faults::BrokenOff);
    let hash = broken.store().put(b"a picture").unwrap();
    broken.store().put_beside(&hash, "small", b"a small one").unwrap();
    assert_eq!(ending(broken.store().get(&hash)), "unavailable");
    assert_eq!(ending(broken.store().get_beside(&hash, "small")), "unavailable");
    let other = Play::open(Faults::Other);
    let hash = other.store().put(b"a picture").unwrap();
    assert!(ending(other.store().get(&hash)).contains("is not what its name says"));
    assert!(other.store().probe().unwrap_err().contains("not what was written"));
}

#[test]
fn a_wrong_secret_a_missing_bucket_and_a_redirect_are_faults_of_ours_in_words() {
    let play = Play::open(Faults::None);
    let of = |settings: S3Settings| S3Store::open(&settings).unwrap();
    let wrong = of(S3Settings { secret: "another".to_owned(), ..play.settings() });
    let stranger = of(S3Settings { key_id: "OTHER".to_owned(), ..play.settings() });
    let missing = of(S3Settings { bucket: "nobucket".to_owned(), ..play.settings() });
    let elsewhere = Play::open(Faults::Elsewhere);
    for (store, said) in [
        (&wrong, "403 SignatureDoesNotMatch"),
        (&stranger, "403 SignatureDoesNotMatch"),
        (&missing, "404 NoSuchBucket"),
        (&elsewhere.store(), "307"),
    ] {
        for told in [
            ending(store.put(b"x")),
            ending(store.get(&hash_of(b"x"))),
            ending(store.get_beside(&hash_of(b"x"), "small")),
            ending(store.remove(&hash_of(b"x"), &[])),
            store.probe().unwrap_err(),
        ] {
            assert!(told.contains(said) && !told.contains(SECRET) && !told.contains("another"), "{said}: {told}");
        }
    }
    assert!(of(play.settings()).probe().is_ok());
    assert_eq!(play.store().get(&hash_of(b"x")).unwrap(), None, "nothing was kept");
}
