//! `/language`: every language, and readings of kanji.

use crate::shell::{
    Card, PageTitle, PublicLayout,
    account_menu::{Languages, PAGE, ReadingsSwitch},
    page, session, t, tr,
};
use i18n::{msg, msg::language as m};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/language?back=…`.
#[component]
pub fn LanguagePage() -> impl IntoView {
    let back = use_query_map().with_untracked(|query| query.get("back")).filter(|back| session::is_own_path(back));
    page(async move {
        let back = back.unwrap_or_else(|| PAGE.to_owned());
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(m::TITLE) />
                <h1>{tr(m::TITLE)}</h1>
                <p>{tr(m::LEAD)}</p>
                <Languages back=back.clone() />
                <Card title=msg::common::FURIGANA>
                    <ReadingsSwitch back />
                </Card>
            </PublicLayout>
        })
    })
}
