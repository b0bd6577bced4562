//! Many open applications for benchmarks of the queue. Invariant: each is one the form would pass, all of them are invented, and
//! a register in use is left alone by who may call it: the register itself.

use super::{PASSWORD, only_the_register, stage::open};
use crate::{Call, Result, application};
use domain::{
    account::AccountKind,
    application::{ApplicationKind, State, reference_number},
    id::{AccountId, ApplicationId},
    technician::{Stage, TechnicianForm},
    text::kanji_figures,
    time::MINUTE_MS,
};
use store::application::{Application, insert, queue::set_priority};

/// Applications of one transaction.
const AT_ONCE: u32 = 1_000;
/// Every so many-th is under review, by the reviewer who is made.
const CLAIMED_EACH: u32 = 10;
/// Every so many-th goes before others.
const PRIORITY_EACH: u32 = 500;

fn form(at: u32) -> TechnicianForm {
    let text = str::to_owned;
    TechnicianForm {
        family_name: format!("申{}", kanji_figures(at % 977)),
        given_name: format!("請{}", kanji_figures(at % 331)),
        family_kana: text("シン"),
        given_kana: text("セイ"),
        birth_era: text("western"),
        birth_year: (1960 + at % 45).to_string(),
        birth_month: (1 + at % 12).to_string(),
        birth_day: (1 + at % 28).to_string(),
        sex: text("unspecified"),
        nationality: text("jp"),
        postcode: text("1350016"),
        prefecture: text("13"),
        address: format!("江東区東陽{}-{}", 1 + at % 9, 1 + at % 31),
        phone: format!("090{at:08}"),
        trade_1: text("10"),
        // The youngest of them is twenty-one.
        experience_years: (at % 6).to_string(),
        health_insurance: text("joined"),
        health_insurance_kind: text("kyokai"),
        pension: text("joined"),
        pension_kind: text("employees"),
        employment_insurance: text("joined"),
        kentaikyo: text("joined"),
        chutaikyo: text("none"),
        consent: text("yes"),
        ..TechnicianForm::default()
    }
}

/// Makes `count` applications that wait for a reviewer or are under review, each handed in a minute after the one before, and
/// a reviewer; gives the reviewer's account. For the register itself only.
pub async fn cases(call: &Call, count: u32) -> Result<AccountId> {
    only_the_register(call)?;
    let reviewer = open(call, AccountKind::Reviewer, "shinsa-bench", PASSWORD, None).await?;
    let account = reviewer.account.ok_or_else(|| crate::Error::internal("a reviewer without an account"))?;
    let first = call.now().plus_ms(-i64::from(count) * MINUTE_MS);
    let mut made = 0;
    while made < count {
        let tx = call.db.begin().await?;
        for at in made..(made + AT_ONCE).min(count) {
            let submitted = first.plus_ms(i64::from(at) * MINUTE_MS);
            let claimed = at % CLAIMED_EACH == 0;
            let form = application::Form::Technician(Stage::Simple, Box::new(form(at)));
            let it = Application {
                id: ApplicationId(call.ids.uuid(submitted)),
                number: reference_number(submitted.date(), i64::from(at)),
                kind: ApplicationKind::TechnicianSimple,
                state: if claimed { State::InReview } else { State::Submitted },
                name: form.name().unwrap_or_default(),
                form: form.text()?,
                password_hash: None,
                resume_hash: String::new(),
                photo: None,
                files: Vec::new(),
                verdicts: "{}".to_owned(),
                claimed_by: claimed.then_some(account),
                claimed_at: claimed.then_some(submitted),
                submitted_at: Some(submitted),
                decided_at: None,
                technician_id: None,
                business_id: None,
                anew: None,
                created_at: submitted,
                updated_at: submitted,
            };
            insert(&tx, &it).await?;
            if at % PRIORITY_EACH == 0 {
                set_priority(&tx, it.id, true).await?;
            }
        }
        tx.commit().await?;
        made += AT_ONCE;
    }
    Ok(account)
}
