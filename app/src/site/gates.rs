//! `/business/sites/{id}/gates`: the phones at a site's gates, and what is missing of their numbers. Invariant: the way to end
//! one is shown to whoever may, beside what would be lost with it.

use super::{AcknowledgeGap, EndGate, MoveGate};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, EmptyState, Flash, LinkButton, OfficeLayout, Row, SubmitButton,
        Table, Tag, Tone, UiError, call, error::NOT_FOUND, icon, line_field, page, t, tw,
    },
};
use domain::{
    gate::{GateRow, Known, Missing, MissingAt},
    id::SiteId,
    site::Section,
    time::Instant,
};
use i18n::{Msg, date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use services::touch::SiteGates;

use msg::gates as m;

/// `/operator/gates`.
const LOSSES: &str = "/operator/gates";

/// The page of a site's gates.
pub(super) fn address(site: impl core::fmt::Display) -> String {
    format!("/business/sites/{site}/gates")
}

/// `/business/sites/{id}/gates`.
#[component]
pub fn SiteGatesPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    page(async move {
        let id: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let listed = services::touch::gates_of(&call, id).await?;
        let who = office::who().await?;
        let flash = Flash::take(&address(id)).await?;
        Ok(gates_page(id, &listed, who, &flash))
    })
}

fn gates_page(id: SiteId, listed: &SiteGates, who: String, flash: &Flash) -> impl IntoView + use<> {
    let crumbs = vec![
        ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
        (format!("/business/sites/{id}"), listed.site.clone()),
    ];
    let done = match flash.done.as_deref() {
        Some("gate_ended") => Some(t(m::ENDED_NOW)),
        Some("gate_moved") => Some(t(m::MOVED)),
        Some("gap_known") => Some(t(m::GAP_SAVED)),
        _ => None,
    };
    let outcome = office::outcome(&Flash { done: None, ..flash.clone() });
    let gates = listed.gates.iter().map(|gate| one(id, gate, listed)).collect_view();
    let none = listed.gates.is_empty().then(|| view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> });
    view! {
        <OfficeLayout title=tw(m::TITLE_OF, &[("site", &listed.site)]) who nav=frame::nav("/business/sites") crumbs>
            {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
            {outcome}
            <p>{t(m::LEAD)}</p>
            <LinkButton href="/gate/" text=t(m::ENROL) kind=ButtonKind::Outline icon=icon::CONTACTLESS />
            <p class="hint">{t(m::ENROL_HINT)}</p>
            {none}
            {gates}
        </OfficeLayout>
    }
}

fn facts(gate: &GateRow, sections: &[Section]) -> Vec<Row> {
    let unknown = || t(m::NOT_TOLD).to_owned();
    let waiting = gate.waiting.map_or_else(unknown, |n| tw(m::COUNT, &[("n", &n)]));
    let by = gate.enrolled_by.clone().unwrap_or_else(|| t(m::BY_REGISTER).to_owned());
    let mut rows = vec![
        Row::new(t(m::ENROLLED_AT), date::iso_time(gate.enrolled_at)),
        Row::new(t(m::ENROLLED_BY), by),
        Row::new(t(m::LAST_CONTACT), date::iso_time(gate.last_seen_at)),
        Row::new(t(m::WAITING), waiting),
        Row::new(t(m::HIGHEST), gate.highest.map_or_else(unknown, |number| number.to_string())),
        Row::new(t(m::SIGNS), t(if gate.has_key { m::SIGNS_YES } else { m::SIGNS_NO })),
    ];
    if !sections.is_empty() {
        let name = section_of(gate, sections).map_or_else(|| t(m::SECTION_NONE).to_owned(), |one| one.name.clone());
        rows.push(Row::new(t(msg::history::SECTION), name));
    }
    if let Some(at) = gate.revoked_at {
        rows.push(Row::new(t(m::ENDED_AT), date::iso_time(at)));
    }
    if let Some(reason) = &gate.revoked_reason {
        rows.push(Row::new(t(m::ENDED_WHY), reason.clone()));
    }
    rows
}

/// Where a gate stands now.
fn section_of<'a>(gate: &GateRow, sections: &'a [Section]) -> Option<&'a Section> {
    sections.iter().find(|one| Some(one.id) == gate.section)
}

fn one(site: SiteId, gate: &GateRow, listed: &SiteGates) -> impl IntoView + use<> {
    let in_use = gate.revoked_at.is_none();
    let (sections, may_revoke) = (listed.sections.as_slice(), listed.may_revoke);
    let over = section_of(gate, sections).is_some_and(|one| one.is_over_on(call().today()));
    let over = (in_use && over).then(|| view! { <Banner tone=Tone::Warn>{t(m::SECTION_OVER)}</Banner> });
    let (tone, drawing, word) =
        if in_use { (Tone::Ok, icon::CHECK, m::IN_USE) } else { (Tone::Warn, icon::CLOSE, m::ENDED) };
    let unsigned = (gate.unsigned > 0).then(|| tw(m::UNSIGNED, &[("n", &gate.unsigned)]));
    let unclear = (gate.unclear > 0).then(|| tw(m::UNCLEAR, &[("n", &gate.unclear)]));
    let missing = (!gate.missing.is_empty()).then(|| missing(gate));
    let unknown = gate.missing.iter().filter(|missing| may_revoke && missing.known.is_none());
    let acknowledge = unknown.map(|missing| acknowledge(site, gate, missing)).collect_view();
    let known = (!gate.known.is_empty()).then(|| known_lines(gate));
    let end = (in_use && may_revoke).then(|| end(site, gate));
    let moves = in_use && may_revoke && !sections.is_empty();
    let moves = moves.then(|| move_form(site, gate, sections));
    let rows = facts(gate, sections);
    view! {
        <Card title=gate.name.clone()>
            <p>
                <Tag tone icon=drawing text=t(word) />
            </p>
            <DescriptionList rows />
            {unsigned.map(|words| view! { <Banner tone=Tone::Warn>{words}</Banner> })}
            {unclear.map(|words| view! { <Banner tone=Tone::Warn>{words}</Banner> })}
            {missing}
            {acknowledge}
            {known}
            {over}
            {moves}
            {end}
        </Card>
    }
}

fn heads(of: &[Msg]) -> Vec<String> {
    of.iter().map(|head| t(*head).to_owned()).collect()
}

fn range(from: i64, to: i64) -> String {
    if from == to { from.to_string() } else { tw(m::MISSING_RANGE, &[("from", &from), ("to", &to)]) }
}

fn numbers(missing: &Missing) -> (String, i64) {
    let (from, to) = (missing.gap.from, missing.gap.to);
    (range(from, to), to.saturating_sub(from).saturating_add(1))
}

/// What was said of a gap, by whom and when.
fn said(known: &Known) -> String {
    let by = known.by.clone().unwrap_or_else(|| t(m::BY_REGISTER).to_owned());
    tw(m::KNOWN_BY, &[("words", &known.words), ("by", &by), ("at", &date::iso_time(known.at))])
}

fn time(at: Option<Instant>) -> String {
    at.map_or_else(|| t(m::NOT_TOLD).to_owned(), date::iso_time)
}

/// The cells every table of missing numbers ends with.
fn cells(missing: &Missing) -> impl IntoView + use<> {
    let (_, count) = numbers(missing);
    let before = date::iso_time(missing.gap.before);
    let before = if missing.gap.by_word { tw(m::MISSING_NONE_AFTER, &[("at", &before)]) } else { before };
    let known = missing.known.as_ref().map_or_else(|| t(m::MISSING_UNKNOWN).to_owned(), said);
    view! {
        <td class="number" data-label=t(m::MISSING_COUNT)>{count}</td>
        <td class="num" data-label=t(m::MISSING_AFTER)>{time(missing.gap.after)}</td>
        <td class="num" data-label=t(m::MISSING_BEFORE)>{before}</td>
        <td class="num" data-label=t(m::MISSING_FOUND)>{date::iso_time(missing.found_at)}</td>
        <td data-label=t(m::MISSING_KNOWN)>{known}</td>
    }
}

fn missing(gate: &GateRow) -> impl IntoView + use<> {
    let row = |missing: &Missing| {
        view! {
            <tr>
                <th scope="row" class="num">{numbers(missing).0}</th>
                {cells(missing)}
            </tr>
        }
    };
    let rows = gate.missing.iter().map(row).collect_view();
    let heads = heads(&[
        m::MISSING_NUMBERS,
        m::MISSING_COUNT,
        m::MISSING_AFTER,
        m::MISSING_BEFORE,
        m::MISSING_FOUND,
        m::MISSING_KNOWN,
    ]);
    let caption = tw(m::MISSING_CAPTION, &[("gate", &gate.name)]);
    view! {
        <h3>{t(m::MISSING_TITLE)}</h3>
        <p>{t(if gate.warns() { m::MISSING_LEAD } else { m::MISSING_LEAD_KNOWN })}</p>
        <Table caption heads>
            {rows}
        </Table>
    }
}

/// The sections that last today, and none of them.
fn move_form(site: SiteId, gate: &GateRow, sections: &[Section]) -> impl IntoView + use<> {
    let id = format!("section-{}", gate.id);
    let about = tw(m::MOVE_OF, &[("gate", &gate.name)]);
    let (today, stands) = (call().today(), gate.section);
    let option = |section: &Section| {
        let selected = stands == Some(section.id);
        view! { <option value=section.id.to_string() selected=selected>{section.name.clone()}</option> }
    };
    let options = sections.iter().filter(|section| section.lasts_on(today)).map(option).collect_view();
    view! {
        <details>
            <summary>{about}</summary>
            <form method="post" action=MoveGate::PATH class="form" novalidate>
                <input type="hidden" name="site" value=site.to_string() />
                <input type="hidden" name="gate" value=gate.id.to_string() />
                <p>{t(m::MOVE_LEAD)}</p>
                <div class="field">
                    <label for=id.clone()>{t(m::MOVE_TO)}</label>
                    <select class="input" id=id name="section">
                        <option value="" selected=stands.is_none()>{t(m::SECTION_NONE)}</option>
                        {options}
                    </select>
                </div>
                <div class="form-actions">
                    <SubmitButton text=t(m::MOVE_GO) kind=ButtonKind::Outline />
                </div>
            </form>
        </details>
    }
}

/// Everything that was said of missing numbers, also of such that came since.
fn known_lines(gate: &GateRow) -> impl IntoView + use<> {
    let line = |known: &Known| {
        let (numbers, known) = (range(known.from, known.to), said(known));
        view! { <li>{tw(m::KNOWN_LINE, &[("numbers", &numbers), ("known", &known)])}</li> }
    };
    let lines = gate.known.iter().map(line).collect_view();
    view! {
        <h3>{t(m::KNOWN_TITLE)}</h3>
        <ul>{lines}</ul>
    }
}

fn acknowledge(site: SiteId, gate: &GateRow, missing: &Missing) -> impl IntoView + use<> {
    let (from, to) = (missing.gap.from, missing.gap.to);
    let id = format!("gap-{}-{from}", gate.id);
    let about = tw(m::GAP_OF, &[("numbers", &range(from, to))]);
    view! {
        <details>
            <summary>{about}</summary>
            <form method="post" action=AcknowledgeGap::PATH class="form" novalidate>
                <input type="hidden" name="site" value=site.to_string() />
                <input type="hidden" name="gate" value=gate.id.to_string() />
                <input type="hidden" name="from" value=from.to_string() />
                <input type="hidden" name="to" value=to.to_string() />
                <p>{t(m::GAP_LEAD)}</p>
                {line_field(&id, "words", t(m::GAP_WORDS), String::new(), None)}
                <div class="form-actions">
                    <SubmitButton text=t(m::GAP_SAVE) kind=ButtonKind::Solid />
                </div>
            </form>
        </details>
    }
}

fn end(site: SiteId, gate: &GateRow) -> impl IntoView + use<> {
    let id = format!("reason-{}", gate.id);
    let about = tw(m::END_OF, &[("gate", &gate.name)]);
    view! {
        <details>
            <summary>{about}</summary>
            <form method="post" action=EndGate::PATH class="form" novalidate>
                <input type="hidden" name="site" value=site.to_string() />
                <input type="hidden" name="gate" value=gate.id.to_string() />
                <p>{t(m::END_LEAD)}</p>
                {line_field(&id, "reason", t(m::END_REASON), String::new(), None)}
                <div class="form-actions">
                    <SubmitButton text=t(m::END) kind=ButtonKind::Danger />
                </div>
            </form>
        </details>
    }
}

/// `/operator/gates`: what is missing at every site.
#[component]
pub fn LossesPage() -> impl IntoView {
    page(async move {
        let losses = services::touch::losses(&call()).await?;
        let who = office::who().await?;
        let none =
            losses.is_empty().then(|| view! { <EmptyState title=t(m::LOSSES_NONE_TITLE) text=t(m::LOSSES_NONE) /> });
        let table = (!losses.is_empty()).then(|| losses_table(&losses));
        Ok(view! {
            <OfficeLayout title=t(m::LOSSES_TITLE) who nav=office::operator_nav(LOSSES)>
                <p>{t(m::LOSSES_LEAD)}</p>
                {none}
                {table}
            </OfficeLayout>
        })
    })
}

fn losses_table(losses: &[MissingAt]) -> impl IntoView + use<> {
    let row = |lost: &MissingAt| {
        view! {
            <tr>
                <th scope="row">
                    <a href=address(lost.site)>{lost.site_name.clone()}</a>
                </th>
                <td data-label=t(m::LOSSES_GATE)>{lost.gate.clone()}</td>
                <td class="num" data-label=t(m::MISSING_NUMBERS)>{numbers(&lost.missing).0}</td>
                {cells(&lost.missing)}
            </tr>
        }
    };
    let rows = losses.iter().map(row).collect_view();
    let heads = heads(&[
        m::LOSSES_SITE,
        m::LOSSES_GATE,
        m::MISSING_NUMBERS,
        m::MISSING_COUNT,
        m::MISSING_AFTER,
        m::MISSING_BEFORE,
        m::MISSING_FOUND,
        m::MISSING_KNOWN,
    ]);
    view! {
        <Table caption=t(m::LOSSES_CAPTION) heads>
            {rows}
        </Table>
    }
}
