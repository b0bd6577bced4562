//! `/business/sites/{site}/history?month=yyyymm`: a site's table of a month, and picking what to approve. Invariant: the
//! month, what is looked for and the part stand in the address; what a form picks is what its page showed.

use super::{
    PickHistory,
    api::{APPROVED, WHOLE_PART},
    ask::{Ask, page_of},
    filter::filters,
    months::months,
    table::table,
    words,
};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, EmptyState, Flash, LinkButton, OfficeLayout, Parts, SubmitButton, Tone, UiError, call,
        error::NOT_FOUND, icon, page, t, tw,
    },
};
use domain::{
    history::{
        approval::ApprovedNow,
        sheet::{Sheet, SheetFilter},
    },
    id::SiteId,
    site::Section,
    time::Instant,
};
use i18n::{date, msg, number};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::sheet as m;

/// `/business/sites/{site}/history`. A month that is none, or one that nobody can have worked in yet, is answered as a
/// page that is not there.
#[component]
pub fn HistorySheetPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let query = use_query_map().with_untracked(Clone::clone);
    page(async move {
        let site: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let ask = Ask::in_address(site, &query, call.today()).ok_or_else(|| UiError::of(NOT_FOUND))?;
        let sheet = services::history::sheet(&call, site, ask.month, &ask.filter, ask.after).await?;
        let who = office::who().await?;
        let flash = Flash::take(&page_of(site)).await?;
        let limited = crate::fee::standing_banner().await?;
        Ok(sheet_page(&sheet, &ask, (who, limited), &flash, call.now()))
    })
}

fn sheet_page(
    sheet: &Sheet,
    ask: &Ask,
    (who, limited): (String, Option<AnyView>),
    flash: &Flash,
    now: Instant,
) -> impl IntoView + use<> {
    let site = ask.site;
    let crumbs = vec![
        ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
        (format!("/business/sites/{site}"), sheet.site.clone()),
    ];
    let first = ask.after.map(|_| ask.after(None).page());
    let next = sheet.next.map(|next| ask.after(Some(next)).page());
    let inside = if sheet.people.is_empty() { nobody(ask) } else { form(sheet, ask) };
    let parts = view! {
        {limited}
        {done(flash)}
        {office::outcome(&Flash { done: None, ..flash.clone() })}
        {month_line(sheet, ask)}
        {totals(sheet)}
        {lead(sheet)}
        {filters(sheet, ask)}
        <p class="sheet-as-of">{tw(m::AS_OF, &[("time", &date::iso_time(now))])}</p>
        {legend(sheet)}
        {inside}
        <Parts of=t(m::LINK) first next />
    };
    view! {
        <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/sites") crumbs>
            {parts}
        </OfficeLayout>
    }
}

/// Where nobody is shown: because nobody worked, or because nobody is found.
fn nobody(ask: &Ask) -> AnyView {
    if ask.filter == SheetFilter::default() {
        return view! { <EmptyState title=t(m::EMPTY_TITLE) text=t(m::EMPTY) /> }.into_any();
    }
    let all = ask.of_people(SheetFilter::default()).page();
    view! {
        <EmptyState title=t(m::FOUND_NONE_TITLE) text=t(m::FOUND_NONE)>
            <LinkButton href=all text=t(m::FOUND_ALL) kind=ButtonKind::Outline />
        </EmptyState>
    }
    .into_any()
}

/// What was approved, and what was left and why.
fn done(flash: &Flash) -> Option<AnyView> {
    let done = (flash.done.as_deref() == Some(APPROVED)).then(|| flash.form::<ApprovedNow>())?;
    let words = if done.records == 0 {
        t(m::DONE_NONE).to_owned()
    } else {
        tw(m::DONE, &[("count", &number::grouped(done.records.into()))])
    };
    let list = words::left_list(&done.left);
    let tone = if done.records == 0 { Tone::Warn } else { Tone::Ok };
    let banner = view! {
        <Banner tone>
            <p>{words}</p>
            {list}
        </Banner>
    };
    Some(banner.into_any())
}

/// The month, and the way back to the running one.
fn month_line(sheet: &Sheet, ask: &Ask) -> impl IntoView + use<> {
    let (month, today) = (sheet.month, sheet.today.month());
    let now = (month != today).then(|| {
        view! {
            <LinkButton
                href=ask.in_month(today).page()
                text=t(msg::history::MONTH_NOW)
                kind=ButtonKind::Outline
                icon=icon::CALENDAR
            />
        }
    });
    view! {
        {months(month, today, &|to| ask.in_month(to).page())}
        {now}
    }
}

/// The whole site's figures, for who sees all of it.
fn totals(sheet: &Sheet) -> Option<impl IntoView + use<>> {
    let totals = sheet.totals.as_ref()?;
    let (records, approved) =
        totals.iter().fold((0, 0), |(records, approved), day| (records + day.records, approved + day.approved));
    let of = |figure: i64| number::grouped(figure);
    let words =
        tw(m::TOTALS, &[("records", &of(records)), ("approved", &of(approved)), ("waiting", &of(records - approved))]);
    Some(view! { <p class="count-line">{words}</p> })
}

fn lead(sheet: &Sheet) -> impl IntoView + use<> {
    let branch = sheet.totals.is_none().then(|| view! { <p class="hint">{t(m::BRANCH)}</p> });
    view! {
        <p>{t(if sheet.approves { m::LEAD } else { m::READS })}</p>
        {branch}
    }
}

/// What the signs mean, in words.
fn legend(sheet: &Sheet) -> impl IntoView + use<> {
    let entry = |mark| {
        view! {
            <div>
                <dt class=words::class(mark)>{words::sign(mark)}</dt>
                <dd>{t(words::mark(mark))}</dd>
            </div>
        }
    };
    view! {
        <details class="sheet-legend">
            <summary>{t(m::LEGEND)}</summary>
            <dl>
                {words::MARKS.into_iter().map(entry).collect_view()} <div>
                    <dt>{t(m::SHORT_BY_HAND)}</dt>
                    <dd>{t(m::BY_HAND)}</dd>
                </div> <div>
                    <dt>{t(m::SHORT_FAR)}</dt>
                    <dd>{t(m::FAR)}</dd>
                </div>
            </dl>
            <p class="hint">{t(m::LEFT_OUT)}</p>
            {section_legend(sheet)}
        </details>
    }
}

/// The numbers by which cells name sections of an umbrella site.
fn section_legend(sheet: &Sheet) -> Option<impl IntoView + use<>> {
    let entry = |(at, section): (usize, &Section)| {
        view! {
            <div>
                <dt class="num">{at + 1}</dt>
                <dd>{section.name.clone()}</dd>
            </div>
        }
    };
    let entries = sheet.sections.iter().enumerate().map(entry).collect_view();
    (!sheet.sections.is_empty()).then(|| {
        view! {
            <p class="hint">{t(m::SECTION_SIGNS)}</p>
            <dl>{entries}</dl>
        }
    })
}

fn form(sheet: &Sheet, ask: &Ask) -> AnyView {
    if !sheet.approves {
        return table(sheet, ask.site).into_any();
    }
    let offered = sheet.offered();
    let none = (offered == 0).then(|| view! { <p class="hint">{t(m::NOTHING_WAITS)}</p> });
    if !sheet.offers() {
        return view! {
            {table(sheet, ask.site)}
            {none}
        }
        .into_any();
    }
    let all = tw(m::CHECK_PART, &[("count", &number::grouped(offered.into()))]);
    let all = (offered > 0).then(|| {
        view! { <SubmitButton text=all kind=ButtonKind::Outline name="what" value=WHOLE_PART /> }
    });
    view! {
        <form method="post" action=PickHistory::PATH class="sheet-form">
            {ask.fields()}
            {table(sheet, ask.site)}
            <div class="sheet-bar">
                {none}
                <p class="actions">
                    <SubmitButton text=t(m::CHECK_PICKED) icon=icon::FACT_CHECK name="what" value="picked" />
                    {all}
                </p>
            </div>
        </form>
    }
    .into_any()
}
