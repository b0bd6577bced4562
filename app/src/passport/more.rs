//! `/passport/more`: who is logged in, language, the rest, log-out.

use crate::{
    account::{LogOut, SizeText},
    application::frame,
    fee::prices,
    shell::{
        ButtonKind, Card, DescriptionList, Flash, Icon, Row, SubmitButton, Tab, TechnicianLayout,
        account_menu::{Languages, ReadingsSwitch},
        call, icon, page, t,
        text_size::TextSize,
        tr, tw,
    },
    technician::StartUpgrade,
};
use domain::{fee::PriceKind, id::TechnicianId};
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::registration as m;

/// `/passport/more`.
#[component]
pub fn MorePage() -> impl IntoView {
    page(async {
        prices::load().await?;
        services::passport::may_open(&call())?;
        let profile = services::account::profile(&call()).await?;
        let flash = Flash::take("/passport/more").await?;
        let upgrade = if services::application::may_upgrade(&call()).await? {
            become_detailed().into_any()
        } else {
            view! { <p>{t(m::UPGRADE_DONE)}</p> }.into_any()
        };
        let outcome = frame::outcome(&flash);
        let rows = vec![
            Row::new(t(msg::common::NAME), profile.name),
            Row::new(t(msg::account::LOGIN_ID), in_groups(&profile.login_id)),
        ];
        Ok(view! {
            <TechnicianLayout title=msg::passport::MORE_TITLE tab=Tab::More>
                {outcome}
                <Card title=msg::passport::PROFILE>
                    <DescriptionList rows />
                </Card>
                <Card title=m::UPGRADE_TITLE>{upgrade}</Card>
                <ul class="link-list card">
                    {link(super::registration::PAGE, icon::ASSIGNMENT, msg::change::NAV)}
                    {link("/passport/level", icon::FACT_CHECK, msg::level::TITLE)}
                    {link("/passport/qualifications", icon::VERIFIED, msg::qualification::TITLE)}
                    {link("/passport/show", icon::QR_CODE, msg::share::TITLE)}
                    {link("/passport/certificate", icon::VERIFIED, msg::certificate::TITLE)}
                    {link("/passport/looks", icon::SEARCH, msg::share::LOOKS_TITLE)}
                    {link("/passport/labour", icon::GROUPS, msg::labour::OWN_TITLE)}
                    {link("/passport/card", icon::BADGE, msg::my_card::NAV)}
                    {link("/passport/fees", icon::PAYMENTS, msg::fee::OWN_TITLE)}
                    {link("/passport/read", icon::ID_CARD, msg::passport::READ_CARD)}
                    {link("/passport/notices", icon::NOTIFICATIONS, msg::notice::NAV)}
                    {link("/passport/notices/settings", icon::EDIT, msg::notice_choice::TITLE)}
                    {link(crate::passkey::PASSPORT, icon::KEY, msg::passkey::NAV)}
                    {link("/map", icon::LOCATION_ON, msg::common::NAV_MAP)}
                </ul>
                <Card title=msg::common::LANGUAGE>
                    <Languages back="/passport/more" />
                </Card>
                <Card title=msg::common::FURIGANA>
                    <ReadingsSwitch back="/passport/more" />
                </Card>
                <Card title=msg::passport::TEXT_SIZE>{text_sizes()}</Card>
                <form method="post" action=LogOut::PATH class="log-out">
                    <SubmitButton text=msg::common::LOGOUT kind=ButtonKind::Outline icon=icon::LOGOUT />
                </form>
            </TechnicianLayout>
        })
    })
}

/// What 詳細型 brings and costs, and the way to it.
fn become_detailed() -> impl IntoView {
    let yen = prices::words_of(PriceKind::TechnicianUpgrade);
    view! {
        <p>{tw(m::UPGRADE_LEAD, &[("yen", &yen)])}</p>
        <form method="post" action=StartUpgrade::PATH>
            <SubmitButton text=m::UPGRADE_GO kind=ButtonKind::Outline icon=icon::ARROW_FORWARD />
        </form>
    }
}

fn link(href: &'static str, of: &'static str, words: Msg) -> impl IntoView {
    view! {
        <li>
            <a href=href>
                <Icon of />
                <span>{tr(words)}</span>
                <Icon of=icon::CHEVRON_RIGHT />
            </a>
        </li>
    }
}

/// A button per size; comes back here.
fn text_sizes() -> impl IntoView {
    let now = TextSize::asked_for();
    let button = |size: TextSize| {
        let words = match size {
            TextSize::Usual => msg::passport::TEXT_USUAL,
            TextSize::Large => msg::passport::TEXT_LARGE,
            TextSize::Largest => msg::passport::TEXT_LARGEST,
        };
        let pressed = if size == now { "true" } else { "false" };
        view! {
            <button type="submit" class="button outline small" name="code" value=size.code() aria-pressed=pressed>
                {t(words)}
            </button>
        }
    };
    view! {
        <form method="post" action=SizeText::PATH class="text-sizes">
            <input type="hidden" name="back" value="/passport/more" />
            {TextSize::ALL.map(button).collect_view()}
        </form>
    }
}

/// A technician ID in groups for reading; another log-in ID as it is.
fn in_groups(login_id: &str) -> String {
    login_id.parse::<TechnicianId>().map_or_else(|_| login_id.to_owned(), TechnicianId::grouped)
}
