//! 技能者 as registered, and who employs them. Invariant: what was typed is stored as typed; search columns hold its
//! common form beside it, so that 髙橋 is found under 高橋 and still printed 髙橋.

mod alike;
pub mod chief;
pub mod detail;
mod employment;
mod engaged;
pub mod engaged_before;
pub mod expiring;
pub mod kept;
mod lists;
mod put_right;
pub mod version;

use crate::fault::{Fault, Result};
use domain::{
    id::{ApplicationId, TechnicianId},
    level::Level,
    prefecture::PrefectureCode,
    technician::{Insurance, MutualAid},
    text::search_key,
    time::{Instant, WorkDate},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, DbBackend, QuerySelect, Set, entity::prelude::*};
use serde::{Deserialize, Serialize};

pub use alike::{Alike, AlikeBy, alike};
pub use employment::{
    Employment, employ, employers, levels_of_business, main_employer, of_business, seen_by, set_main_employer, take_on,
};
pub use engaged::{change, employments, engaged, write_employments};
pub use lists::put as put_lists;
pub use put_right::put_right;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "technician")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub family_name: String,
        pub given_name: String,
        pub family_kana: String,
        pub given_kana: String,
        pub roman_name: String,
        pub alias: Option<String>,
        pub search_name: String,
        pub search_kana: String,
        pub birth_date: i32,
        pub sex: String,
        pub nationality: String,
        pub postcode: String,
        pub prefecture: i16,
        pub address: String,
        pub phone: String,
        pub mail: String,
        pub trades: String,
        pub main_trade: i16,
        pub experience_years: i16,
        pub insurance: String,
        pub level: i16,
        pub photo: Option<String>,
        pub registered_at: i64,
        pub application_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A registered technician. Source: data/technician_fields.csv, the part the simple form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Technician {
    /// 技能者ID.
    pub id: TechnicianId,
    /// 姓.
    pub family_name: String,
    /// 名.
    pub given_name: String,
    /// セイ.
    pub family_kana: String,
    /// メイ.
    pub given_kana: String,
    /// Family and given name in Latin capitals, one space between; empty where none was given.
    pub roman_name: String,
    /// 通称名.
    pub alias: Option<String>,
    /// 生年月日.
    pub birth_date: WorkDate,
    /// Code of the form's choice.
    pub sex: String,
    /// As typed.
    pub nationality: String,
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
    /// One to four, main first.
    pub trades: Vec<TradeCode>,
    /// Whole years in the main trade.
    pub experience_years: i16,
    /// Which insurances the person is in; never a number.
    pub insurance: Insurances,
    /// Highest level.
    pub level: Level,
    /// Content hash of the photo.
    pub photo: Option<String>,
    /// When registered.
    pub registered_at: Instant,
    /// What the registration came from.
    pub application_id: Option<ApplicationId>,
}

/// Which insurances a person is in. What is not known is not joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Insurances {
    /// 健康保険.
    pub health: Insurance,
    /// 年金保険.
    pub pension: Insurance,
    /// 雇用保険.
    pub employment: Insurance,
    /// 建退共.
    pub kentaikyo: MutualAid,
    /// 中退共.
    pub chutaikyo: MutualAid,
}

impl Default for Insurances {
    fn default() -> Self {
        let (insurance, aid) = (Insurance::None, MutualAid::None);
        Self { health: insurance, pension: insurance, employment: insurance, kentaikyo: aid, chutaikyo: aid }
    }
}

impl Technician {
    /// Family and given name with one space.
    pub fn full_name(&self) -> String {
        spaced(&self.family_name, &self.given_name)
    }
    /// フリガナ with one space.
    pub fn full_kana(&self) -> String {
        spaced(&self.family_kana, &self.given_kana)
    }
}

/// A name in two parts, of which some people have one only.
pub(crate) fn spaced(family: &str, given: &str) -> String {
    if given.is_empty() { family.to_owned() } else { format!("{family} {given}") }
}

impl TryFrom<entity::Model> for Technician {
    type Error = Fault;

    fn try_from(row: entity::Model) -> Result<Self> {
        Ok(Self {
            id: TechnicianId::from_stored(row.id),
            family_name: row.family_name,
            given_name: row.given_name,
            family_kana: row.family_kana,
            given_kana: row.given_kana,
            roman_name: row.roman_name,
            alias: row.alias,
            birth_date: WorkDate::from_stored(row.birth_date),
            sex: row.sex,
            nationality: row.nationality,
            postcode: row.postcode,
            prefecture: PrefectureCode::from_stored(row.prefecture),
            address: row.address,
            phone: row.phone,
            mail: row.mail,
            trades: trades_from(&row.trades)?,
            experience_years: row.experience_years,
            insurance: insurance_from(&row.insurance)?,
            level: level_from(row.level)?,
            photo: row.photo,
            registered_at: Instant(row.registered_at),
            application_id: row.application_id.map(ApplicationId),
        })
    }
}

/// The trades column: a JSON list of codes.
pub(crate) fn trades_from(text: &str) -> Result<Vec<TradeCode>> {
    let codes: Vec<i16> = serde_json::from_str(text).map_err(|_| Fault::unreadable("trades", text))?;
    Ok(codes.into_iter().map(TradeCode::from_stored).collect())
}

/// As [`trades_from`] reads.
pub(crate) fn trades_text(trades: &[TradeCode]) -> String {
    let codes: Vec<String> = trades.iter().map(|trade| trade.get().to_string()).collect();
    format!("[{}]", codes.join(","))
}

/// The insurance column: JSON.
pub(crate) fn insurance_from(text: &str) -> Result<Insurances> {
    serde_json::from_str(text).map_err(|_| Fault::unreadable("insurance", text))
}

/// As [`insurance_from`] reads.
pub(crate) fn insurance_text(insurance: Insurances) -> Result<String> {
    serde_json::to_string(&insurance).map_err(|error| Fault::Broken(error.to_string()))
}

pub(crate) fn level_from(number: i16) -> Result<Level> {
    Level::from_number(number).ok_or_else(|| Fault::unreadable("level", number))
}

/// Adds a technician. [`Fault::Taken`] where the number is taken.
pub async fn insert(tx: &impl ConnectionTrait, technician: &Technician) -> Result<()> {
    let it = technician.clone();
    let row = entity::ActiveModel {
        id: Set(it.id.get()),
        search_name: Set(search_key(&it.full_name())),
        search_kana: Set(search_key(&it.full_kana())),
        family_name: Set(it.family_name),
        given_name: Set(it.given_name),
        family_kana: Set(it.family_kana),
        given_kana: Set(it.given_kana),
        roman_name: Set(it.roman_name),
        alias: Set(it.alias),
        birth_date: Set(it.birth_date.number()),
        sex: Set(it.sex),
        nationality: Set(it.nationality),
        postcode: Set(it.postcode),
        prefecture: Set(it.prefecture.get()),
        address: Set(it.address),
        phone: Set(it.phone),
        mail: Set(it.mail),
        trades: Set(trades_text(&it.trades)),
        main_trade: Set(it.trades.first().map_or(0, |trade| trade.get())),
        experience_years: Set(it.experience_years),
        insurance: Set(insurance_text(it.insurance)?),
        level: Set(it.level.number()),
        photo: Set(it.photo),
        registered_at: Set(it.registered_at.0),
        application_id: Set(it.application_id.map(|id| id.0)),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Whether the number is taken.
pub async fn exists(db: &impl ConnectionTrait, id: TechnicianId) -> Result<bool> {
    let found = entity::Entity::find_by_id(id.get())
        .select_only()
        .column(entity::Column::Id)
        .into_tuple::<i64>()
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Somebody's main trade; `None` where there is no such person or none of their trades was stated.
pub async fn main_trade(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Option<TradeCode>> {
    let found = entity::Entity::find_by_id(id.get())
        .select_only()
        .column(entity::Column::MainTrade)
        .into_tuple::<i16>()
        .one(db)
        .await?;
    Ok(found.and_then(TradeCode::from_number))
}

/// One technician.
pub async fn find(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Option<Technician>> {
    entity::Entity::find_by_id(id.get()).one(db).await?.map(TryInto::try_into).transpose()
}

/// One technician, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: TechnicianId) -> Result<Option<Technician>> {
    let query = entity::Entity::find_by_id(id.get());
    let query = if tx.get_database_backend() == DbBackend::Postgres { query.lock_exclusive() } else { query };
    query.one(tx).await?.map(TryInto::try_into).transpose()
}

/// Content hash of the photo; the outer `None` where there is no such technician.
pub async fn photo(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Option<Option<String>>> {
    let query = entity::Entity::find_by_id(id.get()).select_only().column(entity::Column::Photo);
    Ok(query.into_tuple::<Option<String>>().one(db).await?)
}

/// Sets the level that judging came to.
pub async fn set_level(tx: &impl ConnectionTrait, id: TechnicianId, level: Level) -> Result<()> {
    let change = entity::ActiveModel { id: Set(id.get()), level: Set(level.number()), ..Default::default() };
    entity::Entity::update(change).exec(tx).await?;
    Ok(())
}

/// Sets which insurances somebody is in.
pub async fn set_insurance(tx: &impl ConnectionTrait, id: TechnicianId, insurance: Insurances) -> Result<()> {
    let change =
        entity::ActiveModel { id: Set(id.get()), insurance: Set(insurance_text(insurance)?), ..Default::default() };
    entity::Entity::update(change).exec(tx).await?;
    Ok(())
}

/// Sets where somebody is reached.
pub async fn set_contact(tx: &impl ConnectionTrait, id: TechnicianId, phone: &str, mail: &str) -> Result<()> {
    let change = entity::ActiveModel {
        id: Set(id.get()),
        phone: Set(phone.to_owned()),
        mail: Set(mail.to_owned()),
        ..Default::default()
    };
    entity::Entity::update(change).exec(tx).await?;
    Ok(())
}

/// Sets where somebody lives and is reached.
pub async fn set_address(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    (postcode, prefecture, address): (&str, PrefectureCode, &str),
) -> Result<()> {
    let change = entity::ActiveModel {
        id: Set(id.get()),
        postcode: Set(postcode.to_owned()),
        prefecture: Set(prefecture.get()),
        address: Set(address.to_owned()),
        ..Default::default()
    };
    entity::Entity::update(change).exec(tx).await?;
    Ok(())
}
