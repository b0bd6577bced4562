//! Asking for days to be taken back. Invariant: all of the days can be taken back as they are, or nothing is asked for; of a day
//! one request waits at a time.

use super::{Now, about, clerk, code_of};
use crate::{Call, Error, Result};
use domain::{
    correction::CorrectionState,
    form::{FieldProblem, Problem},
    history::recall::RecallForm,
    id::RecallId,
    time::WorkDate,
};
use serde_json::json;
use std::collections::BTreeSet;
use store::history::{self as rows, Recall};

/// A request about one of the days waits.
const WAITS: &str = "recall.waits";

/// Asks for days of a person's month at a site to be taken back; another person decides.
///
/// Errors: `Forbidden`; `NotFound` for a person or a site that is not there; problems beside their fields, days of which nothing
/// can be taken back so, or about which a request waits, beside `days`.
pub async fn ask(call: &Call, form: &RecallForm) -> Result<RecallId> {
    let me = clerk(call)?;
    let entry = form.validate().map_err(of_address)?;
    let of = (entry.technician, entry.site, entry.month);
    let tx = call.db.begin().await?;
    if !store::technician::exists(&tx, entry.technician).await? || store::site::find(&tx, entry.site).await?.is_none() {
        return Err(Error::NotFound);
    }
    // Who holds the person is the only one to ask, so that no two ask for the same day at once.
    rows::hold(&tx, &BTreeSet::from([entry.technician])).await?;
    if !rows::days_recalled(&tx, of).await?.both(entry.days).is_empty() {
        return Err(beside_days(WAITS));
    }
    let now = Now::of(&tx, of, entry.days).await?;
    now.effects(entry.takes).map_err(|why| beside_days(code_of(why)))?;
    let it = Recall {
        id: RecallId(call.ids.uuid(call.now())),
        of,
        days: entry.days,
        takes: entry.takes,
        why: entry.why,
        words: entry.words,
        seen: now.seen(),
        state: CorrectionState::Waiting,
        asked_by: me,
        asked_at: call.now(),
        decided_by: None,
        decided_at: None,
        decision_words: None,
    };
    rows::add_recall(&tx, &it).await?;
    let mut change = about(&it, "recall.ask");
    change.reason = Some(it.words.clone());
    let days: Vec<i32> = it.days.dates(it.of.2).map(WorkDate::day).collect();
    change.new =
        Some(json!({ "technician": it.of.0, "site": it.of.1, "month": it.of.2, "days": days, "takes": it.takes,
        "why": it.why }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(it.id)
}

fn beside_days(code: &str) -> Error {
    Error::fields(vec![FieldProblem::new("days", Problem::Refused { code: code.to_owned() })])
}

/// Problems of what nobody types stand for a page that is not there.
fn of_address(problems: Vec<FieldProblem>) -> Error {
    let typed = |problem: &FieldProblem| domain::history::recall::FIELDS.contains(&problem.field.as_str());
    if problems.iter().all(typed) { Error::fields(problems) } else { Error::NotFound }
}
