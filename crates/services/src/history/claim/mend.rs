//! What an answer does to the day: takes its approval back, enters it, or nothing. Invariant: only what whoever answers
//! could do without a claim, and the office what it has decided; a problem of the day stands beside the answer's field.

use crate::{
    Call, Error, Result,
    error::Rejection,
    history::{entry::Entering, withdraw},
    site::with_resource,
};
use domain::{
    access::Action,
    form::{FieldProblem, Problem},
    history::{
        DaySet,
        claim::{Answer, AnswerForm, AnswerKind, ClaimRow, Party},
    },
    id::SiteId,
};
use store::ConnectionTrait;
use uuid::Uuid;

/// What is about to be done.
pub(super) struct Mending {
    /// Where; as the answer says, where the claim did not know it.
    pub site: Option<SiteId>,
    taking_back: Option<withdraw::Asked>,
    entering: Option<Entering>,
}

/// The events of what was done.
#[derive(Default)]
pub(super) struct Mended {
    pub taken_back: Option<Uuid>,
    pub entered: Option<Uuid>,
}

impl Mending {
    /// Errors: problems beside the answer's fields; `NotFound`, `Forbidden`, `fee.limited`.
    pub async fn of(call: &Call, row: &ClaimRow, (form, answer): (&AnswerForm, &Answer), by: Party) -> Result<Self> {
        if answer.kind == AnswerKind::Refuse {
            return Ok(Self { site: row.site, taking_back: None, entering: None });
        }
        let site = site_of(call, row, answer, by).await?;
        let (who, days) = ((row.technician, row.day.month()), DaySet::of(row.day));
        let words = answer.words.as_deref().unwrap_or_default();
        let taking_back = match (answer.kind, by) {
            (AnswerKind::Withdraw, Party::Office) => {
                Some(withdraw::Asked::of_office((call, call.db.read()), site, who, days, words).await.map_err(beside)?)
            }
            (AnswerKind::Withdraw, _) => Some(withdraw::Asked::of(call, site, who, days, words).await.map_err(beside)?),
            _ => None,
        };
        let entry = form.entry(row.technician, row.day);
        let entering = match (answer.enters, by) {
            (true, Party::Office) => Some(Entering::of_office(call, site, &entry).await.map_err(beside)?),
            (true, _) => Some(Entering::of(call, site, &entry).await.map_err(beside)?),
            (false, _) => None,
        };
        Ok(Self { site: Some(site), taking_back, entering })
    }

    /// Does it. Errors: as [`Self::of`]; what stands against it, as of the acts themselves.
    pub async fn write(&self, call: &Call, tx: &impl ConnectionTrait) -> Result<Mended> {
        let mut done = Mended::default();
        if let Some(asked) = &self.taking_back {
            done.taken_back = Some(withdraw::in_transaction(call, tx, asked).await.map_err(beside)?);
        }
        if let Some(entering) = &self.entering {
            done.entered = Some(entering.write(call, tx).await.map_err(beside)?);
        }
        Ok(done)
    }
}

/// Where the day was worked: as the claim knows it, or as the answer says. Errors: a problem of `site`; `Forbidden` for a
/// site at which the business enters nothing.
async fn site_of(call: &Call, row: &ClaimRow, answer: &Answer, by: Party) -> Result<SiteId> {
    if let Some(site) = row.site {
        return Ok(site);
    }
    let told = |problem| Error::fields(vec![FieldProblem::new("site", problem)]);
    let site = answer.site.ok_or_else(|| told(Problem::Missing))?;
    let found = with_resource(call, call.db.read(), site).await;
    let (_, resource) =
        found.map_err(|error| if matches!(error, Error::NotFound) { told(Problem::Unknown) } else { error })?;
    if by == Party::Business {
        call.authorize(Action::HistoryEnter, &resource)?;
    }
    Ok(site)
}

/// With its problems beside the fields of the answer.
fn beside(error: Error) -> Error {
    match error {
        Error::Rejected(Rejection { fields, .. }) if !fields.is_empty() => Error::fields(AnswerForm::problems(fields)),
        other => other,
    }
}
