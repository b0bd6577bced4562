//! Identifiers. Invariant: an identifier of one kind cannot be passed where another kind is wanted.
//!
//! Numbers people type (technician, business, site) have 14 digits, the last a check digit, so that one wrong digit
//! or two neighbours swapped is noticed at the gate before the register is asked (ours; the length is the source's,
//! 10-registration.md).

use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a typed 14-digit number was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    /// Not 14 digits after spaces and hyphens are taken away.
    #[error("not 14 digits")]
    Length,
    /// The last digit does not fit the thirteen before it.
    #[error("check digit does not fit")]
    CheckDigit,
}

/// The largest value of the thirteen digits before the check digit.
pub const NUMBER_BODY_MAX: i64 = 9_999_999_999_999;

/// The check digit for a body of thirteen digits: Luhn (ISO/IEC 7812-1 annex B).
pub(crate) const fn check_digit(body: i64) -> i64 {
    let mut rest = body;
    let mut sum = 0;
    let mut doubled = true;
    while rest > 0 {
        let digit = rest % 10;
        sum += match (doubled, digit * 2) {
            (true, twice) if twice > 9 => twice - 9,
            (true, twice) => twice,
            (false, _) => digit,
        };
        doubled = !doubled;
        rest /= 10;
    }
    (10 - sum % 10) % 10
}

fn parse_number(typed: &str) -> Result<i64, NumberFault> {
    let mut value: i64 = 0;
    let mut digits = 0;
    for c in typed.chars() {
        let digit = match c {
            ' ' | '-' | '\u{3000}' | '\u{2010}' | '\u{2212}' | '\u{30fc}' | '\u{ff0d}' => continue,
            '0'..='9' => u32::from(c) - u32::from('0'),
            '０'..='９' => u32::from(c) - u32::from('０'),
            _ => return Err(NumberFault::Length),
        };
        digits += 1;
        if digits > 14 {
            return Err(NumberFault::Length);
        }
        value = value * 10 + i64::from(digit);
    }
    if digits != 14 {
        return Err(NumberFault::Length);
    }
    if check_digit(value / 10) == value % 10 { Ok(value) } else { Err(NumberFault::CheckDigit) }
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Makes the number from its first thirteen digits (`0..=NUMBER_BODY_MAX`; larger bodies are reduced).
            pub fn from_body(body: i64) -> Self {
                let body = body.rem_euclid(NUMBER_BODY_MAX + 1);
                Self(body * 10 + check_digit(body))
            }
            /// Takes a number the register itself stored. Not for what a person or a partner sent.
            pub const fn from_stored(value: i64) -> Self { Self(value) }
            /// Takes a number from outside. Errors: [`NumberFault`].
            pub fn from_number(value: i64) -> Result<Self, NumberFault> {
                if !(0..=99_999_999_999_999).contains(&value) { return Err(NumberFault::Length); }
                if check_digit(value / 10) == value % 10 { Ok(Self(value)) } else { Err(NumberFault::CheckDigit) }
            }
            /// The number as the database and the wire hold it.
            pub const fn get(self) -> i64 { self.0 }
            /// 4-4-4-2 groups with thin gaps for reading aloud (design.md §9).
            pub fn grouped(self) -> String {
                let all = self.to_string();
                format!("{} {} {} {}", &all[0..4], &all[4..8], &all[8..12], &all[12..14])
            }
            /// Only the last four digits, for lists others see (design.md §9).
            pub fn masked(self) -> String { format!("••••{:04}", self.0 % 10_000) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{:014}", self.0) }
        }
        impl FromStr for $name {
            type Err = NumberFault;
            fn from_str(typed: &str) -> Result<Self, NumberFault> { parse_number(typed).map(Self) }
        }
    };
}

numbered!(
    /// 技能者ID: a registered technician, 14 digits, for life.
    TechnicianId
);
numbered!(
    /// 事業者ID: a registered business, 14 digits. Also the number of its first admin ID.
    BusinessId
);
numbered!(
    /// 現場ID: a site, 14 digits.
    SiteId
);

macro_rules! by_uuid {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.hyphenated().fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> { Uuid::parse_str(text).map(Self) }
        }
    };
}

by_uuid!(
    /// A log-in of any kind.
    AccountId
);
by_uuid!(
    /// A passkey of a log-in.
    PasskeyId
);
by_uuid!(
    /// What a browser was asked to answer by a passkey.
    ChallengeId
);
by_uuid!(
    /// An application for registration, renewal or change.
    ApplicationId
);
by_uuid!(
    /// A card made for a technician. A technician has several over the years.
    CardId
);
by_uuid!(
    /// Cards made together by the card maker.
    BatchId
);
by_uuid!(
    /// A new card asked for in place of another.
    ReissueId
);
by_uuid!(
    /// A phone or tablet enrolled as a gate.
    DeviceId
);
by_uuid!(
    /// A touch: UUIDv7 made on the device, the same for ever.
    TouchId
);
by_uuid!(
    /// A business's place in the structure of one site.
    StructureId
);
by_uuid!(
    /// A line of a site's roster.
    RosterId
);
by_uuid!(
    /// A request to pay a fee.
    FeeRequestId
);
by_uuid!(
    /// Money that came in.
    ReceiptId
);
by_uuid!(
    /// A partner system or another API client.
    PartnerId
);
by_uuid!(
    /// A file of many people, filed by their employer.
    BulkId
);
by_uuid!(
    /// A file of a logging reader.
    ReadingFileId
);
by_uuid!(
    /// A file of many sites, sent by their prime.
    SiteImportId
);
by_uuid!(
    /// A file of days of work at a site, sent by a business of it.
    HistoryFileId
);
by_uuid!(
    /// A section (工区) of an umbrella site.
    SectionId
);
by_uuid!(
    /// Something somebody is told.
    NoticeId
);
by_uuid!(
    /// One notice on one way to one address.
    DeliveryId
);
by_uuid!(
    /// Letters that are posted together.
    LetterBatchId
);
by_uuid!(
    /// A settlement file of a payment gateway.
    SettlementFileId
);
by_uuid!(
    /// 認定登録機関: a body certified to take and judge applications on paper.
    RegistrarId
);
by_uuid!(
    /// An office of a certified registrar.
    OfficeId
);
by_uuid!(
    /// A half day on which a business comes to a counter.
    AppointmentId
);
by_uuid!(
    /// 登録行政書士.
    ScrivenerId
);
by_uuid!(
    /// Somebody who cannot log in any more and asks to be let in again.
    RecoveryId
);
by_uuid!(
    /// Registered data that somebody of the office enters to be put right.
    CorrectionId
);
by_uuid!(
    /// What a business says of somebody's employment.
    EmploymentRequestId
);
by_uuid!(
    /// A round of asking businesses what they intend.
    SurveyId
);
by_uuid!(
    /// A disaster exception somebody of the office enters.
    DisasterProposalId
);
by_uuid!(
    /// A business's request not to be limited for what it has not paid.
    ReliefId
);
by_uuid!(
    /// Credit that is to be paid back.
    CreditRefundId
);
by_uuid!(
    /// An agreement of a prime and a union on labour supplied in a disaster.
    LabourAgreementId
);
by_uuid!(
    /// A prime's request for people under such an agreement.
    LabourRequestId
);
by_uuid!(
    /// A local union's part of such a request.
    LabourCallId
);
by_uuid!(
    /// 能力評価実施団体.
    LevelBodyId
);
by_uuid!(
    /// An application for a level.
    LevelApplicationId
);
by_uuid!(
    /// An employer's statement sent with one.
    LevelStatementId
);
by_uuid!(
    /// A level that was granted.
    LevelGrantId
);
by_uuid!(
    /// An offer of work to a person under it.
    LabourOfferId
);
by_uuid!(
    /// Work the register has set itself.
    JobId
);
by_uuid!(
    /// A person's claim that a day of work is missing or a record wrong.
    ClaimId
);
by_uuid!(
    /// What somebody of the office asks to have taken back of a person's days.
    RecallId
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_typed_number_is_taken_in_any_width_and_grouping() {
        let id = TechnicianId::from_body(412_307_655_182);
        let text = id.to_string();
        assert_eq!(text.len(), 14);
        assert_eq!(id.grouped().parse::<TechnicianId>(), Ok(id));
        let wide: String = text.chars().filter_map(|c| char::from_u32(u32::from(c) - 0x30 + 0xff10)).collect();
        assert_eq!(wide.parse::<TechnicianId>(), Ok(id));
        assert_eq!("123".parse::<TechnicianId>(), Err(NumberFault::Length));
        assert_eq!("1234567890123x".parse::<TechnicianId>(), Err(NumberFault::Length));
    }

    proptest! {
        #[test]
        fn any_single_wrong_digit_is_noticed(body in 0..=NUMBER_BODY_MAX, at in 0usize..14, other in 0u8..10) {
            let mut text = TechnicianId::from_body(body).to_string().into_bytes();
            prop_assume!(text[at] != b'0' + other);
            text[at] = b'0' + other;
            let typed = String::from_utf8(text).expect("digits");
            prop_assert_eq!(typed.parse::<TechnicianId>(), Err(NumberFault::CheckDigit));
        }
    }
}
