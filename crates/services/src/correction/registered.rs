//! What is registered, in the shape of its form. Invariant: it holds all that can be put right and nothing else.

use super::{employment, rows};
use crate::{Call, Error, Result, application, registration};
use domain::{
    access::{Action, Resource},
    correction::{Data, Subject},
    id::{BusinessId, CorrectionId, TechnicianId},
    technician::{self, Stage},
    time::WorkDate,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::{ConnectionTrait, technician::Technician};

/// What is registered is not what was typed over any more.
const CHANGED: &str = "correction.changed_meanwhile";

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
    /// Names of the businesses that employ or employed a person, by 事業者ID.
    pub businesses: BTreeMap<BusinessId, String>,
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
    let businesses = employment::names(db, &[&found.data]).await?;
    Ok(Registered { waiting: rows::waiting(db, subject).await?, businesses, ..found })
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
            let businesses = BTreeMap::new();
            Ok(Registered { subject, data, photo: None, pictures, businesses, stage, waiting: None })
        }
    }
}

/// The same of a person whose row is at hand: their employments as the register holds them, those that ended too, and not as
/// an application names them.
pub(super) async fn of_person(db: &impl ConnectionTrait, person: &Technician, today: WorkDate) -> Result<Registered> {
    let mut all = registration::registered(db, person, today).await?;
    all.form.employers.clear();
    for field in ["employer_id", "employed_on", "employed_until"] {
        all.form.set(field, "");
    }
    all.form.put_employments(&store::technician::engaged(db, person.id).await?);
    let is_detailed = store::technician::detail::find(db, person.id).await?.detailed_at.is_some();
    Ok(Registered {
        subject: Subject::Technician(person.id),
        data: Data::Technician(Box::new(all.form)),
        photo: person.photo.clone(),
        pictures: all.pictures,
        businesses: BTreeMap::new(),
        stage: if is_detailed { Stage::Change } else { Stage::SimpleChange },
        waiting: None,
    })
}

impl Registered {
    /// By which it is known whether the same is registered still: hexadecimal, of everything the form shows.
    ///
    /// Errors: internal, where it cannot be written as JSON.
    pub fn mark(&self) -> Result<String> {
        let shown = serde_json::to_vec(&(&self.data, &self.photo, &self.pictures)).map_err(Error::internal)?;
        Ok(hex::encode(&Sha256::digest(&shown)[..16]))
    }
    /// That it is still what somebody has seen, by the [`mark`](Self::mark) of it. Errors: `correction.changed_meanwhile`.
    pub fn require(&self, seen: &str) -> Result<()> {
        if self.mark()? == seen { Ok(()) } else { Err(Error::Conflict(CHANGED)) }
    }
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
