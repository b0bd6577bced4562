//! The price list a page shows amounts from. Invariant: read once for a page, before its view is made; an amount that is not
//! set is said so and never shown as ¥0.

use crate::shell::{UiError, call, lang, t};
use domain::{
    fee::{PriceKind, PriceList, Yen},
    technician::Stage,
    time::WorkDate,
};
use i18n::{msg, number};
use leptos::prelude::*;

/// The list and the day it is asked for.
#[derive(Clone)]
struct Today(PriceList, WorkDate);

/// Reads the list for this page.
pub async fn load() -> Result<(), UiError> {
    let call = call();
    provide(services::fee::prices(&call).await?, call.today());
    Ok(())
}

/// Gives this page a list.
pub fn provide(list: PriceList, today: WorkDate) {
    provide_context(Today(list, today));
}

/// What a kind costs today; `None` where that is not set, or where the page has not read the list.
pub fn yen_of(kind: PriceKind) -> Option<Yen> {
    use_context::<Today>().and_then(|Today(list, today)| list.price(kind, today))
}

/// What a stage of a technician's registration costs, in words.
pub fn words_of_stage(stage: Stage) -> String {
    PriceKind::of_stage(stage).map_or_else(|| t(msg::change::FREE).to_owned(), words_of)
}

/// The same in words.
pub fn words_of(kind: PriceKind) -> String {
    yen_of(kind).map_or_else(|| t(msg::fee::NOT_SET).to_owned(), |yen| number::yen(lang(), yen.get()))
}
