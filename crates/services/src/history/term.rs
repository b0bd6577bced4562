//! Until when the businesses of a site put a day of work right there. Invariant: one rule for taking approvals back and for
//! papers that are finished after a site has ended (`domain::history::deadline`).

use crate::Result;
use domain::{
    disaster::Disaster,
    history::deadline::{last_day, may_enter},
    id::BusinessId,
    prefecture::PrefectureCode,
    time::WorkDate,
};
use store::{ConnectionTrait, site::Site};

/// What a last day depends on beside the day of work.
pub(crate) struct Term {
    prefectures: Vec<PrefectureCode>,
    disasters: Vec<Disaster>,
}

impl Term {
    /// At a site, for an acting business; absent: for the register itself.
    pub async fn of(db: &impl ConnectionTrait, site: &Site, by: Option<BusinessId>) -> Result<Self> {
        let acting = match by {
            Some(by) => store::business::find(db, by).await?.map(|business| business.prefecture),
            None => None,
        };
        let prefectures = core::iter::once(site.prefecture).chain(acting).collect();
        Ok(Self { prefectures, disasters: store::disaster::all(db).await? })
    }
    /// The last day for a day of work.
    pub fn last_day(&self, day: WorkDate) -> WorkDate {
        last_day(day, &self.prefectures, &self.disasters)
    }
    /// Whether a day of work may be put right on `today`.
    pub fn is_open(&self, day: WorkDate, today: WorkDate) -> bool {
        may_enter(day, today, &self.prefectures, &self.disasters).is_ok()
    }
}
