//! What reads well and cannot be: more years of work than the age allows, an employment of a child, the stay of a Japanese.
//! Invariant: it is told where a form is filled in and judged, and never where what was approved is registered: a form that
//! passed by the rules of its day is completed by them.

use super::{BEFORE_WORKING_AGE, WORKING_AGE, birth, is_japanese, may_work_from, years};
use crate::{
    calendar,
    form::{FieldProblem, Problem, reader},
    technician::{List, Stage, TechnicianForm},
    time::WorkDate,
};

/// The most years somebody can have worked: those since the fifteenth birthday, full ones, as 経験年数 is counted. Nobody works
/// before compulsory school is over (労働基準法56条), which for most is some months later; whoever was fifteen then is not argued
/// with over a part of a year (ours).
fn experience_max(birth: WorkDate, today: WorkDate) -> i16 {
    i16::try_from(calendar::age_on(birth, today) - i32::try_from(WORKING_AGE).unwrap_or(15)).unwrap_or_default().max(0)
}

/// What cannot be of what is asked at a stage. What is registered and stays is not asked again; of what does not read, and of a
/// birth date that is wrong, nothing follows: that is told by itself.
pub(in crate::technician) fn implausible(form: &TechnicianForm, stage: Stage, today: WorkDate) -> Vec<FieldProblem> {
    if stage == Stage::Upgrade {
        return Vec::new();
    }
    let mut found = stay_of_japanese(form);
    let Ok(birth) = birth(form, today) else { return found };
    found.extend(too_long(form, experience_max(birth, today)));
    found.extend(too_early(form, may_work_from(birth)));
    found
}

/// Where somebody says Japanese and gives a stay all the same, one of the two is wrong, and which cannot be told here: nothing is
/// passed over without a word.
fn stay_of_japanese(form: &TechnicianForm) -> Vec<FieldProblem> {
    // Of whom nothing is known yet, the nationality is missing and says so.
    if form.nationality.trim().is_empty() || !is_japanese(form) {
        return Vec::new();
    }
    let given = [("residence_status", &form.residence_status), ("residence_until", &form.residence_until)];
    let wrong = given.into_iter().filter(|(_, raw)| !reader::bare(raw).is_empty());
    wrong.map(|(field, _)| FieldProblem::new(field, Problem::NotOfJapanese)).collect()
}

/// Years in two trades may lie side by side, so each alone is held against the age.
fn too_long(form: &TechnicianForm, max: i16) -> Vec<FieldProblem> {
    let is_wrong = |field: &str, raw: &str| years(raw).is_ok_and(|years| years > max) && !form.stays(field);
    let problem = |field: &str| FieldProblem::new(field, Problem::MoreThanAge { max: i64::from(max) });
    let whole = is_wrong("experience_years", &form.experience_years).then(|| problem("experience_years"));
    let careers = form.careers.iter().filter_map(|item| {
        let field = List::Careers.field(&item.key);
        is_wrong(&field, &item.years).then(|| problem(&format!("{field}.years")))
    });
    whole.into_iter().chain(careers).collect()
}

fn too_early(form: &TechnicianForm, from: WorkDate) -> Vec<FieldProblem> {
    let is_wrong = |field: &str, raw: &str| calendar::parse_day(raw).is_ok_and(|day| day < from) && !form.stays(field);
    let problem = |field: &str| FieldProblem::new(field, BEFORE_WORKING_AGE);
    let main = is_wrong("employed_on", &form.employed_on).then(|| problem("employed_on"));
    let others = form.employers.iter().filter_map(|item| {
        let field = List::Employers.field(&item.key);
        is_wrong(&field, &item.from).then(|| problem(&format!("{field}.from")))
    });
    main.into_iter().chain(others).collect()
}
