//! What somebody files for others, as a list: one for businesses and scriveners. Invariant: each line says what is to be done
//! next and by whom.

use super::{InvitePerson, OpenProxy, ResendPasswordLink, StartClient, StartProxy, TakeBackProxy};
use crate::{
    counter::words,
    fee::prices,
    shell::{Card, EmptyState, Parts, RadioRows, SubmitButton, Table, Tag, TextField, Wanted, icon, lang, t, tw},
    technician::words::stage as stage_words,
};
use domain::{
    application::{ApplicationKind, State},
    business::Filing,
    listing::Listed,
    proxy::{ClientForm, Consent, FiledRow},
    technician::Stage,
    time::WorkDate,
};
use i18n::{Msg, date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{application as ma, proxy as m};

/// The sentence for what was done with one of the list.
pub fn done_word(done: Option<&str>) -> Option<&'static str> {
    match done? {
        "invited" => Some(t(m::INVITED_DONE)),
        "invited_client" => Some(t(m::INVITED_CLIENT_DONE)),
        "link_sent" => Some(t(m::LINK_SENT_DONE)),
        "taken_back" => Some(t(m::TAKEN_BACK_DONE)),
        _ => None,
    }
}

/// Beginning an application for a person.
pub fn begin() -> impl IntoView {
    let options = [Stage::Simple, Stage::Detailed].map(|stage| {
        let yen = prices::words_of_stage(stage);
        (stage.code().to_owned(), tw(m::STAGE_AND_FEE, &[("stage", &t(stage_words(stage))), ("yen", &yen)]))
    });
    view! {
        <Card title=t(m::START_TITLE)>
            <form method="post" action=StartProxy::PATH class="form" novalidate>
                <RadioRows name="stage" legend=t(m::STAGE) options=options.to_vec() />
                <SubmitButton text=t(m::START) icon=icon::ARROW_FORWARD />
            </form>
        </Card>
    }
}

/// Beginning an application for a business.
pub fn begin_client(form: ClientForm) -> impl IntoView {
    let kind = |filing: Filing| match filing {
        Filing::Registration => t(m::CLIENT_FIRST).to_owned(),
        Filing::Renewal | Filing::Change => t(word::application_kind(ApplicationKind::of_filing(filing))).to_owned(),
    };
    let options = Filing::ALL.map(|filing| (filing.code().to_owned(), kind(filing))).to_vec();
    view! {
        <Card title=t(m::CLIENT_TITLE)>
            <p>{t(m::CLIENT_LEAD)}</p>
            <form method="post" action=StartClient::PATH class="form" novalidate>
                <RadioRows name="filing" legend=t(m::CLIENT_FILING) value=form.filing options />
                <TextField
                    name="business"
                    label=t(m::CLIENT_BUSINESS)
                    hint=t(m::CLIENT_BUSINESS_HINT)
                    value=form.business
                    inputmode="numeric"
                    required=false
                    wanted=Some(Wanted::SaidByLabel)
                    autocomplete="off"
                />
                <TextField
                    name="client_phone"
                    label=t(m::CLIENT_PHONE)
                    hint=t(m::CLIENT_PHONE_HINT)
                    value=form.client_phone
                    kind="tel"
                    width="medium"
                    required=false
                    wanted=Some(Wanted::SaidByLabel)
                    autocomplete="off"
                />
                <SubmitButton text=t(m::CLIENT_START) icon=icon::ARROW_FORWARD />
            </form>
        </Card>
    }
}

/// The part of the list on the page at `address`; `later`: not the first.
pub fn list(listed: &Listed<FiledRow>, address: &'static str, later: bool, today: WorkDate) -> AnyView {
    if listed.rows.is_empty() && !later {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    let heads = [m::NAME, ma::QUEUE_NUMBER, m::STANDING, m::NEXT].map(|head| t(head).to_owned()).to_vec();
    let lines = listed.rows.iter().map(|row| line(row, today)).collect_view();
    let first = later.then(|| address.to_owned());
    let next = listed.next.as_ref().map(|mark| format!("{address}?after={mark}"));
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(listed.all))])}</p>
        <Table caption=t(m::LIST_TITLE) heads>
            {lines}
        </Table>
        <Parts of=t(m::LIST_TITLE) first next />
    }
    .into_any()
}

fn line(row: &FiledRow, today: WorkDate) -> impl IntoView + use<> {
    let name = if row.name.is_empty() { t(m::NAMELESS).to_owned() } else { row.name.clone() };
    let at = |at| date::date_time(lang(), at, today);
    let (by_phone, opened_at, asked_at) = match row.kind.stage() {
        Some(_) => (m::CONSENTED_PHONE, m::OPENED_AT, m::ASKED_AT),
        None => (m::CONSENTED_CLIENT, m::OPENED_CLIENT, m::ASKED_CLIENT),
    };
    let consent = match (row.consent, row.opened_at, row.asked_at) {
        (Some(Consent::Phone), ..) => Some(t(by_phone).to_owned()),
        (Some(Consent::Paper), ..) => Some(t(m::CONSENTED_PAPER).to_owned()),
        (None, Some(opened), _) => Some(tw(opened_at, &[("at", &at(opened))])),
        (None, None, Some(asked)) => Some(tw(asked_at, &[("at", &at(asked))])),
        (None, None, None) => None,
    };
    view! {
        <tr>
            <th scope="row">
                {name.clone()} <span class="hint">" " {t(word::filing_kind(row.kind, row.anew))}</span>
            </th>
            <td class="num" data-label=t(ma::QUEUE_NUMBER)>{row.number.clone()}</td>
            <td data-label=t(m::STANDING)>
                <Tag tone=words::tone(row.state) text=t(word::application_state(row.state)) />
                {consent.map(|words| view! { <p class="hint">{words}</p> })}
            </td>
            <td data-label=t(m::NEXT)>{next(row, &name)}</td>
        </tr>
    }
}

/// What is to be done next.
fn next(row: &FiledRow, name: &str) -> impl IntoView + use<> {
    if let Some(fee) = &row.fee {
        return words::pay(fee).into_any();
    }
    if waits_for_password(row) {
        let of = tw(m::LINK_AGAIN_OF, &[("name", &name)]);
        return act(ResendPasswordLink::PATH, &row.id.to_string(), "outline", m::LINK_AGAIN, of).into_any();
    }
    if !row.state.is_editable() {
        return t(word::application_state_help(row.state)).into_any();
    }
    let id = row.id.to_string();
    let again_words = if row.kind.stage().is_some() { m::INVITE_AGAIN } else { m::INVITE_CLIENT_AGAIN };
    let again = row
        .asked_at
        .map(|_| act(InvitePerson::PATH, &id, "text", again_words, tw(m::INVITE_AGAIN_OF, &[("name", &name)])));
    let go_on = if row.opened_at.is_some() {
        act(TakeBackProxy::PATH, &id, "outline", m::TAKE_BACK, tw(m::TAKE_BACK_OF, &[("name", &name)]))
    } else {
        act(OpenProxy::PATH, &id, "outline", m::OPEN, tw(m::OPEN_OF, &[("name", &name)]))
    };
    view! {
        {go_on}
        {again}
    }
    .into_any()
}

/// A business that was registered on paper, whose link to its first password has not been used.
pub fn waits_for_password(row: &FiledRow) -> bool {
    let is_new = row.kind == ApplicationKind::Business && row.state == State::Completed;
    is_new && row.consent == Some(Consent::Paper) && row.has_link
}

/// A button that does something with one application; `of` says the same and whose.
fn act(path: &'static str, id: &str, look: &str, words: Msg, of: String) -> impl IntoView + use<> {
    let id = id.to_owned();
    view! {
        <form method="post" action=path class="row-form">
            <input type="hidden" name="application" value=id />
            <button type="submit" class=format!("button {look} small") aria-label=of>
                {t(words)}
            </button>
        </form>
    }
}
