//! `/operator/cards/batches/{batch}`: one batch in the order of its four steps. Invariant: a step that is not possible yet
//! says what comes before it.

use super::{
    SendBatchCards, SendCardBatch,
    api::{BATCHES, batch_page},
    batches::tone,
    returned::person_link,
};
use crate::{
    application::frame,
    business::person_name,
    shell::{
        Banner, ButtonKind, Card, Field, Flash, OfficeLayout, SubmitButton, Table, Tag, Tone, UiError, call,
        error::NOT_FOUND, field::described_by, icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    card::{
        CardState,
        answer::Fault,
        batch::{BatchCard, BatchState},
        delivery::{Place, whereabouts},
    },
    id::BatchId,
};
use i18n::{Msg, date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use services::card::batch::Batch;

use msg::card_batch as m;

/// `/operator/cards/batches/{batch}`.
#[component]
pub fn CardBatchPage() -> impl IntoView {
    let params = use_params_map();
    let id = params.read_untracked().get("batch").and_then(|text| text.parse::<BatchId>().ok());
    page(async move {
        let id = id.ok_or_else(|| UiError::of(NOT_FOUND))?;
        let batch = services::card::batch::find(&call(), id).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&batch_page(id)).await?;
        let outcome = frame::outcome(&flash);
        let done = done(&flash);
        let faults: Vec<Fault> = flash.form();
        provide_problems(flash.problems);
        let crumbs = vec![
            ("/operator/cards".to_owned(), t(msg::card_order::TITLE).to_owned()),
            (BATCHES.to_owned(), t(m::TITLE).to_owned()),
        ];
        let title = tw(m::BATCH_TITLE, &[("number", &batch.line.number)]);
        let state = batch.line.state;
        Ok(view! {
            <OfficeLayout title who nav=frame::operator_nav("/operator/cards") crumbs>
                {done} {outcome} {wrong(&faults)} <p>
                    <Tag tone=tone(state) text=t(word::batch_state(state)) />
                </p> {files(&batch)} {answer(&batch)} {keys(&batch)} {post(&batch)} <h2>{t(m::CARDS_TITLE)}</h2>
                {cards(&batch.cards)}
            </OfficeLayout>
        })
    })
}

fn done(flash: &Flash) -> impl IntoView + use<> {
    let words = match flash.done.as_deref() {
        Some("made") => Some(t(m::MADE_DONE).to_owned()),
        Some("sent") => Some(t(m::SENT_DONE).to_owned()),
        Some("posted") => Some(tw(m::POST_DONE, &[("count", &flash.form::<u32>())])),
        Some("answered") => {
            let (new, known): (u32, u32) = flash.form();
            Some(tw(m::ANSWER_DONE, &[("new", &new), ("known", &known)]))
        }
        _ => None,
    };
    words.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })
}

/// What is wrong with the answer that was sent, cell by cell.
fn wrong(faults: &[Fault]) -> impl IntoView + use<> {
    if faults.is_empty() {
        return ().into_any();
    }
    let heads = [m::LINE, m::COLUMN, m::WRONG].map(|head| t(head).to_owned()).to_vec();
    let row = |fault: &Fault| {
        view! {
            <tr>
                <th scope="row" class="num">{fault.line}</th>
                <td data-label=t(m::COLUMN)>{t(word::answer_column(fault.column))}</td>
                <td data-label=t(m::WRONG)>{t(word::answer_wrong(fault.wrong))}</td>
            </tr>
        }
    };
    let rows = faults.iter().map(row).collect_view();
    let words = tw(m::FAULTS_TEXT, &[("count", &faults.len())]);
    view! {
        <Banner tone=Tone::Err>
            <b>{t(m::FAULTS_TITLE)}</b>
            <p>{words}</p>
        </Banner>
        <Table caption=t(m::FAULTS_CAPTION) heads>{rows}</Table>
    }
    .into_any()
}

fn hint(words: Msg) -> AnyView {
    view! { <p class="hint">{t(words)}</p> }.into_any()
}

fn files(batch: &Batch) -> impl IntoView + use<> {
    let id = batch.line.id;
    let send = (batch.line.state == BatchState::Open).then(|| {
        view! {
            <form method="post" action=SendCardBatch::PATH>
                <input type="hidden" name="batch" value=id.to_string() />
                <SubmitButton text=t(m::SEND_GO) icon=icon::SEND />
            </form>
        }
    });
    view! {
        <Card title=t(m::FILES_TITLE)>
            <p>{t(m::FILES_LEAD)}</p>
            <form method="post" action=format!("{}/files", batch_page(id))>
                <SubmitButton text=t(m::FILES_GO) kind=ButtonKind::Outline icon=icon::DOWNLOAD />
            </form>
            {send}
        </Card>
    }
}

fn answer(batch: &Batch) -> impl IntoView + use<> {
    let body = if batch.line.state.takes_answers() {
        let described = described_by("file", true);
        view! {
            <form
                method="post"
                action=format!("{}/answer", batch_page(batch.line.id))
                enctype="multipart/form-data"
                class="form"
                novalidate
            >
                <Field name="file" label=t(m::ANSWER_FILE) hint=t(m::ANSWER_HINT) choice=true>
                    <input class="input" type="file" id="file" name="file" accept=".csv,text/csv" aria-describedby=described />
                </Field>
                <SubmitButton text=t(m::ANSWER_GO) kind=ButtonKind::Outline icon=icon::UPLOAD_FILE />
            </form>
        }
        .into_any()
    } else {
        hint(m::ANSWER_EARLY)
    };
    view! {
        <Card title=t(m::ANSWER_TITLE)>
            <p>{t(m::ANSWER_LEAD)}</p>
            {body}
        </Card>
    }
}

fn keys(batch: &Batch) -> impl IntoView + use<> {
    let made = batch.cards.iter().any(|card| card.state == CardState::Issued);
    let again = batch.line.keys_at.map(|at| tw(m::KEYS_AGAIN, &[("day", &date::day_only(lang(), at.date()))]));
    let body = if !batch.can_seal {
        view! { <Banner tone=Tone::Warn>{t(m::KEYS_MISSING)}</Banner> }.into_any()
    } else if made {
        view! {
            {again.map(|words| view! { <p class="hint">{words}</p> })}
            <form method="post" action=format!("{}/keys", batch_page(batch.line.id))>
                <SubmitButton text=t(m::KEYS_GO) kind=ButtonKind::Outline icon=icon::KEY />
            </form>
        }
        .into_any()
    } else {
        hint(m::KEYS_EARLY)
    };
    view! {
        <Card title=t(m::KEYS_TITLE)>
            <p>{t(m::KEYS_LEAD)}</p>
            {body}
        </Card>
    }
}

fn post(batch: &Batch) -> impl IntoView + use<> {
    let waits = |card: &&BatchCard| card.place == Place::Made && card.state == CardState::Issued;
    let count = batch.cards.iter().filter(waits).count();
    let body = if batch.line.keys_at.is_none() {
        hint(m::POST_EARLY)
    } else if count == 0 {
        hint(m::POST_NONE)
    } else {
        view! {
            <p>{tw(m::POST_LEAD, &[("count", &count)])}</p>
            <form method="post" action=SendBatchCards::PATH>
                <input type="hidden" name="batch" value=batch.line.id.to_string() />
                <SubmitButton text=t(m::POST_GO) icon=icon::SEND />
            </form>
        }
        .into_any()
    };
    view! { <Card title=t(m::POST_TITLE)>{body}</Card> }
}

fn cards(cards: &[BatchCard]) -> impl IntoView + use<> {
    let heads = [
        msg::card_order::TECHNICIAN,
        msg::card_order::TECHNICIAN_ID,
        msg::card_order::LEVEL,
        msg::card_order::STATE,
        m::PLACE,
        msg::card_order::ACTION,
    ];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let row = |card: &BatchCard| {
        let place = whereabouts(card.state, card.place).map(|place| t(word::whereabouts(place)));
        view! {
            <tr>
                <th scope="row">{person_name(&card.name, &card.kana)}</th>
                <td class="num" data-label=t(msg::card_order::TECHNICIAN_ID)>{card.technician_id.grouped()}</td>
                <td data-label=t(msg::card_order::LEVEL)>
                    <span class=format!("level-mark level-{}", card.level.number())></span>
                    {t(word::level(card.level))}
                    " "
                    {t(word::level_colour(card.level))}
                </td>
                <td data-label=t(msg::card_order::STATE)>{t(word::card_state(card.state))}</td>
                <td data-label=t(m::PLACE)>{place}</td>
                <td>{person_link(card)}</td>
            </tr>
        }
    };
    let rows = cards.iter().map(row).collect_view();
    view! { <Table caption=t(m::CARDS_CAPTION) heads>{rows}</Table> }
}
