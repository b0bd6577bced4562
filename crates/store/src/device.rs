//! Gate devices, and what a gate reads: its site, its people.

use crate::{
    connection::Db,
    fault::{Fault, Result},
    query::ask,
    site::inside_since,
    technician::spaced,
};
use domain::{
    access::{Extent, Resource, Scope},
    id::{AccountId, BusinessId, DeviceId, SiteId, StructureId, TechnicianId},
    level::Level,
    time::{Instant, WorkDate},
    touch::wire::{GatePerson, GateSite, GateUnlisted},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, QueryResult};

/// How stale `last_seen_at` may be before it is written again, milliseconds.
const SEEN_MS: i64 = 60_000;

/// A device to add.
#[derive(Debug, Clone, Copy)]
pub struct NewDevice<'a> {
    /// Its id.
    pub id: DeviceId,
    /// Its site.
    pub site: SiteId,
    /// What people call it.
    pub name: &'a str,
    /// SHA-256 of its credential, hex.
    pub token_hash: &'a str,
    /// Who made it a gate.
    pub enrolled_by: AccountId,
    /// When.
    pub at: Instant,
}

/// A device as kept.
#[derive(Debug, Clone, Copy)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Its site.
    pub site: SiteId,
    /// When it was last heard of.
    pub last_seen_at: Instant,
    /// From when it is refused.
    pub revoked_at: Option<Instant>,
}

/// Adds a device.
pub async fn insert(tx: &impl ConnectionTrait, new: NewDevice<'_>) -> Result<()> {
    let sql = "INSERT INTO device (id, site_id, name, token_hash, enrolled_by, enrolled_at, last_seen_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        new.id.0.into(),
        new.site.get().into(),
        new.name.into(),
        new.token_hash.into(),
        new.enrolled_by.0.into(),
        new.at.0.into(),
        new.at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The device with this credential.
pub async fn by_token(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<Device>> {
    let sql = "SELECT id, site_id, last_seen_at, revoked_at FROM device WHERE token_hash = ?";
    let row = db.query_one_raw(ask(db, sql, vec![token_hash.into()])).await?;
    row.map(|row| {
        Ok(Device {
            id: DeviceId(row.try_get_by_index(0)?),
            site: SiteId::from_stored(row.try_get_by_index(1)?),
            last_seen_at: Instant(row.try_get_by_index(2)?),
            revoked_at: row.try_get_by_index::<Option<i64>>(3)?.map(Instant),
        })
    })
    .transpose()
}

/// Notes that a device was heard of, at most once a minute.
pub async fn seen(db: &Db, id: DeviceId, last: Instant, now: Instant) -> Result<()> {
    if now.since_ms(last) < SEEN_MS {
        return Ok(());
    }
    let tx = db.begin().await?;
    tx.execute_raw(ask(&tx, "UPDATE device SET last_seen_at = ? WHERE id = ?", vec![now.0.into(), id.0.into()]))
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Refuses a device from now on; `false` where it was refused before.
pub async fn revoke(tx: &impl ConnectionTrait, id: DeviceId, now: Instant) -> Result<bool> {
    let sql = "UPDATE device SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL";
    Ok(tx.execute_raw(ask(tx, sql, vec![now.0.into(), id.0.into()])).await?.rows_affected() == 1)
}

/// Refuses every device an account has made a gate, from now on; says which.
pub async fn revoke_of(tx: &impl ConnectionTrait, account: AccountId, now: Instant) -> Result<Vec<DeviceId>> {
    let sql = "SELECT id FROM device WHERE enrolled_by = ? AND revoked_at IS NULL ORDER BY id";
    let rows = tx.query_all_raw(ask(tx, sql, vec![account.0.into()])).await?;
    let ids: Vec<DeviceId> = rows.iter().map(|row| Ok(DeviceId(row.try_get_by_index(0)?))).collect::<Result<_>>()?;
    for id in &ids {
        revoke(tx, *id, now).await?;
    }
    Ok(ids)
}

/// A gate in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: DeviceId,
    /// What people call it.
    pub name: String,
    /// When it was enrolled.
    pub enrolled_at: Instant,
    /// When it was last heard of.
    pub last_seen_at: Instant,
    /// From when it is refused.
    pub revoked_at: Option<Instant>,
}

/// The gates a site has and has had, newest first. The scope must reach the site.
pub async fn of_site(db: &impl ConnectionTrait, scope: &Scope, site: SiteId) -> Result<Vec<Listed>> {
    let reached = match scope.extent() {
        Extent::All => true,
        Extent::Sites(sites) => sites.contains(&site),
        _ => false,
    };
    if !reached {
        return Ok(Vec::new());
    }
    let sql = "SELECT id, name, enrolled_at, last_seen_at, revoked_at FROM device WHERE site_id = ? \
               ORDER BY enrolled_at DESC, id";
    let rows = db.query_all_raw(ask(db, sql, vec![site.get().into()])).await?;
    rows.iter()
        .map(|row| {
            Ok(Listed {
                id: DeviceId(row.try_get_by_index(0)?),
                name: row.try_get_by_index(1)?,
                enrolled_at: Instant(row.try_get_by_index(2)?),
                last_seen_at: Instant(row.try_get_by_index(3)?),
                revoked_at: row.try_get_by_index::<Option<i64>>(4)?.map(Instant),
            })
        })
        .collect()
}

/// The site of a device; `None` where there is no such device.
pub async fn site_of(db: &impl ConnectionTrait, id: DeviceId) -> Result<Option<SiteId>> {
    let row = db.query_one_raw(ask(db, "SELECT site_id FROM device WHERE id = ?", vec![id.0.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.map(SiteId::from_stored))
}

/// Who made a device a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enroller {
    /// The register's own machine, by a command.
    Register,
    /// An account of a business.
    Business(BusinessId),
}

/// Who made the device a gate; `None` where that account is no business's or is not known.
pub async fn enroller(db: &impl ConnectionTrait, id: DeviceId) -> Result<Option<Enroller>> {
    let sql =
        "SELECT d.enrolled_by, a.business_id FROM device d LEFT JOIN account a ON a.id = d.enrolled_by WHERE d.id = ?";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![id.0.into()])).await? else { return Ok(None) };
    if row.try_get_by_index::<uuid::Uuid>(0)?.is_nil() {
        return Ok(Some(Enroller::Register));
    }
    let business: Option<i64> = row.try_get_by_index(1)?;
    Ok(business.map(|business| Enroller::Business(BusinessId::from_stored(business))))
}

/// Name of an account, for the gate's screen.
pub async fn account_name(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<String>> {
    let row = db.query_one_raw(ask(db, "SELECT name FROM account WHERE id = ?", vec![account.0.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// The facts a decision about a site depends on. It is open until it is closed and, where a day is given, not past its
/// planned end on that day.
pub async fn site_resource(db: &impl ConnectionTrait, site: SiteId, on: Option<WorkDate>) -> Result<Option<Resource>> {
    let sql = "SELECT prime, closed_at, end_date FROM site WHERE id = ?";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![site.get().into()])).await? else { return Ok(None) };
    let prime = BusinessId::from_stored(row.try_get_by_index(0)?);
    let end = row.try_get_by_index::<Option<i32>>(2)?.map(WorkDate::from_stored);
    let closed = row.try_get_by_index::<Option<i64>>(1)?.is_some();
    let open = on.map_or(!closed, |on| !domain::site::has_ended(end, closed, on));
    let sql = "SELECT business_id FROM structure WHERE site_id = ?";
    let mut members = vec![prime];
    for row in db.query_all_raw(ask(db, sql, vec![site.get().into()])).await? {
        let member = BusinessId::from_stored(row.try_get_by_index(0)?);
        if member != prime {
            members.push(member);
        }
    }
    Ok(Some(Resource::Site { id: site, prime, members, open }))
}

const GATE_SITE: &str = "SELECT s.id, s.name, b.name FROM site s JOIN business b ON b.id = s.prime";

fn gate_site_row(row: &QueryResult) -> Result<GateSite> {
    Ok(GateSite {
        id: SiteId::from_stored(row.try_get_by_index(0)?),
        name: row.try_get_by_index(1)?,
        prime: row.try_get_by_index(2)?,
    })
}

/// A site as a gate shows it.
pub async fn gate_site(db: &impl ConnectionTrait, site: SiteId) -> Result<Option<GateSite>> {
    let sql = format!("{GATE_SITE} WHERE s.id = ?");
    db.query_one_raw(ask(db, &sql, vec![site.get().into()])).await?.as_ref().map(gate_site_row).transpose()
}

/// The open sites within a scope, with the facts a decision about each depends on.
pub async fn gate_sites(db: &impl ConnectionTrait, scope: &Scope, on: WorkDate) -> Result<Vec<(GateSite, Resource)>> {
    let ids: Vec<SiteId> = match scope.extent() {
        Extent::Sites(sites) => sites.clone(),
        Extent::Business(business) => {
            let sql = "SELECT id FROM site WHERE prime = ? UNION SELECT site_id FROM structure WHERE business_id = ?";
            let values = vec![business.get().into(), business.get().into()];
            let rows = db.query_all_raw(ask(db, sql, values)).await?;
            rows.iter().map(|row| Ok(SiteId::from_stored(row.try_get_by_index(0)?))).collect::<Result<_>>()?
        }
        _ => Vec::new(),
    };
    let mut sites = Vec::new();
    for id in ids {
        let (site, resource) = (gate_site(db, id).await?, site_resource(db, id, Some(on)).await?);
        if let (Some(site), Some(resource @ Resource::Site { open: true, .. })) = (site, resource) {
            sites.push((site, resource));
        }
    }
    sites.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    Ok(sites)
}

/// Everybody on a site's roster on a day for one of `places`, with the chip of the card in use.
pub async fn gate_people(
    db: &impl ConnectionTrait,
    site: SiteId,
    places: &[StructureId],
    on: WorkDate,
) -> Result<Vec<GatePerson>> {
    let sql = "SELECT t.id, t.family_name, t.given_name, t.family_kana, t.given_kana, t.level, r.trade, b.name, c.uid, \
               CASE WHEN t.photo IS NULL THEN 0 ELSE 1 END, s.id \
               FROM roster r JOIN structure s ON s.id = r.structure_id JOIN business b ON b.id = s.business_id \
               JOIN technician t ON t.id = r.technician_id \
               LEFT JOIN card c ON c.technician_id = t.id AND c.uid IS NOT NULL AND c.revoked_at IS NULL \
               WHERE r.site_id = ? AND r.from_date <= ? AND (r.to_date IS NULL OR r.to_date >= ?) \
               ORDER BY t.search_kana, t.id, c.issued_at";
    let values = vec![site.get().into(), on.number().into(), on.number().into()];
    let mut people: Vec<GatePerson> = Vec::new();
    for row in db.query_all_raw(ask(db, sql, values)).await? {
        if !places.contains(&StructureId(row.try_get_by_index(10)?)) {
            continue;
        }
        let text = |at: usize| row.try_get_by_index::<String>(at);
        let level: i16 = row.try_get_by_index(5)?;
        let person = GatePerson {
            technician_id: TechnicianId::from_stored(row.try_get_by_index(0)?),
            name: spaced(&text(1)?, &text(2)?),
            kana: spaced(&text(3)?, &text(4)?),
            level: Level::from_number(level).ok_or_else(|| Fault::unreadable("level", level))?,
            trade: TradeCode::from_stored(row.try_get_by_index(6)?),
            employer: text(7)?,
            serial: row.try_get_by_index::<Option<i64>>(8)?.map(|uid| format!("{uid:014X}")),
            has_photo: row.try_get_by_index::<i32>(9)? == 1,
            inside: false,
        };
        if people.last().is_none_or(|last| last.technician_id != person.technician_id) {
            people.push(person);
        }
    }
    Ok(people)
}

/// Serial numbers of cards out of use of everybody on a site's roster on a day for one of `places`, in order.
pub async fn gate_stopped(
    db: &impl ConnectionTrait,
    site: SiteId,
    places: &[StructureId],
    on: WorkDate,
) -> Result<Vec<String>> {
    let sql = "SELECT c.uid, r.structure_id FROM roster r JOIN card c ON c.technician_id = r.technician_id \
               WHERE r.site_id = ? AND r.from_date <= ? AND (r.to_date IS NULL OR r.to_date >= ?) \
               AND c.uid IS NOT NULL AND c.revoked_at IS NOT NULL ORDER BY c.uid";
    let values = vec![site.get().into(), on.number().into(), on.number().into()];
    let mut stopped: Vec<String> = Vec::new();
    for row in db.query_all_raw(ask(db, sql, values)).await? {
        let uid: i64 = row.try_get_by_index(0)?;
        if places.contains(&StructureId(row.try_get_by_index(1)?)) {
            stopped.push(format!("{uid:014X}"));
        }
    }
    stopped.dedup();
    Ok(stopped)
}

/// Who is inside a site now without a line on its roster today, by kana, each with the business whose record it is.
pub async fn gate_unlisted(
    db: &impl ConnectionTrait,
    site: SiteId,
    now: Instant,
) -> Result<Vec<(GateUnlisted, Option<BusinessId>)>> {
    let sql = "SELECT t.id, t.family_name, t.given_name, t.family_kana, t.given_kana, c.uid, h.employer \
               FROM history_record h JOIN technician t ON t.id = h.technician_id \
               LEFT JOIN card c ON c.technician_id = t.id AND c.uid IS NOT NULL AND c.revoked_at IS NULL \
               WHERE h.site_id = ? AND h.work_date >= ? AND h.inside_since >= ? AND NOT EXISTS (SELECT 1 FROM roster r \
               WHERE r.site_id = h.site_id AND r.technician_id = h.technician_id AND r.from_date <= ? \
               AND (r.to_date IS NULL OR r.to_date >= ?)) ORDER BY t.search_kana, t.id";
    let ((day, since), today) = (inside_since(now), now.date().number());
    let values = vec![site.get().into(), day.number().into(), since.0.into(), today.into(), today.into()];
    let mut people: Vec<(GateUnlisted, Option<BusinessId>)> = Vec::new();
    for row in db.query_all_raw(ask(db, sql, values)).await? {
        let text = |at: usize| row.try_get_by_index::<String>(at);
        let person = GateUnlisted {
            technician_id: TechnicianId::from_stored(row.try_get_by_index(0)?),
            name: spaced(&text(1)?, &text(2)?),
            kana: spaced(&text(3)?, &text(4)?),
            serial: row.try_get_by_index::<Option<i64>>(5)?.map(|uid| format!("{uid:014X}")),
        };
        let employer = row.try_get_by_index::<Option<i64>>(6)?.map(BusinessId::from_stored);
        // Somebody still in from yesterday's shift and in again today is one person.
        if people.last().is_none_or(|(last, _)| last.technician_id != person.technician_id) {
            people.push((person, employer));
        }
    }
    Ok(people)
}
