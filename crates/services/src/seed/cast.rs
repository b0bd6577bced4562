//! Who is in the demonstration: firms, people, sites. Invariant: all invented; 法人番号 of a registry that does not exist.

/// A firm.
pub struct Firm {
    /// Short name in this file.
    pub key: &'static str,
    /// `corporation`, `sole_proprietor`, `self_employed`.
    pub kind: &'static str,
    pub name: &'static str,
    pub kana: &'static str,
    /// 代表者 and 管理者.
    pub head: [&'static str; 2],
    pub capital_yen: &'static str,
    /// 許可行政庁 and class; empty without a licence.
    pub licence: [&'static str; 2],
    pub postcode: &'static str,
    pub address: &'static str,
    pub trade: &'static str,
    /// Helmet and jacket of its people, 0xRRGGBB.
    pub colours: [u32; 2],
}

/// A technician.
pub struct Person {
    pub firm: &'static str,
    /// 姓, 名, セイ, メイ.
    pub name: [&'static str; 4],
    /// Latin capitals; empty for most.
    pub roman: [&'static str; 2],
    pub nationality: &'static str,
    pub sex: &'static str,
    /// Era, year, month, day.
    pub birth: [&'static str; 4],
    pub trades: [&'static str; 2],
    pub years: &'static str,
    /// 健康, 年金, 雇用, 建退共.
    pub insurance: [&'static str; 4],
    pub level: i16,
    /// `worker`, `crew_leader`, `foreman`.
    pub role: &'static str,
    pub work: &'static str,
    /// Where they work: by the keys of [`SITES`].
    pub site: &'static str,
}

/// A site of the prime.
pub struct Site {
    pub key: &'static str,
    pub name: &'static str,
    pub postcode: &'static str,
    pub address: &'static str,
    pub client: &'static str,
    pub public: &'static str,
    pub kind: &'static str,
    /// Night work: in at 21:30.
    pub night: bool,
    /// Months before this one in which it began.
    pub began_months_ago: i32,
    /// Firm, and under whom.
    pub structure: &'static [(&'static str, &'static str)],
}

pub const PRIME: &str = "koei";

const fn firm(
    key: &'static str,
    kind: &'static str,
    name: [&'static str; 2],
    head: [&'static str; 2],
    capital_yen: &'static str,
    licence: [&'static str; 2],
    place: [&'static str; 2],
    trade: &'static str,
    colours: [u32; 2],
) -> Firm {
    let ([name, kana], [postcode, address]) = (name, place);
    Firm { key, kind, name, kana, head, capital_yen, licence, postcode, address, trade, colours }
}

pub const FIRMS: [Firm; 7] = [
    firm(
        "koei",
        "corporation",
        ["港栄建設株式会社", "コウエイケンセツ"],
        ["港 栄一", "森下 真由"],
        "300000000",
        ["00", "special"],
        ["1350016", "江東区東陽5-6-7 港栄ビル5階"],
        "53",
        [0xf2_f4_f6, 0x2b_4c_7e],
    ),
    firm(
        "kitahama",
        "corporation",
        ["北浜架設株式会社", "キタハマカセツ"],
        ["北浜 隆", "北浜 佳奈"],
        "20000000",
        ["13", "general"],
        ["1360082", "江東区新木場2-1-9"],
        "06",
        [0xf5_c5_18, 0x3a_3f_47],
    ),
    firm(
        "minato",
        "corporation",
        ["湊鉄筋工業株式会社", "ミナトテッキンコウギョウ"],
        ["湊 正彦", "大川 恵"],
        "10000000",
        ["12", "general"],
        ["2730005", "船橋市本町4-12-8"],
        "10",
        [0x2e_8b_57, 0x5b_61_6b],
    ),
    firm(
        "toyo",
        "corporation",
        ["東陽電設工業株式会社", "トウヨウデンセツコウギョウ"],
        ["東 陽介", "東 美咲"],
        "30000000",
        ["13", "general"],
        ["1350042", "江東区木場6-2-1"],
        "09",
        [0x1f_6f_b2, 0x44_54_6a],
    ),
    firm(
        "komatsu",
        "corporation",
        ["有限会社小松原型枠", "コマツバラカタワク"],
        ["小松原 茂", "小松原 茂"],
        "3000000",
        ["11", "general"],
        ["3320012", "川口市本町3-8-2"],
        "33",
        [0xe0_70_2a, 0x4a_4f_57],
    ),
    firm(
        "misaki",
        "sole_proprietor",
        ["岬左官店", "ミサキサカンテン"],
        ["岬 洋子", "岬 洋子"],
        "",
        ["", ""],
        ["1310031", "墨田区墨田1-14-3"],
        "35",
        [0xf2_f4_f6, 0x6b_4e_3d],
    ),
    firm(
        "tanabe",
        "self_employed",
        ["田辺工務店", "タナベコウムテン"],
        ["田辺 修", "田辺 修"],
        "",
        ["", ""],
        ["1330051", "江戸川区北小岩2-9-6"],
        "34",
        [0xf5_c5_18, 0x2f_3b_35],
    ),
];

const ALL_JOINED: [&str; 4] = ["joined", "joined", "joined", "joined"];
/// Self-employed: 国民健康保険組合 and 国民年金, no employment insurance.
const OWN: [&str; 4] = ["joined", "joined", "exempt", "joined"];
const NO_PENSION: [&str; 4] = ["joined", "none", "joined", "none"];

const fn person(
    firm: &'static str,
    name: [&'static str; 4],
    birth: [&'static str; 4],
    (trades, years): ([&'static str; 2], &'static str),
    (level, role): (i16, &'static str),
    (site, work): (&'static str, &'static str),
) -> Person {
    Person {
        firm,
        name,
        roman: ["", ""],
        nationality: "jp",
        sex: "male",
        birth,
        trades,
        years,
        insurance: ALL_JOINED,
        level,
        role,
        work,
        site,
    }
}

const fn from(mut person: Person, nationality: &'static str, roman: [&'static str; 2]) -> Person {
    person.nationality = nationality;
    person.roman = roman;
    person
}

const fn woman(mut person: Person) -> Person {
    person.sex = "female";
    person
}

const fn insured(mut person: Person, insurance: [&'static str; 4]) -> Person {
    person.insurance = insurance;
    person
}

pub const PEOPLE: [Person; 24] = [
    person(
        "koei",
        ["森下", "拓也", "モリシタ", "タクヤ"],
        ["showa", "58", "6", "11"],
        (["53", ""], "18"),
        (4, "foreman"),
        ("flats", "施工管理"),
    ),
    woman(person(
        "koei",
        ["桐山", "莉子", "キリヤマ", "リコ"],
        ["heisei", "9", "2", "3"],
        (["53", ""], "6"),
        (2, "worker"),
        ("school", "施工管理・写真"),
    )),
    person(
        "koei",
        ["渡邉󠄂", "勝", "ワタナベ", "マサル"],
        ["showa", "38", "12", "20"],
        (["25", "53"], "38"),
        (4, "foreman"),
        ("bridge", "夜間の施工管理"),
    ),
    person(
        "kitahama",
        ["山本", "健太", "ヤマモト", "ケンタ"],
        ["heisei", "2", "4", "2"],
        (["06", "11"], "14"),
        (3, "crew_leader"),
        ("flats", "足場の組立"),
    ),
    person(
        "kitahama",
        ["髙橋", "大輔", "タカハシ", "ダイスケ"],
        ["showa", "51", "9", "8"],
        (["06", ""], "28"),
        (4, "foreman"),
        ("flats", "足場の計画・組立"),
    ),
    person(
        "kitahama",
        ["伊藤", "翔", "イトウ", "ショウ"],
        ["heisei", "14", "7", "19"],
        (["06", ""], "4"),
        (1, "worker"),
        ("flats", "足場の組立"),
    ),
    from(
        person(
            "kitahama",
            ["グエン", "ヴァン ミン", "グエン", "ヴァン ミン"],
            ["western", "1998", "3", "15"],
            (["06", ""], "5"),
            (2, "worker"),
            ("flats", "足場の組立"),
        ),
        "vn",
        ["NGUYEN", "VAN MINH"],
    ),
    person(
        "kitahama",
        ["佐々木", "蓮", "ササキ", "レン"],
        ["heisei", "20", "1", "30"],
        (["06", ""], "1"),
        (1, "worker"),
        ("bridge", "つり足場の組立"),
    ),
    person(
        "kitahama",
        ["小泉", "剛", "コイズミ", "ツヨシ"],
        ["showa", "44", "5", "6"],
        (["06", "22"], "33"),
        (4, "foreman"),
        ("bridge", "つり足場の組立"),
    ),
    person(
        "minato",
        ["中村", "誠", "ナカムラ", "マコト"],
        ["showa", "47", "10", "14"],
        (["10", ""], "31"),
        (4, "foreman"),
        ("flats", "鉄筋の組立"),
    ),
    person(
        "minato",
        ["加藤", "悠斗", "カトウ", "ユウト"],
        ["heisei", "7", "11", "23"],
        (["10", ""], "10"),
        (2, "crew_leader"),
        ("flats", "鉄筋の加工・組立"),
    ),
    from(
        person(
            "minato",
            ["ブディ", "サントソ", "ブディ", "サントソ"],
            ["western", "1995", "8", "17"],
            (["10", ""], "6"),
            (2, "worker"),
            ("flats", "鉄筋の組立"),
        ),
        "id",
        ["BUDI", "SANTOSO"],
    ),
    from(
        person(
            "minato",
            ["チャン", "ティ ラン", "チャン", "ティ ラン"],
            ["western", "2001", "5", "27"],
            (["10", ""], "3"),
            (1, "worker"),
            ("flats", "鉄筋の結束"),
        ),
        "vn",
        ["TRAN", "THI LAN"],
    ),
    person(
        "minato",
        ["吉田", "和夫", "ヨシダ", "カズオ"],
        ["showa", "34", "2", "9"],
        (["10", ""], "44"),
        (3, "worker"),
        ("flats", "鉄筋の加工"),
    ),
    person(
        "toyo",
        ["松本", "大樹", "マツモト", "ダイキ"],
        ["heisei", "1", "1", "8"],
        (["09", ""], "16"),
        (3, "foreman"),
        ("flats", "幹線・動力の配線"),
    ),
    woman(person(
        "toyo",
        ["井上", "葵", "イノウエ", "アオイ"],
        ["heisei", "11", "6", "1"],
        (["09", ""], "7"),
        (2, "worker"),
        ("flats", "電灯・コンセントの配線"),
    )),
    person(
        "toyo",
        ["木村", "直樹", "キムラ", "ナオキ"],
        ["showa", "60", "3", "31"],
        (["36", "09"], "19"),
        (3, "crew_leader"),
        ("school", "給排水の配管"),
    ),
    insured(
        person(
            "toyo",
            ["斎藤", "陸", "サイトウ", "リク"],
            ["heisei", "17", "12", "5"],
            (["09", ""], "2"),
            (1, "worker"),
            ("school", "器具の取付"),
        ),
        NO_PENSION,
    ),
    person(
        "komatsu",
        ["小松原", "進", "コマツバラ", "ススム"],
        ["showa", "55", "8", "25"],
        (["33", ""], "25"),
        (4, "foreman"),
        ("flats", "型わくの建込み"),
    ),
    person(
        "komatsu",
        ["清水", "亮", "シミズ", "リョウ"],
        ["heisei", "4", "9", "12"],
        (["33", ""], "12"),
        (2, "worker"),
        ("flats", "型わくの建込み・解体"),
    ),
    from(
        person(
            "komatsu",
            ["マリア", "サントス", "マリア", "サントス"],
            ["western", "1993", "10", "4"],
            (["33", ""], "4"),
            (1, "worker"),
            ("flats", "型わくの加工"),
        ),
        "ph",
        ["MARIA", "SANTOS"],
    ),
    woman(insured(
        person(
            "misaki",
            ["岬", "洋子", "ミサキ", "ヨウコ"],
            ["showa", "53", "4", "18"],
            (["35", ""], "27"),
            (4, "foreman"),
            ("flats", "外壁の下地・仕上げ"),
        ),
        OWN,
    )),
    insured(
        person(
            "misaki",
            ["林", "悟", "ハヤシ", "サトル"],
            ["heisei", "6", "7", "7"],
            (["35", ""], "9"),
            (2, "worker"),
            ("flats", "内壁の仕上げ"),
        ),
        OWN,
    ),
    insured(
        person(
            "tanabe",
            ["田辺", "修", "タナベ", "オサム"],
            ["showa", "42", "11", "2"],
            (["34", "43"], "36"),
            (4, "worker"),
            ("school", "床・建具の下地"),
        ),
        OWN,
    ),
];

/// Registered this month; their cards are still to be made.
pub const NEWCOMERS: [Person; 2] = [
    person(
        "kitahama",
        ["藤井", "海斗", "フジイ", "カイト"],
        ["heisei", "19", "8", "3"],
        (["06", ""], "0"),
        (1, "worker"),
        ("", ""),
    ),
    person(
        "minato",
        ["﨑田", "廉", "サキタ", "レン"],
        ["heisei", "15", "3", "22"],
        (["10", ""], "3"),
        (1, "worker"),
        ("", ""),
    ),
];

/// Waiting for a reviewer. The second is somebody who is registered already, in other characters.
pub const APPLICANTS: [Person; 5] = [
    woman(person(
        "toyo",
        ["橋本", "結衣", "ハシモト", "ユイ"],
        ["heisei", "18", "5", "9"],
        (["09", ""], "1"),
        (1, "worker"),
        ("", ""),
    )),
    person(
        "kitahama",
        ["高橋", "大輔", "タカハシ", "ダイスケ"],
        ["showa", "51", "9", "8"],
        (["06", ""], "28"),
        (1, "worker"),
        ("", ""),
    ),
    from(
        person(
            "komatsu",
            ["レ", "クアン ハイ", "レ", "クアン ハイ"],
            ["western", "2002", "12", "1"],
            (["33", ""], "2"),
            (1, "worker"),
            ("", ""),
        ),
        "vn",
        ["LE", "QUANG HAI"],
    ),
    person(
        "minato",
        ["石川", "大地", "イシカワ", "ダイチ"],
        ["heisei", "12", "10", "30"],
        (["10", ""], "5"),
        (1, "worker"),
        ("", ""),
    ),
    person(
        "misaki",
        ["前田", "昇", "マエダ", "ノボル"],
        ["showa", "61", "1", "17"],
        (["35", ""], "18"),
        (1, "worker"),
        ("", ""),
    ),
];

/// A firm that waits for a reviewer.
pub const APPLYING_FIRM: Firm = firm(
    "shiomi",
    "corporation",
    ["潮見防水株式会社", "シオミボウスイ"],
    ["潮見 浩", "潮見 彩"],
    "8000000",
    ["13", "general"],
    ["1350052", "江東区潮見1-20-4"],
    "38",
    [0xf2_f4_f6, 0x2b_4c_7e],
);

pub const SITES: [Site; 3] = [
    Site {
        key: "flats",
        name: "湊町三丁目共同住宅新築工事",
        postcode: "1350016",
        address: "江東区湊町3-1-5",
        client: "湊町不動産開発株式会社",
        public: "no",
        kind: "building",
        night: false,
        began_months_ago: 5,
        structure: &[
            ("kitahama", "koei"),
            ("minato", "koei"),
            ("toyo", "koei"),
            ("komatsu", "minato"),
            ("misaki", "kitahama"),
        ],
    },
    Site {
        key: "bridge",
        name: "臨海南橋 補修工事（夜間）",
        postcode: "1350091",
        address: "港区臨海2丁目 地先",
        client: "湊町市",
        public: "yes",
        kind: "maintenance",
        night: true,
        began_months_ago: 2,
        structure: &[("kitahama", "koei")],
    },
    Site {
        key: "school",
        name: "東陽第二小学校 体育館改修工事",
        postcode: "1350016",
        address: "江東区東陽3-27-2",
        client: "湊町市教育委員会",
        public: "yes",
        kind: "building",
        night: false,
        began_months_ago: 1,
        structure: &[("toyo", "koei"), ("tanabe", "toyo")],
    },
];
