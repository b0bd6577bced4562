//! A body that judges levels in the demonstration, and an application that waits for it. Invariant: whoever applies has a card of
//! a lower level, so that what is judged can be seen on it.

use super::{DemoLogIn, cast, counter::known, paper, stage::Stage, work::Worker};
use crate::{Error, Result, document::Upload, fee, level};
use domain::{
    access::{Actor, Role},
    id::TechnicianId,
    level::{FieldNumber, Level, body::BodyForm, statement::StatementForm},
};

/// 鉄筋.
const FIELD: FieldNumber = FieldNumber::from_stored(12);

/// Enters the body with two people, and lets some apply and pay; gives the log-ins.
pub async fn play(stage: &Stage, people: &[Worker]) -> Result<Vec<DemoLogIn>> {
    let operator = stage.by(&stage.operator);
    let form = BodyForm { name: cast::LEVEL_BODY.to_owned(), fields: FIELD.to_string() };
    let body = level::enter_body(&operator, &form).await?;
    let mut log_ins = Vec::new();
    for person in cast::LEVEL_JUDGES {
        let issued = level::issue_body(&operator, body, person).await?;
        let name = format!("{} {person}", cast::LEVEL_BODY);
        known(stage, issued, Role::Evaluator, &name, &mut log_ins).await?;
    }
    for (name, wanted) in cast::LEVEL_APPLICANTS {
        let applicant = people.iter().find(|worker| worker.person.name[0] == name);
        let applicant = applicant.ok_or_else(|| Error::internal("the demonstration has nobody of this name"))?;
        apply(stage, applicant.id, wanted).await?;
    }
    Ok(log_ins)
}

/// Somebody applies, sends a statement and pays.
async fn apply(stage: &Stage, id: TechnicianId, wanted: Level) -> Result<()> {
    let person = stage.by(&Actor { technician: Some(id), ..Actor::of(Role::Technician) });
    let id = level::apply(&person, FIELD, wanted).await?;
    let text = str::to_owned;
    let statement = StatementForm {
        employer: text("入江鉄筋"),
        from: text("2021-04-01"),
        until: text("2024-03-31"),
        trade: text("10"),
        days: text("610"),
        ..StatementForm::default()
    };
    level::add_statement(&person, id, &statement, Upload::Bytes(paper::draw(0x0038_5a7a)?)).await?;
    let asked = store::level::application::find(stage.call.db.read(), id).await?.and_then(|it| it.fee);
    fee::mark_paid(&stage.by(&stage.operator), asked.ok_or(Error::NotFound)?).await.map(drop)
}
