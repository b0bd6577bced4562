//! What the register knows of people for their work at a site: insurances, last days, qualifications. Invariant: one look,
//! however many people.

use super::insurance;
use crate::{
    fault::{Fault, Result},
    rows::{Kind, Rows},
    technician::{Insurances, insurance_from},
};
use domain::{
    card::CardState,
    id::{BusinessId, SiteId, TechnicianId},
    roster::Held,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult};
use std::collections::{BTreeSet, HashMap};

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Birth date.
    pub birth_date: WorkDate,
    /// Which insurances the person is in.
    pub insurance: Insurances,
    /// When the looker's business has looked after the person's insurance, as it stands.
    pub insurance_checked: Option<Instant>,
    /// The qualifications are known: the registration is detailed.
    pub is_detailed: bool,
    /// Last day of stay, of who has one.
    pub residence_until: Option<WorkDate>,
    /// Last day of the card in use, of who has one.
    pub card_until: Option<WorkDate>,
}

#[derive(FromQueryResult)]
pub(super) struct KnownRow {
    birth_date: i32,
    insurance: String,
    checked_at: Option<i64>,
    is_detailed: i32,
    residence_until: Option<i32>,
    card_until: Option<i32>,
}

impl TryFrom<KnownRow> for Known {
    type Error = Fault;

    fn try_from(row: KnownRow) -> Result<Self> {
        Ok(Self {
            birth_date: WorkDate::from_stored(row.birth_date),
            insurance: insurance_from(&row.insurance)?,
            insurance_checked: row.checked_at.map(Instant),
            is_detailed: row.is_detailed == 1,
            residence_until: row.residence_until.map(WorkDate::from_stored),
            card_until: row.card_until.map(WorkDate::from_stored),
        })
    }
}

/// The columns of [`KnownRow`], of person `t` with what [`joined`] joins.
pub(super) fn columns() -> String {
    let issued = CardState::Issued.number();
    format!(
        "t.birth_date, t.insurance, c.checked_at, d.residence_until, \
         CASE WHEN d.detailed_at IS NULL THEN 0 ELSE 1 END AS is_detailed, \
         (SELECT MAX(x.valid_until) FROM card x WHERE x.technician_id = t.id AND x.state = {issued} AND x.revoked_at IS NULL) \
         AS card_until"
    )
}

/// Joins the detail of person `t`, as `d`, and business `own`'s check of their insurance at `r`'s site, as `c`.
pub(super) fn joined(own: &str) -> String {
    format!("LEFT JOIN technician_detail d ON d.technician_id = t.id {}", insurance::joined(own))
}

/// What is known of these people, for whoever puts them on the roster of `site` as `own`: the checks of insurance there are
/// its own.
pub async fn known_of(
    db: &impl ConnectionTrait,
    people: &BTreeSet<TechnicianId>,
    (site, own): (SiteId, BusinessId),
) -> Result<HashMap<TechnicianId, Known>> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let mut rows = Rows::new(&[("technician_id", Kind::Big), ("site_id", Kind::Big), ("business_id", Kind::Big)]);
    for person in people {
        rows.push(vec![person.get().into(), site.get().into(), own.get().into()]);
    }
    let (columns, joined) = (columns(), joined("r.business_id"));
    let sql = format!("SELECT t.id, {columns} FROM k r JOIN technician t ON t.id = r.technician_id {joined}");
    let found = rows.query(db, &sql).await?;
    let known = |row: &QueryResult| -> Result<(TechnicianId, Known)> {
        let id = TechnicianId::from_stored(row.try_get_by_index(0)?);
        Ok((id, KnownRow::from_query_result(row, "")?.try_into()?))
    };
    found.iter().map(known).collect()
}

/// The qualifications of these people, as far as the register knows any.
pub async fn held(
    db: &impl ConnectionTrait,
    people: &BTreeSet<TechnicianId>,
) -> Result<HashMap<TechnicianId, Vec<Held>>> {
    let mut found: HashMap<TechnicianId, Vec<Held>> = HashMap::new();
    if people.is_empty() {
        return Ok(found);
    }
    let mut rows = Rows::new(&[("t", Kind::Big)]);
    for person in people {
        rows.push(vec![person.get().into()]);
    }
    let sql =
        "SELECT q.technician_id, q.name, q.expires_on FROM k JOIN technician_qualification q ON q.technician_id = k.t";
    for row in rows.query(db, sql).await? {
        let until: Option<i32> = row.try_get_by_index(2)?;
        let held = Held { name: row.try_get_by_index(1)?, until: until.map(WorkDate::from_stored) };
        found.entry(TechnicianId::from_stored(row.try_get_by_index(0)?)).or_default().push(held);
    }
    Ok(found)
}
