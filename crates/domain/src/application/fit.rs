//! Which reasons of the catalogue fit which field: a photo lacks no house number, and a date shows no face. Invariant:
//! every field a reviewer judges has a kind, and for each kind there is a reason that fits.
//!
//! Source: 10-registration.md, Review (per-field verdict with a catalogue of deficiency reasons); the kinds are ours.

use super::DeficiencyReason;
use crate::{
    business::EVIDENCE,
    proxy::PAPER,
    technician::{INSURANCE_CARD, List, parts},
};

/// What a field is to whoever judges it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A name in the characters a document has.
    Name,
    /// 市区町村 and the rest.
    Address,
    /// Other text, a number among it.
    Text,
    /// A day.
    Date,
    /// One of what is offered, or a tick.
    Choice,
    /// 職種.
    Trade,
    /// 顔写真.
    Photo,
    /// A picture or PDF of a document.
    Document,
    /// An item of a list, typed.
    Item,
    /// The same, of a trade.
    TradeItem,
    /// The same, with the picture of its certificate.
    CertificateItem,
}

impl FieldKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Address,
        Self::Text,
        Self::Date,
        Self::Choice,
        Self::Trade,
        Self::Photo,
        Self::Document,
        Self::Item,
        Self::TradeItem,
        Self::CertificateItem,
    ];
    /// Of a field or an item of either form; `None` for a name neither has.
    pub fn of(field: &str) -> Option<Self> {
        if let Some((list, ..)) = parts(field) {
            return Some(Self::of_list(list));
        }
        Some(match field {
            "family_name" | "given_name" | "alias" | "name" | "representative_family" | "representative_given" => {
                Self::Name
            }
            "address" | "card_address" | "emergency_address" | "admin_address" => Self::Address,
            "birth_date" | "residence_until" | "employed_on" | "employed_until" => Self::Date,
            "trade_1" | "trade_2" | "trade_3" | "trade_4" => Self::Trade,
            "photo" => Self::Photo,
            "identity" | INSURANCE_CARD | EVIDENCE | PAPER => Self::Document,
            field if is_choice(field) => Self::Choice,
            field if is_text(field) => Self::Text,
            _ => return None,
        })
    }
    const fn of_list(list: List) -> Self {
        match list {
            List::Subtrades | List::Careers => Self::TradeItem,
            List::Employers | List::Employments | List::HealthChecks | List::Schools => Self::Item,
            List::Qualifications | List::Trainings | List::Awards => Self::CertificateItem,
        }
    }
    /// Whether there is something typed or chosen in it.
    const fn is_typed(self) -> bool {
        !matches!(self, Self::Photo | Self::Document)
    }
    /// Whether a document is sent for it.
    const fn has_document(self) -> bool {
        matches!(self, Self::Document | Self::CertificateItem)
    }
}

fn is_choice(field: &str) -> bool {
    matches!(
        field,
        "sex"
            | "blood_type"
            | "nationality"
            | "residence_status"
            | "prefecture"
            | "card_to"
            | "card_prefecture"
            | "identity_kind"
            | "health_insurance"
            | "health_insurance_kind"
            | "pension"
            | "pension_kind"
            | "employment_insurance"
            | "kentaikyo"
            | "chutaikyo"
            | "accident_insurance"
            | "accident_insurance_kind"
            | "one_stop"
            | "kind"
            | "licence"
            | "licence_authority"
            | "licence_class"
            | "licence_trades"
            | "evidence_kind"
            | "other_business"
    )
}

fn is_text(field: &str) -> bool {
    matches!(
        field,
        "family_kana"
            | "given_kana"
            | "family_roman"
            | "given_roman"
            | "postcode"
            | "phone"
            | "phone_home"
            | "fax"
            | "mail"
            | "card_postcode"
            | "card_phone"
            | "emergency_name"
            | "emergency_relation"
            | "emergency_phone"
            | "employer_id"
            | "experience_years"
            | "kentaikyo_number"
            | "chief_number"
            | "name_kana"
            | "corporate_number"
            | "licence_year"
            | "licence_number"
            | "capital_yen"
            | "sales_yen"
            | "completed_works_yen"
            | "admin_name"
            | "admin_department"
            | "contact_phone"
            | "contact_fax"
            | "ci_net_code"
            | "certificate_kind"
            | "certificate_number"
            | "main_clients"
            | "awards"
            | "memberships"
    )
}

impl DeficiencyReason {
    /// Whether it can be chosen for a field of a kind. [`Self::NumberVisible`] never is: it is said by deleting the
    /// picture.
    pub const fn fits(self, kind: FieldKind) -> bool {
        match self {
            Self::MismatchWithDocument => kind.is_typed(),
            Self::Unreadable => matches!(kind, FieldKind::Photo) || kind.has_document(),
            Self::PhotoTooOld | Self::PhotoFaceCovered | Self::PhotoBackground => matches!(kind, FieldKind::Photo),
            Self::NameVariant => matches!(kind, FieldKind::Name),
            Self::AddressIncomplete => matches!(kind, FieldKind::Address),
            Self::WrongKindOfDocument | Self::ExpiredDocument => kind.has_document(),
            // No form is taken in without a photo it asks.
            Self::Missing => !matches!(kind, FieldKind::Photo),
            Self::TradeUnclear => matches!(kind, FieldKind::Trade | FieldKind::TradeItem),
            Self::NumberVisible => false,
            Self::Other => true,
        }
    }
    /// Whether it can be chosen for a field or an item.
    pub fn fits_field(self, field: &str) -> bool {
        FieldKind::of(field).is_some_and(|kind| self.fits(kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        business::REVIEWED,
        technician::{Stage, TechnicianForm},
    };

    /// One field of each kind.
    const FIELDS: [(&str, FieldKind); 11] = [
        ("family_name", FieldKind::Name),
        ("address", FieldKind::Address),
        ("phone", FieldKind::Text),
        ("birth_date", FieldKind::Date),
        ("sex", FieldKind::Choice),
        ("trade_1", FieldKind::Trade),
        ("photo", FieldKind::Photo),
        ("identity", FieldKind::Document),
        ("schools.k1", FieldKind::Item),
        ("careers.k2", FieldKind::TradeItem),
        ("qualifications.k3", FieldKind::CertificateItem),
    ];

    #[test]
    fn each_reason_is_offered_where_it_says_something() {
        use DeficiencyReason as Reason;
        let typed = ["family_name", "address", "phone", "birth_date", "sex", "trade_1"];
        let items = ["schools.k1", "careers.k2", "qualifications.k3"];
        let rows: [(Reason, Vec<&str>); 13] = [
            (Reason::MismatchWithDocument, [&typed[..], &items].concat()),
            (Reason::Unreadable, vec!["photo", "identity", "qualifications.k3"]),
            (Reason::PhotoTooOld, vec!["photo"]),
            (Reason::PhotoFaceCovered, vec!["photo"]),
            (Reason::PhotoBackground, vec!["photo"]),
            (Reason::NameVariant, vec!["family_name"]),
            (Reason::AddressIncomplete, vec!["address"]),
            (Reason::WrongKindOfDocument, vec!["identity", "qualifications.k3"]),
            (Reason::ExpiredDocument, vec!["identity", "qualifications.k3"]),
            (Reason::Missing, [&typed[..], &["identity"], &items].concat()),
            (Reason::TradeUnclear, vec!["trade_1", "careers.k2"]),
            (Reason::NumberVisible, vec![]),
            (Reason::Other, [&typed[..], &["photo", "identity"], &items].concat()),
        ];
        assert_eq!(rows.each_ref().map(|(reason, _)| *reason), Reason::ALL, "a row per reason");
        for (reason, fields) in rows {
            let offered: Vec<&str> =
                FIELDS.iter().map(|(field, _)| *field).filter(|field| reason.fits_field(field)).collect();
            assert_eq!(offered, fields, "{reason:?}");
        }
    }

    #[test]
    fn every_field_that_is_judged_has_a_kind_and_a_reason_beside_the_one_in_words() {
        assert_eq!(FIELDS.map(|(_, kind)| kind), FieldKind::ALL);
        for (field, kind) in FIELDS {
            assert_eq!(FieldKind::of(field), Some(kind), "{field}");
            let is_offered = |reason: &DeficiencyReason| *reason != DeficiencyReason::Other && reason.fits(kind);
            assert!(DeficiencyReason::ALL.iter().any(is_offered), "{kind:?}");
        }
        let technician = Stage::ALL.into_iter().flat_map(|stage| TechnicianForm::default().reviewed(stage));
        let business = REVIEWED.iter().chain(&[PAPER]).map(|field| (*field).to_owned());
        for field in technician.chain(business) {
            assert!(FieldKind::of(&field).is_some(), "{field}");
        }
        for list in List::ALL {
            let with_picture = FieldKind::of(&list.field("k1")) == Some(FieldKind::CertificateItem);
            assert_eq!(with_picture, list.takes_picture(), "{list:?}");
        }
        assert_eq!((FieldKind::of("password"), FieldKind::of("hat")), (None, None));
        assert!(!DeficiencyReason::Other.fits_field("hat"));
    }
}
