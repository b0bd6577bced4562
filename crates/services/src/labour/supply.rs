//! ③ and ⑦, the union's part: asking local unions, and handing their lists to the prime. Invariant: never more are passed on
//! than the prime asked for.

use super::{about, is_on, locked, seen, step, steps_of, taken_of, union};
use crate::{Call, Change, Error, Result, labour::rows, notice};
use domain::{
    form::{FieldProblem, Problem},
    id::{LabourCallId, LabourRequestId, OfficeId},
    labour::{CallRow, OfferRow, OfferState, Passing, RequestRow, Side, Step, StepRow, may_pass, people_in},
    notice::{NoticeKind, Value},
    registrar::{OfficeKind, OfficeRow},
};
use serde_json::json;

/// No local union's list holds anybody who was not handed on.
const NOBODY_LISTED: &str = "labour.nobody_listed";

/// A request as its union sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplied {
    /// The request.
    pub request: RequestRow,
    /// Its parts.
    pub calls: Vec<CallRow>,
    /// ⑥ Who stands on local unions' lists.
    pub people: Vec<OfferRow>,
    /// What was done, in its order.
    pub steps: Vec<StepRow>,
}

/// The local unions of the caller's union: its field offices. Errors: as [`super::may_order`].
pub async fn local_unions(call: &Call) -> Result<Vec<OfficeRow>> {
    let own = union(call)?;
    let mut offices = store::registrar::offices(call.db.read(), own).await?;
    offices.retain(|office| office.kind == OfficeKind::Field);
    Ok(offices)
}

/// One of the caller's union's requests. Errors: `NotFound`.
pub async fn supply(call: &Call, id: LabourRequestId) -> Result<Supplied> {
    let own = union(call)?;
    let request = seen(call, id, |agreement| agreement.union == own).await?;
    let db = call.db.read();
    Ok(Supplied {
        calls: rows::calls(db, id).await?,
        people: rows::of_request(db, id, OfferState::Listed).await?,
        steps: steps_of(call, &request).await?,
        request,
    })
}

/// ③ Asks a local union for so many people, or for another number where it was asked before. Errors: `NotFound`; a wrong
/// `office` or `people`; `labour.over`.
pub async fn pass_on(call: &Call, id: LabourRequestId, form: &Passing) -> Result<()> {
    let own = union(call)?;
    let tx = call.db.begin().await?;
    let it = locked(&tx, id, |agreement| agreement.union == own).await?;
    is_on(&it, call.today())?;
    let office = form.office().map_err(|problem| Error::fields(vec![problem]))?;
    let found = store::registrar::find_office(&tx, office).await?;
    if found.is_none_or(|found| found.registrar != own || found.row.kind != OfficeKind::Field) {
        return Err(Error::fields(vec![FieldProblem::new("office", Problem::NotAChoice)]));
    }
    let people = people_in(&form.people, bounds(&rows::calls(&tx, id).await?, office, it.numbers.asked));
    let people = people.map_err(Error::fields)?;
    let call_id = LabourCallId(call.ids.ordered(call.now()));
    rows::pass_on(&tx, call_id, id, (office, people), call.now()).await?;
    let after = rows::find_request(&tx, id).await?.ok_or(Error::NotFound)?;
    let numbers = (after.numbers.asked, after.numbers.passed);
    let taken = taken_of(call, &it, (Step::Passed, Side::Union), numbers);
    step(&tx, store::labour::Taken { office: Some(office), ..taken }).await?;
    let new = json!({ "office": office, "people": people });
    call.note(&tx, Change { new: Some(new), ..about("labour_request", id, "labour.pass_on") }).await?;
    tx.commit().await?;
    Ok(())
}

/// Between which numbers an office may be asked now.
fn bounds(calls: &[CallRow], office: OfficeId, asked: i64) -> (i64, i64) {
    let elsewhere = calls.iter().filter(|one| one.office != office).map(|one| one.people).sum();
    let offered = calls.iter().find(|one| one.office == office).map(|one| one.numbers.offered);
    may_pass(asked, elsewhere, offered)
}

/// ⑦ Hands everybody on local unions' lists on to the prime, who is told. Errors: `NotFound`; `labour.nobody_listed`.
pub async fn hand_list_on(call: &Call, id: LabourRequestId) -> Result<u64> {
    let own = union(call)?;
    let tx = call.db.begin().await?;
    let it = locked(&tx, id, |agreement| agreement.union == own).await?;
    let many = rows::move_on(&tx, id, None, (OfferState::Listed, OfferState::Named)).await?;
    if many == 0 {
        return Err(Error::rejected(NOBODY_LISTED));
    }
    let after = rows::find_request(&tx, id).await?.ok_or(Error::NotFound)?;
    let numbers = (after.numbers.asked, after.numbers.named);
    step(&tx, taken_of(call, &it, (Step::Named, Side::Union), numbers)).await?;
    let whom = notice::Addressee::of_business(&tx, it.agreement.business).await?;
    let told = [
        ("count", Value::Count(i64::try_from(many).unwrap_or(i64::MAX))),
        ("site", Value::Text(it.site_name.clone())),
        ("union", Value::Text(it.agreement.union_name.clone())),
    ];
    notice::tell(call, &tx, &whom, NoticeKind::LabourNamed, told).await?;
    let new = json!({ "people": many, "named": after.numbers.named });
    call.note(&tx, Change { new: Some(new), ..about("labour_request", id, "labour.hand_list_on") }).await?;
    tx.commit().await?;
    Ok(many)
}
