//! `/passport/history/{yyyymmdd}/{site}`: one record with what was noted on the day, and the touches behind it.

use super::{mark::Mark, proof_file, why};
use crate::{
    claim::own::of_day,
    history::decided,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, LinkButton, Row, SubmitButton, Tab, Tag, TechnicianLayout, Tone,
        UiError, call, error::NOT_FOUND, icon, lang, page, t, tag_of, tr, tw,
    },
};
use domain::{
    history::{Approval, claim::ClaimKind},
    id::SiteId,
    passport::{EntryLine, RecordDetail, TouchLine},
    time::{Instant, WorkDate},
    touch::distance::Distance,
};
use i18n::{Msg, date, msg, number, word};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/passport/history/{yyyymmdd}/{site}`. An address that is no day or no site ID is answered as a page that is not there.
#[component]
pub fn DetailPage() -> impl IntoView {
    let params = use_params_map();
    let day = params.read_untracked().get("date").and_then(|text| text.parse().ok()).and_then(WorkDate::from_number);
    let site = params.read_untracked().get("site").and_then(|text| text.parse::<SiteId>().ok());
    page(async move {
        let (Some(day), Some(site)) = (day, site) else { return Err(UiError::of(NOT_FOUND)) };
        let call = call();
        let record = services::passport::record(&call, day, site).await?;
        let mark = Mark::of(&record.line, call.today());
        let rows = rows(&record);
        let decisions = decided::list(&record.decisions, call.today());
        let touches = touch_list(&record.touches, day);
        let (reasons, aside) = (why::of_record(&record), why::set_aside(&record.aside, day));
        let claim = of_day(ClaimKind::Wrong, day, site);
        let back = format!("/passport/history?month={}", day.month().number());
        Ok(view! {
            <TechnicianLayout title=msg::history::DETAIL_TITLE tab=Tab::History back=back>
                <div class="detail-head">
                    <h2>{date::full(lang(), day)}</h2>
                    <Tag tone=mark.tone() icon=mark.icon() text=t(mark.word()) />
                </div>
                {record.line.unrostered.then(|| view! { <Banner tone=Tone::Warn>{tr(msg::history::UNROSTERED_TEXT)}</Banner> })}
                {reasons}
                <Card title=msg::history::NOTED>
                    <DescriptionList rows />
                </Card>
                <Card title=msg::history_day::DECISIONS>{decisions}</Card>
                <Card title=msg::history::TOUCHES>{touches}</Card>
                {aside}
                {in_log(&record)}
                <LinkButton href=claim text=msg::claim::GO kind=ButtonKind::Outline />
            </TechnicianLayout>
        })
    })
}

/// Where the record is in the log, and the file with the proof. By a form, since a file with a day of work is kept by no worker.
fn in_log(record: &RecordDetail) -> AnyView {
    let line = &record.line;
    let Some(found) = record.log else {
        return view! { <Card title=msg::log::TITLE><p>{tr(msg::log::SOON)}</p></Card> }.into_any();
    };
    let time = date::iso_time(found.at);
    let words =
        tw(msg::log::IN, &[("n", &number::grouped(i64::try_from(found.leaf).unwrap_or(i64::MAX))), ("time", &time)]);
    let action = proof_file::address(line.date, line.site_id);
    view! {
        <Card title=msg::log::TITLE>
            <p>{words}</p>
            <form method="post" action=action>
                <SubmitButton text=msg::log::KEEP kind=ButtonKind::Outline icon=icon::DOWNLOAD />
            </form>
            <p class="hint">{tr(msg::log::KEEP_HINT)}</p>
            <p class="hint">{tr(msg::log::NOT_PROVEN)}</p>
        </Card>
    }
    .into_any()
}

/// The items of the official record that are kept so far, in the order of data/history_record_items.csv.
fn rows(record: &RecordDetail) -> Vec<Row> {
    let line = &record.line;
    let time = |at: Option<Instant>| {
        at.map_or_else(|| t(msg::history::NOT_RECORDED).to_owned(), |at| date::time_of_day(lang(), at, line.date))
    };
    let known = |value: Option<String>| value.unwrap_or_else(|| t(msg::common::UNKNOWN).to_owned());
    let row = |label: Msg, value: String| Row::new(t(label), value);
    let mut rows = vec![
        row(msg::history::WORK_MONTH, date::month(lang(), line.date.month())),
        row(msg::history::SITE_NAME, line.site.clone()),
        row(msg::history::FIRST_IN, time(line.first_in)),
        row(msg::history::LAST_OUT, time(line.last_out)),
        row(msg::history::APPROVAL, approval(record)),
        row(msg::history::PRIME, record.prime.clone()),
        row(msg::history::EMPLOYER, known(record.employer.clone())),
        row(msg::history::TIER, known(record.tier.map(tier))),
        row(msg::history::ROLE, known(record.role.map(|role| t(word::work_role(role)).to_owned()))),
        row(msg::history::WORK_CONTENT, known(record.work_content.clone())),
        row(msg::history::TRADE, known(record.trade.map(|trade| word::trade(lang(), trade)))),
        row(msg::history::TOUCH_CHANNEL, t(word::channel(record.channel)).to_owned()),
    ];
    rows.extend(entered_row(record.entry.as_ref()));
    rows
}

/// Who entered a day by hand and when, where somebody did: the same for the person and the office.
pub fn entered_row(entry: Option<&EntryLine>) -> Option<Row> {
    let entry = entry?;
    let at = date::day_only(lang(), entry.at.date());
    let by = tw(msg::history::ENTERED_BY, &[("business", &entry.by), ("date", &at)]);
    Some(Row::new(t(msg::history::ENTERED), by))
}

/// How it stands, and where it is approved since when and by whom.
fn approval(record: &RecordDetail) -> String {
    let stands = t(word::approval_for_technician(record.line.approval)).to_owned();
    let approved = decided::approved(&record.decisions).filter(|_| record.line.approval == Approval::Approved);
    match approved {
        Some(by) => format!("{stands} {by}"),
        None => stands,
    }
}

fn tier(tier: i16) -> String {
    if tier == 0 { t(msg::history::TIER_PRIME).to_owned() } else { tw(msg::history::TIER_N, &[("n", &tier)]) }
}

/// The touches of a day, oldest first.
pub fn touch_list(touches: &[TouchLine], day: WorkDate) -> AnyView {
    if touches.is_empty() {
        return view! { <p>{tr(msg::history::NO_TOUCHES)}</p> }.into_any();
    }
    let line = move |touch: &TouchLine| {
        let section = touch.section.as_ref().map(|section| {
            view! {
                <dt>{tr(msg::history::SECTION)}</dt>
                <dd>{word::section(lang(), section)}</dd>
            }
        });
        view! {
            <li>
                <time datetime=machine_time(touch.at)>{date::time_of_day(lang(), touch.at, day)}</time>
                <dl>
                    <dt>{tr(msg::history::TOUCH_KIND)}</dt>
                    <dd>{kind(touch)}</dd>
                    <dt>{tr(msg::history::TOUCH_CHANNEL)}</dt>
                    <dd>{t(word::channel(touch.channel))}</dd>
                    <dt>{tr(msg::history::TOUCH_ASSURANCE)}</dt>
                    <dd>{t(word::assurance_by(touch.channel, touch.assurance))}</dd>
                    {touch.distance.map(distance)}
                    <dt>{tr(msg::history::RECEIVED)}</dt>
                    <dd class="num">{date::time_of_day(lang(), touch.received_at, day)}</dd>
                    {section}
                </dl>
            </li>
        }
    };
    view! { <ol class="touch-list">{touches.iter().map(line).collect_view()}</ol> }.into_any()
}

/// How far from the site the own phone said it was, marked where that is not near it.
fn distance(of: Distance) -> AnyView {
    let words = t(word::distance(of));
    let said = if of.is_marked() { tag_of(Tone::Warn, None, words) } else { words.into_any() };
    view! {
        <dt>{tr(msg::poster::DISTANCE)}</dt>
        <dd>{said}</dd>
    }
    .into_any()
}

fn kind(touch: &TouchLine) -> String {
    let kind = t(word::touch_kind(touch.kind));
    if touch.by_turn { tw(msg::history::TOUCH_BY_TURN, &[("kind", &kind)]) } else { kind.to_owned() }
}

/// As `<time datetime>` wants it.
fn machine_time(at: Instant) -> String {
    format!("{}T{}+09:00", date::iso(at.date()), at.hh_mm())
}
