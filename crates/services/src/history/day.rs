//! One day of a person at a site, as the office looks at it. Invariant: read only; what the caller's business does not see
//! of the site is not found, a day that lapsed is seen by whoever saw it when it was approved, and of another branch's approvals
//! nothing is told to whom the day has come since.

use super::{
    approve::case,
    reach::{Reach, deciding},
    stranger::Nameless,
    term::Term,
    withdraw::given_by,
};
use crate::{
    Call, Error, Result, passport,
    site::{has_ended, with_resource},
};
use domain::{
    access::{Action, Resource},
    history::{
        Approval,
        approval::{Decision, NotWithdrawn, mark, may_withdraw},
        day::{ApprovedAs, DayDetail, DayRecord, DecisionLine, Withdrawal},
        is_inside,
    },
    id::{SiteId, StructureId, TechnicianId},
    passport::TouchLine,
    structure,
    time::WorkDate,
    touch::{TouchKind, distance::Distance},
};
use std::collections::BTreeSet;
use store::{
    ConnectionTrait,
    history::{DecidedRow, RecordRow},
    site::Site,
    structure::Place,
};

/// The day of a person at a site: its record, touches and decisions. Errors: `NotFound`, also for what the caller's business
/// does not see there; `Forbidden` for who takes no part in the site.
pub async fn day(call: &Call, site: SiteId, who: TechnicianId, date: WorkDate) -> Result<DayDetail> {
    let db = call.db.read();
    let (site, resource) = with_resource(call, db, site).await?;
    let scope = call.authorize(Action::HistoryRead, &resource)?;
    let reach = Reach::of(call, db, &scope, &site).await?;
    let row = store::history::record(db, who, date, site.id).await?;
    let decided = store::history::decided_on(db, (who, site.id), date).await?;
    if !sees(db, &reach, (row.as_ref(), date), &decided).await? {
        return Err(Error::NotFound);
    }
    let person = store::technician::find(db, who).await?.ok_or(Error::NotFound)?;
    let (mut name, mut kana) = (person.full_name(), person.full_kana());
    let nameless = Nameless::of(call, db, &scope, BTreeSet::from([(site.id, who)])).await?;
    nameless.hide((site.id, who), &mut name, &mut kana);
    let offers = Offers { call, site: &site, resource: &resource, date };
    let record = match &row {
        Some(row) => Some(record(call, db, row).await?),
        None => None,
    };
    Ok(DayDetail {
        technician_id: who,
        name,
        kana,
        level: person.level,
        date,
        today: call.today(),
        record,
        touches: touches(db, (who, &site), date).await?,
        withdrawal: offers.withdrawal(db, row.as_ref(), &decided).await?,
        refuses: offers.refuses(db, row.as_ref()).await?,
        completes: offers.completes(db, row.as_ref()).await?,
        decisions: lines(told(db, &reach, date, decided).await?),
        site: site.name,
    })
}

/// Whether the day is seen: by its record, or by what was approved of it where there is none any more.
async fn sees(
    db: &impl ConnectionTrait,
    reach: &Reach,
    (row, date): (Option<&RecordRow>, WorkDate),
    decided: &[DecidedRow],
) -> Result<bool> {
    if let Some(row) = row {
        return Ok(reach.sees(&row.record, row.place));
    }
    let approved = decided.iter().rev().find(|row| row.decided.kind == Decision::Approved);
    let Some(paper) = approved.map(|row| row.decided.paper) else { return Ok(false) };
    let lines: BTreeSet<_> = paper.roster.into_iter().collect();
    let place = store::roster::places_of(db, &lines).await?.into_values().next();
    Ok(reach.sees_paper(&paper, place, date))
}

/// What of the decisions is told: all where the approval is seen; of taking back one that is not, by whom and when.
async fn told(
    db: &impl ConnectionTrait,
    reach: &Reach,
    date: WorkDate,
    decided: Vec<DecidedRow>,
) -> Result<Vec<DecidedRow>> {
    if matches!(reach, Reach::All) {
        return Ok(decided);
    }
    let papers = decided.iter().map(|row| row.decided.paper);
    let places = store::roster::places_of(db, &papers.filter_map(|paper| paper.roster).collect()).await?;
    let (mut told, mut seen) = (Vec::new(), true);
    for row in decided {
        let paper = row.decided.paper;
        let approves = row.decided.kind == Decision::Approved;
        if approves {
            let place = paper.roster.and_then(|line| places.get(&line).copied());
            seen = reach.sees_paper(&paper, place, date);
        }
        if seen {
            told.push(row);
        } else if !approves {
            told.push(DecidedRow { reason: None, ..row });
        }
    }
    Ok(told)
}

/// What a record says.
pub(super) async fn record(call: &Call, db: &impl ConnectionTrait, row: &RecordRow) -> Result<DayRecord> {
    let record = &row.record;
    let inside = is_inside(record.inside_since, call.now());
    let first_tier = match row.place {
        Some(place) => first_tier(db, (record.key.site, record.key.date), place).await?,
        None => None,
    };
    Ok(DayRecord {
        mark: mark(&case(record), call.now()),
        first_in: record.first_in,
        last_out: record.last_out.filter(|_| !inside),
        prime: row.prime.clone(),
        first_tier,
        employer: row.employer.clone(),
        tier: record.tier,
        role: record.role,
        work_content: row.work_content.clone().filter(|words| !words.is_empty()),
        trade: record.trade,
        hazardous: row.hazardous,
        channel: record.channel,
        entry: passport::entry(call, record).await?,
    })
}

/// Name of the business of tier 1 above a place on a day.
async fn first_tier(
    db: &impl ConnectionTrait,
    (site, day): (SiteId, WorkDate),
    place: StructureId,
) -> Result<Option<String>> {
    let tree: Vec<structure::Place> = store::structure::of_site(db, site).await?.iter().map(Place::by_rule).collect();
    match structure::first_tier(&tree, place, day) {
        Some(business) => Ok(store::business::name(db, business).await?),
        None => Ok(None),
    }
}

/// The touches a day was made from, oldest first.
pub(crate) async fn touches(
    db: &impl ConnectionTrait,
    (who, site): (TechnicianId, &Site),
    date: WorkDate,
) -> Result<Vec<TouchLine>> {
    let of_day = crate::touch::touches_of_day(db, (who, site.id), date, site.boundary_minutes).await?;
    let stands = crate::touch::stands(db, site.id).await?;
    let line = |(touch, kind): (store::touch::StoredTouch, TouchKind)| TouchLine {
        at: touch.at,
        kind,
        by_turn: touch.kind == TouchKind::Unknown,
        channel: touch.channel,
        assurance: touch.assurance,
        distance: Distance::of_flags(touch.flags),
        received_at: touch.received_at,
        section: stands.section_of(touch.source, (touch.at, date)),
    };
    Ok(of_day.into_iter().map(line).collect())
}

/// Decisions as pages show them.
pub(crate) fn lines(decided: Vec<DecidedRow>) -> Vec<DecisionLine> {
    let line = |row: DecidedRow| {
        let (paper, one) = (row.decided.paper, row.decided);
        let approved = ApprovedAs { employer: row.employer, tier: paper.tier, trade: paper.trade, role: paper.role };
        DecisionLine {
            decision: one.kind,
            at: Some(one.at).filter(|at| at.0 > 0),
            by: row.by,
            reason: row.reason,
            approved: (one.kind == Decision::Approved).then_some(approved),
        }
    };
    decided.into_iter().map(line).collect()
}

/// What a page offers to do about a day.
struct Offers<'a> {
    call: &'a Call,
    site: &'a Site,
    resource: &'a Resource,
    date: WorkDate,
}

impl Offers<'_> {
    /// Taking the approval back, where the day is approved and it is the caller's.
    async fn withdrawal(
        &self,
        db: &impl ConnectionTrait,
        row: Option<&RecordRow>,
        decided: &[DecidedRow],
    ) -> Result<Option<Withdrawal>> {
        let approved = row.is_some_and(|row| row.record.approval == Approval::Approved);
        let Ok(scope) = self.call.authorize(Action::HistoryApprove, self.resource) else { return Ok(None) };
        if !approved {
            return Ok(None);
        }
        let by = deciding(self.call, &scope);
        let last = Term::of(db, self.site, by).await?.last_day(self.date);
        let given_by = given_by(decided.iter().map(|row| &row.decided), self.date);
        Ok(match may_withdraw(by, (self.site.prime, given_by), (self.call.today(), last)) {
            Ok(()) => Some(Withdrawal::Until(last)),
            Err(NotWithdrawn::Passed { last }) => Some(Withdrawal::Passed(last)),
            Err(NotWithdrawn::NotYours) => None,
        })
    }

    /// Refusing what another business entered of the day, for the prime while the day waits.
    async fn refuses(&self, db: &impl ConnectionTrait, row: Option<&RecordRow>) -> Result<bool> {
        let prime = Some(self.site.prime);
        let waits = |row: &&RecordRow| row.record.by_hand && row.record.approval == Approval::Provisional;
        let Some(row) = row.filter(waits).filter(|_| self.call.actor.business == prime) else { return Ok(false) };
        if self.call.authorize(Action::HistoryEnter, self.resource).is_err() {
            return Ok(false);
        }
        let last = store::history::last_entries(db, &[row.record.key]).await?;
        Ok(last.get(&row.record.key).is_some_and(|last| last.by != prime))
    }

    /// Putting the person on the roster, where the day waits without a line of it.
    async fn completes(&self, db: &impl ConnectionTrait, row: Option<&RecordRow>) -> Result<bool> {
        let waits = |row: &RecordRow| row.record.roster.is_none() && row.record.approval == Approval::Provisional;
        if !row.is_some_and(waits) || self.call.authorize(Action::RosterEdit, self.resource).is_err() {
            return Ok(false);
        }
        if !has_ended(self.site, self.call.today()) {
            return Ok(true);
        }
        Ok(Term::of(db, self.site, self.call.actor.business).await?.is_open(self.date, self.call.today()))
    }
}
