//! The form of a site, as typed and as checked. Invariant: a form made from what was checked is checked to the same again.

use super::{
    ContractKind, GateHours, ModelProject, Period, Position, WorkKind, assurance_code, assurance_from_code, degrees,
    fact::{LATITUDES, LONGITUDES, micro_degrees},
};
use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Noted, Read, Reader},
    },
    prefecture::PrefectureCode,
    touch::Assurance,
};
use serde::{Deserialize, Serialize};

const NAME_CHARS_MAX: u32 = 100;
const ADDRESS_CHARS_MAX: u32 = 200;
/// Ten trillion yen is more than any work costs.
const CONTRACT_YEN_MAX: i64 = 10_000_000_000_000;

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
    /// 緯度, degrees; with `longitude` or empty.
    pub latitude: String,
    /// 経度, degrees.
    pub longitude: String,
    /// 一括現場: `yes`, `no`; empty is `no`.
    pub umbrella: String,
    /// First day, `YYYY-MM-DD`.
    pub start: String,
    /// Last day, `YYYY-MM-DD`.
    pub end: String,
    /// 発注者名, may be empty.
    pub client_name: String,
    /// 公共工事: `yes`, `no`; empty is `no`.
    pub public_client: String,
    /// [`ContractKind::code`], may be empty.
    pub contract_kind: String,
    /// 請負金額, yen, may be empty.
    pub contract_yen: String,
    /// [`WorkKind::code`]; empty is `other`.
    pub work_kind: String,
    /// [`ModelProject::code`]; empty is none.
    pub model_project: String,
    /// 週休2日: `yes`, `no`; empty is `no`.
    pub days_off: String,
    /// 日の区切り, `HH:MM`; empty is `00:00`.
    pub day_boundary: String,
    /// Whether the gate asks for the role: `yes`, `no`; empty is `no`.
    pub ask_role: String,
    /// Gate hours, `HH:MM`; both or neither.
    pub gate_opens: String,
    /// Until.
    pub gate_closes: String,
    /// [`assurance_code`]; empty is any.
    pub assurance_min: String,
}

/// The form's fields in page order.
pub const FIELDS: &[&str] = &[
    "name",
    "name_kana",
    "postcode",
    "prefecture",
    "address",
    "latitude",
    "longitude",
    "umbrella",
    "start",
    "end",
    "client_name",
    "public_client",
    "contract_kind",
    "contract_yen",
    "work_kind",
    "model_project",
    "days_off",
    "day_boundary",
    "ask_role",
    "gate_opens",
    "gate_closes",
    "assurance_min",
];

/// Whether a field may not be left empty. A site for small works needs no more than name, place and period.
pub fn is_required(field: &str) -> bool {
    matches!(field, "name" | "prefecture" | "address" | "start" | "end")
}

/// What a new site takes from a former one beside its form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CopyForm {
    /// 現場ID of the former site; empty where there is none.
    pub copy_from: String,
    /// Whether its structure is taken over: `yes`; anything else is no.
    pub copy_structure: String,
}

/// A form all of whose values were checked.
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own, to a question of its own")]
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
    /// Where on the map.
    pub position: Option<Position>,
    /// 一括現場.
    pub umbrella: bool,
    /// First and last day.
    pub period: Period,
    /// 発注者名, as typed.
    pub client_name: Option<String>,
    /// 公共工事.
    pub public_client: bool,
    /// 契約の種類.
    pub contract_kind: Option<ContractKind>,
    /// 請負金額, whole yen; the prime's own business and nobody else's.
    pub contract_yen: Option<i64>,
    /// 工事の種類.
    pub work_kind: WorkKind,
    /// モデル工事.
    pub model_project: Option<ModelProject>,
    /// 週休2日.
    pub days_off: bool,
    /// Minutes after midnight at which a day begins for touches that join no other (0 to 1,439).
    pub day_boundary: i16,
    /// The gate asks for the role.
    pub ask_role: bool,
    /// When the gate is open.
    pub gate_hours: Option<GateHours>,
    /// What is read with less is marked.
    pub assurance_min: Assurance,
}

/// Two answers that are given together or not at all.
fn both<T>(read: &mut Reader, fields: [&str; 2], found: (Read<Option<T>>, Read<Option<T>>)) -> Read<Option<(T, T)>> {
    let lacking = match found {
        (Ok(Some(first)), Ok(Some(second))) => return Ok(Some((first, second))),
        (Ok(None), Ok(None)) => return Ok(None),
        (Ok(Some(_)), Ok(None)) => fields[1],
        (Ok(None), Ok(Some(_))) => fields[0],
        (Err(Noted), _) | (_, Err(Noted)) => return Err(Noted),
    };
    read.note(lacking, Problem::Missing);
    Err(Noted)
}

fn position(read: &mut Reader, latitude: &str, longitude: &str) -> Read<Option<Position>> {
    let found = (
        read.optional("latitude", latitude, |raw| micro_degrees(raw, LATITUDES)),
        read.optional("longitude", longitude, |raw| micro_degrees(raw, LONGITUDES)),
    );
    let found = both(read, ["latitude", "longitude"], found)?;
    Ok(found.map(|(latitude_e6, longitude_e6)| Position { latitude_e6, longitude_e6 }))
}

fn gate_hours(read: &mut Reader, opens: &str, closes: &str) -> Read<Option<GateHours>> {
    let found = (
        read.optional("gate_opens", opens, calendar::parse_minutes),
        read.optional("gate_closes", closes, calendar::parse_minutes),
    );
    let found = both(read, ["gate_opens", "gate_closes"], found)?;
    Ok(found.map(|(opens, closes)| GateHours { opens, closes }))
}

/// A code one may leave out.
fn code<T>(read: &mut Reader, field: &str, raw: &str, from_code: impl FnOnce(&str) -> Option<T>) -> Read<Option<T>> {
    read.optional(field, raw, |code| from_code(code).ok_or(Problem::NotAChoice))
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
        let position = position(read, &self.latitude, &self.longitude);
        let umbrella = read.optional("umbrella", &self.umbrella, reader::yes_no);
        let period = reader::period(read, ["start", "end"], [&self.start, &self.end]);
        let client_name = read.optional_text("client_name", &self.client_name, NAME_CHARS_MAX);
        let public_client = read.optional("public_client", &self.public_client, reader::yes_no);
        let contract_kind = code(read, "contract_kind", &self.contract_kind, ContractKind::from_code);
        let yen = |raw: &str| reader::whole(raw.trim_end_matches('円'), 0, CONTRACT_YEN_MAX);
        let contract_yen = read.optional("contract_yen", &self.contract_yen, yen);
        let work_kind = code(read, "work_kind", &self.work_kind, WorkKind::from_code);
        let model_project = code(read, "model_project", &self.model_project, ModelProject::from_code);
        let days_off = read.optional("days_off", &self.days_off, reader::yes_no);
        let day_boundary = read.optional("day_boundary", &self.day_boundary, calendar::parse_minutes);
        let ask_role = read.optional("ask_role", &self.ask_role, reader::yes_no);
        let gate_hours = gate_hours(read, &self.gate_opens, &self.gate_closes);
        let assurance_min = code(read, "assurance_min", &self.assurance_min, assurance_from_code);
        let entry = || {
            let (start, end) = period?;
            Ok(SiteEntry {
                name: name?,
                name_kana: name_kana?,
                postcode: postcode?,
                prefecture: prefecture?,
                address: address?,
                position: position?,
                umbrella: umbrella?.unwrap_or(false),
                period: Period { start, end },
                client_name: client_name?,
                public_client: public_client?.unwrap_or(false),
                contract_kind: contract_kind?,
                contract_yen: contract_yen?,
                work_kind: work_kind?.unwrap_or(WorkKind::Other),
                model_project: model_project?,
                days_off: days_off?.unwrap_or(false),
                day_boundary: day_boundary?.unwrap_or(0),
                ask_role: ask_role?.unwrap_or(false),
                gate_hours: gate_hours?,
                assurance_min: assurance_min?.unwrap_or(Assurance::Typed),
            })
        };
        let entry = entry();
        core::mem::take(read).finish(entry)
    }

    /// The input of a field; `None` for a name the form does not have.
    pub fn input_mut(&mut self, field: &str) -> Option<&mut String> {
        Some(match field {
            "name" => &mut self.name,
            "name_kana" => &mut self.name_kana,
            "postcode" => &mut self.postcode,
            "prefecture" => &mut self.prefecture,
            "address" => &mut self.address,
            "latitude" => &mut self.latitude,
            "longitude" => &mut self.longitude,
            "umbrella" => &mut self.umbrella,
            "start" => &mut self.start,
            "end" => &mut self.end,
            "client_name" => &mut self.client_name,
            "public_client" => &mut self.public_client,
            "contract_kind" => &mut self.contract_kind,
            "contract_yen" => &mut self.contract_yen,
            "work_kind" => &mut self.work_kind,
            "model_project" => &mut self.model_project,
            "days_off" => &mut self.days_off,
            "day_boundary" => &mut self.day_boundary,
            "ask_role" => &mut self.ask_role,
            "gate_opens" => &mut self.gate_opens,
            "gate_closes" => &mut self.gate_closes,
            "assurance_min" => &mut self.assurance_min,
            _ => return None,
        })
    }

    /// The form of another site after this one: all but the period, and the name and kana to be told apart by, as they
    /// were, to be changed.
    #[must_use]
    pub fn for_another(self) -> Self {
        Self { start: String::new(), end: String::new(), ..self }
    }
}

impl From<&SiteEntry> for SiteForm {
    /// The form somebody would have typed to make this entry.
    fn from(entry: &SiteEntry) -> Self {
        let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        let code = |code: Option<&'static str>| code.unwrap_or_default().to_owned();
        let (position, hours) = (entry.position, entry.gate_hours);
        Self {
            name: entry.name.clone(),
            name_kana: entry.name_kana.clone().unwrap_or_default(),
            postcode: entry.postcode.clone().unwrap_or_default(),
            prefecture: format!("{:02}", entry.prefecture.get()),
            address: entry.address.clone(),
            latitude: position.map(|at| degrees(at.latitude_e6)).unwrap_or_default(),
            longitude: position.map(|at| degrees(at.longitude_e6)).unwrap_or_default(),
            umbrella: yes_no(entry.umbrella),
            start: entry.period.start.to_string(),
            end: entry.period.end.to_string(),
            client_name: entry.client_name.clone().unwrap_or_default(),
            public_client: yes_no(entry.public_client),
            contract_kind: code(entry.contract_kind.map(ContractKind::code)),
            contract_yen: entry.contract_yen.map(|yen| yen.to_string()).unwrap_or_default(),
            work_kind: entry.work_kind.code().to_owned(),
            model_project: code(entry.model_project.map(ModelProject::code)),
            days_off: yes_no(entry.days_off),
            day_boundary: calendar::hh_mm(entry.day_boundary),
            ask_role: yes_no(entry.ask_role),
            gate_opens: hours.map(|hours| calendar::hh_mm(hours.opens)).unwrap_or_default(),
            gate_closes: hours.map(|hours| calendar::hh_mm(hours.closes)).unwrap_or_default(),
            assurance_min: assurance_code(entry.assurance_min).to_owned(),
        }
    }
}
