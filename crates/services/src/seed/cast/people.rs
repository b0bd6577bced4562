//! The people of the demonstration. Invariant: all invented; some write their names in 旧字体 or Latin capitals, as people do.

use super::Person;

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
