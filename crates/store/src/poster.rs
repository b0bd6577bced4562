//! Posters of sites, on paper and on screens, and whether own phones are asked where they are. Invariant: one that was ended
//! opens nothing again.

use crate::{fault::Result, query::ask};
use domain::{
    id::SiteId,
    poster::{Poster, Screen},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult};

/// What a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// The site.
    pub site: SiteId,
    /// Whether it stands on a screen, and opens by the code of the moment only.
    pub on_screen: bool,
}

/// Of the posters of a site, those on a screen or those on paper.
const fn kind(on_screen: bool) -> &'static str {
    if on_screen { "screen IS NOT NULL" } else { "screen IS NULL" }
}

fn used_on(row: &QueryResult) -> Result<Option<WorkDate>> {
    Ok(row.try_get_by_index::<Option<i32>>(2)?.map(WorkDate::from_stored))
}

/// Whether the poster of a site is noted as used on a day or later.
pub async fn is_used(db: &impl ConnectionTrait, site: SiteId, on_screen: bool, day: WorkDate) -> Result<bool> {
    let sql = format!(
        "SELECT token FROM site_poster WHERE site_id = ? AND ended_at IS NULL AND {} AND used_on >= ?",
        kind(on_screen)
    );
    let row = db.query_one_raw(ask(db, &sql, vec![site.get().into(), day.number().into()])).await?;
    Ok(row.is_some())
}

/// Notes that the poster of a site was used on a day; an earlier day changes nothing.
pub async fn used(db: &impl ConnectionTrait, site: SiteId, on_screen: bool, day: WorkDate) -> Result<()> {
    let sql = format!(
        "UPDATE site_poster SET used_on = ? WHERE site_id = ? AND ended_at IS NULL AND {} AND (used_on IS NULL OR used_on < ?)",
        kind(on_screen)
    );
    let values = vec![day.number().into(), site.get().into(), day.number().into()];
    db.execute_raw(ask(db, &sql, values)).await?;
    Ok(())
}

/// The poster of a site on paper that opens.
pub async fn of_site(db: &impl ConnectionTrait, site: SiteId) -> Result<Option<Poster>> {
    let sql =
        "SELECT token, made_at, used_on FROM site_poster WHERE site_id = ? AND ended_at IS NULL AND screen IS NULL";
    let row = db.query_one_raw(ask(db, sql, vec![site.get().into()])).await?;
    let poster = |row: QueryResult| {
        Ok(Poster {
            token: row.try_get_by_index(0)?,
            made_at: Instant(row.try_get_by_index(1)?),
            used_on: used_on(&row)?,
        })
    };
    row.map(poster).transpose()
}

/// The poster of a site on a screen that opens.
pub async fn screen_of_site(db: &impl ConnectionTrait, site: SiteId) -> Result<Option<Screen>> {
    let sql = "SELECT screen, made_at, used_on FROM site_poster WHERE site_id = ? AND ended_at IS NULL AND screen IS NOT NULL";
    let row = db.query_one_raw(ask(db, sql, vec![site.get().into()])).await?;
    let screen = |row: QueryResult| {
        Ok(Screen {
            secret: row.try_get_by_index(0)?,
            made_at: Instant(row.try_get_by_index(1)?),
            used_on: used_on(&row)?,
        })
    };
    row.map(screen).transpose()
}

/// What a link opens.
pub async fn opens(db: &impl ConnectionTrait, token: &str) -> Result<Option<Opened>> {
    let sql = "SELECT site_id, CASE WHEN screen IS NULL THEN 0 ELSE 1 END FROM site_poster WHERE token = ? AND ended_at IS NULL";
    let row = db.query_one_raw(ask(db, sql, vec![token.into()])).await?;
    let opened = |row: QueryResult| {
        let site = SiteId::from_stored(row.try_get_by_index(0)?);
        Ok(Opened { site, on_screen: row.try_get_by_index::<i32>(1)? == 1 })
    };
    row.map(opened).transpose()
}

/// The site of a screen with this secret, and what stands in its poster's link.
pub async fn shown_on(db: &impl ConnectionTrait, secret: &str) -> Result<Option<(SiteId, String)>> {
    let sql = "SELECT site_id, token FROM site_poster WHERE screen = ? AND ended_at IS NULL";
    let row = db.query_one_raw(ask(db, sql, vec![secret.into()])).await?;
    row.map(|row| Ok((SiteId::from_stored(row.try_get_by_index(0)?), row.try_get_by_index(1)?))).transpose()
}

/// Adds a poster, on a screen with this secret where there is one. Errors: `Taken` where one of the site and kind opens.
pub async fn insert(tx: &impl ConnectionTrait, site: SiteId, poster: &Poster, screen: Option<String>) -> Result<()> {
    let sql = "INSERT INTO site_poster (token, site_id, made_at, screen) VALUES (?, ?, ?, ?)";
    let values = vec![poster.token.clone().into(), site.get().into(), poster.made_at.0.into(), screen.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Ends the poster of a site on a screen or on paper; `false` where there is none.
pub async fn end(tx: &impl ConnectionTrait, site: SiteId, on_screen: bool, at: Instant) -> Result<bool> {
    let sql =
        format!("UPDATE site_poster SET ended_at = ? WHERE site_id = ? AND ended_at IS NULL AND {}", kind(on_screen));
    let done = tx.execute_raw(ask(tx, &sql, vec![at.0.into(), site.get().into()])).await?;
    Ok(done.rows_affected() > 0)
}

/// Whether own phones are asked where they are at a site.
pub async fn asks_position(db: &impl ConnectionTrait, site: SiteId) -> Result<bool> {
    let sql = "SELECT id FROM site WHERE id = ? AND ask_position";
    Ok(db.query_one_raw(ask(db, sql, vec![site.get().into()])).await?.is_some())
}

/// Has own phones asked, or no more; `false` where it was so before.
pub async fn ask_position(tx: &impl ConnectionTrait, site: SiteId, asks: bool) -> Result<bool> {
    let sql = "UPDATE site SET ask_position = ? WHERE id = ? AND ask_position <> ?";
    let done = tx.execute_raw(ask(tx, sql, vec![asks.into(), site.get().into(), asks.into()])).await?;
    Ok(done.rows_affected() > 0)
}
