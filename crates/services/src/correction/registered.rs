//! What is registered, in the shape of its form. Invariant: it holds all that can be put right and nothing else.

use super::rows;
use crate::{Call, Error, Result, application, registration};
use domain::{
    access::{Action, Resource},
    correction::{Data, Subject},
    id::{BusinessId, CorrectionId, TechnicianId},
    technician::{self, Stage},
    time::WorkDate,
};
use std::collections::BTreeMap;
use store::{ConnectionTrait, technician::Technician};

/// Registered data of somebody, for the form in which it is put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Whose.
    pub subject: Subject,
    /// As the form has it.
    pub data: Data,
    /// Content hash of the photo.
    pub photo: Option<String>,
    /// Content hashes of the pictures of items, by list and key.
    pub pictures: BTreeMap<String, String>,
    /// How a person is registered, simply or in detail; of a business without meaning.
    pub stage: Stage,
    /// A correction of it that waits.
    pub waiting: Option<CorrectionId>,
}

/// The person or business of an ID as typed; `None` where there is none. Errors: forbidden.
pub async fn find(call: &Call, typed: &str) -> Result<Option<Subject>> {
    call.authorize(Action::RegisterCorrect, &Resource::Register)?;
    let db = call.db.read();
    if let Ok(id) = typed.parse::<TechnicianId>()
        && store::technician::exists(db, id).await?
    {
        return Ok(Some(Subject::Technician(id)));
    }
    // Numbers of people and businesses are drawn from one body, so at most one of them is registered.
    match typed.parse::<BusinessId>() {
        Ok(id) if store::business::exists(db, id).await? => Ok(Some(Subject::Business(id))),
        _ => Ok(None),
    }
}

/// What is registered of somebody. Errors: `NotFound`.
pub async fn registered(call: &Call, subject: Subject) -> Result<Registered> {
    call.authorize(Action::RegisterCorrect, &Resource::Register)?;
    let db = call.db.read();
    let found = of(db, subject, call.today()).await?;
    Ok(Registered { waiting: rows::waiting(db, subject).await?, ..found })
}

pub(super) async fn of(db: &impl ConnectionTrait, subject: Subject, today: WorkDate) -> Result<Registered> {
    match subject {
        Subject::Technician(id) => {
            let person = store::technician::find(db, id).await?.ok_or(Error::NotFound)?;
            of_person(db, &person, today).await
        }
        Subject::Business(id) => {
            let business = store::business::find(db, id).await?.ok_or(Error::NotFound)?;
            let form = application::form_of(db, &business).await?;
            let data = Data::Business(Box::new(form));
            let (pictures, stage) = (BTreeMap::new(), Stage::SimpleChange);
            Ok(Registered { subject, data, photo: None, pictures, stage, waiting: None })
        }
    }
}

/// The same of a person whose row is at hand. Employments are left out: they are not put right here.
pub(super) async fn of_person(db: &impl ConnectionTrait, person: &Technician, today: WorkDate) -> Result<Registered> {
    let mut all = registration::registered(db, person, today).await?;
    all.form.employers.clear();
    for field in ["employer_id", "employed_on", "employed_until"] {
        all.form.set(field, "");
    }
    let is_detailed = store::technician::detail::find(db, person.id).await?.detailed_at.is_some();
    Ok(Registered {
        subject: Subject::Technician(person.id),
        data: Data::Technician(Box::new(all.form)),
        photo: person.photo.clone(),
        pictures: all.pictures,
        stage: if is_detailed { Stage::Change } else { Stage::SimpleChange },
        waiting: None,
    })
}

impl Registered {
    /// A person's, as the check wants to know it. Errors: of a business there is none.
    pub(super) fn of_form(&self) -> Result<technician::Registered> {
        match &self.data {
            Data::Technician(form) => {
                Ok(technician::Registered { form: form.as_ref().clone(), pictures: self.pictures.clone() })
            }
            Data::Business(_) => Err(Error::internal("a person's data that is a business's")),
        }
    }
}
