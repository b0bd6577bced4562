//! What anybody is given of the log, what its person keeps of it, and whose signatures stand under it.

use super::{DAY, day, logged, touched};
use domain::{access::Role, log::Proof, touch::TouchKind};
use proof::log::{
    Hash, TileId,
    file::{NotProven, verify},
    leaf_hash,
    note::{KeyKind, Note, NoteSigner},
    verify_consistency, verify_inclusion,
};
use services::{Error, log, passport};
use testkit::{WITNESS, both, cast, witness};

fn hashes(of: &Proof) -> Vec<Hash> {
    of.hashes.iter().map(|hash| proof::log::note::hash_from_hex(hash).expect("a hash")).collect()
}

#[test]
fn a_person_keeps_a_proof_that_needs_nobody() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let own = cast.technician(&app, cast.people[0]);
        let (date, site) = (day(DAY), cast.site);
        assert!(matches!(log::own_proof(&own, date, site).await, Err(Error::NotFound)), "nothing is logged");
        for at in 0..3 {
            touched(&app, &cast, at, (DAY, "07:50", TouchKind::In)).await;
        }
        let record = passport::record(&own, date, site).await.expect("a record");
        assert_eq!(record.log, None, "not yet");
        let since = app.at(DAY, "07:51");
        logged(&app).await;
        touched(&app, &cast, 1, (DAY, "17:05", TouchKind::Out)).await;
        logged(&app).await;
        let found = passport::record(&own, date, site).await.expect("a record").log.expect("in the log");
        assert_eq!(found.at, since);
        let proof = log::own_proof(&own, date, site).await.expect("a proof");
        assert_eq!((proof.leaf, proof.record.technician_id), (found.leaf, cast.people[0]));
        let keys = log::keys(&app.call).expect("keys");
        let text = serde_json::to_string(&proof).expect("json");
        let read: Proof = serde_json::from_str(&text).expect("json");
        let note = verify(&read, &keys[..1]).expect("proven");
        assert_eq!((note.checkpoint.size, note.checkpoint.origin.as_str()), (4, "register.example/log"));
        assert!(verify_inclusion(
            &leaf_hash(&hex::decode(&proof.salt).expect("hex").try_into().expect("16 bytes"), &proof.record.bytes()),
            (proof.leaf, 4),
            &hashes(&proof),
            &note.checkpoint.root,
        ));
        let mut other = read.clone();
        other.record.said.as_mut().expect("a record").touches = 2;
        assert_eq!(verify(&other, &keys[..1]), Err(NotProven::NotIncluded));
        let mut other = read.clone();
        other.salt = "00".repeat(16);
        assert_eq!(verify(&other, &keys[..1]), Err(NotProven::NotIncluded));
        assert_eq!(verify(&Proof { salt: String::new(), ..read.clone() }, &keys[..1]), Err(NotProven::Malformed));
        assert_eq!(verify(&Proof { format: "x".into(), ..read.clone() }, &keys[..1]), Err(NotProven::Malformed));
        assert_eq!(verify(&read, &keys[1..]), Err(NotProven::NotSigned), "a witness alone is no log");
        assert_eq!(verify(&read, &keys), Err(NotProven::NotSigned), "no witness has signed");
        assert_eq!(verify(&read, &[]), Err(NotProven::NotSigned));

        // Of others' days nothing is found, and who has no passport has no proof.
        let others = cast.technician(&app, cast.unrostered);
        assert!(matches!(log::own_proof(&others, date, site).await, Err(Error::NotFound)));
        assert!(matches!(log::own_proof(&own, date.previous(), site).await, Err(Error::NotFound)));
        for role in [Role::Public, Role::Operator, Role::BusinessAdmin, Role::Gate] {
            assert!(matches!(log::own_proof(&app.role(role), date, site).await, Err(Error::Forbidden(_))), "{role:?}");
        }
    });
}

#[test]
fn anybody_reads_hashes_and_their_proofs_and_nothing_the_log_does_not_have() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let call = &app.call;
        assert!(matches!(log::checkpoint(call, None).await, Err(Error::NotFound)), "before the first");
        assert!(matches!(log::inclusion(call, &[0; 32], None).await, Err(Error::NotFound)));
        let mut notes = Vec::new();
        for at in 0..3 {
            touched(&app, &cast, at, (DAY, "07:50", TouchKind::In)).await;
            logged(&app).await;
            notes.push(Note::read(&log::checkpoint(call, None).await.expect("a checkpoint")).expect("a note"));
        }
        let key = &log::keys(call).expect("keys")[0];
        assert!(notes.iter().all(|note| note.signed_by(key).is_some()));
        let bytes = log::tile(call, TileId { level: 0, number: 0 }, 3).await.expect("a tile");
        let leaves = bytes.as_chunks::<32>().0.to_vec();
        let [first, last] = [&notes[0].checkpoint, &notes[2].checkpoint];
        for (leaf, at) in leaves.iter().zip(0..) {
            let found = log::inclusion(call, leaf, None).await.expect("a proof");
            assert_eq!((found.leaf, found.size), (at, 3));
            assert!(verify_inclusion(leaf, (at, 3), &found.hashes, &last.root));
        }
        let found = log::consistency(call, 1, 3).await.expect("a proof");
        assert!(verify_consistency((1, 3), &found.hashes, &first.root, &last.root));
        let earlier = log::checkpoint(call, Some(1)).await.expect("a checkpoint");
        assert_eq!(Note::read(&earlier).expect("a note"), notes[0]);

        let out = |error: Error| matches!(&error, Error::Rejected(why) if why.code == "log.out_of_range");
        for (from, to) in [(0, 0), (0, 3), (3, 1), (1, 4), (4, 4), (1, u64::MAX)] {
            assert!(log::consistency(call, from, to).await.is_err_and(out), "{from} in {to}");
        }
        for size in [0, 4, u64::MAX] {
            assert!(log::inclusion(call, &leaves[0], Some(size)).await.is_err_and(out), "{size}");
        }
        assert!(log::inclusion(call, &leaves[2], Some(2)).await.is_err_and(out), "a leaf that came later");
        assert!(matches!(log::inclusion(call, &[7; 32], Some(3)).await, Err(Error::NotFound)));
        let mut alike = leaves[0];
        alike[31] ^= 1;
        assert!(matches!(log::inclusion(call, &alike, None).await, Err(Error::NotFound)), "the same first bytes");
        for (level, number, width) in [(0, 0, 4), (0, 0, 0), (0, 1, 1), (1, 0, 1), (0, u64::MAX, 1)] {
            let tile = log::tile(call, TileId { level, number }, width).await;
            assert!(matches!(tile, Err(Error::NotFound)), "{level}/{number} {width}");
        }
        for size in [4, u64::MAX] {
            assert!(matches!(log::checkpoint(call, Some(size)).await, Err(Error::NotFound)), "{size}");
        }
    });
}

#[test]
fn cosignatures_of_known_witnesses_stand_under_their_checkpoint() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let call = &app.call;
        touched(&app, &cast, 0, (DAY, "07:50", TouchKind::In)).await;
        logged(&app).await;
        let note = Note::read(&log::checkpoint(call, None).await.expect("a checkpoint")).expect("a note");
        let signed =
            |signer: &NoteSigner, name: &str, text: &str| signer.cosign(name, text, 1_795_128_720).expect("signed");
        let sent = |signatures: Vec<_>| Note { signatures, ..note.clone() }.published();
        let own = signed(&witness(), WITNESS, &note.text);
        let chance = proof::device::SystemRandom::new();
        let stranger = NoteSigner::read(&NoteSigner::make(&chance).expect("a key")).expect("a key");
        let (unknown, posing) =
            (signed(&stranger, "other.example", &note.text), signed(&stranger, WITNESS, &note.text));

        let code = |error: Error| match error {
            Error::Rejected(why) => why.code,
            Error::NotFound => "not_found",
            other => panic!("{other}"),
        };
        let refused = async |note: String| log::cosign(call, &note).await.map_err(code);
        assert_eq!(refused("no note".into()).await, Err("malformed"));
        assert_eq!(refused("x".repeat(20_000)).await, Err("too_large"));
        assert_eq!(refused(sent(vec![unknown.clone()])).await, Err("log.cosignature"));
        assert_eq!(refused(sent(vec![posing])).await, Err("log.cosignature"));
        assert_eq!(refused(sent(note.signatures.clone())).await, Err("log.cosignature"), "the log's own");
        let otherwise = sent(vec![own.clone()]).replace("\n1\n", "\n2\n");
        assert_eq!(refused(otherwise).await, Err("not_found"), "a checkpoint that never was");
        let forked = sent(vec![own.clone()]).replace("register.example", "register.example.org");
        assert_eq!(refused(forked).await, Err("not_found"), "another log's");

        assert_eq!(refused(sent(vec![unknown, own.clone()])).await, Ok(1), "of two the known one");
        assert_eq!(refused(sent(vec![own.clone()])).await, Ok(0), "kept once");
        let published = Note::read(&log::checkpoint(call, None).await.expect("a checkpoint")).expect("a note");
        assert_eq!(published.signatures, [note.signatures[0].clone(), own]);
        let key = witness().key(WITNESS, KeyKind::Witness).expect("a key");
        assert!(published.signed_by(&key).is_some());
        let proof = log::own_proof(&cast.technician(&app, cast.people[0]), day(DAY), cast.site).await.expect("a proof");
        assert!(verify(&proof, &log::keys(call).expect("keys")).is_ok(), "signed by the log and its witness");
    });
}
