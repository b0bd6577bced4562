//! レベル: what a person has to show, applications, judging by a body, and taking a level back. Invariant: a level is a body's
//! decision; what the criteria come to is shown beside it, and who judges otherwise is looked at by a second person.

mod apply;
mod body;
mod evidence;
mod grant;
mod judge;
mod one_stop;
mod own;
mod statement;
mod survey;

use crate::{Call, Error, Result};
use domain::{
    access::{Action, Resource, Scope},
    id::{LevelApplicationId, LevelBodyId, TechnicianId},
    level::{FieldNumber, criteria::Book},
};
use std::sync::LazyLock;
use store::{
    ConnectionTrait,
    level::{application::Application, body as seats},
};

pub(crate) use apply::paid;
pub use apply::{apply, change_wanted, withdraw};
pub use body::{bodies, enter as enter_body, issue as issue_body, own_name, set_fields};
pub use grant::{confirm_withdrawal, drop_withdrawal, enter_withdrawal, grants};
pub use judge::{case, judge, proof_file, queue, second_look};
pub(crate) use one_stop::begin as begin_one_stop;
pub use own::{field, own};
pub use statement::{add as add_statement, file as statement_file, remove as remove_statement};
pub use survey::{Survey, survey};

/// It moved since its page was shown, or somebody else was first.
const MOVED: &str = "conflict.state";

/// Read once: the files of criteria are part of the build, and a test holds them.
static BOOK: LazyLock<core::result::Result<Book, String>> =
    LazyLock::new(|| Book::official().map_err(|faults| format!("criteria of levels: {faults:?}")));

fn book() -> Result<&'static Book> {
    BOOK.as_ref().map_err(Error::internal)
}

fn owner(id: TechnicianId) -> Resource {
    Resource::Technician { id, employers: Vec::new(), seen_by: Vec::new() }
}

/// A body's own extent. Errors: `auth.forbidden`.
fn judging(call: &Call) -> Result<Scope> {
    call.authorize(Action::LevelJudge, &Resource::Register)
}

/// That the caller judges a field. `entered`: it entered what a second person is to look at. Errors: `auth.forbidden`;
/// `forbidden.own_entry`.
async fn may_judge(call: &Call, db: &impl ConnectionTrait, field: FieldNumber, entered: bool) -> Result<LevelBodyId> {
    let body = seats::of_field(db, field).await?.map(|(id, _)| id);
    call.authorize(Action::LevelJudge, &Resource::Level { body, entered })?;
    body.ok_or(Error::NotFound)
}

/// An application of the caller's own. Errors: `NotFound`, also for another's; `auth.forbidden`.
async fn own_application(call: &Call, db: &impl ConnectionTrait, id: LevelApplicationId) -> Result<Application> {
    call.authorize(Action::LevelApply, &Resource::Register)?;
    let found = store::level::application::find(db, id).await?;
    found.filter(|it| call.actor.technician == Some(it.technician)).ok_or(Error::NotFound)
}

/// The official name of a field. Errors: `NotFound`.
pub fn field_name(field: FieldNumber) -> Result<&'static str> {
    Ok(book()?.field(field).ok_or(Error::NotFound)?.name.as_str())
}
