//! What is done by hand beside the gates: days are entered, taken back and refused.

use super::{Chance, NOVEMBER, World};
use domain::{
    access::{Actor, Role},
    history::{
        WorkRole,
        entry::{AS_ON_ROSTER, EntryForm, EntryKind, Times},
        sent::SentItem,
    },
    id::{PartnerId, SiteId, TechnicianId},
    time::{DAY_MS, HOUR_MS, Instant, WorkDate},
    touch::shift,
    trade::TradeCode,
};
use sea_orm::ConnectionTrait;
use services::{Error, history};
use std::collections::HashMap;
use store::{history::Entered, touch::StoredTouch};
use uuid::Uuid;

/// 職種 and 立場 as somebody said them.
pub(super) type Work = (Option<TradeCode>, Option<WorkRole>);

/// What the day's first touch says of the work, and what the entry does where it is silent.
pub(super) fn work(first: Option<&StoredTouch>, entry: Option<&Entered>) -> Work {
    let trade = first.and_then(|first| first.trade).or_else(|| entry.and_then(|entry| entry.trade));
    (trade, first.and_then(|first| first.role).or_else(|| entry.and_then(|entry| entry.role)))
}

pub(super) fn times(day: &shift::Day) -> Times {
    Times { first_in: day.first_in, last_out: day.last_out, inside_since: day.inside_since }
}

/// The entries that stand for a person's days at a site.
pub(super) async fn standing(world: &World, pair: (TechnicianId, SiteId)) -> HashMap<WorkDate, Entered> {
    let said = store::history::entries_of_month(world.app.db().read(), pair, NOVEMBER).await.expect("entries");
    let mut last: HashMap<WorkDate, Entered> = said.into_iter().map(|said| (said.key.date, said)).collect();
    last.retain(|_, said| said.kind == EntryKind::Entered);
    last
}

impl World {
    /// Somebody goes to another employer, from a day that may be over.
    pub(super) async fn move_employer(&self, chance: &mut Chance, who: TechnicianId, now: Instant) {
        let from = now.plus_ms(-i64::from(chance.small(9)) * DAY_MS).date();
        let to = *chance.of(&[self.cast.prime, self.cast.sub, self.cast.stranger]);
        let sql = format!(
            "UPDATE employment SET to_date = {} WHERE technician_id = {who} AND to_date IS NULL; \
             INSERT INTO employment (technician_id, business_id, from_date, main) VALUES ({who}, {to}, {}, true) \
             ON CONFLICT (technician_id, business_id, from_date) DO UPDATE SET to_date = NULL",
            from.previous().number(),
            from.number()
        );
        self.app.db().writer().execute_unprepared(&sql).await.expect("moved");
    }

    /// Up to three of the last days, whole or only their out, by the prime or the subcontractor.
    pub(super) async fn enter(&self, chance: &mut Chance, (who, at): (TechnicianId, usize), now: Instant) {
        let back = |days: i32| now.plus_ms(-i64::from(days) * DAY_MS).date();
        let days = (0..=chance.below(3)).map(|_| back(1 + chance.small(5)));
        let days: Vec<String> = days.filter(|day| day.month() == NOVEMBER).map(|day| day.to_string()).collect();
        let text = |choices: &[&str], chance: &mut Chance| (*chance.of(choices)).to_owned();
        let form = EntryForm {
            technician_id: who.to_string(),
            days,
            first_in: text(&["08:00", "08:00", ""], chance),
            last_out: text(&["17:00", "17:00", "05:00"], chance),
            trade: text(&["06", AS_ON_ROSTER], chance),
            role: text(&["foreman", AS_ON_ROSTER], chance),
            reason: "応援".to_owned(),
        };
        let by = if chance.below(2) == 0 { self.cast.prime } else { self.cast.sub };
        match history::enter(&self.cast.admin(&self.app, by), self.sites[at].id, &form).await {
            Ok(_) | Err(Error::Rejected(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    /// A whole record of one of the last days by the system of the prime or the subcontractor: new, corrected or taken back.
    pub(super) async fn send(&self, chance: &mut Chance, (who, at): (TechnicianId, usize), now: Instant) {
        let day = now.plus_ms(-i64::from(1 + chance.small(5)) * DAY_MS).date();
        if day.month() != NOVEMBER {
            return;
        }
        let (number, business) = *chance.of(&[(1, self.cast.prime), (2, self.cast.sub)]);
        let partner = Some(PartnerId(Uuid::from_u128(number)));
        let system = self.app.by(Actor { partner, business: Some(business), ..Actor::of(Role::Partner) });
        let hours = |many: i32| day.start().plus_ms(i64::from(many) * HOUR_MS);
        let item = SentItem {
            record_id: format!("{who}-{at}-{day}"),
            technician_id: who,
            site_id: self.sites[at].id,
            day: day.to_string(),
            first_in: Some(hours(7 + chance.small(2))),
            last_out: Some(hours(17 + chance.small(12))).filter(|out| *out <= now),
            trade: Some(6),
            role: Some((*chance.of(&["worker", "foreman"])).to_owned()),
            withdrawn: chance.below(4) == 0,
        };
        history::send(&system, vec![serde_json::to_value(item).expect("json")]).await.expect("an answer");
    }

    /// One of the entries that stand is taken back by who made it, or refused by the prime.
    pub(super) async fn end_entry(&self, chance: &mut Chance, people: &[TechnicianId]) {
        let mut found: Vec<Entered> = Vec::new();
        for who in people {
            for site in &self.sites {
                found.extend(standing(self, (*who, site.id)).await.into_values());
            }
        }
        if found.is_empty() {
            return;
        }
        found.sort_unstable_by_key(|said| said.key);
        let said = chance.of(&found);
        let (key, by) = (said.key, said.by.expect("a business"));
        let done = if by == self.cast.prime || chance.below(2) == 0 {
            history::take_back(&self.cast.admin(&self.app, by), key.site, key.technician, key.date).await
        } else {
            history::refuse(&self.prime(), key.site, key.technician, key.date, "働いていない").await
        };
        match done {
            // An approved day stands.
            Ok(()) | Err(Error::Rejected(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
}
