//! Who comes to the counters of the demonstration, and whose counters they are. Invariant: all invented; no body of this name
//! exists.

use super::Person;
use domain::level::Level;

/// A body that stays: its name and its two offices.
pub const BODY: [&str; 3] = ["湊町建設組合連合会", "湊町窓口", "連合会本部"];
/// One that is temporary.
pub const TEMPORARY: [&str; 3] = ["北能登復興建設組合", "現地本部窓口", "臨時審査本部"];
/// A body that judges levels.
pub const LEVEL_BODY: &str = "見本鉄筋評価センター";
/// Its people: what one judges otherwise than the criteria, the other looks at.
pub const LEVEL_JUDGES: [&str; 2] = ["小林 薫", "岡田 実"];
/// The family names of those who apply for a level, and for which.
pub const LEVEL_APPLICANTS: [(&str, Level); 2] = [("チャン", Level::Two), ("ブディ", Level::Three)];
/// A scrivener's office.
pub const SCRIVENER: &str = "見本行政書士事務所";

const fn person(
    firm: &'static str,
    name: [&'static str; 4],
    birth: [&'static str; 4],
    trade: &'static str,
    years: &'static str,
) -> Person {
    Person {
        firm,
        name,
        roman: ["", ""],
        nationality: "jp",
        sex: "male",
        birth,
        trades: [trade, ""],
        years,
        insurance: ["joined", "joined", "joined", "joined"],
        level: 1,
        role: "worker",
        work: "",
        site: "",
    }
}

/// In the order they came: one is registered, one waits for payment, one came back, one's papers are on their way, one is
/// being entered.
pub const VISITORS: [Person; 5] = [
    person("tanabe", ["大森", "茂", "オオモリ", "シゲル"], ["showa", "33", "2", "14"], "02", "40"),
    person("tanabe", ["島田", "勝", "シマダ", "マサル"], ["showa", "39", "8", "3"], "02", "35"),
    person("minato", ["小野寺", "豊", "オノデラ", "ユタカ"], ["showa", "45", "11", "27"], "10", "30"),
    person("minato", ["須藤", "進", "スドウ", "ススム"], ["showa", "49", "5", "19"], "10", "26"),
    person("misaki", ["堀内", "正", "ホリウチ", "タダシ"], ["showa", "52", "3", "6"], "35", "22"),
];

/// For whom the scrivener files: one handed in, one being entered.
pub const CLIENTS: [Person; 2] = [
    person("komatsu", ["浅野", "航", "アサノ", "ワタル"], ["heisei", "5", "7", "21"], "33", "9"),
    person("komatsu", ["西", "陽介", "ニシ", "ヨウスケ"], ["heisei", "9", "10", "2"], "33", "6"),
];
