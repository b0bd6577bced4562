//! Published vectors (NXP AN12196, AN10922) and values computed apart with OpenSSL.

#![allow(clippy::unwrap_used)] // an unwrap that fails is a test that fails

use proof::{
    AesKey, MasterKey, ReadCounter, SunFault, SunMode, SunUrl, Uid, card_keys, diversify,
    key::application_key,
    parse_url,
    sun::{session_keys, verify_with_masters},
    sun_make::{make_encrypted, make_encrypted_padded, make_picc_data, make_plain},
    verify,
};

const ZERO: AesKey = AesKey::from_bytes([0; 16]);
const AN12196_URL: &str = "https://example.jp/t?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086";

fn key(hex: &str) -> AesKey {
    AesKey::from_hex(hex).unwrap()
}

fn uid(hex: &str) -> Uid {
    hex.parse().unwrap()
}

#[test]
fn encrypted_mirror_of_an12196_is_proven() {
    let url = parse_url(AN12196_URL).unwrap();
    let proof = verify(&url, &ZERO, |_| ZERO).unwrap();
    assert_eq!(proof.uid, uid("04DE5F1EACC040"));
    assert_eq!(proof.counter.get(), 61);
    assert_eq!(proof.mode, SunMode::Encrypted);
}

#[test]
fn the_same_reading_as_plain_mirror_is_proven() {
    let url = parse_url("/t?uid=04DE5F1EACC040&ctr=00003D&cmac=94EED9EE65337086").unwrap();
    let proof = verify(&url, &ZERO, |_| ZERO).unwrap();
    assert_eq!((proof.counter.get(), proof.mode), (61, SunMode::Plain));

    // Read least significant byte first the counter would be another one.
    let reversed = parse_url("/t?uid=04DE5F1EACC040&ctr=3D0000&cmac=94EED9EE65337086").unwrap();
    assert_eq!(verify(&reversed, &ZERO, |_| ZERO), Err(SunFault::BadMac));
}

#[test]
fn file_key_is_asked_for_the_uid_inside() {
    let url = parse_url(AN12196_URL).unwrap();
    let other = |found: &Uid| {
        assert_eq!(*found, uid("04DE5F1EACC040"));
        AesKey::from_bytes([1; 16])
    };
    assert_eq!(verify(&url, &ZERO, other), Err(SunFault::BadMac));
    let wrong_meta = AesKey::from_bytes([1; 16]);
    assert_eq!(verify(&url, &wrong_meta, |_| ZERO), Err(SunFault::NotGenuine));
}

#[test]
fn session_keys_of_an12196() {
    let keys = session_keys(
        &key("5ACE7E50AB65D5D51FD5BF5A16B8205B"),
        &uid("04C767F2066180"),
        ReadCounter::from_le_bytes([0x01, 0x00, 0x00]),
    );
    assert_eq!(keys.enc, key("66DA61797E23DECA5D8ECA13BBADF7A9"));
    assert_eq!(keys.mac, key("3A3E8110E05311F7A3FCF0D969BF2B48"));
}

#[test]
fn diversified_key_of_an10922() {
    let master = key("00112233445566778899AABBCCDDEEFF");
    let input = hex::decode("04782E21801D803042F54E585020416275").unwrap();
    assert_eq!(diversify(&master, &input), key("A8DD63A3B89D54B37CA802473FDA9175"));
}

#[test]
fn diversification_pads_short_inputs_to_two_blocks() {
    let master = key("00112233445566778899AABBCCDDEEFF");
    let input: Vec<u8> = (0..31).collect();
    for (len, expected) in [
        (1, "281049D52ECBC8F60961993D34DE3D54"),
        (7, "E8B7F67C78C34AF1446E331EF7E6D3FF"),
        (15, "5A3C7F6F0687F24F82DEE7EDA0970D08"),
        (16, "FEED9FBD36CDB16819A72D30BCF9240B"),
        (31, "21C28CD89BB3147F66C7DBD4851CAB20"),
    ] {
        assert_eq!(diversify(&master, &input[..len]), key(expected), "{len} bytes");
    }
}

#[test]
#[should_panic(expected = "1 to 31 bytes")]
fn an_empty_diversification_input_has_no_key() {
    diversify(&ZERO, &[]);
}

#[test]
#[should_panic(expected = "1 to 31 bytes")]
fn a_long_diversification_input_has_no_key() {
    diversify(&ZERO, &[0; 32]);
}

/// Cards in people's pockets depend on these: a change here is a change of key version.
#[test]
fn card_keys_stay_what_they_are() {
    let master = MasterKey::new(1, key("00112233445566778899AABBCCDDEEFF"));
    let card = uid("04DE5F1EACC040");
    let keys = card_keys(&master, &card);
    assert_eq!(keys.meta, key("2D0E944733696A4EA20AADD095A98FD2"));
    assert_eq!(keys.file, key("BB0153CDD62F72AC76234DAB59DD39E1"));
    assert_eq!(application_key(&master, &card), key("9F1C2599CB64FB307A8AC25D21F8592B"));
}

#[test]
fn meta_key_is_of_the_version_and_file_key_of_the_card() {
    let first = MasterKey::new(1, ZERO);
    let second = MasterKey::new(2, ZERO);
    let (a, b) = (uid("04DE5F1EACC040"), uid("04C767F2066180"));
    assert_eq!(card_keys(&first, &a).meta, card_keys(&first, &b).meta);
    assert_ne!(card_keys(&first, &a).file, card_keys(&first, &b).file);
    assert_ne!(card_keys(&first, &a).meta, card_keys(&second, &a).meta);
    assert_ne!(card_keys(&first, &a).file, card_keys(&second, &a).file);
}

#[test]
fn a_made_mirror_is_the_published_one() {
    let card = uid("04DE5F1EACC040");
    let counter = ReadCounter::new(61).unwrap();
    let SunUrl::Encrypted { picc_data, .. } = parse_url(AN12196_URL).unwrap() else {
        panic!("the vector is an encrypted mirror");
    };
    // The padding the chip chose for the published mirror, found by opening it with OpenSSL.
    let padding = [0xDA, 0x5C, 0xF6, 0x09, 0x41];
    assert_eq!(make_picc_data(&ZERO, &card, counter, padding), picc_data);
    let made = make_encrypted_padded("https://example.jp/t", &ZERO, &ZERO, &card, counter, padding);
    assert_eq!(made, AN12196_URL);
    assert_eq!(
        make_plain("https://example.jp/t?v=1", &ZERO, &card, counter),
        "https://example.jp/t?v=1&uid=04DE5F1EACC040&ctr=00003D&cmac=94EED9EE65337086"
    );
}

#[test]
fn of_several_master_keys_the_one_that_made_the_card_is_found() {
    let masters = [MasterKey::new(2, AesKey::from_bytes([2; 16])), MasterKey::new(1, AesKey::from_bytes([1; 16]))];
    let card = uid("04C767F2066180");
    let counter = ReadCounter::new(9).unwrap();
    let keys = card_keys(&masters[1], &card);
    let url = make_encrypted("/t", &keys.meta, &keys.file, &card, counter);
    let (proof, version) = verify_with_masters(&parse_url(&url).unwrap(), &masters).unwrap();
    assert_eq!((proof.uid, version), (card, 1));

    let forged = make_encrypted("/t", &keys.meta, &ZERO, &card, counter);
    let forged = parse_url(&forged).unwrap();
    assert_eq!(verify_with_masters(&forged, &masters), Err(SunFault::BadMac));
    assert_eq!(verify_with_masters(&forged, &masters[..1]), Err(SunFault::NotGenuine));
    assert_eq!(verify_with_masters(&forged, []), Err(SunFault::NotGenuine));
}
