//! Codes of people's own phones: which were used, and which phones count.

use super::StoredTouch;
use crate::{
    fault::Result,
    rows::{Insertions, Kind, Rows},
};
use domain::{
    id::{TechnicianId, TouchId},
    time::Instant,
};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// What makes a code the one it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UsedCode {
    /// Whose.
    pub technician: TechnicianId,
    /// For which half minute.
    pub step: i64,
    /// The number drawn for it.
    pub nonce: i64,
}

/// What is kept about codes.
#[derive(Debug, Default)]
pub struct Codes {
    /// Those a touch has used, and which touch.
    pub used: HashMap<UsedCode, TouchId>,
    /// Phones with a key that was certified, and from when each counts no more.
    pub phones: HashMap<Uuid, Option<Instant>>,
}

/// What is kept about these codes, each with its phone. A phone counts for its own technician only.
pub async fn codes(tx: &impl ConnectionTrait, shown: &[(UsedCode, Uuid)]) -> Result<Codes> {
    let mut found = Codes::default();
    let mut rows =
        Rows::new(&[("person", Kind::Big), ("half", Kind::Big), ("drawn", Kind::Big), ("phone", Kind::Uuid)]);
    for (code, phone) in shown {
        rows.push(vec![code.technician.get().into(), code.step.into(), code.nonce.into(), (*phone).into()]);
    }
    let sql = "SELECT k.person, k.half, k.drawn, x.touch_id, p.id, p.ended_at FROM k \
               LEFT JOIN code_read x ON x.technician_id = k.person AND x.step = k.half AND x.nonce = k.drawn \
               LEFT JOIN phone_key p ON p.id = k.phone AND p.technician_id = k.person";
    for row in rows.query(tx, sql).await? {
        let technician = TechnicianId::from_stored(row.try_get_by_index(0)?);
        let code = UsedCode { technician, step: row.try_get_by_index(1)?, nonce: row.try_get_by_index(2)? };
        found.used.extend(row.try_get_by_index::<Option<Uuid>>(3)?.map(|touch| (code, TouchId(touch))));
        if let Some(phone) = row.try_get_by_index::<Option<Uuid>>(4)? {
            found.phones.insert(phone, row.try_get_by_index::<Option<i64>>(5)?.map(Instant));
        }
    }
    Ok(found)
}

/// Adds the codes these touches used to what is written, in key order. One that another process has recorded meanwhile is
/// [`crate::Fault::Taken`].
pub fn add_codes(to: &mut Insertions, touches: &[StoredTouch]) {
    let used = touches.iter().filter_map(|touch| touch.code.map(|code| (code, touch.id)));
    let mut used: Vec<(UsedCode, TouchId)> = used.collect();
    used.sort_unstable();
    let columns = &[("technician_id", Kind::Big), ("step", Kind::Big), ("nonce", Kind::Big), ("touch_id", Kind::Uuid)];
    let mut rows = Rows::new(columns);
    for (code, touch) in used {
        rows.push(vec![code.technician.get().into(), code.step.into(), code.nonce.into(), touch.0.into()]);
    }
    to.add(rows, "code_read", "");
}
