//! `/business/sites/{site}/history/{technician}/{yyyymmdd}`: one person's day at a site, what was decided of it, and taking
//! its approval back. Invariant: what the services do not show is a page that is not there.

use super::{
    WithdrawApproval,
    api::{WITHDRAWN, day_of},
    ask::month_of,
    decided,
    entry_api::entry_of,
    words,
};
use crate::{
    application::frame as office,
    business::{frame, person_name},
    passport::{entered_row, touch_list},
    shell::{
        Banner, ButtonKind, Card, DescriptionList, ErrorSummary, Field, Flash, LinkButton, OfficeLayout, Row,
        SubmitButton, Tag, Tone, UiError, call,
        error::NOT_FOUND,
        field::{described_by, problem_of},
        lang, page, provide_problems, t, tw,
    },
    site::words::tier,
};
use domain::{
    history::{
        approval::Mark,
        day::{DayDetail, DayRecord, Withdrawal},
    },
    id::{SiteId, TechnicianId},
    site::in_turn,
    time::{Instant, WorkDate},
};
use i18n::{Msg, date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::history_day as m;

/// `/business/sites/{site}/history/{technician}/{yyyymmdd}`. An address that names no site, person or day is answered as a
/// page that is not there.
#[component]
pub fn HistoryDayPage() -> impl IntoView {
    let params = use_params_map();
    let param = |name: &str| params.with_untracked(|params| params.get(name)).unwrap_or_default();
    let site = param("site").parse::<SiteId>().ok();
    let who = param("technician").parse::<TechnicianId>().ok();
    let day = param("day").parse().ok().and_then(WorkDate::from_number);
    page(async move {
        let (Some(site), Some(who), Some(day)) = (site, who, day) else { return Err(UiError::of(NOT_FOUND)) };
        let detail = services::history::day(&call(), site, who, day).await?;
        let name = office::who().await?;
        let flash = Flash::take(&day_of(site, who, day)).await?;
        let limited = crate::fee::standing_banner().await?;
        Ok(day_page(&detail, site, (name, limited), flash))
    })
}

fn day_page(
    detail: &DayDetail,
    site: SiteId,
    (who, limited): (String, Option<AnyView>),
    flash: Flash,
) -> impl IntoView + use<> {
    let crumbs = vec![
        ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
        (format!("/business/sites/{site}"), detail.site.clone()),
        (month_of(site, detail.date.month()), t(msg::sheet::LINK).to_owned()),
    ];
    let done = (flash.done.as_deref() == Some(WITHDRAWN))
        .then(|| view! { <Banner tone=Tone::Ok>{t(m::WITHDRAW_DONE)}</Banner> });
    let outcome = office::outcome(&flash);
    let typed: String = flash.form();
    provide_problems(flash.problems);
    let decisions = decided::list(&detail.decisions, detail.today);
    let touches = touch_list(&detail.touches, detail.date);
    let parts = view! {
        {limited}
        {done}
        {outcome}
        <ErrorSummary labels=vec![("reason", t(m::WITHDRAW_REASON).to_owned())] />
        {head(detail)}
        {noted(detail)}
        {entered(detail, site)}
        {complete(detail, site)}
        <Card title=t(m::DECISIONS)>{decisions}</Card>
        <Card title=t(msg::history::TOUCHES)>{touches}</Card>
        {withdrawal(detail, site, typed)}
    };
    view! {
        <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/sites") crumbs>
            {parts}
        </OfficeLayout>
    }
}

/// Whose day, which, and how it stands.
fn head(detail: &DayDetail) -> impl IntoView + use<> {
    let level = detail.level;
    let mark = detail.record.as_ref().map(|record| {
        let tone = match record.mark {
            Mark::Approved => Tone::Ok,
            Mark::Waiting | Mark::Inside | Mark::NotOver => Tone::Info,
            Mark::Incomplete | Mark::Unlisted | Mark::NoIn | Mark::NoOut => Tone::Warn,
        };
        view! { <Tag tone text=t(words::mark(record.mark)) /> }
    });
    view! {
        <p>
            {person_name(&detail.name, &detail.kana)} " "
            <span class=format!("level-mark level-{}", level.number())></span>
            <span class="visually-hidden">{t(word::level(level))}</span>
        </p>
        <div class="detail-head">
            <h2>{date::full(lang(), detail.date)}</h2>
            {mark}
        </div>
    }
}

fn noted(detail: &DayDetail) -> AnyView {
    let Some(record) = &detail.record else {
        let why = if detail.has_lapsed() { m::GONE } else { m::ENTRY_ENDED };
        return view! { <Banner tone=Tone::Info>{t(why)}</Banner> }.into_any();
    };
    let rows = rows(detail, record);
    view! { <Card title=t(msg::history::NOTED)><DescriptionList rows /></Card> }.into_any()
}

/// The items of the official record that are kept, in the order of data/history_record_items.csv.
fn rows(detail: &DayDetail, record: &DayRecord) -> Vec<Row> {
    let time = |at: Option<Instant>| {
        at.map_or_else(|| t(msg::history::NOT_RECORDED).to_owned(), |at| date::time_of_day(lang(), at, detail.date))
    };
    let known = |value: Option<String>| value.unwrap_or_else(|| t(msg::common::UNKNOWN).to_owned());
    let row = |label: Msg, value: String| Row::new(t(label), value);
    let approved = decided::approved(&detail.decisions).filter(|_| record.mark == Mark::Approved);
    let hazardous = |yes: bool| t(if yes { msg::roster::HAZARDOUS_YES } else { msg::roster::HAZARDOUS_NO }).to_owned();
    let mut rows = vec![
        row(msg::history::WORK_MONTH, date::month(lang(), detail.date.month())),
        row(msg::history::SITE_NAME, detail.site.clone()),
        row(msg::history::FIRST_IN, time(record.first_in)),
        row(msg::history::LAST_OUT, time(record.last_out)),
        row(m::APPROVED_ON, known(approved)),
        row(msg::history::PRIME, record.prime.clone()),
        row(m::FIRST_TIER, known(record.first_tier.clone())),
        row(msg::history::EMPLOYER, known(record.employer.clone())),
        row(msg::history::TIER, known(record.tier.map(tier))),
        row(msg::history::ROLE, known(record.role.map(|role| t(word::work_role(role)).to_owned()))),
        row(msg::history::WORK_CONTENT, known(record.work_content.clone())),
        row(msg::history::TRADE, known(record.trade.map(|trade| word::trade(lang(), trade)))),
        row(msg::roster::HAZARDOUS, known(record.hazardous.map(hazardous))),
        row(msg::history::TOUCH_CHANNEL, t(word::channel(record.channel)).to_owned()),
    ];
    let sections = in_turn(detail.touches.iter().filter_map(|touch| touch.section.clone()));
    if !sections.is_empty() {
        rows.push(row(msg::history::SECTION, word::sections(lang(), &sections)));
    }
    rows.extend(entered_row(record.entry.as_ref()));
    rows
}

/// The way to where an entry is not accepted, for who may not accept it: what is approved stands.
fn entered(detail: &DayDetail, site: SiteId) -> Option<impl IntoView + use<>> {
    let href = entry_of(site, detail.technician_id, detail.date);
    detail.refuses.then(|| {
        view! {
            <Card>
                <p>{t(m::ENTERED)}</p>
                <p class="actions">
                    <LinkButton href text=t(m::ENTERED_GO) kind=ButtonKind::Outline />
                </p>
            </Card>
        }
    })
}

/// The way onto the roster, where the day lacks a line of it.
fn complete(detail: &DayDetail, site: SiteId) -> Option<impl IntoView + use<>> {
    let href = format!("/business/sites/{site}/roster/new?technician={}&from={}", detail.technician_id, detail.date);
    detail.completes.then(|| {
        view! {
            <Card>
                <p>{t(m::COMPLETE)}</p>
                <p class="actions">
                    <LinkButton href text=t(m::COMPLETE_GO) kind=ButtonKind::Outline />
                </p>
            </Card>
        }
    })
}

fn withdrawal(detail: &DayDetail, site: SiteId, typed: String) -> Option<AnyView> {
    let last = |day: WorkDate| date::day_only(lang(), day);
    let until = match detail.withdrawal? {
        Withdrawal::Until(day) => last(day),
        Withdrawal::Passed(day) => {
            let words = tw(m::WITHDRAW_PASSED, &[("last", &last(day))]);
            return Some(view! { <Card title=t(m::WITHDRAW_TITLE)><p>{words}</p></Card> }.into_any());
        }
    };
    let described = described_by("reason", true);
    let invalid = problem_of("reason").is_some().then_some("true");
    let means = tw(m::WITHDRAW_MEANS, &[("last", &until)]);
    let (who, day) = (detail.technician_id.to_string(), detail.date.number().to_string());
    let form = view! {
        <Card title=t(m::WITHDRAW_TITLE)>
            <p>{means}</p>
            <form method="post" action=WithdrawApproval::PATH class="form" novalidate>
                <input type="hidden" name="site" value=site.to_string() />
                <input type="hidden" name="technician" value=who />
                <input type="hidden" name="day" value=day />
                <Field name="reason" label=t(m::WITHDRAW_REASON) hint=t(m::WITHDRAW_HINT)>
                    <textarea
                        class="input"
                        id="reason"
                        name="reason"
                        rows="3"
                        aria-describedby=described
                        aria-invalid=invalid
                        aria-required="true"
                    >
                        {typed}
                    </textarea>
                </Field>
                <SubmitButton text=t(m::WITHDRAW_GO) kind=ButtonKind::Danger />
            </form>
        </Card>
    };
    Some(form.into_any())
}
