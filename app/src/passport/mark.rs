//! What the technician is told of a line of history, in one word. Invariant: one word per line, and the one that asks
//! for something wins.

use crate::shell::{Tone, icon};
use domain::{
    history::{Approval, is_half},
    passport::HistoryLine,
    time::WorkDate,
};
use i18n::{Msg, msg, word};

/// The state of a line, the most pressing last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// 承認ずみ.
    Approved,
    /// 確認中.
    Waiting,
    /// 要確認: no out, no in, or not on the roster.
    Look,
    /// 入場中.
    Inside,
}

impl Mark {
    /// Of one line, seen on `today`.
    pub fn of(line: &HistoryLine, today: WorkDate) -> Self {
        let half = is_half(line.first_in, line.last_out, line.date, today);
        match line.approval {
            _ if line.inside => Self::Inside,
            Approval::Approved => Self::Approved,
            Approval::Provisional if half || line.unrostered => Self::Look,
            Approval::Provisional => Self::Waiting,
        }
    }
    /// Of a day with several lines: what asks for something wins.
    pub fn of_day<'a>(lines: impl Iterator<Item = &'a HistoryLine>, today: WorkDate) -> Option<Self> {
        lines.map(|line| Self::of(line, today)).max()
    }
    /// Its word.
    pub const fn word(self) -> Msg {
        match self {
            Self::Approved => word::approval_for_technician(Approval::Approved),
            Self::Waiting => word::approval_for_technician(Approval::Provisional),
            Self::Look => msg::history::LOOK,
            Self::Inside => msg::history::INSIDE_NOW,
        }
    }
    /// Its colour.
    pub const fn tone(self) -> Tone {
        match self {
            Self::Approved | Self::Inside => Tone::Ok,
            Self::Waiting => Tone::Info,
            Self::Look => Tone::Warn,
        }
    }
    /// Its shape.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Approved => icon::CHECK_CIRCLE_FILL,
            Self::Waiting => icon::SCHEDULE,
            Self::Look => icon::WARNING_FILL,
            Self::Inside => icon::LOGIN,
        }
    }
    /// Its class in the calendar.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Waiting => "waiting",
            Self::Look => "look",
            Self::Inside => "inside",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{id::SiteId, time::Instant};

    fn line() -> HistoryLine {
        HistoryLine {
            date: WorkDate::from_stored(20_261_119),
            site_id: SiteId::from_stored(1),
            site: "湊町".to_owned(),
            first_in: Some(Instant(1)),
            last_out: Some(Instant(2)),
            approval: Approval::Provisional,
            unrostered: false,
            inside: false,
        }
    }

    #[test]
    fn what_asks_for_something_is_said() {
        let today = WorkDate::from_stored(20_261_120);
        let approved = HistoryLine { approval: Approval::Approved, ..line() };
        for (case, expected) in [
            (line(), Mark::Waiting),
            (approved.clone(), Mark::Approved),
            (HistoryLine { last_out: None, ..line() }, Mark::Look),
            (HistoryLine { last_out: None, ..approved.clone() }, Mark::Approved),
            (HistoryLine { first_in: None, ..line() }, Mark::Look),
            (HistoryLine { unrostered: true, ..line() }, Mark::Look),
            (HistoryLine { date: today, last_out: None, ..line() }, Mark::Waiting),
            (HistoryLine { date: today, last_out: None, inside: true, ..line() }, Mark::Inside),
        ] {
            assert_eq!(Mark::of(&case, today), expected, "{case:?}");
        }
        let day = [approved, HistoryLine { unrostered: true, ..line() }, line()];
        assert_eq!(Mark::of_day(day.iter(), today), Some(Mark::Look));
        assert_eq!(Mark::of_day([].iter(), today), None);
    }
}
