//! Words of the form's pages: headings, what is said above and beside fields. Invariant: each page, list and stage has a
//! heading of its own.

use domain::technician::{List, Page, Stage};
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
    }
}

/// What a stage brings.
pub const fn stage_brings(stage: Stage) -> Msg {
    match stage {
        Stage::Simple => msg::registration::STAGE_SIMPLE_WHAT,
        Stage::Detailed => msg::registration::STAGE_DETAILED_WHAT,
        Stage::Upgrade => msg::registration::STAGE_UPGRADE_WHAT,
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
pub fn lead(page: &Page) -> Option<Msg> {
    use msg::registration as r;
    Some(match page.code {
        "card" => r::LEAD_CARD,
        "emergency" => r::LEAD_EMERGENCY,
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

/// The heading of a list.
pub const fn list(list: List) -> Msg {
    use msg::registration as r;
    match list {
        List::Employers => r::LIST_EMPLOYERS,
        List::Subtrades => r::LIST_SUBTRADES,
        List::Careers => r::LIST_CAREERS,
        List::HealthChecks => r::LIST_HEALTH_CHECKS,
        List::Schools => r::LIST_SCHOOLS,
        List::Qualifications => r::LIST_QUALIFICATIONS,
        List::Trainings => r::LIST_TRAININGS,
        List::Awards => r::LIST_AWARDS,
    }
}
