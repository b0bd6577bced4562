//! What the register knows of a technician beyond the main row: particulars of everybody, and what a detailed registration
//! adds. Invariant: a list's rows are written as a whole, in the order they were typed, and read in it.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    id::TechnicianId,
    prefecture::PrefectureCode,
    technician::{
        AccidentInsurance, BloodType, CardAddress, DetailedEntry, EmergencyContact, HealthInsuranceKind, IdentityKind,
        Particulars, PensionKind, ResidenceStatus,
    },
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Set, Value, entity::prelude::*, sea_query::OnConflict};

pub use super::lists::counts;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "technician_detail")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub technician_id: i64,
        pub detailed_at: Option<i64>,
        pub level_awaited: bool,
        pub blood_type: Option<i16>,
        pub residence_status: Option<i16>,
        pub residence_until: Option<i32>,
        pub phone_home: Option<String>,
        pub fax: Option<String>,
        pub card_postcode: Option<String>,
        pub card_prefecture: Option<i16>,
        pub card_address: Option<String>,
        pub card_phone: Option<String>,
        pub emergency_name: Option<String>,
        pub emergency_relation: Option<String>,
        pub emergency_address: Option<String>,
        pub emergency_phone: Option<String>,
        pub health_insurance_kind: Option<i16>,
        pub pension_kind: Option<i16>,
        pub kentaikyo_number: Option<String>,
        pub identity_kind: Option<i16>,
        pub accident_insurance: Option<i16>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The single facts kept of a technician. Lists are read by themselves.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Detail {
    /// When the registration became detailed; `None`: registered simply.
    pub detailed_at: Option<Instant>,
    /// No card before the level is judged (one stop).
    pub level_awaited: bool,
    /// What everybody is asked; its lists are empty here.
    pub particulars: Particulars,
    /// Kind of the identity document that was shown.
    pub identity_kind: Option<IdentityKind>,
    /// 労災保険特別加入.
    pub accident_insurance: Option<AccidentInsurance>,
}

/// A qualification as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptQualification {
    /// Official code, where it has one.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// 資格証の番号.
    pub number: Option<String>,
    /// Day it was acquired.
    pub acquired: Option<WorkDate>,
    /// Last day.
    pub expires: Option<WorkDate>,
    /// Said by the register of 登録基幹技能者.
    pub from_register: bool,
    /// Content hash of its picture.
    pub picture: Option<String>,
}

/// Keeps what a first registration came to. `picture`: content hash of an item's picture, by list and key.
pub async fn insert(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    particulars: &Particulars,
    detailed: Option<&DetailedEntry>,
    at: Instant,
    picture: impl Fn(&str) -> Option<String>,
) -> Result<()> {
    let row = entity::Model { technician_id: id.get(), ..of_particulars(particulars) };
    let row = match detailed {
        Some(detailed) => of_detailed(row, detailed, at),
        None => row,
    };
    entity::Entity::insert(entity::ActiveModel::from(row)).exec_without_returning(tx).await?;
    simple_lists(tx, id, particulars).await?;
    match detailed {
        Some(detailed) => lists(tx, id, detailed, picture).await,
        None => Ok(()),
    }
}

/// Writes what a change made of it; since when the registration is detailed and what its level waits for stay. `detailed`:
/// absent where it is simple or the change was one of a simple registration.
pub async fn change(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    particulars: &Particulars,
    detailed: Option<&DetailedEntry>,
    picture: impl Fn(&str) -> Option<String>,
) -> Result<()> {
    use entity::Column;
    let mut row = entity::Model { technician_id: id.get(), ..of_particulars(particulars) };
    let mut columns = vec![
        Column::BloodType,
        Column::ResidenceStatus,
        Column::ResidenceUntil,
        Column::PhoneHome,
        Column::Fax,
        Column::CardPostcode,
        Column::CardPrefecture,
        Column::CardAddress,
        Column::CardPhone,
        Column::EmergencyName,
        Column::EmergencyRelation,
        Column::EmergencyAddress,
        Column::EmergencyPhone,
        Column::HealthInsuranceKind,
        Column::PensionKind,
        Column::KentaikyoNumber,
    ];
    if let Some(detailed) = detailed {
        row.identity_kind = Some(detailed.identity_kind.number());
        row.accident_insurance = detailed.accident_insurance.map(AccidentInsurance::number);
        columns.push(Column::AccidentInsurance);
    }
    if row.identity_kind.is_some() {
        columns.push(Column::IdentityKind);
    }
    let on_conflict = OnConflict::column(Column::TechnicianId).update_columns(columns).to_owned();
    entity::Entity::insert(entity::ActiveModel::from(row)).on_conflict(on_conflict).exec_without_returning(tx).await?;
    super::lists::clear(tx, id, detailed.is_some()).await?;
    simple_lists(tx, id, particulars).await?;
    match detailed {
        Some(detailed) => lists(tx, id, detailed, picture).await,
        None => Ok(()),
    }
}

/// The lists everybody is asked.
async fn simple_lists(tx: &impl ConnectionTrait, id: TechnicianId, particulars: &Particulars) -> Result<()> {
    let subtrades = particulars.subtrades.iter().map(|subtrade| {
        let minor = subtrade.code.map(domain::technician::SubtradeCode::minor);
        vec![subtrade.trade.get().into(), minor.into(), subtrade.name.clone().into()]
    });
    list(tx, id, "technician_subtrade", "trade, minor, name", subtrades).await?;
    let careers = particulars
        .careers
        .iter()
        .map(|career| vec![career.trade.get().into(), career.years.into(), career.content.clone().into()]);
    list(tx, id, "technician_career", "trade, years, content", careers).await
}

/// Makes a simple registration detailed; what everybody is asked stays.
pub async fn upgrade(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    detailed: &DetailedEntry,
    at: Instant,
    picture: impl Fn(&str) -> Option<String>,
) -> Result<()> {
    use entity::Column;
    let row = of_detailed(entity::Model { technician_id: id.get(), ..entity::Model::default() }, detailed, at);
    let row = entity::ActiveModel { level_awaited: Set(false), ..row.into() };
    let on_conflict = OnConflict::column(Column::TechnicianId)
        .update_columns([Column::DetailedAt, Column::IdentityKind, Column::AccidentInsurance])
        .to_owned();
    entity::Entity::insert(row).on_conflict(on_conflict).exec_without_returning(tx).await?;
    lists(tx, id, detailed, picture).await
}

fn of_particulars(of: &Particulars) -> entity::Model {
    let (card, emergency) = (of.card_to.as_ref(), of.emergency.as_ref());
    entity::Model {
        identity_kind: of.identity_kind.map(IdentityKind::number),
        blood_type: of.blood_type.map(BloodType::number),
        residence_status: of.residence_status.map(ResidenceStatus::number),
        residence_until: of.residence_until.map(WorkDate::number),
        phone_home: of.phone_home.clone(),
        fax: of.fax.clone(),
        card_postcode: card.map(|card| card.postcode.clone()),
        card_prefecture: card.map(|card| card.prefecture.get()),
        card_address: card.map(|card| card.address.clone()),
        card_phone: card.map(|card| card.phone.clone()),
        emergency_name: emergency.map(|contact| contact.name.clone()),
        emergency_relation: emergency.map(|contact| contact.relation.clone()),
        emergency_address: emergency.and_then(|contact| contact.address.clone()),
        emergency_phone: emergency.map(|contact| contact.phone.clone()),
        health_insurance_kind: of.health_insurance_kind.map(HealthInsuranceKind::number),
        pension_kind: of.pension_kind.map(PensionKind::number),
        kentaikyo_number: of.kentaikyo_number.clone(),
        ..entity::Model::default()
    }
}

fn of_detailed(row: entity::Model, of: &DetailedEntry, at: Instant) -> entity::Model {
    entity::Model {
        detailed_at: Some(at.0),
        level_awaited: of.one_stop,
        identity_kind: Some(of.identity_kind.number()),
        accident_insurance: of.accident_insurance.map(AccidentInsurance::number),
        ..row
    }
}

/// The lists of groups 9 to 14.
async fn lists(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    of: &DetailedEntry,
    picture: impl Fn(&str) -> Option<String>,
) -> Result<()> {
    use domain::technician::List;
    let checks = of
        .health_checks
        .iter()
        .map(|check| vec![check.kind.number().into(), check.name.clone().into(), check.on.number().into()]);
    list(tx, id, "technician_health_check", "kind, name, on_date", checks).await?;
    let schools = of
        .schools
        .iter()
        .map(|school| vec![school.kind.number().into(), school.name.clone().into(), school.year.into()]);
    list(tx, id, "technician_school", "kind, name, year", schools).await?;
    let qualifications = of.qualifications.iter().map(|one| {
        vec![
            one.known.map(|known| known.code.to_owned()).into(),
            one.name.clone().into(),
            one.number.clone().into(),
            one.acquired.map(WorkDate::number).into(),
            one.expires.map(WorkDate::number).into(),
            one.from_register.into(),
            picture(&List::Qualifications.field(&one.key)).into(),
        ]
    });
    let columns = "code, name, number, acquired_on, expires_on, from_register, picture";
    list(tx, id, "technician_qualification", columns, qualifications).await?;
    let trainings = of.trainings.iter().map(|one| {
        let picture = picture(&List::Trainings.field(&one.key));
        vec![one.name.clone().into(), one.by.clone().into(), one.on.number().into(), picture.into()]
    });
    list(tx, id, "technician_training", "name, held_by, on_date, picture", trainings).await?;
    let awards = of.awards.iter().map(|one| {
        let picture = picture(&List::Awards.field(&one.key));
        vec![one.name.clone().into(), one.by.clone().into(), one.on.number().into(), picture.into()]
    });
    list(tx, id, "technician_award", "name, given_by, on_date, picture", awards).await
}

/// Writes the rows of one list, each with its place.
async fn list(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    table: &str,
    columns: &str,
    rows: impl Iterator<Item = Vec<Value>>,
) -> Result<()> {
    for (place, row) in rows.enumerate() {
        let place = i16::try_from(place).map_err(|_| Fault::Broken(format!("{table} has too many rows")))?;
        let marks = ", ?".repeat(row.len());
        let sql = format!("INSERT INTO {table} (technician_id, place, {columns}) VALUES (?, ?{marks})");
        let values = [id.get().into(), place.into()].into_iter().chain(row).collect();
        tx.execute_raw(ask(tx, &sql, values)).await?;
    }
    Ok(())
}

/// A kept number that must mean something.
fn read<N: Copy + core::fmt::Display, T>(
    what: &'static str,
    kept: Option<N>,
    meaning: impl Fn(N) -> Option<T>,
) -> Result<Option<T>> {
    kept.map(|number| meaning(number).ok_or_else(|| Fault::unreadable(what, number))).transpose()
}

/// Lets a first card wait for a level no longer; `false` where none did.
pub async fn end_waiting(tx: &impl ConnectionTrait, id: TechnicianId) -> Result<bool> {
    let sql = "UPDATE technician_detail SET level_awaited = ? WHERE technician_id = ? AND level_awaited = ?";
    let values = vec![false.into(), id.get().into(), true.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// What is kept of a technician; nothing but defaults of who was registered before there was more to know.
pub async fn find(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Detail> {
    let Some(row) = entity::Entity::find_by_id(id.get()).one(db).await? else { return Ok(Detail::default()) };
    let card_to = match (row.card_postcode, row.card_prefecture, row.card_address, row.card_phone) {
        (Some(postcode), Some(prefecture), Some(address), Some(phone)) => {
            Some(CardAddress { postcode, prefecture: PrefectureCode::from_stored(prefecture), address, phone })
        }
        (None, None, None, None) => None,
        _ => return Err(Fault::unreadable("address of a card", id)),
    };
    let emergency = match (row.emergency_name, row.emergency_relation, row.emergency_phone) {
        (Some(name), Some(relation), Some(phone)) => {
            Some(EmergencyContact { name, relation, address: row.emergency_address, phone })
        }
        (None, None, None) => None,
        _ => return Err(Fault::unreadable("emergency contact", id)),
    };
    let particulars = Particulars {
        blood_type: read("blood type", row.blood_type, BloodType::from_stored)?,
        residence_status: read("residence status", row.residence_status, ResidenceStatus::from_stored)?,
        residence_until: row.residence_until.map(WorkDate::from_stored),
        phone_home: row.phone_home,
        fax: row.fax,
        card_to,
        emergency,
        health_insurance_kind: read(
            "health insurance kind",
            row.health_insurance_kind,
            HealthInsuranceKind::from_stored,
        )?,
        pension_kind: read("pension kind", row.pension_kind, PensionKind::from_stored)?,
        kentaikyo_number: row.kentaikyo_number,
        ..Particulars::default()
    };
    Ok(Detail {
        detailed_at: row.detailed_at.map(Instant),
        level_awaited: row.level_awaited,
        particulars,
        identity_kind: read("identity kind", row.identity_kind, IdentityKind::from_stored)?,
        accident_insurance: read("accident insurance", row.accident_insurance, AccidentInsurance::from_stored)?,
    })
}

/// 保有資格 as kept, in the order they were typed.
pub async fn qualifications(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<KeptQualification>> {
    let sql = "SELECT code, name, number, acquired_on, expires_on, from_register, picture \
        FROM technician_qualification WHERE technician_id = ? ORDER BY place";
    let rows = db.query_all_raw(ask(db, sql, vec![id.get().into()])).await?;
    let day = |row: &QueryResult, column: &str| -> Result<Option<WorkDate>> {
        Ok(row.try_get::<Option<i32>>("", column)?.map(WorkDate::from_stored))
    };
    rows.iter()
        .map(|row| {
            Ok(KeptQualification {
                code: row.try_get("", "code")?,
                name: row.try_get("", "name")?,
                number: row.try_get("", "number")?,
                acquired: day(row, "acquired_on")?,
                expires: day(row, "expires_on")?,
                from_register: row.try_get("", "from_register")?,
                picture: row.try_get("", "picture")?,
            })
        })
        .collect()
}
