//! The bytes and the text as another implementation writes them (Node, end2end/support/phone-code.ts).

use super::*;

const NOW: Instant = Instant(1_795_215_120_000);

fn code() -> PhoneCode {
    PhoneCode {
        certificate: Certificate {
            phone: "018f0000-0000-7000-8000-000000000001".parse().expect("an id"),
            technician: TechnicianId::from_stored(69_079_600_617_726),
            public_key: format!("04{}", "ab".repeat(64)),
            until: NOW.plus_ms(CERTIFIED_MS),
            key: 1,
            signature: "c1".repeat(64),
        },
        step: step_of(NOW),
        nonce: [0, 1, 2, 3, 4, 5, 6, 255],
        signature: "d2".repeat(64),
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("text")
}

#[test]
fn certificate_and_code_have_these_bytes() {
    let key = format!("04{}", "ab".repeat(64));
    assert_eq!(
        text(code().certificate.bytes()),
        format!(
            "16:careerup-phone-1,1:1,36:018f0000-0000-7000-8000-000000000001,14:69079600617726,130:{key},13:1797807120000,"
        )
    );
    assert_eq!(
        text(code().bytes()),
        "15:careerup-code-1,36:018f0000-0000-7000-8000-000000000001,14:69079600617726,8:59840504,16:00010203040506ff,"
    );
}

#[test]
fn its_text_is_alphanumeric_and_is_read_as_it_is_written() {
    let text = code().text();
    assert!(text.starts_with("CCU1:018F000000007000800000000000000"), "{text}");
    assert!(text.len() <= 535, "a QR code of version 12 holds it: {}", text.len());
    assert!(text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == ':'), "{text}");
    assert_eq!(PhoneCode::parse(&text), Ok(code()));
    assert_eq!(Certificate::parse(&code().certificate.text()), Some(code().certificate));
}

#[test]
fn anything_else_is_no_code() {
    let good = code().text();
    for (name, text) in [
        ("empty", String::new()),
        ("an address", "https://example.test/t?uid=04".into()),
        ("another mark", good.replacen("CCU1", "CCU2", 1)),
        ("a part too few", good.rsplit_once(':').expect("parts").0.into()),
        ("a part too many", format!("{good}:")),
        ("half a signature", good[..good.len() - 2].into()),
        ("no hex", format!("{}XY", &good[..good.len() - 2])),
        ("nobody's number", good.replacen("69079600617726", "69079600617727", 1)),
        ("too long", format!("{good}{}", "0".repeat(CODE_BYTES_MAX))),
    ] {
        assert_eq!(PhoneCode::parse(&text), Err(CodeFault::Malformed), "{name}");
    }
}

#[test]
fn a_code_is_good_for_its_half_minute_and_one_either_side() {
    let begin = Instant(code().step * STEP_MS);
    for (name, at, expected) in [
        ("the first moment before", begin.plus_ms(-STEP_MS), Ok(())),
        ("earlier", begin.plus_ms(-STEP_MS - 1), Err(CodeFault::Step)),
        ("the last moment after", begin.plus_ms(2 * STEP_MS - 1), Ok(())),
        ("later", begin.plus_ms(2 * STEP_MS), Err(CodeFault::Step)),
        ("long after, and not certified any more", NOW.plus_ms(CERTIFIED_MS + 1), Err(CodeFault::Expired)),
    ] {
        assert_eq!(code().check_time(at), expected, "{name}");
    }
    let far = PhoneCode { step: i64::MIN, ..code() };
    assert_eq!(far.check_time(NOW), Err(CodeFault::Step), "and no sum overflows");
}
