//! Words of notices. Invariant: one text per kind and language, whichever way it goes out; what it is made with is what
//! `domain::notice` says the kind has.

use crate::{Lang, Msg, date, msg, number, word};
use core::fmt::Display;
use domain::{
    application::Deficiency,
    notice::{CODE, CONTACT, NoticeKind, REFERENCE, Value, Values, fits_line},
    technician::Engagement,
};

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// One line.
    pub subject: String,
    /// Several lines, without the address of the page that says more.
    pub body: String,
}

/// The language a notice of `kind` is written in to somebody who reads `lang`: that one where it has the notice, else easy
/// Japanese or Japanese, whole. A notice to a business is in an office's language.
pub fn spoken(lang: Lang, kind: NoticeKind) -> Lang {
    let (subject, body) = messages(kind);
    let has =
        |lang: &Lang| [subject, body, msg::notice::PAGE, msg::notice::FOOTER].iter().all(|words| words.is_in(*lang));
    [lang, Lang::EasyJa].into_iter().find(has).unwrap_or(Lang::Ja)
}

/// The words of a notice. A value that is not there shows as its name in braces, and stops a debug build.
pub fn words(lang: Lang, kind: NoticeKind, values: &Values) -> Words {
    let shown: Vec<(&str, String)> = values.iter().map(|(name, value)| (name.as_str(), written(lang, value))).collect();
    // Of what was told before these were named, the page says it; of who files, not all is registered; a code goes out of the notice once
    // it opens nothing. The lines that would say it are left out.
    let is_unknown = |name: &&str| kind.values().contains(name) && !values.contains_key(*name);
    let unknown: Vec<&str> =
        ["items", "how", REFERENCE, "address", CODE, CONTACT].into_iter().filter(is_unknown).collect();
    let given: Vec<(&str, &dyn Display)> = shown.iter().map(|(name, text)| (*name, text as &dyn Display)).collect();
    let (subject, body) = messages(kind);
    Words { subject: subject.with(lang, &given), body: body.with_known(lang, &given, &unknown) }
}

/// A whole mail: the body, and below it the address of the page that says more, where one does.
pub fn mail(lang: Lang, words: &Words, link: Option<&str>) -> String {
    let page = link.map(|link| format!("{}\n\n", msg::notice::PAGE.with(lang, &[("link", &link)])));
    format!("{}\n\n{}{}\n", words.body, page.unwrap_or_default(), msg::notice::FOOTER.get(lang))
}

/// A short message: the subject and the address, where there is one.
pub fn short(lang: Lang, words: &Words, link: Option<&str>) -> String {
    match link {
        Some(link) => msg::notice::SHORT.with(lang, &[("subject", &words.subject), ("link", &link)]),
        None => words.subject.clone(),
    }
}

/// A short message that says all of it: the body and the address, where there is one.
pub fn whole(words: &Words, link: Option<&str>) -> String {
    words.body.lines().chain(link).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A letter: the body, the whole address of the page that says more, where one does, to be typed from paper, and who sends it.
pub fn letter(lang: Lang, words: &Words, link: Option<&str>, sender: Option<&str>) -> String {
    let given: [(&str, Option<&str>); 2] = [("link", link), ("sender", sender)];
    let absent: Vec<&str> = given.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
    let known: Vec<(&str, &dyn Display)> =
        given.iter().filter_map(|(name, value)| Some((*name, value.as_ref()? as &dyn Display))).collect();
    format!("{}\n\n{}", words.body, msg::notice::LETTER.with_known(lang, &known, &absent))
}

/// A message by LINE, which has no subject of its own: subject, body, and the address of the page that says more. What is longer than LINE
/// takes goes as a short message, whose page says all of it.
pub fn line(lang: Lang, words: &Words, link: Option<&str>) -> String {
    let page = link.map(|link| format!("{}\n\n", msg::notice::PAGE.with(lang, &[("link", &link)])));
    let (page, footer) = (page.unwrap_or_default(), msg::notice::LINE_FOOTER.get(lang));
    let whole = format!("{}\n\n{}\n\n{page}{footer}", words.subject, words.body);
    if fits_line(&whole) { whole } else { short(lang, words, link) }
}

fn written(lang: Lang, value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Day(day) => date::day_only(lang, *day),
        Value::Days(days) => {
            let days: Vec<String> = days.iter().map(|day| date::day_only(lang, *day)).collect();
            days.join(msg::notice::BETWEEN_FIELDS.get(lang))
        }
        Value::Month(month) => date::month(lang, *month),
        Value::Slot(slot) => word::half_day(lang, *slot),
        Value::Yen(yen) => number::yen(lang, yen.get()),
        Value::HowToPay(account) => word::paying(lang, account.as_deref()),
        Value::Contact { at, page } => contact(lang, at.as_deref(), page.as_deref()),
        Value::Count(count) => number::grouped(*count),
        Value::Fields(fields) => {
            let mut names: Vec<&str> = Vec::new();
            for field in fields {
                let name = word::registered_field(field).map_or(field.as_str(), |name| name.get(lang));
                // Several items of one list are named once.
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names.join(msg::notice::BETWEEN_FIELDS.get(lang))
        }
        Value::Employments(engaged) if engaged.is_empty() => msg::notice::NO_EMPLOYMENT.get(lang).to_owned(),
        Value::Employments(engaged) => {
            let line = |of: &Engagement| {
                let kind = word::employment_kind(of.main).get(lang);
                let from = date::day_only(lang, of.from);
                match of.until.map(|until| date::day_only(lang, until)) {
                    Some(until) => {
                        msg::notice::EMPLOYMENT.with(lang, &[("kind", &kind), ("from", &from), ("until", &until)])
                    }
                    None => msg::notice::EMPLOYMENT_LASTS.with(lang, &[("kind", &kind), ("from", &from)]),
                }
            };
            engaged.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Value::Items { of, items } => {
            let line = |item: &Deficiency| {
                let why = word::deficiency_told(lang, item);
                msg::notice::ITEM.with(lang, &[("field", &word::judged_field(lang, *of, &item.field)), ("why", &why)])
            };
            items.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Value::Recall(reason) => word::recall_reason(*reason).get(lang).to_owned(),
        Value::Level(level) => word::level(*level).get(lang).to_owned(),
        Value::LevelRefusals(reasons) => {
            let lines: Vec<&str> = reasons.iter().map(|reason| word::level_refusal(*reason).get(lang)).collect();
            lines.join("\n")
        }
        Value::LevelWithdrawal(reason) => word::level_withdrawal(*reason).get(lang).to_owned(),
        Value::Sealed(_) => String::new(),
    }
}

/// Whom to tell that something is not right, in a line; where nobody is named, the office, and how one is heard without a log-in where
/// there is a page for that.
pub fn contact(lang: Lang, at: Option<&str>, page: Option<&str>) -> String {
    match (at, page) {
        (Some(at), _) => msg::notice::CONTACT.with(lang, &[("contact", &at)]),
        (None, Some(page)) => msg::notice::CONTACT_PAGE.with(lang, &[("page", &page)]),
        (None, None) => msg::notice::CONTACT_OFFICE.get(lang).to_owned(),
    }
}

#[expect(clippy::too_many_lines, reason = "a line a kind: the compiler asks for the words of a new one")]
const fn messages(kind: NoticeKind) -> (Msg, Msg) {
    use msg::notice as m;
    match kind {
        NoticeKind::ApplicationReceived => (m::APPLICATION_RECEIVED_SUBJECT, m::APPLICATION_RECEIVED_BODY),
        NoticeKind::ApplicationReturned => (m::APPLICATION_RETURNED_SUBJECT, m::APPLICATION_RETURNED_BODY),
        NoticeKind::ApplicationRejected => (m::APPLICATION_REJECTED_SUBJECT, m::APPLICATION_REJECTED_BODY),
        NoticeKind::PaperReceived => (m::PAPER_RECEIVED_SUBJECT, m::PAPER_RECEIVED_BODY),
        NoticeKind::PaperReturned => (m::PAPER_RETURNED_SUBJECT, m::PAPER_RETURNED_BODY),
        NoticeKind::PaperRejected => (m::PAPER_REJECTED_SUBJECT, m::PAPER_REJECTED_BODY),
        NoticeKind::ResumeCodeSent => (m::RESUME_CODE_SENT_SUBJECT, m::RESUME_CODE_SENT_BODY),
        NoticeKind::FeeDue => (m::FEE_DUE_SUBJECT, m::FEE_DUE_BODY),
        NoticeKind::RegistrationCompleted => (m::REGISTRATION_COMPLETED_SUBJECT, m::REGISTRATION_COMPLETED_BODY),
        NoticeKind::RegisteredByProxy => (m::REGISTERED_BY_PROXY_SUBJECT, m::REGISTERED_BY_PROXY_BODY),
        NoticeKind::ClientConsentAsked => (m::CLIENT_CONSENT_ASKED_SUBJECT, m::CLIENT_CONSENT_ASKED_BODY),
        NoticeKind::FilingBegun => (m::FILING_BEGUN_SUBJECT, m::FILING_BEGUN_BODY),
        NoticeKind::FirmRegisteredByProxy => (m::FIRM_REGISTERED_BY_PROXY_SUBJECT, m::FIRM_REGISTERED_BY_PROXY_BODY),
        NoticeKind::ConsentAsked => (m::CONSENT_ASKED_SUBJECT, m::CONSENT_ASKED_BODY),
        NoticeKind::RecoveryAsked => (m::RECOVERY_ASKED_SUBJECT, m::RECOVERY_ASKED_BODY),
        NoticeKind::RecoveryGranted => (m::RECOVERY_GRANTED_SUBJECT, m::RECOVERY_GRANTED_BODY),
        NoticeKind::RecoveryRefused => (m::RECOVERY_REFUSED_SUBJECT, m::RECOVERY_REFUSED_BODY),
        NoticeKind::ContactChanged => (m::CONTACT_CHANGED_SUBJECT, m::CONTACT_CHANGED_BODY),
        NoticeKind::PasswordRenewed => (m::PASSWORD_RENEWED_SUBJECT, m::PASSWORD_RENEWED_BODY),
        NoticeKind::CardIssued => (m::CARD_ISSUED_SUBJECT, m::CARD_ISSUED_BODY),
        NoticeKind::CardRevoked => (m::CARD_REVOKED_SUBJECT, m::CARD_REVOKED_BODY),
        NoticeKind::ReissueFeeDue => (m::REISSUE_FEE_DUE_SUBJECT, m::REISSUE_FEE_DUE_BODY),
        NoticeKind::ReissueOrdered => (m::REISSUE_ORDERED_SUBJECT, m::REISSUE_ORDERED_BODY),
        NoticeKind::CardReturned => (m::CARD_RETURNED_SUBJECT, m::CARD_RETURNED_BODY),
        NoticeKind::CardOutdated => (m::CARD_OUTDATED_SUBJECT, m::CARD_OUTDATED_BODY),
        NoticeKind::PassportShown => (m::PASSPORT_SHOWN_SUBJECT, m::PASSPORT_SHOWN_BODY),
        NoticeKind::QualificationEnding => (m::QUALIFICATION_ENDING_SUBJECT, m::QUALIFICATION_ENDING_BODY),
        NoticeKind::RenewalOpens => (m::RENEWAL_OPENS_SUBJECT, m::RENEWAL_OPENS_BODY),
        NoticeKind::RenewalSoon => (m::RENEWAL_SOON_SUBJECT, m::RENEWAL_SOON_BODY),
        NoticeKind::RenewalLast => (m::RENEWAL_LAST_SUBJECT, m::RENEWAL_LAST_BODY),
        NoticeKind::RenewalReminder => (m::RENEWAL_REMINDER_SUBJECT, m::RENEWAL_REMINDER_BODY),
        NoticeKind::AppointmentCalledOff => (m::APPOINTMENT_CALLED_OFF_SUBJECT, m::APPOINTMENT_CALLED_OFF_BODY),
        NoticeKind::Renewed => (m::RENEWED_SUBJECT, m::RENEWED_BODY),
        NoticeKind::RegisteredAnew => (m::REGISTERED_ANEW_SUBJECT, m::REGISTERED_ANEW_BODY),
        NoticeKind::DataChanged => (m::DATA_CHANGED_SUBJECT, m::DATA_CHANGED_BODY),
        NoticeKind::CorrectionMade => (m::CORRECTION_MADE_SUBJECT, m::CORRECTION_MADE_BODY),
        NoticeKind::SurveyAsked => (m::SURVEY_ASKED_SUBJECT, m::SURVEY_ASKED_BODY),
        NoticeKind::SurveyReminder => (m::SURVEY_REMINDER_SUBJECT, m::SURVEY_REMINDER_BODY),
        NoticeKind::InvoiceMade => (m::INVOICE_MADE_SUBJECT, m::INVOICE_MADE_BODY),
        NoticeKind::InvoiceSoon => (m::INVOICE_SOON_SUBJECT, m::INVOICE_SOON_BODY),
        NoticeKind::InvoiceLast => (m::INVOICE_LAST_SUBJECT, m::INVOICE_LAST_BODY),
        NoticeKind::LogInLimited => (m::LOG_IN_LIMITED_SUBJECT, m::LOG_IN_LIMITED_BODY),
        NoticeKind::PaymentShort => (m::PAYMENT_SHORT_SUBJECT, m::PAYMENT_SHORT_BODY),
        NoticeKind::PaymentOver => (m::PAYMENT_OVER_SUBJECT, m::PAYMENT_OVER_BODY),
        NoticeKind::PaymentNotCounted => (m::PAYMENT_NOT_COUNTED_SUBJECT, m::PAYMENT_NOT_COUNTED_BODY),
        NoticeKind::LevelFeeDue => (m::LEVEL_FEE_DUE_SUBJECT, m::LEVEL_FEE_DUE_BODY),
        NoticeKind::LevelReceived => (m::LEVEL_RECEIVED_SUBJECT, m::LEVEL_RECEIVED_BODY),
        NoticeKind::LevelGranted => (m::LEVEL_GRANTED_SUBJECT, m::LEVEL_GRANTED_BODY),
        NoticeKind::LevelRefused => (m::LEVEL_REFUSED_SUBJECT, m::LEVEL_REFUSED_BODY),
        NoticeKind::LevelWithdrawn => (m::LEVEL_WITHDRAWN_SUBJECT, m::LEVEL_WITHDRAWN_BODY),
        NoticeKind::ReliefGranted => (m::RELIEF_GRANTED_SUBJECT, m::RELIEF_GRANTED_BODY),
        NoticeKind::ReliefRefused => (m::RELIEF_REFUSED_SUBJECT, m::RELIEF_REFUSED_BODY),
        NoticeKind::EmploymentObjected => (m::EMPLOYMENT_OBJECTED_SUBJECT, m::EMPLOYMENT_OBJECTED_BODY),
        NoticeKind::EmploymentRefused => (m::EMPLOYMENT_REFUSED_SUBJECT, m::EMPLOYMENT_REFUSED_BODY),
        NoticeKind::EmploymentEnded => (m::EMPLOYMENT_ENDED_SUBJECT, m::EMPLOYMENT_ENDED_BODY),
        NoticeKind::EmploymentBegun => (m::EMPLOYMENT_BEGUN_SUBJECT, m::EMPLOYMENT_BEGUN_BODY),
        NoticeKind::EmploymentEnding => (m::EMPLOYMENT_ENDING_SUBJECT, m::EMPLOYMENT_ENDING_BODY),
        NoticeKind::EmploymentCorrected => (m::EMPLOYMENT_CORRECTED_SUBJECT, m::EMPLOYMENT_CORRECTED_BODY),
        NoticeKind::LabourProposed => (m::LABOUR_PROPOSED_SUBJECT, m::LABOUR_PROPOSED_BODY),
        NoticeKind::LabourAsked => (m::LABOUR_ASKED_SUBJECT, m::LABOUR_ASKED_BODY),
        NoticeKind::LabourChanged => (m::LABOUR_CHANGED_SUBJECT, m::LABOUR_CHANGED_BODY),
        NoticeKind::LabourAgreed => (m::LABOUR_AGREED_SUBJECT, m::LABOUR_AGREED_BODY),
        NoticeKind::LabourOffered => (m::LABOUR_OFFERED_SUBJECT, m::LABOUR_OFFERED_BODY),
        NoticeKind::LabourNamed => (m::LABOUR_NAMED_SUBJECT, m::LABOUR_NAMED_BODY),
        NoticeKind::LabourBegun => (m::LABOUR_BEGUN_SUBJECT, m::LABOUR_BEGUN_BODY),
        NoticeKind::HistoryEntered => (m::HISTORY_ENTERED_SUBJECT, m::HISTORY_ENTERED_BODY),
        NoticeKind::HistoryRefused => (m::HISTORY_REFUSED_SUBJECT, m::HISTORY_REFUSED_BODY),
        NoticeKind::HistoryWithdrawn => (m::HISTORY_WITHDRAWN_SUBJECT, m::HISTORY_WITHDRAWN_BODY),
        NoticeKind::HistoryRecalled => (m::HISTORY_RECALLED_SUBJECT, m::HISTORY_RECALLED_BODY),
        NoticeKind::EntryRecalled => (m::ENTRY_RECALLED_SUBJECT, m::ENTRY_RECALLED_BODY),
        NoticeKind::HistoryWaiting => (m::HISTORY_WAITING_SUBJECT, m::HISTORY_WAITING_BODY),
        NoticeKind::ClaimMade => (m::CLAIM_MADE_SUBJECT, m::CLAIM_MADE_BODY),
        NoticeKind::ClaimAnswered => (m::CLAIM_ANSWERED_SUBJECT, m::CLAIM_ANSWERED_BODY),
        NoticeKind::ClaimPassed => (m::CLAIM_PASSED_SUBJECT, m::CLAIM_PASSED_BODY),
        NoticeKind::ClaimDecided => (m::CLAIM_DECIDED_SUBJECT, m::CLAIM_DECIDED_BODY),
        NoticeKind::EmploymentAsked => (m::EMPLOYMENT_ASKED_SUBJECT, m::EMPLOYMENT_ASKED_BODY),
        NoticeKind::StructureInvited => (m::STRUCTURE_INVITED_SUBJECT, m::STRUCTURE_INVITED_BODY),
        NoticeKind::StructureEnded => (m::STRUCTURE_ENDED_SUBJECT, m::STRUCTURE_ENDED_BODY),
        NoticeKind::StructureResumed => (m::STRUCTURE_RESUMED_SUBJECT, m::STRUCTURE_RESUMED_BODY),
        NoticeKind::RosterMoved => (m::ROSTER_MOVED_SUBJECT, m::ROSTER_MOVED_BODY),
        NoticeKind::TouchesResumed => (m::TOUCHES_RESUMED_SUBJECT, m::TOUCHES_RESUMED_BODY),
    }
}

#[cfg(test)]
mod tests;
