//! Who is a number and nothing more to a site. Invariant: whoever is known to anybody at the site is no stranger; of the others
//! touches are read by their key, and only of them.

use crate::{
    fault::Result,
    rows::{Kind, Rows},
};
use domain::{
    id::{SiteId, TechnicianId},
    time::WorkDate,
    touch::{Assurance, Channel},
};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::BTreeSet;

/// A person at a site.
pub type At = (SiteId, TechnicianId);

fn keys(of: &BTreeSet<At>) -> Rows {
    let mut rows = Rows::new(&[("s", Kind::Big), ("t", Kind::Big)]);
    for (site, technician) in of {
        rows.push(vec![site.get().into(), technician.get().into()]);
    }
    rows
}

fn found(rows: &[QueryResult]) -> Result<BTreeSet<At>> {
    let at = |row: &QueryResult| -> Result<At> {
        Ok((SiteId::from_stored(row.try_get_by_index(0)?), TechnicianId::from_stored(row.try_get_by_index(1)?)))
    };
    rows.iter().map(at).collect()
}

/// Those of `of` of whom nobody at the site has shown more than a number: on no line of its roster, employed by nobody who takes
/// or took part in it, neither `today` nor on a day they are recorded there for that employer, never there with a card, a code or
/// their own phone, and with nothing they said of it themselves.
pub async fn strangers(db: &impl ConnectionTrait, of: &BTreeSet<At>, today: WorkDate) -> Result<BTreeSet<At>> {
    if of.is_empty() {
        return Ok(BTreeSet::new());
    }
    let today = today.number();
    let sql = format!(
        "SELECT k.s, k.t FROM k WHERE NOT EXISTS (SELECT 1 FROM roster r WHERE r.site_id = k.s AND r.technician_id = k.t \
         AND (r.to_date IS NULL OR r.to_date >= r.from_date)) \
         AND NOT EXISTS (SELECT 1 FROM employment e JOIN structure p ON p.site_id = k.s AND p.business_id = e.business_id \
         WHERE e.technician_id = k.t AND e.from_date <= {today} AND (e.to_date IS NULL OR e.to_date >= {today}) \
         AND (p.to_date IS NULL OR p.to_date >= p.from_date))"
    );
    let unknown = found(&keys(of).query(db, &sql).await?)?;
    if unknown.is_empty() {
        return Ok(unknown);
    }
    // A value and no `EXISTS`, which would be made a join that reads all touches and records. The `+` keeps the record by the person.
    let sql = format!(
        "SELECT k.s, k.t FROM k WHERE (SELECT 1 FROM touch x WHERE x.technician_id = k.t AND x.site_id = k.s \
         AND (x.assurance > {} OR x.channel = {}) LIMIT 1) IS NULL \
         AND NOT EXISTS (SELECT 1 FROM history_claim c WHERE c.technician_id = k.t AND c.site_id = k.s) \
         AND (SELECT 1 FROM history_record h JOIN employment e ON e.technician_id = h.technician_id \
         AND e.business_id = h.employer AND e.from_date <= h.work_date AND (e.to_date IS NULL OR e.to_date >= h.work_date) \
         JOIN structure p ON p.site_id = h.site_id AND p.business_id = h.employer \
         AND (p.to_date IS NULL OR p.to_date >= p.from_date) \
         WHERE h.technician_id = k.t AND +h.site_id = k.s LIMIT 1) IS NULL",
        Assurance::Typed.number(),
        Channel::OwnPhone.number()
    );
    found(&keys(&unknown).query(db, &sql).await?)
}
