//! Words of counters. Invariant: every kind of paper and every place papers can be has words of its own.

use crate::{
    shell::{Tone, lang, t, tw},
    technician::words::identity_kind,
};
use domain::{
    application::State,
    counter::{Checked, Paper, Papers},
    fee::{FeeLine, PaymentReference},
    registrar::SampleVerdict,
    technician::IdentityKind,
    time::WorkDate,
};
use i18n::{Msg, date, msg, number};

use msg::counter as m;

/// A kind of paper.
pub const fn paper(paper: Paper) -> Msg {
    match paper {
        Paper::Application => m::PAPER_APPLICATION,
        Paper::Photo => m::PAPER_PHOTO,
        Paper::Employment => m::PAPER_EMPLOYMENT,
        Paper::Insurance => m::PAPER_INSURANCE,
        Paper::MutualAid => m::PAPER_MUTUAL_AID,
        Paper::AccidentInsurance => m::PAPER_ACCIDENT_INSURANCE,
        Paper::HealthCheck => m::PAPER_HEALTH_CHECK,
        Paper::School => m::PAPER_SCHOOL,
        Paper::Chief => m::PAPER_CHIEF,
        Paper::Qualification => m::PAPER_QUALIFICATION,
        Paper::Training => m::PAPER_TRAINING,
        Paper::Award => m::PAPER_AWARD,
        Paper::LicenceNotice => m::PAPER_LICENCE_NOTICE,
        Paper::Registry => m::PAPER_REGISTRY,
        Paper::Tax => m::PAPER_TAX,
    }
}

/// Where papers are, in a word.
pub const fn place(papers: &Papers) -> (Msg, Tone) {
    match papers {
        Papers::Here => (m::PAPERS_HERE, Tone::Plain),
        Papers::Sent { .. } => (m::PAPERS_SENT, Tone::Info),
        Papers::Arrived { .. } => (m::PAPERS_ARRIVED, Tone::Ok),
    }
}

/// The same with number and day.
pub fn place_whole(papers: &Papers, today: WorkDate) -> String {
    match papers {
        Papers::Here => t(m::PAPERS_HERE).to_owned(),
        Papers::Sent { tracking, on } => {
            tw(m::POSTED, &[("tracking", tracking), ("day", &date::day_only(lang(), *on))])
        }
        Papers::Arrived { at: Some(at) } => tw(m::ARRIVED, &[("at", &date::date_time(lang(), *at, today))]),
        Papers::Arrived { at: None } => t(m::ARRIVED_HERE).to_owned(),
    }
}

/// Who looked at what, in one sentence.
pub fn looked(checked: &Checked, today: WorkDate) -> String {
    let at = date::date_time(lang(), checked.at, today);
    tw(m::CHECKED_BY, &[("at", &at), ("name", &checked.by)])
}

/// The papers taken in, joined.
pub fn papers_of(checked: &Checked) -> String {
    let words: Vec<&str> = checked.papers.iter().map(|kind| t(paper(*kind))).collect();
    words.join(t(msg::common::LIST_JOIN))
}

/// Kinds of identity documents, for a list to choose from.
pub fn identity_kinds() -> Vec<(String, String)> {
    IdentityKind::ALL.iter().map(|kind| (kind.code().to_owned(), t(identity_kind(*kind)).to_owned())).collect()
}

/// What is to be paid, by when and by which reference; of what came and is looked at, that.
pub fn pay(fee: &FeeLine) -> String {
    if fee.is_checked() {
        return crate::fee::being_checked(fee.came);
    }
    let reference = fee.reference.map(PaymentReference::grouped).unwrap_or_default();
    let due = fee.due.map(|due| date::day_only(lang(), due)).unwrap_or_default();
    tw(m::FEE, &[("yen", &number::yen(lang(), fee.left().get())), ("due", &due), ("reference", &reference)])
}

/// The tone of a state in a list.
pub const fn tone(state: State) -> Tone {
    match state {
        State::Completed => Tone::Ok,
        State::Returned | State::AwaitingPayment => Tone::Warn,
        State::Rejected => Tone::Err,
        _ => Tone::Info,
    }
}

/// What the operator found.
pub const fn verdict(of: SampleVerdict) -> (Msg, Tone) {
    match of {
        SampleVerdict::Good => (m::VERDICT_GOOD, Tone::Ok),
        SampleVerdict::ToMend => (m::VERDICT_TO_MEND, Tone::Warn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_paper_has_words_of_its_own() {
        let words: BTreeSet<&str> = Paper::ALL.into_iter().map(|kind| paper(kind).key()).collect();
        assert_eq!(words.len(), Paper::ALL.len());
    }
}
