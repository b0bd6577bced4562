//! `/passport/card/reissue`: why, what it costs, and what becomes of the old card. Invariant: the price is said before
//! anything is asked for.

use super::{
    AskCardReissue,
    api::{Last, PAGE, REISSUE},
    page,
};
use crate::{
    application::choice,
    shell::{
        Banner, ButtonKind, ErrorSummary, Flash, LinkButton, RadioRows, SubmitButton, TaskLayout, Tone, icon,
        page as shown, provide_problems, t, tr,
    },
};
use domain::{card::reissue::ReissueReason, id::TechnicianId};
use i18n::{msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::my_card as m;

/// `/passport/card/reissue`.
#[component]
pub fn ReissuePage() -> impl IntoView {
    shown(async {
        let holding = page::own().await?;
        let flash = Flash::take(REISSUE).await?;
        let outcome = page::outcome(&flash);
        let last: Last = flash.form();
        provide_problems(flash.problems);
        let labels = vec![("reason", t(m::REISSUE_REASON).to_owned())];
        let body = match holding.may_ask() {
            Ok(()) => {
                let price = page::price_words(holding.price);
                view! {
                    <Banner tone=Tone::Info>{price}</Banner>
                    {form(holding.technician_id, last.reason)}
                }
                .into_any()
            }
            Err(why) => view! {
                <Banner tone=Tone::Warn>{t(word::no_reissue(why))}</Banner>
                <LinkButton href=PAGE text=m::TITLE kind=ButtonKind::Outline />
            }
            .into_any(),
        };
        Ok(view! {
            <TaskLayout title=m::REISSUE_TITLE back=PAGE>
                {outcome} <ErrorSummary labels chosen=&["reason"] /> {body}
            </TaskLayout>
        })
    })
}

/// Why a new card is wanted, for the holder and for the operator alike.
pub(super) fn form(of: TechnicianId, reason: String) -> impl IntoView {
    let options = choice::of(ReissueReason::OFFERED.map(|reason| (reason.code(), word::reissue_reason(reason))));
    view! {
        <form method="post" action=AskCardReissue::PATH class="form" novalidate>
            <input type="hidden" name="technician" value=of.to_string() />
            <RadioRows name="reason" legend=t(m::REISSUE_REASON) value=reason options />
            <ul class="plain-list hint">
                <li>{tr(m::REISSUE_OLD_LOST)}</li>
                <li>{tr(m::REISSUE_OLD_OTHER)}</li>
                <li>{tr(m::REISSUE_NAME_HINT)}</li>
            </ul>
            <SubmitButton text=m::REISSUE_SUBMIT icon=icon::SEND />
        </form>
    }
}
