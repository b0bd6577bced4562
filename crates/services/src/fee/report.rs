//! 現場利用実績の補正. Invariant: what the operator saw is what is corrected: where the records are others by then, nothing is,
//! and the next closing bills or credits the difference with both figures.

use super::price::NO_PRICE;
use crate::{Call, Change, Error, Result};
use domain::{
    access::{Action, Resource},
    fee::{
        report::{ReportForm, UsageOf, UsageReport, corrected},
        usage::Usage,
    },
    form::{FieldProblem, Problem},
    listing::{Listed, Mark},
};
use serde_json::json;
use store::fee::{report as rows, usage};

/// What was reported is what was recorded.
const AS_RECORDED: &str = "fee.report_as_recorded";

/// The records are others than the operator saw.
const MOVED: &str = "fee.records_moved";

/// What is known of the usage of a prime in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Of whom and when.
    pub of: UsageOf,
    /// The prime's name.
    pub name: String,
    /// Records there are, with what reports said before.
    pub counted: i64,
    /// What was billed of it so far.
    pub billed: Usage,
}

/// The part after `after` of all corrections by reports, newest first; a business sees its own.
pub async fn usage_reports(call: &Call, after: Option<Mark>) -> Result<Listed<UsageReport>> {
    let scope = call.authorize(Action::FeeRead, &Resource::Register)?;
    Ok(rows::list(call.db.read(), &scope, after).await?)
}

/// What is known before a report is entered. Errors: the problems; `business` is unknown where nobody has that number.
pub async fn usage_known(call: &Call, form: &ReportForm) -> Result<Known> {
    call.authorize(Action::FeeClose, &Resource::Register)?;
    let of = form.of(call.today()).map_err(Error::fields)?;
    let db = call.db.read();
    let name = store::business::name(db, of.business).await?.ok_or_else(unknown)?;
    let billed = usage::billed(db, &[of.month]).await?;
    let billed = billed.get(&of.business).and_then(|months| months.get(&of.month)).copied().unwrap_or_default();
    Ok(Known { of, name, counted: rows::counted(db, of).await?, billed })
}

fn unknown() -> Error {
    Error::fields(vec![FieldProblem::new("business", Problem::Unknown)])
}

/// Corrects the usage of a prime in a month by what was reported; gives both figures.
///
/// Errors: all problems beside their fields; `fee.report_as_recorded`; `fee.records_moved` where the records are others
/// than the operator saw; `fee.no_price` where the month's last day has none, at which the difference counts.
pub async fn correct_usage(call: &Call, form: &ReportForm) -> Result<UsageReport> {
    call.authorize(Action::FeeClose, &Resource::Register)?;
    let entry = form.validate(call.today()).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    // No closing and no other report of the same month goes on meanwhile.
    usage::lock(&tx).await?;
    let of = entry.of;
    let name = store::business::name(&tx, of.business).await?.ok_or_else(unknown)?;
    let counted = rows::counted(&tx, of).await?;
    if counted != entry.counted {
        return Err(Error::rejected(MOVED));
    }
    if counted == entry.reported {
        return Err(Error::rejected(AS_RECORDED));
    }
    // Refused here, or one report would keep a month from being closed for everybody.
    let prices = store::fee::price::list(&tx).await?;
    corrected(&prices, of.month, Usage::default(), entry.reported - counted).map_err(|_| Error::rejected(NO_PRICE))?;
    let report = UsageReport {
        business: of.business,
        name,
        month: of.month,
        counted,
        reported: entry.reported,
        reason: entry.reason,
        corrected_at: call.now(),
    };
    rows::insert(&tx, call.ids.uuid(call.now()), &report, call.now(), call.actor.account).await?;
    let change = Change {
        process: "fee.correct_usage",
        subject_kind: "business",
        subject_id: of.business.to_string(),
        reason: Some(report.reason.clone()),
        old: Some(json!({ "month": of.month.number(), "records": counted })),
        new: Some(json!({ "month": of.month.number(), "records": entry.reported })),
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(report)
}
