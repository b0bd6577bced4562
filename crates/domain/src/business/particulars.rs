//! What a checked form says beside who and where the business is. Invariant: plain values; the kind of something that was
//! not joined is absent.

use super::{EvidenceKind, LicenceTrade};
use crate::{
    fee::Yen,
    technician::{HealthInsuranceKind, Insurance, MutualAid, PensionKind},
};
use serde::{Deserialize, Serialize};

/// The fields that are registered as they stand in the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessParticulars {
    /// 許可業種 of a licence, in the order of the law.
    pub licence_trades: Vec<LicenceTrade>,
    /// What the evidence sent is.
    pub evidence_kind: Option<EvidenceKind>,
    /// 売上高.
    pub sales: Option<Yen>,
    /// 完成工事高, no more than 売上高.
    pub completed_works: Option<Yen>,
    /// 建設業以外の事業の有無.
    pub other_business: bool,
    /// 登録責任者 and 担当者.
    pub contact: Contact,
    /// Fields 20 to 28.
    pub insurance: Insurances,
    /// CI-NETコード, capitals and digits.
    pub ci_net_code: Option<String>,
    /// 電子証明書.
    pub certificate: Option<Certificate>,
    /// 主要取引先.
    pub main_clients: Vec<String>,
    /// 表彰.
    pub awards: Vec<String>,
    /// 所属団体.
    pub memberships: Vec<String>,
}

/// Fields 15 to 18.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contact {
    /// 登録責任者部署名.
    pub department: Option<String>,
    /// 登録責任者住所, where it is not the business's own.
    pub address: Option<String>,
    /// 担当者電話番号, where it is not the business's own.
    pub phone: Option<String>,
    /// 担当者FAX番号.
    pub fax: Option<String>,
}

/// 社会保険, 退職金共済, 労災保険特別加入. No number of a person's or a business's health insurance is among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insurances {
    /// 健康保険.
    pub health: Insurance,
    /// Its kind, where joined.
    pub health_kind: Option<HealthInsuranceKind>,
    /// 年金保険.
    pub pension: Insurance,
    /// Its kind, where joined.
    pub pension_kind: Option<PensionKind>,
    /// 雇用保険.
    pub employment: Insurance,
    /// 建退共.
    pub kentaikyo: MutualAid,
    /// 共済契約者番号, where joined.
    pub kentaikyo_number: Option<String>,
    /// 中退共.
    pub chutaikyo: MutualAid,
    /// 労災保険特別加入.
    pub accident: MutualAid,
}

/// 電子証明書の種類と番号.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// As its issuer calls it.
    pub kind: String,
    /// Its number.
    pub number: String,
}
