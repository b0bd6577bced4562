//! 自社の人の就業日数. Invariant: a part costs a few statements however long the history is: people are found by employment
//! and order, days in kept counts by the key of those people; of history only the month looked at is read, by that key.

use super::moment;
use crate::{
    fault::Result,
    query::{CALLED, LATER, ask, each, part_of},
    rows::{Kind, Rows},
    site::of_branch,
    structure,
    technician::{level_from, spaced},
};
use domain::{
    access::{Extent, Scope},
    history::{
        Approval,
        own::{MONTHS, OwnOrder, OwnQuery},
    },
    id::{SiteId, TechnicianId},
    level::Level,
    passport::Days,
    time::{Instant, WorkDate, YearMonth},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, Value};
use std::collections::HashMap;

/// Somebody as lists and files name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Family and given name with one space.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level.
    pub level: Level,
    /// Main trade.
    pub trade: TradeCode,
}

/// A condition on `technician t`, with its values.
struct Asked(String, Vec<Value>);

/// Whom a query asks for among the people the scope's business employs at `now`; nobody for another scope.
fn asked(scope: &Scope, query: &OwnQuery, now: Instant) -> Option<Asked> {
    let Extent::Business(own) = scope.extent() else { return None };
    let today = now.date().number();
    let mut values: Vec<Value> = vec![own.get().into(), today.into(), today.into()];
    let mut sql = "t.id IN (SELECT e.technician_id FROM employment e WHERE e.business_id = ? AND e.from_date <= ? \
                   AND (e.to_date IS NULL OR e.to_date >= ?))"
        .to_owned();
    let key = query.key();
    if let Some(id) = query.number() {
        sql.push_str(" AND t.id = ?");
        values.push(id.get().into());
    } else if !key.is_empty() {
        let part = part_of(&key);
        sql.push_str(" AND ");
        sql.push_str(CALLED);
        values.extend([part.clone().into(), part.into()]);
    }
    if let Some(trade) = query.trade {
        sql.push_str(" AND t.main_trade = ?");
        values.push(trade.get().into());
    }
    if query.half {
        sql.push_str(&half(query.month, now));
        values.extend([today.into(), moment::latest_in(now).into()]);
    }
    Some(Asked(sql, values))
}

/// That a day of the month lacks an in or an out, as `domain::history::is_half` has it, and is not approved: an approved record
/// asks for nothing. Values: today, and since when somebody may still be inside ([`moment::latest_in`]).
fn half(month: YearMonth, now: Instant) -> String {
    let (first, last) = (month.first_day().number(), month.last_day().number());
    let open = Approval::Provisional.number();
    format!(
        " AND EXISTS (SELECT 1 FROM history_record h WHERE h.technician_id = t.id AND h.work_date BETWEEN {first} AND {last} \
         AND h.approval = {open} AND (h.first_ms IS NULL OR (h.last_ms IS NULL AND h.work_date < ? \
         AND h.inside_ms < {})))",
        moment::since_of_day(now, "?")
    )
}

/// How many a query asks for.
pub async fn own_count(db: &impl ConnectionTrait, scope: &Scope, query: &OwnQuery, now: Instant) -> Result<i64> {
    let Some(Asked(which, values)) = asked(scope, query, now) else { return Ok(0) };
    let sql = format!("SELECT CAST(count(*) AS bigint) FROM technician t WHERE {which}");
    let row = db.query_one_raw(ask(db, &sql, values)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}

/// Whom a query asks for in its order, after the person `after`; `limit` of them, or all: numbers only, so that a million of
/// them are 8 MB.
pub async fn own_people(
    db: &impl ConnectionTrait,
    scope: &Scope,
    (query, now): (&OwnQuery, Instant),
    (after, limit): (Option<TechnicianId>, Option<usize>),
) -> Result<Vec<TechnicianId>> {
    let Some(Asked(which, mut values)) = asked(scope, query, now) else { return Ok(Vec::new()) };
    let limit = limit.map(|limit| format!(" LIMIT {limit}")).unwrap_or_default();
    let sql = match query.order {
        OwnOrder::Kana => {
            let later = after.map(|_| format!(" AND {LATER}")).unwrap_or_default();
            values.extend(after.map(|after| Value::from(after.get())));
            format!("SELECT t.id FROM technician t WHERE {which}{later} ORDER BY t.search_kana, t.id{limit}")
        }
        OwnOrder::Days => {
            const SAME: &str = "(SELECT b.d FROM sums b WHERE b.id = ?)";
            let [january, .., december] = query.months().map(YearMonth::number);
            let later = after.map(|_| format!(" WHERE s.d < {SAME} OR (s.d = {SAME} AND {LATER})")).unwrap_or_default();
            values.extend(after.into_iter().flat_map(|after| [after.get(); 3]).map(Value::from));
            format!(
                "WITH sums (id, d) AS (SELECT t.id, COALESCE(SUM(m.days), 0) FROM technician t LEFT JOIN technician_month m \
                 ON m.technician_id = t.id AND m.month BETWEEN {january} AND {december} WHERE {which} GROUP BY t.id) \
                 SELECT t.id FROM sums s JOIN technician t ON t.id = s.id{later} \
                 ORDER BY s.d DESC, t.search_kana, t.id{limit}"
            )
        }
    };
    let found = db.query_all_raw(ask(db, &sql, values)).await?;
    found.iter().map(|row| Ok(TechnicianId::from_stored(row.try_get_by_index(0)?))).collect()
}

fn keys(people: &[TechnicianId]) -> Rows {
    let mut rows = Rows::new(&[("t", Kind::Big)]);
    for person in people {
        rows.push(vec![person.get().into()]);
    }
    rows
}

/// What these people are called.
pub async fn named(db: &impl ConnectionTrait, people: &[TechnicianId]) -> Result<HashMap<TechnicianId, Named>> {
    let sql = "SELECT t.id, t.family_name, t.given_name, t.family_kana, t.given_kana, t.level, t.main_trade \
               FROM k JOIN technician t ON t.id = k.t";
    let found = keys(people).query(db, sql).await?;
    let named = found.iter().map(|row| {
        let text = |at: usize| row.try_get_by_index::<String>(at);
        let named = Named {
            name: spaced(&text(1)?, &text(2)?),
            kana: spaced(&text(3)?, &text(4)?),
            level: level_from(row.try_get_by_index(5)?)?,
            trade: TradeCode::from_stored(row.try_get_by_index(6)?),
        };
        Ok((TechnicianId::from_stored(row.try_get_by_index(0)?), named))
    });
    named.collect()
}

/// The kept days of these people by month of the year, January first; absent for who has none.
pub async fn own_months(
    db: &impl ConnectionTrait,
    year: i32,
    people: &[TechnicianId],
) -> Result<HashMap<TechnicianId, [Days; MONTHS]>> {
    let on = format!("m.technician_id = k.t AND m.month BETWEEN {year}01 AND {year}12");
    let sql = format!(
        "SELECT m.technician_id, m.month, m.days, m.days_approved FROM k {}",
        each(db.get_database_backend(), "JOIN", "technician_month", "m", &on)
    );
    let mut months: HashMap<TechnicianId, [Days; MONTHS]> = HashMap::new();
    for row in keys(people).query(db, &sql).await? {
        let month = YearMonth::from_stored(row.try_get_by_index(1)?).month_of_year() - 1;
        let of = months.entry(TechnicianId::from_stored(row.try_get_by_index(0)?)).or_default();
        if let Some(of) = usize::try_from(month).ok().and_then(|month| of.get_mut(month)) {
            of.recorded = row.try_get_by_index::<i32>(2)?.into();
            of.approved = row.try_get_by_index::<i32>(3)?.into();
        }
    }
    Ok(months)
}

/// At how many sites these people worked in a month; absent for who worked nowhere.
pub async fn own_sites(
    db: &impl ConnectionTrait,
    month: YearMonth,
    people: &[TechnicianId],
) -> Result<HashMap<TechnicianId, i64>> {
    // The month is written in: it chooses the partition.
    let (first, last) = (month.first_day().number(), month.last_day().number());
    let on = format!("h.technician_id = k.t AND h.work_date BETWEEN {first} AND {last}");
    let sql = format!(
        "SELECT h.technician_id, CAST(count(DISTINCT h.site_id) AS bigint) FROM k {} GROUP BY h.technician_id",
        each(db.get_database_backend(), "JOIN", "history_record", "h", &on)
    );
    let found = keys(people).query(db, &sql).await?;
    let sites = found
        .iter()
        .map(|row| Ok((TechnicianId::from_stored(row.try_get_by_index(0)?), row.try_get_by_index::<i64>(1)?)));
    sites.collect()
}

/// The days of a span on which anybody worked at a site: of the whole site from kept counts, or of the branch of the scope's
/// business.
pub async fn days_worked(
    db: &impl ConnectionTrait,
    scope: &Scope,
    (site, whole): (SiteId, bool),
    (first, last): (WorkDate, WorkDate),
) -> Result<Vec<WorkDate>> {
    let (sql, values) = match scope.extent() {
        _ if whole => (
            "SELECT work_date FROM site_day WHERE site_id = ? AND work_date BETWEEN ? AND ? \
             GROUP BY work_date HAVING SUM(records) > 0"
                .to_owned(),
            vec![site.get().into(), first.number().into(), last.number().into()],
        ),
        Extent::Business(own) => {
            let (below, of_branch) = (structure::below("business_id = ?"), of_branch());
            let days = core::iter::successors(Some(first), |day| Some(day.next()).filter(|day| *day <= last));
            let days = days.map(|day| format!("({})", day.number())).collect::<Vec<_>>().join(", ");
            // Of each day one record is enough; what is asked of a record is dear. A value and no `EXISTS`, which would be made
            // a join that reads them all.
            let (first, last) = (first.number(), last.number());
            let sql = format!(
                "WITH RECURSIVE {below}, k (d) AS (VALUES {days}) SELECT k.d FROM k WHERE (SELECT 1 FROM history_record h \
                 WHERE h.site_id = ? AND h.work_date = k.d AND h.work_date BETWEEN {first} AND {last} AND {of_branch} LIMIT 1) \
                 IS NOT NULL"
            );
            (sql, vec![own.get().into(), site.get().into()])
        }
        _ => return Ok(Vec::new()),
    };
    let found = db.query_all_raw(ask(db, &sql, values)).await?;
    found.iter().map(|row| Ok(WorkDate::from_stored(row.try_get_by_index(0)?))).collect()
}
