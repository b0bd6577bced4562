//! Whether what is kept is what it was made of: every kept count against the records, every approved record against the
//! decisions, every record made by hand against the entries. Invariant: reads and reports; never mends.

use super::rebuild::registered;
use crate::fault::Result;
use sea_orm::{ConnectionTrait, Statement};

/// Of what a count is, and so in what parts it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    People,
    Sites,
    Months,
    /// Of everything or not at all: records against facts are compared person by person elsewhere.
    Facts,
}

/// What is compared: numbers of people or sites, or months (`yyyymm`), both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All there is.
    Everything,
    /// What is kept of these people.
    People(i64, i64),
    /// What is kept of these sites.
    Sites(i64, i64),
    /// What is kept of everybody in these months.
    Months(i32, i32),
}

impl Extent {
    const fn has(self, part: Part) -> bool {
        matches!(
            (self, part),
            (Self::Everything, _)
                | (Self::People(..), Part::People)
                | (Self::Sites(..), Part::Sites)
                | (Self::Months(..), Part::Months)
        )
    }
    /// Which records and which kept rows; the numbers are written in, as partitions and keys are chosen by them.
    fn filters(self) -> (String, String) {
        match self {
            Self::Everything => ("1 = 1".to_owned(), "1 = 1".to_owned()),
            Self::People(first, last) => {
                let people = format!("technician_id BETWEEN {first} AND {last}");
                (people.clone(), people)
            }
            Self::Sites(first, last) => {
                let sites = format!("site_id BETWEEN {first} AND {last}");
                (sites.clone(), sites)
            }
            Self::Months(first, last) => (
                format!("work_date BETWEEN {} AND {}", first * 100, last * 100 + 99),
                format!("month BETWEEN {first} AND {last}"),
            ),
        }
    }
}

/// What is compared, by what, and the statement whose rows are the differences, named in their first column. `approval`
/// is 0 or 1 and can be added up.
const CHECKS: [(&str, Part, &str); 10] = [
    (
        "technician_month",
        Part::People,
        "SELECT CAST(technician_id AS text) || '/' || CAST(month AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
         SELECT technician_id, work_date / 100 AS month, 1 AS r, MAX(approval) AS a, 0 AS kr, 0 AS ka FROM history_record \
         WHERE {made} GROUP BY technician_id, work_date UNION ALL \
         SELECT technician_id, month, 0, 0, days, days_approved FROM technician_month WHERE {kept}) AS x \
         GROUP BY technician_id, month HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
    ),
    (
        "technician_month records",
        Part::People,
        "SELECT CAST(technician_id AS text) || '/' || CAST(month AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
         SELECT technician_id, work_date / 100 AS month, 1 AS r, approval AS a, 0 AS kr, 0 AS ka FROM history_record \
         WHERE {made} UNION ALL \
         SELECT technician_id, month, 0, 0, records, records_approved FROM technician_month WHERE {kept}) AS x \
         GROUP BY technician_id, month HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
    ),
    (
        "technician_trade_month",
        Part::People,
        "SELECT CAST(technician_id AS text) || '/' || CAST(month AS text) || '/' || CAST(trade AS text) || '/' || CAST(role AS text), \
         SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
         SELECT technician_id, work_date / 100 AS month, COALESCE(trade, 0) AS trade, COALESCE(role, 0) AS role, \
         1 << (work_date % 100 - 1) AS r, MAX(approval) * (1 << (work_date % 100 - 1)) AS a, 0 AS kr, 0 AS ka FROM history_record \
         WHERE (trade IS NOT NULL OR role IS NOT NULL) AND {made} \
         GROUP BY technician_id, work_date, COALESCE(trade, 0), COALESCE(role, 0) UNION ALL \
         SELECT technician_id, month, trade, role, 0, 0, days, days_approved FROM technician_trade_month WHERE {kept}) AS x \
         GROUP BY technician_id, month, trade, role HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
    ),
    (
        "site_day",
        Part::Sites,
        "SELECT CAST(site_id AS text) || '/' || CAST(work_date AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
         SELECT site_id, work_date, 1 AS r, approval AS a, 0 AS kr, 0 AS ka FROM history_record WHERE {made} UNION ALL \
         SELECT site_id, work_date, 0, 0, records, approved FROM site_day WHERE {kept}) AS x \
         GROUP BY site_id, work_date HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
    ),
    (
        "site_work_month",
        Part::Sites,
        "SELECT CAST(site_id AS text) || '/' || CAST(month AS text) || '/' || CAST(employer AS text) || '/' || CAST(trade AS text) \
         || '/' || CAST(role AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
         SELECT site_id, work_date / 100 AS month, COALESCE(employer, 0) AS employer, COALESCE(trade, 0) AS trade, \
         COALESCE(role, 0) AS role, 1 AS r, approval AS a, 0 AS kr, 0 AS ka FROM history_record WHERE {made} UNION ALL \
         SELECT site_id, month, employer, trade, role, 0, 0, records, approved FROM site_work_month WHERE {kept}) AS x \
         GROUP BY site_id, month, employer, trade, role HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
    ),
    (
        "prefecture_day",
        Part::Months,
        "SELECT CAST(prefecture AS text) || '/' || CAST(work_date AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
         SELECT s.prefecture, h.work_date, 1 AS r, h.approval AS a, 0 AS kr, 0 AS ka FROM history_record h \
         JOIN site s ON s.id = h.site_id WHERE {made} UNION ALL \
         SELECT prefecture, work_date, 0, 0, records, approved FROM prefecture_day WHERE {made}) AS x \
         GROUP BY prefecture, work_date HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
    ),
    (
        "business_month",
        Part::Months,
        "SELECT CAST(b AS text) || '/' || CAST(part AS text) || '/' || CAST(month AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
         SELECT s.prime AS b, 0 AS part, h.work_date / 100 AS month, 1 AS r, h.approval AS a, 0 AS kr, 0 AS ka \
         FROM history_record h JOIN site s ON s.id = h.site_id WHERE {made} UNION ALL \
         SELECT employer, 1, work_date / 100, 1, approval, 0, 0 FROM history_record WHERE employer IS NOT NULL AND {made} UNION ALL \
         SELECT business_id, part, month, 0, 0, records, records_approved FROM business_month WHERE {kept}) AS x \
         GROUP BY b, part, month HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
    ),
    (
        "wide_month",
        Part::Months,
        "SELECT CAST(kind AS text) || '/' || CAST(code AS text) || '/' || CAST(month AS text), SUM(r), SUM(a), SUM(kr), SUM(ka) FROM (\
         SELECT 0 AS kind, 0 AS code, work_date / 100 AS month, 1 AS r, approval AS a, 0 AS kr, 0 AS ka FROM history_record \
         WHERE {made} UNION ALL \
         SELECT 1, s.prefecture, h.work_date / 100, 1, h.approval, 0, 0 FROM history_record h JOIN site s ON s.id = h.site_id \
         WHERE {made} UNION ALL \
         SELECT 2, COALESCE(trade, 0), work_date / 100, 1, approval, 0, 0 FROM history_record WHERE {made} UNION ALL \
         SELECT 3, channel, work_date / 100, 1, approval, 0, 0 FROM history_record WHERE {made} UNION ALL \
         SELECT 4, COALESCE(role, 0), work_date / 100, 1, approval, 0, 0 FROM history_record WHERE {made} UNION ALL \
         SELECT 6, 0, work_date / 100, 1, MAX(approval), 0, 0 FROM history_record WHERE {made} \
         GROUP BY technician_id, work_date UNION ALL \
         SELECT 5, 0, month, 1, 0, 0, 0 FROM (SELECT {registered} AS month FROM site) AS registered WHERE {kept} UNION ALL \
         SELECT kind, code, month, 0, 0, records, records_approved FROM wide_month WHERE {kept}) AS x \
         GROUP BY kind, code, month HAVING SUM(r) <> SUM(kr) OR SUM(a) <> SUM(ka) LIMIT 20",
    ),
    (
        "history_decided",
        Part::Facts,
        "WITH n (n) AS (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), \
         (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30)) \
         SELECT CAST(technician_id AS text) || '/' || CAST(site_id AS text) || '/' || CAST(work_date AS text) FROM (\
         SELECT technician_id, site_id, work_date, 1 AS kept, 0 AS said FROM history_record WHERE approval = 1 UNION ALL \
         SELECT d.technician_id, d.site_id, d.month * 100 + n.n + 1, 0, 1 FROM history_decided d JOIN n ON (d.days >> n.n) & 1 = 1 \
         WHERE d.kind = 1 AND NOT EXISTS (SELECT 1 FROM history_decided e WHERE e.technician_id = d.technician_id \
         AND e.site_id = d.site_id AND e.month = d.month AND e.turn > d.turn AND (e.days >> n.n) & 1 = 1)) AS x \
         GROUP BY technician_id, site_id, work_date HAVING SUM(kept) <> SUM(said) LIMIT 20",
    ),
    (
        "history_entry",
        Part::Facts,
        "SELECT CAST(technician_id AS text) || '/' || CAST(site_id AS text) || '/' || CAST(work_date AS text) FROM (\
         SELECT technician_id, site_id, work_date, 1 AS kept, 0 AS said FROM history_record WHERE by_hand = 1 UNION ALL \
         SELECT e.technician_id, e.site_id, e.work_date, 0, 1 FROM history_entry e WHERE e.kind = 1 AND NOT EXISTS (\
         SELECT 1 FROM history_entry f WHERE f.technician_id = e.technician_id AND f.site_id = e.site_id \
         AND f.work_date = e.work_date AND f.turn > e.turn)) AS x \
         GROUP BY technician_id, site_id, work_date HAVING SUM(kept) <> SUM(said) LIMIT 20",
    ),
];

/// A count that differs: its table and its key, the parts of which are parted by `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// Which.
    pub table: &'static str,
    /// Of what.
    pub key: String,
}

/// Adds records up and says where a kept count of `of` differs; of everything also where a record is approved without a
/// standing approval or not approved in spite of one, or made by hand without a standing entry. At most twenty of each
/// kind. Reports, never mends.
pub async fn compare(db: &impl ConnectionTrait, of: Extent) -> Result<Vec<Differing>> {
    let backend = db.get_database_backend();
    let (made, kept) = of.filters();
    let mut differences = Vec::new();
    for (table, _, sql) in CHECKS.into_iter().filter(|(_, part, _)| of.has(*part)) {
        let sql = sql.replace("{made}", &made).replace("{kept}", &kept).replace("{registered}", registered(backend));
        for row in db.query_all_raw(Statement::from_string(backend, sql)).await? {
            differences.push(Differing { table, key: row.try_get_by_index(0)? });
        }
    }
    Ok(differences)
}

/// The same of everything, one line a difference. For `doctor`, the torture runs and tests.
pub async fn recount(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let differing = compare(db, Extent::Everything).await?;
    Ok(differing.into_iter().map(|one| format!("{} {}", one.table, one.key)).collect())
}
