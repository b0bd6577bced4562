//! What of a URL is accepted as a card's message, and what each fault is called.

#![allow(clippy::unwrap_used)] // an unwrap that fails is a test that fails

use std::collections::HashSet;

use proof::{
    ReadCounter, SunFault, SunUrl, Uid, parse_url,
    sun::{MAX_URL_LEN, Parameter},
};

const PICC: &str = "picc_data=EF963FF7828658A599F3041510671E88";
const CMAC: &str = "cmac=94EED9EE65337086";
const PLAIN: &str = "uid=04DE5F1EACC040&ctr=00003D";

fn encrypted() -> SunUrl {
    SunUrl::Encrypted {
        picc_data: 0xEF96_3FF7_8286_58A5_99F3_0415_1067_1E88_u128.to_be_bytes(),
        cmac: 0x94EE_D9EE_6533_7086_u64.to_be_bytes(),
    }
}

#[test]
fn order_other_parameters_case_and_fragment_do_not_matter() {
    for url in [
        format!("https://example.jp/t?{PICC}&{CMAC}"),
        format!("https://example.jp/t?{CMAC}&{PICC}"),
        format!("https://example.jp/t?lang=ja&{CMAC}&x&&=&lang=en&{PICC}&"),
        format!("/t?{PICC}&{CMAC}#{CMAC}"),
        format!("?{}&{}", PICC.to_lowercase(), CMAC.to_lowercase()),
    ] {
        assert_eq!(parse_url(&url), Ok(encrypted()), "{url}");
    }
}

#[test]
fn plain_counter_is_read_most_significant_first() {
    let parsed = parse_url(&format!("https://example.jp/t?uid=04DE5F1EACC040&ctr=010203&{CMAC}"));
    let expected = SunUrl::Plain {
        uid: Uid::from_bytes([0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, 0x40]),
        counter: ReadCounter::new(0x01_0203).unwrap(),
        cmac: 0x94EE_D9EE_6533_7086_u64.to_be_bytes(),
    };
    assert_eq!(parsed, Ok(expected));
}

fn refused(cases: impl IntoIterator<Item = (String, SunFault)>) {
    for (query, fault) in cases {
        let url = format!("https://example.jp/t?{query}");
        assert_eq!(parse_url(&url), Err(fault), "{query}");
    }
}

#[test]
fn a_mirror_is_there_once_and_whole() {
    use Parameter as P;
    refused([
        ("lang=ja".into(), SunFault::NoMirror),
        ("PICC_DATA=00".into(), SunFault::NoMirror),
        (String::new(), SunFault::NoMirror),
        (PICC.into(), SunFault::MissingParameter(P::Cmac)),
        (CMAC.into(), SunFault::MissingParameter(P::PiccData)),
        (PLAIN.into(), SunFault::MissingParameter(P::Cmac)),
        (format!("ctr=00003D&{CMAC}"), SunFault::MissingParameter(P::Uid)),
        (format!("uid=04DE5F1EACC040&{CMAC}"), SunFault::MissingParameter(P::Ctr)),
        (format!("{PICC}&{CMAC}&{PICC}"), SunFault::DuplicateParameter(P::PiccData)),
        (format!("{PICC}&{CMAC}&cmac"), SunFault::DuplicateParameter(P::Cmac)),
        (format!("{PLAIN}&{CMAC}&uid="), SunFault::DuplicateParameter(P::Uid)),
        (format!("{PLAIN}&{CMAC}&ctr=1"), SunFault::DuplicateParameter(P::Ctr)),
        (format!("{PICC}&{PLAIN}&{CMAC}"), SunFault::MixedMirrors),
        (format!("{PICC}&ctr=00003D&{CMAC}"), SunFault::MixedMirrors),
    ]);
}

#[test]
fn lengths_and_digits_are_told_apart() {
    use Parameter as P;
    let lrp = "0123456789ABCDEF".repeat(3);
    refused([
        (format!("picc_data=&{CMAC}"), SunFault::BadLength(P::PiccData)),
        (format!("{PICC}0&{CMAC}"), SunFault::BadLength(P::PiccData)),
        (format!("{PICC}&{CMAC}00"), SunFault::BadLength(P::Cmac)),
        (format!("uid=04&ctr=00003D&{CMAC}"), SunFault::BadLength(P::Uid)),
        (format!("uid=04DE5F1EACC040&ctr=3D&{CMAC}"), SunFault::BadLength(P::Ctr)),
        (format!("picc_data={}&{CMAC}", "G".repeat(32)), SunFault::NotHex(P::PiccData)),
        (format!("picc_data={}&{CMAC}", "G".repeat(48)), SunFault::NotHex(P::PiccData)),
        (format!("{PICC}&cmac=%3194EED9EE65337"), SunFault::NotHex(P::Cmac)),
        (format!("uid=+4DE5F1EACC040&ctr=00003D&{CMAC}"), SunFault::NotHex(P::Uid)),
        (format!("uid=04DE5F1EACC040&ctr=0x003D&{CMAC}"), SunFault::NotHex(P::Ctr)),
        (format!("picc_data={lrp}&{CMAC}"), SunFault::LrpUnsupported),
    ]);
}

#[test]
fn what_is_no_url_with_a_query_is_malformed() {
    refused([
        (format!("{PICC}&{CMAC}&name=鈴木"), SunFault::MalformedUrl),
        (format!("{PICC}&{CMAC} "), SunFault::MalformedUrl),
    ]);
    for url in ["", "https://example.jp/t", "https://example.jp/t#?cmac=00"] {
        assert_eq!(parse_url(url), Err(SunFault::MalformedUrl), "{url}");
    }
}

#[test]
fn length_is_limited() {
    let url = format!("https://example.jp/t?{PICC}&{CMAC}&x=");
    let fill = MAX_URL_LEN - url.len();
    let longest = format!("{url}{}", "x".repeat(fill));
    assert_eq!(parse_url(&longest), Ok(encrypted()));
    assert_eq!(parse_url(&format!("{longest}x")), Err(SunFault::UrlTooLong));
}

#[test]
fn every_kind_of_fault_has_a_code_of_its_own() {
    let codes: HashSet<_> = SunFault::ALL.into_iter().map(SunFault::code).collect();
    assert_eq!(codes.len(), SunFault::ALL.len());
    assert!(codes.iter().all(|code| code.starts_with("sun.")));
}

#[test]
fn an_unproven_message_does_not_print_itself() {
    let shown = format!("{:?}", encrypted());
    assert_eq!(shown, "SunUrl::Encrypted(hidden)");
}
