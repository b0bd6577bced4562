//! Words of list items: labels of their inputs, what their codes mean, and an item in one line. Invariant: one label for an
//! input, used by form, review and check alike.

use super::words;
use crate::{application::choice, shell::t};
use domain::technician::{HealthCheckKind, Item, KnownQualification, List, SchoolKind, SubtradeCode};
use i18n::{Msg, msg};

use msg::registration as m;

/// Inputs one chooses in instead of writing.
pub const CHOSEN: &[&str] = &["kind", "trade", "subtrade", "code"];

/// The label of an item's input.
pub const fn label(list: List, name: &str) -> Msg {
    match (list, name.as_bytes()) {
        (_, b"business_id") => m::BUSINESS_ID,
        (_, b"from") => m::FROM,
        (_, b"until") => m::UNTIL,
        (_, b"trade") => m::TRADE,
        (_, b"subtrade") => m::SUBTRADE,
        (_, b"years") => m::YEARS,
        (_, b"content") => m::CONTENT,
        (_, b"year") => m::SCHOOL_YEAR,
        (_, b"code") => m::QUALIFICATION_CODE,
        (_, b"number") => m::QUALIFICATION_NUMBER,
        (_, b"acquired") => m::ACQUIRED,
        (_, b"expires") => m::EXPIRES,
        (List::HealthChecks, b"kind") => m::CHECK_KIND,
        (List::Employments, b"kind") => msg::change::MAIN_OR_OTHER,
        (_, b"kind") => m::SCHOOL_KIND,
        (List::HealthChecks, b"on") => m::CHECK_ON,
        (List::Trainings, b"on") => m::TRAINING_ON,
        (_, b"on") => m::AWARD_ON,
        (List::Trainings, b"by") => m::TRAINING_BY,
        (_, b"by") => m::AWARD_BY,
        (List::Subtrades, _) => m::SUBTRADE_NAME,
        (List::HealthChecks, _) => m::CHECK_NAME,
        (List::Schools, _) => m::SCHOOL_NAME,
        (List::Qualifications, _) => m::QUALIFICATION_NAME,
        (List::Trainings, _) => m::TRAINING_NAME,
        _ => m::AWARD_NAME,
    }
}

/// What helps to fill it in.
pub fn hint(list: List, name: &str) -> Option<Msg> {
    Some(match (list, name) {
        (List::Employers | List::Employments, "until") => m::UNTIL_HINT,
        (List::Qualifications, "expires") => m::EXPIRES_HINT,
        (_, "from" | "on" | "acquired") => m::DAY_HINT,
        (_, "years") => m::YEARS_HINT,
        (_, "year") => m::SCHOOL_YEAR_HINT,
        (List::Subtrades, "name") => m::SUBTRADE_NAME_HINT,
        (List::HealthChecks, "name") => m::CHECK_NAME_HINT,
        (_, "code") => m::QUALIFICATION_CODE_HINT,
        _ => return None,
    })
}

/// Whether it must be filled in whatever the others say.
pub fn is_required(list: List, name: &str) -> bool {
    !matches!(
        (list, name),
        (List::Subtrades | List::HealthChecks | List::Qualifications, "name")
            | (_, "until" | "content" | "code" | "number" | "expires" | "by")
    )
}

/// 健康診断の種類.
pub const fn health_check(kind: HealthCheckKind) -> Msg {
    match kind {
        HealthCheckKind::OnHiring => m::CHECK_ON_HIRING,
        HealthCheckKind::Regular => m::CHECK_REGULAR,
        HealthCheckKind::SpecialWork => m::CHECK_SPECIAL_WORK,
        HealthCheckKind::Dust => m::CHECK_DUST,
        HealthCheckKind::Asbestos => m::CHECK_ASBESTOS,
        HealthCheckKind::Solvents => m::CHECK_SOLVENTS,
        HealthCheckKind::Pressure => m::CHECK_PRESSURE,
        HealthCheckKind::Other => m::CHECK_OTHER,
    }
}

/// 学校の種類.
pub const fn school(kind: SchoolKind) -> Msg {
    match kind {
        SchoolKind::Junior => m::SCHOOL_JUNIOR,
        SchoolKind::High => m::SCHOOL_HIGH,
        SchoolKind::Technical => m::SCHOOL_TECHNICAL,
        SchoolKind::Vocational => m::SCHOOL_VOCATIONAL,
        SchoolKind::Training => m::SCHOOL_TRAINING,
        SchoolKind::JuniorCollege => m::SCHOOL_JUNIOR_COLLEGE,
        SchoolKind::University => m::SCHOOL_UNIVERSITY,
        SchoolKind::Graduate => m::SCHOOL_GRADUATE,
        SchoolKind::Other => m::SCHOOL_OTHER,
    }
}

/// 主たる所属, 従たる所属, by the words forms send.
pub const fn employment_kinds() -> [(&'static str, Msg); 2] {
    [("main", i18n::word::employment_kind(true)), ("other", i18n::word::employment_kind(false))]
}

/// An input's value in words; what is no code is shown as typed.
pub fn shown(list: List, name: &str, value: &str) -> String {
    let words = match (list, name) {
        (_, "trade") => return choice::trade_of(value),
        (_, "subtrade") if value == "other" => Some(m::SUBTRADE_OTHER),
        (_, "subtrade") => {
            return SubtradeCode::from_code(value).map_or_else(|| value.to_owned(), |code| code.name().to_owned());
        }
        (_, "code") => {
            return KnownQualification::from_code(value)
                .map_or_else(|| value.to_owned(), |known| known.name.to_owned());
        }
        (List::HealthChecks, "kind") => HealthCheckKind::from_code(value).map(health_check),
        (List::Schools, "kind") => SchoolKind::from_code(value).map(school),
        (List::Employments, "kind") => {
            employment_kinds().into_iter().find(|(code, _)| *code == value).map(|(_, words)| words)
        }
        _ => return choice::number_of(name, value),
    };
    words.map_or_else(|| value.to_owned(), |words| t(words).to_owned())
}

/// An item in one line: its values in words, the empty ones left out; its list where it has none.
pub fn summary(list: List, item: &dyn Item) -> String {
    let value = |name: &&'static str| {
        let typed = item.get(name).unwrap_or_default().trim();
        (!typed.is_empty()).then(|| shown(list, name, typed))
    };
    let line = item.fields().iter().filter_map(value).collect::<Vec<_>>().join(t(m::JOIN_VALUES));
    if line.is_empty() { t(words::list(list)).to_owned() } else { line }
}

/// The same of an item as review and check keep it: lines `name=value`.
pub fn summary_of(list: List, lines: &str) -> String {
    let value = |line: &str| {
        let (name, typed) = line.split_once('=')?;
        let typed = typed.trim();
        (!typed.is_empty()).then(|| shown(list, name, typed))
    };
    lines.lines().filter_map(value).collect::<Vec<_>>().join(t(m::JOIN_VALUES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::technician::{TechnicianForm, item_fields};
    use std::collections::BTreeSet;

    #[test]
    fn the_inputs_of_an_item_have_labels_of_their_own() {
        for list in List::ALL {
            let labels: BTreeSet<&str> = item_fields(*list).iter().map(|name| label(*list, name).key()).collect();
            assert_eq!(labels.len(), item_fields(*list).len(), "{list:?}");
        }
    }

    #[test]
    fn an_item_is_one_line_of_what_was_typed() {
        leptos::prelude::Owner::new().with(|| {
            let mut form = TechnicianForm::default();
            let key = form.add_item(List::Schools);
            assert_eq!(summary(List::Schools, form.items(List::Schools)[0]), "学歴");
            form.put_item(List::Schools, &key, [("kind", "high"), ("name", " 港工業高校 "), ("year", "2015")]);
            assert_eq!(summary(List::Schools, form.items(List::Schools)[0]), "高等学校・港工業高校・2015年");
            let kept = form.typed(&List::Schools.field(&key)).unwrap_or_default();
            assert_eq!(summary_of(List::Schools, &kept), "高等学校・港工業高校・2015年");
            assert_eq!(shown(List::Careers, "years", "12"), "12年");
        });
    }
}
