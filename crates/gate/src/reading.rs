//! From what Web NFC hands over to the domain's [`Reading`]. Invariant: nothing is judged here; a URL of another house
//! is sent like ours, for the server alone knows which cards are genuine.

use domain::touch::wire::{CARD_URL_BYTES_MAX, Reading};

/// One NDEF record, as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// `recordType` of Web NFC: `url`, `absolute-url`, `text`, `empty`, `mime`, ….
    pub kind: String,
    /// The payload, where it is text.
    pub text: Option<String>,
}

/// One tag as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tag {
    /// `serialNumber` of Web NFC (`04:de:5f:…`); empty where the phone does not give one.
    pub serial: String,
    /// Its NDEF records in their order; none for an empty or unformatted tag.
    pub records: Vec<Record>,
}

/// Why a tag cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nothing;

/// What goes into the touch: the card's URL if one is among the records, else the serial number.
/// Errors: [`Nothing`] where the tag gave neither.
pub fn of(tag: &Tag) -> Result<Reading, Nothing> {
    let serial = Some(tag.serial.clone()).filter(|serial| !serial.is_empty());
    let urls = || tag.records.iter().filter(|record| is_url(&record.kind)).filter_map(|record| record.text.as_deref());
    let usable = |url: &&str| !url.is_empty() && u32::try_from(url.len()).is_ok_and(|len| len <= CARD_URL_BYTES_MAX);
    let url = urls().filter(usable).find(|url| looks_like_a_card(url)).or_else(|| urls().find(usable));
    match (url, serial) {
        (Some(url), serial) => Ok(Reading::Card { url: url.to_owned(), serial }),
        (None, Some(serial)) => Ok(Reading::Serial { serial }),
        (None, None) => Err(Nothing),
    }
}

fn is_url(kind: &str) -> bool {
    kind == "url" || kind == "absolute-url"
}

fn looks_like_a_card(url: &str) -> bool {
    parameter(url, "cmac").is_some() && (parameter(url, "picc_data").is_some() || parameter(url, "uid").is_some())
}

fn parameter<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next()?;
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The chip's serial number as 14 hex digits in capitals, as the roster holds it: from Web NFC, else from a plain
/// mirror in the URL. `None` for typed numbers, encrypted mirrors without a serial and anything that is not hex.
pub fn serial_of(reading: &Reading) -> Option<String> {
    match reading {
        Reading::Card { serial: Some(serial), .. } | Reading::Serial { serial } => normal_serial(serial),
        Reading::Card { url, serial: None } => normal_serial(parameter(url, "uid")?),
        Reading::Typed { .. } | Reading::Qr { .. } => None,
    }
}

/// Capitals without separators; `None` where something else than hex digits is inside.
pub fn normal_serial(serial: &str) -> Option<String> {
    let plain: String = serial.chars().filter(|c| !matches!(c, ':' | '-' | ' ')).collect();
    let hex = !plain.is_empty() && plain.chars().all(|c| c.is_ascii_hexdigit());
    hex.then(|| plain.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "https://example.test/t?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086";
    const PLAIN: &str = "https://example.test/t?uid=04DE5F1EACC040&ctr=00003D&cmac=94EED9EE65337086";

    fn tag(serial: &str, records: &[(&str, Option<&str>)]) -> Tag {
        let record = |(kind, text): &(&str, Option<&str>)| Record { kind: (*kind).into(), text: text.map(Into::into) };
        Tag { serial: serial.into(), records: records.iter().map(record).collect() }
    }

    fn card(url: &str, serial: Option<&str>) -> Reading {
        Reading::Card { url: url.into(), serial: serial.map(Into::into) }
    }

    #[test]
    fn what_a_tag_holds_decides_what_is_sent() {
        let long = format!("https://example.test/t?picc_data={}&cmac=0", "0".repeat(600));
        let serial = |serial: &str| Reading::Serial { serial: serial.into() };
        for (name, tag, expected) in [
            ("one url", tag("04:de", &[("url", Some(OURS))]), card(OURS, Some("04:de"))),
            (
                "ours among several, wherever it stands",
                tag("04:de", &[("text", Some("x")), ("url", Some("https://other.test/")), ("url", Some(OURS))]),
                card(OURS, Some("04:de")),
            ),
            ("absolute-url, no serial", tag("", &[("absolute-url", Some(PLAIN))]), card(PLAIN, None)),
            ("foreign", tag("04", &[("url", Some("https://other.test/"))]), card("https://other.test/", Some("04"))),
            ("empty record", tag("04:de", &[("empty", None)]), serial("04:de")),
            ("no record", tag("04:de", &[]), serial("04:de")),
            ("text only", tag("04:de", &[("text", Some(OURS))]), serial("04:de")),
            ("url too long", tag("04:de", &[("url", Some(&long))]), serial("04:de")),
            ("too long, then ours", tag("04", &[("url", Some(&long)), ("url", Some(OURS))]), card(OURS, Some("04"))),
        ] {
            assert_eq!(of(&tag), Ok(expected), "{name}");
        }
        assert_eq!(of(&tag("", &[("empty", None)])), Err(Nothing));
    }

    #[test]
    fn a_person_is_found_by_the_serial_however_it_is_written() {
        let uid = Some("04DE5F1EACC040".to_owned());
        assert_eq!(serial_of(&Reading::Serial { serial: "04:de:5f:1e:ac:c0:40".into() }), uid);
        assert_eq!(serial_of(&Reading::Card { url: PLAIN.into(), serial: None }), uid);
        assert_eq!(serial_of(&Reading::Card { url: OURS.into(), serial: Some("04-DE-5F-1E-AC-C0-40".into()) }), uid);
        assert_eq!(serial_of(&Reading::Card { url: OURS.into(), serial: None }), None);
        assert_eq!(serial_of(&Reading::Typed { technician_id: "12".into() }), None);
        assert_eq!(normal_serial("04:zz"), None);
    }
}
