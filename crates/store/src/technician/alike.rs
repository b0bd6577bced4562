//! Registered people who may be the same as somebody who applies. Invariant: looked for by two of what they are known by, each
//! pair by an index.

use super::entity::{Column, Entity};
use crate::fault::Result;
use domain::{id::TechnicianId, time::WorkDate};
use sea_orm::{ConnectionTrait, ExprTrait, QuerySelect, entity::prelude::*};

/// A registered person who may be the same as an applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Who.
    pub id: TechnicianId,
    /// Common form of family and given name.
    pub search_name: String,
    /// Common form of the kana.
    pub search_kana: String,
    /// Birth date.
    pub birth_date: WorkDate,
    /// Digits.
    pub phone: String,
}

/// What people who may be the same are looked for by; two of these must fit (`domain::application::sought`).
#[derive(Debug, Clone, Default)]
pub struct AlikeBy {
    /// Birth dates.
    pub births: Vec<WorkDate>,
    /// Common forms of names, in either order of family and given name.
    pub names: Vec<String>,
    /// Common forms of kana, in either order.
    pub kanas: Vec<String>,
    /// Digits of phone numbers.
    pub phones: Vec<String>,
}

/// Registered people of whom two things are among those given: birth date with name, kana or phone, or phone with name or
/// kana.
pub async fn alike(db: &impl ConnectionTrait, by: &AlikeBy) -> Result<Vec<Alike>> {
    let named =
        Column::SearchName.is_in(by.names.iter().cloned()).or(Column::SearchKana.is_in(by.kanas.iter().cloned()));
    let reached = Column::Phone.is_in(by.phones.iter().cloned());
    let born = Column::BirthDate.is_in(by.births.iter().map(|date| date.number()));
    // Two statements, each by an index of its own.
    let mut found: Vec<Alike> = Vec::new();
    for together in [born.and(named.clone().or(reached.clone())), named.and(reached)] {
        for alike in alike_by(db, together).await? {
            if found.iter().all(|known| known.id != alike.id) {
                found.push(alike);
            }
        }
    }
    Ok(found)
}

async fn alike_by(db: &impl ConnectionTrait, together: sea_orm::sea_query::Expr) -> Result<Vec<Alike>> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::Id, Column::SearchName, Column::SearchKana, Column::BirthDate, Column::Phone])
        .filter(together)
        .limit(ALIKE_MAX)
        .into_tuple::<(i64, String, String, i32, String)>()
        .all(db)
        .await?;
    let alike = |(id, search_name, search_kana, birth, phone)| Alike {
        id: TechnicianId::from_stored(id),
        search_name,
        search_kana,
        birth_date: WorkDate::from_stored(birth),
        phone,
    };
    Ok(rows.into_iter().map(alike).collect())
}

const ALIKE_MAX: u64 = 500;
