//! The log as it is published, who is refused what of it, and the proof a person takes away.

use super::{FOREIGN, Ground, OWN, Seen, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::{account::AccountKind, log::Proof, touch::TouchKind};
use proof::log::{Hash, file, leaf_hash, note::Note, verify_consistency, verify_inclusion};
use services::log::{self, Sequencer};
use testkit::{Cast, TestApp, WITNESS, both, cast, item, witness};

const DAY: i32 = 20_261_120;

/// One leaf for each of the first `people`, each under a checkpoint of its own.
async fn logged(app: &TestApp, cast: &Cast, people: usize) {
    let mut sequencer = Sequencer::start(&app.call);
    for at in 0..people {
        let touch = item(app.at(DAY, "07:50"), TouchKind::In, cast.tap(at));
        cast.gate(app).send(&[touch]).await;
        sequencer.pass(&app.system()).await.unwrap();
    }
}

impl Ground {
    async fn cosigned(&self, origin: Option<&str>, body: impl Into<Body>) -> Seen {
        let mut request = to(Method::POST, "/log/cosignature", "");
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        self.ask(request.body(body.into()).unwrap()).await
    }
}

fn hashes(of: &Seen) -> Vec<Hash> {
    let hashes = of.json()["hashes"].as_array().unwrap().clone();
    hashes.iter().map(|hash| proof::log::note::hash_from_hex(hash.as_str().unwrap()).unwrap()).collect()
}

#[test]
fn the_log_is_read_by_anybody() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 2).await);
        logged(&app, &cast, 2).await;
        let last = ground.get("/log/checkpoint", "").await;
        assert_eq!((last.status.as_u16(), last.header(header::CACHE_CONTROL)), (200, "no-cache"), "{last:?}");
        assert!(last.header(header::SET_COOKIE).is_empty(), "nobody has a session here");
        let (first, last) = (ground.get("/log/checkpoint/1", "").await, Note::read(&last.text).unwrap());
        let first = Note::read(&first.text).unwrap();
        let keys = ground.get("/log/key", "").await;
        let key = keys.text.lines().next().unwrap().parse().unwrap();
        assert!(last.signed_by(&key).is_some() && first.signed_by(&key).is_some());
        assert_eq!(keys.text.lines().count(), 2, "the log's and its witness's");

        let forever = "public, max-age=31536000, immutable";
        let tile = ground.get("/log/tile/0/000.p/2", "").await;
        assert_eq!((tile.status.as_u16(), tile.header(header::CACHE_CONTROL)), (200, forever));
        let leaf = second(&app).await;
        let proven = ground.get(&format!("/log/proof/inclusion?leaf={}", hex::encode(leaf)), "").await;
        assert_eq!(proven.header(header::CACHE_CONTROL), "no-cache", "of the tree as it is now");
        assert_eq!((&proven.json()["leaf"], &proven.json()["size"]), (&1.into(), &2.into()));
        assert!(verify_inclusion(&leaf, (1, 2), &hashes(&proven), &last.checkpoint.root));
        let follows = ground.get("/log/proof/consistency?from=1&to=2", "").await;
        assert_eq!(follows.header(header::CACHE_CONTROL), forever);
        assert!(verify_consistency((1, 2), &hashes(&follows), &first.checkpoint.root, &last.checkpoint.root));
    });
}

/// The hash of the second leaf.
async fn second(app: &TestApp) -> Hash {
    let tile = proof::log::TileId { level: 0, number: 0 };
    let bytes = log::tile(&app.call, tile, 2).await.unwrap();
    Hash::try_from(&bytes[32..]).unwrap()
}

#[test]
fn the_log_refuses_what_it_does_not_have() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        ground.get("/log/checkpoint", "").await.is_problem(404, "not_found");
        logged(&app, &cast, 1).await;
        let leaf = "00".repeat(32);
        for (path, status, code) in [
            ("checkpoint/2", 404, "not_found"),
            ("checkpoint/x", 400, "malformed"),
            ("checkpoint/-1", 400, "malformed"),
            ("checkpoint/+1", 400, "malformed"),
            ("tile/0/000", 404, "not_found"),
            ("tile/0/001.p/1", 404, "not_found"),
            ("tile/1/000.p/1", 404, "not_found"),
            ("tile/0/000.p/2", 404, "not_found"),
            ("tile/0/000.p/0", 400, "malformed"),
            ("tile/0/0", 400, "malformed"),
            ("tile/x/000", 400, "malformed"),
            ("proof/inclusion", 400, "malformed"),
            ("proof/inclusion?leaf=00", 400, "malformed"),
            (&format!("proof/inclusion?leaf={leaf}"), 404, "not_found"),
            (&format!("proof/inclusion?leaf={leaf}&size=0"), 422, "log.out_of_range"),
            (&format!("proof/inclusion?leaf={leaf}&size=2"), 422, "log.out_of_range"),
            (&format!("proof/inclusion?leaf={leaf}&size=-1"), 400, "malformed"),
            ("proof/consistency", 400, "malformed"),
            ("proof/consistency?from=1", 400, "malformed"),
            ("proof/consistency?from=1&from=1&to=1", 400, "malformed"),
            ("proof/consistency?from=a&to=1", 400, "malformed"),
            ("proof/consistency?from=0&to=1", 422, "log.out_of_range"),
            ("proof/consistency?from=1&to=2", 422, "log.out_of_range"),
            ("proof/consistency?from=2&to=1", 422, "log.out_of_range"),
        ] {
            let seen = ground.get(&format!("/log/{path}"), "").await;
            assert_eq!(seen.status.as_u16(), status, "{path}");
            seen.is_problem(status, code);
        }
        assert_eq!(ground.get("/log/key/1", "").await.status, 404);
    });
}

#[test]
fn cosignatures_of_strangers_are_refused() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        logged(&app, &cast, 1).await;
        let note = Note::read(&ground.get("/log/checkpoint", "").await.text).unwrap();
        let own = witness().cosign(WITNESS, &note.text, 1_795_128_720).unwrap();
        let posing = witness().cosign("other.example", &note.text, 1_795_128_720).unwrap();
        let sent = |signature| Note { signatures: vec![signature], ..note.clone() }.published();
        ground.cosigned(None, "no note").await.is_problem(400, "malformed");
        ground.cosigned(None, vec![0xffu8]).await.is_problem(400, "malformed");
        ground.cosigned(None, "x".repeat(20_000)).await.is_problem(413, "too_large");
        ground.cosigned(None, sent(posing)).await.is_problem(422, "log.cosignature");
        ground.cosigned(None, note.published()).await.is_problem(422, "log.cosignature");
        ground.cosigned(None, sent(own.clone()).replace("\n1\n", "\n7\n")).await.is_problem(404, "not_found");
        // A witness is no page, so where it comes from says nothing.
        for origin in [None, Some(FOREIGN)] {
            assert_eq!(ground.cosigned(origin, sent(own.clone())).await.status, 204);
        }
        assert_eq!(ground.get("/log/cosignature", "").await.status, 405);
        let shown = ground.get("/log/checkpoint", "").await;
        assert!(shown.text.ends_with(&format!("{}\n", own.line())), "{shown:?}");
    });
}

#[test]
fn a_proof_is_given_to_its_person_alone() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 2).await);
        let own = ground.logged_in(AccountKind::Technician, &cast).await;
        let page = format!("/passport/history/{DAY}/{}", cast.site);
        let proof = format!("{page}/proof");
        let refused = async |cookie: &str, path: &str| {
            let seen = ground.form(OWN, path, cookie, "").await;
            ground.refusal(&seen, cookie).await
        };
        assert_eq!(refused(&own, &proof).await, "not_found", "nothing was recorded");
        // Only somebody else worked that day.
        let touch = item(app.at(DAY, "07:50"), TouchKind::In, cast.tap(1));
        cast.gate(&app).send(&[touch]).await;
        let mut sequencer = Sequencer::start(&app.call);
        sequencer.pass(&app.system()).await.unwrap();
        assert_eq!(refused(&own, &proof).await, "not_found", "another person's");
        assert_eq!(ground.form(FOREIGN, &proof, &own, "").await.status, 403);
        assert_eq!(refused("", &proof).await, "auth.log_in_first");
        let prime = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        assert_eq!(refused(&prime, &proof).await, "auth.forbidden");
        for path in ["/passport/history/20261131/1/proof", "/passport/history/x/y/proof"] {
            assert_eq!(refused(&own, path).await, "not_found", "{path}");
        }

        let touch = item(app.at(DAY, "07:52"), TouchKind::In, cast.tap(0));
        cast.gate(&app).send(&[touch]).await;
        let soon = i18n::msg::log::SOON.get(i18n::Lang::Ja);
        assert!(ground.get(&page, &own).await.text.contains(soon));
        sequencer.pass(&app.system()).await.unwrap();
        let shown = ground.get(&page, &own).await;
        assert!(shown.text.contains("記録簿に入っています（1番") && shown.text.contains(&proof), "{shown:?}");
        let given = ground.form(OWN, &proof, &own, "").await;
        assert_eq!((given.status.as_u16(), given.header(header::CACHE_CONTROL)), (200, "no-store"), "{given:?}");
        assert!(given.header(header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"record-20261120-"));
        let kept: Proof = serde_json::from_str(&given.text).unwrap();
        let key = ground.get("/log/key", "").await.text.lines().next().unwrap().parse().unwrap();
        let note = file::verify(&kept, &[key]).unwrap();
        assert_eq!((note.checkpoint.size, kept.record.technician_id), (2, cast.people[0]));
        let salt = hex::decode(&kept.salt).unwrap().try_into().unwrap();
        assert_eq!(leaf_hash(&salt, &kept.record.bytes()), second(&app).await, "what is published of it");
    });
}
