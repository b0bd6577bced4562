//! 工区 of an umbrella site. Invariant: only its prime adds and ends them, and none is taken away.

use super::{has_ended, with_resource};
use crate::{Call, Change, Error, Result};
use domain::{
    access::{Action, Denied},
    id::{SectionId, SiteId},
    site::{Section, SectionForm, section_ends},
};
use serde_json::json;
use store::{ConnectionTrait, site::Site};

const NOT_UMBRELLA: &str = "site.not_umbrella";

async fn umbrella(call: &Call, db: &impl ConnectionTrait, id: SiteId) -> Result<Site> {
    let (site, resource) = with_resource(call, db, id).await?;
    call.authorize(Action::SiteEdit, &resource)?;
    if site.umbrella { Ok(site) } else { Err(Error::rejected(NOT_UMBRELLA)) }
}

/// An umbrella site's name and its sections, for who may add to them. Errors: `Forbidden`; `NotFound`, also for a site that
/// is none.
pub async fn sections(call: &Call, id: SiteId) -> Result<(String, Vec<Section>)> {
    let db = call.db.read();
    let (site, resource) = with_resource(call, db, id).await?;
    call.authorize(Action::SiteEdit, &resource)?;
    if !site.umbrella {
        return Err(Error::NotFound);
    }
    Ok((site.name, store::site::sections(db, id).await?))
}

/// Adds a section. Errors: `NotFound`, `Forbidden`, also where the site has ended; problems beside their fields;
/// `site.not_umbrella`.
pub async fn add(call: &Call, id: SiteId, form: &SectionForm) -> Result<SectionId> {
    let tx = call.db.begin().await?;
    store::site::lock(&tx, id).await?;
    let site = umbrella(call, &tx, id).await?;
    if has_ended(&site, call.today()) {
        return Err(Error::Forbidden(Denied::SiteClosed));
    }
    let others = store::site::sections(&tx, id).await?;
    let (name, address, from) = form.validate(&others).map_err(Error::fields)?;
    let section = Section { id: SectionId(call.ids.uuid(call.now())), name, address, from, until: None };
    store::site::add_section(&tx, id, &section, call.now()).await?;
    let change = Change {
        process: "site.section_add",
        subject_kind: "site",
        subject_id: id.to_string(),
        new: Some(
            json!({ "section": section.id, "name": section.name, "address": section.address, "from": section.from }),
        ),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(section.id)
}

/// Ends a section with a day. Errors: `NotFound`, `Forbidden`; problems beside their fields; `conflict.already_done`.
pub async fn end(call: &Call, id: SiteId, section: SectionId, last_day: &str) -> Result<()> {
    let tx = call.db.begin().await?;
    store::site::lock(&tx, id).await?;
    umbrella(call, &tx, id).await?;
    let found = store::site::sections(&tx, id).await?.into_iter().find(|one| one.id == section);
    let found = found.ok_or(Error::NotFound)?;
    let until = section_ends(&found, last_day).map_err(Error::fields)?;
    if !store::site::end_section(&tx, id, section, until).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let change = Change {
        process: "site.section_end",
        subject_kind: "site",
        subject_id: id.to_string(),
        old: Some(json!({ "section": section, "name": found.name })),
        new: Some(json!({ "section": section, "until": until })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
