//! 支払猶予: a business in the area of a disaster asks not to be limited for what it has not paid. Invariant: claims stay;
//! only the limit of the log-in is lifted, until a day the exception names.
//!
//! Source: 10-registration.md, Disaster exceptions (log-in not blocked for non-payment on request).

use super::Disaster;
use crate::{
    id::{BusinessId, ReliefId},
    prefecture::PrefectureCode,
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

/// Longest reason, characters.
pub const REASON_CHARS_MAX: u32 = 500;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReliefState {
    /// Waits for the operator.
    Asked,
    /// Granted.
    Granted,
    /// Not granted.
    Refused,
}

impl ReliefState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Asked, Self::Granted, Self::Refused];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Asked => 1,
            Self::Granted => 2,
            Self::Refused => 3,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
}

/// Whether a business at an address may ask by this exception on `today`, and until when it would be relieved.
pub fn offered(disaster: &Disaster, prefecture: PrefectureCode, today: WorkDate) -> Option<WorkDate> {
    let until = disaster.payment_until.filter(|_| disaster.is_for(prefecture))?;
    (disaster.from <= today && today <= until).then_some(until)
}

/// A request as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReliefRow {
    /// Which.
    pub id: ReliefId,
    /// Who asks.
    pub business: BusinessId,
    /// Its name.
    pub name: String,
    /// Name of the exception.
    pub disaster: String,
    /// Why.
    pub reason: String,
    /// When it was asked.
    pub asked_at: Instant,
    /// Until when it would be relieved.
    pub until: WorkDate,
}

/// What a business may ask, has asked, or was granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRelief {
    /// Stable word of the exception.
    pub code: String,
    /// Its name.
    pub disaster: String,
    /// Until when.
    pub until: WorkDate,
    /// Where its own request stands; absent where it has not asked.
    pub state: Option<ReliefState>,
}

impl OwnRelief {
    /// Whether it may ask now: where it has not, or was refused.
    pub fn may_ask(&self) -> bool {
        matches!(self.state, None | Some(ReliefState::Refused))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relief_is_offered_in_the_area_from_the_first_day_through_the_last() {
        let day = WorkDate::from_stored;
        let mut disaster = Disaster {
            code: "x".to_owned(),
            name: "x".to_owned(),
            ground: "災害救助法".to_owned(),
            from: day(20_240_101),
            prefectures: vec![PrefectureCode::from_stored(17)],
            entry: None,
            renewal: None,
            payment_until: Some(day(20_240_630)),
        };
        let (inside, outside) = (PrefectureCode::from_stored(17), PrefectureCode::from_stored(13));
        for (place, today, until) in [
            (inside, 20_231_231, None),
            (inside, 20_240_101, Some(20_240_630)),
            (inside, 20_240_630, Some(20_240_630)),
            (inside, 20_240_701, None),
            (outside, 20_240_301, None),
        ] {
            assert_eq!(offered(&disaster, place, day(today)).map(WorkDate::number), until, "{today}");
        }
        disaster.payment_until = None;
        assert_eq!(offered(&disaster, inside, day(20_240_301)), None);
    }

    #[test]
    fn who_was_refused_may_ask_again() {
        let own = |state| OwnRelief {
            code: String::new(),
            disaster: String::new(),
            until: WorkDate::from_stored(20_240_630),
            state,
        };
        assert!(own(None).may_ask() && own(Some(ReliefState::Refused)).may_ask());
        assert!(!own(Some(ReliefState::Asked)).may_ask() && !own(Some(ReliefState::Granted)).may_ask());
        for state in ReliefState::ALL {
            assert_eq!(ReliefState::from_stored(state.number()), Some(state));
        }
    }
}
