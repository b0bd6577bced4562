//! What businesses, scriveners and counters list of what they file. Invariant: a scope of none of them opens nothing.

use crate::{
    application::state_from,
    counter::{office_kind, sent},
    fault::{Fault, Result},
    fee::{kind_from, receipt::held_of_request},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    application::{ApplicationKind, State},
    business::validity::Standing,
    counter::papers,
    disaster::Disaster,
    fee::{FeeLine, PaymentReference, Yen},
    id::ApplicationId,
    listing::{Listed, Mark, PART_ROWS},
    prefecture::PrefectureCode,
    proxy::{Channel, Consent, Filed, FiledRow},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Value};

const COLUMNS: &str = "a.id, a.number, a.kind, a.name, a.state, p.created_at, p.asked_at, p.opened_at, p.consent, p.token_hash, \
    f.kind AS fee_kind, f.amount_yen, f.received_yen, f.due_date, f.reference, c.tracking, c.sent_on, c.arrived_at, o.kind AS office_kind, \
    o.name AS office, a.anew, a.submitted_at, b.valid_until, b.prefecture";
const JOINS: &str = "JOIN application a ON a.id = p.application_id \
    LEFT JOIN counter_case c ON c.application_id = p.application_id LEFT JOIN registrar_office o ON o.id = c.office_id \
    LEFT JOIN fee_request f ON f.application_id = a.id AND f.paid_at IS NULL AND f.withdrawn_at IS NULL \
    LEFT JOIN business b ON b.id = a.business_id";

/// The lines, before what picks them; the fee with what waits for the office, as its payer sees it.
fn lines() -> String {
    format!("SELECT {COLUMNS}, {} AS held FROM application_proxy p {JOINS}", held_of_request())
}

fn fee(row: &QueryResult) -> Result<Option<FeeLine>> {
    let Some(kind) = row.try_get::<Option<String>>("", "fee_kind")? else { return Ok(None) };
    let reference: Option<i64> = row.try_get("", "reference")?;
    Ok(Some(FeeLine {
        kind: kind_from(&kind)?,
        amount: Yen(row.try_get("", "amount_yen")?),
        came: Yen(row.try_get::<i64>("", "received_yen")? + row.try_get::<i64>("", "held")?),
        due: Some(WorkDate::from_stored(row.try_get("", "due_date")?)),
        paid_at: None,
        withdrawn: false,
        reference: reference.map(PaymentReference::from_stored),
    }))
}

/// By which it is told whether an application is a new registration under the same number.
fn standing(row: &QueryResult, (kind, state): (ApplicationKind, State)) -> Result<Standing> {
    let ends: Option<i32> = row.try_get("", "valid_until")?;
    let prefecture: Option<i16> = row.try_get("", "prefecture")?;
    let submitted: Option<i64> = row.try_get("", "submitted_at")?;
    Ok(Standing {
        kind,
        state,
        decided: row.try_get("", "anew")?,
        filed: submitted.map(|at| Instant(at).date()),
        registered: ends.map(WorkDate::from_stored).zip(prefecture.map(PrefectureCode::from_stored)),
    })
}

fn filed(row: &QueryResult, (disasters, today): (&[Disaster], WorkDate)) -> Result<FiledRow> {
    let (kind, state): (i16, i16) = (row.try_get("", "kind")?, row.try_get("", "state")?);
    let kind = ApplicationKind::from_stored(kind).ok_or_else(|| Fault::unreadable("application kind", kind))?;
    let state = state_from(state)?;
    let consent: Option<i16> = row.try_get("", "consent")?;
    let office: Option<i16> = row.try_get("", "office_kind")?;
    let arrived: Option<i64> = row.try_get("", "arrived_at")?;
    let papers = match office {
        Some(number) => Some(papers(office_kind(number)?, sent(row)?, arrived.map(Instant))),
        None => None,
    };
    Ok(FiledRow {
        id: ApplicationId(row.try_get("", "id")?),
        number: row.try_get("", "number")?,
        kind,
        anew: standing(row, (kind, state))?.is_anew(disasters, today),
        name: row.try_get("", "name")?,
        state,
        begun_at: Instant(row.try_get("", "created_at")?),
        asked_at: row.try_get::<Option<i64>>("", "asked_at")?.map(Instant),
        opened_at: row.try_get::<Option<i64>>("", "opened_at")?.map(Instant),
        consent: consent.and_then(Consent::from_stored),
        has_link: row.try_get::<Option<String>>("", "token_hash")?.is_some(),
        fee: fee(row)?,
        papers,
        office: row.try_get::<Option<String>>("", "office")?.unwrap_or_default(),
    })
}

/// The part after `after` of what a scope's business, office, body or scrivener filed, newest first, in one state or in all;
/// how many there are and how many of all came back is counted by one statement. `on`: the disasters and the day by which it is
/// told what is a new registration.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    state: Option<State>,
    after: Option<Mark>,
    on: (&[Disaster], WorkDate),
) -> Result<Filed> {
    let of_channel = |column: &str, channel: Channel| format!("p.{column} = ? AND p.channel = {}", channel.number());
    let (which, id): (String, Value) = match scope.extent() {
        Extent::Business(id) => (of_channel("business_id", Channel::Employer), id.get().into()),
        Extent::Office(id) => ("c.office_id = ?".to_owned(), id.0.into()),
        Extent::Registrar(id) => ("c.registrar_id = ?".to_owned(), id.0.into()),
        Extent::Scrivener(id) => (of_channel("filer_id", Channel::Scrivener), id.0.into()),
        _ => return Ok(Filed::default()),
    };
    let of_state = state.map_or_else(|| "1 = 1".to_owned(), |state| format!("a.state = {}", state.number()));
    let mut values = vec![id];
    let sql = format!(
        "SELECT COUNT(CASE WHEN {of_state} THEN 1 END), COUNT(CASE WHEN a.state = {} THEN 1 END) \
         FROM application_proxy p {JOINS} WHERE {which}",
        State::Returned.number()
    );
    let counted = db.query_one_raw(ask(db, &sql, values.clone())).await?;
    let (all, returned) = match counted {
        Some(row) => (row.try_get_by_index(0)?, row.try_get_by_index(1)?),
        None => (0, 0),
    };
    let begins = if let Some(mark) = after {
        values.extend([mark.at.into(), mark.id.into()]);
        " AND (p.created_at, p.application_id) < (?, ?)"
    } else {
        ""
    };
    let sql = format!(
        "{} WHERE {which} AND {of_state}{begins} ORDER BY p.created_at DESC, p.application_id DESC LIMIT {}",
        lines(),
        PART_ROWS + 1
    );
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let rows = rows.iter().map(|row| filed(row, on)).collect::<Result<Vec<_>>>()?;
    let listed = Listed::new(rows, all, |row| Mark { at: row.begun_at.0, id: row.id.0 }.to_string());
    Ok(Filed { listed, returned })
}

/// The line of one application filed for somebody, where a scope opens it.
pub async fn line(
    db: &impl ConnectionTrait,
    id: ApplicationId,
    on: (&[Disaster], WorkDate),
) -> Result<Option<FiledRow>> {
    let sql = format!("{} WHERE p.application_id = ?", lines());
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.map(|row| filed(&row, on)).transpose()
}
