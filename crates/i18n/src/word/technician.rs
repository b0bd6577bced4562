//! Words of the technician's form. Invariant: one label per field, used by form, review, status and notices alike.

use crate::{Lang, Msg, msg};
use domain::{
    application::ApplicationKind,
    technician::{Group, List, item_number, parts},
};

/// The label of a field; `None` for a name the form does not have.
pub fn technician_field(field: &str) -> Option<Msg> {
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
        domain::proxy::PAPER => msg::proxy::CONSENT_PAPER,
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
        "password" => msg::common::PASSWORD,
        "password_again" => msg::common::PASSWORD_AGAIN,
        "consent" => m::CONSENT,
        _ => return more(field),
    })
}

/// The labels of what was asked later.
fn more(field: &str) -> Option<Msg> {
    use msg::registration as r;
    Some(match field {
        "blood_type" => r::BLOOD_TYPE,
        "residence_status" => r::RESIDENCE_STATUS,
        "residence_until" => r::RESIDENCE_UNTIL,
        "phone_home" => r::PHONE_HOME,
        "fax" => r::FAX,
        "card_to" => r::CARD_TO,
        "card_postcode" => r::CARD_POSTCODE,
        "card_prefecture" => r::CARD_PREFECTURE,
        "card_address" => r::CARD_ADDRESS,
        "card_phone" => r::CARD_PHONE,
        "emergency_name" => r::EMERGENCY_NAME,
        "emergency_relation" => r::EMERGENCY_RELATION,
        "emergency_address" => r::EMERGENCY_ADDRESS,
        "emergency_phone" => r::EMERGENCY_PHONE,
        "identity_kind" => r::IDENTITY_KIND,
        "identity" => r::IDENTITY,
        "insurance_card" => r::INSURANCE_CARD,
        "employed_on" => r::EMPLOYED_ON,
        "employed_until" => msg::change::EMPLOYED_UNTIL,
        "health_insurance_kind" => r::HEALTH_INSURANCE_KIND,
        "pension_kind" => r::PENSION_KIND,
        "kentaikyo_number" => r::KENTAIKYO_NUMBER,
        "accident_insurance" => r::ACCIDENT_INSURANCE,
        "accident_insurance_kind" => r::ACCIDENT_INSURANCE_KIND,
        "chief_number" => r::CHIEF_NUMBER,
        "chief_consent" => r::CHIEF_CONSENT,
        "one_stop" => r::ONE_STOP,
        _ => return None,
    })
}

/// The heading of a group of the form: in Japanese the official name.
pub const fn technician_group(group: Group) -> Msg {
    use msg::registration as r;
    match group {
        Group::Person => r::GROUP_PERSON,
        Group::Employers => r::GROUP_EMPLOYERS,
        Group::Trades => r::GROUP_TRADES,
        Group::Experience => r::GROUP_EXPERIENCE,
        Group::SocialInsurance => r::GROUP_SOCIAL_INSURANCE,
        Group::Kentaikyo => r::GROUP_KENTAIKYO,
        Group::Chutaikyo => r::GROUP_CHUTAIKYO,
        Group::AccidentInsurance => r::GROUP_ACCIDENT_INSURANCE,
        Group::HealthChecks => r::GROUP_HEALTH_CHECKS,
        Group::Schools => r::GROUP_SCHOOLS,
        Group::Chief => r::GROUP_CHIEF,
        Group::Qualifications => r::GROUP_QUALIFICATIONS,
        Group::Trainings => r::GROUP_TRAININGS,
        Group::Awards => r::GROUP_AWARDS,
    }
}

/// The heading of a list.
pub const fn technician_list(list: List) -> Msg {
    use msg::registration as r;
    match list {
        List::Employers => r::LIST_EMPLOYERS,
        List::Employments => r::LIST_EMPLOYMENTS,
        List::Subtrades => r::LIST_SUBTRADES,
        List::Careers => r::LIST_CAREERS,
        List::HealthChecks => r::LIST_HEALTH_CHECKS,
        List::Schools => r::LIST_SCHOOLS,
        List::Qualifications => r::LIST_QUALIFICATIONS,
        List::Trainings => r::LIST_TRAININGS,
        List::Awards => r::LIST_AWARDS,
    }
}

/// 主たる所属 or 従たる所属.
pub const fn employment_kind(main: bool) -> Msg {
    if main { msg::change::MAIN } else { msg::change::OTHER }
}

/// What an item is called where it stands alone: its list and number.
pub fn technician_item(lang: Lang, list: List, key: &str) -> String {
    let list = technician_list(list).get(lang);
    msg::registration::ITEM_NUMBER.with(lang, &[("list", &list), ("n", &item_number(key))])
}

/// What a reviewer judged of a form is called: a field, or an item by its list and number; its name in the form where there is
/// no other.
pub fn judged_field(lang: Lang, of: ApplicationKind, field: &str) -> String {
    let known = match (of.stage(), parts(field)) {
        (Some(_), Some((list, key, _))) => return technician_item(lang, list, key),
        (Some(_), None) => technician_field(field),
        (None, _) => super::business_field(field),
    };
    known.map_or_else(|| field.to_owned(), |label| label.get(lang).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        business::REVIEWED,
        technician::{Stage, TechnicianForm},
    };

    #[test]
    fn groups_have_their_official_names_in_japanese_and_no_japanese_in_english() {
        for group in Group::ALL {
            assert_eq!(technician_group(group).get(Lang::Ja), group.name());
            assert!(technician_group(group).get(Lang::En).is_ascii(), "{group:?}");
        }
    }

    #[test]
    fn everything_a_reviewer_judges_has_a_name_in_each_language() {
        let (person, firm) = (ApplicationKind::TechnicianDetailed, ApplicationKind::Business);
        let of_people = TechnicianForm::default().reviewed(Stage::Detailed).into_iter().map(|field| (person, field));
        let of_businesses = REVIEWED.iter().map(|field| (firm, (*field).to_owned()));
        for (of, field) in of_people.chain(of_businesses).chain([(person, "qualifications.k1".to_owned())]) {
            for lang in Lang::ALL {
                assert_ne!(judged_field(lang, of, &field), field, "{}", lang.code());
            }
        }
        // Of several items of one list it is said which.
        assert_eq!(judged_field(Lang::Ja, person, "careers.k2"), "職歴 2");
        assert_ne!(judged_field(Lang::En, person, "careers.k1"), judged_field(Lang::En, person, "careers.k2"));
    }
}
