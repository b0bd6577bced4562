//! 事業者 as registered. Invariant: a business keeps its number for ever; what changes is its data, with history.

pub mod body;
pub mod renewal;
pub mod version;

use crate::{
    fault::{Fault, Result},
    rows::{Kind, Rows},
    technician::{trades_from, trades_text},
};
use domain::{
    business::BusinessKind,
    id::{ApplicationId, BusinessId},
    prefecture::{PrefectureCode, municipality},
    structure::NamedBusiness,
    text::search_key,
    time::{Instant, WorkDate},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, DbBackend, ExprTrait, QuerySelect, Set, entity::prelude::*};
use std::collections::{BTreeMap, BTreeSet};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "business")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub kind: i16,
        pub name: String,
        pub name_kana: String,
        pub search_name: String,
        pub representative: String,
        pub corporate_number: Option<String>,
        pub licence: Option<String>,
        pub capital_yen: i64,
        pub trades: String,
        pub postcode: String,
        pub prefecture: i16,
        pub address: String,
        pub phone: String,
        pub mail: String,
        pub valid_until: i32,
        pub registered_at: i64,
        pub application_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A registered business. Source: data/business_fields.csv, the part the form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Business {
    /// 事業者ID.
    pub id: BusinessId,
    /// 法人, 個人, 一人親方.
    pub kind: BusinessKind,
    /// 商号または名称, as typed.
    pub name: String,
    /// フリガナ.
    pub name_kana: String,
    /// 代表者 with one space.
    pub representative: String,
    /// 13 digits, of a corporation.
    pub corporate_number: Option<String>,
    /// 建設業許可 as JSON; `None` without one.
    pub licence: Option<String>,
    /// 資本金, yen.
    pub capital_yen: i64,
    /// One to four, main first.
    pub trades: Vec<TradeCode>,
    /// Seven digits.
    pub postcode: String,
    /// 都道府県 of the address.
    pub prefecture: PrefectureCode,
    /// 市区町村 and what follows.
    pub address: String,
    /// Digits.
    pub phone: String,
    /// Mail address.
    pub mail: String,
    /// Last day of the registration: the end of the month five years after the month of registration.
    pub valid_until: WorkDate,
    /// When registered.
    pub registered_at: Instant,
    /// What the registration came from.
    pub application_id: Option<ApplicationId>,
}

/// A registered business that may be the same as an applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Which.
    pub id: BusinessId,
    /// Common form of its name.
    pub search_name: String,
    /// 13 digits, of a corporation.
    pub corporate_number: Option<String>,
}

impl TryFrom<entity::Model> for Business {
    type Error = Fault;

    fn try_from(row: entity::Model) -> Result<Self> {
        Ok(Self {
            id: BusinessId::from_stored(row.id),
            kind: BusinessKind::from_stored(row.kind).ok_or_else(|| Fault::unreadable("business kind", row.kind))?,
            name: row.name,
            name_kana: row.name_kana,
            representative: row.representative,
            corporate_number: row.corporate_number,
            licence: row.licence,
            capital_yen: row.capital_yen,
            trades: trades_from(&row.trades)?,
            postcode: row.postcode,
            prefecture: PrefectureCode::from_stored(row.prefecture),
            address: row.address,
            phone: row.phone,
            mail: row.mail,
            valid_until: WorkDate::from_stored(row.valid_until),
            registered_at: Instant(row.registered_at),
            application_id: row.application_id.map(ApplicationId),
        })
    }
}

fn model(business: &Business) -> entity::ActiveModel {
    let it = business.clone();
    entity::ActiveModel {
        id: Set(it.id.get()),
        kind: Set(it.kind.number()),
        search_name: Set(search_key(&it.name)),
        name: Set(it.name),
        name_kana: Set(it.name_kana),
        representative: Set(it.representative),
        corporate_number: Set(it.corporate_number),
        licence: Set(it.licence),
        capital_yen: Set(it.capital_yen),
        trades: Set(trades_text(&it.trades)),
        postcode: Set(it.postcode),
        prefecture: Set(it.prefecture.get()),
        address: Set(it.address),
        phone: Set(it.phone),
        mail: Set(it.mail),
        valid_until: Set(it.valid_until.number()),
        registered_at: Set(it.registered_at.0),
        application_id: Set(it.application_id.map(|id| id.0)),
    }
}

/// Adds a business. [`Fault::Taken`] where the number is taken.
pub async fn insert(tx: &impl ConnectionTrait, business: &Business) -> Result<()> {
    entity::Entity::insert(model(business)).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes what is registered of a business; its number, and when and from what it was registered, stay.
pub async fn update(tx: &impl ConnectionTrait, business: &Business) -> Result<()> {
    entity::Entity::update(model(business)).exec(tx).await?;
    Ok(())
}

/// One business.
pub async fn find(db: &impl ConnectionTrait, id: BusinessId) -> Result<Option<Business>> {
    entity::Entity::find_by_id(id.get()).one(db).await?.map(TryInto::try_into).transpose()
}

/// One business, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: BusinessId) -> Result<Option<Business>> {
    let query = entity::Entity::find_by_id(id.get());
    let query = if tx.get_database_backend() == DbBackend::Postgres { query.lock_exclusive() } else { query };
    query.one(tx).await?.map(TryInto::try_into).transpose()
}

/// These businesses, those of them that are registered.
pub async fn many(db: &impl ConnectionTrait, ids: &BTreeSet<BusinessId>) -> Result<BTreeMap<BusinessId, Business>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let query = entity::Entity::find().filter(entity::Column::Id.is_in(ids.iter().map(|id| id.get())));
    let keyed = |row: entity::Model| Business::try_from(row).map(|business| (business.id, business));
    query.all(db).await?.into_iter().map(keyed).collect()
}

/// Its name; `None` where there is no such business.
pub async fn name(db: &impl ConnectionTrait, id: BusinessId) -> Result<Option<String>> {
    let query = entity::Entity::find_by_id(id.get()).select_only().column(entity::Column::Name);
    Ok(query.into_tuple::<String>().one(db).await?)
}

/// The names of these businesses.
pub async fn names(db: &impl ConnectionTrait, ids: &[BusinessId]) -> Result<Vec<(BusinessId, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut asked = Rows::new(&[("b", Kind::Big)]);
    for id in ids {
        asked.push(vec![id.get().into()]);
    }
    let rows = asked.query(db, "SELECT b.id, b.name FROM k JOIN business b ON b.id = k.b").await?;
    rows.iter().map(|row| Ok((BusinessId::from_stored(row.try_get_by_index(0)?), row.try_get_by_index(1)?))).collect()
}

/// Whether the number is taken.
pub async fn exists(db: &impl ConnectionTrait, id: BusinessId) -> Result<bool> {
    Ok(name(db, id).await?.is_some())
}

/// Registered businesses of exactly this name, in its common form, by number; `limit` of them. Of who is no 法人 the address
/// ends with the municipality.
pub async fn named(db: &impl ConnectionTrait, name: &str, limit: u64) -> Result<Vec<NamedBusiness>> {
    use sea_orm::QueryOrder;
    let rows = entity::Entity::find()
        .select_only()
        .columns([entity::Column::Id, entity::Column::Name, entity::Column::Prefecture, entity::Column::Address])
        .column(entity::Column::Kind)
        .filter(entity::Column::SearchName.eq(search_key(name)))
        .order_by_asc(entity::Column::Id)
        .limit(limit)
        .into_tuple::<(i64, String, i16, String, i16)>()
        .all(db)
        .await?;
    let named = |(id, name, prefecture, address, kind): (i64, String, i16, String, i16)| NamedBusiness {
        id: BusinessId::from_stored(id),
        name,
        prefecture: PrefectureCode::from_stored(prefecture),
        address: if kind == BusinessKind::Corporation.number() { address } else { municipality(&address).to_owned() },
    };
    Ok(rows.into_iter().map(named).collect())
}

/// Registered businesses whose name, in common form, or 法人番号 is among those given.
pub async fn alike(db: &impl ConnectionTrait, names: &[String], corporate_numbers: &[String]) -> Result<Vec<Alike>> {
    if names.is_empty() && corporate_numbers.is_empty() {
        return Ok(Vec::new());
    }
    let rows = entity::Entity::find()
        .select_only()
        .columns([entity::Column::Id, entity::Column::SearchName, entity::Column::CorporateNumber])
        .filter(entity::Column::SearchName.is_in(names).or(entity::Column::CorporateNumber.is_in(corporate_numbers)))
        .limit(ALIKE_MAX)
        .into_tuple::<(i64, String, Option<String>)>()
        .all(db)
        .await?;
    let alike =
        |(id, search_name, corporate_number)| Alike { id: BusinessId::from_stored(id), search_name, corporate_number };
    Ok(rows.into_iter().map(alike).collect())
}

const ALIKE_MAX: u64 = 500;
