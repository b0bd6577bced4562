//! `/operator/fees/usage`: usage corrected by what was reported to 建退共. Invariant: what is known of the month stands above the
//! form that corrects it, and what was seen is sent with it.

use super::{
    CorrectUsage,
    api::{PAGE, USAGE},
    mine::MINE,
    page::parts,
};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, ErrorSummary, Flash, OfficeLayout, Parts, Row, SelectField,
        SubmitButton, Table, TextField, Tone, UiError, call, icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    fee::report::{ReportForm, UsageReport, months},
    listing::{Listed, Mark},
    time::WorkDate,
};
use i18n::{date, msg, number};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use services::fee::Known;

use msg::fee as m;

/// Where a business's own list goes on, in the address of its page.
pub(super) const OWN_AFTER: &str = "reports";

/// `/operator/fees/usage`.
#[component]
pub fn UsagePage() -> impl IntoView {
    let query = use_query_map();
    let of = move |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default());
    let asked = ReportForm { business: of("business"), month: of("month"), ..ReportForm::default() };
    let after = of("after").parse::<Mark>().ok();
    page(async move {
        let call = call();
        call.authorize(domain::access::Action::FeeClose, &domain::access::Resource::Register)?;
        let listed = services::fee::usage_reports(&call, after).await?;
        let who = frame::who().await?;
        let flash = Flash::take(USAGE).await?;
        let done = (flash.done.as_deref() == Some("corrected")).then(|| flash.form::<Option<UsageReport>>()).flatten();
        let typed: Option<ReportForm> = (flash.error.is_some() || !flash.problems.is_empty()).then(|| flash.form());
        let form = typed.unwrap_or(asked);
        let mut problems = flash.problems.clone();
        let known = if form.business.trim().is_empty() && form.month.is_empty() {
            None
        } else {
            match services::fee::usage_known(&call, &form).await.map_err(UiError::from) {
                Ok(known) => Some(known),
                Err(error) if error.fields.is_empty() => return Err(error),
                Err(error) => {
                    problems.retain(|problem| !error.fields.iter().any(|other| other.field == problem.field));
                    problems.splice(0..0, error.fields);
                    None
                }
            }
        };
        provide_problems(problems);
        let labels = [
            ("business", m::USAGE_BUSINESS),
            ("month", m::USAGE_MONTH),
            ("reported", m::USAGE_REPORTED),
            ("reason", m::USAGE_REASON),
        ];
        let labels = labels.map(|(field, label)| (field, t(label).to_owned())).to_vec();
        let crumbs = vec![(PAGE.to_owned(), t(m::TITLE).to_owned())];
        let today = call.today();
        let outcome = frame::outcome(&flash);
        Ok(view! {
            <OfficeLayout title=t(m::PART_USAGE) who nav=frame::operator_nav(PAGE) crumbs>
                <ErrorSummary labels chosen=&["month"] />
                {outcome}
                {done.map(|report| view! { <Banner tone=Tone::Ok>{corrected(&report)}</Banner> })}
                {parts(USAGE)}
                <p>{t(m::USAGE_LEAD)}</p>
                {ask_form(&form, today)}
                {known.map(|known| correct_form(&known, form))}
                {list(&listed, after.is_some(), false)}
            </OfficeLayout>
        })
    })
}

fn corrected(report: &UsageReport) -> String {
    let figures: [(&str, &dyn std::fmt::Display); 4] = [
        ("name", &report.name),
        ("month", &date::month(lang(), report.month)),
        ("counted", &number::grouped(report.counted)),
        ("reported", &number::grouped(report.reported)),
    ];
    tw(m::USAGE_DONE, &figures)
}

fn ask_form(form: &ReportForm, today: WorkDate) -> impl IntoView + use<> {
    let months = months(today).map(|month| (month.number().to_string(), date::month(lang(), month))).collect();
    let (business, month) = (form.business.clone(), form.month.clone());
    view! {
        <Card title=t(m::USAGE_ASK_TITLE)>
            <form method="get" action=USAGE class="form office-form" novalidate>
                <TextField
                    name="business"
                    label=t(m::USAGE_BUSINESS)
                    hint=t(m::USAGE_BUSINESS_HINT)
                    value=business
                    inputmode="numeric"
                    width="medium"
                />
                <SelectField name="month" label=t(m::USAGE_MONTH) value=month options=months />
                <SubmitButton text=t(m::USAGE_ASK) kind=ButtonKind::Outline icon=icon::SEARCH />
            </form>
        </Card>
    }
}

/// What is known of the month, and the form that corrects it.
fn correct_form(known: &Known, form: ReportForm) -> impl IntoView + use<> {
    let month = date::month(lang(), known.of.month);
    let billed = if known.billed.records == 0 && known.billed.yen.is_zero() {
        t(m::USAGE_BILLED_NONE).to_owned()
    } else {
        let yen = number::yen(lang(), known.billed.yen.get());
        tw(m::USAGE_BILLED_FIGURES, &[("records", &number::grouped(known.billed.records)), ("yen", &yen)])
    };
    let rows = vec![
        Row::new(t(m::USAGE_BUSINESS_NAME), known.name.clone()),
        Row::new(t(m::USAGE_MONTH), month),
        Row::new(t(m::USAGE_COUNTED), tw(m::USAGE_RECORDS, &[("records", &number::grouped(known.counted))])),
        Row::new(t(m::USAGE_BILLED), billed),
    ];
    let (business, month, counted) = (known.of.business.to_string(), known.of.month.number(), known.counted);
    view! {
        <Card title=t(m::USAGE_CORRECT_TITLE)>
            <DescriptionList rows />
            <form method="post" action=CorrectUsage::PATH class="form office-form" novalidate>
                <input type="hidden" name="business" value=business />
                <input type="hidden" name="month" value=month />
                <input type="hidden" name="counted" value=counted />
                <TextField
                    name="reported"
                    label=t(m::USAGE_REPORTED)
                    value=form.reported
                    inputmode="numeric"
                    width="medium"
                />
                <TextField name="reason" label=t(m::USAGE_REASON) hint=t(m::USAGE_REASON_HINT) value=form.reason />
                <SubmitButton text=t(m::USAGE_CORRECT) />
            </form>
        </Card>
    }
}

/// Corrections made, newest first; `own`: a business's own, whose name it knows. Nothing where there is none.
pub(super) fn list(listed: &Listed<UsageReport>, later_part: bool, own: bool) -> Option<AnyView> {
    if listed.rows.is_empty() && !later_part {
        return None;
    }
    let name = (!own).then_some(m::USAGE_BUSINESS_NAME);
    let heads = [m::USAGE_MONTH, m::USAGE_COUNTED, m::USAGE_REPORTED, m::USAGE_REASON, m::USAGE_WHEN];
    let heads = name.into_iter().chain(heads).map(|head| t(head).to_owned()).collect::<Vec<_>>();
    let row = |report: &UsageReport| {
        let month = date::month(lang(), report.month);
        let first = if own {
            view! { <th scope="row">{month}</th> }.into_any()
        } else {
            view! {
                <th scope="row">{report.name.clone()}</th>
                <td data-label=t(m::USAGE_MONTH)>{month}</td>
            }
            .into_any()
        };
        view! {
            <tr>
                {first}
                <td class="number" data-label=t(m::USAGE_COUNTED)>{number::grouped(report.counted)}</td>
                <td class="number" data-label=t(m::USAGE_REPORTED)>{number::grouped(report.reported)}</td>
                <td class="wide" data-label=t(m::USAGE_REASON) lang="ja">{report.reason.clone()}</td>
                <td class="num" data-label=t(m::USAGE_WHEN)>{date::iso(report.corrected_at.date())}</td>
            </tr>
        }
    };
    let rows = listed.rows.iter().map(row).collect_view();
    let (page, query) = if own { (MINE, OWN_AFTER) } else { (USAGE, "after") };
    let first = later_part.then(|| page.to_owned());
    let next = listed.next.as_ref().map(|next| format!("{page}?{query}={next}"));
    Some(
        view! {
            <h2>{t(m::USAGE_LIST)}</h2>
            <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(listed.all))])}</p>
            <Table caption=t(m::USAGE_LIST) heads>
                {rows}
            </Table>
            <Parts of=t(m::USAGE_LIST) first next />
        }
        .into_any(),
    )
}
