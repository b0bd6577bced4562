//! What the facts alone say of people's days: all touches, entries, lines of rosters and decisions, however long ago.
//! Invariant: the same rules as when they came ([`super::derive`]); what is kept is only compared with. Except the employer
//! of a day that waits without a line and of which nobody said for whom it was: that no fact tells (docs/decisions/0022).

use super::{anew::by_touches, derive::made, judge::Facts};
use domain::{
    history::{
        Approval,
        approval::Decision,
        check::{Difference, Differs},
        entry::EntryKind,
    },
    id::{SiteId, TechnicianId},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{
    ConnectionTrait, Fault,
    history::{Decided, Entered, Paper, Record, RecordKey, SiteOfCount},
    touch::{Asked, SiteOnFile, StoredTouch},
};

type Pair = (TechnicianId, SiteId);

/// What the facts say of some people, and what is kept of them.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// By the facts.
    pub wanted: BTreeMap<RecordKey, Record>,
    /// As kept.
    pub kept: BTreeMap<RecordKey, Record>,
    /// What of the sites is counted.
    pub sites: HashMap<SiteId, SiteOfCount>,
    /// Where facts are missing: of these people at these sites nothing is wanted.
    pub missing: BTreeMap<Pair, Vec<Difference>>,
}

/// All that is known of some people, as it was read.
struct Known {
    touches: BTreeMap<Pair, Vec<StoredTouch>>,
    said: HashMap<RecordKey, Entered>,
    approved: BTreeMap<RecordKey, Paper>,
    facts: Facts,
}

/// What the facts say of the people with numbers from `people.0` to `people.1`. Whoever wants one moment's answer holds
/// them.
pub(crate) async fn by_facts(tx: &impl ConnectionTrait, people: (i64, i64)) -> Result<Told, Fault> {
    let mut told = Told::default();
    told.kept.extend(store::history::records_of(tx, people).await?.into_iter().map(|record| (record.key, record)));
    let mut touches: BTreeMap<Pair, Vec<StoredTouch>> = BTreeMap::new();
    for touch in store::touch::touches_of(tx, people).await? {
        touches.entry((touch.technician, touch.site)).or_default().push(touch);
    }
    // Turns come in their order, so the last word stays.
    let entries = store::history::entries_of(tx, people).await?;
    let said: HashMap<RecordKey, Entered> = entries.into_iter().map(|entered| (entered.key, entered)).collect();
    let approved = approved(&store::history::decided_of(tx, people).await?);
    let keys = told.kept.keys().chain(said.keys()).chain(approved.keys());
    let mut pairs: BTreeSet<Pair> = keys.map(|key| (key.technician, key.site)).collect();
    pairs.extend(touches.keys());
    let asked: Vec<Asked> = pairs.iter().map(asked).collect();
    let facts = Facts { file: store::touch::on_file(tx, &asked).await?, ..Facts::default() };
    let of = |site: &SiteOnFile| SiteOfCount { prime: site.prime, prefecture: site.prefecture };
    told.sites = facts.file.sites.values().map(|site| (site.id, of(site))).collect();
    let known = Known { touches, said, approved, facts };
    for pair in pairs {
        told.tell(pair, &known);
    }
    Ok(told)
}

const fn asked(pair: &Pair) -> Asked {
    Asked { uid: None, counter: None, technician: Some(pair.0), site: pair.1 }
}

/// The days whose last decision approves them, and as what.
fn approved(decided: &[Decided]) -> BTreeMap<RecordKey, Paper> {
    let mut standing = BTreeMap::new();
    for one in decided {
        let (technician, site, month) = one.of;
        for date in one.days.dates(month) {
            let key = RecordKey { technician, date, site };
            if one.kind == Decision::Approved {
                standing.insert(key, one.paper);
            } else {
                standing.remove(&key);
            }
        }
    }
    standing
}

/// Of one person at one site.
fn of<T>(pair: Pair, all: &BTreeMap<RecordKey, T>) -> impl Iterator<Item = (&RecordKey, &T)> {
    all.iter().filter(move |(key, _)| (key.technician, key.site) == pair)
}

impl Told {
    fn tell(&mut self, pair: Pair, known: &Known) {
        let touches = known.touches.get(&pair).map_or(&[][..], Vec::as_slice);
        let Some(site) = known.facts.file.sites.get(&pair.1) else {
            self.missing.insert(pair, vec![difference(Differs::FactsMissing, pair, None, "site")]);
            return;
        };
        if site.training {
            // Nothing of it is history, and where something were it would be told as one too many.
            return;
        }
        let mut days = by_touches(pair, touches, site);
        let standing = known.said.iter().filter(|(_, said)| said.kind == EntryKind::Entered);
        for (key, _) in standing.filter(|(key, _)| (key.technician, key.site) == pair) {
            days.entry(*key).or_default();
        }
        let mut wanted = BTreeMap::new();
        for (key, touched) in days {
            let entered = known.said.get(&key).filter(|said| said.kind == EntryKind::Entered);
            if let Some(record) = made(key, touched, entered, &known.facts) {
                wanted.insert(key, self.stood(record, entered, known.approved.get(&key)));
            }
        }
        let missing = self.lost(pair, touches, &wanted, known);
        if missing.is_empty() {
            self.wanted.extend(wanted);
        } else {
            self.missing.insert(pair, missing);
        }
    }

    /// A day as it was decided; where none says for whom it was, for whom it is kept.
    fn stood(&self, record: Record, entered: Option<&Entered>, approved: Option<&Paper>) -> Record {
        if let Some(paper) = approved {
            return Record { approval: Approval::Approved, ..record.with_paper(*paper) };
        }
        let untold = record.roster.is_none() && entered.is_none_or(|entered| entered.employer.is_none());
        match self.kept.get(&record.key).filter(|_| untold) {
            Some(was) => Record { employer: was.employer, ..record },
            None => record,
        }
    }

    /// What was made of facts that are not there any more.
    fn lost(
        &self,
        pair: Pair,
        touches: &[StoredTouch],
        wanted: &BTreeMap<RecordKey, Record>,
        known: &Known,
    ) -> Vec<Difference> {
        let mut lost = Vec::new();
        let counted: i64 = of(pair, &self.kept).map(|(_, record)| i64::from(record.touches)).sum();
        if counted > i64::try_from(touches.len()).unwrap_or(i64::MAX) {
            lost.push(difference(Differs::FactsMissing, pair, None, "touches"));
        }
        for (key, record) in of(pair, &self.kept).filter(|(key, _)| !wanted.contains_key(key)) {
            let said = known.said.contains_key(key);
            if record.touches == 0 && !said {
                lost.push(difference(Differs::FactsMissing, pair, Some(*key), "entry"));
            }
        }
        for (key, _) in of(pair, &known.approved).filter(|(key, _)| !wanted.contains_key(key)) {
            lost.push(difference(Differs::FactsMissing, pair, Some(*key), "approved"));
        }
        lost
    }

    /// Every difference between what the facts say and what is kept.
    pub fn differences(&self) -> Vec<Difference> {
        let mut found: Vec<Difference> = self.missing.values().flatten().cloned().collect();
        let keys: BTreeSet<&RecordKey> = self.wanted.keys().chain(self.kept.keys()).collect();
        for key in keys {
            let pair = (key.technician, key.site);
            if self.missing.contains_key(&pair) {
                continue;
            }
            let (kind, what) = match (self.wanted.get(key), self.kept.get(key)) {
                (Some(_), None) => (Differs::Missing, String::new()),
                (None, Some(_)) => (Differs::Extra, String::new()),
                (Some(wanted), Some(kept)) if wanted != kept => (Differs::Otherwise, columns(wanted, kept)),
                _ => continue,
            };
            found.push(difference(kind, pair, Some(*key), &what));
        }
        found
    }
}

fn difference(kind: Differs, pair: Pair, key: Option<RecordKey>, what: &str) -> Difference {
    Difference {
        kind,
        technician: Some(pair.0),
        site: Some(pair.1),
        day: key.map(|key| key.date),
        what: what.to_owned(),
    }
}

/// The names of what two records of a day say otherwise.
fn columns(one: &Record, other: &Record) -> String {
    let differ = [
        ("first_in", one.first_in != other.first_in),
        ("last_out", one.last_out != other.last_out),
        ("inside_since", one.inside_since != other.inside_since),
        ("employer", one.employer != other.employer),
        ("roster_id", one.roster != other.roster),
        ("tier", one.tier != other.tier),
        ("trade", one.trade != other.trade),
        ("role", one.role != other.role),
        ("channel", one.channel != other.channel),
        ("approval", one.approval != other.approval),
        ("touches", one.touches != other.touches),
        ("by_hand", one.by_hand != other.by_hand),
    ];
    differ.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}
