//! Sentences for what is wrong with a form. Invariant: each says what, where and how to put it right, and blames nobody
//! (design.md §8); none repeats what the person typed, since a page shows that in the field beside it.

use crate::{Lang, Msg, msg::problem as p, number::grouped};
use domain::form::Problem;

/// The sentence beside a field whose label stands above it.
pub fn text(lang: Lang, problem: &Problem) -> String {
    text_of(lang, problem, p::THIS_FIELD.get(lang))
}

/// The sentence with the field's label in it, for the summary above a form.
pub fn text_of(lang: Lang, problem: &Problem, label: &str) -> String {
    let message = message(problem);
    let (low, high) = bounds(problem);
    let text = message
        .with(lang, &[("field", &label), ("min", &grouped(low)), ("max", &grouped(high)), ("years", &grouped(low))]);
    capitalised(text)
}

/// As [`text_of`], for a field where one chooses instead of writing (radio buttons, a list, check boxes).
pub fn text_of_choice(lang: Lang, problem: &Problem, label: &str) -> String {
    match problem {
        Problem::Missing => capitalised(p::MISSING_CHOICE.with(lang, &[("field", &label)])),
        other => text_of(lang, other, label),
    }
}

fn message(problem: &Problem) -> Msg {
    match problem {
        Problem::Missing => p::MISSING,
        Problem::MissingOfCorporation => p::MISSING_OF_CORPORATION,
        Problem::TooLong { .. } => p::TOO_LONG,
        Problem::TooShort { .. } => p::TOO_SHORT,
        Problem::NotKana => p::NOT_KANA,
        Problem::NotRoman => p::NOT_ROMAN,
        Problem::NotPostcode => p::NOT_POSTCODE,
        Problem::NotPhone => p::NOT_PHONE,
        Problem::NotMail => p::NOT_MAIL,
        Problem::NotNumber => p::NOT_NUMBER,
        Problem::OutOfRange { max: i64::MAX, .. } => p::AT_LEAST,
        Problem::OutOfRange { min: i64::MIN, .. } => p::AT_MOST,
        Problem::OutOfRange { .. } => p::OUT_OF_RANGE,
        Problem::NotDate => p::NOT_DATE,
        Problem::NotInEra => p::NOT_IN_ERA,
        Problem::InFuture => p::IN_FUTURE,
        Problem::NotAfterToday => p::NOT_AFTER_TODAY,
        Problem::TooEarly => p::TOO_EARLY,
        Problem::TooYoung { .. } => p::TOO_YOUNG,
        Problem::CorporateNumberCheck => p::CORPORATE_NUMBER_CHECK,
        Problem::CorporateNumberLength => p::CORPORATE_NUMBER_LENGTH,
        Problem::IdCheck => p::ID_CHECK,
        Problem::BusinessIdCheck => p::BUSINESS_ID_CHECK,
        Problem::IdLength => p::ID_LENGTH,
        Problem::Unknown => p::UNKNOWN,
        Problem::NotAChoice => p::NOT_A_CHOICE,
        Problem::Twice => p::TWICE,
        Problem::Count { min, max } if min == max => p::COUNT_EXACTLY,
        Problem::Count { .. } => p::COUNT,
        Problem::WeakPassword => p::WEAK_PASSWORD,
        Problem::Mismatch => p::MISMATCH,
        Problem::EndBeforeStart => p::END_BEFORE_START,
        Problem::Expired => p::EXPIRED,
        Problem::NotInRegister => p::NOT_IN_REGISTER,
        Problem::NotConfirmed => p::NOT_CONFIRMED,
        Problem::NoPicture => p::NO_PICTURE,
        Problem::Refused { code } => crate::code_msg(code).unwrap_or(p::NO_PICTURE),
    }
}

/// The two numbers a sentence may name; 0 where the rule has none.
fn bounds(problem: &Problem) -> (i64, i64) {
    match *problem {
        Problem::TooLong { max } => (0, i64::from(max)),
        Problem::TooShort { min } => (i64::from(min), 0),
        Problem::OutOfRange { min, max } => (min, max),
        Problem::Count { min, max } => (i64::from(min), i64::from(max)),
        Problem::TooYoung { years } => (i64::from(years), 0),
        _ => (0, 0),
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
            Problem::TooLong { max: 1_000 },
            Problem::TooShort { min: 8 },
            Problem::NotKana,
            Problem::NotRoman,
            Problem::NotPostcode,
            Problem::NotPhone,
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
            Problem::CorporateNumberCheck,
            Problem::CorporateNumberLength,
            Problem::IdCheck,
            Problem::BusinessIdCheck,
            Problem::IdLength,
            Problem::Unknown,
            Problem::NotAChoice,
            Problem::Twice,
            Problem::Count { min: 1, max: 4 },
            Problem::Count { min: 2, max: 2 },
            Problem::WeakPassword,
            Problem::Mismatch,
            Problem::EndBeforeStart,
            Problem::Expired,
            Problem::NotInRegister,
            Problem::NotConfirmed,
            Problem::NoPicture,
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
    fn sentences_carry_their_numbers() {
        assert_eq!(
            text_of(Lang::Ja, &Problem::OutOfRange { min: 0, max: 1_000_000 }, "資本金"),
            "資本金は0から1,000,000までの数で入力してください"
        );
        assert_eq!(text(Lang::Ja, &Problem::TooLong { max: 40 }), "この欄は40文字までです。短くしてください");
        assert_eq!(
            text(Lang::En, &Problem::TooLong { max: 40 }),
            "This field may have up to 40 characters. Please shorten it"
        );
        assert_eq!(text_of(Lang::Ja, &Problem::InFuture, "生年月日"), "生年月日が未来の日付です。年を確かめてください");
        assert!(text_of(Lang::Ja, &Problem::TooYoung { years: 15 }, "生年月日").contains("15歳"));
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
        assert_eq!(text_of_choice(Lang::Ja, &Problem::Twice, "職種"), text_of(Lang::Ja, &Problem::Twice, "職種"));
    }
}
