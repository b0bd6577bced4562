//! What registered people of the demonstration change: one has moved and applied for it, and a firm asks to employ another.
//! Invariant: both wait, for the desk and for the person.

use super::{stage::Stage, work::Worker};
use crate::{Result, application, employment};
use domain::{
    access::{Actor, Role},
    employment::EmploymentForm,
    technician::TechnicianForm,
};

/// The place among the people of whoever moved.
const MOVED: usize = 7;
/// Of whoever a firm asks to employ.
const ASKED: usize = 14;

/// Everything of it.
pub async fn file(stage: &Stage, people: &[Worker]) -> Result<()> {
    moved(stage, people).await?;
    asked(stage, people).await
}

/// Somebody lives elsewhere, and has another telephone.
async fn moved(stage: &Stage, people: &[Worker]) -> Result<()> {
    let Some(worker) = people.get(MOVED) else { return Ok(()) };
    let own = stage.by(&Actor { technician: Some(worker.id), ..Actor::of(Role::Technician) });
    let id = application::start_change(&own).await?;
    let applicant = stage.by(&Actor { application: Some(id), ..Actor::of(Role::Applicant) });
    let form = TechnicianForm {
        postcode: "2730005".to_owned(),
        prefecture: "12".to_owned(),
        address: "船橋市本町9-8-7".to_owned(),
        phone: "080-5550-6100".to_owned(),
        consent: "yes".to_owned(),
        ..application::technician_draft(&applicant, id).await?.form
    };
    application::save_page(&applicant, id, "contact", &form).await?;
    application::save_final(&applicant, id, &form).await?;
    application::submit(&applicant, id).await
}

/// A firm wants somebody as a secondary employee from today on.
async fn asked(stage: &Stage, people: &[Worker]) -> Result<()> {
    let Some(worker) = people.get(ASKED) else { return Ok(()) };
    let [birth_era, birth_year, birth_month, birth_day] = worker.person.birth.map(str::to_owned);
    let form = EmploymentForm {
        technician: worker.id.to_string(),
        birth_era,
        birth_year,
        birth_month,
        birth_day,
        kind: "other".to_owned(),
        from: stage.call.today().to_string(),
    };
    employment::ask(&stage.by(&stage.firm("minato")?.1), &form).await
}
