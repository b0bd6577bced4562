//! What becomes of a place that was entered: answered, confirmed, left. Invariant: a place is never deleted; who leaves ends
//! on a day with everybody on the roster for it.

use super::about;
use crate::{Call, Change, Error, Result, notice, roster::shorten, site::with_resource, touch};
use domain::{
    access::{Action, Denied, Extent, Resource},
    id::{BusinessId, StructureId},
    notice::{NoticeKind, Value},
    structure::{self, Awaits, Invitation},
    time::WorkDate,
};
use serde_json::json;
use store::{ConnectionTrait, structure::Place};

/// What the caller's business was asked to take part in and has not answered, at the sites the caller may see; nothing for who
/// has no business.
pub async fn invitations(call: &Call) -> Result<Vec<Invitation>> {
    let scope = call.authorize(Action::SiteRead, &Resource::Register)?;
    let Some(own) = call.actor.business else { return Ok(Vec::new()) };
    let mut found = store::structure::invitations(call.db.read(), own, call.today()).await?;
    if let Extent::Sites(ids) = scope.extent() {
        found.retain(|invitation| ids.contains(&invitation.site));
    }
    Ok(found)
}

/// A place with its site locked and its tree, for who may change the site's structure.
async fn locked(
    call: &Call,
    tx: &impl ConnectionTrait,
    id: StructureId,
) -> Result<(Place, Vec<structure::Place>, BusinessId)> {
    let at = store::structure::find(tx, id).await?.ok_or(Error::NotFound)?;
    store::site::lock(tx, at.site_id).await?;
    let (_, resource) = with_resource(call, tx, at.site_id).await?;
    call.authorize(Action::StructureEdit, &resource)?;
    let acting = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
    let kept = store::structure::of_site(tx, at.site_id).await?;
    let places = kept.iter().map(Place::by_rule).collect();
    let place = kept.into_iter().find(|place| place.id == id).ok_or(Error::NotFound)?;
    Ok((place, places, acting))
}

/// Says whether one's business takes part. Who declines never took part; what it had entered below itself hangs under the
/// place above, and its gates there end. Errors: `NotFound`; `Forbidden` for another's place;
/// `conflict.already_done` where it has answered; `structure.has_people` where people stand on the roster for it already: it
/// leaves by a last day then.
pub async fn answer(call: &Call, id: StructureId, takes_part: bool) -> Result<()> {
    let tx = call.db.begin().await?;
    let (place, _, acting) = locked(call, &tx, id).await?;
    if place.business_id != acting {
        return Err(Error::Forbidden(Denied::NotYours));
    }
    if !place.awaits.answer {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let change = about(place.site_id);
    let change = if takes_part {
        store::structure::settle(&tx, id, Awaits { answer: false, ..place.awaits }).await?;
        Change { process: "structure.accept", ..change }
    } else if store::roster::of_place(&tx, id).await?.is_empty() {
        store::structure::decline(&tx, &place).await?;
        touch::end_gates_of_left(call, &tx, Some(place.site_id)).await?;
        Change { process: "structure.decline", ..change }
    } else {
        return Err(Error::rejected("structure.has_people"));
    };
    let new = json!({ "place": id, "business": acting });
    call.note(&tx, Change { new: Some(new), ..change }).await?;
    tx.commit().await?;
    call.outside.touches.forget_devices();
    Ok(())
}

/// Confirms what a lower tier registered. Errors: `NotFound`; `Forbidden` for who is not above it; `conflict.already_done`.
pub async fn confirm(call: &Call, id: StructureId) -> Result<()> {
    let tx = call.db.begin().await?;
    let (place, places, acting) = locked(call, &tx, id).await?;
    if !structure::may_confirm(&places, acting, id, call.today()) {
        return Err(Error::Forbidden(Denied::NotYours));
    }
    if !place.awaits.confirmation {
        return Err(Error::Conflict("conflict.already_done"));
    }
    store::structure::settle(&tx, id, Awaits { confirmation: false, ..place.awaits }).await?;
    let new = json!({ "place": id, "business": place.business_id, "by": acting });
    call.note(&tx, Change { process: "structure.confirm", new: Some(new), ..about(place.site_id) }).await?;
    tx.commit().await?;
    Ok(())
}

/// Says the last day on which a business takes part, or, from above, a later one than was said, or none again where `until` is
/// empty. Everybody on the roster for it ends on that day too; those below it stay, under whoever is next above. Approved days
/// stay as they were approved. A line that an earlier word ended stays ended: whose it is puts its people on anew. Its gates at
/// the site end with the day, and it is told.
///
/// Errors: `NotFound`; a wrong `until`; `Forbidden` for who is neither the business nor above it.
pub async fn end(call: &Call, id: StructureId, until: &str) -> Result<()> {
    let tx = call.db.begin().await?;
    let (place, places, acting) = locked(call, &tx, id).await?;
    if !structure::may_end(&places, acting, id, call.today()) {
        return Err(Error::Forbidden(Denied::NotYours));
    }
    let may_prolong = structure::may_prolong(&places, acting, id, call.today());
    let back = structure::came_back(&places, &place.by_rule());
    let last = structure::last_day(until, &place.by_rule(), may_prolong, back)
        .map_err(|problem| Error::fields(vec![problem]))?;
    store::structure::end(&tx, id, last).await?;
    let people = match last {
        Some(last) => end_lines(call, &tx, id, last).await?,
        None => 0,
    };
    touch::end_gates_of_left(call, &tx, Some(place.site_id)).await?;
    let (old, new) = (json!({ "until": place.to }), json!({ "place": id, "until": last, "people": people }));
    let change = Change { process: "structure.end", old: Some(old), new: Some(new), ..about(place.site_id) };
    call.note(&tx, change).await?;
    if acting != place.business_id {
        tell_of_end(call, &tx, &place, (acting, last)).await?;
    }
    tx.commit().await?;
    call.outside.touches.forget_devices();
    Ok(())
}

/// Ends the lines of a place that last longer than `last`; how many.
async fn end_lines(call: &Call, tx: &impl ConnectionTrait, id: StructureId, last: WorkDate) -> Result<usize> {
    let mut lines = store::roster::of_place(tx, id).await?;
    lines.retain(|line| line.to.is_none_or(|to| to > last));
    // People are held in the order of their numbers.
    lines.sort_by_key(|line| (line.technician_id, line.id));
    for line in &lines {
        shorten(call, tx, line, last).await?;
    }
    Ok(lines.len())
}

/// Tells a business which last day another said of it, or that it lasts again.
async fn tell_of_end(
    call: &Call,
    tx: &impl ConnectionTrait,
    place: &Place,
    (acting, last): (BusinessId, Option<WorkDate>),
) -> Result<()> {
    let whom = notice::Addressee::of_business(tx, place.business_id).await?;
    let site = store::site::find(tx, place.site_id).await?.ok_or(Error::NotFound)?;
    let mut values = vec![
        ("business", Value::Text(store::business::name(tx, acting).await?.unwrap_or_default())),
        ("site", Value::Text(site.name)),
    ];
    let kind = match last {
        Some(last) => {
            values.push(("day", Value::Day(last)));
            NoticeKind::StructureEnded
        }
        None => NoticeKind::StructureResumed,
    };
    notice::tell(call, tx, &whom, kind, values).await?;
    Ok(())
}
