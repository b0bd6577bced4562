//! `/counter/cases/{id}/receipt`: 受付票, for the person to take home on a sheet of A4. Invariant: it names the application, the
//! papers that were taken in and whom to ask, and no number of a document.

use super::{case, list, words};
use crate::{
    application::frame,
    shell::{
        ButtonKind, DescriptionList, LinkButton, OfficeLayout, Row, UiError, call, error::NOT_FOUND, lang, page, t, tw,
    },
};
use domain::{counter::CounterCase, fee::FeeLine, id::ApplicationId};
use i18n::{date, msg, word};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use msg::counter as m;

/// `/counter/cases/{id}/receipt`.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("case")).unwrap_or_default();
    page(async move {
        let id: ApplicationId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let case = services::counter::case(&call(), id).await?;
        // There is nothing to confirm before it was handed in.
        let submitted = case.submitted_at.ok_or_else(|| UiError::of(NOT_FOUND))?;
        let who = frame::who().await?;
        let title = tw(m::CASE_TITLE, &[("number", &case.row.number)]);
        let crumbs = vec![(list::PAGE.to_owned(), t(m::BACK).to_owned()), (case::page_of(id), title)];
        let taken = date::day_only(lang(), submitted.date());
        Ok(view! {
            <OfficeLayout title=t(m::RECEIPT_TITLE) who nav=frame::operator_nav(list::PAGE) crumbs>
                {sheet(&case, taken)}
                <div class="invoice-actions">
                    <p class="hint">{t(m::RECEIPT_PRINT)}</p>
                    <LinkButton href=case::page_of(id) text=t(msg::common::BACK) kind=ButtonKind::Text />
                </div>
            </OfficeLayout>
        })
    })
}

fn sheet(case: &CounterCase, taken: String) -> impl IntoView + use<> {
    let fee = case.row.fee.as_ref().map_or_else(|| t(m::RECEIPT_FEE_LATER).to_owned(), words::pay);
    let mut rows = vec![
        Row::new(t(m::RECEIPT_NUMBER), case.row.number.clone()),
        Row::new(t(m::RECEIPT_AT), taken),
        Row::new(t(m::RECEIPT_OFFICE), format!("{} {}", case.body, case.row.office)),
    ];
    if let Some(checked) = &case.checked {
        let kind = t(crate::technician::words::identity_kind(checked.identity_kind));
        rows.push(Row::new(t(m::RECEIPT_IDENTITY), kind));
        rows.push(Row::new(t(m::RECEIPT_PAPERS), words::papers_of(checked)));
    }
    rows.push(Row::new(t(m::RECEIPT_FEE), fee));
    let how = case.row.fee.as_ref().is_some_and(FeeLine::is_owed).then(crate::fee::how_to_pay);
    let phone = tw(m::RECEIPT_PHONE, &[("phone", &case.office_phone)]);
    let (lead, next) = if case.row.kind.stage().is_some() {
        (t(m::RECEIPT_LEAD).to_owned(), [m::RECEIPT_NEXT_1, m::RECEIPT_NEXT_2, m::RECEIPT_NEXT_3])
    } else {
        let kind = t(word::filing_kind(case.row.kind, case.row.anew));
        let lead = tw(m::RECEIPT_LEAD_FIRM, &[("kind", &kind)]);
        (lead, [m::RECEIPT_NEXT_1, m::RECEIPT_NEXT_FIRM_2, m::RECEIPT_NEXT_FIRM_3])
    };
    let next = next.map(|words| view! { <li>{t(words)}</li> }).collect_view();
    view! {
        <article class="receipt-sheet" aria-label=t(m::RECEIPT_TITLE)>
            <p class="receipt-to">{tw(m::RECEIPT_TO, &[("name", &case.row.name)])}</p>
            <p>{lead}</p>
            <DescriptionList rows />
            {how}
            <h2>{t(m::RECEIPT_NEXT)}</h2>
            <ol>{next}</ol>
            <p>
                {t(m::RECEIPT_ASK)} <br /> {case.body.clone()} " " {case.row.office.clone()} <br />
                {case.office_address.clone()} <br /> {phone}
            </p>
        </article>
    }
}
