//! The choices the form offers. Invariant: the word a form sends and the number stored never change meaning.

use serde::{Deserialize, Serialize};

/// A choice that is only kept: number as stored, word as sent.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $number:literal $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$of])* $variant,)*
        }

        impl $name {
            /// Every choice, in the order of the form.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// As stored.
            pub const fn number(self) -> i16 {
                match self {
                    $(Self::$variant => $number,)*
                }
            }
            /// From the stored number.
            pub fn from_stored(number: i16) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.number() == number)
            }
            /// The word forms send.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
            /// From the word forms send.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.code() == code)
            }
        }
    };
}
pub(crate) use choice;

choice! {
    /// 血液型 (field 6).
    BloodType {
        /// A型.
        A = 1 "a",
        /// B型.
        B = 2 "b",
        /// O型.
        O = 3 "o",
        /// AB型.
        Ab = 4 "ab",
    }
}

choice! {
    /// 健康保険の種類 (field 19).
    HealthInsuranceKind {
        /// 協会けんぽ.
        Kyokai = 1 "kyokai",
        /// 健康保険組合.
        Union = 2 "union",
        /// 建設国保.
        ConstructionNational = 3 "construction_national",
        /// 国民健康保険.
        National = 4 "national",
        /// 後期高齢者医療制度.
        Elderly = 5 "elderly",
        /// Another.
        Other = 9 "other",
    }
}

choice! {
    /// 年金保険の種類 (field 21).
    PensionKind {
        /// 厚生年金.
        Employees = 1 "employees",
        /// 国民年金.
        National = 2 "national",
        /// 受給中.
        Receiving = 3 "receiving",
    }
}

choice! {
    /// 労災特別加入の保険種類 (field 27).
    AccidentInsurance {
        /// 一人親方等.
        SelfEmployed = 1 "self_employed",
        /// 中小事業主等.
        SmallEmployer = 2 "small_employer",
        /// 海外派遣者.
        Abroad = 3 "abroad",
    }
}

choice! {
    /// 健康診断の種類 (field 28).
    HealthCheckKind {
        /// 雇入時健康診断.
        OnHiring = 1 "on_hiring",
        /// 定期健康診断.
        Regular = 2 "regular",
        /// 特定業務従事者健康診断.
        SpecialWork = 3 "special_work",
        /// じん肺健康診断.
        Dust = 4 "dust",
        /// 石綿健康診断.
        Asbestos = 5 "asbestos",
        /// 有機溶剤健康診断.
        Solvents = 6 "solvents",
        /// 高気圧業務健康診断.
        Pressure = 7 "pressure",
        /// Another, whose name is written.
        Other = 9 "other",
    }
}

choice! {
    /// 学校の種類 (field 32).
    SchoolKind {
        /// 中学校.
        Junior = 1 "junior",
        /// 高等学校.
        High = 2 "high",
        /// 高等専門学校.
        Technical = 3 "technical",
        /// 専門学校.
        Vocational = 4 "vocational",
        /// 職業能力開発校.
        Training = 5 "training",
        /// 短期大学.
        JuniorCollege = 6 "junior_college",
        /// 大学.
        University = 7 "university",
        /// 大学院.
        Graduate = 8 "graduate",
        /// Abroad or another.
        Other = 9 "other",
    }
}

choice! {
    /// 本人確認書類の種類.
    IdentityKind {
        /// 運転免許証.
        DriversLicence = 1 "drivers_licence",
        /// マイナンバーカード, its front only.
        NumberCardFront = 2 "number_card_front",
        /// 在留カード・特別永住者証明書.
        ResidenceCard = 3 "residence_card",
        /// 旅券.
        Passport = 4 "passport",
        /// 住民票の写し.
        ResidentRecord = 5 "resident_record",
        /// 身体障害者手帳 and others with a photo.
        Disability = 6 "disability",
    }
}

/// 性別.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
    /// Not said.
    Unspecified,
}

impl Sex {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Male, Self::Female, Self::Unspecified];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Unspecified => 0,
            Self::Male => 1,
            Self::Female => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Unspecified => "unspecified",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.code() == code)
    }
}

/// 健康保険, 年金保険, 雇用保険: 加入, 適用除外, 未加入. Numbers of policies are never asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Insurance {
    /// 加入.
    Joined,
    /// 適用除外.
    Exempt,
    /// 未加入.
    None,
}

impl Insurance {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Joined, Self::Exempt, Self::None];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::None => 0,
            Self::Joined => 1,
            Self::Exempt => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|insurance| insurance.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Exempt => "exempt",
            Self::None => "none",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|insurance| insurance.code() == code)
    }
}

/// 建退共, 中退共: 加入 or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MutualAid {
    /// 加入.
    Joined,
    /// 未加入.
    None,
}

impl MutualAid {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Joined, Self::None];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::None => 0,
            Self::Joined => 1,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|aid| aid.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::None => "none",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|aid| aid.code() == code)
    }
}

/// 国籍 the form offers, ISO 3166-1 alpha-2 in small letters, Japan first; `other` last (ours).
pub const NATIONALITIES: &[&str] = &[
    "jp", "vn", "id", "ph", "cn", "mm", "np", "kh", "th", "mn", "bd", "lk", "in", "pk", "uz", "kr", "tw", "br", "pe",
    "tr", "us", "other",
];
