//! Records that the office should look at. Invariant: only what is not approved yet; an approved record asks for nothing.

use crate::{fault::Result, site::OF_BRANCH, technician::spaced};
use domain::{
    access::{Extent, Scope},
    history::Approval,
    id::{BusinessId, SiteId, TechnicianId},
    site::Worked,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

#[derive(FromQueryResult)]
struct Row {
    site_id: i64,
    technician_id: i64,
    family_name: String,
    given_name: String,
    family_kana: String,
    given_kana: String,
    work_date: i32,
    first_in: Option<i64>,
    last_out: Option<i64>,
    inside_since: Option<i64>,
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
        (Extent::Business(business), Some(own)) if *business == own => OF_BRANCH.to_owned(),
        (Extent::Sites(ids), own) if !ids.is_empty() => {
            let places: Vec<String> = (4..ids.len() + 4).map(|at| format!("${at}")).collect();
            values.extend(ids.iter().map(|id| Value::from(id.get())));
            let seen = if own.is_some() { OF_BRANCH } else { "true" };
            format!("h.site_id IN ({}) AND {seen}", places.join(", "))
        }
        _ => return Ok(Vec::new()),
    };
    if let Some(site) = site {
        values.push(site.get().into());
        which = format!("h.site_id = ${} AND {which}", values.len());
    }
    let open = Approval::Provisional.number();
    let sql = format!(
        "WITH RECURSIVE below (id) AS (SELECT id FROM structure WHERE business_id = $3 UNION \
        SELECT child.id FROM below JOIN structure child ON child.parent = below.id) \
        SELECT h.site_id, h.technician_id, t.family_name, t.given_name, t.family_kana, t.given_kana, h.work_date, \
        h.first_in, h.last_out, h.inside_since, CASE WHEN h.roster_id IS NULL THEN 1 ELSE 0 END AS unrostered, \
        CASE WHEN EXISTS (SELECT 1 FROM roster o WHERE o.site_id = h.site_id AND o.technician_id = h.technician_id \
        AND (o.to_date IS NULL OR o.to_date >= $2)) THEN 1 ELSE 0 END AS on_roster \
        FROM site JOIN history_record h ON h.site_id = site.id JOIN technician t ON t.id = h.technician_id \
        WHERE site.closed_at IS NULL AND h.work_date >= $1 AND h.approval = {open} \
        AND (h.roster_id IS NULL OR h.first_in IS NULL OR h.last_out IS NULL) AND {which} \
        ORDER BY h.site_id, t.search_kana, t.id, h.work_date LIMIT {LINES_MAX}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let found = Row::find_by_statement(statement).all(db).await?;
    let worked = found.into_iter().map(|row| Worked {
        site: SiteId::from_stored(row.site_id),
        technician_id: TechnicianId::from_stored(row.technician_id),
        name: spaced(&row.family_name, &row.given_name),
        kana: spaced(&row.family_kana, &row.given_kana),
        date: WorkDate::from_stored(row.work_date),
        first_in: row.first_in.map(Instant),
        last_out: row.last_out.map(Instant),
        inside_since: row.inside_since.map(Instant),
        unrostered: row.unrostered == 1,
        on_roster: row.on_roster == 1,
    });
    Ok(worked.collect())
}
