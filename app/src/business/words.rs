//! Words of the business's form: labels of its fields and what their codes mean. Invariant: one label per field, used by
//! form, review and status alike.

use crate::{
    application::choice,
    shell::{lang, t, tw},
    technician,
};
use domain::{
    business::{BusinessKind, EvidenceKind, LicenceAuthority, LicenceClass, LicenceTrade},
    technician::{HealthInsuranceKind, Insurance, MutualAid, PensionKind},
};
use i18n::{Msg, msg, word};

pub use i18n::word::business_field as label;

pub use super::page_words::{hint, lead, page_title, title};

/// Fields one chooses in instead of writing.
pub const CHOSEN: &[&str] = &[
    "kind",
    "licence",
    "licence_authority",
    "licence_class",
    "prefecture",
    "trade_1",
    "trade_2",
    "trade_3",
    "trade_4",
    "licence_trades",
    "evidence_kind",
    "other_business",
    "health_insurance",
    "health_insurance_kind",
    "pension",
    "pension_kind",
    "employment_insurance",
    "kentaikyo",
    "chutaikyo",
    "accident_insurance",
];

/// 法人・個人・一人親方.
pub const fn kind(kind: BusinessKind) -> Msg {
    match kind {
        BusinessKind::Corporation => msg::business::KIND_CORPORATION,
        BusinessKind::SoleProprietor => msg::business::KIND_SOLE_PROPRIETOR,
        BusinessKind::SelfEmployed => msg::business::KIND_SELF_EMPLOYED,
    }
}

/// 一般・特定.
pub const fn licence_class(class: LicenceClass) -> Msg {
    match class {
        LicenceClass::General => msg::business::LICENCE_CLASS_GENERAL,
        LicenceClass::Special => msg::business::LICENCE_CLASS_SPECIAL,
    }
}

/// What evidence is.
pub const fn evidence_kind(kind: EvidenceKind) -> Msg {
    use msg::business as m;
    match kind {
        EvidenceKind::LicenceNotice => m::EVIDENCE_LICENCE_NOTICE,
        EvidenceKind::RegistryCertificate => m::EVIDENCE_REGISTRY_CERTIFICATE,
        EvidenceKind::BusinessTaxReturn => m::EVIDENCE_BUSINESS_TAX_RETURN,
        EvidenceKind::IncomeTaxReturn => m::EVIDENCE_INCOME_TAX_RETURN,
        EvidenceKind::OpeningNotice => m::EVIDENCE_OPENING_NOTICE,
        EvidenceKind::TaxCertificate => m::EVIDENCE_TAX_CERTIFICATE,
    }
}

/// 許可行政庁.
pub fn licence_authority(authority: LicenceAuthority) -> String {
    match authority {
        LicenceAuthority::Minister => t(msg::business::LICENCE_AUTHORITY_MINISTER).to_owned(),
        LicenceAuthority::Governor(prefecture) => {
            tw(msg::business::LICENCE_AUTHORITY_GOVERNOR, &[("prefecture", &word::prefecture(lang(), prefecture))])
        }
    }
}

/// 許可行政庁 as a list: the minister first.
pub fn licence_authorities() -> choice::Choices {
    (0..=47)
        .filter_map(LicenceAuthority::from_stored)
        .map(|authority| (authority.code(), licence_authority(authority)))
        .collect()
}

/// A field's value in words for somebody who reads it. What is no code is shown as it was typed.
pub fn shown(field: &str, value: &str) -> String {
    let words = match field {
        "kind" => BusinessKind::from_code(value).map(kind),
        "licence_class" => LicenceClass::from_code(value).map(licence_class),
        "licence" => match value {
            "yes" => Some(msg::business::LICENCE_YES),
            "no" => Some(msg::business::LICENCE_NO),
            _ => None,
        },
        "other_business" => match value {
            "yes" => Some(msg::business::OTHER_BUSINESS_YES),
            "no" => Some(msg::business::OTHER_BUSINESS_NO),
            _ => None,
        },
        "evidence_kind" => EvidenceKind::from_code(value).map(evidence_kind),
        "health_insurance" | "pension" | "employment_insurance" => {
            Insurance::from_code(value).map(technician::words::insurance)
        }
        "health_insurance_kind" => HealthInsuranceKind::from_code(value).map(technician::words::health_insurance_kind),
        "pension_kind" => PensionKind::from_code(value).map(technician::words::pension_kind),
        "kentaikyo" | "chutaikyo" | "accident_insurance" => {
            MutualAid::from_code(value).map(technician::words::mutual_aid)
        }
        "licence_trades" => {
            let name =
                |code: &str| LicenceTrade::from_code(code).map_or_else(|| code.to_owned(), |of| of.name().to_owned());
            return value.split_whitespace().map(name).collect::<Vec<_>>().join(t(msg::common::LIST_JOIN));
        }
        "main_clients" | "awards" | "memberships" => {
            let lines = value.lines().map(str::trim).filter(|line| !line.is_empty());
            return lines.collect::<Vec<_>>().join(t(msg::common::LIST_JOIN));
        }
        "licence_authority" => {
            return LicenceAuthority::from_code(value).map_or_else(|| value.to_owned(), licence_authority);
        }
        "prefecture" => return choice::prefecture_of(value),
        "trade_1" | "trade_2" | "trade_3" | "trade_4" => return choice::trade_of(value),
        "postcode" => return choice::postcode_of(value),
        _ => return choice::number_of(field, value),
    };
    words.map_or_else(|| value.to_owned(), |words| t(words).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::business::FIELDS;

    #[test]
    fn every_field_has_words() {
        for field in FIELDS {
            assert!(label(field).is_some(), "{field}");
        }
        for field in CHOSEN {
            assert!(FIELDS.contains(field), "{field}");
        }
        let titles: std::collections::BTreeSet<&str> =
            domain::business::PAGES.iter().map(|page| page_title(page).key()).collect();
        assert_eq!(titles.len(), domain::business::PAGES.len());
    }

    #[test]
    fn values_are_shown_in_words_or_as_typed() {
        leptos::prelude::Owner::new().with(|| {
            for (field, value, words) in [
                ("capital_yen", "30000000", "30,000,000円"),
                ("capital_yen", "30,000,000円", "30,000,000円"),
                ("capital_yen", "3千万", "3千万"),
                ("licence_year", "5", "5年"),
                ("licence_number", "012345", "012345"),
                ("postcode", "1350016", "135-0016"),
                ("postcode", "港区", "港区"),
                ("licence_authority", "00", "国土交通大臣"),
                ("licence_authority", "13", "東京都知事"),
                ("kind", "self_employed", "一人親方"),
                ("prefecture", "47", "沖縄県"),
                ("prefecture", "99", "99"),
                ("name", "港栄建設", "港栄建設"),
                ("licence_trades", "01 12 x", "土木工事業、鉄筋工事業、x"),
                ("main_clients", "湊町市\n\n潮見不動産", "湊町市、潮見不動産"),
                ("evidence_kind", "opening_notice", "個人事業の開業届出書の控え"),
                ("pension", "exempt", "適用除外"),
            ] {
                assert_eq!(shown(field, value), words, "{field}");
            }
        });
    }
}
