//! The office's own work in the demonstration: a correction, a day to be taken back and an exception that wait for another person,
//! a survey, and how long reviews took. Invariant: nothing of it changes what the people of the demonstration see of themselves.

use super::{cast, stage::Stage, work::Worker};
use crate::{
    Call, Error, Result, application,
    correction::{self, Proposal},
    disaster, history, notice, survey,
};
use domain::{
    access::{Actor, Role},
    correction::{Data, Subject},
    disaster::proposal::DisasterForm,
    history::{
        Approval,
        recall::{RecallForm, RecallReason, Takes},
    },
    notice::choice::{Choice, Topic},
    survey::{Intent, SurveyForm},
    time::{DAY_MS, WorkDate},
};

/// The place among the people of whoever was married.
const RENAMED: usize = 9;

/// The place among them of whoever has a day that was not theirs.
const RECALLED: usize = 8;

/// The family name of whoever wants to read of what went well when there is time.
const QUIET: &str = "山本";

/// Everything that waits for the office but applications.
pub async fn work(stage: &Stage, people: &[Worker]) -> Result<()> {
    renamed(stage, people).await?;
    recalled(stage, people).await?;
    flooded(stage).await?;
    asked(stage).await?;
    chosen(stage, people).await?;
    application::work_out(&stage.call, stage.call.today()).await
}

/// Somebody has another name, and the reviewer has entered it.
async fn renamed(stage: &Stage, people: &[Worker]) -> Result<()> {
    let Some(worker) = people.get(RENAMED) else { return Ok(()) };
    let (reviewer, of) = (stage.by(&stage.reviewer), Subject::Technician(worker.id));
    let Data::Technician(mut form) = correction::registered(&reviewer, of).await?.data else { return Ok(()) };
    "白川".clone_into(&mut form.family_name);
    "シラカワ".clone_into(&mut form.family_kana);
    let reason = "改姓の届け出。戸籍抄本の写しで確かめた。";
    let proposal = Proposal::new(Data::Technician(form), reason);
    correction::enter(&reviewer, of, &proposal).await.map(drop)
}

/// A day was approved of somebody who was elsewhere, and the reviewer asks for it to be taken back: of their first months, which
/// nobody else looks at.
async fn recalled(stage: &Stage, people: &[Worker]) -> Result<()> {
    let worker = people.get(RECALLED).ok_or(Error::NotFound)?;
    let number = worker.id.get();
    let records = store::history::records_of(stage.call.db.read(), (number, number)).await?;
    let approved = records.iter().find(|record| record.approval == Approval::Approved).ok_or(Error::NotFound)?;
    let form = RecallForm {
        technician: worker.id.to_string(),
        site: approved.key.site.to_string(),
        days: vec![approved.key.date.to_string()],
        takes: Takes::Approval.code().to_owned(),
        why: RecallReason::OtherPerson.code().to_owned(),
        words: "現場の日報には、別の人の名前がありました。".to_owned(),
    };
    history::ask_recall(&stage.by(&stage.reviewer), &form).await.map(drop)
}

fn in_days(call: &Call, days: i64) -> WorkDate {
    call.now().plus_ms(days * DAY_MS).date()
}

/// A disaster that is invented, in a part of the country where the demonstration has nobody.
async fn flooded(stage: &Stage) -> Result<()> {
    let day = |days| in_days(&stage.call, days).to_string();
    let form = DisasterForm {
        code: "mihon-oame".to_owned(),
        name: "見本地方の大雨".to_owned(),
        ground: "災害救助法".to_owned(),
        from: day(-12),
        prefectures: vec!["31".to_owned(), "32".to_owned()],
        entry_days_until: day(30),
        entry_until: day(90),
        payment_until: day(120),
        ..DisasterForm::default()
    };
    disaster::enter(&stage.by(&stage.operator), &form).await.map(drop)
}

/// A survey of everybody whose registration ends within five years, which all of the demonstration do.
async fn asked(stage: &Stage) -> Result<()> {
    let day = |days| in_days(&stage.call, days).to_string();
    let form = SurveyForm { from: day(0), to: day(6 * 365), due: day(30) };
    let id = survey::open(&stage.by(&stage.operator), &form).await?;
    while !survey::go_on(&stage.call, id).await? {}
    for (firm, intent, reason) in [
        ("kitahama", Intent::Renew, ""),
        ("misaki", Intent::Leave, "息子の店にまとめる予定です。"),
        ("minato", Intent::Undecided, ""),
    ] {
        survey::answer(&stage.by(&stage.firm(firm)?.1), id, intent.code(), reason).await?;
    }
    Ok(())
}

/// Somebody wants to be told of what went well on the page only, and the prime of requests by mail only.
async fn chosen(stage: &Stage, people: &[Worker]) -> Result<()> {
    let of = |topic: Topic, wish: Topic, choice: Choice| {
        if topic == Topic::Security {
            ""
        } else if topic == wish {
            choice.code()
        } else {
            Choice::Usual.code()
        }
        .to_owned()
    };
    if let Some(worker) = people.iter().find(|worker| worker.person.name[0] == QUIET) {
        let person = Actor { technician: Some(worker.id), ..Actor::of(Role::Technician) };
        notice::choose(&stage.by(&person), |topic| of(topic, Topic::Progress, Choice::InApp)).await?;
    }
    let prime = &stage.firm(cast::PRIME)?.1;
    notice::choose(&stage.by(prime), |topic| of(topic, Topic::Request, Choice::Mail)).await
}
