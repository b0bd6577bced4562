//! Files of criteria as TOML has them. Invariant: a key that is not known here is a fault, never passed over.

use crate::level::criteria::catalogue::Entry;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CatalogueForm {
    pub qualification: Vec<QualificationForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QualificationForm {
    key: String,
    name: String,
    code: Option<String>,
    kind: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    implies: Vec<String>,
}

impl From<QualificationForm> for Entry {
    fn from(form: QualificationForm) -> Self {
        let QualificationForm { key, name, code, kind, also, implies } = form;
        Self { key, name, code, kind, also, implies }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatementForm {
    pub days_until: String,
    pub applications_until: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldForm {
    pub field: String,
    pub name: String,
    pub body: Option<String>,
    #[serde(default)]
    pub trades: Vec<String>,
    #[serde(default)]
    pub without_subtrade: Vec<String>,
    #[serde(default)]
    pub trades_assumed: bool,
    #[serde(default)]
    pub version: Vec<VersionForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VersionForm {
    pub from: Option<String>,
    pub until: Option<String>,
    pub source: String,
    #[serde(default)]
    pub draft: bool,
    pub gaps: Option<String>,
    #[serde(default)]
    pub level: Vec<LevelForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelForm {
    pub level: i16,
    pub days: Option<u32>,
    #[serde(default)]
    pub leading: Vec<LeadingForm>,
    #[serde(default)]
    pub all_of: Vec<ItemForm>,
    #[serde(default)]
    pub any_of: Vec<ItemForm>,
    #[serde(default)]
    pub choose: Vec<ChooseForm>,
    #[serde(default)]
    pub alternative: Vec<AlternativeForm>,
    #[serde(default)]
    pub includes: Vec<i16>,
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeadingForm {
    pub role: String,
    pub days: u32,
}

/// A key, or several of which any does.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ItemForm {
    One(String),
    Any(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChooseForm {
    pub at_least: u32,
    pub of: Vec<ItemForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlternativeForm {
    pub days: Option<u32>,
    #[serde(default)]
    pub all_of: Vec<ItemForm>,
    #[serde(default)]
    pub any_of: Vec<ItemForm>,
    #[serde(default)]
    pub choose: Vec<ChooseForm>,
}
