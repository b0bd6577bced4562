//! Personalisation records, and the sealed batch a printer gets.

#![allow(clippy::unwrap_used)] // an unwrap that fails is a test that fails

use proof::{
    AesKey, MasterKey, ReadCounter, Uid,
    export::{CSV_HEADER, ExportFault, TransportKey, open_batch, seal_batch},
    key::KeyFault,
    parse_url,
    personalise::{NDEF_FILE_SIZE, PersonalisationRecord, PersonaliseFault, UrlTemplate, is_here, personalise},
    sun_make::make_encrypted,
    verify,
};

const BASE: &str = "https://example.jp/t";
const NONCE: [u8; 12] = [7; 12];

fn master() -> MasterKey {
    let key = AesKey::from_hex("00112233445566778899AABBCCDDEEFF").unwrap();
    MasterKey::new(3, key)
}

fn card(last: u8) -> Uid {
    Uid::from_bytes([0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, last])
}

fn transport(byte: u8) -> TransportKey {
    TransportKey::from_bytes([byte; 32])
}

fn record(last: u8) -> PersonalisationRecord {
    personalise(&master(), &card(last), BASE).unwrap()
}

#[test]
fn a_card_written_from_the_record_is_proven_by_the_server() {
    let record = record(0x40);
    let counter = ReadCounter::new(1).unwrap();
    let made = make_encrypted(BASE, &record.keys.meta, &record.keys.file, &record.uid, counter);
    let (picc, mac) = (&made[made.len() - 54..][..32], &made[made.len() - 16..]);

    // As the chip does it: digits over the file's bytes, at the offsets and nowhere else.
    let template = &record.template;
    let mut file = template.ndef_file.clone();
    let at = usize::from(template.picc_data_offset);
    assert_eq!(file[at..at + 32], [b'0'; 32]);
    file[at..at + 32].copy_from_slice(picc.as_bytes());
    let at = usize::from(template.mac_offset);
    assert_eq!(file[at..], [b'0'; 16]);
    file[at..].copy_from_slice(mac.as_bytes());

    let read = format!("https://{}", std::str::from_utf8(&file[7..]).unwrap());
    assert_eq!(read, made);
    let proof = verify(&parse_url(&read).unwrap(), &record.keys.meta, |_| record.keys.file.clone());
    assert_eq!(proof.map(|proof| proof.uid), Ok(card(0x40)));
}

#[test]
fn the_ndef_file_is_one_short_uri_record() {
    let template = UrlTemplate::new(BASE).unwrap();
    let rest = template.url.len() - "https://".len();
    let head: Vec<u8> = [0, rest + 5, 0xD1, 0x01, rest + 1, 0x55, 0x04].map(|byte| u8::try_from(byte).unwrap()).into();
    assert_eq!(template.ndef_file[..7], head);
    assert_eq!(template.ndef_file.len(), 7 + rest);
    // 7 bytes of head, `example.jp/t?picc_data=` (23), 32 digits, `&cmac=` (6).
    assert_eq!(template.picc_data_offset, 30);
    assert_eq!(template.mac_offset, 68);
    assert_eq!(template.mac_input_offset, 68);
    assert_eq!(hex::encode_upper(template.file_settings()), "4000E0C1F1211E0000440000440000");
}

#[test]
fn on_one_machine_alone_a_card_may_say_http_as_the_server_does() {
    for base in ["http://127.0.0.1:3100/t", "http://localhost/t", "http://[::1]:3000/t"] {
        let template = UrlTemplate::new(base).unwrap();
        assert_eq!(template.ndef_file[6], 0x03, "NDEF's prefix for http://");
        assert_eq!(template.ndef_file[7..], template.url.as_bytes()["http://".len()..]);
        assert!(template.url.starts_with(base), "{}", template.url);
        let at = usize::from(template.picc_data_offset);
        assert_eq!(template.ndef_file[at..at + 32], [b'0'; 32]);
    }
}

#[test]
fn this_machine_has_three_names_and_a_card_with_http_no_others() {
    for (authority, here) in [
        ("127.0.0.1", true),
        ("127.0.0.1:3000", true),
        ("localhost", true),
        ("localhost:80", true),
        ("[::1]", true),
        ("[::1]:3000", true),
        ("127.0.0.2:3000", false),
        ("[::ffff:127.0.0.1]:3000", false),
        ("192.0.2.1", false),
        ("localhost.example.jp", false),
        ("127.0.0.1.example.jp", false),
        ("example.jp", false),
        ("", false),
    ] {
        assert_eq!(is_here(authority), here, "{authority}");
        assert_eq!(UrlTemplate::new(&format!("http://{authority}/t")).is_ok(), here, "{authority}");
    }
}

#[test]
fn a_base_url_that_cannot_go_onto_a_card_is_refused() {
    for (base, fault) in [
        ("http://example.jp/t", PersonaliseFault::NotHttps),
        ("http://127.0.0.1.example.jp/t", PersonaliseFault::NotHttps),
        ("http://", PersonaliseFault::NotHttps),
        ("https://", PersonaliseFault::NotHttps),
        ("https:///t", PersonaliseFault::NotHttps),
        ("https://example.jp/t#top", PersonaliseFault::BadCharacter),
        ("https://example.jp/t,t", PersonaliseFault::BadCharacter),
        ("https://example.jp/カード", PersonaliseFault::BadCharacter),
        ("https://example.jp/t?cmac=1", PersonaliseFault::MirrorTaken),
        ("https://example.jp/t?uid=1", PersonaliseFault::MirrorTaken),
    ] {
        assert_eq!(UrlTemplate::new(base), Err(fault), "{base}");
    }
}

#[test]
fn the_ndef_file_may_be_full_and_no_fuller() {
    let spare = NDEF_FILE_SIZE - UrlTemplate::new(BASE).unwrap().ndef_file.len();
    for (more, fits) in [(spare, true), (spare + 1, false), (300, false), (600, false)] {
        let template = UrlTemplate::new(&format!("{BASE}{}", "t".repeat(more)));
        if fits {
            let template = template.unwrap();
            assert_eq!(template.ndef_file.len(), NDEF_FILE_SIZE);
            assert_eq!(template.mac_offset, 240);
        } else {
            assert_eq!(template, Err(PersonaliseFault::TooLong), "{more}");
        }
    }
}

#[test]
fn nothing_that_holds_keys_prints_them() {
    let record = record(0x40);
    let shown = format!("{record:?} {:?} {:?}", master(), transport(0xAB)).to_uppercase();
    for key in [&record.keys.meta, &record.keys.file, &record.application] {
        assert!(!shown.contains(key.to_hex().as_str()));
    }
    assert!(!shown.contains("00112233") && !shown.contains("171") && !shown.contains("ABAB"));
}

#[test]
fn a_sealed_batch_opens_under_its_key_only() {
    let records = [record(0x40), record(0x41)];
    let sealed = seal_batch(&records, &transport(1), NONCE).unwrap();
    let text = open_batch(&sealed, &transport(1)).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], CSV_HEADER);
    for (line, record) in lines[1..].iter().zip(&records) {
        let fields: Vec<_> = line.split(',').collect();
        assert_eq!(fields.len(), CSV_HEADER.split(',').count());
        assert_eq!(fields[0], record.uid.to_string());
        assert_eq!(fields[1], "3");
        assert_eq!(fields[2], *record.application.to_hex());
        assert_eq!(fields[3], *record.keys.file.to_hex());
        assert_eq!(fields[4], *record.keys.meta.to_hex());
        assert_eq!(fields[5], record.template.url);
        assert_eq!(fields[6], hex::encode_upper(&record.template.ndef_file));
        assert_eq!(fields[7..10], ["30", "68", "68"]);
        assert_eq!(fields[10], hex::encode_upper(record.template.file_settings()));
    }
    assert_eq!(open_batch(&sealed, &transport(2)), Err(ExportFault::DoesNotOpen));
}

#[test]
fn a_sealed_batch_shows_no_key_and_no_change_passes() {
    let sealed = seal_batch(&[record(0x40)], &transport(1), NONCE).unwrap();
    let key = record(0x40).keys.file.to_hex();
    assert!(!sealed.windows(32).any(|bytes| bytes == key.as_bytes()));
    for at in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[at] ^= 1;
        let fault = if at < 5 { ExportFault::NotABatch } else { ExportFault::DoesNotOpen };
        assert_eq!(open_batch(&altered, &transport(1)), Err(fault), "byte {at}");
    }
    for short in [0, 4, 5, 16, 32] {
        assert_eq!(open_batch(&sealed[..short], &transport(1)), Err(ExportFault::NotABatch));
    }
}

#[test]
fn an_empty_batch_is_its_header_line() {
    let sealed = seal_batch(&[], &transport(1), NONCE).unwrap();
    let text = open_batch(&sealed, &transport(1)).unwrap();
    assert_eq!(*text, format!("{CSV_HEADER}\n"));
}

#[test]
fn keys_are_read_from_hexadecimal_only() {
    assert_eq!(AesKey::from_hex("00"), Err(KeyFault::Length));
    assert_eq!(AesKey::from_hex(&"0".repeat(33)), Err(KeyFault::Length));
    assert_eq!(AesKey::from_hex(&"g".repeat(32)), Err(KeyFault::NotHex));
    assert_eq!(TransportKey::from_hex(&"0".repeat(62)).err(), Some(KeyFault::Length));
    let sealed = seal_batch(&[], &transport(0xAB), NONCE).unwrap();
    let same = TransportKey::from_hex(&"aB".repeat(32)).unwrap();
    assert!(open_batch(&sealed, &same).is_ok());
}
