//! Batches of cards. Invariant: a card that is in one goes into no other, whoever puts two together at once.

use super::{level_from, place_from, state_from};
use crate::{
    fault::{Fault, Result},
    query::ask,
    technician::spaced,
};
use domain::{
    access::{Extent, Scope},
    card::{
        CardState,
        batch::{BatchCard, BatchLine, BatchState, Print},
        delivery::{Place, ReturnReason},
    },
    id::{BatchId, CardId, TechnicianId},
    level::Level,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Set, entity::prelude::*};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "card_batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub number: String,
        pub state: i16,
        pub made_at: i64,
        pub sent_at: Option<i64>,
        pub produced_at: Option<i64>,
        pub keys_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Batches in one list.
const LIST_MAX: u32 = 200;
/// Returned cards in one list.
const RETURNED_MAX: u32 = 500;

/// An order that waits, with what its expiry depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The card.
    pub card: CardId,
    /// Whose.
    pub technician: TechnicianId,
    /// Day of birth.
    pub birth: WorkDate,
}

/// The oldest orders that can be printed (their person has a photo) and are in no batch, at most `limit`.
pub async fn waiting(db: &impl ConnectionTrait, limit: u32) -> Result<Vec<Waiting>> {
    let sql = format!(
        "SELECT c.id, t.id, t.birth_date FROM card c JOIN technician t ON t.id = c.technician_id WHERE c.state = {} \
         AND c.batch_id IS NULL AND t.photo IS NOT NULL ORDER BY c.ordered_at, c.id LIMIT {limit}",
        CardState::Ordered.number()
    );
    let rows = db.query_all_raw(ask(db, &sql, Vec::new())).await?;
    rows.iter()
        .map(|row| {
            Ok(Waiting {
                card: CardId(row.try_get_by_index(0)?),
                technician: TechnicianId::from_stored(row.try_get_by_index(1)?),
                birth: WorkDate::from_stored(row.try_get_by_index(2)?),
            })
        })
        .collect()
}

/// How many orders wait that can be printed, and how many that cannot since there is no photo.
pub async fn count_waiting(db: &impl ConnectionTrait) -> Result<(i64, i64)> {
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(CASE WHEN t.photo IS NULL THEN 0 ELSE 1 END), 0) AS bigint), COUNT(*) FROM card c \
         JOIN technician t ON t.id = c.technician_id WHERE c.state = {} AND c.batch_id IS NULL",
        CardState::Ordered.number()
    );
    let row = db.query_one_raw(ask(db, &sql, Vec::new())).await?;
    let Some(row) = row else { return Ok((0, 0)) };
    let (printable, all): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    Ok((printable, all - printable))
}

/// Batches put together on a day so far.
pub async fn count_of_day(db: &impl ConnectionTrait, day: WorkDate) -> Result<u32> {
    let made = entity::Entity::find().filter(entity::Column::Number.starts_with(format!("{}-", day.number())));
    Ok(u32::try_from(made.count(db).await?).unwrap_or(u32::MAX))
}

/// Adds an open batch. [`Fault::Taken`] where its number is another's.
pub async fn insert(tx: &impl ConnectionTrait, id: BatchId, number: &str, at: Instant) -> Result<()> {
    let row = entity::ActiveModel {
        id: Set(id.0),
        number: Set(number.to_owned()),
        state: Set(BatchState::Open.number()),
        made_at: Set(at.0),
        sent_at: Set(None),
        produced_at: Set(None),
        keys_at: Set(None),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Puts an ordered card into a batch and fixes its last day; `false` where it no longer waits for one.
pub async fn put(tx: &impl ConnectionTrait, id: BatchId, card: CardId, valid_until: WorkDate) -> Result<bool> {
    use super::entity as card_entity;
    let done = card_entity::Entity::update_many()
        .col_expr(card_entity::Column::BatchId, Expr::value(id.0))
        .col_expr(card_entity::Column::ValidUntil, Expr::value(valid_until.number()))
        .filter(card_entity::Column::Id.eq(card.0))
        .filter(card_entity::Column::BatchId.is_null())
        .filter(card_entity::Column::State.eq(CardState::Ordered.number()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Fixes what is printed on the cards of a batch: what is registered now.
pub async fn fix_prints(tx: &impl ConnectionTrait, id: BatchId) -> Result<()> {
    let sql = "INSERT INTO card_print (card_id, family_name, given_name, family_kana, given_kana, roman_name, photo) \
        SELECT c.id, t.family_name, t.given_name, t.family_kana, t.given_kana, t.roman_name, t.photo \
        FROM card c JOIN technician t ON t.id = c.technician_id WHERE c.batch_id = ?";
    tx.execute_raw(ask(tx, sql, vec![id.0.into()])).await?;
    Ok(())
}

/// Advances a batch from one state to the next; `false` where it is not there any more.
pub async fn advance(
    tx: &impl ConnectionTrait,
    id: BatchId,
    (from, to): (BatchState, BatchState),
    at: Instant,
) -> Result<bool> {
    let since = match to {
        BatchState::Open => entity::Column::MadeAt,
        BatchState::Sent => entity::Column::SentAt,
        BatchState::Produced => entity::Column::ProducedAt,
    };
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::State, Expr::value(to.number()))
        .col_expr(since, Expr::value(at.0))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::State.eq(from.number()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes when the keys were first handed over.
pub async fn keys_handed(tx: &impl ConnectionTrait, id: BatchId, at: Instant) -> Result<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::KeysAt, Expr::value(at.0))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::KeysAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

const LINE: &str = "SELECT b.id, b.number, b.state, b.made_at, b.sent_at, b.produced_at, b.keys_at, \
                    (SELECT COUNT(*) FROM card c WHERE c.batch_id = b.id) FROM card_batch b";

fn line(row: &QueryResult) -> Result<BatchLine> {
    let state: i16 = row.try_get_by_index(2)?;
    let instant = |at: usize| row.try_get_by_index::<Option<i64>>(at).map(|found| found.map(Instant));
    Ok(BatchLine {
        id: BatchId(row.try_get_by_index(0)?),
        number: row.try_get_by_index(1)?,
        state: BatchState::from_stored(state).ok_or_else(|| Fault::unreadable("batch state", state))?,
        made_at: Instant(row.try_get_by_index(3)?),
        sent_at: instant(4)?,
        produced_at: instant(5)?,
        keys_at: instant(6)?,
        cards: row.try_get_by_index(7)?,
    })
}

/// One batch.
pub async fn find(db: &impl ConnectionTrait, id: BatchId) -> Result<Option<BatchLine>> {
    let row = db.query_one_raw(ask(db, &format!("{LINE} WHERE b.id = ?"), vec![id.0.into()])).await?;
    row.as_ref().map(line).transpose()
}

/// All batches or none, as the scope says, newest first.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<BatchLine>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = format!("{LINE} ORDER BY b.made_at DESC, b.number DESC LIMIT {LIST_MAX}");
    let rows = db.query_all_raw(ask(db, &sql, Vec::new())).await?;
    rows.iter().map(line).collect()
}

const CARD: &str = "SELECT c.id, c.technician_id, t.family_name, t.given_name, t.family_kana, t.given_kana, c.level, c.state, \
                    c.place, c.placed_at, c.return_reason FROM card c JOIN technician t ON t.id = c.technician_id";

fn card(row: &QueryResult) -> Result<BatchCard> {
    let text = |at: usize| row.try_get_by_index::<String>(at);
    let reason =
        |number: i16| ReturnReason::from_stored(number).ok_or_else(|| Fault::unreadable("return reason", number));
    Ok(BatchCard {
        card_id: CardId(row.try_get_by_index(0)?),
        technician_id: TechnicianId::from_stored(row.try_get_by_index(1)?),
        name: spaced(&text(2)?, &text(3)?),
        kana: spaced(&text(4)?, &text(5)?),
        level: level_from(row.try_get_by_index(6)?)?,
        state: state_from(row.try_get_by_index(7)?)?,
        place: place_from(row.try_get_by_index(8)?)?,
        placed_at: row.try_get_by_index::<Option<i64>>(9)?.map(Instant),
        return_reason: row.try_get_by_index::<Option<i16>>(10)?.map(reason).transpose()?,
    })
}

/// The cards of a batch in the order they were asked for.
pub async fn cards(db: &impl ConnectionTrait, id: BatchId) -> Result<Vec<BatchCard>> {
    let sql = format!("{CARD} WHERE c.batch_id = ? ORDER BY c.ordered_at, c.id");
    let rows = db.query_all_raw(ask(db, &sql, vec![id.0.into()])).await?;
    rows.iter().map(card).collect()
}

/// Cards the post brought back, longest here first; all of them or none, as the scope says.
pub async fn returned(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<BatchCard>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{CARD} WHERE c.place = {} AND c.state = {} ORDER BY c.placed_at, c.id LIMIT {RETURNED_MAX}",
        Place::CameBack.number(),
        CardState::Issued.number()
    );
    let rows = db.query_all_raw(ask(db, &sql, Vec::new())).await?;
    rows.iter().map(card).collect()
}

/// What is printed on the cards of a batch that are not out of use, each with its photo's hash.
pub async fn prints(db: &impl ConnectionTrait, id: BatchId) -> Result<Vec<(Print, Option<String>)>> {
    let sql = format!(
        "SELECT c.id, c.level, COALESCE(p.family_name, t.family_name), COALESCE(p.given_name, t.given_name), \
         COALESCE(p.family_kana, t.family_kana), COALESCE(p.given_kana, t.given_kana), \
         COALESCE(p.roman_name, t.roman_name), t.id, c.valid_until, t.registered_at, \
         CASE WHEN p.card_id IS NULL THEN t.photo ELSE p.photo END \
         FROM card c JOIN technician t ON t.id = c.technician_id LEFT JOIN card_print p ON p.card_id = c.id \
         WHERE c.batch_id = ? \
         AND c.state <> {} ORDER BY c.ordered_at, c.id",
        CardState::Revoked.number()
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![id.0.into()])).await?;
    rows.iter()
        .map(|row| {
            let text = |at: usize| row.try_get_by_index::<String>(at);
            let level: i16 = row.try_get_by_index(1)?;
            let print = Print {
                card_id: CardId(row.try_get_by_index(0)?),
                level: Level::from_number(level).ok_or_else(|| Fault::unreadable("level", level))?,
                name: spaced(&text(2)?, &text(3)?),
                kana: spaced(&text(4)?, &text(5)?),
                roman: text(6)?,
                technician_id: TechnicianId::from_stored(row.try_get_by_index(7)?),
                valid_until: WorkDate::from_stored(row.try_get_by_index(8)?),
                registered_year: Instant(row.try_get_by_index(9)?).date().month().year(),
            };
            Ok((print, row.try_get_by_index(10)?))
        })
        .collect()
}
