//! LINE通知メッセージ: messages to the LINE account of a phone number; its owner need be nobody's friend and link nothing. Invariant:
//! the number leaves as its hash alone; only what LINE says of the number is held against it, and that for LINE alone.
//!
//! Facts in docs/decisions/0021-line.md: LINE knows no key by which a message handed over twice would be known, and that it took a
//! message does not say that the message arrives; it tells so afterwards, signed with the channel's secret.

use super::{
    Letter, Patience, Post, PostFault,
    http::{agent, bearer, check, hand_over},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::notice::{e164, fits_line};
use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use ureq::Agent;

/// Below the address of LINE's interface.
const PUSH: &str = "/bot/pnp/push";

/// Which channel of LINE, and how it is opened.
#[derive(Clone)]
pub struct LineSettings {
    /// Where LINE's interface is; plain http only to this machine itself.
    pub url: String,
    /// Channel access token, said as `Authorization: Bearer`.
    pub token: String,
    /// Channel secret: what LINE tells is signed with it.
    pub secret: String,
    /// How long LINE is waited for.
    pub patience: Patience,
}

/// The way by LINE.
#[derive(Clone)]
pub struct Line {
    /// Who takes the messages.
    pub post: Arc<dyn Post>,
    /// Who tells that they arrived; absent where they only go into a file, of which nobody tells anything.
    pub channel: Option<LineChannel>,
}

/// LINE, as it is known by what it signs.
#[derive(Clone)]
pub struct LineChannel {
    mac: Hmac<Sha256>,
}

impl LineChannel {
    /// By the channel's secret. Errors: there is none.
    pub fn open(secret: &str) -> core::result::Result<Self, &'static str> {
        if secret.is_empty() {
            return Err("has no channel secret");
        }
        let mac = Hmac::new_from_slice(secret.as_bytes()).map_err(|_| "has a channel secret nothing is signed with")?;
        Ok(Self { mac })
    }
    /// Whether LINE has signed this: `signature` is the base64 of HMAC-SHA256 over the body as it came (Messaging API,
    /// `x-line-signature`).
    pub fn has_signed(&self, body: &[u8], signature: &str) -> bool {
        let mut mac = self.mac.clone();
        mac.update(body);
        STANDARD.decode(signature).is_ok_and(|signature| mac.verify_slice(&signature).is_ok())
    }
}

/// LINE, asked over HTTPS.
pub struct LineMessages {
    url: String,
    bearer: String,
    agent: Agent,
}

impl LineMessages {
    /// Opens it; nothing is asked of it yet. Errors: what is wrong with the settings, without them.
    pub fn open(settings: &LineSettings) -> core::result::Result<Self, &'static str> {
        check(&settings.url)?;
        let bearer = bearer(&settings.token)?;
        let url = format!("{}{PUSH}", settings.url.trim_end_matches('/'));
        Ok(Self { url, bearer, agent: agent(settings.patience) })
    }
}

impl Line {
    /// Messages through a channel of LINE. Errors: what is wrong with the settings, without them.
    pub fn open(settings: &LineSettings) -> core::result::Result<Self, &'static str> {
        let post = Arc::new(LineMessages::open(settings)?);
        Ok(Self { post, channel: Some(LineChannel::open(&settings.secret)?) })
    }
    /// Messages that go to `post` and are not heard of again.
    pub fn unheard(post: Arc<dyn Post>) -> Self {
        Self { post, channel: None }
    }
}

/// A number as LINE is told it: the SHA-256 of its E.164 form, hex in small letters; `None` for what is no mobile's.
fn hashed(digits: &str) -> Option<String> {
    e164(digits).map(|number| hex::encode(Sha256::digest(number.as_bytes())))
}

impl Post for LineMessages {
    fn send(&self, letter: &Letter) -> core::result::Result<(), PostFault> {
        let refused = |why: &str| PostFault::Refused(why.to_owned());
        let to = hashed(&letter.to).ok_or_else(|| refused("no number of a mobile"))?;
        if !fits_line(&letter.body) {
            // Cut it would say less than it must; by another way it is said whole.
            return Err(refused("longer than LINE takes"));
        }
        let message = json!({ "to": to, "messages": [{ "type": "text", "text": letter.body }] });
        // Comes back in the word that it arrived.
        let mark = ("x-line-delivery-tag", letter.id.as_str());
        judge(hand_over(&self.agent, (&self.url, &self.bearer), mark, &message)?)
    }
}

/// What an answer's status means.
fn judge(status: u16) -> core::result::Result<(), PostFault> {
    match status {
        200..=299 => Ok(()),
        // Nobody on LINE has the number, or its owner takes no such messages.
        422 => Err(PostFault::Refused(status.to_string())),
        // A token that is wrong, a message LINE finds fault with, too many at once: not the number's fault.
        _ => Err(PostFault::NotNow(status.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_hashed_as_line_publishes_it() {
        // LINE通知メッセージAPIの技術仕様, 電話番号のハッシュ化.
        let published = "d41e0ad70dddfeb68f149ad6fc61574b9c5780ab7bcb2fba5517771ffbb2409c";
        assert_eq!(hashed("08000001234").as_deref(), Some(published));
        for wrong in ["", "0312345678", "+818000001234", "080-0000-1234"] {
            assert_eq!(hashed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_a_word_about_the_number_is_held_against_it() {
        for status in [200, 202, 299] {
            assert_eq!(judge(status), Ok(()), "{status}");
        }
        assert!(matches!(judge(422), Err(PostFault::Refused(_))));
        // 409 is an answer to a retry key, and none is sent.
        for status in [300, 302, 400, 401, 403, 404, 408, 409, 410, 421, 423, 429, 500, 502, 503, 599] {
            assert!(matches!(judge(status), Err(PostFault::NotNow(_))), "{status}");
        }
    }

    #[test]
    fn what_line_signed_is_known_and_nothing_else() {
        let channel = LineChannel::open("channel-secret").expect("a secret");
        let body = br#"{"destination":"U0","events":[]}"#;
        // printf '%s' BODY | openssl dgst -sha256 -hmac channel-secret -binary | base64
        let signature = "W3dP9Bhbu4pAfrrGKmS3sZ+m7GXhMWYtP0X+0oJHG4w=";
        assert!(channel.has_signed(body, signature));
        for wrong in ["", "x", "====", &signature[1..], &signature.to_lowercase(), &format!("{signature} ")] {
            assert!(!channel.has_signed(body, wrong), "{wrong:?}");
        }
        assert!(!channel.has_signed(b"{}", signature), "another body");
        assert!(!LineChannel::open("another").expect("a secret").has_signed(body, signature));
        assert!(LineChannel::open("").is_err());
    }

    #[test]
    fn settings_that_cannot_be_meant_are_refused_at_the_start() {
        let open = |url: &str, token: &str, secret: &str| {
            let (url, token, secret) = (url.to_owned(), token.to_owned(), secret.to_owned());
            Line::open(&LineSettings { url, token, secret, patience: Patience::default() }).err()
        };
        assert_eq!(open("https://line.example", "t0ken", "s3cret"), None);
        for (url, token, secret) in [
            ("http://line.example", "t0ken", "s3cret"),
            ("line.example", "t0ken", "s3cret"),
            ("https://line.example", "", "s3cret"),
            ("https://line.example", "two words", "s3cret"),
            ("https://line.example", "t0ken", ""),
        ] {
            assert!(open(url, token, secret).is_some(), "{url} {token:?} {secret:?}");
        }
    }
}
