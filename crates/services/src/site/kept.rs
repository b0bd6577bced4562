//! Between what was checked of a site and its row. Invariant: what is read back is what was written.

use super::period;
use crate::{Error, Result};
use domain::{
    id::{BusinessId, SiteId},
    site::{ContractKind, ModelProject, SiteEntry, WorkKind},
    time::Instant,
    touch::Assurance,
};
use serde_json::{Map, Value};
use store::site::Site;

/// A new site of a prime, open.
pub(super) fn new_site((id, prime): (SiteId, BusinessId), entry: SiteEntry, at: Instant) -> Site {
    Site {
        id,
        prime,
        name: entry.name,
        name_kana: entry.name_kana.unwrap_or_default(),
        postcode: entry.postcode.unwrap_or_default(),
        prefecture: entry.prefecture,
        address: entry.address,
        start: entry.period.start,
        end: Some(entry.period.end),
        client_name: entry.client_name.unwrap_or_default(),
        public_client: entry.public_client,
        work_kind: entry.work_kind.code().to_owned(),
        boundary_minutes: entry.day_boundary,
        ask_role: entry.ask_role,
        assurance_min: entry.assurance_min.number(),
        created_at: at,
        closed_at: None,
        position: entry.position,
        contract_kind: entry.contract_kind.map(ContractKind::number),
        contract_yen: entry.contract_yen,
        model_project: entry.model_project.map(ModelProject::number),
        days_off: entry.days_off,
        gate_hours: entry.gate_hours,
        umbrella: entry.umbrella,
        closed_reason: String::new(),
        copied_from: None,
    }
}

/// What stands of a site, as its form would make it.
pub(super) fn entry(site: &Site) -> SiteEntry {
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    SiteEntry {
        name: site.name.clone(),
        name_kana: filled(&site.name_kana),
        postcode: filled(&site.postcode),
        prefecture: site.prefecture,
        address: site.address.clone(),
        position: site.position,
        umbrella: site.umbrella,
        period: period(site),
        client_name: filled(&site.client_name),
        public_client: site.public_client,
        contract_kind: site.contract_kind.and_then(ContractKind::from_stored),
        contract_yen: site.contract_yen,
        work_kind: WorkKind::from_code(&site.work_kind).unwrap_or(WorkKind::Other),
        model_project: site.model_project.and_then(ModelProject::from_stored),
        days_off: site.days_off,
        day_boundary: site.boundary_minutes,
        ask_role: site.ask_role,
        gate_hours: site.gate_hours,
        assurance_min: Assurance::from_stored(site.assurance_min).unwrap_or(Assurance::Typed),
    }
}

/// The same as it is shown: what the client pays is between client and prime.
pub(super) fn entry_shown(site: &Site, may_know: bool) -> SiteEntry {
    let entry = entry(site);
    if may_know { entry } else { SiteEntry { contract_kind: None, contract_yen: None, ..entry } }
}

/// What differs between two entries: the fields of the first and of the second, each as it is written. Empty where nothing
/// does.
pub(super) fn difference(before: &SiteEntry, after: &SiteEntry) -> Result<(Map<String, Value>, Map<String, Value>)> {
    let fields = |entry: &SiteEntry| match serde_json::to_value(entry) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::internal("an entry is no object")),
        Err(fault) => Err(Error::internal(fault)),
    };
    let (mut old, mut new) = (fields(before)?, fields(after)?);
    old.retain(|name, value| new.get(name) != Some(&*value));
    new.retain(|name, _| old.contains_key(name));
    Ok((old, new))
}
