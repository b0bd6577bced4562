//! Sentences for what is wrong with a form. Invariant: each says what, where and how to put it right, and blames nobody
//! (design.md §8); none repeats what the person typed, since a page shows that in the field beside it.

use crate::{Lang, Msg, msg::problem as p, number::grouped};
use domain::{account::PASSWORD_CHARS_MIN, form::Problem};

/// The sentence beside a field whose label stands above it: it names the field no second time.
pub fn text(lang: Lang, problem: &Problem) -> String {
    let (_, here) = messages(problem);
    worded(lang, here, problem, "")
}

/// The sentence with the field's label in it, for the summary above a form.
pub fn text_of(lang: Lang, problem: &Problem, label: &str) -> String {
    let (there, _) = messages(problem);
    worded(lang, there, problem, label)
}

fn worded(lang: Lang, message: Msg, problem: &Problem, label: &str) -> String {
    let (low, high) = bounds(problem);
    let text = message.with(
        lang,
        &[
            ("field", &label),
            ("min", &grouped(low)),
            ("max", &grouped(high)),
            ("years", &grouped(low)),
            ("line", &grouped(low)),
            ("names", &names(lang, problem)),
        ],
    );
    capitalised(text)
}

/// As [`text`], for a field where one chooses instead of writing (radio buttons, a list, check boxes).
pub fn text_choice(lang: Lang, problem: &Problem) -> String {
    match problem {
        Problem::Missing => p::MISSING_CHOICE_HERE.get(lang).to_owned(),
        other => text(lang, other),
    }
}

/// As [`text_of`], for a field where one chooses instead of writing (radio buttons, a list, check boxes).
pub fn text_of_choice(lang: Lang, problem: &Problem, label: &str) -> String {
    match problem {
        Problem::Missing => capitalised(p::MISSING_CHOICE.with(lang, &[("field", &label)])),
        other => text_of(lang, other, label),
    }
}

/// In the summary, and beside the field.
fn messages(problem: &Problem) -> (Msg, Msg) {
    match problem {
        Problem::Missing => (p::MISSING, p::MISSING_HERE),
        Problem::NoProof => (p::NO_PROOF, p::NO_PROOF_HERE),
        Problem::MissingOfCorporation => (p::MISSING_OF_CORPORATION, p::MISSING_OF_CORPORATION_HERE),
        Problem::MissingEither => (p::MISSING_EITHER, p::MISSING_EITHER_HERE),
        Problem::TooLong { .. } => (p::TOO_LONG, p::TOO_LONG_HERE),
        Problem::TooManyLines { .. } => (p::TOO_MANY_LINES, p::TOO_MANY_LINES_HERE),
        Problem::TooShort { .. } => (p::TOO_SHORT, p::TOO_SHORT_HERE),
        Problem::SameAsLine { .. } => (p::SAME_AS_LINE, p::SAME_AS_LINE_HERE),
        Problem::FiledAlready => (p::FILED_ALREADY, p::FILED_ALREADY_HERE),
        Problem::CharacterLost => (p::CHARACTER_LOST, p::CHARACTER_LOST_HERE),
        Problem::NotName => (p::NOT_NAME, p::NOT_NAME_HERE),
        Problem::NotKana => (p::NOT_KANA, p::NOT_KANA_HERE),
        Problem::NotRoman => (p::NOT_ROMAN, p::NOT_ROMAN_HERE),
        Problem::NotPostcode => (p::NOT_POSTCODE, p::NOT_POSTCODE_HERE),
        Problem::NotPhone => (p::NOT_PHONE, p::NOT_PHONE_HERE),
        Problem::NotReachable => (p::NOT_REACHABLE, p::NOT_REACHABLE_HERE),
        Problem::NotMail => (p::NOT_MAIL, p::NOT_MAIL_HERE),
        Problem::NotNumber => (p::NOT_NUMBER, p::NOT_NUMBER_HERE),
        Problem::OutOfRange { max: i64::MAX, .. } => (p::AT_LEAST, p::AT_LEAST_HERE),
        Problem::OutOfRange { min: i64::MIN, .. } => (p::AT_MOST, p::AT_MOST_HERE),
        Problem::OutOfRange { .. } => (p::OUT_OF_RANGE, p::OUT_OF_RANGE_HERE),
        Problem::NotDate => (p::NOT_DATE, p::NOT_DATE_HERE),
        Problem::NotInEra => (p::NOT_IN_ERA, p::NOT_IN_ERA_HERE),
        Problem::InFuture => (p::IN_FUTURE, p::IN_FUTURE_HERE),
        Problem::NotAfterToday => (p::NOT_AFTER_TODAY, p::NOT_AFTER_TODAY_HERE),
        Problem::TooEarly => (p::TOO_EARLY, p::TOO_EARLY_HERE),
        Problem::TooYoung { .. } => (p::TOO_YOUNG, p::TOO_YOUNG_HERE),
        Problem::MoreThanAge { .. } => (p::MORE_THAN_AGE, p::MORE_THAN_AGE_HERE),
        Problem::BeforeWorkingAge { .. } => (p::BEFORE_WORKING_AGE, p::BEFORE_WORKING_AGE_HERE),
        Problem::NotOfJapanese => (p::NOT_OF_JAPANESE, p::NOT_OF_JAPANESE_HERE),
        Problem::CorporateNumberCheck => (p::CORPORATE_NUMBER_CHECK, p::CORPORATE_NUMBER_CHECK_HERE),
        Problem::CorporateNumberLength => (p::CORPORATE_NUMBER_LENGTH, p::CORPORATE_NUMBER_LENGTH_HERE),
        Problem::IdCheck => (p::ID_CHECK, p::ID_CHECK_HERE),
        Problem::BusinessIdCheck => (p::BUSINESS_ID_CHECK, p::BUSINESS_ID_CHECK_HERE),
        Problem::IdLength => (p::ID_LENGTH, p::ID_LENGTH_HERE),
        Problem::Unknown => (p::UNKNOWN, p::UNKNOWN_HERE),
        Problem::NotAChoice => (p::NOT_A_CHOICE, p::NOT_A_CHOICE_HERE),
        Problem::Twice => (p::TWICE, p::TWICE_HERE),
        Problem::HeadingsMissing { .. } => (p::HEADINGS_MISSING, p::HEADINGS_MISSING_HERE),
        Problem::HeadingsUnknown { .. } => (p::HEADINGS_UNKNOWN, p::HEADINGS_UNKNOWN_HERE),
        Problem::HeadingsTwice { .. } => (p::HEADINGS_TWICE, p::HEADINGS_TWICE_HERE),
        Problem::Count { min, max } if min == max => (p::COUNT_EXACTLY, p::COUNT_EXACTLY_HERE),
        Problem::Count { .. } => (p::COUNT, p::COUNT_HERE),
        Problem::WeakPassword => (p::WEAK_PASSWORD, p::WEAK_PASSWORD_HERE),
        Problem::Mismatch => (p::MISMATCH, p::MISMATCH_HERE),
        Problem::EndBeforeStart => (p::END_BEFORE_START, p::END_BEFORE_START_HERE),
        Problem::AfterItsEnd => (p::AFTER_ITS_END, p::AFTER_ITS_END_HERE),
        Problem::Expired => (p::EXPIRED, p::EXPIRED_HERE),
        Problem::Recorded => (p::RECORDED, p::RECORDED_HERE),
        Problem::NotInRegister => (p::NOT_IN_REGISTER, p::NOT_IN_REGISTER_HERE),
        Problem::NotConfirmed => (p::NOT_CONFIRMED, p::NOT_CONFIRMED_HERE),
        Problem::NoPicture => (p::NO_PICTURE, p::NO_PICTURE_HERE),
        Problem::Refused { code } => {
            let said = crate::code_msg(code).unwrap_or(p::NO_PICTURE_HERE);
            (said, said)
        }
    }
}

/// The two numbers a sentence may name; 0 where the rule has none.
fn bounds(problem: &Problem) -> (i64, i64) {
    match *problem {
        Problem::TooLong { max } | Problem::TooManyLines { max } => (0, i64::from(max)),
        Problem::TooShort { min } => (i64::from(min), 0),
        Problem::WeakPassword => (i64::from(PASSWORD_CHARS_MIN), 0),
        Problem::OutOfRange { min, max } => (min, max),
        Problem::Count { min, max } => (i64::from(min), i64::from(max)),
        Problem::MoreThanAge { max } => (0, max),
        Problem::TooYoung { years } | Problem::BeforeWorkingAge { years } => (i64::from(years), 0),
        Problem::SameAsLine { line } => (i64::from(line), 0),
        _ => (0, 0),
    }
}

/// The headings a sentence may name.
fn names(lang: Lang, problem: &Problem) -> String {
    match problem {
        Problem::HeadingsMissing { names } | Problem::HeadingsUnknown { names } | Problem::HeadingsTwice { names } => {
            names.join(crate::msg::common::LIST_JOIN.get(lang))
        }
        _ => String::new(),
    }
}

/// Latin sentences begin with a capital; nothing else has one.
fn capitalised(text: String) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_ascii_lowercase() => {
            chars.fold(first.to_ascii_uppercase().to_string(), |mut out, c| {
                out.push(c);
                out
            })
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> Vec<Problem> {
        vec![
            Problem::Missing,
            Problem::MissingOfCorporation,
            Problem::MissingEither,
            Problem::TooLong { max: 1_000 },
            Problem::TooShort { min: 8 },
            Problem::SameAsLine { line: 1_002 },
            Problem::FiledAlready,
            Problem::CharacterLost,
            Problem::NotName,
            Problem::NotKana,
            Problem::NotRoman,
            Problem::NotPostcode,
            Problem::NotPhone,
            Problem::NotReachable,
            Problem::NotMail,
            Problem::NotNumber,
            Problem::OutOfRange { min: 1, max: 55 },
            Problem::OutOfRange { min: 1, max: i64::MAX },
            Problem::OutOfRange { min: i64::MIN, max: 55 },
            Problem::NotDate,
            Problem::NotInEra,
            Problem::InFuture,
            Problem::NotAfterToday,
            Problem::TooEarly,
            Problem::TooYoung { years: 15 },
            Problem::MoreThanAge { max: 1_000 },
            Problem::BeforeWorkingAge { years: 15 },
            Problem::NotOfJapanese,
            Problem::CorporateNumberCheck,
            Problem::CorporateNumberLength,
            Problem::IdCheck,
            Problem::BusinessIdCheck,
            Problem::IdLength,
            Problem::Unknown,
            Problem::NotAChoice,
            Problem::Twice,
            Problem::HeadingsMissing { names: vec!["姓".to_owned(), "名".to_owned()] },
            Problem::HeadingsUnknown { names: vec!["血液型".to_owned()] },
            Problem::HeadingsTwice { names: vec!["姓".to_owned()] },
            Problem::Count { min: 1, max: 4 },
            Problem::Count { min: 2, max: 2 },
            Problem::WeakPassword,
            Problem::Mismatch,
            Problem::EndBeforeStart,
            Problem::AfterItsEnd,
            Problem::Expired,
            Problem::Recorded,
            Problem::NotInRegister,
            Problem::NotConfirmed,
            Problem::NoPicture,
            Problem::NoProof,
        ]
    }

    #[test]
    fn every_problem_has_its_own_complete_sentence() {
        for lang in Lang::ALL {
            let mut seen = std::collections::BTreeSet::new();
            for problem in every() {
                let sentence = text_of(lang, &problem, "住所");
                assert!(sentence.contains("住所"), "{sentence} does not say where");
                assert!(!sentence.contains(['{', '}']), "{sentence}");
                assert!(seen.insert(sentence), "{problem:?} says what another problem says");
            }
        }
    }

    #[test]
    fn beside_its_field_a_problem_names_it_no_second_time() {
        for lang in Lang::ALL {
            for problem in every() {
                let (there, here) = messages(&problem);
                assert!(there.get(lang).contains("{field}"), "{problem:?} does not say where in the summary");
                assert!(!here.get(lang).contains("{field}"), "{problem:?} has the field's place in it");
                let sentence = text(lang, &problem);
                assert!(!sentence.contains(['{', '}', '欄']) && !sentence.contains("this field"), "{sentence}");
                let first = sentence.chars().next().unwrap_or('が');
                assert!(!"がはのをで、：".contains(first) && !first.is_ascii_lowercase(), "{sentence}");
            }
        }
    }

    #[test]
    fn sentences_carry_their_numbers() {
        assert_eq!(
            text_of(Lang::Ja, &Problem::OutOfRange { min: 0, max: 1_000_000 }, "資本金"),
            "資本金は0から1,000,000までの数で入力してください"
        );
        assert_eq!(text(Lang::Ja, &Problem::TooLong { max: 40 }), "40文字までです。短くしてください");
        let weak = "パスワードがかんたんすぎます。8文字以上で、人が思いつかないものにしてください";
        assert_eq!(text_of(Lang::Ja, &Problem::WeakPassword, "パスワード"), weak);
        assert!(text(Lang::En, &Problem::WeakPassword).contains("at least 8 characters"));
        assert_eq!(text(Lang::En, &Problem::TooLong { max: 40 }), "Up to 40 characters are allowed. Please shorten it");
        assert_eq!(text_of(Lang::Ja, &Problem::InFuture, "生年月日"), "生年月日は未来の日付です。年を確かめてください");
        assert!(text_of(Lang::Ja, &Problem::TooYoung { years: 15 }, "生年月日").contains("15歳"));
        let either = "空です。技能者ID、または氏名と生年月日を入力してください";
        assert_eq!(text(Lang::Ja, &Problem::MissingEither), either, "name and birth date are one way, not two");
        assert!(text(Lang::En, &Problem::MissingEither).ends_with("the technician ID, or name and date of birth"));
    }

    #[test]
    fn a_firm_is_not_sent_to_a_card_it_does_not_have() {
        assert!(text_of(Lang::Ja, &Problem::IdCheck, "技能者ID").contains("カード"));
        let firm = text_of(Lang::Ja, &Problem::BusinessIdCheck, "事業者ID");
        assert!(!firm.contains("カード") && firm.starts_with("事業者IDの数字のどれかがちがいます"), "{firm}");
    }

    #[test]
    fn what_one_chooses_is_not_written() {
        assert_eq!(text_of_choice(Lang::Ja, &Problem::Missing, "性別"), "性別を選んでください");
        assert_eq!(text_choice(Lang::Ja, &Problem::Missing), "選んでください");
        assert_eq!(text_choice(Lang::En, &Problem::Missing), "Please choose");
        assert_eq!(text_choice(Lang::Ja, &Problem::Twice), text(Lang::Ja, &Problem::Twice));
        assert_eq!(text_of_choice(Lang::Ja, &Problem::Twice, "職種"), text_of(Lang::Ja, &Problem::Twice, "職種"));
    }
}
