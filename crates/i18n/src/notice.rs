//! Words of notices. Invariant: one text per kind and language, whichever way it goes out; what it is made with is what
//! `domain::notice` says the kind has.

use crate::{Lang, Msg, date, msg, number, word};
use core::fmt::Display;
use domain::{
    application::Deficiency,
    notice::{NoticeKind, Value, Values},
};

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// One line.
    pub subject: String,
    /// Several lines, without the address of the page that says more.
    pub body: String,
}

/// The words of a notice. A value that is not there shows as its name in braces, and stops a debug build.
pub fn words(lang: Lang, kind: NoticeKind, values: &Values) -> Words {
    let shown: Vec<(&str, String)> = values.iter().map(|(name, value)| (name.as_str(), written(lang, value))).collect();
    // Of what was told before each place was named, the page says it.
    let nothing = ("items", String::new());
    let older = kind.values().contains(&"items") && !values.contains_key("items");
    let shown: Vec<(&str, String)> = shown.into_iter().chain(older.then_some(nothing)).collect();
    let given: Vec<(&str, &dyn Display)> = shown.iter().map(|(name, text)| (*name, text as &dyn Display)).collect();
    let (subject, body) = messages(kind);
    Words { subject: subject.with(lang, &given), body: body.with(lang, &given) }
}

/// A whole mail: the body, and below it the address of the page that says more.
pub fn mail(lang: Lang, words: &Words, link: &str) -> String {
    format!("{}\n\n{}\n", words.body, msg::notice::FOOTER.with(lang, &[("link", &link)]))
}

/// A short message: the subject and the address.
pub fn short(lang: Lang, words: &Words, link: &str) -> String {
    msg::notice::SHORT.with(lang, &[("subject", &words.subject), ("link", &link)])
}

fn written(lang: Lang, value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Day(day) => date::day_only(lang, *day),
        Value::Yen(yen) => number::yen(lang, yen.get()),
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
        Value::Items { of, items } => {
            let line = |item: &Deficiency| {
                let why = word::deficiency_for_applicant(item.reason).get(lang);
                msg::notice::ITEM.with(lang, &[("field", &word::judged_field(lang, *of, &item.field)), ("why", &why)])
            };
            items.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Value::Sealed(_) => String::new(),
    }
}

const fn messages(kind: NoticeKind) -> (Msg, Msg) {
    use msg::notice as m;
    match kind {
        NoticeKind::ApplicationReceived => (m::APPLICATION_RECEIVED_SUBJECT, m::APPLICATION_RECEIVED_BODY),
        NoticeKind::ApplicationReturned => (m::APPLICATION_RETURNED_SUBJECT, m::APPLICATION_RETURNED_BODY),
        NoticeKind::ApplicationRejected => (m::APPLICATION_REJECTED_SUBJECT, m::APPLICATION_REJECTED_BODY),
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
        NoticeKind::CardIssued => (m::CARD_ISSUED_SUBJECT, m::CARD_ISSUED_BODY),
        NoticeKind::CardRevoked => (m::CARD_REVOKED_SUBJECT, m::CARD_REVOKED_BODY),
        NoticeKind::ReissueFeeDue => (m::REISSUE_FEE_DUE_SUBJECT, m::REISSUE_FEE_DUE_BODY),
        NoticeKind::ReissueOrdered => (m::REISSUE_ORDERED_SUBJECT, m::REISSUE_ORDERED_BODY),
        NoticeKind::CardReturned => (m::CARD_RETURNED_SUBJECT, m::CARD_RETURNED_BODY),
        NoticeKind::CardOutdated => (m::CARD_OUTDATED_SUBJECT, m::CARD_OUTDATED_BODY),
        NoticeKind::RenewalOpens => (m::RENEWAL_OPENS_SUBJECT, m::RENEWAL_OPENS_BODY),
        NoticeKind::RenewalSoon => (m::RENEWAL_SOON_SUBJECT, m::RENEWAL_SOON_BODY),
        NoticeKind::RenewalLast => (m::RENEWAL_LAST_SUBJECT, m::RENEWAL_LAST_BODY),
        NoticeKind::RenewalReminder => (m::RENEWAL_REMINDER_SUBJECT, m::RENEWAL_REMINDER_BODY),
        NoticeKind::AppointmentCalledOff => (m::APPOINTMENT_CALLED_OFF_SUBJECT, m::APPOINTMENT_CALLED_OFF_BODY),
        NoticeKind::Renewed => (m::RENEWED_SUBJECT, m::RENEWED_BODY),
        NoticeKind::DataChanged => (m::DATA_CHANGED_SUBJECT, m::DATA_CHANGED_BODY),
        NoticeKind::CorrectionMade => (m::CORRECTION_MADE_SUBJECT, m::CORRECTION_MADE_BODY),
        NoticeKind::SurveyAsked => (m::SURVEY_ASKED_SUBJECT, m::SURVEY_ASKED_BODY),
        NoticeKind::SurveyReminder => (m::SURVEY_REMINDER_SUBJECT, m::SURVEY_REMINDER_BODY),
        NoticeKind::InvoiceMade => (m::INVOICE_MADE_SUBJECT, m::INVOICE_MADE_BODY),
        NoticeKind::InvoiceSoon => (m::INVOICE_SOON_SUBJECT, m::INVOICE_SOON_BODY),
        NoticeKind::InvoiceLast => (m::INVOICE_LAST_SUBJECT, m::INVOICE_LAST_BODY),
        NoticeKind::LogInLimited => (m::LOG_IN_LIMITED_SUBJECT, m::LOG_IN_LIMITED_BODY),
        NoticeKind::ReliefGranted => (m::RELIEF_GRANTED_SUBJECT, m::RELIEF_GRANTED_BODY),
        NoticeKind::ReliefRefused => (m::RELIEF_REFUSED_SUBJECT, m::RELIEF_REFUSED_BODY),
        NoticeKind::EmploymentObjected => (m::EMPLOYMENT_OBJECTED_SUBJECT, m::EMPLOYMENT_OBJECTED_BODY),
        NoticeKind::EmploymentRefused => (m::EMPLOYMENT_REFUSED_SUBJECT, m::EMPLOYMENT_REFUSED_BODY),
        NoticeKind::EmploymentEnded => (m::EMPLOYMENT_ENDED_SUBJECT, m::EMPLOYMENT_ENDED_BODY),
        NoticeKind::EmploymentBegun => (m::EMPLOYMENT_BEGUN_SUBJECT, m::EMPLOYMENT_BEGUN_BODY),
        NoticeKind::EmploymentEnding => (m::EMPLOYMENT_ENDING_SUBJECT, m::EMPLOYMENT_ENDING_BODY),
        NoticeKind::EmploymentAsked => (m::EMPLOYMENT_ASKED_SUBJECT, m::EMPLOYMENT_ASKED_BODY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{fee::Yen, time::WorkDate};
    use std::collections::BTreeSet;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_kind_says_all_it_has_and_nothing_it_has_not() {
        for kind in NoticeKind::ALL {
            let (subject, body) = messages(kind);
            for lang in Lang::ALL {
                let mut used = placeholders(subject.get(lang));
                used.extend(placeholders(body.get(lang)));
                let expected: BTreeSet<&str> = kind.values().iter().copied().collect();
                assert_eq!(used, expected, "{kind:?} {}", lang.code());
            }
        }
    }

    #[test]
    fn items_of_a_list_are_named_by_the_list_and_once() {
        let fields = ["phone", "schools.k1", "schools.k2", "awards.k1"].map(str::to_owned).to_vec();
        let fields = Value::Fields(fields);
        assert_eq!(written(Lang::Ja, &fields), "電話番号、学歴、表彰");
        assert_eq!(written(Lang::Ja, &Value::Fields(vec!["licence_trades".to_owned()])), "許可業種");
    }

    #[test]
    fn values_are_written_as_the_language_writes_them() {
        let values = Values::from([
            ("name".to_owned(), Value::Text("見本 太郎".to_owned())),
            ("number".to_owned(), Value::Text("2026-1121-00417".to_owned())),
            ("yen".to_owned(), Value::Yen(Yen(12_000))),
            ("due".to_owned(), Value::Day(WorkDate::from_stored(20_261_231))),
        ]);
        let ja = words(Lang::Ja, NoticeKind::FeeDue, &values);
        assert!(ja.body.contains("12,000円") && ja.body.contains("2026年12月31日"), "{}", ja.body);
        let en = words(Lang::En, NoticeKind::FeeDue, &values);
        assert!(en.body.contains("12,000") && en.body.contains("2026"), "{}", en.body);
        let mail = mail(Lang::Ja, &ja, "https://example.jp/register/1");
        assert!(mail.contains("https://example.jp/register/1") && mail.ends_with('\n'));
        assert_eq!(short(Lang::En, &en, "https://example.jp/x"), format!("{}: https://example.jp/x", en.subject));
    }
}
