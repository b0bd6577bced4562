//! 登録基幹技能者 who are registered: their renewals flow in. Invariant: their register is asked with the number and birth date
//! they agreed to, with no transaction open, and what was registered before is kept with the days it held for.

use crate::{Call, Change, Error, Result, registration};
use domain::{
    technician::chief::{asked_about, is_asked},
    time::WorkDate,
};
use serde_json::json;
use store::technician::chief::{self as rows, Ending};

/// Looked at in one statement.
const LOOKED_AT_ONCE: u32 = 500;

/// Asks the register about those near the end of theirs, each week once. A register that does not answer is asked again the
/// next time.
pub(crate) async fn follow(call: &Call, day: WorkDate) -> Result<()> {
    let mut after = None;
    loop {
        let found = rows::ending(call.db.read(), asked_about(day), after, LOOKED_AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = Some((last.expires, last.technician));
        for ending in found.iter().filter(|ending| is_asked(ending.expires, day)) {
            let (register, number, birth) = (call.outside.chiefs.clone(), ending.number.clone(), ending.birth);
            let answer = tokio::task::spawn_blocking(move || register.find(&number, birth)).await;
            match answer.map_err(Error::internal) {
                Ok(Ok(Some(chief))) => {
                    if let Some(until) = chief.expires.filter(|until| *until > ending.expires) {
                        renewed(call, ending, until).await?;
                    }
                }
                Ok(Ok(None)) => {}
                Ok(Err(fault)) | Err(fault) => {
                    tracing::warn!(%fault, "the register of chiefs could not be asked");
                    return Ok(());
                }
            }
        }
    }
}

async fn renewed(call: &Call, ending: &Ending, until: WorkDate) -> Result<()> {
    let tx = call.db.begin().await?;
    let Some(person) = store::technician::lock(&tx, ending.technician).await? else { return Ok(()) };
    let before = registration::registered(&tx, &person, call.today()).await?;
    if !rows::prolong(&tx, ending, until).await? {
        return Ok(());
    }
    registration::keep_rest(call, &tx, None, &person, before).await?;
    let change = Change {
        process: "technician.chief_renewed",
        subject_kind: "technician",
        subject_id: ending.technician.to_string(),
        old: Some(json!({ "expires": ending.expires })),
        new: Some(json!({ "expires": until })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
