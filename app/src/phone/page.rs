//! `/passport/qr`: the code for the gate's camera, and the way to stop it after a phone was lost. Invariant: opening the page makes no
//! touch; the gate does.

use super::{
    EndPhones, GateCode,
    api::{ENDED, PAGE},
};
use crate::shell::{
    Banner, ButtonKind, Card, Flash, LinkButton, SubmitButton, Tab, TechnicianLayout, Tone, call, icon, lang, page, tr,
    tw,
};
use domain::access::Denied;
use i18n::msg::phone as m;
use leptos::{prelude::*, server_fn::ServerFn};

/// `/passport/qr`.
#[component]
pub fn GateCodePage() -> impl IntoView {
    page(async {
        let phones = services::phone::phones(&call()).await?;
        let technician = call().actor.technician.ok_or(services::Error::Forbidden(Denied::Role))?;
        let flash = Flash::take(PAGE).await?;
        let done = flash.done.as_deref() == Some(ENDED);
        let failed = flash.error.as_ref().map(|error| error.words(lang()));
        Ok(view! {
            <TechnicianLayout title=m::TITLE tab=Tab::Home back="/passport">
                {done.then(|| view! { <Banner tone=Tone::Ok>{tr(m::ENDED)}</Banner> })}
                {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                <p>{tr(m::LEAD)}</p>
                <noscript>
                    <p class="hint">{tr(m::NO_SCRIPT)}</p>
                </noscript>
                {if done {
                    view! { <LinkButton href=PAGE text=m::AGAIN icon=icon::QR_CODE /> }.into_any()
                } else {
                    view! { <GateCode technician /> }.into_any()
                }}
                <Card title=m::PHONES>
                    <p>{tw(m::PHONES_N, &[("n", &phones)])}</p>
                    <p>{tr(m::END_HELP)}</p>
                    <form method="post" action=EndPhones::PATH>
                        <SubmitButton text=m::END kind=ButtonKind::Danger icon=icon::LOCK />
                    </form>
                </Card>
            </TechnicianLayout>
        })
    })
}
