//! The section (工区) of an umbrella site a gate stands in. Invariant: it is never asked for while a touch is recorded; where a
//! touch was follows from its gate and its time (docs/decisions/0037), so a section that has ended refuses none.

use super::office::managed;
use crate::{
    call::{Call, Change},
    error::{Error, Result},
};
use domain::{
    id::{DeviceId, SectionId, SiteId},
    site::{Section, Stands},
};
use store::{ConnectionTrait, device};

/// Where the gates of a site stood at all times, with its sections; nothing more is read of a site that has none.
pub(crate) async fn stands(db: &impl ConnectionTrait, site: SiteId) -> Result<Stands> {
    let sections = store::site::sections(db, site).await?;
    if sections.is_empty() {
        return Ok(Stands::default());
    }
    Ok(Stands::new(sections, device::stood_at(db, site).await?))
}

/// A section in which a gate of the site may stand from today on, by who holds the site. Errors: `NotFound` where the site has
/// no such section; `Rejected(gate.section)` where it has not begun or has ended.
pub(super) async fn may_stand(
    call: &Call,
    tx: &impl ConnectionTrait,
    site: SiteId,
    section: SectionId,
) -> Result<Section> {
    let found = store::site::sections(tx, site).await?.into_iter().find(|one| one.id == section);
    let found = found.ok_or(Error::NotFound)?;
    if found.lasts_on(call.today()) { Ok(found) } else { Err(Error::rejected("gate.section")) }
}

/// A gate of a site stands in another section from now on, or in none; touches of before stay where they were, also those
/// that it has not sent yet. For who may end it.
///
/// Errors: `NotFound`, also for a section of another site; `Forbidden`; `Rejected(gate.section)` for one that has not begun or
/// has ended; `conflict.already_done` where it stands there, is no gate any more, or its phone was enrolled anew at the site.
pub async fn gate_move(call: &Call, of: SiteId, id: DeviceId, section: Option<SectionId>) -> Result<()> {
    let tx = call.db.begin().await?;
    store::site::lock(&tx, of).await?;
    let site = managed(call, &tx, Some(of), id).await?;
    let named = match section {
        Some(section) => Some(may_stand(call, &tx, site, section).await?),
        None => None,
    };
    let before = device::stands_now(&tx, id).await?.and_then(|stood| stood.section);
    if before == section || device::is_in_use(&tx, id).await? != Some(true) {
        return Err(Error::Conflict("conflict.already_done"));
    }
    device::stand(&tx, id, section, call.now()).await?;
    let change = Change {
        process: "gate.move",
        subject_kind: "device",
        subject_id: id.to_string(),
        old: Some(serde_json::json!({ "site_id": site, "section": before })),
        new: Some(serde_json::json!({ "section": section, "name": named.map(|named| named.name) })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await.map_err(store::Fault::from)?;
    Ok(())
}
