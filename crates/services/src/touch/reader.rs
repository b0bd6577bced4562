//! Touches that come in a logging reader's file or by a person's own phone. Invariant: looking at a file judges it by the rules of recording and writes
//! nothing; who may send it was decided before.

use super::{
    group,
    prepare::{self, Own, Prepared, Sender},
};
use crate::{
    call::Call,
    error::{Error, Result},
};
use domain::{
    id::{ReadingFileId, SiteId},
    touch::wire::{TouchAnswer, TouchItem},
};

/// What touches of a file would come to now, in their order.
pub(crate) async fn look_at(
    call: &Call,
    site: SiteId,
    file: ReadingFileId,
    items: &[TouchItem],
) -> Result<Vec<TouchAnswer>> {
    let (prepared, answers) = prepared(call, Sender::Reader { site, file: file.0 }, items)?;
    let judged = group::look(&call.db, &prepared).await?;
    in_order(items.len(), answers, judged)
}

/// Records touches of a file, and answers them in their order. Errors: `Unavailable` (nothing was recorded).
pub(crate) async fn record_of(
    call: &Call,
    site: SiteId,
    file: ReadingFileId,
    items: &[TouchItem],
) -> Result<Vec<TouchAnswer>> {
    write(call, Sender::Reader { site, file: file.0 }, items).await
}

/// Records a person's own touch at a site. Errors: `Unavailable` (nothing was recorded).
pub(crate) async fn record_own(call: &Call, own: Own, item: &TouchItem) -> Result<Vec<TouchAnswer>> {
    write(call, Sender::Own(own), core::slice::from_ref(item)).await
}

async fn write(call: &Call, sender: Sender, items: &[TouchItem]) -> Result<Vec<TouchAnswer>> {
    let (prepared, answers) = prepared(call, sender, items)?;
    let written = if prepared.is_empty() { Vec::new() } else { call.outside.touches.submit(prepared).await? };
    let answers = in_order(items.len(), answers, written)?;
    for answer in &answers {
        metrics::counter!("touches_answered_total", "outcome" => answer.outcome.code()).increment(1);
    }
    Ok(answers)
}

fn prepared(call: &Call, sender: Sender, items: &[TouchItem]) -> Result<(Vec<Prepared>, Vec<TouchAnswer>)> {
    let received_at = call.now();
    let (mut ready, mut answers) = (Vec::with_capacity(items.len()), Vec::new());
    for (index, item) in items.iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let item = serde_json::to_value(item).map_err(Error::internal)?;
        match prepare::prepare(&*call.outside.keys, &sender, received_at, index, item) {
            Ok(prepared) => ready.push(prepared),
            Err(answer) => answers.push(*answer),
        }
    }
    Ok((ready, answers))
}

fn in_order(items: usize, mut answers: Vec<TouchAnswer>, more: Vec<TouchAnswer>) -> Result<Vec<TouchAnswer>> {
    answers.extend(more);
    answers.sort_by_key(|answer| answer.index);
    if answers.len() == items { Ok(answers) } else { Err(Error::internal("a touch was left without an answer")) }
}
