//! 社会保険を確かめた: what a business has looked after. Invariant: a check holds for the insurance as it stood; when the
//! person's insurance changes, it holds no more.

use crate::{fault::Result, query::ask};
use domain::{
    id::{BusinessId, SiteId, TechnicianId},
    time::Instant,
};
use sea_orm::ConnectionTrait;

/// Joins the check of business `own` that holds for `r`'s person `t` at `r`'s site, as `c`.
pub(super) fn joined(own: &str) -> String {
    format!(
        "LEFT JOIN insurance_check c ON c.site_id = r.site_id AND c.technician_id = r.technician_id \
         AND c.business_id = {own} AND c.insurance = t.insurance"
    )
}

/// Keeps that `by` has looked after the person's insurance on the site as it stands at `now`; `false` where that was kept
/// before.
pub async fn check_insurance(
    tx: &impl ConnectionTrait,
    site: SiteId,
    technician: TechnicianId,
    by: BusinessId,
    now: Instant,
) -> Result<bool> {
    let sql = "INSERT INTO insurance_check (site_id, technician_id, business_id, insurance, checked_at) \
               SELECT ?, id, ?, insurance, ? FROM technician WHERE id = ? \
               ON CONFLICT (site_id, technician_id, business_id) \
               DO UPDATE SET insurance = excluded.insurance, checked_at = excluded.checked_at \
               WHERE insurance_check.insurance <> excluded.insurance";
    let values = vec![site.get().into(), by.get().into(), now.0.into(), technician.get().into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}
