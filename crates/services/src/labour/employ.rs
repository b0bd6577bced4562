//! ⑧ and ⑨, the prime's part at the end: everybody on the list is employed by the prime and stands on the site's roster in
//! one press, and wages are paid by the named payer. Invariant: both end with the period, and nobody is employed who took
//! their acceptance back.

use super::{about, locked, prime, step, taken_of};
use crate::{
    Call, Change, Error, Result, labour::rows, notice, registration::keep_employments, site::has_ended, touch,
};
use domain::{
    access::Denied,
    history::WorkRole,
    id::{LabourRequestId, RosterId, StructureId},
    labour::{Employing, OfferAct, OfferRow, OfferState, PaidForm, RequestRow, Side, Step, employing, first_day, next},
    notice::{NoticeKind, Value},
    roster::Induction,
    technician::EmploymentChange,
    time::WorkDate,
};
use serde_json::json;
use store::{ConnectionTrait, labour::Taken, roster::Entry};

/// The list holds nobody who is not employed.
const NOBODY_NAMED: &str = "labour.nobody_named";

/// What one press came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Placed {
    /// Employed and on the roster.
    pub placed: i64,
    /// Left on the list: on the site's roster already in these days, or with employments of the prime that somebody must
    /// look at.
    pub left: i64,
}

/// ⑦, ⑧ Puts everybody on the list on the site's roster under the prime's own place, and employs them from the first day to
/// the last; what each agreed to is the offer they accepted. Nobody needs a registered business of their own for it. Errors: `NotFound`; `labour.nobody_named`; `Forbidden` for a site that has ended; `fee.limited`.
pub async fn put_on_roster(call: &Call, id: LabourRequestId) -> Result<Placed> {
    let own = prime(call)?;
    let found = rows::find_request(call.db.read(), id).await?;
    let of = found.filter(|it| it.agreement.business == own).ok_or(Error::NotFound)?;
    let tx = call.db.begin().await?;
    // The site before the request, as whoever changes a roster does.
    store::site::lock(&tx, of.site).await?;
    let it = locked(&tx, id, |agreement| agreement.business == own).await?;
    crate::fee::require_good_standing(call, &tx).await?;
    let site = store::site::find(&tx, it.site).await?.filter(|site| site.prime == own).ok_or(Error::NotFound)?;
    if has_ended(&site, call.today()) {
        return Err(Error::Forbidden(Denied::SiteClosed));
    }
    let places = store::structure::of_site(&tx, it.site).await?;
    let root = places.iter().find(|place| place.parent.is_none()).ok_or(Error::NotFound)?.id;
    let mut people = rows::of_request(&tx, id, OfferState::Named).await?;
    people.retain(|offer| next(offer.state, OfferAct::Employ).is_ok());
    if people.is_empty() {
        return Err(Error::rejected(NOBODY_NAMED));
    }
    // Persons are held in one order, so that two presses do not wait for each other.
    people.sort_by_key(|offer| offer.technician);
    let mut done = Placed::default();
    for offer in &people {
        if employ(call, &tx, (&it, root), offer).await? {
            done.placed += 1;
        } else {
            done.left += 1;
        }
    }
    if done.placed > 0 {
        let numbers = (it.numbers.asked, it.numbers.employed + done.placed);
        step(&tx, taken_of(call, &it, (Step::Employed, Side::Prime), numbers)).await?;
        let new = json!({ "site": it.site, "placed": done.placed, "left": done.left });
        call.note(&tx, Change { new: Some(new), ..about("labour_request", id, "labour.employ") }).await?;
        tx.commit().await?;
    }
    Ok(done)
}

/// Employs one person and puts them on the roster; `false` where somebody must look first.
async fn employ(
    call: &Call,
    tx: &impl ConnectionTrait,
    (it, root): (&RequestRow, StructureId),
    offer: &OfferRow,
) -> Result<bool> {
    let (who, business) = (offer.technician, it.agreement.business);
    store::technician::lock(tx, who).await?.ok_or(Error::NotFound)?;
    let first = first_day(it.from, offer.answered_at.unwrap_or(offer.offered_at).date());
    let lines = store::roster::overlapping(tx, it.site, who, first).await?;
    if lines.iter().any(|line| line.from <= it.until) {
        return Ok(false);
    }
    let engaged = store::technician::engaged(tx, who).await?;
    let change = match employing(&engaged, business, (first, it.until)) {
        Employing::Unclear => return Ok(false),
        Employing::Stands => None,
        Employing::Begins => {
            Some(EmploymentChange::Begin { business, from: first, until: Some(it.until), main: false })
        }
        Employing::Lasts(from) => Some(EmploymentChange::Last { business, from, until: Some(it.until) }),
    };
    if let Some(change) = change {
        keep_employments(call, tx, who).await?;
        store::technician::change(tx, who, change).await?;
    }
    let line = put(call, tx, (it, root), (offer, first)).await?;
    rows::employed(tx, offer.id, line).await?;
    let new = json!({ "technician": who, "roster": line, "from": first, "until": it.until, "main": false });
    call.note(tx, Change { new: Some(new), ..about("labour_offer", offer.id, "labour.employed") }).await?;
    tell(call, tx, it, (offer, first)).await?;
    Ok(true)
}

/// A line of the roster under the prime's own place.
async fn put(
    call: &Call,
    tx: &impl ConnectionTrait,
    (it, root): (&RequestRow, StructureId),
    (offer, first): (&OfferRow, WorkDate),
) -> Result<RosterId> {
    let entry = Entry {
        id: RosterId(call.ids.uuid(call.now())),
        site_id: it.site,
        structure_id: root,
        technician_id: offer.technician,
        trade: it.trade,
        role: WorkRole::Worker,
        work_content: it.work.clone(),
        hazardous: false,
        from: first,
        to: Some(it.until),
        induction: Induction::Missing,
    };
    store::roster::insert(tx, &entry, call.now()).await?;
    let completed = touch::again(tx, (offer.technician, it.site), first, call.now()).await?;
    let new = json!({
        "technician": entry.technician_id, "place": root, "business": it.agreement.business, "employed": true,
        "trade": entry.trade, "role": entry.role, "from": first, "until": entry.to, "records_completed": completed,
    });
    call.note(tx, Change { new: Some(new), ..about("roster", entry.id, "roster.add") }).await?;
    Ok(entry.id)
}

async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    it: &RequestRow,
    (offer, first): (&OfferRow, WorkDate),
) -> Result<()> {
    let whom = notice::Addressee::of_technician(tx, offer.technician).await?;
    let told = [
        ("business", Value::Text(it.agreement.business_name.clone())),
        ("day", Value::Day(first)),
        ("payer", Value::Text(it.agreement.terms.payer.clone())),
        ("site", Value::Text(it.site_name.clone())),
        ("until", Value::Day(it.until)),
    ];
    notice::tell(call, tx, &whom, NoticeKind::LabourBegun, told).await?;
    Ok(())
}

/// ⑨ Notes that the named payer paid wages on a day, to so many of those employed. Errors: `NotFound`; problems of the form;
/// `labour.nobody_named` where nobody is employed.
pub async fn paid(call: &Call, id: LabourRequestId, form: &PaidForm) -> Result<()> {
    let own = prime(call)?;
    let tx = call.db.begin().await?;
    let it = locked(&tx, id, |agreement| agreement.business == own).await?;
    let employed = it.numbers.employed;
    if employed == 0 {
        return Err(Error::rejected(NOBODY_NAMED));
    }
    let (on, people) = form.validate(call.today(), employed).map_err(Error::fields)?;
    let taken = taken_of(call, &it, (Step::Paid, Side::Prime), (employed, people));
    step(&tx, Taken { day: Some(on), ..taken }).await?;
    let new = json!({ "paid_on": on, "people": people, "payer": it.agreement.terms.payer });
    call.note(&tx, Change { new: Some(new), ..about("labour_request", id, "labour.paid") }).await?;
    tx.commit().await?;
    Ok(())
}
