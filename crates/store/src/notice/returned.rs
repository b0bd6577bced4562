//! What was taken and did not arrive: mail that came back, with what was put aside, and messages LINE is silent about. Invariant: a
//! delivery comes back once and only from where it waited or was handed over; the same thing is put aside once.

use super::out::mark;
use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    id::DeliveryId,
    listing::{Listed, Mark, PART_ROWS},
    notice::{AsideLine, AsideReason, DeliveryState, Medium, StatusCode},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult, Value};

/// Notes that a mail came back; `false` where it was given up before. One that still waits was handed over by a server that
/// died before it could note so.
pub async fn come_back(tx: &impl ConnectionTrait, id: DeliveryId, with: StatusCode, at: Instant) -> Result<bool> {
    let (waiting, sent) = (DeliveryState::Waiting.number(), DeliveryState::Sent.number());
    let sql = format!(
        "UPDATE delivery SET state = ?, returned = ?, changed_at = ? \
         WHERE id = ? AND medium = ? AND state IN ({waiting}, {sent})"
    );
    let bounced = DeliveryState::Bounced.number().into();
    let values = vec![bounced, with.to_string().into(), at.0.into(), id.0.into(), Medium::Mail.number().into()];
    Ok(tx.execute_raw(ask(tx, &sql, values)).await?.rows_affected() == 1)
}

/// Notes that a message LINE took did not arrive; `false` where it was not taken, or was given up before.
pub async fn miss(tx: &impl ConnectionTrait, id: DeliveryId, at: Instant) -> Result<bool> {
    let sql = "UPDATE delivery SET state = ?, changed_at = ? WHERE id = ? AND medium = ? AND state = ?";
    let (bounced, sent) = (DeliveryState::Bounced.number(), DeliveryState::Sent.number());
    let values = vec![bounced.into(), at.0.into(), id.0.into(), Medium::Line.number().into(), sent.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// Notes that something was put aside; `false` where the same was before.
pub async fn put_aside(tx: &impl ConnectionTrait, line: &AsideLine, digest: &str) -> Result<bool> {
    let sql =
        "INSERT INTO mail_aside (id, digest, name, reason, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING";
    let (id, name, reason) = (line.id.into(), line.name.clone().into(), line.reason.number().into());
    let values = vec![id, digest.into(), name, reason, line.at.0.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

fn line(row: &QueryResult) -> Result<AsideLine> {
    let reason: i16 = row.try_get("", "reason")?;
    Ok(AsideLine {
        id: row.try_get("", "id")?,
        name: row.try_get("", "name")?,
        reason: AsideReason::from_stored(reason)
            .ok_or_else(|| Fault::unreadable("why a mail was put aside", reason))?,
        at: Instant(row.try_get("", "at")?),
    })
}

/// The part after `after` of what was put aside, latest first.
pub async fn aside(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<AsideLine>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let counted = db.query_one_raw(ask(db, "SELECT COUNT(*) FROM mail_aside", Vec::new())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (begins, values): (&str, Vec<Value>) = match after {
        Some(mark) => ("WHERE (at, id) < (?, ?)", vec![mark.at.into(), mark.id.into()]),
        None => ("", Vec::new()),
    };
    let limit = PART_ROWS + 1;
    let sql = format!("SELECT id, name, reason, at FROM mail_aside {begins} ORDER BY at DESC, id DESC LIMIT {limit}");
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let rows = rows.iter().map(line).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| mark(row.at, DeliveryId(row.id))))
}

/// Forgets what was put aside before `before`; the mails themselves stay where they were put.
pub async fn forget_aside(tx: &impl ConnectionTrait, before: Instant) -> Result<()> {
    tx.execute_raw(ask(tx, "DELETE FROM mail_aside WHERE at < ?", vec![before.0.into()])).await?;
    Ok(())
}

/// What a mail came back with, as stored.
pub(super) fn status_from(text: &str) -> Result<StatusCode> {
    text.parse().map_err(|_| Fault::unreadable("status of a returned mail", text))
}
