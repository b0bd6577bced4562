//! Whole history records of partner systems, and what they sent. Invariant: a batch that can be read is answered item by item
//! with 200; a partner reads back its own records and nobody else's.

use super::problem::Problem;
use crate::border::bearer::{Partner, json};
use axum::{
    Json,
    body::Bytes,
    extract::{
        Query,
        rejection::{BytesRejection, QueryRejection},
    },
};
use domain::history::sent::{SentAnswers, SentBatch, SentPage, SentQuery};
use i18n::Lang;
use services::history;

/// `POST history`.
pub async fn send(Partner(call): Partner, body: Result<Bytes, BytesRejection>) -> Result<Json<SentAnswers>, Problem> {
    let batch: SentBatch<serde_json::Value> = json(body, "record.too_large")?;
    let mut answers = history::send(&call, batch.items).await?;
    for answer in &mut answers.answers {
        if let Some(code) = &answer.code {
            answer.reason_ja = i18n::code::reason(Lang::Ja, code);
            answer.reason_en = i18n::code::reason(Lang::En, code);
        }
    }
    Ok(Json(answers))
}

/// `GET history?site=&from=&to=&after=`.
pub async fn sent(
    Partner(call): Partner,
    query: Result<Query<SentQuery>, QueryRejection>,
) -> Result<Json<SentPage>, Problem> {
    let Query(query) = query.map_err(|_| Problem::coded("malformed"))?;
    Ok(Json(history::sent(&call, &query).await?))
}
