//! `/recover`: whoever cannot log in says who they are and where they are reached now. Invariant: what was typed comes back,
//! the picture never; the answer tells nothing of the register.

use crate::{
    application::choice,
    shell::{
        Banner, Card, DateFields, ErrorSummary, Field, Flash, PageTitle, PublicLayout, SubmitButton, TextField, Tone,
        UiError, Wanted, call,
        field::described_by,
        icon, kept, lang, page, provide_problems,
        request::Request,
        t, tw,
        upload::{self, leave},
    },
};
use axum::{extract::Multipart, response::Response};
use domain::recovery::{PICTURE, RecoveryForm};
use i18n::{Lang, msg};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use services::document::BYTES_MAX;

use msg::recovery as m;

/// Its address.
const PAGE: &str = "/recover";
/// Where its form goes.
const ASK: &str = "/recover/ask";

/// What the form leaves: what was typed, or the number it is spoken of by.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Left {
    form: RecoveryForm,
    number: Option<String>,
}

/// `POST /recover/ask`: the form with its picture. The body's size is limited by the route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    if let Err(error) = services::recovery::may_ask(&request.call) {
        return leave(&request, Flash::to(PAGE).failed(error.into())).await;
    }
    let sent = match upload::read(multipart, BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let typed = |name: &str| kept(sent.text(name).to_owned());
    let form = RecoveryForm {
        technician_id: typed("technician_id"),
        name: typed("name"),
        birth_era: typed("birth_era"),
        birth_year: typed("birth_year"),
        birth_month: typed("birth_month"),
        birth_day: typed("birth_day"),
        contact: typed("contact"),
    };
    let speaks = Lang::from_code(&typed("lang")).unwrap_or_default();
    let flash = match services::recovery::ask(&request.call, &form, sent.file, speaks, &request.client).await {
        Ok(number) => Flash::to(PAGE).typed(&Left { number: Some(number), ..Left::default() }).done("asked"),
        Err(error) => Flash::to(PAGE).typed(&Left { form, number: None }).failed(error.into()),
    };
    leave(&request, flash).await
}

/// `/recover`.
#[component]
pub fn RecoverPage() -> impl IntoView {
    page(async {
        services::recovery::may_ask(&call())?;
        let flash = Flash::take(PAGE).await?;
        let left: Left = flash.form();
        let Some(number) = left.number.filter(|_| flash.done.is_some()) else {
            // What is wrong with single fields stands in the summary and beside them.
            let said = flash.error.clone().filter(|_| flash.problems.is_empty());
            provide_problems(flash.problems);
            return Ok(form(&left.form, said.as_ref()).into_any());
        };
        Ok(asked(&number).into_any())
    })
}

fn asked(number: &str) -> impl IntoView + use<> {
    let number = tw(m::ASKED_NUMBER, &[("number", &number)]);
    view! {
        <PublicLayout>
            <PageTitle text=t(m::ASKED_TITLE) />
            <div class="narrow">
                <h1>{t(m::ASKED_TITLE)}</h1>
                <Banner tone=Tone::Ok>
                    <p>
                        <strong>{number}</strong>
                    </p>
                    <p>{t(m::ASKED_NEXT)}</p>
                </Banner>
                <p>
                    <a href="/login">{t(m::BACK_TO_LOGIN)}</a>
                </p>
            </div>
        </PublicLayout>
    }
}

fn form(typed: &RecoveryForm, said: Option<&UiError>) -> impl IntoView + use<> {
    let labels = [
        ("technician_id", m::ID),
        ("name", m::NAME),
        ("birth", msg::technician::BIRTH),
        ("contact", m::CONTACT),
        (PICTURE, m::PICTURE),
    ];
    let labels = labels.map(|(field, words)| (field, t(words).to_owned())).to_vec();
    let said = said.map(|error| error.words(lang()));
    let (who, contact) = (who(typed), typed.contact.clone());
    view! {
        <PublicLayout>
            <PageTitle text=t(m::TITLE) failed=said.is_some() />
            <div class="narrow">
                <h1>{t(m::TITLE)}</h1>
                <ErrorSummary labels />
                {said.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                <p>{t(m::LEAD)}</p>
                <p class="hint">{t(m::WAIT)}</p>
                <details class="bands">
                    <summary>{t(m::OF_COMPANY)}</summary>
                    <p>{t(msg::account::FORGOTTEN)}</p>
                    <p>{t(msg::account::FORGOTTEN_FIRST)}</p>
                </details>
                <form method="post" action=ASK enctype="multipart/form-data" class="form" novalidate>
                    <input type="hidden" name="lang" value=lang().code() />
                    {who}
                    <TextField
                        name="contact"
                        label=t(m::CONTACT)
                        hint=t(m::CONTACT_HINT)
                        value=contact
                        autocomplete="off"
                    />
                    {picture()}
                    <SubmitButton text=t(m::GO) icon=icon::SEND />
                </form>
            </div>
        </PublicLayout>
    }
}

/// By the ID, or by name and birth date.
fn who(typed: &RecoveryForm) -> impl IntoView + use<> {
    let birth = typed.birth();
    let value = [birth.era, birth.year, birth.month, birth.day];
    let (id, name) = (typed.technician_id.clone(), typed.name.clone());
    view! {
        <TextField
            name="technician_id"
            label=t(m::ID)
            hint=t(m::ID_HINT)
            value=id
            inputmode="numeric"
            autocomplete="username"
            wanted=Some(Wanted::ThisOrAnother)
        />
        <Card>
            <TextField
                name="name"
                label=t(m::NAME)
                hint=t(m::NAME_HINT)
                value=name
                autocomplete="name"
                wanted=Some(Wanted::ThisOrAnother)
            />
            <DateFields
                name="birth"
                legend=t(msg::technician::BIRTH)
                eras=choice::eras()
                value
                either=true
                autocomplete="bday"
            />
        </Card>
    }
}

fn picture() -> impl IntoView {
    let again = crate::shell::field::has_problems().then(|| view! { <p class="hint">{t(m::PICTURE_AGAIN)}</p> });
    view! {
        <Field name=PICTURE label=t(m::PICTURE) hint=t(m::PICTURE_HINT)>
            {again}
            <input
                class="file"
                type="file"
                id=PICTURE
                name=PICTURE
                accept="image/jpeg,image/png"
                aria-describedby=described_by(PICTURE, true)
            />
        </Field>
    }
}
