//! The words of reviewers on fields, as kept with an application. Invariant: a word holds for the value it was said of; a
//! changed value has no word until somebody looks again.

use super::form::{Form, mark};
use crate::{Error, Result};
use domain::application::{Deficiency, Judgment, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::application::Application;

/// What became of a word since it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Since {
    /// The applicant handed in again what was returned for it, as it was.
    StoodBy,
    /// What was returned for it was changed, and given back once more for something else: it is of an earlier round.
    Settled,
}

#[derive(Serialize, Deserialize)]
struct Word {
    /// [`Verdict::code`].
    verdict: String,
    /// [`mark`] of the value it was said of.
    of: String,
    /// [`Judgment::explanation`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    explanation: String,
    /// Absent until the application moves on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Since>,
}

/// The words of one application.
#[derive(Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Words(BTreeMap<String, Word>);

impl Words {
    /// As kept.
    pub fn of(application: &Application) -> Result<Self> {
        serde_json::from_str(&application.verdicts)
            .map_err(|_| Error::internal(format!("the verdicts of application {} do not read", application.number)))
    }
    /// To keep.
    pub fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }
    /// Says a word on a field's present value.
    pub fn say(&mut self, application: &Application, form: &Form, said: &Judgment) {
        let word = Word {
            verdict: said.verdict.code().to_owned(),
            of: mark(application, form, &said.field),
            explanation: said.explanation.clone(),
            since: None,
        };
        self.0.insert(said.field.clone(), word);
    }
    /// What was said of a field's present value.
    pub fn on(&self, application: &Application, form: &Form, field: &str) -> Option<Judgment> {
        let word = self.0.get(field).filter(|word| word.of == mark(application, form, field))?;
        let verdict = Verdict::from_code(&word.verdict)?;
        Some(Judgment { field: field.to_owned(), verdict, explanation: word.explanation.clone() })
    }
    /// Whether the field was judged once and has another value now.
    pub fn is_changed(&self, application: &Application, form: &Form, field: &str) -> bool {
        self.0.get(field).is_some_and(|word| word.of != mark(application, form, field))
    }
    /// Whether the field came back as it was returned.
    pub fn is_stood_by(&self, application: &Application, form: &Form, field: &str) -> bool {
        let word = self.0.get(field).filter(|word| word.since == Some(Since::StoodBy));
        word.is_some_and(|word| word.of == mark(application, form, field))
    }
    /// The application is given back: words on what was changed before are of an earlier round from now on.
    pub fn give_back(&mut self, application: &Application, form: &Form) {
        for (field, word) in &mut self.0 {
            word.since = (word.of != mark(application, form, field)).then_some(Since::Settled);
        }
    }
    /// The application is handed in again; gives the fields that are as they were returned.
    pub fn take_back(&mut self, application: &Application, form: &Form) -> Vec<String> {
        let fields: Vec<String> = self.deficient(application, form).into_iter().map(|of| of.field).collect();
        for field in &fields {
            if let Some(word) = self.0.get_mut(field) {
                word.since = Some(Since::StoodBy);
            }
        }
        fields
    }
    /// The words on present values, in page order.
    pub fn present(&self, application: &Application, form: &Form) -> Vec<(String, Verdict)> {
        let word = |field: String| self.on(application, form, &field).map(|said| (said.field, said.verdict));
        form.reviewed_of(application).into_iter().filter_map(word).collect()
    }
    /// What the applicant is to put right, in page order, also where a field has been changed since; not what was changed
    /// before it was given back last.
    pub fn deficiencies(&self, application: &Application, form: &Form) -> Vec<Deficiency> {
        let deficiency = |field: String| {
            let word = self.0.get(&field)?;
            let Verdict::Deficient(reason) = Verdict::from_code(&word.verdict)? else { return None };
            let mended = self.is_changed(application, form, &field);
            if mended && word.since == Some(Since::Settled) {
                return None;
            }
            Some(Deficiency { explanation: word.explanation.clone(), field, reason, mended })
        };
        form.reviewed_of(application).into_iter().filter_map(deficiency).collect()
    }
    /// What is deficient in its present value, in page order.
    pub fn deficient(&self, application: &Application, form: &Form) -> Vec<Deficiency> {
        self.deficiencies(application, form).into_iter().filter(|of| !of.mended).collect()
    }
}
