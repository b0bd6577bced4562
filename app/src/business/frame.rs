//! The business portal's side navigation. Invariant: only what there is and what the one who asks may open.

use super::{flow::Draft, registration::PAGE as REGISTRATION};
use crate::{
    application::frame::{may, nav_of},
    proxy::way_back,
    shell::{NavItem, OfficeLayout, PageTitle, PublicLayout, call, icon, t},
};
use domain::{
    access::{Action, Resource, Role},
    application::ApplicationKind,
    business::Filing,
};
use i18n::{Msg, msg};
use leptos::prelude::*;

/// A page of the form, inside: a stranger's for a first registration, the office's for who is registered.
pub(super) fn around(draft: &Draft, title: &'static str, failed: bool, who: String, inside: AnyView) -> AnyView {
    // Whoever files for a business, or came by a link, has no portal of a business around it.
    let role = call().actor.role;
    let is_firm = matches!(role, Role::BusinessAdmin | Role::SiteAdmin);
    if draft.filing == Filing::Registration || !is_firm {
        let back = way_back(draft.view.as_ref());
        let eyebrow = t(eyebrow(draft));
        return view! {
            <PublicLayout>
                <PageTitle text=title failed />
                <div class="registration-main">
                    <p class="eyebrow">{eyebrow}</p>
                    <h1 id="main">{title}</h1>
                    {inside}
                    {back}
                </div>
            </PublicLayout>
        }
        .into_any();
    }
    let crumbs = vec![(REGISTRATION.to_owned(), t(msg::business::REGISTRATION_TITLE).to_owned())];
    view! {
        <OfficeLayout title who nav=nav(REGISTRATION) crumbs>
            <PageTitle text=title failed />
            <div class="registration-main">{inside}</div>
        </OfficeLayout>
    }
    .into_any()
}

/// What is applied for, above the title.
const fn eyebrow(draft: &Draft) -> Msg {
    match draft.filing {
        Filing::Registration => msg::business::TITLE,
        filing @ (Filing::Renewal | Filing::Change) => {
            i18n::word::filing_kind(ApplicationKind::of_filing(filing), draft.anew)
        }
    }
}

/// The side navigation, with the entry at `href` current.
pub fn nav(href: &str) -> Vec<NavItem> {
    let own = call().actor.business.map_or(Resource::Register, Resource::Business);
    let people = may(Action::PassportRead, &Resource::Register);
    let entries = [
        (true, "/business", msg::common::NAV_TASKS, icon::ASSIGNMENT),
        (true, "/business/sites", msg::common::NAV_SITES, icon::APARTMENT),
        (may(Action::ClaimAnswer, &Resource::Register), "/business/claims", msg::claim::NAV, icon::FACT_CHECK),
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
