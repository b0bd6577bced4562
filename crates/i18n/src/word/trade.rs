//! 職種 in words. Invariant: the official Japanese name is never left out; another language stands before it as our own
//! translation.

use crate::{Lang, Msg, msg::trade as m};
use domain::trade::TradeCode;

/// A trade's name; in another language than Japanese with the official Japanese one behind it. The code itself where a later table has it and this
/// build does not.
pub fn trade(lang: Lang, code: TradeCode) -> String {
    let message = usize::try_from(code.get()).ok().and_then(|code| TRADES.get(code.checked_sub(1)?));
    match (lang, message) {
        (lang, Some(message)) if lang != Lang::Ja && message.is_in(lang) => {
            format!("{} ({})", message.get(lang), code.name())
        }
        _ => code.name(),
    }
}

/// In the order of their codes.
const TRADES: [Msg; 55] = [
    m::T01,
    m::T02,
    m::T03,
    m::T04,
    m::T05,
    m::T06,
    m::T07,
    m::T08,
    m::T09,
    m::T10,
    m::T11,
    m::T12,
    m::T13,
    m::T14,
    m::T15,
    m::T16,
    m::T17,
    m::T18,
    m::T19,
    m::T20,
    m::T21,
    m::T22,
    m::T23,
    m::T24,
    m::T25,
    m::T26,
    m::T27,
    m::T28,
    m::T29,
    m::T30,
    m::T31,
    m::T32,
    m::T33,
    m::T34,
    m::T35,
    m::T36,
    m::T37,
    m::T38,
    m::T39,
    m::T40,
    m::T41,
    m::T42,
    m::T43,
    m::T44,
    m::T45,
    m::T46,
    m::T47,
    m::T48,
    m::T49,
    m::T50,
    m::T51,
    m::T52,
    m::T53,
    m::T54,
    m::T55,
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::trade::ALL;
    use std::collections::BTreeSet;

    #[test]
    fn every_trade_has_its_official_name_and_an_english_one() {
        assert_eq!(ALL.len(), TRADES.len());
        let mut english = BTreeSet::new();
        for (official, message) in ALL.iter().zip(TRADES) {
            assert_eq!(message.get(Lang::Ja), official.name, "the catalogue has the published name");
            assert_eq!(trade(Lang::Ja, official.code), official.name);
            let words = trade(Lang::En, official.code);
            assert!(words.is_ascii() || words.ends_with(&format!("({})", official.name)), "{words}");
            assert!(words.starts_with(|c: char| c.is_ascii_uppercase()), "{words}");
            assert!(english.insert(words), "{} is named twice", official.name);
        }
        assert_eq!(trade(Lang::En, ALL[5].code), "Scaffolder (とび工)");
        assert_eq!(trade(Lang::En, TradeCode::from_stored(99)), "99", "of a later table");
    }
}
