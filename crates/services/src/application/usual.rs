//! How long applications take, worked out once a day and told to everybody. Invariant: a page reads figures and never counts
//! stays.

use crate::{Call, Change, Result};
use domain::{
    access::{Action, Resource},
    application::{
        ApplicationKind,
        usual::{Figures, Measured, Usual, WINDOW_DAYS, usual as told},
    },
    time::{DAY_MS, WorkDate},
};
use serde_json::json;
use store::application::stay;

/// The figures as the office looks at them; `None` before the first night.
pub async fn figures(call: &Call) -> Result<Option<Figures>> {
    call.authorize(Action::ApplicationReview, &Resource::Register)?;
    Ok(stay::latest(call.db.read()).await?)
}

/// What an applicant is told of a kind: how long the review usually takes. Public.
pub async fn usual(call: &Call, kind: ApplicationKind) -> Result<Usual> {
    let Some(found) = stay::latest(call.db.read()).await? else { return Ok(Usual::TooFew) };
    let of_all = found
        .figures
        .iter()
        .find(|figure| figure.kind == kind && figure.filed_by.is_none() && figure.measured == Measured::Review);
    Ok(of_all.map_or(Usual::TooFew, |figure| told(figure.cases, figure.median_ms, figure.p90_ms)))
}

/// Works out the figures of a day, as part of its work. Done again it comes to the same.
pub(crate) async fn work_out(call: &Call, day: WorkDate) -> Result<()> {
    let until = day.start();
    let from = until.plus_ms(-WINDOW_DAYS * DAY_MS);
    let tx = call.db.begin().await?;
    stay::work_out(&tx, day, from, until).await?;
    let change = Change {
        process: "application.work_out",
        subject_kind: "service_time",
        subject_id: day.number().to_string(),
        new: Some(json!({ "days": WINDOW_DAYS })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
