//! Words for fees, requests and money that came in. Invariant: payer and operator read the same word for a state.

use crate::{Lang, Msg, date, msg::fee as m, number};
use core::fmt::Display;
use domain::fee::{
    Age, FeeKind, RequestState,
    receipt::{Mismatch, PaymentChannel, RowFault},
    usage::UsageLine,
};

/// The name of whom an invoice is made out to, with 様 for a person and 御中 for a business.
pub fn invoice_to(lang: Lang, kind: FeeKind, name: &str) -> String {
    let words = if kind.is_personal() { m::INVOICE_TO_PERSON } else { m::INVOICE_TO };
    words.with(lang, &[("name", &name)])
}

/// A line of usage: the month alone, or with what was billed of it before.
pub fn usage_line(lang: Lang, line: &UsageLine) -> String {
    let month = date::month(lang, line.month);
    if line.before.records == 0 && line.before.yen.is_zero() {
        return m::INVOICE_USAGE.with(lang, &[("month", &month)]);
    }
    let yen = |amount: domain::fee::Yen| number::yen(lang, amount.get());
    let figures: [(&str, &dyn Display); 5] = [
        ("month", &month),
        ("before", &number::grouped(line.before.records)),
        ("yen_before", &yen(line.before.yen)),
        ("now", &number::grouped(line.now.records)),
        ("yen_now", &yen(line.now.yen)),
    ];
    m::INVOICE_CORRECTION.with(lang, &figures)
}

/// How one pays with a payment number, with or without an account to transfer to.
pub const fn how_to_pay(has_account: bool) -> Msg {
    if has_account { m::HOW_TRANSFER } else { m::HOW_STORE }
}

/// The same in lines, with the account where there is one, for what is sent or printed.
pub fn paying(lang: Lang, account: Option<&str>) -> String {
    let how = how_to_pay(account.is_some()).get(lang);
    account.map_or_else(|| how.to_owned(), |at| format!("{how}\n{}", m::PAY_TO_LINE.with(lang, &[("account", &at)])))
}

/// What a fee is for.
pub const fn fee_kind(kind: FeeKind) -> Msg {
    match kind {
        FeeKind::TechnicianSimple => m::KIND_TECHNICIAN_REGISTRATION,
        FeeKind::BusinessRegistration => m::KIND_BUSINESS_REGISTRATION,
        FeeKind::CardReissue => m::KIND_CARD_REISSUE,
        FeeKind::AdminIdYearly => m::KIND_ADMIN_ID,
        FeeKind::SiteUsage => m::KIND_SITE_USAGE,
        FeeKind::TechnicianDetailed => m::KIND_TECHNICIAN_DETAILED,
        FeeKind::TechnicianUpgrade => m::KIND_TECHNICIAN_UPGRADE,
        FeeKind::LevelEvaluation => m::KIND_LEVEL_EVALUATION,
        FeeKind::SiteUsageLump => m::KIND_SITE_USAGE_LUMP,
    }
}

/// Where a request stands.
pub const fn request_state(state: RequestState) -> Msg {
    match state {
        RequestState::Open => m::STATE_OPEN,
        RequestState::Late => m::STATE_LATE,
        RequestState::Checked => m::STATE_CHECKED,
        RequestState::Paid => m::STATE_PAID,
        RequestState::Withdrawn => m::STATE_WITHDRAWN,
    }
}

/// Why money fits nothing.
pub const fn mismatch(reason: Mismatch) -> Msg {
    match reason {
        Mismatch::Malformed => m::MISMATCH_MALFORMED,
        Mismatch::Contradicted => m::MISMATCH_CONTRADICTED,
        Mismatch::NoReference => m::MISMATCH_NO_REFERENCE,
        Mismatch::WrongReference => m::MISMATCH_WRONG_REFERENCE,
        Mismatch::UnknownReference => m::MISMATCH_UNKNOWN_REFERENCE,
        Mismatch::Short => m::MISMATCH_SHORT,
        Mismatch::Over => m::MISMATCH_OVER,
        Mismatch::Twice => m::MISMATCH_TWICE,
        Mismatch::Withdrawn => m::MISMATCH_WITHDRAWN,
        Mismatch::NotCompleted => m::MISMATCH_NOT_COMPLETED,
    }
}

/// How somebody paid.
pub const fn payment_channel(channel: PaymentChannel) -> Msg {
    match channel {
        PaymentChannel::ConvenienceStore => m::CHANNEL_CONVENIENCE_STORE,
        PaymentChannel::BankTransfer => m::CHANNEL_BANK_TRANSFER,
        PaymentChannel::Card => m::CHANNEL_CARD,
        PaymentChannel::Counter => m::CHANNEL_COUNTER,
    }
}

/// The words a settlement file may say how somebody paid by, each with what it means.
pub fn told_channels(lang: Lang) -> String {
    let one = |channel: PaymentChannel| {
        m::CHANNEL_IS.with(lang, &[("code", &channel.code()), ("word", &payment_channel(channel).get(lang))])
    };
    PaymentChannel::TOLD.map(one).join(crate::msg::common::LIST_JOIN.get(lang))
}

/// What of a row of a settlement file does not read, and what may stand there.
pub fn row_fault(lang: Lang, fault: RowFault) -> String {
    let words = match fault {
        RowFault::Cells => m::ROW_FAULT_CELLS,
        RowFault::Reference => m::ROW_FAULT_REFERENCE,
        RowFault::Yen => m::ROW_FAULT_YEN,
        RowFault::PaidOn => m::ROW_FAULT_PAID_ON,
        RowFault::Channel => return m::ROW_FAULT_CHANNEL.with(lang, &[("channels", &told_channels(lang))]),
        RowFault::Transaction => m::ROW_FAULT_TRANSACTION,
    };
    words.get(lang).to_owned()
}

/// How long something has been unpaid.
pub const fn age(age: Age) -> Msg {
    match age {
        Age::NotDue => m::AGE_NOT_DUE,
        Age::Days30 => m::AGE_DAYS_30,
        Age::Days90 => m::AGE_DAYS_90,
        Age::Longer => m::AGE_LONGER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::tests::distinct;

    #[test]
    fn values_have_words_of_their_own() {
        distinct(&FeeKind::ALL.map(fee_kind));
        distinct(&RequestState::ALL.map(request_state));
        distinct(&Mismatch::ALL.map(mismatch));
        distinct(&Age::ALL.map(age));
        distinct(&PaymentChannel::ALL.map(payment_channel));
    }

    #[test]
    fn a_channel_that_is_not_known_names_those_that_are() {
        for lang in Lang::ALL {
            let words = RowFault::ALL.map(|fault| row_fault(lang, fault));
            let distinct: std::collections::BTreeSet<&String> = words.iter().collect();
            assert_eq!(distinct.len(), words.len());
            let channel = row_fault(lang, RowFault::Channel);
            for told in PaymentChannel::TOLD {
                assert!(channel.contains(told.code()), "{channel}");
            }
            assert!(!channel.contains(PaymentChannel::Counter.code()), "{channel}");
        }
    }
}
