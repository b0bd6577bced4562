//! What people chose about how they are told. Invariant: a row a topic at the most, and none for what is usual.

use super::Recipient;
use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    notice::choice::{Choice, Choices, Topic},
    time::Instant,
};
use sea_orm::{ConnectionTrait, Value};

/// Whose rows: the column that names them, and who; `None` for who has no log-in and chooses nothing.
const fn owner(of: Recipient) -> Option<(&'static str, i64)> {
    match of {
        Recipient::Technician(id) => Some(("technician_id", id.get())),
        Recipient::Business(id) => Some(("business_id", id.get())),
        Recipient::Application(_) | Recipient::Recovery(_) | Recipient::Union(_) => None,
    }
}

/// What somebody chose.
pub async fn find(db: &impl ConnectionTrait, of: Recipient) -> Result<Choices> {
    let Some((column, id)) = owner(of) else { return Ok(Choices::default()) };
    let sql = format!("SELECT topic, choice FROM notice_choice WHERE {column} = ?");
    let rows = db.query_all_raw(ask(db, &sql, vec![id.into()])).await?;
    let chosen = rows.into_iter().map(|row| {
        let (topic, choice): (i16, i16) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let topic = Topic::from_stored(topic).ok_or_else(|| Fault::unreadable("topic of notices", topic))?;
        let choice = Choice::from_stored(choice).ok_or_else(|| Fault::unreadable("way of notices", choice))?;
        Ok((topic, choice))
    });
    chosen.collect::<Result<_>>().map(Choices)
}

/// Keeps what somebody chose, in place of all they had chosen. Nothing for who chooses nothing.
pub async fn replace(tx: &impl ConnectionTrait, of: Recipient, choices: &Choices, at: Instant) -> Result<()> {
    let Some((column, id)) = owner(of) else { return Ok(()) };
    let sql = format!("DELETE FROM notice_choice WHERE {column} = ?");
    tx.execute_raw(ask(tx, &sql, vec![id.into()])).await?;
    let chosen: Vec<_> = choices.0.iter().filter(|(_, choice)| **choice != Choice::Usual).collect();
    if chosen.is_empty() {
        return Ok(());
    }
    let row = "(?, ?, ?, ?)";
    let sql = format!(
        "INSERT INTO notice_choice ({column}, topic, choice, changed_at) VALUES {}",
        vec![row; chosen.len()].join(", ")
    );
    let values = chosen
        .into_iter()
        .flat_map(|(topic, choice)| [Value::from(id), topic.number().into(), choice.number().into(), at.0.into()]);
    tx.execute_raw(ask(tx, &sql, values.collect())).await?;
    Ok(())
}
