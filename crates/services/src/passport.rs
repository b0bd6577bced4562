//! キャリアパスポート: a technician's own record. Invariant: every figure comes from kept counts, so a page costs the
//! same however long the history is.

mod why;

use crate::{
    call::Call,
    error::{Error, Result},
    history, log,
};
use domain::{
    access::{Action, Denied, Resource},
    card::{CardState, delivery::Place},
    history::{
        is_inside,
        why::uncounted,
        year::{Worked, YearOfWork, by, year_of},
    },
    id::{SiteId, TechnicianId},
    passport::{
        DayTotals, Days, EntryLine, HistoryLine, Home, MonthHistory, Now, OwnCard, RecordDetail, Today, TrainingLine,
    },
    time::{DAY_MS, Instant, WorkDate, YearMonth},
    touch::shift::{self, Moment},
};
use std::collections::BTreeMap;
use store::history::{MonthDays, RecordRow};

/// The longest an open screen waits for a change before it is answered with what it has, milliseconds.
const WAIT_MS_MAX: i64 = 20_000;

/// Whose passport is the caller's own. Errors: `Forbidden`.
pub(crate) fn own(call: &Call) -> Result<TechnicianId> {
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
    let mut cards: Vec<(CardState, Place, bool)> = Vec::new();
    for card in store::card::of_technician(call.db.read(), id).await? {
        let read = match card.uid.filter(|_| card.state == CardState::Issued && card.place == Place::SentOn) {
            Some(uid) => store::card::is_read(call.db.read(), uid).await?,
            None => false,
        };
        cards.push((card.state, card.place, read));
    }
    let days = totals(&months, call.today());
    Ok(Now { version, today: state(call, latest), card: OwnCard::of(&cards), days, as_of: call.now() })
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
        (Some(since), _) if is_inside(Some(since), call.now()) => {
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

/// A month of history, with the totals of its year and fiscal year, and the days of which nothing counts.
pub async fn month(call: &Call, month: YearMonth) -> Result<MonthHistory> {
    let id = own(call)?;
    let history = month_of(call, id, month).await?;
    let aside = why::set_aside(call, id, (month.first_day(), month.last_day())).await?;
    let recorded: Vec<_> = history.lines.iter().map(|line| (line.date, line.site_id)).collect();
    let training = training(call, id, month).await?;
    Ok(MonthHistory { uncounted: uncounted(&aside, &recorded), training, ..history })
}

/// A year of history by month, site, trade and role, and how many days every year has.
pub async fn year(call: &Call, year: i32) -> Result<YearOfWork> {
    let id = own(call)?;
    let db = call.db.read();
    let months = store::history::month_days(db, id).await?;
    let (first, last) = year_of(year).ok_or(Error::NotFound)?;
    let works = store::history::days_by_work(db, id, (first, last)).await?;
    let works: Vec<Worked> = works
        .into_iter()
        .map(|of| Worked { month: of.month, trade: of.trade, role: of.role, days: of.days, approved: of.approved })
        .collect();
    let sites = store::history::sites_between(db, id, (first.first_day(), last.last_day())).await?;
    let mut years: BTreeMap<i32, Days> = BTreeMap::new();
    for (month, _) in &months {
        years.entry(month.year()).or_insert_with(|| sum(&months, |other| other.year() == month.year()));
    }
    Ok(YearOfWork {
        year,
        years: years.into_iter().rev().collect(),
        months: months.into_iter().filter(|(month, days)| month.year() == year && days.recorded > 0).collect(),
        sites: sites.into_iter().map(|(_, name, days)| (name, days)).collect(),
        trades: by(&works, |of| of.trade),
        roles: by(&works, |of| of.role),
        today: call.today(),
    })
}

/// The person's days of a month at training centres, newest first.
async fn training(call: &Call, id: TechnicianId, month: YearMonth) -> Result<Vec<TrainingLine>> {
    // A shift may end after the month, and what its first touch is may lie before.
    let (from, until) = (month.first_day().previous().start(), month.last_day().start().plus_ms(3 * DAY_MS));
    // A device may hold touches for weeks, and its clock may be off.
    let months = (month.previous().previous(), month.next().next());
    let found = store::touch::training_touches(call.db.read(), (id, from, until), months).await?;
    let mut by_site: BTreeMap<SiteId, (String, i16, Vec<Moment>)> = BTreeMap::new();
    for (touch, name, boundary) in found {
        by_site.entry(touch.site).or_insert_with(|| (name, boundary, Vec::new())).2.push(touch.moment());
    }
    let mut lines = Vec::new();
    for (site, boundary, moments) in by_site.into_values() {
        let days = shift::days(&moments, boundary).into_iter().filter(|day| day.date.month() == month);
        lines.extend(days.map(|day| TrainingLine {
            date: day.date,
            site: site.clone(),
            first_in: day.first_in,
            last_out: day.last_out,
        }));
    }
    lines.sort_by(|one, other| (other.date, &other.site).cmp(&(one.date, &one.site)));
    Ok(lines)
}

/// The same of somebody whose history the caller was found to be allowed to see; what was set aside is the person's alone.
pub(crate) async fn month_of(call: &Call, id: TechnicianId, month: YearMonth) -> Result<MonthHistory> {
    let months = store::history::month_days(call.db.read(), id).await?;
    let rows = store::history::records_of_month(call.db.read(), id, month).await?;
    Ok(MonthHistory {
        month,
        days: sum(&months, |other| other == month),
        year: sum(&months, |other| other.year() == month.year()),
        fiscal_year: sum(&months, |other| other.fiscal_year() == month.fiscal_year()),
        lines: rows.iter().map(|row| line(call, row)).collect(),
        training: Vec::new(),
        uncounted: Vec::new(),
        today: call.today(),
    })
}

fn line(call: &Call, row: &RecordRow) -> HistoryLine {
    let record = &row.record;
    let inside = is_inside(record.inside_since, call.now());
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

/// One record with what was decided of it, its touches and why it does not count.
pub async fn record(call: &Call, date: WorkDate, site: SiteId) -> Result<RecordDetail> {
    let id = own(call)?;
    let row = store::history::record(call.db.read(), id, date, site).await?.ok_or(Error::NotFound)?;
    let site = store::site::find(call.db.read(), site).await?.ok_or(Error::NotFound)?;
    let touches = history::touches(call.db.read(), (id, &site), date).await?;
    let decided = store::history::decided_on(call.db.read(), (id, site.id), date).await?;
    let entry = entry(call, &row.record).await?;
    let mut aside = why::set_aside(call, id, (date, date)).await?;
    aside.retain(|line| line.site_id == site.id);
    Ok(RecordDetail {
        line: line(call, &row),
        prime: row.prime,
        employer: row.employer,
        tier: row.record.tier,
        trade: row.record.trade,
        role: row.record.role,
        work_content: row.work_content,
        channel: row.record.channel,
        entry,
        why: why::of_record(call, &row.record, &decided),
        aside,
        decisions: history::lines(decided),
        touches,
        log: log::in_log(call, &row.record).await?,
    })
}

/// Who entered the day of a record by hand, where somebody did.
pub(crate) async fn entry(call: &Call, record: &store::history::Record) -> Result<Option<EntryLine>> {
    if !record.by_hand {
        return Ok(None);
    }
    let db = call.db.read();
    let Some(entered) = store::history::last_entries(db, &[record.key]).await?.remove(&record.key) else {
        return Ok(None);
    };
    let Some(by) = entered.by else { return Ok(None) };
    let name = store::business::name(db, by).await?;
    Ok(name.map(|by| EntryLine { by, at: entered.at }))
}
