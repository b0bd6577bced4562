//! Choices that several forms offer, and what is typed as it is read. Invariant: the values are the domain's codes, the words
//! the catalogue's or the official table's; what is none of them is shown as typed.

use crate::shell::{lang, t};
use domain::{
    calendar::Era,
    form,
    prefecture::{PrefectureCode, postcode},
    trade,
};
use i18n::{Msg, msg, number, word};

/// Values and words of a list.
pub type Choices = Vec<(String, String)>;

/// Choices from codes and their words.
pub fn of<const N: usize>(choices: [(&str, Msg); N]) -> Choices {
    choices.into_iter().map(|(code, words)| (code.to_owned(), t(words).to_owned())).collect()
}

/// 都道府県.
pub fn prefectures() -> Choices {
    PrefectureCode::all()
        .map(|code| (format!("{:02}", code.get()), word::prefecture(lang(), code).to_owned()))
        .collect()
}

/// 職種: the 55 trades.
pub fn trades() -> Choices {
    trade::ALL
        .iter()
        .map(|trade| (trade.code.to_string(), format!("{} {}", trade.code, word::trade(lang(), trade.code))))
        .collect()
}

/// 元号.
pub fn eras() -> Choices {
    Era::ALL.into_iter().map(|era| (era.code().to_owned(), t(era_word(era)).to_owned())).collect()
}

/// The era's name.
pub const fn era_word(era: Era) -> Msg {
    match era {
        Era::Western => msg::date::ERA_WESTERN,
        Era::Taisho => msg::date::ERA_TAISHO,
        Era::Showa => msg::date::ERA_SHOWA,
        Era::Heisei => msg::date::ERA_HEISEI,
        Era::Reiwa => msg::date::ERA_REIWA,
    }
}

/// The words of a prefecture's code as forms send it; the code itself where it is none.
pub fn prefecture_of(code: &str) -> String {
    let number = code.trim().parse().ok().and_then(PrefectureCode::from_number);
    number.map_or_else(|| code.to_owned(), |number| word::prefecture(lang(), number).to_owned())
}

/// The name of a trade's code as forms send it; the code itself where it is none.
pub fn trade_of(code: &str) -> String {
    let number = code.trim().parse().ok().and_then(trade::TradeCode::from_number);
    number.map_or_else(|| code.to_owned(), |number| word::trade(lang(), number))
}

/// A postcode with its hyphen; as typed where it is none.
pub fn postcode_of(typed: &str) -> String {
    postcode::hyphenated(typed).unwrap_or_else(|| typed.to_owned())
}

/// A number with the unit of its field, or of an item's; as typed where the field counts nothing or it is no number.
pub fn number_of(field: &str, typed: &str) -> String {
    let counted = form::counted(field, typed);
    counted.map_or_else(|| typed.to_owned(), |(unit, number)| number::with_unit(lang(), unit, number))
}
