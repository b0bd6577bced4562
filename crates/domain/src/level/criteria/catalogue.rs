//! Qualifications, trainings and awards that criteria ask for. Invariant: each is a number below [`QUALIFICATIONS_MAX`], so
//! that what somebody holds is a few machine words, and holding a higher grade is holding the lower ones.
//!
//! Source: 40-levels-and-passport.md (a higher grade implies the lower, as data); names from data/level_criteria.csv, codes
//! from data/qualification_codes_partial.csv.

use super::fault::{Faults, Reason};
use crate::text::search_key;
use std::collections::BTreeMap;

/// How many a catalogue may have.
pub const QUALIFICATIONS_MAX: usize = 256;
const WORDS: usize = QUALIFICATIONS_MAX / 64;

/// A qualification of one catalogue. Its number is that catalogue's alone: what is stored is the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QualificationId(u8);

impl QualificationId {
    fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Some qualifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held([u64; WORDS]);

impl Held {
    /// Puts one in.
    pub fn insert(&mut self, id: QualificationId) {
        self.0[id.index() / 64] |= 1 << (id.index() % 64);
    }
    /// Puts in all of the other's.
    pub fn add(&mut self, other: &Self) {
        for (ours, theirs) in self.0.iter_mut().zip(other.0) {
            *ours |= theirs;
        }
    }
    /// Whether it is among them.
    pub fn contains(&self, id: QualificationId) -> bool {
        self.0[id.index() / 64] & (1 << (id.index() % 64)) != 0
    }
    /// Whether any is among both.
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(ours, theirs)| ours & theirs != 0)
    }
}

impl FromIterator<QualificationId> for Held {
    fn from_iter<I: IntoIterator<Item = QualificationId>>(ids: I) -> Self {
        let mut held = Self::default();
        for id in ids {
            held.insert(id);
        }
        held
    }
}

/// Which of the person's lists it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QualificationKind {
    /// 保有資格.
    Qualification,
    /// 研修等受講履歴.
    Training,
    /// 表彰履歴.
    Award,
}

impl QualificationKind {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "qualification" => Some(Self::Qualification),
            "training" => Some(Self::Training),
            "award" => Some(Self::Award),
            _ => None,
        }
    }
}

/// A qualification, training or award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualification {
    /// By which files of criteria name it.
    pub key: String,
    /// Official name. Not translated.
    pub name: String,
    /// Official code of five digits, where it is published.
    pub code: Option<String>,
    /// In which list it stands.
    pub kind: QualificationKind,
    /// Lower grades that who holds it need not show, those that follow from them left out.
    pub implies: Vec<QualificationId>,
}

/// As a file says it.
pub(super) struct Entry {
    pub key: String,
    pub name: String,
    pub code: Option<String>,
    pub kind: Option<String>,
    pub also: Vec<String>,
    pub implies: Vec<String>,
}

/// All that criteria ask for.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    all: Vec<Qualification>,
    /// Of each: itself and every lower grade.
    with_lower: Vec<Held>,
    by_key: BTreeMap<String, QualificationId>,
    by_code: BTreeMap<String, QualificationId>,
    by_name: BTreeMap<String, QualificationId>,
}

impl Catalogue {
    /// Of entries; what is wrong with one leaves it out.
    pub(super) fn new(entries: &[Entry], faults: &mut Faults) -> Self {
        let mut made = Self::default();
        let added: Vec<_> = entries.iter().filter_map(|entry| Some((made.put(entry, faults)?, entry))).collect();
        for (id, entry) in added {
            for key in &entry.implies {
                match made.by_key.get(key) {
                    Some(lower) => made.all[id.index()].implies.push(*lower),
                    None => faults.at(place(&entry.key), Reason::UnknownQualification(key.clone())),
                }
            }
        }
        made.close();
        if let Some((key, path)) = made.cycle() {
            faults.at(place(&key), Reason::GradeCycle(path));
        }
        made
    }

    fn put(&mut self, entry: &Entry, faults: &mut Faults) -> Option<QualificationId> {
        let place = place(&entry.key);
        let Some(id) = u8::try_from(self.all.len()).ok().map(QualificationId) else {
            faults.at(place, Reason::TooManyQualifications(QUALIFICATIONS_MAX));
            return None;
        };
        let kind = match entry.kind.as_deref() {
            None => Some(QualificationKind::Qualification),
            Some(word) => QualificationKind::from_word(word),
        };
        let Some(kind) = kind else {
            faults.at(place, Reason::UnknownKind(entry.kind.clone().unwrap_or_default()));
            return None;
        };
        if entry.key.is_empty() || entry.name.trim().is_empty() {
            faults.at(place, Reason::Empty);
            return None;
        }
        if self.by_key.contains_key(&entry.key) {
            faults.at(place, Reason::Twice(entry.key.clone()));
            return None;
        }
        self.by_key.insert(entry.key.clone(), id);
        if let Some(code) = &entry.code
            && self.by_code.insert(code.clone(), id).is_some()
        {
            faults.at(place.as_str(), Reason::Twice(code.clone()));
        }
        for name in entry.also.iter().chain([&entry.name]) {
            if self.by_name.insert(search_key(name), id).is_some() {
                faults.at(place.as_str(), Reason::Twice(name.clone()));
            }
        }
        self.with_lower.push([id].into_iter().collect());
        let (key, name, code) = (entry.key.clone(), entry.name.clone(), entry.code.clone());
        self.all.push(Qualification { key, name, code, kind, implies: Vec::new() });
        Some(id)
    }

    /// Each round carries every implication one step on, so there are no more rounds than qualifications.
    fn close(&mut self) {
        for _ in 0..self.all.len() {
            let before = self.with_lower.clone();
            for (held, one) in self.with_lower.iter_mut().zip(&self.all) {
                for lower in &one.implies {
                    held.add(&before[lower.index()]);
                }
            }
            if before == self.with_lower {
                return;
            }
        }
    }

    /// The first grade that is above itself, and how.
    fn cycle(&self) -> Option<(String, String)> {
        let leads = |from: QualificationId, to: QualificationId| self.with_lower[from.index()].contains(to);
        let lower = |of: QualificationId, to: QualificationId| {
            self.all[of.index()].implies.iter().copied().find(|lower| leads(*lower, to))
        };
        let start = self.ids().find(|id| lower(*id, *id).is_some())?;
        let mut path = vec![start];
        // A step that was taken before closes the circle, wherever that is.
        while let Some(step) = path.last().and_then(|last| lower(*last, start)) {
            let closed = path.contains(&step);
            path.push(step);
            if closed {
                break;
            }
        }
        let keys: Vec<&str> = path.iter().map(|id| self.all[id.index()].key.as_str()).collect();
        Some((keys[0].to_owned(), keys.join(" → ")))
    }

    fn ids(&self) -> impl Iterator<Item = QualificationId> {
        (0..=u8::MAX).take(self.all.len()).map(QualificationId)
    }

    /// All, in the order of their file.
    pub fn all(&self) -> impl Iterator<Item = (QualificationId, &Qualification)> {
        self.ids().zip(&self.all)
    }
    /// One of this catalogue; `None` for a number of another.
    pub fn get(&self, id: QualificationId) -> Option<&Qualification> {
        self.all.get(id.index())
    }
    /// By the key files of criteria use.
    pub fn by_key(&self, key: &str) -> Option<QualificationId> {
        self.by_key.get(key).copied()
    }
    /// What the register has, as criteria know it: by its official code, or else by its name, width and kana folded.
    /// `None`: no criteria ask for it.
    pub fn find(&self, code: Option<&str>, name: &str) -> Option<QualificationId> {
        let coded = code.and_then(|code| self.by_code.get(code));
        coded.or_else(|| self.by_name.get(&search_key(name))).copied()
    }
    /// It and every lower grade; nothing for a number of another catalogue.
    pub fn with_lower(&self, id: QualificationId) -> Held {
        self.with_lower.get(id.index()).copied().unwrap_or_default()
    }
}

fn place(key: &str) -> String {
    format!("qualification {key}")
}
