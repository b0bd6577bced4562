//! `/counter/change`: 変更届 of a detailed registrant who stands at the counter. Invariant: nothing of the register is shown before
//! ID and birth date were typed together, and the page keeps neither in an address.

use super::{ChangeContact, LookUpPerson, words};
use crate::{
    application::{TypingAid, choice, frame},
    shell::{
        Banner, ButtonKind, Card, Checkbox, DateFields, ErrorSummary, Flash, LinkButton, OfficeLayout, SelectField,
        SubmitButton, TextField, Tone, UiError, call, icon, page, provide_problems, t, tw,
    },
};
use domain::counter::{ContactForm, ContactNow, PersonForm};
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};
use services::counter::LOOK_UP_AGAIN;

use msg::{counter as m, technician as f};

/// Its address.
pub(super) const PAGE: &str = "/counter/change";

/// What a form leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) who: PersonForm,
    /// The change as typed; absent before anybody was found.
    pub(super) form: Option<ContactForm>,
    /// Of who was found.
    pub(super) ticket: Option<String>,
}

impl Typed {
    /// Somebody found, with what is registered of them to change.
    pub(super) fn found(ticket: String, now: &ContactNow) -> Self {
        Self { form: Some(ContactForm::from(&now.contact)), ticket: Some(ticket), ..Self::default() }
    }
}

const LABELS: [(&str, Msg); 10] = [
    ("technician", m::TECHNICIAN),
    ("birth", m::BIRTH),
    ("postcode", f::POSTCODE),
    ("prefecture", msg::common::PREFECTURE),
    ("address", f::ADDRESS),
    ("phone", f::PHONE),
    ("mail", f::MAIL),
    ("employer_id", m::EMPLOYER_ID),
    ("also_employer_id", m::ALSO_EMPLOYER_ID),
    ("identity_kind", m::IDENTITY_KIND),
];

/// `/counter/change`.
#[component]
pub fn CounterChangePage() -> impl IntoView {
    page(async {
        let call = call();
        services::counter::may_change(&call)?;
        let who = frame::who().await?;
        let mut flash = Flash::take(PAGE).await?;
        let changed = flash.done.as_deref() == Some("changed");
        let typed: Typed = flash.form();
        let now = shown(typed.ticket.as_deref(), &mut flash).await?;
        let outcome = frame::outcome(&flash);
        provide_problems(flash.problems);
        let mut labels: Vec<(&str, String)> = LABELS.map(|(field, words)| (field, t(words).to_owned())).to_vec();
        labels.push(("agrees", t(m::AGREES_SHORT).to_owned()));
        let inside = match now {
            Some((now, ticket)) => view! { {change(&now, ticket, &typed)} }.into_any(),
            None => view! { {look_up(&typed.who)} }.into_any(),
        };
        Ok(view! {
            <OfficeLayout title=t(m::CHANGE_TITLE) who nav=frame::operator_nav(PAGE)>
                <ErrorSummary labels chosen=&["identity_kind", "prefecture"] />
                {changed.then(|| view! { <Banner tone=Tone::Ok>{t(m::CHANGE_DONE)}</Banner> })}
                {outcome}
                <p>{t(m::CHANGE_LEAD)}</p>
                {inside}
            </OfficeLayout>
        })
    })
}

/// Who was found, with their ticket. One that has run out is said above the form by which they are found anew; whatever else
/// stands against showing them is the page's answer.
async fn shown(ticket: Option<&str>, flash: &mut Flash) -> Result<Option<(ContactNow, String)>, UiError> {
    let Some(ticket) = ticket else { return Ok(None) };
    match services::counter::shown(&call(), ticket).await {
        Ok(now) => Ok(Some((now, ticket.to_owned()))),
        Err(services::Error::Rejected(why)) if why.code == LOOK_UP_AGAIN => {
            flash.error = Some(services::Error::Rejected(why).into());
            flash.problems.clear();
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn look_up(who: &PersonForm) -> impl IntoView + use<> {
    let value = [who.birth_era.clone(), who.birth_year.clone(), who.birth_month.clone(), who.birth_day.clone()];
    let id = who.technician.clone();
    view! {
        <Card title=t(m::CHANGE_WHO)>
            <form method="post" action=LookUpPerson::PATH class="form" novalidate>
                <TextField
                    name="technician"
                    label=t(m::TECHNICIAN)
                    hint=t(m::TECHNICIAN_HINT)
                    value=id
                    inputmode="numeric"
                    autocomplete="off"
                />
                <DateFields name="birth" legend=t(m::BIRTH) eras=choice::eras() value autocomplete="off" />
                <SubmitButton text=t(m::LOOK_UP) icon=icon::SEARCH />
            </form>
        </Card>
    }
}

fn change(now: &ContactNow, ticket: String, typed: &Typed) -> impl IntoView + use<> {
    let title = tw(m::CHANGE_OF, &[("name", &now.name), ("kana", &now.kana)]);
    let employer = now.employer.as_ref().map(|name| tw(m::CHANGE_EMPLOYER_NOW, &[("name", name)]));
    let changes = (now.changes > 0).then(|| tw(m::CHANGE_COUNT, &[("count", &now.changes)]));
    let form = typed.form.clone().unwrap_or_default();
    let (kind, agrees) = (form.identity_kind.clone(), form.agrees.clone());
    view! {
        <Card title=title>
            {employer.map(|words| view! { <p>{words}</p> })}
            {changes.map(|words| view! { <p class="hint">{words}</p> })}
            <form method="post" action=ChangeContact::PATH class="form" novalidate>
                <input type="hidden" name="ticket" value=ticket />
                {contact(form)}
                <SelectField name="identity_kind" label=t(m::IDENTITY_KIND) value=kind options=words::identity_kinds() />
                <Checkbox name="agrees" label=t(m::AGREES) value=agrees />
                <p class="hint">{t(m::CHANGE_NOTE)}</p>
                <SubmitButton text=t(m::CHANGE_SAVE) icon=icon::SAVE />
            </form>
            <TypingAid
                kana=Vec::new()
                postcodes=vec!["postcode".to_owned()]
                filled=t(msg::common::ADDRESS_FILLED).to_owned()
            />
        </Card>
        <p>
            <LinkButton href=PAGE text=t(m::CHANGE_OTHER) kind=ButtonKind::Text />
        </p>
    }
}

fn contact(form: ContactForm) -> impl IntoView {
    view! {
        <TextField name="postcode" label=t(f::POSTCODE) value=form.postcode inputmode="numeric" width="short" autocomplete="off" />
        <SelectField
            name="prefecture"
            label=t(msg::common::PREFECTURE)
            value=form.prefecture
            options=choice::prefectures()
        />
        <TextField name="address" label=t(f::ADDRESS) value=form.address autocomplete="off" />
        <TextField name="phone" label=t(f::PHONE) value=form.phone kind="tel" width="medium" autocomplete="off" />
        <TextField name="mail" label=t(f::MAIL) value=form.mail kind="email" required=false autocomplete="off" />
        <TextField
            name="employer_id"
            label=t(m::EMPLOYER_ID)
            hint=t(m::EMPLOYER_HINT)
            value=form.employer_id
            inputmode="numeric"
            required=false
            autocomplete="off"
        />
        <TextField
            name="also_employer_id"
            label=t(m::ALSO_EMPLOYER_ID)
            value=form.also_employer_id
            inputmode="numeric"
            required=false
            autocomplete="off"
        />
    }
}
