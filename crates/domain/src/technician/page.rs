//! The pages of the form: one question group a page, a large group in several short ones. Invariant: every field stands on
//! one page, and a page belongs to one of the 14 official groups (data/technician_registration_groups.csv) or to none of
//! them and then says why.

use super::item::{List, parts};
use serde::{Deserialize, Serialize};

/// The 14 official groups of the form, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// 本人情報.
    Person,
    /// 所属事業者.
    Employers,
    /// 職種.
    Trades,
    /// 経験.
    Experience,
    /// 社会保険.
    SocialInsurance,
    /// 建退共.
    Kentaikyo,
    /// 中退共.
    Chutaikyo,
    /// 労災保険特別加入.
    AccidentInsurance,
    /// 健康診断.
    HealthChecks,
    /// 学歴.
    Schools,
    /// 登録基幹技能者資格.
    Chief,
    /// 保有資格等.
    Qualifications,
    /// 研修等受講履歴.
    Trainings,
    /// 表彰履歴.
    Awards,
}

impl Group {
    /// Every group, in the official order.
    pub const ALL: [Self; 14] = [
        Self::Person,
        Self::Employers,
        Self::Trades,
        Self::Experience,
        Self::SocialInsurance,
        Self::Kentaikyo,
        Self::Chutaikyo,
        Self::AccidentInsurance,
        Self::HealthChecks,
        Self::Schools,
        Self::Chief,
        Self::Qualifications,
        Self::Trainings,
        Self::Awards,
    ];
    /// The official number, 1 to 14.
    pub const fn number(self) -> u32 {
        self as u32 + 1
    }
    /// The official name, without what stands in brackets after it; as people read it, `i18n::word::technician_group`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "本人情報",
            Self::Employers => "所属事業者",
            Self::Trades => "職種",
            Self::Experience => "経験",
            Self::SocialInsurance => "社会保険",
            Self::Kentaikyo => "建退共",
            Self::Chutaikyo => "中退共",
            Self::AccidentInsurance => "労災保険特別加入",
            Self::HealthChecks => "健康診断",
            Self::Schools => "学歴",
            Self::Chief => "登録基幹技能者資格",
            Self::Qualifications => "保有資格等",
            Self::Trainings => "研修等受講履歴",
            Self::Awards => "表彰履歴",
        }
    }
    /// Asked of everybody (簡略型 asks the first seven), or of the detailed registration only.
    pub const fn is_simple(self) -> bool {
        self.number() <= 7
    }
}

/// How much is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 簡略型.
    Simple,
    /// 詳細型.
    Detailed,
    /// 簡略型→詳細型: what the detailed one adds.
    Upgrade,
    /// 変更 of a simple registration.
    SimpleChange,
    /// 変更 of a detailed registration.
    Change,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 5] = [Self::Simple, Self::Detailed, Self::Upgrade, Self::SimpleChange, Self::Change];
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Detailed => "detailed",
            Self::Upgrade => "upgrade",
            Self::SimpleChange => "simple_change",
            Self::Change => "change",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
    /// Whether it asks a group.
    pub const fn asks(self, group: Group) -> bool {
        match self {
            Self::Simple | Self::SimpleChange => group.is_simple(),
            Self::Detailed | Self::Change => true,
            Self::Upgrade => !group.is_simple(),
        }
    }
    /// Whether it ends in a detailed registration, which alone can be evaluated.
    pub const fn is_detailed(self) -> bool {
        matches!(self, Self::Detailed | Self::Upgrade | Self::Change)
    }
    /// Whether what is registered is changed.
    pub const fn is_change(self) -> bool {
        matches!(self, Self::SimpleChange | Self::Change)
    }
    /// Whether the person is registered and has a log-in already.
    pub const fn is_of_registered(self) -> bool {
        matches!(self, Self::Upgrade) || self.is_change()
    }
    /// Whether it asks a field of one of its pages. Photo and birth date do not change after registration
    /// (10-registration.md, Technicians); when the main employment ends is asked of who has one.
    pub fn asks_field(self, field: &str) -> bool {
        match field {
            "photo" | "birth_date" => !self.is_change(),
            "employed_until" => self.is_change(),
            _ => true,
        }
    }
}

/// A page of the form.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// In its address.
    pub code: &'static str,
    /// Its group; `None` for what registration does not ask and an application carries (one stop).
    pub group: Option<Group>,
    /// Its fields in order, by the names problems use; pictures are fields too.
    pub fields: &'static [&'static str],
    /// What there can be several of on it.
    pub lists: &'static [List],
    /// Asked at every stage, whatever the group: the identity document, on which a detailed registration and a card that
    /// lasts rest.
    every_stage: bool,
}

impl Page {
    /// Whether a stage asks it.
    pub fn is_of(&self, stage: Stage) -> bool {
        match self.group {
            _ if self.every_stage => true,
            Some(_) if !self.fields.is_empty() && !self.fields.iter().any(|field| stage.asks_field(field)) => false,
            Some(group) => stage.asks(group),
            // The level is judged together with a first registration (10-registration.md, One stop).
            None => stage == Stage::Detailed,
        }
    }
    /// Whether a field or an item belongs to it.
    pub fn holds(&self, field: &str) -> bool {
        // Employments as they are registered stand where the form asks for those of an application.
        let asked = |list| if list == List::Employments { List::Employers } else { list };
        let is_listed = || parts(field).is_some_and(|(list, ..)| self.lists.contains(&asked(list)));
        self.fields.contains(&field) || (!self.lists.is_empty() && is_listed())
    }
    /// Those of its fields a stage asks, in order.
    pub fn fields_of(&self, stage: Stage) -> impl Iterator<Item = &'static str> + use<> {
        self.fields.iter().copied().filter(move |field| stage.asks_field(field))
    }
    /// Names of its inputs: the birth date is four of them, pictures are none.
    pub fn inputs(&self) -> Vec<&'static str> {
        inputs(self.fields.iter().copied())
    }
    /// Those a stage asks.
    pub fn inputs_of(&self, stage: Stage) -> Vec<&'static str> {
        inputs(self.fields_of(stage))
    }
}

fn inputs(fields: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut inputs = Vec::new();
    for field in fields {
        match field {
            "birth_date" => inputs.extend(["birth_era", "birth_year", "birth_month", "birth_day"]),
            field if PICTURES.contains(&field) => {}
            field => inputs.push(field),
        }
    }
    inputs
}

/// The picture of an insurance card, on which the numbers are covered before it is sent: they never reach the register.
pub const INSURANCE_CARD: &str = "insurance_card";

/// Fields that are pictures: they have no text and are sent as files.
pub const PICTURES: &[&str] = &["photo", "identity", INSURANCE_CARD];

const fn of(code: &'static str, group: Group, fields: &'static [&'static str], lists: &'static [List]) -> Page {
    Page { code, group: Some(group), fields, lists, every_stage: false }
}

/// All pages in their order.
pub static PAGES: &[Page] = &[
    of(
        "name",
        Group::Person,
        &["family_name", "given_name", "family_kana", "given_kana", "family_roman", "given_roman", "alias"],
        &[],
    ),
    of(
        "birth",
        Group::Person,
        &["birth_date", "sex", "blood_type", "nationality", "residence_status", "residence_until"],
        &[],
    ),
    of("contact", Group::Person, &["postcode", "prefecture", "address", "phone", "phone_home", "fax", "mail"], &[]),
    of("card", Group::Person, &["card_to", "card_postcode", "card_prefecture", "card_address", "card_phone"], &[]),
    of(
        "emergency",
        Group::Person,
        &["emergency_name", "emergency_relation", "emergency_address", "emergency_phone"],
        &[],
    ),
    of("photo", Group::Person, &["photo"], &[]),
    Page {
        code: "identity",
        group: Some(Group::Person),
        fields: &["identity_kind", "identity"],
        lists: &[],
        every_stage: true,
    },
    of("employer", Group::Employers, &["employer_id", "employed_on", "employed_until"], &[List::Employers]),
    of("trade", Group::Trades, &["trade_1", "trade_2", "trade_3", "trade_4"], &[List::Subtrades]),
    of("experience", Group::Experience, &["experience_years"], &[List::Careers]),
    of(
        "insurance",
        Group::SocialInsurance,
        &[
            "health_insurance",
            "health_insurance_kind",
            "insurance_card",
            "pension",
            "pension_kind",
            "employment_insurance",
        ],
        &[],
    ),
    of("kentaikyo", Group::Kentaikyo, &["kentaikyo", "kentaikyo_number"], &[]),
    of("chutaikyo", Group::Chutaikyo, &["chutaikyo"], &[]),
    of("accident", Group::AccidentInsurance, &["accident_insurance", "accident_insurance_kind"], &[]),
    of("health", Group::HealthChecks, &[], &[List::HealthChecks]),
    of("school", Group::Schools, &[], &[List::Schools]),
    of("chief", Group::Chief, &["chief_number", "chief_consent"], &[]),
    of("qualification", Group::Qualifications, &[], &[List::Qualifications]),
    of("training", Group::Trainings, &[], &[List::Trainings]),
    of("award", Group::Awards, &[], &[List::Awards]),
    Page { code: "level", group: None, fields: &["one_stop"], lists: &[], every_stage: false },
];

/// What is asked at the end, beside the answers: the upgrade asks no password, as there is one.
pub const FINAL: &[&str] = &["password", "password_again", "consent"];

/// The pages of a stage, in order.
pub fn pages(stage: Stage) -> impl Iterator<Item = &'static Page> {
    PAGES.iter().filter(move |page| page.is_of(stage))
}

/// A page of a stage by its word.
pub fn page(stage: Stage, code: &str) -> Option<&'static Page> {
    pages(stage).find(|page| page.code == code)
}

/// The page a field or an item stands on.
pub fn page_of(field: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.holds(field))
}

/// Every single field of a stage in page order, then what is asked at the end.
pub fn fields(stage: Stage) -> impl Iterator<Item = &'static str> {
    pages(stage).flat_map(move |page| page.fields_of(stage)).chain(FINAL.iter().copied())
}

/// Where a field stands: page, then place on it; items after the fields, what is asked at the end last.
pub fn place(field: &str) -> (usize, usize) {
    let on_page = PAGES.iter().position(|page| page.holds(field));
    let within = |fields: &[&str]| fields.iter().position(|known| *known == field);
    match on_page {
        Some(at) => (at, within(PAGES[at].fields).unwrap_or(usize::MAX)),
        None => (PAGES.len(), within(FINAL).unwrap_or(usize::MAX)),
    }
}
