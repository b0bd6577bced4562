//! `/operator/fees`: requests that still want money, and taking settlement files in. Invariant: the number issued is shown
//! once, on the page that follows.

use super::{
    MarkFeePaid,
    api::{FIGURES, NOT_CONFIRMED, PAGE, PRICES, UNMATCHED, USAGE},
    settlement,
};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, Card, EmptyState, Field, Flash, LinkButton, OfficeLayout, Parts, SubmitButton, Table, Tag,
        Tone, call, field::described_by, icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    application::IssuedIds,
    fee::{
        FeeRow,
        receipt::{FileProgress, Imported},
    },
    listing::{Listed, Mark},
    time::WorkDate,
};
use i18n::{Msg, date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use services::outside::SETTLEMENT_EXAMPLE;

use msg::fee as m;

/// `/operator/fees`.
#[component]
pub fn FeesPage() -> impl IntoView {
    let query = use_query_map();
    let of = move |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default());
    let (number, after) = (of("number"), of("after").parse::<Mark>().ok());
    page(async move {
        let call = call();
        let listed = services::fee::unpaid(&call, &number, after).await?;
        let files = services::fee::files(&call).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let today = call.today();
        let unconfirmed = flash.error.as_ref().is_some_and(|error| error.code == NOT_CONFIRMED);
        let outcome = if unconfirmed {
            view! { <Banner tone=Tone::Err>{t(m::CONFIRM_MISSING)}</Banner> }.into_any()
        } else {
            frame::outcome(&flash).into_any()
        };
        let done = done(&flash);
        provide_problems(flash.problems);
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
                {done} {outcome} {parts(PAGE)}
                <p>{t(m::LEAD)}</p>
                {search(&number)}
                {list(listed, &number, after.is_some(), today)}
                {import_form()}
                {file_list(&files)}
            </OfficeLayout>
        })
    })
}

/// The pages of payments, with the one at `current` marked.
pub(super) fn parts(current: &'static str) -> impl IntoView {
    let part = |(href, words): (&'static str, Msg)| {
        view! {
            <li>
                <a href=href aria-current=(href == current).then_some("page")>{t(words)}</a>
            </li>
        }
    };
    let parts = [
        (PAGE, m::PART_LIST),
        (UNMATCHED, m::PART_UNMATCHED),
        (USAGE, m::PART_USAGE),
        (PRICES, m::PART_PRICES),
        (FIGURES, m::PART_FIGURES),
    ];
    view! {
        <nav class="fee-parts" aria-label=t(m::PARTS)>
            <ul>{parts.into_iter().map(part).collect_view()}</ul>
        </nav>
    }
}

/// The number that came of it, in words; `otherwise` where none did.
pub(super) fn issued_words(ids: Option<IssuedIds>, otherwise: Msg) -> String {
    match ids.map(|ids| (ids.technician_id, ids.business_id)) {
        Some((Some(id), _)) => tw(m::DONE_TECHNICIAN, &[("id", &id.grouped())]),
        Some((None, Some(id))) => tw(m::DONE_BUSINESS, &[("id", &id.grouped())]),
        Some((None, None)) | None => t(otherwise).to_owned(),
    }
}

fn done(flash: &Flash) -> impl IntoView + use<> {
    let words = match flash.done.as_deref() {
        Some("paid") => Some(issued_words(flash.form::<Option<IssuedIds>>(), m::DONE_PAID)),
        Some("imported") => {
            let came: Imported = flash.form();
            let figures: [(&str, &dyn std::fmt::Display); 4] = [
                ("rows", &came.rows),
                ("settled", &came.settled),
                ("unmatched", &came.unmatched),
                ("known", &came.known),
            ];
            Some(tw(m::IMPORTED, &figures))
        }
        Some("brought") => {
            let file: Option<FileProgress> = flash.form();
            file.map(|file| tw(m::BROUGHT, &[("rows", &file.rows), ("taken", &file.came.rows)]))
        }
        _ => None,
    };
    words.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })
}

fn import_form() -> impl IntoView {
    let described = described_by("file", true);
    let channels = word::told_channels(lang());
    view! {
        <Card title=t(m::IMPORT_TITLE)>
            <p>{t(m::IMPORT_LEAD)}</p>
            <p>{t(m::IMPORT_COLUMNS)}</p>
            <p>{tw(m::IMPORT_CHANNELS, &[("channels", &channels)])}</p>
            <figure class="file-example">
                <figcaption>{t(m::IMPORT_EXAMPLE)}</figcaption>
                <pre tabindex="0">{SETTLEMENT_EXAMPLE}</pre>
            </figure>
            <form method="post" action=settlement::PATH enctype="multipart/form-data" class="form" novalidate>
                <Field name="file" label=t(m::IMPORT_FILE) hint=t(m::IMPORT_HINT) choice=true>
                    <input class="input" type="file" id="file" name="file" accept=".csv,text/csv" aria-describedby=described />
                </Field>
                <SubmitButton text=t(m::IMPORT_GO) kind=ButtonKind::Outline icon=icon::UPLOAD_FILE />
            </form>
        </Card>
    }
}

/// The files brought last, each with how far it is.
fn file_list(files: &[FileProgress]) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let heads = [m::FILES_AT, m::FILES_STATE, m::FILES_SETTLED, m::FILES_UNMATCHED, m::FILES_KNOWN];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let going = files.iter().any(|file| !file.is_done());
    let row = |file: &FileProgress| {
        let state = if file.is_done() {
            view! { <Tag tone=Tone::Ok icon=icon::CHECK text=t(m::FILES_DONE) /> }.into_any()
        } else {
            let words = tw(m::FILES_GOING, &[("taken", &file.came.rows), ("rows", &file.rows)]);
            view! { <Tag tone=Tone::Info text=words /> }.into_any()
        };
        view! {
            <tr>
                <th scope="row" class="num">{date::iso_time(file.brought_at)}</th>
                <td data-label=t(m::FILES_STATE)>{state}</td>
                <td class="number" data-label=t(m::FILES_SETTLED)>{file.came.settled}</td>
                <td class="number" data-label=t(m::FILES_UNMATCHED)>{file.came.unmatched}</td>
                <td class="number" data-label=t(m::FILES_KNOWN)>{file.came.known}</td>
            </tr>
        }
    };
    let rows = files.iter().map(row).collect_view();
    Some(
        view! {
            <h2>{t(m::FILES_TITLE)}</h2>
            {going.then(|| view! { <p class="hint">{t(m::FILES_HINT)}</p> })}
            <Table caption=t(m::FILES_CAPTION) heads>
                {rows}
            </Table>
        }
        .into_any(),
    )
}

/// A request by its number.
fn search(number: &str) -> impl IntoView + use<> {
    let number = number.to_owned();
    view! {
        <form method="get" action=PAGE class="filters" role="search">
            <label class="filter">
                {t(m::SEARCH)} <input class="input" type="text" name="number" value=number autocomplete="off" />
            </label>
            <SubmitButton text=t(msg::common::SEARCH) kind=ButtonKind::Outline icon=icon::SEARCH />
        </form>
    }
}

fn list(listed: Listed<FeeRow>, number: &str, later_part: bool, today: WorkDate) -> impl IntoView + use<> {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !number.is_empty() {
        return view! {
            <EmptyState title=t(m::FOUND_NONE_TITLE) text=t(m::FOUND_NONE)>
                <LinkButton href=PAGE text=t(m::FOUND_ALL) kind=ButtonKind::Outline />
            </EmptyState>
        }
        .into_any();
    }
    if rows.is_empty() && !later_part {
        return view! {
            <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE)>
                <LinkButton href="/operator" text=t(m::TO_QUEUE) kind=ButtonKind::Outline />
            </EmptyState>
        }
        .into_any();
    }
    let heads = [m::NUMBER, m::PAYER, m::WHAT, m::AMOUNT, m::DUE, m::ACTION].map(|head| t(head).to_owned()).to_vec();
    let first = (later_part || !number.is_empty()).then(|| PAGE.to_owned());
    let next = next.map(|next| format!("{PAGE}?after={next}"));
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(all))])}</p>
        <p class="hint" id="mark-paid-why">
            {t(m::MARK_PAID_WHY)}
        </p>
        <Table caption=t(m::CAPTION) heads>
            {rows.into_iter().map(|row| line(row, today)).collect_view()}
        </Table>
        <Parts of=t(m::CAPTION) first next />
    }
    .into_any()
}

fn line(row: FeeRow, today: WorkDate) -> impl IntoView {
    let late = (row.due < today).then(|| view! { <Tag tone=Tone::Warn icon=icon::WARNING_FILL text=t(m::DUE_PAST) /> });
    let yen = number::yen(lang(), row.amount.get());
    let waits = (!row.waiting.is_zero()).then(|| {
        let words = tw(m::WAITS, &[("yen", &number::yen(lang(), row.waiting.get()))]);
        view! {
            <p class="hint">
                <a href=UNMATCHED>{words}</a>
            </p>
        }
    });
    let confirm = tw(m::CONFIRM_BOX, &[("name", &row.name), ("yen", &yen)]);
    let invoice = tw(m::INVOICE_PDF_OF, &[("kind", &t(word::fee_kind(row.kind)))]);
    let number = match row.application_id {
        Some(id) => view! { <a href=format!("/operator/applications/{id}")>{row.number.clone()}</a> }.into_any(),
        None => row.number.clone().into_any(),
    };
    view! {
        <tr>
            <td class="num" data-label=t(m::NUMBER)>{number}</td>
            <th scope="row">{row.name}</th>
            <td data-label=t(m::WHAT)>
                {t(word::fee_kind(row.kind))} " "
                <a href=format!("{PAGE}/{}/invoice.pdf", row.id) aria-label=invoice>{t(m::INVOICE)}</a>
                {waits}
            </td>
            <td class="number" data-label=t(m::AMOUNT)>{yen}</td>
            <td class="num wide" data-label=t(m::DUE)>{date::iso(row.due)} " " {late}</td>
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
