//! 登録の内容: what the register says of a person, to that person, today or on another day. Invariant: a day's answer is made of
//! what was written about that day and before; the histories of corrections, of counters and of changes are one.
//!
//! Source: 00-overview.md (they see all of it), 10-registration.md (history is kept, as of any date).

use crate::{
    application::{ApplicationKind, State},
    id::{ApplicationId, BusinessId, TechnicianId},
    technician::{Registered, TechnicianForm},
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An employment as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmploymentLine {
    /// With whom.
    pub business: BusinessId,
    /// Its name.
    pub name: String,
    /// First day.
    pub from: WorkDate,
    /// Last day; absent while it lasts.
    pub until: Option<WorkDate>,
    /// 主たる所属.
    pub main: bool,
}

/// A change of a person's registration that has not come to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeUnderWay {
    /// Which.
    pub id: ApplicationId,
    /// 受付番号.
    pub number: String,
    /// Of a simple or a detailed registration.
    pub kind: ApplicationKind,
    /// Where it stands.
    pub state: State,
}

/// A day from which the register said something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedOn {
    /// From this day on.
    pub day: WorkDate,
    /// Names of fields and lists; empty for the day of the registration.
    pub fields: Vec<String>,
}

/// Everything registered of a person, for that person.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnRegistration {
    /// 技能者ID.
    pub id: TechnicianId,
    /// Whether it was detailed on the day.
    pub detailed: bool,
    /// There is a photo.
    pub has_photo: bool,
    /// The day it is looked at.
    pub on: WorkDate,
    /// Today.
    pub today: WorkDate,
    /// The day of the registration, the first that can be looked at.
    pub since: WorkDate,
    /// What was registered, as the form has it.
    pub registered: Registered,
    /// Pages of each picture that is a document.
    pub pages: BTreeMap<String, u32>,
    /// Every employment, the newest first, or those that covered the day.
    pub employments: Vec<EmploymentLine>,
    /// Its change under way.
    pub under_way: Option<ChangeUnderWay>,
    /// Since when what was registered, newest first.
    pub days: Vec<ChangedOn>,
}

/// What was written of a person at an instant: values of fields, not of all of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Statement {
    /// When it was written.
    pub at: Instant,
    /// From which day on it holds.
    pub from: WorkDate,
    /// What it says, by the names of the form's inputs.
    pub values: BTreeMap<String, String>,
}

/// What held on `day`: of each input what was written last for that day or one before. What no statement says is left out.
pub fn held_on(statements: &[Statement], day: WorkDate) -> BTreeMap<String, String> {
    let mut held = BTreeMap::new();
    for statement in in_order(statements).into_iter().filter(|statement| statement.from <= day) {
        held.extend(statement.values.clone());
    }
    held
}

fn in_order(statements: &[Statement]) -> Vec<&Statement> {
    let mut ordered: Vec<&Statement> = statements.iter().collect();
    ordered.sort_by_key(|statement| (statement.from, statement.at));
    ordered
}

/// The days on which anything became another, with the names of the inputs, oldest first; what is said first is no change.
pub fn changes(statements: &[Statement]) -> BTreeMap<WorkDate, BTreeSet<String>> {
    let mut held: BTreeMap<String, String> = BTreeMap::new();
    let mut days: BTreeMap<WorkDate, BTreeSet<String>> = BTreeMap::new();
    for statement in in_order(statements) {
        for (name, value) in &statement.values {
            let before = held.insert(name.clone(), value.clone());
            if before.is_some_and(|before| before != *value) {
                days.entry(statement.from).or_default().insert(name.clone());
            }
        }
    }
    days
}

/// The inputs a form has something to say of, of those named.
pub fn said(form: &TechnicianForm, names: &[&str]) -> BTreeMap<String, String> {
    names.iter().filter_map(|name| Some(((*name).to_owned(), form.input(name)?.to_owned()))).collect()
}

/// What a correction or a change of a person's row says: the part of the form that names and reaches them.
pub const CORE: [&str; 23] = [
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "family_roman",
    "given_roman",
    "alias",
    "birth_era",
    "birth_year",
    "birth_month",
    "birth_day",
    "sex",
    "nationality",
    "postcode",
    "prefecture",
    "address",
    "phone",
    "mail",
    "trade_1",
    "trade_2",
    "trade_3",
    "trade_4",
    "experience_years",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(at: i64, from: i32, values: &[(&str, &str)]) -> Statement {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Statement { at: Instant(at), from: WorkDate::from_stored(from), values }
    }

    /// A correction's history says all, a counter's the contact alone; each began with what was there.
    fn histories() -> Vec<Statement> {
        vec![
            statement(1, 20_260_101, &[("family_name", "高橋"), ("phone", "1")]),
            statement(30, 20_260_301, &[("family_name", "髙橋"), ("phone", "2")]),
            statement(1, 20_260_101, &[("phone", "1"), ("mail", "a")]),
            statement(20, 20_260_201, &[("phone", "2"), ("mail", "a")]),
            statement(40, 20_260_301, &[("phone", "3"), ("mail", "b")]),
        ]
    }

    #[test]
    fn each_day_has_what_was_written_last_for_it_whichever_history_says_so() {
        let on = |day| {
            let held = held_on(&histories(), WorkDate::from_stored(day));
            ["family_name", "phone", "mail"].map(|name| held.get(name).cloned().unwrap_or_default())
        };
        assert_eq!(on(20_251_231), ["", "", ""]);
        assert_eq!(on(20_260_101), ["高橋", "1", "a"]);
        assert_eq!(on(20_260_131), ["高橋", "1", "a"]);
        assert_eq!(on(20_260_201), ["高橋", "2", "a"]);
        assert_eq!(on(20_260_228), ["高橋", "2", "a"]);
        assert_eq!(on(20_260_301), ["髙橋", "3", "b"], "of one day what was written later");
    }

    #[test]
    fn a_day_of_change_names_what_became_another() {
        let days = changes(&histories());
        let named = |day| {
            let named = days.get(&WorkDate::from_stored(day)).cloned().unwrap_or_default();
            named.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(named(20_260_101), Vec::<String>::new());
        assert_eq!(named(20_260_201), ["phone"]);
        assert_eq!(named(20_260_301), ["family_name", "mail", "phone"]);
        assert_eq!(days.len(), 2);
    }
}
