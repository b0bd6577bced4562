//! The form inside an application, of either kind. Invariant: what is read back is what was typed; passwords are never in it.

use crate::{Error, Result, typed::plain};
use domain::{
    application::{ApplicationKind, Asked, wants_word},
    business::{self, BusinessEntry, BusinessForm},
    fee::{FeeKind, PriceKind, PriceList, Yen},
    form::FieldProblem,
    technician::{self, TechnicianEntry, TechnicianForm},
    time::WorkDate,
};
use sha2::{Digest, Sha256};
use store::application::Application;

/// What was typed.
pub enum Form {
    /// 技能者.
    Technician(Box<TechnicianForm>),
    /// 事業者.
    Business(Box<BusinessForm>),
}

/// What it comes to, once everything is right.
pub enum Entry {
    /// 技能者.
    Technician(Box<TechnicianEntry>),
    /// 事業者.
    Business(Box<BusinessEntry>),
}

/// The field of the photo, which is no text.
pub const PHOTO: &str = "photo";

impl Form {
    /// The form as kept.
    pub fn of(application: &Application) -> Result<Self> {
        let unreadable = |_| Error::internal(format!("the form of application {} does not read", application.number));
        match application.kind {
            ApplicationKind::TechnicianSimple => {
                serde_json::from_str(&application.form).map(Self::Technician).map_err(unreadable)
            }
            ApplicationKind::Business => {
                serde_json::from_str(&application.form).map(Self::Business).map_err(unreadable)
            }
        }
    }
    /// Checks it. Errors: the problems, in page order.
    pub fn validate(&self, today: WorkDate, password_set: bool) -> core::result::Result<Entry, Vec<FieldProblem>> {
        match self {
            Self::Technician(form) => {
                form.validate(today, password_set).map(|entry| Entry::Technician(Box::new(entry)))
            }
            Self::Business(form) => form.validate(today, password_set).map(|entry| Entry::Business(Box::new(entry))),
        }
    }
    /// The fields a reviewer passes judgment on, in page order.
    pub const fn reviewed(&self) -> &'static [&'static str] {
        match self {
            Self::Technician(_) => technician::REVIEWED,
            Self::Business(_) => business::REVIEWED,
        }
    }
    /// The same, with whether a word must be said of each; the photo has no text and is required.
    pub fn asked(&self) -> Vec<Asked<'static>> {
        let wanted = |field: &str| match self {
            Self::Technician(_) => wants_word(&self.typed(field), technician::is_required(field)),
            Self::Business(_) => wants_word(&self.typed(field), business::is_required(field)),
        };
        self.reviewed().iter().map(|field| Asked { field, wanted: wanted(field) }).collect()
    }
    /// Every field in page order.
    pub const fn fields(&self) -> &'static [&'static str] {
        match self {
            Self::Technician(_) => technician::FIELDS,
            Self::Business(_) => business::FIELDS,
        }
    }
    /// What was typed into a field; empty for what has no text.
    pub fn typed(&self, field: &str) -> String {
        let typed = match self {
            Self::Technician(form) => form.typed(field),
            Self::Business(form) => form.typed(field),
        };
        typed.unwrap_or_default()
    }
    /// The name for lists.
    pub fn name(&self) -> String {
        match self {
            Self::Technician(form) => {
                let name = format!("{} {}", plain(&form.family_name), plain(&form.given_name));
                name.trim().to_owned()
            }
            Self::Business(form) => plain(&form.name),
        }
    }
    /// What the fee would be by what is typed; `None` where that cannot be told yet or no price is set.
    pub fn fee(&self, prices: &PriceList, today: WorkDate) -> Option<(FeeKind, Yen)> {
        match self {
            Self::Technician(_) => {
                prices.price(PriceKind::TechnicianSimple, today).map(|yen| (FeeKind::TechnicianSimple, yen))
            }
            Self::Business(form) => {
                let entry = form.validate(today, true).ok()?;
                entry.fee(prices, today).map(|yen| (FeeKind::BusinessRegistration, yen))
            }
        }
    }
}

/// Stands for a field's value beside the word on it, so that a change is noticed later.
pub fn mark(application: &Application, form: &Form, field: &str) -> String {
    let value = match (field, &application.photo) {
        (PHOTO, Some(photo)) => photo.hash.clone(),
        _ => form.typed(field),
    };
    hex::encode(&Sha256::digest(value.as_bytes())[..8])
}
