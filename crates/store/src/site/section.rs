//! 工区 of umbrella sites. Invariant: a section is added and ended, never removed.

use crate::{
    fault::Result,
    query::ask,
    rows::{Kind, Rows},
};
use domain::{
    id::{SectionId, SiteId},
    site::Section,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

fn section(row: &QueryResult) -> Result<Section> {
    Ok(Section {
        id: SectionId(row.try_get::<Uuid>("", "id")?),
        name: row.try_get("", "name")?,
        address: row.try_get("", "address")?,
        from: WorkDate::from_stored(row.try_get("", "from_date")?),
        until: row.try_get::<Option<i32>>("", "to_date")?.map(WorkDate::from_stored),
    })
}

/// The sections of a site, those that last first, then by name.
pub async fn of_site(db: &impl ConnectionTrait, site: SiteId) -> Result<Vec<Section>> {
    let sql = "SELECT id, name, address, from_date, to_date FROM site_section WHERE site_id = ? \
               ORDER BY CASE WHEN to_date IS NULL THEN 0 ELSE 1 END, name, from_date, id";
    db.query_all_raw(ask(db, sql, vec![site.get().into()])).await?.iter().map(section).collect()
}

/// The sections of some sites that last on a day, by name.
pub async fn lasting(
    db: &impl ConnectionTrait,
    sites: &[SiteId],
    on: WorkDate,
) -> Result<Vec<(SiteId, SectionId, String)>> {
    if sites.is_empty() {
        return Ok(Vec::new());
    }
    let mut asked = Rows::new(&[("s", Kind::Big)]);
    for site in sites {
        asked.push(vec![site.get().into()]);
    }
    let day = on.number();
    let sql = format!(
        "SELECT c.site_id, c.id, c.name FROM k JOIN site_section c ON c.site_id = k.s \
         WHERE c.from_date <= {day} AND (c.to_date IS NULL OR c.to_date >= {day}) ORDER BY c.site_id, c.name, c.id"
    );
    let found = asked.query(db, &sql).await?;
    let section = |row: &QueryResult| -> Result<(SiteId, SectionId, String)> {
        let site = SiteId::from_stored(row.try_get_by_index(0)?);
        Ok((site, SectionId(row.try_get_by_index(1)?), row.try_get_by_index(2)?))
    };
    found.iter().map(section).collect()
}

/// Adds a section.
pub async fn add(tx: &impl ConnectionTrait, site: SiteId, it: &Section, at: Instant) -> Result<()> {
    let sql = "INSERT INTO site_section (id, site_id, name, address, from_date, to_date, created_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        it.id.0.into(),
        site.get().into(),
        it.name.clone().into(),
        it.address.clone().into(),
        it.from.number().into(),
        it.until.map(WorkDate::number).into(),
        at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Ends a section of a site with a day; `false` where it has ended already or is not the site's.
pub async fn end(tx: &impl ConnectionTrait, site: SiteId, id: SectionId, last_day: WorkDate) -> Result<bool> {
    let sql = "UPDATE site_section SET to_date = ? WHERE id = ? AND site_id = ? AND to_date IS NULL";
    let values = vec![last_day.number().into(), id.0.into(), site.get().into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}
