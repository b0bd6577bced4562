//! Gates of businesses that are at a site no more.

use crate::{fault::Result, query::ask};
use domain::{
    id::{DeviceId, SiteId},
    time::WorkDate,
};
use sea_orm::ConnectionTrait;

/// The devices that are not refused yet and that a business made gates of a site it had left before `today`, or declined to
/// take part in; of one site, or of all. Who is there again makes its gates anew: a place lets live what was made a gate since
/// it was entered.
pub async fn gates_of_left(
    db: &impl ConnectionTrait,
    site: Option<SiteId>,
    today: WorkDate,
) -> Result<Vec<(DeviceId, SiteId)>> {
    let mut sql = "SELECT d.id, d.site_id FROM device d JOIN account a ON a.id = d.enrolled_by \
        WHERE d.revoked_at IS NULL \
        AND EXISTS (SELECT 1 FROM structure s WHERE s.site_id = d.site_id AND s.business_id = a.business_id) \
        AND NOT EXISTS (SELECT 1 FROM structure s WHERE s.site_id = d.site_id AND s.business_id = a.business_id \
        AND (s.parent IS NULL OR (s.created_at <= d.enrolled_at \
        AND (s.to_date IS NULL OR (s.to_date >= ? AND s.to_date >= s.from_date)))))"
        .to_owned();
    let mut values = vec![today.number().into()];
    if let Some(site) = site {
        sql.push_str(" AND d.site_id = ?");
        values.push(site.get().into());
    }
    sql.push_str(" ORDER BY d.id");
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    rows.iter()
        .map(|row| Ok((DeviceId(row.try_get_by_index(0)?), SiteId::from_stored(row.try_get_by_index(1)?))))
        .collect()
}
