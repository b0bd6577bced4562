//! 訓練施設. Invariant: what is touched at a training centre is never history, so that no site becomes one, or ceases to be one,
//! after somebody was recorded there.

use crate::{Call, Change, Error, Result};
use domain::{
    access::{Action, Resource},
    id::SiteId,
};
use serde_json::json;

/// It is a training centre, or somebody was recorded there.
const NOT_NOW: &str = "site.training_not_now";

/// Makes a site a training centre for good. Errors: `NotFound`, `Forbidden`, `site.training_not_now`.
pub async fn make_training(call: &Call, id: SiteId) -> Result<()> {
    call.authorize(Action::TrainingAdminister, &Resource::Register)?;
    store::site::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    let tx = call.db.begin().await?;
    store::site::lock(&tx, id).await?;
    if !store::site::make_training(&tx, id).await? {
        return Err(Error::rejected(NOT_NOW));
    }
    let change = Change {
        process: "site.training",
        subject_kind: "site",
        subject_id: id.to_string(),
        old: Some(json!({ "training": false })),
        new: Some(json!({ "training": true })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
