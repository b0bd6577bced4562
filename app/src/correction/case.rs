//! `/operator/corrections/{id}`: one correction, before beside after, and what is decided. Invariant: whoever entered it is
//! offered to take it back and nothing else; the service decides again.

use super::{DecideCorrection, items, list};
use crate::{
    application::{
        PageKeys, PictureViewer,
        decision::{self, Said},
        frame, key_legend, words,
    },
    my_card,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, ErrorSummary, Flash, LinkButton, OfficeLayout, Row, Table, Tag,
        Tone, UiError, call, error::NOT_FOUND, icon, lang, page, provide_problems, t, tw,
    },
    technician,
};
use domain::{
    application::ApplicationKind,
    correction::{Changed, CorrectionCase, CorrectionState, PHOTO, Subject},
    id::{BusinessId, CorrectionId},
    technician::{List, parts},
    time::Instant,
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::correction as m;

/// The page of one.
pub(super) fn page_of(id: CorrectionId) -> String {
    format!("{}/{id}", list::PAGE)
}

/// `/operator/corrections/{id}`.
#[component]
pub fn CorrectionPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("correction")).unwrap_or_default();
    page(async move {
        let id: CorrectionId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let case = services::correction::case(&call, id).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let done = match flash.done.as_deref() {
            Some("entered") => Some(t(m::ENTERED_DONE)),
            Some("approved") => Some(t(m::APPROVED_DONE)),
            Some("refused") => Some(t(m::REFUSED_DONE)),
            Some("withdrawn") => Some(t(m::WITHDRAWN_DONE)),
            _ => None,
        };
        let outcome = frame::outcome(&flash);
        let typed: String = flash.form();
        provide_problems(flash.problems);
        let labels = vec![("reason", t(m::REFUSE_REASON).to_owned())];
        let crumbs = vec![(list::PAGE.to_owned(), t(m::TITLE).to_owned())];
        let title = tw(m::CASE_TITLE, &[("name", &case.row.name)]);
        let now = call.now();
        Ok(view! {
            <OfficeLayout title who nav=frame::operator_nav(list::PAGE) crumbs>
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {outcome}
                <ErrorSummary labels />
                {head(&case, now)}
                {table(&case)}
                {past_employments(&case)}
                {pictures(&case)}
                {(case.row.state == CorrectionState::Waiting).then(|| decision(&case, typed))}
                {card(&case)}
                {(case.row.state == CorrectionState::Waiting).then(|| key_legend::legend(key_legend::DECIDE))}
                <PageKeys />
            </OfficeLayout>
        })
    })
}

fn head(case: &CorrectionCase, now: Instant) -> impl IntoView + use<> {
    let at = |at| date::date_time(lang(), at, now.date());
    let entered = format!("{} {}", case.row.entered_by, at(case.row.entered_at));
    let mut rows = vec![
        Row::new(t(m::ID), list::id_of(case.row.subject)),
        Row::new(t(m::REASON), case.reason.clone()),
        Row::new(t(m::ENTERED_BY), entered),
    ];
    if let Some(when) = case.decided_at {
        rows.push(Row::new(t(m::DECIDED_BY), format!("{} {}", case.decided_by, at(when))));
    }
    if !case.decision_reason.is_empty() {
        rows.push(Row::new(t(m::REFUSE_REASON), case.decision_reason.clone()));
    }
    let state = case.row.state;
    view! {
        <p>
            <Tag tone=list::state_tone(state) text=t(word::correction_state(state)) />
        </p>
        <DescriptionList rows />
    }
}

/// A value as the form shows it.
fn shown(subject: Subject, field: &str, value: &str) -> String {
    let kind = match subject {
        Subject::Technician(_) => ApplicationKind::TechnicianSimple,
        Subject::Business(_) => ApplicationKind::Business,
    };
    if value.trim().is_empty() { t(m::EMPTY).to_owned() } else { words::shown(kind, field, value) }
}

/// Single fields in one table, then each item of a list in one of its own.
fn table(case: &CorrectionCase) -> Vec<AnyView> {
    let subject = case.row.subject;
    let mut lines: Vec<AnyView> = Vec::new();
    let mut tables: Vec<AnyView> = Vec::new();
    for one in &case.changed {
        if let Some((list, key, _)) = parts(&one.field) {
            tables.push(item(case, list, key, one));
            continue;
        }
        if one.field == PHOTO {
            continue;
        }
        let name = word::registered_field(&one.field).map_or_else(|| one.field.clone(), |name| t(name).to_owned());
        for part in one.parts() {
            let values = [&part.before, &part.after].map(|value| shown(subject, &part.field, value));
            lines.push(line(name.clone(), values));
        }
    }
    if !lines.is_empty() {
        let single = view! { <Table caption=t(m::CHANGED_CAPTION) heads=heads()>{lines}</Table> };
        tables.insert(0, single.into_any());
    }
    tables
}

fn heads() -> Vec<String> {
    [m::FIELD, m::BEFORE, m::AFTER].map(|head| t(head).to_owned()).to_vec()
}

fn line(name: String, [before, after]: [String; 2]) -> AnyView {
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-label=t(m::BEFORE)>
                <del>{before}</del>
            </td>
            <td data-label=t(m::AFTER)>
                <ins>{after}</ins>
            </td>
        </tr>
    }
    .into_any()
}

/// An item: what becomes of it, input by input, and its certificates.
fn item(case: &CorrectionCase, list: List, key: &str, one: &Changed) -> AnyView {
    let name = technician::words::item_label(list, key);
    // Who decides reads of which business, also where that is not what changes.
    let with = one.says("business_id").filter(|_| list == List::Employments);
    let name = with.map_or_else(|| name.clone(), |business| items::named(&name, business, &case.businesses));
    let business = |value: &str| match value.parse::<BusinessId>() {
        Ok(id) => items::named(&id.grouped(), value, &case.businesses),
        Err(_) => value.to_owned(),
    };
    let caption = tw(m::ITEM_CHANGE, &[("item", &name), ("manner", &t(word::correction_manner(one.manner())))]);
    let lines: Vec<AnyView> = one
        .parts()
        .into_iter()
        .map(|part| {
            let label = t(technician::item_label(list, &part.field)).to_owned();
            let words = |value: &str| {
                if value.trim().is_empty() {
                    t(m::EMPTY).to_owned()
                } else if list == List::Employments && part.field == "business_id" {
                    business(value)
                } else {
                    technician::item_value(list, &part.field, value)
                }
            };
            line(label, [words(&part.before), words(&part.after)])
        })
        .collect();
    // Where another certificate came and nothing else.
    let title = view! { <h2>{caption.clone()}</h2> };
    let table = (!lines.is_empty()).then(|| view! { <Table caption heads=heads()>{lines}</Table> });
    let of = format!("{}/file/{}", page_of(case.row.id), one.field);
    let certificate = |which: &str, pages: u32, words: i18n::Msg| {
        let view_page = |page: u32| {
            let alt = format!("{name} {} {page}", t(words));
            view! { <PictureViewer src=format!("{of}/{which}?page={page}") alt=alt /> }.into_any()
        };
        let viewers: Vec<AnyView> = (1..=pages).map(view_page).collect();
        (pages > 0).then(|| {
            view! {
                <figure>
                    <figcaption>{t(words)}</figcaption>
                    {viewers}
                </figure>
            }
            .into_any()
        })
    };
    let certificates = (one.pages_after > 0).then(|| {
        view! {
            <div class="recovery-pictures">
                {certificate("before", one.pages_before, m::PICTURE_BEFORE)}
                {certificate("after", one.pages_after, m::PICTURE_AFTER)}
            </div>
        }
    });
    view! { {title} {table} {certificates} }.into_any()
}

/// What becomes of the history of days gone by, where another employer is registered for them.
fn past_employments(case: &CorrectionCase) -> impl IntoView + use<> {
    case.past_employments.then(|| view! { <Banner tone=Tone::Info>{t(m::EMPLOYMENTS_PAST)}</Banner> })
}

fn pictures(case: &CorrectionCase) -> impl IntoView + use<> {
    let of = page_of(case.row.id);
    let picture = move |which: &str, words: i18n::Msg| {
        let address = format!("{of}/photo/{which}");
        view! {
            <figure>
                <figcaption>{t(words)}</figcaption>
                <PictureViewer src=address alt=t(words).to_owned() />
            </figure>
        }
    };
    case.photo_after.then(|| {
        let before = if case.photo_before {
            picture("before", m::PHOTO_BEFORE).into_any()
        } else {
            view! { <p class="hint">{t(m::PHOTO_NONE)}</p> }.into_any()
        };
        view! { <div class="recovery-pictures">{before} {picture("after", m::PHOTO_AFTER)}</div> }
    })
}

fn decision(case: &CorrectionCase, typed: String) -> impl IntoView + use<> {
    let said = Said { own: m::OWN, note: m::APPROVE_NOTE, approve: m::APPROVE };
    decision::decision((DecideCorrection::PATH, "correction"), case.row.id.to_string(), case.own, said, typed)
}

/// Where what changed stands on the card: what becomes of it, and the way to a new one.
fn card(case: &CorrectionCase) -> impl IntoView + use<> {
    let Subject::Technician(id) = case.row.subject else { return None };
    let made = case.row.state == CorrectionState::Made;
    case.is_on_card().then(|| {
        let words = match (made, case.new_card) {
            (false, false) => m::CARD_WAITING,
            (true, false) => m::CARD_MADE,
            (false, true) => m::NEW_CARD_WAITING,
            (true, true) => m::NEW_CARD_MADE,
        };
        // Cards are the operator's; a reviewer reads that one may be needed.
        let may = frame::may(domain::access::Action::CardIssue, &domain::access::Resource::Register);
        let way = (made && !case.new_card && may).then(|| {
            view! { <LinkButton href=my_card::page_of(id) text=t(m::CARD_GO) kind=ButtonKind::Outline icon=icon::ID_CARD /> }
        });
        view! { <Card title=t(m::CARD_TITLE)><p>{t(words)}</p> {way}</Card> }
    })
}
