//! What is registered, in the shape of its form, and the check of what was typed over it. Invariant: what is registered and
//! nobody changes is never refused, however it came into the register.

use super::rows;
use crate::{Call, Error, Result, application};
use domain::{
    access::{Action, Resource},
    business::BusinessForm,
    calendar::TypedDate,
    correction::{Data, Subject},
    form::FieldProblem,
    id::{BusinessId, CorrectionId, TechnicianId},
    technician::TechnicianForm,
    time::WorkDate,
};
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
    let found = of(db, subject).await?;
    Ok(Registered { waiting: rows::waiting(db, subject).await?, ..found })
}

pub(super) async fn of(db: &impl ConnectionTrait, subject: Subject) -> Result<Registered> {
    match subject {
        Subject::Technician(id) => {
            let person = store::technician::find(db, id).await?.ok_or(Error::NotFound)?;
            let data = Data::Technician(Box::new(form_of(&person)));
            Ok(Registered { subject, data, photo: person.photo, waiting: None })
        }
        Subject::Business(id) => {
            let business = store::business::find(db, id).await?.ok_or(Error::NotFound)?;
            let form = application::form_of(db, &business).await?;
            Ok(Registered { subject, data: Data::Business(Box::new(form)), photo: None, waiting: None })
        }
    }
}

/// A person's row as somebody would have typed it.
pub(crate) fn form_of(person: &Technician) -> TechnicianForm {
    let it = person.clone();
    let birth = TypedDate::in_era(it.birth_date);
    let trade = |at: usize| it.trades.get(at).map(ToString::to_string).unwrap_or_default();
    // Who has one name alone has it all in the first part.
    let roman = if it.given_name.is_empty() { None } else { it.roman_name.split_once(' ') };
    let (family_roman, given_roman) = roman.unwrap_or((&it.roman_name, ""));
    TechnicianForm {
        family_roman: family_roman.to_owned(),
        given_roman: given_roman.to_owned(),
        trade_1: trade(0),
        trade_2: trade(1),
        trade_3: trade(2),
        trade_4: trade(3),
        family_name: it.family_name,
        given_name: it.given_name,
        family_kana: it.family_kana,
        given_kana: it.given_kana,
        alias: it.alias.unwrap_or_default(),
        birth_era: birth.era,
        birth_year: birth.year,
        birth_month: birth.month,
        birth_day: birth.day,
        sex: it.sex,
        nationality: it.nationality,
        postcode: it.postcode,
        prefecture: format!("{:02}", it.prefecture.get()),
        address: it.address,
        phone: it.phone,
        mail: it.mail,
        experience_years: it.experience_years.to_string(),
        ..TechnicianForm::default()
    }
}

/// What was typed, as the register would have it. Errors: the problems of fields.
pub(super) fn checked(
    typed: &Data,
    registered: &Data,
    today: WorkDate,
) -> core::result::Result<Data, Vec<FieldProblem>> {
    match (typed, registered) {
        (Data::Technician(form), Data::Technician(_)) => {
            let entry = form.validate_registered(today)?;
            Ok(Data::Technician(Box::new(TechnicianForm::from(&entry))))
        }
        (Data::Business(form), Data::Business(_)) => {
            // Agreement and password were given when it was registered.
            let form = BusinessForm { consent: "yes".to_owned(), ..form.as_ref().clone().without_passwords() };
            let entry = form.validate(today, true)?;
            Ok(Data::Business(Box::new(BusinessForm::from(&entry))))
        }
        _ => Err(vec![FieldProblem::new("subject", domain::form::Problem::NotAChoice)]),
    }
}
