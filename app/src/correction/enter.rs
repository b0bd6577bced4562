//! `/operator/corrections/new`: the registered data of an ID, to be written over. Invariant: nothing is written into the
//! register here; what was typed comes back where it was refused, the picture never.

use super::{
    case,
    items::{self, Over},
    list,
};
use crate::{
    application::{frame, progress},
    business,
    shell::{
        Banner, Card, Checkbox, ErrorSummary, Field, Flash, OfficeLayout, SubmitButton, Tone, call,
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
    correction::{Data, PHOTO, Subject, lists_of, overfull, pages},
    form::{FieldProblem, Problem},
    id::{BusinessId, TechnicianId},
    technician::{List, Page, parts},
};
use i18n::{msg, word};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use services::{
    correction::{Proposal, Registered},
    document::BYTES_MAX,
};

use msg::correction as m;

/// Its address; the ID is in the query.
pub(super) const PAGE: &str = "/operator/corrections/new";
/// Where its form goes.
const ENTER: &str = "/operator/corrections/enter";

/// Name of the box by which a new card is ordered.
const NEW_CARD: &str = "new_card";
/// Name of the input that says what was registered when the page was shown.
const SEEN: &str = "seen";

/// What a refused form leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Left {
    data: Option<Data>,
    reason: String,
    new_card: bool,
}

fn address_of(subject: Subject) -> String {
    match subject {
        Subject::Technician(id) => format!("{PAGE}?id={id}"),
        Subject::Business(id) => format!("{PAGE}?id={id}"),
    }
}

/// What came, typed over what is registered.
fn proposal_of(known: &Registered, sent: Sent) -> Proposal {
    let mut proposal = Proposal::new(known.data.typed_over(&sent.typed), sent.text("reason"));
    proposal.seen = Some(sent.text(SEEN).to_owned());
    proposal.new_card = sent.text(NEW_CARD) == "yes";
    let of_item = |name: String| name.strip_suffix(".picture").map(str::to_owned).unwrap_or(name);
    proposal.files = sent.files.into_iter().map(|(name, file)| (of_item(name), file)).collect();
    proposal
}

/// Back to the page of an ID with what was typed; `place`: where on it.
async fn back(request: &Request, subject: Subject, flash: Flash, place: &str) -> Response {
    let answer = leave(request, flash).await;
    let address = format!("{}{place}", address_of(subject));
    if answer.status().is_redirection() { Redirect::to(&address).into_response() } else { answer }
}

/// `POST /operator/corrections/enter`: the form with pictures where there are new ones, or with the wish for one more item of a
/// list. The body's size is limited by the route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    // Nothing is read from whoever may not enter anything.
    if let Err(error) = services::correction::may_enter(&request.call) {
        return leave(&request, Flash::to(PAGE).failed(error.into())).await;
    }
    let sent = match upload::read_several(multipart, BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let id = sent.text("subject");
    let subject = match sent.text("of") {
        "technician" => id.parse::<TechnicianId>().ok().map(Subject::Technician),
        _ => id.parse::<BusinessId>().ok().map(Subject::Business),
    };
    let known = match subject {
        Some(subject) => services::correction::registered(&request.call, subject).await,
        None => Err(services::Error::NotFound),
    };
    let known = match known {
        Ok(known) => known,
        Err(error) => return leave(&request, Flash::to(PAGE).failed(error.into())).await,
    };
    // Items are told apart by their place, so what was shown before something changed is typed over nothing.
    if let Err(error) = known.require(sent.text(SEEN)) {
        let (reason, new_card) = (sent.text("reason").to_owned(), sent.text(NEW_CARD) == "yes");
        let left = Left { data: None, reason, new_card };
        return back(&request, known.subject, Flash::to(PAGE).typed(&left).failed(error.into()), "").await;
    }
    let more = List::from_code(sent.text(items::ADD));
    let mut proposal = proposal_of(&known, sent);
    let left = |proposal: &Proposal| Left {
        data: Some(proposal.data.clone()),
        reason: proposal.reason.clone(),
        new_card: proposal.new_card,
    };
    if let (Some(list), Data::Technician(form)) = (more, &mut proposal.data) {
        let full = match &known.data {
            Data::Technician(registered) => overfull(list, form.items(list).len() + 1, registered),
            Data::Business(_) => None,
        };
        if let Some(full) = full {
            let flash = Flash::to(PAGE).typed(&left(&proposal)).failed(services::Error::fields(vec![full]).into());
            return back(&request, known.subject, flash, "").await;
        }
        let key = form.add_item(list);
        let place = format!("#{}", list.field(&key));
        return back(&request, known.subject, Flash::to(PAGE).typed(&left(&proposal)), &place).await;
    }
    match services::correction::enter(&request.call, known.subject, &proposal).await {
        Ok(id) => leave(&request, Flash::to(case::page_of(id)).done("entered")).await,
        Err(error) => {
            back(&request, known.subject, Flash::to(PAGE).typed(&left(&proposal)).failed(error.into()), "").await
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
            Some(known) => form(&known, known.mark()?, left).into_any(),
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
        NEW_CARD => Some(t(m::NEW_CARD).to_owned()),
        _ if parts(field).is_some() => technician::words::label_of_problem(field),
        _ => List::from_code(field)
            .filter(|_| !domain::business::REGISTERED.contains(&field))
            .map(word::technician_list)
            .or_else(|| word::registered_field(field))
            .map(|name| t(name).to_owned()),
    }
}

fn form(known: &Registered, mark: String, left: Left) -> impl IntoView + use<> {
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
    let typed = left.data.as_ref().unwrap_or(&known.data);
    let inputs = match (&known.data, typed) {
        (Data::Technician(registered), Data::Technician(typed)) => {
            let of = Over { registered, pictures: &known.pictures, businesses: &known.businesses, typed };
            person(known, of, &id).into_any()
        }
        (_, Data::Business(form)) | (Data::Business(form), Data::Technician(_)) => business::registered_inputs(form),
    };
    let new_card = (of == "technician").then(|| new_card(left.new_card));
    let described = described_by("reason", true);
    view! {
        <p>{tw(m::ENTER_LEAD, &[("id", &shown)])}</p>
        <p class="hint">{t(m::ENTER_TWO)}</p>
        <form method="post" action=ENTER enctype="multipart/form-data" class="form" novalidate>
            <input type="hidden" name="of" value=of />
            <input type="hidden" name="subject" value=id />
            <input type="hidden" name=SEEN value=mark />
            {progress::default_button(None)}
            {inputs}
            {new_card}
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

/// Everything of a person that can be put right, page by page of the form of registration.
fn person(known: &Registered, of: Over<'_>, id: &str) -> impl IntoView + use<> {
    let of_page = |page: &'static Page| {
        if page.fields.contains(&PHOTO) {
            return photo(id, known.photo.is_some()).into_any();
        }
        let inputs = technician::input::of_registered(known.stage, page, of.typed);
        let lists = lists_of(page).map(|list| items::list_of(of, list)).collect_view();
        view! {
            <Card title=t(technician::words::page_title(page))>
                {inputs}
                {lists}
            </Card>
        }
        .into_any()
    };
    pages(known.stage).map(of_page).collect_view()
}

/// Whether a new card is made of the register's own mistake.
fn new_card(ticked: bool) -> impl IntoView {
    view! {
        <Card title=t(m::NEW_CARD_TITLE)>
            <p class="hint">{t(m::NEW_CARD_HINT)}</p>
            <Checkbox name=NEW_CARD label=t(m::NEW_CARD) value=if ticked { "yes" } else { "" } />
        </Card>
    }
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
