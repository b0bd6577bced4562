//! Who is in the demonstration: firms, people, sites. Invariant: all invented; 法人番号 of a registry that does not exist.

mod counter;
mod people;

pub use counter::{BODY, CLIENTS, LEVEL_APPLICANTS, LEVEL_BODY, LEVEL_JUDGES, SCRIVENER, TEMPORARY, VISITORS};
pub use people::{APPLICANTS, NEWCOMERS, PEOPLE};

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
    /// 工区 of an umbrella site; none makes an ordinary one.
    pub sections: &'static [&'static str],
    /// Firm, and under whom.
    pub structure: &'static [(&'static str, &'static str)],
}

pub const PRIME: &str = "koei";

#[expect(clippy::too_many_arguments, reason = "a row of a table")]
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
        sections: &[],
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
        sections: &["東側の橋台", "西側の橋台"],
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
        sections: &[],
        structure: &[("toyo", "koei"), ("tanabe", "toyo")],
    },
];
