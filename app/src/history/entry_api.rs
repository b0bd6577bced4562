//! Server functions of direct entry. Invariant: each ends in a redirect to the person's month it came from; what was typed
//! comes back with its problems.

use crate::shell::UiError;
use domain::history::entry::EntryForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::ask::page_of,
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{
        history::entry::reason as read_reason,
        id::{SiteId, TechnicianId},
        time::{WorkDate, YearMonth},
    },
};

/// Why a day is not accepted was not said, or at too great length.
#[cfg(feature = "ssr")]
const NO_REASON: &str = "history.no_reason";
/// What the flash says after days were entered; with it how many.
#[cfg(feature = "ssr")]
pub(super) const ENTERED: &str = "history_entered";
/// What the flash says after an entry was taken back.
#[cfg(feature = "ssr")]
pub(super) const TAKEN_BACK: &str = "history_taken_back";
/// What the flash says after an entry was refused.
#[cfg(feature = "ssr")]
pub(super) const REFUSED: &str = "history_refused";

/// The page of direct entry at a site.
#[cfg(feature = "ssr")]
pub fn new_of(site: SiteId) -> String {
    format!("{}/new", page_of(site))
}

/// The same, for one person and the month of a day.
#[cfg(feature = "ssr")]
pub fn entry_of(site: SiteId, who: TechnicianId, day: WorkDate) -> String {
    format!("{}?technician={who}&day={}", new_of(site), day.number())
}

/// Site, person and day that a form names.
#[cfg(feature = "ssr")]
fn named(site: &str, who: &str, day: Option<WorkDate>) -> Result<(SiteId, TechnicianId, WorkDate), UiError> {
    let not_found = || UiError::of(NOT_FOUND);
    let site = site.parse().map_err(|_| not_found())?;
    let who = who.parse().map_err(|_| not_found())?;
    Ok((site, who, day.ok_or_else(not_found)?))
}

#[cfg(feature = "ssr")]
fn day_named(day: &str) -> Option<WorkDate> {
    day.parse().ok().and_then(WorkDate::from_number)
}

/// Enters days of a person (直接入力).
#[server(endpoint = "enter_history")]
pub async fn enter_history(
    /// 現場ID.
    site: String,
    /// `yyyymm`: the month that was shown.
    month: String,
    /// What was typed; the days stand by themselves.
    #[server(flatten)]
    form: EntryForm,
    /// The days that were ticked.
    #[server(default)]
    days: Vec<String>,
) -> Result<(), UiError> {
    let first = month.parse().ok().and_then(YearMonth::from_number).map(YearMonth::first_day);
    let (site, who, first) = named(&site, &form.technician_id, first)?;
    let form = EntryForm { days, ..form };
    let (page, address) = (Flash::to(new_of(site)), entry_of(site, who, first));
    match services::history::enter(&call(), site, &form).await {
        Ok(count) => page.typed(&count).done(ENTERED).leave_at(&address).await,
        Err(error) => page.typed(&form).failed(error.into()).leave_at(&address).await,
    }
}

/// Takes back what one's own business entered of a day (取り下げる).
#[server(endpoint = "take_back_history")]
pub async fn take_back_history(
    /// 現場ID.
    site: String,
    /// 技能者ID.
    technician: String,
    /// `yyyymmdd`.
    day: String,
) -> Result<(), UiError> {
    let (site, who, day) = named(&site, &technician, day_named(&day))?;
    let (page, address) = (Flash::to(new_of(site)), entry_of(site, who, day));
    match services::history::take_back(&call(), site, who, day).await {
        Ok(()) => page.done(TAKEN_BACK).leave_at(&address).await,
        Err(error) => page.failed(error.into()).leave_at(&address).await,
    }
}

/// Does not accept what another business entered of a day (認めない).
#[server(endpoint = "refuse_history")]
pub async fn refuse_history(
    /// 現場ID.
    site: String,
    /// 技能者ID.
    technician: String,
    /// `yyyymmdd`.
    day: String,
    /// 理由.
    #[server(default)]
    why: String,
) -> Result<(), UiError> {
    let (site, who, day) = named(&site, &technician, day_named(&day))?;
    let (page, address) = (Flash::to(new_of(site)), entry_of(site, who, day));
    let done = services::history::refuse(&call(), site, who, day, &why).await;
    match done {
        Ok(()) => page.done(REFUSED).leave_at(&address).await,
        // The page has a form of reasons for each day: what is wrong with one stands above all of them.
        Err(services::Error::Rejected(_)) if read_reason(&why).is_err() => {
            page.failed(UiError::of(NO_REASON)).leave_at(&address).await
        }
        Err(error) => page.failed(error.into()).leave_at(&address).await,
    }
}
