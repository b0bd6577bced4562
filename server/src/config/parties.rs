//! Settings of the servers outside: mail that comes back, the bucket of files, the agency of short messages, LINE. Invariant: all or
//! nothing of each is set, and secrets come from the environment alone.

use super::{Fault, Reading};
use proof::log::note::{KeyKind, NoteKey};
use services::outside::{
    AgencySettings, BucketStyle, Line, LineSettings, Mail, Patience, S3Settings, S3Store, TextAgency,
};
use std::path::PathBuf;

/// Settings that a file must not hold: files are copied, backed up and shown to others.
pub(super) const SECRETS: [&str; 5] = ["S3_KEY_ID", "S3_SECRET", "TEXT_SECRET", "LINE_TOKEN", "LINE_SECRET"];

/// Where the bucket is where nothing is said.
const REGION: &str = "ap-northeast-1";

/// The bucket of photos and evidence; `None` where none is named.
pub(super) fn bucket(reading: &mut Reading<'_>) -> Option<S3Settings> {
    let named = |reading: &Reading<'_>, name: &str| reading.text(name).map(|(text, _)| text);
    let style = reading.value("S3_STYLE").unwrap_or(BucketStyle::Path);
    let Some(bucket) = named(reading, "S3_BUCKET") else {
        alone(reading, &["S3_ENDPOINT", "S3_REGION", "S3_STYLE", "S3_KEY_ID", "S3_SECRET"], "S3_BUCKET");
        return None;
    };
    if !is_bucket(&bucket) {
        reading.faults.push(Fault("S3_BUCKET: is no name of a bucket".to_owned()));
    }
    let region = named(reading, "S3_REGION").unwrap_or_else(|| REGION.to_owned());
    let endpoint = named(reading, "S3_ENDPOINT").unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com"));
    let (key_id, secret) = (needed(reading, "S3_KEY_ID", "S3_BUCKET"), needed(reading, "S3_SECRET", "S3_BUCKET"));
    let settings = S3Settings { endpoint, bucket, region, style, key_id, secret, patience: Patience::default() };
    if let Err(fault) = S3Store::open(&settings) {
        reading.faults.push(Fault(format!("S3_ENDPOINT: {fault}")));
    }
    Some(settings)
}

/// Mail that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounces {
    /// Where the mail host delivers it.
    pub folder: PathBuf,
    /// Where mail is sent back to; absent: to where it comes from.
    pub address: Option<String>,
}

/// Where mail that comes back is found; `None` where no folder is named.
pub(super) fn bounces(reading: &mut Reading<'_>) -> Option<Bounces> {
    let Some((folder, _)) = reading.text("BOUNCE_FOLDER") else {
        alone(reading, &["BOUNCE_ADDRESS"], "BOUNCE_FOLDER");
        return None;
    };
    let address = reading.text("BOUNCE_ADDRESS");
    if let Some((address, place)) = &address {
        let mail = Mail::smtp("smtp://localhost", "register@localhost.localdomain");
        if let Err(fault) = mail.and_then(|mail| mail.returning_to(address)) {
            reading.faults.push(Fault(format!("{place}: {fault}")));
        }
    }
    Some(Bounces { folder: PathBuf::from(folder), address: address.map(|(address, _)| address) })
}

/// The agency of short messages; `None` where none is named.
pub(super) fn agency(reading: &mut Reading<'_>) -> Option<AgencySettings> {
    let Some((url, _)) = reading.text("TEXT_URL") else {
        alone(reading, &["TEXT_SECRET"], "TEXT_URL");
        return None;
    };
    let secret = needed(reading, "TEXT_SECRET", "TEXT_URL");
    let settings = AgencySettings { url, secret, patience: Patience::default() };
    // A secret that is not there has been told already.
    if let (false, Err(fault)) = (settings.secret.is_empty(), TextAgency::open(&settings)) {
        reading.faults.push(Fault(format!("TEXT_URL: {fault}")));
    }
    Some(settings)
}

/// The channel of LINE; `None` where none is named.
pub(super) fn line(reading: &mut Reading<'_>) -> Option<LineSettings> {
    let Some((url, _)) = reading.text("LINE_URL") else {
        alone(reading, &["LINE_TOKEN", "LINE_SECRET"], "LINE_URL");
        return None;
    };
    let (token, secret) = (needed(reading, "LINE_TOKEN", "LINE_URL"), needed(reading, "LINE_SECRET", "LINE_URL"));
    let settings = LineSettings { url, token, secret, patience: Patience::default() };
    // What is not there has been told already.
    let is_whole = !settings.token.is_empty() && !settings.secret.is_empty();
    if let (true, Err(fault)) = (is_whole, Line::open(&settings)) {
        reading.faults.push(Fault(format!("LINE_URL: {fault}")));
    }
    Some(settings)
}

/// Keys of witnesses; one of a log is none.
pub(super) fn witnesses(reading: &mut Reading<'_>) -> Vec<NoteKey> {
    let keys: Vec<NoteKey> = reading.list("LOG_WITNESSES");
    if keys.iter().any(|key| key.kind != KeyKind::Witness) {
        reading.faults.push(Fault("LOG_WITNESSES: has a key that is no witness's".to_owned()));
    }
    keys
}

/// Lower-case letters, digits, dots and hyphens, 3 to 63, as stores demand it.
fn is_bucket(name: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    (3..=63).contains(&name.len()) && name.bytes().all(good)
}

fn needed(reading: &mut Reading<'_>, name: &'static str, because: &str) -> String {
    let found = reading.text(name).map(|(text, _)| text);
    if found.is_none() {
        reading.faults.push(Fault(format!("{name}: is needed where {because} is set, from the environment")));
    }
    found.unwrap_or_default()
}

/// Tells of settings without the one they belong to: whoever set them believes that they work.
fn alone(reading: &mut Reading<'_>, names: &[&str], without: &str) {
    for name in names {
        if let Some((_, place)) = reading.text(name) {
            reading.faults.push(Fault(format!("{place}: means nothing without {without}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Said};
    use proof::log::note::NoteSigner;

    fn read(environment: &[(&str, &str)], file: Option<&str>) -> Result<Config, Vec<String>> {
        let of =
            |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Config::read(&Said::default(), &of, file).map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    const KEYS: [(&str, &str); 2] = [("S3_KEY_ID", "key-1"), ("S3_SECRET", "hidden-1")];

    #[test]
    fn without_a_bucket_or_an_agency_everything_is_kept_here() {
        let config = read(&[], None).unwrap();
        assert!(config.s3.is_none() && config.text.is_none() && config.line.is_none());
    }

    #[test]
    fn a_bucket_needs_its_name_and_its_secrets_and_the_rest_is_usual() {
        let environment = [KEYS[0], KEYS[1], ("S3_BUCKET", "evidence")];
        let settings = read(&environment, None).unwrap().s3.unwrap();
        assert_eq!(
            (settings.endpoint.as_str(), settings.region.as_str()),
            ("https://s3.ap-northeast-1.amazonaws.com", "ap-northeast-1")
        );
        assert_eq!((settings.style, settings.secret.as_str()), (BucketStyle::Path, "hidden-1"));
        let file = "s3_bucket = \"evidence\"\ns3_endpoint = \"http://localhost:9000\"\ns3_region = \"jp\"\ns3_style = \"host\"\n";
        let settings = read(&KEYS, Some(file)).unwrap().s3.unwrap();
        assert_eq!((settings.endpoint.as_str(), settings.style), ("http://localhost:9000", BucketStyle::Host));
    }

    #[test]
    fn every_fault_of_a_bucket_is_told_and_no_secret_with_it() {
        let file = "s3_secret = \"hidden-2\"\ntext_secret = \"hidden-3\"\nline_token = \"hidden-6\"\nline_secret = \"hidden-7\"\n";
        let environment =
            [("S3_BUCKET", "No Bucket"), ("S3_ENDPOINT", "http://hidden-4.example"), ("S3_STYLE", "hidden-5")];
        let faults = read(&environment, Some(file)).err().unwrap();
        for start in [
            "S3_BUCKET:",
            "S3_ENDPOINT:",
            "S3_STYLE:",
            "S3_KEY_ID:",
            "S3_SECRET:",
            "s3_secret in",
            "text_secret in",
            "line_token in",
            "line_secret in",
        ] {
            assert_eq!(faults.iter().filter(|fault| fault.starts_with(start)).count(), 1, "{start} in {faults:?}");
        }
        assert!(!faults.concat().contains("hidden"), "{faults:?}");
        let faults = read(&KEYS, None).err().unwrap();
        assert_eq!(faults.len(), 2, "set for nothing: {faults:?}");
    }

    #[test]
    fn mail_that_comes_back_needs_a_folder_and_its_address_is_one() {
        assert_eq!(read(&[], None).unwrap().bounces, None);
        let read = |environment: &[(&str, &str)]| read(environment, None).map(|config| config.bounces);
        let folder = ("BOUNCE_FOLDER", "/var/mail/bounces");
        let bounces = |address: Option<&str>| {
            Some(Bounces { folder: PathBuf::from(folder.1), address: address.map(str::to_owned) })
        };
        assert_eq!(read(&[folder]), Ok(bounces(None)));
        let address = "bounces@mail.example.jp";
        assert_eq!(read(&[folder, ("BOUNCE_ADDRESS", address)]), Ok(bounces(Some(address))));
        let alone = read(&[("BOUNCE_ADDRESS", address)]).err().unwrap();
        assert_eq!(alone, ["BOUNCE_ADDRESS: means nothing without BOUNCE_FOLDER"]);
        let wrong = read(&[folder, ("BOUNCE_ADDRESS", "hidden-1")]).err().unwrap();
        assert_eq!(wrong, ["BOUNCE_ADDRESS: is no mail address"]);
    }

    #[test]
    fn witnesses_are_keys_of_witnesses() {
        let log = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let chance = proof::device::SystemRandom::new();
        let key = NoteSigner::read(&NoteSigner::make(&chance).unwrap()).unwrap();
        let [one, two] = ["one.example", "two.example"].map(|name| key.key(name, KeyKind::Witness).unwrap());
        let both = format!("{one}, {two}");
        assert_eq!(read(&[], None).unwrap().log_witnesses, []);
        assert_eq!(read(&[("LOG_WITNESSES", &both)], None).unwrap().log_witnesses, [one, two]);
        for bad in [log, "one.example", &format!("{both},x")] {
            assert_eq!(read(&[("LOG_WITNESSES", bad)], None).err().unwrap().len(), 1, "{bad}");
        }
    }

    #[test]
    fn an_agency_needs_its_secret_and_https() {
        let good = [("TEXT_URL", "https://sms.example/v1"), ("TEXT_SECRET", "hidden-1")];
        assert_eq!(read(&good, None).unwrap().text.unwrap().url, "https://sms.example/v1");
        for (url, secret) in [
            (Some("https://sms.example/v1"), None),
            (None, Some("hidden-1")),
            (Some("http://sms.example/v1"), Some("hidden-1")),
            (Some("https://sms.example/v1"), Some("hidden 1")),
        ] {
            let environment: Vec<_> =
                url.map(|url| ("TEXT_URL", url)).into_iter().chain(secret.map(|text| ("TEXT_SECRET", text))).collect();
            let faults = read(&environment, None).err().unwrap();
            assert_eq!(faults.len(), 1, "{url:?} {secret:?} {faults:?}");
            assert!(!faults.concat().contains("hidden"), "{faults:?}");
        }
    }

    #[test]
    fn line_needs_its_token_and_its_secret_and_https() {
        let good = [("LINE_URL", "https://line.example"), ("LINE_TOKEN", "hidden-1"), ("LINE_SECRET", "hidden-2")];
        assert_eq!(read(&good, None).unwrap().line.unwrap().url, "https://line.example");
        let [url, token, secret] = good;
        for (environment, count) in [
            (vec![url, token], 1),
            (vec![url, secret], 1),
            (vec![url], 2),
            (vec![token, secret], 2),
            (vec![("LINE_URL", "http://line.example"), token, secret], 1),
            (vec![url, ("LINE_TOKEN", "hidden 1"), secret], 1),
        ] {
            let faults = read(&environment, None).err().unwrap();
            assert_eq!(faults.len(), count, "{environment:?} {faults:?}");
            assert!(!faults.concat().contains("hidden"), "{faults:?}");
        }
    }
}
