//! Samples of what bodies approved. Invariant: drawn in the transaction of the approval, at the rate of that day; looked at once.

use super::{administer, rows};
use crate::{Call, Change, Error, Result};
use domain::{
    access::{Action, Resource},
    id::{ApplicationId, RegistrarId},
    listing::{Listed, Mark},
    registrar::{RateForm, SampleForm, SampleRow, SampleVerdict, is_chosen},
    time::WorkDate,
};
use serde_json::json;
use store::{ConnectionTrait, registrar::Counted};

/// Draws whether an approval is looked at, and notes it where it is.
pub(crate) async fn draw(call: &Call, tx: &impl ConnectionTrait, id: ApplicationId, of: RegistrarId) -> Result<()> {
    let percent = rows::sample::rate_on(tx, call.today()).await?;
    if !is_chosen(u32::from_le_bytes(call.ids.bytes::<4>()), percent) {
        return Ok(());
    }
    rows::sample::choose(tx, id, of, call.now()).await?;
    let new = Some(json!({ "registrar": of, "percent": percent }));
    call.note(tx, Change { new, ..about(id, "sample.choose") }).await
}

fn about(id: ApplicationId, process: &'static str) -> Change {
    Change { process, subject_kind: "application", subject_id: id.to_string(), ..Change::default() }
}

/// The part after `after` of the samples, newest first: those nobody has looked at, or those somebody has.
pub async fn samples(call: &Call, open_only: bool, after: Option<Mark>) -> Result<Listed<SampleRow>> {
    let scope = administer(call)?;
    Ok(rows::sample::list(call.db.read(), &scope, open_only, after).await?)
}

/// What the operator said of the own body's samples, newest first. Errors: `auth.forbidden` but for a head office.
pub async fn words(call: &Call, after: Option<Mark>) -> Result<Listed<SampleRow>> {
    // The register's own reviewers judge too, but nothing is said to them here.
    call.authorize(Action::CounterFile, &Resource::Register)?;
    let scope = call.authorize(Action::ApplicationReview, &Resource::Register)?;
    Ok(rows::sample::list(call.db.read(), &scope, false, after).await?)
}

/// One sample. Errors: `NotFound`.
pub async fn sample(call: &Call, id: ApplicationId) -> Result<SampleRow> {
    administer(call)?;
    rows::sample::find(call.db.read(), id).await?.ok_or(Error::NotFound)
}

/// Notes what was found, with a word to the body. Errors: `NotFound`; problems of the form; `conflict.already_done`.
pub async fn judge_sample(call: &Call, id: ApplicationId, form: &SampleForm) -> Result<()> {
    administer(call)?;
    let (verdict, word) = form.validate().map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    let found = rows::sample::find(&tx, id).await?.ok_or(Error::NotFound)?;
    if !rows::sample::judge(&tx, id, verdict, &word, (call.now(), call.actor.account)).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    rows::add(&tx, found.registrar, Counted::Looked).await?;
    if verdict == SampleVerdict::Good {
        rows::add(&tx, found.registrar, Counted::Good).await?;
    }
    let change = Change { reason: Some(word), new: Some(json!({ "verdict": verdict })), ..about(id, "sample.judge") };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Every rate with its first day, newest first.
pub async fn rates(call: &Call) -> Result<Vec<(WorkDate, i16)>> {
    administer(call)?;
    Ok(rows::sample::rates(call.db.read()).await?)
}

/// Sets the rate from a day to come on. Errors: problems of the form.
pub async fn set_rate(call: &Call, form: &RateForm) -> Result<()> {
    administer(call)?;
    let (percent, from) = form.validate(call.today()).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    rows::sample::set_rate(&tx, from, percent, call.now(), call.actor.account).await?;
    let change = Change {
        process: "sample.rate",
        subject_kind: "sample_rate",
        subject_id: from.to_string(),
        new: Some(json!({ "percent": percent })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
