//! A supply as its sides see it. Invariant: a person has a name here only for whoever may know it by then: the local union
//! once they accepted, the union once it has the list, the prime once it has it.

use super::{AgreementState, Numbers, OfferState, Side, Step, wage::Wages};
use crate::{
    fee::Yen,
    id::{
        BusinessId, LabourAgreementId, LabourCallId, LabourOfferId, LabourRequestId, OfficeId, RegistrarId, SiteId,
        TechnicianId,
    },
    level::Level,
    prefecture::PrefectureCode,
    time::{Instant, WorkDate},
    trade::TradeCode,
};

/// A union an agreement can be proposed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnionRow {
    /// Which.
    pub id: RegistrarId,
    /// Its name.
    pub name: String,
}

/// What was agreed of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// 労働時間と休日.
    pub hours: String,
    /// 宿舎、食事、交通.
    pub lodging: String,
    /// 社会保険と労災保険.
    pub insurance: String,
    /// Who pays the wages.
    pub payer: String,
    /// Yen a day, by level.
    pub wages: Wages,
}

/// An agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementRow {
    /// Which.
    pub id: LabourAgreementId,
    /// The prime.
    pub business: BusinessId,
    /// Its name.
    pub business_name: String,
    /// The union.
    pub union: RegistrarId,
    /// Its name.
    pub union_name: String,
    /// First day.
    pub from: WorkDate,
    /// Last day.
    pub until: WorkDate,
    /// What was agreed.
    pub terms: Terms,
    /// Where it stands.
    pub state: AgreementState,
    /// When it was proposed.
    pub proposed_at: Instant,
    /// When the union answered.
    pub answered_at: Option<Instant>,
}

/// A request with its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// Which.
    pub id: LabourRequestId,
    /// Under which agreement.
    pub agreement: AgreementRow,
    /// Where.
    pub site: SiteId,
    /// Its name.
    pub site_name: String,
    /// 都道府県 of the site.
    pub prefecture: PrefectureCode,
    /// The rest of its address.
    pub address: String,
    /// First day.
    pub from: WorkDate,
    /// Last day.
    pub until: WorkDate,
    /// 職種.
    pub trade: TradeCode,
    /// 作業内容.
    pub work: String,
    /// How many were asked for, and how far they came.
    pub numbers: Numbers,
    /// When it was asked.
    pub asked_at: Instant,
    /// The last day on which wages were paid, as the prime noted it.
    pub paid_on: Option<WorkDate>,
}

/// A local union's part of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    /// Which.
    pub id: LabourCallId,
    /// Of which request.
    pub request: LabourRequestId,
    /// The local union.
    pub office: OfficeId,
    /// Its name.
    pub office_name: String,
    /// How many people it is asked for.
    pub people: i64,
    /// Its own numbers; asked and passed on are both `people`.
    pub numbers: Numbers,
}

/// An offer to a person, for unions and the prime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRow {
    /// Which.
    pub id: LabourOfferId,
    /// Of which local union's part.
    pub call: LabourCallId,
    /// Of which request.
    pub request: LabourRequestId,
    /// Who.
    pub technician: TechnicianId,
    /// Their name; absent for who may not know it yet.
    pub name: Option<String>,
    /// Their level when it was offered.
    pub level: Level,
    /// Yen a day, as offered.
    pub yen: Yen,
    /// Where it stands.
    pub state: OfferState,
    /// When it was offered.
    pub offered_at: Instant,
    /// When the person answered last.
    pub answered_at: Option<Instant>,
}

/// An offer as the person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnOffer {
    /// The offer.
    pub offer: OfferRow,
    /// What for.
    pub request: RequestRow,
    /// The local union that asks.
    pub office_name: String,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// Which.
    pub step: Step,
    /// Who took it.
    pub side: Side,
    /// The local union, where it was of one.
    pub office: Option<OfficeId>,
    /// Its name.
    pub office_name: Option<String>,
    /// When.
    pub at: Instant,
    /// How many were asked for, where it is about people.
    pub asked: Option<i64>,
    /// How many there were after it.
    pub filled: Option<i64>,
    /// The day it is about: of a payment.
    pub day: Option<WorkDate>,
}
