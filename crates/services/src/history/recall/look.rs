//! Finding what could be taken back, and reading what was asked for. Invariant: read only; the days are shown as they are now,
//! with every version of them.

use super::{Now, is_closed, stands_of};
use crate::{
    Call, Error, Result,
    history::day::{lines, record, touches},
};
use domain::{
    access::{Action, Resource},
    correction::CorrectionState,
    history::{
        entry::Span,
        recall::{FoundRow, RecallCase, RecallDay, RecallMonth, RecallRow, RecalledDay, SaidLine, Search},
    },
    id::{AccountId, BusinessId, RecallId, SiteId, TechnicianId},
    listing::{Listed, Mark},
    time::{WorkDate, YearMonth},
};
use std::collections::{BTreeSet, HashMap};
use store::{
    ConnectionTrait,
    history::{self as rows, Entered, RecallNamed},
    site::Site,
};

/// Whether the caller asks for days to be taken back and decides about them. Errors: `Forbidden`.
pub fn may_recall(call: &Call) -> Result<()> {
    call.authorize(Action::HistoryRecall, &Resource::Register).map(drop)
}

/// The records a search finds, by person and site; `after`: the person after whom the part begins. Errors: `Forbidden`.
pub async fn recallable(call: &Call, search: &Search, after: Option<TechnicianId>) -> Result<Listed<FoundRow>> {
    let scope = call.authorize(Action::HistoryRecall, &Resource::Register)?;
    Ok(rows::recallable(call.db.read(), &scope, search, after).await?)
}

/// A person's month at a site. Errors: `Forbidden`; `NotFound` for a person or a site that is not there.
pub async fn recall_month(call: &Call, who: TechnicianId, site: SiteId, month: YearMonth) -> Result<RecallMonth> {
    call.authorize(Action::HistoryRecall, &Resource::Register)?;
    let db = call.db.read();
    let person = store::technician::find(db, who).await?.ok_or(Error::NotFound)?;
    let site = store::site::find(db, site).await?.ok_or(Error::NotFound)?;
    let waiting = rows::days_recalled(db, (who, site.id, month)).await?;
    let mut found = rows::records_of_month(db, who, month).await?;
    found.retain(|row| row.record.key.site == site.id);
    found.sort_by_key(|row| row.record.key.date);
    let day = |row: rows::RecordRow| RecallDay {
        date: row.record.key.date,
        span: Span { first_in: row.record.first_in, last_out: row.record.last_out },
        employer: row.employer,
        channel: row.record.channel,
        stands: stands_of(&row.record),
        waits: waiting.contains(row.record.key.date),
    };
    Ok(RecallMonth {
        technician: who,
        name: person.full_name(),
        site: site.id,
        site_name: site.name,
        month,
        closed: is_closed(db, month).await?,
        days: found.into_iter().map(day).collect(),
    })
}

/// The part after `after` of those that wait, or with `every` of all. Errors: `Forbidden`.
pub async fn recalls(call: &Call, every: bool, after: Option<Mark>) -> Result<Listed<RecallRow>> {
    let scope = call.authorize(Action::HistoryRecall, &Resource::Register)?;
    let Listed { rows: found, all, next } = rows::recalls(call.db.read(), &scope, every, after).await?;
    let clerks = clerks(call.db.read(), &found).await?;
    Ok(Listed { rows: found.iter().map(|named| row(named, &clerks)).collect(), all, next })
}

/// Names of who asked and decided.
async fn clerks(db: &impl ConnectionTrait, found: &[RecallNamed]) -> Result<HashMap<AccountId, String>> {
    let who = found.iter().flat_map(|named| [Some(named.recall.asked_by), named.recall.decided_by]);
    let accounts: Vec<AccountId> = who.flatten().collect();
    Ok(store::application::account_names(db, &accounts).await?.into_iter().collect())
}

fn row(named: &RecallNamed, clerks: &HashMap<AccountId, String>) -> RecallRow {
    let it = &named.recall;
    RecallRow {
        id: it.id,
        technician: it.of.0,
        name: named.name.clone(),
        site: it.of.1,
        site_name: named.site.clone(),
        month: it.of.2,
        days: it.days,
        takes: it.takes,
        state: it.state,
        asked_by: clerks.get(&it.asked_by).cloned().unwrap_or_default(),
        asked_at: it.asked_at,
    }
}

/// One request with its days as they are now, their touches and all that was decided and entered of them. Errors: `Forbidden`;
/// `NotFound`.
pub async fn recall_case(call: &Call, id: RecallId) -> Result<RecallCase> {
    call.authorize(Action::HistoryRecall, &Resource::Register)?;
    let db = call.db.read();
    let named = rows::recall_of(db, id).await?.ok_or(Error::NotFound)?;
    let clerks = clerks(db, core::slice::from_ref(&named)).await?;
    let (it, row) = (&named.recall, row(&named, &clerks));
    let site = store::site::find(db, it.of.1).await?.ok_or(Error::NotFound)?;
    let said = rows::entries_of_month(db, (it.of.0, it.of.1), it.of.2).await?;
    let firms: BTreeSet<BusinessId> = said.iter().filter_map(|one| one.by).collect();
    let firms = store::business::names(db, &firms.into_iter().collect::<Vec<_>>()).await?.into_iter().collect();
    let mut days = Vec::new();
    for date in it.days.dates(it.of.2) {
        days.push(day(call, (it.of.0, &site), date, said_of(&said, date, &firms)).await?);
    }
    let moved_on = it.state == CorrectionState::Waiting && Now::of(db, it.of, it.days).await?.seen() != it.seen;
    Ok(RecallCase {
        why: it.why,
        words: it.words.clone(),
        days,
        closed: is_closed(db, it.of.2).await?,
        moved_on,
        own: call.actor.account == Some(it.asked_by),
        decided_at: it.decided_at,
        decided_by: it.decided_by.and_then(|id| clerks.get(&id).cloned()).unwrap_or_default(),
        decision_words: it.decision_words.clone().unwrap_or_default(),
        row,
    })
}

fn said_of(said: &[Entered], date: WorkDate, firms: &HashMap<BusinessId, String>) -> Vec<SaidLine> {
    let line = |one: &Entered| SaidLine {
        kind: one.kind,
        at: one.at,
        by: one.by.and_then(|by| firms.get(&by).cloned()),
        span: one.span,
    };
    said.iter().filter(|one| one.key.date == date).map(line).collect()
}

async fn day(
    call: &Call,
    (who, site): (TechnicianId, &Site),
    date: WorkDate,
    said: Vec<SaidLine>,
) -> Result<RecalledDay> {
    let db = call.db.read();
    let found = match rows::record(db, who, date, site.id).await? {
        Some(row) => Some(record(call, db, &row).await?),
        None => None,
    };
    Ok(RecalledDay {
        date,
        record: found,
        touches: touches(db, (who, site), date).await?,
        said,
        decisions: lines(rows::decided_on(db, (who, site.id), date).await?),
    })
}
