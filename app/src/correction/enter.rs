//! `/operator/corrections/new`: the registered data of an ID, to be written over. Invariant: nothing is written into the
//! register here; what was typed comes back where it was refused, the picture never.

use super::{case, list};
use crate::{
    application::frame,
    business,
    shell::{
        Banner, Card, ErrorSummary, Field, Flash, OfficeLayout, SubmitButton, Tone, UiError, call,
        field::described_by,
        icon, page, provide_problems,
        request::Request,
        t, tw,
        upload::{self, Sent, leave},
    },
    technician::{self, PhotoPreview},
};
use axum::{
    extract::Multipart,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    business::BusinessForm,
    correction::{Data, PHOTO, Subject},
    form::{FieldProblem, Problem},
    id::{BusinessId, TechnicianId},
    technician::TechnicianForm,
};
use i18n::{msg, word};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use services::{correction::Registered, document::BYTES_MAX};

use msg::correction as m;

/// Its address; the ID is in the query.
pub(super) const PAGE: &str = "/operator/corrections/new";
/// Where its form goes.
const ENTER: &str = "/operator/corrections/enter";

/// What a refused form leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Left {
    data: Option<Data>,
    reason: String,
}

fn address_of(subject: Subject) -> String {
    match subject {
        Subject::Technician(id) => format!("{PAGE}?id={id}"),
        Subject::Business(id) => format!("{PAGE}?id={id}"),
    }
}

/// What was typed, in the shape of the subject's form.
fn data_of(subject: Subject, sent: &Sent) -> Data {
    match subject {
        Subject::Technician(_) => {
            let mut form = TechnicianForm::default();
            for (name, typed) in &sent.typed {
                form.set(name, typed);
            }
            Data::Technician(Box::new(form))
        }
        Subject::Business(_) => {
            let texts: Map<String, Value> =
                sent.typed.iter().map(|(name, typed)| (name.clone(), typed.clone().into())).collect();
            let form: BusinessForm = serde_json::from_value(Value::Object(texts)).unwrap_or_default();
            Data::Business(Box::new(form.without_passwords()))
        }
    }
}

/// `POST /operator/corrections/enter`: the form with a picture where there is a new one. The body's size is limited by the
/// route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    // Nothing is read from whoever may not enter anything.
    if let Err(error) = services::correction::may_enter(&request.call) {
        return leave(&request, Flash::to(PAGE).failed(error.into())).await;
    }
    let sent = match upload::read(multipart, BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let id = sent.text("subject");
    let subject = match sent.text("of") {
        "technician" => id.parse::<TechnicianId>().ok().map(Subject::Technician),
        _ => id.parse::<BusinessId>().ok().map(Subject::Business),
    };
    let Some(subject) = subject else {
        return leave(&request, Flash::to(PAGE).failed(UiError::of(crate::shell::error::NOT_FOUND))).await;
    };
    let (data, reason) = (data_of(subject, &sent), sent.text("reason").to_owned());
    match services::correction::enter(&request.call, subject, &data, sent.file, &reason).await {
        Ok(id) => leave(&request, Flash::to(case::page_of(id)).done("entered")).await,
        Err(error) => {
            let flash = Flash::to(PAGE).typed(&Left { data: Some(data), reason }).failed(error.into());
            let answer = leave(&request, flash).await;
            // Back to the page of this ID.
            if answer.status().is_redirection() { Redirect::to(&address_of(subject)).into_response() } else { answer }
        }
    }
}

/// `/operator/corrections/new`.
#[component]
pub fn EnterCorrectionPage() -> impl IntoView {
    let typed = use_query_map().with_untracked(|query| query.get("id")).unwrap_or_default();
    page(async move {
        let call = call();
        let found = services::correction::find(&call, &typed).await?;
        let known = match found {
            Some(subject) => Some(services::correction::registered(&call, subject).await?),
            None => None,
        };
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let left: Left = flash.form();
        let outcome = frame::outcome(&flash);
        let unknown = known.is_none() && !typed.is_empty();
        let mut problems = flash.problems;
        if unknown {
            problems.push(FieldProblem::new("id", Problem::Unknown));
        }
        provide_problems(problems);
        let crumbs = vec![(list::PAGE.to_owned(), t(m::TITLE).to_owned())];
        let inside = match known {
            Some(known) => form(&known, left).into_any(),
            None => list::search(&typed).into_any(),
        };
        Ok(view! {
            <OfficeLayout title=t(m::ENTER_TITLE) who nav=frame::operator_nav(list::PAGE) crumbs>
                {outcome}
                <ErrorSummary label_of=label_of />
                {inside}
            </OfficeLayout>
        })
    })
}

fn label_of(field: &str) -> Option<String> {
    match field {
        "reason" => Some(t(m::REASON).to_owned()),
        "id" => Some(t(m::BEGIN_ID).to_owned()),
        _ => word::registered_field(field).map(|name| t(name).to_owned()),
    }
}

fn form(known: &Registered, left: Left) -> impl IntoView + use<> {
    let (of, id) = match known.subject {
        Subject::Technician(id) => ("technician", id.to_string()),
        Subject::Business(id) => ("business", id.to_string()),
    };
    let shown = list::id_of(known.subject);
    if let Some(waiting) = known.waiting {
        return view! {
            <Banner tone=Tone::Warn>
                {t(m::WAITS)} " " <a href=case::page_of(waiting)>{t(m::WAITS_OPEN)}</a>
            </Banner>
        }
        .into_any();
    }
    let inputs = match left.data.as_ref().unwrap_or(&known.data) {
        Data::Technician(form) => technician::registered_inputs(form),
        Data::Business(form) => business::registered_inputs(form),
    };
    let photo = (of == "technician").then(|| photo(&id, known.photo.is_some()));
    let described = described_by("reason", true);
    view! {
        <p>{tw(m::ENTER_LEAD, &[("id", &shown)])}</p>
        <p class="hint">{t(m::ENTER_TWO)}</p>
        <form method="post" action=ENTER enctype="multipart/form-data" class="form" novalidate>
            <input type="hidden" name="of" value=of />
            <input type="hidden" name="subject" value=id />
            {inputs}
            {photo}
            <Card>
                <Field name="reason" label=t(m::REASON) hint=t(m::REASON_HINT)>
                    <textarea class="input" id="reason" name="reason" rows="3" aria-describedby=described>
                        {left.reason}
                    </textarea>
                </Field>
            </Card>
            <SubmitButton text=t(m::ENTER_GO) icon=icon::SEND />
        </form>
    }
    .into_any()
}

/// The registered photo, and a new one.
fn photo(id: &str, is_there: bool) -> impl IntoView + use<> {
    let now = if is_there {
        view! {
            <figure class="photo-now">
                <img src=format!("/photo/{id}") alt=t(m::PHOTO_NOW) />
                <figcaption>{t(m::PHOTO_NOW)}</figcaption>
            </figure>
        }
        .into_any()
    } else {
        view! { <p class="hint">{t(m::PHOTO_NONE)}</p> }.into_any()
    };
    let again = crate::shell::field::has_problems().then(|| view! { <p class="hint">{t(m::PHOTO_AGAIN)}</p> });
    view! {
        <Card>
            <Field name=PHOTO label=t(msg::technician::PHOTO) hint=t(m::PHOTO_HINT) required=false>
                {now} {again}
                <input
                    class="file"
                    type="file"
                    id=PHOTO
                    name=PHOTO
                    accept="image/jpeg,image/png"
                    aria-describedby=described_by(PHOTO, true)
                />
                <PhotoPreview input=PHOTO.to_owned() />
            </Field>
        </Card>
    }
}
