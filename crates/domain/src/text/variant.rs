//! Characters that stand for the same name: a variant, then its common form, in pairs. Invariant: no common form is
//! itself a variant, so folding once is folding for good (a test holds this).
//!
//! The first kind are the compatibility ideographs that NFKC unifies; the second, NFKC leaves alone (髙, 﨑, 邉 …).
//! The list is ours: it only widens a search and never touches what is stored.

use std::sync::LazyLock;

/// Variant and common form, one after the other, sorted by variant.
const PAIRS: &str = concat!(
    "㟢崎乘乗佛仏來来假仮傳伝兒児內内冨富剝剥卽即參参咊和國国圓円圡土埜野堯尭塡填塲場增増壯壮壽寿學学寉鶴",
    "實実寬寛寳宝寶宝將将尙尚峯峰嵜崎嶋島嶌島嶽岳巖巌廚厨廣広彌弥彥彦從従德徳恆恒惠恵惡悪應応戀恋戶戸拔抜",
    "搖揺敎教數数斉斎旣既晉晋曉暁曾曽會会栁柳桒桑桺柳條条榮栄槇槙槗橋槪概樂楽橫横檜桧檢検櫻桜步歩歷歴歸帰",
    "每毎氣気淨浄淸清淺浅渊淵渕淵溪渓溫温滿満澁渋澤沢濱浜濵浜瀆涜瀧滝瀨瀬燒焼狹狭瑤瑶畫画當当眞真祿禄禮礼",
    "稻稲穐秋穗穂穰穣竝並籔薮粹粋絲糸經経綠緑緖緒縣県總総繪絵續続羣群聰聡聲声臺台與与舊旧舘館舩船艷艶苅刈",
    "莊荘萬万蔣蒋薗園藏蔵藝芸藥薬藪薮蘆芦號号螢蛍譽誉讓譲豐豊賴頼轉転逹達遙遥邉辺邊辺邨村鄕郷鄰隣醫医釋釈",
    "鈎鉤銳鋭鋪舗鎭鎮鐡鉄鐵鉄鑛鉱關関隺鶴靎鶴靏鶴靑青靜静頰頬顯顕餠餅驒騨髙高鳫雁鴈雁鷄鶏鷗鴎鹽塩麴麹麵麺",
    "黃黄黑黒齊斎齋斎龍竜龜亀龝秋欄欄廊廊朗朗虜虜殺殺類類隆隆塚塚﨑崎晴晴﨔欅凞凞猪猪益益礼礼神神祥祥福福",
    "靖靖精精羽羽蘒蘒諸諸逸逸都都飯飯飼飼館館鶴鶴侮侮僧僧免免勉勉勤勤卑卑喝喝嘆嘆器器塀塀墨墨層層屮屮悔悔",
    "慨慨憎憎懲懲敏敏既既暑暑梅梅海海渚渚漢漢煮煮琢琢碑碑社社祉祉祈祈祐祐祖祖祝祝禍禍禎禎穀穀突突節節練練",
    "縉縉繁繁署署者者臭臭著著褐褐視視謁謁謹謹賓賓贈贈逸逸難難響響頻頻𠮷吉𡈽土𣘺橋𥔎崎",
);

/// [`PAIRS`] as they are looked up: every name that is searched, compared or read from a file asks character by character.
struct Table {
    pairs: Vec<(char, char)>,
    /// Of each 256 characters where their pairs begin, and where those of all end.
    begins: Vec<usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let pairs: Vec<(char, char)> = pairs().collect();
    let begins = (0..=block(char::MAX) + 1).map(|at| pairs.partition_point(|(c, _)| block(*c) < at)).collect();
    Table { pairs, begins }
});

/// The 256 characters a character is one of.
const fn block(c: char) -> usize {
    c as usize >> 8
}

/// The common form of `c`; `c` itself where it has none.
pub(super) fn common(c: char) -> char {
    if u32::from(c) < 0x3400 {
        return c;
    }
    let table = &*TABLE;
    let ends = table.begins.get(block(c)).zip(table.begins.get(block(c) + 1));
    let near = ends.and_then(|(from, to)| table.pairs.get(*from..*to)).unwrap_or_default();
    near.iter().find(|(variant, _)| *variant == c).map_or(c, |(_, common)| *common)
}

fn pairs() -> impl Iterator<Item = (char, char)> {
    let mut chars = PAIRS.chars();
    core::iter::from_fn(move || Some((chars.next()?, chars.next()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_common_form_is_itself_a_variant() {
        for (variant, form) in pairs() {
            assert_eq!(common(form), form, "{variant} leads to {form}, which is folded again");
        }
        assert_eq!(PAIRS.chars().count() % 2, 0);
    }

    #[test]
    fn each_variant_is_found_and_nothing_else() {
        let known: std::collections::HashMap<char, char> = pairs().collect();
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            assert_eq!(common(c), known.get(&c).copied().unwrap_or(c));
        }
    }

    #[test]
    fn variants_are_sorted_and_named_once() {
        let variants: Vec<char> = pairs().map(|(variant, _)| variant).collect();
        assert!(variants.windows(2).all(|two| two[0] < two[1]));
    }
}
