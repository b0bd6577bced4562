//! 申し出 of the demonstration: one that waits for the prime, one it has answered, one that is with the office. Invariant: none
//! changes a record, and none is of whoever visitors log in as.

use super::{cast, stage::Stage, work::Worker};
use crate::{Error, Result, history};
use domain::{
    access::{Actor, Role},
    history::claim::{AnswerForm, AnswerKind, ClaimAct, ClaimForm, ClaimKind},
    id::ClaimId,
    time::DAY_MS,
};

/// How many days back the day of a claim is at least: those after it may still change by themselves.
const DAYS_BACK: i64 = 3;

/// Somebody says that a day is wrong, the prime answers, the office is asked.
pub async fn play(stage: &Stage, people: &[Worker]) -> Result<()> {
    claimed(stage, people, ["木村", "直樹"], "休憩の前に一度出たので、退場の時刻がちがいます。").await?;

    let answered = claimed(stage, people, ["斎藤", "陸"], "職長をしていました。立場がちがいます。").await?;
    let words = "名簿の立場を直しました。次の日から職長になります。";
    answer(stage, answered, AnswerKind::Corrected, words).await?;

    let refused = claimed(stage, people, ["小松原", "進"], "入場がおそすぎます。7時半には入りました。").await?;
    answer(stage, refused, AnswerKind::Refuse, "入口の記録のとおりだと確かめました。").await?;
    let me = stage.by(&technician(find(people, ["小松原", "進"])?));
    stage.after_min(50);
    history::respond_to_claim(&me, refused, ClaimAct::Passed, "").await
}

fn find<'a>(people: &'a [Worker], name: [&str; 2]) -> Result<&'a Worker> {
    let found = people.iter().find(|worker| worker.person.name[..2] == name);
    found.ok_or_else(|| Error::internal(format!("nobody is called {} {} in the demonstration", name[0], name[1])))
}

fn technician(worker: &Worker) -> Actor {
    Actor { technician: Some(worker.id), ..Actor::of(Role::Technician) }
}

/// Somebody says of their last day but a few that it is wrong.
async fn claimed(stage: &Stage, people: &[Worker], name: [&str; 2], words: &str) -> Result<ClaimId> {
    let worker = find(people, name)?;
    stage.after_min(15);
    let until = stage.call.now().plus_ms(-DAYS_BACK * DAY_MS).date();
    let number = worker.id.get();
    let records = store::history::records_of(stage.call.db.read(), (number, number)).await?;
    let last = records.iter().rev().find(|record| record.key.date <= until).ok_or(Error::NotFound)?;
    let form = ClaimForm {
        kind: ClaimKind::Wrong.code().to_owned(),
        site: last.key.site.to_string(),
        day: last.key.date.to_string(),
        words: words.to_owned(),
        ..ClaimForm::default()
    };
    history::make_claim(&stage.by(&technician(worker)), &form).await
}

async fn answer(stage: &Stage, claim: ClaimId, kind: AnswerKind, words: &str) -> Result<()> {
    stage.after_min(40);
    let form = AnswerForm { answer: kind.code().to_owned(), words: words.to_owned(), ..AnswerForm::default() };
    history::answer_claim(&stage.by(&stage.firm(cast::PRIME)?.1), claim, &form).await
}
