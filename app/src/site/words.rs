//! Words of the site's form and its codes. Invariant: one label per field, used by form and detail alike.

use crate::shell::{t, tw};
use domain::{
    roster::RosterWarning,
    site::{ContractKind, ModelProject, WorkKind},
    touch::Assurance,
};
use i18n::{Msg, msg};

use msg::site as m;

/// The label of a field; `None` for a name the form does not have.
pub fn label(field: &str) -> Option<Msg> {
    Some(match field {
        "name" => m::NAME,
        "name_kana" => m::NAME_KANA,
        "postcode" => m::POSTCODE,
        "prefecture" => m::PREFECTURE,
        "address" => m::ADDRESS,
        "latitude" => m::LATITUDE,
        "longitude" => m::LONGITUDE,
        "umbrella" => m::UMBRELLA,
        "start" => m::START,
        "end" => m::END,
        "client_name" => m::CLIENT_NAME,
        "public_client" => m::PUBLIC_CLIENT,
        "contract_kind" => m::CONTRACT_KIND,
        "contract_yen" => m::CONTRACT_YEN,
        "work_kind" => m::WORK_KIND,
        "model_project" => m::MODEL_PROJECT,
        "days_off" => m::DAYS_OFF,
        "day_boundary" => m::DAY_BOUNDARY,
        "ask_role" => m::ASK_ROLE,
        "gate_opens" => m::GATE_OPENS,
        "gate_closes" => m::GATE_CLOSES,
        "assurance_min" => m::ASSURANCE_MIN,
        _ => return None,
    })
}

/// Fields one chooses in instead of writing.
pub const CHOSEN: &[&str] = &[
    "prefecture",
    "umbrella",
    "public_client",
    "contract_kind",
    "work_kind",
    "model_project",
    "days_off",
    "ask_role",
    "assurance_min",
];

/// 契約の種類.
pub const fn contract_kind(kind: ContractKind) -> Msg {
    match kind {
        ContractKind::LumpSum => m::CONTRACT_LUMP_SUM,
        ContractKind::UnitPrice => m::CONTRACT_UNIT_PRICE,
        ContractKind::Entrusted => m::CONTRACT_ENTRUSTED,
        ContractKind::Other => m::CONTRACT_OTHER,
    }
}

/// モデル工事.
pub const fn model_project(kind: ModelProject) -> Msg {
    match kind {
        ModelProject::Mandatory => m::MODEL_MANDATORY,
        ModelProject::Recommended => m::MODEL_RECOMMENDED,
        ModelProject::Other => m::MODEL_OTHER,
    }
}

/// What a touch must be read with at the least.
pub const fn assurance(of: Assurance) -> Msg {
    match of {
        Assurance::Typed => m::ASSURANCE_ANY,
        Assurance::UidOnly => m::ASSURANCE_UID,
        Assurance::DynamicQr => m::ASSURANCE_QR,
        Assurance::SignedNdef => m::ASSURANCE_SIGNED,
        Assurance::Sun => m::ASSURANCE_SUN,
    }
}

/// 工事の種類.
pub const fn work_kind(kind: WorkKind) -> Msg {
    match kind {
        WorkKind::Civil => m::WORK_KIND_CIVIL,
        WorkKind::Building => m::WORK_KIND_BUILDING,
        WorkKind::Equipment => m::WORK_KIND_EQUIPMENT,
        WorkKind::Demolition => m::WORK_KIND_DEMOLITION,
        WorkKind::Maintenance => m::WORK_KIND_MAINTENANCE,
        WorkKind::Other => m::WORK_KIND_OTHER,
    }
}

/// `元請`, `2次`.
pub fn tier(tier: i16) -> String {
    if tier == 0 { t(m::TIER_PRIME).to_owned() } else { tw(m::TIER_N, &[("tier", &tier)]) }
}

/// What to look at for a person.
pub const fn warning(warning: RosterWarning) -> Msg {
    match warning {
        RosterWarning::UnderAge18 => msg::roster::WARNING_UNDER_AGE_18,
        RosterWarning::Over60 => msg::roster::WARNING_OVER_60,
        RosterWarning::InsuranceMissing => msg::roster::WARNING_INSURANCE_MISSING,
        RosterWarning::QualificationMissing => msg::roster::WARNING_QUALIFICATION_MISSING,
        RosterWarning::QualificationExpired => msg::roster::WARNING_QUALIFICATION_EXPIRED,
        RosterWarning::ResidenceExpired => msg::roster::WARNING_RESIDENCE_EXPIRED,
        RosterWarning::RegistrationExpired => msg::roster::WARNING_REGISTRATION_EXPIRED,
        RosterWarning::InductionMissing => msg::roster::WARNING_INDUCTION_MISSING,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::site::FIELDS;

    #[test]
    fn every_field_has_words() {
        for field in FIELDS {
            assert!(label(field).is_some(), "{field}");
        }
        for field in CHOSEN {
            assert!(FIELDS.contains(field), "{field}");
        }
    }
}
