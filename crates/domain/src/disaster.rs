//! 特例: what a disaster changes, as data. Invariant: an exception only ever gives more time; nothing is taken from anybody
//! by one.
//!
//! Source: 10-registration.md, Disaster exceptions; general-meeting-11 資料2 §6.

pub mod proposal;
pub mod relief;

use crate::{history::deadline::deadline, prefecture::PrefectureCode, time::WorkDate};
use serde::{Deserialize, Serialize};

/// Days of work that may be entered or put right late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRelief {
    /// The last day of work it is for.
    pub days_until: WorkDate,
    /// The last day on which such days may be entered.
    pub until: WorkDate,
}

/// Renewals that may be made late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalRelief {
    /// The first end of a registration it is for.
    pub due_from: WorkDate,
    /// The last end of a registration it is for.
    pub due_to: WorkDate,
    /// The day those count until.
    pub until: WorkDate,
}

/// A disaster and what it allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disaster {
    /// Stable word.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Legal ground.
    pub ground: String,
    /// The day it began.
    pub from: WorkDate,
    /// By the address of the site's office or of the business.
    pub prefectures: Vec<PrefectureCode>,
    /// Direct entry and correction.
    pub entry: Option<EntryRelief>,
    /// Renewals.
    pub renewal: Option<RenewalRelief>,
    /// Until when a log-in is not limited for non-payment, on request.
    pub payment_until: Option<WorkDate>,
}

impl Disaster {
    /// Whether it is for an address in this prefecture.
    pub fn is_for(&self, prefecture: PrefectureCode) -> bool {
        self.prefectures.contains(&prefecture)
    }
    /// Until when a registration that ends on `valid_until` counts by this exception; `None` where it is not for it.
    pub fn renewal_until(&self, valid_until: WorkDate, prefecture: PrefectureCode) -> Option<WorkDate> {
        let relief = self.renewal.filter(|_| self.is_for(prefecture))?;
        (relief.due_from..=relief.due_to).contains(&valid_until).then_some(relief.until)
    }
    /// Until when a day of work may be entered or put right by this exception; `None` where it is not for it. Not for days
    /// whose usual time was over when the disaster began: it kept nobody from entering those (ours).
    pub fn entry_until(&self, day: WorkDate, prefecture: PrefectureCode) -> Option<WorkDate> {
        let relief = self.entry.filter(|_| self.is_for(prefecture))?;
        (day <= relief.days_until && deadline(day) >= self.from).then_some(relief.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i32) -> WorkDate {
        WorkDate::from_number(number).unwrap()
    }

    #[test]
    fn days_of_the_noto_earthquake_could_be_entered_until_the_end_of_june() {
        let noto = Disaster {
            code: "noto-2024".to_owned(),
            name: "令和6年能登半島地震".to_owned(),
            ground: "災害救助法".to_owned(),
            from: day(20_240_101),
            prefectures: [15, 16, 17, 18].map(PrefectureCode::from_stored).to_vec(),
            entry: Some(EntryRelief { days_until: day(20_240_430), until: day(20_240_630) }),
            renewal: None,
            payment_until: None,
        };
        for (worked, prefecture, may) in [
            (20_240_430, 17, true),
            (20_240_501, 17, false),
            (20_231_201, 15, true),
            (20_231_130, 15, false),
            (20_240_430, 14, false),
            (20_240_430, 19, false),
        ] {
            let until = noto.entry_until(day(worked), PrefectureCode::from_stored(prefecture));
            assert_eq!(until, may.then_some(day(20_240_630)), "{worked} {prefecture}");
        }
        assert_eq!(noto.renewal_until(day(20_240_331), PrefectureCode::from_stored(17)), None);
    }
}
