//! The price list. Invariant: what holds or has held is never changed; a price to come is added with its reason.

use crate::{Call, Change, Error, Result};
use domain::{
    access::{Action, Resource},
    fee::{PriceForm, PriceList},
};
use serde_json::json;
use store::Fault;

/// No price is set for what is asked.
pub(crate) const NO_PRICE: &str = "fee.no_price";

/// All prices. They are published: anybody may read them.
pub async fn prices(call: &Call) -> Result<PriceList> {
    Ok(store::fee::price::list(call.db.read()).await?)
}

/// Adds a price to come. Errors: all problems beside their fields; `conflict.duplicate` where the kind has one from that
/// day.
pub async fn add_price(call: &Call, form: &PriceForm) -> Result<()> {
    call.authorize(Action::PriceSet, &Resource::Register)?;
    let price = form.validate(call.today()).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    let before = store::fee::price::list(&tx).await?.price(price.kind, price.from);
    let added = store::fee::price::insert(&tx, &price, call.now(), call.actor.account).await;
    added.map_err(|fault| match fault {
        Fault::Taken(_) => Error::Conflict("conflict.duplicate"),
        other => other.into(),
    })?;
    let change = Change {
        process: "price.add",
        subject_kind: "price",
        subject_id: price.kind.code().to_owned(),
        reason: Some(price.source.clone()),
        old: Some(json!({ "yen": before })),
        new: Some(json!({ "yen": price.yen, "from": price.from, "until": price.until })),
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
