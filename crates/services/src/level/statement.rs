//! 経歴証明書 sent with an application. Invariant: what is sent is a picture or pages drawn here, seen by its person and by the
//! body that judges; the look of the body is noted.

use super::{
    MOVED,
    apply::{about, changed},
    book, may_judge, own_application, owner,
};
use crate::{
    Call, Change, Error, Result,
    document::{self, Found, Upload},
};
use domain::{
    access::{Action, Denied, Resource},
    form::{FieldProblem, Problem},
    id::{LevelApplicationId, LevelStatementId},
    level::{
        criteria::{STATEMENTS_MAX, StatementRule},
        statement::{STATEMENTS_PER_APPLICATION_MAX, StatementForm, StatementRow},
    },
};
use serde_json::json;
use store::level::{
    application::Application,
    statement::{self as rows, Statement},
};

/// No days may be stated any more, or never in this field.
const OVER: &str = "level.statements_over";
/// No more can be sent.
const FULL: &str = "level.statements_full";

fn rule(it: &Application) -> Result<StatementRule> {
    let field = book()?.field(it.field).ok_or(Error::NotFound)?;
    let rule = field.on(it.asked_on).ok().and_then(|criteria| criteria.statements);
    rule.filter(|rule| it.asked_on <= rule.applications_until).ok_or(Error::rejected(OVER))
}

/// Sends a statement with an application. Errors: `NotFound`; problems of the form, of `file` among them; `level.statements_over`,
/// `level.statements_full`; `conflict.state` where it is being decided or was.
pub async fn add(call: &Call, id: LevelApplicationId, form: &StatementForm, file: Upload) -> Result<()> {
    let it = own_application(call, call.db.read(), id).await?;
    let rule = rule(&it)?;
    let mut problems = form.validate(rule.days_until).err().unwrap_or_default();
    let refused = |code: &str| Problem::Refused { code: code.to_owned() };
    let kept = match file {
        Upload::Missing => Err(Problem::NoProof),
        Upload::TooLarge => Err(refused(document::TOO_LARGE)),
        Upload::Bytes(sent) => match document::take_evidence(call, sent).await {
            Ok(kept) => Ok(kept),
            Err(Error::Rejected(why)) => Err(refused(why.code)),
            Err(error) => return Err(error),
        },
    };
    let kept = match kept {
        Ok(kept) if problems.is_empty() => kept,
        Ok(_) => return Err(Error::fields(problems)),
        Err(problem) => {
            problems.push(FieldProblem::new("file", problem));
            return Err(Error::fields(problems));
        }
    };
    let entry = form.validate(rule.days_until).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    let it = own_application(call, &tx, id).await?;
    let sent = rows::of_application(&tx, id).await?.len();
    let counting = rows::counting(&tx, it.technician).await?.len();
    if sent >= STATEMENTS_PER_APPLICATION_MAX || counting >= STATEMENTS_MAX {
        return Err(Error::rejected(FULL));
    }
    changed(call, &tx, &it, it.wanted).await?;
    let statement = Statement {
        row: StatementRow {
            id: LevelStatementId(call.ids.uuid(call.now())),
            entry,
            pages: kept.info.pages,
            taken: None,
        },
        application: id,
        technician: it.technician,
        file: kept.hash,
    };
    rows::insert(&tx, &statement, call.now()).await?;
    let new = json!({ "statement": statement.row.id, "days": statement.row.entry.days });
    call.note(&tx, Change { new: Some(new), ..about(&it, "level.add_statement") }).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a statement out that was not judged. Errors: `NotFound`; `conflict.state`.
pub async fn remove(call: &Call, id: LevelStatementId) -> Result<()> {
    call.authorize(Action::LevelApply, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let found = rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let it = own_application(call, &tx, found.application).await?;
    changed(call, &tx, &it, it.wanted).await?;
    if !rows::remove(&tx, id).await? {
        return Err(Error::Conflict(MOVED));
    }
    document::let_go(call, &tx, &found.file).await?;
    let old = json!({ "statement": id, "days": found.row.entry.days });
    call.note(&tx, Change { old: Some(old), ..about(&it, "level.remove_statement") }).await?;
    tx.commit().await?;
    Ok(())
}

/// Where a page of a statement's document is, from 1: its person's and, while it judges, the body's. Errors: `NotFound`;
/// `auth.forbidden`.
pub async fn file(call: &Call, id: LevelStatementId, page: u32) -> Result<Found> {
    let db = call.db.read();
    if call.actor.technician.is_some() {
        call.authorize(Action::LevelApply, &Resource::Register)?;
    } else {
        super::judging(call)?;
    }
    let found = rows::find(db, id).await?.ok_or(Error::NotFound)?;
    if call.actor.technician.is_some() {
        call.authorize(Action::LevelApply, &owner(found.technician))?;
        return document::find_page(call, &found.file, page).await;
    }
    let it = store::level::application::find(db, found.application).await?.ok_or(Error::NotFound)?;
    may_judge(call, db, it.field, false).await?;
    // As other proofs: while the body judges.
    if !it.state.is_open() || it.waiting_since.is_none() {
        return Err(Error::Forbidden(Denied::NotYours));
    }
    let shown = document::find_page(call, &found.file, page).await?;
    document::note_look(call, ("level_statement", id.to_string(), "file")).await?;
    Ok(shown)
}
