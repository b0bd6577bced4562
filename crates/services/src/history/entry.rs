//! 直接入力: entering days of work, taking back and refusing what was entered. Invariant: what is said by hand, the record
//! it comes to, the counts, the event and the words to those concerned are of one transaction, by who holds the person.

mod enter;
mod file;
mod month;
mod send;
mod strike;
mod term;
mod whose;

use crate::{Call, Error, Result, site::with_resource};
use domain::{
    access::{Action, Denied, Resource},
    form::{FieldProblem, Problem},
    id::{BusinessId, SiteId},
};
use store::{ConnectionTrait, site::Site};

pub(super) use enter::Entering;
pub use enter::enter;
pub use file::{discard_file, file_detail, files, look_at_file, take_file};
pub use month::entry_month;
pub use send::{send, sent};
pub(super) use strike::strike_by_office;
pub use strike::{refuse, take_back};

/// The last day for it has gone by.
const PASSED: &str = "history.entry_passed";
/// The site was closed before that day.
const CLOSED: &str = "history.after_closing";
/// The person neither works there for one's own business nor is employed by it on that day.
const NOT_YOURS: &str = "history.not_your_person";
/// The day is recorded already.
const RECORDED: &str = "history.recorded_already";
/// The day is approved: what it says stands.
const APPROVED: &str = "history.approved_already";
/// The person is inside by the touches of that day.
const INSIDE: &str = "history.inside";
/// The time has not come.
const NOT_OVER: &str = "history.not_over";
/// More time between in and out than touches are joined over.
const TOO_LONG: &str = "history.too_long";
/// Nothing at a training centre is history.
const TRAINING: &str = "history.training_site";
/// The prime's own entry is taken back and not refused.
const OWN_ENTRY: &str = "history.own_entry";

/// The name of a site whose days the caller may enter. Errors: `NotFound`, `Forbidden`.
pub async fn may_enter(call: &Call, site: SiteId) -> Result<String> {
    Ok(Hand::of(call, call.db.read(), site).await?.site.name)
}

/// A problem that a stable code says.
fn told(field: &str, code: &str) -> FieldProblem {
    FieldProblem::new(field, Problem::Refused { code: code.to_owned() })
}

/// Who enters days at a site.
struct Hand {
    site: Site,
    /// Absent: the register, where its office has decided a claim.
    by: Option<BusinessId>,
}

impl Hand {
    /// Errors: `NotFound`; `Forbidden`, also for the register itself: a day is always entered by a business, which
    /// answers for it, but where the office has decided a claim ([`Self::of_office`]).
    async fn of(call: &Call, db: &impl ConnectionTrait, site: SiteId) -> Result<Self> {
        Self::doing(call, db, site, Action::HistoryEnter).await
    }
    /// The same by another act.
    async fn doing(call: &Call, db: &impl ConnectionTrait, site: SiteId, act: Action) -> Result<Self> {
        let (site, resource) = with_resource(call, db, site).await?;
        call.authorize(act, &resource)?;
        Self { site, by: Some(call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?) }.at_work(db).await
    }
    /// The office of the register, which decides claims. Errors: `NotFound`, `Forbidden`.
    async fn of_office(call: &Call, db: &impl ConnectionTrait, site: SiteId) -> Result<Self> {
        call.authorize(Action::ClaimDecide, &Resource::Register)?;
        let (site, _) = with_resource(call, db, site).await?;
        Self { site, by: None }.at_work(db).await
    }
    /// As the site stands now. Errors: `NotFound`.
    async fn again(&self, db: &impl ConnectionTrait) -> Result<Self> {
        let site = store::site::find(db, self.site.id).await?.ok_or(Error::NotFound)?;
        Ok(Self { site, by: self.by })
    }
    /// Errors: `history.training_site`.
    async fn at_work(self, db: &impl ConnectionTrait) -> Result<Self> {
        if store::site::is_training(db, self.site.id).await? { Err(Error::rejected(TRAINING)) } else { Ok(self) }
    }
    /// The business that enters. Errors: `Forbidden` for the office.
    fn business(&self) -> Result<BusinessId> {
        self.by.ok_or(Error::Forbidden(Denied::NotYours))
    }
    fn is_prime(&self) -> bool {
        self.by == Some(self.site.prime)
    }
    /// Whether everybody's days are its to enter.
    fn is_everybodys(&self) -> bool {
        self.is_prime() || self.by.is_none()
    }
    /// What the business is called.
    async fn name(&self, db: &impl ConnectionTrait) -> Result<String> {
        let Some(by) = self.by else { return Err(Error::NotFound) };
        store::business::name(db, by).await?.ok_or(Error::NotFound)
    }
}
