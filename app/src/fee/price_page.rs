//! `/operator/fees/prices`: what things cost by day. Invariant: what holds or has held has no form; a price to come has one.

use super::{
    AddPrice,
    api::{PAGE, PRICES},
    page::parts,
};
use crate::{
    application::{band_words, frame},
    shell::{
        Banner, Card, ErrorSummary, Flash, OfficeLayout, SelectField, SubmitButton, Table, Tag, TextField, Tone, call,
        icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    fee::{Price, PriceForm, PriceKind, PriceList},
    time::WorkDate,
};
use i18n::{Msg, date, msg, number};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::fee as m;

/// `/operator/fees/prices`.
#[component]
pub fn PricesPage() -> impl IntoView {
    page(async {
        let call = call();
        // Whoever may not set prices has no page of it; the list itself is no secret.
        call.authorize(domain::access::Action::PriceSet, &domain::access::Resource::Register)?;
        let list = services::fee::prices(&call).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PRICES).await?;
        let form: PriceForm = flash.form();
        let added = flash.done.as_deref() == Some("added");
        let outcome = frame::outcome(&flash);
        provide_problems(flash.problems);
        let labels = [
            ("kind", m::PRICE_KIND),
            ("from", m::PRICE_FROM),
            ("until", m::PRICE_UNTIL),
            ("yen", m::PRICE_YEN),
            ("reason", m::PRICE_REASON),
        ];
        let labels = labels.map(|(field, label)| (field, t(label).to_owned())).to_vec();
        let crumbs = vec![(PAGE.to_owned(), t(m::TITLE).to_owned())];
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::PART_PRICES) who nav=frame::operator_nav(PAGE) crumbs>
                <ErrorSummary labels chosen=&["kind"] />
                {outcome}
                {added.then(|| view! { <Banner tone=Tone::Ok>{t(m::PRICE_ADDED)}</Banner> })}
                {parts(PRICES)}
                <p>{t(m::PRICES_LEAD)}</p>
                {table(&list, today)}
                {add_form(form)}
            </OfficeLayout>
        })
    })
}

/// What a price is of.
fn kind_words(kind: PriceKind) -> String {
    let word: Msg = match kind {
        PriceKind::TechnicianSimple => m::PRICE_TECHNICIAN_SIMPLE,
        PriceKind::TechnicianDetailed => m::PRICE_TECHNICIAN_DETAILED,
        PriceKind::TechnicianUpgrade => m::KIND_TECHNICIAN_UPGRADE,
        PriceKind::Business(band) => return tw(m::PRICE_BUSINESS, &[("band", &band_words(band))]),
        PriceKind::CardReissue => m::KIND_CARD_REISSUE,
        PriceKind::LevelEvaluation => m::KIND_LEVEL_EVALUATION,
        PriceKind::AdminIdYearly => m::PRICE_ADMIN_ID,
        PriceKind::AdminIdYearlySelfEmployed => m::PRICE_ADMIN_ID_SELF_EMPLOYED,
        PriceKind::SiteAdminId => m::PRICE_SITE_ADMIN_ID,
        PriceKind::SiteUsage => m::PRICE_SITE_USAGE,
        PriceKind::SiteUsageLump => m::KIND_SITE_USAGE_LUMP,
    };
    t(word).to_owned()
}

/// Whether a row holds, is to come or is over.
fn standing(list: &PriceList, row: &Price, today: WorkDate) -> (Msg, Tone) {
    let holds = |other: &&Price| other.kind == row.kind && other.covers(today);
    let holding = list.rows().iter().filter(holds).max_by_key(|other| other.from);
    if row.from > today {
        (m::PRICE_TO_COME, Tone::Info)
    } else if holding == Some(row) {
        (m::PRICE_NOW, Tone::Ok)
    } else {
        (m::PRICE_OVER, Tone::Plain)
    }
}

fn table(list: &PriceList, today: WorkDate) -> impl IntoView + use<> {
    let heads = [m::PRICE_KIND, m::AMOUNT, m::PRICE_FROM, m::PRICE_UNTIL, m::PRICE_STATE, m::PRICE_SOURCE];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let row = |row: &Price| {
        let (word, tone) = standing(list, row, today);
        view! {
            <tr>
                <th scope="row">{kind_words(row.kind)}</th>
                <td class="number" data-label=t(m::AMOUNT)>{number::yen(lang(), row.yen.get())}</td>
                <td class="num" data-label=t(m::PRICE_FROM)>{date::iso(row.from)}</td>
                <td class="num" data-label=t(m::PRICE_UNTIL)>{row.until.map(date::iso)}</td>
                <td data-label=t(m::PRICE_STATE)>
                    <Tag tone text=t(word) />
                </td>
                <td class="wide" data-label=t(m::PRICE_SOURCE) lang="ja">{row.source.clone()}</td>
            </tr>
        }
    };
    let rows = list.rows().iter().map(row).collect_view();
    view! { <Table caption=t(m::PRICES_CAPTION) heads>{rows}</Table> }
}

fn add_form(form: PriceForm) -> impl IntoView {
    let kinds = PriceKind::all().map(|kind| (kind.code().to_owned(), kind_words(kind))).collect();
    view! {
        <Card title=t(m::PRICE_ADD_TITLE)>
            <form method="post" action=AddPrice::PATH class="form office-form" novalidate>
                <SelectField name="kind" label=t(m::PRICE_KIND) value=form.kind options=kinds />
                <TextField name="from" label=t(m::PRICE_FROM) value=form.from kind="date" width="medium" />
                <TextField
                    name="until"
                    label=t(m::PRICE_UNTIL)
                    hint=t(m::PRICE_UNTIL_HINT)
                    value=form.until
                    kind="date"
                    width="medium"
                    required=false
                />
                <TextField name="yen" label=t(m::PRICE_YEN) value=form.yen inputmode="numeric" width="medium" />
                <TextField name="reason" label=t(m::PRICE_REASON) hint=t(m::REASON_HINT) value=form.reason />
                <SubmitButton text=t(m::PRICE_ADD) icon=icon::ADD />
            </form>
        </Card>
    }
}
