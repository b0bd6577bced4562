//! 担当者ID of an office or a scrivener. Invariant: the password of a new one is sealed on its way to the page that shows it once.

use super::StopStaff;
use crate::shell::{Banner, Table, Tag, Tone, UiError, call, t, tw};
use domain::{
    account::IssuedLogin,
    id::AccountId,
    registrar::{OfficeRow, StaffRow},
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{account as ma, registrar as m};

/// What an issued log-in is sealed as.
const ISSUED: &str = "issued_staff";

/// An issued log-in, sealed for the next page.
pub(crate) fn sealed(issued: &IssuedLogin) -> Result<String, UiError> {
    let text = serde_json::to_string(issued).map_err(services::Error::internal)?;
    Ok(services::account::seal_handed(&call(), ISSUED, &text)?)
}

/// The banner with a log-in just issued, where there is one.
pub(crate) fn issued(sealed: Option<&str>) -> Result<Option<AnyView>, UiError> {
    let Some(sealed) = sealed else { return Ok(None) };
    let text = services::account::open_handed(&call(), ISSUED, sealed)?;
    let login: IssuedLogin = serde_json::from_str(&text).map_err(services::Error::internal)?;
    Ok(Some(
        view! {
            <Banner tone=Tone::Ok>
                <div class="issued">
                    <b>{t(ma::ISSUED_TITLE)}</b>
                    <p>{t(ma::ISSUED_ONCE)}</p>
                    <p>{t(ma::LOGIN_ID)} ": " <code>{login.login_id}</code></p>
                    <p>{t(ma::PASSWORD)} ": " <code>{login.password}</code></p>
                </div>
            </Banner>
        }
        .into_any(),
    ))
}

/// The log-ins, each with a button that stops it. `back`: the page the button leads back to.
pub(super) fn table(rows: &[StaffRow], offices: &[OfficeRow], back: &str) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="hint">{t(m::STAFF_NONE)}</p> }.into_any();
    }
    let heads = [m::STAFF_NAME, m::LOGIN_ID, m::STAFF_OFFICE, m::STATE, m::STAFF_STOP];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let line = |row: &StaffRow| {
        let office = offices.iter().find(|office| Some(office.id) == row.office).map(|office| office.name.clone());
        let (words, tone) = match row.disabled_at {
            Some(_) => (m::STAFF_STATE_STOPPED, Tone::Plain),
            None => (m::STAFF_STATE_GOOD, Tone::Ok),
        };
        let stop = row.disabled_at.is_none().then(|| stop_form(row.id, &row.name, back));
        view! {
            <tr>
                <th scope="row">{row.name.clone()}</th>
                <td class="num" data-label=t(m::LOGIN_ID)>{row.login_id.clone()}</td>
                <td data-label=t(m::STAFF_OFFICE)>{office}</td>
                <td data-label=t(m::STATE)>
                    <Tag tone text=t(words) />
                </td>
                <td>{stop}</td>
            </tr>
        }
    };
    let lines = rows.iter().map(line).collect_view();
    view! { <Table caption=t(m::STAFF_CAPTION) heads>{lines}</Table> }.into_any()
}

/// Stops a log-in, with its name; `back`: the page it stands on.
pub(crate) fn stop_form(account: AccountId, name: &str, back: &str) -> AnyView {
    let label = tw(m::STAFF_STOP_OF, &[("name", &name)]);
    view! {
        <form method="post" action=StopStaff::PATH class="row-form">
            <input type="hidden" name="account" value=account.to_string() />
            <input type="hidden" name="back" value=back.to_owned() />
            <button type="submit" class="button danger small" aria-label=label>
                {t(m::STAFF_STOP)}
            </button>
        </form>
    }
    .into_any()
}
