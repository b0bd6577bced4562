//! What the form asks beyond the main entry, checked. Invariant: numbers of health insurance and basic pension have no place
//! here.

use super::{
    AccidentInsurance, BloodType, HealthCheckKind, HealthInsuranceKind, IdentityKind, KnownQualification, PensionKind,
    ResidenceStatus, SchoolKind, SubtradeCode,
};
use crate::{id::BusinessId, prefecture::PrefectureCode, time::WorkDate, trade::TradeCode};

/// カード送付先 other than the address (fields 14, 15).
#[derive(Clone, PartialEq, Eq)]
pub struct CardAddress {
    /// Seven digits.
    pub postcode: String,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// 市区町村 and the rest, as typed.
    pub address: String,
    /// 10 or 11 digits.
    pub phone: String,
}

/// 緊急連絡先 (fields 11 to 13).
#[derive(Clone, PartialEq, Eq)]
pub struct EmergencyContact {
    /// As typed.
    pub name: String,
    /// 続柄, as typed.
    pub relation: String,
    /// 住所, as typed.
    pub address: Option<String>,
    /// 10 or 11 digits.
    pub phone: String,
}

/// 従たる所属 (field 16).
#[derive(Clone, PartialEq, Eq)]
pub struct SecondaryEmployment {
    /// The employer.
    pub business: BusinessId,
    /// First day.
    pub from: WorkDate,
    /// Last day; `None` while it lasts.
    pub until: Option<WorkDate>,
}

/// 職種（小分類） (field 30).
#[derive(Clone, PartialEq, Eq)]
pub struct SubtradeEntry {
    /// One of the trades chosen.
    pub trade: TradeCode,
    /// Of the published list; `None` for another.
    pub code: Option<SubtradeCode>,
    /// Official name, or as typed.
    pub name: String,
}

/// 職歴 (field 31).
#[derive(Clone, PartialEq, Eq)]
pub struct CareerEntry {
    /// The trade.
    pub trade: TradeCode,
    /// Whole years.
    pub years: i16,
    /// What was done, as typed.
    pub content: Option<String>,
}

/// What groups 1 to 7 ask beside the main entry.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Particulars {
    /// Kind of the identity document that was shown with a simple registration, which asks for none.
    pub identity_kind: Option<IdentityKind>,
    /// 血液型.
    pub blood_type: Option<BloodType>,
    /// 在留資格 of people of other nationalities.
    pub residence_status: Option<ResidenceStatus>,
    /// Last day of the stay.
    pub residence_until: Option<WorkDate>,
    /// 自宅の電話番号, digits.
    pub phone_home: Option<String>,
    /// FAX番号, digits.
    pub fax: Option<String>,
    /// カード送付先; `None`: the address.
    pub card_to: Option<CardAddress>,
    /// 緊急連絡先.
    pub emergency: Option<EmergencyContact>,
    /// 雇用年月日 by the main employer.
    pub employed_on: Option<WorkDate>,
    /// Last day with the main employer, where a change ends it.
    pub employed_until: Option<WorkDate>,
    /// 従たる所属.
    pub employers: Vec<SecondaryEmployment>,
    /// 小分類.
    pub subtrades: Vec<SubtradeEntry>,
    /// 職歴.
    pub careers: Vec<CareerEntry>,
    /// 健康保険の種類.
    pub health_insurance_kind: Option<HealthInsuranceKind>,
    /// 年金保険の種類.
    pub pension_kind: Option<PensionKind>,
    /// 建退共 被共済者番号, digits.
    pub kentaikyo_number: Option<String>,
}

/// 受診健康診断 (field 28).
#[derive(Clone, PartialEq, Eq)]
pub struct HealthCheckEntry {
    /// Which.
    pub kind: HealthCheckKind,
    /// Its name, where it is another.
    pub name: Option<String>,
    /// Day.
    pub on: WorkDate,
}

/// 学歴 (field 32).
#[derive(Clone, PartialEq, Eq)]
pub struct SchoolEntry {
    /// Kind of school.
    pub kind: SchoolKind,
    /// As typed.
    pub name: String,
    /// 卒業年.
    pub year: i16,
}

/// 保有資格 (field 33).
#[derive(Clone, PartialEq, Eq)]
pub struct QualificationEntry {
    /// Its key in the form, by which its picture is found; empty where the register of 登録基幹技能者 says it.
    pub key: String,
    /// The known one; `None` where only the name is.
    pub known: Option<KnownQualification>,
    /// Official name, or as typed.
    pub name: String,
    /// 資格証の番号.
    pub number: Option<String>,
    /// Day it was acquired; `None` where the register does not say.
    pub acquired: Option<WorkDate>,
    /// Last day, where it has one.
    pub expires: Option<WorkDate>,
    /// Said by the register of 登録基幹技能者, which needs no document.
    pub from_register: bool,
}

/// 研修受講履歴 (field 35).
#[derive(Clone, PartialEq, Eq)]
pub struct TrainingEntry {
    /// Its key in the form.
    pub key: String,
    /// As typed.
    pub name: String,
    /// Who held it, as typed.
    pub by: Option<String>,
    /// Day.
    pub on: WorkDate,
}

/// 表彰等 (field 36).
#[derive(Clone, PartialEq, Eq)]
pub struct AwardEntry {
    /// Its key in the form.
    pub key: String,
    /// As typed.
    pub name: String,
    /// Who gave it, as typed.
    pub by: Option<String>,
    /// Day.
    pub on: WorkDate,
}

/// What 詳細型 adds: groups 8 to 14 and the identity document.
#[derive(Clone, PartialEq, Eq)]
pub struct DetailedEntry {
    /// Kind of the identity document.
    pub identity_kind: IdentityKind,
    /// 労災保険特別加入; `None`: not joined.
    pub accident_insurance: Option<AccidentInsurance>,
    /// 健康診断.
    pub health_checks: Vec<HealthCheckEntry>,
    /// 学歴.
    pub schools: Vec<SchoolEntry>,
    /// 保有資格, the register's first.
    pub qualifications: Vec<QualificationEntry>,
    /// 研修等受講履歴.
    pub trainings: Vec<TrainingEntry>,
    /// 表彰履歴.
    pub awards: Vec<AwardEntry>,
    /// The level is to be judged together with the registration (one stop).
    pub one_stop: bool,
}
