//! Words of corrections. Invariant: a field is called what its form calls it.

use crate::{Msg, msg};
use domain::{
    correction::{CorrectionState, Manner, technician_fields},
    technician::{Stage, parts},
};

/// Where a correction stands.
pub const fn correction_state(state: CorrectionState) -> Msg {
    match state {
        CorrectionState::Waiting => msg::correction::STATE_WAITING,
        CorrectionState::Made => msg::correction::STATE_MADE,
        CorrectionState::Refused => msg::correction::STATE_REFUSED,
        CorrectionState::Withdrawn => msg::correction::STATE_WITHDRAWN,
    }
}

/// What becomes of a field or an item.
pub const fn correction_manner(manner: Manner) -> Msg {
    match manner {
        Manner::Changed => msg::correction::MANNER_CHANGED,
        Manner::Added => msg::correction::MANNER_ADDED,
        Manner::StruckOut => msg::correction::MANNER_STRUCK_OUT,
    }
}

/// What a registered field of a person or business is called, and an item by its list; `None` for a name neither has.
pub fn registered_field(field: &str) -> Option<Msg> {
    if let Some((list, ..)) = parts(field) {
        Some(super::technician_list(list))
    } else if technician_fields(Stage::Change).any(|known| known == field) {
        super::technician_field(field)
    } else {
        business_field(field)
    }
}

/// The label of a field of the business's form; `None` for a name the form does not have.
pub fn business_field(field: &str) -> Option<Msg> {
    use msg::business as m;
    Some(match field {
        "kind" => m::KIND,
        "name" => m::NAME,
        "name_kana" => m::NAME_KANA,
        "representative_family" => m::REPRESENTATIVE_FAMILY,
        "representative_given" => m::REPRESENTATIVE_GIVEN,
        "corporate_number" => m::CORPORATE_NUMBER,
        "licence" => m::LICENCE,
        "licence_authority" => m::LICENCE_AUTHORITY,
        "licence_class" => m::LICENCE_CLASS,
        "licence_year" => m::LICENCE_YEAR,
        "licence_number" => m::LICENCE_NUMBER,
        "capital_yen" => m::CAPITAL_YEN,
        "postcode" => m::POSTCODE,
        "prefecture" => m::PREFECTURE,
        "address" => m::ADDRESS,
        "phone" => m::PHONE,
        "mail" => m::MAIL,
        "trade_1" => m::TRADE_1,
        "trade_2" => m::TRADE_2,
        "trade_3" => m::TRADE_3,
        "trade_4" => m::TRADE_4,
        "admin_name" => m::ADMIN_NAME,
        "licence_trades" => m::LICENCE_TRADES,
        "evidence_kind" => m::EVIDENCE_KIND,
        "evidence" => m::EVIDENCE,
        "sales_yen" => m::SALES_YEN,
        "completed_works_yen" => m::COMPLETED_WORKS_YEN,
        "other_business" => m::OTHER_BUSINESS,
        "admin_department" => m::ADMIN_DEPARTMENT,
        "admin_address" => m::ADMIN_ADDRESS,
        "contact_phone" => m::CONTACT_PHONE,
        "contact_fax" => m::CONTACT_FAX,
        "health_insurance" => m::HEALTH_INSURANCE,
        "health_insurance_kind" => m::HEALTH_INSURANCE_KIND,
        "pension" => m::PENSION,
        "pension_kind" => m::PENSION_KIND,
        "employment_insurance" => m::EMPLOYMENT_INSURANCE,
        "kentaikyo" => m::KENTAIKYO,
        "kentaikyo_number" => m::KENTAIKYO_NUMBER,
        "chutaikyo" => m::CHUTAIKYO,
        "accident_insurance" => m::ACCIDENT_INSURANCE,
        "ci_net_code" => m::CI_NET_CODE,
        "certificate_kind" => m::CERTIFICATE_KIND,
        "certificate_number" => m::CERTIFICATE_NUMBER,
        "main_clients" => m::MAIN_CLIENTS,
        "awards" => m::AWARDS,
        "memberships" => m::MEMBERSHIPS,
        "password" => msg::common::PASSWORD,
        "password_again" => msg::common::PASSWORD_AGAIN,
        "consent" => m::CONSENT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{correction::lists, technician::List};

    #[test]
    fn every_field_that_can_be_put_right_has_a_name() {
        let of_people = technician_fields(Stage::Change).chain(lists().map(List::code));
        for field in of_people.chain(domain::business::REGISTERED.iter().copied()) {
            let item = format!("{field}.k1");
            let field = if List::from_code(field).is_some() { &item } else { field };
            assert!(registered_field(field).is_some(), "{field}");
        }
        assert!(registered_field("x").is_none());
    }
}
