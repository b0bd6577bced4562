//! The form, exactly as typed. Invariant: a field is named once, in the table below, and read and written through it; a list
//! item has a key that no later item of the form ever gets again.

use super::{
    Award, Career, HealthCheck, HeldEmployment, ITEMS_MAX, Input, Item, List, Page, Qualification, Registered, School,
    SecondaryEmployer, Stage, Subtrade, Training, item::parts,
};
use crate::{
    calendar::{self, TypedDate},
    form::Problem,
    time::WorkDate,
};
use core::fmt;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A 登録基幹技能者 as the register of their bodies answered (group 11).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChiefFound {
    /// 修了証番号 that was asked for, without spaces around it.
    pub number: String,
    /// Name of the qualification.
    pub name: String,
    /// Its last day, where it has one.
    pub expires: Option<WorkDate>,
}

/// What the register of 登録基幹技能者 was asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChiefAsked {
    /// 修了証番号, without spaces around it.
    pub number: String,
    /// The person's birth date.
    pub birth: WorkDate,
}

macro_rules! form {
    (
        text { $($(#[$doc:meta])* $field:ident,)* }
        secret { $($(#[$secret_doc:meta])* $secret:ident,)* }
        lists { $($(#[$list_doc:meta])* $list:ident: $item:ty = $which:ident,)* }
    ) => {
        /// The form, exactly as typed. Its `Debug` shows nothing personal, and passwords are read but never written by
        /// serde, so that no draft, log or session can hold one.
        #[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(default)]
        pub struct TechnicianForm {
            $($(#[$doc])* pub $field: String,)*
            $($(#[$secret_doc])* #[serde(skip_serializing)] pub $secret: String,)*
            $($(#[$list_doc])* #[serde(skip_serializing_if = "Vec::is_empty")] pub $list: Vec<$item>,)*
            /// What the register of 登録基幹技能者 answered; never typed.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub chief: Option<ChiefFound>,
            /// What it was asked, once it has answered, whatever it said; never typed.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub chief_asked: Option<ChiefAsked>,
            /// What was registered when a change was begun; never typed.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub registered: Option<Box<Registered>>,
            /// How many items were ever added to each list, so that no key comes twice.
            #[serde(skip_serializing_if = "BTreeMap::is_empty")]
            pub items_added: BTreeMap<String, u32>,
        }

        impl TechnicianForm {
            /// Every input of text, in page order: the birth date as its four parts, consent too, passwords not.
            pub const INPUTS: &'static [&'static str] = &[$(stringify!($field),)*];

            /// [`Self::INPUTS`] as they are read and written row by row.
            pub(super) const TABLE: &'static [Input] =
                &[$(Input::new(stringify!($field), |form| &form.$field, |form| &mut form.$field),)*];

            /// What stands in an input of [`Self::INPUTS`].
            pub fn input(&self, name: &str) -> Option<&str> {
                match name {
                    $(stringify!($field) => Some(&self.$field),)*
                    _ => None,
                }
            }
            /// Writes an input of [`Self::INPUTS`]; `false` where there is none of that name.
            pub fn set(&mut self, name: &str, typed: &str) -> bool {
                match name {
                    $(stringify!($field) => typed.clone_into(&mut self.$field),)*
                    _ => return false,
                }
                true
            }
            /// The items of a list, in the order they were added.
            pub fn items(&self, list: List) -> Vec<&dyn Item> {
                match list {
                    $(List::$which => self.$list.iter().map(|item| item as &dyn Item).collect(),)*
                }
            }
            /// An item to be changed.
            fn item_mut(&mut self, list: List, key: &str) -> Option<&mut dyn Item> {
                match list {
                    $(List::$which => {
                        let found = self.$list.iter_mut().find(|item| item.key == key);
                        found.map(|item| item as &mut dyn Item)
                    })*
                }
            }
            fn push_item(&mut self, list: List, key: &str) {
                match list {
                    $(List::$which => self.$list.push(<$item>::with_key(key)),)*
                }
            }
            /// Writes the items of a list as another form has them, keys and all.
            pub fn take_items(&mut self, list: List, from: &Self) {
                match list {
                    $(List::$which => self.$list.clone_from(&from.$list),)*
                }
                let added = from.items_added.get(list.code()).copied().unwrap_or_default();
                self.items_added.insert(list.code().to_owned(), added);
            }
            /// Takes an item out; `false` where there is none of that key.
            pub fn remove_item(&mut self, list: List, key: &str) -> bool {
                match list {
                    $(List::$which => {
                        let before = self.$list.len();
                        self.$list.retain(|item| item.key != key);
                        self.$list.len() < before
                    })*
                }
            }
        }
    };
}

form! {
    text {
        /// 姓.
        family_name,
        /// 名.
        given_name,
        /// セイ.
        family_kana,
        /// メイ.
        given_kana,
        /// Family name in Latin capitals.
        family_roman,
        /// Given name in Latin capitals.
        given_roman,
        /// 通称.
        alias,
        /// 元号 of the birth date.
        birth_era,
        /// 年 of the birth date.
        birth_year,
        /// 月 of the birth date.
        birth_month,
        /// 日 of the birth date.
        birth_day,
        /// [`super::Sex::code`].
        sex,
        /// [`super::BloodType::code`], may be empty.
        blood_type,
        /// One of [`super::NATIONALITIES`].
        nationality,
        /// [`super::ResidenceStatus::code`], asked of people of other nationalities.
        residence_status,
        /// Last day of the stay, where the status has one.
        residence_until,
        /// 郵便番号.
        postcode,
        /// 都道府県, code.
        prefecture,
        /// 市区町村 and the rest.
        address,
        /// 電話番号, where one is reached by day.
        phone,
        /// 自宅の電話番号, may be empty.
        phone_home,
        /// FAX番号, may be empty.
        fax,
        /// メールアドレス, may be empty.
        mail,
        /// カード送付先: `same` (or empty) as the address, or `other`.
        card_to,
        /// Its 郵便番号.
        card_postcode,
        /// Its 都道府県, code.
        card_prefecture,
        /// Its 市区町村 and the rest.
        card_address,
        /// Its 電話番号.
        card_phone,
        /// 緊急連絡先 氏名, may be empty with the three below.
        emergency_name,
        /// 続柄.
        emergency_relation,
        /// 住所.
        emergency_address,
        /// 電話番号.
        emergency_phone,
        /// [`super::IdentityKind::code`] of the identity document.
        identity_kind,
        /// 事業者ID of the main employer, may be empty.
        employer_id,
        /// 雇用年月日, may be empty.
        employed_on,
        /// Last day with the main employer, asked where the registration is changed; empty while it lasts.
        employed_until,
        /// Main trade, code.
        trade_1,
        /// Second trade, may be empty.
        trade_2,
        /// Third trade, may be empty.
        trade_3,
        /// Fourth trade, may be empty.
        trade_4,
        /// 経験年数.
        experience_years,
        /// 健康保険: [`super::Insurance::code`].
        health_insurance,
        /// [`super::HealthInsuranceKind::code`], where joined.
        health_insurance_kind,
        /// 年金保険: [`super::Insurance::code`].
        pension,
        /// [`super::PensionKind::code`], where joined.
        pension_kind,
        /// 雇用保険: [`super::Insurance::code`].
        employment_insurance,
        /// 建退共: [`super::MutualAid::code`].
        kentaikyo,
        /// 被共済者番号, may be empty.
        kentaikyo_number,
        /// 中退共: [`super::MutualAid::code`].
        chutaikyo,
        /// 労災保険特別加入: [`super::MutualAid::code`].
        accident_insurance,
        /// [`super::AccidentInsurance::code`], where joined.
        accident_insurance_kind,
        /// 登録基幹技能者講習 修了証番号, may be empty.
        chief_number,
        /// `yes`: the register may be asked with number and birth date.
        chief_consent,
        /// `yes`: the level is to be judged together (one stop).
        one_stop,
        /// `yes`.
        consent,
    }
    secret {
        /// A new password; never written back.
        password,
        /// The same once more; never written back.
        password_again,
    }
    lists {
        /// 従たる所属事業者.
        employers: SecondaryEmployer = Employers,
        /// 所属 as the register holds it; empty in every application.
        employments: HeldEmployment = Employments,
        /// 職種（小分類）.
        subtrades: Subtrade = Subtrades,
        /// 職歴.
        careers: Career = Careers,
        /// 健康診断.
        health_checks: HealthCheck = HealthChecks,
        /// 学歴.
        schools: School = Schools,
        /// 保有資格.
        qualifications: Qualification = Qualifications,
        /// 研修等受講履歴.
        trainings: Training = Trainings,
        /// 表彰履歴.
        awards: Award = Awards,
    }
}

impl fmt::Debug for TechnicianForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TechnicianForm").finish_non_exhaustive()
    }
}

/// The parts of the birth date.
const BIRTH: [&str; 4] = ["birth_era", "birth_year", "birth_month", "birth_day"];

impl TechnicianForm {
    /// The birth date as typed.
    pub fn birth(&self) -> TypedDate {
        TypedDate {
            era: self.birth_era.clone(),
            year: self.birth_year.clone(),
            month: self.birth_month.clone(),
            day: self.birth_day.clone(),
        }
    }
    /// The day of birth. Errors: as [`calendar::parse`].
    pub(crate) fn born(&self) -> Result<WorkDate, Problem> {
        calendar::parse_parts(&self.birth_era, [&self.birth_year, &self.birth_month, &self.birth_day])
    }
    /// The trades as typed, main first, empty ones included.
    pub const fn trades(&self) -> [&String; 4] {
        [&self.trade_1, &self.trade_2, &self.trade_3, &self.trade_4]
    }
    /// The form without its passwords.
    #[must_use]
    pub fn without_passwords(mut self) -> Self {
        self.password.clear();
        self.password_again.clear();
        self
    }
    /// Adds an empty item and gives its key.
    pub fn add_item(&mut self, list: List) -> String {
        let added = self.items_added.entry(list.code().to_owned()).or_default();
        *added += 1;
        let key = format!("k{added}");
        self.push_item(list, &key);
        key
    }
    /// Adds an empty item under the key a page gave it; `false` where [`Self::add_item`] gives no such key for as many items
    /// as a list takes.
    pub fn add_item_as(&mut self, list: List, key: &str) -> bool {
        let added = self.items_added.entry(list.code().to_owned()).or_default();
        let most = added.saturating_add(u32::try_from(ITEMS_MAX).unwrap_or(u32::MAX));
        let number = key.strip_prefix('k').and_then(|number| number.parse::<u32>().ok());
        let Some(number) = number.filter(|number| format!("k{number}") == key && (*added + 1..=most).contains(number))
        else {
            return false;
        };
        *added = number;
        self.push_item(list, key);
        true
    }
    /// Takes the inputs of one page that a stage asks from what was just sent; everything else stays.
    pub fn take_page(&mut self, stage: Stage, page: &Page, sent: &Self) {
        for name in page.inputs_of(stage) {
            if let Some(typed) = sent.input(name) {
                self.set(name, typed);
            }
        }
    }
    /// Writes what was sent for an item; names it does not have are passed over. `false` where there is no such item.
    pub fn put_item<'a>(&mut self, list: List, key: &str, sent: impl IntoIterator<Item = (&'a str, &'a str)>) -> bool {
        let Some(item) = self.item_mut(list, key) else { return false };
        for (name, typed) in sent {
            item.set(name, typed);
        }
        true
    }
    /// What was typed into a field or a list item (`schools.k2`, its fields as lines `name=value`), for review and
    /// check-your-answers; `None` for passwords, consent and pictures, which have no text.
    pub fn typed(&self, field: &str) -> Option<String> {
        if let Some((list, key, _)) = parts(field) {
            let item = self.items(list).into_iter().find(|item| item.key() == key)?;
            let line = |name: &&str| format!("{name}={}", item.get(name).unwrap_or_default());
            return Some(item.fields().iter().map(line).collect::<Vec<_>>().join("\n"));
        }
        match field {
            "birth_date" => {
                let parts = BIRTH.map(|part| self.input(part).unwrap_or_default());
                // The era, which a page chooses by itself, is no entry.
                let is_typed = parts[1..].iter().any(|part| !part.trim().is_empty());
                Some(if is_typed { parts.join(" ").trim().to_owned() } else { String::new() })
            }
            "consent" => None,
            _ if BIRTH.contains(&field) => None,
            _ => self.input(field).map(str::to_owned),
        }
    }
}
