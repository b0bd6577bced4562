//! In which sections (工区) of an umbrella site the days of a month were touched. Invariant: read from the touches themselves,
//! by the rule that made the days; of a site where no gate stood in a section, none is read.

use crate::{Result, touch};
use domain::{
    id::{SiteId, TechnicianId},
    site::{InSection, Stands, in_turn},
    time::YearMonth,
};
use std::collections::HashMap;
use store::{ConnectionTrait, history::RecordKey};

/// The sections of the days of people at a site (with its day boundary) in a month, each once in the order of touches; days
/// without any are absent.
pub(super) async fn of_month(
    db: &impl ConnectionTrait,
    at: (SiteId, i16),
    stands: &Stands,
    (month, people): (YearMonth, &[TechnicianId]),
) -> Result<HashMap<RecordKey, Vec<InSection>>> {
    if stands.is_empty() {
        return Ok(HashMap::new());
    }
    let touches = touch::touches_of_month(db, at, month, people).await?;
    let days = touches.into_iter().map(|(key, touches)| {
        let each = touches.iter().filter_map(|touch| stands.section_of(touch.source, (touch.at, key.date)));
        (key, in_turn(each))
    });
    Ok(days.filter(|(_, sections)| !sections.is_empty()).collect())
}
