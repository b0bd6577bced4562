//! 在留資格 (fields 38, 39; 入管法別表). Invariant: who has a last day of stay is a property of the status, not of the form.

use super::choice::choice;
use serde::{Deserialize, Serialize};

choice! {
    /// 在留資格, those under which people work in construction, and `other`.
    ResidenceStatus {
        /// 特定技能1号.
        SpecifiedSkilled1 = 1 "specified_skilled_1",
        /// 特定技能2号.
        SpecifiedSkilled2 = 2 "specified_skilled_2",
        /// 技能実習1号.
        Trainee1 = 3 "trainee_1",
        /// 技能実習2号.
        Trainee2 = 4 "trainee_2",
        /// 技能実習3号.
        Trainee3 = 5 "trainee_3",
        /// 技術・人文知識・国際業務.
        Engineer = 6 "engineer",
        /// 技能.
        Skilled = 7 "skilled",
        /// 特定活動.
        Designated = 8 "designated",
        /// 永住者.
        Permanent = 9 "permanent",
        /// 特別永住者.
        SpecialPermanent = 10 "special_permanent",
        /// 日本人の配偶者等.
        SpouseOfJapanese = 11 "spouse_of_japanese",
        /// 永住者の配偶者等.
        SpouseOfPermanent = 12 "spouse_of_permanent",
        /// 定住者.
        LongTerm = 13 "long_term",
        /// Another.
        Other = 99 "other",
    }
}

impl ResidenceStatus {
    /// Whether the stay has a last day.
    pub const fn has_last_day(self) -> bool {
        !matches!(self, Self::Permanent | Self::SpecialPermanent)
    }
}
