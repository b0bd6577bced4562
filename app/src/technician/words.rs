//! Words of the technician's form: labels of its fields and what their codes mean. Invariant: one label per field, used
//! by form, review and status alike.

use crate::{
    application::choice,
    shell::{lang, t, tw},
};
use domain::{
    calendar::{self, TypedDate},
    technician::{
        AccidentInsurance, BloodType, HealthInsuranceKind, IdentityKind, Insurance, List, MutualAid, NATIONALITIES,
        PensionKind, ResidenceStatus, Sex, Stage, parts,
    },
};
use i18n::{Msg, date, msg};

pub use super::page_words::{hint, lead, page_title, stage, stage_brings};
pub use i18n::word::{technician_field as label, technician_group as group, technician_list as list};

/// The label of a problem's field, items included: their list and the input.
pub fn label_of_problem(field: &str) -> Option<String> {
    match parts(field) {
        None if field == services::counter::CHECK => Some(t(msg::counter::CHECK_LABEL).to_owned()),
        None => label(field).map(|label| t(label).to_owned()),
        Some((list, _, None)) => Some(t(self::list(list)).to_owned()),
        Some((list, _, Some("picture"))) => Some(of_list(list, msg::registration::CERTIFICATE)),
        Some((list, _, Some(input))) => Some(of_list(list, super::item_words::label(list, input))),
    }
}

fn of_list(list: List, input: Msg) -> String {
    tw(msg::registration::OF_LIST, &[("list", &t(self::list(list))), ("input", &t(input))])
}

/// What an item is called where the form is not at hand: its list and number.
pub fn item_label(list: List, key: &str) -> String {
    i18n::word::technician_item(lang(), list, key)
}

/// The name of the input problems of a field stand beside: the birth date's parts are found under their group.
pub fn input_of(field: &str) -> &str {
    if field == "birth_date" { "birth" } else { field }
}

/// Whether a picture must be sent: that of a field, or of an item of a list.
pub fn is_required_picture(stage: Stage, of: &str) -> bool {
    match List::from_code(of) {
        Some(list) => list.needs_picture(),
        None => of == domain::proxy::PAPER || domain::technician::is_required(stage, of),
    }
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
    "blood_type",
    "residence_status",
    "card_to",
    "card_prefecture",
    "identity_kind",
    "health_insurance_kind",
    "pension_kind",
    "accident_insurance",
    "accident_insurance_kind",
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

/// 血液型.
pub const fn blood_type(of: BloodType) -> Msg {
    match of {
        BloodType::A => msg::registration::BLOOD_A,
        BloodType::B => msg::registration::BLOOD_B,
        BloodType::O => msg::registration::BLOOD_O,
        BloodType::Ab => msg::registration::BLOOD_AB,
    }
}

/// 健康保険の種類.
pub const fn health_insurance_kind(of: HealthInsuranceKind) -> Msg {
    match of {
        HealthInsuranceKind::Kyokai => msg::registration::HEALTH_KYOKAI,
        HealthInsuranceKind::Union => msg::registration::HEALTH_UNION,
        HealthInsuranceKind::ConstructionNational => msg::registration::HEALTH_CONSTRUCTION_NATIONAL,
        HealthInsuranceKind::National => msg::registration::HEALTH_NATIONAL,
        HealthInsuranceKind::Elderly => msg::registration::HEALTH_ELDERLY,
        HealthInsuranceKind::Other => msg::registration::HEALTH_OTHER,
    }
}

/// 年金保険の種類.
pub const fn pension_kind(of: PensionKind) -> Msg {
    match of {
        PensionKind::Employees => msg::registration::PENSION_EMPLOYEES,
        PensionKind::National => msg::registration::PENSION_NATIONAL,
        PensionKind::Receiving => msg::registration::PENSION_RECEIVING,
    }
}

/// 労災特別加入の種類.
pub const fn accident_insurance(of: AccidentInsurance) -> Msg {
    match of {
        AccidentInsurance::SelfEmployed => msg::registration::ACCIDENT_SELF_EMPLOYED,
        AccidentInsurance::SmallEmployer => msg::registration::ACCIDENT_SMALL_EMPLOYER,
        AccidentInsurance::Abroad => msg::registration::ACCIDENT_ABROAD,
    }
}

/// 本人確認書類の種類.
pub const fn identity_kind(of: IdentityKind) -> Msg {
    match of {
        IdentityKind::DriversLicence => msg::registration::KIND_DRIVERS_LICENCE,
        IdentityKind::NumberCardFront => msg::registration::KIND_NUMBER_CARD_FRONT,
        IdentityKind::ResidenceCard => msg::registration::KIND_RESIDENCE_CARD,
        IdentityKind::Passport => msg::registration::KIND_PASSPORT,
        IdentityKind::ResidentRecord => msg::registration::KIND_RESIDENT_RECORD,
        IdentityKind::Disability => msg::registration::KIND_DISABILITY,
    }
}

/// 在留資格.
pub const fn residence_status(of: ResidenceStatus) -> Msg {
    use msg::registration as r;
    match of {
        ResidenceStatus::SpecifiedSkilled1 => r::STATUS_SPECIFIED_SKILLED_1,
        ResidenceStatus::SpecifiedSkilled2 => r::STATUS_SPECIFIED_SKILLED_2,
        ResidenceStatus::Trainee1 => r::STATUS_TRAINEE_1,
        ResidenceStatus::Trainee2 => r::STATUS_TRAINEE_2,
        ResidenceStatus::Trainee3 => r::STATUS_TRAINEE_3,
        ResidenceStatus::Engineer => r::STATUS_ENGINEER,
        ResidenceStatus::Skilled => r::STATUS_SKILLED,
        ResidenceStatus::Designated => r::STATUS_DESIGNATED,
        ResidenceStatus::Permanent => r::STATUS_PERMANENT,
        ResidenceStatus::SpecialPermanent => r::STATUS_SPECIAL_PERMANENT,
        ResidenceStatus::SpouseOfJapanese => r::STATUS_SPOUSE_OF_JAPANESE,
        ResidenceStatus::SpouseOfPermanent => r::STATUS_SPOUSE_OF_PERMANENT,
        ResidenceStatus::LongTerm => r::STATUS_LONG_TERM,
        ResidenceStatus::Other => r::STATUS_OTHER,
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
    if let Some((list, ..)) = parts(field) {
        return super::item_words::summary_of(list, value);
    }
    let words = match field {
        "sex" => Sex::from_code(value).map(sex),
        "nationality" => nationality(value),
        "health_insurance" | "pension" | "employment_insurance" => Insurance::from_code(value).map(insurance),
        "kentaikyo" | "chutaikyo" | "accident_insurance" => MutualAid::from_code(value).map(mutual_aid),
        "blood_type" => BloodType::from_code(value).map(blood_type),
        "residence_status" => ResidenceStatus::from_code(value).map(residence_status),
        "identity_kind" => IdentityKind::from_code(value).map(identity_kind),
        "health_insurance_kind" => HealthInsuranceKind::from_code(value).map(health_insurance_kind),
        "pension_kind" => PensionKind::from_code(value).map(pension_kind),
        "accident_insurance_kind" => AccidentInsurance::from_code(value).map(accident_insurance),
        "card_to" if value == "other" => Some(msg::registration::CARD_TO_OTHER),
        "card_to" if value == "same" => Some(msg::registration::CARD_TO_SAME),
        "one_stop" if value == "yes" => Some(msg::registration::ONE_STOP_ASKED),
        "chief_consent" if value == "yes" => Some(msg::technician::CONSENT_YES),
        "prefecture" | "card_prefecture" => return choice::prefecture_of(value),
        "trade_1" | "trade_2" | "trade_3" | "trade_4" => return choice::trade_of(value),
        "birth_date" => return birth_date(value),
        "postcode" | "card_postcode" => return choice::postcode_of(value),
        _ => return choice::number_of(field, value),
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
    use domain::technician::{PAGES, Stage, fields};
    use std::collections::BTreeSet;

    #[test]
    fn every_field_nationality_page_and_list_has_words() {
        for field in fields(Stage::Detailed) {
            assert!(label(field).is_some(), "{field}");
        }
        for code in NATIONALITIES {
            assert!(nationality(code).is_some(), "{code}");
        }
        for field in CHOSEN {
            assert!(fields(Stage::Detailed).any(|known| known == *field), "{field}");
        }
        let titles: BTreeSet<&str> = PAGES.iter().map(|page| page_title(page).key()).collect();
        assert_eq!(titles.len(), PAGES.len());
        let lists: BTreeSet<&str> = List::ALL.iter().map(|list| self::list(*list).key()).collect();
        assert_eq!(lists.len(), List::ALL.len());
    }

    #[test]
    fn a_file_takes_every_country_and_stay_as_the_form_names_it() {
        use domain::bulk::{COLUMNS, Layout};
        let headings: Vec<String> = COLUMNS.iter().map(|column| column.heading.to_owned()).collect();
        let layout = Layout::of(&headings).unwrap();
        let ja = |msg: Msg| msg.get(i18n::Lang::Ja);
        let countries = NATIONALITIES.iter().map(|code| ("国籍", ja(nationality(code).unwrap())));
        let stays = ResidenceStatus::ALL.iter().map(|of| ("在留資格", ja(residence_status(*of))));
        for (heading, typed) in countries.chain(stays) {
            let cells: Vec<&str> = headings.iter().map(|known| if known == heading { typed } else { "" }).collect();
            let today = domain::time::WorkDate::from_stored(20_261_122);
            let wrong = layout.read(2, &cells, Stage::Simple, today).unwrap_err();
            assert!(!wrong.iter().any(|cell| cell.heading == heading && !cell.typed.is_empty()), "{typed}: {wrong:?}");
        }
    }

    #[test]
    fn postcodes_and_numbers_are_shown_as_they_are_read() {
        leptos::prelude::Owner::new().with(|| {
            for (field, value, words) in [
                ("postcode", "1350016", "135-0016"),
                ("card_postcode", "１３５００１６", "135-0016"),
                ("postcode", "135", "135"),
                ("experience_years", "12", "12年"),
                ("experience_years", "twelve", "twelve"),
                ("card_to", "", ""),
                ("address", "1350016", "1350016"),
            ] {
                assert_eq!(shown(field, value), words, "{field}");
            }
        });
    }

    #[test]
    fn a_problem_of_an_item_is_called_by_its_list_and_input() {
        leptos::prelude::Owner::new().with(|| {
            assert_eq!(label_of_problem("schools.k2.year").as_deref(), Some("学歴：卒業した年"));
            assert_eq!(label_of_problem("qualifications.k1.picture").as_deref(), Some("保有資格：証明書の画像"));
            assert_eq!(label_of_problem("phone").as_deref(), Some("電話番号"));
            assert_eq!(item_label(List::Schools, "k2"), "学歴 2");
        });
    }
}
