//! Touches from partner systems. Invariant: a batch that can be read is answered item by item with 200; what is wrong with
//! one item never shows in another's answer.

use super::problem::Problem;
use crate::border::bearer::{Partner, json};
use axum::{Json, body::Bytes, extract::rejection::BytesRejection};
use domain::touch::wire::{TouchAnswers, TouchBatch};
use i18n::Lang;
use services::touch;

/// `POST touches`.
pub async fn send(Partner(call): Partner, body: Result<Bytes, BytesRejection>) -> Result<Json<TouchAnswers>, Problem> {
    let batch: TouchBatch<serde_json::Value> = json(body, "touch.too_large")?;
    Ok(Json(worded(touch::record(&call, batch.items).await?)))
}

/// The answers with their reasons in words.
pub fn worded(mut answers: TouchAnswers) -> TouchAnswers {
    for answer in &mut answers.answers {
        if let Some(code) = &answer.code {
            answer.reason_ja = i18n::code::reason(Lang::Ja, code);
            answer.reason_en = i18n::code::reason(Lang::En, code);
        }
    }
    answers
}
