//! Changing, closing and opening a site. Invariant: nothing here says whether it may be; that was decided.

use super::Site;
use crate::{
    fault::Result,
    query::ask,
    rows::{Kind, Rows},
};
use domain::{
    id::SiteId,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, DbBackend};
use std::collections::BTreeSet;

/// The first and the last day anybody was recorded at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First.
    pub first: WorkDate,
    /// Last.
    pub last: WorkDate,
}

/// The days recorded at a site; `None` where nobody was.
pub async fn recorded(db: &impl ConnectionTrait, id: SiteId) -> Result<Option<Span>> {
    let sql = "SELECT min(work_date) AS first_day, max(work_date) AS last_day FROM history_record WHERE site_id = ?";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![id.get().into()])).await? else { return Ok(None) };
    let day = |column: &str| -> Result<Option<WorkDate>> {
        Ok(row.try_get::<Option<i32>>("", column)?.map(WorkDate::from_stored))
    };
    Ok(day("first_day")?.zip(day("last_day")?).map(|(first, last)| Span { first, last }))
}

/// Writes what may be changed of a site, and lets the prime's place begin no later than its site does. Number, prime,
/// registration, closing and what it was made after stay.
pub async fn update(tx: &impl ConnectionTrait, site: &Site) -> Result<()> {
    let it = site.clone();
    let sql = "UPDATE site SET name = ?, name_kana = ?, postcode = ?, prefecture = ?, address = ?, start_date = ?, \
               end_date = ?, client_name = ?, public_client = ?, work_kind = ?, boundary_minutes = ?, ask_role = ?, \
               assurance_min = ?, latitude_e6 = ?, longitude_e6 = ?, contract_kind = ?, contract_yen = ?, \
               model_project = ?, days_off = ?, opens_minutes = ?, closes_minutes = ?, umbrella = ? WHERE id = ?";
    let values = vec![
        it.name.into(),
        it.name_kana.into(),
        it.postcode.into(),
        it.prefecture.get().into(),
        it.address.into(),
        it.start.number().into(),
        it.end.map(WorkDate::number).into(),
        it.client_name.into(),
        it.public_client.into(),
        it.work_kind.into(),
        it.boundary_minutes.into(),
        it.ask_role.into(),
        it.assurance_min.into(),
        it.position.map(|at| at.latitude_e6).into(),
        it.position.map(|at| at.longitude_e6).into(),
        it.contract_kind.into(),
        it.contract_yen.into(),
        it.model_project.into(),
        it.days_off.into(),
        it.gate_hours.map(|hours| hours.opens).into(),
        it.gate_hours.map(|hours| hours.closes).into(),
        it.umbrella.into(),
        it.id.get().into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    let sql = "UPDATE structure SET from_date = ? WHERE site_id = ? AND parent IS NULL AND from_date > ?";
    let from = site.start.number();
    tx.execute_raw(ask(tx, sql, vec![from.into(), site.id.get().into(), from.into()])).await?;
    Ok(())
}

/// Closes the site for touches from `at`; `false` where it was closed before.
pub async fn close(tx: &impl ConnectionTrait, id: SiteId, at: Instant, reason: &str) -> Result<bool> {
    let sql = "UPDATE site SET closed_at = ?, closed_reason = ? WHERE id = ? AND closed_at IS NULL";
    let done = tx.execute_raw(ask(tx, sql, vec![at.0.into(), reason.into(), id.get().into()])).await?;
    Ok(done.rows_affected() == 1)
}

/// Says that recording begins at a site, so that nothing changes any more that days are kept under; nothing where it has
/// begun. Waits for whoever holds the site.
pub async fn begin(tx: &impl ConnectionTrait, id: SiteId) -> Result<()> {
    let sql = "UPDATE site SET begun = true WHERE id = ? AND NOT begun";
    tx.execute_raw(ask(tx, sql, vec![id.get().into()])).await?;
    Ok(())
}

/// Whether recording has begun at a site, also where what was recorded is no more.
pub async fn has_begun(db: &impl ConnectionTrait, id: SiteId) -> Result<bool> {
    let sql = "SELECT id FROM site WHERE id = ? AND (begun OR EXISTS (SELECT 1 FROM history_record h \
               WHERE h.site_id = site.id))";
    Ok(db.query_one_raw(ask(db, sql, vec![id.get().into()])).await?.is_some())
}

/// Holds those of the sites at which recording has not begun, as [`super::lock`] does and in number order: before the people
/// who may be recorded there, as everybody does who holds both. One statement, for as many as they are.
pub async fn hold_unbegun(tx: &impl ConnectionTrait, ids: &BTreeSet<SiteId>) -> Result<()> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let mut rows = Rows::new(&[("id", Kind::Big)]);
    for id in ids {
        rows.push(vec![id.get().into()]);
    }
    // The rows are locked one by one after the sort.
    let sql = "SELECT s.id FROM site s WHERE s.id IN (SELECT k.id FROM k) AND NOT s.begun ORDER BY s.id FOR UPDATE";
    rows.query(tx, sql).await?;
    Ok(())
}

/// Opens the site again, planned until `end`; `false` where it is not closed.
pub async fn reopen(tx: &impl ConnectionTrait, id: SiteId, end: WorkDate) -> Result<bool> {
    let sql =
        "UPDATE site SET closed_at = NULL, closed_reason = '', end_date = ? WHERE id = ? AND closed_at IS NOT NULL";
    let done = tx.execute_raw(ask(tx, sql, vec![end.number().into(), id.get().into()])).await?;
    Ok(done.rows_affected() == 1)
}
