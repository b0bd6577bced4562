//! Words of a file for where somebody is from and may stay until when. Invariant: each choice of the form is taken as the form
//! names it (a test beside the form's words holds this), and by its code.

use crate::{
    technician::{NATIONALITIES, ResidenceStatus},
    text,
};

/// Codes of [`NATIONALITIES`] as they are called in Japanese.
const NAMES: [(&str, &str); 22] = [
    ("jp", "日本"),
    ("vn", "ベトナム"),
    ("id", "インドネシア"),
    ("ph", "フィリピン"),
    ("cn", "中国"),
    ("mm", "ミャンマー"),
    ("np", "ネパール"),
    ("kh", "カンボジア"),
    ("th", "タイ"),
    ("mn", "モンゴル"),
    ("bd", "バングラデシュ"),
    ("lk", "スリランカ"),
    ("in", "インド"),
    ("pk", "パキスタン"),
    ("uz", "ウズベキスタン"),
    ("kr", "韓国"),
    ("tw", "台湾"),
    ("br", "ブラジル"),
    ("pe", "ペルー"),
    ("tr", "トルコ"),
    ("us", "アメリカ"),
    ("other", "そのほか"),
];

/// A name, or a code of two letters in any case; `None`, which is said beside its cell, for what the form does not offer.
pub(super) fn nationality(typed: &str) -> Option<&'static str> {
    if let Some((code, _)) = NAMES.iter().find(|(_, name)| *name == typed) {
        return Some(code);
    }
    let code = text::to_ascii_width(typed).to_lowercase();
    NATIONALITIES.iter().copied().find(|known| *known == code)
}

/// 在留資格 by its name, its figures in either width, or its code.
pub(super) fn residence_status(typed: &str) -> Option<&'static str> {
    let plain = text::to_ascii_width(typed);
    let status = match plain.as_str() {
        "特定技能1号" => ResidenceStatus::SpecifiedSkilled1,
        "特定技能2号" => ResidenceStatus::SpecifiedSkilled2,
        "技能実習1号" => ResidenceStatus::Trainee1,
        "技能実習2号" => ResidenceStatus::Trainee2,
        "技能実習3号" => ResidenceStatus::Trainee3,
        "技術・人文知識・国際業務" => ResidenceStatus::Engineer,
        "技能" => ResidenceStatus::Skilled,
        "特定活動" => ResidenceStatus::Designated,
        "永住者" => ResidenceStatus::Permanent,
        "特別永住者" => ResidenceStatus::SpecialPermanent,
        "日本人の配偶者等" => ResidenceStatus::SpouseOfJapanese,
        "永住者の配偶者等" => ResidenceStatus::SpouseOfPermanent,
        "定住者" => ResidenceStatus::LongTerm,
        "そのほかの在留資格" => ResidenceStatus::Other,
        code => return ResidenceStatus::from_code(code).map(ResidenceStatus::code),
    };
    Some(status.code())
}
