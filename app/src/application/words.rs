//! Words for what the domain's codes of applications mean. Invariant: every code has words; the compiler or a test sees to
//! it.

use crate::{business, shell::t, technician};
use domain::application::{ApplicationKind, AutoCheck, Deficiency, DeficiencyReason, State};
use i18n::{Msg, msg};
use leptos::prelude::*;

use msg::application as m;

/// The label of a field of a kind of application; the name itself where the form has no such field.
pub fn label(kind: ApplicationKind, field: &str) -> String {
    let label = match kind {
        ApplicationKind::TechnicianSimple => technician::words::label(field),
        ApplicationKind::Business => business::words::label(field),
    };
    label.map_or_else(|| field.to_owned(), |label| t(label).to_owned())
}

/// A field's value in words.
pub fn shown(kind: ApplicationKind, field: &str, value: &str) -> String {
    match kind {
        ApplicationKind::TechnicianSimple => technician::words::shown(field, value),
        ApplicationKind::Business => business::words::shown(field, value),
    }
}

/// 申請の種類.
pub const fn kind(kind: ApplicationKind) -> Msg {
    match kind {
        ApplicationKind::TechnicianSimple => m::KIND_TECHNICIAN_SIMPLE,
        ApplicationKind::Business => m::KIND_BUSINESS,
    }
}

/// The form's page.
pub const fn form_page(kind: ApplicationKind) -> &'static str {
    match kind {
        ApplicationKind::TechnicianSimple => "/register/technician",
        ApplicationKind::Business => "/register/business",
    }
}

/// A state in a word.
pub const fn state(state: State) -> Msg {
    match state {
        State::Draft => m::STATE_DRAFT,
        State::Submitted => m::STATE_SUBMITTED,
        State::InReview => m::STATE_IN_REVIEW,
        State::Returned => m::STATE_RETURNED,
        State::Approved => m::STATE_APPROVED,
        State::AwaitingPayment => m::STATE_AWAITING_PAYMENT,
        State::Completed => m::STATE_COMPLETED,
        State::Withdrawn => m::STATE_WITHDRAWN,
        State::Rejected => m::STATE_REJECTED,
    }
}

/// What a state means for the applicant.
pub const fn say(state: State) -> Msg {
    match state {
        State::Draft => m::SAY_DRAFT,
        State::Submitted => m::SAY_SUBMITTED,
        State::InReview => m::SAY_IN_REVIEW,
        State::Returned => m::SAY_RETURNED,
        State::Approved => m::SAY_APPROVED,
        State::AwaitingPayment => m::SAY_AWAITING_PAYMENT,
        State::Completed => m::SAY_COMPLETED,
        State::Withdrawn => m::SAY_WITHDRAWN,
        State::Rejected => m::SAY_REJECTED,
    }
}

/// A reason as the reviewer chooses it.
pub const fn reason(reason: DeficiencyReason) -> Msg {
    match reason {
        DeficiencyReason::MismatchWithDocument => m::REASON_MISMATCH_WITH_DOCUMENT,
        DeficiencyReason::Unreadable => m::REASON_UNREADABLE,
        DeficiencyReason::PhotoTooOld => m::REASON_PHOTO_TOO_OLD,
        DeficiencyReason::PhotoFaceCovered => m::REASON_PHOTO_FACE_COVERED,
        DeficiencyReason::PhotoBackground => m::REASON_PHOTO_BACKGROUND,
        DeficiencyReason::NameVariant => m::REASON_NAME_VARIANT,
        DeficiencyReason::AddressIncomplete => m::REASON_ADDRESS_INCOMPLETE,
        DeficiencyReason::WrongKindOfDocument => m::REASON_WRONG_KIND_OF_DOCUMENT,
        DeficiencyReason::ExpiredDocument => m::REASON_EXPIRED_DOCUMENT,
        DeficiencyReason::Missing => m::REASON_MISSING,
        DeficiencyReason::TradeUnclear => m::REASON_TRADE_UNCLEAR,
        DeficiencyReason::Other => m::REASON_OTHER,
    }
}

/// A reason as the applicant is told.
pub const fn tell(reason: DeficiencyReason) -> Msg {
    match reason {
        DeficiencyReason::MismatchWithDocument => m::TELL_MISMATCH_WITH_DOCUMENT,
        DeficiencyReason::Unreadable => m::TELL_UNREADABLE,
        DeficiencyReason::PhotoTooOld => m::TELL_PHOTO_TOO_OLD,
        DeficiencyReason::PhotoFaceCovered => m::TELL_PHOTO_FACE_COVERED,
        DeficiencyReason::PhotoBackground => m::TELL_PHOTO_BACKGROUND,
        DeficiencyReason::NameVariant => m::TELL_NAME_VARIANT,
        DeficiencyReason::AddressIncomplete => m::TELL_ADDRESS_INCOMPLETE,
        DeficiencyReason::WrongKindOfDocument => m::TELL_WRONG_KIND_OF_DOCUMENT,
        DeficiencyReason::ExpiredDocument => m::TELL_EXPIRED_DOCUMENT,
        DeficiencyReason::Missing => m::TELL_MISSING,
        DeficiencyReason::TradeUnclear => m::TELL_TRADE_UNCLEAR,
        DeficiencyReason::Other => m::TELL_OTHER,
    }
}

/// An automatic check in words.
pub const fn check(check: &AutoCheck) -> Msg {
    match check {
        AutoCheck::PostcodeFits { .. } => m::CHECK_POSTCODE,
        AutoCheck::PossibleDuplicate { .. } => m::CHECK_DUPLICATE,
        AutoCheck::PhotoQuality { .. } => m::CHECK_PHOTO,
        AutoCheck::CorporateNumber { .. } => m::CHECK_CORPORATE_NUMBER,
        AutoCheck::EmployerKnown { .. } => m::CHECK_EMPLOYER,
    }
}

/// What happened, by a transition's or an event's code.
pub fn trail(code: &str) -> Msg {
    match code {
        "start" => m::TRAIL_START,
        "save" => m::TRAIL_SAVE,
        "photo" => m::TRAIL_PHOTO,
        "submit" => m::TRAIL_SUBMIT,
        "resubmit" => m::TRAIL_RESUBMIT,
        "claim" => m::TRAIL_CLAIM,
        "release" => m::TRAIL_RELEASE,
        "verdicts" => m::TRAIL_VERDICTS,
        "return" => m::TRAIL_RETURN,
        "approve" => m::TRAIL_APPROVE,
        "request_payment" => m::TRAIL_REQUEST_PAYMENT,
        "complete" => m::TRAIL_COMPLETE,
        "withdraw" => m::TRAIL_WITHDRAW,
        "reject" => m::TRAIL_REJECT,
        _ => m::TRAIL_OTHER,
    }
}

/// What the reviewer returned, each with a link to its field.
pub fn deficiency_list(kind: ApplicationKind, deficiencies: &[Deficiency]) -> impl IntoView + use<> {
    let line = |deficiency: &Deficiency| {
        let field = label(kind, &deficiency.field);
        // The birth date's inputs stand in a group of another name.
        let anchor = if deficiency.field == "birth_date" { "birth" } else { deficiency.field.as_str() };
        view! {
            <li>
                <a href=format!("#{anchor}")>{field}</a>
                " "
                {t(tell(deficiency.reason))}
            </li>
        }
    };
    let lines = deficiencies.iter().map(line).collect_view();
    (!deficiencies.is_empty()).then(|| {
        view! {
            <section class="deficiencies" aria-labelledby="deficiencies-title">
                <h2 id="deficiencies-title">{t(m::DEFICIENCIES_TITLE)}</h2>
                <p>{t(msg::technician::RETURNED_LEAD)}</p>
                <ul>{lines}</ul>
            </section>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::application::Transition;

    #[test]
    fn every_transition_has_words_of_its_own() {
        for transition in Transition::ALL {
            assert_ne!(trail(transition.code()), m::TRAIL_OTHER, "{transition:?}");
        }
    }

    #[test]
    fn every_reviewed_field_has_a_label() {
        for field in domain::technician::REVIEWED {
            assert_ne!(label(ApplicationKind::TechnicianSimple, field), *field);
        }
        for field in domain::business::REVIEWED {
            assert_ne!(label(ApplicationKind::Business, field), *field);
        }
    }
}
