//! Notes: a published key and signature of another implementation, and every way a note is none.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use proof::{
    device::SystemRandom,
    log::note::{Checkpoint, KeyKind, Note, NoteKey, NoteSigner, Signature},
};

/// The example of Go's package for signed notes (golang.org/x/mod/sumdb/note).
const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const LINE: &str =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

/// The example of the specification of cosignatures (C2SP tlog-cosignature); its keys are not published with it.
const PUBLISHED: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

fn signer() -> NoteSigner {
    NoteSigner::read(&NoteSigner::make(&SystemRandom::new()).unwrap()).unwrap()
}

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: "register.example/log".to_owned(), size: 7, root: [9; 32] }
}

#[test]
fn a_signature_of_another_implementation_is_the_keys() {
    let key: NoteKey = KEY.parse().unwrap();
    assert_eq!((key.name.as_str(), key.kind, key.to_string().as_str()), ("PeterNeumann", KeyKind::Log, KEY));
    let signature = Signature::read(LINE).unwrap();
    assert_eq!(signature.line(), LINE);
    assert!(key.verifies(TEXT, &signature));
    assert!(!key.verifies(&TEXT[1..], &signature));
}

#[test]
fn a_published_checkpoint_is_read_as_it_stands() {
    let note = Note::read(PUBLISHED).unwrap();
    assert_eq!((note.checkpoint.origin.as_str(), note.checkpoint.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(note.published(), PUBLISHED);
    assert_eq!(note.text, note.checkpoint.text());
    let witness = &note.signatures[1];
    let time = u64::from_be_bytes(*witness.bytes.first_chunk().unwrap());
    assert_eq!((time, witness.bytes.len()), (1_679_315_147, 72));
}

#[test]
fn the_log_and_its_witnesses_sign_and_none_is_the_other() {
    let (log, witness) = (signer(), signer());
    let origin = checkpoint().origin;
    let text = checkpoint().text();
    let signatures = vec![log.sign(&origin, &text).unwrap(), witness.cosign("witness.example", &text, 99).unwrap()];
    let note = Note::read(&Note::of(checkpoint(), signatures).published()).unwrap();
    let key = log.key(&origin, KeyKind::Log).unwrap();
    let seen = witness.key("witness.example", KeyKind::Witness).unwrap();
    assert_eq!(note.signed_by(&key), note.signatures.first());
    assert_eq!(note.signed_by(&seen), note.signatures.last());
    assert_eq!(key.to_string().parse::<NoteKey>().unwrap(), key);
    for stranger in [
        signer().key(&origin, KeyKind::Log).unwrap(),
        log.key(&origin, KeyKind::Witness).unwrap(),
        log.key("other.example/log", KeyKind::Log).unwrap(),
        witness.key("witness.example", KeyKind::Log).unwrap(),
    ] {
        assert_eq!(note.signed_by(&stranger), None, "{stranger}");
    }
    let mut later = note.clone();
    later.signatures[1].bytes[7] ^= 1;
    assert_eq!(later.signed_by(&seen), None, "the time is signed too");
    let grown = Note { text: text.replace("\n7\n", "\n8\n"), ..note };
    assert_eq!(grown.signed_by(&key), None);
}

#[test]
fn what_is_no_checkpoint_is_not_read() {
    let good = PUBLISHED;
    assert!(Note::read(good).is_ok());
    for (what, bad) in [
        ("nothing", String::new()),
        ("no signature", good.split_once("\n\n").unwrap().0.to_owned() + "\n\n"),
        ("no end", good.trim_end().to_owned()),
        ("no size", good.replace("20852163", "many")),
        ("a size with a zero before", good.replace("20852163", "020852163")),
        ("a size with a sign", good.replace("20852163", "+20852163")),
        ("a size beyond all", good.replace("20852163", "99999999999999999999")),
        ("a short root", good.replace("CsUYapGG", "")),
        ("no base64", good.replace("CsUYapGG", "CsUYap-G")),
        ("no dash", good.replace("— witness", "- witness")),
        ("a name with a plus", good.replace("witness.example.com/w1", "w+1")),
        ("no name", good.replace("witness.example.com/w1", "")),
        ("too short a signature", good.replace("jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==", "jWbPPw==")),
        ("another end of lines", good.replace('\n', "\r\n")),
        ("too many signatures", good.to_owned() + &format!("{LINE}\n").repeat(31)),
    ] {
        assert!(Note::read(&bad).is_err(), "{what}: {bad}");
    }
}

#[test]
fn what_is_no_key_is_not_read() {
    for bad in [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ] {
        assert!(bad.parse::<NoteKey>().is_err(), "{bad}");
    }
    assert!(NoteSigner::read(&[0; 40]).is_err());
    assert!(signer().key("a b", KeyKind::Log).is_err() && signer().sign("", "a\n").is_err());
}
