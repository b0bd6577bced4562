//! Cards from order to end. Invariant: a chip's serial number belongs to one card for ever, also after that card's end.

pub mod batch;
pub mod reissue;

use crate::{
    fault::{Fault, Result},
    query::ask,
    technician::{level_from, spaced},
};
use domain::{
    access::{Extent, Scope},
    card::{
        CardOrder, CardState, RevocationReason,
        delivery::{Place, ReturnReason},
    },
    id::{BatchId, CardId, TechnicianId},
    level::Level,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, ExprTrait, FromQueryResult, QueryOrder, Set, Statement, entity::prelude::*};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "card")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub technician_id: i64,
        pub uid: Option<i64>,
        pub key_version: i32,
        pub state: i16,
        pub level: i16,
        pub valid_until: i32,
        pub ordered_at: i64,
        pub issued_at: Option<i64>,
        pub revoked_at: Option<i64>,
        pub revocation_reason: Option<String>,
        pub place: i16,
        pub placed_at: Option<i64>,
        pub return_reason: Option<i16>,
        pub batch_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its id.
    pub id: CardId,
    /// Whose.
    pub technician_id: TechnicianId,
    /// The chip's seven bytes as a number; `None` while ordered.
    pub uid: Option<i64>,
    /// Version of the master key its keys descend from; 0 while ordered.
    pub key_version: i32,
    /// Where it stands.
    pub state: CardState,
    /// Level it shows.
    pub level: Level,
    /// Last day it is good.
    pub valid_until: WorkDate,
    /// When ordered.
    pub ordered_at: Instant,
    /// When issued.
    pub issued_at: Option<Instant>,
    /// From when it is refused.
    pub revoked_at: Option<Instant>,
    /// Why.
    pub revocation_reason: Option<RevocationReason>,
    /// How far it has come on its way.
    pub place: Place,
    /// Since when.
    pub placed_at: Option<Instant>,
    /// Why the post brought it back, the last time it did.
    pub return_reason: Option<ReturnReason>,
    /// With which others it is made.
    pub batch: Option<BatchId>,
}

impl TryFrom<entity::Model> for Card {
    type Error = Fault;

    fn try_from(row: entity::Model) -> Result<Self> {
        let reason = |code: String| {
            RevocationReason::from_code(&code).ok_or_else(|| Fault::unreadable("revocation reason", code))
        };
        Ok(Self {
            id: CardId(row.id),
            technician_id: TechnicianId::from_stored(row.technician_id),
            uid: row.uid,
            key_version: row.key_version,
            state: state_from(row.state)?,
            level: level_from(row.level)?,
            valid_until: WorkDate::from_stored(row.valid_until),
            ordered_at: Instant(row.ordered_at),
            issued_at: row.issued_at.map(Instant),
            revoked_at: row.revoked_at.map(Instant),
            revocation_reason: row.revocation_reason.map(reason).transpose()?,
            place: place_from(row.place)?,
            placed_at: row.placed_at.map(Instant),
            return_reason: row
                .return_reason
                .map(|number| {
                    ReturnReason::from_stored(number).ok_or_else(|| Fault::unreadable("return reason", number))
                })
                .transpose()?,
            batch: row.batch_id.map(BatchId),
        })
    }
}

fn state_from(number: i16) -> Result<CardState> {
    CardState::from_stored(number).ok_or_else(|| Fault::unreadable("card state", number))
}

pub(crate) fn place_from(number: i16) -> Result<Place> {
    Place::from_stored(number).ok_or_else(|| Fault::unreadable("place of a card", number))
}

/// Adds a card. [`Fault::Taken`] where the chip is another card's.
pub async fn insert(tx: &impl ConnectionTrait, card: &Card) -> Result<()> {
    let row = entity::ActiveModel {
        id: Set(card.id.0),
        technician_id: Set(card.technician_id.get()),
        uid: Set(card.uid),
        key_version: Set(card.key_version),
        state: Set(card.state.number()),
        level: Set(card.level.number()),
        valid_until: Set(card.valid_until.number()),
        ordered_at: Set(card.ordered_at.0),
        issued_at: Set(card.issued_at.map(|at| at.0)),
        revoked_at: Set(card.revoked_at.map(|at| at.0)),
        revocation_reason: Set(card.revocation_reason.map(|reason| reason.code().to_owned())),
        place: Set(card.place.number()),
        placed_at: Set(card.placed_at.map(|at| at.0)),
        return_reason: Set(card.return_reason.map(ReturnReason::number)),
        batch_id: Set(card.batch.map(|id| id.0)),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// One card.
pub async fn find(db: &impl ConnectionTrait, id: CardId) -> Result<Option<Card>> {
    entity::Entity::find_by_id(id.0).one(db).await?.map(TryInto::try_into).transpose()
}

/// Gives a card that is to be made another level, so that it is made in that colour; `false` where it is being made or was.
pub async fn set_level(tx: &impl ConnectionTrait, id: CardId, level: Level) -> Result<bool> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::Level, Expr::value(level.number()))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::State.eq(CardState::Ordered.number()))
        .filter(entity::Column::BatchId.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The card with this chip, in any state.
pub async fn by_uid(db: &impl ConnectionTrait, uid: i64) -> Result<Option<Card>> {
    entity::Entity::find().filter(entity::Column::Uid.eq(uid)).one(db).await?.map(TryInto::try_into).transpose()
}

/// The cards of a batch.
pub async fn of_batch(db: &impl ConnectionTrait, id: BatchId) -> Result<Vec<Card>> {
    let query = entity::Entity::find().filter(entity::Column::BatchId.eq(id.0));
    let rows = query.order_by_asc(entity::Column::OrderedAt).order_by_asc(entity::Column::Id).all(db).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Of these chips, those that have a card, with that card.
pub async fn by_uids(db: &impl ConnectionTrait, uids: &[i64]) -> Result<Vec<(i64, CardId)>> {
    let query = entity::Entity::find().filter(entity::Column::Uid.is_in(uids.iter().copied()));
    Ok(query.all(db).await?.into_iter().filter_map(|row| Some((row.uid?, CardId(row.id)))).collect())
}

/// The person's cards, newest first.
pub async fn of_technician(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<Card>> {
    let query = entity::Entity::find().filter(entity::Column::TechnicianId.eq(id.get()));
    let rows = query.order_by_desc(entity::Column::OrderedAt).order_by_desc(entity::Column::Id).all(db).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Whether a touch has used the chip with these seven bytes.
pub async fn is_read(db: &impl ConnectionTrait, uid: i64) -> Result<bool> {
    let sql = "SELECT 1 FROM card_read WHERE card_uid = ? LIMIT 1";
    Ok(db.query_one_raw(ask(db, sql, vec![uid.into()])).await?.is_some())
}

/// A chip for an ordered card.
#[derive(Debug, Clone, Copy)]
pub struct Chip {
    /// The chip's seven bytes as a number.
    pub uid: i64,
    /// Version of the master key its keys descend from.
    pub key_version: i32,
    /// Last day the card is good.
    pub valid_until: WorkDate,
    /// Where the card is from then on.
    pub place: Place,
}

/// Gives an ordered card its chip; `false` where it was not waiting for one. [`Fault::Taken`] where the chip is taken.
pub async fn issue(tx: &impl ConnectionTrait, id: CardId, chip: Chip, at: Instant) -> Result<bool> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::State, Expr::value(CardState::Issued.number()))
        .col_expr(entity::Column::Uid, Expr::value(chip.uid))
        .col_expr(entity::Column::KeyVersion, Expr::value(chip.key_version))
        .col_expr(entity::Column::ValidUntil, Expr::value(chip.valid_until.number()))
        .col_expr(entity::Column::IssuedAt, Expr::value(at.0))
        .col_expr(entity::Column::Place, Expr::value(chip.place.number()))
        .col_expr(entity::Column::PlacedAt, Expr::value(at.0))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::State.eq(CardState::Ordered.number()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Lets `newer` take the place of the person's other issued cards from `at` on; says which they were.
pub async fn replace_older(
    tx: &impl ConnectionTrait,
    technician: TechnicianId,
    newer: CardId,
    at: Instant,
) -> Result<Vec<CardId>> {
    let older = entity::Entity::find()
        .filter(entity::Column::TechnicianId.eq(technician.get()))
        .filter(entity::Column::State.eq(CardState::Issued.number()))
        .filter(entity::Column::Id.ne(newer.0))
        .all(tx)
        .await?;
    for card in &older {
        let change = entity::ActiveModel {
            id: Set(card.id),
            state: Set(CardState::Replaced.number()),
            revoked_at: Set(Some(at.0)),
            ..Default::default()
        };
        entity::Entity::update(change).exec(tx).await?;
    }
    Ok(older.into_iter().map(|card| CardId(card.id)).collect())
}

/// Takes a card out of use from `at` on, or from when another took its place; `false` where it was revoked before.
pub async fn revoke(tx: &impl ConnectionTrait, id: CardId, reason: RevocationReason, at: Instant) -> Result<bool> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::State, Expr::value(CardState::Revoked.number()))
        .col_expr(entity::Column::RevokedAt, Expr::col(entity::Column::RevokedAt).if_null(at.0))
        .col_expr(entity::Column::RevocationReason, Expr::value(reason.code()))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::State.ne(CardState::Revoked.number()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Moves an issued card on its way; `false` where it is not at `from` any more.
pub async fn advance(
    tx: &impl ConnectionTrait,
    id: CardId,
    (from, to): (Place, Place),
    reason: Option<ReturnReason>,
    at: Instant,
) -> Result<bool> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::Place, Expr::value(to.number()))
        .col_expr(entity::Column::PlacedAt, Expr::value(at.0))
        .col_expr(entity::Column::ReturnReason, Expr::value(reason.map(ReturnReason::number)))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::Place.eq(from.number()))
        .filter(entity::Column::State.eq(CardState::Issued.number()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

#[derive(FromQueryResult)]
struct OrderRow {
    id: Uuid,
    technician_id: i64,
    family_name: String,
    given_name: String,
    family_kana: String,
    given_kana: String,
    level: i16,
    photo: Option<String>,
    state: i16,
    ordered_at: i64,
    valid_until: i32,
    place: i16,
    batch_id: Option<Uuid>,
}

/// Cards to be made first, oldest order first; then the latest of the others, at most `limit` in all.
pub async fn orders(db: &impl ConnectionTrait, scope: &Scope, limit: u32) -> Result<Vec<CardOrder>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let ordered = CardState::Ordered.number();
    let sql = format!(
        "SELECT c.id, c.technician_id, t.family_name, t.given_name, t.family_kana, t.given_kana, c.level, t.photo, c.state, \
         c.ordered_at, c.valid_until, c.place, c.batch_id FROM card c JOIN technician t ON t.id = c.technician_id \
         ORDER BY CASE WHEN c.state = {ordered} THEN c.ordered_at ELSE 9223372036854775807 END, c.issued_at DESC, c.id LIMIT {limit}"
    );
    let rows = OrderRow::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await?;
    rows.into_iter()
        .map(|row| {
            let state = state_from(row.state)?;
            Ok(CardOrder {
                card_id: CardId(row.id),
                technician_id: TechnicianId::from_stored(row.technician_id),
                name: spaced(&row.family_name, &row.given_name),
                kana: spaced(&row.family_kana, &row.given_kana),
                level: level_from(row.level)?,
                has_photo: row.photo.is_some(),
                state,
                ordered_at: Instant(row.ordered_at),
                valid_until: (state != CardState::Ordered).then(|| WorkDate::from_stored(row.valid_until)),
                place: place_from(row.place)?,
                in_batch: row.batch_id.is_some(),
            })
        })
        .collect()
}
