//! `/operator/recalls/{id}`: one request, its days with touches and every version, and what is decided. Invariant: whoever asked is
//! offered to withdraw it and nothing else; the service decides again.

use super::{
    DecideRecall,
    api::{AGREED, ASKED, REFUSED, WITHDRAWN},
    list::{self, days_of},
};
use crate::{
    application::{
        decision::{self, Said},
        frame,
    },
    correction::state_tone,
    history::{decided, mark_word, times},
    passport::{entered_row, touch_list},
    shell::{
        Banner, Card, DescriptionList, ErrorSummary, Flash, OfficeLayout, Row, Tag, Tone, UiError, call,
        error::NOT_FOUND, lang, page, provide_problems, t, tw,
    },
    site::words::tier,
};
use domain::{
    correction::CorrectionState,
    history::{
        day::DayRecord,
        entry::{EntryKind, Span},
        recall::{RecallCase, RecalledDay, SaidLine},
    },
    id::RecallId,
    time::WorkDate,
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::{correction as c, recall as m};

/// The page of one.
pub(super) fn page_of(id: RecallId) -> String {
    format!("{}/{id}", list::PAGE)
}

/// `/operator/recalls/{id}`.
#[component]
pub fn RecallPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("recall")).unwrap_or_default();
    page(async move {
        let id: RecallId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let case = services::history::recall_case(&call, id).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let done = match flash.done.as_deref() {
            Some(ASKED) => Some(t(m::ASKED_DONE)),
            Some(AGREED) => Some(t(m::AGREED_DONE)),
            Some(REFUSED) => Some(t(m::REFUSED_DONE)),
            Some(WITHDRAWN) => Some(t(m::WITHDRAWN_DONE)),
            _ => None,
        };
        let outcome = frame::outcome(&flash);
        let typed: String = flash.form();
        provide_problems(flash.problems);
        let labels = vec![("reason", t(c::REFUSE_REASON).to_owned())];
        let crumbs = vec![(list::PAGE.to_owned(), t(m::TITLE).to_owned())];
        let title = tw(m::CASE_TITLE, &[("name", &case.row.name)]);
        let (waits, today) = (case.row.state == CorrectionState::Waiting, call.today());
        let days = case.days.iter().map(|of| day(of, today)).collect_view();
        Ok(view! {
            <OfficeLayout title who nav=frame::operator_nav(list::PAGE) crumbs>
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {outcome}
                <ErrorSummary labels />
                {head(&case, today)}
                {days}
                {waits.then(|| decide(&case, typed))}
            </OfficeLayout>
        })
    })
}

fn head(case: &RecallCase, today: WorkDate) -> impl IntoView + use<> {
    let at = |at| date::date_time(lang(), at, today);
    let row = &case.row;
    let mut rows = vec![
        Row::new(t(m::WHO), format!("{} {}", row.name, row.technician.grouped())),
        Row::new(t(m::SITE), format!("{} {}", row.site_name, row.site.grouped())),
        Row::new(t(m::DAYS), days_of(row)),
        Row::new(t(m::TAKES_HEAD), t(word::recall_takes(row.takes))),
        Row::new(t(m::WHY), t(word::recall_reason(case.why))),
        Row::new(t(m::WORDS), case.words.clone()),
        Row::new(t(m::ASKED_BY), format!("{} {}", row.asked_by, at(row.asked_at))),
    ];
    if let Some(when) = case.decided_at {
        rows.push(Row::new(t(m::DECIDED_BY), format!("{} {}", case.decided_by, at(when))));
    }
    if !case.decision_words.is_empty() {
        rows.push(Row::new(t(c::REFUSE_REASON), case.decision_words.clone()));
    }
    let state = row.state;
    let closed = case.closed.then(|| view! { <Banner tone=Tone::Info>{t(m::CLOSED)}</Banner> });
    let moved = case.moved_on.then(|| view! { <Banner tone=Tone::Warn>{t(m::MOVED_ON)}</Banner> });
    view! {
        <p>
            <Tag tone=state_tone(state) text=t(word::correction_state(state)) />
        </p>
        {moved}
        <DescriptionList rows />
        {closed}
    }
}

/// A day as it is now, with what it was made from and all that was said and decided of it.
fn day(of: &RecalledDay, today: WorkDate) -> impl IntoView + use<> {
    let record = match &of.record {
        Some(record) => view! { <DescriptionList rows=rows(record, of.date) /> }.into_any(),
        None => view! { <p>{t(m::NO_RECORD)}</p> }.into_any(),
    };
    let (touches, decisions) = (touch_list(&of.touches, of.date), decided::list(&of.decisions, today));
    let said = said(&of.said, of.date, today);
    let name = date::full(lang(), of.date);
    view! {
        <section class="site-section" aria-label=name.clone()>
            <h2>{name.clone()}</h2>
            <Card title=t(m::RECORD)>{record}</Card>
            <Card title=t(m::DECISIONS)>{decisions}</Card>
            <Card title=t(m::SAID)>{said}</Card>
            <Card title=t(m::TOUCHES)>{touches}</Card>
        </section>
    }
}

fn rows(record: &DayRecord, date: WorkDate) -> Vec<Row> {
    let known = |value: Option<String>| value.unwrap_or_else(|| t(msg::common::UNKNOWN).to_owned());
    let span = Span { first_in: record.first_in, last_out: record.last_out };
    let mut rows = vec![
        Row::new(t(m::STATE), t(mark_word(record.mark))),
        Row::new(t(m::SAID_TIMES), times(span, date)),
        Row::new(t(msg::history::PRIME), record.prime.clone()),
        Row::new(t(msg::history::EMPLOYER), known(record.employer.clone())),
        Row::new(t(msg::history::TIER), known(record.tier.map(tier))),
        Row::new(t(msg::history::TRADE), known(record.trade.map(|trade| word::trade(lang(), trade)))),
        Row::new(t(msg::history::ROLE), known(record.role.map(|role| t(word::work_role(role)).to_owned()))),
        Row::new(t(msg::history::TOUCH_CHANNEL), t(word::channel(record.channel))),
    ];
    rows.extend(entered_row(record.entry.as_ref()));
    rows
}

/// All that was entered of a day by hand, oldest first.
fn said(lines: &[SaidLine], date: WorkDate, today: WorkDate) -> AnyView {
    if lines.is_empty() {
        return view! { <p>{t(m::SAID_NONE)}</p> }.into_any();
    }
    let line = |one: &SaidLine| {
        let at = one.at;
        let by = one.by.clone().unwrap_or_else(|| t(msg::history_day::REGISTER).to_owned());
        let span = (one.kind == EntryKind::Entered).then(|| {
            view! {
                <dt>{t(m::SAID_TIMES)}</dt>
                <dd>{times(one.span, date)}</dd>
            }
        });
        view! {
            <li>
                <time datetime=format!("{}T{}+09:00", date::iso(at.date()), at.hh_mm())>
                    {date::date_time(lang(), at, today)}
                </time>
                <dl>
                    <dt>{t(m::SAID_ACT)}</dt>
                    <dd>{t(word::entry_kind(one.kind))}</dd>
                    <dt>{t(m::SAID_BY)}</dt>
                    <dd>{by}</dd>
                    {span}
                </dl>
            </li>
        }
    };
    view! { <ol class="touch-list decision-list">{lines.iter().map(line).collect_view()}</ol> }.into_any()
}

fn decide(case: &RecallCase, typed: String) -> impl IntoView + use<> {
    let said = Said { own: m::OWN, note: m::AGREE_NOTE, approve: m::AGREE };
    decision::decision((DecideRecall::PATH, "recall"), case.row.id.to_string(), case.own, said, typed)
}
