//! A picture that must not be here: the number of an insurance or a pension can be read on it. Invariant: what the reviewer
//! saw is gone from every application that had it before the applicant is told to send another.

use super::{
    about, advance,
    decide::tell_returned,
    form::Form,
    locked,
    review::{mine, reviewer},
    word::Words,
};
use crate::{Call, Error, Result, document};
use domain::{
    application::{DeficiencyReason, Judgment, Transition, Verdict, shows_numbers},
    id::ApplicationId,
};
use serde_json::json;

/// Deletes what was sent for a field because a number can be read on it, and gives the application back for that. Answers
/// whether the file is gone already; where its store does not answer, the register tries again each hour. Errors:
/// `NotFound` where nothing was sent for it, or for what no document with such a number is asked for; `conflict.claimed`,
/// `conflict.state`.
pub async fn erase_visible_number(call: &Call, id: ApplicationId, field: &str) -> Result<bool> {
    let me = reviewer(call, id).await?;
    if !shows_numbers(field) {
        return Err(Error::NotFound);
    }
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    mine(&application, me)?;
    let at = application.files.iter().position(|file| file.field == field).ok_or(Error::NotFound)?;
    let hash = application.files.remove(at).hash;
    let mut fields = vec![field.to_owned()];
    for (of, field) in store::application::remove_files_with(&tx, &hash).await? {
        if of == id && !fields.contains(&field) {
            application.files.retain(|file| file.field != field);
            fields.push(field.clone());
        }
        let other = if of == id { None } else { store::application::find(&tx, of).await? };
        let mut change = about(other.as_ref().unwrap_or(&application), "application.evidence_erased");
        // Neither the picture nor its hash: nothing is left of it.
        change.new = Some(json!({ "field": field }));
        change.reason = Some(DeficiencyReason::NumberVisible.code().to_owned());
        call.note(&tx, change).await?;
    }
    document::let_go_at_once(&tx, &hash).await?;
    let form = Form::of(&application)?;
    let mut words = Words::of(&application)?;
    for field in fields {
        let said = Judgment::from((field, Verdict::Deficient(DeficiencyReason::NumberVisible)));
        words.say(&application, &form, &said);
    }
    words.give_back(&application, &form);
    application.verdicts = words.text()?;
    let deficient = words.deficient(&application, &form);
    let reason = format!("{field}:{}", DeficiencyReason::NumberVisible.code());
    advance(call, &tx, &mut application, Transition::Return, Some(reason)).await?;
    tell_returned(call, &tx, &application, deficient).await?;
    tx.commit().await?;
    document::erase(call, &hash).await
}
