//! 郵送: letters put together, handed out as a file, posted, and come back. Invariant: a file that was made holds the same
//! letters for ever, and the next one none of them; what a link holds is in the file alone, and each making of it is noted.

use super::words;
use crate::{Call, Change, Error, Result, sheet};
use domain::{
    access::{Action, Resource},
    id::{DeliveryId, LetterBatchId},
    listing::{Listed, Mark},
    notice::{BATCH_LETTERS_MAX, DeliveryState, Envelope, LetterBatch, LetterLine, Medium},
};
use i18n::{Lang, msg::notice as m, notice::Words};
use serde_json::json;
use store::notice::{self as notices, letter as rows};

/// No letter waits that is not in a file already.
const NOTHING_WAITS: &str = "notice.no_letters";
const DONE: &str = "conflict.already_done";

/// The part after `after` of the letters that wait and are in no file, longest waiting first.
pub async fn waiting(call: &Call, after: Option<Mark>) -> Result<Listed<LetterLine>> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    Ok(rows::unbatched(call.db.read(), &scope, after).await?)
}

/// The part after `after` of the files that were made, newest first.
pub async fn batches(call: &Call, after: Option<Mark>) -> Result<Listed<LetterBatch>> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    Ok(rows::batches(call.db.read(), &scope, after).await?)
}

/// One of them, with the part after `after` of its letters. Errors: `NotFound`.
pub async fn batch(call: &Call, id: LetterBatchId, after: Option<Mark>) -> Result<(LetterBatch, Listed<LetterLine>)> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    let db = call.db.read();
    let batch = rows::find(db, &scope, id).await?.ok_or(Error::NotFound)?;
    Ok((batch, rows::of_batch(db, &scope, id, after).await?))
}

/// A letter as the office reads it: subject and whole text, with who sends it and the address of a page that anybody may know. A link
/// that opens for whoever holds it stands in [`file`] alone.
pub fn shown(call: &Call, line: &LetterLine) -> Result<Words> {
    call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    Ok(words::shown(call, line))
}

/// Puts what waits together for posting, longest waiting first, at most [`BATCH_LETTERS_MAX`]. Errors: `notice.no_letters`.
pub async fn put_together(call: &Call) -> Result<LetterBatchId> {
    call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let id = LetterBatchId(call.ids.ordered(call.now()));
    let letters = rows::put_together(&tx, id, BATCH_LETTERS_MAX).await?;
    if letters == 0 {
        return Err(Error::rejected(NOTHING_WAITS));
    }
    let letters = i64::try_from(letters).unwrap_or(i64::MAX);
    rows::insert(&tx, &LetterBatch { id, made_at: call.now(), letters, posted_at: None }, call.actor.account).await?;
    note(call, &tx, id, "letters.put_together", json!({ "letters": letters })).await?;
    tx.commit().await?;
    Ok(id)
}

async fn note(
    call: &Call,
    tx: &impl store::ConnectionTrait,
    id: LetterBatchId,
    process: &'static str,
    new: serde_json::Value,
) -> Result<()> {
    let (subject_kind, subject_id) = ("letters", id.to_string());
    call.note(tx, Change { process, subject_kind, subject_id, new: Some(new), ..Change::default() }).await
}

/// The letters of a file as CSV: postcode, address, name, what it is about, text. Post in Japan is addressed in Japanese; the
/// text is in the language of whoever reads it. Links in it open for whoever holds them: noted each time. A letter whose link does not
/// open says so in its place. Errors: `NotFound`.
pub async fn file(call: &Call, id: LetterBatchId) -> Result<Vec<u8>> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    rows::find(&tx, &scope, id).await?.ok_or(Error::NotFound)?;
    let letters = rows::whole_batch(&tx, &scope, id).await?;
    let mut unopened = Vec::new();
    let heads = [m::FILE_POSTCODE, m::FILE_ADDRESS, m::FILE_NAME, m::FILE_SUBJECT, m::FILE_TEXT];
    let mut table = vec![heads.map(|head| head.get(Lang::Ja).to_owned())];
    for letter in &letters {
        let words = words::printed(call, letter).unwrap_or_else(|error| {
            tracing::error!(%error, letter = %letter.id, "the link of a letter does not open");
            unopened.push(letter.id.to_string());
            let [subject, body] = [m::FILE_UNOPENED, m::FILE_UNOPENED_WHY].map(|words| words.get(Lang::Ja).to_owned());
            Words { subject, body }
        });
        let Envelope { postcode, address, name } = Envelope::of(&letter.envelope);
        table.push([postcode, address, name, words.subject, words.body]);
    }
    note(call, &tx, id, "letters.export", json!({ "letters": letters.len(), "unopened": unopened })).await?;
    tx.commit().await?;
    sheet::csv(table.iter().map(|row| row.iter().map(|cell| sheet::as_text(cell))))
}

/// A whole file was posted. Errors: `NotFound`; `conflict.already_done`.
pub async fn post(call: &Call, id: LetterBatchId) -> Result<()> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    rows::find(&tx, &scope, id).await?.ok_or(Error::NotFound)?;
    let posted = rows::post(&tx, id, call.now(), call.actor.account).await?.ok_or(Error::Conflict(DONE))?;
    note(call, &tx, id, "letters.post", json!({ "posted": posted })).await?;
    tx.commit().await?;
    Ok(())
}

/// A letter that was posted came back: nothing reaches this person, and the list of what did not arrive says so. Errors:
/// `NotFound` for what is no letter, `conflict.already_done` where it was not posted or came back before.
pub async fn come_back(call: &Call, id: DeliveryId) -> Result<()> {
    call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let letter =
        notices::delivery(&tx, id).await?.filter(|found| found.medium == Medium::Letter).ok_or(Error::NotFound)?;
    if !rows::come_back(&tx, id, call.now()).await? {
        return Err(Error::Conflict(DONE));
    }
    let change = Change {
        process: "notice.come_back",
        subject_kind: "notice",
        subject_id: letter.notice_id.to_string(),
        old: Some(json!({ "state": DeliveryState::Sent })),
        new: Some(json!({ "state": DeliveryState::Bounced })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Marks one letter as posted. Errors: `NotFound` for what is no letter, `conflict.already_done`.
pub async fn posted(call: &Call, id: DeliveryId) -> Result<()> {
    call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let letter =
        notices::delivery(&tx, id).await?.filter(|found| found.medium == Medium::Letter).ok_or(Error::NotFound)?;
    if !notices::advance(&tx, id, DeliveryState::Sent, letter.tries + 1, call.now()).await? {
        return Err(Error::Conflict(DONE));
    }
    let change = Change {
        process: "notice.post",
        subject_kind: "notice",
        subject_id: letter.notice_id.to_string(),
        old: Some(json!({ "state": DeliveryState::Waiting })),
        new: Some(json!({ "state": DeliveryState::Sent })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
