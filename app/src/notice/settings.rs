//! `/passport/notices/settings` and `/business/notices/settings`: where notices reach one. Invariant: only what may be chosen is
//! shown to choose, and what may not says why.

use super::ChooseNotices;
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, Card, DescriptionList, ErrorSummary, Flash, OfficeLayout, RadioRows, Row, SubmitButton, Tab,
        TechnicianLayout, Tone, call, icon, page, provide_problems, t, tr,
    },
};
use domain::{
    access::Role,
    notice::{
        Reader,
        choice::{Choice, Reach, Topic},
    },
};
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};
use services::notice::Settings;

use msg::notice_choice as m;

const PASSPORT: &str = "/passport/notices/settings";
const BUSINESS: &str = "/business/notices/settings";

/// The page of somebody's own choices.
pub(super) const fn page_of(role: Role) -> &'static str {
    match role {
        Role::Technician => PASSPORT,
        _ => BUSINESS,
    }
}

/// What was sent, a word a topic.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) security: String,
    pub(super) due: String,
    pub(super) progress: String,
    pub(super) card: String,
    pub(super) request: String,
}

impl Typed {
    /// The word for a topic.
    pub(super) fn of(&self, topic: Topic) -> String {
        match topic {
            Topic::Security => &self.security,
            Topic::Due => &self.due,
            Topic::Progress => &self.progress,
            Topic::Card => &self.card,
            Topic::Request => &self.request,
        }
        .clone()
    }
}

/// `/passport/notices/settings`.
#[component]
pub fn PassportNoticeSettingsPage() -> impl IntoView {
    page(async {
        let settings = services::notice::settings(&call(), Reader::Technician).await?;
        let (above, typed) = left(Flash::take(PASSPORT).await?);
        let inside = inside(&settings, typed.as_ref());
        Ok(view! {
            <TechnicianLayout title=m::TITLE tab=Tab::More back="/passport/notices">
                {above} {inside}
            </TechnicianLayout>
        })
    })
}

/// `/business/notices/settings`.
#[component]
pub fn BusinessNoticeSettingsPage() -> impl IntoView {
    page(async {
        let settings = services::notice::settings(&call(), Reader::Business).await?;
        let who = office::who().await?;
        let (above, typed) = left(Flash::take(BUSINESS).await?);
        let inside = inside(&settings, typed.as_ref());
        let crumbs = vec![("/business/notices".to_owned(), t(msg::notice::TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/notices") crumbs>
                {above} <div class="registration-main">{inside}</div>
            </OfficeLayout>
        })
    })
}

/// What was done or why it was not, and what was sent then.
fn left(flash: Flash) -> (AnyView, Option<Typed>) {
    let done = flash.done.is_some().then(|| view! { <Banner tone=Tone::Ok>{tr(m::SAVED)}</Banner> });
    let typed = flash.error.is_some().then(|| flash.form());
    let outcome = office::outcome(&flash);
    provide_problems(flash.problems);
    let labels = Topic::ALL.map(|topic| (topic.code(), t(title(topic)).to_owned())).to_vec();
    let chosen = const { &["security", "due", "progress", "card", "request"] };
    let shown = view! {
        {done}
        {outcome}
        <ErrorSummary labels chosen />
    };
    (shown.into_any(), typed)
}

fn inside(settings: &Settings, typed: Option<&Typed>) -> impl IntoView + use<> {
    let (reader, reach) = (settings.reader, settings.reach());
    let topics = Topic::ALL.into_iter().filter(|topic| topic.is_for(reader));
    let (fixed, free): (Vec<_>, Vec<_>) = topics.partition(|topic| topic.offered(reach).is_empty());
    let chosen = |topic: Topic| {
        let sent = typed.map(|typed| typed.of(topic));
        sent.unwrap_or_else(|| settings.choices.shown(topic, reach).code().to_owned())
    };
    let questions = free.into_iter().map(|topic| question(topic, reader, reach, chosen(topic))).collect_view();
    let lead = if reader == Reader::Business { m::LEAD_BUSINESS } else { m::LEAD };
    view! {
        <p>{tr(lead)}</p>
        {contact(settings, reach)}
        {fixed.into_iter().map(|topic| always(topic, reader)).collect_view()}
        <form method="post" action=ChooseNotices::PATH class="form" novalidate>
            {questions}
            <p class="hint">{tr(m::FALLBACK)}</p>
            <SubmitButton text=m::SAVE icon=icon::CHECK />
        </form>
    }
}

/// Where one is reached now, and what cannot be chosen for that.
fn contact(settings: &Settings, reach: Reach) -> impl IntoView + use<> {
    let or_none = |text: &str| if text.trim().is_empty() { t(m::CONTACT_NONE).to_owned() } else { text.to_owned() };
    let rows = vec![
        Row::new(t(m::CONTACT_MAIL), or_none(&settings.mail)),
        Row::new(t(m::CONTACT_PHONE), or_none(&settings.phone)),
    ];
    let note = match (reach.mail, reach.mobile) {
        (true, true) => None,
        (false, true) => Some(m::CONTACT_NOTE_NO_MAIL),
        (true, false) => Some(m::CONTACT_NOTE_NO_MOBILE),
        (false, false) => Some(m::CONTACT_NOTE_NEITHER),
    };
    let of_line = match (reach.line, settings.choices.misses_line(reach)) {
        (true, _) => Some(m::CONTACT_NOTE_LINE),
        (false, true) if reach.mail || reach.mobile => Some(m::CONTACT_NOTE_LINE_GONE),
        (false, _) => None,
    };
    let notes = note.into_iter().chain(of_line);
    view! {
        <Card title=m::CONTACT>
            <DescriptionList rows />
            {notes.map(|note| view! { <p class="hint">{tr(note)}</p> }).collect_view()}
        </Card>
    }
}

/// A topic nobody can choose for, and why.
fn always(topic: Topic, reader: Reader) -> impl IntoView {
    let why = if reader == Reader::Business { m::SECURITY_WHY_BUSINESS } else { m::SECURITY_WHY };
    view! {
        <Card title=t(title(topic))>
            <p>{t(about(topic, reader))}</p>
            <p class="hint">{tr(why)}</p>
        </Card>
    }
}

fn question(topic: Topic, reader: Reader, reach: Reach, value: String) -> impl IntoView {
    let options =
        topic.offered(reach).into_iter().map(|choice| (choice.code().to_owned(), t(word(choice, reach)).to_owned()));
    view! {
        <RadioRows
            name=topic.code()
            legend=t(title(topic))
            hint=t(about(topic, reader)).to_owned()
            value
            options=options.collect()
        />
    }
}

const fn title(topic: Topic) -> Msg {
    match topic {
        Topic::Security => m::SECURITY,
        Topic::Due => m::DUE,
        Topic::Progress => m::PROGRESS,
        Topic::Card => m::CARD,
        Topic::Request => m::REQUEST,
    }
}

const fn about(topic: Topic, reader: Reader) -> Msg {
    match (topic, reader) {
        (Topic::Security, Reader::Business) => m::SECURITY_ABOUT_BUSINESS,
        (Topic::Security, Reader::Technician | Reader::Applicant | Reader::Union) => m::SECURITY_ABOUT,
        (Topic::Due, Reader::Business) => m::DUE_ABOUT_BUSINESS,
        (Topic::Due, Reader::Technician | Reader::Applicant | Reader::Union) => m::DUE_ABOUT,
        (Topic::Progress, _) => m::PROGRESS_ABOUT,
        (Topic::Card, _) => m::CARD_ABOUT,
        (Topic::Request, _) => m::REQUEST_ABOUT,
    }
}

const fn word(choice: Choice, reach: Reach) -> Msg {
    match choice {
        Choice::Usual if reach.mail && reach.mobile => m::CHOICE_USUAL,
        Choice::Usual => m::CHOICE_USUAL_ONE,
        Choice::Mail => m::CHOICE_MAIL,
        Choice::Text => m::CHOICE_TEXT,
        Choice::Line => m::CHOICE_LINE,
        Choice::InApp => m::CHOICE_IN_APP,
    }
}

/// The way to the page, for who may choose.
pub(super) fn link() -> Option<impl IntoView> {
    let call = call();
    services::notice::may_choose(&call).then(|| {
        view! {
            <p>
                <a href=page_of(call.actor.role)>{tr(m::TITLE)}</a>
            </p>
        }
    })
}
