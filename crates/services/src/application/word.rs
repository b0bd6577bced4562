//! The words of reviewers on fields, as kept with an application. Invariant: a word holds for the value it was said of; a
//! changed value has no word until somebody looks again.

use super::form::{Form, mark};
use crate::{Error, Result};
use domain::application::{Deficiency, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::application::Application;

#[derive(Serialize, Deserialize)]
struct Word {
    /// [`Verdict::code`].
    verdict: String,
    /// [`mark`] of the value it was said of.
    of: String,
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
    pub fn say(&mut self, application: &Application, form: &Form, field: &str, verdict: Verdict) {
        let word = Word { verdict: verdict.code().to_owned(), of: mark(application, form, field) };
        self.0.insert(field.to_owned(), word);
    }
    /// The word on a field's present value.
    pub fn on(&self, application: &Application, form: &Form, field: &str) -> Option<Verdict> {
        let word = self.0.get(field).filter(|word| word.of == mark(application, form, field))?;
        Verdict::from_code(&word.verdict)
    }
    /// Whether the field was judged once and has another value now.
    pub fn is_changed(&self, application: &Application, form: &Form, field: &str) -> bool {
        self.0.get(field).is_some_and(|word| word.of != mark(application, form, field))
    }
    /// The words on present values, in page order.
    pub fn present(&self, application: &Application, form: &Form) -> Vec<(String, Verdict)> {
        let word = |field: String| self.on(application, form, &field).map(|verdict| (field, verdict));
        form.reviewed_of(application).into_iter().filter_map(word).collect()
    }
    /// What the applicant is to put right, in page order, also where a field has been changed since.
    pub fn deficiencies(&self, application: &Application, form: &Form) -> Vec<Deficiency> {
        let deficiency = |field: String| match Verdict::from_code(&self.0.get(&field)?.verdict)? {
            Verdict::Deficient(reason) => Some(Deficiency { field, reason }),
            Verdict::Good => None,
        };
        form.reviewed_of(application).into_iter().filter_map(deficiency).collect()
    }
}
