//! What somebody of a body sends when they judge. Invariant: each requirement and each statement has its verdict, a level is
//! granted only where they meet it, and a refusal has its reasons.

use super::{
    Part,
    application::RefusalReason,
    statement::StatementRow,
    verdict::{Verdicts, are_enough, keyed, of_criteria},
};
use crate::{
    form::{FieldProblem, Problem, reader::Reader},
    id::LevelStatementId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest note, characters.
pub const NOTE_CHARS_MAX: u32 = 500;
/// The verdicts do not meet the level.
const VERDICTS_LACK: &str = "level.verdicts_lack";

/// A judgement as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    /// How often the application had moved when its page was shown.
    pub moves: i32,
    /// `met` or `not_met`, by requirement.
    pub verdicts: BTreeMap<String, String>,
    /// `taken` or `not_taken`, by statement.
    pub statements: BTreeMap<String, String>,
    /// `grant` or `refuse`.
    pub decision: String,
    /// Words of the reasons.
    pub reasons: Vec<String>,
    /// Besides; the person reads it.
    pub note: String,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgeEntry {
    /// Of each requirement.
    pub verdicts: Verdicts,
    /// Of each statement.
    pub statements: Vec<(LevelStatementId, bool)>,
    /// 認定 or not.
    pub grants: bool,
    /// Why not; none where it is granted.
    pub reasons: Vec<RefusalReason>,
    /// Besides.
    pub note: String,
}

impl JudgeForm {
    /// Errors: every problem. `parts` and `statements`: what is judged.
    pub fn validate(&self, parts: &[Part], statements: &[StatementRow]) -> Result<JudgeEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let one_of = |yes: &'static str, no: &'static str| {
            move |code: &str| if code == yes { Some(true) } else { (code == no).then_some(false) }
        };
        let text = |from: &BTreeMap<String, String>, key: &str| from.get(key).cloned().unwrap_or_default();
        let mut verdicts = Verdicts::new();
        for (key, _) in keyed(parts) {
            let said = read.choice(&verdict_field(&key), &text(&self.verdicts, &key), one_of("met", "not_met"));
            verdicts.extend(said.ok().map(|said| (key, said)));
        }
        let mut taken = Vec::new();
        for statement in statements {
            let key = statement_key(statement.id);
            let field = statement_field(statement.id);
            let said = read.choice(&field, &text(&self.statements, &key), one_of("taken", "not_taken"));
            taken.extend(said.ok().map(|said| (statement.id, said)));
        }
        let grants = read.choice("decision", &self.decision, one_of("grant", "refuse"));
        if grants == Ok(true) && !are_enough(parts, &verdicts) {
            read.note("decision", Problem::Refused { code: VERDICTS_LACK.to_owned() });
        }
        let mut reasons: Vec<RefusalReason> =
            self.reasons.iter().filter_map(|code| RefusalReason::from_code(code)).collect();
        reasons.sort_unstable();
        reasons.dedup();
        let note = read.optional_text("note", &self.note, NOTE_CHARS_MAX);
        if grants == Ok(false) {
            if reasons.is_empty() {
                read.note("reasons", Problem::Missing);
            }
            if reasons.contains(&RefusalReason::Other) && note == Ok(None) {
                read.note("note", Problem::Missing);
            }
        } else {
            reasons.clear();
        }
        let entry = || {
            Ok(JudgeEntry { verdicts, statements: taken, grants: grants?, reasons, note: note?.unwrap_or_default() })
        };
        let entry = entry();
        read.finish(entry)
    }
}

impl JudgeEntry {
    /// Whether a second person is to look: a verdict or the decision is not what the criteria come to. `parts`: with the
    /// statements that were taken.
    pub fn differs(&self, parts: &[Part]) -> bool {
        self.verdicts != of_criteria(parts) || self.grants != parts.iter().all(Part::is_met)
    }
}

/// Name of the input of a requirement's verdict.
pub fn verdict_field(key: &str) -> String {
    format!("verdicts[{key}]")
}

/// A statement's key among the verdicts; a letter comes first, as in [`super::verdict::keyed`].
pub fn statement_key(id: LevelStatementId) -> String {
    format!("s{id}")
}

/// Name of the input of a statement's verdict.
pub fn statement_field(id: LevelStatementId) -> String {
    format!("statements[{}]", statement_key(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{Days, Forecast, Level, Requirement, Wanted};

    fn parts(met: [bool; 2]) -> Vec<Part> {
        let requirements = met.map(|met| Requirement {
            wanted: Wanted::Days(Days { need: 1, recorded: u32::from(met), stated: 0 }),
            forecast: if met { Forecast::Met } else { Forecast::NoPace },
        });
        vec![Part { of: Level::Two, requirements: requirements.to_vec(), alternatives: Vec::new() }]
    }

    fn form(said: [&str; 2], decision: &str, reasons: &[&str], note: &str) -> JudgeForm {
        let verdicts = ["l2-0", "l2-1"].into_iter().zip(said).filter(|(_, said)| !said.is_empty());
        JudgeForm {
            verdicts: verdicts.map(|(key, said)| (key.to_owned(), said.to_owned())).collect(),
            decision: decision.to_owned(),
            reasons: reasons.iter().map(|&reason| reason.to_owned()).collect(),
            note: note.to_owned(),
            ..JudgeForm::default()
        }
    }

    #[test]
    fn a_level_is_granted_only_where_the_verdicts_meet_it_and_refused_only_with_reasons() {
        let (met, not) = ("met", "not_met");
        for (form, wrong) in [
            (form([met, met], "grant", &[], ""), vec![]),
            (form([met, not], "grant", &[], ""), vec!["decision"]),
            (form([met, ""], "grant", &[], ""), vec!["verdicts[l2-1]", "decision"]),
            (form([met, "x"], "refuse", &["days"], ""), vec!["verdicts[l2-1]"]),
            (form([met, not], "refuse", &["days"], ""), vec![]),
            (form([met, not], "refuse", &[], ""), vec!["reasons"]),
            (form([met, not], "refuse", &["x"], ""), vec!["reasons"]),
            (form([met, not], "refuse", &["other"], ""), vec!["note"]),
            (form([met, not], "refuse", &["other"], "理由"), vec![]),
            (form([met, met], "", &[], ""), vec!["decision"]),
            (form([met, met], "grant", &[], &"字".repeat(501)), vec!["note"]),
        ] {
            let found = form.validate(&parts([true, true]), &[]).err().unwrap_or_default();
            let fields: Vec<&str> = found.iter().map(|one| one.field.as_str()).collect();
            assert_eq!(fields, wrong, "{form:?}");
        }
    }

    #[test]
    fn a_second_person_looks_where_it_is_not_what_the_criteria_come_to() {
        let judged = |said, decision| form(said, decision, &["days"], "").validate(&parts([true, true]), &[]).unwrap();
        for (said, decision, criteria, differs) in [
            (["met", "met"], "grant", [true, true], false),
            (["met", "met"], "grant", [true, false], true),
            (["met", "not_met"], "refuse", [true, false], false),
            (["not_met", "not_met"], "refuse", [true, false], true),
            (["met", "not_met"], "refuse", [true, true], true),
            (["met", "met"], "refuse", [true, true], true),
        ] {
            assert_eq!(judged(said, decision).differs(&parts(criteria)), differs, "{said:?} {decision} {criteria:?}");
        }
    }
}
