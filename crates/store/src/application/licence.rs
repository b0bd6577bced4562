//! What the register of 建設業許可 said of the licence an application names. Invariant: one answer, to the question asked last.

use crate::{
    fault::Result,
    query::ask,
    rows::{Kind, Rows},
};
use domain::{
    application::LicenceFound,
    id::ApplicationId,
    time::{Instant, WorkDate},
};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The licence that was asked for.
    pub licence: String,
    /// What the register has.
    pub found: Option<LicenceFound>,
    /// When it was asked.
    pub asked_at: Instant,
}

/// Keeps an answer, in the place of one before.
pub async fn keep(tx: &impl ConnectionTrait, id: ApplicationId, answer: &Answer) -> Result<()> {
    let sql = "INSERT INTO application_licence (application_id, licence, name, until_date, asked_at) \
        VALUES (?, ?, ?, ?, ?) ON CONFLICT (application_id) DO UPDATE SET licence = excluded.licence, \
        name = excluded.name, until_date = excluded.until_date, asked_at = excluded.asked_at";
    let (name, until) = (answer.found.as_ref().map(|of| of.name.clone()), answer.found.as_ref().map(|of| of.until));
    let until = until.map(WorkDate::number);
    let values = vec![id.0.into(), answer.licence.clone().into(), name.into(), until.into(), answer.asked_at.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The answers of these applications.
pub async fn of(db: &impl ConnectionTrait, ids: &[ApplicationId]) -> Result<HashMap<ApplicationId, Answer>> {
    let mut rows = Rows::new(&[("application_id", Kind::Uuid)]);
    for id in ids {
        rows.push(vec![id.0.into()]);
    }
    let sql = "SELECT l.application_id, l.licence, l.name, l.until_date, l.asked_at FROM k \
        JOIN application_licence l ON l.application_id = k.application_id";
    let mut answers = HashMap::new();
    for row in rows.query(db, sql).await? {
        let (name, until): (Option<String>, Option<i32>) = (row.try_get("", "name")?, row.try_get("", "until_date")?);
        let found = name.zip(until).map(|(name, until)| LicenceFound { name, until: WorkDate::from_stored(until) });
        let (licence, asked_at) = (row.try_get("", "licence")?, Instant(row.try_get("", "asked_at")?));
        answers.insert(ApplicationId(row.try_get("", "application_id")?), Answer { licence, found, asked_at });
    }
    Ok(answers)
}
