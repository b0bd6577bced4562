//! `/passport/show`: a code for ten minutes, to hold out to a site manager.

use super::{EndShare, MakeShare, api::PAGE};
use crate::{
    poster::code_of,
    shell::{
        Banner, ButtonKind, Card, Flash, SubmitButton, Tab, TechnicianLayout, Tone, call, icon, lang, page, t, tr, tw,
    },
};
use domain::share::opens_until;
use i18n::{date, msg::share as m};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/passport/show`.
#[component]
pub fn SharePage() -> impl IntoView {
    page(async {
        let call = call();
        let share = services::share::of_own(&call).await?;
        let flash = Flash::take(PAGE).await?;
        let failed = flash.error.as_ref().map(|error| error.words(lang()));
        let base = call.outside.base_url.clone();
        let today = call.today();
        let code = share.as_ref().map(|share| {
            let address = format!("{}/p/{}", base.trim_end_matches('/'), share.token);
            let until = date::time_of_day(lang(), opens_until(share.made_at), today);
            view! {
                <Card title=m::CODE_TITLE>
                    {code_of(&address, t(m::CODE).to_owned())}
                    <p>{tw(m::UNTIL, &[("time", &until)])}</p>
                    <p class="poster-address">{address}</p>
                    <form method="post" action=EndShare::PATH>
                        <SubmitButton text=m::END kind=ButtonKind::Outline icon=icon::CLOSE />
                    </form>
                </Card>
            }
        });
        let make = if share.is_some() { m::MAKE_AGAIN } else { m::MAKE };
        Ok(view! {
            <TechnicianLayout title=m::TITLE tab=Tab::More back="/passport/more">
                {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                <p>{tr(m::LEAD)}</p>
                {code}
                <form method="post" action=MakeShare::PATH>
                    <SubmitButton text=t(make) icon=icon::QR_CODE />
                </form>
                <p>
                    <a href="/passport/looks">{tr(m::LOOKS_TITLE)}</a>
                </p>
            </TechnicianLayout>
        })
    })
}
