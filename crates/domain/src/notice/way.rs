//! By which ways a notice goes out, and how often one is tried. Invariant: nothing is tried for ever; what is given up is given
//! up in sight.

use crate::{form::reader, time::HOUR_MS};
use serde::{Deserialize, Serialize};

/// A way a notice goes out, beside the list every log-in has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// 電子メール.
    Mail,
    /// A short message to the phone.
    Text,
    /// 郵送: where nothing else reaches.
    Letter,
    /// LINE通知メッセージ: to the LINE account of a phone number, for who chose it.
    Line,
}

impl Medium {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Mail, Self::Text, Self::Letter, Self::Line];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Mail => 1,
            Self::Text => 2,
            Self::Letter => 3,
            Self::Line => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|medium| medium.number() == number)
    }
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Not yet handed over.
    Waiting,
    /// Handed over.
    Sent,
    /// The address does not exist or refuses for good.
    Bounced,
    /// Tried as often as it makes sense.
    Failed,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Bounced, Self::Failed];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Waiting => 1,
            Self::Sent => 2,
            Self::Bounced => 3,
            Self::Failed => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
}

/// Whether a number of digits is a mobile phone's, which takes short messages: 070, 080, 090 and eight more
/// (総務省 電気通信番号計画).
pub fn is_mobile(digits: &str) -> bool {
    digits.len() == 11
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && ["070", "080", "090"].iter().any(|start| digits.starts_with(start))
}

/// The mail address in what was typed into a form, as its check reads it; `None` where it is none, to which nothing can be sent.
pub fn mail_address(typed: &str) -> Option<String> {
    reader::mail(&reader::plain(typed)).ok()
}

/// A mobile number of Japan as agencies abroad and at home write it (E.164): `+81` and the digits without the first 0; `None`
/// for what takes no short messages.
pub fn e164(digits: &str) -> Option<String> {
    digits.strip_prefix('0').filter(|_| is_mobile(digits)).map(|rest| format!("+81{rest}"))
}

/// Longest text of a message by LINE, UTF-16 units (Messaging API, text message).
pub const LINE_UNITS_MAX: usize = 5_000;

/// Whether LINE takes a text whole, in one message.
pub fn fits_line(text: &str) -> bool {
    text.encode_utf16().count() <= LINE_UNITS_MAX
}

/// How long it is waited for LINE to say that a message it took has arrived, milliseconds: what it has not said within 24 hours did
/// not arrive (LINE通知メッセージ, 配信完了イベント), and an hour in which its word may be on its way.
pub const ARRIVAL_MS: i64 = 25 * HOUR_MS;

/// Longest wait between two tries, milliseconds.
const BACKOFF_MS_MAX: i64 = 6 * 60 * 60 * 1_000;
/// Wait after the first try that failed, milliseconds.
const BACKOFF_MS: i64 = 60 * 1_000;
/// Tries before it is given up: with the waits between them about a day and a half.
pub const TRIES_MAX: i32 = 12;

/// Tries by LINE: half an hour with the waits between them. Another way stands behind it, so it is not waited for as long as
/// a way behind which there is none.
const LINE_TRIES_MAX: i32 = 6;

/// How long to wait after the `tries`th try by a way failed; `None`: give up.
pub fn wait_by(medium: Medium, tries: i32) -> Option<i64> {
    wait_ms(tries).filter(|_| medium != Medium::Line || tries < LINE_TRIES_MAX)
}

/// How long to wait after the `tries`th try failed, doubling from a minute to six hours; `None`: give up.
pub fn wait_ms(tries: i32) -> Option<i64> {
    if tries >= TRIES_MAX {
        return None;
    }
    let doublings = u32::try_from(tries.max(1) - 1).unwrap_or_default();
    Some(BACKOFF_MS.saturating_mul(1 << doublings.min(20)).min(BACKOFF_MS_MAX))
}
