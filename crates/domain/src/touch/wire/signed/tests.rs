//! The bytes as another implementation writes them (Node, end2end/support/signed.ts).

use super::*;
use crate::{
    id::SiteId,
    touch::{
        TouchKind,
        wire::{Outcome, clock::PageClock},
    },
};
use uuid::Uuid;

const URL: &str = "https://example.test/t?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086";

fn device() -> DeviceId {
    "018f0000-0000-7000-8000-000000000001".parse().expect("an id")
}

fn touch() -> TouchId {
    "019a0b1c-2d3e-7f40-8111-222233334444".parse().expect("an id")
}

fn item() -> TouchItem {
    TouchItem {
        id: touch(),
        occurred_at: Instant(1_795_215_120_000),
        kind: TouchKind::In,
        reading: Reading::Card { url: URL.into(), serial: Some("04:de:5f:1e:ac:c0:40".into()) },
        device_seq: Some(7),
        clock_offset_ms: Some(-250),
        clock: None,
        site_id: None,
        trade: None,
        role: None,
        signature: None,
    }
}

fn answer() -> TouchAnswer {
    TouchAnswer {
        index: 0,
        id: Some(touch()),
        outcome: Outcome::Quarantined,
        code: Some("touch.card_revoked".into()),
        field: None,
        reason_ja: None,
        reason_en: None,
        recorded_at: None,
        shown: None,
        receipt: None,
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("text")
}

#[test]
fn a_touch_has_these_bytes() {
    assert_eq!(
        text(touch_bytes(device(), &item())),
        "16:careerup-touch-1,36:018f0000-0000-7000-8000-000000000001,36:019a0b1c-2d3e-7f40-8111-222233334444,\
         13:1795215120000,2:in,4:card,87:https://example.test/t?picc_data=EF963FF7828658A599F3041510671E88&\
         cmac=94EED9EE65337086,20:04:de:5f:1e:ac:c0:40,1:7,4:-250,-,-,-,"
    );
    let typed = TouchItem {
        kind: TouchKind::Unknown,
        reading: Reading::Typed { technician_id: "12".into() },
        device_seq: None,
        clock_offset_ms: None,
        ..item()
    };
    assert_eq!(
        text(touch_bytes(device(), &typed)),
        "16:careerup-touch-1,36:018f0000-0000-7000-8000-000000000001,36:019a0b1c-2d3e-7f40-8111-222233334444,\
         13:1795215120000,7:unknown,5:typed,2:12,-,-,-,-,-,-,"
    );
}

fn clock() -> PageClock {
    PageClock {
        boot: Uuid::from_u128(0x4711),
        origin: Instant(1_795_215_000_000),
        at_ms: 120_000,
        server_origin: Some(Instant(1_795_214_999_750)),
        gained_ms: 0,
    }
}

#[test]
fn a_touch_with_the_clock_of_its_page_has_these_bytes() {
    let with = |clock| text(touch_bytes(device(), &TouchItem { clock: Some(clock), ..item() }));
    assert_eq!(
        with(clock()),
        "16:careerup-touch-2,36:018f0000-0000-7000-8000-000000000001,36:019a0b1c-2d3e-7f40-8111-222233334444,\
         13:1795215120000,2:in,4:card,87:https://example.test/t?picc_data=EF963FF7828658A599F3041510671E88&\
         cmac=94EED9EE65337086,20:04:de:5f:1e:ac:c0:40,1:7,4:-250,-,-,-,36:00000000-0000-0000-0000-000000004711,\
         13:1795215000000,6:120000,13:1795214999750,1:0,"
    );
    let unmeasured = with(PageClock { server_origin: None, gained_ms: 7, ..clock() });
    assert!(unmeasured.ends_with("13:1795215000000,6:120000,-,1:7,"), "{unmeasured}");
}

#[test]
fn a_touch_of_a_build_of_before_reads_as_one_without_a_clock() {
    let stored = r#"{"id":"019a0b1c-2d3e-7f40-8111-222233334444","occurred_at":1795215120000,"kind":"in",
        "reading":{"by":"serial","serial":"04"}}"#;
    let item: TouchItem = serde_json::from_str(stored).expect("fields have defaults");
    assert_eq!(item.clock, None);
}

#[test]
fn a_receipt_has_these_bytes() {
    assert_eq!(
        text(receipt_bytes(device(), (touch(), &answer()), (1, Instant(1_795_215_121_000)))),
        "18:careerup-receipt-1,1:1,13:1795215121000,36:018f0000-0000-7000-8000-000000000001,\
         36:019a0b1c-2d3e-7f40-8111-222233334444,11:quarantined,18:touch.card_revoked,"
    );
    let accepted = TouchAnswer { outcome: Outcome::Accepted, code: None, ..answer() };
    let bytes = text(receipt_bytes(device(), (touch(), &accepted), (2, Instant(5))));
    assert!(bytes.starts_with("18:careerup-receipt-1,1:2,1:5,") && bytes.ends_with("8:accepted,-,"), "{bytes}");
}

#[test]
fn whatever_differs_in_what_is_sent_differs_in_the_bytes() {
    let (base, bytes) = (item(), touch_bytes(device(), &item()));
    let card = |url: &str, serial: Option<&str>| Reading::Card { url: url.into(), serial: serial.map(Into::into) };
    for (name, other) in [
        ("time", TouchItem { occurred_at: Instant(1), ..base.clone() }),
        ("kind", TouchItem { kind: TouchKind::Out, ..base.clone() }),
        ("no serial", TouchItem { reading: card(URL, None), ..base.clone() }),
        ("an empty serial", TouchItem { reading: card(URL, Some("")), ..base.clone() }),
        ("url", TouchItem { reading: card("https://example.test/t", Some("04:de:5f:1e:ac:c0:40")), ..base.clone() }),
        ("a field inside a field", TouchItem { reading: card(&format!("{URL},20:04"), None), ..base.clone() }),
        ("a code", TouchItem { reading: Reading::Qr { code: URL.into() }, ..base.clone() }),
        ("number", TouchItem { device_seq: Some(8), ..base.clone() }),
        ("no number", TouchItem { device_seq: None, ..base.clone() }),
        ("offset", TouchItem { clock_offset_ms: None, ..base.clone() }),
        ("a clock", TouchItem { clock: Some(clock()), ..base.clone() }),
        ("site", TouchItem { site_id: Some(SiteId::from_body(7)), ..base.clone() }),
        ("trade", TouchItem { trade: Some(11), ..base.clone() }),
        ("role", TouchItem { role: Some("worker".into()), ..base.clone() }),
    ] {
        assert_ne!(touch_bytes(device(), &other), bytes, "{name}");
    }
    let with = |clock| touch_bytes(device(), &TouchItem { clock: Some(clock), ..item() });
    for (name, other) in [
        ("boot", PageClock { boot: Uuid::from_u128(1), ..clock() }),
        ("origin", PageClock { origin: Instant(1), ..clock() }),
        ("how far it had come", PageClock { at_ms: 120_001, ..clock() }),
        ("the server's", PageClock { server_origin: None, ..clock() }),
        ("what it gained", PageClock { gained_ms: 1, ..clock() }),
    ] {
        assert_ne!(with(other), with(clock()), "{name}");
    }
    let empty = TouchItem { reading: card(URL, Some("")), ..base.clone() };
    let none = TouchItem { reading: card(URL, None), ..base.clone() };
    assert_ne!(touch_bytes(device(), &empty), touch_bytes(device(), &none), "empty is not absent");
    let signed = TouchItem { signature: Some("00".into()), ..base };
    assert_eq!(touch_bytes(device(), &signed), bytes, "all but the signature itself");
}

#[test]
fn hex_is_read_as_it_is_written_and_nothing_else() {
    assert_eq!(to_hex(&[0, 10, 255]), "000aff");
    assert_eq!(from_hex::<3>("000aFF"), Some([0, 10, 255]));
    for wrong in ["000af", "000aff00", "000ag0", "+00aff", "０0a"] {
        assert_eq!(from_hex::<3>(wrong), None, "{wrong}");
    }
}
