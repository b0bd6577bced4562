//! In which sections (工区) of an umbrella site the days of a month were touched, and on which an own phone was not near. Invariant:
//! read from the touches themselves, by the rule that made the days; of a site where no gate stood in a section and that does not
//! say where it is, none is read.

use crate::{Result, touch};
use domain::{
    id::{SiteId, TechnicianId},
    site::{InSection, Stands, in_turn},
    time::YearMonth,
    touch::distance::Distance,
};
use std::collections::{HashMap, HashSet};
use store::{ConnectionTrait, history::RecordKey, touch::StoredTouch};

/// The sections of the days of people at a site (with its day boundary) in a month, each once in the order of touches; days
/// without any are absent.
pub(super) async fn of_month(
    db: &impl ConnectionTrait,
    at: (SiteId, i16),
    stands: &Stands,
    of: (YearMonth, &[TechnicianId]),
) -> Result<HashMap<RecordKey, Vec<InSection>>> {
    if stands.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(in_sections(&touch::touches_of_month(db, at, of.0, of.1).await?, stands))
}

/// What a table shows of where days were touched.
#[derive(Default)]
pub(super) struct Where {
    /// As [`of_month`].
    pub sections: HashMap<RecordKey, Vec<InSection>>,
    /// Days with a touch that is marked for its distance.
    pub far: HashSet<RecordKey>,
}

/// Both; `has_position`: the site says where it is, so that own phones may have been asked.
pub(super) async fn touched(
    db: &impl ConnectionTrait,
    at: (SiteId, i16),
    (stands, has_position): (&Stands, bool),
    of: (YearMonth, &[TechnicianId]),
) -> Result<Where> {
    if stands.is_empty() && !has_position {
        return Ok(Where::default());
    }
    let touches = touch::touches_of_month(db, at, of.0, of.1).await?;
    let is_far = |touch: &StoredTouch| Distance::of_flags(touch.flags).is_some_and(Distance::is_marked);
    let far = touches.iter().filter(|(_, touches)| touches.iter().any(is_far)).map(|(key, _)| *key).collect();
    Ok(Where { sections: in_sections(&touches, stands), far })
}

fn in_sections(touches: &HashMap<RecordKey, Vec<StoredTouch>>, stands: &Stands) -> HashMap<RecordKey, Vec<InSection>> {
    let days = touches.iter().map(|(key, touches)| {
        let each = touches.iter().filter_map(|touch| stands.section_of(touch.source, (touch.at, key.date)));
        (*key, in_turn(each))
    });
    days.filter(|(_, sections)| !sections.is_empty()).collect()
}
