//! `/passport/more`: who is logged in, language, the rest, log-out.

use crate::{
    account::LogOut,
    shell::{
        ButtonKind, Card, DescriptionList, Icon, Row, SubmitButton, Tab, TechnicianLayout,
        account_menu::LanguageSwitch, call, icon, page, t,
    },
};
use domain::id::TechnicianId;
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/passport/more`.
#[component]
pub fn MorePage() -> impl IntoView {
    page(async {
        services::passport::may_open(&call())?;
        let profile = services::account::profile(&call()).await?;
        let rows = vec![
            Row::new(t(msg::common::NAME), profile.name),
            Row::new(t(msg::account::LOGIN_ID), in_groups(&profile.login_id)),
        ];
        Ok(view! {
            <TechnicianLayout title=t(msg::passport::MORE_TITLE) tab=Tab::More>
                <Card title=t(msg::passport::PROFILE)>
                    <DescriptionList rows />
                </Card>
                <ul class="link-list card">
                    {link("/passport/read", icon::ID_CARD, msg::passport::READ_CARD)}
                    {link("/passport/notices", icon::NOTIFICATIONS, msg::notice::NAV)}
                    {link("/map", icon::LOCATION_ON, msg::common::NAV_MAP)}
                </ul>
                <Card title=t(msg::common::LANGUAGE)>
                    <LanguageSwitch titled=true />
                </Card>
                <form method="post" action=LogOut::PATH class="log-out">
                    <SubmitButton text=t(msg::common::LOGOUT) kind=ButtonKind::Outline icon=icon::LOGOUT />
                </form>
            </TechnicianLayout>
        })
    })
}

fn link(href: &'static str, of: &'static str, words: Msg) -> impl IntoView {
    view! {
        <li>
            <a href=href>
                <Icon of />
                <span>{t(words)}</span>
                <Icon of=icon::CHEVRON_RIGHT />
            </a>
        </li>
    }
}

/// A technician ID in groups for reading; another log-in ID as it is.
fn in_groups(login_id: &str) -> String {
    login_id.parse::<TechnicianId>().map_or_else(|_| login_id.to_owned(), TechnicianId::grouped)
}
