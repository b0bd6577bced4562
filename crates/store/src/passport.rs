//! The card's face for a passport: one row of the register with the card in use and the main employer of the day.

use crate::{
    fault::{Fault, Result},
    query::ask,
    technician::spaced,
};
use domain::{
    id::TechnicianId,
    level::Level,
    passport::CardFace,
    time::{Instant, WorkDate, YearMonth},
    trade::TradeCode,
};
use sea_orm::ConnectionTrait;

/// The face and the main employer's name on a day; `None` where there is no such technician.
pub async fn face(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    on: WorkDate,
) -> Result<Option<(CardFace, Option<String>)>> {
    let sql = "SELECT t.family_name, t.given_name, t.family_kana, t.given_kana, t.level, t.trades, t.registered_at, \
               CASE WHEN t.photo IS NULL THEN 0 ELSE 1 END, \
               (SELECT max(c.valid_until) FROM card c WHERE c.technician_id = t.id AND c.issued_at IS NOT NULL \
                AND c.revoked_at IS NULL), \
               (SELECT b.name FROM employment e JOIN business b ON b.id = e.business_id WHERE e.technician_id = t.id \
                AND e.from_date <= ? AND (e.to_date IS NULL OR e.to_date >= ?) ORDER BY e.main DESC, e.from_date DESC LIMIT 1) \
               FROM technician t WHERE t.id = ?";
    let values = vec![on.number().into(), on.number().into(), technician.get().into()];
    let Some(row) = db.query_one_raw(ask(db, sql, values)).await? else { return Ok(None) };
    let text = |at: usize| row.try_get_by_index::<String>(at);
    let level: i16 = row.try_get_by_index(4)?;
    let trades: Vec<i16> = serde_json::from_str(&text(5)?).map_err(|error| Fault::unreadable("trades", error))?;
    let face = CardFace {
        technician_id: technician,
        name: spaced(&text(0)?, &text(1)?),
        kana: spaced(&text(2)?, &text(3)?),
        level: Level::from_number(level).ok_or_else(|| Fault::unreadable("level", level))?,
        trades: trades.into_iter().map(TradeCode::from_stored).collect(),
        valid_until: row.try_get_by_index::<Option<i32>>(8)?.map(WorkDate::from_stored),
        registered_year: registered(Instant(row.try_get_by_index(6)?)).year(),
        has_photo: row.try_get_by_index::<i32>(7)? == 1,
    };
    Ok(Some((face, row.try_get_by_index(9)?)))
}

fn registered(at: Instant) -> YearMonth {
    at.date().month()
}
