//! Words of the form's pages: headings, what is said above and beside fields. Invariant: each page, list and stage has a
//! heading of its own.

use domain::technician::{Page, Stage};
use i18n::{Msg, msg};

/// What helps to fill a field in.
pub fn hint(field: &str) -> Option<Msg> {
    use msg::{registration as r, technician as m};
    Some(match field {
        "alias" => m::ALIAS_HINT,
        "postcode" => m::POSTCODE_HINT,
        "address" => m::ADDRESS_HINT,
        "phone" => m::PHONE_HINT,
        "mail" => m::MAIL_HINT,
        "employer_id" => m::EMPLOYER_ID_HINT,
        "experience_years" => m::EXPERIENCE_YEARS_HINT,
        "blood_type" => r::BLOOD_TYPE_HINT,
        "residence_status" => r::RESIDENCE_STATUS_HINT,
        "residence_until" => r::RESIDENCE_UNTIL_HINT,
        "emergency_relation" => r::EMERGENCY_RELATION_HINT,
        "employed_on" => r::EMPLOYED_ON_HINT,
        "employed_until" => msg::change::EMPLOYED_UNTIL_HINT,
        "health_insurance_kind" => r::HEALTH_INSURANCE_KIND_HINT,
        "pension_kind" => r::PENSION_KIND_HINT,
        "kentaikyo_number" => r::KENTAIKYO_NUMBER_HINT,
        "accident_insurance_kind" => r::ACCIDENT_INSURANCE_KIND_HINT,
        "chief_number" => r::CHIEF_NUMBER_HINT,
        "one_stop" => r::ONE_STOP_HINT,
        _ => return None,
    })
}

/// A stage.
pub const fn stage(stage: Stage) -> Msg {
    match stage {
        Stage::Simple => msg::registration::STAGE_SIMPLE,
        Stage::Detailed => msg::registration::STAGE_DETAILED,
        Stage::Upgrade => msg::registration::STAGE_UPGRADE,
        Stage::SimpleChange => msg::registration::STAGE_SIMPLE_CHANGE,
        Stage::Change => msg::registration::STAGE_CHANGE,
    }
}

/// What a stage brings.
pub const fn stage_brings(stage: Stage) -> Msg {
    match stage {
        Stage::Simple => msg::registration::STAGE_SIMPLE_WHAT,
        Stage::Detailed => msg::registration::STAGE_DETAILED_WHAT,
        Stage::Upgrade => msg::registration::STAGE_UPGRADE_WHAT,
        Stage::SimpleChange => msg::registration::STAGE_SIMPLE_CHANGE_WHAT,
        Stage::Change => msg::registration::STAGE_CHANGE_WHAT,
    }
}

/// The heading of a page.
pub fn page_title(page: &Page) -> Msg {
    use msg::registration as r;
    match page.code {
        "name" => r::PAGE_NAME,
        "birth" => r::PAGE_BIRTH,
        "contact" => r::PAGE_CONTACT,
        "card" => r::PAGE_CARD,
        "emergency" => r::PAGE_EMERGENCY,
        "photo" => r::PAGE_PHOTO,
        "identity" => r::PAGE_IDENTITY,
        "employer" => r::PAGE_EMPLOYER,
        "trade" => r::PAGE_TRADE,
        "experience" => r::PAGE_EXPERIENCE,
        "insurance" => r::PAGE_INSURANCE,
        "kentaikyo" => r::PAGE_KENTAIKYO,
        "chutaikyo" => r::PAGE_CHUTAIKYO,
        "accident" => r::PAGE_ACCIDENT,
        "health" => r::PAGE_HEALTH,
        "school" => r::PAGE_SCHOOL,
        "chief" => r::PAGE_CHIEF,
        "qualification" => r::PAGE_QUALIFICATION,
        "training" => r::PAGE_TRAINING,
        "award" => r::PAGE_AWARD,
        _ => r::PAGE_LEVEL,
    }
}

/// What is said above a page's fields.
pub fn lead(stage: Stage, page: &Page) -> Option<Msg> {
    use msg::registration as r;
    Some(match page.code {
        "name" if stage.is_change() => msg::change::LEAD_NAME,
        "birth" if stage.is_change() => msg::change::LEAD_BIRTH,
        "identity" if stage.is_change() => msg::change::LEAD_IDENTITY,
        "employer" if stage.is_change() => msg::change::LEAD_EMPLOYER,
        "card" => r::LEAD_CARD,
        "emergency" => r::LEAD_EMERGENCY,
        "identity" if stage == Stage::Simple => r::LEAD_IDENTITY_SIMPLE,
        "identity" => r::LEAD_IDENTITY,
        "employer" => r::LEAD_EMPLOYER,
        "trade" => r::LEAD_TRADE,
        "experience" => r::LEAD_EXPERIENCE,
        "insurance" => r::LEAD_INSURANCE,
        "accident" => r::LEAD_ACCIDENT,
        "health" => r::LEAD_HEALTH,
        "school" => r::LEAD_SCHOOL,
        "chief" => r::LEAD_CHIEF,
        "qualification" => r::LEAD_QUALIFICATION,
        "training" => r::LEAD_TRAINING,
        "award" => r::LEAD_AWARD,
        "level" => r::LEAD_LEVEL,
        _ => return None,
    })
}
