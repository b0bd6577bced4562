//! Entering days. Invariant: all of the days are taken or none, and what is wrong with any of them is told at once.

use super::{APPROVED, Hand, INSIDE, NOT_OVER, NOT_YOURS, RECORDED, TOO_LONG, term::Terms, told, whose::Whose};
use crate::{Call, Change, Error, Result, fee, notice, touch};
use domain::{
    form::{FieldProblem, Problem},
    history::{
        Approval,
        entry::{Entry, EntryForm, EntryKind, FIELDS, Span, is_too_long, made_of},
        is_inside,
    },
    id::{BusinessId, SiteId, TechnicianId},
    notice::{NoticeKind, Value},
    time::WorkDate,
    touch::Channel,
};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use store::{
    ConnectionTrait,
    history::{self, Entered, Record, RecordKey},
    rows::Insertions,
};
use uuid::Uuid;

/// Enters days of a month of one person at a site; gives how many. The prime enters anybody's, another member those of
/// who works there in its own place or is employed by it. The records are provisional like any other, and the person is
/// told.
///
/// Errors: all problems beside their fields, days that cannot be entered beside `days`; `NotFound`, `Forbidden`,
/// `fee.limited`; `conflict.taken` where somebody was quicker.
pub async fn enter(call: &Call, site: SiteId, form: &EntryForm) -> Result<u32> {
    let entering = Entering::of(call, site, form).await?;
    let tx = call.db.begin().await?;
    entering.write(call, &tx).await?;
    let of = (entering.entry.technician_id, dates(&entering.entry).collect());
    tell(call, &tx, &entering.hand, of).await?;
    tx.commit().await?;
    call.outside.live.tell([entering.entry.technician_id]);
    Ok(entering.entry.days.len())
}

/// Days about to be entered, by who may.
pub(in crate::history) struct Entering {
    hand: Hand,
    entry: Entry,
}

impl Entering {
    /// By the business of the caller. Errors: as [`enter`].
    pub async fn of(call: &Call, site: SiteId, form: &EntryForm) -> Result<Self> {
        let hand = Hand::of(call, call.db.read(), site).await?;
        fee::require_good_standing(call, call.db.read()).await?;
        Self::by(call, hand, form).await
    }
    /// By the office of the register, which has decided so; no last day stands against it. Errors: as [`enter`].
    pub async fn of_office(call: &Call, site: SiteId, form: &EntryForm) -> Result<Self> {
        let hand = Hand::of_office(call, call.db.read(), site).await?;
        Self::by(call, hand, form).await
    }
    async fn by(call: &Call, hand: Hand, form: &EntryForm) -> Result<Self> {
        let db = call.db.read();
        let entry = form.validate().map_err(Error::fields)?;
        if !store::technician::exists(db, entry.technician_id).await? {
            return Err(Error::fields(vec![FieldProblem::new("technician_id", Problem::Unknown)]));
        }
        let term = Terms::of(db, &hand, call.today()).await?;
        let problems = dates(&entry).filter_map(|day| term.check(day).err());
        refuse_with(problems.collect())?;
        Ok(Self { hand, entry })
    }
    /// Writes them; gives the event. Errors: as [`enter`].
    pub async fn write(&self, call: &Call, tx: &impl ConnectionTrait) -> Result<Uuid> {
        // The site, then the person: nobody closes it or leaves it between the look and the writing.
        store::site::lock(tx, self.hand.site.id).await?;
        let hand = self.hand.again(tx).await?;
        let term = Terms::of(tx, &hand, call.today()).await?;
        refuse_with(dates(&self.entry).filter_map(|day| term.check(day).err()).collect())?;
        history::hold(tx, &BTreeSet::from([self.entry.technician_id])).await?;
        let event = call.noted(tx, change(&hand, &self.entry)).await?;
        let whose = Whose::of(tx, &hand, self.entry.technician_id, self.entry.month.first_day()).await?;
        let entered = judged(call, tx, (&hand, &term, &whose), &self.entry, event).await?;
        write(tx, (self.entry.technician_id, self.hand.site.id), &entered).await?;
        Ok(event)
    }
}

pub(super) fn dates(entry: &Entry) -> impl Iterator<Item = WorkDate> + use<> {
    entry.days.dates(entry.month)
}

/// Each problem once, in page order. Errors: the problems, where there are any.
fn refuse_with(problems: Vec<FieldProblem>) -> Result<()> {
    let mut once: Vec<FieldProblem> = Vec::new();
    for problem in problems {
        if !once.contains(&problem) {
            once.push(problem);
        }
    }
    once.sort_by_key(|problem| FIELDS.iter().position(|field| *field == problem.field));
    if once.is_empty() { Ok(()) } else { Err(Error::fields(once)) }
}

/// What is said of each day, if nothing stands against it. Errors: the problems beside their fields.
pub(super) async fn judged(
    call: &Call,
    tx: &impl ConnectionTrait,
    (hand, term, whose): (&Hand, &Terms, &Whose),
    entry: &Entry,
    event: Uuid,
) -> Result<Vec<Entered>> {
    let key = |date| RecordKey { technician: entry.technician_id, date, site: hand.site.id };
    let keys: Vec<RecordKey> = dates(entry).map(key).collect();
    if keys.iter().any(|key| !whose.is_theirs(hand, key.date)) {
        // Of whose days are another's nothing more is told.
        return Err(Error::fields(vec![told("days", NOT_YOURS)]));
    }
    let records = history::records_of_days(tx, &keys).await?;
    let records: HashMap<RecordKey, &Record> = records.iter().map(|record| (record.key, record)).collect();
    let last = history::last_entries(tx, &keys).await?;
    let (mut entered, mut problems) = (Vec::new(), Vec::new());
    for key in keys {
        let (was, said) = (records.get(&key).copied(), last.get(&key));
        if (was.is_some() || term.is_late(key.date)) && entry.reason.is_none() {
            problems.push(FieldProblem::new("reason", Problem::Missing));
        }
        problems.extend(lacking(entry, was, whose, key.date));
        match of_day(call, entry, was, said.filter(|said| said.kind == EntryKind::Entered), key.date) {
            Ok(span) => entered.push(Entered {
                key,
                turn: said.map_or(0, |said| said.turn) + 1,
                kind: EntryKind::Entered,
                by: hand.by,
                at: call.now(),
                event,
                span,
                employer: employer((hand, whose), was, key.date),
                trade: entry.trade,
                role: entry.role,
                channel: Channel::DirectEntry,
            }),
            Err(problem) => problems.push(problem),
        }
    }
    refuse_with(problems)?;
    Ok(entered)
}

/// For whom the day is. A record that stands without a line keeps the employer it was made with, or that it had none, until
/// its end and after it (docs/decisions/0022).
fn employer((hand, whose): (&Hand, &Whose), was: Option<&Record>, day: WorkDate) -> Option<BusinessId> {
    match was {
        Some(was) if was.roster.is_none() => was.employer,
        _ => whose.employer(hand, day),
    }
}

/// What neither the form nor the roster nor the record says: a record without it could never be approved.
fn lacking(entry: &Entry, was: Option<&Record>, whose: &Whose, day: WorkDate) -> Vec<FieldProblem> {
    let (trade, role) = (was.and_then(|was| was.trade), was.and_then(|was| was.role));
    let by_roster = whose.work(day).is_some();
    let lacks = [
        ("trade", entry.trade.or(trade).is_none() && !by_roster),
        ("role", entry.role.or(role).is_none() && !by_roster),
    ];
    lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(field, _)| FieldProblem::new(field, Problem::Missing)).collect()
}

/// The times of one day. Errors: what stands against them.
fn of_day(
    call: &Call,
    entry: &Entry,
    was: Option<&Record>,
    standing: Option<&Entered>,
    day: WorkDate,
) -> core::result::Result<Span, FieldProblem> {
    if standing.is_some() {
        return Err(told("days", RECORDED));
    }
    if was.is_some_and(|was| was.approval == Approval::Approved) {
        return Err(told("days", APPROVED));
    }
    if was.is_some_and(|was| is_inside(was.inside_since, call.now())) {
        return Err(told("days", INSIDE));
    }
    let touched = was.map(Record::times);
    let span = entry.hours.on(day, touched.and_then(|touched| touched.first_in));
    for (field, at) in [("first_in", span.first_in), ("last_out", span.last_out)] {
        if at.is_some_and(|at| at > call.now()) {
            return Err(told(field, NOT_OVER));
        }
    }
    let made = made_of(touched, Some(span)).unwrap_or_default();
    for (field, made, said) in [("first_in", made.first_in, span.first_in), ("last_out", made.last_out, span.last_out)]
    {
        if made.is_none() {
            // It was said and does not fit what was touched, or was not said.
            let problem = if said.is_some() { Problem::EndBeforeStart } else { Problem::Missing };
            return Err(FieldProblem::new(field, problem));
        }
    }
    if touched == Some(made) {
        return Err(told("days", RECORDED));
    }
    if is_too_long(touched, made) {
        let field = if span.last_out.is_some() { "last_out" } else { "first_in" };
        return Err(told(field, TOO_LONG));
    }
    Ok(span)
}

/// Adds what is said of a person's days at a site, and makes those days anew.
pub(super) async fn write(tx: &impl ConnectionTrait, pair: (TechnicianId, SiteId), said: &[Entered]) -> Result<()> {
    let days: BTreeSet<RecordKey> = said.iter().map(|said| said.key).collect();
    let mut writing = Insertions::default();
    history::add_entered(&mut writing, said);
    writing.write(tx).await?;
    touch::entered_again(tx, pair, &days).await?;
    Ok(())
}

fn change(hand: &Hand, entry: &Entry) -> Change {
    Change {
        process: "history.enter",
        subject_kind: "site",
        subject_id: hand.site.id.to_string(),
        reason: entry.reason.clone(),
        new: Some(json!({ "technician": entry.technician_id, "month": entry.month, "days": entry.days })),
        ..Change::default()
    }
}

/// Tells a person which of their days were entered.
pub(super) async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    hand: &Hand,
    (who, days): (TechnicianId, Vec<WorkDate>),
) -> Result<()> {
    let whom = notice::Addressee::of_technician(tx, who).await?;
    let values = [
        ("business", Value::Text(hand.name(tx).await?)),
        ("days", Value::Days(days)),
        ("site", Value::Text(hand.site.name.clone())),
    ];
    notice::tell(call, tx, &whom, NoticeKind::HistoryEntered, values).await?;
    Ok(())
}
