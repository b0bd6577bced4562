//! Whole records of partner systems. Invariant: each record is answered by itself; those of one group of people are written
//! in one transaction, and a group that fails is written again person by person, so that none keeps another out. What a
//! partner sends is a word about the day as a direct entry is: touches win over it, whoever comes first.

use super::{CLOSED, Hand, TRAINING, term::Terms, whose::Whose};
use crate::{Call, Change, Error, Result, fee, touch};
use domain::{
    access::{Action, Denied, Resource},
    form::Problem,
    history::{
        Approval,
        entry::{EntryKind, Span},
        sent::{ITEMS_MAX, PAGE_RECORDS, Sent, SentAnswer, SentAnswers, SentItem, SentOutcome, SentPage, SentQuery},
    },
    id::{PartnerId, SiteId, TechnicianId},
    time::WorkDate,
    touch::Channel,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use store::{
    ConnectionTrait,
    history::{self as rows, Entered, RecordKey, SentRow},
    rows::Insertions,
};
use uuid::Uuid;

/// People whose records are written in one transaction: few, since gates wait meanwhile on SQLite.
const PEOPLE_AT_ONCE: usize = 50;
/// The longest record that is read, bytes of JSON.
const ITEM_BYTES_MAX: usize = 4_096;

const TOO_MANY: &str = "record.too_many_items";
const MALFORMED: &str = "record.malformed";
const TRY_AGAIN: &str = "record.try_again";

/// A record on its way into a group.
#[derive(Debug, Clone)]
struct Ready {
    index: u32,
    sent: Sent,
}

/// A site records are sent for, or why none can be.
type Desk = core::result::Result<(Hand, Terms), &'static str>;

/// Why a record is refused: code and field.
type Refused = (&'static str, &'static str);

/// Records a batch. Raw JSON items, so that one that cannot be read is answered by itself.
///
/// Errors: `record.too_many_items`; `Forbidden`; `fee.limited`; `Unavailable` (what was recorded by then is answered
/// `duplicate` when it is sent again).
pub async fn send(call: &Call, items: Vec<Value>) -> Result<SentAnswers> {
    if items.len() > ITEMS_MAX as usize {
        return Err(Error::rejected(TOO_MANY));
    }
    let partner = partner(call)?;
    fee::require_good_standing(call, call.db.read()).await?;
    let (mut answers, mut by_person) = (Vec::with_capacity(items.len()), BTreeMap::<TechnicianId, Vec<Ready>>::new());
    for (index, item) in (0_u32..).zip(items) {
        match read(call, item) {
            Ok(sent) => by_person.entry(sent.technician_id).or_default().push(Ready { index, sent }),
            Err((record_id, refused)) => answers.push(answer(index, record_id, Err(refused))),
        }
    }
    let sites: BTreeSet<SiteId> = by_person.values().flatten().map(|ready| ready.sent.site_id).collect();
    let mut desks: HashMap<SiteId, Desk> = HashMap::new();
    for site in sites {
        desks.insert(site, desk(call, site).await?);
    }
    let people: Vec<Vec<Ready>> = by_person.into_values().collect();
    for group in people.chunks(PEOPLE_AT_ONCE) {
        answers.extend(recorded(call, partner, &desks, group).await);
    }
    for answer in &answers {
        metrics::counter!("records_answered_total", "outcome" => answer.outcome.code()).increment(1);
    }
    answers.sort_by_key(|answer| answer.index);
    Ok(SentAnswers { server_time: call.now(), answers })
}

/// What the partner itself sent for a site, by day, each with how it stands. Errors: problems beside `site`, `from`, `to`,
/// `after`; `Forbidden`.
pub async fn sent(call: &Call, query: &SentQuery) -> Result<SentPage> {
    let partner = partner(call)?;
    let asked = query.validate().map_err(Error::fields)?;
    let db = call.db.read();
    let after = match &asked.after {
        None => None,
        Some(id) => {
            let known = rows::sent_before(db, partner, &[id.as_str()]).await?;
            let known = known.get(id).ok_or_else(|| unknown("after"))?;
            Some((known.key.date, id.as_str()))
        }
    };
    let mut records = rows::sent_part(db, partner, &asked, after).await?;
    let more = records.len() > PAGE_RECORDS as usize;
    records.truncate(PAGE_RECORDS as usize);
    let next = records.last().filter(|_| more).map(|last| last.record_id.clone());
    Ok(SentPage { records, next })
}

fn unknown(field: &str) -> Error {
    Error::fields(vec![domain::form::FieldProblem::new(field, Problem::Unknown)])
}

/// Which partner asks. Errors: `Forbidden` for anybody else.
fn partner(call: &Call) -> Result<PartnerId> {
    call.authorize(Action::HistorySend, &Resource::Register)?;
    call.actor.partner.ok_or(Error::Forbidden(Denied::Role))
}

fn read(call: &Call, item: Value) -> core::result::Result<Sent, (Option<String>, Refused)> {
    let record_id = item.get("record_id").and_then(Value::as_str).map(str::to_owned);
    let record_id = record_id.filter(|id| domain::history::sent::is_record_id(id));
    if item.to_string().len() > ITEM_BYTES_MAX {
        return Err((record_id, (MALFORMED, "")));
    }
    let item: SentItem = serde_json::from_value(item).map_err(|_| (record_id.clone(), (MALFORMED, "")))?;
    item.read(call.now()).map_err(|fault| (record_id, (fault.code, fault.field)))
}

/// An answer: recorded (`true`), recorded before, or why not.
fn answer(index: u32, record_id: Option<String>, of: core::result::Result<bool, Refused>) -> SentAnswer {
    let (outcome, code, field) = match of {
        Ok(true) => (SentOutcome::Accepted, None, ""),
        Ok(false) => (SentOutcome::Duplicate, None, ""),
        Err((TRY_AGAIN, _)) => (SentOutcome::Retry, Some(TRY_AGAIN), ""),
        Err((code, field)) => (SentOutcome::Refused, Some(code), field),
    };
    SentAnswer {
        index,
        record_id,
        outcome,
        code: code.map(str::to_owned),
        field: Some(field).filter(|field| !field.is_empty()).map(str::to_owned),
        reason_ja: None,
        reason_en: None,
    }
}

/// Whether records are taken for a site: the same sites as of touches, also when they are closed.
async fn desk(call: &Call, site: SiteId) -> Result<Desk> {
    let db = call.db.read();
    let hand = match Hand::doing(call, db, site, Action::HistorySend).await {
        Ok(hand) => hand,
        Err(Error::NotFound) => return Ok(Err("record.site_missing")),
        Err(Error::Forbidden(_)) => return Ok(Err("record.site_forbidden")),
        Err(Error::Rejected(why)) if why.code == TRAINING => return Ok(Err("record.training_site")),
        Err(other) => return Err(other),
    };
    let terms = Terms::of(db, &hand, call.today()).await?;
    Ok(Ok((hand, terms)))
}

/// Writes a group's records and answers them; one that fails is written again person by person.
async fn recorded(
    call: &Call,
    partner: PartnerId,
    desks: &HashMap<SiteId, Desk>,
    group: &[Vec<Ready>],
) -> Vec<SentAnswer> {
    let whole = Group { call, partner, desks };
    if let Ok(answers) = whole.write(group).await {
        return answers;
    }
    let mut answers = Vec::new();
    for person in group {
        match whole.write(core::slice::from_ref(person)).await {
            Ok(told) => answers.extend(told),
            Err(error) => {
                tracing::error!(%error, "records of a partner could not be written");
                let again =
                    |ready: &Ready| answer(ready.index, Some(ready.sent.record_id.clone()), Err((TRY_AGAIN, "")));
                answers.extend(person.iter().map(again));
            }
        }
    }
    answers
}

/// What a group is written with.
struct Group<'a> {
    call: &'a Call,
    partner: PartnerId,
    desks: &'a HashMap<SiteId, Desk>,
}

/// What is kept about a group, read by who holds its people and its partner; what is accepted joins it.
struct Facts {
    known: HashSet<TechnicianId>,
    approved: HashSet<RecordKey>,
    last: HashMap<RecordKey, Entered>,
    sent: HashMap<String, SentRow>,
    whose: HashMap<(TechnicianId, SiteId), Whose>,
}

impl Group<'_> {
    async fn write(&self, people: &[Vec<Ready>]) -> Result<Vec<SentAnswer>> {
        let tx = self.call.db.begin().await?;
        store::partner::hold(&tx, self.partner).await?;
        let sites: BTreeSet<SiteId> = people.iter().flatten().map(|ready| ready.sent.site_id).collect();
        store::site::hold_unbegun(&tx, &sites).await?;
        let all: BTreeSet<TechnicianId> = people.iter().flatten().map(|ready| ready.sent.technician_id).collect();
        rows::hold(&tx, &all).await?;
        let mut facts = self.facts(&tx, people).await?;
        let (mut answers, mut said, mut named) = (Vec::new(), Vec::new(), BTreeMap::new());
        for ready in people.iter().flatten() {
            let ruling = self.ruled(&ready.sent, &facts);
            let record_id = Some(ready.sent.record_id.clone());
            answers.push(answer(ready.index, record_id, ruling.as_ref().map(Option::is_some).map_err(|why| *why)));
            let Ok(Some(entered)) = ruling else { continue };
            let row = SentRow {
                record_id: ready.sent.record_id.clone(),
                key: entered.key,
                turn: entered.turn,
                digest: digest(&ready.sent),
            };
            facts.last.insert(entered.key, entered.clone());
            facts.sent.insert(row.record_id.clone(), row.clone());
            named.insert(row.record_id.clone(), row);
            said.push(entered);
        }
        if !said.is_empty() {
            self.keep(&tx, &mut said, &named).await?;
        }
        tx.commit().await?;
        self.call.outside.live.tell(said.iter().map(|entered| entered.key.technician).collect::<BTreeSet<_>>());
        Ok(answers)
    }

    /// Writes what was said, and makes those days anew.
    async fn keep(
        &self,
        tx: &impl ConnectionTrait,
        said: &mut [Entered],
        named: &BTreeMap<String, SentRow>,
    ) -> Result<()> {
        let change = Change {
            process: "history.send",
            subject_kind: "partner",
            subject_id: self.partner.to_string(),
            new: Some(json!({ "records": said.len() })),
            ..Change::default()
        };
        let event = self.call.noted(tx, change).await?;
        let mut days: BTreeMap<(TechnicianId, SiteId), BTreeSet<RecordKey>> = BTreeMap::new();
        for entered in said.iter_mut() {
            entered.event = event;
            days.entry((entered.key.technician, entered.key.site)).or_default().insert(entered.key);
        }
        let mut writing = Insertions::default();
        rows::add_entered(&mut writing, said);
        rows::add_sent(&mut writing, self.partner, named.values());
        writing.write(tx).await?;
        for (pair, days) in days {
            touch::entered_again(tx, pair, &days).await?;
        }
        Ok(())
    }

    async fn facts(&self, tx: &impl ConnectionTrait, people: &[Vec<Ready>]) -> Result<Facts> {
        let items = || people.iter().flatten().map(|ready| &ready.sent);
        let ids: Vec<&str> = items().map(|sent| sent.record_id.as_str()).collect();
        let keys: Vec<RecordKey> = items().map(key).collect::<BTreeSet<_>>().into_iter().collect();
        let records = rows::records_of_days(tx, &keys).await?;
        let approved = records.iter().filter(|record| record.approval == Approval::Approved);
        let mut facts = Facts {
            known: HashSet::new(),
            approved: approved.map(|record| record.key).collect(),
            last: rows::last_entries(tx, &keys).await?,
            sent: rows::sent_before(tx, self.partner, &ids).await?,
            whose: HashMap::new(),
        };
        for person in people {
            let Some(who) = person.first().map(|ready| ready.sent.technician_id) else { continue };
            if !store::technician::exists(tx, who).await? {
                continue;
            }
            facts.known.insert(who);
            let mut first: BTreeMap<SiteId, WorkDate> = BTreeMap::new();
            for ready in person {
                let day = first.entry(ready.sent.site_id).or_insert(ready.sent.day);
                *day = (*day).min(ready.sent.day);
            }
            for (site, from) in first {
                if let Some(Ok((hand, _))) = self.desks.get(&site) {
                    facts.whose.insert((who, site), Whose::of(tx, hand, who, from).await?);
                }
            }
        }
        Ok(facts)
    }

    /// What a record comes to: a word about its day, nothing where it was sent before. Errors: why it is refused.
    fn ruled(&self, sent: &Sent, facts: &Facts) -> core::result::Result<Option<Entered>, Refused> {
        let (hand, terms) = match self.desks.get(&sent.site_id) {
            Some(Ok(desk)) => (&desk.0, &desk.1),
            Some(Err(code)) => return Err((*code, "site_id")),
            None => return Err(("record.site_missing", "site_id")),
        };
        let key = key(sent);
        let before = facts.sent.get(&sent.record_id);
        if before.is_some_and(|before| before.key != key) {
            return Err(("record.other_day", "record_id"));
        }
        if before.is_some_and(|before| before.digest == digest(sent)) {
            return Ok(None);
        }
        if !facts.known.contains(&sent.technician_id) {
            return Err(("record.technician_unknown", "technician_id"));
        }
        let whose = facts.whose.get(&(key.technician, key.site));
        let whose = whose.filter(|whose| whose.is_theirs(hand, key.date));
        let last = facts.last.get(&key);
        let standing = last.filter(|last| last.kind == EntryKind::Entered);
        let own = standing.is_some_and(|standing| before.is_some_and(|before| before.turn == standing.turn));
        let word = Entered {
            key,
            turn: last.map_or(0, |last| last.turn) + 1,
            kind: EntryKind::TakenBack,
            by: hand.by,
            at: self.call.now(),
            event: Uuid::nil(),
            span: Span::default(),
            employer: None,
            trade: None,
            role: None,
            channel: Channel::PartnerApi,
        };
        let Some(said) = sent.said else {
            return match before {
                None => Err(("record.unknown", "record_id")),
                Some(_) if !own => Err(("record.ended", "record_id")),
                Some(_) => open(terms, key.date, true).and_then(|()| provisional(facts, key)).map(|()| Some(word)),
            };
        };
        let whose = whose.ok_or(("record.not_your_person", "technician_id"))?;
        open(terms, key.date, false)?;
        if standing.is_some() && !own {
            return Err(("record.entered_already", "day"));
        }
        provisional(facts, key)?;
        Ok(Some(Entered {
            kind: EntryKind::Entered,
            span: said.span,
            employer: whose.employer(hand, key.date),
            trade: Some(said.trade),
            role: Some(said.role),
            ..word
        }))
    }
}

/// Whether a day may still be recorded, or (`only_time`) what was recorded of it taken back. Errors: why not.
fn open(terms: &Terms, day: WorkDate, only_time: bool) -> core::result::Result<(), Refused> {
    if only_time {
        return if terms.is_open(day) { Ok(()) } else { Err(("record.passed", "day")) };
    }
    terms.check(day).map_err(|problem| match problem.problem {
        Problem::InFuture => ("record.not_over", "day"),
        Problem::Refused { code } if code == CLOSED => ("record.after_closing", "day"),
        _ => ("record.passed", "day"),
    })
}

/// Of an approved day what it says stands until the approval is taken back.
fn provisional(facts: &Facts, key: RecordKey) -> core::result::Result<(), Refused> {
    if facts.approved.contains(&key) { Err(("record.approved_already", "day")) } else { Ok(()) }
}

const fn key(sent: &Sent) -> RecordKey {
    RecordKey { technician: sent.technician_id, date: sent.day, site: sent.site_id }
}

/// The first eight bytes of SHA-256 of what a record says.
fn digest(sent: &Sent) -> i64 {
    let hash = Sha256::digest(sent.content().as_bytes());
    let (first, _) = hash.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    // The smallest number stands for nothing where many rows are written at once.
    i64::from_be_bytes(*first).max(i64::MIN + 1)
}
