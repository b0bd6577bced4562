//! `/operator/cards`: cards to be made and cards issued. Invariant: a card is issued and revoked by a form in its own row,
//! and a problem is shown in that form, or above where the form is not there any more.

use super::{
    IssueCard, RevokeCard,
    api::{BATCHES, Issued, Last, PAGE},
    returned::RETURNED,
};
use crate::{
    application::{choice, frame},
    business::person_name,
    my_card::FindCardHolder,
    shell::{
        Banner, Card, DescriptionList, EmptyState, Flash, Icon, OfficeLayout, Row, Table, Tag, Tone, UiError, call,
        icon, lang, page, t, tw,
    },
};
use domain::{
    card::{CardOrder, CardState, RevocationReason},
    form::Problem,
};
use i18n::{Msg, date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::card_order as m;

/// The chip is another card.s.
const UID_TAKEN: &str = "card.uid_taken";

/// `/operator/cards`.
#[component]
pub fn CardOrdersPage() -> impl IntoView {
    page(async {
        let orders = services::card::orders(&call()).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let last: Last = flash.form();
        let revoked = flash.done.as_deref() == Some("revoked");
        let field = flash.problems.first().map(|problem| problem.field.as_str());
        let problem = flash.error.as_ref().map(|error| problem_words(error, field));
        // What is wrong with one card is said in the form that was sent; above stands what is of no form.
        let in_row = orders.iter().any(|order| last.is_of(order.card_id, order.state));
        let (here, above) = if in_row { (problem, None) } else { (None, problem) };
        let (ordered, others): (Vec<_>, Vec<_>) = orders
            .into_iter()
            .filter(|order| order.state != CardState::Ordered || !order.in_batch)
            .partition(|order| order.state == CardState::Ordered);
        let typed: crate::my_card::Last = flash.form();
        let found =
            flash.problems.iter().find(|problem| problem.field == "technician").map(|problem| problem.problem.clone());
        let above = above.filter(|_| found.is_none());
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
                {last.issued.as_ref().map(personalisation)}
                {revoked.then(|| view! { <Banner tone=Tone::Ok>{t(m::REVOKED_NOW)}</Banner> })}
                {above.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                {parts(PAGE)}
                <p>{t(msg::card_batch::TWO_WAYS)}</p>
                {find_holder(typed.technician, found.as_ref())}
                <h2>{t(m::ORDERS_TITLE)}</h2>
                {to_make(&ordered, &last, here.as_deref())}
                <h2>{t(m::ISSUED_TITLE)}</h2>
                {made(&others, &last, here.as_deref())}
            </OfficeLayout>
        })
    })
}

/// The pages of cards, with the one at `current` marked.
pub(super) fn parts(current: &'static str) -> impl IntoView {
    use msg::card_batch as b;
    let part = |(href, words): (&'static str, Msg)| {
        view! {
            <li>
                <a href=href aria-current=(href == current).then_some("page")>{t(words)}</a>
            </li>
        }
    };
    let parts = [(PAGE, b::PART_SINGLE), (BATCHES, b::PART_BATCHES), (RETURNED, b::PART_RETURNED)];
    view! {
        <nav class="fee-parts" aria-label=t(b::PARTS)>
            <ul>{parts.into_iter().map(part).collect_view()}</ul>
        </nav>
    }
}

/// The way to one person's cards, for who telephones.
fn find_holder(typed: String, problem: Option<&Problem>) -> impl IntoView + use<> {
    let words = problem.map(|problem| match problem {
        Problem::Unknown => t(msg::my_card::FIND_NONE),
        _ => t(msg::my_card::FIND_WRONG),
    });
    let bad = words.is_some();
    view! {
        <Card title=t(msg::my_card::FIND_TITLE)>
            <p id="technician-hint">{t(msg::my_card::FIND_LEAD)}</p>
            <form method="post" action=FindCardHolder::PATH class="row-form">
                {row_problem("technician", words)} <label for="technician">{t(m::TECHNICIAN_ID)}</label>
                <input
                    class="input small"
                    type="text"
                    id="technician"
                    name="technician"
                    inputmode="numeric"
                    autocomplete="off"
                    value=typed
                    aria-describedby=if bad { "technician-problem technician-hint" } else { "technician-hint" }
                    aria-invalid=bad.then_some("true")
                />
                <button type="submit" class="button outline small">
                    {t(msg::my_card::FIND)}
                </button>
            </form>
        </Card>
    }
}

fn problem_words(error: &UiError, field: Option<&str>) -> String {
    match field {
        _ if error.code == UID_TAKEN => t(m::UID_TAKEN).to_owned(),
        Some("uid") => t(m::UID_WRONG).to_owned(),
        Some("reason") => t(m::REASON_MISSING).to_owned(),
        Some("confirm") => t(m::REVOKE_UNCONFIRMED).to_owned(),
        _ => error.words(lang()),
    }
}

/// What goes into the card just issued. Its keys go to the card maker in a sealed batch.
fn personalisation(issued: &Issued) -> impl IntoView + use<> {
    let offset = |what: &str| tw(m::MIRROR_OFFSET, &[("what", &what)]);
    let rows = vec![
        Row::new(t(m::CARD_UID), issued.uid.clone()),
        Row::new(t(m::KEY_VERSION), issued.key_version.to_string()),
        Row::new(t(m::URL_TEMPLATE), issued.url.clone()),
        Row::new(t(m::SETTINGS), issued.file_settings.clone()),
        Row::new(offset("PICCData"), issued.picc_data_offset.to_string()),
        Row::new(offset("SDMMACInput"), issued.mac_input_offset.to_string()),
        Row::new(offset("SDMMAC"), issued.mac_offset.to_string()),
    ];
    let done = tw(m::ISSUED_NOW, &[("name", &issued.name)]);
    view! {
        <Banner tone=Tone::Ok>{done}</Banner>
        <Card title=t(m::PERSONALISE_TITLE)>
            <p>{t(m::PERSONALISE_LEAD)}</p>
            <DescriptionList rows />
        </Card>
    }
}

fn heads(last: Msg) -> Vec<String> {
    [m::TECHNICIAN, m::TECHNICIAN_ID, m::LEVEL, m::ORDERED_AT, last].map(|head| t(head).to_owned()).to_vec()
}

fn person_cells(order: &CardOrder) -> impl IntoView + use<> {
    view! {
        <th scope="row">{person_name(&order.name, &order.kana)}</th>
        <td class="num" data-label=t(m::TECHNICIAN_ID)>{order.technician_id.grouped()}</td>
        <td data-label=t(m::LEVEL)>
            <span class=format!("level-mark level-{}", order.level.number())></span>
            {t(word::level(order.level))}
            " "
            {t(word::level_colour(order.level))}
        </td>
        <td class="num" data-label=t(m::ORDERED_AT)>{date::iso(order.ordered_at.date())}</td>
    }
}

fn to_make(orders: &[CardOrder], last: &Last, problem: Option<&str>) -> impl IntoView + use<> {
    if orders.is_empty() {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    let row = |order: &CardOrder| view! { <tr>{person_cells(order)} <td>{issue_form(order, last, problem)}</td></tr> };
    let rows = orders.iter().map(row).collect_view();
    view! {
        <p class="hint" id="uid-hint">
            {t(m::UID_HINT)}
        </p>
        <Table caption=t(m::ORDERS_CAPTION) heads=heads(m::ACTION)>
            {rows}
        </Table>
    }
    .into_any()
}

fn issue_form(order: &CardOrder, last: &Last, problem: Option<&str>) -> impl IntoView + use<> {
    let card = order.card_id.to_string();
    let mine = last.is_of(order.card_id, order.state);
    let typed = if mine { last.uid.clone() } else { String::new() };
    let problem = problem.filter(|_| mine);
    let bad = problem.is_some();
    let id = format!("uid-{card}");
    let described = if bad { format!("{id}-problem uid-hint") } else { "uid-hint".to_owned() };
    view! {
        <form method="post" action=IssueCard::PATH class="row-form">
            <input type="hidden" name="card" value=card />
            <label for=id.clone() class="visually-hidden">
                {tw(m::UID_OF, &[("name", &order.name)])}
            </label>
            {row_problem(&id, problem)}
            <input
                class="input small"
                type="text"
                id=id
                name="uid"
                value=typed
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                aria-describedby=described
                autofocus=bad
                aria-invalid=bad.then_some("true")
            />
            <button type="submit" class="button outline small" aria-label=tw(m::ISSUE_OF, &[("name", &order.name)])>
                {t(m::ISSUE)}
            </button>
        </form>
    }
}

/// What is wrong with the card of this row, above its field.
fn row_problem(id: &str, problem: Option<&str>) -> impl IntoView + use<> {
    let id = format!("{id}-problem");
    problem.map(str::to_owned).map(|words| {
        view! {
            <p class="problem row-problem" id=id role="alert">
                <Icon of=icon::ERROR_FILL />
                {words}
            </p>
        }
    })
}

fn made(orders: &[CardOrder], last: &Last, problem: Option<&str>) -> impl IntoView + use<> {
    if orders.is_empty() {
        return view! { <EmptyState title=t(m::NONE_ISSUED) /> }.into_any();
    }
    let mut heads = heads(m::EXPIRY);
    heads.extend([t(m::STATE).to_owned(), t(m::ACTION).to_owned()]);
    let row = |order: &CardOrder| {
        let tone = if order.state == CardState::Issued { Tone::Ok } else { Tone::Plain };
        let until = order.valid_until.map(date::iso);
        view! {
            <tr>
                {person_cells(order)} <td class="num" data-label=t(m::EXPIRY)>{until}</td> <td data-label=t(m::STATE)>
                    <Tag tone text=t(word::card_state(order.state)) />
                </td> <td>{(order.state == CardState::Issued).then(|| revoke_form(order, last, problem))}</td>
            </tr>
        }
    };
    let rows = orders.iter().map(row).collect_view();
    view! {
        <p class="hint" id="revoke-why">
            {t(m::REVOKE_WHY)}
        </p>
        <Table caption=t(m::ISSUED_CAPTION) heads>{rows}</Table>
    }
    .into_any()
}

fn revoke_form(order: &CardOrder, last: &Last, problem: Option<&str>) -> impl IntoView + use<> {
    let mine = last.is_of(order.card_id, order.state);
    let chosen = if mine { last.reason.clone() } else { String::new() };
    let problem = problem.filter(|_| mine);
    let card = order.card_id.to_string();
    let id = format!("reason-{card}");
    let reasons = choice::of(RevocationReason::ALL.map(|reason| (reason.code(), word::revocation(reason))));
    view! {
        <form method="post" action=RevokeCard::PATH class="row-form">
            <input type="hidden" name="card" value=card />
            <label for=id.clone() class="visually-hidden">
                {tw(m::REASON_OF, &[("name", &order.name)])}
            </label>
            {row_problem(&id, problem)}
            <select
                class="input small"
                id=id.clone()
                name="reason"
                aria-invalid=problem.is_some().then_some("true")
                aria-describedby=problem.is_some().then(|| format!("{id}-problem"))
            >
                <option value="">{t(m::REASON)}</option>
                {reasons.into_iter().map(|(code, words)| view! { <option selected=code == chosen value=code>{words}</option> }).collect_view()}
            </select>
            <label class="row-confirm">
                <input type="checkbox" name="confirm" value="yes" required />
                {tw(m::REVOKE_CONFIRM, &[("name", &order.name)])}
            </label>
            <button type="submit" class="button danger small" aria-describedby="revoke-why" aria-label=tw(m::REVOKE_OF, &[("name", &order.name)])>
                {t(m::REVOKE)}
            </button>
        </form>
    }
}
