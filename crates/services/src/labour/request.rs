//! ② The prime asks: where, when, how many. Invariant: a request is of a site of one's own, within an agreement in force.

use super::{NOT_AGREED, about, contact::tell_of_request, is_on, locked, prime, seen, step, steps_of, taken_of};
use crate::{Call, Change, Error, Result, labour::rows, site};
use domain::{
    access::{Action, Resource},
    form::{FieldProblem, Problem},
    id::{LabourRequestId, SiteId},
    labour::{
        AgreementState, CallRow, OfferRow, OfferState, RequestForm, RequestLimits, RequestRow, Side, Step, StepRow,
        people_in,
    },
    notice::NoticeKind,
};
use serde_json::json;

/// A request as its prime sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// The request.
    pub request: RequestRow,
    /// Its parts.
    pub calls: Vec<CallRow>,
    /// ⑦ Who stands on the list the union handed over.
    pub people: Vec<OfferRow>,
    /// What was done, in its order.
    pub steps: Vec<StepRow>,
}

/// The caller's own sites that take people, the newest first. Errors: as [`super::may_order`].
pub async fn sites(call: &Call) -> Result<Vec<(SiteId, String)>> {
    let own = prime(call)?;
    let scope = call.authorize(Action::SiteRead, &Resource::Register)?;
    let found = store::site::list(call.db.read(), &scope, None, call.now()).await?;
    let mine = found.into_iter().map(|line| line.site).filter(|it| it.prime == own);
    Ok(mine.filter(|it| !site::has_ended(it, call.today())).map(|it| (it.id, it.name)).collect())
}

/// The requests of the caller's business or union, the newest first. Errors: as [`super::may_order`].
pub async fn requests(call: &Call) -> Result<Vec<RequestRow>> {
    let action = if call.actor.desk.is_some() { Action::LabourSupply } else { Action::LabourOrder };
    let scope = call.authorize(action, &Resource::Register)?;
    Ok(rows::requests(call.db.read(), &scope).await?)
}

/// Asks for people; the union is told. Errors: problems of the form, another's agreement or site among them; `labour.not_agreed`;
/// `fee.limited`.
pub async fn ask(call: &Call, form: &RequestForm) -> Result<LabourRequestId> {
    let own = prime(call)?;
    crate::fee::require_good_standing(call, call.db.read()).await?;
    let entry = form.validate(call.today()).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    let agreement = rows::find_agreement(&tx, entry.agreement).await?.filter(|it| it.business == own);
    let site = store::site::find(&tx, entry.site).await?.filter(|it| it.prime == own);
    let site = site.filter(|it| !site::has_ended(it, call.today()));
    let unknown = |field, known: bool| (!known).then(|| FieldProblem::new(field, Problem::NotAChoice));
    let (Some(agreement), Some(site)) = (&agreement, &site) else {
        let wrong = [unknown("agreement", agreement.is_some()), unknown("site", site.is_some())];
        return Err(Error::fields(wrong.into_iter().flatten().collect()));
    };
    if agreement.state != AgreementState::Concluded {
        return Err(Error::rejected(NOT_AGREED));
    }
    let works = site::period(site);
    let limits = RequestLimits { agreement: (agreement.from, agreement.until), works: (works.start, works.end) };
    let beyond = entry.beyond(limits);
    if !beyond.is_empty() {
        return Err(Error::fields(beyond));
    }
    let id = LabourRequestId(call.ids.ordered(call.now()));
    rows::insert_request(&tx, id, &entry, call.now()).await?;
    let it = rows::find_request(&tx, id).await?.ok_or(Error::NotFound)?;
    step(&tx, taken_of(call, &it, (Step::Request, Side::Prime), (entry.people, 0))).await?;
    let new = json!({ "agreement": entry.agreement, "site": entry.site, "from": entry.from, "until": entry.until,
        "trade": entry.trade, "people": entry.people });
    call.note(&tx, Change { new: Some(new), ..about("labour_request", id, "labour.ask") }).await?;
    tell_of_request(call, &tx, (&it, entry.people), NoticeKind::LabourAsked).await?;
    tx.commit().await?;
    Ok(id)
}

/// Asks for another number of people, more or fewer, but never fewer than were passed on; the union is told. Errors: `NotFound`; a wrong
/// `people`; `labour.over`.
pub async fn change_people(call: &Call, id: LabourRequestId, people: &str) -> Result<()> {
    let own = prime(call)?;
    let tx = call.db.begin().await?;
    let it = locked(&tx, id, |agreement| agreement.business == own).await?;
    is_on(&it, call.today())?;
    let people = people_in(people, it.numbers.may_ask()).map_err(Error::fields)?;
    rows::set_people(&tx, id, people).await?;
    step(&tx, taken_of(call, &it, (Step::Request, Side::Prime), (people, it.numbers.passed))).await?;
    let (old, new) = (json!({ "people": it.numbers.asked }), json!({ "people": people }));
    let change = Change { old: Some(old), new: Some(new), ..about("labour_request", id, "labour.change_people") };
    call.note(&tx, change).await?;
    if people != it.numbers.asked {
        tell_of_request(call, &tx, (&it, people), NoticeKind::LabourChanged).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// One of the caller's own requests, with who was named for it. Errors: `NotFound`.
pub async fn order(call: &Call, id: LabourRequestId) -> Result<Ordered> {
    let own = prime(call)?;
    let request = seen(call, id, |agreement| agreement.business == own).await?;
    let db = call.db.read();
    Ok(Ordered {
        calls: rows::calls(db, id).await?,
        people: rows::of_request(db, id, OfferState::Named).await?,
        steps: steps_of(call, &request).await?,
        request,
    })
}
