//! Words for what the domain enumerates. Invariant: one word per value everywhere, except where an office and a
//! technician are told the same state in their own words (design.md §8: 承認待ち = 確認中).

mod appointment;
mod card;
mod certificate;
mod claim;
mod correction;
mod fee;
mod level;
mod recall;
mod registration;
mod survey;
mod technician;
mod trade;

use crate::{Lang, Msg, msg};
use domain::{
    access::{Denied, Role},
    calendar::Era,
    history::{Approval, WorkRole},
    level::Level,
    prefecture::PrefectureCode,
    site::InSection,
    tag::EndReason,
    touch::{
        Assurance, Channel, TouchKind,
        distance::Distance,
        wire::{Outcome, Warning},
    },
};

pub use appointment::{half, half_day};
pub use card::{
    answer_column, answer_wrong, batch_state, card_state, delivery_step, no_reissue, reissue_reason, reissue_stands,
    return_reason, revocation, whereabouts, whereabouts_help,
};
pub use certificate::{certificate_ended, certificate_item, certificate_second, certificate_verdict, certified};
pub use claim::{aside, claim_act, claim_kind, claim_party, claim_state};
pub use correction::{business_field, correction_manner, correction_state, registered_field};
pub use fee::{
    age, fee_kind, how_to_pay, invoice_to, mismatch, paying, payment_channel, request_state, row_fault, told_channels,
    usage_line,
};
pub use level::{level_refusal, level_state, level_withdrawal, no_criteria};
pub use recall::{entry_kind, recall_reason, recall_takes, recall_takes_short};
pub use registration::{
    application_kind, application_state, application_state_help, deficiency, deficiency_for_applicant, deficiency_told,
    filed_by, filed_help, filing_kind, measured,
};
pub use survey::intent;
pub use technician::{
    employment_kind, judged_field, technician_field, technician_group, technician_item, technician_list,
};
pub use trade::trade;

/// `令和`.
pub const fn era(era: Era) -> Msg {
    match era {
        Era::Western => msg::date::ERA_WESTERN,
        Era::Taisho => msg::date::ERA_TAISHO,
        Era::Showa => msg::date::ERA_SHOWA,
        Era::Heisei => msg::date::ERA_HEISEI,
        Era::Reiwa => msg::date::ERA_REIWA,
    }
}

/// `レベル2`.
pub const fn level(level: Level) -> Msg {
    match level {
        Level::One => msg::level::LEVEL_1,
        Level::Two => msg::level::LEVEL_2,
        Level::Three => msg::level::LEVEL_3,
        Level::Four => msg::level::LEVEL_4,
    }
}

/// `ブルー`: the colour of the level's card, for card and gate.
pub const fn level_colour(level: Level) -> Msg {
    match level {
        Level::One => msg::level::COLOUR_1,
        Level::Two => msg::level::COLOUR_2,
        Level::Three => msg::level::COLOUR_3,
        Level::Four => msg::level::COLOUR_4,
    }
}

/// `入場`, `退場`.
pub const fn touch_kind(kind: TouchKind) -> Msg {
    match kind {
        TouchKind::In => msg::touch::KIND_IN,
        TouchKind::Out => msg::touch::KIND_OUT,
        TouchKind::Unknown => msg::touch::KIND_UNKNOWN,
    }
}

/// By which way a touch came.
pub const fn channel(channel: Channel) -> Msg {
    match channel {
        Channel::Gate => msg::touch::CHANNEL_GATE,
        Channel::OwnPhone => msg::touch::CHANNEL_OWN_PHONE,
        Channel::LoggingReader => msg::touch::CHANNEL_LOGGING_READER,
        Channel::PartnerApi => msg::touch::CHANNEL_PARTNER_API,
        Channel::DirectEntry => msg::touch::CHANNEL_DIRECT_ENTRY,
        Channel::DayFile => msg::touch::CHANNEL_DAY_FILE,
        Channel::KentaikyoR => msg::touch::CHANNEL_KENTAIKYO_R,
    }
}

/// The section of an umbrella site, and that it had ended where it had.
pub fn section(lang: Lang, of: &InSection) -> String {
    if of.over { msg::history::SECTION_OVER.with(lang, &[("name", &of.name)]) } else { of.name.clone() }
}

/// Sections one after another.
pub fn sections(lang: Lang, of: &[InSection]) -> String {
    of.iter().map(|one| section(lang, one)).collect::<Vec<_>>().join(msg::common::LIST_JOIN.get(lang))
}

/// How surely a touch was proven, as told beside its channel: on an own phone nobody types a number.
pub const fn assurance_by(channel: Channel, of: Assurance) -> Msg {
    match (channel, of) {
        (Channel::OwnPhone, Assurance::Typed) => msg::poster::OWN_PHONE,
        (Channel::OwnPhone, Assurance::DynamicQr) => msg::poster::CHANGING,
        (Channel::OwnPhone, Assurance::Sun) => msg::tag::PROVEN,
        (_, of) => assurance(of),
    }
}

/// How far from its site an own phone said it was.
pub const fn distance(of: Distance) -> Msg {
    match of {
        Distance::Near => msg::poster::DISTANCE_NEAR,
        Distance::Far => msg::poster::DISTANCE_FAR,
        Distance::NotGiven => msg::poster::DISTANCE_NOT_GIVEN,
    }
}

/// Why a site's tag was ended.
pub const fn tag_end(reason: EndReason) -> Msg {
    match reason {
        EndReason::Lost => msg::tag::END_LOST,
        EndReason::Broken => msg::tag::END_BROKEN,
        EndReason::Unused => msg::tag::END_UNUSED,
    }
}

/// How surely a touch was proven.
pub const fn assurance(assurance: Assurance) -> Msg {
    match assurance {
        Assurance::Typed => msg::touch::ASSURANCE_TYPED,
        Assurance::UidOnly => msg::touch::ASSURANCE_UID_ONLY,
        Assurance::DynamicQr => msg::touch::ASSURANCE_DYNAMIC_QR,
        Assurance::SignedNdef => msg::touch::ASSURANCE_SIGNED_NDEF,
        Assurance::Sun => msg::touch::ASSURANCE_SUN,
    }
}

/// What became of a touch.
pub const fn outcome(outcome: Outcome) -> Msg {
    match outcome {
        Outcome::Accepted => msg::touch::OUTCOME_ACCEPTED,
        Outcome::Duplicate => msg::touch::OUTCOME_DUPLICATE,
        Outcome::Replay => msg::touch::OUTCOME_REPLAY,
        Outcome::Quarantined => msg::touch::OUTCOME_QUARANTINED,
        Outcome::Rejected => msg::touch::OUTCOME_REJECTED,
        Outcome::Retry => msg::touch::OUTCOME_RETRY,
    }
}

/// A warning in a few words.
pub const fn warning(warning: Warning) -> Msg {
    match warning {
        Warning::NotOnRoster => msg::touch::WARNING_NOT_ON_ROSTER,
        Warning::CardExpired => msg::touch::WARNING_CARD_EXPIRED,
        Warning::CounterBehind => msg::touch::WARNING_COUNTER_BEHIND,
        Warning::BelowAssurance => msg::touch::WARNING_BELOW_ASSURANCE,
        Warning::ClockCorrected => msg::touch::WARNING_CLOCK_CORRECTED,
        Warning::ClockJumped => msg::touch::WARNING_CLOCK_JUMPED,
    }
}

/// What a warning means and what to do about it.
pub const fn warning_help(warning: Warning) -> Msg {
    match warning {
        Warning::NotOnRoster => msg::touch::WARNING_NOT_ON_ROSTER_HELP,
        Warning::CardExpired => msg::touch::WARNING_CARD_EXPIRED_HELP,
        Warning::CounterBehind => msg::touch::WARNING_COUNTER_BEHIND_HELP,
        Warning::BelowAssurance => msg::touch::WARNING_BELOW_ASSURANCE_HELP,
        Warning::ClockCorrected => msg::touch::WARNING_CLOCK_CORRECTED_HELP,
        Warning::ClockJumped => msg::touch::WARNING_CLOCK_JUMPED_HELP,
    }
}

/// `承認待ち`, `承認ずみ`: as an office is told.
pub const fn approval(approval: Approval) -> Msg {
    match approval {
        Approval::Provisional => msg::history::APPROVAL_WAITING,
        Approval::Approved => msg::history::APPROVAL_APPROVED,
    }
}

/// `確認中`, `承認ずみ`: as the technician is told.
pub const fn approval_for_technician(approval: Approval) -> Msg {
    match approval {
        Approval::Provisional => msg::history::APPROVAL_WAITING_TECHNICIAN,
        Approval::Approved => msg::history::APPROVAL_APPROVED,
    }
}

/// 立場.
pub const fn work_role(role: WorkRole) -> Msg {
    match role {
        WorkRole::Worker => msg::history::ROLE_WORKER,
        WorkRole::CrewLeader => msg::history::ROLE_CREW_LEADER,
        WorkRole::Foreman => msg::history::ROLE_FOREMAN,
    }
}

/// A kind of account.
pub const fn role(role: Role) -> Msg {
    match role {
        Role::Public => msg::access::ROLE_PUBLIC,
        Role::Applicant => msg::access::ROLE_APPLICANT,
        Role::Technician => msg::access::ROLE_TECHNICIAN,
        Role::BusinessAdmin => msg::access::ROLE_BUSINESS_ADMIN,
        Role::SiteAdmin => msg::access::ROLE_SITE_ADMIN,
        Role::Gate => msg::access::ROLE_GATE,
        Role::Reviewer => msg::access::ROLE_REVIEWER,
        Role::Operator => msg::access::ROLE_OPERATOR,
        Role::Registrar => msg::access::ROLE_REGISTRAR,
        Role::Scrivener => msg::access::ROLE_SCRIVENER,
        Role::Evaluator => msg::access::ROLE_EVALUATOR,
        Role::Sponsor => msg::access::ROLE_SPONSOR,
        Role::Client => msg::access::ROLE_CLIENT,
        Role::MemberBody => msg::access::ROLE_MEMBER_BODY,
        Role::Partner => msg::access::ROLE_PARTNER,
        Role::System => msg::access::ROLE_SYSTEM,
    }
}

/// Why something may not be done, and what to do.
pub const fn denied(denied: Denied) -> Msg {
    match denied {
        Denied::LogInFirst => msg::access::DENIED_LOG_IN_FIRST,
        Denied::Role => msg::access::DENIED_ROLE,
        Denied::NotYours => msg::access::DENIED_NOT_YOURS,
        Denied::SiteClosed => msg::access::DENIED_SITE_CLOSED,
        Denied::NotYet => msg::access::DENIED_NOT_YET,
        Denied::Expired => msg::access::DENIED_EXPIRED,
        Denied::Duty => msg::access::DENIED_DUTY,
        Denied::Lapsed => msg::access::DENIED_LAPSED,
        Denied::OwnEntry => msg::access::DENIED_OWN_ENTRY,
    }
}

/// A prefecture's name; empty for a code the register never stores.
pub fn prefecture(lang: Lang, code: PrefectureCode) -> &'static str {
    let place = usize::try_from(code.get() - 1).ok();
    place.and_then(|place| PREFECTURES.get(place)).map_or("", |name| name.get(lang))
}

/// In the order of their JIS X 0401 codes.
const PREFECTURES: [Msg; 47] = [
    msg::prefecture::P01,
    msg::prefecture::P02,
    msg::prefecture::P03,
    msg::prefecture::P04,
    msg::prefecture::P05,
    msg::prefecture::P06,
    msg::prefecture::P07,
    msg::prefecture::P08,
    msg::prefecture::P09,
    msg::prefecture::P10,
    msg::prefecture::P11,
    msg::prefecture::P12,
    msg::prefecture::P13,
    msg::prefecture::P14,
    msg::prefecture::P15,
    msg::prefecture::P16,
    msg::prefecture::P17,
    msg::prefecture::P18,
    msg::prefecture::P19,
    msg::prefecture::P20,
    msg::prefecture::P21,
    msg::prefecture::P22,
    msg::prefecture::P23,
    msg::prefecture::P24,
    msg::prefecture::P25,
    msg::prefecture::P26,
    msg::prefecture::P27,
    msg::prefecture::P28,
    msg::prefecture::P29,
    msg::prefecture::P30,
    msg::prefecture::P31,
    msg::prefecture::P32,
    msg::prefecture::P33,
    msg::prefecture::P34,
    msg::prefecture::P35,
    msg::prefecture::P36,
    msg::prefecture::P37,
    msg::prefecture::P38,
    msg::prefecture::P39,
    msg::prefecture::P40,
    msg::prefecture::P41,
    msg::prefecture::P42,
    msg::prefecture::P43,
    msg::prefecture::P44,
    msg::prefecture::P45,
    msg::prefecture::P46,
    msg::prefecture::P47,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails where two values are told by one word in some language.
    pub(super) fn distinct(words: &[Msg]) {
        for lang in Lang::ALL {
            let seen: std::collections::BTreeSet<_> = words.iter().map(|word| word.get(lang)).collect();
            assert_eq!(seen.len(), words.len(), "{lang:?} {seen:?}");
        }
    }

    #[test]
    fn prefectures_are_those_of_the_register() {
        for code in PrefectureCode::all() {
            assert_eq!(prefecture(Lang::Ja, code), code.name());
            assert!(prefecture(Lang::En, code).is_ascii());
        }
        assert_eq!(prefecture(Lang::Ja, PrefectureCode::from_stored(0)), "");
        assert_eq!(prefecture(Lang::Ja, PrefectureCode::from_stored(48)), "");
    }

    #[test]
    fn values_have_words_of_their_own() {
        distinct(&Role::ALL.map(role));
        distinct(&Era::ALL.map(era));
        distinct(&WorkRole::ALL.map(work_role));
        distinct(
            &[
                Denied::LogInFirst,
                Denied::Role,
                Denied::NotYours,
                Denied::SiteClosed,
                Denied::NotYet,
                Denied::Expired,
                Denied::Duty,
                Denied::Lapsed,
                Denied::OwnEntry,
            ]
            .map(denied),
        );
        let levels = [Level::One, Level::Two, Level::Three, Level::Four];
        distinct(&levels.map(level));
        distinct(&levels.map(level_colour));
        distinct(&[1, 2, 3, 4, 5].map(|number| channel(Channel::from_stored(number).unwrap())));
        distinct(&[1, 2, 3, 4, 5].map(|number| assurance(Assurance::from_stored(number).unwrap())));
        distinct(&[1, 3, 5].map(|number| assurance_by(Channel::OwnPhone, Assurance::from_stored(number).unwrap())));
        distinct(&Distance::ALL.map(distance));
        distinct(&EndReason::ALL.map(tag_end));
        distinct(&[TouchKind::In, TouchKind::Out, TouchKind::Unknown].map(touch_kind));
        // A replay and a refusal are both "not recorded": to the person at the gate they are the same.
        let outcomes = [Outcome::Accepted, Outcome::Duplicate, Outcome::Replay, Outcome::Quarantined, Outcome::Retry];
        distinct(&outcomes.map(outcome));
        let warnings = [
            Warning::NotOnRoster,
            Warning::CardExpired,
            Warning::CounterBehind,
            Warning::BelowAssurance,
            Warning::ClockCorrected,
            Warning::ClockJumped,
        ];
        distinct(&warnings.map(warning));
        distinct(&warnings.map(warning_help));
        let approvals = [Approval::Provisional, Approval::Approved];
        distinct(&approvals.map(approval));
        distinct(&approvals.map(approval_for_technician));
    }
}
