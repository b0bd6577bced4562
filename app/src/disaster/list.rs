//! `/operator/disasters`: exceptions in force, those that wait for another person, and who asks to pay later. Invariant: each
//! effect is told with its days, or told to be absent.

use super::{DecideRelief, case::page_of, enter};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, DescriptionList, EmptyState, Flash, LinkButton, OfficeLayout, Parts, Row, Table, Tag, Tone,
        call, icon, lang, page, t, tw,
    },
};
use domain::{
    correction::CorrectionState,
    disaster::{Disaster, proposal::Proposal, relief::ReliefRow},
    listing::{Listed, Mark},
};
use i18n::{date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::disaster as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/disasters";

/// `/operator/disasters`.
#[component]
pub fn DisastersPage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after")).and_then(|mark| mark.parse::<Mark>().ok());
    page(async move {
        let call = call();
        let (in_force, proposals) = services::disaster::list(&call).await?;
        let reliefs = services::disaster::relief::waiting(&call, after).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let done = match flash.done.as_deref() {
            Some("granted") => Some(t(m::RELIEF_GRANTED_DONE)),
            Some("relief_refused") => Some(t(m::RELIEF_REFUSED_DONE)),
            _ => None,
        };
        // The reason's field stands in the row it was sent from.
        let without_reason = !flash.problems.is_empty();
        let outcome = frame::outcome(&flash);
        let (of, _): (String, String) = flash.form();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {outcome}
                <p>{t(m::LEAD)}</p>
                <p>
                    <LinkButton href=enter::PAGE text=t(m::ENTER) kind=ButtonKind::Outline icon=icon::ADD />
                </p>
                {waiting(&proposals)}
                {reliefs_part(&reliefs, after.is_some(), without_reason.then_some(of).as_deref())}
                <h2>{t(m::IN_FORCE)}</h2>
                {in_force.iter().map(card).collect_view()}
            </OfficeLayout>
        })
    })
}

fn waiting(proposals: &[Proposal]) -> impl IntoView + use<> {
    let line = |one: &Proposal| {
        let tone = if one.state == CorrectionState::Waiting { Tone::Info } else { Tone::Plain };
        view! {
            <tr>
                <th scope="row">
                    <a href=page_of(one.id)>{one.disaster.name.clone()}</a>
                </th>
                <td data-label=t(msg::correction::STATE)>
                    <Tag tone text=t(word::correction_state(one.state)) />
                </td>
                <td data-label=t(msg::correction::ENTERED_BY)>{one.entered_by.clone()}</td>
                <td class="num" data-label=t(msg::correction::ENTERED_AT)>{date::iso_time(one.entered_at)}</td>
            </tr>
        }
    };
    let heads = [m::NAME, msg::correction::STATE, msg::correction::ENTERED_BY, msg::correction::ENTERED_AT];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let lines = proposals.iter().map(line).collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <h2>{t(m::ENTERED)}</h2>
            <Table caption=t(m::ENTERED) heads>
                {lines}
            </Table>
        }
    })
}

fn reliefs_part(listed: &Listed<ReliefRow>, later_part: bool, without_reason: Option<&str>) -> impl IntoView + use<> {
    if listed.rows.is_empty() && !later_part {
        return view! {
            <h2>{t(m::RELIEFS)}</h2>
            <EmptyState title=t(m::RELIEFS_NONE) />
        }
        .into_any();
    }
    let heads = [m::WHO, m::NAME, m::RELIEF_REASON, m::RELIEF_UNTIL, m::DECIDE].map(|head| t(head).to_owned()).to_vec();
    let lines = listed.rows.iter().map(|row| relief(row, without_reason == Some(&*row.id.to_string()))).collect_view();
    let first = later_part.then(|| PAGE.to_owned());
    let next = listed.next.as_ref().map(|next| format!("{PAGE}?after={next}"));
    view! {
        <h2>{t(m::RELIEFS)}</h2>
        <p class="count-line">{tw(m::RELIEFS_COUNT, &[("count", &number::grouped(listed.all))])}</p>
        <Table caption=t(m::RELIEFS) heads>
            {lines}
        </Table>
        <Parts of=t(m::RELIEFS) first next />
    }
    .into_any()
}

fn relief(row: &ReliefRow, without_reason: bool) -> impl IntoView + use<> {
    let (id, field) = (row.id.to_string(), format!("reason-{}", row.id));
    let name = row.name.clone();
    let problem =
        without_reason.then(|| view! { <p class="problem row-problem" role="alert">{t(m::RELIEF_WHY_NOT)}</p> });
    view! {
        <tr>
            <th scope="row">{name.clone()} " " <span class="num">{row.business.grouped()}</span></th>
            <td data-label=t(m::NAME)>{row.disaster.clone()}</td>
            <td class="wide" data-label=t(m::RELIEF_REASON)>{row.reason.clone()}</td>
            <td class="num" data-label=t(m::RELIEF_UNTIL)>{date::iso(row.until)}</td>
            <td>
                <form method="post" action=DecideRelief::PATH class="row-form">
                    <input type="hidden" name="relief" value=id />
                    <button type="submit" class="button small" name="decision" value="grant" aria-label=tw(m::RELIEF_GRANT_OF, &[("name", &name)])>
                        {t(m::RELIEF_GRANT)}
                    </button>
                    {problem}
                    <label for=field.clone()>{t(m::RELIEF_WHY_NOT)}</label>
                    <input class="input small" type="text" id=field name="reason" autocomplete="off" />
                    <button type="submit" class="button danger small" name="decision" value="refuse" aria-label=tw(m::RELIEF_REFUSE_OF, &[("name", &name)])>
                        {t(m::RELIEF_REFUSE)}
                    </button>
                </form>
            </td>
        </tr>
    }
}

/// What an exception says, a line each.
pub(super) fn rows(of: &Disaster) -> Vec<Row> {
    let places = of.prefectures.iter().map(|code| word::prefecture(lang(), *code)).collect::<Vec<_>>();
    let none = || t(m::NO_EFFECT).to_owned();
    let entry = of
        .entry
        .map(|entry| tw(m::ENTRY_WORDS, &[("days", &date::iso(entry.days_until)), ("until", &date::iso(entry.until))]));
    let renewal = of.renewal.map(|renewal| {
        let days = [date::iso(renewal.due_from), date::iso(renewal.due_to), date::iso(renewal.until)];
        tw(m::RENEWAL_WORDS, &[("from", &days[0]), ("to", &days[1]), ("until", &days[2])])
    });
    let payment = of.payment_until.map(|until| tw(m::PAYMENT_WORDS, &[("until", &date::iso(until))]));
    vec![
        Row::new(t(m::CODE), of.code.clone()),
        Row::new(t(m::GROUND), of.ground.clone()),
        Row::new(t(m::FROM), date::iso(of.from)),
        Row::new(t(m::PREFECTURES), places.join(t(msg::notice::BETWEEN_FIELDS))),
        Row::new(t(m::ENTRY), entry.unwrap_or_else(none)),
        Row::new(t(m::RENEWAL), renewal.unwrap_or_else(none)),
        Row::new(t(m::PAYMENT), payment.unwrap_or_else(none)),
    ]
}

fn card(of: &Disaster) -> impl IntoView + use<> {
    let (name, rows) = (of.name.clone(), rows(of));
    view! {
        <section class="card">
            <h3 class="card-title">{name}</h3>
            <DescriptionList rows />
        </section>
    }
}
