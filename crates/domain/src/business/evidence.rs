//! What shows that a business is what it says. Invariant: with a licence it is the notice of it and nothing else.
//!
//! Source: 10-registration.md (Businesses): with a licence 許可通知書; without, tax and registry documents, of which the
//! specification says that only public pages name them.

use super::BusinessKind;
use crate::technician::choice::choice;
use serde::{Deserialize, Serialize};

/// The field of the picture, which is no text.
pub const EVIDENCE: &str = "evidence";

choice! {
    /// A document; those without a licence are known from public pages only.
    EvidenceKind {
        /// 建設業許可通知書（許可証明書）.
        LicenceNotice = 1 "licence_notice",
        /// 履歴事項全部証明書, of a corporation (page).
        RegistryCertificate = 2 "registry_certificate",
        /// 事業税の確定申告書, of a corporation (page).
        BusinessTaxReturn = 3 "business_tax_return",
        /// 所得税の確定申告書, of 個人 and 一人親方 (page).
        IncomeTaxReturn = 4 "income_tax_return",
        /// 個人事業の開業届出書, of 個人 and 一人親方 (page).
        OpeningNotice = 5 "opening_notice",
        /// 納税証明書, of everybody (page).
        TaxCertificate = 6 "tax_certificate",
    }
}

impl EvidenceKind {
    /// Whether it can show a business of a kind, with a licence (`yes`), without (`no`) or where that has not been said.
    pub fn shows(self, kind: Option<BusinessKind>, licence: &str) -> bool {
        let of_kind = match self {
            Self::LicenceNotice | Self::TaxCertificate => true,
            Self::RegistryCertificate | Self::BusinessTaxReturn => {
                matches!(kind, None | Some(BusinessKind::Corporation))
            }
            Self::IncomeTaxReturn | Self::OpeningNotice => !matches!(kind, Some(BusinessKind::Corporation)),
        };
        match licence {
            "yes" => self == Self::LicenceNotice,
            "no" => self != Self::LicenceNotice && of_kind,
            _ => of_kind,
        }
    }
}
