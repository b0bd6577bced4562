//! Words of certificates of registration. Invariant: a certificate says codes and numbers, so that it is the same in every language; they
//! become words where they are read.

use crate::{Lang, Msg, msg::certificate as m};
use domain::{
    certificate::{Ended, HolderFault, Item, Verdict},
    level::Level,
};

/// `就業日数`: what a certificate may say.
pub const fn certificate_item(item: Item) -> Msg {
    match item {
        Item::Name => m::ITEM_NAME,
        Item::Id => m::ITEM_ID,
        Item::Level => m::ITEM_LEVEL,
        Item::Field => m::ITEM_FIELD,
        Item::Days => m::ITEM_DAYS,
        Item::Qualifications => m::ITEM_QUALIFICATIONS,
        Item::Licence => m::ITEM_LICENCE,
        Item::People => m::ITEM_PEOPLE,
        Item::HealthInsurance => m::ITEM_HEALTH_INSURANCE,
        Item::Pension => m::ITEM_PENSION,
        Item::EmploymentInsurance => m::ITEM_EMPLOYMENT_INSURANCE,
        Item::ValidUntil => m::ITEM_VALID_UNTIL,
    }
}

/// What a certificate says of an item, in words: `レベル3`, `加入`; names, days and numbers as they are.
pub fn certified(lang: Lang, item: Item, said: &str) -> String {
    let word = match (item, said) {
        (Item::Level, number) => number.parse().ok().and_then(Level::from_number).map(super::level),
        (Item::HealthInsurance | Item::Pension | Item::EmploymentInsurance, "joined") => Some(m::INSURED_JOINED),
        (Item::HealthInsurance | Item::Pension | Item::EmploymentInsurance, "exempt") => Some(m::INSURED_EXEMPT),
        (Item::HealthInsurance | Item::Pension | Item::EmploymentInsurance, "none") => Some(m::INSURED_NONE),
        _ => None,
    };
    word.map_or_else(|| said.to_owned(), |word| word.get(lang).to_owned())
}

/// What looking at a certificate came to.
pub const fn certificate_verdict(verdict: Verdict) -> Msg {
    match verdict {
        Verdict::Good => m::VERDICT_GOOD,
        Verdict::Unchecked => m::VERDICT_UNCHECKED,
        Verdict::Revoked => m::VERDICT_REVOKED,
        Verdict::Expired => m::VERDICT_EXPIRED,
        Verdict::NotYet => m::VERDICT_NOT_YET,
        Verdict::Malformed => m::VERDICT_MALFORMED,
        Verdict::Stranger => m::VERDICT_STRANGER,
        Verdict::Forged => m::VERDICT_FORGED,
        Verdict::Altered => m::VERDICT_ALTERED,
    }
}

/// What a second code showed.
pub const fn certificate_second(found: Result<(), HolderFault>) -> Msg {
    match found {
        Ok(()) => m::SECOND_SAME,
        Err(HolderFault::Malformed) => m::SECOND_MALFORMED,
        Err(HolderFault::Signature) => m::SECOND_OTHER,
        Err(HolderFault::Step) => m::SECOND_TIME,
    }
}

/// Why one holds no more.
pub const fn certificate_ended(why: Ended) -> Msg {
    match why {
        Ended::Holder => m::ENDED_HOLDER,
        Ended::Level => m::ENDED_LEVEL,
        Ended::Registration => m::ENDED_REGISTRATION,
        Ended::Card => m::ENDED_CARD,
    }
}
