//! What somebody has to show for a level, from the register. Invariant: days are read from the kept counts, never from the
//! records themselves.

use super::book;
use crate::{Error, Result};
use core::cmp::Ordering;
use domain::{
    history::{DaySet, WorkRole},
    id::TechnicianId,
    level::{
        FieldNumber,
        criteria::{self, Catalogue, Compiled, Evidence, Facts, Field, Holding, QualificationKind, Statement, Work},
        view::{Judged, Proof, TradeDays},
    },
    technician::SubtradeCode,
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    ConnectionTrait,
    history::WorkDays,
    level::{Shown, statement::Statement as Sent},
};

/// Everything that can count, of every day.
pub(super) struct Gathered {
    /// For the engine.
    pub(super) evidence: Evidence,
    /// The same days, for pages.
    pub(super) work: Vec<Work>,
    /// What is registered.
    pub(super) shown: Vec<Shown>,
    subtrades: Vec<SubtradeCode>,
    /// 職種 as registered, the main one first.
    trades: Vec<TradeCode>,
}

fn stated(sent: &Sent) -> Statement {
    let entry = &sent.row.entry;
    Statement {
        until: entry.until,
        from: entry.from,
        trade: entry.trade,
        days: entry.days,
        foreman_days: entry.foreman_days,
        crew_leader_days: entry.crew_leader_days,
    }
}

/// What a person has to show, with these statements. Errors: `NotFound`.
pub(super) async fn gather(db: &impl ConnectionTrait, id: TechnicianId, sent: &[Sent]) -> Result<Gathered> {
    let catalogue = book()?.catalogue();
    let person = store::technician::find(db, id).await?.ok_or(Error::NotFound)?;
    let ever = (YearMonth::from_stored(0), YearMonth::from_stored(999_912));
    let work = approved(&store::history::days_by_work(db, id, ever).await?);
    let shown = store::level::shown(db, id).await?;
    let subtrades = store::level::subtrades(db, id).await?;
    let evidence = evidence(catalogue, work.clone(), subtrades.clone(), (&shown, sent))?;
    Ok(Gathered { evidence, work, shown, subtrades, trades: person.trades })
}

/// The days that count.
pub(super) fn approved(days: &[WorkDays]) -> Vec<Work> {
    let approved = days.iter().filter(|row| !row.approved.is_empty());
    let work = |row: &WorkDays| Some(Work { month: row.month, trade: row.trade?, role: row.role, days: row.approved });
    approved.filter_map(work).collect()
}

/// What the engine judges by.
pub(super) fn evidence(
    catalogue: &Catalogue,
    work: Vec<Work>,
    subtrades: Vec<SubtradeCode>,
    (shown, sent): (&[Shown], &[Sent]),
) -> Result<Evidence> {
    let holdings = shown.iter().filter_map(|one| {
        let found = catalogue.find(one.code.as_deref(), &one.name)?;
        let stands = catalogue.get(found).is_some_and(|known| list(known.kind) == one.list);
        stands.then_some(Holding { qualification: found, from: one.from, until: one.until })
    });
    let statements = sent.iter().map(stated).collect();
    Evidence::new(work, subtrades, holdings.collect(), statements).map_err(Error::internal)
}

const fn list(kind: QualificationKind) -> &'static str {
    match kind {
        QualificationKind::Qualification => "qualification",
        QualificationKind::Training => "training",
        QualificationKind::Award => "award",
    }
}

/// The days of a month until one of any month.
fn until_day(row: &Work, last: WorkDate) -> DaySet {
    match row.month.cmp(&last.month()) {
        Ordering::Less => row.days,
        Ordering::Greater => DaySet::EMPTY,
        Ordering::Equal => {
            let days = row.days.dates(row.month).filter(|day| *day <= last);
            days.fold(DaySet::EMPTY, |days, day| days.with(DaySet::of(day)))
        }
    }
}

impl Gathered {
    /// Whether a field is of the person's trades, as registered or as worked.
    pub(super) fn is_of(&self, field: &Field) -> bool {
        let counted = field.trades.counted(&self.subtrades);
        let worked = self.work.iter().map(|row| row.trade);
        self.trades.iter().copied().chain(worked).any(|trade| counted.contains(trade))
    }
    /// The fields of the trades as registered, those of the main trade first.
    pub(super) fn fields(&self) -> Result<Vec<FieldNumber>> {
        let mut found: Vec<FieldNumber> = Vec::new();
        for trade in &self.trades {
            let of_trade =
                book()?.fields().iter().filter(|field| field.trades.counted(&self.subtrades).contains(*trade));
            found.extend(of_trade.map(|field| field.number));
        }
        let mut seen = BTreeSet::new();
        found.retain(|field| seen.insert(*field));
        Ok(found)
    }
    /// What the criteria of a day say in a field.
    pub(super) fn judged(&self, field: &Field, day: WorkDate) -> Result<Judged> {
        let catalogue = book()?.catalogue();
        Ok(match field.on(day) {
            Err(why) => Judged::Not(why),
            Ok(criteria) => {
                let facts = self.on(day)?;
                let explanation = criteria::explain(catalogue, criteria, &facts);
                let next = explanation.next.as_ref().map(|next| next.level);
                let remaining = next.map(|level| criteria::remaining(catalogue, criteria, &facts, level));
                Judged::So { explanation: Box::new(explanation), remaining }
            }
        })
    }
    /// What it comes to on a day.
    pub(super) fn on(&self, day: WorkDate) -> Result<Facts<'_>> {
        Ok(Facts::on(book()?.catalogue(), &self.evidence, day))
    }
    /// Approved days until a day, by trade.
    pub(super) fn days(&self, criteria: &Compiled, until: WorkDate) -> Vec<TradeDays> {
        let counted = criteria.trades.counted(&self.subtrades);
        let mut sums: BTreeMap<TradeCode, TradeDays> = BTreeMap::new();
        let mut by_month: BTreeMap<(TradeCode, YearMonth), [DaySet; 3]> = BTreeMap::new();
        for row in &self.work {
            let days = until_day(row, until);
            let [all, foreman, crew_leader] = by_month.entry((row.trade, row.month)).or_default();
            *all = all.with(days);
            match row.role {
                Some(WorkRole::Foreman) => *foreman = foreman.with(days),
                Some(WorkRole::CrewLeader) => *crew_leader = crew_leader.with(days),
                Some(WorkRole::Worker) | None => {}
            }
        }
        for ((trade, _), [all, foreman, crew_leader]) in by_month {
            let none = TradeDays { trade, counts: counted.contains(trade), days: 0, foreman: 0, crew_leader: 0 };
            let sum = sums.entry(trade).or_insert(none);
            sum.days += all.len();
            sum.foreman += foreman.len();
            sum.crew_leader += crew_leader.len();
        }
        sums.into_values().filter(|sum| sum.days > 0).collect()
    }
    /// What is registered, for pages.
    pub(super) fn proofs(&self) -> Vec<Proof> {
        let proof = |one: &Shown| Proof {
            list: one.list.to_owned(),
            place: one.place,
            name: one.name.clone(),
            number: one.number.clone(),
            acquired: one.from,
            expires: one.until,
            has_picture: one.picture.is_some(),
        };
        self.shown.iter().map(proof).collect()
    }
}
