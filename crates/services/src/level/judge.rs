//! Judging: a body's list, its screen, the first judgement and the second look. Invariant: of two who judge at once one is told
//! that the other was first, and what is decided is written with everything that follows from it.

use super::{
    MOVED,
    apply::{advance, tell},
    book,
    evidence::{Gathered, gather},
    grant, judging, may_judge, one_stop, own,
};
use crate::{
    Call, Error, Result,
    document::{self, Found},
};
use domain::{
    access::{Action, Denied, Resource},
    form::{FieldProblem, Problem},
    id::{AccountId, LevelApplicationId, LevelBodyId},
    level::{
        Part,
        application::{LevelMove, LevelState},
        criteria::{self, Compiled},
        judging::{JudgeEntry, JudgeForm, NOTE_CHARS_MAX},
        view::{Case, CaseRow, Judgement as Said},
    },
    listing::{Listed, Mark},
    notice::{NoticeKind, Value},
};
use store::{
    ConnectionTrait,
    level::{
        application::{self as rows, Application},
        judgement::{self, Judgement},
        statement::{self, Statement},
    },
};

/// Its fee is owed.
const UNPAID: &str = "level.unpaid";
/// Its person took it back.
const WITHDRAWN: &str = "level.withdrawn";

/// The part after `after` of what the caller's body is to judge, the longest first. Errors: `auth.forbidden`.
pub async fn queue(call: &Call, after: Option<Mark>) -> Result<Listed<CaseRow>> {
    let scope = judging(call)?;
    Ok(rows::waiting(call.db.read(), &scope, after).await?)
}

/// What an application is judged with.
struct Bench {
    it: Application,
    criteria: &'static Compiled,
    gathered: Gathered,
    statements: Vec<Statement>,
}

impl Bench {
    /// With the statements of the application that `counts` lets, and those of earlier ones that were taken.
    async fn with(db: &impl ConnectionTrait, it: Application, counts: impl Fn(&Statement) -> bool) -> Result<Self> {
        let field = book()?.field(it.field).ok_or(Error::NotFound)?;
        let criteria = field.on(it.asked_on).map_err(Error::internal)?;
        let statements = statement::of_application(db, it.id).await?;
        let mut counted: Vec<Statement> = statements.iter().filter(|one| counts(one)).cloned().collect();
        let earlier = statement::taken_of(db, it.technician).await?;
        counted.extend(earlier.into_iter().filter(|one| one.application != it.id));
        let gathered = gather(db, it.technician, &counted).await?;
        Ok(Self { it, criteria, gathered, statements })
    }
    fn parts(&self) -> Result<Vec<Part>> {
        let facts = self.gathered.on(self.it.asked_on)?;
        Ok(criteria::requirements(book()?.catalogue(), self.criteria, &facts, self.it.wanted))
    }
}

/// An application as the caller's body judges it. Errors: `NotFound`; `auth.forbidden` for another body's field.
pub async fn case(call: &Call, id: LevelApplicationId) -> Result<Case> {
    judging(call)?;
    let db = call.db.read();
    // What a person has to show is nobody's to see before it is paid for.
    let row = rows::case_of(db, id).await?.filter(|row| row.waiting_since.is_some()).ok_or(Error::NotFound)?;
    may_judge(call, db, row.field, false).await?;
    let it = rows::find(db, id).await?.ok_or(Error::NotFound)?;
    let bench = Bench::with(db, it, |one| one.row.taken != Some(false)).await?;
    let facts = bench.gathered.on(bench.it.asked_on)?;
    let grants = store::level::grant::of_technician(db, row.technician).await?;
    let judgement = match judgement::latest(db, id).await? {
        Some(said) => Some(seen(call, db, said).await?),
        None => None,
    };
    Ok(Case {
        field_name: bench.criteria.name.clone(),
        held: own::held(&grants, row.field),
        criteria: criteria::level(bench.criteria, &facts),
        criteria_from: bench.criteria.from,
        trades_assumed: bench.criteria.trades.is_assumed(),
        parts: bench.parts()?,
        days: bench.gathered.days(bench.criteria, bench.it.asked_on),
        // Somebody's proofs are the body's to see while it judges.
        proofs: if bench.it.state.is_open() { bench.gathered.proofs() } else { Vec::new() },
        statements: bench.statements.into_iter().map(|one| one.row).collect(),
        judgement,
        row,
    })
}

async fn seen(call: &Call, db: &impl ConnectionTrait, said: Judgement) -> Result<Said> {
    let names = store::application::account_names(db, &[said.by]).await?;
    Ok(Said {
        by: names.into_iter().next().map(|(_, name)| name).unwrap_or_default(),
        own: call.actor.account == Some(said.by),
        at: said.at,
        verdicts: said.verdicts,
        grants: said.grants,
        reasons: said.reasons,
        note: said.note,
    })
}

/// The one who judges. Errors: `auth.forbidden`.
pub(super) fn judge_of(call: &Call) -> Result<AccountId> {
    judging(call)?;
    call.actor.account.ok_or(Error::Forbidden(Denied::Role))
}

/// An application that can be judged now, as it was seen. Errors: `NotFound`; `auth.forbidden`; `level.unpaid`;
/// `level.withdrawn`; `conflict.state`.
async fn open(
    call: &Call,
    tx: &impl ConnectionTrait,
    id: LevelApplicationId,
    (moves, wanted): (i32, LevelState),
) -> Result<(Application, LevelBodyId)> {
    judging(call)?;
    let it = rows::find(tx, id).await?.ok_or(Error::NotFound)?;
    let body = may_judge(call, tx, it.field, false).await?;
    match it.state {
        LevelState::Unpaid => Err(Error::rejected(UNPAID)),
        LevelState::Withdrawn => Err(Error::Conflict(WITHDRAWN)),
        state if state != wanted || it.moves != moves => Err(Error::Conflict(MOVED)),
        _ => Ok((it, body)),
    }
}

/// Judges an application: what the criteria come to is decided, what differs from them waits for a second person. Says which
/// it came to. Errors: as [`second_look`]; problems of the form.
pub async fn judge(call: &Call, id: LevelApplicationId, form: &JudgeForm) -> Result<LevelState> {
    let tx = call.db.begin().await?;
    let (it, body) = open(call, &tx, id, (form.moves, LevelState::Waiting)).await?;
    let sent = statement::of_application(&tx, id).await?;
    let rows_of: Vec<_> = sent.into_iter().map(|one| one.row).collect();
    let plain = Bench::with(&tx, it.clone(), |_| true).await?;
    let entry = form.validate(&plain.parts()?, &rows_of).map_err(Error::fields)?;
    let state = give(call, &tx, (it, body), entry).await?;
    tx.commit().await?;
    Ok(state)
}

/// Gives a judgement that passed its check.
pub(super) async fn give(
    call: &Call,
    tx: &impl ConnectionTrait,
    (it, body): (Application, LevelBodyId),
    entry: JudgeEntry,
) -> Result<LevelState> {
    let me = judge_of(call)?;
    let taken = |one: &Statement| entry.statements.iter().any(|(id, taken)| *id == one.row.id && *taken);
    let bench = Bench::with(tx, it.clone(), taken).await?;
    let differs = entry.differs(&bench.parts()?);
    let by = if differs { LevelMove::Propose } else { LevelMove::Decide { grants: entry.grants } };
    let process = if differs { "level.propose" } else { "level.judge" };
    // Moved first: who comes second waits here and then finds it moved.
    let state = advance(call, tx, &it, (by, process)).await?;
    for (id, taken) in &entry.statements {
        statement::judge(tx, *id, *taken).await?;
    }
    let said = Judgement {
        by: me,
        at: call.now(),
        verdicts: entry.verdicts,
        grants: entry.grants,
        reasons: entry.reasons,
        note: entry.note,
    };
    judgement::add(tx, it.id, &said).await?;
    if !state.is_open() {
        settle(call, tx, (&it, body), &said).await?;
    }
    Ok(state)
}

/// Looks at a judgement that differs from the criteria: agrees and so decides, or sends it back to be judged anew, with why.
/// Errors: `NotFound`; `forbidden.own_entry` to whoever gave it; `auth.forbidden` for another body's field; `level.unpaid`;
/// `level.withdrawn`; `conflict.state` where it moved since `moves`; a problem of `note` where it goes back without one.
pub async fn second_look(
    call: &Call,
    id: LevelApplicationId,
    (moves, agrees): (i32, bool),
    note: &str,
) -> Result<LevelState> {
    let note = crate::typed::lines(note);
    let problem = match u32::try_from(note.chars().count()).unwrap_or(u32::MAX) {
        0 if !agrees => Some(Problem::Missing),
        chars if chars > NOTE_CHARS_MAX => Some(Problem::TooLong { max: NOTE_CHARS_MAX }),
        _ => None,
    };
    let tx = call.db.begin().await?;
    let (it, body) = open(call, &tx, id, (moves, LevelState::SecondLook)).await?;
    let said = judgement::latest(&tx, id).await?.ok_or_else(|| Error::internal("a second look at no judgement"))?;
    let entered = Some(said.by) == call.actor.account;
    call.authorize(Action::LevelJudge, &Resource::Level { body: Some(body), entered })?;
    if let Some(problem) = problem {
        return Err(Error::fields(vec![FieldProblem::new("note", problem)]));
    }
    let by = if agrees { LevelMove::Confirm { grants: said.grants } } else { LevelMove::SendBack };
    let process = if agrees { "level.confirm" } else { "level.send_back" };
    let state = advance(call, &tx, &it, (by, process)).await?;
    if agrees {
        settle(call, &tx, (&it, body), &said).await?;
    } else {
        statement::unjudge(&tx, id).await?;
        let change = crate::Change { reason: Some(note), ..super::apply::about(&it, "level.sent_back") };
        call.note(&tx, change).await?;
    }
    tx.commit().await?;
    Ok(state)
}

/// What follows from a decision: the level with its card, or the refusal with its reasons; and the person is told.
async fn settle(
    call: &Call,
    tx: &impl ConnectionTrait,
    (it, body): (&Application, LevelBodyId),
    said: &Judgement,
) -> Result<()> {
    if said.grants {
        let criteria = book()?.field(it.field).ok_or(Error::NotFound)?.on(it.asked_on).map_err(Error::internal)?;
        grant::give(call, tx, (it, body), criteria.from).await?;
        tell(call, tx, it, NoticeKind::LevelGranted, []).await
    } else {
        one_stop::end(call, tx, it.technician).await?;
        let more = [("reasons", Value::LevelRefusals(said.reasons.clone())), ("note", Value::Text(said.note.clone()))];
        tell(call, tx, it, NoticeKind::LevelRefused, more).await
    }
}

/// Where the picture of something registered is that can prove a requirement of an application, from page 1; the look is noted.
/// Errors: `NotFound`; `auth.forbidden` for another body's field, and once the application is decided.
pub async fn proof_file(call: &Call, id: LevelApplicationId, (list, place): (&str, i16), page: u32) -> Result<Found> {
    judging(call)?;
    let db = call.db.read();
    let it = rows::find(db, id).await?.ok_or(Error::NotFound)?;
    may_judge(call, db, it.field, false).await?;
    // Somebody's proofs are the body's to see while it judges.
    if !it.state.is_open() || it.waiting_since.is_none() {
        return Err(Error::Forbidden(Denied::NotYours));
    }
    let shown = store::level::shown(db, it.technician).await?;
    let found = shown.into_iter().find(|one| one.list == list && one.place == place).and_then(|one| one.picture);
    let hash = found.ok_or(Error::NotFound)?;
    let shown = document::find_page(call, &hash, page).await?;
    let of = format!("{list}-{place}");
    document::note_look(call, ("level_application", id.to_string(), &of)).await?;
    Ok(shown)
}
