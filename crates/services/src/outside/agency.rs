//! Short messages by an agency that is asked over HTTPS. Invariant: only what the agency says of a number is held against
//! the number; whatever else fails is tried again, since it says nothing of the person.
//!
//! What an agency must understand is written in docs/decisions/0013-files-and-messages-outside.md: one JSON object, the
//! message's own id (the same when it is sent again) in it and as `Idempotency-Key`, and the status of the answer.

use super::{
    Letter, Patience, Post, PostFault,
    http::{agent, bearer, check, hand_over},
};
use serde_json::json;
use ureq::Agent;

/// Which agency, and how it is opened.
#[derive(Clone)]
pub struct AgencySettings {
    /// Where messages are handed over; plain http only to this machine itself.
    pub url: String,
    /// Said as `Authorization: Bearer`.
    pub secret: String,
    /// How long the agency is waited for.
    pub patience: Patience,
}

/// An agency that sends short messages.
pub struct TextAgency {
    url: String,
    bearer: String,
    agent: Agent,
}

impl TextAgency {
    /// Opens it; nothing is asked of it yet. Errors: what is wrong with the settings, without them.
    pub fn open(settings: &AgencySettings) -> core::result::Result<Self, &'static str> {
        check(&settings.url)?;
        let bearer = bearer(&settings.secret)?;
        Ok(Self { url: settings.url.clone(), bearer, agent: agent(settings.patience) })
    }
}

impl Post for TextAgency {
    fn send(&self, letter: &Letter) -> core::result::Result<(), PostFault> {
        let to =
            domain::notice::e164(&letter.to).ok_or_else(|| PostFault::Refused("no number of a mobile".to_owned()))?;
        let message = json!({ "id": letter.id, "to": to, "text": letter.body });
        let mark = ("idempotency-key", letter.id.as_str());
        judge(hand_over(&self.agent, (&self.url, &self.bearer), mark, &message)?)
    }
}

/// What an answer's status means.
fn judge(status: u16) -> core::result::Result<(), PostFault> {
    match status {
        // 409: a message of this id was taken before.
        200..=299 | 409 => Ok(()),
        410 | 422 => Err(PostFault::Refused(status.to_string())),
        // A secret that is wrong, an address that has moved, too many at once: not the number's fault.
        _ => Err(PostFault::NotNow(status.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_about_the_number_is_held_against_it() {
        for status in [200, 201, 202, 204, 299, 409] {
            assert_eq!(judge(status), Ok(()), "{status}");
        }
        for status in [410, 422] {
            assert!(matches!(judge(status), Err(PostFault::Refused(_))), "{status}");
        }
        for status in [300, 302, 400, 401, 403, 404, 408, 411, 413, 421, 423, 429, 500, 502, 503, 599] {
            assert!(matches!(judge(status), Err(PostFault::NotNow(_))), "{status}");
        }
    }

    #[test]
    fn settings_that_cannot_be_meant_are_refused_at_the_start() {
        let open = |url: &str, secret: &str| {
            let settings =
                AgencySettings { url: url.to_owned(), secret: secret.to_owned(), patience: Patience::default() };
            TextAgency::open(&settings).err()
        };
        assert_eq!(open("https://sms.example/v1/messages", "s3cret"), None);
        for (url, secret) in [
            ("http://sms.example/v1", "s3cret"),
            ("sms.example", "s3cret"),
            ("https://sms.example", ""),
            ("https://sms.example", "two words"),
            ("https://sms.example", "line\n"),
        ] {
            assert!(open(url, secret).is_some(), "{url} {secret:?}");
        }
    }
}
