//! The end of an application filed for a business: its consent, by its own hand or on paper. Invariant: what is handed in on
//! paper has a picture of the signature beside it.

use super::{
    SubmitBusiness,
    flow::{Draft, paper_address},
};
use crate::{
    application::stood_by,
    proxy::agreement::{Said, ways},
    shell::{Checkbox, SubmitButton, icon, t},
    technician::picture,
};
use domain::proxy::{PAPER, Proxied};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{business as b, proxy as m};

const OF_FIRM: Said = Said {
    lead: m::CLIENT_AGREEMENT_LEAD,
    languages: &i18n::Lang::OFFICE,
    paper_alone: m::CLIENT_AGREEMENT_PAPER_ALONE,
    phone_title: m::CLIENT_PHONE_TITLE,
    phone_lead: m::CLIENT_PHONE_LEAD,
    invite: m::INVITE_CLIENT,
    invite_again: m::INVITE_CLIENT_AGAIN,
    with_person: m::CLIENT_WITH,
    paper_title: m::CLIENT_PAPER_TITLE,
    paper_lead: m::CLIENT_PAPER_LEAD,
};

/// Both ways; nothing where nobody files for the business.
pub(super) fn both(draft: &Draft) -> Option<AnyView> {
    let view = draft.view.as_ref().filter(|_| draft.for_somebody)?;
    let proxied: &Proxied = view.proxied.as_ref()?;
    Some(ways(view.id, proxied, &OF_FIRM, on_paper(draft).into_any()).into_any())
}

fn on_paper(draft: &Draft) -> impl IntoView + use<> {
    let now = draft.paper.map(|size| (size, format!("/register/file/{PAPER}")));
    let (filing, consent) = (draft.filing.code(), draft.form.consent.clone());
    let submit = now.is_some().then(|| {
        view! {
            <form method="post" action=draft.sent_to(SubmitBusiness::PATH) class="form" novalidate>
                <input type="hidden" name="filing" value=filing />
                <Checkbox name="consent" label=t(m::CLIENT_PAPER_CONSENT) value=consent />
                {draft.view.as_ref().and_then(stood_by::box_of)}
                <p class="hint">{t(b::SUBMIT_HINT)}</p>
                <SubmitButton text=t(msg::common::SUBMIT_APPLICATION) icon=icon::SEND />
            </form>
        }
    });
    view! {
        <form method="post" action=draft.sent_to(&paper_address(draft.filing)) enctype="multipart/form-data" class="form" novalidate>
            {picture::field_of(PAPER, PAPER, now, true)}
        </form>
        {submit}
    }
}
