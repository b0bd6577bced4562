//! The end of an application filed for somebody: their consent, on their phone or on paper. Invariant: both ways stand side
//! by side, and neither is taken for the other.

use super::{InvitePerson, TakeBackProxy};
use crate::{
    application::{bound::sent_to, stood_by},
    fee::prices,
    shell::{ButtonKind, Card, Checkbox, SelectField, SubmitButton, icon, t, tw},
    technician::{SubmitTechnician, flow::picture_of, picture},
};
use domain::{
    application::TechnicianDraft,
    id::ApplicationId,
    proxy::{PAPER, Proxied},
    technician::Stage,
};
use i18n::{Lang, Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{proxy as m, technician as f};

/// Where the picture of the paper is sent.
const SEND: &str = "/register/file/check/consent_paper";

/// The words of both ways.
pub struct Said {
    /// Above both.
    pub lead: Msg,
    /// In which languages the other may be written to.
    pub languages: &'static [Lang],
    /// The same where there is only the way on paper.
    pub paper_alone: Msg,
    /// Over the way by phone.
    pub phone_title: Msg,
    /// What happens then.
    pub phone_lead: Msg,
    /// The button.
    pub invite: Msg,
    /// The same once more.
    pub invite_again: Msg,
    /// The other has it in hand.
    pub with_person: Msg,
    /// Over the way on paper.
    pub paper_title: Msg,
    /// For whom it is.
    pub paper_lead: Msg,
}

const OF_PERSON: Said = Said {
    lead: m::AGREEMENT_LEAD,
    languages: &Lang::ALL,
    paper_alone: m::AGREEMENT_PAPER_ALONE,
    phone_title: m::PHONE_TITLE,
    phone_lead: m::PHONE_LEAD,
    invite: m::INVITE,
    invite_again: m::INVITE_AGAIN,
    with_person: m::WITH_PERSON,
    paper_title: m::PAPER_TITLE,
    paper_lead: m::PAPER_LEAD,
};

/// Both ways, of a person.
pub fn both(draft: &TechnicianDraft, proxied: &Proxied, stage: Stage) -> impl IntoView + use<> {
    ways(draft.view.id, proxied, &OF_PERSON, on_paper(draft, stage).into_any())
}

/// Both ways: by a link where who files asks for it so, and on paper, whose form is `paper`.
pub fn ways(id: ApplicationId, proxied: &Proxied, said: &'static Said, paper: AnyView) -> impl IntoView + use<> {
    let asks = proxied.filer.asks_on_phone();
    let (phone, on_paper) = (t(said.phone_title), t(said.paper_title));
    let lead = tw(
        if asks { said.lead } else { said.paper_alone },
        &[("business", &proxied.business), ("phone", &phone), ("paper", &on_paper)],
    );
    let on_phone = asks.then(|| on_phone(id.to_string(), proxied, said));
    view! {
        <p>{lead}</p>
        {on_phone}
        <Card title=t(said.paper_title)>
            <p>{t(said.paper_lead)}</p>
            {paper}
        </Card>
    }
}

fn on_phone(application: String, proxied: &Proxied, said: &'static Said) -> impl IntoView + use<> {
    let languages =
        said.languages.iter().map(|lang| (lang.code().to_owned(), lang.name().to_owned())).collect::<Vec<_>>();
    if proxied.opened_at.is_some() {
        return with_person(application, said).into_any();
    }
    let words = if proxied.asked_at.is_some() { said.invite_again } else { said.invite };
    view! {
        <Card title=t(said.phone_title)>
            <p>{t(said.phone_lead)}</p>
            <form method="post" action=InvitePerson::PATH class="form">
                <input type="hidden" name="application" value=application />
                <SelectField name="lang" label=t(m::INVITE_LANG) value=Lang::default().code() options=languages />
                <SubmitButton text=t(words) icon=icon::SEND />
            </form>
        </Card>
    }
    .into_any()
}

/// The other has opened it: only they change it now.
fn with_person(application: String, said: &'static Said) -> impl IntoView {
    view! {
        <Card title=t(said.phone_title)>
            <p>{t(said.with_person)}</p>
            <form method="post" action=TakeBackProxy::PATH>
                <input type="hidden" name="application" value=application />
                <SubmitButton text=t(m::TAKE_BACK) kind=ButtonKind::Outline />
            </form>
        </Card>
    }
}

fn on_paper(draft: &TechnicianDraft, stage: Stage) -> impl IntoView + use<> {
    let fee = prices::words_of_stage(stage);
    let now = picture_of(draft, PAPER).map(|size| (size, format!("/register/file/{PAPER}")));
    let submit = now.is_some().then(|| {
        view! {
            <form method="post" action=sent_to(SubmitTechnician::PATH, draft.view.id) class="form" novalidate>
                <Checkbox name="consent" label=t(m::PAPER_CONSENT) value=draft.form.consent.clone() />
                {stood_by::box_of(&draft.view)}
                <p class="hint">{tw(f::SUBMIT_HINT, &[("yen", &fee)])}</p>
                <SubmitButton text=t(msg::common::SUBMIT_APPLICATION) icon=icon::SEND />
            </form>
        }
    });
    view! {
        <form method="post" action=sent_to(SEND, draft.view.id) enctype="multipart/form-data" class="form" novalidate>
            {picture::field(stage, PAPER, PAPER, now)}
        </form>
        {submit}
    }
}
