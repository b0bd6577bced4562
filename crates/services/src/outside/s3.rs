//! Files in a bucket of a store that speaks S3. Invariant: a file is given out only where it is whole: one found by its hash
//! is hashed again, one beside it must be as long as announced.
//!
//! Objects lie as in the folder (`ab/ab12…`, `ab/ab12….small`), so that one can be copied into the other. Requests are
//! signed by the machine's own clock, since the store compares it with its own.

use super::{
    FileStore, Patience, hash_of,
    http::{agent, body, check, said},
};
use crate::error::{Error, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle, actions};
use std::{thread::sleep, time::Duration};
use ureq::{Agent, http::Request};

/// No kept file is larger, nor any answer taken: 64 MiB.
const BYTES_MAX: u64 = 64 * 1024 * 1024;
/// A signed request is good for so long; room for clocks that differ.
const SIGNED_FOR: Duration = Duration::from_mins(5);
/// Before the second and last try.
const PAUSE: Duration = Duration::from_millis(200);
/// What is written, read and removed to see whether the store works.
const PROBE: &[u8] = b"careerup looks whether files can be kept here\n";
/// Header by which the store checks what it was sent.
const CHECKSUM: &str = "x-amz-checksum-sha256";

/// Where the bucket is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BucketStyle {
    /// `https://HOST/BUCKET/…`.
    Path,
    /// `https://BUCKET.HOST/…`.
    Host,
}

impl core::str::FromStr for BucketStyle {
    type Err = &'static str;
    fn from_str(text: &str) -> core::result::Result<Self, Self::Err> {
        match text {
            "path" => Ok(Self::Path),
            "host" => Ok(Self::Host),
            _ => Err("is neither path nor host"),
        }
    }
}

/// Which bucket, and how it is opened.
#[derive(Clone)]
pub struct S3Settings {
    /// `https://HOST[:PORT]`; plain http only to this machine itself.
    pub endpoint: String,
    /// The bucket, which must be there.
    pub bucket: String,
    /// The region it is in.
    pub region: String,
    /// Where it is named.
    pub style: BucketStyle,
    /// Who asks.
    pub key_id: String,
    /// What they sign with.
    pub secret: String,
    /// How long the store is waited for.
    pub patience: Patience,
}

/// A bucket.
pub struct S3Store {
    bucket: Bucket,
    credentials: Credentials,
    agent: Agent,
}

/// Why the store did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum Fault {
    /// Later perhaps.
    #[error("the file store does not answer: {0}")]
    Away(String),
    /// Not before somebody puts it right.
    #[error("the file store refuses: {0}")]
    Refused(String),
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Away(_) => {
                tracing::warn!(%fault, "files cannot be kept or read now");
                Self::Unavailable
            }
            Fault::Refused(_) => Self::internal(fault),
        }
    }
}

/// What the store said.
struct Answer {
    status: u16,
    bytes: Vec<u8>,
}

impl Answer {
    /// The store's own word for what is wrong (`NoSuchKey`, `AccessDenied` …); empty where it has none.
    fn code(&self) -> String {
        let text = String::from_utf8_lossy(&self.bytes);
        let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).map(|(code, _)| code);
        // A word of a stranger goes into the log: letters only, and few.
        code.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).take(60).collect()
    }
    const fn is_away(&self) -> bool {
        matches!(self.status, 408 | 429 | 500..)
    }
    const fn is_good(&self) -> bool {
        matches!(self.status, 200..=299)
    }
    fn is_missing(&self) -> bool {
        self.status == 404 && self.code() == "NoSuchKey"
    }
    fn refusal(&self) -> Fault {
        Fault::Refused(format!("{} {}", self.status, self.code()).trim_end().to_owned())
    }
}

/// What is kept, and what the store is to compare it with.
struct Content<'a> {
    bytes: &'a [u8],
    checksum: String,
}

impl S3Store {
    /// Opens a bucket; nothing is asked of it yet. Errors: what is wrong with the settings, without them.
    pub fn open(settings: &S3Settings) -> core::result::Result<Self, &'static str> {
        check(&settings.endpoint)?;
        let style = match settings.style {
            BucketStyle::Path => UrlStyle::Path,
            BucketStyle::Host => UrlStyle::VirtualHost,
        };
        let endpoint = settings.endpoint.parse().map_err(|_| "is no address")?;
        let bucket = Bucket::new(endpoint, style, settings.bucket.clone(), settings.region.clone())
            .map_err(|_| "is no address of a store")?;
        let credentials = Credentials::new(settings.key_id.clone(), settings.secret.clone());
        Ok(Self { bucket, credentials, agent: agent(settings.patience) })
    }

    /// Writes, reads and removes a file of no meaning, and looks for one that is not there. Errors: the first thing that
    /// did not work, in words for whoever runs the server.
    pub fn probe(&self) -> core::result::Result<(), String> {
        let said = |what: &'static str| move |fault: Fault| format!("{what}: {fault}");
        let key = key(&hash_of(PROBE), None).ok_or("no key")?;
        self.write(&key, PROBE).map_err(said("writing"))?;
        let found = self.read(&key).map_err(said("reading"))?;
        if found.as_deref() != Some(PROBE) {
            return Err("reading: not what was written".to_owned());
        }
        self.delete(&key).map_err(said("removing"))?;
        match self.read(&key).map_err(said("looking for what is not there (it takes the right to list the bucket)"))? {
            None => Ok(()),
            Some(_) => Err("removing: it is still there".to_owned()),
        }
    }

    fn write(&self, key: &str, bytes: &[u8]) -> core::result::Result<(), Fault> {
        if bytes.len() as u64 > BYTES_MAX {
            return Err(Fault::Refused(format!("a file of {} bytes", bytes.len())));
        }
        let digest = hex::decode(hash_of(bytes)).unwrap_or_default();
        let checksum = STANDARD.encode(digest);
        let mut action = actions::PutObject::new(&self.bucket, Some(&self.credentials), key);
        action.headers_mut().insert(CHECKSUM, checksum.clone());
        let answer = self.ask(&action, Some(&Content { bytes, checksum }), true)?;
        if answer.is_good() { Ok(()) } else { Err(answer.refusal()) }
    }

    fn read(&self, key: &str) -> core::result::Result<Option<Vec<u8>>, Fault> {
        let action = actions::GetObject::new(&self.bucket, Some(&self.credentials), key);
        let answer = self.ask(&action, None, true)?;
        match answer {
            answer if answer.is_good() => Ok(Some(answer.bytes)),
            answer if answer.is_missing() => Ok(None),
            answer => Err(answer.refusal()),
        }
    }

    /// Once only: whoever removes holds a transaction, and tries again in an hour.
    fn delete(&self, key: &str) -> core::result::Result<(), Fault> {
        let action = actions::DeleteObject::new(&self.bucket, Some(&self.credentials), key);
        let answer = self.ask(&action, None, false)?;
        if answer.is_good() || answer.is_missing() { Ok(()) } else { Err(answer.refusal()) }
    }

    /// Asks, and where nothing or a fault of the store's comes back, once more: every request may be repeated.
    fn ask<'a>(
        &self,
        action: &impl S3Action<'a>,
        content: Option<&Content<'_>>,
        again: bool,
    ) -> core::result::Result<Answer, Fault> {
        let first = self.once(action, content);
        let last = if again && first.is_err() {
            sleep(PAUSE);
            self.once(action, content)
        } else {
            first
        };
        last.map_err(Fault::Away)
    }

    fn once<'a, A: S3Action<'a>>(
        &self,
        action: &A,
        content: Option<&Content<'_>>,
    ) -> core::result::Result<Answer, String> {
        let url = action.sign(SIGNED_FOR);
        let request = Request::builder().method(A::METHOD.to_str()).uri(url.as_str());
        let sent = match content {
            Some(content) => {
                let request = request.header(CHECKSUM, &content.checksum).body(content.bytes);
                self.agent.run(request.map_err(|_| "no request".to_owned())?)
            }
            None => self.agent.run(request.body(()).map_err(|_| "no request".to_owned())?),
        };
        let mut answer = sent.map_err(|fault| said(&fault))?;
        let status = answer.status().as_u16();
        let answer = Answer { status, bytes: body(&mut answer, BYTES_MAX)? };
        if answer.is_away() { Err(format!("{status} {}", answer.code()).trim_end().to_owned()) } else { Ok(answer) }
    }
}

/// The object's key; `None` for what is neither a hash nor a short name.
fn key(hash: &str, beside: Option<&str>) -> Option<String> {
    let good = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let folder = hash.get(..2).filter(|_| good)?;
    match beside {
        None => Some(format!("{folder}/{hash}")),
        Some(name) if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase()) => None,
        Some(name) => Some(format!("{folder}/{hash}.{name}")),
    }
}

impl FileStore for S3Store {
    fn put(&self, content: &[u8]) -> Result<String> {
        let hash = hash_of(content);
        let key = key(&hash, None).ok_or_else(|| Error::internal("hash is not a hash"))?;
        self.write(&key, content)?;
        Ok(hash)
    }

    fn put_beside(&self, hash: &str, name: &str, content: &[u8]) -> Result<()> {
        let key = key(hash, Some(name)).ok_or_else(|| Error::internal("no name for a file beside"))?;
        Ok(self.write(&key, content)?)
    }

    fn get_beside(&self, hash: &str, name: &str) -> Result<Option<Vec<u8>>> {
        match key(hash, Some(name)) {
            Some(key) => Ok(self.read(&key)?),
            None => Ok(None),
        }
    }

    fn remove(&self, hash: &str, names: &[&str]) -> Result<()> {
        let beside = names.iter().filter_map(|name| key(hash, Some(name)));
        for key in beside.chain(key(hash, None)) {
            self.delete(&key)?;
        }
        Ok(())
    }

    fn get(&self, hash: &str) -> Result<Option<Vec<u8>>> {
        let Some(key) = key(hash, None) else { return Ok(None) };
        let found = self.read(&key)?;
        match found {
            Some(bytes) if !hash_of(&bytes).eq_ignore_ascii_case(hash) => {
                Err(Error::internal(format!("the file kept by {hash} is not what its name says")))
            }
            found => Ok(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_is_named_in_the_path_or_before_the_host() {
        let url = |style| {
            let settings = S3Settings {
                endpoint: "https://files.example:9000".to_owned(),
                bucket: "evidence".to_owned(),
                region: "jp".to_owned(),
                style,
                key_id: "key".to_owned(),
                secret: "secret".to_owned(),
                patience: Patience::default(),
            };
            S3Store::open(&settings).map(|store| store.bucket.object_url("ab/abcd").to_string())
        };
        assert_eq!(url(BucketStyle::Path).as_deref(), Ok("https://files.example:9000/evidence/ab/abcd"));
        assert_eq!(url(BucketStyle::Host).as_deref(), Ok("https://evidence.files.example:9000/ab/abcd"));
    }

    #[test]
    fn keys_are_made_of_hashes_and_short_names_only() {
        let hash = "ab".repeat(32);
        assert_eq!(key(&hash, None), Some(format!("ab/{hash}")));
        assert_eq!(key(&hash, Some("small")), Some(format!("ab/{hash}.small")));
        for (hash, beside) in [("", None), ("../x", None), (&hash[1..], None), (&hash, Some("")), (&hash, Some("../a"))]
        {
            assert_eq!(key(hash, beside), None, "{hash} {beside:?}");
        }
    }

    #[test]
    fn only_letters_and_digits_of_a_strangers_word_are_kept() {
        let code = |text: &str| Answer { status: 403, bytes: text.as_bytes().to_vec() }.code();
        assert_eq!(code("<Error><Code>AccessDenied</Code></Error>"), "AccessDenied");
        assert_eq!(code("<Code>a b\n\u{1b}[31mc</Code>"), "ab31mc");
        assert_eq!(code(&format!("<Code>{}</Code>", "x".repeat(99))).len(), 60);
        assert_eq!((code("no XML"), code("<Code>open")), (String::new(), String::new()));
    }
}
