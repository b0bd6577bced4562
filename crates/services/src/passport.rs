//! キャリアパスポート: a technician's own record. Invariant: every figure comes from kept counts, so a page costs the
//! same however long the history is.

use crate::{
    call::Call,
    error::{Error, Result},
};
use domain::{
    access::{Action, Denied, Resource},
    id::{SiteId, TechnicianId},
    passport::{DayTotals, Days, HistoryLine, Home, MonthHistory, Now, RecordDetail, Today, TouchLine},
    time::{Instant, WorkDate, YearMonth},
    touch::{TouchKind, shift::OPEN_MS_MAX},
};
use store::history::{MonthDays, RecordRow};

/// The longest an open screen waits for a change before it is answered with what it has, milliseconds.
const WAIT_MS_MAX: i64 = 20_000;

fn own(call: &Call) -> Result<TechnicianId> {
    let Some(id) = call.actor.technician else {
        call.authorize(Action::PassportRead, &Resource::Register)?;
        // Others' passports may be read with this log-in; there is none of its own.
        return Err(Error::Forbidden(Denied::Role));
    };
    let resource = Resource::Technician { id, employers: Vec::new(), seen_by: Vec::new() };
    call.authorize(Action::PassportRead, &resource)?;
    Ok(id)
}

/// Whether the caller has a passport of its own, for pages that show nothing of it. Errors: `Forbidden`.
pub fn may_open(call: &Call) -> Result<()> {
    own(call).map(drop)
}

/// The first screen.
pub async fn home(call: &Call) -> Result<Home> {
    let id = own(call)?;
    let (face, employer) = store::passport::face(call.db.read(), id, call.today()).await?.ok_or(Error::NotFound)?;
    Ok(Home { face, employer, now: now(call).await? })
}

/// What changes while the first screen is open.
pub async fn now(call: &Call) -> Result<Now> {
    let id = own(call)?;
    // The version first: a touch between the two reads makes the next look come at once, never too late.
    let version = store::history::changes(call.db.read(), id).await?;
    let months = store::history::month_days(call.db.read(), id).await?;
    let latest = store::history::state_on(call.db.read(), id, call.today().previous()).await?;
    let today = call.today();
    Ok(Now { version, today: state(call, latest), days: totals(&months, today), as_of: call.now() })
}

/// As [`now`], but waits up to twenty seconds until something is newer than `version`.
pub async fn now_after(call: &Call, version: i64) -> Result<Now> {
    let id = own(call)?;
    let until = call.now().plus_ms(WAIT_MS_MAX);
    let mut watch = call.outside.live.watch();
    while store::history::changes(call.db.read(), id).await? == version && call.now() < until {
        watch.changed(id).await;
    }
    now(call).await
}

fn state(call: &Call, latest: Option<RecordRow>) -> Today {
    let Some(row) = latest else { return Today::Nothing };
    let (date, site_id) = (row.record.key.date, row.record.key.site);
    match (row.record.inside_since, row.record.last_out) {
        (Some(since), _) if call.now().since_ms(since) <= OPEN_MS_MAX => {
            Today::Inside { since: came(&row.record, since), site: row.site, date, site_id }
        }
        (None, Some(until)) if until.date() == call.today() || date == call.today() => {
            Today::Left { since: row.record.first_in, until, site: row.site, date, site_id }
        }
        _ => Today::Nothing,
    }
}

fn totals(months: &[MonthDays], today: WorkDate) -> DayTotals {
    let month = today.month();
    DayTotals {
        month: sum(months, |other| other == month),
        year: sum(months, |other| other.year() == month.year()),
        fiscal_year: sum(months, |other| other.fiscal_year() == month.fiscal_year()),
        all: sum(months, |_| true),
    }
}

fn sum(months: &[MonthDays], of: impl Fn(YearMonth) -> bool) -> Days {
    months.iter().filter(|(month, _)| of(*month)).fold(Days::default(), |sum, (_, days)| Days {
        recorded: sum.recorded + days.recorded,
        approved: sum.approved + days.approved,
    })
}

/// A month of history, with the totals of its year and fiscal year.
pub async fn month(call: &Call, month: YearMonth) -> Result<MonthHistory> {
    let id = own(call)?;
    let months = store::history::month_days(call.db.read(), id).await?;
    let rows = store::history::records_of_month(call.db.read(), id, month).await?;
    Ok(MonthHistory {
        month,
        days: sum(&months, |other| other == month),
        year: sum(&months, |other| other.year() == month.year()),
        fiscal_year: sum(&months, |other| other.fiscal_year() == month.fiscal_year()),
        lines: rows.iter().map(|row| line(call, row)).collect(),
        today: call.today(),
    })
}

fn line(call: &Call, row: &RecordRow) -> HistoryLine {
    let record = &row.record;
    let inside = record.inside_since.is_some_and(|since| call.now().since_ms(since) <= OPEN_MS_MAX);
    HistoryLine {
        date: record.key.date,
        site_id: record.key.site,
        site: row.site.clone(),
        first_in: record.first_in,
        // Who has come back in has not left yet.
        last_out: record.last_out.filter(|_| !inside),
        approval: record.approval,
        unrostered: record.roster.is_none(),
        inside,
    }
}

/// Since when a person who is inside is there: the day's first `in`, or the last one after an `out`.
fn came(record: &store::history::Record, inside_since: Instant) -> Instant {
    if record.last_out.is_some() { inside_since } else { record.first_in.unwrap_or(inside_since) }
}

/// One record with its touches.
pub async fn record(call: &Call, date: WorkDate, site: SiteId) -> Result<RecordDetail> {
    let id = own(call)?;
    let row = store::history::record(call.db.read(), id, date, site).await?.ok_or(Error::NotFound)?;
    let boundary = store::site::find(call.db.read(), site).await?.map_or(0, |site| site.boundary_minutes);
    let of_day = crate::touch::touches_of_day(call.db.read(), (id, site), date, boundary).await?;
    let touches = of_day.iter().map(|(touch, kind)| TouchLine {
        at: touch.at,
        kind: *kind,
        by_turn: touch.kind == TouchKind::Unknown,
        channel: touch.channel,
        assurance: touch.assurance,
        received_at: touch.received_at,
    });
    let touches = touches.collect();
    Ok(RecordDetail {
        line: line(call, &row),
        prime: row.prime,
        employer: row.employer,
        tier: row.record.tier,
        trade: row.record.trade,
        role: row.record.role,
        work_content: row.work_content,
        touches,
    })
}
