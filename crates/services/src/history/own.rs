//! 自社の人の就業日数: the year of one's own people and one of them day by day. Invariant: read only, and of nobody whom the
//! caller's business does not employ today.

use crate::{Call, Error, Result, passport};
use domain::{
    access::{Action, Denied, Resource, Scope},
    history::own::{MONTHS, OwnDays, OwnMonth, OwnQuery},
    id::{BusinessId, TechnicianId},
    listing::{Listed, PART_ROWS},
    passport::Days,
    time::YearMonth,
};
use store::{ConnectionTrait, history};

/// The caller's business, and the scope of its people's days. Errors: `Forbidden`, also for others who may read histories.
pub(super) fn own(call: &Call) -> Result<(BusinessId, Scope)> {
    let Some(own) = call.actor.business else {
        call.authorize(Action::HistoryRead, &Resource::Register)?;
        return Err(Error::Forbidden(Denied::Role));
    };
    Ok((own, call.authorize(Action::HistoryRead, &Resource::Business(own))?))
}

/// Whether the caller has people whose days it may see. Errors: `Forbidden`.
pub fn may_see_own(call: &Call) -> Result<()> {
    own(call).map(drop)
}

/// The part after the person `after` of what `query` asks for, and how many that is altogether. Errors: `Forbidden`.
pub async fn own_days(call: &Call, query: &OwnQuery, after: Option<TechnicianId>) -> Result<Listed<OwnDays>> {
    let (_, scope) = own(call)?;
    let db = call.db.read();
    let all = history::own_count(db, &scope, query, call.now()).await?;
    let asked = (query, call.now());
    let people = history::own_people(db, &scope, asked, (after, Some(PART_ROWS + 1))).await?;
    let rows = days_of(db, query, &people).await?;
    Ok(Listed::new(rows, all, |row| row.technician_id.to_string()))
}

/// The year of these people, in their order: the same for the page and the file.
pub(super) async fn days_of(
    db: &impl ConnectionTrait,
    query: &OwnQuery,
    people: &[TechnicianId],
) -> Result<Vec<OwnDays>> {
    let mut named = history::named(db, people).await?;
    let mut months = history::own_months(db, query.month.year(), people).await?;
    let sites = history::own_sites(db, query.month, people).await?;
    let rows = people.iter().filter_map(|id| {
        // Nobody is ever deleted, so everybody asked for is named.
        let named = named.remove(id)?;
        Some(OwnDays {
            technician_id: *id,
            name: named.name,
            kana: named.kana,
            level: named.level,
            trade: named.trade,
            months: months.remove(id).unwrap_or([Days::default(); MONTHS]).to_vec(),
            sites: sites.get(id).copied().unwrap_or_default(),
        })
    });
    Ok(rows.collect())
}

/// A month of one of the caller's own people, day by day, at whatever sites. Errors: `Forbidden` for anybody else's and for who
/// is none.
pub async fn own_month(call: &Call, id: TechnicianId, month: YearMonth) -> Result<OwnMonth> {
    own(call)?;
    let db = call.db.read();
    let employers = store::technician::employers(db, id, call.today()).await?;
    call.authorize(Action::HistoryRead, &Resource::Technician { id, employers, seen_by: Vec::new() })?;
    let mut named = history::named(db, &[id]).await?;
    let named = named.remove(&id).ok_or(Error::NotFound)?;
    let history = passport::month_of(call, id, month).await?;
    Ok(OwnMonth { technician_id: id, name: named.name, kana: named.kana, history })
}
