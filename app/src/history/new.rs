//! `/business/sites/{site}/history/new?technician=…&day=yyyymmdd`: 直接入力, the days of one month of one person. Invariant:
//! the person and the month stand in the address; only days that can be entered have a box.

use super::{
    EnterHistory,
    ask::{month_of, page_of},
    entered,
    entry_api::{ENTERED, REFUSED, TAKEN_BACK, entry_of, new_of},
    months::months,
};
use crate::{
    application::{choice, frame as office},
    business::frame,
    shell::{
        Banner, ButtonKind, Card, ErrorSummary, Flash, Icon, OfficeLayout, RadioRows, SelectField, SubmitButton,
        TextField, Tone, UiError, call,
        error::NOT_FOUND,
        field::{choice_problem_of, described_by},
        icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    form::{FieldProblem, Problem},
    history::{
        WorkRole,
        entry::{AS_ON_ROSTER, EntryDay, EntryForm, EntryMonth},
    },
    id::{SiteId, TechnicianId},
    time::WorkDate,
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::entry as m;

/// Fields one chooses in instead of writing.
const CHOSEN: &[&str] = &["days", "trade", "role"];

/// `/business/sites/{site}/history/new`. Without a person it asks for one; a day to come is answered as a page that is not
/// there.
#[component]
pub fn HistoryNewPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let (who, day) = use_query_map().with_untracked(|query| (query.get("technician"), query.get("day")));
    page(async move {
        let site: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let name = services::history::may_enter(&call, site).await?;
        let day = day_of(day.as_deref(), call.today()).ok_or_else(|| UiError::of(NOT_FOUND))?;
        let person = office::who().await?;
        let limited = crate::fee::standing_banner().await?;
        let flash = Flash::take(&new_of(site)).await?;
        let typed = who.unwrap_or_default();
        let inside = match typed.parse::<TechnicianId>() {
            Ok(who) => {
                let month = services::history::entry_month(&call, site, who, day.month()).await?;
                of_person(&month, site, day, flash).into_any()
            }
            Err(_) => whose(site, typed).into_any(),
        };
        let crumbs = vec![
            ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
            (format!("/business/sites/{site}"), name),
            (month_of(site, day.month()), t(msg::sheet::LINK).to_owned()),
        ];
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who=person nav=frame::nav("/business/sites") crumbs>
                {limited}
                {inside}
            </OfficeLayout>
        })
    })
}

/// The day asked for, today where none is.
fn day_of(asked: Option<&str>, today: WorkDate) -> Option<WorkDate> {
    match asked {
        None => Some(today),
        Some(text) => text.parse().ok().and_then(WorkDate::from_number).filter(|day| *day <= today),
    }
}

/// Asks whose days are entered.
fn whose(site: SiteId, typed: String) -> impl IntoView {
    if !typed.is_empty() {
        provide_problems(vec![FieldProblem::new("technician", Problem::IdCheck)]);
    }
    view! {
        <Card>
            <p>{t(m::WHOSE_LEAD)}</p>
            <form method="get" action=new_of(site) class="form" novalidate>
                <TextField
                    name="technician"
                    label=t(m::TECHNICIAN_ID)
                    hint=t(m::TECHNICIAN_ID_HINT)
                    value=typed
                    autocomplete="off"
                    inputmode="numeric"
                    width="medium"
                />
                <SubmitButton text=t(m::WHOSE_GO) kind=ButtonKind::Outline />
            </form>
            <p><a href=format!("/business/sites/{site}")>{t(m::WHOSE_ROSTER)}</a></p>
        </Card>
    }
}

fn of_person(month: &EntryMonth, site: SiteId, day: WorkDate, flash: Flash) -> impl IntoView + use<> {
    let done = done(&flash).map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> });
    let outcome = office::outcome(&Flash { done: None, ..flash.clone() });
    let mut typed: EntryForm = flash.form();
    if typed == EntryForm::default() {
        typed = proposed(month, day);
    }
    provide_problems(flash.problems);
    let last = date::day_only(lang(), month.last);
    let until = tw(if month.late { m::UNTIL_LATE } else { m::UNTIL }, &[("last", &last)]);
    let name = month.name.clone().unwrap_or_else(|| tw(m::BY_ID, &[("id", &month.technician_id.grouped())]));
    let fields = if month.days.iter().any(|day| day.open) {
        form(month, site, &typed).into_any()
    } else {
        view! { <p>{t(m::NOTHING_OPEN)}</p> }.into_any()
    };
    view! {
        <ErrorSummary labels=labels() chosen=CHOSEN />
        {done}
        {outcome}
        <p>{tw(m::LEAD, &[("name", &name), ("site", &month.site)])}</p>
        <p class="hint">{until}</p>
        {months(month.month, month.today.month(), &|to| entry_of(site, month.technician_id, to.first_day()))}
        <div class="office-form">{fields}</div>
        {entered::section(month, site)}
        <p><a href=page_of(site)>{t(m::BACK)}</a></p>
    }
}

/// What was done, in words.
fn done(flash: &Flash) -> Option<String> {
    Some(match flash.done.as_deref()? {
        ENTERED => tw(m::ENTERED, &[("count", &flash.form::<u32>())]),
        TAKEN_BACK => t(m::TAKEN_BACK).to_owned(),
        REFUSED => t(m::REFUSED).to_owned(),
        _ => return None,
    })
}

/// The day that led here, as on the roster.
fn proposed(month: &EntryMonth, day: WorkDate) -> EntryForm {
    let open = month.days.iter().filter(|of| of.open && of.date == day);
    EntryForm {
        days: open.map(|of| of.date.to_string()).collect(),
        trade: AS_ON_ROSTER.to_owned(),
        role: AS_ON_ROSTER.to_owned(),
        ..EntryForm::default()
    }
}

fn labels() -> Vec<(&'static str, String)> {
    let labels = [
        ("technician_id", m::TECHNICIAN_ID),
        ("days", m::DAYS),
        ("first_in", m::FIRST_IN),
        ("last_out", m::LAST_OUT),
        ("trade", m::TRADE),
        ("role", m::ROLE),
        ("reason", m::REASON),
    ];
    labels.into_iter().map(|(field, label)| (field, t(label).to_owned())).collect()
}

fn form(month: &EntryMonth, site: SiteId, typed: &EntryForm) -> impl IntoView + use<> {
    let roster = || (AS_ON_ROSTER.to_owned(), t(m::AS_ON_ROSTER).to_owned());
    let trades: choice::Choices = core::iter::once(roster()).chain(choice::trades()).collect();
    let roles = choice::of(WorkRole::ALL.map(|role| (role.code(), word::work_role(role))));
    let roles: choice::Choices = core::iter::once(roster()).chain(roles).collect();
    let typed = typed.clone();
    let days = day_boxes(month, &typed.days);
    view! {
        <form method="post" action=EnterHistory::PATH class="form" novalidate>
            <input type="hidden" name="site" value=site.to_string() />
            <input type="hidden" name="month" value=month.month.number().to_string() />
            <input type="hidden" name="technician_id" value=month.technician_id.to_string() />
            {days}
            <TextField
                name="first_in"
                label=t(m::FIRST_IN)
                hint=t(m::FIRST_IN_HINT)
                value=typed.first_in
                kind="time"
                width="short"
                required=false
            />
            <TextField
                name="last_out"
                label=t(m::LAST_OUT)
                hint=t(m::LAST_OUT_HINT)
                value=typed.last_out
                kind="time"
                width="short"
                required=false
            />
            <SelectField name="trade" label=t(m::TRADE) value=typed.trade options=trades />
            <RadioRows name="role" legend=t(m::ROLE) value=typed.role options=roles />
            <TextField name="reason" label=t(m::REASON) hint=t(m::REASON_HINT) value=typed.reason required=false />
            <p class="hint">{t(m::MEANS)}</p>
            <div class="form-actions">
                <SubmitButton text=t(m::DO) icon=icon::ADD />
            </div>
        </form>
    }
}

/// A box for each day that can be entered; the others say why not.
fn day_boxes(month: &EntryMonth, ticked: &[String]) -> impl IntoView + use<> {
    let problem = choice_problem_of("days");
    let bad = problem.is_some();
    let described = described_by("days", true);
    let open = month.days.iter().filter(|day| day.open).enumerate().map(|(at, day)| {
        // The first box carries the field's own id, so that the list of problems leads there.
        let id = if at == 0 { "days".to_owned() } else { format!("days-{at}") };
        let value = day.date.to_string();
        let is_ticked = ticked.contains(&value);
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name=format!("days[{at}]") value=value checked=is_ticked />
                <span>{label(day)}</span>
            </label>
        }
    });
    let open = open.collect_view();
    view! {
        <fieldset class="field" class:bad=bad aria-describedby=described>
            <legend>{t(m::DAYS)} " " <span class="required">{t(msg::common::REQUIRED_MARK)}</span></legend>
            <p class="hint" id="days-hint">
                {t(m::DAYS_HINT)}
            </p>
            {problem.map(|words| view! { <p class="problem" id="days-problem"><Icon of=icon::ERROR_FILL />{words}</p> })}
            <div class="choices many">{open}</div>
        </fieldset>
    }
}

/// The day, and what its touches say of it so far.
fn label(day: &EntryDay) -> String {
    let of = tw(m::DAY, &[("day", &day.date.day()), ("weekday", &t(date::weekday(day.date.weekday())))]);
    match day.record {
        Some(record) => tw(m::DAY_HALF, &[("day", &of), ("times", &entered::times(record, day.date))]),
        None => of,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_to_come_is_not_there_and_none_is_today() {
        let today = WorkDate::from_stored(20_261_120);
        for (asked, day) in [
            (None, Some(20_261_120)),
            (Some("20261120"), Some(20_261_120)),
            (Some("20261101"), Some(20_261_101)),
            (Some("20261121"), None),
            (Some("20261131"), None),
            (Some("x"), None),
            (Some(""), None),
        ] {
            assert_eq!(day_of(asked, today).map(WorkDate::number), day, "{asked:?}");
        }
    }
}
