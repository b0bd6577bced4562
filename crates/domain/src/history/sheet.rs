//! 就業履歴の表: a month of a site, person by person and day by day, as the office looks at it. Invariant: plain data; what
//! it holds is what the looker's business sees of the site, and what it offers is what that business may approve.

use super::{DaySet, approval::Mark};
use crate::{
    id::{SectionId, StructureId, TechnicianId},
    level::Level,
    site::{InSection, Section},
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// For what somebody is looked for in the table: with a record that stands so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetState {
    /// 承認待ち: may be approved together with others.
    Waiting,
    /// Something is missing: 入場, 退場, the roster, 職種 or 立場.
    Look,
}

impl SheetState {
    /// Both, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Waiting, Self::Look];
    /// The word in an address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Look => "look",
        }
    }
    /// From the word in an address.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
    /// Whether a record that stands so is meant.
    pub const fn is_of(self, mark: Mark) -> bool {
        match mark {
            Mark::Waiting => matches!(self, Self::Waiting),
            Mark::Incomplete | Mark::Unlisted | Mark::NoIn | Mark::NoOut => matches!(self, Self::Look),
            Mark::Approved | Mark::Inside | Mark::NotOver => false,
        }
    }
}

/// Which people of a site's month are looked at; what is absent limits nothing. Of who is shown, the whole month is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SheetFilter {
    /// Those of this place in the tree: under it on the roster, or employed by its business and without a line.
    pub place: Option<StructureId>,
    /// 職種 of their line, or of a record without one.
    pub trade: Option<TradeCode>,
    /// Those with a record that stands so; with a place or trade, one of that place or trade.
    pub state: Option<SheetState>,
    /// Those with a record that was touched in this section of an umbrella site.
    pub section: Option<SectionId>,
    /// A part of the name or フリガナ, or a whole 技能者ID, as typed. Empty: everybody.
    pub q: String,
}

/// A company of a site, to choose by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetPlace {
    /// Its place in the tree.
    pub id: StructureId,
    /// 次数: 0 = prime.
    pub tier: i16,
    /// Name of the business.
    pub name: String,
}

/// The record of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayMark {
    /// The working day.
    pub date: WorkDate,
    /// How it stands.
    pub mark: Mark,
    /// It was entered by hand, wholly or where touches lack something.
    pub by_hand: bool,
}

/// In which sections of an umbrella site a day was touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySections {
    /// The working day.
    pub date: WorkDate,
    /// Each once, in the order of touches.
    pub sections: Vec<InSection>,
}

/// One person's month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Who.
    pub technician_id: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level.
    pub level: Level,
    /// For whom: as the last of the records says, else the roster.
    pub business: Option<String>,
    /// 次数 of that business, where the person is on the roster: 0 = prime.
    pub tier: Option<i16>,
    /// Records by day, oldest first.
    pub marks: Vec<DayMark>,
    /// The days that may be approved together with others.
    pub offered: DaySet,
    /// The days that may be approved by their own cell only; none of [`SheetRow::offered`].
    pub alone: DaySet,
    /// Where the days were touched, of those that were in a section.
    pub sections: Vec<DaySections>,
    /// The days on which an own phone was not near the site, or did not say where it was though it was asked.
    pub far: DaySet,
}

impl SheetRow {
    /// The sections of a day, in the order of touches.
    pub fn sections_on(&self, date: WorkDate) -> &[InSection] {
        self.sections.iter().find(|day| day.date == date).map_or(&[][..], |day| day.sections.as_slice())
    }
    /// Whether a day of the month was touched in a section.
    pub fn was_in(&self, section: SectionId) -> bool {
        self.sections.iter().flat_map(|day| &day.sections).any(|one| one.id == section)
    }
    /// Whether a day was entered by hand.
    pub fn is_by_hand(&self, date: WorkDate) -> bool {
        self.marks.iter().any(|day| day.date == date && day.by_hand)
    }
    /// The record of a day.
    pub fn on(&self, date: WorkDate) -> Option<Mark> {
        self.marks.iter().find(|day| day.date == date).map(|day| day.mark)
    }
}

/// Records of the whole site on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTotal {
    /// The working day.
    pub date: WorkDate,
    /// 就業履歴数.
    pub records: i64,
    /// Approved among them.
    pub approved: i64,
}

/// A part of a site's month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// 現場名.
    pub site: String,
    /// Which month.
    pub month: YearMonth,
    /// Today.
    pub today: WorkDate,
    /// By kana.
    pub people: Vec<SheetRow>,
    /// After whom the next part begins, where there is one.
    pub next: Option<TechnicianId>,
    /// The companies that the looker sees here, upper tiers first.
    pub places: Vec<SheetPlace>,
    /// The sections of the site, also those that have ended; none where it has none.
    pub sections: Vec<Section>,
    /// By day, from kept counts and of everybody, whatever is looked for; absent for who sees a branch only.
    pub totals: Option<Vec<DayTotal>>,
    /// The looker approves something at this site.
    pub approves: bool,
}

impl Sheet {
    /// How many records of this part may be approved together.
    pub fn offered(&self) -> u32 {
        self.people.iter().map(|row| row.offered.len()).sum()
    }
    /// How many of them are of one day.
    pub fn offered_on(&self, date: WorkDate) -> usize {
        self.people.iter().filter(|row| row.offered.contains(date)).count()
    }
    /// Whether anything of this part may be approved.
    pub fn offers(&self) -> bool {
        self.people.iter().any(|row| !row.offered.with(row.alone).is_empty())
    }
    /// The days of the month, in their order.
    pub fn days(&self) -> Vec<WorkDate> {
        DaySet::from_stored(i32::MAX).dates(self.month).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_the_days_of_its_month_and_counts_what_it_offers() {
        let day = |number: i32| WorkDate::from_stored(20_260_200 + number);
        let row = |of: &[i32]| SheetRow {
            technician_id: TechnicianId::from_body(1),
            name: "山本 健太".to_owned(),
            kana: "ヤマモト ケンタ".to_owned(),
            level: Level::Two,
            business: None,
            tier: None,
            marks: of
                .iter()
                .map(|number| DayMark { date: day(*number), mark: Mark::Waiting, by_hand: false })
                .collect(),
            offered: of.iter().map(|number| day(*number)).collect(),
            alone: DaySet::EMPTY,
            sections: Vec::new(),
            far: DaySet::EMPTY,
        };
        let mut sheet = Sheet {
            site: "湊町三丁目".to_owned(),
            month: YearMonth::from_stored(202_602),
            today: day(28),
            people: vec![row(&[2, 3]), row(&[]), row(&[3, 28])],
            next: None,
            places: Vec::new(),
            sections: Vec::new(),
            totals: None,
            approves: true,
        };
        assert_eq!((sheet.days().len(), sheet.days().last().copied()), (28, Some(day(28))));
        assert_eq!(sheet.offered(), 4);
        assert_eq!([1, 2, 3, 28].map(|number| sheet.offered_on(day(number))), [0, 1, 2, 1]);
        let marks: Vec<_> = sheet.people.iter().map(|row| row.on(day(28))).collect();
        assert_eq!(marks, [None, None, Some(Mark::Waiting)]);
        assert!(sheet.offers());
        sheet.people.truncate(2);
        sheet.people.remove(0);
        assert!(!sheet.offers());
        sheet.people[0].alone = DaySet::of(day(4));
        assert!(sheet.offers(), "a cell of its own");
        assert_eq!(sheet.offered(), 0);
    }

    #[test]
    fn a_row_says_in_which_sections_its_days_were() {
        let day = |number: i32| WorkDate::from_stored(20_260_200 + number);
        let section = |n: u128| SectionId(uuid::Uuid::from_u128(n));
        let one = |n: u128| InSection { id: section(n), name: n.to_string(), over: false };
        let row = SheetRow {
            technician_id: TechnicianId::from_body(1),
            name: "山本 健太".to_owned(),
            kana: "ヤマモト ケンタ".to_owned(),
            level: Level::Two,
            business: None,
            tier: None,
            marks: Vec::new(),
            offered: DaySet::EMPTY,
            alone: DaySet::EMPTY,
            sections: vec![DaySections { date: day(3), sections: vec![one(2), one(1)] }],
            far: DaySet::EMPTY,
        };
        assert_eq!((row.sections_on(day(3)), row.sections_on(day(4))), (&[one(2), one(1)][..], &[][..]));
        assert!(row.was_in(section(1)) && row.was_in(section(2)) && !row.was_in(section(3)));
    }

    #[test]
    fn what_waits_and_what_needs_a_look_are_told_apart() {
        for (mark, state) in [
            (Mark::Waiting, Some(SheetState::Waiting)),
            (Mark::NoIn, Some(SheetState::Look)),
            (Mark::NoOut, Some(SheetState::Look)),
            (Mark::Unlisted, Some(SheetState::Look)),
            (Mark::Incomplete, Some(SheetState::Look)),
            (Mark::Approved, None),
            (Mark::Inside, None),
            (Mark::NotOver, None),
        ] {
            let of: Vec<SheetState> = SheetState::ALL.into_iter().filter(|state| state.is_of(mark)).collect();
            assert_eq!(of, state.into_iter().collect::<Vec<_>>(), "{mark:?}");
        }
        for state in SheetState::ALL {
            assert_eq!(SheetState::from_code(state.code()), Some(state));
        }
        assert_eq!(SheetState::from_code("all"), None);
    }
}
