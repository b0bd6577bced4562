//! Words for applications. Invariant: an office and an applicant read the same word for a state; only
//! what is said beside it differs.

use crate::{Lang, Msg, msg};
use domain::application::{ApplicationKind, Deficiency, DeficiencyReason, FiledBy, State, usual::Measured};

/// What is applied for.
pub const fn application_kind(kind: ApplicationKind) -> Msg {
    match kind {
        ApplicationKind::TechnicianSimple => msg::application::KIND_TECHNICIAN_SIMPLE,
        ApplicationKind::TechnicianDetailed => msg::application::KIND_TECHNICIAN_DETAILED,
        ApplicationKind::TechnicianUpgrade => msg::application::KIND_TECHNICIAN_UPGRADE,
        ApplicationKind::TechnicianSimpleChange => msg::application::KIND_TECHNICIAN_SIMPLE_CHANGE,
        ApplicationKind::TechnicianChange => msg::application::KIND_TECHNICIAN_CHANGE,
        ApplicationKind::Business => msg::application::KIND_BUSINESS,
        ApplicationKind::BusinessRenewal => msg::application::KIND_BUSINESS_RENEWAL,
        ApplicationKind::BusinessChange => msg::application::KIND_BUSINESS_CHANGE,
    }
}

/// The same; `anew`: a further period of a business is a new registration under its number, not a renewal.
pub const fn filing_kind(kind: ApplicationKind, anew: bool) -> Msg {
    match kind {
        ApplicationKind::BusinessRenewal if anew => msg::application::KIND_BUSINESS_ANEW,
        kind => application_kind(kind),
    }
}

/// Through whose hands it came.
pub const fn filed_by(way: FiledBy) -> Msg {
    match way {
        FiledBy::Own => msg::application::FILED_BY_OWN,
        FiledBy::Employer => msg::application::FILED_BY_EMPLOYER,
        FiledBy::Scrivener => msg::application::FILED_BY_SCRIVENER,
        FiledBy::Counter => msg::application::FILED_BY_COUNTER,
    }
}

/// What was measured of how long applications take.
pub const fn measured(measured: Measured) -> Msg {
    match measured {
        Measured::Review => msg::usual::MEASURED_REVIEW,
        Measured::Stay(state) => application_state(state),
    }
}

/// Where an application stands.
pub const fn application_state(state: State) -> Msg {
    match state {
        State::Draft => msg::application::STATE_DRAFT,
        State::Submitted => msg::application::STATE_SUBMITTED,
        State::InReview => msg::application::STATE_IN_REVIEW,
        State::Returned => msg::application::STATE_RETURNED,
        State::Approved => msg::application::STATE_APPROVED,
        State::AwaitingPayment => msg::application::STATE_AWAITING_PAYMENT,
        State::Completed => msg::application::STATE_COMPLETED,
        State::Withdrawn => msg::application::STATE_WITHDRAWN,
        State::Rejected => msg::application::STATE_REJECTED,
    }
}

/// What the state means for the applicant and what comes next.
pub const fn application_state_help(state: State) -> Msg {
    match state {
        State::Draft => msg::application::SAY_DRAFT,
        State::Submitted => msg::application::SAY_SUBMITTED,
        State::InReview => msg::application::SAY_IN_REVIEW,
        State::Returned => msg::application::SAY_RETURNED,
        State::Approved => msg::application::SAY_APPROVED,
        State::AwaitingPayment => msg::application::SAY_AWAITING_PAYMENT,
        State::Completed => msg::application::SAY_COMPLETED,
        State::Withdrawn => msg::application::SAY_WITHDRAWN,
        State::Rejected => msg::application::SAY_REJECTED,
    }
}

/// The same of a further period a business has applied for, on pages that are not the application's; `None` of what is
/// not handed in or has come to its end.
pub const fn filed_help(state: State) -> Option<Msg> {
    match state {
        State::Submitted => Some(msg::business::FILED_SUBMITTED),
        State::InReview => Some(msg::business::FILED_IN_REVIEW),
        State::Returned => Some(msg::business::FILED_RETURNED),
        State::Approved => Some(msg::business::FILED_APPROVED),
        State::AwaitingPayment => Some(msg::business::FILED_AWAITING_PAYMENT),
        State::Draft | State::Completed | State::Withdrawn | State::Rejected => None,
    }
}

/// Why a field is deficient, as the reviewer chooses it.
pub const fn deficiency(reason: DeficiencyReason) -> Msg {
    match reason {
        DeficiencyReason::MismatchWithDocument => msg::application::REASON_MISMATCH_WITH_DOCUMENT,
        DeficiencyReason::Unreadable => msg::application::REASON_UNREADABLE,
        DeficiencyReason::PhotoTooOld => msg::application::REASON_PHOTO_TOO_OLD,
        DeficiencyReason::PhotoFaceCovered => msg::application::REASON_PHOTO_FACE_COVERED,
        DeficiencyReason::PhotoBackground => msg::application::REASON_PHOTO_BACKGROUND,
        DeficiencyReason::NameVariant => msg::application::REASON_NAME_VARIANT,
        DeficiencyReason::AddressIncomplete => msg::application::REASON_ADDRESS_INCOMPLETE,
        DeficiencyReason::WrongKindOfDocument => msg::application::REASON_WRONG_KIND_OF_DOCUMENT,
        DeficiencyReason::ExpiredDocument => msg::application::REASON_EXPIRED_DOCUMENT,
        DeficiencyReason::Missing => msg::application::REASON_MISSING,
        DeficiencyReason::TradeUnclear => msg::application::REASON_TRADE_UNCLEAR,
        DeficiencyReason::NumberVisible => msg::application::REASON_NUMBER_VISIBLE,
        DeficiencyReason::Other => msg::application::REASON_OTHER,
    }
}

/// The same reason as the applicant is told it: what is wrong and how to put it right.
pub const fn deficiency_for_applicant(reason: DeficiencyReason) -> Msg {
    match reason {
        DeficiencyReason::MismatchWithDocument => msg::application::TELL_MISMATCH_WITH_DOCUMENT,
        DeficiencyReason::Unreadable => msg::application::TELL_UNREADABLE,
        DeficiencyReason::PhotoTooOld => msg::application::TELL_PHOTO_TOO_OLD,
        DeficiencyReason::PhotoFaceCovered => msg::application::TELL_PHOTO_FACE_COVERED,
        DeficiencyReason::PhotoBackground => msg::application::TELL_PHOTO_BACKGROUND,
        DeficiencyReason::NameVariant => msg::application::TELL_NAME_VARIANT,
        DeficiencyReason::AddressIncomplete => msg::application::TELL_ADDRESS_INCOMPLETE,
        DeficiencyReason::WrongKindOfDocument => msg::application::TELL_WRONG_KIND_OF_DOCUMENT,
        DeficiencyReason::ExpiredDocument => msg::application::TELL_EXPIRED_DOCUMENT,
        DeficiencyReason::Missing => msg::application::TELL_MISSING,
        DeficiencyReason::TradeUnclear => msg::application::TELL_TRADE_UNCLEAR,
        DeficiencyReason::NumberVisible => msg::application::TELL_NUMBER_VISIBLE,
        DeficiencyReason::Other => msg::application::TELL_OTHER,
    }
}

/// Why a field came back, as its applicant reads it: the catalogue's sentence, or the reviewer's own words.
pub fn deficiency_told(lang: Lang, of: &Deficiency) -> String {
    match of.explanation.as_str() {
        "" => deficiency_for_applicant(of.reason).get(lang).to_owned(),
        words => msg::application::TELL_WORDS.with(lang, &[("words", &words)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::tests::distinct;

    #[test]
    fn what_the_reviewer_explains_is_told_in_their_words() {
        let of = |reason, explanation: &str| Deficiency {
            field: "identity".to_owned(),
            reason,
            explanation: explanation.to_owned(),
            mended: false,
        };
        let told = |lang, reason, explanation| deficiency_told(lang, &of(reason, explanation));
        let other = DeficiencyReason::Other;
        assert_eq!(told(Lang::Ja, other, "裏面も送ってください。"), "審査の担当者から：裏面も送ってください。");
        assert_eq!(told(Lang::En, other, "裏面も。"), "From the reviewer: 裏面も。");
        for (reason, told_before) in
            [(other, msg::application::TELL_OTHER), (DeficiencyReason::Missing, msg::application::TELL_MISSING)]
        {
            assert_eq!(told(Lang::Ja, reason, ""), told_before.get(Lang::Ja));
        }
    }

    #[test]
    fn a_further_period_is_spoken_of_while_it_is_handed_in_and_open() {
        for state in State::ALL {
            let open = state != State::Draft && !state.is_final();
            assert_eq!(filed_help(state).is_some(), open, "{state:?}");
        }
        distinct(&State::ALL.into_iter().filter_map(filed_help).collect::<Vec<_>>());
    }

    #[test]
    fn values_have_words_of_their_own() {
        distinct(&ApplicationKind::ALL.map(application_kind));
        distinct(&State::ALL.map(application_state));
        distinct(&State::ALL.map(application_state_help));
        distinct(&DeficiencyReason::ALL.map(deficiency));
        distinct(&DeficiencyReason::ALL.map(deficiency_for_applicant));
    }
}
