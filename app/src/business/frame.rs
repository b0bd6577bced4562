//! The business portal's side navigation. Invariant: only what there is; an entry appears with its page.

use crate::shell::{NavItem, icon, t};
use i18n::{Msg, msg};

/// The side navigation, with the entry at `href` current.
pub fn nav(href: &str) -> Vec<NavItem> {
    let entries = [
        ("/business", msg::common::NAV_TASKS, icon::ASSIGNMENT),
        ("/business/sites", msg::common::NAV_SITES, icon::APARTMENT),
        ("/business/people", msg::common::NAV_PEOPLE, icon::GROUPS),
        ("/business/accounts", msg::common::NAV_ACCOUNTS, icon::BADGE),
    ];
    let item = |(to, words, icon): (&str, Msg, &'static str)| NavItem {
        href: to.to_owned(),
        text: t(words).to_owned(),
        icon,
        count: None,
        current: to == href,
    };
    entries.into_iter().map(item).collect()
}
