//! 市区町村 at the head of an address, for where more is nobody's to know.

/// With what the name of a municipality ends.
const ENDS: [char; 4] = ['市', '区', '町', '村'];
/// Municipalities in whose names such a letter stands further ahead of the last.
const HOLDING_ONE: [&str; 2] = ["東村山市", "武蔵村山市"];

/// The municipality an address begins with (京都市 of 京都市中京区…; 余市郡余市町 as a whole); empty where none is made out, so
/// that nothing is told too much.
pub fn municipality(address: &str) -> &str {
    if let Some(whole) = HOLDING_ONE.into_iter().find(|name| address.starts_with(name)) {
        return whole;
    }
    let mut letters = address.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        // A first letter is no end (市川市), nor is one with another end or 郡 behind it (四日市市, 余市郡).
        let goes_on = letters.peek().is_some_and(|(_, next)| ENDS.contains(next) || *next == '郡');
        if at > 0 && ENDS.contains(&letter) && !goes_on {
            return address.get(..at + letter.len_utf8()).unwrap_or_default();
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_after_its_municipality() {
        for (address, expected) in [
            ("江東区湊町3-1-5", "江東区"),
            ("京都市中京区寺町1", "京都市"),
            ("市川市八幡1-1-1", "市川市"),
            ("四日市市諏訪町1-5", "四日市市"),
            ("町田市森野2-2-22", "町田市"),
            ("大村市玖島1-25", "大村市"),
            ("東村山市本町1-2-3", "東村山市"),
            ("武蔵村山市本町1-1-1", "武蔵村山市"),
            ("余市郡余市町朝日町26", "余市郡余市町"),
            ("国頭郡東村字平良804", "国頭郡東村"),
            ("どこか1-2-3", ""),
            ("", ""),
        ] {
            assert_eq!(municipality(address), expected, "{address}");
        }
    }
}
