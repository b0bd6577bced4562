//! キャリアパスポート: what a technician sees of their own record. Plain data, in the shape the screens show.
//!
//! Invariant: days are distinct working days, records are site-days; the two are never mixed (20-sites-and-history.md).

use crate::{
    card::{
        CardState,
        delivery::{Place, Whereabouts, whereabouts},
    },
    history::{
        Approval, WorkRole,
        day::DecisionLine,
        why::{AsideLine, Uncounted, Why},
    },
    id::{SiteId, TechnicianId},
    level::Level,
    log::InLog,
    site::InSection,
    technician::validity::Validity,
    time::{Instant, WorkDate, YearMonth},
    touch::{Assurance, Channel, TouchKind, distance::Distance},
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// The card's face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFace {
    /// Whose.
    pub technician_id: TechnicianId,
    /// As registered, family and given name with one space.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Highest level.
    pub level: Level,
    /// Main trade first.
    pub trades: Vec<TradeCode>,
    /// Last day the card is good; absent before a card has been issued.
    pub valid_until: Option<WorkDate>,
    /// Year of first registration.
    pub registered_year: i32,
    /// Whether a photo can be fetched at `/photo/{technician_id}`.
    pub has_photo: bool,
}

/// Where the person stands today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Today {
    /// No touch today.
    Nothing,
    /// Inside a site.
    Inside {
        /// Since when.
        since: Instant,
        /// Where.
        site: String,
        /// Day and site, for the link to the record.
        date: WorkDate,
        /// See `date`.
        site_id: SiteId,
    },
    /// Was in, has gone out.
    Left {
        /// First in, where there was one.
        since: Option<Instant>,
        /// Last out.
        until: Instant,
        /// Where.
        site: String,
        /// Day and site, for the link to the record.
        date: WorkDate,
        /// See `date`.
        site_id: SiteId,
    },
}

/// Whether the person has a card to touch with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnCard {
    /// A card that is good is with its holder.
    InUse,
    /// There was none yet; it is being made or on its way.
    NotYet,
    /// What there was is out of use: lost, stolen, stopped by the operator, or replaced by one that has not come yet.
    Stopped,
}

impl OwnCard {
    /// Of somebody whose cards are in these states and places; `read`: a touch has used the chip. One that is in use weighs more
    /// than one that was stopped, since a newer card takes the place of an older one; one that is being made or on its way cannot
    /// be touched with yet, and one that was touched with has come, whether or not anybody said so.
    pub fn of(cards: &[(CardState, Place, bool)]) -> Self {
        let is_held = |(state, place, read): &(CardState, Place, bool)| match whereabouts(*state, *place) {
            Some(Whereabouts::WithHolder) => true,
            Some(Whereabouts::SentOn) => *read,
            _ => false,
        };
        if cards.iter().any(is_held) {
            Self::InUse
        } else if cards.iter().any(|(state, ..)| matches!(state, CardState::Revoked | CardState::Replaced)) {
            Self::Stopped
        } else {
            Self::NotYet
        }
    }
}

/// A qualification of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnQualification {
    /// Official name, or as typed.
    pub name: String,
    /// 資格証の番号.
    pub number: Option<String>,
    /// Day it was acquired; `None` where the register does not say.
    pub acquired: Option<WorkDate>,
    /// Last day, where it has one.
    pub expires: Option<WorkDate>,
    /// How it stands today.
    pub validity: Validity,
    /// Said by the register of 登録基幹技能者, which needs no document.
    pub from_register: bool,
    /// By which its pictures are found among those of the registration; `None` where there is none.
    pub field: Option<String>,
    /// Pages of the picture, from 1.
    pub pages: u32,
}

/// Distinct working days, recorded and approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Days {
    /// Days with at least one record.
    pub recorded: i64,
    /// Days with at least one approved record.
    pub approved: i64,
}

/// The totals of the first screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayTotals {
    /// This calendar month.
    pub month: Days,
    /// This calendar year.
    pub year: Days,
    /// This fiscal year (年度, April to March).
    pub fiscal_year: Days,
    /// Since registration.
    pub all: Days,
}

/// What changes while the first screen is open; `version` grows with every touch of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    /// Grows with every change; ask again with it to wait for the next one.
    pub version: i64,
    /// Where the person stands today.
    pub today: Today,
    /// Whether there is a card to touch with.
    pub card: OwnCard,
    /// Totals.
    pub days: DayTotals,
    /// Server clock when this was read.
    pub as_of: Instant,
}

/// The first screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// The card.
    pub face: CardFace,
    /// Main employer's name.
    pub employer: Option<String>,
    /// What changes.
    pub now: Now,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// Working day.
    pub date: WorkDate,
    /// Where.
    pub site_id: SiteId,
    /// Its name.
    pub site: String,
    /// First in.
    pub first_in: Option<Instant>,
    /// Last out; absent while nobody has touched out, and for one who has come back in.
    pub last_out: Option<Instant>,
    /// Provisional or approved.
    pub approval: Approval,
    /// Not on the site's roster on that day (施工体制未登録).
    pub unrostered: bool,
    /// Today and not yet out.
    pub inside: bool,
}

/// A month of history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthHistory {
    /// Which month.
    pub month: YearMonth,
    /// Distinct days in it.
    pub days: Days,
    /// Days in its calendar year.
    pub year: Days,
    /// Days in its fiscal year.
    pub fiscal_year: Days,
    /// Newest first.
    pub lines: Vec<HistoryLine>,
    /// Days at training centres, newest first: they count for nothing.
    pub training: Vec<TrainingLine>,
    /// Days without a record of which there are only touches that were set aside, newest first.
    pub uncounted: Vec<Uncounted>,
    /// Today, for the box in the calendar.
    pub today: WorkDate,
}

/// A day at a training centre (訓練), which is no history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingLine {
    /// Which day.
    pub date: WorkDate,
    /// Name of the centre.
    pub site: String,
    /// First in.
    pub first_in: Option<Instant>,
    /// Last out.
    pub last_out: Option<Instant>,
}

/// One touch as the person sees it in a record's detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchLine {
    /// Corrected time.
    pub at: Instant,
    /// In or out, as the record counts it (`touch::shift::counts_as`).
    pub kind: TouchKind,
    /// The device did not say; it was decided by turn.
    pub by_turn: bool,
    /// By which way.
    pub channel: Channel,
    /// How surely.
    pub assurance: Assurance,
    /// How far from the site the own phone said it was; `None` where nobody asked.
    pub distance: Option<Distance>,
    /// When the server received it.
    pub received_at: Instant,
    /// In which section of an umbrella site its gate stood then.
    pub section: Option<InSection>,
}

/// Who entered a day by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// Name of the business.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// A record with all that was noted on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordDetail {
    /// The line of the list.
    pub line: HistoryLine,
    /// 元請事業者名.
    pub prime: String,
    /// 所属事業者名 as of the day.
    pub employer: Option<String>,
    /// 次数: 0 = prime.
    pub tier: Option<i16>,
    /// 職種 on that day.
    pub trade: Option<TradeCode>,
    /// 立場 on that day.
    pub role: Option<WorkRole>,
    /// 作業内容.
    pub work_content: Option<String>,
    /// By which way the day came: that of its first touch, 直接入力 where there is none.
    pub channel: Channel,
    /// The entry that stands for the day.
    pub entry: Option<EntryLine>,
    /// Why it does not count; nothing where it does.
    pub why: Vec<Why>,
    /// Touches of the day at the site that were set aside.
    pub aside: Vec<AsideLine>,
    /// All that was decided of the day, in order.
    pub decisions: Vec<DecisionLine>,
    /// The touches it was made from, oldest first.
    pub touches: Vec<TouchLine>,
    /// Where it is in the log as it stands; absent for the seconds until it is.
    pub log: Option<InLog>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_no_card_in_use_is_not_sent_to_touch_one() {
        use CardState::{Issued, Ordered, Replaced, Revoked};
        use Place::{Arrived, CameBack, Made, NotKept, SentOn};
        for (cards, expected) in [
            (vec![], OwnCard::NotYet),
            (vec![(Ordered, NotKept)], OwnCard::NotYet),
            (vec![(Issued, Made)], OwnCard::NotYet),
            (vec![(Issued, SentOn)], OwnCard::NotYet),
            (vec![(Issued, CameBack)], OwnCard::NotYet),
            (vec![(Issued, Arrived)], OwnCard::InUse),
            (vec![(Issued, NotKept)], OwnCard::InUse),
            (vec![(Ordered, NotKept), (Issued, Arrived)], OwnCard::InUse),
            (vec![(Issued, SentOn), (Issued, Arrived)], OwnCard::InUse),
            (vec![(Issued, Arrived), (Replaced, Arrived), (Revoked, Arrived)], OwnCard::InUse),
            (vec![(Revoked, Arrived)], OwnCard::Stopped),
            (vec![(Revoked, SentOn)], OwnCard::Stopped),
            (vec![(Ordered, NotKept), (Revoked, Arrived)], OwnCard::Stopped),
            (vec![(Issued, Made), (Revoked, Arrived)], OwnCard::Stopped),
            (vec![(Issued, SentOn), (Revoked, Arrived)], OwnCard::Stopped),
            (vec![(Issued, CameBack), (Replaced, Arrived)], OwnCard::Stopped),
            (vec![(Revoked, Arrived), (Replaced, Arrived)], OwnCard::Stopped),
        ] {
            let unread: Vec<_> = cards.iter().map(|(state, place)| (*state, *place, false)).collect();
            assert_eq!(OwnCard::of(&unread), expected, "{cards:?}");
        }
        for (place, expected) in
            [(SentOn, OwnCard::InUse), (Made, OwnCard::NotYet), (CameBack, OwnCard::NotYet), (Arrived, OwnCard::InUse)]
        {
            assert_eq!(OwnCard::of(&[(Issued, place, true)]), expected, "touched with: {place:?}");
        }
        assert_eq!(OwnCard::of(&[(Revoked, SentOn, true)]), OwnCard::Stopped);
    }
}
