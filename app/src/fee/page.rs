//! `/operator/fees`: requests nobody has marked paid. Invariant: the number issued is shown once, on the page that follows.

use super::{
    MarkFeePaid,
    api::{NOT_CONFIRMED, PAGE},
};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, EmptyState, Flash, LinkButton, OfficeLayout, Table, Tag, Tone, call, icon, lang, page, t,
        tw,
    },
};
use domain::{application::IssuedIds, fee::FeeRow, time::WorkDate};
use i18n::{date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::fee as m;

/// `/operator/fees`.
#[component]
pub fn FeesPage() -> impl IntoView {
    page(async {
        let call = call();
        let rows = services::fee::unpaid(&call).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let today = call.today();
        let unconfirmed = flash.error.as_ref().is_some_and(|error| error.code == NOT_CONFIRMED);
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
                {issued(flash.form::<Option<IssuedIds>>())}
                {if unconfirmed {
                    view! { <Banner tone=Tone::Err>{t(m::CONFIRM_MISSING)}</Banner> }.into_any()
                } else {
                    frame::outcome(&flash).into_any()
                }}
                <p>{t(m::LEAD)}</p>
                {list(rows, today)}
            </OfficeLayout>
        })
    })
}

fn issued(ids: Option<IssuedIds>) -> impl IntoView {
    let words = ids.and_then(|ids| match (ids.technician_id, ids.business_id) {
        (Some(id), _) => Some(tw(m::DONE_TECHNICIAN, &[("id", &id.grouped())])),
        (None, Some(id)) => Some(tw(m::DONE_BUSINESS, &[("id", &id.grouped())])),
        (None, None) => None,
    });
    words.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })
}

fn list(rows: Vec<FeeRow>, today: WorkDate) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE)>
                <LinkButton href="/operator" text=t(m::TO_QUEUE) kind=ButtonKind::Outline />
            </EmptyState>
        }
        .into_any();
    }
    let heads = [m::NUMBER, m::PAYER, m::WHAT, m::AMOUNT, m::DUE, m::ACTION].map(|head| t(head).to_owned()).to_vec();
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &rows.len())])}</p>
        <p class="hint" id="mark-paid-why">
            {t(m::MARK_PAID_WHY)}
        </p>
        <Table caption=t(m::CAPTION) heads>
            {rows.into_iter().map(|row| line(row, today)).collect_view()}
        </Table>
    }
    .into_any()
}

fn line(row: FeeRow, today: WorkDate) -> impl IntoView {
    let late = (row.due < today).then(|| view! { <Tag tone=Tone::Warn icon=icon::WARNING_FILL text=t(m::DUE_PAST) /> });
    let yen = number::yen(lang(), row.amount.get());
    let confirm = tw(m::CONFIRM_BOX, &[("name", &row.name), ("yen", &yen)]);
    view! {
        <tr>
            <td class="num" data-label=t(m::NUMBER)>
                <a href=format!("/operator/applications/{}", row.application_id)>{row.number.clone()}</a>
            </td>
            <th scope="row">{row.name}</th>
            <td data-label=t(m::WHAT)>{t(word::fee_kind(row.kind))}</td>
            <td class="number" data-label=t(m::AMOUNT)>{number::yen(lang(), row.amount.get())}</td>
            <td class="num" data-label=t(m::DUE)>{date::iso(row.due)} " " {late}</td>
            <td>
                <form method="post" action=MarkFeePaid::PATH class="row-form">
                    <input type="hidden" name="request" value=row.id.to_string() />
                    <label class="row-confirm">
                        <input type="checkbox" name="confirm" value="yes" required />
                        {confirm}
                    </label>
                    <button
                        type="submit"
                        class="button outline small"
                        aria-label=tw(m::MARK_PAID_OF, &[("number", &row.number)])
                        aria-describedby="mark-paid-why"
                    >
                        {t(m::MARK_PAID)}
                    </button>
                </form>
            </td>
        </tr>
    }
}
