//! Words of the technician's form: labels of its fields and what their codes mean. Invariant: one label per field, used
//! by form, review and status alike.

use crate::{
    application::choice,
    shell::{lang, t, tw},
};
use domain::{
    calendar::{self, TypedDate},
    technician::{Insurance, MutualAid, NATIONALITIES, Sex},
};
use i18n::{Msg, date, msg};

/// The label of a field; `None` for a name the form does not have.
pub fn label(field: &str) -> Option<Msg> {
    use msg::technician as m;
    Some(match field {
        "family_name" => m::FAMILY_NAME,
        "given_name" => m::GIVEN_NAME,
        "family_kana" => m::FAMILY_KANA,
        "given_kana" => m::GIVEN_KANA,
        "family_roman" => m::FAMILY_ROMAN,
        "given_roman" => m::GIVEN_ROMAN,
        "alias" => m::ALIAS,
        "birth" | "birth_date" => m::BIRTH,
        "sex" => m::SEX,
        "nationality" => m::NATIONALITY,
        "postcode" => m::POSTCODE,
        "prefecture" => m::PREFECTURE,
        "address" => m::ADDRESS,
        "phone" => m::PHONE,
        "mail" => m::MAIL,
        "photo" => m::PHOTO,
        "employer_id" => m::EMPLOYER_ID,
        "trade_1" => m::TRADE_1,
        "trade_2" => m::TRADE_2,
        "trade_3" => m::TRADE_3,
        "trade_4" => m::TRADE_4,
        "experience_years" => m::EXPERIENCE_YEARS,
        "health_insurance" => m::HEALTH_INSURANCE,
        "pension" => m::PENSION,
        "employment_insurance" => m::EMPLOYMENT_INSURANCE,
        "kentaikyo" => m::KENTAIKYO,
        "chutaikyo" => m::CHUTAIKYO,
        "password" => m::PASSWORD,
        "password_again" => m::PASSWORD_AGAIN,
        "consent" => m::CONSENT,
        _ => return None,
    })
}

/// Fields one chooses in instead of writing.
pub const CHOSEN: &[&str] = &[
    "sex",
    "nationality",
    "prefecture",
    "trade_1",
    "trade_2",
    "trade_3",
    "trade_4",
    "health_insurance",
    "pension",
    "employment_insurance",
    "kentaikyo",
    "chutaikyo",
];

/// 性別.
pub const fn sex(sex: Sex) -> Msg {
    match sex {
        Sex::Male => msg::technician::SEX_MALE,
        Sex::Female => msg::technician::SEX_FEMALE,
        Sex::Unspecified => msg::technician::SEX_UNSPECIFIED,
    }
}

/// 社会保険.
pub const fn insurance(insurance: Insurance) -> Msg {
    match insurance {
        Insurance::Joined => msg::technician::CHOICE_JOINED,
        Insurance::Exempt => msg::technician::CHOICE_EXEMPT,
        Insurance::None => msg::technician::CHOICE_NONE,
    }
}

/// 建退共・中退共.
pub const fn mutual_aid(aid: MutualAid) -> Msg {
    match aid {
        MutualAid::Joined => msg::technician::CHOICE_JOINED,
        MutualAid::None => msg::technician::CHOICE_NONE,
    }
}

/// 国籍; `None` for a code the form does not offer.
pub fn nationality(code: &str) -> Option<Msg> {
    use msg::technician as m;
    Some(match code {
        "jp" => m::NATIONALITY_JP,
        "vn" => m::NATIONALITY_VN,
        "id" => m::NATIONALITY_ID,
        "ph" => m::NATIONALITY_PH,
        "cn" => m::NATIONALITY_CN,
        "mm" => m::NATIONALITY_MM,
        "np" => m::NATIONALITY_NP,
        "kh" => m::NATIONALITY_KH,
        "th" => m::NATIONALITY_TH,
        "mn" => m::NATIONALITY_MN,
        "bd" => m::NATIONALITY_BD,
        "lk" => m::NATIONALITY_LK,
        "in" => m::NATIONALITY_IN,
        "pk" => m::NATIONALITY_PK,
        "uz" => m::NATIONALITY_UZ,
        "kr" => m::NATIONALITY_KR,
        "tw" => m::NATIONALITY_TW,
        "br" => m::NATIONALITY_BR,
        "pe" => m::NATIONALITY_PE,
        "tr" => m::NATIONALITY_TR,
        "us" => m::NATIONALITY_US,
        "other" => m::NATIONALITY_OTHER,
        _ => return None,
    })
}

/// 国籍 as a list.
pub fn nationalities() -> choice::Choices {
    NATIONALITIES
        .iter()
        .filter_map(|code| nationality(code).map(|words| ((*code).to_owned(), t(words).to_owned())))
        .collect()
}

/// A field's value in words for somebody who reads it: codes become names, dates are written out. What is no code is
/// shown as it was typed.
pub fn shown(field: &str, value: &str) -> String {
    let words = match field {
        "sex" => Sex::from_code(value).map(sex),
        "nationality" => nationality(value),
        "health_insurance" | "pension" | "employment_insurance" => Insurance::from_code(value).map(insurance),
        "kentaikyo" | "chutaikyo" => MutualAid::from_code(value).map(mutual_aid),
        "prefecture" => return choice::prefecture_of(value),
        "trade_1" | "trade_2" | "trade_3" | "trade_4" => return choice::trade_of(value),
        "birth_date" => return birth_date(value),
        _ => None,
    };
    words.map_or_else(|| value.to_owned(), |words| t(words).to_owned())
}

/// `1988年4月2日（昭和63年）` from `showa 63 4 2`; what cannot be read as a day stays as typed.
fn birth_date(value: &str) -> String {
    let parts: Vec<&str> = value.split_whitespace().collect();
    let (era, day_parts) = match parts.as_slice() {
        [era, year, month, day] => (*era, [*year, *month, *day]),
        [year, month, day] => ("", [*year, *month, *day]),
        _ => return value.to_owned(),
    };
    let [year, month, day] = day_parts.map(str::to_owned);
    let Ok(date) = calendar::parse(&TypedDate { era: era.to_owned(), year, month, day }) else {
        return value.to_owned();
    };
    let (era, year) = calendar::era_of(date);
    let name = t(choice::era_word(era));
    let era = match year {
        1 => tw(msg::date::ERA_FIRST_YEAR, &[("era", &name)]),
        _ => tw(msg::date::ERA_YEAR, &[("era", &name), ("n", &year)]),
    };
    tw(msg::technician::BIRTH_SHOWN, &[("date", &date::day_only(lang(), date)), ("era", &era)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::technician::FIELDS;

    #[test]
    fn every_field_and_nationality_has_words() {
        for field in FIELDS {
            assert!(label(field).is_some(), "{field}");
        }
        for code in NATIONALITIES {
            assert!(nationality(code).is_some(), "{code}");
        }
        for field in CHOSEN {
            assert!(FIELDS.contains(field), "{field}");
        }
    }
}
