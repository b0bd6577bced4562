//! Server functions of sites. Invariant: each ends in a redirect; what was typed comes back with its problems.

use crate::shell::UiError;
use domain::site::{CloseForm, ReopenForm, SectionForm, SiteForm};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{
        import,
        new::{self, Typed},
    },
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{
        id::{DeviceId, SectionId, SiteId, SiteImportId},
        site::CopyForm,
    },
};

/// Registers a site (現場を登録する), alone or after a former one.
#[server(endpoint = "create_site")]
pub async fn create_site(
    /// What was typed.
    #[server(flatten)]
    form: SiteForm,
    /// 現場ID of the former site it is made after.
    #[server(default)]
    copy_from: String,
    /// `yes` where its structure is taken over.
    #[server(default)]
    copy_structure: String,
) -> Result<(), UiError> {
    let after = CopyForm { copy_from, copy_structure };
    match services::site::create_after(&call(), &form, &after).await {
        Ok(site) => Flash::to(format!("/business/sites/{site}")).done("created").leave().await,
        Err(error) => Flash::to(new::PAGE).typed(&Typed { form, after }).failed(error.into()).leave().await,
    }
}

#[cfg(feature = "ssr")]
fn site_of(site: &str) -> Result<SiteId, UiError> {
    site.parse().map_err(|_| UiError::of(NOT_FOUND))
}

/// Goes to the site's page with what was done, or back to `page` with what was typed and why not.
#[cfg(feature = "ssr")]
async fn answered<T: serde::Serialize>(
    site: SiteId,
    (page, done): (&str, &str),
    typed: &T,
    outcome: services::Result<()>,
) -> Result<(), UiError> {
    match outcome {
        Ok(()) => Flash::to(format!("/business/sites/{site}")).done(done).leave().await,
        Err(error) => {
            Flash::to(format!("/business/sites/{site}/{page}")).typed(typed).failed(error.into()).leave().await
        }
    }
}

/// Changes a site (現場の情報を変える).
#[server(endpoint = "edit_site")]
pub async fn edit_site(
    /// 現場ID.
    site: String,
    /// What was typed.
    #[server(flatten)]
    form: SiteForm,
) -> Result<(), UiError> {
    let site = site_of(&site)?;
    let outcome = services::site::edit(&call(), site, &form).await;
    answered(site, ("edit", "edited"), &form, outcome).await
}

/// Closes a site (現場を閉じる).
#[server(endpoint = "close_site")]
pub async fn close_site(
    /// 現場ID.
    site: String,
    /// What was typed.
    #[server(flatten)]
    form: CloseForm,
) -> Result<(), UiError> {
    let site = site_of(&site)?;
    let outcome = services::site::close(&call(), site, &form).await;
    answered(site, ("close", "closed"), &form, outcome).await
}

/// Opens a site again (もう一度ひらく).
#[server(endpoint = "reopen_site")]
pub async fn reopen_site(
    /// 現場ID.
    site: String,
    /// What was typed.
    #[server(flatten)]
    form: ReopenForm,
) -> Result<(), UiError> {
    let site = site_of(&site)?;
    let outcome = services::site::reopen(&call(), site, &form).await;
    answered(site, ("close", "reopened"), &form, outcome).await
}

/// Adds a section to an umbrella site (工区を足す).
#[server(endpoint = "add_section")]
pub async fn add_section(
    /// 現場ID.
    site: String,
    /// What was typed.
    #[server(flatten)]
    form: SectionForm,
) -> Result<(), UiError> {
    let site = site_of(&site)?;
    let page = Flash::to(format!("/business/sites/{site}/sections"));
    match services::site::add_section(&call(), site, &form).await {
        Ok(_) => page.done("section_added").leave().await,
        Err(error) => page.typed(&form).failed(error.into()).leave().await,
    }
}

/// Ends a section (工区を終える).
#[server(endpoint = "end_section")]
pub async fn end_section(
    /// 現場ID.
    site: String,
    /// Which section.
    section: String,
    /// Its last day.
    #[server(default)]
    last_day: String,
) -> Result<(), UiError> {
    let site = site_of(&site)?;
    let section: SectionId = section.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(format!("/business/sites/{site}/sections"));
    match services::site::end_section(&call(), site, section, &last_day).await {
        Ok(()) => page.done("section_ended").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Registers the good rows of a file (現場を登録する).
#[server(endpoint = "take_sites")]
pub async fn take_sites(
    /// Which file.
    file: String,
) -> Result<(), UiError> {
    services::site::may_import(&call())?;
    let id: SiteImportId = file.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::site::import_take(&call(), id).await {
        Ok(()) => Flash::to(import::page_of(id)).leave().await,
        Err(error) => Flash::to(import::page_of(id)).failed(error.into()).leave().await,
    }
}

/// Throws a file away that was only looked at (取り消す).
#[server(endpoint = "discard_sites")]
pub async fn discard_sites(
    /// Which file.
    file: String,
) -> Result<(), UiError> {
    services::site::may_import(&call())?;
    let id: SiteImportId = file.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::site::import_discard(&call(), id).await {
        Ok(()) => Flash::to(import::PAGE).leave().await,
        Err(error) => Flash::to(import::page_of(id)).failed(error.into()).leave().await,
    }
}

/// Ends a gate of a site (ゲートを止める).
#[server(endpoint = "end_gate")]
pub async fn end_gate(
    /// 現場ID.
    site: String,
    /// The gate.
    gate: String,
    /// Why.
    #[server(default)]
    reason: String,
) -> Result<(), UiError> {
    let site = site_of(&site)?;
    let gate: DeviceId = gate.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let page = Flash::to(format!("/business/sites/{site}/gates"));
    match services::touch::gate_revoke(&call(), Some(site), gate, &reason).await {
        Ok(()) => page.done("gate_ended").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Says in which section a gate of a site stands from now on (ゲートの工区を変える).
#[server(endpoint = "move_gate")]
pub async fn move_gate(
    /// 現場ID.
    site: String,
    /// The gate.
    gate: String,
    /// 工区; empty: in none.
    #[server(default)]
    section: String,
) -> Result<(), UiError> {
    let site = site_of(&site)?;
    let gate: DeviceId = gate.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let section: Option<SectionId> = match section.as_str() {
        "" => None,
        chosen => Some(chosen.parse().map_err(|_| UiError::of(NOT_FOUND))?),
    };
    let page = Flash::to(format!("/business/sites/{site}/gates"));
    match services::touch::gate_move(&call(), site, gate, section).await {
        Ok(()) => page.done("gate_moved").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Writes down what is known of missing numbers of a gate (欠番について書く).
#[server(endpoint = "acknowledge_gap")]
pub async fn acknowledge_gap(
    /// 現場ID.
    site: String,
    /// The gate.
    gate: String,
    /// The first number that is missing.
    from: String,
    /// The last one.
    to: String,
    /// What is known.
    #[server(default)]
    words: String,
) -> Result<(), UiError> {
    let site = site_of(&site)?;
    let gate: DeviceId = gate.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| UiError::of(NOT_FOUND));
    let gap = (number(&from)?, number(&to)?);
    let page = Flash::to(format!("/business/sites/{site}/gates"));
    match services::touch::gap_acknowledge(&call(), Some(site), gate, gap, &words).await {
        Ok(()) => page.done("gap_known").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}
