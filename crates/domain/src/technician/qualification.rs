//! 資格のコード. Source: data/qualification_codes_partial.csv *(page)*, which is not complete: any other qualification is
//! written by its name. A test holds this table against that file.

/// A qualification with an official code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownQualification {
    /// Five digits.
    pub code: &'static str,
    /// Official name. Not translated.
    pub name: &'static str,
}

const fn of(code: &'static str, name: &'static str) -> KnownQualification {
    KnownQualification { code, name }
}

/// The known ones in the order of their codes.
pub const KNOWN: &[KnownQualification] = &[
    of("00001", "登録電気工事基幹技能者"),
    of("31018", "第一種電気工事士免状取得者"),
    of("31019", "第二種電気工事士免状取得者"),
    of("31073", "第一種電気工事士試験合格者"),
    of("31074", "認定電気工事従事者"),
    of("91024", "優秀施工者国土交通大臣顕彰（建設マスター）"),
    of("92024", "青年優秀施工者土地・建設産業局長顕彰（建設ジュニアマスター）"),
];

impl KnownQualification {
    /// From the code forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        KNOWN.iter().copied().find(|known| known.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_published_one() {
        let published: Vec<&str> =
            include_str!("../../../../data/qualification_codes_partial.csv").lines().skip(1).collect();
        let ours: Vec<String> = KNOWN.iter().map(|known| format!("{},{}", known.code, known.name)).collect();
        assert_eq!(ours, published);
        assert_eq!(KnownQualification::from_code("31018"), Some(KNOWN[1]));
        assert_eq!(KnownQualification::from_code("31017"), None);
    }
}
