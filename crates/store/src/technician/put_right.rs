//! What a correction writes of a person. Invariant: number, level, insurances and when they were registered stay.

use super::{entity, trades_text};
use crate::fault::Result;
use domain::{id::TechnicianId, technician::RegisteredEntry, text::search_key};
use sea_orm::{ConnectionTrait, Set, entity::prelude::*};

/// Writes particulars that were put right, with the keys they are found by; a photo only where there is a new one. The
/// caller holds the person's lock.
pub async fn put_right(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    entry: &RegisteredEntry,
    photo: Option<&str>,
) -> Result<()> {
    let it = entry.clone();
    let mut row = entity::ActiveModel {
        id: Set(id.get()),
        search_name: Set(search_key(&super::spaced(&it.family_name, &it.given_name))),
        search_kana: Set(search_key(&super::spaced(&it.family_kana, &it.given_kana))),
        family_name: Set(it.family_name),
        given_name: Set(it.given_name),
        family_kana: Set(it.family_kana),
        given_kana: Set(it.given_kana),
        roman_name: Set(it.roman_name),
        alias: Set(it.alias),
        birth_date: Set(it.birth.number()),
        sex: Set(it.sex.code().to_owned()),
        nationality: Set(it.nationality),
        postcode: Set(it.postcode),
        prefecture: Set(it.prefecture.get()),
        address: Set(it.address),
        phone: Set(it.phone),
        mail: Set(it.mail),
        trades: Set(trades_text(&it.trades)),
        main_trade: Set(it.trades.first().map_or(0, |trade| trade.get())),
        experience_years: Set(it.experience_years),
        ..Default::default()
    };
    if let Some(photo) = photo {
        row.photo = Set(Some(photo.to_owned()));
    }
    entity::Entity::update(row).exec(tx).await?;
    Ok(())
}
