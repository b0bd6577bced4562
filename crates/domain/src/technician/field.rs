//! The fields of the form. Invariant: their names are stable; problems, verdicts and drafts go by them.

use super::{
    Stage,
    item::{List, parts},
};

/// The official number of a field or list item (1 to 40, data/technician_fields.csv), where it has one.
pub fn official_number(field: &str) -> Option<u32> {
    if let Some((list, _, _)) = parts(field) {
        return Some(of_list(list));
    }
    let number = match field {
        "family_name" | "given_name" | "family_kana" | "given_kana" | "family_roman" | "given_roman" => 1,
        "alias" => 2,
        "sex" => 3,
        "birth_date" => 4,
        "photo" => 5,
        "blood_type" => 6,
        "postcode" | "prefecture" | "address" => 7,
        "phone" | "phone_home" => 8,
        "fax" => 9,
        "mail" => 10,
        "emergency_name" | "emergency_relation" => 11,
        "emergency_address" => 12,
        "emergency_phone" => 13,
        "card_to" | "card_postcode" | "card_prefecture" | "card_address" => 14,
        "card_phone" => 15,
        "employer_id" => 16,
        "employed_on" | "employed_until" => 17,
        "health_insurance" => 18,
        "health_insurance_kind" => 19,
        "pension" => 20,
        "pension_kind" => 21,
        "employment_insurance" => 22,
        "kentaikyo" => 23,
        "kentaikyo_number" => 24,
        "chutaikyo" => 25,
        "accident_insurance" => 26,
        "accident_insurance_kind" => 27,
        "trade_1" | "trade_2" | "trade_3" | "trade_4" => 29,
        "experience_years" => 31,
        "chief_number" => 33,
        "nationality" => 37,
        "residence_status" => 38,
        "residence_until" => 39,
        _ => return None,
    };
    Some(number)
}

/// The official number of what a list holds.
const fn of_list(list: List) -> u32 {
    match list {
        List::Employers | List::Employments => 16,
        List::Subtrades => 30,
        List::Careers => 31,
        List::HealthChecks => 28,
        List::Schools => 32,
        List::Qualifications => 33,
        List::Trainings => 35,
        List::Awards => 36,
    }
}

/// Whether a field may not be left empty at a stage, whatever the others say. Who registers simply may show an identity
/// document, for a card that lasts (10-registration.md, Cards). Names in Latin capitals and the residence status are also
/// needed of people of other nationalities, the kind of an insurance of whoever has joined it; that depends on the form and
/// is decided by [`super::TechnicianForm::validate`]. An item is there because somebody added it, so it is looked at.
pub fn is_required(stage: Stage, field: &str) -> bool {
    parts(field).is_some()
        || (stage.is_detailed() && matches!(field, "identity_kind" | "identity"))
        || matches!(
            field,
            "family_name"
                | "given_name"
                | "family_kana"
                | "given_kana"
                | "birth_date"
                | "sex"
                | "nationality"
                | "postcode"
                | "prefecture"
                | "address"
                | "photo"
                | "trade_1"
                | "experience_years"
                | "health_insurance"
                | "pension"
                | "employment_insurance"
                | "kentaikyo"
                | "chutaikyo"
                | "accident_insurance"
                | "password"
                | "password_again"
                | "consent"
        )
}
