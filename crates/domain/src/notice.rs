//! 通知: what people are told, when, and by which way. Invariant: a notice is a kind with values, never a sentence; words
//! are made by `i18n` in the language of whoever reads it, and what a kind's words need is said here.
//!
//! Source: 10-registration.md (Review: return and approval; Businesses: renewal notices 6, 2 and 1 month before).

use crate::{
    fee::Yen,
    id::{DeliveryId, NoticeId},
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// An application was handed in.
    ApplicationReceived,
    /// 不備: it came back.
    ApplicationReturned,
    /// 不承認.
    ApplicationRejected,
    /// It was approved and a fee is asked for.
    FeeDue,
    /// 登録完了: the ID is issued.
    RegistrationCompleted,
    /// 登録完了, of somebody for whom another filed: they have chosen no password yet.
    RegisteredByProxy,
    /// 代行申請: the person is asked to look at what was entered for them.
    ConsentAsked,
    /// Somebody says they are this person and cannot log in: told where the register reaches the person.
    RecoveryAsked,
    /// They were let in again: a link to choose a password, where they are reached now.
    RecoveryGranted,
    /// They were not.
    RecoveryRefused,
    /// The person is reached elsewhere from now on: told where they were reached before.
    ContactChanged,
    /// A card was made and is on its way.
    CardIssued,
    /// A card was taken out of use.
    CardRevoked,
    /// 再発行: it was asked for, and a fee is due.
    ReissueFeeDue,
    /// 再発行: the new card is being made.
    ReissueOrdered,
    /// The post brought a card back.
    CardReturned,
    /// 更新: six months before the end.
    RenewalOpens,
    /// 更新: two months before the end.
    RenewalSoon,
    /// 更新: one month before the end, only to who has not applied.
    RenewalLast,
    /// 更新: a prime asks its subcontractor to renew.
    RenewalReminder,
    /// 更新完了.
    Renewed,
    /// 変更完了.
    DataChanged,
}

impl NoticeKind {
    /// Every kind, in the order of the preview page.
    pub const ALL: [Self; 22] = [
        Self::ApplicationReceived,
        Self::ApplicationReturned,
        Self::ApplicationRejected,
        Self::FeeDue,
        Self::RegistrationCompleted,
        Self::RegisteredByProxy,
        Self::ConsentAsked,
        Self::RecoveryAsked,
        Self::RecoveryGranted,
        Self::RecoveryRefused,
        Self::ContactChanged,
        Self::CardIssued,
        Self::CardRevoked,
        Self::ReissueFeeDue,
        Self::ReissueOrdered,
        Self::CardReturned,
        Self::RenewalOpens,
        Self::RenewalSoon,
        Self::RenewalLast,
        Self::RenewalReminder,
        Self::Renewed,
        Self::DataChanged,
    ];
    /// Stable word, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ApplicationReceived => "application_received",
            Self::ApplicationReturned => "application_returned",
            Self::ApplicationRejected => "application_rejected",
            Self::FeeDue => "fee_due",
            Self::RegistrationCompleted => "registration_completed",
            Self::RegisteredByProxy => "registered_by_proxy",
            Self::ConsentAsked => "consent_asked",
            Self::RecoveryAsked => "recovery_asked",
            Self::RecoveryGranted => "recovery_granted",
            Self::RecoveryRefused => "recovery_refused",
            Self::ContactChanged => "contact_changed",
            Self::CardIssued => "card_issued",
            Self::CardRevoked => "card_revoked",
            Self::ReissueFeeDue => "reissue_fee_due",
            Self::ReissueOrdered => "reissue_ordered",
            Self::CardReturned => "card_returned",
            Self::RenewalOpens => "renewal_opens",
            Self::RenewalSoon => "renewal_soon",
            Self::RenewalLast => "renewal_last",
            Self::RenewalReminder => "renewal_reminder",
            Self::Renewed => "renewed",
            Self::DataChanged => "data_changed",
        }
    }
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
    /// Names of the values its words are made with, in alphabetical order.
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Self::ApplicationReturned => &["count", "name", "number"],
            Self::ApplicationRejected => &["name", "number", "reason"],
            Self::FeeDue | Self::ReissueFeeDue => &["due", "name", "number", "yen"],
            Self::ReissueOrdered => &["name"],
            Self::RegistrationCompleted | Self::RegisteredByProxy => &["id", "name"],
            Self::ConsentAsked => &["business", "name"],
            Self::RecoveryRefused => &["number", "reason"],
            Self::CardRevoked | Self::CardReturned | Self::ContactChanged => &["day", "name"],
            Self::CardIssued | Self::RenewalOpens | Self::RenewalSoon | Self::RenewalLast | Self::Renewed => {
                &["name", "until"]
            }
            Self::RenewalReminder => &["name", "prime", "until"],
            Self::ApplicationReceived | Self::DataChanged | Self::RecoveryAsked | Self::RecoveryGranted => {
                &["name", "number"]
            }
        }
    }
    /// Whether it also goes to the phone as a short message: what cannot wait for somebody who seldom opens mail.
    pub const fn is_urgent(self) -> bool {
        matches!(
            self,
            Self::ApplicationReturned
                | Self::FeeDue
                | Self::CardRevoked
                | Self::CardReturned
                | Self::RenewalLast
                | Self::ConsentAsked
                | Self::RecoveryAsked
                | Self::RecoveryGranted
                | Self::RecoveryRefused
                | Self::ContactChanged
        )
    }
    /// Whether it must reach the person on paper where nothing else does (10-registration.md, Businesses: a letter list).
    pub const fn goes_by_letter(self) -> bool {
        matches!(
            self,
            Self::ApplicationReturned
                | Self::RegisteredByProxy
                | Self::RenewalOpens
                | Self::RenewalSoon
                | Self::RenewalLast
        )
    }
    /// The page that says more to a reader, below the address of the server; values are those of the notice. What
    /// somebody who is registered has applied for stands on a page of theirs, which any browser of theirs opens.
    pub fn page(self, values: &Values, reader: Reader) -> String {
        match self {
            // What a business files for others stands in a list of its own.
            _ if reader == Reader::Business && values.contains_key(PERSON) => "/business/proxy".to_owned(),
            Self::ApplicationReceived | Self::ApplicationReturned | Self::ApplicationRejected | Self::FeeDue => {
                match (reader, values.get("number")) {
                    (Reader::Technician, _) => "/passport/more".to_owned(),
                    (Reader::Business, _) => "/business/registration".to_owned(),
                    (Reader::Applicant, Some(Value::Text(number))) => format!("/register/{number}"),
                    (Reader::Applicant, _) => "/register".to_owned(),
                }
            }
            Self::RegistrationCompleted if reader == Reader::Business => "/business".to_owned(),
            Self::ConsentAsked => match values.get("number") {
                Some(Value::Text(number)) => format!("/register/{number}"),
                _ => "/register".to_owned(),
            },
            Self::RegistrationCompleted | Self::RegisteredByProxy => "/passport".to_owned(),
            Self::RecoveryAsked | Self::RecoveryGranted | Self::RecoveryRefused | Self::ContactChanged => {
                match reader {
                    Reader::Technician => "/passport/more".to_owned(),
                    Reader::Applicant | Reader::Business => "/recover".to_owned(),
                }
            }
            Self::CardIssued | Self::CardRevoked | Self::ReissueFeeDue | Self::ReissueOrdered | Self::CardReturned => {
                "/passport/card".to_owned()
            }
            Self::RenewalOpens
            | Self::RenewalSoon
            | Self::RenewalLast
            | Self::RenewalReminder
            | Self::Renewed
            | Self::DataChanged => "/business/registration".to_owned(),
        }
    }
}

/// Among the values of what a business is told of somebody it files for: the person's name.
pub const PERSON: &str = "person";

/// Who reads a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// Who has applied and has no log-in yet.
    Applicant,
    /// A registered person.
    Technician,
    /// A registered business.
    Business,
}

/// A value in a notice's words; how it is written is the language's matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// A name or a number as it is.
    Text(String),
    /// A day.
    Day(WorkDate),
    /// An amount.
    Yen(Yen),
    /// How many.
    Count(i64),
    /// What a link holds, sealed; opened for the way it goes out by and never shown.
    Sealed(String),
}

/// The values of a notice by name.
pub type Values = BTreeMap<String, Value>;

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
}

impl Medium {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Mail, Self::Text, Self::Letter];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Mail => 1,
            Self::Text => 2,
            Self::Letter => 3,
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

/// By which ways a notice goes out: mail where there is an address, a short message where it is urgent or there is no
/// mail.
pub fn ways(kind: NoticeKind, mail: Option<&str>, phone: Option<&str>) -> Vec<(Medium, String)> {
    let given = |address: Option<&str>| address.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let (mail, phone) = (given(mail), given(phone).filter(|number| is_mobile(number)));
    let by_phone = kind.is_urgent() || mail.is_none();
    let mail = mail.map(|address| (Medium::Mail, address));
    let phone = phone.filter(|_| by_phone).map(|number| (Medium::Text, number));
    mail.into_iter().chain(phone).collect()
}

/// Whether a number of digits is a mobile phone's, which takes short messages: 070, 080, 090 and eight more
/// (総務省 電気通信番号計画).
pub fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && ["070", "080", "090"].iter().any(|start| digits.starts_with(start))
}

/// Longest wait between two tries, milliseconds.
const BACKOFF_MS_MAX: i64 = 6 * 60 * 60 * 1_000;
/// Wait after the first try that failed, milliseconds.
const BACKOFF_MS: i64 = 60 * 1_000;
/// Tries before it is given up: with the waits between them about a day and a half.
pub const TRIES_MAX: i32 = 12;

/// How long to wait after the `tries`th try failed, doubling from a minute to six hours; `None`: give up.
pub fn wait_ms(tries: i32) -> Option<i64> {
    if tries >= TRIES_MAX {
        return None;
    }
    let doublings = u32::try_from(tries.max(1) - 1).unwrap_or_default();
    Some(BACKOFF_MS.saturating_mul(1 << doublings.min(20)).min(BACKOFF_MS_MAX))
}

/// A notice as its recipient sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// Which.
    pub id: NoticeId,
    /// What.
    pub kind: NoticeKind,
    /// What its words are made with.
    pub values: Values,
    /// When.
    pub at: Instant,
    /// Seen before.
    pub read: bool,
}

/// A notice that is to be posted, since no other way reaches its recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterLine {
    /// Which.
    pub id: DeliveryId,
    /// What.
    pub kind: NoticeKind,
    /// What its words are made with.
    pub values: Values,
    /// BCP 47 code of the language it is to be written in.
    pub lang: String,
    /// Since when it waits.
    pub at: Instant,
    /// What stands on the envelope: postcode, address, name, a line each.
    pub envelope: String,
}

/// A delivery that was given up, as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostLine {
    /// Which.
    pub id: DeliveryId,
    /// What.
    pub kind: NoticeKind,
    /// By which way.
    pub medium: Medium,
    /// Bounced or failed.
    pub state: DeliveryState,
    /// Tries so far.
    pub tries: i32,
    /// When it was last tried.
    pub at: Instant,
}

#[cfg(test)]
mod tests;
