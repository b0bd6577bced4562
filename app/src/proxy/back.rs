//! From a form that is filled in for somebody back to where its filer keeps it. Invariant: whoever fills in their own has no such
//! way; a counter's leads to the case, with the look at the papers and the receipt.

use super::list_of::home;
use crate::shell::{ButtonKind, LinkButton, call, icon, t, tw};
use domain::{access::Role, application::ApplicantView};
use i18n::msg;
use leptos::prelude::*;

/// The way back, below a page of a form; nothing for who fills in their own. `view`: where the application stands, once it is
/// begun.
pub fn way_back(view: Option<&ApplicantView>) -> Option<impl IntoView + use<>> {
    let role = call().actor.role;
    let (href, text) = match (role, view) {
        (Role::Registrar, Some(view)) => {
            (crate::counter::page_of(view.id), tw(msg::counter::FORM_BACK, &[("number", &view.number)]))
        }
        (Role::Registrar | Role::Scrivener, _) => (home(role).to_owned(), t(msg::proxy::CLIENT_BACK).to_owned()),
        (Role::BusinessAdmin, Some(view)) if view.proxied.is_some() => {
            (home(role).to_owned(), t(msg::proxy::CLIENT_BACK).to_owned())
        }
        _ => return None,
    };
    Some(view! {
        <p>
            <LinkButton href text kind=ButtonKind::Text icon=icon::ARROW_BACK />
        </p>
    })
}
