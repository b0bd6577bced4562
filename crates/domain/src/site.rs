//! 現場: the registration form, when a site is open, and how lists and pages show one. Invariant: whether a site has
//! ended follows from its planned end, whether it was closed, and the day alone.
//!
//! Source: 20-sites-and-history.md, Sites.

mod task;

use crate::{
    calendar,
    form::{
        FieldProblem,
        reader::{self, Reader},
    },
    id::{BusinessId, SiteId},
    prefecture::PrefectureCode,
    roster::RosterLine,
    structure::StructureNode,
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

pub use task::{HalfDay, LOOK_DAYS, OnRoster, SiteTask, SiteTasks, Unlisted, Worked, half_days, tasks, unlisted};

/// Whether a site takes nobody more on `day`: it was closed, or its planned last day is over. One that has not begun does:
/// that is when most of it is made. Touches are no question of this: work goes on past a plan, so only closing stops them.
pub fn has_ended(end: Option<WorkDate>, closed: bool, day: WorkDate) -> bool {
    closed || end.is_some_and(|end| day > end)
}

const NAME_CHARS_MAX: u32 = 100;
const ADDRESS_CHARS_MAX: u32 = 200;

/// 工事の種類 (ours).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// 土木.
    Civil,
    /// 建築.
    Building,
    /// 設備.
    Equipment,
    /// 解体.
    Demolition,
    /// 維持・修繕.
    Maintenance,
    /// その他.
    Other,
}

impl WorkKind {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 6] =
        [Self::Civil, Self::Building, Self::Equipment, Self::Demolition, Self::Maintenance, Self::Other];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Civil => 1,
            Self::Building => 2,
            Self::Equipment => 3,
            Self::Demolition => 4,
            Self::Maintenance => 5,
            Self::Other => 6,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Civil => "civil",
            Self::Building => "building",
            Self::Equipment => "equipment",
            Self::Demolition => "demolition",
            Self::Maintenance => "maintenance",
            Self::Other => "other",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The form, exactly as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteForm {
    /// 現場名.
    pub name: String,
    /// フリガナ, may be empty.
    pub name_kana: String,
    /// 郵便番号, may be empty.
    pub postcode: String,
    /// 都道府県, code.
    pub prefecture: String,
    /// 市区町村 and the rest.
    pub address: String,
    /// First day, `YYYY-MM-DD`.
    pub start: String,
    /// Last day, `YYYY-MM-DD`.
    pub end: String,
    /// 発注者名, may be empty.
    pub client_name: String,
    /// 公共工事: `yes`, `no`; empty is `no`.
    pub public_client: String,
    /// [`WorkKind::code`]; empty is `other`.
    pub work_kind: String,
    /// 日の区切り, `HH:MM`; empty is `00:00`.
    pub day_boundary: String,
    /// Whether the gate asks for the role: `yes`, `no`; empty is `no`.
    pub ask_role: String,
}

/// The form's fields in page order.
pub const FIELDS: &[&str] = &[
    "name",
    "name_kana",
    "postcode",
    "prefecture",
    "address",
    "start",
    "end",
    "client_name",
    "public_client",
    "work_kind",
    "day_boundary",
    "ask_role",
];

/// Whether a field may not be left empty. A site for small works needs no more than these.
pub fn is_required(field: &str) -> bool {
    matches!(field, "name" | "prefecture" | "address" | "start" | "end")
}

/// First and last day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub start: WorkDate,
    /// Last day.
    pub end: WorkDate,
}

impl Period {
    /// Whether a day lies in it: a site is open from its first day through its last.
    pub fn contains(self, day: WorkDate) -> bool {
        calendar::within(day, self.start, self.end)
    }
}

/// A form all of whose values were checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteEntry {
    /// 現場名, as typed.
    pub name: String,
    /// フリガナ.
    pub name_kana: Option<String>,
    /// Seven digits.
    pub postcode: Option<String>,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// 市区町村 and the rest, as typed.
    pub address: String,
    /// First and last day.
    pub period: Period,
    /// 発注者名, as typed.
    pub client_name: Option<String>,
    /// 公共工事.
    pub public_client: bool,
    /// 工事の種類.
    pub work_kind: WorkKind,
    /// Minutes after midnight at which a day begins for touches that join no other (0 to 1,439).
    pub day_boundary: i16,
    /// The gate asks for the role.
    pub ask_role: bool,
}

impl SiteForm {
    /// Checks the whole form; all problems at once, in page order. Errors: the problems.
    pub fn validate(&self) -> Result<SiteEntry, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let name = read.text("name", &self.name, NAME_CHARS_MAX);
        let name_kana = read.optional("name_kana", &self.name_kana, |raw| reader::kana(raw, NAME_CHARS_MAX));
        let postcode = read.optional("postcode", &self.postcode, reader::postcode);
        let prefecture = read.required("prefecture", &self.prefecture, reader::prefecture);
        let address = read.text("address", &self.address, ADDRESS_CHARS_MAX);
        let period = reader::period(read, ["start", "end"], [&self.start, &self.end]);
        let client_name = read.optional_text("client_name", &self.client_name, NAME_CHARS_MAX);
        let public_client = read.optional("public_client", &self.public_client, reader::yes_no);
        let work_kind = read.optional("work_kind", &self.work_kind, |code| {
            WorkKind::from_code(code).ok_or(crate::form::Problem::NotAChoice)
        });
        let day_boundary = read.optional("day_boundary", &self.day_boundary, calendar::parse_minutes);
        let ask_role = read.optional("ask_role", &self.ask_role, reader::yes_no);
        let entry = || {
            let (start, end) = period?;
            Ok(SiteEntry {
                name: name?,
                name_kana: name_kana?,
                postcode: postcode?,
                prefecture: prefecture?,
                address: address?,
                period: Period { start, end },
                client_name: client_name?,
                public_client: public_client?.unwrap_or(false),
                work_kind: work_kind?.unwrap_or(WorkKind::Other),
                day_boundary: day_boundary?.unwrap_or(0),
                ask_role: ask_role?.unwrap_or(false),
            })
        };
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

impl From<&SiteEntry> for SiteForm {
    /// The form somebody would have typed to make this entry.
    fn from(entry: &SiteEntry) -> Self {
        let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        Self {
            name: entry.name.clone(),
            name_kana: entry.name_kana.clone().unwrap_or_default(),
            postcode: entry.postcode.clone().unwrap_or_default(),
            prefecture: format!("{:02}", entry.prefecture.get()),
            address: entry.address.clone(),
            start: entry.period.start.to_string(),
            end: entry.period.end.to_string(),
            client_name: entry.client_name.clone().unwrap_or_default(),
            public_client: yes_no(entry.public_client),
            work_kind: entry.work_kind.code().to_owned(),
            day_boundary: calendar::hh_mm(entry.day_boundary),
            ask_role: yes_no(entry.ask_role),
        }
    }
}

/// A line of the list of sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteRow {
    /// Which.
    pub id: SiteId,
    /// 現場名.
    pub name: String,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// First and last day.
    pub period: Period,
    /// People on its roster today.
    pub people: i64,
    /// Inside now.
    pub today_inside: i64,
    /// Open today.
    pub open: bool,
}

/// What happens at a site today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SiteToday {
    /// Inside now.
    pub inside: i64,
    /// History records of today.
    pub records: i64,
}

/// A site's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteDetail {
    /// The line of the list.
    pub site: SiteRow,
    /// What was registered.
    pub entry: SiteEntry,
    /// 元請.
    pub prime_id: BusinessId,
    /// 元請事業者名.
    pub prime: String,
    /// 施工体制, parents before children.
    pub structure: Vec<StructureNode>,
    /// 作業員名簿 today.
    pub roster: Vec<RosterLine>,
    /// Today.
    pub today: SiteToday,
    /// Who has worked here and stands on no line, as far as the looker's branch reaches.
    pub unlisted: Vec<Unlisted>,
    /// Days without an in or an out, likewise.
    pub half_days: Vec<HalfDay>,
}

#[cfg(test)]
mod tests;
