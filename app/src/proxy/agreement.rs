//! The end of an application filed for somebody: their consent, on their phone or on paper. Invariant: both ways stand side
//! by side, and neither is taken for the other.

use super::InvitePerson;
use crate::{
    fee::prices,
    shell::{ButtonKind, Card, Checkbox, Icon, SelectField, SubmitButton, icon, t, tw},
    technician::{SubmitTechnician, flow::picture_of, picture},
};
use domain::{
    application::TechnicianDraft,
    fee::PriceKind,
    proxy::{PAPER, Proxied},
    technician::Stage,
};
use i18n::{Lang, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{proxy as m, technician as f};

/// Where the picture of the paper is sent.
const SEND: &str = "/register/file/check/consent_paper";

/// Both ways.
pub fn both(draft: &TechnicianDraft, proxied: &Proxied, stage: Stage) -> impl IntoView + use<> {
    view! {
        <p>{tw(m::AGREEMENT_LEAD, &[("business", &proxied.business)])}</p>
        {on_phone(draft, proxied)}
        {on_paper(draft, stage)}
    }
}

fn on_phone(draft: &TechnicianDraft, proxied: &Proxied) -> impl IntoView + use<> {
    let languages = Lang::ALL.map(|lang| (lang.code().to_owned(), lang.name().to_owned())).to_vec();
    let application = draft.view.id.to_string();
    let words = if proxied.asked_at.is_some() { m::INVITE_AGAIN } else { m::INVITE };
    view! {
        <Card title=t(m::PHONE_TITLE)>
            <p>{t(m::PHONE_LEAD)}</p>
            <form method="post" action=InvitePerson::PATH class="form">
                <input type="hidden" name="application" value=application />
                <SelectField name="lang" label=t(m::INVITE_LANG) value=Lang::default().code() options=languages />
                <SubmitButton text=t(words) icon=icon::SEND />
            </form>
        </Card>
    }
}

fn on_paper(draft: &TechnicianDraft, stage: Stage) -> impl IntoView + use<> {
    let fee = prices::words_of(PriceKind::of_stage(stage));
    let now = picture_of(draft, PAPER).map(|size| (size, format!("/register/file/{PAPER}")));
    let submit = now.is_some().then(|| {
        view! {
            <form method="post" action=SubmitTechnician::PATH class="form" novalidate>
                <Checkbox name="consent" label=t(m::PAPER_CONSENT) value=draft.form.consent.clone() />
                <p class="hint">{tw(f::SUBMIT_HINT, &[("yen", &fee)])}</p>
                <button type="submit" class=ButtonKind::Solid.class()>
                    <Icon of=icon::SEND />
                    {t(msg::common::SUBMIT_APPLICATION)}
                </button>
            </form>
        }
    });
    view! {
        <Card title=t(m::PAPER_TITLE)>
            <p>{t(m::PAPER_LEAD)}</p>
            <form method="post" action=SEND enctype="multipart/form-data" class="form" novalidate>
                {picture::field(PAPER, PAPER, now)}
            </form>
            {submit}
        </Card>
    }
}
