//! Gate devices, and what a gate reads: its site, its people.

mod known;
mod left;
mod list;
mod number;
mod section;

pub use known::{NewKnown, add_known, gap_end, known_at, known_of};
pub use left::gates_of_left;
pub use list::{Troubled, gates_of, missing_everywhere, troubled};
pub use number::{
    OpenGap, PhoneOf, add_gap, arrived, delete_gap, numbers_above, open_gaps, phones_heard_since, set_looked_until,
};
pub(crate) use section::enrolments;
pub use section::{is_in_use, stand, stands_now, stood_at};

use crate::{
    connection::Db,
    fault::{Fault, Result},
    history::since_of_day,
    query::ask,
    site::{self, inside_since},
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
use sea_orm::{ConnectionTrait, QueryResult, Value};

/// Characters of a photo's content hash a gate is told, to know another photo by.
const PHOTO_CHARS: usize = 16;
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
    /// By which its touches are verified, hex.
    pub public_key: &'a str,
    /// Version of the key its receipts are signed with; absent where the server has none.
    pub receipt_key: Option<i16>,
    /// The phone, over all its enrolments.
    pub phone: Option<uuid::Uuid>,
    /// The number of its first touch.
    pub first_seq: i64,
}

/// By which a gate and the server know each other's signatures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// By which its touches are verified, hex; absent for a gate enrolled before keys.
    pub public_key: Option<String>,
    /// Version of the key its receipts are signed with; absent for a gate enrolled before receipts were signed.
    pub receipt_key: Option<i16>,
}

/// A device as kept.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Its site.
    pub site: SiteId,
    /// When it was last heard of.
    pub last_seen_at: Instant,
    /// From when it is refused.
    pub revoked_at: Option<Instant>,
    /// Its keys.
    pub keys: Keys,
    /// How many touches waited on it when it last said so.
    pub waiting: Option<i32>,
    /// The number of its last touch when it last said so.
    pub last_told: Option<i64>,
}

/// Adds a device.
pub async fn insert(tx: &impl ConnectionTrait, new: NewDevice<'_>) -> Result<()> {
    let sql = "INSERT INTO device (id, site_id, name, token_hash, enrolled_by, enrolled_at, last_seen_at, public_key, \
               receipt_key, phone, first_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        new.id.0.into(),
        new.site.get().into(),
        new.name.into(),
        new.token_hash.into(),
        new.enrolled_by.0.into(),
        new.at.0.into(),
        new.at.0.into(),
        new.public_key.into(),
        new.receipt_key.into(),
        new.phone.into(),
        new.first_seq.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The keys of a device; none of either where there is no such device.
pub async fn keys(db: &impl ConnectionTrait, id: DeviceId) -> Result<Keys> {
    let sql = "SELECT public_key, receipt_key FROM device WHERE id = ?";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![id.0.into()])).await? else { return Ok(Keys::default()) };
    Ok(Keys { public_key: row.try_get_by_index(0)?, receipt_key: row.try_get_by_index(1)? })
}

/// Keeps how many touches a device says wait on it and, where it says so, the number of its last touch; one that is lower than
/// one told before is not believed.
pub async fn set_told(tx: &impl ConnectionTrait, id: DeviceId, waiting: i32, last: Option<i64>) -> Result<()> {
    let sql = "UPDATE device SET waiting = ? WHERE id = ?";
    tx.execute_raw(ask(tx, sql, vec![waiting.into(), id.0.into()])).await?;
    if let Some(last) = last {
        let sql = "UPDATE device SET last_told = ? WHERE id = ? AND (last_told IS NULL OR last_told < ?)";
        tx.execute_raw(ask(tx, sql, vec![last.into(), id.0.into(), last.into()])).await?;
    }
    Ok(())
}

/// The device with this credential.
pub async fn by_token(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<Device>> {
    let sql = "SELECT id, site_id, last_seen_at, revoked_at, public_key, receipt_key, waiting, last_told \
               FROM device WHERE token_hash = ?";
    let row = db.query_one_raw(ask(db, sql, vec![token_hash.into()])).await?;
    row.map(|row| {
        Ok(Device {
            id: DeviceId(row.try_get_by_index(0)?),
            site: SiteId::from_stored(row.try_get_by_index(1)?),
            last_seen_at: Instant(row.try_get_by_index(2)?),
            revoked_at: row.try_get_by_index::<Option<i64>>(3)?.map(Instant),
            keys: Keys { public_key: row.try_get_by_index(4)?, receipt_key: row.try_get_by_index(5)? },
            waiting: row.try_get_by_index(6)?,
            last_told: row.try_get_by_index(7)?,
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

/// Refuses a device from now on, for a reason a person gave; `false` where it was refused before.
pub async fn revoke(tx: &impl ConnectionTrait, id: DeviceId, now: Instant, reason: Option<&str>) -> Result<bool> {
    let sql = "UPDATE device SET revoked_at = ?, revoked_reason = ? WHERE id = ? AND revoked_at IS NULL";
    let values = vec![now.0.into(), reason.map(str::to_owned).into(), id.0.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// Refuses every device an account has made a gate, from now on; says which.
pub async fn revoke_of(tx: &impl ConnectionTrait, account: AccountId, now: Instant) -> Result<Vec<DeviceId>> {
    let sql = "SELECT id FROM device WHERE enrolled_by = ? AND revoked_at IS NULL ORDER BY id";
    let rows = tx.query_all_raw(ask(tx, sql, vec![account.0.into()])).await?;
    let ids: Vec<DeviceId> = rows.iter().map(|row| Ok(DeviceId(row.try_get_by_index(0)?))).collect::<Result<_>>()?;
    for id in &ids {
        revoke(tx, *id, now, None).await?;
    }
    Ok(ids)
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

/// The facts a decision about a site depends on: who takes or took part in it, and that it is not closed. Where a day is given:
/// who stands in it on that day, and that it is neither closed nor past its planned end then.
pub async fn site_resource(db: &impl ConnectionTrait, site: SiteId, on: Option<WorkDate>) -> Result<Option<Resource>> {
    let sql = "SELECT prime, closed_at, end_date FROM site WHERE id = ?";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![site.get().into()])).await? else { return Ok(None) };
    let prime = BusinessId::from_stored(row.try_get_by_index(0)?);
    let end = row.try_get_by_index::<Option<i32>>(2)?.map(WorkDate::from_stored);
    let closed = row.try_get_by_index::<Option<i64>>(1)?.is_some();
    let open = on.map_or(!closed, |on| !domain::site::has_ended(end, closed, on));
    let others = match on {
        None => site::members(db, site).await?,
        Some(on) => site::members_on(db, site, on).await?,
    };
    let members = core::iter::once(prime).chain(others.into_iter().filter(|member| *member != prime)).collect();
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

/// The open sites within a scope in which its business stands on that day, with the facts a decision about each depends on.
pub async fn gate_sites(db: &impl ConnectionTrait, scope: &Scope, on: WorkDate) -> Result<Vec<(GateSite, Resource)>> {
    let ids: Vec<SiteId> = match scope.extent() {
        Extent::Sites(sites) => sites.clone(),
        Extent::Business(business) => {
            let sql = "SELECT id FROM site WHERE prime = ? UNION SELECT site_id FROM structure WHERE business_id = ? \
                       AND from_date <= ? AND (to_date IS NULL OR to_date >= ?)";
            let (own, day) = (business.get(), on.number());
            let values = vec![own.into(), own.into(), day.into(), day.into()];
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
               t.photo, s.id \
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
        let photo: Option<String> = row.try_get_by_index(9)?;
        let person = GatePerson {
            technician_id: TechnicianId::from_stored(row.try_get_by_index(0)?),
            name: spaced(&text(1)?, &text(2)?),
            kana: spaced(&text(3)?, &text(4)?),
            level: Level::from_number(level).ok_or_else(|| Fault::unreadable("level", level))?,
            trade: TradeCode::from_stored(row.try_get_by_index(6)?),
            employer: text(7)?,
            serial: row.try_get_by_index::<Option<i64>>(8)?.map(|uid| format!("{uid:014X}")),
            has_photo: photo.is_some(),
            photo: photo.map(|hash| hash.chars().take(PHOTO_CHARS).collect()),
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
    gate_cards(db, (site, places, on), "c.revoked_at IS NOT NULL", vec![]).await
}

/// Serial numbers of cards in use whose time is over on that day, of the same people, in order.
pub async fn gate_expired(
    db: &impl ConnectionTrait,
    site: SiteId,
    places: &[StructureId],
    on: WorkDate,
) -> Result<Vec<String>> {
    gate_cards(db, (site, places, on), "c.revoked_at IS NULL AND c.valid_until < ?", vec![on.number().into()]).await
}

async fn gate_cards(
    db: &impl ConnectionTrait,
    (site, places, on): (SiteId, &[StructureId], WorkDate),
    which: &str,
    more: Vec<Value>,
) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT c.uid, r.structure_id FROM roster r JOIN card c ON c.technician_id = r.technician_id \
         WHERE r.site_id = ? AND r.from_date <= ? AND (r.to_date IS NULL OR r.to_date >= ?) \
         AND c.uid IS NOT NULL AND {which} ORDER BY c.uid"
    );
    let mut values: Vec<Value> = vec![site.get().into(), on.number().into(), on.number().into()];
    values.extend(more);
    let mut serials: Vec<String> = Vec::new();
    for row in db.query_all_raw(ask(db, &sql, values)).await? {
        let uid: i64 = row.try_get_by_index(0)?;
        if places.contains(&StructureId(row.try_get_by_index(1)?)) {
            serials.push(format!("{uid:014X}"));
        }
    }
    serials.dedup();
    Ok(serials)
}

/// Who is inside a site now without a line on its roster today, by kana, each with the business whose record it is.
pub async fn gate_unlisted(
    db: &impl ConnectionTrait,
    site: SiteId,
    now: Instant,
) -> Result<Vec<(GateUnlisted, Option<BusinessId>)>> {
    let since_then = since_of_day(now, "?");
    let sql = format!(
        "SELECT t.id, t.family_name, t.given_name, t.family_kana, t.given_kana, c.uid, h.employer \
               FROM history_record h JOIN technician t ON t.id = h.technician_id \
               LEFT JOIN card c ON c.technician_id = t.id AND c.uid IS NOT NULL AND c.revoked_at IS NULL \
               WHERE h.site_id = ? AND h.work_date >= ? AND h.inside_ms >= {since_then} AND NOT EXISTS (SELECT 1 FROM roster r \
               WHERE r.site_id = h.site_id AND r.technician_id = h.technician_id AND r.from_date <= ? \
               AND (r.to_date IS NULL OR r.to_date >= ?)) ORDER BY t.search_kana, t.id"
    );
    let ((day, since), today) = (inside_since(now), now.date().number());
    let values = vec![site.get().into(), day.number().into(), since.into(), today.into(), today.into()];
    let mut people: Vec<(GateUnlisted, Option<BusinessId>)> = Vec::new();
    for row in db.query_all_raw(ask(db, &sql, values)).await? {
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
