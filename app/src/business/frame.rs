//! The business portal's side navigation. Invariant: only what there is and what the one who asks may open.

use crate::{
    application::frame::{may, nav_of},
    shell::{NavItem, call, icon},
};
use domain::access::{Action, Resource};
use i18n::msg;

/// The side navigation, with the entry at `href` current.
pub fn nav(href: &str) -> Vec<NavItem> {
    let own = call().actor.business.map_or(Resource::Register, Resource::Business);
    let people = may(Action::PassportRead, &Resource::Register);
    let entries = [
        (true, "/business", msg::common::NAV_TASKS, icon::ASSIGNMENT),
        (true, "/business/sites", msg::common::NAV_SITES, icon::APARTMENT),
        (people, "/business/people", msg::common::NAV_PEOPLE, icon::GROUPS),
        (may(Action::FeeRead, &own), "/business/fees", msg::common::NAV_MY_FEES, icon::PAYMENTS),
        (may(Action::AccountCreate, &own), "/business/accounts", msg::common::NAV_ACCOUNTS, icon::BADGE),
        (
            may(Action::BusinessFile, &Resource::Register),
            "/business/registration",
            msg::common::NAV_REGISTRATION,
            icon::DOMAIN,
        ),
        (may(Action::NoticeRead, &Resource::Register), "/business/notices", msg::notice::NAV, icon::NOTIFICATIONS),
    ];
    nav_of(entries, href)
}
