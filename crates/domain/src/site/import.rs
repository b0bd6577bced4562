//! 現場のファイル: many sites in one file, sent by their prime. Invariant: a row is judged by the same check as the form, and
//! nothing typed in a cell is dropped without a word.
//!
//! Source: 20-sites-and-history.md, Sites (CSV for many).

use super::{ContractKind, ModelProject, SiteEntry, SiteForm, WorkKind};
use crate::{
    bulk::{
        CellProblem, WrongHeadings,
        column::{plain, prefecture},
        letters,
    },
    calendar,
    form::{FieldProblem, Problem},
    id::SiteImportId,
    time::Instant,
};
use serde::{Deserialize, Serialize};

/// Bytes of a file taken at most.
pub const IMPORT_BYTES_MAX: usize = 4_000_000;
/// Sites of a file taken at most.
pub const IMPORT_ROWS_MAX: u32 = 2_000;

/// A column of the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// The form's input.
    pub input: &'static str,
    /// What stands above it.
    pub heading: &'static str,
    /// Whether a file without it cannot be read.
    pub must: bool,
}

const fn must(input: &'static str, heading: &'static str) -> Column {
    Column { input, heading, must: true }
}

const fn may(input: &'static str, heading: &'static str) -> Column {
    Column { input, heading, must: false }
}

/// Every column, in the order of the file to fill in.
pub const COLUMNS: &[Column] = &[
    must("name", "現場名"),
    may("name_kana", "フリガナ"),
    may("postcode", "郵便番号"),
    must("prefecture", "都道府県"),
    must("address", "市区町村・番地"),
    may("latitude", "緯度"),
    may("longitude", "経度"),
    may("umbrella", "一括現場"),
    must("start", "工事のはじまり"),
    must("end", "工事のおわり"),
    may("client_name", "発注者"),
    may("public_client", "発注者の種類"),
    may("contract_kind", "契約の種類"),
    may("contract_yen", "契約金額"),
    may("work_kind", "工事の種類"),
    may("model_project", "モデル工事"),
    may("days_off", "週休2日"),
    may("day_boundary", "一日の区切り"),
    may("gate_opens", "入口がひらく時刻"),
    may("gate_closes", "入口がしまる時刻"),
];

/// Where a file of sites stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteImportState {
    /// Looked at; no site is made yet.
    LookedAt,
    /// Its good rows are sites.
    Taken,
    /// Thrown away.
    Discarded,
}

impl SiteImportState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::LookedAt, Self::Taken, Self::Discarded];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::LookedAt => 1,
            Self::Taken => 2,
            Self::Discarded => 3,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
}

/// A good row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedRow {
    /// The line, as a spreadsheet counts.
    pub line: u32,
    /// The site as the form would make it.
    pub entry: SiteEntry,
}

/// A file of sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteImport {
    /// Which.
    pub id: SiteImportId,
    /// Its name, as sent.
    pub file_name: String,
    /// Where it stands.
    pub state: SiteImportState,
    /// Rows in it.
    pub rows: u32,
    /// Rows without a problem; once taken, how many became sites.
    pub good: u32,
    /// Cells with problems.
    pub problems: u32,
    /// When it was looked at.
    pub at: Instant,
}

/// Where the columns of a file are, by its headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLayout {
    columns: Vec<Option<&'static Column>>,
}

impl ImportLayout {
    /// Reads the line of headings. A column without heading is let be. Errors: [`WrongHeadings`].
    pub fn of(headings: &[String]) -> Result<Self, WrongHeadings> {
        let mut wrong = WrongHeadings { unknown: Vec::new(), twice: Vec::new(), missing: Vec::new() };
        let mut columns: Vec<Option<&'static Column>> = Vec::new();
        for typed in headings {
            let asked = plain(typed);
            let column = COLUMNS.iter().find(|column| plain(column.heading) == asked);
            if column.is_none() && !typed.trim().is_empty() {
                wrong.unknown.push(typed.trim().to_owned());
            }
            if column.is_some() && columns.contains(&column) {
                wrong.twice.push(typed.trim().to_owned());
            }
            columns.push(column);
        }
        let missing = COLUMNS.iter().filter(|column| column.must && !columns.contains(&Some(*column)));
        wrong.missing = missing.map(|column| column.heading).collect();
        if wrong.unknown.is_empty() && wrong.twice.is_empty() && wrong.missing.is_empty() {
            Ok(Self { columns })
        } else {
            Err(wrong)
        }
    }

    /// A row as a checked site, or its cells with problems, as they stand in the file.
    pub fn read<S: AsRef<str>>(&self, line: u32, cells: &[S]) -> Result<SiteEntry, Vec<CellProblem>> {
        let mut form = SiteForm::default();
        let mut wrong: Vec<FieldProblem> = Vec::new();
        for (column, cell) in self.columns.iter().zip(cells) {
            let typed = cell.as_ref().trim();
            let Some(column) = column.filter(|_| !typed.is_empty()) else { continue };
            match word(column.input, typed) {
                Some(word) => {
                    if let Some(input) = form.input_mut(column.input) {
                        *input = word;
                    }
                }
                None => wrong.push(FieldProblem::new(column.input, Problem::NotAChoice)),
            }
        }
        let found = match form.validate() {
            Ok(entry) if wrong.is_empty() => return Ok(entry),
            Ok(_) => Vec::new(),
            Err(found) => found,
        };
        for found in found {
            // What a cell already has against it is said once.
            if wrong.iter().all(|said| said.field != found.field) {
                wrong.push(found);
            }
        }
        let mut told: Vec<(usize, CellProblem)> =
            wrong.into_iter().map(|found| self.at(line, cells, &found.field, found.problem)).collect();
        told.sort_by_key(|(at, _)| *at);
        Err(told.into_iter().map(|(_, problem)| problem).collect())
    }

    /// What is said of a whole row, beside the site's name.
    pub fn beside_name<S: AsRef<str>>(&self, line: u32, cells: &[S], problem: Problem) -> CellProblem {
        self.at(line, cells, "name", problem).1
    }

    fn at<S: AsRef<str>>(&self, line: u32, cells: &[S], input: &str, problem: Problem) -> (usize, CellProblem) {
        let at = self.columns.iter().position(|column| column.is_some_and(|column| column.input == input));
        let heading = COLUMNS.iter().find(|column| column.input == input).map_or("", |column| column.heading);
        let typed = at.and_then(|at| cells.get(at)).map(|cell| cell.as_ref().to_owned()).unwrap_or_default();
        let letters = at.map(letters).unwrap_or_default();
        let said = CellProblem { line, letters, heading: heading.to_owned(), typed, problem };
        (at.unwrap_or(usize::MAX), said)
    }
}

/// The word the form sends for what stands in a cell; `None` for a word none of the choices is called by.
fn word(input: &str, typed: &str) -> Option<String> {
    let code = |found: Option<&'static str>| found.map(str::to_owned);
    match input {
        "prefecture" => prefecture(typed),
        "umbrella" | "days_off" => code(match typed {
            "はい" | "有" | "○" | "対象" | "yes" => Some("yes"),
            "いいえ" | "無" | "×" | "対象外" | "no" => Some("no"),
            _ => None,
        }),
        "public_client" => code(match typed {
            "公共" | "官公庁" | "yes" => Some("yes"),
            "民間" | "no" => Some("no"),
            _ => None,
        }),
        "contract_kind" => code(contract_kind(typed).map(ContractKind::code)),
        "work_kind" => code(work_kind(typed).map(WorkKind::code)),
        "model_project" => code(model_project(typed).map(ModelProject::code)),
        // A day as people write it in either calendar; what is none is judged with the rest of the row.
        "start" | "end" => Some(calendar::parse_day(typed).map_or_else(|_| typed.to_owned(), |day| day.to_string())),
        _ => Some(typed.to_owned()),
    }
}

fn contract_kind(typed: &str) -> Option<ContractKind> {
    Some(match typed {
        "総価" | "総価契約" | "請負" => ContractKind::LumpSum,
        "単価" | "単価契約" => ContractKind::UnitPrice,
        "委託" | "委任" | "委託・委任" => ContractKind::Entrusted,
        "その他" | "そのほか" => ContractKind::Other,
        code => return ContractKind::from_code(code),
    })
}

fn work_kind(typed: &str) -> Option<WorkKind> {
    Some(match typed {
        "土木" => WorkKind::Civil,
        "建築" => WorkKind::Building,
        "設備" => WorkKind::Equipment,
        "解体" => WorkKind::Demolition,
        "維持・修繕" | "維持修繕" | "維持" | "修繕" => WorkKind::Maintenance,
        "その他" | "そのほか" => WorkKind::Other,
        code => return WorkKind::from_code(code),
    })
}

fn model_project(typed: &str) -> Option<ModelProject> {
    Some(match typed {
        "義務化モデル工事" | "CCUS義務化モデル工事" | "義務化" => ModelProject::Mandatory,
        "活用推奨モデル工事" | "CCUS活用推奨モデル工事" | "活用推奨" => ModelProject::Recommended,
        "その他" | "そのほか" => ModelProject::Other,
        code => return ModelProject::from_code(code),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(headings: &str) -> Result<ImportLayout, WrongHeadings> {
        ImportLayout::of(&headings.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    const HEADINGS: &str = "現場名,都道府県,市区町村・番地,工事のはじまり,工事のおわり,工事の種類,緯度,モデル工事";

    fn read(row: &str) -> Result<SiteEntry, Vec<(String, Problem)>> {
        let cells: Vec<&str> = row.split(',').collect();
        let told = |cell: CellProblem| (format!("{}{}", cell.letters, cell.line), cell.problem);
        layout(HEADINGS).unwrap().read(7, &cells).map_err(|cells| cells.into_iter().map(told).collect())
    }

    #[test]
    fn headings_are_known_once_and_whole() {
        let wrong = layout("現場名 ※必須,現場名,都道府県,色").unwrap_err();
        assert_eq!((wrong.unknown, wrong.twice), (vec!["色".to_owned()], vec!["現場名".to_owned()]));
        assert_eq!(wrong.missing, ["市区町村・番地", "工事のはじまり", "工事のおわり"]);
        let all: Vec<String> = COLUMNS.iter().map(|column| column.heading.to_owned()).collect();
        assert!(ImportLayout::of(&all).is_ok(), "the file to fill in is one");
        let mut form = SiteForm::default();
        assert!(COLUMNS.iter().all(|column| form.input_mut(column.input).is_some()), "each has its input");
    }

    #[test]
    fn a_row_is_judged_as_the_form_is_and_said_by_cell() {
        let good = read("屋根修理,石川,輪島市河井町1,令和8年11月20日,2026/11/30,修繕,,義務化").unwrap();
        assert_eq!((good.prefecture.get(), good.period.start.number()), (17, 20_261_120));
        assert_eq!((good.work_kind, good.model_project), (WorkKind::Maintenance, Some(ModelProject::Mandatory)));
        let wrong = read(",石川,輪島市,11月,2026-11-30,塗り絵,,").unwrap_err();
        let wrong: Vec<(&str, &Problem)> = wrong.iter().map(|(cell, problem)| (cell.as_str(), problem)).collect();
        assert_eq!(wrong, [("A7", &Problem::Missing), ("D7", &Problem::NotDate), ("F7", &Problem::NotAChoice)]);
        let lone = read("屋根,石川,輪島市,2026-11-20,2026-11-30,,37.3,").unwrap_err();
        assert_eq!(lone, [("7".to_owned(), Problem::Missing)], "no column of it: the longitude");
    }
}
