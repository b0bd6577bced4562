//! Words of the site's form and its codes. Invariant: one label per field, used by form and detail alike.

use crate::shell::{t, tw};
use domain::{roster::RosterWarning, site::WorkKind};
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
        "start" => m::START,
        "end" => m::END,
        "client_name" => m::CLIENT_NAME,
        "public_client" => m::PUBLIC_CLIENT,
        "work_kind" => m::WORK_KIND,
        "day_boundary" => m::DAY_BOUNDARY,
        "ask_role" => m::ASK_ROLE,
        _ => return None,
    })
}

/// Fields one chooses in instead of writing.
pub const CHOSEN: &[&str] = &["prefecture", "public_client", "work_kind", "ask_role"];

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
