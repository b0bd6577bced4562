//! The form inside an application, of any kind. Invariant: what is read back is what was typed; passwords are never in it.

use crate::{Error, Result, typed::plain};
use domain::{
    application::{Asked, wants_word},
    business::{self, BusinessEntry, BusinessForm, EVIDENCE, Filing},
    fee::{FeeKind, PriceKind, PriceList, Yen},
    form::FieldProblem,
    proxy::PAPER,
    technician::{self, DetailedEntry, PICTURES, Stage, TechnicianEntry, TechnicianForm},
    time::WorkDate,
};
use sha2::{Digest, Sha256};
use store::application::Application;

/// What was typed.
pub enum Form {
    /// 技能者, at a stage.
    Technician(Stage, Box<TechnicianForm>),
    /// 事業者, with what it applies for.
    Business(Filing, Box<BusinessForm>),
}

/// What it comes to, once everything is right.
pub enum Entry {
    /// 技能者.
    Technician(Box<TechnicianEntry>),
    /// 簡略型→詳細型.
    Upgrade(Box<DetailedEntry>),
    /// 変更 of a technician, which is applied to what is registered when it is completed.
    Change(Stage),
    /// 事業者, with what it applied for.
    Business(Filing, Box<BusinessEntry>),
}

/// The field of the photo, which is no text.
pub const PHOTO: &str = "photo";

impl Form {
    /// The form as kept.
    pub fn of(application: &Application) -> Result<Self> {
        let unreadable = |_| Error::internal(format!("the form of application {} does not read", application.number));
        let text = &application.form;
        if let Some(stage) = application.kind.stage() {
            return serde_json::from_str(text).map(|form| Self::Technician(stage, form)).map_err(unreadable);
        }
        let filing = application.kind.filing().ok_or_else(|| Error::internal("a kind of nobody"))?;
        serde_json::from_str(text).map(|form| Self::Business(filing, form)).map_err(unreadable)
    }
    /// To keep.
    pub fn text(&self) -> Result<String> {
        let text = match self {
            Self::Technician(_, form) => serde_json::to_string(form),
            Self::Business(_, form) => serde_json::to_string(form),
        };
        text.map_err(Error::internal)
    }
    /// Checks it. Errors: the problems, in page order.
    pub fn validate(&self, today: WorkDate, password_set: bool) -> core::result::Result<Entry, Vec<FieldProblem>> {
        match self {
            Self::Technician(Stage::Upgrade, form) => {
                form.validate_upgrade(today).map(|entry| Entry::Upgrade(Box::new(entry)))
            }
            Self::Technician(stage, form) if stage.is_change() => {
                form.validate(*stage, today, true).map(|_| Entry::Change(*stage))
            }
            Self::Technician(stage, form) => {
                form.validate(*stage, today, password_set).map(|entry| Entry::Technician(Box::new(entry)))
            }
            Self::Business(filing, form) => form
                .validate(today, password_set || filing.is_of_registered())
                .map(|entry| Entry::Business(*filing, Box::new(entry))),
        }
    }
    /// The fields a reviewer passes judgment on, in page order; each item of a list is one.
    pub fn reviewed(&self) -> Vec<String> {
        match self {
            Self::Technician(stage, form) => form.reviewed(*stage),
            Self::Business(..) => business::REVIEWED.iter().map(|field| (*field).to_owned()).collect(),
        }
    }
    /// The same of an application, with the signed consent where there is one.
    pub fn reviewed_of(&self, application: &Application) -> Vec<String> {
        let mut fields = match self {
            Self::Technician(stage, form) if stage.is_change() => changed_of(application, *stage, form),
            _ => self.reviewed(),
        };
        fields.extend(file_of(application, PAPER).map(|_| PAPER.to_owned()));
        fields
    }
    /// The same, with whether a word must be said of each. A picture has no text: one that is required wants a word, and
    /// one that was sent.
    pub fn asked<'a>(&self, reviewed: &'a [String], application: &Application) -> Vec<Asked<'a>> {
        let wanted = |field: &str| match self {
            // What a change touches is judged whatever it is, also where something was taken out.
            Self::Technician(stage, _) if stage.is_change() => true,
            Self::Technician(stage, _) => {
                wants_word(&self.typed(field), technician::is_required(*stage, field))
                    || file_of(application, field).is_some()
            }
            Self::Business(..) => {
                wants_word(&self.typed(field), business::is_required(field)) || file_of(application, field).is_some()
            }
        };
        reviewed.iter().map(|field| Asked { field, wanted: wanted(field) }).collect()
    }
    /// Problems in page order.
    pub fn in_page_order(&self, mut problems: Vec<FieldProblem>) -> Vec<FieldProblem> {
        match self {
            Self::Technician(_, form) => form.in_page_order(problems),
            Self::Business(..) => {
                problems.sort_by_key(|problem| business::place(&problem.field));
                problems
            }
        }
    }
    /// What was typed into a field or an item; empty for what has no text.
    pub fn typed(&self, field: &str) -> String {
        let typed = match self {
            Self::Technician(_, form) => form.typed(field),
            Self::Business(_, form) => form.typed(field),
        };
        typed.unwrap_or_default()
    }
    /// The name for lists; `None` where the register has it already.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Technician(stage, _) if stage.is_of_registered() => None,
            Self::Technician(_, form) => {
                let name = format!("{} {}", plain(&form.family_name), plain(&form.given_name));
                Some(name.trim().to_owned())
            }
            Self::Business(_, form) => Some(plain(&form.name)),
        }
    }
    /// What the fee would be by what is typed; `None` where that cannot be told yet or no price is set.
    pub fn fee(&self, prices: &PriceList, today: WorkDate) -> Option<(FeeKind, Yen)> {
        match self {
            Self::Technician(stage, _) => match (PriceKind::of_stage(*stage), FeeKind::of_stage(*stage)) {
                (Some(price), Some(kind)) => prices.price(price, today).map(|yen| (kind, yen)),
                // What is registered is changed for nothing.
                _ => Some((FeeKind::TechnicianUpgrade, Yen(0))),
            },
            // What is registered is put right for nothing.
            Self::Business(Filing::Change, _) => Some((FeeKind::BusinessRegistration, Yen(0))),
            Self::Business(_, form) => {
                let entry = form.validate(today, true).ok()?;
                entry.fee(prices, today).map(|yen| (FeeKind::BusinessRegistration, yen))
            }
        }
    }
}

/// Fields and items a change touches, in page order, with the pictures sent as proof.
fn changed_of(application: &Application, stage: Stage, form: &TechnicianForm) -> Vec<String> {
    let picture = |field: &str| file_of(application, field).map(str::to_owned);
    let mut fields = form.differing(stage, picture);
    let sent = technician::pages(stage).flat_map(|page| page.fields_of(stage)).filter(|field| PICTURES.contains(field));
    for field in sent.filter(|field| file_of(application, field).is_some()) {
        // What the document is goes with it.
        let with = (field == "identity").then(|| "identity_kind".to_owned());
        fields.extend(with.into_iter().chain([field.to_owned()]));
    }
    fields.sort_by_key(|field| technician::place(field));
    fields
}

/// Content hash of the picture sent for a field or an item.
pub fn file_of<'a>(application: &'a Application, field: &str) -> Option<&'a str> {
    match (field, &application.photo) {
        (PHOTO, Some(photo)) => Some(&photo.hash),
        _ => application.files.iter().find(|file| file.field == field).map(|file| file.hash.as_str()),
    }
}

/// Pages of the PDF sent for a field; 0 where it was a picture or nothing.
pub fn pages_of(application: &Application, field: &str) -> u32 {
    application.files.iter().find(|file| file.field == field).map_or(0, |file| file.info.pages)
}

/// Whether a field is a picture and nothing else.
pub fn is_picture(field: &str) -> bool {
    PICTURES.contains(&field) || field == PAPER || field == EVIDENCE
}

/// Stands for a field's value and its picture beside the word on it, so that a change is noticed later.
pub fn mark(application: &Application, form: &Form, field: &str) -> String {
    let value = match file_of(application, field) {
        Some(hash) if is_picture(field) => hash.to_owned(),
        Some(hash) => format!("{}\n{hash}", form.typed(field)),
        None => form.typed(field),
    };
    hex::encode(&Sha256::digest(value.as_bytes())[..8])
}
