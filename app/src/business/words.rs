//! Words of the business's form: labels of its fields and what their codes mean. Invariant: one label per field, used by
//! form, review and status alike.

use crate::{
    application::choice,
    shell::{lang, t, tw},
};
use domain::{
    business::{BusinessKind, LicenceAuthority, LicenceClass},
    text,
};
use i18n::{Msg, msg, number, word};

/// The label of a field; `None` for a name the form does not have.
pub fn label(field: &str) -> Option<Msg> {
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
        "password" => m::PASSWORD,
        "password_again" => m::PASSWORD_AGAIN,
        "consent" => m::CONSENT,
        _ => return None,
    })
}

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
        "licence_authority" => {
            return LicenceAuthority::from_code(value).map_or_else(|| value.to_owned(), licence_authority);
        }
        "prefecture" => return choice::prefecture_of(value),
        "trade_1" | "trade_2" | "trade_3" | "trade_4" => return choice::trade_of(value),
        "capital_yen" => {
            let digits = text::digits(&value.replace([',', '，', '円'], ""));
            let yen = digits.and_then(|digits| digits.parse().ok());
            return yen.map_or_else(|| value.to_owned(), |yen| number::yen(lang(), yen));
        }
        _ => None,
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
    }

    #[test]
    fn values_are_shown_in_words_or_as_typed() {
        leptos::prelude::Owner::new().with(|| {
            for (field, value, words) in [
                ("capital_yen", "30000000", "30,000,000円"),
                ("capital_yen", "30,000,000円", "30,000,000円"),
                ("capital_yen", "3千万", "3千万"),
                ("licence_authority", "00", "国土交通大臣"),
                ("licence_authority", "13", "東京都知事"),
                ("kind", "self_employed", "一人親方"),
                ("prefecture", "47", "沖縄県"),
                ("prefecture", "99", "99"),
                ("name", "港栄建設", "港栄建設"),
            ] {
                assert_eq!(shown(field, value), words, "{field}");
            }
        });
    }
}
