//! What a form's answer leaves for the next page: typed values, problems, a notice. Invariant: it lies in the
//! session, never in an address, and is read once by the page it was left for.

use super::{UiError, session};
use domain::form::FieldProblem;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// What was left.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Flash {
    /// Path of the page it is for.
    pub page: String,
    /// What was typed, in the page's own form type; never a password.
    #[serde(default)]
    pub values: Value,
    /// Problems of fields, in page order.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
    /// Why it was not done, beyond single fields.
    #[serde(default)]
    pub error: Option<UiError>,
    /// Stable word for what was done (`saved`, `issued`); the page knows its sentence.
    #[serde(default)]
    pub done: Option<String>,
}

/// Bytes of a field that is shown again, where a stranger sent it.
const KEPT_BYTES_MAX: usize = 256;

/// What is shown again of a field that anybody may send: nothing of what is too long to be meant, since it would lie in
/// a session.
pub fn kept(typed: String) -> String {
    if typed.len() <= KEPT_BYTES_MAX { typed } else { String::new() }
}

impl Flash {
    /// For the page at `page`, with nothing in it.
    pub fn to(page: impl Into<String>) -> Self {
        Self { page: page.into(), ..Self::default() }
    }
    /// With what was typed.
    #[must_use]
    pub fn typed<T: Serialize>(mut self, values: &T) -> Self {
        self.values = serde_json::to_value(values).unwrap_or_default();
        self
    }
    /// With why it was not done; the error's problems of fields are shown beside them.
    #[must_use]
    pub fn failed(mut self, mut error: UiError) -> Self {
        self.problems.append(&mut error.fields);
        self.error = Some(error);
        self
    }
    /// With what was done.
    #[must_use]
    pub fn done(mut self, word: &str) -> Self {
        self.done = Some(word.to_owned());
        self
    }
    /// Leaves it and sends the browser to its page.
    pub async fn leave(self) -> Result<(), UiError> {
        let page = self.page.clone();
        self.leave_at(&page).await
    }
    /// Leaves it and sends the browser to `address`, which is its page's with a query.
    pub async fn leave_at(self, address: &str) -> Result<(), UiError> {
        self.put().await?;
        super::redirect(address);
        Ok(())
    }
    /// Leaves it for who goes to its page by themselves.
    pub async fn put(&self) -> Result<(), UiError> {
        session::leave(session::FLASH, self).await
    }
    /// What was left for the page at `page`, once; an empty one where nothing was.
    pub async fn take(page: &str) -> Result<Self, UiError> {
        match session::look::<Self>(session::FLASH).await? {
            Some(left) if left.page == page => {
                session::clear(session::FLASH).await?;
                Ok(left)
            }
            _ => Ok(Self::default()),
        }
    }
    /// What was typed; the empty form where nothing was or where it does not fit.
    pub fn form<T: DeserializeOwned + Default>(&self) -> T {
        serde_json::from_value(self.values.clone()).unwrap_or_default()
    }
}
