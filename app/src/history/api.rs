//! Server functions of approving and of taking an approval back. Invariant: each ends in a redirect, at last to the page it
//! came from; only what that page showed and the one after it named is approved, whatever has come meanwhile.

use crate::shell::UiError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::ask::{Ask, confirm_of, page_of},
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{
        history::{
            DaySet,
            ticks::{Ticks, carried, from_carried},
        },
        id::{SiteId, TechnicianId},
        time::WorkDate,
    },
};

/// Nothing was ticked.
#[cfg(feature = "ssr")]
const NOTHING_PICKED: &str = "history.nothing_picked";
/// What the flash says after something was approved; with it the counts.
#[cfg(feature = "ssr")]
pub(super) const APPROVED: &str = "history_approved";

/// What the flash says after an approval was taken back.
#[cfg(feature = "ssr")]
pub(super) const WITHDRAWN: &str = "history_withdrawn";
/// All that the part offered was asked for, not what is ticked.
#[cfg(feature = "ssr")]
pub(super) const WHOLE_PART: &str = "page";

/// What of a site's table is asked for, as an address and a form say it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetQuery {
    /// `yyyymm`.
    pub month: String,
    /// A company's place in the tree.
    pub place: String,
    /// 職種, code.
    pub trade: String,
    /// A [`domain::history::sheet::SheetState`]'s code.
    pub state: String,
    /// A section of an umbrella site.
    pub section: String,
    /// A part of a name or フリガナ, or a 技能者ID.
    pub q: String,
    /// 技能者ID after whom the part begins.
    pub after: String,
}

#[cfg(feature = "ssr")]
fn asked(site: &str, query: &SheetQuery) -> Result<Ask, UiError> {
    let site: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    Ask::of(site, query, call().today()).ok_or_else(|| UiError::of(NOT_FOUND))
}

/// The page of one person's day at a site.
#[cfg(feature = "ssr")]
pub fn day_of(site: SiteId, who: TechnicianId, day: WorkDate) -> String {
    format!("{}/{who}/{}", page_of(site), day.number())
}

/// Leads from what is ticked in a site's table to the page on which one approves it.
#[server(endpoint = "pick_history")]
pub async fn pick_history(
    /// 現場ID.
    site: String,
    /// The part of the table.
    #[server(flatten)]
    ask: SheetQuery,
    /// `page`: all that the part offered; else what is ticked.
    #[server(default)]
    what: String,
    /// What the part offered, see [`domain::history::ticks::Ticks`].
    #[server(default)]
    shown: Vec<String>,
    /// The rows that are ticked.
    #[server(default)]
    rows: Vec<String>,
    /// The columns that are ticked.
    #[server(default)]
    columns: Vec<String>,
    /// The cells that are ticked.
    #[server(default)]
    cells: Vec<String>,
) -> Result<(), UiError> {
    let ask = asked(&site, &ask)?;
    let ticks = Ticks { shown, rows, columns, cells };
    let picks = if what == WHOLE_PART { ticks.page() } else { ticks.picked() };
    let picks = picks.ok_or_else(|| UiError::of(NOT_FOUND))?;
    let table = Flash::to(page_of(ask.site));
    // Whoever may not approve is told so by the page, not by what they ticked.
    match services::history::preview(&call(), ask.site, ask.month, &picks).await {
        Ok(_) if picks.values().all(|pick| pick.days().is_empty()) => {
            table.failed(UiError::of(NOTHING_PICKED)).leave_at(&ask.page()).await
        }
        Ok(_) => Flash::to(confirm_of(ask.site)).typed(&carried(&picks)).leave_at(&ask.confirm()).await,
        Err(error) => table.failed(error.into()).leave_at(&ask.page()).await,
    }
}

/// Approves what the page named on which one confirms it (承認する).
#[server(endpoint = "approve_history")]
pub async fn approve_history(
    /// 現場ID.
    site: String,
    /// The part of the table it was picked from.
    #[server(flatten)]
    ask: SheetQuery,
    /// What was picked, as [`domain::history::ticks::carried`] writes it.
    #[server(default)]
    picks: Vec<String>,
) -> Result<(), UiError> {
    let ask = asked(&site, &ask)?;
    let picks = from_carried(&picks).ok_or_else(|| UiError::of(NOT_FOUND))?;
    let table = Flash::to(page_of(ask.site));
    match services::history::approve(&call(), ask.site, ask.month, &picks).await {
        Ok(done) => table.typed(&done).done(APPROVED).leave_at(&ask.page()).await,
        Err(error) => table.failed(error.into()).leave_at(&ask.page()).await,
    }
}

/// Takes the approval of one person's day at a site back (承認を取り消す).
#[server(endpoint = "withdraw_approval")]
pub async fn withdraw_approval(
    /// 現場ID.
    site: String,
    /// 技能者ID.
    technician: String,
    /// `yyyymmdd`.
    day: String,
    /// Why.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let not_found = || UiError::of(NOT_FOUND);
    let site: SiteId = site.parse().map_err(|_| not_found())?;
    let who: TechnicianId = technician.parse().map_err(|_| not_found())?;
    let day = day.parse().ok().and_then(WorkDate::from_number).ok_or_else(not_found)?;
    let page = Flash::to(day_of(site, who, day));
    match services::history::withdraw(&call(), site, (who, day.month()), DaySet::of(day), &reason).await {
        Ok(_) => page.done(WITHDRAWN).leave().await,
        Err(error) => page.typed(&reason).failed(error.into()).leave().await,
    }
}
