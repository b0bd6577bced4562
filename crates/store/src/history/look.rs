//! Records that the office should look at. Invariant: only what is not approved yet; an approved record asks for nothing.

use super::moment;
use crate::{fault::Result, query::ask, site::of_branch, structure::below, technician::spaced};
use domain::{
    access::{Extent, Scope},
    history::Approval,
    id::{BusinessId, SiteId, TechnicianId},
    site::Worked,
    time::{WorkDate, YearMonth},
};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult, Statement, Value};

#[derive(FromQueryResult)]
struct Row {
    site_id: i64,
    technician_id: i64,
    family_name: String,
    given_name: String,
    family_kana: String,
    given_kana: String,
    work_date: i32,
    first_ms: Option<i32>,
    last_ms: Option<i32>,
    inside_ms: i32,
    unrostered: i32,
    on_roster: i32,
}

const LINES_MAX: u32 = 5_000;

/// Records since `since` that lack a line of the roster, an in or an out, at the open sites of the scope, at `site` alone
/// where one is named: all of a prime's site, and of another what the branch of `own` works there. By site, kana and day.
pub async fn to_look_at(
    db: &impl ConnectionTrait,
    scope: &Scope,
    (own, site): (Option<BusinessId>, Option<SiteId>),
    (since, today): (WorkDate, WorkDate),
) -> Result<Vec<Worked>> {
    let mut values: Vec<Value> =
        vec![since.number().into(), today.number().into(), own.map_or(0, BusinessId::get).into()];
    let mut which = match (scope.extent(), own) {
        (Extent::All, _) => "true".to_owned(),
        (Extent::Business(business), Some(own)) if *business == own => of_branch(),
        (Extent::Sites(ids), own) if !ids.is_empty() => {
            let places: Vec<String> = (4..ids.len() + 4).map(|at| format!("${at}")).collect();
            values.extend(ids.iter().map(|id| Value::from(id.get())));
            let seen = if own.is_some() { of_branch() } else { "true".to_owned() };
            format!("h.site_id IN ({}) AND {seen}", places.join(", "))
        }
        _ => return Ok(Vec::new()),
    };
    if let Some(site) = site {
        values.push(site.get().into());
        which = format!("h.site_id = ${} AND {which}", values.len());
    }
    let open = Approval::Provisional.number();
    let below = below("business_id = $3");
    let sql = format!(
        "WITH RECURSIVE {below} SELECT h.site_id, h.technician_id, t.family_name, t.given_name, t.family_kana, t.given_kana, h.work_date, \
        h.first_ms, h.last_ms, h.inside_ms, CASE WHEN h.line IS NULL THEN 1 ELSE 0 END AS unrostered, \
        CASE WHEN EXISTS (SELECT 1 FROM roster o WHERE o.site_id = h.site_id AND o.technician_id = h.technician_id \
        AND (o.to_date IS NULL OR o.to_date >= $2)) THEN 1 ELSE 0 END AS on_roster \
        FROM site JOIN history_record h ON h.site_id = site.id JOIN technician t ON t.id = h.technician_id \
        WHERE site.closed_at IS NULL AND h.work_date >= $1 AND h.approval = {open} \
        AND (h.line IS NULL OR h.first_ms IS NULL OR h.last_ms IS NULL) AND {which} \
        ORDER BY h.site_id, t.search_kana, t.id, h.work_date LIMIT {LINES_MAX}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let found = Row::find_by_statement(statement).all(db).await?;
    Ok(found.into_iter().map(Worked::from).collect())
}

impl From<Row> for Worked {
    fn from(row: Row) -> Self {
        let date = WorkDate::from_stored(row.work_date);
        let midnight = date.start();
        Self {
            site: SiteId::from_stored(row.site_id),
            technician_id: TechnicianId::from_stored(row.technician_id),
            name: spaced(&row.family_name, &row.given_name),
            kana: spaced(&row.family_kana, &row.given_kana),
            date,
            first_in: moment::from_stored(midnight, row.first_ms),
            last_out: moment::from_stored(midnight, row.last_ms),
            inside_since: moment::inside_from_stored(midnight, row.inside_ms),
            unrostered: row.unrostered == 1,
            on_roster: row.on_roster == 1,
        }
    }
}

/// How many records of each month from `first` to `last` wait for approval, the latest month first and then by prime, from kept
/// counts; those of whom none does are absent.
pub async fn waiting_by_prime(
    db: &impl ConnectionTrait,
    (first, last): (YearMonth, YearMonth),
) -> Result<Vec<(YearMonth, BusinessId, i64)>> {
    let sql = "SELECT month, business_id, CAST(SUM(records - records_approved) AS bigint) FROM business_month \
               WHERE part = 0 AND month BETWEEN ? AND ? GROUP BY business_id, month \
               HAVING SUM(records - records_approved) > 0 ORDER BY month DESC, business_id";
    let found = db.query_all_raw(ask(db, sql, vec![first.number().into(), last.number().into()])).await?;
    let waits = |row: &QueryResult| {
        let month = YearMonth::from_stored(row.try_get_by_index(0)?);
        Ok((month, BusinessId::from_stored(row.try_get_by_index(1)?), row.try_get_by_index(2)?))
    };
    found.iter().map(waits).collect()
}
